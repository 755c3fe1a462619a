// This file copies blocks of the operands into the order in which microkernels read them, straight from any strides.

package contract

// columns is a block of B as tiles see it: packed panels of nr columns, or, where place is set and the columns are
// neighbours, the operand itself.
type columns[T Element] struct {
	packed []T // panel p holds columns p*nr... row by row, nr elements a row; nil if every panel is read in place
	data   []T
	at, nr int
	place  bool
}

// packB prepares the block of B that the workspace's nB and kB describe.
func (g *gemm[T]) packB(w *workspace[T], at int) columns[T] {
	b := columns[T]{data: g.b.data, at: at, nr: g.nr, place: g.direct}
	panels := (len(w.nB) + g.nr - 1) / g.nr
	w.b = grown(w.b, panels*g.nr*len(w.kB))
	b.packed = w.b
	w.packedKB = grown(w.packedKB, len(w.kB))
	for k := range w.packedKB {
		w.packedKB[k] = k * g.nr
	}
	for j := 0; j < len(w.nB); j += g.nr {
		count := min(g.nr, len(w.nB)-j)
		if !b.inPlace(w, j, count) {
			packPanel(w.b[j*len(w.kB):], b.data, at, w.nB[j:j+count], w.kB, g.nr)
		}
	}
	return b
}

// inPlace tells whether columns j... can be read from the operand itself.
func (b *columns[T]) inPlace(w *workspace[T], j, count int) bool {
	return b.place && run(w.nB[j:], count)
}

// panel points the tile at its columns j....
func (b *columns[T]) panel(t *tile[T], w *workspace[T], j int) {
	if b.inPlace(w, j, t.columns) {
		t.b, t.bAt, t.kB = b.data, b.at+w.nB[j], w.kB
	} else {
		t.b, t.bAt, t.kB = b.packed, j*len(w.kB), w.packedKB
	}
}

// packPanel copies len(n) <= width columns; row k takes width places in dst.
func packPanel[T Element](dst, src []T, at int, n, k []int, width int) {
	if run(n, len(n)) {
		for row, off := range k {
			from := at + off + n[0]
			copy(dst[row*width:(row+1)*width], src[from:from+len(n)])
		}
		return
	}
	for row, off := range k {
		to := dst[row*width : row*width+len(n)]
		for j := range to {
			to[j] = src[at+off+n[j]]
		}
	}
}

// packA returns the packed block of the piece's rows top... (count of them) and the workspace's k block, which begins
// at k. An A that is kept is packed whole when the workspace first meets it.
func (g *gemm[T]) packA(w *workspace[T], at, k, top, count int) []T {
	if !g.keep {
		w.a = grown(w.a, count*len(w.kA))
		g.fillA(w.a, at, w.mA[top:top+count], w.kA)
		return w.a
	}
	if !w.holds || w.held != at {
		g.holdA(w, at)
	}
	return w.a[g.rows*k : g.rows*(k+len(w.kA))]
}

// holdA packs all of A, k block after k block.
func (g *gemm[T]) holdA(w *workspace[T], at int) {
	w.a = grown(w.a, g.rows*g.terms)
	kA, kB := make([]int, g.kc), make([]int, g.kc)
	for k := 0; k < g.terms; k += g.kc {
		kc := min(g.kc, g.terms-k)
		g.k.offsets(k, kA[:kc], kB[:kc], strideAB)
		g.fillA(w.a[g.rows*k:], at, w.mA, kA[:kc])
	}
	w.holds, w.held = true, at
}

// fillA packs rows in panels of mr, the last of which may have fewer: element (i, t) of a panel of r rows at t*r+i.
func (g *gemm[T]) fillA(dst []T, at int, m, k []int) {
	src := g.a.data
	for i := 0; i < len(m); i += g.mr {
		rows := m[i:min(i+g.mr, len(m))]
		for _, off := range k {
			from := at + off
			for r, x := range rows {
				dst[r] = src[from+x]
			}
			dst = dst[len(rows):]
		}
	}
}
