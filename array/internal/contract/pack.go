// This file copies blocks of the operands into the order in which microkernels read them, straight from any strides.

package contract

// packB packs the workspace's columns and terms into panels of nr columns. Row k of a panel takes nr places, even
// where the last panel has fewer columns.
func (g *gemm[T]) packB(w *workspace[T]) {
	terms := len(w.kB)
	w.panel = panelSize(terms, g.nr)
	w.b = grown(w.b, (len(w.nB)+g.nr-1)/g.nr*w.panel+slack)
	for k := len(w.packedKB); k < terms; k++ {
		w.packedKB = append(w.packedKB, k*g.nr)
	}
	src, at := w.src, w.srcAt
	for j := 0; j < len(w.nB); {
		if g.panelInPlace(w, j) {
			j += g.nr
			continue
		}
		if panels := w.runB[j] / g.nr; panels > 1 || panels > 0 && g.packLanes == 0 {
			g.panels(w.b[j/g.nr*w.panel:], src, at+w.nB[j], w.kB, panels, w.panel)
			j += panels * g.nr
			continue
		}
		count := min(g.nr, len(w.nB)-j)
		g.packPanel(w, w.b[j/g.nr*w.panel:], src, at, w.nB[j:j+count], w.runB[j:j+count])
		j += count
	}
	if len(g.borders) > 0 && g.stage == nil {
		g.clearBeyond(w)
	}
}

// readB readies what the workspace's columns and terms, which begin at k, are read from: B, or a box of it.
func (g *gemm[T]) readB(w *workspace[T], at, k int) {
	switch {
	case g.stage != nil:
		w.srcAt = w.firstB + g.fill(w, at, w.columnSpan, span{k, k + len(w.kB)})
		w.src = w.boxed
	case len(g.borders) > 0:
		w.src, w.srcAt = g.within(w, at+w.firstB)
	default:
		w.src, w.srcAt = g.b, at+w.firstB
	}
}

// panelInPlace tells whether the panel that begins at column j is read in place: its columns are neighbours in a box, whose
// terms share most of their elements, so that these stay in the first-level cache as well as a packed panel would.
func (g *gemm[T]) panelInPlace(w *workspace[T], j int) bool {
	return g.stage != nil && w.runB[j] >= min(g.nr, len(w.nB)-j)
}

// panelSize returns the elements of a packed panel: one row more than it needs, for panels that begin a power of two
// apart would compete for the same few places in the cache while they are filled side by side.
func panelSize(terms, nr int) int { return (terms + 1) * nr }

func plainPanels[T Element](dst, src []T, at int, offsets []int, panels, panelSize int) {
	copyToPanels(dst, src, at, offsets, panels, panelSize, plainColumns)
}

func copyToPanels[T Element](dst, src []T, at int, offsets []int, panels, panelSize, nr int) {
	for row, off := range offsets {
		for p := range panels {
			to, from := p*panelSize+row*nr, at+off+p*nr
			copy(dst[to:to+nr], src[from:from+nr])
		}
	}
}

func plainCopyRuns[T Element](dst, src []T, at, count, runs, dstStep, srcStep int) {
	for r := range runs {
		copy(dst[r*dstStep:r*dstStep+count], src[at+r*srcStep:])
	}
}

// slack is the room that packed blocks leave at their end: what packs rows of A stores whole vectors, and see kernels.across.
const slack = 16

// shortRun is the length from which on a run of neighbours is worth a call.
const shortRun = 8

// packPanel packs up to width columns: where their terms are neighbours and they themselves are not, across; else run
// by run.
func (g *gemm[T]) packPanel(w *workspace[T], dst, src []T, at int, n, runs []int) {
	if runs[0] < min(shortRun, len(n)) && long(w.stretchB) {
		g.packAcross(w, dst, src, at, n, w.kB, w.stretchB, g.nr)
		return
	}
	for j := 0; j < len(n); {
		j += g.packColumns(dst[j:], src, at, n[j:], runs[j:], w.kB)
	}
}

// packColumns packs some columns, the first of n or more, and returns how many: a vector of them where there are kernels
// for that, whatever stands after fewer of them being overwritten by the next row.
func (g *gemm[T]) packColumns(dst, src []T, at int, n, runs, k []int) int {
	if g.packLanes == 0 {
		return g.packRun(dst, src, at, n, runs, k)
	}
	lanes := min(g.packLanes, len(n))
	first := min(lanes, runs[0])
	switch {
	case first == g.packLanes:
		g.pick(dst, src, at+n[0], k, g.nr)
	case first == lanes:
		g.merge(dst, src, at+n[0], lanes, at+n[0]+lanes, lanes, k, g.nr)
	case first+runs[first] >= lanes:
		g.merge(dst, src, at+n[0], first, at+n[first], lanes, k, g.nr)
	case lanes == g.packLanes && everySecond(n[:lanes]):
		g.evens(dst, src, at+n[0], k, g.nr)
	default:
		packStrided(dst, src, at, n[:lanes], k, g.nr)
	}
	return lanes
}

