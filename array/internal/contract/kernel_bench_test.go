// This file measures microkernels alone, on operands in the first-level cache.

package contract

import (
	"testing"
	"time"
)

func BenchmarkTile(b *testing.B) {
	b.Run("float32", func(b *testing.B) { benchmarkTile(b, &float32Kernels) })
	b.Run("float64", func(b *testing.B) { benchmarkTile(b, &float64Kernels) })
}

// benchmarkTile multiplies one panel of A with one of B.
func benchmarkTile[T float32 | float64](b *testing.B, k *kernels[T]) {
	const terms = 256
	t := &tile[T]{
		a: make([]T, k.mr*terms), b: make([]T, k.nr*terms), c: make([]T, k.mr*k.nr), kB: make([]int, terms),
		aRow: 1, aTerm: k.mr, panels: 1, ldc: k.nr, rows: k.mr, columns: k.nr,
	}
	for i := range t.kB {
		t.kB[i] = i * k.nr
	}
	best := time.Hour // of a few calls at a time, so short that other programs seldom come between
	const calls = 20
	for b.Loop() {
		start := time.Now()
		for range calls {
			k.full(t)
		}
		best = min(best, time.Since(start))
	}
	b.ReportMetric(float64(calls*2*k.mr*k.nr*terms)/float64(best.Nanoseconds()), "GFLOP/s")
}
