// This file holds what the engine needs to know of an element type: its arithmetic and its microkernels, chosen once
// per type and CPU.

package contract

import "sync"

// A tile is the work of a microkernel: for i < rows and j < columns of the kernel
//
//	C[i][j] (+)= sum over t of A[t][i] * B[t][j]
//
// where element (i, t) of A is a[aAt+i*aRow+t*aTerm], row t of B starts at b[bAt+kB[t]] and row i of C at c[cAt+i*ldc];
// elements of a row of B or C are neighbours. A call computes panels such tiles, one below the other: each next one has
// its A aPanel further and its C where the rows go on. Every element is summed in the order of t, one fused multiply-add each, from zero,
// and stored, or with add set, added to what C holds. That order is the contract that makes all kernels agree to the bit.
type tile[T Element] struct {
	a                []T
	aAt, aRow, aTerm int
	b                []T
	bAt              int
	kB               []int
	c                []T
	cAt, ldc         int
	rows             int
	columns          int
	panels, aPanel   int
	add              bool
	packed           bool // B is a packed panel: kB is 0, nr, 2*nr, ...
}

// kernels is the engine's view of an element type.
type kernels[T Element] struct {
	one      T
	unit     []T // holds one
	add, mul func(x, y T) T
	mr, nr   int            // rows and columns of a full tile
	full     func(*tile[T]) // rows <= mr, exactly nr columns
	partial  func(*tile[T]) // rows <= mr, columns <= nr: reads no element of B beyond them
	// rowRuns computes runs of any number of columns for one row of A, whose terms are neighbours: run r has its B r*bStep elements after the tile's,
	// its C r*cStep.
	rowRuns func(t *tile[T], runs, bStep, cStep int)
	// stencil computes rows of C for one row of A, whose terms are filterRows times as many as kB has offsets: for
	// t < filterRows and j < len(kB), A's term t*len(kB)+j meets row i of B, of those bStep apart, at row i - t of C, kB[j]
	// further on. It returns how many rows it has computed, the others are rowRuns'. filterRows is at least 2, there are
	// stencilColumns columns or more. nil where there are no such kernels.
	stencilColumns int
	stencil        func(t *tile[T], filterRows, rows, bStep, cStep int) (done int)
	dot            func(out, a, b []T, d dotShape) // of at most dotColumns columns
	// sum is dot where all of a is one; nil where dot is as fast.
	sum   func(out, b []T, d dotShape)
	lanes func(c, a, b []T, at position, row axis, add, stream bool)
	// outer stores the products of rows elements of a, aStep apart, with columns neighbours of b past the caches, row after
	// row, cStep apart. nil where there is no such kernel.
	outer func(c, a, b []T, rows, columns, cStep, aStep int)
	// turned computes t.panels tiles of nr columns, see turned.go: element (i, k) of A is a[rows[i]+terms[k]], rows being those
	// of all tiles, and B is packed. nil where there are no such kernels.
	turned func(t *tile[T], a []T, rows, terms []int)
	// panels copies rows of neighbouring columns into packed panels: panels*nr elements from src[at+offsets[r]] on go to
	// dst[p*panelSize+r*nr], nr for each panel p.
	panels func(dst, src []T, at int, offsets []int, panels, panelSize int)
	// across packs runs of n neighbouring terms of some columns: term t of the column at offset columns[j] is
	// src[at+columns[j]+terms[t]] and goes to dst[t*stride+j]. Up to slack elements after the last one may be overwritten.
	across func(dst, src []T, at int, columns, terms []int, n, stride int, scratch *[8]int)
	// A vector of columns is packed by pick, which takes neighbours from the element first on, by merge, which takes count neighbours from the element first on, then those from
	// second on up to the lanes-th column, or by evens, which takes every second element. Where there are no such kernels,
	// lanes is 0.
	packLanes int
	pick      func(dst, src []T, first int, offsets []int, stride int)
	merge     func(dst, src []T, first, count, second, end int, offsets []int, stride int)
	evens     func(dst, src []T, first int, offsets []int, stride int)
	// copyRuns copies runs of count neighbours from src[at] on, dstStep and srcStep apart.
	copyRuns func(dst, src []T, at, count, runs, dstStep, srcStep int)
	pool     *sync.Pool // of *workspace[T]
	spare    *sync.Pool // of *[]T, see intermediate
}

// panelRows returns how many of the next rows of A make a panel: as few panels as possible share the rows evenly, since one
// with few rows would not keep the multipliers busy.
func (k *kernels[T]) panelRows(rows int) int {
	if rows > k.mr*(k.mr-1) {
		return k.mr
	}
	panels := (rows + k.mr - 1) / k.mr
	return (rows + panels - 1) / panels
}

