// This file stages parts of an operand with borders for the paths that read B in place: a box around what a piece of work
// needs, with the zeros beyond the borders, small enough to stay in the cache.

package contract

import (
	"iter"
	"slices"
)

// A stage is how boxes lie in memory: innermost the dimensions, around them the loops that lead along none. Where columns are
// some places apart in the last dimension, their step, its rows are dealt to so many phases, one behind the other: the first
// has the places 0, step, 2*step and so on, the next one 1, 1+step, ..., so that neighbouring columns meet neighbours.
type stage struct {
	strides []int
	size    int // elements
	step    int
	phase   int   // places in a phase
	taps    []int // where each value of the loop over terms in the last dimension leads to, if step > 1
	tapAxis int   // that loop
}

// maxStage is the number of elements that a box may have.
const maxStage = 1 << 18

// newStage lays out boxes that hold what the columns in any of the ranges meet in any of the ranges of terms, and makes
// the loops of l walk them.
func newStage(l *layout, step int, columns, terms iter.Seq2[int, int]) *stage {
	s := &stage{strides: make([]int, len(l.borders)), size: 1, step: step}
	counts := make([]int, len(l.borders))
	widths := [2][]int{l.n.widest(columns), l.k.widest(terms)}
	for side, g := range [2]axes{l.n, l.k} {
		for i, x := range g {
			if x.along == len(counts) && step > 1 && side == 1 {
				counts[x.along-1] += (x.extent - 1) * x.step
			} else if x.along > 0 {
				counts[x.along-1] += (widths[side][i] - 1) * x.step
			}
		}
	}
	for d, count := range slices.Backward(counts) {
		s.strides[d] = s.size
		if d == len(counts)-1 {
			s.phase = count/step + 1
			s.size = step * s.phase
		} else {
			s.size *= count + 1
		}
	}
	for side, g := range [2]axes{l.n, l.k} {
		for i, x := range g {
			switch {
			case x.along == len(counts) && side == 1 && step > 1:
				s.tapAxis, g[i].b = i, 0
				for tap := range x.extent {
					s.taps = append(s.taps, tap*x.step%step*s.phase+tap*x.step/step)
				}
			case x.along == len(counts):
				g[i].b = x.step / step
			case x.along > 0:
				g[i].b = x.step * s.strides[x.along-1]
			default:
				s.size = ((s.size+lineElements-1)/lineElements | 1) * lineElements // so that no power of two lies between them
				g[i].b = s.size
				s.size *= widths[side][i]
			}
		}
	}
	return s
}

const (
	// boxColumns is about the number of columns for which gemm stages a box where A is kept, boxStep what it is a multiple of.
	boxColumns, boxStep = 448, 64
	// boxLanes is about the number of columns in a panel.
	boxLanes = 16
	// maxPhases is the greatest step for which rows are dealt to phases.
	maxPhases = 4
	// lineElements is the number of elements in a line of the cache, more or less.
	lineElements = 16
)

// stagesForTiles stages boxes for gemm and tells whether it does: where what is packed from boxes is larger than these. Few
// rows read B in place without tiles of gemm, unless these find most of their columns in place, too.
func (l *layout) stagesForTiles() bool {
	if l.path == dotPath || l.path == directPath && (l.rows <= dotRows || !l.overlapsInRows()) {
		return false
	}
	step := 1
	if n := l.n.innermost(); n.along == len(l.borders) && n.step > 1 && n.step <= maxPhases {
		step = n.step
	}
	l.stage = newStage(l, step, l.gemmPieces, l.termBlocks)
	if columns, _ := l.stageColumns(); 2*l.stage.size > columns*kBlock(l.terms) || l.stage.size > maxStage {
		l.stage = nil
	}
	return l.stage != nil
}

// overlapsInRows tells whether columns are long rows of neighbours, of which several terms meet the same ones.
func (l *layout) overlapsInRows() bool {
	n := l.n.innermost()
	return n.along > 0 && n.step == 1 && n.c == 1 && n.extent >= boxLanes && l.k.reachesAlong(n.along)
}

func (g axes) reachesAlong(along int) bool {
	least, greatest := g.reach(along)
	return least < greatest
}

