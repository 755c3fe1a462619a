// This file holds the views: other shapes, strides and offsets on the same buffer. None of them copies, but for
// Reshape when it must.

package array

import (
	"math/bits"
	"slices"
	"unsafe"
)

// Transpose returns a view with the axes in another order: axis k of the result is axis axes[k] of a. Without arguments
// the order is reversed. Negative axes count from the last. It panics unless each axis is given once. NumPy: transpose.
func (a *Array[T]) Transpose(axes ...int) *Array[T] {
	r := len(a.shape)
	if len(axes) == 0 {
		axes = make([]int, r)
		for k := range axes {
			axes[k] = r - 1 - k
		}
	} else if len(axes) != r {
		fail("Transpose", "%d axes %v for shape %s, want %d", len(axes), axes, shapeText(a.shape), r)
	}
	shape, strides := make([]int, r), make([]int, r)
	for k, axis := range checkAxes("Transpose", axes, a.shape) {
		shape[k], strides[k] = a.shape[axis], a.strides[axis]
	}
	return a.view(shape, strides, a.offset)
}

// T returns the view with all axes reversed; the transpose of a matrix. NumPy: T.
func (a *Array[T]) T() *Array[T] { return a.Transpose() }

// MoveAxis returns a view with one axis moved to another position, the others keeping their order. It panics if an axis
// is out of range. NumPy: moveaxis.
func (a *Array[T]) MoveAxis(from, to int) *Array[T] {
	from, to = checkAxis("MoveAxis", from, a.shape), checkAxis("MoveAxis", to, a.shape)
	order := make([]int, len(a.shape))
	for k := range order {
		order[k] = k
	}
	order = slices.Insert(slices.Delete(order, from, from+1), to, from)
	return a.Transpose(order...)
}

// SwapAxes returns a view with two axes exchanged. It panics if an axis is out of range. NumPy: swapaxes.
func (a *Array[T]) SwapAxes(i, j int) *Array[T] {
	i, j = checkAxis("SwapAxes", i, a.shape), checkAxis("SwapAxes", j, a.shape)
	v := a.view(slices.Clone(a.shape), slices.Clone(a.strides), a.offset)
	v.shape[i], v.shape[j] = v.shape[j], v.shape[i]
	v.strides[i], v.strides[j] = v.strides[j], v.strides[i]
	return v
}

// ExpandDims returns a view with axes of length 1 put in; the given positions, which may be negative, count in the
// result. After a reduction it restores the reduced axes, NumPy's keepdims: x.Mean(1).ExpandDims(1). It panics if a
// position is out of range or given twice, and if the rank would exceed 32. NumPy: expand_dims.
func (a *Array[T]) ExpandDims(axes ...int) *Array[T] {
	rank := len(a.shape) + len(axes)
	if rank > maxRank {
		fail("ExpandDims", "rank %d exceeds %d", rank, maxRank)
	}
	added := make([]bool, rank)
	for _, axis := range axes {
		if axis < -rank || axis >= rank {
			fail("ExpandDims", "axis %d is out of range for the result's rank %d", axis, rank)
		}
		if axis < 0 {
			axis += rank
		}
		if added[axis] {
			fail("ExpandDims", "axis %d is named twice in %v", axis, axes)
		}
		added[axis] = true
	}
	shape, strides := make([]int, rank), make([]int, rank)
	from := 0
	for k := range shape {
		if added[k] {
			shape[k] = 1
			continue
		}
		shape[k], strides[k] = a.shape[from], a.strides[from]
		from++
	}
	return a.view(shape, strides, a.offset)
}

// Squeeze returns a view without the given axes, which must have length 1; without arguments, without every axis of
// length 1. It panics if one has another length, is out of range or given twice. NumPy: squeeze.
func (a *Array[T]) Squeeze(axes ...int) *Array[T] {
	drop := make([]bool, len(a.shape))
	for k, d := range a.shape {
		drop[k] = len(axes) == 0 && d == 1
	}
	for _, axis := range checkAxes("Squeeze", axes, a.shape) {
		if a.shape[axis] != 1 {
			fail("Squeeze", "axis %d of shape %s has length %d, not 1", axis, shapeText(a.shape), a.shape[axis])
		}
		drop[axis] = true
	}
	var shape, strides []int
	for k, d := range a.shape {
		if !drop[k] {
			shape, strides = append(shape, d), append(strides, a.strides[k])
		}
	}
	return a.view(shape, strides, a.offset)
}

