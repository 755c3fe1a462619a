// This file puts the AVX-512 kernels into the AVX2 ones: what has no form of its own, transposition, stays AVX2's.

package contract

import "unsafe"

// avx512Kernels are the functions that the generator wrote for AVX-512 and one element type.
type avx512Kernels[T float32 | float64] struct {
	tiles           []func(a *T, aRow, aTerm int, b *T, kB *int, count int, c *T, ldc, add, panels, aPanel int)
	narrow, masked  []func(a *T, aRow, aTerm int, b *T, kB *int, count int, c *T, ldc, add, panels, aPanel, columns int) // of one and two vectors
	rows            func(a, b *T, kB *int, count int, c *T, columns, runs, bStep, cStep, add int)
	stencils        stencilKernels[T]
	dot4, dot1, sum func(out, a, b *T, n, runs, aStep, bStep, aColumn, bColumn, groups int)
	lanes           func(c, a, b *T, n, add int)
	panels          func(dst, src unsafe.Pointer, offsets *int, rows, panels, panelBytes, shift int)
	pick, evens     func(dst, src *T, first, second int, offsets *int, count, stride int)
	merge           func(dst, src *T, first, second int, offsets *int, count, stride, split, end int)
}

var (
	avx512F32 = avx512Kernels[float32]{
		tiles: tilesF32AVX512[:], narrow: narrowTilesF32AVX512[:], masked: maskedTilesF32AVX512[:], rows: rowsF32AVX512,
		stencils: stencilKernels[float32]{square: square3F32AVX512, near: nearStencil3F32AVX512, nearRows: 7, nearColumns: 64, many: stencil3F32AVX512, rolling: [...]func(a, b *float32, kB *int, taps int, c *float32, columns, rows, bStep, cStep int){
			2: rolling2F32AVX512, 3: rolling3F32AVX512, 4: rolling4F32AVX512, 5: rolling5F32AVX512, 6: rolling6F32AVX512}},
		dot4: dot4F32AVX512, dot1: dot1F32AVX512, sum: sum1F32AVX512, lanes: lanesF32AVX512,
		panels: copyPanelsAVX512, pick: pickF32AVX512, evens: evensF32AVX512, merge: mergeF32AVX512,
	}
	avx512F64 = avx512Kernels[float64]{
		tiles: tilesF64AVX512[:], narrow: narrowTilesF64AVX512[:], masked: maskedTilesF64AVX512[:], rows: rowsF64AVX512,
		stencils: stencilKernels[float64]{square: square3F64AVX512, near: nearStencil3F64AVX512, nearRows: 7, nearColumns: 32, many: stencil3F64AVX512, rolling: [...]func(a, b *float64, kB *int, taps int, c *float64, columns, rows, bStep, cStep int){
			2: rolling2F64AVX512, 3: rolling3F64AVX512, 4: rolling4F64AVX512, 5: rolling5F64AVX512, 6: rolling6F64AVX512}},
		dot4: dot4F64AVX512, dot1: dot1F64AVX512, sum: sum1F64AVX512, lanes: lanesF64AVX512,
		panels: copyPanelsAVX512, pick: pickF64AVX512, evens: evensF64AVX512, merge: mergeF64AVX512,
	}
)

// avx512Bytes is the size of a vector.
const avx512Bytes = 64

// widened puts the kernels w into k, those of AVX2.
func widened[T float32 | float64](k kernels[T], w *avx512Kernels[T], fma func(x, y, z T) T) kernels[T] {
	size := int(unsafe.Sizeof(k.one))
	lanes := avx512Bytes / size
	k.mr, k.nr, k.packLanes, k.turned = len(w.tiles), 2*lanes, lanes, nil
	k.full = func(t *tile[T]) {
		w.tiles[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel)
	}
	k.partial = func(t *tile[T]) {
		tiles := w.masked
		if t.columns <= lanes {
			tiles = w.narrow
		}
		tiles[t.rows-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, flag(t.add), t.panels, t.aPanel, t.columns)
	}
	k.rowRuns = func(t *tile[T], runs, bStep, cStep int) {
		w.rows(&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, runs, bStep, cStep, flag(t.add))
	}
	narrow := k.stencil
	k.stencil = func(t *tile[T], filterRows, rows, bStep, cStep int) (done int) {
		if t.columns < lanes {
			return narrow(t, filterRows, rows, bStep, cStep)
		}
		return w.stencils.run(t, filterRows, rows, bStep, cStep)
	}
	k.dot = func(out, a, b []T, d dotShape) {
		fours := 0
		if d.aColumn == 0 {
			fours = d.columns / 4
		}
		if fours > 0 {
			w.dot4(&out[0], &a[d.aAt], &b[d.bAt], d.n, d.runs, d.aStep, d.bStep, 0, d.bColumn, fours)
		}
		if rest := d.columns - 4*fours; rest > 0 {
			w.dot1(&out[4*fours], &a[d.aAt], &b[d.bAt+4*fours*d.bColumn], d.n, d.runs, d.aStep, d.bStep, d.aColumn, d.bColumn, rest)
		}
	}
	k.sum = func(out, b []T, d dotShape) {
		w.sum(&out[0], nil, &b[d.bAt], d.n, d.runs, 0, d.bStep, 0, d.bColumn, d.columns)
	}
	k.lanes = func(c, a, b []T, at position, row axis, add, stream bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			w.lanes(&c[at.c], &a[at.a], &b[at.b], row.extent, storing(&c[at.c], avx512Bytes, add, stream))
		} else {
			fusedLanes(c, a, b, at, row, add, fma)
		}
	}
	k.panels = func(dst, src []T, at int, offsets []int, panels, panelSize int) {
		shift := 2
		if size == 8 {
			shift = 3
		}
		w.panels(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[at]), &offsets[0], len(offsets), panels, size*panelSize, shift)
	}
	k.pick = func(dst, src []T, first int, offsets []int, stride int) {
		w.pick(&dst[0], &src[0], first, first, &offsets[0], len(offsets), stride)
	}
	k.merge = func(dst, src []T, first, count, second, end int, offsets []int, stride int) {
		w.merge(&dst[0], &src[0], first, second-count, &offsets[0], len(offsets), stride, count, end)
	}
	k.evens = func(dst, src []T, first int, offsets []int, stride int) {
		w.evens(&dst[0], &src[0], first, first+lanes-1, &offsets[0], len(offsets), stride)
	}
	return k
}
