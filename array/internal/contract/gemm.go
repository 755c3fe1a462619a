// This file runs a pair as a blocked matrix product: operands are packed straight from their strides into panels, or,
// where that is not worth it, read in place; full tiles go to the microkernel.

package contract

// Block sizes. A KC x nr panel of B stays in the first-level cache while an MC x KC block of A streams by from the second.
// KC is part of the definition of the result (sums restart every KC terms), so it is the same for every CPU.
const (
	maxKC = 256
	maxMC = 144
	maxNC = 1024
	// Below this many rows a panel of B is used too few times to be worth packing.
	directRows = 12
	// An A that has at most this many elements is packed once and kept, whatever the size of C.
	keptA = 1 << 17
)

// kBlock returns the length of the k blocks: k is cut into as few blocks of at most maxKC as possible, equally long.
func kBlock(k int) int {
	blocks := (k + maxKC - 1) / maxKC
	return (k + blocks - 1) / blocks
}

// A gemm is a pair with its sizes, and how C is cut into pieces of work.
type gemm[T Element] struct {
	*pair[T]
	*kernels[T]
	rows, columns, terms int // of one batch turn: m, n and k
	kc, mc, nc           int
	direct               bool // B is read in place wherever its rows are contiguous
	keep                 bool // all of A is packed at once
}

func newGEMM[T Element](p *pair[T], k *kernels[T]) *gemm[T] {
	g := &gemm[T]{pair: p, kernels: k, rows: p.m.size(), columns: p.n.size(), terms: p.k.size()}
	g.kc = kBlock(g.terms)
	g.direct = g.rows <= directRows
	g.keep = g.rows*g.terms <= keptA
	g.mc = roundUp(min(g.rows, maxMC), g.mr)
	g.nc = roundUp(min(g.columns, maxNC), g.nr)
	if g.keep {
		g.mc = g.rows
		g.nc = min(g.nc, 8*g.nr)
	}
	return g
}

func roundUp(n, step int) int { return (n + step - 1) / step * step }

// run computes every piece of C.
func (g *gemm[T]) run(e *executor) {
	batches := g.batch.size()
	across := (g.columns + g.nc - 1) / g.nc
	down := 1
	rowStep := g.rows
	if !g.keep {
		rowStep = g.mc * max(1, g.rows/(g.mc*4*e.threads))
		down = (g.rows + rowStep - 1) / rowStep
	}
	work := 2 * float64(batches) * float64(g.rows) * float64(g.columns) * float64(g.terms)
	e.each(batches*down*across, work, func(next func() (int, bool)) {
		w := g.pool.Get().(*workspace[T])
		defer g.pool.Put(w)
		w.holds = false
		for item, more := next(); more; item, more = next() {
			turn := item / (down * across)
			i := item / across % down * rowStep
			j := item % across * g.nc
			g.piece(w, g.batch.at(g.start(), turn), i, min(rowStep, g.rows-i), j, min(g.nc, g.columns-j))
		}
	})
}

// piece computes rows i... and columns j... of one batch turn.
func (g *gemm[T]) piece(w *workspace[T], at position, i, rows, j, columns int) {
	w.nB, w.nC = grown(w.nB, columns), grown(w.nC, columns)
	g.n.offsets(j, w.nB, w.nC, strideBC)
	w.mA, w.mC = grown(w.mA, rows), grown(w.mC, rows)
	g.m.offsets(i, w.mA, w.mC, strideAC)
	for k := 0; k < g.terms; k += g.kc {
		kc := min(g.kc, g.terms-k)
		w.kA, w.kB = grown(w.kA, kc), grown(w.kB, kc)
		g.k.offsets(k, w.kA, w.kB, strideAB)
		b := g.packB(w, at.b)
		for top := 0; top < rows; top += g.mc {
			count := min(g.mc, rows-top)
			a := g.packA(w, at.a, k, top, count)
			g.block(w, a, b, top, count, at.c, k > 0)
		}
	}
}

// block multiplies count packed rows of A with the columns of b. Column panels are outermost: one stays in the
// first-level cache while all rows go by.
func (g *gemm[T]) block(w *workspace[T], a []T, b columns[T], top, count, cAt int, add bool) {
	t := &w.tile
	t.add = add
	for j := 0; j < len(w.nC); {
		t.columns = min(g.nr, len(w.nC)-j)
		if g.wide > 0 && count == 1 && b.inPlace(w, j, g.wide) && run(w.nC[j:], g.wide) {
			t.columns = g.wide
		}
		b.panel(t, w, j)
		for i := 0; i < count; i += t.rows {
			t.rows = min(g.mr, count-i)
			t.a = a[i*len(w.kA) : (i+t.rows)*len(w.kA)]
			g.multiply(t, w, top+i, j, cAt)
		}
		j += t.columns
	}
}

// multiply runs one tile whose C begins at row i and column j of the piece. Where C's rows are not contiguous or not
// evenly spaced, the tile is computed aside and its elements are taken from there.
func (g *gemm[T]) multiply(t *tile[T], w *workspace[T], i, j, cAt int) {
	if ldc, even := step(w.mC[i : i+t.rows]); even && run(w.nC[j:], t.columns) {
		t.c, t.cAt, t.ldc = g.c.data, cAt+w.mC[i]+w.nC[j], ldc
		g.compute(t)
		return
	}
	w.edge = grown(w.edge, g.mr*max(g.nr, g.wide))
	t.c, t.cAt, t.ldc = w.edge, 0, g.nr
	add := t.add
	t.add = false
	g.compute(t)
	t.add = add
	for r := range t.rows {
		for s := range t.columns {
			at := &g.c.data[cAt+w.mC[i+r]+w.nC[j+s]]
			if add {
				*at = g.add(*at, w.edge[r*g.nr+s])
			} else {
				*at = w.edge[r*g.nr+s]
			}
		}
	}
}

func (g *gemm[T]) compute(t *tile[T]) {
	switch {
	case t.columns == g.nr:
		g.full(t)
	case t.columns < g.nr:
		g.partial(t)
	default:
		g.row(t)
	}
}

// run tells whether the first n offsets are neighbours.
func run(offsets []int, n int) bool {
	if len(offsets) < n {
		return false
	}
	for i := 1; i < n; i++ {
		if offsets[i] != offsets[i-1]+1 {
			return false
		}
	}
	return true
}

// step returns the distance between offsets and whether it is the same everywhere.
func step(offsets []int) (int, bool) {
	if len(offsets) < 2 {
		return 0, true
	}
	first := offsets[1] - offsets[0]
	for i := 2; i < len(offsets); i++ {
		if offsets[i] != offsets[i-1]+first {
			return 0, false
		}
	}
	return first, true
}
