// This file makes the assembly kernels for arm64, all of whose processors have NEON.

package contract

func assembly32() []kernels[float32] {
	return []kernels[float32]{neon(fusedKernels(16, fma32), &neonKernels[float32]{&tilesF32NEON, dotF32NEON, lanesF32NEON, transposeF32NEON,
		[...]neonRolling[float32]{2: rolling2F32NEON, 3: rolling3F32NEON, 4: rolling4F32NEON, 5: rolling5F32NEON, 6: rolling6F32NEON}, fma32})}
}

func assembly64() []kernels[float64] {
	return []kernels[float64]{neon(fusedKernels(8, fma64), &neonKernels[float64]{&tilesF64NEON, dotF64NEON, lanesF64NEON, transposeF64NEON,
		[...]neonRolling[float64]{2: rolling2F64NEON, 3: rolling3F64NEON, 4: rolling4F64NEON, 5: rolling5F64NEON, 6: rolling6F64NEON}, fma64})}
}

type (
	// A neonTile is a kernel of the generated tables.
	neonTile[T float32 | float64] = func(a *T, aRow, aTerm int, b *T, kB *int, count int, c *T, ldc, add, panels, aPanel int)
	// A neonRolling computes windows that overlap along two axes, for filters of a number of rows.
	neonRolling[T float32 | float64] = func(a, b *T, kB *int, taps int, c *T, columns, rows, bStep, cStep int)
)

// neonKernels are the functions that the generator wrote for an element type.
type neonKernels[T float32 | float64] struct {
	tiles     *[6][5]neonTile[T]
	dot       func(sums *[dotLanes]T, a, b *T, n int)
	lanes     func(c, a, b *T, n, add int)
	transpose func(dst, src *T, offsets, terms *int, n, runs, stride int)
	rolling   [7]neonRolling[T]
	fma       func(x, y, z T) T
}

// neon puts the NEON kernels n into the plain ones k.
func neon[T float32 | float64](k kernels[T], n *neonKernels[T]) kernels[T] {
	lanes := k.nr / (len(n.tiles[0]) - 1)
	run := func(t *tile[T]) {
		compute := func(vectors, done int) {
			n.tiles[t.rows-1][vectors](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt+done], &t.kB[0], len(t.kB), &t.c[t.cAt+done], t.ldc, flag(t.add), t.panels, t.aPanel)
		}
		vectors := t.columns / lanes
		if vectors > 0 {
			compute(vectors, 0)
		}
		for done := vectors * lanes; done < t.columns; done++ {
			compute(0, done)
		}
	}
	k.full, k.partial = run, run
	k.rowRuns = func(t *tile[T], runs, bStep, cStep int) {
		part := *t
		part.panels = 1
		for r := range runs {
			for j := 0; j < t.columns; j += k.nr {
				part.columns = min(k.nr, t.columns-j)
				part.bAt, part.cAt = t.bAt+r*bStep+j, t.cAt+r*cStep+j
				run(&part)
			}
		}
	}
	k.stencilColumns = lanes
	k.stencil = func(t *tile[T], filterRows, rows, bStep, cStep int) (done int) {
		if filterRows >= len(n.rolling) || rows < 2 {
			return 0
		}
		n.rolling[filterRows](&t.a[t.aAt], &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.columns, rows, bStep, cStep)
		return rows
	}
	k.dot = func(out, a, b []T, d dotShape) {
		for j := range d.columns {
			var sums [dotLanes]T
			for r := range d.runs {
				x, y := a[d.aAt+j*d.aColumn+r*d.aStep:], b[d.bAt+j*d.bColumn+r*d.bStep:]
				whole := d.n / dotLanes * dotLanes
				if whole > 0 {
					n.dot(&sums, &x[0], &y[0], whole)
				}
				fusedRun(&sums, x[whole:], y[whole:], d.n-whole, n.fma)
			}
			out[j] = folded(&sums)
		}
	}
	k.lanes = func(c, a, b []T, at position, row axis, add, _ bool) {
		if row.a == 1 && row.b == 1 && row.c == 1 {
			n.lanes(&c[at.c], &a[at.a], &b[at.b], row.extent, flag(add))
		} else {
			fusedLanes(c, a, b, at, row, add, n.fma)
		}
	}
	k.across = func(dst, src []T, at int, columns, terms []int, count, stride int, scratch *[8]int) {
		acrossBlocks(dst, src, at, columns, terms, count, stride, scratch, lanes, n.transpose)
	}
	return k
}
