// This file chooses the assembly kernels that the processor can run.

package contract

import (
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/processor"
)

//go:generate go run ./gen

// assembly32 and assembly64 return the sets of kernels that the processor can run, the best one last.
func assembly32() (sets []kernels[float32]) {
	if processor.AVX2 {
		sets = append(sets, float32AVX2())
	}
	if processor.AVX512 {
		sets = append(sets, widened(float32AVX2(), &avx512F32, fma32))
	}
	return sets
}

func assembly64() (sets []kernels[float64]) {
	if processor.AVX2 {
		sets = append(sets, float64AVX2())
	}
	if processor.AVX512 {
		sets = append(sets, widened(float64AVX2(), &avx512F64, fma64))
	}
	return sets
}

// tableOfB returns kB, or nil where both A and B are packed, for which kernels have a loop that needs no table.
func (t *tile[T]) tableOfB() *int {
	if t.packed && t.rows > 1 && t.aRow == 1 && t.aTerm == t.rows {
		return nil
	}
	return &t.kB[0]
}

func float32AVX2() kernels[float32] {
	k := fusedKernels(16, fma32)
	k.full = func(t *tile[float32]) {
		tilesF32AVX2[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], t.tableOfB(), len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel)
	}
	k.partial = func(t *tile[float32]) {
		maskedTilesF32AVX2[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel, mask(4*t.columns))
	}
	k.rowRuns = func(t *tile[float32], runs, bStep, cStep int) {
		rowsF32AVX2(&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, runs, bStep, cStep, flag(t.add), &maskBits)
	}
	k.stencil = stencilsF32.run
	k.turned = func(t *tile[float32], a []float32, rows, terms []int) {
		turnedF32AVX2[t.rows-1](&a[0], &rows[0], &terms[0], &t.b[t.bAt], len(terms), &t.c[t.cAt], t.ldc, flag(t.add), t.panels)
	}
	k.dot = func(out, a, b []float32, d dotShape) {
		three := 0
		if d.aColumn == 0 {
			three = d.columns / 3
		}
		if three > 0 {
			dot3F32AVX2(&out[0], &a[d.aAt], &b[d.bAt], d.n, d.runs, d.aStep, d.bStep, 0, d.bColumn, three, &dotMaskBits[128])
		}
		if rest := d.columns - 3*three; rest > 0 {
			dot1F32AVX2(&out[3*three], &a[d.aAt], &b[d.bAt+3*three*d.bColumn], d.n, d.runs, d.aStep, d.bStep, d.aColumn, d.bColumn, rest, &dotMaskBits[128])
		}
	}
	k.sum = func(out, b []float32, d dotShape) {
		sum1F32AVX2(&out[0], nil, &b[d.bAt], d.n, d.runs, 0, d.bStep, 0, d.bColumn, d.columns, &dotMaskBits[128])
	}
	k.lanes = func(c, a, b []float32, at position, row axis, add, stream bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			lanesF32AVX2(&c[at.c], &a[at.a], &b[at.b], row.extent, storing(&c[at.c], avx2Bytes, add, stream))
		} else {
			fusedLanes(c, a, b, at, row, add, fma32)
		}
	}
	k.outer = func(c, a, b []float32, rows, columns, cStep, aStep int) {
		outerF32AVX2(&c[0], &a[0], &b[0], rows, columns, cStep, aStep)
	}
	k.across = func(dst, src []float32, at int, columns, terms []int, n, stride int, scratch *[8]int) {
		acrossBlocks(dst, src, at, columns, terms, n, stride, scratch, 8, transposeF32AVX2)
	}
	k.panels = func(dst, src []float32, at int, offsets []int, panels, panelSize int) {
		copyPanelsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), &offsets[0], len(offsets), panels, 4*panelSize, 2)
	}
	k.copyRuns = func(dst, src []float32, at, count, runs, dstStep, srcStep int) {
		if count < 8 {
			plainCopyRuns(dst, src, at, count, runs, dstStep, srcStep)
			return
		}
		copyRunsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), 4*count, runs, 4*dstStep, 4*srcStep)
	}
	k.packLanes, k.stencilColumns = 8, 8
	k.pick = func(dst, src []float32, first int, offsets []int, stride int) {
		pickF32AVX2(&dst[0], &src[0], first, first, &offsets[0], len(offsets), stride)
	}
	k.merge = func(dst, src []float32, first, count, second, end int, offsets []int, stride int) {
		mergeF32AVX2(&dst[0], &src[0], first, second-count, &offsets[0], len(offsets), stride, &maskBits[64-4*count], &maskBits[64-4*end])
	}
	k.evens = func(dst, src []float32, first int, offsets []int, stride int) {
		evensF32AVX2(&dst[0], &src[0], first, first+7, &offsets[0], len(offsets), stride)
	}
	return k
}

