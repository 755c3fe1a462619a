// This file makes arrays from rules: ranges, grids, identity, other arrays' shapes, and nested slices.

package array

import (
	"iter"
	"math"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// Eye returns the n by n identity matrix. It panics if n is negative. NumPy: eye.
func Eye[T Element](n int) *Array[T] {
	checkShape("Eye", []int{n, n})
	a := allocate[T]([]int{n, n})
	for i := 0; i < n; i++ {
		a.data[i*(n+1)] = one[T]()
	}
	return a
}

// Arange returns start, start+step, ... before stop; each element is start + i·step, so that errors do not add up. It
// panics if step is 0, if one of the three is NaN, or if there are more elements than memory can address. NumPy:
// arange.
func Arange[T Real](start, stop, step T) *Array[T] {
	n := arangeLength(start, stop, step)
	checkShape("Arange", []int{n})
	a := allocate[T]([]int{n})
	watched(n, func(lo, hi int) {
		for i := range a.data[lo:hi] {
			a.data[lo+i] = start + T(T(lo+i)*step)
		}
	})
	return a
}

// arangeLength counts the elements of Arange, in integers where T is one.
func arangeLength[T Real](start, stop, step T) int {
	if step == 0 || step != step {
		fail("Arange", "step is %v", step)
	}
	if start != start || stop != stop {
		fail("Arange", "there are no steps from %v to %v", start, stop)
	}
	if (step > 0) != (start < stop) || start == stop {
		return 0
	}
	if !isInteger[T]() {
		n := math.Ceil((float64(stop) - float64(start)) / float64(step))
		if !(n < maxElements) {
			fail("Arange", "%v to %v in steps of %v has %v elements", start, stop, step, n)
		}
		return int(n)
	}
	distance, pace := uint64(stop)-uint64(start), uint64(step)
	if step < 0 {
		distance, pace = -distance, -pace
	}
	n := (distance-1)/pace + 1
	if n > maxElements {
		fail("Arange", "%v to %v in steps of %v has %d elements", start, stop, step, n)
	}
	return int(n)
}

// Linspace returns n evenly spaced numbers from lo to hi, both included. The shape is (n,); a single number is lo. It
// panics if n is negative. NumPy: linspace.
func Linspace(lo, hi float64, n int) *Array[float64] {
	checkShape("Linspace", []int{n})
	a := allocate[float64]([]int{n})
	step := (hi - lo) / float64(max(n-1, 1))
	watched(n, func(first, end int) {
		for i := range a.data[first:end] {
			a.data[first+i] = lo + float64(float64(first+i)*step) // rounded twice on every machine
		}
	})
	if n > 1 {
		a.data[n-1] = hi
	}
	return a
}

// Logspace returns n numbers spaced evenly on a logarithmic scale, from 10 to the power lo to 10 to the power hi. It
// panics if n is negative. NumPy: logspace.
func Logspace(lo, hi float64, n int) *Array[float64] {
	defer named("Logspace")
	return Pow(Scalar(10.0), Linspace(lo, hi, n))
}

// Geomspace returns n numbers from lo to hi, both included, each the same multiple of the one before. It panics if one
// of the two is 0 or NaN, their signs differ, or n is negative. NumPy: geomspace.
func Geomspace(lo, hi float64, n int) *Array[float64] {
	defer named("Geomspace")
	if !(lo < 0 && hi < 0 || lo > 0 && hi > 0) {
		fail("Geomspace", "there is no factor that leads from %v to %v", lo, hi)
	}
	sign := math.Copysign(1, lo)
	out := Mul(Pow(Scalar(10.0), Linspace(elementary.Log10(lo*sign), elementary.Log10(hi*sign), n)), Scalar(sign))
	if n > 0 {
		out.data[0] = lo
	}
	if n > 1 {
		out.data[n-1] = hi
	}
	return out
}

// FromFunction returns an array of the given shape whose element at each index is f of the index, in row-major order.
// The index slice is reused: clone it to keep it. It panics as Full does. NumPy: fromfunction.
func FromFunction[T Element](f func(i []int) T, shape ...int) *Array[T] {
	checkShape("FromFunction", shape)
	a := allocate[T](shape)
	at := 0
	for i := range a.All() {
		a.data[at] = f(i)
		at++
	}
	return a
}

// ZerosLike returns a new array of zeros with a's shape. NumPy: zeros_like.
func ZerosLike[T Element](a *Array[T]) *Array[T] { return allocate[T](a.shape) }

// Meshgrid returns the coordinates of a grid: one array per axis, all of shape (len(a[0]), len(a[1]), ...), as
// read-only views that repeat the given 1-d arrays. It panics if one of them has not one axis. NumPy: meshgrid with
// indexing="ij" and copy=False.
func Meshgrid[T Element](axes ...*Array[T]) []*Array[T] {
	shape := make([]int, len(axes))
	for k, a := range axes {
		if len(a.shape) != 1 {
			fail("Meshgrid", "operand %d has shape %s, want one axis", k, shapeText(a.shape))
		}
		shape[k] = a.shape[0]
	}
	checkShape("Meshgrid", shape)
	out := make([]*Array[T], len(axes))
	for k, a := range axes {
		strides := make([]int, len(axes))
		strides[k] = a.strides[0]
		v := a.view(shape, strides, a.offset)
		v.shape = v.Shape()
		v.readonly = true
		out[k] = v
	}
	return out
}

// FromRows returns a new matrix, of shape (len(rows), len(rows[0])), with a copy of the given rows. It panics if they are
// not equally long. Rows gives them back. NumPy: array(rows).
func FromRows[T Element](rows [][]T) *Array[T] {
	columns := 0
	if len(rows) > 0 {
		columns = len(rows[0])
	}
	checkShape("FromRows", []int{len(rows), columns})
	a := allocate[T]([]int{len(rows), columns})
	for i, row := range rows {
		if len(row) != columns {
			fail("FromRows", "row %d has %d elements, row 0 has %d", i, len(row), columns)
		}
		copy(a.data[i*columns:], row)
	}
	return a
}

// Rows returns a copy of a matrix as a slice of rows. It panics if a is not a matrix. NumPy: tolist.
func (a *Array[T]) Rows() [][]T {
	if len(a.shape) != 2 {
		fail("Rows", "shape %s has rank %d, want 2", shapeText(a.shape), len(a.shape))
	}
	values, n := a.Values(), a.shape[1]
	out := make([][]T, a.shape[0])
	for i := range out {
		out[i] = values[i*n : (i+1)*n : (i+1)*n]
	}
	return out
}

// All returns an iterator over indices and elements in row-major order. The index slice is reused: clone it to keep it.
func (a *Array[T]) All() iter.Seq2[[]int, T] {
	return func(yield func([]int, T) bool) {
		index, at := make([]int, len(a.shape)), a.offset
		check := lookout(a.Size())
		for range a.Size() {
			check()
			if !yield(index, a.data[at]) {
				return
			}
			for k := len(index) - 1; k >= 0; k-- {
				index[k]++
				at += a.strides[k]
				if index[k] < a.shape[k] {
					break
				}
				at -= a.strides[k] * a.shape[k]
				index[k] = 0
			}
		}
	}
}
