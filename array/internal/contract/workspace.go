// This file holds the scratch memory of one worker.

package contract

import (
	"sync"
	"unsafe"
)

// A workspace holds packed panels, and the offsets of the block of rows, columns and terms that is worked on.
type workspace[T Element] struct {
	tile       tile[T] // here, not on a stack, because kernels are called through variables
	a, b, edge []T
	boxed      []T // see stage
	src        []T // what a block of B is read from, and where it begins
	srcAt      int
	of         *layout // whose offsets these are
	columnSpan span    // the columns that are worked on
	rowSpan    span    // the rows, and how many of them are a block
	rowBlock   int
	mA, mC     []int
	ldc        []int // by first row of a panel: the distance between its rows of C, or uneven
	even       []int // by first row of a panel: how many as high from it on have rows of C that lie ldc apart throughout
	nB, nC     []int
	runB, runC []int         // by column: how many columns from it on are neighbours
	sums       []T           // of dot products
	part       [dotColumns]T // of one block of terms
	termBlock                // the one that is worked on
	blocks     []termBlock   // the first ones of a layout with few terms
	known      int           // how many of them
	eight      [8]int        // scratch of kernels.across
	panel      int           // elements of a packed panel of B
	packedKB   []int         // where its rows begin, and those of larger ones
	holds      bool          // a is what the path made of A at held, from row heldRow on
	held       int
	heldRow    int
	firstRow   int // of mA and mC
	// For a B with borders:
	columnEdges edges // of the columns that are worked on
	edgeRows    []int // scratch of clearBeyond
	span        []T   // see within
	staged
	// For turned sides:
	ring    []T   // of boxes
	begins  []int // where the loops begin in each of them
	images  int   // that have been put into boxes
	places  []int // where the terms lead to
	shifted []int // scratch
}

// uneven marks rows that have no common distance.
const uneven = int(^uint(0) >> 1)

func newPool[T Element]() *sync.Pool {
	return &sync.Pool{New: func() any { return new(workspace[T]) }}
}

// workspace returns scratch memory for a layout, to be put back into the pool. Where it was the layout's before, offsets are
// there already: for small matrices it takes a tenth of the time to find them.
func (k *kernels[T]) workspace(l *layout) *workspace[T] {
	w := k.pool.Get().(*workspace[T])
	w.holds, w.filled = false, false
	if w.of != l {
		w.of, w.known, w.columnSpan, w.rowSpan = l, 0, span{}, span{}
	}
	return w
}

// giveBack puts a workspace back into the pool, without the operands: while it is used again and again, by dot products for
// instance, they would be kept in memory.
func (k *kernels[T]) giveBack(w *workspace[T]) {
	w.tile.a, w.tile.b, w.tile.c, w.src = nil, nil, nil, nil
	k.pool.Put(w)
}

// sparedBytes is the size up to which the memory of an intermediate is kept for the next one: it is still in the cache,
// and need not be cleared.
const sparedBytes = 16 << 20

// intermediate returns memory for n elements, which are unspecified.
func (k *kernels[T]) intermediate(n int) []T {
	if n*int(unsafe.Sizeof(k.one)) <= sparedBytes {
		if spare, ok := k.spare.Get().(*[]T); ok && cap(*spare) >= n {
			return (*spare)[:n]
		}
	}
	return make([]T, n)
}

// release takes the memory of an intermediate back.
func (k *kernels[T]) release(data []T) {
	if len(data)*int(unsafe.Sizeof(k.one)) <= sparedBytes {
		k.spare.Put(&data)
	}
}

func (w *workspace[T]) setColumns(l *layout, first, count int) {
	if w.columnSpan == (span{first, first + count}) {
		return
	}
	w.nB, w.nC = grown(w.nB, count), grown(w.nC, count)
	l.n.offsetsBC(first, w.nB, w.nC)
	w.columnSpan = span{first, first + count}
	w.runB, w.runC = grown(w.runB, count), grown(w.runC, count)
	neighbours(w.runB, w.nB)
	neighbours(w.runC, w.nC)
	if len(l.borders) > 0 && l.stage == nil {
		w.columnEdges.find(l.n, l.k, first, count, l.borders, firstPlace, noPlace)
	}
}

