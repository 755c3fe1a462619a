// This file chooses the assembly kernels for arm64, all of whose processors have NEON.

package contract

func init() {
	float32Kernels = neon(float32Kernels, &tilesF32NEON, fma32, dotF32NEON)
	float64Kernels = neon(float64Kernels, &tilesF64NEON, fma64, dotF64NEON)
}

// A neonTile is a kernel of the generated tables.
type neonTile[T float32 | float64] = func(a *T, aRow, aTerm int, b *T, kB *int, count int, c *T, ldc, add, panels, aPanel int)

// neon puts NEON tiles and dot products into the plain kernels k. Columns that do not fill a vector stay in plain Go.
func neon[T float32 | float64](k kernels[T], tiles *[6][4]neonTile[T], fma func(x, y, z T) T, dot func(sums *[dotLanes]T, a, b *T, n int)) kernels[T] {
	lanes := k.nr / len(tiles[0])
	rest := k.partial
	run := func(t *tile[T]) {
		vectors := t.columns / lanes
		if vectors > 0 {
			add := 0
			if t.add {
				add = 1
			}
			tiles[t.rows-1][vectors-1](&t.a[t.aAt], t.aRow, t.aTerm, &t.b[t.bAt], &t.kB[0], len(t.kB), &t.c[t.cAt], t.ldc, add, t.panels, t.aPanel)
		}
		if done := vectors * lanes; done < t.columns {
			part := *t
			part.columns, part.bAt, part.cAt = t.columns-done, t.bAt+done, t.cAt+done
			rest(&part)
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
	k.dot = func(out, a, b []T, d dotShape) {
		for j := range d.columns {
			var sums [dotLanes]T
			for r := range d.runs {
				x, y := a[d.aAt+r*d.aStep:], b[d.bAt+j*d.bColumn+r*d.bStep:]
				whole := d.n / dotLanes * dotLanes
				if whole > 0 {
					dot(&sums, &x[0], &y[0], whole)
				}
				fusedRun(&sums, x[whole:], y[whole:], d.n-whole, fma)
			}
			out[j] = folded(&sums)
		}
	}
	return k
}
