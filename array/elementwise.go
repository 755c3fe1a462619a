// This file is the engine of element-wise operations: it broadcasts the operands, checks the destination, copies
// operands that the destination would overwrite, and feeds blocks of adjacent elements to a block function. Operations
// are therefore one plain loop each, whatever the strides.

package array

import (
	"fmt"
	"slices"
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// broadcastShape returns the shape that operands of the given shapes broadcast to: aligned at the last axis, lengths
// agree or one of them is 1. It panics naming the first axis, from the right, where they disagree, and for a shape that
// has more elements than memory can address, as those of views that repeat elements may together.
func broadcastShape(op string, shapes ...[]int) []int {
	rank := 0
	for _, s := range shapes {
		rank = max(rank, len(s))
	}
	out := make([]int, rank)
	fill(out, 1)
	for _, s := range shapes {
		for k := 1; k <= len(s); k++ {
			d, have := s[len(s)-k], &out[rank-k]
			switch {
			case *have == 1:
				*have = d
			case d != 1 && d != *have:
				fail(op, "shapes %s do not broadcast: axis -%d has lengths %d and %d", shapesText(shapes), k, *have, d)
			}
		}
	}
	checkShape(op, out)
	return out
}

// shapesText joins shapes as "(2, 3) and (3,)".
func shapesText(shapes [][]int) string {
	text := ""
	for i, s := range shapes {
		switch {
		case i > 0 && i == len(shapes)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += shapeText(s)
	}
	return text
}

// stretch returns a read-only view of a with the given shape, which a's shape broadcasts to; a itself if it has it.
func stretch[T Element](op string, a *Array[T], shape []int) *Array[T] {
	if slices.Equal(a.shape, shape) {
		return a
	}
	extra := len(shape) - len(a.shape)
	if extra < 0 {
		fail(op, "shape %s does not broadcast to shape %s, which has fewer axes", shapeText(a.shape), shapeText(shape))
	}
	strides := make([]int, len(shape))
	for k, d := range a.shape {
		switch {
		case d == shape[extra+k]:
			strides[extra+k] = a.strides[k]
		case d != 1:
			want := fmt.Sprintf("%d or 1", shape[extra+k])
			if shape[extra+k] == 1 {
				want = "1"
			}
			fail(op, "shape %s does not broadcast to shape %s: axis %d has length %d, want %s", shapeText(a.shape), shapeText(shape), k, d, want)
		}
	}
	v := a.view(slices.Clone(shape), strides, a.offset)
	v.readonly = true
	return v
}

// extent returns the lowest and the highest position in the buffer that a view of at least one element touches.
func extent(shape, strides []int, offset int) (lo, hi int) {
	lo, hi = offset, offset
	for k, d := range shape {
		if s := strides[k] * (d - 1); s < 0 {
			lo += s
		} else {
			hi += s
		}
	}
	return lo, hi
}

// addresses returns the range of memory [lo, hi) that a touches; empty arrays touch none.
func addresses[T Element](a *Array[T]) (lo, hi uintptr) {
	if a.Size() == 0 {
		return 0, 0
	}
	first, last := extent(a.shape, a.strides, a.offset)
	return uintptr(unsafe.Pointer(&a.data[first])), uintptr(unsafe.Pointer(&a.data[last])) + uintptr(elementBytes[T]())
}

// mayOverlap tells whether the memory ranges of two arrays meet, which is cheaper than SharesMemory and never wrong
// when it says no.
func mayOverlap[A, B Element](a *Array[A], b *Array[B]) bool {
	alo, ahi := addresses(a)
	blo, bhi := addresses(b)
	return alo < bhi && blo < ahi
}

// SharesMemory tells whether some element of a is also an element of b. It looks at every element where the memory
// ranges of the two meet. NumPy: shares_memory.
func SharesMemory[T Element](a, b *Array[T]) bool {
	if !mayOverlap(a, b) {
		return false
	}
	base, end := addresses(a)
	size := uintptr(elementBytes[T]())
	seen := make([]bool, (end-base)/size)
	eachAddress(a, func(at uintptr) bool {
		seen[(at-base)/size] = true
		return true
	})
	shares := false
	eachAddress(b, func(at uintptr) bool {
		shares = at >= base && at < end && seen[(at-base)/size]
		return !shares
	})
	return shares
}

// eachAddress calls f with the address of each element until it returns false.
func eachAddress[T Element](a *Array[T], f func(at uintptr) bool) {
	c, check := newCursor(a), lookout(a.Size())
	for range a.Size() {
		check()
		if !f(uintptr(unsafe.Pointer(&c.data[c.at]))) {
			return
		}
		c.skip(1)
	}
}

// sameElements tells whether two arrays are the same view of the same memory, so that reading one block and then
// writing it is safe.
func sameElements[A, B Element](a *Array[A], b *Array[B]) bool {
	if dtypeOf[A]() != dtypeOf[B]() || !slices.Equal(a.shape, b.shape) || !slices.Equal(a.strides, b.strides) {
		return false
	}
	alo, _ := addresses(a)
	blo, _ := addresses(b)
	return alo == blo
}

// detach returns a, or a copy of it if writing dst element by element could change a before it is read.
func detach[R, A Element](dst *Array[R], a *Array[A]) *Array[A] {
	if !mayOverlap(dst, a) || sameElements(dst, a) {
		return a
	}
	return a.Copy()
}

// apply fills dst, a new array if it is nil, with f of a's elements. f must write each dst[i] from a[i] alone. A new array
// lies in memory as a does: see memoryOrder.
func apply[R, A Element](op string, dst *Array[R], a *Array[A], f func(dst []R, a []A)) *Array[R] {
	if dst == nil {
		if a.temporary {
			if dst := overTemporary1(op, a, f); dst != nil {
				return dst
			}
		}
		if a.Size() <= blockLen && a.IsContiguous() {
			dst = unwritten[R](a.shape)
			f(dst.data, a.run())
			return dst
		}
		if order, ok := memoryOrder(a.shape, a.strides, nil, nil); ok {
			a = a.Transpose(order...)
			return ordered(a, unwritten[R](a.shape), true, f).Transpose(inverseOrder(order)...)
		}
		return ordered(a, unwritten[R](a.shape), true, f)
	}
	dst.mustWrite(op)
	if dst.overlaps {
		return dst.rewrite(apply(op, unwritten[R](dst.shape), a, f))
	}
	a = detach(dst, stretch(op, a, dst.shape))
	if order, ok := memoryOrder(dst.shape, dst.strides, a.strides, nil); ok {
		ordered(a.Transpose(order...), dst.Transpose(order...), false, f)
		return dst
	}
	return ordered(a, dst, false, f)
}

// rewrite stores the elements of v, a row-major array of the same shape, in a, one after the other: where elements of a overlap,
// the last one stays. It returns a.
func (a *Array[T]) rewrite(v *Array[T]) *Array[T] {
	c := newCursor(a)
	watched(len(v.data), func(lo, hi int) { c.write(v.data[lo:hi]) })
	return a
}

// ordered is apply in the order of the axes; fresh tells that nothing has been in dst yet.
func ordered[R, A Element](a *Array[A], dst *Array[R], fresh bool, f func(dst []R, a []A)) *Array[R] {
	streamed := streams(dst.Size()*elementBytes[R](), fresh)
	switch {
	case dst.IsContiguous() && dst.Size() <= blockLen:
		f(dst.run(), flat(a))
	case dst.IsContiguous() && across(a) >= 0:
		applyTiled(dst, a, across(a), streamed, f)
	case !dst.IsContiguous() || !a.IsContiguous():
		applyStrided(dst, a, streamed, f)
	case streamed:
		applyStreamed(dst.run(), a.run(), f)
	case dst.Size() < parallelMin:
		f(dst.run(), a.run())
	default:
		applyRuns(dst.run(), a.run(), f)
	}
	return dst
}

// repeated returns the first element n times.
func repeated[T Element](a *Array[T], n int) []T {
	s := make([]T, n)
	fill(s, a.data[a.offset])
	return s
}

// flat returns the elements in row-major order, in place if they lie so.
func flat[T Element](a *Array[T]) []T {
	if a.IsContiguous() {
		return a.run()
	}
	for k, n := range a.shape {
		if n > 1 && a.strides[k] != 0 {
			return a.Values()
		}
	}
	if a.Size() == 0 {
		return nil
	}
	return repeated(a, a.Size())
}

// applyRuns is apply for adjacent elements. It is a function of its own so that the variables of apply, which a
// goroutine must not see change, stay off the heap.
func applyRuns[R, A Element](dst []R, a []A, f func(dst []R, a []A)) {
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) { f(dst[lo:hi], a[lo:hi]) })
}

