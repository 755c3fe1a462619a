// This file sorts and ranks elements.

package array

import (
	"cmp"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Sort returns a copy with the elements along an axis, the last if none is given, in rising order; NaN comes last. The
// shape stays. It panics if the axis is out of range. NumPy: sort.
func Sort[T Real](a *Array[T], axis ...int) *Array[T] {
	k := sortAxis("Sort", axis, a.shape)
	out := a.Copy()
	if n := out.shape[k]; n <= shortRow && len(out.data) <= inlineSize {
		sortSmall(out.data, n, out.strides[k])
		return out
	}
	return alongRows("Sort", a, axis, out, sortRow[T])
}

// shortRow is the length up to which rows are sorted by insertion.
const shortRow = 12

// sortSmall sorts rows of n elements, step apart, of an array of few elements.
func sortSmall[T Real](data []T, n, step int) {
	for first := range data {
		if first/step%n == 0 {
			sortShort(data[first:], n, step)
		}
	}
}

// sortShort sorts n elements that are step apart, -0 before 0 and NaN last.
func sortShort[T Real](data []T, n, step int) {
	for i := step; i < n*step; i += step {
		v, at := data[i], i
		for ; at > 0 && comesBefore(v, data[at-step]); at -= step {
			data[at] = data[at-step]
		}
		data[at] = v
	}
}

// comesBefore reports whether x stands before y in a sorted row.
func comesBefore[T Real](x, y T) bool {
	switch {
	case x < y:
		return true
	case x > y:
		return false
	case x == y:
		return isFloat[T]() && x == 0 && 1/x < 1/y
	}
	return x == x
}

// withoutNaN moves NaN to the end and returns the other elements.
func withoutNaN[T Real](row []T) []T {
	if !isFloat[T]() || len(row) == 0 {
		return row
	}
	if greatest := vector.MaxOf(row); greatest == greatest {
		return row
	}
	return row[:nanLast(row)]
}

// nanLast moves NaN to the end and returns the number of other elements.
func nanLast[T Real](row []T) int {
	n := 0
	for i, v := range row {
		if v == v {
			row[i], row[n] = row[n], row[i]
			n++
		}
	}
	return n
}

// alongRows applies f to the rows of an axis of out, which is row-major and ours, and returns it. f gets scratch as long as
// the row.
func alongRows[T Element](op string, a *Array[T], axis []int, out *Array[T], f func(row, scratch []T)) *Array[T] {
	k := sortAxis(op, axis, a.shape)
	n, step := out.shape[k], out.strides[k]
	if len(out.data) == 0 {
		return out
	}
	reserve[T]([]int{2, n})
	if step == 1 {
		parallel(len(out.data)/n, 1+blockLen/n, len(out.data), func(lo, hi int) {
			scratch := make([]T, n)
			for i := lo; i < hi; i++ {
				f(out.data[i*n:(i+1)*n], scratch)
			}
		})
		return out
	}
	rows := out.MoveAxis(k, -1)
	parallel(len(out.data)/n, 1+blockLen/n, len(out.data), func(lo, hi int) {
		c := newCursor(rows)
		c.seek(lo * n)
		w := c
		gathered, scratch := make([]T, n), make([]T, n)
		for range hi - lo {
			row := c.read(n, gathered)
			f(row, scratch)
			w.write(row)
		}
	})
	return out
}

// sortAxis returns the one axis given, or the last.
func sortAxis(op string, axis []int, shape []int) int {
	if len(axis) > 1 {
		fail(op, "%d axes %v, want one or none", len(axis), axis)
	}
	if len(axis) == 0 {
		return checkAxis(op, -1, shape)
	}
	return checkAxis(op, axis[0], shape)
}

// Argsort returns the indices that sort the elements along an axis, the last if none is given; equal elements keep
// their order, NaN comes last. The shape stays. It panics if the axis is out of range. NumPy: argsort with
// kind="stable".
func Argsort[T Real](a *Array[T], axis ...int) *Array[int] {
	k := sortAxis("Argsort", axis, a.shape)
	out := allocate[int](a.shape)
	n := a.shape[k]
	if len(out.data) == 0 {
		return out
	}
	reserve[uint64]([]int{4, n}) // the row, its order, and keys with places twice
	if out.strides[k] == 1 && a.IsContiguous() {
		values := a.run()
		parallel(len(values)/n, 1+blockLen/n, len(values), func(lo, hi int) {
			var scratch rankScratch
			for i := lo; i < hi; i++ {
				argsortRow(out.data[i*n:(i+1)*n], values[i*n:(i+1)*n], &scratch)
			}
		})
		return out
	}
	from, to := a.MoveAxis(k, -1), out.MoveAxis(k, -1)
	parallel(len(out.data)/n, 1+blockLen/n, len(out.data), func(lo, hi int) {
		c, w := newCursor(from), newCursor(to)
		c.seek(lo * n)
		w.seek(lo * n)
		gathered, order := make([]T, n), make([]int, n)
		var scratch rankScratch
		for range hi - lo {
			argsortRow(order, c.read(n, gathered), &scratch)
			w.write(order)
		}
	})
	return out
}

func compareNaNLast[T Real](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	}
	return -cmp.Compare(x, y) // which puts NaN first
}

