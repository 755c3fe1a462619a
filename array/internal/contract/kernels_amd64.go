// This file chooses the assembly kernels that the processor can run.

package contract

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

//go:generate go run ./gen

func init() {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		float32Kernels, float64Kernels = float32AVX2(), float64AVX2()
	}
}

func float32AVX2() kernels[float32] {
	k := fusedKernels(16, fma32)
	k.full = func(t *tile[float32]) {
		tilesF32AVX2[t.rows-1](&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add))
	}
	k.partial = func(t *tile[float32]) {
		maskedTilesF32AVX2[t.rows-1](&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), mask(4*t.columns))
	}
	k.rowRuns = func(t *tile[float32], runs, bStep, cStep int) {
		rowsF32AVX2(&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, runs, bStep, cStep, flag(t.add), &maskBits)
	}
	k.dot = func(a, b []float32) float32 { return dotF32AVX2(&a[0], &b[0], len(a)) }
	k.lanes = func(c, a, b []float32, at position, row axis, add bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			lanesF32AVX2(&c[at.c], &a[at.a], &b[at.b], row.extent, flag(add))
		} else {
			fusedLanes(c, a, b, at, row, add, fma32)
		}
	}
	k.across = func(dst, src []float32, at int, columns []int, n, stride int) {
		acrossBlocks(dst, src, at, columns, n, stride, 8, transposeF32AVX2)
	}
	k.panels = func(dst, src []float32, at int, offsets []int, panels, panelSize int) {
		copyPanelsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), &offsets[0], len(offsets), panels, 4*panelSize, 2)
	}
	return k
}

func float64AVX2() kernels[float64] {
	k := fusedKernels(8, fma64)
	k.full = func(t *tile[float64]) {
		tilesF64AVX2[t.rows-1](&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add))
	}
	k.partial = func(t *tile[float64]) {
		maskedTilesF64AVX2[t.rows-1](&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), mask(8*t.columns))
	}
	k.rowRuns = func(t *tile[float64], runs, bStep, cStep int) {
		rowsF64AVX2(&t.a[0], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, runs, bStep, cStep, flag(t.add), &maskBits)
	}
	k.dot = func(a, b []float64) float64 { return dotF64AVX2(&a[0], &b[0], len(a)) }
	k.lanes = func(c, a, b []float64, at position, row axis, add bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			lanesF64AVX2(&c[at.c], &a[at.a], &b[at.b], row.extent, flag(add))
		} else {
			fusedLanes(c, a, b, at, row, add, fma64)
		}
	}
	k.across = func(dst, src []float64, at int, columns []int, n, stride int) {
		acrossBlocks(dst, src, at, columns, n, stride, 4, transposeF64AVX2)
	}
	k.panels = func(dst, src []float64, at int, offsets []int, panels, panelSize int) {
		copyPanelsAVX2(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), &offsets[0], len(offsets), panels, 8*panelSize, 3)
	}
	return k
}

// acrossBlocks packs blocks of lanes columns, and what is left of the terms element by element. A block with too few
// columns repeats its last one and writes into the row after it, which is why blocks are packed from the last to the
// first and rows in their order.
func acrossBlocks[T Element](dst, src []T, at int, columns []int, n, stride, lanes int, transpose func(dst, src *T, offsets *int, blocks, stride int)) {
	if blocks := n / lanes; blocks > 0 {
		for first := (len(columns) - 1) / lanes * lanes; first >= 0; first -= lanes {
			var offsets [8]int
			for j := range lanes {
				offsets[j] = columns[min(first+j, len(columns)-1)]
			}
			transpose(&dst[first], &src[at], &offsets[0], blocks, stride)
		}
	}
	done := n / lanes * lanes
	plainAcross(dst[done*stride:], src, at+done, columns, n-done, stride)
}

func flag(set bool) int {
	if set {
		return 1
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

// mask returns a mask of 64 bytes whose first n are set.
func mask(n int) *[64]byte { return (*[64]byte)(maskBits[64-n:]) }
