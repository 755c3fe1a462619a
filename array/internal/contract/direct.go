// This file runs a pair as a matrix product that reads B in place: for few rows, where a packed panel of B would be used
// too seldom. Filters over one channel, depthwise filters and products of small matrices come this way.

package contract

const (
	// With more rows than this, packing B pays.
	directRows = 24
	// directPiece is the number of columns in a piece of work.
	directPiece = 8192
)

// readsInPlace tells whether the columns of B and C are contiguous and long enough for whole vectors.
func (l *layout) readsInPlace() bool {
	n := l.n.innermost()
	return l.rows <= directRows && n.b == 1 && n.c == 1 && (n.extent >= 8 || len(l.n) == 1)
}

// direct is a gemm that computes C run by run: a run is one turn of the innermost n loop, along which B and C are
// contiguous.
type direct[T Element] struct {
	gemm[T]
	perItem int // runs in a piece
}

func (d *direct[T]) run() {
	d.kc, d.keep = kBlock(d.terms), true
	length := d.n.innermost().extent
	runs := d.columns / length
	d.perItem = max(1, min(runs, directPiece/length))
	d.across = (runs + d.perItem - 1) / d.perItem
	d.queue.start(d, d.batches*d.across, d.work())
}

func (d *direct[T]) take(q *queue) {
	w := d.workspace()
	defer d.pool.Put(w)
	w.setRows(d.m, 0, d.rows, d.mr)
	w.setTerms(d.k, 0, min(d.kc, d.terms))
	runs := d.columns / d.n.innermost().extent
	for item, more := q.next(); more; item, more = q.next() {
		first := item % d.across * d.perItem
		d.runs(q, w, d.batch.at(d.origin, item/d.across), first, min(runs, first+d.perItem))
	}
}

// runs computes the runs first to last of one batch turn.
func (d *direct[T]) runs(q *queue, w *workspace[T], at position, first, last int) {
	t := &w.tile
	t.b, t.c = d.b, d.c
	for k := 0; k < d.terms && !q.stopped(); k += d.kc {
		if d.terms > d.kc {
			w.setTerms(d.k, k, min(d.kc, d.terms-k))
		}
		a := d.packA(w, at.a, k, 0, d.rows)
		t.kB, t.add = w.kB, k > 0
		for run := first; run < last; {
			from := d.n.outer().at(at, run)
			count := 1
			if d.rows == 1 {
				count = d.rowRunsAt(t, a, from, run, last)
			} else {
				d.tiles(w, a, from)
			}
			run += count
		}
	}
}

// rowRunsAt computes, for a single row, all runs that the next outer loop of n leads to, and returns how many.
func (d *direct[T]) rowRunsAt(t *tile[T], a []T, from position, run, last int) int {
	next := d.n.outer().innermost()
	count := min(last-run, next.extent-run%next.extent)
	t.a, t.rows, t.columns = a, 1, d.n.innermost().extent
	t.bAt, t.cAt = from.b, from.c
	d.rowRuns(t, count, next.b, next.c)
	return count
}

// tiles computes one run of columns for several rows.
func (d *direct[T]) tiles(w *workspace[T], a []T, from position) {
	t := &w.tile
	length := d.n.innermost().extent
	for j := 0; j < length; j += t.columns {
		t.columns, t.bAt = min(d.nr, length-j), from.b+j
		for i := 0; i < d.rows; i += t.rows {
			t.rows = min(d.mr, d.rows-i)
			t.a = a[i*len(w.kA) : (i+t.rows)*len(w.kA)]
			if ldc := w.ldc[i/d.mr]; ldc != uneven {
				t.cAt, t.ldc = from.c+w.mC[i]+j, ldc
				d.compute(t)
			} else {
				d.aside(t, w, w.mC[i:], w.steps, from.c+j)
			}
		}
	}
}
