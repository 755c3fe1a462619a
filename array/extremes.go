// This file holds the reductions that compare or test: Min, Max, Argmin, Argmax, Any, All, CountNonzero.

package array

import (
	"bytes"
	"slices"
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Min returns the least elements over the given axes, none meaning all; NaN if there is one. It panics for complex
// types, which have no order, if there is nothing to choose from, or if an axis is out of range or given twice. false
// is less than true. The axes disappear. NumPy: min.
func (a *Array[T]) Min(axes ...int) *Array[T] { return extreme("Min", a, axes).(*Array[T]) }

// Max returns the greatest elements over the given axes, none meaning all; NaN if there is one. It panics as Min does.
// The axes disappear. NumPy: max.
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
		return reduce(op, a, axes, reducer[T, T]{run: vector.MinOf[T], rows: minRows[T], join: minRows[T], lift: copyRow[T], free: true, many: byThree(vector.Min3[T], minRows[T])})
	}
	return reduce(op, a, axes, reducer[T, T]{run: vector.MaxOf[T], rows: maxRows[T], join: maxRows[T], lift: copyRow[T], free: true, many: byThree(vector.Max3[T], maxRows[T])})
}

func minRows[T Real](acc, src []T) { vector.Min(acc, acc, src) }

func maxRows[T Real](acc, src []T) { vector.Max(acc, acc, src) }

// extremeBool looks for the one value that decides: false for Min, true for Max.
func extremeBool(op string, a *Array[bool], axes []int) *Array[bool] {
	checkChoice(op, a, axes)
	if op == "Max" {
		return reduce(op, a, axes, reducer[bool, bool]{run: vector.AnyNonzero[bool], rows: orRows, join: orRows, lift: copyRow[bool], free: true})
	}
	return reduce(op, a, axes, reducer[bool, bool]{run: allNonzero[bool], rows: andRows, join: andRows, lift: copyRow[bool], free: true})
}

// Any returns whether any element over the given axes, none meaning all, is not zero; NaN counts as not zero. The axes
// disappear. It panics if an axis is out of range or given twice. NumPy: any.
func (a *Array[T]) Any(axes ...int) *Array[bool] {
	if a.Size() == 0 {
		return emptyFold("Any", a.shape, axes, false)
	}
	if len(axes) > 0 && a.Size() > leafRun {
		// The bits of elements joined are those of 0 or -0 if all are.
		return NotEqual(reduce("Any", a, axes, reducer[T, T]{run: joinRun(one[T]()), rows: joinRows[T], join: joinRows[T], lift: copyRow[T], free: true, done: allNonzero[T]}), Scalar(zeros[T]()[0]))
	}
	return reduce("Any", a, axes, reducer[T, bool]{run: vector.AnyNonzero[T], rows: foldNonzero[T](orRows), join: orRows, lift: convertRun[bool, T], free: true})
}

// joinRun returns a function that returns zero if all elements are, else unit.
func joinRun[T Element](unit T) func(s []T) T {
	return func(s []T) T {
		if vector.AnyNonzero(s) {
			return unit
		}
		return zeros[T]()[0]
	}
}

// joinRows joins the bits of elements.
func joinRows[T Element](acc, src []T) {
	a := vector.Bytes(acc)
	vector.Or(a, a, vector.Bytes(src[:len(acc)]))
}

// foldNonzero returns a function that folds rows by whether elements are not zero.
func foldNonzero[T Element](fold func(acc, row []bool)) func(acc []bool, src []T) {
	if rows, ok := any(fold).(func([]bool, []T)); ok {
		return rows
	}
	return func(acc []bool, src []T) {
		var nonzero [blockLen]bool
		for len(acc) > 0 {
			n := min(blockLen, len(acc))
			vector.NotEqual(nonzero[:n], src[:n], zeros[T]())
			fold(acc[:n], nonzero[:n])
			acc, src = acc[n:], src[n:]
		}
	}
}

// zeroBlock is as many zeros as a block of any type has.
var zeroBlock [blockLen]complex128

func zeros[T Element]() []T {
	return unsafe.Slice((*T)(unsafe.Pointer(&zeroBlock)), blockLen)
}

// allNonzero tells whether no element is zero.
func allNonzero[T Element](s []T) bool {
	var equal [blockLen]bool
	for len(s) > 0 {
		n := min(blockLen, len(s))
		vector.Equal(equal[:n], s[:n], zeros[T]())
		if vector.AnyNonzero(equal[:n]) {
			return false
		}
		s = s[n:]
	}
	return true
}

func noneTrue(s []bool) bool { return !vector.AnyNonzero(s) }

func orRows(acc, src []bool) { orBlock(acc, acc, src) }

func andRows(acc, src []bool) { andBlock(acc, acc, src) }

