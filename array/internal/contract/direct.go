// This file runs a pair as a matrix product that reads B in place: for few rows, where a packed panel of B would be used
// too seldom. Filters over one channel, depthwise filters and products of small matrices come this way.

package contract

const (
	// With more rows than this, packing B pays.
	directRows = 12
	// directPiece is the number of columns in a piece of work.
	directPiece = 8192
)

// readsInPlace tells whether the columns of B and C are contiguous and long enough for whole vectors.
func (l *layout) readsInPlace() bool {
	n := l.n.innermost()
	return l.rows <= directRows && n.b == 1 && n.c == 1 && (n.extent >= 8 || len(l.n) == 1)
}

// runDirect computes C run by run: a run is one turn of the innermost n loop, along which B and C are contiguous.
func (g *gemm[T]) runDirect(e *executor) {
	outer, length := g.n.outer(), g.n.innermost().extent
	runs := g.columns / length
	perItem := max(1, min(runs, directPiece/length))
	across := (runs + perItem - 1) / perItem
	e.each(g.batches*across, g.work(), func(next func() (int, bool)) {
		w := g.workspace()
		defer g.pool.Put(w)
		w.setRows(g.m, 0, g.rows, g.mr)
		w.setTerms(g.k, 0, min(g.kc, g.terms))
		for item, more := next(); more; item, more = next() {
			at := g.batch.at(g.start, item/across)
			first := item % across * perItem
			last := min(runs, first+perItem)
			for k := 0; k < g.terms; k += g.kc {
				if e.stopped() {
					return
				}
				if g.terms > g.kc {
					w.setTerms(g.k, k, min(g.kc, g.terms-k))
				}
				a := g.packA(w, at.a, k, 0, g.rows)
				for run := first; run < last; run++ {
					g.directRun(w, a, outer.at(at, run), length, k > 0)
				}
			}
		}
	})
}

// directRun computes one run of columns for all rows.
func (g *gemm[T]) directRun(w *workspace[T], a []T, at position, length int, add bool) {
	t := &w.tile
	t.b, t.kB, t.c, t.add = g.b, w.kB, g.c, add
	for j := 0; j < length; j += t.columns {
		t.bAt = at.b + j
		t.columns = min(g.nr, length-j)
		if g.wide > 0 && g.rows == 1 && length-j >= g.wide {
			t.columns, t.rows, t.a, t.cAt = g.wide, 1, a, at.c+j
			g.row(t)
			continue
		}
		for i := 0; i < g.rows; i += t.rows {
			t.rows = min(g.mr, g.rows-i)
			t.a = a[i*len(w.kA) : (i+t.rows)*len(w.kA)]
			t.c, t.cAt, t.ldc = g.c, at.c+w.mC[i]+j, w.ldc[i/g.mr]
			g.directTile(t, w, i)
		}
	}
}

// directTile computes one tile, row by row if the rows of C are not evenly spaced.
func (g *gemm[T]) directTile(t *tile[T], w *workspace[T], i int) {
	if t.ldc != uneven {
		g.compute(t)
		return
	}
	g.aside(t, w, w.mC[i:], w.steps, t.cAt-w.mC[i])
}