// applyStrided is apply for any strides.
func applyStrided[R, A Element](dst *Array[R], a *Array[A], streamed bool, f func(dst []R, a []A)) {
	n := dst.Size()
	parallel(n, blockLen, n, func(lo, hi int) {
		out, in := newOutput(dst, lo, streamed), newInput(a, lo)
		for lo < hi {
			m := in.limit(out.limit(hi - lo))
			d := out.next(m)
			f(d, in.next(m))
			out.store(d)
			lo += m
		}
		out.done()
	})
}

// apply2 fills dst, a new array if it is nil, with f of the elements of a and b broadcast against each other. f must
// write each dst[i] from a[i] and b[i] alone. A new array lies in memory as a and b do where they agree.
func apply2[R, A, B Element](op string, dst *Array[R], a *Array[A], b *Array[B], f func(dst []R, a []A, b []B)) *Array[R] {
	if dst == nil {
		shape := a.shape
		if !slices.Equal(shape, b.shape) {
			if dst := smallWithNumber(a, b, f); dst != nil {
				return dst
			}
			shape = broadcastShape(op, a.shape, b.shape)
		} else if a.Size() <= blockLen && a.IsContiguous() && b.IsContiguous() {
			dst = unwritten[R](shape)
			f(dst.data, a.run(), b.run())
			return dst
		}
		if a.temporary || b.temporary {
			if dst := overTemporary(op, a, b, shape, f); dst != nil {
				return dst
			}
		}
		a, b = stretch(op, a, shape), stretch(op, b, shape)
		if order, ok := memoryOrder(shape, a.strides, b.strides, nil); ok {
			a, b = a.Transpose(order...), b.Transpose(order...)
			return ordered2(a, b, unwritten[R](a.shape), true, f).Transpose(inverseOrder(order)...)
		}
		return ordered2(a, b, unwritten[R](shape), true, f)
	}
	dst.mustWrite(op)
	if dst.overlaps {
		return dst.rewrite(apply2(op, unwritten[R](dst.shape), a, b, f))
	}
	a, b = detach(dst, stretch(op, a, dst.shape)), detach(dst, stretch(op, b, dst.shape))
	if order, ok := memoryOrder(dst.shape, dst.strides, a.strides, b.strides); ok {
		ordered2(a.Transpose(order...), b.Transpose(order...), dst.Transpose(order...), false, f)
		return dst
	}
	return ordered2(a, b, dst, false, f)
}

