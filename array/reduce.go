// This file is the engine of reductions. Every result is the root of a fixed binary tree over its elements: leaves of
// adjacent elements, joined in pairs. The shape of the tree depends on the array's layout alone, so that results are
// the same for any number of processors, and rounding errors of sums grow with the logarithm of the number of elements.

package array

import (
	"math"
	"slices"
	"sync"
)

// reducer says how elements of type T fold into accumulators of type A.
type reducer[T, A Element] struct {
	run  func(src []T) A          // folds at least one and at most leafRun elements
	rows func(acc []A, src []T)   // folds src[i] into acc[i]
	join func(acc, later []A)     // folds later[i] into acc[i]
	lift func(acc []A, first []T) // makes accumulators of single elements

	free bool                      // however elements are grouped, the result has the same bits: leaves may be of any length
	many func(acc []A, rows [][]T) // rows for fewer than leafRows rows, one after the other; nil without
	done func(acc []A) bool        // no further row changes the results; nil if one always may

	// about returns the reducer for the results at a position of the output and, stride apart, after it; nil if all have this.
	about func(at, stride int) reducer[T, A]
}

// The sizes of leaves: adjacent elements of one result, or rows of elements that belong to neighbouring results.
const (
	leafRun  = 1024
	leafRows = 32
	subtree  = 64 // leaves that one goroutine folds; a power of two, so that it is a whole subtree
)

// layout separates the axes of a reduction. Reduced axes are sorted by falling stride and merged, for the order in
// which memory is read; kept axes stay in the order of the result.
type layout struct {
	kept    []int // shape of the result
	strides []int // of the kept axes in the source
	reduced axes
	offset  int
}

// splitAxes checks the axes of a reduction, none meaning all, and separates them.
func splitAxes(op string, shape, strides []int, offset int, over []int) layout {
	over = checkAxes(op, over, shape)
	if len(over) == 0 {
		over = allAxes(len(shape))
	}
	l := layout{offset: offset}
	type axis struct{ n, stride int }
	var reduced []axis
	for k, n := range shape {
		s := strides[k]
		if !slices.Contains(over, k) {
			l.kept, l.strides = append(l.kept, n), append(l.strides, s)
			continue
		}
		if s < 0 && n > 0 {
			l.offset += (n - 1) * s
			s = -s
		}
		reduced = append(reduced, axis{n, s})
	}
	slices.SortStableFunc(reduced, func(x, y axis) int { return y.stride - x.stride })
	ns, steps := make([]int, len(reduced)), make([]int, len(reduced))
	for k, r := range reduced {
		ns[k], steps[k] = r.n, r.stride
	}
	l.reduced = mergeAxes(ns, steps)
	return l
}

// count returns how many elements fold into each result.
func (l *layout) count() int {
	return sizeOf(l.reduced.shape[:l.reduced.rank])
}

// reduce folds a over the given axes, none meaning all. There must be at least one element per result.
func reduce[T, A Element](op string, a *Array[T], over []int, r reducer[T, A]) *Array[A] {
	if out := reduceSmall(a, over, r); out != nil {
		return out
	}
	l := splitAxes(op, a.shape, a.strides, a.offset, over)
	out := allocate[A](l.kept)
	if len(out.data) == 0 {
		return out
	}
	if lane := l.laneAxis(); lane >= 0 {
		reduceRows(out, a.data, &l, lane, r)
		return out
	}
	n := l.count()
	if len(out.data) == 1 {
		if r.about != nil {
			r = r.about(0, 0)
		}
		out.data[0] = foldRuns(cursor[T]{axes: l.reduced, data: a.data, at: l.offset}, n, r)
		return out
	}
	inner, stride := l.reduced.shape[l.reduced.rank-1], l.reduced.strides[l.reduced.rank-1]
	parallel(len(out.data), 1+leafRun/n, len(out.data)*n, func(lo, hi int) {
		at := cursor[T]{axes: mergeAxes(l.kept, l.strides), at: l.offset}
		at.seek(lo)
		var scratch []T
		if stride != 1 || inner < min(n, leafRun) {
			scratch = make([]T, min(n, leafRun))
		}
		r := r
		about := r.about
		for i := lo; i < hi; i++ {
			if about != nil {
				r = about(i, 0)
			}
			switch {
			case n == inner && (n <= leafRun || r.free) && stride == 1:
				out.data[i] = r.run(a.data[at.at : at.at+n])
			case n == inner && n <= leafRun:
				gather(scratch, a.data, at.at, stride)
				out.data[i] = r.run(scratch)
			default:
				out.data[i] = foldRange(cursor[T]{axes: l.reduced, data: a.data, at: at.at}, n, scratch, r)
			}
			at.skip(1)
		}
	})
	return out
}

