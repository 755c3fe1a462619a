// This file applies functions and choices of the caller, element by element.

package array

import "github.com/arraybook/arraybook/array/internal/vector"

// Map returns f of each element, in row-major order, as a new array of a's shape. f is never called from two goroutines at
// once. NumPy: vectorize(f)(a).
func Map[T, U Element](a *Array[T], f func(T) U) *Array[U] {
	out := unwritten[U](a.shape)
	in := newInput(a, 0)
	watched(len(out.data), func(lo, hi int) {
		for lo < hi {
			n := in.limit(hi - lo)
			for i, v := range in.next(n) {
				out.data[lo+i] = f(v)
			}
			lo += n
		}
	})
	return out
}

// Zip returns f of each pair of elements of a and b, broadcast against each other, in row-major order. f is never
// called from two goroutines at once. It panics if the shapes do not broadcast. NumPy: vectorize(f)(a, b).
func Zip[T, U Element](a, b *Array[T], f func(x, y T) U) *Array[U] {
	shape := broadcastShape("Zip", a.shape, b.shape)
	out := unwritten[U](shape)
	left, right := newInput(stretch("Zip", a, shape), 0), newInput(stretch("Zip", b, shape), 0)
	watched(len(out.data), func(lo, hi int) {
		for lo < hi {
			n := right.limit(left.limit(hi - lo))
			x, y := left.next(n), right.next(n)
			for i := range x {
				out.data[lo+i] = f(x[i], y[i])
			}
			lo += n
		}
	})
	return out
}

// Where returns a's elements where cond is true and b's elsewhere; the three broadcast against each other. It panics if
// they do not. NumPy: where.
func Where[T Element](cond *Array[bool], a, b *Array[T]) *Array[T] {
	shape := broadcastShape("Where", cond.shape, a.shape, b.shape)
	cond, a, b = stretch("Where", cond, shape), stretch("Where", a, shape), stretch("Where", b, shape)
	if order, ok := memoryOrder(shape, a.strides, b.strides, cond.strides); ok {
		cond, a, b = cond.Transpose(order...), a.Transpose(order...), b.Transpose(order...)
		return where("Where", unwritten[T](a.shape), cond, a, b, true).Transpose(inverseOrder(order)...)
	}
	return where("Where", unwritten[T](shape), cond, a, b, true)
}

// WhereInto stores in dst what Where returns. The operands broadcast to dst's shape. It panics if they do not, or if
// dst is read-only.
func WhereInto[T Element](dst *Array[T], cond *Array[bool], a, b *Array[T]) {
	dst.mustWrite("WhereInto")
	if dst.overlaps {
		dst.rewrite(where("WhereInto", unwritten[T](dst.shape), cond, a, b, false))
		return
	}
	where("WhereInto", dst, cond, a, b, false)
}

func where[T Element](op string, dst *Array[T], cond *Array[bool], a, b *Array[T], fresh bool) *Array[T] {
	cond = detach(dst, stretch(op, cond, dst.shape))
	a, b = detach(dst, stretch(op, a, dst.shape)), detach(dst, stretch(op, b, dst.shape))
	if order, ok := memoryOrder(dst.shape, dst.strides, a.strides, b.strides); ok {
		whereBlocks(dst.Transpose(order...), cond.Transpose(order...), a.Transpose(order...), b.Transpose(order...), fresh)
		return dst
	}
	if dst.Size() <= blockLen && dst.IsContiguous() {
		vector.Where(dst.run(), flat(cond), flat(a), flat(b))
		return dst
	}
	whereBlocks(dst, cond, a, b, fresh)
	return dst
}

// whereBlocks is where for any strides.
func whereBlocks[T Element](dst *Array[T], cond *Array[bool], a, b *Array[T], fresh bool) {
	n, streamed := dst.Size(), streams(dst.Size()*elementBytes[T](), fresh)
	parallel(n, blockLen, n, func(lo, hi int) {
		out, choice, left, right := newOutput(dst, lo, streamed), newInput(cond, lo), newInput(a, lo), newInput(b, lo)
		for lo < hi {
			m := right.limit(left.limit(choice.limit(out.limit(hi - lo))))
			d, c, x, y := out.next(m), choice.next(m), left.next(m), right.next(m)
			vector.Where(d, c, x, y)
			out.store(d)
			lo += m
		}
		out.done()
	})
}

// Assign copies b, broadcast to dst's shape, into dst; overlapping views give the result of a copy. It panics if b does
// not broadcast to it, or if dst is read-only. NumPy: copyto.
func Assign[T Element](dst, b *Array[T]) {
	dst.mustWrite("Assign")
	if dst.overlaps {
		dst.rewrite(stretch("Assign", b, dst.shape).Copy())
		return
	}
	if dst.IsContiguous() && !mayOverlap(dst, b) {
		copyInto(dst.run(), stretch("Assign", b, dst.shape), false)
		return
	}
	apply("Assign", dst, b, func(d, s []T) { copy(d, s) })
}

// Fill sets every element to v. It panics if the array is read-only.
func (a *Array[T]) Fill(v T) {
	a.mustWrite("Fill")
	if a.IsContiguous() {
		data := a.run()
		watched(len(data), func(lo, hi int) { fill(data[lo:hi], v) })
		return
	}
	out := newOutput(a, 0, false)
	watched(a.Size(), func(lo, hi int) {
		for lo < hi {
			n := out.limit(hi - lo)
			d := out.next(n)
			fill(d, v)
			out.store(d)
			lo += n
		}
	})
}
