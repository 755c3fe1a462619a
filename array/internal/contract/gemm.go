// This file runs a pair as a blocked matrix product: operands are packed straight from their strides into panels, and
// full tiles go to the microkernel.

package contract

import (
	"slices"
	"unsafe"
)

// Block sizes. A KC x nr panel of B stays in the first-level cache while an MC x KC block of A streams by from the second.
const (
	// maxKC is part of the definition of the result, since sums restart every KC terms: it is the same for every CPU.
	maxKC = 256
	maxMC = 96
	maxNC = 1024
	// An A with at most this many elements is packed once and kept, whatever the size of C.
	keptA = 1 << 17
	// Then pieces are this many panels wide, so that a packed piece of B is still in the cache when it is read.
	keptPanels = 8
	// The same where B is read from boxes, whose pieces have fewer columns for each of which A would be packed.
	keptBesideBox = 1 << 18
	// An A that meets at most fewColumns columns is not packed, nor one of at most inPlaceBytes that meets inPlaceColumns.
	fewColumns, inPlaceColumns, inPlaceBytes = 64, 512, 64 << 10
	// Lines this many bytes apart share a set of a first-level cache of 32 KB, which holds setLines of them.
	setBytes, setLines = 4096, 8
	lineBytes          = 64
	// Several threads get at least this many pieces each, as long as pieces are not too small.
	piecesPerThread = 2
	// A piece has at most this many rows: what is known of each of them, and the rows of A that are packed together, take
	// little memory and time.
	maxHeight = 1 << 13
)

// kBlock returns the length of the k blocks: k is cut into as few blocks of at most maxKC as possible, equally long.
func kBlock(k int) int {
	blocks := (k + maxKC - 1) / maxKC
	return (k + blocks - 1) / blocks
}

// A gemm is a pair cut into pieces of work: some rows and columns of one batch turn.
type gemm[T Element] struct {
	pair[T]
	kc, mc, nc   int
	keep         bool // all of A is packed at once
	inPlace      bool // A is read in place
	height       int  // rows in a piece
	down, across int  // pieces in a batch turn
	together     int  // columns that are cut into pieces together
	strips       int  // how many pieces these make
}

func roundUp(n, step int) int { return (n + step - 1) / step * step }

func (g *gemm[T]) run() {
	g.kc, g.keep = kBlock(g.terms), g.rows*g.terms <= keptA
	g.mc, g.nc, g.together = roundUp(min(g.rows, maxMC), g.mr), roundUp(min(g.columns, maxNC), g.nr), g.columns
	if g.stage != nil {
		g.nc, g.together = g.stageColumns()
		g.keep = g.rows*g.terms <= keptBesideBox
	}
	g.height = min(g.rows, roundUp(maxHeight, g.mc))
	g.inPlace = g.readsAInPlace()
	if g.keep && g.stage == nil {
		g.nc = min(g.nc, keptPanels*g.nr)
	} else if g.queue.threads > 1 && g.work() >= g.queue.least {
		g.share()
	}
	g.cut()
	g.queue.start(g, g.batches*g.down*g.across, g.work())
}

// cut counts pieces.
func (g *gemm[T]) cut() {
	g.strips = (g.together + g.nc - 1) / g.nc
	g.down, g.across = (g.rows+g.height-1)/g.height, g.columns/g.together*g.strips
}

// share halves pieces until there are enough for all threads. Each piece packs its own B and A once for all of its rows
// and columns, so they stay as large as they can. Those for which boxes are staged are halved into parts of the same boxes.
func (g *gemm[T]) share() {
	for g.cut(); g.batches*g.down*g.across < piecesPerThread*g.queue.threads; g.cut() {
		halves := g.stage == nil || g.nc == g.together || g.nc%(2*g.nr) == 0
		switch {
		case g.nc >= g.height && g.nc > keptPanels*g.nr && halves:
			g.nc = roundUp(g.nc/2, g.nr)
		case g.height > g.mc:
			g.height = roundUp((g.height+1)/2, g.mc)
		default:
			return
		}
	}
}

func (g *gemm[T]) take(q *queue) {
	w := g.workspace(g.layout)
	defer g.giveBack(w)
	for item, more := q.next(); more; item, more = q.next() {
		i, piece := item/g.across%g.down*g.height, item%g.across
		j := piece % g.strips * g.nc
		w.setColumns(g.layout, piece/g.strips*g.together+j, min(g.nc, g.together-j))
		w.setRows(g.m, i, min(g.height, g.rows-i), g.mc, g.kernels)
		g.piece(q, w, g.batch.at(g.origin, item/(g.down*g.across)))
	}
}

