// This file runs a pair whose B is windows with both sides turned: the windows become the rows of tiles, which are read in
// place, an element at a time, and A is packed as B is elsewhere. So it is with gradients of filters,
//
//	nijkde,node->oijk
//
// where an element of the images is in many windows, each of which would be packed as often as there are elements in a
// filter. Each sum has the same terms in the same order, and so the same bits.

package contract

import "slices"

const (
	// turnedRows is the least number of rows for which panels of them are full enough.
	turnedRows = 16
	// turnedColumns is the least number of columns, and that from which on they are cut into pieces.
	turnedColumns = 96
	// turnedSums is the number of sums that a piece of work may have.
	turnedSums = 1 << 20
	// turnedBoxes is the number of elements that the boxes of a piece may have.
	turnedBoxes = 1 << 19
	// turnedBlock is what the number of columns must be a multiple of for results to be transposed without a rest.
	turnedBlock = 16
)

// A turning is how sides are turned. The loops of its layout over B walk the operand or, with borders, a ring of boxes.
type turning struct {
	*layout
	piece int // columns in a piece at most
	image int // terms that meet the same box
	boxes int // in the ring
}

// turn returns how to turn the sides, or nil where they are better left as they are: B must be windows that share
// elements, with terms that are neighbours while columns are none, so that packing takes long.
func (l *layout) turn(borders []Border) *turning {
	n, k := l.n.innermost(), l.k.innermost()
	switch {
	case l.path != gemmPath, len(l.m) != 1 || l.m[0].c <= 0 || !l.n.rowMajorInC(),
		l.rows < turnedRows, l.rows > l.columns, l.columns < turnedColumns,
		n.b == 1 && n.extent >= shortRun, k.a != 1 || k.extent < shortRun,
		2*(l.n.extentOfB()+l.k.extentOfB()) > l.columns*l.terms:
		return nil
	}
	turned := *l
	turned.n, turned.k = slices.Clone(l.n), slices.Clone(l.k)
	t := &turning{layout: &turned, piece: min(l.columns, max(turnedColumns, turnedSums/l.rows/turnedBlock*turnedBlock)), image: l.terms}
	if len(borders) > 0 && !t.box(borders) {
		return nil
	}
	return t
}

// rowMajorInC tells whether C holds all turns of the loops one after the other.
func (g axes) rowMajorInC() bool {
	step := 1
	for _, x := range slices.Backward(g) {
		if x.c != step {
			return false
		}
		step *= x.extent
	}
	return true
}

// extentOfB returns how far the loops lead in B.
func (g axes) extentOfB() int {
	extent := 0
	for _, x := range g {
		extent += (x.extent - 1) * abs(x.b)
	}
	return extent
}

// box lays out boxes of an image each, and tells whether they are small enough.
func (t *turning) box(borders []Border) bool {
	t.borders = borders
	first := slices.IndexFunc(t.k, func(x axis) bool { return x.along > 0 })
	if first < 0 {
		return false
	}
	t.image = t.k[first:].size()
	t.boxes = min(t.terms/t.image, (kBlock(t.terms)-2)/t.image+2)
	for ; ; t.piece = roundUp(t.piece/2, turnedBlock) {
		t.stage = newStage(t.layout, 1, t.pieces, t.images)
		switch {
		case t.boxes*t.stage.size <= turnedBoxes:
			return true
		case t.piece < 2*turnedColumns:
			return false
		}
	}
}

// pieces and images list what is staged together.
func (t *turning) pieces(yield func(from, to int) bool) {
	for from := 0; from < t.columns && yield(from, min(from+t.piece, t.columns)); from += t.piece {
	}
}

func (t *turning) images(yield func(from, to int) bool) {
	for from := 0; from < t.terms && yield(from, from+t.image); from += t.image {
	}
}

// A turned is a pair cut into pieces of work: some columns, and some panels of rows, of one batch turn.
type turned[T Element] struct {
	gemm[T]
	image, boxes int
}

func newTurned[T Element](p pair[T]) *turned[T] {
	how := p.turning
	p.layout = how.layout
	return &turned[T]{gemm[T]{pair: p, kc: kBlock(p.terms), nc: how.piece, height: min(p.rows, maxHeight)}, how.image, how.boxes}
}

func (t *turned[T]) run() {
	pieces := func() int {
		t.down, t.across = (t.rows+t.height-1)/t.height, (t.columns+t.nc-1)/t.nc
		return t.batches * t.down * t.across
	}
	whole := t.nc == t.columns // boxes are as large as such a piece needs, and so serve any part of it
	for t.queue.threads > 1 && t.work() >= t.queue.least && pieces() < piecesPerThread*t.queue.threads {
		if t.height > t.nr { // each piece fills boxes of its own, which takes less time than to pack A for each
			t.height = roundUp((t.height+1)/2, t.nr)
		} else if whole && t.nc >= turnedColumns {
			t.nc = (t.nc + 1) / 2
		} else {
			break
		}
	}
	t.queue.start(t, pieces(), t.work())
}

