// This file reads and writes elements whose places are given by numbers.

package array

import "slices"

// UnravelIndex returns the index, in an array of the given shape, of the element with row-major number i: what makes of an
// Argmax over all elements an index for At. Negative numbers count from the end. It panics if there is no such element. NumPy:
// unravel_index.
func UnravelIndex(i int, shape ...int) []int {
	n := checkShape("UnravelIndex", shape)
	if i < -n || i >= n {
		fail("UnravelIndex", "number %d is out of range for shape %s of %d elements", i, shapeText(shape), n)
	}
	if i < 0 {
		i += n
	}
	index := make([]int, len(shape))
	for k := len(shape) - 1; k >= 0; k-- {
		index[k] = i % shape[k]
		i /= shape[k]
	}
	return index
}

// RavelIndex returns the row-major number of the element at an index in an array of the given shape, the inverse of
// UnravelIndex. Negative indices count from the end of their axis. It panics if there is no such element. NumPy:
// ravel_multi_index.
func RavelIndex(index []int, shape ...int) int {
	checkShape("RavelIndex", shape)
	if len(index) != len(shape) {
		fail("RavelIndex", "%d indices %v for shape %s", len(index), index, shapeText(shape))
	}
	n := 0
	for k, i := range index {
		n = n*shape[k] + checkIndex("RavelIndex", i, k, shape)
	}
	return n
}

// Put stores v in the entries of an axis of a with the given indices, which may be negative: what Take reads. v
// broadcasts to the shape that Take would return; of values for the same entry the last stays. It panics if an index or
// the axis is out of range, if v does not broadcast, or if a is read-only. NumPy: a[..., indices, ...] = v.
func Put[T Element](a *Array[T], indices *Array[int], v *Array[T], axis int) {
	eachEntry("Put", a, indices, v, axis, func(at *T, v T) { *at = v }, Assign[T])
}

// AddAt adds v to the entries of an axis of a with the given indices, which may be negative. v broadcasts to the shape
// that Take would return; values for the same entry add up, which makes sums of groups. It panics if an index or the
// axis is out of range, if v does not broadcast, or if a is read-only. NumPy: add.at, and bincount with weights.
func AddAt[T Number](a *Array[T], indices *Array[int], v *Array[T], axis int) {
	eachEntry("AddAt", a, indices, v, axis, func(at *T, v T) { *at += v }, func(entry, v *Array[T]) { AddInto(entry, entry, v) })
}

// eachEntry calls f with the entry of a for each index and the part of v that belongs to it, or one for single elements. All
// indices are checked first.
func eachEntry[T Element](op string, a *Array[T], indices *Array[int], v *Array[T], axis int, one func(at *T, v T), f func(entry, v *Array[T])) {
	a.mustWrite(op)
	k := checkAxis(op, axis, a.shape)
	places := checkedPlaces(op, indices, k, a.shape)
	v = stretch(op, v, slices.Concat(a.shape[:k], indices.shape, a.shape[k+1:]))
	if mayOverlap(a, v) {
		v = v.Copy()
	}
	if len(a.shape) == 1 {
		values := flat(v)
		watched(len(values), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				one(&a.data[a.offset+places[i]*a.strides[0]], values[i])
			}
		})
		return
	}
	v = v.Reshape(slices.Concat(a.shape[:k], []int{len(places)}, a.shape[k+1:])...)
	check := lookout(v.Size())
	for i, at := range places {
		check()
		f(a.narrowAxis(k, at, 1), v.narrowAxis(k, i, 1))
	}
}

// checkedPlaces returns the elements of indices, counted from the start of axis k.
func checkedPlaces(op string, indices *Array[int], k int, shape []int) []int {
	places := indices.Values()
	watched(len(places), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			places[i] = checkIndex(op, places[i], k, shape)
		}
	})
	return places
}

// PutAlong stores v, broadcast to the shape of indices, in the elements that TakeAlong reads: for each row of an axis,
// at the indices in the same row of indices, which may be negative. It panics if an index or the axis is out of range,
// if the other lengths of indices are not a's, if v does not broadcast, or if a is read-only. NumPy: put_along_axis.
func PutAlong[T Element](a *Array[T], indices *Array[int], v *Array[T], axis int) {
	a.mustWrite("PutAlong")
	k := checkAlong("PutAlong", a, indices, axis)
	v = stretch("PutAlong", v, indices.shape)
	if mayOverlap(a, v) {
		v = v.Copy()
	}
	if mayOverlap(a, indices) {
		indices = indices.Copy()
	}
	eachAlong("PutAlong", a, indices, k, func(int) {})
	values := flat(v)
	number := 0
	eachAlong("PutAlong", a, indices, k, func(p int) {
		a.data[p] = values[number]
		number++
	})
}

// TakeAlong returns, for each row of an axis, the elements at the indices in the same row of indices, whose other
// lengths are a's: what sorts a by Argsort. Indices may be negative. The shape is that of indices. It panics if an
// index or the axis is out of range, or if the other lengths differ. NumPy: take_along_axis.
func TakeAlong[T Element](a *Array[T], indices *Array[int], axis int) *Array[T] {
	k := checkAlong("TakeAlong", a, indices, axis)
	out := unwritten[T](indices.shape)
	number := 0
	eachAlong("TakeAlong", a, indices, k, func(p int) {
		out.data[number] = a.data[p]
		number++
	})
	return out
}

// checkAlong panics unless indices differ from a on one axis at most, which it returns.
func checkAlong[T Element](op string, a *Array[T], indices *Array[int], axis int) int {
	k := checkAxis(op, axis, a.shape)
	shape := a.Shape()
	if len(indices.shape) != len(shape) {
		fail(op, "indices of shape %s for shape %s", shapeText(indices.shape), shapeText(a.shape))
	}
	shape[k] = indices.shape[k]
	if !slices.Equal(shape, indices.shape) {
		fail(op, "indices of shape %s for shape %s differ on an axis other than %d", shapeText(indices.shape), shapeText(a.shape), k)
	}
	return k
}

// eachAlong calls f with where in a's buffer the element of each index lies, in row-major order of indices.
func eachAlong[T Element](op string, a *Array[T], indices *Array[int], k int, f func(p int)) {
	n, step := a.shape[k], a.strides[k]
	others := slices.Clone(a.strides)
	others[k] = 0
	rows := newCursor(a.view(indices.shape, others, a.offset))
	places := newInput(indices, 0)
	check := lookout(indices.Size())
	for left := indices.Size(); left > 0; {
		check()
		m := places.limit(min(left, watchedElements))
		for _, i := range places.next(m) {
			if uint(i) >= uint(n) {
				i = checkIndex(op, i, k, a.shape)
			}
			f(rows.at + i*step)
			rows.skip(1)
		}
		left -= m
	}
}
