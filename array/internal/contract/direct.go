// This file runs a pair as a matrix product that reads B in place, and A too where its strides are even: for few rows,
// where a packed panel of B would be used too seldom, and for a B that stays in the cache. Filters over one channel,
// depthwise filters and products of small matrices come this way.

package contract

import "unsafe"

const (
	// With more rows than this, packing B pays.
	directRows = 24
	// directPiece is the number of columns in a piece of work.
	directPiece = 8192
	// stencilRows is the least number of rows in a piece of work where windows overlap: each piece begins with rows of B
	// that rows of C before it have met too.
	stencilRows = 64
	// stencilPieces is about how many pieces each of several threads gets there.
	stencilPieces = 4
	// stagedRows is the same where B is staged, in as much of the cache as these rows take.
	stagedRows = 32
	// leastRuns is the least number of runs in a piece that is cut for threads.
	leastRuns = 16
	// directProducts is about the number of products in a piece with many rows.
	directProducts = 1 << 22
	// outerProducts is about the number of products in a call for an outer product, which waits for memory.
	outerProducts = 1 << 15

	// stencilWidth is a number of columns of a stencil that are computed from the first to the last row before others are; the
	// last ones are up to twice as many.
	stencilWidth = 512
	// Columns go by a block of about this many elements of A, which stays in the cache.
	directA = 1 << 14
	// A block of B with at most this many elements (of 256 terms at most) stays in the second-level cache: rows of A can
	// go by it as it is.
	directB = 1 << 15
)

// readsInPlace tells whether the columns of B and C are contiguous and long enough for whole vectors.
func (l *layout) readsInPlace() bool {
	n := l.n.innermost()
	few := l.rows <= directRows || l.terms == 1 || l.columns*kBlock(l.terms) <= directB && len(l.n) == 1
	return few && n.b == 1 && (n.c == 1 || l.rows > 1 && n.extent >= 8) && (n.extent >= 8 || len(l.n) == 1)
}

// thrashes tells whether a panel of B's columns, read in place, would not stay in the first-level cache while many rows of
// A go by: at distances that are multiples of a power of two, its terms compete for a part of the cache.
func (p *pair[T]) thrashes() bool {
	if p.rows <= directRows || len(p.k) != 1 || len(p.borders) > 0 {
		return false
	}
	step := p.k[0].b * int(unsafe.Sizeof(p.one))
	sets := setBytes / max(lineBytes, greatestPower(step|setBytes))
	return kBlock(p.terms) > sets*setLines/2
}

// greatestPower returns the greatest power of two that divides x.
func greatestPower(x int) int { return x & -x }

// direct is a gemm that computes C run by run: a run is one turn of the innermost n loop, along which B and C are
// contiguous.
type direct[T Element] struct {
	gemm[T]
	perItem int // runs in a piece
	strips  int // pieces that make all runs or, where B is staged, those of the second innermost n loop
	// overlap is the number of filter rows if the windows of neighbouring rows of columns overlap: the outermost k loop
	// steps as the second innermost n loop does. Else 0.
	overlap int
}

// pieceRuns returns the number of runs in a piece, and the number of runs that are cut into pieces together.
func (l *layout) pieceRuns() (perItem, together int) {
	length := l.n.innermost().extent
	together = l.columns / length
	perItem = directPiece / length
	if len(l.borders) > 0 {
		together = l.n.outer().innermost().extent
		perItem = max(perItem, stagedRows)
	}
	return max(1, min(together, perItem)), together
}

// directPieces and termBlocks list what is staged together.
func (l *layout) directPieces(yield func(from, to int) bool) {
	length := l.n.innermost().extent
	perItem, together := l.pieceRuns()
	for from := 0; from < together; from += perItem {
		if !yield(from*length, min(from+perItem, together)*length) {
			return
		}
	}
}

func (l *layout) termBlocks(yield func(from, to int) bool) {
	kc := kBlock(l.terms)
	for from := 0; from < l.terms && yield(from, min(from+kc, l.terms)); from += kc {
	}
}

func (d *direct[T]) run() {
	d.kc = kBlock(d.terms)
	d.mc = min(d.rows, max(d.mr, directA/d.kc/d.mr*d.mr))
	d.inPlace = d.rows > 1 && len(d.m) <= 1 && len(d.k) <= 1
	length := d.n.innermost().extent
	perItem, together := d.pieceRuns()
	perItem = d.evenRuns(perItem, together)
	if d.stencil != nil && d.rows == 1 && d.terms == d.kc && length >= d.stencilColumns && len(d.k) > 1 && len(d.n) > 1 && d.k[0].b == d.n.outer().innermost().b {
		d.overlap = d.k[0].extent
		if d.stage == nil {
			perItem = min(together, max(perItem, stencilRows, d.pieceOfStencil(together, d.columns/length/together)))
		}
	}
	d.perItem, d.strips = perItem, (together+perItem-1)/perItem
	d.across = d.columns / length / together * d.strips
	d.shareRows(perItem * length)
	d.keep = d.height*d.terms <= keptA
	d.queue.start(d, d.batches*d.down*d.across, d.work())
}

