// This file holds reductions that leave NaN out, for data with gaps.

package array

import (
	"math"
	"sort"
)

// NanSum returns the sums of the elements that are not NaN over the given axes, none meaning all; 0 if there are none.
// It panics if an axis is out of range or given twice. NumPy: nansum.
func NanSum[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanSum")
	return replaceNaN(a, 0).Sum(axes...)
}

// NanMean returns the means of the elements that are not NaN over the given axes, none meaning all; NaN if there are
// none. It panics if an axis is out of range or given twice. NumPy: nanmean.
func NanMean[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanMean")
	return Div(NanSum(a, axes...), countNumbers(a, axes))
}

// NanVar returns the variances of the elements that are not NaN over the given axes, none meaning all, divided by their
// number; NaN if there are none. It panics if an axis is out of range or given twice. NumPy: nanvar.
func NanVar[T Float](a *Array[T], axes ...int) *Array[T] {
	over := checkAxes("NanVar", axes, a.shape)
	if len(over) == 0 {
		over = allAxes(len(a.shape))
	}
	distance := Sub(a, NanMean(a, over...).ExpandDims(over...))
	MulInto(distance, distance, distance) // NaN, too, where elements are infinite
	numbers := Equal(a, a)
	WhereInto(distance, numbers, distance, Scalar[T](0))
	return Div(distance.Sum(over...), Cast[T](CountNonzero(numbers, over...)))
}

// NanStd returns the square roots of NanVar. It panics as NanVar does. NumPy: nanstd.
func NanStd[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanStd")
	return Sqrt(NanVar(a, axes...))
}

// NanMin returns the least elements that are not NaN over the given axes, none meaning all; NaN if there are none. It panics
// if there are no elements. NumPy: nanmin.
func NanMin[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanMin")
	return nanExtreme("NanMin", a, axes, math.Inf(1))
}

// NanMax returns the greatest elements that are not NaN, as NanMin does the least. It panics as NanMin does. NumPy:
// nanmax.
func NanMax[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanMax")
	return nanExtreme("NanMax", a, axes, math.Inf(-1))
}

// NanArgmin returns the index, along one axis, of each first least element that is not NaN; without an axis, its place among
// all elements in row-major order. It panics if there is none. NumPy: nanargmin.
func NanArgmin[T Float](a *Array[T], axis ...int) *Array[int] {
	return nanArgExtreme("NanArgmin", a, axis, func(v, best T) bool { return v < best })
}

// NanArgmax returns the index of each first greatest element that is not NaN, as NanArgmin does of the least. It panics
// as NanArgmin does. NumPy: nanargmax.
func NanArgmax[T Float](a *Array[T], axis ...int) *Array[int] {
	return nanArgExtreme("NanArgmax", a, axis, func(v, best T) bool { return v > best })
}

func nanArgExtreme[T Float](op string, a *Array[T], axis []int, better func(v, best T) bool) *Array[int] {
	out, rows := rowsOf[int](op, a, axis)
	for i := range out.data {
		place := -1
		row := rows[i]
		watched(len(row), func(lo, hi int) {
			for j, v := range row[lo:hi] {
				if v == v && (place < 0 || better(v, row[place])) {
					place = lo + j
				}
			}
		})
		if place < 0 {
			fail(op, "shape %s has a row of NaN only, or of nothing, to choose from", shapeText(a.shape))
		}
		out.data[i] = place
	}
	return out
}

// rowsOf returns an array for the results over one axis, or all if none is given, and copies of the elements for each of them.
func rowsOf[R, T Element](op string, a *Array[T], axis []int) (out *Array[R], rows [][]T) {
	if len(axis) == 0 {
		a, axis = a.Ravel(), []int{0}
	}
	k := sortAxis(op, axis, a.shape)
	moved := a.MoveAxis(k, -1)
	out = unwritten[R](moved.shape[:len(a.shape)-1])
	values, n := moved.Values(), a.shape[k]
	rows = make([][]T, len(out.data))
	for i := range rows {
		rows[i] = values[i*n : (i+1)*n]
	}
	return out, rows
}

// NanQuantile returns what Quantile does of the elements that are not NaN; NaN if there are none. It panics unless q is
// from 0 to 1, and if the axis is out of range. NumPy: nanquantile, and nanpercentile of 100·q.
func NanQuantile[T Float](a *Array[T], q float64, axis ...int) *Array[T] {
	checkFraction("NanQuantile", q)
	return nanQuantile("NanQuantile", a, q, axis)
}

// NanMedian returns the middle values of the elements that are not NaN, as NanQuantile of 0.5 does. It panics as
// NanQuantile does. NumPy: nanmedian.
func NanMedian[T Float](a *Array[T], axis ...int) *Array[T] {
	return nanQuantile("NanMedian", a, 0.5, axis)
}

func nanQuantile[T Float](op string, a *Array[T], q float64, axis []int) *Array[T] {
	out, rows := rowsOf[T](op, a, axis)
	check := lookout(len(rows))
	for i, row := range rows {
		check()
		sortRow(row, nil)
		n := sort.Search(len(row), func(i int) bool { return row[i] != row[i] })
		if n == 0 {
			out.data[i] = T(math.NaN())
			continue
		}
		lo, weight := Linear.place(q, n)
		out.data[i] = T(between(float64(row[lo]), float64(row[min(lo+1, n-1)]), weight))
	}
	return out
}

// NanProd returns the products of the elements that are not NaN over the given axes, none meaning all; 1 if there are
// none. It panics if an axis is out of range or given twice. NumPy: nanprod.
func NanProd[T Float](a *Array[T], axes ...int) *Array[T] {
	defer named("NanProd")
	return replaceNaN(a, 1).Prod(axes...)
}

func nanExtreme[T Float](op string, a *Array[T], axes []int, last float64) *Array[T] {
	checkChoice(op, a, axes)
	numbers := replaceNaN(a, T(last))
	out := numbers.Min(axes...)
	if last < 0 {
		out = numbers.Max(axes...)
	}
	return Where(All(IsNaN(a), axes...), Scalar(T(math.NaN())), out)
}

func replaceNaN[T Float](a *Array[T], v T) *Array[T] { return Where(IsNaN(a), Scalar(v), a) }

// countNumbers counts the elements that are not NaN.
func countNumbers[T Float](a *Array[T], axes []int) *Array[T] {
	return Cast[T](SumAs[int](Not(IsNaN(a)), axes...))
}

// NanToNum returns a copy with 0 for NaN and the greatest finite numbers of the type for infinities. NumPy: nan_to_num.
func NanToNum[T Float](a *Array[T]) *Array[T] {
	greatest := T(math.MaxFloat32)
	if v, ok := any(math.MaxFloat64).(T); ok {
		greatest = v
	}
	return Clip(replaceNaN(a, 0), -greatest, greatest)
}