func float64AVX2() kernels[float64] {
	k := fusedKernels(8, fma64)
	k.full = func(t *tile[float64]) {
		tilesF64AVX2[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], t.tableOfB(), len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel)
	}
	k.partial = func(t *tile[float64]) {
		maskedTilesF64AVX2[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel, mask(8*t.columns))
	}
	k.rowRuns = func(t *tile[float64], runs, bStep, cStep int) {
		rowsF64AVX2(&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, runs, bStep, cStep, flag(t.add), &maskBits)
	}
	k.stencil = stencilsF64.run
	k.turned = func(t *tile[float64], a []float64, rows, terms []int) {
		turnedF64AVX2[t.rows-1](&a[0], &rows[0], &terms[0], &t.b[t.bAt], len(terms), &t.c[t.cAt], t.ldc, flag(t.add), t.panels)
	}
	k.dot = func(out, a, b []float64, d dotShape) {
		dot1F64AVX2(&out[0], &a[d.aAt], &b[d.bAt], d.n, d.runs, d.aStep, d.bStep, d.aColumn, d.bColumn, d.columns, &dotMaskBits[0])
	}
	k.sum = func(out, b []float64, d dotShape) {
		sum1F64AVX2(&out[0], nil, &b[d.bAt], d.n, d.runs, 0, d.bStep, 0, d.bColumn, d.columns, &dotMaskBits[0])
	}
	k.lanes = func(c, a, b []float64, at position, row axis, add, stream bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			lanesF64AVX2(&c[at.c], &a[at.a], &b[at.b], row.extent, storing(&c[at.c], avx2Bytes, add, stream))
		} else {
			fusedLanes(c, a, b, at, row, add, fma64)
		}
	}
	k.outer = func(c, a, b []float64, rows, columns, cStep, aStep int) {
		outerF64AVX2(&c[0], &a[0], &b[0], rows, columns, cStep, aStep)
	}
	k.across = func(dst, src []float64, at int, columns, terms []int, n, stride int, scratch *[8]int) {
		acrossBlocks(dst, src, at, columns, terms, n, stride, scratch, 4, transposeF64AVX2)
	}
	k.panels = func(dst, src []float64, at int, offsets []int, panels, panelSize int) {
		copyPanelsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), &offsets[0], len(offsets), panels, 8*panelSize, 3)
	}
	k.copyRuns = func(dst, src []float64, at, count, runs, dstStep, srcStep int) {
		if count < 4 {
			plainCopyRuns(dst, src, at, count, runs, dstStep, srcStep)
			return
		}
		copyRunsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), 8*count, runs, 8*dstStep, 8*srcStep)
	}
	k.packLanes, k.stencilColumns = 4, 4
	k.pick = func(dst, src []float64, first int, offsets []int, stride int) {
		pickF64AVX2(&dst[0], &src[0], first, first, &offsets[0], len(offsets), stride)
	}
	k.merge = func(dst, src []float64, first, count, second, end int, offsets []int, stride int) {
		mergeF64AVX2(&dst[0], &src[0], first, second-count, &offsets[0], len(offsets), stride, &maskBits[64-8*count], &maskBits[64-8*end])
	}
	k.evens = func(dst, src []float64, first int, offsets []int, stride int) {
		evensF64AVX2(&dst[0], &src[0], first, first+3, &offsets[0], len(offsets), stride)
	}
	return k
}

var (
	turnedF32AVX2 = [...]func(a *float32, rows, terms *int, b *float32, count int, c *float32, ldc, add, panels int){
		turned1F32AVX2, turned2F32AVX2, turned3F32AVX2, turned4F32AVX2, turned5F32AVX2, turned6F32AVX2}
	turnedF64AVX2 = [...]func(a *float64, rows, terms *int, b *float64, count int, c *float64, ldc, add, panels int){
		turned1F64AVX2, turned2F64AVX2, turned3F64AVX2, turned4F64AVX2, turned5F64AVX2, turned6F64AVX2}
)