// evenRuns returns how many of the runs that belong together make a piece, perItem at most: pieces are equally long, and as many
// as keep all threads busy, if they are not too short for what they have in common.
func (d *direct[T]) evenRuns(perItem, together int) int {
	pieces := (together + perItem - 1) / perItem
	if d.queue.threads > 1 && d.work() >= d.queue.least {
		parts := d.batches * d.columns / d.n.innermost().extent / together
		pieces = max(pieces, min((piecesPerThread*d.queue.threads+parts-1)/parts, together/leastRuns))
	}
	return (together + pieces - 1) / pieces
}

// pieceOfStencil returns how many of the runs that belong together make a piece, if there are planes of them in a batch
// turn: as many as leave work for all threads.
func (d *direct[T]) pieceOfStencil(together, planes int) int {
	if d.queue.threads == 1 || d.work() < d.queue.least {
		return together
	}
	pieces := max(1, stencilPieces*d.queue.threads/(d.batches*planes))
	return (together + pieces - 1) / pieces
}

// shareRows cuts the rows of pieces that have so many columns until these are short enough to be interrupted, and enough
// for all threads.
func (d *direct[T]) shareRows(columns int) {
	d.height = min(d.rows, max(d.mc, roundUp(directProducts/(columns*d.kc), d.mc)))
	pieces := func() int { return d.batches * d.across * ((d.rows + d.height - 1) / d.height) }
	for d.queue.threads > 1 && d.work() >= d.queue.least && pieces() < piecesPerThread*d.queue.threads && d.height > directRows {
		d.height = roundUp((d.height+1)/2, d.mr)
	}
	d.down = (d.rows + d.height - 1) / d.height
}

func (d *direct[T]) take(q *queue) {
	w := d.workspace(d.layout)
	defer d.giveBack(w)
	w.firstRow = -1
	together := d.columns / d.n.innermost().extent / (d.across / d.strips)
	for item, more := q.next(); more; item, more = q.next() {
		turn, row, piece := item/(d.down*d.across), item/d.across%d.down*d.height, item%d.across
		if d.stage != nil && d.rows == 1 { // there is no A to pack for each batch turn, and these are closer in memory
			turn, piece = item%d.batches, item/d.batches
		}
		if row != w.firstRow {
			w.setRows(d.m, row, min(d.height, d.rows-row), d.mc, d.kernels)
		}
		part, strip := piece/d.strips*together, piece%d.strips*d.perItem
		d.runs(q, w, d.batch.at(d.origin, turn), part+strip, part+min(together, strip+d.perItem))
	}
}

// runs computes the runs first to last of one batch turn.
func (d *direct[T]) runs(q *queue, w *workspace[T], at position, first, last int) {
	t := &w.tile
	t.b, t.c, t.packed = d.b, d.c, false
	inMemory, length := at.b, d.n.innermost().extent
	for k := 0; k < d.terms && !q.stopped(); k += d.kc {
		w.setTerms(d.layout, k, d.kc)
		if d.stage != nil {
			at.b = d.fill(w, inMemory, span{first * length, last * length}, span{k, k + len(w.kB)})
			t.b = w.boxed
		}
		var a []T
		switch {
		case d.inPlace:
		case d.rows == 1 && len(w.stretchA) == 1 && w.stretchA[0].runs == 1:
			a = d.a[at.a+w.kA[0]:] // its terms are neighbours already
		default:
			a = d.packA(w, at.a, k, 0, len(w.mA))
		}
		t.kB, t.add = w.kB, k > 0
		for run := first; run < last && !q.stopped(); {
			from := d.n.outer().at(at, run)
			from.b += w.firstB
			count := 1
			if d.rows == 1 {
				count = d.rowRunsAt(q, t, a, from, run, last)
			} else {
				d.tiles(q, w, a, from)
			}
			run += count
		}
	}
}

