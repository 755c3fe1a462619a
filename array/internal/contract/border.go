// This file lets contractions read windows that reach beyond their operand, as those of a padded convolution do: what is
// not there counts as zeros. Packed and staged copies of parts of the operand hold these zeros; the operand is never
// copied whole.

package contract

import "slices"

// A Border is a dimension of an operand's memory along which windows reach beyond both ends: for index p along the
// axis Position and e along the axis Element, the operand's element is that at
//
//	First + p*Step + e*Dilation
//
// in the dimension, or zero where that is not in [0, Size). Neighbours in the dimension are Stride elements apart.
type Border struct {
	Position, Element int
	First             int
	Step, Dilation    int
	Size, Stride      int
}

// A source is what a loop does to an operand with borders: it steps memory elements further in memory, and by step in
// the dimension along, counted from one; along is 0 for a loop that stays where it is in all of them.
type source struct{ memory, along, step int }

// CompileBordered is Compile for one or two operands, the first of which has borders: its strides and offset are those of
// windows as if the memory went on beyond the borders. The path is the one that a padded copy of the operand in row-major
// order would take, and so are the bits. It returns nil if the operand must be copied instead, because no loop could
// pack it.
func CompileBordered(text string, shapes, strides [][]int, dst []int, borders []Border) (*Program, error) {
	if p := remembered.find(text, shapes, strides, dst, borders); p != nil {
		return p.unlessCopied(), nil
	}
	spec, err := Parse(text, shapes)
	if err != nil {
		return nil, err
	}
	b := &bordered{borders: slices.Clone(borders), sources: make([]source, len(spec.Letters))}
	padded := b.paddedStrides(shapes[0], strides[0], spec.Inputs[0])
	p := newProgram(NewPlan(spec, shapes), clone(shapes), append([][]int{padded}, clone(strides[1:])...), slices.Clone(dst), b)
	likeCopy := newProgram(NewPlan(spec, shapes), shapes, append([][]int{padded}, strides[1:]...), dst, &bordered{})
	p.strides, p.borders = clone(strides), b.borders
	p.copied = !p.layouts[0].sumsLike(likeCopy.layouts[0]) || !p.layouts[0].readsBeyond(b.borders)
	remembered.keep(text, p)
	return p.unlessCopied(), nil
}

// sumsLike tells whether both layouts of the same contraction have the same bits. Loops over a padded copy may be one that
// are two where the operand ends between them, such as those over a window as wide as what is padded.
func (l *layout) sumsLike(other *layout) bool {
	inOrder := func(p path) bool { return p == gemmPath || p == directPath }
	return l.path == other.path && (l.path != dotPath || len(l.k) == len(other.k)) || inOrder(l.path) && inOrder(other.path)
}

func (p *Program) unlessCopied() *Program {
	if p.copied {
		return nil
	}
	return p
}

// bordered is what layouts must know of an operand with borders; sources are those of its letters.
type bordered struct {
	borders []Border
	sources []source
}

// paddedStrides returns the strides that the operand would have if it were the windows of a padded copy, in which the
// dimensions come last, and sets the sources.
func (b *bordered) paddedStrides(shape, strides, letters []int) []int {
	padded, step := make([]int, len(shape)), 1
	inDimension := make([]bool, len(shape))
	for d := len(b.borders) - 1; d >= 0; d-- {
		x := b.borders[d]
		padded[x.Position], padded[x.Element] = step*x.Step, step*x.Dilation
		b.sources[letters[x.Position]] = source{x.Step * x.Stride, d + 1, x.Step}
		b.sources[letters[x.Element]] = source{x.Dilation * x.Stride, d + 1, x.Dilation}
		inDimension[x.Position], inDimension[x.Element] = true, true
		step *= (shape[x.Position]-1)*x.Step + (shape[x.Element]-1)*x.Dilation + 1
	}
	for axis := len(shape) - 1; axis >= 0; axis-- {
		if !inDimension[axis] {
			padded[axis] = step
			step *= shape[axis]
			b.sources[letters[axis]] = source{memory: strides[axis]}
		}
	}
	return padded
}

// readsBeyond readies the layout for an operand with borders and tells whether that is possible: it must be the one that
// is packed (or staged) as B, and only rows, columns and terms may lead along the dimensions.
func (l *layout) readsBeyond(borders []Border) bool {
	if !l.swapped || slices.ContainsFunc(l.batch, func(x axis) bool { return x.along > 0 }) {
		return false
	}
	switch {
	case l.path == lanePath, l.path == directPath && l.n.innermost().along == 0, l.path == dotPath && l.k.innermost().along == 0:
		return false
	}
	l.borders = borders
	if l.batches*l.columns*l.terms == 0 {
		return true
	}
	l.batch.readMemory()
	l.turning = l.turn(borders)
	if l.stagesForTiles() {
		l.path = gemmPath // direct has the same bits
		return true
	}
	switch l.path {
	case gemmPath:
		l.n.readMemory()
		l.k.readMemory()
	case directPath:
		l.stage = newStage(l, 1, l.directPieces, l.termBlocks)
	case dotPath:
		l.stage = newStage(l, 1, l.dotPieces, l.dotBlocks)
	}
	return l.stage == nil || l.stage.size <= maxStage
}