// stageColumns returns how many columns gemm stages a box for, and how many columns are cut into pieces together: those
// of a plane, unless a last tile would have too few of them.
func (l *layout) stageColumns() (piece, together int) {
	together = l.columns
	plane := 1
	for i := len(l.n) - 1; i >= 0 && l.n[i].along > 0; i-- {
		plane *= l.n[i].extent
	}
	if roundUp(plane, boxLanes)-plane <= plane/32 {
		together = plane
	}
	most := boxColumns
	if l.rows*l.terms > keptBesideBox { // A is packed for each piece
		most = maxNC
	}
	pieces := (together + most - 1) / most
	return min(together, roundUp((together+pieces-1)/pieces, boxStep)), together
}

// gemmPieces lists the columns that are staged together.
func (l *layout) gemmPieces(yield func(from, to int) bool) {
	piece, together := l.stageColumns()
	for start := 0; start < l.columns; start += together {
		for from := 0; from < together; from += piece {
			if !yield(start+from, start+min(from+piece, together)) {
				return
			}
		}
	}
}

// addTaps adds to offsets, those of the terms from first on, where their values of the loop over taps lead to.
func (s *stage) addTaps(offsets []int, k axes, first int) {
	inner, extent := k[s.tapAxis+1:].size(), k[s.tapAxis].extent
	for t := range offsets {
		offsets[t] += s.taps[(first+t)/inner%extent]
	}
}

// widest returns the most values that each loop takes in one of the ranges of turns.
func (g axes) widest(ranges iter.Seq2[int, int]) []int {
	most, first, last := make([]int, len(g)), make([]int, len(g)), make([]int, len(g))
	for from, to := range ranges {
		g.span(from, to, first, last)
		for i := range g {
			most[i] = max(most[i], last[i]-first[i]+1)
		}
	}
	return most
}

// span finds the first and the last value that each loop takes in the turns from to to-1.
func (g axes) span(from, to int, first, last []int) {
	size, same := g.size(), true
	for i, x := range g {
		size /= x.extent
		first[i], last[i] = 0, x.extent-1
		if same {
			first[i], last[i] = from/size%x.extent, (to-1)/size%x.extent
			same = first[i] == last[i]
		}
	}
}

// staged is what a workspace knows of the box that it holds.
type staged struct {
	filled         bool
	asked          [2]span    // columns and terms that it was last filled for
	start, begin   int        // where these begin in memory, as memory does, and in the box
	columns, terms span       // the same as the first ones that need such a box
	origin         int        // where the box begins, as the layout's loops count
	memory, box    int        // where the first element that exists lies, from that of the batch turn, and in the box
	loops          []copyLoop // over what exists, outermost first, two or more
	copies         []copyLoop // those that have more than one turn, and the last two, of which the last is that of a phase
	phases         []copyLoop // what each phase of a row holds, and where it begins
	rows           []int      // scratch of copyEverySecond
	margins, kept  []int      // how many places lie before the first one that exists, and how many exist, by dimension
	first, last    []int
	low, high      []int
}

// A copyLoop leads through memory and box at once.
type copyLoop struct{ count, memory, box int }

// fill stages what the given turns of n and k meet at at, and returns where the loops, which walk the box, begin.
func (p *pair[T]) fill(w *workspace[T], at int, columns, terms span) (begin int) {
	if asked := [2]span{columns, terms}; !w.filled || w.asked != asked {
		p.ready(w, columns, terms)
		w.asked = asked
	}
	row := &w.copies[len(w.copies)-1]
	for _, phase := range w.phases {
		row.count = phase.count
		p.copyBox(w, w.copies, at+w.start+phase.memory, w.box+phase.box)
	}
	return w.begin
}

// ready works out how the box for the given turns is filled.
func (p *pair[T]) ready(w *workspace[T], columns, terms span) {
	columns, n := p.n.reduced(columns)
	terms, k := p.k.reduced(terms)
	if !w.filled || w.columns != columns || w.terms != terms {
		w.place(p.layout, columns, terms)
		w.boxed = grown(w.boxed, p.stage.size)
		if !w.filled || !slices.Equal(w.kept, w.margins) {
			clear(w.boxed)
			w.kept = append(w.kept[:0], w.margins...)
		}
		w.filled, w.columns, w.terms = true, columns, terms
	}
	w.start, w.begin = n.memory+k.memory+w.memory, -w.origin-n.box-k.box
}

// reduced returns turns that need the same of a box, those in the first turn of the outer loops that lead along no
// dimension, and how much further on in memory and in an endless box the given ones begin. Turns that need several turns
// of outer loops stay as they are.
func (g axes) reduced(turns span) (inner span, to copyLoop) {
	outer := max(0, slices.IndexFunc(g, func(x axis) bool { return x.along > 0 }))
	size := g[outer:].size()
	turn := turns.from / size
	if turn == 0 || (turns.to-1)/size != turn {
		return turns, to
	}
	inner = span{turns.from - turn*size, turns.to - turn*size}
	for _, x := range slices.Backward(g[:outer]) {
		to.memory += turn % x.extent * x.memory
		to.box += turn % x.extent * x.b
		turn /= x.extent
	}
	return inner, to
}

