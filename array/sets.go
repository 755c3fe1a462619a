// This file treats arrays as sets of their elements.

package array

import "slices"

// IsIn returns where the elements of a occur among those of set; NaN does not occur. NumPy: isin.
func IsIn[T Real](a, set *Array[T]) *Array[bool] {
	sorted := Unique(set).data
	return Map(a, func(v T) bool {
		_, found := slices.BinarySearchFunc(sorted, v, compareNaNLast[T])
		return found && v == v
	})
}

// Union returns the distinct elements of a and b together, in rising order. NumPy: union1d.
func Union[T Real](a, b *Array[T]) *Array[T] {
	return Unique(Concat(0, a.Ravel(), b.Ravel()))
}

// Intersect returns the distinct elements that a and b have both, in rising order. NumPy: intersect1d.
func Intersect[T Real](a, b *Array[T]) *Array[T] {
	x := Unique(a)
	return Mask(x, IsIn(x, b))
}

// Difference returns the distinct elements of a that b does not have, in rising order. NumPy: setdiff1d.
func Difference[T Real](a, b *Array[T]) *Array[T] {
	x := Unique(a)
	return Mask(x, Not(IsIn(x, b)))
}
