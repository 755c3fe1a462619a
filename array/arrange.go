// This file puts arrays together, takes them apart and moves their elements around.

package array

import "slices"

// Concat joins arrays along an existing axis; the other lengths must agree. The result's length along the axis is the
// sum of theirs. It panics if they do not, if there is no array or if the axis is out of range. NumPy: concatenate.
func Concat[T Element](axis int, arrays ...*Array[T]) *Array[T] {
	if len(arrays) == 0 {
		fail("Concat", "there is nothing to join")
	}
	first := arrays[0]
	if len(first.shape) == 0 {
		fail("Concat", "arrays of rank 0 have no axis to join along; use Stack")
	}
	k := checkAxis("Concat", axis, first.shape)
	shape := first.Shape()
	shape[k] = 0
	for i, a := range arrays {
		if len(a.shape) != len(shape) {
			fail("Concat", "operand %d has shape %s, operand 0 has shape %s", i, shapeText(a.shape), shapeText(first.shape))
		}
		for j, d := range a.shape {
			if j != k && d != shape[j] {
				fail("Concat", "operand %d of shape %s differs from operand 0 of shape %s on axis %d", i, shapeText(a.shape), shapeText(first.shape), j)
			}
		}
		shape[k] += a.shape[k]
	}
	checkShape("Concat", shape)
	out := allocate[T](shape)
	at := 0
	for _, a := range arrays {
		Assign(out.narrowAxis(k, at, a.shape[k]), a)
		at += a.shape[k]
	}
	return out
}

// narrowAxis returns the view of n entries of one axis from position at on.
func (a *Array[T]) narrowAxis(axis, at, n int) *Array[T] {
	v := a.sameView()
	if n > 0 {
		v.offset += at * a.strides[axis]
	}
	v.shape[axis] = n
	return v
}

// Stack joins arrays of one shape along a new axis, which lies at the given position of the result. k arrays of shape
// (m, n) give (k, m, n) for axis 0 and (m, n, k) for axis -1. It panics if the shapes differ, if there is no array, if
// the axis is out of range or if the rank would exceed 32. NumPy: stack.
func Stack[T Element](axis int, arrays ...*Array[T]) *Array[T] {
	defer named("Stack")
	expanded := make([]*Array[T], len(arrays))
	for i, a := range arrays {
		if !slices.Equal(a.shape, arrays[0].shape) {
			fail("Stack", "operand %d has shape %s, operand 0 has shape %s", i, shapeText(a.shape), shapeText(arrays[0].shape))
		}
		expanded[i] = a.ExpandDims(axis)
	}
	return Concat(axis, expanded...)
}

// Split returns views of n equal parts along an axis. It panics if n does not divide the axis, is less than 1 or more
// than 2^26, or if the axis is out of range. NumPy: split.
func Split[T Element](a *Array[T], n, axis int) []*Array[T] {
	k := checkAxis("Split", axis, a.shape)
	if n < 1 || n > mostParts || a.shape[k]%n != 0 {
		fail("Split", "axis %d of shape %s cannot be split into %d equal parts", k, shapeText(a.shape), n)
	}
	out := make([]*Array[T], n)
	for i := range out {
		part := a.shape[k] / n
		out[i] = a.narrowAxis(k, i*part, part)
	}
	return out
}

// Pad returns a copy of a with elements added before and after each axis. The arguments are the numbers of elements:
// one for all axes or one per axis, each an int for both sides or a [2]int for before and after; then, optionally,
// Boundary with the values beyond the edge, zeros if it is not given. It panics if there are neither one nor as many
// numbers as axes, if one is negative, or if the boundary repeats elements of an axis that has none. NumPy: pad.
func Pad[T Element](a *Array[T], width ...any) *Array[T] {
	const op = "Pad"
	pairs, opts := padArguments(op, width)
	o := parseOptions(op, opts, "Boundary")
	if len(pairs) == 1 {
		pairs = slices.Repeat(pairs, len(a.shape))
	}
	if len(pairs) != len(a.shape) {
		fail(op, "%d widths %v for shape %s", len(pairs), pairs, shapeText(a.shape))
	}
	shape := a.Shape()
	for k, p := range pairs {
		if p[0] < 0 || p[1] < 0 {
			fail(op, "width %v on axis %d is negative", p, k)
		}
		if max(p[0], p[1]) > maxElements {
			fail(op, "width %v on axis %d is more than memory can address", p, k)
		}
		if o.boundary != Zero && shape[k] == 0 && p[0]+p[1] > 0 {
			fail(op, "axis %d of shape %s is empty, so that there is nothing to continue with", k, shapeText(a.shape))
		}
		shape[k] += p[0] + p[1]
	}
	checkShape(op, shape)
	out := allocate[T](shape)
	inner := out
	for k, p := range pairs {
		inner = inner.narrowAxis(k, p[0], a.shape[k])
	}
	Assign(inner, a)
	if o.boundary != Zero && out.Size() > 0 {
		for k, p := range pairs {
			continueAxis(out, k, p[0], a.shape[k], o.boundary)
		}
	}
	return out
}