// place works out where what exists of a box comes from.
func (w *staged) place(l *layout, columns, terms span) {
	n, k := l.n, l.k
	w.first, w.last = grown(w.first, len(n)+len(k)), grown(w.last, len(n)+len(k))
	n.span(columns.from, columns.to, w.first, w.last)
	k.span(terms.from, terms.to, w.first[len(n):], w.last[len(n):])
	w.low, w.high = w.low[:0], w.high[:0]
	for _, x := range l.borders {
		w.low, w.high = append(w.low, x.First), append(w.high, x.First)
	}
	w.memory, w.box, w.origin = 0, 0, 0
	w.loops = append(w.loops[:0], copyLoop{count: 1}, copyLoop{count: 1})
	for side, g := range [2]axes{n, k} {
		for i, x := range g {
			first, last := w.first[side*len(n)+i], w.last[side*len(n)+i]
			if side == 1 && x.along == len(l.borders) && l.stage.step > 1 {
				first, last = 0, x.extent-1
			}
			w.memory += first * x.memory
			w.origin += first * x.b
			if x.along > 0 {
				w.low[x.along-1] += first * x.step
				w.high[x.along-1] += last * x.step
			} else if last > first {
				w.loops = append(w.loops, copyLoop{last - first + 1, x.memory, x.b})
			}
		}
	}
	w.margins = w.margins[:0]
	for d, x := range l.borders {
		before := max(0, -w.low[d])
		count := max(0, min(w.high[d], x.Size-1)-w.low[d]-before+1)
		w.memory += before * x.Stride
		w.margins = append(w.margins, before, count)
		if d < len(l.borders)-1 {
			w.box += before * l.stage.strides[d]
			w.loops = append(w.loops, copyLoop{count, x.Stride, l.stage.strides[d]})
			continue
		}
		w.loops = append(w.loops, copyLoop{count, l.stage.step * x.Stride, 1})
		w.dealRow(l.stage, before, count, x.Stride)
	}
	w.copies = w.loops
	for len(w.copies) > 2 && w.copies[0].count == 1 {
		w.copies = w.copies[1:]
	}
}

// dealRow works out what the phases hold of count places that exist, from the place before on.
func (w *staged) dealRow(s *stage, before, count, stride int) {
	w.phases = w.phases[:0]
	for first := before; first < min(before+s.step, before+count); first++ {
		w.phases = append(w.phases, copyLoop{
			count: (before+count-1-first)/s.step + 1, memory: (first - before) * stride, box: first%s.step*s.phase + first/s.step})
	}
}

func (p *pair[T]) copyBox(w *workspace[T], loops []copyLoop, memory, box int) {
	if len(loops) == 2 {
		p.copyRows(w, loops[0], loops[1], memory, box)
		return
	}
	for range loops[0].count {
		p.copyBox(w, loops[1:], memory, box)
		memory, box = memory+loops[0].memory, box+loops[0].box
	}
}

// copyRows copies some rows.
func (p *pair[T]) copyRows(w *workspace[T], rows, row copyLoop, memory, box int) {
	switch {
	case rows.count == 0 || row.count == 0:
	case row.memory == 1:
		p.copyRuns(w.boxed[box:], p.b, memory, row.count, rows.count, rows.box, rows.memory)
	case row.memory == 2 && p.packLanes > 0 && row.count >= p.packLanes:
		p.copyEverySecond(w, rows, row.count, memory, box)
	default:
		for range rows.count {
			for j := range row.count {
				w.boxed[box+j] = p.b[memory+j*row.memory]
			}
			memory, box = memory+rows.memory, box+rows.box
		}
	}
}

// copyEverySecond is copyRows for elements two apart, strip by strip of vectors; the last strip overlaps the one before it.
func (p *pair[T]) copyEverySecond(w *workspace[T], rows copyLoop, count, memory, box int) {
	w.rows = grown(w.rows, rows.count)
	for i := range w.rows {
		w.rows[i] = i * rows.memory
	}
	for j := 0; j < count; j += p.packLanes {
		j := min(j, count-p.packLanes)
		p.evens(w.boxed[box+j:], p.b, memory+2*j, w.rows, rows.box)
	}
}
