// This file measures the engine alone: go test -bench . -run - in this folder. The comparison with other libraries is
// the program in bench.

package contract

import (
	"fmt"
	"testing"
)

func BenchmarkMatMul(b *testing.B) {
	for _, n := range []int{4, 64, 128, 256, 1024} {
		b.Run(fmt.Sprintf("float32/%d", n), func(b *testing.B) { benchmarkSpec[float32](b, "ij,jk->ik", []int{n, n}, []int{n, n}) })
		b.Run(fmt.Sprintf("float64/%d", n), func(b *testing.B) { benchmarkSpec[float64](b, "ij,jk->ik", []int{n, n}, []int{n, n}) })
	}
}

// benchmarkSpec runs a planned contraction of contiguous operands on one thread.
func benchmarkSpec[T float32 | float64](b *testing.B, text string, shapes ...[]int) {
	spec, err := Parse(text, shapes)
	if err != nil {
		b.Fatal(err)
	}
	plan := NewPlan(spec, shapes)
	var operands []View[T]
	for _, shape := range shapes {
		v := RowMajor(make([]T, product(shape)), shape)
		for i := range v.Data {
			v.Data[i] = T(i%17) - 8
		}
		operands = append(operands, v)
	}
	dst := RowMajor(make([]T, product(spec.OutputShape())), spec.OutputShape())
	b.ReportAllocs()
	for b.Loop() {
		Run(plan, dst, operands, 1)
	}
	b.ReportMetric(plan.FLOPs()*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
}