// smallWithNumber is apply2 for few adjacent elements of one operand and a single one of the other; nil if that is not so.
func smallWithNumber[R, A, B Element](a *Array[A], b *Array[B], f func(dst []R, a []A, b []B)) *Array[R] {
	n, m := a.Size(), b.Size()
	switch {
	case m == 1 && n <= blockLen && len(b.shape) <= len(a.shape) && a.IsContiguous():
		dst := unwritten[R](a.shape)
		f(dst.data, a.run(), repeated(b, n))
		return dst
	case n == 1 && m <= blockLen && len(a.shape) <= len(b.shape) && b.IsContiguous():
		dst := unwritten[R](b.shape)
		f(dst.data, repeated(a, m), b.run())
		return dst
	}
	return nil
}

// ordered2 is apply2 in the order of the axes.
func ordered2[R, A, B Element](a *Array[A], b *Array[B], dst *Array[R], fresh bool, f func(dst []R, a []A, b []B)) *Array[R] {
	streamed := streams(dst.Size()*elementBytes[R](), fresh)
	switch {
	case dst.IsContiguous() && dst.Size() <= blockLen:
		f(dst.run(), flat(a), flat(b))
	case dst.IsContiguous() && a.IsContiguous() && isConstant(b):
		applyConstant(dst.run(), a.run(), b.data[b.offset], streamed, f)
	case dst.IsContiguous() && b.IsContiguous() && isConstant(a):
		applyConstant(dst.run(), b.run(), a.data[a.offset], streamed, func(dst []R, b []B, a []A) { f(dst, a, b) })
	case dst.IsContiguous() && max(across(a), across(b)) >= 0:
		applyTiled2(dst, a, b, max(across(a), across(b)), streamed, f)
	case !dst.IsContiguous() || !a.IsContiguous() || !b.IsContiguous():
		applyStrided2(dst, a, b, streamed, f)
	case streamed:
		applyStreamed2(dst.run(), a.run(), b.run(), f)
	case dst.Size() < parallelMin:
		f(dst.run(), a.run(), b.run())
	default:
		applyRuns2(dst.run(), a.run(), b.run(), f)
	}
	return dst
}

// isConstant tells whether all elements of a, which has some, are one and the same.
func isConstant[T Element](a *Array[T]) bool {
	for k, n := range a.shape {
		if n > 1 && a.strides[k] != 0 {
			return false
		}
	}
	return true
}

// constantBytes is how much of the first-level cache a repeated operand takes.
const constantBytes = 8 << 10