// padArguments separates the widths of Pad from its options.
func padArguments(op string, arguments []any) (pairs [][2]int, opts []Option) {
	for i, v := range arguments {
		switch v := v.(type) {
		case int:
			pairs = append(pairs, [2]int{v, v})
		case [2]int:
			pairs = append(pairs, v)
		case [][2]int:
			pairs = append(pairs, v...)
		case Option:
			opts = append(opts, v)
			continue
		default:
			fail(op, "argument %d is %v of type %T; widths are int or [2]int, followed by options", i+2, v, v)
		}
		if len(opts) > 0 {
			fail(op, "width %v comes after the option %s; widths come first", v, opts[0].name)
		}
	}
	return pairs, opts
}

// continueAxis fills the entries outside [start, start+n) of one axis from those inside. Axes before it are complete
// already, so that corners continue what was continued.
func continueAxis[T Element](out *Array[T], axis, start, n int, mode BoundaryMode) {
	for i := range out.shape[axis] {
		if from := start + mode.source(i-start, n); from != i {
			Assign(out.narrowAxis(axis, i, 1), out.narrowAxis(axis, from, 1))
		}
	}
}

// floorRem returns i modulo n > 0, in [0, n).
func floorRem(i, n int) int {
	if i %= n; i < 0 {
		i += n
	}
	return i
}

// Tile returns a repeated along each axis the given number of times; numbers align at the last axis. Each axis gets as
// many times as long; more numbers than axes give new leading ones. It panics if a number is negative, or if the
// result's rank exceeds 16. NumPy: tile.
func Tile[T Element](a *Array[T], times ...int) *Array[T] {
	rank := max(len(times), len(a.shape))
	if rank > maxRank/2 {
		fail("Tile", "rank %d exceeds %d", rank, maxRank/2)
	}
	// Every axis d becomes (times, d), of which times is a broadcast.
	split, wide, shape := make([]int, 2*rank), make([]int, 2*rank), make([]int, rank)
	for k := range rank {
		d, n := 1, 1
		if j := k - (rank - len(a.shape)); j >= 0 {
			d = a.shape[j]
		}
		if j := k - (rank - len(times)); j >= 0 {
			n = times[j]
		}
		if n < 0 {
			fail("Tile", "number of times %d on axis %d is negative", n, k)
		}
		split[2*k], split[2*k+1] = 1, d
		wide[2*k], wide[2*k+1] = n, d
		shape[k] = n * d
	}
	checkShape("Tile", wide)
	return a.Reshape(split...).BroadcastTo(wide...).Copy().Reshape(shape...)
}

// Repeat returns a with each entry along an axis repeated n times; without an axis, the elements in row-major order.
// The axis gets n times as long. It panics if n is negative, if the axis is out of range, or if a has 32 axes and one
// is given. NumPy: repeat.
func Repeat[T Element](a *Array[T], n int, axis ...int) *Array[T] {
	if len(axis) > 1 {
		fail("Repeat", "%d axes %v, want one or none", len(axis), axis)
	}
	if n < 0 {
		fail("Repeat", "number of times %d is negative", n)
	}
	if len(axis) == 0 {
		a, axis = a.Ravel(), []int{0}
	}
	k := checkAxis("Repeat", axis[0], a.shape)
	wide := slices.Insert(a.Shape(), k+1, n)
	checkShape("Repeat", wide)
	shape := a.Shape()
	shape[k] *= n
	return a.ExpandDims(k + 1).BroadcastTo(wide...).Copy().Reshape(shape...)
}