// packRun packs a run of neighbours.
func (g *gemm[T]) packRun(dst, src []T, at int, n, runs, k []int) int {
	run := min(runs[0], len(n))
	if run == 1 {
		return packStrided(dst, src, at, n[:1], k, g.nr)
	}
	for row, off := range k {
		from := at + off + n[0]
		copy(dst[row*g.nr:row*g.nr+run], src[from:from+run])
	}
	return run
}

// everySecond tells whether offsets lie two apart.
func everySecond(offsets []int) bool {
	for i, x := range offsets[1:] {
		if x != offsets[i]+2 {
			return false
		}
	}
	return true
}

// packAcross packs columns run by run of their terms.
func (g *gemm[T]) packAcross(w *workspace[T], dst, src []T, at int, columns, terms []int, list []stretch, stride int) {
	for _, s := range list {
		count := s.n * s.runs
		g.kernels.across(dst, src, at, columns, terms[:count], s.n, stride, &w.eight)
		dst, terms = dst[count*stride:], terms[count:]
	}
}

func plainAcross[T Element](dst, src []T, at int, columns, terms []int, n, stride int, scratch *[8]int) {
	for j, column := range columns {
		for t, off := range terms {
			dst[t*stride+j] = src[at+column+off]
		}
	}
}

// packStrided packs columns one element after the other and returns how many there are.
func packStrided[T Element](dst, src []T, at int, n, k []int, width int) int {
	for row, off := range k {
		to := dst[row*width : row*width+len(n)]
		from := at + off
		for j := range to {
			to[j] = src[from+n[j]]
		}
	}
	return len(n)
}

// packA returns the packed block of the workspace's rows top... (count of them) and its terms, which begin at k. An A
// that is kept is packed whole when the workspace first meets it.
func (g *gemm[T]) packA(w *workspace[T], at, k, top, count int) []T {
	if !g.keep {
		w.a = grown(w.a, count*len(w.kA)+slack)
		for i := 0; i < count; i += g.mc { // in the blocks that the panels are found by
			g.fillA(w, w.a[i*len(w.kA):], at, w.mA[top+i:top+min(count, i+g.mc)], w.kA, w.stretchA)
		}
		return w.a
	}
	if !w.holds || w.held != at || w.heldRow != w.firstRow {
		g.holdA(w, at)
	}
	return w.a[len(w.mA)*k+top*len(w.kA) : len(w.mA)*(k+len(w.kA))]
}

// holdA packs the workspace's rows of A, k block after k block.
func (g *gemm[T]) holdA(w *workspace[T], at int) {
	w.a = grown(w.a, len(w.mA)*g.terms+slack)
	w.holds, w.held, w.heldRow = true, at, w.firstRow
	if g.terms <= g.kc {
		g.blocksOfA(w, w.a, at, w.kA, w.stretchA)
		return
	}
	kA, kB, list := make([]int, g.kc), make([]int, g.kc), []stretch{}
	for k := 0; k < g.terms; k += g.kc {
		kc := min(g.kc, g.terms-k)
		g.k.offsetsAB(k, kA[:kc], kB[:kc])
		list = stretches(list, kA[:kc])
		g.blocksOfA(w, w.a[len(w.mA)*k:], at, kA[:kc], list)
	}
}

// blocksOfA packs all rows, mc at a time as they are used.
func (g *gemm[T]) blocksOfA(w *workspace[T], dst []T, at int, k []int, list []stretch) {
	for top := 0; top < len(w.mA); top += g.mc {
		g.fillA(w, dst[top*len(k):], at, w.mA[top:min(len(w.mA), top+g.mc)], k, list)
	}
}

// fillA packs rows in panels, see panelRows: element (i, t) of a panel of r rows at t*r+i.
func (g *gemm[T]) fillA(w *workspace[T], dst []T, at int, m, k []int, list []stretch) {
	across := long(list)
	for i := 0; i < len(m); {
		rows := m[i : i+g.panelRows(len(m)-i)]
		panel := dst[i*len(k):]
		i += len(rows)
		if across {
			g.packAcross(w, panel, g.a, at, rows, k, list, len(rows))
			continue
		}
		if g.packLanes > 0 && contiguousRun(rows) == len(rows) {
			g.packRows(panel, at+rows[0], len(rows), k)
			continue
		}
		for t, off := range k {
			to := panel[t*len(rows) : (t+1)*len(rows)]
			from := at + off
			for r, x := range rows {
				to[r] = g.a[from+x]
			}
		}
	}
}

// packRows packs a panel of A whose rows are neighbours, the first of them at at, a vector of them at a time: the last ones
// first, since what a vector has too many lands where the next term's first rows go.
func (g *gemm[T]) packRows(panel []T, at, rows int, k []int) {
	for first := (rows - 1) / g.packLanes * g.packLanes; first >= 0; first -= g.packLanes {
		count, from := min(g.packLanes, rows-first), at+first
		g.merge(panel[first:], g.a, from, count, from+count, count, k, rows)
	}
}

// contiguousRun returns how many offsets from the first on are neighbours.
func contiguousRun(offsets []int) int {
	run := 1
	for run < len(offsets) && offsets[run] == offsets[run-1]+1 {
		run++
	}
	return run
}