// applyConstant is apply2 for adjacent elements with one number.
func applyConstant[R, A, B Element](dst []R, a []A, b B, streamed bool, f func(dst []R, a []A, b []B)) {
	repeated := make([]B, min(len(dst), constantBytes/elementBytes[B]()))
	fill(repeated, b)
	parallel(len(dst), len(repeated), len(dst), func(lo, hi int) {
		if streamed {
			inBlocks(dst[lo:hi], func(block []R, at int) {
				for i := 0; i < len(block); i += len(repeated) {
					end := min(i+len(repeated), len(block))
					f(block[i:end], a[lo+at+i:lo+at+end], repeated[:end-i])
				}
			})
			return
		}
		for ; lo < hi; lo += len(repeated) {
			end := min(lo+len(repeated), hi)
			f(dst[lo:end], a[lo:end], repeated[:end-lo])
		}
	})
}

// applyRuns2 is apply2 for adjacent elements.
func applyRuns2[R, A, B Element](dst []R, a []A, b []B, f func(dst []R, a []A, b []B)) {
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) { f(dst[lo:hi], a[lo:hi], b[lo:hi]) })
}

// applyStrided2 is apply2 for any strides.
func applyStrided2[R, A, B Element](dst *Array[R], a *Array[A], b *Array[B], streamed bool, f func(dst []R, a []A, b []B)) {
	n := dst.Size()
	parallel(n, blockLen, n, func(lo, hi int) {
		out, left, right := newOutput(dst, lo, streamed), newInput(a, lo), newInput(b, lo)
		for lo < hi {
			m := right.limit(left.limit(out.limit(hi - lo)))
			d := out.next(m)
			f(d, left.next(m), right.next(m))
			out.store(d)
			lo += m
		}
		out.done()
	})
}

// longRun is the length from which a row of adjacent elements is worth handling where it lies; shorter rows are
// gathered into full blocks first.
const longRun = 64

// input reads one operand block by block.
type input[T Element] struct {
	cursor[T]
	scratch []T
	filled  bool // scratch holds the one value of an operand broadcast over its whole innermost axis
}

func newInput[T Element](a *Array[T], first int) *input[T] {
	in := &input[T]{cursor: newCursor(a)}
	in.seek(first)
	return in
}

// limit shortens a block of n elements to end with the present row if that row is long and can be used in place, and to
// what the scratch holds otherwise.
func (c *cursor[T]) limit(n int) int {
	run, stride := c.left()
	switch {
	case stride == 1 && run >= longRun:
		return min(n, run)
	case stride == 0 && run >= longRun:
		n = min(n, run)
	}
	return min(n, blockLen)
}

// next returns the next n elements.
func (in *input[T]) next(n int) []T {
	run, stride := in.left()
	if stride == 1 && run >= n {
		return in.read(n, nil)
	}
	if in.scratch == nil {
		in.scratch = make([]T, min(blockLen, sizeOf(in.shape[:in.rank])))
	}
	if stride == 0 && run >= n {
		if !in.filled {
			fill(in.scratch, in.data[in.at])
			in.filled = true
		}
		in.skip(n)
		if n == run && in.rank > 1 {
			in.filled = false
		}
		return in.scratch[:n]
	}
	in.filled = false
	return in.read(n, in.scratch)
}

// output writes the destination block by block.
type output[T Element] struct {
	cursor[T]
	scratch  []T
	direct   bool
	streamed bool // rows go past the caches
}

func newOutput[T Element](a *Array[T], first int, streamed bool) *output[T] {
	out := &output[T]{cursor: newCursor(a), streamed: streamed}
	out.seek(first)
	return out
}

// limit shortens a block as that of a cursor does, and to what the scratch holds if it is to be streamed.
func (out *output[T]) limit(n int) int {
	if out.streamed {
		n = min(n, blockLen)
	}
	return out.cursor.limit(n)
}

// next returns where the next n elements are to be written; store must follow.
func (out *output[T]) next(n int) []T {
	run, stride := out.left()
	if out.direct = stride == 1 && run >= n; out.direct && !out.streamed {
		return out.data[out.at : out.at+n]
	}
	if out.scratch == nil {
		out.scratch = make([]T, min(blockLen, sizeOf(out.shape[:out.rank])))
	}
	return out.scratch[:n]
}

// done must follow the last block.
func (out *output[T]) done() {
	if out.streamed {
		vector.Fence()
	}
}

// store puts a block that next returned into its place.
func (out *output[T]) store(block []T) {
	if out.direct {
		if out.streamed {
			vector.CopyPast(out.data[out.at:out.at+len(block)], block)
		}
		out.skip(len(block))
		return
	}
	out.write(block)
}
