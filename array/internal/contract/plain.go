// This file holds the microkernels in plain Go: the only ones for integers, complex numbers and booleans, and for
// float32 and float64 the twins that define every bit of the assembly.

package contract

import "math"

// Tile size of types without assembly: small enough that the sums stay in the first-level cache.
const plainRows, plainColumns = 4, 8

func plainTile[T number](t *tile[T]) {
	var sums [plainRows * plainColumns]T
	for k, off := range t.kB {
		b := t.b[t.bAt+off : t.bAt+off+t.columns]
		for i := range t.rows {
			x := t.a[t.aAt+i*t.aRow+k*t.aTerm]
			row := sums[i*plainColumns : i*plainColumns+len(b)]
			for j, y := range b {
				row[j] += x * y
			}
		}
	}
	for i := range t.rows {
		c := t.c[t.cAt+i*t.ldc : t.cAt+i*t.ldc+t.columns]
		row := sums[i*plainColumns : i*plainColumns+len(c)]
		for j, sum := range row {
			if t.add {
				sum += c[j]
			}
			c[j] = sum
		}
	}
}

// eachPanel computes the tiles of a call one after the other.
func eachPanel[T Element](kernel func(*tile[T])) func(*tile[T]) {
	return func(t *tile[T]) {
		part := *t
		for panel := range t.panels {
			part.aAt, part.cAt = t.aAt+panel*t.aPanel, t.cAt+panel*t.rows*t.ldc
			kernel(&part)
		}
	}
}

// eachRun computes runs of columns with a kernel that takes at most plainColumns of them at a time.
func eachRun[T Element](t *tile[T], runs, bStep, cStep int, kernel func(*tile[T])) {
	part := *t
	for run := range runs {
		for j := 0; j < t.columns; j += plainColumns {
			part.columns = min(plainColumns, t.columns-j)
			part.bAt, part.cAt = t.bAt+run*bStep+j, t.cAt+run*cStep+j
			kernel(&part)
		}
	}
}

// boolTile stops a row of C at the first product that is true.
func boolTile(t *tile[bool]) {
	for i := range t.rows {
		for j := range t.columns {
			at := t.cAt + i*t.ldc + j
			hit := t.add && t.c[at]
			for k := 0; k < len(t.kB) && !hit; k++ {
				hit = t.a[t.aAt+i*t.aRow+k*t.aTerm] && t.b[t.bAt+t.kB[k]+j]
			}
			t.c[at] = hit
		}
	}
}

// fusedTile is the definition of a float tile: per element one chain of fused multiply-adds in the order of k.
func fusedTile[T float32 | float64](t *tile[T], fma func(x, y, z T) T) {
	for i := range t.rows {
		for j := range t.columns {
			var sum T
			for k, off := range t.kB {
				sum = fma(t.a[t.aAt+i*t.aRow+k*t.aTerm], t.b[t.bAt+off+j], sum)
			}
			at := t.cAt + i*t.ldc + j
			if t.add {
				sum = t.c[at] + sum
			}
			t.c[at] = sum
		}
	}
}

func fma64(x, y, z float64) float64 { return math.FMA(x, y, z) }

// fma32 returns x*y + z rounded once. The product is exact in float64; the sum is rounded to odd there, which keeps the
// second rounding, to float32, from going wrong at ties (Boldo and Melquiond, "Emulation of FMA and correctly rounded
// sums: proved algorithms using rounding to odd").
func fma32(x, y, z float32) float32 {
	product, addend := float64(x)*float64(y), float64(z)
	sum := product + addend
	if bits := math.Float64bits(sum); bits&1 == 0 && !math.IsInf(sum, 0) && !math.IsNaN(sum) {
		back := sum - product
		if lost := (product - (sum - back)) + (addend - back); lost != 0 {
			if (lost > 0) == (sum > 0) {
				bits++
			} else {
				bits--
			}
			sum = math.Float64frombits(bits)
		}
	}
	return float32(sum)
}