// rowRunsAt computes, for a single row, all runs that the next outer loop of n leads to, and returns how many.
func (d *direct[T]) rowRunsAt(q *queue, t *tile[T], a []T, from position, run, last int) int {
	next := d.n.outer().innermost()
	count := min(last-run, next.extent-run%next.extent)
	t.a, t.aAt, t.aRow, t.aTerm = a, 0, 1, 1
	t.rows, t.columns = 1, d.n.innermost().extent
	t.bAt, t.cAt = from.b, from.c
	done := 0
	if d.overlap > 0 {
		done = d.stencilRuns(q, t, from, next, count)
		t.bAt, t.cAt = from.b+done*next.b, from.c+done*next.c
	}
	if t.columns > directPiece {
		d.longRuns(q, t, from, next, done, count)
	} else if done < count && !q.stopped() {
		d.rowRuns(t, count-done, next.b, next.c)
	}
	return count
}

// stencilRuns computes count runs whose windows overlap, or what the kernel can of them, and returns how many. It goes through
// all of them before it comes to the next columns, since each call begins with rows of B that those before have met too.
func (d *direct[T]) stencilRuns(q *queue, t *tile[T], from position, next axis, count int) (done int) {
	all, length := t.kB, t.columns
	defer func() { t.kB, t.columns = all, length }()
	t.kB = all[:len(all)/d.overlap]
	most := 2 * directProducts / (min(length, 2*stencilWidth) * len(all))
	for first := 0; first < length; first += t.columns {
		t.columns = stencilWidth
		if length-first < 2*stencilWidth {
			t.columns = length - first
		}
		done = 0
		for some := 1; done < count && some > 0 && !q.stopped(); done += some {
			t.bAt, t.cAt = from.b+done*next.b+first, from.c+done*next.c+first
			some = d.stencil(t, d.overlap, min(most, count-done), next.b, next.c)
		}
	}
	return done
}

// longRuns computes the runs first to last, which are longer than a piece of columns, one after the other and piece by piece.
func (d *direct[T]) longRuns(q *queue, t *tile[T], from position, next axis, first, last int) {
	length := t.columns
	for run := first; run < last; run++ {
		for j := 0; j < length && !q.stopped(); j += directPiece {
			t.columns, t.bAt, t.cAt = min(directPiece, length-j), from.b+run*next.b+j, from.c+run*next.c+j
			d.rowRuns(t, 1, 0, 0)
		}
	}
}

// tiles computes one run of columns for several rows.
func (d *direct[T]) tiles(q *queue, w *workspace[T], a []T, from position) {
	t := &w.tile
	length := d.n.innermost().extent
	step := d.n.innermost().c
	w.nC = grown(w.nC, d.nr)
	for j := range w.nC {
		w.nC[j] = j * step
	}
	if step == 1 && len(w.kA) == 1 && length > d.nr {
		d.outerProduct(q, t, w, a, from)
		return
	}
	for top := 0; top < len(w.mA); top += d.mc {
		end := min(len(w.mA), top+d.mc)
		for j := 0; j < length && !q.stopped(); j += t.columns {
			t.columns, t.bAt = min(d.nr, length-j), from.b+j
			for i := top; i < end; i += t.rows * t.panels {
				t.rows, t.panels = d.panelRows(end-i), 1
				d.rowsOfA(t, w, a, from.a, i, i)
				if ldc := w.ldc[i]; ldc != uneven && step == 1 {
					t.panels = w.even[i]
					t.cAt, t.ldc = from.c+w.mC[i]+j, ldc
					d.compute(t)
				} else {
					d.aside(t, w, w.mC[i:], w.nC, from.c+j*step)
				}
			}
		}
	}
}

// outerProduct computes one run of columns with a single term row by row, so that C is written in the order of memory.
func (d *direct[T]) outerProduct(q *queue, t *tile[T], w *workspace[T], a []T, from position) {
	t.columns, t.bAt = d.n.innermost().extent, from.b
	if step := distance(w.mC); d.outer != nil && d.streams(d.rows*t.columns) && step != uneven {
		some := max(1, outerProducts/t.columns)
		for i := 0; i < len(w.mA) && !q.stopped(); i += some {
			first, aStep := i, 1 // panels of one term are their rows one after the other
			if d.inPlace {
				a, first, aStep = d.a, from.a+w.mA[i]+w.kA[0], d.m.innermost().a
			}
			d.outer(d.c[from.c+w.mC[i]:], a[first:], t.b[from.b:], min(some, len(w.mA)-i), t.columns, step, aStep)
		}
		return
	}
	for i := range w.mA {
		if q.stopped() {
			return
		}
		t.rows = 1
		if d.inPlace {
			d.rowsOfA(t, w, a, from.a, i, i)
		} else {
			t.a, t.aAt = a, i // panels of one term are their rows one after the other
		}
		t.cAt = from.c + w.mC[i]
		d.rowRuns(t, 1, 0, 0)
	}
}