// piece computes the workspace's rows and columns of one batch turn.
func (g *gemm[T]) piece(q *queue, w *workspace[T], at position) {
	for k := 0; k < g.terms; k += g.kc {
		w.setTerms(g.layout, k, g.kc)
		g.readB(w, at.b, k)
		g.packB(w)
		if g.rotates {
			g.rotate(w, k)
		}
		for top := 0; top < len(w.mA); top += g.mc {
			if q.stopped() {
				return
			}
			count := min(g.mc, len(w.mA)-top)
			var a []T
			if !g.inPlace {
				a = g.packA(w, at.a, k, top, count)
			}
			g.block(q, w, a, top, count, at, k > 0)
		}
	}
}

// readsAInPlace tells whether packing A would take longer than it saves: it meets few columns, and has rows and terms at
// even distances that do not put all rows of a panel into the same places of the first-level cache.
func (g *gemm[T]) readsAInPlace() bool {
	size := int(unsafe.Sizeof(g.one))
	row := g.m.innermost().a * size
	if !g.keep || len(g.m) > 1 || len(g.k) > 1 || row != 0 && row%setBytes == 0 {
		return false
	}
	columns := g.columns // that an element meets
	if !slices.ContainsFunc(g.batch, func(x axis) bool { return x.a != 0 }) {
		columns *= g.batches
	}
	return columns <= fewColumns || columns <= inPlaceColumns && g.rows*g.terms*size <= inPlaceBytes
}

// rowsOfA points the tile at the row i of the workspace's; in a, the block of packed ones, it is row place.
func (g *gemm[T]) rowsOfA(t *tile[T], w *workspace[T], a []T, at, i, place int) {
	if g.inPlace {
		row := g.m.innermost().a
		t.a, t.aAt, t.aRow, t.aTerm, t.aPanel = g.a, at+w.mA[i]+w.kA[0], row, g.k.innermost().a, t.rows*row
	} else {
		t.a, t.aAt, t.aRow, t.aTerm, t.aPanel = a, place*len(w.kA), 1, t.rows, t.rows*len(w.kA)
	}
}

// block multiplies count rows of A, packed unless they are read in place, with the packed columns. Column panels are outermost: one stays in the
// first-level cache while all rows go by. It gives up when it is interrupted.
func (g *gemm[T]) block(q *queue, w *workspace[T], a []T, top, count int, at position, add bool) {
	t := &w.tile
	t.c, t.add = g.c, add
	for j := 0; j < len(w.nC) && !q.stopped(); j += g.nr {
		t.columns = min(g.nr, len(w.nC)-j)
		if g.panelInPlace(w, j) {
			t.b, t.bAt, t.kB, t.packed = w.src, w.srcAt+w.nB[j], w.kB, false
		} else {
			t.b, t.bAt, t.kB, t.packed = w.b, j/g.nr*w.panel, w.packedKB[:len(w.kB)], true
		}
		for i := 0; i < count; i += t.rows * t.panels {
			t.rows, t.panels = g.panelRows(count-i), 1
			g.rowsOfA(t, w, a, at.a, top+i, i)
			if ldc := w.ldc[top+i]; ldc != uneven && w.runC[j] >= t.columns {
				t.panels = w.even[top+i]
				t.cAt, t.ldc = at.c+w.mC[top+i]+w.nC[j], ldc
				g.compute(t)
			} else {
				g.aside(t, w, w.mC[top+i:], w.nC[j:], at.c)
			}
		}
	}
}

// compute runs the tile on the kernel that fits its columns.
func (g *gemm[T]) compute(t *tile[T]) {
	if t.columns == g.nr {
		g.full(t)
	} else {
		g.partial(t)
	}
}

// aside computes a tile whose elements of C are not in contiguous, evenly spaced rows, and puts them into their places.
func (g *gemm[T]) aside(t *tile[T], w *workspace[T], rows, columns []int, cAt int) {
	w.edge = grown(w.edge, g.mr*g.nr)
	rows, columns = rows[:t.rows], columns[:t.columns]
	if t.add {
		for i, row := range rows {
			edge := w.edge[i*g.nr:][:len(columns)]
			for j, column := range columns {
				edge[j] = g.c[cAt+row+column]
			}
		}
	}
	t.c, t.cAt, t.ldc = w.edge, 0, g.nr
	g.compute(t)
	t.c = g.c
	for i, row := range rows {
		edge := w.edge[i*g.nr:][:len(columns)]
		for j, column := range columns {
			g.c[cAt+row+column] = edge[j]
		}
	}
}
