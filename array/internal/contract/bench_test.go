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
	var strides [][]int
	var operands []Buffer[T]
	for _, shape := range shapes {
		data := make([]T, product(shape))
		for i := range data {
			data[i] = T(i%17) - 8
		}
		strides = append(strides, rowMajorStrides(shape))
		operands = append(operands, Buffer[T]{Data: data})
	}
	program := NewProgram(plan, shapes, strides, nil)
	dst := Buffer[T]{Data: make([]T, product(spec.OutputShape()))}
	b.ReportAllocs()
	for b.Loop() {
		Run(program, dst, operands, 1)
	}
	b.ReportMetric(plan.FLOPs()*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
}