// reduceSmall folds contiguous arrays whose results are single leaves, in the order of the tree but without setting one up;
// nil for others, mistaken axes among them.
func reduceSmall[T, A Element](a *Array[T], over []int, r reducer[T, A]) *Array[A] {
	size := a.Size()
	if size == 0 || size > leafRun || !a.IsContiguous() {
		return nil
	}
	s := a.run()
	if len(over) == 0 {
		out := allocate[A](nil)
		if r.about != nil {
			r = r.about(0, 0)
		}
		out.data[0] = r.run(s)
		return out
	}
	if len(over) != 1 || len(a.shape) != 2 || a.shape[0] < 2 || a.shape[1] < 2 {
		return nil
	}
	rows, columns := a.shape[0], a.shape[1]
	switch {
	case over[0] == 1 || over[0] == -1:
		out := allocate[A](a.shape[:1])
		about := r.about
		for i := range out.data {
			if about != nil {
				r = about(i, 0)
			}
			out.data[i] = r.run(s[i*columns : (i+1)*columns])
		}
		return out
	case (over[0] == 0 || over[0] == -2) && rows <= leafRows && columns <= blockLen:
		out := allocate[A](a.shape[1:])
		if r.about != nil {
			r = r.about(0, 1)
		}
		r.lift(out.data, s[:columns])
		for at := columns; at < size; at += columns {
			r.rows(out.data, s[at:at+columns])
		}
		return out
	}
	return nil
}

// laneAxis returns the kept axis whose elements lie closer together than those of any reduced axis, so that whole rows
// fold at once; -1 if a reduced axis is closest.
func (l *layout) laneAxis() int {
	lane, closest := -1, l.reduced.strides[l.reduced.rank-1]
	if l.count() == 1 {
		closest = math.MaxInt
	}
	for k, n := range l.kept {
		if s := max(l.strides[k], -l.strides[k]); n > 1 && s != 0 && s < closest {
			lane, closest = k, s
		}
	}
	return lane
}

// tree joins leaves of equal width in the fixed order, keeping one partial result for each bit of their number.
type tree[A Element] struct {
	join   func(acc, later []A)
	levels [][]A
	count  uint
}

// push adds a leaf, which is copied.
func (t *tree[A]) push(leaf []A) {
	level := 0
	for ; t.count>>level&1 == 1; level++ {
		t.join(t.levels[level], leaf)
		leaf = t.levels[level]
	}
	if level == len(t.levels) {
		t.levels = append(t.levels, make([]A, len(leaf)))
	}
	copy(t.levels[level], leaf)
	t.count++
}

// root joins what is left and empties the tree.
func (t *tree[A]) root() []A {
	var r []A
	for level := range t.levels {
		if t.count>>level&1 == 0 {
			continue
		}
		if r != nil {
			t.join(t.levels[level], r)
		}
		r = t.levels[level]
	}
	t.count = 0
	return r
}

// foldRuns is foldRange with its subtrees spread over goroutines.
func foldRuns[T, A Element](c cursor[T], n int, r reducer[T, A]) A {
	const piece = leafRun * subtree
	if n <= piece {
		return foldRange(c, n, nil, r)
	}
	parts := make([]A, (n+piece-1)/piece)
	parallel(len(parts), 1, n, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			from := c
			from.seek(i * piece)
			parts[i] = foldRange(from, min(piece, n-i*piece), nil, r)
		}
	})
	t := tree[A]{join: r.join}
	for i := range parts {
		t.push(parts[i : i+1])
	}
	return t.root()[0]
}

// foldRange folds the next n elements. Scratch, if there is some, holds a leaf.
func foldRange[T, A Element](c cursor[T], n int, scratch []T, r reducer[T, A]) A {
	if n <= leafRun {
		return foldLeaf(&c, n, scratch, r)
	}
	if run, stride := c.left(); scratch == nil && (stride != 1 || run < n) {
		scratch = make([]T, leafRun)
	}
	t, check := tree[A]{join: r.join}, lookout(n)
	var leaf [1]A
	for n > 0 {
		check()
		m := min(leafRun, n)
		if run, stride := c.left(); r.free && stride == 1 && run > m {
			m = min(run, n)
		}
		leaf[0] = foldLeaf(&c, m, scratch, r)
		t.push(leaf[:])
		n -= m
	}
	return t.root()[0]
}

func foldLeaf[T, A Element](c *cursor[T], n int, scratch []T, r reducer[T, A]) A {
	if run, stride := c.left(); stride == 1 && run >= n {
		return r.run(c.read(n, nil))
	}
	if scratch == nil {
		scratch = make([]T, n)
	}
	return r.run(c.read(n, scratch))
}

// laneBytes is the size of a strip's accumulators: what the first-level cache holds beside a row.
const laneBytes = 16 << 10

