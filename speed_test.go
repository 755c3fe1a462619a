// This file measures what a cell's call of the contraction engine costs beside a compiled one.

package main

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/arraybook/arraybook/array"
	"github.com/arraybook/arraybook/eval"
)

const (
	benchmarkSpec = "ij,jk->ik"
	benchmarkSize = 4
)

func BenchmarkEinsumCompiled(b *testing.B) {
	x := array.Ones[float64](benchmarkSize, benchmarkSize)
	for b.Loop() {
		array.Einsum(benchmarkSpec, x, x)
	}
}

func BenchmarkEinsumInCell(b *testing.B) {
	session, err := eval.New(evalConfig())
	if err != nil {
		b.Fatal(err)
	}
	number := 0
	execute := func(source string) {
		number++
		if err := session.Execute(context.Background(), eval.Cell{Number: number, Source: source, Stdout: io.Discard, Stderr: io.Discard}); err != nil {
			b.Fatal(err)
		}
	}
	execute(fmt.Sprintf("x := Ones[float64](%d, %[1]d)\nfunc repeat(n int) { for range n { Einsum(%q, x, x) } }", benchmarkSize, benchmarkSpec))
	execute("repeat(10)")
	b.ResetTimer()
	execute(fmt.Sprintf("repeat(%d)", b.N))
}
