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

// SymmetricDifference returns the distinct elements that only one of a and b has, in rising order. NumPy: setxor1d.
func SymmetricDifference[T Real](a, b *Array[T]) *Array[T] {
	return Union(Difference(a, b), Difference(b, a))
}

// UniqueAll returns the distinct elements in rising order, where the first of each stands in row-major order, and how often
// each occurs; and, in a's shape, which of them each element is: Take(values, inverse, 0) is a. All NaN count as one. NumPy:
// unique_all.
func UniqueAll[T Real](a *Array[T]) (values *Array[T], first, inverse, counts *Array[int]) {
	elements := a.Values()
	distinct, places, count := []T{}, []int{}, []int{}
	inverse = unwritten[int](a.shape)
	check := lookout(len(elements))
	for i, place := range Argsort(wrap(elements, []int{len(elements)})).data {
		check()
		x := elements[place]
		if i == 0 || compareNaNLast(x, distinct[len(distinct)-1]) != 0 {
			distinct, places, count = append(distinct, x), append(places, place), append(count, 0)
		}
		count[len(count)-1]++
		inverse.data[place] = len(distinct) - 1
	}
	shape := []int{len(distinct)}
	return wrap(distinct, shape), wrap(places, shape), inverse, wrap(count, shape)
}

// UniqueRows returns the distinct rows of a matrix, sorted by the first column, then by the second, and so on. It
// panics if a is not a matrix. NumPy: unique with axis=0.
func UniqueRows[T Real](a *Array[T]) *Array[T] {
	checkMatrix("UniqueRows", a)
	rows := a.Rows()
	slices.SortFunc(rows, compareRows[T])
	rows = slices.CompactFunc(rows, func(x, y []T) bool { return compareRows(x, y) == 0 })
	out := unwritten[T]([]int{len(rows), a.shape[1]})
	for i, row := range rows {
		copy(out.data[i*a.shape[1]:], row)
	}
	return out
}

func compareRows[T Real](x, y []T) int { return slices.CompareFunc(x, y, compareNaNLast[T]) }
