// This file lets a result take the place of an operand that nobody will look at again, as NumPy does with the
// temporaries of an expression: it is in the cache, while new memory is in none.

package array

import "slices"

// Temporary marks a as a value that is not used again once the next operation has read it, and returns a. The element by
// element operations behind the operators may then write their result, which is the same to the bit, into a's memory. Mark
// only new results, such as the inner one here:
//
//	y := array.Add(array.Mul(a, b).Temporary(), c)
//
// In a cell, a*b + c does so by itself. A read-only array is not marked, nor is a Writable view whose elements overlap.
func (a *Array[T]) Temporary() *Array[T] {
	a.temporary = !a.readonly && !a.overlaps
	return a
}

// overTemporary is apply2 with its new result in place of a temporary operand; nil if none of the two can be replaced: it
// must have the type, the shape and the layout that the new result would have.
func overTemporary[R, A, B Element](op string, a *Array[A], b *Array[B], shape []int, f func(dst []R, a []A, b []B)) *Array[R] {
	order, other := memoryOrder(shape, stretch(op, a, shape).strides, stretch(op, b, shape).strides, nil)
	if !other {
		order = nil
	}
	dst := replaceable[R](a, shape, order)
	if dst == nil {
		dst = replaceable[R](b, shape, order)
	}
	if dst == nil {
		return nil
	}
	return apply2(op, dst, a, b, f)
}

// overTemporary1 is overTemporary for one operand.
func overTemporary1[R, A Element](op string, a *Array[A], f func(dst []R, a []A)) *Array[R] {
	order, other := memoryOrder(a.shape, a.strides, nil, nil)
	if !other {
		order = nil
	}
	dst := replaceable[R](a, a.shape, order)
	if dst == nil {
		return nil
	}
	return apply(op, dst, a, f)
}

// replaceable returns a, no longer a temporary, if it lies as a new result of the shape with this order of axes does.
func replaceable[R, A Element](a *Array[A], shape, order []int) *Array[R] {
	dst, same := any(a).(*Array[R])
	if !same || !a.temporary || len(a.data) != a.Size() || !slices.Equal(a.shape, shape) {
		return nil
	}
	if order != nil {
		a = a.Transpose(order...)
	}
	if !a.IsContiguous() {
		return nil
	}
	dst.temporary = false
	return dst
}