// kernelsOf returns the kernels of T for this machine.
func kernelsOf[T Element]() *kernels[T] {
	var zero T
	return kernelsFor(zero).(*kernels[T])
}

// kernelsFor returns the kernels of zero's type. It is not generic: a program shall compile those of the types it uses.
func kernelsFor(zero any) any {
	switch zero.(type) {
	case bool:
		return &boolKernels
	case int:
		return &intKernels
	case int8:
		return &int8Kernels
	case int16:
		return &int16Kernels
	case int32:
		return &int32Kernels
	case int64:
		return &int64Kernels
	case uint:
		return &uintKernels
	case uint8:
		return &uint8Kernels
	case uint16:
		return &uint16Kernels
	case uint32:
		return &uint32Kernels
	case uint64:
		return &uint64Kernels
	case float32:
		return &float32Kernels
	case float64:
		return &float64Kernels
	case complex64:
		return &complex64Kernels
	case complex128:
		return &complex128Kernels
	}
	panic("unreachable: every Element is one of these")
}

var (
	intKernels        = plainKernels[int]()
	int8Kernels       = plainKernels[int8]()
	int16Kernels      = plainKernels[int16]()
	int32Kernels      = plainKernels[int32]()
	int64Kernels      = plainKernels[int64]()
	uintKernels       = plainKernels[uint]()
	uint8Kernels      = plainKernels[uint8]()
	uint16Kernels     = plainKernels[uint16]()
	uint32Kernels     = plainKernels[uint32]()
	uint64Kernels     = plainKernels[uint64]()
	complex64Kernels  = plainKernels[complex64]()
	complex128Kernels = plainKernels[complex128]()

	boolKernels = kernels[bool]{
		one: true,
		add: func(x, y bool) bool { return x || y },
		mul: func(x, y bool) bool { return x && y },
		mr:  plainRows, nr: plainColumns,
		full: eachPanel(boolTile), partial: eachPanel(boolTile), rowRuns: func(t *tile[bool], runs, bStep, cStep int) { eachRun(t, runs, bStep, cStep, boolTile) },
		dot: boolDot, lanes: func(c, a, b []bool, at position, row axis, add, _ bool) { boolLanes(c, a, b, at, row, add) },
		unit: []bool{true}, panels: plainPanels[bool], across: plainAcross[bool], copyRuns: plainCopyRuns[bool],
		pool: newPool[bool](), spare: new(sync.Pool),
	}

	// The sets of kernels that this machine can run, from plain Go to the best one, which is the one that is used.
	float32Sets = append([]kernels[float32]{fusedKernels(16, fma32)}, assembly32()...)
	float64Sets = append([]kernels[float64]{fusedKernels(8, fma64)}, assembly64()...)

	float32Kernels = float32Sets[len(float32Sets)-1]
	float64Kernels = float64Sets[len(float64Sets)-1]
)

func plainKernels[T number]() kernels[T] {
	return kernels[T]{
		one: 1,
		add: func(x, y T) T { return x + y },
		mul: func(x, y T) T { return x * y },
		mr:  plainRows, nr: plainColumns,
		full: eachPanel(plainTile[T]), partial: eachPanel(plainTile[T]), rowRuns: func(t *tile[T], runs, bStep, cStep int) { eachRun(t, runs, bStep, cStep, plainTile[T]) },
		dot: plainDot[T], lanes: func(c, a, b []T, at position, row axis, add, _ bool) { plainLanes(c, a, b, at, row, add) },
		unit: []T{1}, panels: plainPanels[T], across: plainAcross[T], copyRuns: plainCopyRuns[T],
		pool: newPool[T](), spare: new(sync.Pool),
	}
}

// fusedKernels are the plain Go twins of the assembly for T: the same tile shape, the same bits.
func fusedKernels[T float32 | float64](columns int, fma func(x, y, z T) T) kernels[T] {
	k := plainKernels[T]()
	k.mr, k.nr = 6, columns
	k.full = eachPanel(func(t *tile[T]) { fusedTile(t, fma) })
	k.partial = k.full
	k.rowRuns = func(t *tile[T], runs, bStep, cStep int) {
		eachRun(t, runs, bStep, cStep, func(t *tile[T]) { fusedTile(t, fma) })
	}
	k.dot = func(out, a, b []T, d dotShape) { fusedDot(out, a, b, d, fma) }
	k.lanes = func(c, a, b []T, at position, row axis, add, _ bool) { fusedLanes(c, a, b, at, row, add, fma) }
	k.panels = func(dst, src []T, at int, offsets []int, panels, panelSize int) {
		copyToPanels(dst, src, at, offsets, panels, panelSize, columns)
	}
	return k
}