func (t *turned[T]) take(q *queue) {
	w := t.workspace(t.layout)
	defer t.giveBack(w)
	for item, more := q.next(); more; item, more = q.next() {
		i, j := item/t.across%t.down*t.height, item%t.across*t.nc
		w.setColumns(t.layout, j, min(t.nc, t.columns-j))
		w.mA, w.mC = grown(w.mA, min(t.height, t.rows-i)), grown(w.mC, min(t.height, t.rows-i))
		t.m.offsetsAC(i, w.mA, w.mC)
		t.piece(q, w, t.batch.at(t.origin, item/(t.down*t.across)))
	}
}

// piece computes the workspace's columns and rows of one batch turn, and puts them into C when they are done.
func (t *turned[T]) piece(q *queue, w *workspace[T], at position) {
	width := roundUp(len(w.mA), t.nr)
	w.sums = grown(w.sums, len(w.nB)*width)
	w.images = 0
	for k := 0; k < t.terms && !q.stopped(); k += t.kc {
		w.setTerms(t.layout, k, t.kc)
		b := t.windowTerms(w, at.b, k)
		t.packTurned(q, w, at.a)
		tile := &w.tile
		tile.b, tile.c, tile.ldc, tile.add = w.b, w.sums, width, k > 0
		most := max(1, directProducts/(t.mr*t.nr*len(w.kA)))
		for p := 0; p < width; p += t.nr {
			if q.stopped() {
				return
			}
			tile.bAt = p / t.nr * w.panel
			for j := 0; j < len(w.nB); j += tile.rows * tile.panels {
				tile.rows, tile.panels = t.evenPanels(len(w.nB) - j)
				tile.panels = min(tile.panels, most)
				tile.cAt = j*width + p
				t.kernels.turned(tile, b, w.nB[j:], w.places)
			}
		}
	}
	t.putTurned(w, at.c, width)
}

// evenPanels returns how many rows the next panels that rows make have, and how many these are.
func (k *kernels[T]) evenPanels(rows int) (each, panels int) {
	each = k.panelRows(rows)
	for ; rows > 0 && k.panelRows(rows) == each; rows -= each {
		panels++
	}
	return each, panels
}

// windowTerms readies w.places: where the terms from k on lead to in the memory that it returns, which is B's or, with
// borders, that of boxes which hold the images that they meet.
func (t *turned[T]) windowTerms(w *workspace[T], at, k int) []T {
	if t.stage == nil {
		w.places = w.kB
		return t.b[at+w.firstB:]
	}
	size := t.stage.size
	w.ring, w.begins = grown(w.ring, t.boxes*size), grown(w.begins, t.boxes)
	boxed := w.boxed
	for ; w.images*t.image < k+len(w.kB); w.images++ {
		slot := w.images % t.boxes
		w.boxed = w.ring[slot*size : (slot+1)*size : (slot+1)*size]
		w.filled = w.filled && w.images >= t.boxes // each box has its zeros to be made once
		first := w.images * t.image
		w.begins[slot] = slot*size + t.fill(w, at, w.columnSpan, span{first, first + t.image})
	}
	w.boxed = boxed
	w.shifted = grown(w.shifted, len(w.kB))
	for i, place := range w.kB {
		w.shifted[i] = w.firstB + place + w.begins[(k+i)/t.image%t.boxes]
	}
	w.places = w.shifted
	return w.ring
}

// packTurned packs the workspace's rows of A and its terms into panels of nr rows.
func (t *turned[T]) packTurned(q *queue, w *workspace[T], at int) {
	w.panel = panelSize(len(w.kA), t.nr)
	w.b = grown(w.b, roundUp(len(w.mA), t.nr)/t.nr*w.panel+slack)
	for i := 0; i < len(w.mA) && !q.stopped(); i += t.nr {
		t.packAcross(w, w.b[i/t.nr*w.panel:], t.a, at, w.mA[i:min(i+t.nr, len(w.mA))], w.kA, w.stretchA, t.nr)
	}
}

// putTurned puts the sums, width of them for each column, into their places in C.
func (t *turned[T]) putTurned(w *workspace[T], at, width int) {
	count := len(w.nB)
	w.shifted = grown(w.shifted, count+len(w.mA))
	columns, rows := w.shifted[:count], w.shifted[count:]
	for j := range columns {
		columns[j] = j * width
	}
	for i := range rows {
		rows[i] = i
	}
	to, step := t.c[at+w.mC[0]+w.nC[0]:], t.m[0].c
	whole := count / turnedBlock * turnedBlock
	if whole > 0 {
		t.kernels.across(to, w.sums, 0, columns[:whole], rows, len(rows), step, &w.eight)
	}
	if whole < count {
		plainAcross(to[whole:], w.sums, 0, columns[whole:], rows, len(rows), step, &w.eight)
	}
}