// readMemory makes loops walk the memory of B instead of that of a padded copy.
func (g axes) readMemory() {
	for i := range g {
		g[i].b = g[i].memory
	}
}

// reach returns the least and the greatest that the loops step along the dimension.
func (g axes) reach(along int) (least, greatest int) {
	for _, x := range g {
		if x.along == along {
			least += min(0, (x.extent-1)*x.step)
			greatest += max(0, (x.extent-1)*x.step)
		}
	}
	return least, greatest
}

// place returns where the given turn leads to in the dimension.
func (g axes) place(turn, along int) int {
	place := 0
	for i := len(g) - 1; i >= 0; i-- {
		if g[i].along == along {
			place += turn % g[i].extent * g[i].step
		}
		turn /= g[i].extent
	}
	return place
}

// edges are the columns, or the terms, of a block that may meet terms, or columns, beyond a border: for each dimension
// in groups that stand at the same place.
type edges []edgeList

// An edge is the turns, in runs of neighbours, that lead to the same place in a dimension.
type edge struct {
	place int
	runs  []span
}

// A span is some turns, from the first to the one before the last.
type span struct{ from, to int }

func (s span) size() int { return s.to - s.from }

// find sets the edges among count turns of g from start on, whose places begin at origin; others are the loops on the
// other side, whose places begin at othersOrigin.
func (e *edges) find(g, others axes, start, count int, borders []Border, origin, othersOrigin func(Border) int) {
	*e = grown(*e, len(borders))
	inner := g.innermost()
	for d, x := range borders {
		least, greatest := others.reach(d + 1)
		least, greatest = least+othersOrigin(x), greatest+othersOrigin(x)
		list := (*e)[d][:0]
		for done := 0; done < count; {
			run := min(inner.extent-(start+done)%inner.extent, count-done)
			place := origin(x) + g.place(start+done, d+1)
			if inner.along == d+1 {
				for i := range run {
					if place+least < 0 || place+greatest >= x.Size {
						list = list.add(place, span{done + i, done + i + 1})
					}
					place += inner.step
				}
			} else if place+least < 0 || place+greatest >= x.Size {
				list = list.add(place, span{done, done + run})
			}
			done += run
		}
		(*e)[d] = list
	}
}

// edgeList is the edges in one dimension.
type edgeList []edge

// add adds turns at a place. Memory is used again.
func (list edgeList) add(place int, turns span) edgeList {
	i := slices.IndexFunc(list, func(e edge) bool { return e.place == place })
	if i < 0 {
		i = len(list)
		list = grownTo(list, i+1)
		list[i].place, list[i].runs = place, list[i].runs[:0]
	}
	e := &list[i]
	if last := len(e.runs) - 1; last >= 0 && e.runs[last].to == turns.from {
		e.runs[last].to = turns.to
	} else {
		e.runs = append(e.runs, turns)
	}
	return list
}

// grownTo returns the list with n elements, the new ones as they were when it was that long before.
func grownTo(list edgeList, n int) edgeList {
	if n <= cap(list) {
		return list[:n]
	}
	return append(list, make(edgeList, n-len(list))...)
}

func firstPlace(x Border) int { return x.First }
func noPlace(Border) int      { return 0 }

// clearBeyond sets the packed elements that lie beyond a border to zero.
func (g *gemm[T]) clearBeyond(w *workspace[T]) {
	for d, x := range g.borders {
		for _, terms := range w.termEdges[d] {
			w.edgeRows = terms.appendRows(w.edgeRows[:0], g.nr)
			for _, columns := range w.columnEdges[d] {
				if place := columns.place + terms.place; place < 0 || place >= x.Size {
					for _, run := range columns.runs {
						g.clearPacked(w, run, w.edgeRows)
					}
				}
			}
		}
	}
}

// appendRows appends where the edge's terms begin in a panel of nr columns.
func (e edge) appendRows(rows []int, nr int) []int {
	for _, run := range e.runs {
		for t := run.from; t < run.to; t++ {
			rows = append(rows, t*nr)
		}
	}
	return rows
}

// clearPacked clears some columns of the packed terms at rows. Most runs are a single column, that of an image's edge.
func (g *gemm[T]) clearPacked(w *workspace[T], columns span, rows []int) {
	var zero T
	for j := columns.from; j < columns.to; {
		count := min(columns.to-j, g.nr-j%g.nr)
		panel := w.b[j/g.nr*w.panel+j%g.nr:]
		if count == 1 {
			for _, row := range rows {
				panel[row] = zero
			}
		} else {
			for _, row := range rows {
				clear(panel[row : row+count])
			}
		}
		j += count
	}
}

// within returns memory in which every column meets every term at at, where those beyond a border may hold anything: B
// itself or, at its ends, a copy of what they span. What lies there is read, though never used: elements of the same array
// beside the operand.
func (g *gemm[T]) within(w *workspace[T], at int) ([]T, int) {
	first, last := at+slices.Min(w.nB)+slices.Min(w.kB), at+slices.Max(w.nB)+slices.Max(w.kB)+1
	if first >= 0 && last <= len(g.b) {
		return g.b, at
	}
	w.span = grown(w.span, last-first)
	if from, to := max(first, 0), min(last, len(g.b)); from < to {
		copy(w.span[from-first:], g.b[from:to])
	}
	return w.span, at - first
}