// Unique returns the distinct elements in rising order under one axis; all NaN count as one. NumPy: unique.
func Unique[T Real](a *Array[T]) *Array[T] {
	values, _ := UniqueCounts(a)
	return values
}

// UniqueCounts returns what Unique does, and how often each element occurs. NumPy: unique_counts.
func UniqueCounts[T Real](a *Array[T]) (values *Array[T], counts *Array[int]) {
	v := a.Values()
	sortRow(v, nil)
	isNew := func(i int) bool { return i == 0 || v[i] != v[i-1] && (v[i] == v[i] || v[i-1] == v[i-1]) }
	n := 0
	watched(len(v), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			if isNew(i) {
				n++
			}
		}
	})
	values, counts = unwritten[T]([]int{n}), allocate[int]([]int{n})
	at := -1
	watched(len(v), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			if isNew(i) {
				at++
				values.data[at] = v[i]
			}
			counts.data[at]++
		}
	})
	return values, counts
}

// Bincount returns how often each of 0, 1, ..., max(a) occurs in a, or up to least-1 if that is more. It panics if an
// element is negative. NumPy: bincount.
func Bincount[T Integer](a *Array[T], least int) *Array[int] {
	checkShape("Bincount", []int{least})
	values := a.Values()
	n := least
	watched(len(values), func(lo, hi int) {
		most := n
		for _, v := range values[lo:hi] {
			if v < 0 {
				fail("Bincount", "element %v is negative", v)
			}
			if uint64(v) >= maxElements {
				fail("Bincount", "element %v is too large to count up to", v)
			}
			most = max(most, int(v)+1)
		}
		n = most
	})
	out := allocate[int]([]int{n})
	watched(len(values), func(lo, hi int) {
		for _, v := range values[lo:hi] {
			out.data[int(v)]++
		}
	})
	return out
}

// SearchSorted returns, for each element of v, where it would be put into sorted, an array of one axis in rising order,
// before any equal elements; Digitize puts it after them (side="right"). The shape is v's. It panics if sorted has not
// one axis. NumPy: searchsorted.
func SearchSorted[T Real](sorted, v *Array[T]) *Array[int] {
	if len(sorted.shape) != 1 {
		fail("SearchSorted", "shape %s has rank %d, want 1", shapeText(sorted.shape), len(sorted.shape))
	}
	list := sorted.Values()
	return Map(v, func(x T) int {
		i, _ := slices.BinarySearchFunc(list, x, compareNaNLast[T])
		return i
	})
}