// All returns whether all elements over the given axes, none meaning all, are not zero. It is a function because the
// method a.All is the iterator, as in Go's own containers. The axes disappear. It panics if an axis is out of range or
// given twice. NumPy: all.
func All[T Element](a *Array[T], axes ...int) *Array[bool] {
	if a.Size() == 0 {
		return emptyFold("All", a.shape, axes, true)
	}
	if len(axes) > 0 && a.Size() > leafRun {
		switch a := any(a).(type) {
		case *Array[bool]:
			return allPositive(asUnsigned[uint8](a), axes)
		case *Array[int8]:
			return allPositive(asUnsigned[uint8](a), axes)
		case *Array[uint8]:
			return allPositive(a, axes)
		case *Array[int16]:
			return allPositive(asUnsigned[uint16](a), axes)
		case *Array[uint16]:
			return allPositive(a, axes)
		case *Array[int32]:
			return allPositive(asUnsigned[uint32](a), axes)
		case *Array[uint32]:
			return allPositive(a, axes)
		}
	}
	return reduce("All", a, axes, reducer[T, bool]{run: allNonzero[T], rows: foldNonzero[T](andRows), join: andRows, lift: convertRun[bool, T], free: true, done: noneTrue})
}

// allPositive is All for integers without sign: the least of them is not zero, which one instruction finds out.
func allPositive[T uint8 | uint16 | uint32](a *Array[T], axes []int) *Array[bool] {
	return NotEqual(reduce("All", a, axes, reducer[T, T]{run: vector.MinOf[T], rows: minRows[T], join: minRows[T], lift: copyRow[T], free: true, many: byThree(vector.Min3[T], minRows[T])}), Scalar[T](0))
}

// asUnsigned returns a view of the same memory as integers of the same size.
func asUnsigned[U uint8 | uint16 | uint32, T Element](a *Array[T]) *Array[U] {
	v := &Array[U]{shape: a.shape, strides: a.strides, offset: a.offset}
	v.data = unsafe.Slice((*U)(unsafe.Pointer(unsafe.SliceData(a.data))), len(a.data))
	return v
}

// CountNonzero returns how many elements over the given axes, none meaning all, are not zero or false. The axes
// disappear. It panics if an axis is out of range or given twice. NumPy: count_nonzero.
func CountNonzero[T Element](a *Array[T], axes ...int) *Array[int] {
	defer named("CountNonzero")
	return SumAs[int](Cast[bool](a), axes...)
}

// Argmin returns the index, along one axis, of each first least element; without an axis, its place among all elements
// in row-major order. The first NaN wins. It panics as Min does. The axis disappears. NumPy: argmin.
func (a *Array[T]) Argmin(axis ...int) *Array[int] { return argExtreme("Argmin", a, axis) }

// Argmax returns the index of each first greatest element, as Argmin does of the least. It panics as Min does. NumPy:
// argmax.
func (a *Array[T]) Argmax(axis ...int) *Array[int] { return argExtreme("Argmax", a, axis) }

func argExtreme[T Element](op string, a *Array[T], axis []int) *Array[int] {
	if len(axis) > 1 {
		fail(op, "%d axes %v, want one or none", len(axis), axis)
	}
	checkChoice(op, a, axis)
	return anyFirstExtremes(op, a, axis)
}

// anyFirstExtremes is firstExtremes for any element type.
func anyFirstExtremes(op string, a Untyped, axis []int) *Array[int] {
	switch a := a.(type) {
	case *Array[bool]:
		return firstExtremes(op, Cast[uint8](a), axis)
	case *Array[int]:
		return firstExtremes(op, a, axis)
	case *Array[int8]:
		return firstExtremes(op, a, axis)
	case *Array[int16]:
		return firstExtremes(op, a, axis)
	case *Array[int32]:
		return firstExtremes(op, a, axis)
	case *Array[int64]:
		return firstExtremes(op, a, axis)
	case *Array[uint]:
		return firstExtremes(op, a, axis)
	case *Array[uint8]:
		return firstExtremes(op, a, axis)
	case *Array[uint16]:
		return firstExtremes(op, a, axis)
	case *Array[uint32]:
		return firstExtremes(op, a, axis)
	case *Array[uint64]:
		return firstExtremes(op, a, axis)
	case *Array[float32]:
		return firstExtremes(op, a, axis)
	case *Array[float64]:
		return firstExtremes(op, a, axis)
	}
	fail(op, "%s numbers have no order; use Modulus, or the parts", a.DType())
	return nil
}

