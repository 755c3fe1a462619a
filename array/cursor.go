// This file walks strided views in row-major order, a run of elements at a time: the one way in which element-wise
// operations, copies and reductions read and write arrays that are not contiguous.

package array

import "github.com/arraybook/arraybook/array/internal/vector"

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
func (c *cursor[T]) skip(n int) { c.skipAlong(c.rank-1, n) }

// read returns the next n elements, as part of the buffer if they lie side by side there, else copied into scratch,
// and moves past them.
func (c *cursor[T]) read(n int, scratch []T) []T {
	if run, stride := c.left(); stride == 1 && run >= n {
		s := c.data[c.at : c.at+n]
		c.skip(n)
		return s
	}
	scratch = scratch[:n]
	c.readTo(scratch)
	return scratch
}

// shortRun is the length up to which rows are gathered several at a time.
const shortRun = 16

// readTo copies the next elements to dst and moves past them.
func (c *cursor[T]) readTo(dst []T) {
	for len(dst) > 0 {
		run, stride := c.left()
		if k := c.rank - 1; run <= shortRun && run <= len(dst) && c.index[k] == 0 && k > 0 {
			dst = dst[c.readRows(dst, run, stride):]
			continue
		}
		run = min(run, len(dst))
		gather(dst[:run], c.data, c.at, stride)
		c.skip(run)
		dst = dst[run:]
	}
}

// readRows copies short rows to dst, from the first element of one, and returns how many elements: rows of one axis, or the
// whole boxes that two short axes make, such as windows.
func (c *cursor[T]) readRows(dst []T, run, stride int) int {
	k := c.rank - 1
	if box := run * c.shape[k-1]; k > 1 && c.index[k-1] == 0 && c.shape[k-1] <= shortRun && box <= len(dst) {
		boxes := min(c.shape[k-2]-c.index[k-2], len(dst)/box)
		for i := range boxes {
			gatherRows(dst[i*box:(i+1)*box], c.data, c.at+i*c.strides[k-2], run, c.strides[k-1], stride)
		}
		c.skipAlong(k-2, boxes)
		return boxes * box
	}
	rows := min(c.shape[k-1]-c.index[k-1], len(dst)/run)
	gatherRows(dst[:rows*run], c.data, c.at, run, c.strides[k-1], stride)
	c.skipAlong(k-1, rows)
	return rows * run
}

// skipAlong moves n places along an axis, with those after it at their first place; n is at most what is left on it.
func (c *cursor[T]) skipAlong(k, n int) {
	c.index[k] += n
	c.at += n * c.strides[k]
	for c.index[k] == c.shape[k] && k > 0 {
		c.at += c.strides[k-1] - c.shape[k]*c.strides[k]
		c.index[k] = 0
		k--
		c.index[k]++
	}
}

// gatherRows copies short rows of src, whose first elements lie down apart and further ones right apart, from position at on.
func gatherRows[T Element](dst, src []T, at, run, down, right int) {
	if run == 3 && right == 1 {
		for len(dst) >= 3 {
			row := src[at : at+3 : at+3]
			dst[0], dst[1], dst[2] = row[0], row[1], row[2]
			dst, at = dst[3:], at+down
		}
		return
	}
	for len(dst) >= run {
		from := at
		for i := range dst[:run] {
			dst[i] = src[from]
			from += right
		}
		dst, at = dst[run:], at+down
	}
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
	case stride == 0 && len(dst) > 0:
		fill(dst, src[at])
	default:
		vector.Gather(dst, src, at, stride)
	}
}

// scatter copies src to positions of dst that lie a stride apart, starting at position at.
func scatter[T Element](dst []T, at, stride int, src []T) {
	if stride == 1 {
		copy(dst[at:at+len(src)], src)
		return
	}
	vector.Scatter(dst, at, stride, src)
}

// copyInto fills dst with the elements of a in row-major order; their numbers agree. Fresh tells that nothing has been in dst.
func copyInto[T Element](dst []T, a *Array[T], fresh bool) {
	streamed := streams(len(dst)*elementBytes[T](), fresh)
	switch {
	case a.IsContiguous() && len(dst) < parallelMin && !streamed:
		copy(dst, a.run())
	case a.IsContiguous():
		copyRuns(dst, a.run(), streamed)
	default:
		copyStrided(dst, a, streamed)
	}
}

