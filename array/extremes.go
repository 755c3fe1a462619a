// This file holds the reductions that compare or test: Min, Max, Argmin, Argmax, Any, All, CountNonzero.

package array

import (
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Min returns the least elements over the given axes, none meaning all; NaN if there is one. It panics for complex
// types, which have no order, and if there is nothing to choose from. false is less than true. NumPy: min.
func (a *Array[T]) Min(axes ...int) *Array[T] { return extreme("Min", a, axes).(*Array[T]) }

// Max returns the greatest elements over the given axes, none meaning all; NaN if there is one. It panics as Min does.
// NumPy: max.
func (a *Array[T]) Max(axes ...int) *Array[T] { return extreme("Max", a, axes).(*Array[T]) }

// extreme finds what op names in an array of any element type.
func extreme(op string, a Untyped, axes []int) any {
	switch a := a.(type) {
	case *Array[bool]:
		return extremeBool(op, a, axes)
	case *Array[int]:
		return extremeReal(op, a, axes)
	case *Array[int8]:
		return extremeReal(op, a, axes)
	case *Array[int16]:
		return extremeReal(op, a, axes)
	case *Array[int32]:
		return extremeReal(op, a, axes)
	case *Array[int64]:
		return extremeReal(op, a, axes)
	case *Array[uint]:
		return extremeReal(op, a, axes)
	case *Array[uint8]:
		return extremeReal(op, a, axes)
	case *Array[uint16]:
		return extremeReal(op, a, axes)
	case *Array[uint32]:
		return extremeReal(op, a, axes)
	case *Array[uint64]:
		return extremeReal(op, a, axes)
	case *Array[float32]:
		return extremeReal(op, a, axes)
	case *Array[float64]:
		return extremeReal(op, a, axes)
	}
	fail(op, "%s numbers have no order; use Modulus, or the parts", a.DType())
	return nil
}

// checkChoice panics if results would have to be chosen from no elements.
func checkChoice[T Element](op string, a *Array[T], axes []int) {
	if a.Size() > 0 {
		return // the axes are checked where they are used
	}
	l := splitAxes(op, a.shape, a.strides, a.offset, axes)
	if l.count() == 0 && sizeOf(l.kept) > 0 {
		fail(op, "shape %s has no elements to choose from along the axes %v", shapeText(a.shape), checkAxes(op, axes, a.shape))
	}
}

func extremeReal[T Real](op string, a *Array[T], axes []int) *Array[T] {
	checkChoice(op, a, axes)
	if op == "Min" {
		return reduce(op, a, axes, reducer[T, T]{run: vector.MinOf[T], rows: minRows[T], join: minRows[T], lift: copyRow[T]})
	}
	return reduce(op, a, axes, reducer[T, T]{run: vector.MaxOf[T], rows: maxRows[T], join: maxRows[T], lift: copyRow[T]})
}

func minRows[T Real](acc, src []T) { vector.Min(acc, acc, src) }

func maxRows[T Real](acc, src []T) { vector.Max(acc, acc, src) }

// extremeBool looks for the one value that decides: false for Min, true for Max.
func extremeBool(op string, a *Array[bool], axes []int) *Array[bool] {
	checkChoice(op, a, axes)
	decides := op == "Max"
	rows := func(acc, src []bool) {
		for i, v := range src {
			if v == decides {
				acc[i] = decides
			}
		}
	}
	run := func(s []bool) bool { return slices.Contains(s, decides) == decides }
	return reduce(op, a, axes, reducer[bool, bool]{run: run, rows: rows, join: rows, lift: copyRow[bool]})
}

// Any returns whether any element over the given axes, none meaning all, is not zero; NaN counts as not zero. NumPy:
// any.
func (a *Array[T]) Any(axes ...int) *Array[bool] {
	if a.Size() == 0 {
		return emptyFold("Any", a.shape, axes, false)
	}
	rows := func(acc []bool, src []T) {
		var zero T
		for i, v := range src[:len(acc)] {
			acc[i] = acc[i] || v != zero
		}
	}
	return reduce("Any", a, axes, reducer[T, bool]{run: anyRun[T], rows: rows, join: orRows, lift: convertRun[bool, T]})
}

// anyRun tells whether an element is not zero.
func anyRun[T Element](s []T) bool {
	var zero T
	for _, v := range s {
		if v != zero {
			return true
		}
	}
	return false
}

func orRows(acc, src []bool) { orBlock(acc, acc, src) }

func andRows(acc, src []bool) { andBlock(acc, acc, src) }

// All returns whether all elements over the given axes, none meaning all, are not zero. It is a function because the
// method a.All is the iterator, as in Go's own containers. NumPy: all.
func All[T Element](a *Array[T], axes ...int) *Array[bool] {
	if a.Size() == 0 {
		return emptyFold("All", a.shape, axes, true)
	}
	var zero T
	rows := func(acc []bool, src []T) {
		for i, v := range src[:len(acc)] {
			acc[i] = acc[i] && v != zero
		}
	}
	run := func(s []T) bool { return !slices.Contains(s, zero) }
	return reduce("All", a, axes, reducer[T, bool]{run: run, rows: rows, join: andRows, lift: convertRun[bool, T]})
}

// CountNonzero returns how many elements over the given axes, none meaning all, are not zero or false. NumPy:
// count_nonzero.
func CountNonzero[T Element](a *Array[T], axes ...int) *Array[int] {
	return SumAs[int](Cast[bool](a), axes...)
}

// Argmin returns the index, along one axis, of each first least element; without an axis, its place among all elements
// in row-major order. The first NaN wins. It panics as Min does. NumPy: argmin.
func (a *Array[T]) Argmin(axis ...int) *Array[int] { return argExtreme("Argmin", a, axis) }

// Argmax returns the index of each first greatest element, as Argmin does of the least. NumPy: argmax.
func (a *Array[T]) Argmax(axis ...int) *Array[int] { return argExtreme("Argmax", a, axis) }

func argExtreme[T Element](op string, a *Array[T], axis []int) *Array[int] {
	if len(axis) > 1 {
		fail(op, "%d axes %v, want one or none", len(axis), axis)
	}
	checkChoice(op, a, axis)
	rows := a.Ravel()
	kept := []int{}
	if len(axis) == 1 {
		k := checkAxis(op, axis[0], a.shape)
		rows = a.MoveAxis(k, -1)
		kept = rows.shape[:len(a.shape)-1]
	}
	return anyFirstExtremes(op, rows, kept)
}

// anyFirstExtremes is firstExtremes for any element type.
func anyFirstExtremes(op string, rows Untyped, kept []int) *Array[int] {
	switch rows := rows.(type) {
	case *Array[bool]:
		return firstExtremes(op, Cast[uint8](rows), kept)
	case *Array[int]:
		return firstExtremes(op, rows, kept)
	case *Array[int8]:
		return firstExtremes(op, rows, kept)
	case *Array[int16]:
		return firstExtremes(op, rows, kept)
	case *Array[int32]:
		return firstExtremes(op, rows, kept)
	case *Array[int64]:
		return firstExtremes(op, rows, kept)
	case *Array[uint]:
		return firstExtremes(op, rows, kept)
	case *Array[uint8]:
		return firstExtremes(op, rows, kept)
	case *Array[uint16]:
		return firstExtremes(op, rows, kept)
	case *Array[uint32]:
		return firstExtremes(op, rows, kept)
	case *Array[uint64]:
		return firstExtremes(op, rows, kept)
	case *Array[float32]:
		return firstExtremes(op, rows, kept)
	case *Array[float64]:
		return firstExtremes(op, rows, kept)
	}
	fail(op, "%s numbers have no order; use Modulus, or the parts", rows.DType())
	return nil
}

// firstExtremes returns the index along the last axis of the first extreme element of each row.
func firstExtremes[T Real](op string, rows *Array[T], kept []int) *Array[int] {
	out := allocate[int](kept)
	if len(out.data) == 0 {
		return out
	}
	n, least := rows.shape[len(rows.shape)-1], op == "Argmin"
	if rows.Size() <= blockLen && rows.IsContiguous() {
		for i, s := 0, rows.run(); i < len(out.data); i++ {
			_, out.data[i] = firstInBlock(s[i*n:(i+1)*n], least)
		}
		return out
	}
	if len(out.data) > 1 && !rows.IsContiguous() {
		rows = rows.Copy() // in tiles, which costs less than to gather each row
	}
	parallel(len(out.data), 1+blockLen/n, len(out.data)*n, func(lo, hi int) {
		c := newCursor(rows)
		c.seek(lo * n)
		scratch := make([]T, min(n, blockLen))
		for i := lo; i < hi; i++ {
			out.data[i] = firstExtreme(&c, n, scratch, least)
		}
	})
	return out
}

// firstExtreme reads n elements and returns the index of the first least or greatest one, or of the first NaN. Block by
// block it finds the extreme, and looks for its place only where it is new.
func firstExtreme[T Real](c *cursor[T], n int, scratch []T, least bool) int {
	var best T
	at := -1
	for done := 0; done < n; {
		m := min(len(scratch), n-done)
		block := c.read(m, scratch)
		v, place := firstInBlock(block, least)
		switch {
		case v != v:
			return done + place
		case at < 0 || least && v < best || !least && v > best:
			best, at = v, done+place
		}
		done += m
	}
	return at
}

// firstInBlock returns the least or greatest element, or NaN, and its first place.
func firstInBlock[T Real](block []T, least bool) (v T, place int) {
	if least {
		v = vector.MinOf(block)
	} else {
		v = vector.MaxOf(block)
	}
	if v != v {
		return v, slices.IndexFunc(block, func(x T) bool { return x != x })
	}
	return v, slices.Index(block, v)
}