// stencilKernels are the kernels for windows that overlap along two axes: square, for filters of 3x3 elements and at least leastSquare
// columns; near, for filters of at least nearRows rows whose columns meet neighbours, and at least nearColumns columns; rolling, for other
// filters of few rows, by their number; and many for the rest. All but rolling compute three rows of C at a time.
type stencilKernels[T Element] struct {
	square     func(a, b, c *T, columns, groups, bStep, cStep int)
	rolling    [7]func(a, b *T, kB *int, taps int, c *T, columns, rows, bStep, cStep int)
	near, many func(a, b *T, kB *int, taps, filterRows int, c *T, columns, groups, bStep, cStep int)

	nearRows, nearColumns int
}

var (
	stencilsF32 = stencilKernels[float32]{square: square3F32AVX2, near: nearStencil3F32AVX2, nearRows: 4, nearColumns: 32, many: stencil3F32AVX2, rolling: [...]func(a, b *float32, kB *int, taps int, c *float32, columns, rows, bStep, cStep int){
		2: rolling2F32AVX2, 3: rolling3F32AVX2, 4: rolling4F32AVX2, 5: rolling5F32AVX2, 6: rolling6F32AVX2}}
	stencilsF64 = stencilKernels[float64]{square: square3F64AVX2, near: nearStencil3F64AVX2, nearRows: 4, nearColumns: 16, many: stencil3F64AVX2, rolling: [...]func(a, b *float64, kB *int, taps int, c *float64, columns, rows, bStep, cStep int){
		2: rolling2F64AVX2, 3: rolling3F64AVX2, 4: rolling4F64AVX2, 5: rolling5F64AVX2, 6: rolling6F64AVX2}}
)

func (s *stencilKernels[T]) run(t *tile[T], filterRows, rows, bStep, cStep int) (done int) {
	groups := rows / 3
	switch {
	case groups > 0 && s.isSquare(t, filterRows):
		s.square(&t.a[t.aAt], &t.b[t.bAt], &t.c[t.cAt], t.columns, groups, bStep, cStep)
	case groups > 0 && filterRows >= s.nearRows && t.columns >= s.nearColumns && consecutive(t.kB):
		s.near(&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), filterRows, &t.c[t.cAt], t.columns, groups, bStep, cStep)
	case rows > 1 && filterRows < len(s.rolling):
		s.rolling[filterRows](&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, rows, bStep, cStep)
		return rows
	case groups > 0 && filterRows >= len(s.rolling):
		s.many(&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), filterRows, &t.c[t.cAt], t.columns, groups, bStep, cStep)
	default:
		return 0
	}
	return 3 * groups
}

// consecutive tells whether offsets are 0, 1, 2 and so on.
func consecutive(offsets []int) bool {
	for i, x := range offsets {
		if x != i {
			return false
		}
	}
	return true
}

// leastSquare is the number of columns from which on square is used, no fewer than it needs: depthwise filters of 28x28 images took 1.2 to
// 1.6 times as long by it as by rolling.
const leastSquare = 128

func (s *stencilKernels[T]) isSquare(t *tile[T], filterRows int) bool {
	return filterRows == 3 && len(t.kB) == 3 && t.columns >= leastSquare && consecutive(t.kB)
}

// avx2Bytes is the size of a vector.
const avx2Bytes = 32

// storing says how the lane kernels store to c: 0 as usual, 1 added to what is there, 2 past the caches, where c is aligned.
func storing[T Element](c *T, vectorBytes uintptr, add, stream bool) int {
	switch {
	case add:
		return 1
	case stream && uintptr(unsafe.Pointer(c))%vectorBytes == 0:
		return 2
	}
	return 0
}

// maskBits has 64 bytes that are set, then 64 that are not.
var maskBits = func() (bits [128]byte) {
	for i := range 64 {
		bits[i] = 0xff
	}
	return bits
}()

// dotMaskBits has 256 bytes that are set, then as many that are not: enough for dotLanes elements.
var dotMaskBits = func() (bits [512]byte) {
	for i := range len(bits) / 2 {
		bits[i] = 0xff
	}
	return bits
}()

// mask returns a mask of 64 bytes whose first n are set.
func mask(n int) *[64]byte { return (*[64]byte)(maskBits[64-n:]) }