// Flip returns a view with the given axes reversed; without arguments, all of them. It panics if an axis is out of
// range or given twice. NumPy: flip.
func (a *Array[T]) Flip(axes ...int) *Array[T] {
	v := a.sameView()
	if len(axes) == 0 {
		for k := range v.shape {
			v.reverse(k)
		}
		return v
	}
	for _, k := range checkAxes("Flip", axes, a.shape) {
		v.reverse(k)
	}
	return v
}

// sameView returns another view of the same elements, whose shape, strides and offset may be changed.
func (a *Array[T]) sameView() *Array[T] {
	v := a.viewOfRank(len(a.shape))
	copy(v.shape, a.shape)
	copy(v.strides, a.strides)
	v.offset = a.offset
	return v
}

// reverse turns an axis round.
func (a *Array[T]) reverse(k int) {
	if d := a.shape[k]; d > 0 {
		a.offset += (d - 1) * a.strides[k]
	}
	a.strides[k] = -a.strides[k]
}

// Index returns the view below one index of the leading axes: a.Index(2) of a matrix is its third row. Negative indices
// count from the end. The indexed axes disappear. It panics if there are more indices than axes or one is out of range.
// NumPy: a[i, j].
func (a *Array[T]) Index(i ...int) *Array[T] {
	if len(i) > len(a.shape) {
		fail("Index", "%d indices for shape %s of rank %d", len(i), shapeText(a.shape), len(a.shape))
	}
	offset := a.offset
	for k, x := range i {
		offset += checkIndex("Index", x, k, a.shape) * a.strides[k]
	}
	v := a.viewOfRank(len(a.shape) - len(i))
	copy(v.shape, a.shape[len(i):])
	copy(v.strides, a.strides[len(i):])
	v.offset = offset
	return v
}

// BroadcastTo returns a read-only view of the given shape in which axes of length 1 and new leading axes repeat their
// element. It panics if the shapes do not fit. NumPy: broadcast_to.
func (a *Array[T]) BroadcastTo(shape ...int) *Array[T] {
	checkShape("BroadcastTo", shape)
	return stretch("BroadcastTo", a, shape)
}

// Diagonal returns a view of the diagonal of the first two axes as a new last axis: the main one, or the one that lies
// so many places above it (below, if negative), which may be empty. It panics if there are fewer than two axes. NumPy:
// diagonal.
func (a *Array[T]) Diagonal(above ...int) *Array[T] {
	if len(a.shape) < 2 {
		fail("Diagonal", "shape %s has rank %d, want at least 2", shapeText(a.shape), len(a.shape))
	}
	rows, columns, offset := a.shape[0], a.shape[1], a.offset
	switch k := oneOffset("Diagonal", above); {
	case k > 0:
		columns = max(columns-k, 0)
		offset += min(k, a.shape[1]) * a.strides[1]
	case k < 0:
		rows = max(rows+k, 0)
		offset += min(-k, a.shape[0]) * a.strides[0]
	}
	n := min(rows, columns)
	if n == 0 {
		offset = a.offset
	}
	shape := append(slices.Clone(a.shape[2:]), n)
	strides := append(slices.Clone(a.strides[2:]), a.strides[0]+a.strides[1])
	return a.view(shape, strides, offset)
}

// oneOffset returns the number of a diagonal, 0 if none is given.
func oneOffset(op string, above []int) int {
	switch len(above) {
	case 0:
		return 0
	case 1:
		return above[0]
	}
	fail(op, "%d diagonals %v, want one or none", len(above), above)
	return 0
}

// Reshape returns the elements, in row-major order, under another shape of the same size; one length may be -1 and is
// computed. It is a view if the strides allow one, else a copy. It panics if the size is another, if another length is
// negative or if -1 is given twice. NumPy: reshape.
func (a *Array[T]) Reshape(shape ...int) *Array[T] {
	shape = resolveShape("Reshape", shape, a)
	if strides, ok := reshapeStrides(a.shape, a.strides, shape); ok {
		return a.view(shape, strides, a.offset)
	}
	return wrap(a.Copy().data, shape)
}

// View is Reshape that never copies: it panics if no strides give the shape.
func (a *Array[T]) View(shape ...int) *Array[T] {
	shape = resolveShape("View", shape, a)
	strides, ok := reshapeStrides(a.shape, a.strides, shape)
	if !ok {
		fail("View", "shape %s with strides %v cannot be seen as %s without a copy; Reshape makes one", shapeText(a.shape), a.strides, shapeText(shape))
	}
	return a.view(shape, strides, a.offset)
}