// setRows readies rows that are worked on in blocks of mc.
func (w *workspace[T]) setRows(m axes, first, count, mc int, k *kernels[T]) {
	w.firstRow = first
	if w.rowSpan == (span{first, first + count}) && w.rowBlock == mc {
		return
	}
	w.rowSpan, w.rowBlock = span{first, first + count}, mc
	w.mA, w.mC = grown(w.mA, count), grown(w.mC, count)
	m.offsetsAC(first, w.mA, w.mC)
	w.ldc, w.even = grown(w.ldc, count), grown(w.even, count)
	for top := 0; top < count; top += mc {
		w.setBlock(top, min(mc, count-top), k)
	}
}

// setBlock finds the panels of a block whose rows of C lie evenly.
func (w *workspace[T]) setBlock(top, count int, k *kernels[T]) {
	for i := 0; i < count; {
		rows, at := k.panelRows(count-i), top+i
		ldc, next := distance(w.mC[at:at+rows]), i+rows
		for next < count && ldc != uneven && k.panelRows(count-next) == rows &&
			w.mC[top+next] == w.mC[top+next-rows]+rows*ldc && distance(w.mC[top+next:top+next+rows]) == ldc {
			next += rows
		}
		for ; i < next; i += rows {
			w.ldc[top+i], w.even[top+i] = ldc, (next-i)/rows
		}
	}
}

// A termBlock is where a block of terms leads to in A and B, and how that is made of runs of neighbours.
type termBlock struct {
	kA, kB             []int // kB counts from the first one's
	firstB             int
	stretchA, stretchB []stretch
	termEdges          edges // where B has borders
}

// keptTerms is the number of terms up to which their blocks are kept from one piece of work to the next.
const keptTerms = 1 << 13

// setTerms readies the block of kc terms that begins at first.
func (w *workspace[T]) setTerms(l *layout, first, kc int) {
	index := 0
	if l.terms <= keptTerms {
		index = first / kc
	} else {
		w.known = 0
	}
	if index >= w.known {
		if index >= len(w.blocks) {
			w.blocks = append(w.blocks, termBlock{})
		}
		b, count := &w.blocks[index], min(kc, l.terms-first)
		b.kA, b.kB = grown(b.kA, count), grown(b.kB, count)
		l.k.offsetsAB(first, b.kA, b.kB)
		if l.stage != nil && len(l.stage.taps) > 0 {
			l.stage.addTaps(b.kB, l.k, first)
		}
		b.firstB = b.kB[0]
		for t := range b.kB {
			b.kB[t] -= b.firstB
		}
		b.stretchA, b.stretchB = stretches(b.stretchA, b.kA), stretches(b.stretchB, b.kB)
		if len(l.borders) > 0 && l.stage == nil {
			b.termEdges.find(l.k, l.n, first, count, l.borders, noPlace, firstPlace)
		}
		w.known = index + 1
	}
	w.termBlock = w.blocks[index]
}

// A stretch is some runs of n neighbouring offsets each.
type stretch struct{ n, runs int }

// stretches takes offsets apart.
func stretches(list []stretch, offsets []int) []stretch {
	list = list[:0]
	for len(offsets) > 0 {
		n := contiguousRun(offsets)
		if last := len(list) - 1; last >= 0 && list[last].n == n {
			list[last].runs++
		} else {
			list = append(list, stretch{n, 1})
		}
		offsets = offsets[n:]
	}
	return list
}

// long tells whether runs are long enough on average to be packed across.
func long(list []stretch) bool {
	terms, runs := 0, 0
	for _, s := range list {
		terms, runs = terms+s.n*s.runs, runs+s.runs
	}
	return terms >= shortRun*runs || runs == 1
}

// neighbours counts, for each offset, how many from it on follow each other without a gap.
func neighbours(runs, offsets []int) {
	run := 0
	for i := len(offsets) - 1; i >= 0; i-- {
		if run > 0 && offsets[i+1] == offsets[i]+1 {
			run++
		} else {
			run = 1
		}
		runs[i] = run
	}
}

// distance returns the step between offsets, or uneven.
func distance(offsets []int) int {
	if len(offsets) < 2 {
		return 0
	}
	step := offsets[1] - offsets[0]
	for i := 2; i < len(offsets); i++ {
		if offsets[i] != offsets[i-1]+step {
			return uneven
		}
	}
	return step
}

// grown returns s with length n, its elements unspecified.
func grown[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}