// reduceRows folds whole rows of the lane axis, in strips.
func reduceRows[T, A Element](out *Array[A], data []T, l *layout, lane int, r reducer[T, A]) {
	width := min(laneBytes/elementBytes[A](), l.kept[lane])
	strips := (l.kept[lane] + width - 1) / width
	// The results but for the lane axis, and then the strips along it, are independent pieces of work.
	outer, steps, outSteps := slices.Clone(l.kept), slices.Clone(l.strides), slices.Clone(out.strides)
	outer[lane] = 1
	outer, steps, outSteps = append(outer, strips), append(steps, width*l.strides[lane]), append(outSteps, width*out.strides[lane])
	n, pieces := l.count(), sizeOf(outer)
	laneStride, outStride := l.strides[lane], out.strides[lane]
	parallel(pieces, 1, len(out.data)*n, func(lo, hi int) {
		w := newRowFolder(data, laneStride, width, r)
		from := cursor[T]{axes: mergeAxes(outer, steps), at: l.offset}
		to := cursor[A]{axes: mergeAxes(outer, outSteps)}
		from.seek(lo)
		to.seek(lo)
		for i := lo; i < hi; i++ {
			lanes := min(width, l.kept[lane]-i%strips*width)
			rows := cursor[T]{axes: l.reduced, at: from.at}
			if r.about != nil {
				w.reducer = r.about(to.at, outStride)
			}
			var sums []A
			if pieces == 1 {
				sums = w.foldAll(rows, n, lanes)
			} else {
				sums = w.fold(rows, n, lanes)
			}
			scatter(out.data, to.at, outStride, sums)
			from.skip(1)
			to.skip(1)
		}
	})
}

// rowFolder folds rows of lanes; it holds the scratch for doing so.
type rowFolder[T, A Element] struct {
	reducer[T, A]
	data   []T
	stride int // between lanes
	width  int
	row    []T
	acc    []A
}

func newRowFolder[T, A Element](data []T, stride, width int, r reducer[T, A]) *rowFolder[T, A] {
	return &rowFolder[T, A]{reducer: r, data: data, stride: stride, width: width, row: make([]T, width), acc: make([]A, width)}
}

// foldAll is fold with subtrees spread over goroutines.
func (w *rowFolder[T, A]) foldAll(rows cursor[T], n, lanes int) []A {
	const piece = leafRows * subtree
	pieces := (n + piece - 1) / piece
	parts := make([]A, pieces*lanes)
	spare := sync.Pool{New: func() any { return newRowFolder(w.data, w.stride, w.width, w.reducer) }}
	parallel(pieces, 1, n*lanes, func(lo, hi int) {
		own := spare.Get().(*rowFolder[T, A])
		for i := lo; i < hi; i++ {
			from := rows
			from.seek(i * piece)
			copy(parts[i*lanes:], own.fold(from, min(piece, n-i*piece), lanes))
		}
		spare.Put(own)
	})
	t := tree[A]{join: w.join}
	for i := range pieces {
		t.push(parts[i*lanes : (i+1)*lanes])
	}
	return t.root()
}

// fold folds n rows; the result is valid until the next call.
func (w *rowFolder[T, A]) fold(rows cursor[T], n, lanes int) []A {
	t, check := tree[A]{join: w.join}, lookout(n*lanes)
	acc := w.acc[:lanes]
	for n > 0 {
		check()
		m := min(leafRows, n)
		w.lift(acc, w.next(&rows, lanes))
		if w.done != nil && w.done(acc) {
			return acc
		}
		w.further(acc, &rows, m-1, lanes)
		if n == m && t.count == 0 {
			return acc
		}
		t.push(acc)
		n -= m
	}
	return t.root()
}

// further folds the next n rows, fewer than leafRows.
func (w *rowFolder[T, A]) further(acc []A, rows *cursor[T], n, lanes int) {
	if w.many == nil || w.stride != 1 {
		for range n {
			w.rows(acc, w.next(rows, lanes))
		}
		return
	}
	var list [leafRows][]T
	for i := range n {
		list[i] = w.next(rows, lanes)
	}
	w.many(acc, list[:n])
}

// byThree returns a function that folds rows by one that folds three, and by one that folds a single one.
func byThree[T Element](three func(acc, a, b, c []T), one func(acc, row []T)) func(acc []T, rows [][]T) {
	return func(acc []T, rows [][]T) {
		for ; len(rows) >= 3; rows = rows[3:] {
			three(acc, rows[0], rows[1], rows[2])
		}
		for _, row := range rows {
			one(acc, row)
		}
	}
}

// next returns the row the cursor stands at and moves on.
func (w *rowFolder[T, A]) next(rows *cursor[T], lanes int) []T {
	at := rows.at
	rows.skip(1)
	if w.stride == 1 {
		return w.data[at : at+lanes]
	}
	gather(w.row[:lanes], w.data, at, w.stride)
	return w.row[:lanes]
}