// Ravel returns the elements in row-major order under one axis, as a view if possible. NumPy: ravel.
func (a *Array[T]) Ravel() *Array[T] { return a.Reshape(-1) }

// resolveShape returns a copy of shape with -1 replaced by what makes the sizes agree.
func resolveShape[T Element](op string, shape []int, a *Array[T]) []int {
	out, size := slices.Clone(shape), a.Size()
	if unknown := slices.Index(out, -1); unknown >= 0 {
		out[unknown] = 1
		if slices.Contains(out, -1) {
			fail(op, "shape %s has more than one -1", shapeText(shape))
		}
		known := checkShape(op, out)
		if known == 0 || size%known != 0 {
			fail(op, "no length for the -1 of %s gives the %d elements of shape %s", shapeText(shape), size, shapeText(a.shape))
		}
		out[unknown] = size / known
	}
	if n := checkShape(op, out); n != size {
		fail(op, "shape %s has %d elements, but shape %s has %d", shapeText(shape), n, shapeText(a.shape), size)
	}
	return out
}

// reshapeStrides returns strides with which a view of one shape shows another shape of equal size, if there are any.
// Merged axes of the source must each be split exactly by a group of the new axes.
func reshapeStrides(shape, strides, to []int) ([]int, bool) {
	out := make([]int, len(to))
	if sizeOf(to) == 0 {
		rowMajor(out, to)
		return out, true
	}
	m := mergeAxes(shape, strides)
	axis, left := m.rank-1, m.shape[m.rank-1] // the source axis being split, and what is left of it
	step := m.strides[axis]
	for k := len(to) - 1; k >= 0; k-- {
		if to[k] == 1 {
			out[k] = step
			continue
		}
		if left == 1 {
			axis--
			left, step = m.shape[axis], m.strides[axis]
		}
		if left%to[k] != 0 {
			return nil, false
		}
		out[k] = step
		step *= to[k]
		left /= to[k]
	}
	return out, true
}

// AsStrided returns a view with any shape and strides, in elements, starting at a's first element. It is checked: it
// panics if the view would leave the buffer, and a view whose elements overlap is read-only, unless the option Writable
// asks for another. It also panics if Writable is given for an array that is read-only. NumPy:
// lib.stride_tricks.as_strided, which takes bytes and checks nothing.
func AsStrided[T Element](a *Array[T], shape, strides []int, opts ...Option) *Array[T] {
	o := parseOptions("AsStrided", opts, "Writable")
	if len(shape) != len(strides) {
		fail("AsStrided", "shape %s has %d axes, but there are %d strides %v", shapeText(shape), len(shape), len(strides), strides)
	}
	size := checkShape("AsStrided", shape)
	v := a.view(slices.Clone(shape), slices.Clone(strides), a.offset)
	if size == 0 {
		return v.guard("AsStrided", a, o.writable)
	}
	lo, hi := a.offset, a.offset
	for k, d := range shape {
		reach, ok := mulInt(strides[k], d-1)
		room := len(a.data) - 1 - hi
		if reach < 0 {
			room = lo
		}
		if !ok || reach > room || reach < -room {
			fail("AsStrided", "axis %d of shape %s with strides %v leaves the buffer of %d elements, which the view enters at %d", k, shapeText(shape), strides, len(a.data), a.offset)
		}
		if reach < 0 {
			lo += reach
		} else {
			hi += reach
		}
	}
	if hi >= len(a.data) {
		fail("AsStrided", "the buffer of %d elements has none at offset %d", len(a.data), a.offset)
	}
	return v.guard("AsStrided", a, o.writable)
}

// guard makes v, a new view of a, read-only if its elements overlap, or has writes to it made one after the other.
func (v *Array[T]) guard(op string, a *Array[T], writable bool) *Array[T] {
	if writable && a.readonly {
		fail(op, "Writable is given, but the array of shape %s and strides %v is read-only itself", shapeText(a.shape), a.strides)
	}
	if selfOverlaps(v.shape, v.strides) {
		v.readonly, v.overlaps = a.readonly || !writable, writable
	}
	return v
}

// mulInt multiplies and tells whether the product fits.
func mulInt[T int | int64](x, y T) (T, bool) {
	most := uint64(1)<<(8*unsafe.Sizeof(x)-1) - 1
	hi, lo := bits.Mul64(magnitude(x), magnitude(y))
	if hi != 0 || lo > most {
		return 0, false
	}
	if (x < 0) != (y < 0) {
		return -T(lo), true
	}
	return T(lo), true
}