// firstExtremes returns the index along an axis, or in row-major order, of each first extreme element.
func firstExtremes[T Real](op string, a *Array[T], axis []int) *Array[int] {
	least := op == "Argmin"
	if a.Size() <= blockLen && a.IsContiguous() {
		return smallExtremes(op, a, axis, least)
	}
	var rows *Array[T]
	var kept []int
	if len(axis) == 1 {
		k := checkAxis(op, axis[0], a.shape)
		if last := len(a.shape) - 1; a.strides[last] != 1 && a.shape[last] >= 8 && max(a.strides[last], -a.strides[last]) < max(a.strides[k], -a.strides[k]) {
			a = a.Copy() // whose rows argLanes compares in place
		}
		rows = a.MoveAxis(k, -1)
		kept = rows.shape[:len(a.shape)-1]
	} else {
		rows = a.Ravel()
	}
	out := allocate[int](kept)
	if len(out.data) == 0 {
		return out
	}
	n := rows.shape[len(rows.shape)-1]
	if lane := slices.Index(rows.strides[:len(kept)], 1); lane >= 0 && kept[lane] >= 8 && rows.strides[len(kept)] != 1 {
		argLanes(out, rows, lane, least)
		return out
	}
	if len(out.data) > 1 && !rows.IsContiguous() {
		rows = rows.Copy() // in tiles, which costs less than to gather each row
	}
	if rows.IsContiguous() {
		values := rows.run()
		parallel(len(out.data), 1+blockLen/n, len(values), func(lo, hi int) {
			firstPlaces(out.data[lo:hi], values[lo*n:hi*n], n, least)
		})
		return out
	}
	c := newCursor(rows)
	out.data[0] = firstOf(&c, n, make([]T, min(n, blockLen)), least)
	return out
}

// firstPlaces finds the first least or greatest element of each row of n that follow each other.
func firstPlaces[T Real](places []int, rows []T, n int, least bool) {
	if least {
		vector.FirstMin(places, rows, n)
	} else {
		vector.FirstMax(places, rows, n)
	}
}

// smallExtremes is firstExtremes for a few adjacent elements.
func smallExtremes[T Real](op string, a *Array[T], axis []int, least bool) *Array[int] {
	s, n, inner := a.run(), a.Size(), 1
	kept := make([]int, 0, inlineRank)
	if len(axis) == 1 {
		k := checkAxis(op, axis[0], a.shape)
		kept = append(append(kept, a.shape[:k]...), a.shape[k+1:]...)
		n, inner = a.shape[k], sizeOf(a.shape[k+1:])
	}
	out := allocate[int](kept)
	if inner == 1 && len(out.data) > 0 {
		firstPlaces(out.data, s, n, least)
		return out
	}
	for i := range out.data {
		at := i/inner*inner*n + i%inner
		best, place := s[at], 0
		for j := 1; j < n && best == best; j++ {
			if v := s[at+j*inner]; v > best && !least || v < best && least || v != v {
				best, place = v, j
			}
		}
		out.data[i] = place
	}
	return out
}

// argLanes is firstExtremes where elements of neighbouring results, along a kept axis, lie side by side.
func argLanes[T Real](out *Array[int], rows *Array[T], lane int, least bool) {
	last := len(rows.shape) - 1
	width := min(blockLen, rows.shape[lane])
	strips := (rows.shape[lane] + width - 1) / width
	shape, steps, outSteps := slices.Clone(out.shape), slices.Clone(rows.strides[:last]), slices.Clone(out.strides)
	shape[lane] = 1
	shape, steps, outSteps = append(shape, strips), append(steps, width), append(outSteps, width*out.strides[lane])
	parallel(sizeOf(shape), 1, rows.Size(), func(lo, hi int) {
		best, places, behind := make([]T, width), make([]int, width), make([]bool, width)
		from, to := cursor[T]{axes: mergeAxes(shape, steps), at: rows.offset}, cursor[int]{axes: mergeAxes(shape, outSteps)}
		from.seek(lo)
		to.seek(lo)
		for i := lo; i < hi; i++ {
			n := min(width, rows.shape[lane]-i%strips*width)
			argRows(best[:n], places[:n], behind[:n], rows.data, from.at, rows.shape[last], rows.strides[last], least)
			scatter(out.data, to.at, out.strides[lane], places[:n])
			from.skip(1)
			to.skip(1)
		}
	})
}

// argRows finds, for each element of rows that lie a stride apart, the first one at data[at], in which of n rows its first extreme
// stands.
func argRows[T Real](best []T, places []int, behind []bool, data []T, at, n, stride int, least bool) {
	copy(best, data[at:])
	clear(places)
	check := lookout(n * len(best))
	for j := 1; j < n; j++ {
		check()
		at += stride
		row := data[at : at+len(best)]
		if least {
			vector.LessEqual(behind, best, row)
		} else {
			vector.LessEqual(behind, row, best)
		}
		// What is not behind is new, or there is a NaN on either side; the first NaN stays.
		for i := 0; i < len(best); i++ {
			next := bytes.IndexByte(vector.Bytes(behind[i:]), 0)
			if next < 0 {
				break
			}
			if i += next; best[i] == best[i] {
				best[i], places[i] = row[i], j
			}
		}
	}
}

// firstOf reads n elements and returns the index of the first least or greatest one, or of the first NaN.
func firstOf[T Real](c *cursor[T], n int, scratch []T, least bool) int {
	var best T
	var place [1]int
	at, check := -1, lookout(n)
	for done := 0; done < n; {
		check()
		block := c.read(min(len(scratch), n-done), scratch)
		firstPlaces(place[:], block, len(block), least)
		switch v := block[place[0]]; {
		case v != v:
			return done + place[0]
		case at < 0 || least && v < best || !least && v > best:
			best, at = v, done+place[0]
		}
		done += len(block)
	}
	return at
}