// Roll returns a copy with entries shifted along axes by n positions, those that fall off the end coming back at the
// start; without axes, elements shift in row-major order. The shape stays. It panics if an axis is out of range or given
// twice. NumPy: roll.
func Roll[T Element](a *Array[T], n int, axes ...int) *Array[T] {
	if len(axes) == 0 {
		return roll(a.Ravel(), n, 0).Reshape(a.shape...)
	}
	for _, k := range checkAxes("Roll", axes, a.shape) {
		a = roll(a, n, k)
	}
	return a
}

func roll[T Element](a *Array[T], n, k int) *Array[T] {
	d := a.shape[k]
	if d == 0 {
		return a.Copy()
	}
	n = floorRem(n, d)
	return Concat(k, a.narrowAxis(k, d-n, n), a.narrowAxis(k, 0, d-n))
}

// Take returns the entries along an axis with the given indices, which may be negative: the axis is replaced by the
// axes of indices. Of shape (m, n), indices of shape (i, j) along axis 1 take (m, i, j). It panics if an index or the
// axis is out of range. NumPy: take.
func Take[T Element](a *Array[T], indices *Array[int], axis int) *Array[T] {
	k := checkAxis("Take", axis, a.shape)
	shape := slices.Concat(a.shape[:k], indices.shape, a.shape[k+1:])
	checkShape("Take", shape)
	places := checkedPlaces("Take", indices, k, a.shape)
	out := unwritten[T](shape)
	if out.Size() == 0 {
		return out
	}
	inner := mergeAxes(a.shape[k+1:], a.strides[k+1:])
	if n := inner.shape[0]; inner.rank == 1 && n < longEntry {
		outer := newCursor(a.view(a.shape[:k], a.strides[:k], a.offset))
		dst, check := out.data, lookout(len(out.data))
		for range sizeOf(a.shape[:k]) {
			inParts(check, 0, len(places), func(lo, hi int) {
				takeEntries(dst[lo*n:hi*n], a.data, outer.at, places[lo:hi], a.strides[k], n, inner.strides[0])
			})
			dst = dst[len(places)*n:]
			outer.skip(1)
		}
		return out
	}
	to := out.Reshape(slices.Concat(a.shape[:k], []int{len(places)}, a.shape[k+1:])...)
	for i, from := range places {
		Assign(to.narrowAxis(k, i, 1), a.narrowAxis(k, from, 1))
	}
	return out
}

// longEntry is the number of elements from which on entries are assigned one by one.
const longEntry = 4096

// takeEntries copies entries of n elements, which lie right apart, from places that are counted in steps.
func takeEntries[T Element](dst, src []T, at int, places []int, step, n, right int) {
	switch {
	case n == 1:
		for i, place := range places {
			dst[i] = src[at+place*step]
		}
	case right == 1:
		for i, place := range places {
			copy(dst[i*n:(i+1)*n], src[at+place*step:])
		}
	default:
		for i, place := range places {
			gather(dst[i*n:(i+1)*n], src, at+place*step, right)
		}
	}
}

// Mask returns a's entries where mask is true, in row-major order under one axis. The mask's shape must be that of a's
// leading axes; the axes beyond it stay. The shape is (number of true, axes beyond...). It panics if the shapes differ.
// NumPy: a[mask].
func Mask[T Element](a *Array[T], mask *Array[bool]) *Array[T] {
	checkMask("Mask", a.shape, mask.shape)
	r := len(mask.shape)
	per := sizeOf(a.shape[r:])
	out := unwritten[T](slices.Concat([]int{countTrue(mask)}, a.shape[r:]))
	chosen, values, keep := out.data, flat(a), flat(mask)
	watched(len(keep), func(lo, hi int) {
		to := chosen
		if per == 1 {
			to = to[compress(to, values[lo:hi], keep[lo:hi]):]
		} else {
			for i := lo; i < hi; i++ {
				if keep[i] {
					to = to[copy(to, values[i*per:(i+1)*per]):]
				}
			}
		}
		chosen = to
	})
	return out
}

// countTrue returns how many elements are true.
func countTrue(mask *Array[bool]) (n int) {
	if mask.Size() > 256 {
		return CountNonzero(mask).Item()
	}
	for _, v := range flat(mask) {
		if v {
			n++
		}
	}
	return n
}

// compress stores those values that are kept in dst, one after the other, and returns how many. Each is stored; only the place depends on
// whether it is kept, which no processor could foretell.
func compress[T Element](dst, values []T, keep []bool) int {
	n := 0
	for i, v := range values {
		if n == len(dst) {
			break // nothing more is kept
		}
		dst[n] = v
		if keep[i] {
			n++
		}
	}
	return n
}