// copyPiece is how many elements are copied at once. Go cannot preempt a copy, and its collector, for which everything else
// waits, would wait for the end of a copy of gigabytes.
const copyPiece = 1 << 16

func copyRuns[T Element](dst, src []T, streamed bool) {
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) {
		for ; lo < hi; lo += copyPiece {
			end := min(lo+copyPiece, hi)
			if streamed {
				vector.CopyPast(dst[lo:end], src[lo:end])
			} else {
				copy(dst[lo:end], src[lo:end])
			}
		}
		if streamed {
			vector.Fence()
		}
	})
}

func copyStrided[T Element](dst []T, a *Array[T], streamed bool) {
	if len(dst) <= blockLen {
		copyFew(dst, a)
		return
	}
	c := newCursor(a)
	if axis := c.closest(); axis != c.rank-1 && c.shape[c.rank-1] > shortRun {
		c.transpose(dst, axis)
		return
	}
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) {
		c := c
		c.seek(lo)
		if streamed {
			inBlocks(dst[lo:hi], func(block []T, _ int) { c.readTo(block) })
		} else {
			c.readTo(dst[lo:hi])
		}
	})
}

// copyFew is copyStrided for few elements; its cursor, which no goroutine sees, stays off the heap.
func copyFew[T Element](dst []T, a *Array[T]) {
	c := newCursor(a)
	c.readTo(dst)
}

// closest returns the axis along which elements lie closest together; the last of several. Along an axis of stride 0 they are
// one element, so that there is nothing to be near to.
func (m *axes) closest() int {
	axis, least := m.rank-1, -1
	for k := m.rank - 1; k >= 0; k-- {
		if s := max(m.strides[k], -m.strides[k]); s > 0 && (least < 0 || s < least) {
			axis, least = k, s
		}
	}
	return axis
}

// stripRows is the number of rows of the result that a transposed copy makes at once.
const stripRows = 64

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
	past := false
	if len(dst)*elementBytes[T]() >= pastBytes && down == 1 && right > 0 {
		if past = vector.TransposesPast(dst, columns, pitch); !past {
			c.transposeParts(dst, axis)
			return
		}
	}
	// A second cursor runs over the other axes, in the source and in dst at once.
	outer := *c
	outer.shape[axis], outer.shape[last] = 1, 1
	to := outer.axes
	rowMajor(to.strides[:to.rank], c.shape[:c.rank])
	strips := (rows + stripRows - 1) / stripRows
	parallel(sizeOf(outer.shape[:outer.rank])*strips, 1, len(dst), func(lo, hi int) {
		var scratch []T
		if down == -1 || right < 0 {
			scratch = make([]T, min(stripRows, rows)*min(columns, columnBytes/elementBytes[T]()))
		}
		for i := lo; i < hi; i++ {
			from, at := outer.places(&to, i/strips)
			first := i % strips * stripRows
			if scratch != nil {
				turn(dst[from+first*pitch:], c.data, at+first*down, min(stripRows, rows-first), columns, pitch, down, right, scratch)
			} else {
				transposeInto(dst[from+first*pitch:], c.data, at+first*down, min(stripRows, rows-first), columns, pitch, down, right, past)
			}
		}
	})
}

// places returns where, under two layouts of one shape, the element with row-major number n lies: in other, from 0 on, and
// in c, from where it stands.
func (c *cursor[T]) places(other *axes, n int) (there, here int) {
	here = c.at
	for k := c.rank - 1; k >= 0; k-- {
		if d := c.shape[k]; d > 1 {
			there += n % d * other.strides[k]
			here += n % d * c.strides[k]
			n /= d
		}
	}
	return there, here
}

// Copy returns a new row-major array with a's elements. NumPy: copy.
func (a *Array[T]) Copy() *Array[T] {
	out := unwritten[T](a.shape)
	copyInto(out.data, a, true)
	return out
}
