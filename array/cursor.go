// This file walks strided views in row-major order, a run of elements at a time: the one way in which element-wise
// operations, copies and reductions read and write arrays that are not contiguous.

package array

// axes is a view's layout with axes of length 1 dropped and neighbours merged wherever one stride continues the next:
// the fewest loops that visit the same positions in the same order.
type axes struct {
	rank    int
	shape   [maxRank]int
	strides [maxRank]int
}

// mergeAxes returns the merged layout of a view. An empty view has one axis of length 0.
func mergeAxes(shape, strides []int) axes {
	var m axes
	for k, n := range shape {
		if n == 0 {
			return axes{rank: 1}
		}
		if n == 1 {
			continue
		}
		if last := m.rank - 1; last >= 0 && m.strides[last] == n*strides[k] {
			m.shape[last] *= n
			m.strides[last] = strides[k]
			continue
		}
		m.shape[m.rank], m.strides[m.rank] = n, strides[k]
		m.rank++
	}
	if m.rank == 0 {
		m.rank, m.shape[0], m.strides[0] = 1, 1, 1
	}
	return m
}

// cursor stands at one element of a view, in row-major order.
type cursor[T Element] struct {
	axes
	data  []T
	index [maxRank]int
	at    int // where in data the element lies
}

// newCursor returns a cursor at the first element of a.
func newCursor[T Element](a *Array[T]) cursor[T] {
	return cursor[T]{axes: mergeAxes(a.shape, a.strides), data: a.data, at: a.offset}
}

// seek moves to the element with row-major number n.
func (c *cursor[T]) seek(n int) {
	for k := c.rank - 1; k >= 0; k-- {
		i := 0
		if c.shape[k] > 0 {
			i = n % c.shape[k]
			n /= c.shape[k]
		}
		c.at += (i - c.index[k]) * c.strides[k]
		c.index[k] = i
	}
}

// left returns how many elements remain on the innermost axis, and their stride.
func (c *cursor[T]) left() (n, stride int) {
	k := c.rank - 1
	return c.shape[k] - c.index[k], c.strides[k]
}

// skip moves n elements on; n is at most what is left on the innermost axis.
func (c *cursor[T]) skip(n int) {
	k := c.rank - 1
	c.index[k] += n
	c.at += n * c.strides[k]
	for c.index[k] == c.shape[k] && k > 0 {
		c.at += c.strides[k-1] - c.shape[k]*c.strides[k]
		c.index[k] = 0
		k--
		c.index[k]++
	}
}

// read returns the next n elements, as part of the buffer if they lie side by side there, else copied into scratch,
// and moves past them.
func (c *cursor[T]) read(n int, scratch []T) []T {
	if run, stride := c.left(); stride == 1 && run >= n {
		s := c.data[c.at : c.at+n]
		c.skip(n)
		return s
	}
	scratch = scratch[:n]
	for done := 0; done < n; {
		run, stride := c.left()
		run = min(run, n-done)
		gather(scratch[done:done+run], c.data, c.at, stride)
		c.skip(run)
		done += run
	}
	return scratch
}

// write stores the elements of src at the next positions and moves past them.
func (c *cursor[T]) write(src []T) {
	for len(src) > 0 {
		run, stride := c.left()
		run = min(run, len(src))
		scatter(c.data, c.at, stride, src[:run])
		c.skip(run)
		src = src[run:]
	}
}

// gather copies len(dst) elements of src that lie a stride apart, starting at position at.
func gather[T Element](dst, src []T, at, stride int) {
	switch {
	case stride == 1:
		copy(dst, src[at:at+len(dst)])
	case stride == 0:
		fill(dst, src[at])
	default:
		for i := range dst {
			dst[i] = src[at]
			at += stride
		}
	}
}

// scatter copies src to positions of dst that lie a stride apart, starting at position at.
func scatter[T Element](dst []T, at, stride int, src []T) {
	if stride == 1 {
		copy(dst[at:at+len(src)], src)
		return
	}
	for _, v := range src {
		dst[at] = v
		at += stride
	}
}

// copyInto fills dst with the elements of a in row-major order; their numbers agree.
func copyInto[T Element](dst []T, a *Array[T]) {
	if a.IsContiguous() {
		copy(dst, a.run())
		return
	}
	c := newCursor(a)
	if axis := c.closest(); axis != c.rank-1 {
		c.transpose(dst, axis)
		return
	}
	for len(dst) > 0 {
		run, stride := c.left()
		gather(dst[:run], c.data, c.at, stride)
		c.skip(run)
		dst = dst[run:]
	}
}

// closest returns the axis along which elements lie closest together; the last of several.
func (m *axes) closest() int {
	axis, least := m.rank-1, -1
	for k := m.rank - 1; k >= 0; k-- {
		if s := max(m.strides[k], -m.strides[k]); least < 0 || s < least {
			axis, least = k, s
		}
	}
	return axis
}

// tileEdge is the edge of the squares that transpose copies: both squares fit the first-level cache, and so do the
// cache lines they lie in.
const tileEdge = 32

// transpose copies all elements to dst in row-major order, in squares over the last axis, which is adjacent in dst, and
// another one, which is closest in the source, so that each cache line is used whole while it is near.
func (c *cursor[T]) transpose(dst []T, axis int) {
	last := c.rank - 1
	rows, columns := c.shape[axis], c.shape[last]
	down, right := c.strides[axis], c.strides[last]
	pitch := 1 // of rows in dst
	for _, n := range c.shape[axis+1 : c.rank] {
		pitch *= n
	}
	// A second cursor runs over the other axes, in the source and in dst at once.
	outer := *c
	outer.shape[axis], outer.shape[last] = 1, 1
	to := outer.axes
	rowMajor(to.strides[:to.rank], c.shape[:c.rank])
	squares := sizeOf(outer.shape[:outer.rank])
	from := 0
	for range squares {
		for i0 := 0; i0 < rows; i0 += tileEdge {
			for j0 := 0; j0 < columns; j0 += tileEdge {
				for j := j0; j < min(j0+tileEdge, columns); j++ {
					p, q := from+i0*pitch+j, outer.at+i0*down+j*right
					for range min(tileEdge, rows-i0) {
						dst[p] = c.data[q]
						p += pitch
						q += down
					}
				}
			}
		}
		for k := outer.rank - 1; k >= 0; k-- {
			outer.index[k]++
			outer.at += outer.strides[k]
			from += to.strides[k]
			if outer.index[k] < outer.shape[k] {
				break
			}
			outer.at -= outer.shape[k] * outer.strides[k]
			from -= outer.shape[k] * to.strides[k]
			outer.index[k] = 0
		}
	}
}

// Copy returns a new row-major array with a's elements. NumPy: copy.
func (a *Array[T]) Copy() *Array[T] {
	out := allocate[T](a.shape)
	copyInto(out.data, a)
	return out
}