// AssignMask stores v in the entries of a that Mask returns. v broadcasts to the shape that Mask would return. It panics if the mask's shape is
// not that of a's leading axes, if v does not broadcast, or if a is read-only. NumPy: a[mask] = v.
func AssignMask[T Element](a *Array[T], mask *Array[bool], v *Array[T]) {
	a.mustWrite("AssignMask")
	checkMask("AssignMask", a.shape, mask.shape)
	r := mask.Rank()
	if v.Size() == 1 && v.Rank() <= 1 && r == len(a.shape) {
		PutMask(a, mask, v.Reshape())
		return
	}
	v = stretch("AssignMask", v, slices.Concat([]int{countTrue(mask)}, a.shape[r:]))
	if mayOverlap(a, v) {
		v = v.Copy()
	}
	if mayOverlap(a, mask) {
		mask = mask.Copy()
	}
	if r == len(a.shape) && !a.overlaps {
		expand(a, flat(mask), flat(v))
		return
	}
	to := newCursor(a.view(a.shape[:r], a.strides[:r], a.offset))
	from, step := v.offset, v.strides[0]
	for i, keep := range flat(mask) {
		if !keep {
			continue
		}
		to.seek(i)
		if r == len(a.shape) {
			a.data[to.at] = v.data[from]
		} else {
			Assign(a.view(a.shape[r:], a.strides[r:], to.at), v.view(v.shape[1:], v.strides[1:], from))
		}
		from += step
	}
}

// expand stores values in the elements that are to be replaced, one after the other.
func expand[T Element](a *Array[T], replace []bool, values []T) {
	rows := a
	if !a.IsContiguous() {
		rows = a.Copy()
	}
	dst := rows.run()
	watched(len(dst), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			if replace[i] {
				dst[i], values = values[0], values[1:]
			}
		}
	})
	if rows != a {
		Assign(a, rows)
	}
}

// checkMask panics unless a mask's shape is that of the leading axes of a shape.
func checkMask(op string, shape, mask []int) {
	if r := len(mask); r > len(shape) || !slices.Equal(mask, shape[:r]) {
		fail(op, "the mask's shape %s is not that of the leading axes of shape %s", shapeText(mask), shapeText(shape))
	}
}

// Argwhere returns the indices of the elements that are not zero, in row-major order, as an array of shape (number
// found, rank). NumPy: argwhere.
func Argwhere[T Element](a *Array[T]) *Array[int] {
	var zero T
	out := allocate[int]([]int{CountNonzero(a).Item(), len(a.shape)})
	to := out.data
	for index, v := range a.All() {
		if v != zero {
			to = to[copy(to, index):]
		}
	}
	return out
}

// Diff returns the differences between neighbours along an axis, which gets shorter by one unless it is empty. It panics
// if the axis is out of range. NumPy: diff.
func Diff[T Number](a *Array[T], axis int) *Array[T] {
	k := checkAxis("Diff", axis, a.shape)
	n := max(a.shape[k]-1, 0)
	return Sub(a.narrowAxis(k, min(1, a.shape[k]), n), a.narrowAxis(k, 0, n))
}

// Tril returns a copy of the matrices of the last two axes with zeros above diagonal k; 0 is the main diagonal and
// positive ones lie above it. It panics if there are fewer than two axes. NumPy: tril.
func Tril[T Element](a *Array[T], k int) *Array[T] {
	return triangle("Tril", a, func(i, j int) bool { return j-i <= k })
}

// Triu returns a copy of the matrices of the last two axes with zeros below diagonal k. It panics if there are fewer
// than two axes. NumPy: triu.
func Triu[T Element](a *Array[T], k int) *Array[T] {
	return triangle("Triu", a, func(i, j int) bool { return j-i >= k })
}

func triangle[T Element](op string, a *Array[T], keep func(i, j int) bool) *Array[T] {
	r := len(a.shape)
	if r < 2 {
		fail(op, "shape %s has rank %d, want at least 2", shapeText(a.shape), r)
	}
	out := a.Copy()
	rows, columns := a.shape[r-2], a.shape[r-1]
	var zero T
	for p := range out.data {
		if !keep(p/columns%rows, p%columns) {
			out.data[p] = zero
		}
	}
	return out
}