// magnitude returns |x|, also for the least one.
func magnitude[T int | int64](x T) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// selfOverlaps tells whether two indices of a view may name the same element. It is exact for the layouts that slicing
// and transposing make and for two axes of any strides; beyond that it errs on the side of yes.
func selfOverlaps(shape, strides []int) bool {
	type axis struct{ n, step int }
	var list []axis
	for k, d := range shape {
		if d == 0 {
			return false
		}
		if d > 1 {
			s := strides[k]
			if s == 0 {
				return true
			}
			list = append(list, axis{d, max(s, -s)})
		}
	}
	if len(list) == 2 {
		// i·s = j·t first meets at i = t/gcd, j = s/gcd.
		g := gcd(list[0].step, list[1].step)
		return list[1].step/g < list[0].n && list[0].step/g < list[1].n
	}
	slices.SortFunc(list, func(x, y axis) int { return x.step - y.step })
	reach := 0 // of the axes with smaller strides
	for _, x := range list {
		if x.step <= reach {
			return true
		}
		reach += x.step * (x.n - 1)
	}
	return false
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// SlidingWindow returns a view of every window of the given lengths over the last axes, one length per axis: leading
// axes come first, then the positions of the windows, then the elements within a window. The arguments are the lengths
// (each an int, or all as one []int), then the options Stride, the step from window to window, Dilation, the step within a
// window, and Writable:
//
//	SlidingWindow(image, 3, 3, Stride(2)) // shape (positions y, positions x, 3, 3)
//
// Overlapping windows are read-only, unless Writable is given. It panics if a window does not fit, and if Writable is given
// for an array that is read-only. NumPy: lib.stride_tricks.sliding_window_view.
func SlidingWindow[T Element](a *Array[T], window ...any) *Array[T] {
	const op = "SlidingWindow"
	lengths, opts := windowArguments(op, window)
	n := len(lengths)
	if n > len(a.shape) {
		fail(op, "window %s has more axes than shape %s", shapeText(lengths), shapeText(a.shape))
	}
	if len(a.shape)+n > maxRank {
		fail(op, "rank %d exceeds %d", len(a.shape)+n, maxRank)
	}
	o := parseOptions(op, opts, "Stride", "Dilation", "Writable")
	stride, dilation := perAxis(op, "Stride", o.stride, n, 1, 1), perAxis(op, "Dilation", o.dilation, n, 1, 1)
	lead := len(a.shape) - n
	shape, strides := slices.Clone(a.shape), slices.Clone(a.strides)
	for k, w := range lengths {
		axis := lead + k
		reach, ok := mulInt(dilation[k], w-1)
		if w < 1 || !ok || reach >= a.shape[axis] {
			fail(op, "window %s with dilation %v does not fit axis %d of shape %s", shapeText(lengths), dilation, axis, shapeText(a.shape))
		}
		positions := (a.shape[axis]-reach-1)/stride[k] + 1
		shape[axis], strides[axis] = positions, stepStride(a.strides[axis], stride[k], positions)
		shape, strides = append(shape, w), append(strides, stepStride(a.strides[axis], dilation[k], w))
	}
	return a.view(shape, strides, a.offset).guard(op, a, o.writable)
}

// stepStride returns the stride for taking every step-th of n elements. An axis of one element gets stride 0, for its
// step may be so long that the product would overflow.
func stepStride(stride, step, n int) int {
	if n <= 1 {
		return 0
	}
	return stride * step
}

// windowArguments separates the lengths of a window from the options that follow them.
func windowArguments(op string, arguments []any) (lengths []int, opts []Option) {
	for i, v := range arguments {
		switch v := v.(type) {
		case int:
			lengths = append(lengths, v)
		case []int:
			lengths = append(lengths, v...)
		case Option:
			opts = append(opts, v)
			continue
		default:
			fail(op, "argument %d is %v of type %T; window lengths are int or []int, followed by options", i+2, v, v)
		}
		if len(opts) > 0 {
			fail(op, "window length %v comes after the option %s; lengths come first", v, opts[0].name)
		}
	}
	return lengths, opts
}

// checkAxes turns negative axes into positions and panics if one is out of range or named twice.
func checkAxes(op string, axes []int, shape []int) []int {
	out := make([]int, len(axes))
	for i, axis := range axes {
		k := checkAxis(op, axis, shape)
		if slices.Contains(out[:i], k) {
			fail(op, "axis %d is named twice in %v", k, axes)
		}
		out[i] = k
	}
	return out
}

// allAxes returns 0, 1, ..., rank-1.
func allAxes(rank int) []int {
	out := make([]int, rank)
	for k := range out {
		out[k] = k
	}
	return out
}
