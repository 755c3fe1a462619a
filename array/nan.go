// This file holds reductions that leave NaN out, for data with gaps.

package array

import "math"

// NanSum returns the sums of the elements that are not NaN over the given axes, none meaning all; 0 if there are none.
// NumPy: nansum.
func NanSum[T Float](a *Array[T], axes ...int) *Array[T] {
	return replaceNaN(a, 0).Sum(axes...)
}

// NanMean returns the means of the elements that are not NaN over the given axes, none meaning all; NaN if there are none.
// NumPy: nanmean.
func NanMean[T Float](a *Array[T], axes ...int) *Array[T] {
	return Div(NanSum(a, axes...), countNumbers(a, axes))
}

// NanVar returns the variances of the elements that are not NaN over the given axes, none meaning all, divided by their
// number; NaN if there are none. NumPy: nanvar.
func NanVar[T Float](a *Array[T], axes ...int) *Array[T] {
	over := checkAxes("NanVar", axes, a.shape)
	if len(over) == 0 {
		over = allAxes(len(a.shape))
	}
	distance := Sub(a, NanMean(a, over...).ExpandDims(over...))
	MulInto(distance, distance, distance)
	return NanMean(distance, over...)
}

// NanStd returns the square roots of NanVar. NumPy: nanstd.
func NanStd[T Float](a *Array[T], axes ...int) *Array[T] { return Sqrt(NanVar(a, axes...)) }

// NanMin returns the least elements that are not NaN over the given axes, none meaning all; NaN if there are none. It panics
// if there are no elements. NumPy: nanmin.
func NanMin[T Float](a *Array[T], axes ...int) *Array[T] {
	return nanExtreme("NanMin", a, axes, math.Inf(1))
}

// NanMax returns the greatest elements that are not NaN, as NanMin does the least. NumPy: nanmax.
func NanMax[T Float](a *Array[T], axes ...int) *Array[T] {
	return nanExtreme("NanMax", a, axes, math.Inf(-1))
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
