// This file measures what an element of an array costs in a loop, as a multiple of an element of a slice.

package symbols_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

// elementLoops are bodies of loops over i and j, for arrays of each rank and, first, for slices.
var elementLoops = map[string][]string{
	"both":   {"y[j] = x[j] + 1", "b1.Set(a1.At(j)+1, j)", "b2.Set(a2.At(i, j)+1, i, j)", "b3.Set(a3.At(1, i, j)+1, 0, i, j)", "b4.Set(a4.At(1, 1, i, j)+1, 1, 0, i, j)"},
	"update": {"y[j] += 2", "b1[j] += 2", "b2[i, j] += 2", "b3[0, i, j] += 2", "b4[0, 1, i, j] += 2"},
	"read":   {"s += x[j]", "s += a1[j]", "s += a2[i, j]", "s += a3[1, i, j]", "s += a4[0, 1, i, j]"},
	"write":  {"y[j] = 3", "b1[j] = 3", "b2[i, j] = 3", "b3[1, i, j] = 3", "b4[0, 1, i, j] = 3"},
}

const elementsBench = `
import "time"
func work() (best [5]time.Duration) {
	const n = 64
	x, y := make([]T, n), make([]T, n)
	a1, b1 := array.Zeros[T](n), array.Zeros[T](n)
	a2, b2 := array.Zeros[T](n, n), array.Zeros[T](n, n)
	a3, b3 := array.Zeros[T](2, n, n), array.Zeros[T](2, n, n)
	a4, b4 := array.Zeros[T](2, 2, n, n), array.Zeros[T](2, 2, n, n)
	var s T
	_, _, _, _, _, _, _, _, _, _, _ = x, y, a1, b1, a2, b2, a3, b3, a4, b4, s
	for k, f := range []func(){FUNCS} {
		best[k] = time.Hour
		for range 9 {
			start := time.Now()
			for range 20 { f() }
			best[k] = min(best[k], time.Since(start))
		}
	}
	return
}
best := work()
for k := range best {
	fmt.Println(float64(best[k]) / float64(best[0]))
}
`

func BenchmarkElements(b *testing.B) {
	for _, elem := range []string{"float64", "float32", "int", "uint8", "int16", "complex128"} {
		for _, form := range []string{"read", "write", "both", "update"} {
			b.Run(elem+"/"+form, func(b *testing.B) {
				session, err := eval.New(eval.Config{Packages: symbols.Packages(), Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"}})
				if err != nil {
					b.Fatal(err)
				}
				defer session.Close()
				var funcs strings.Builder
				for _, body := range elementLoops[form] {
					fmt.Fprintf(&funcs, "func() { for i := range n { _ = i; for j := range n { %s } } },\n", body)
				}
				source := "type T = " + elem + "\n" + strings.Replace(elementsBench, "FUNCS", funcs.String(), 1)
				source = strings.Replace(source, "func work", "work := func", 1) // operators are for a cell's statements
				for b.Loop() {
					var out strings.Builder
					err := session.Execute(context.Background(), eval.Cell{Number: 1, Source: source, Stdout: &out, Stderr: &out, Show: func(any) {}})
					if err != nil {
						b.Fatal(err)
					}
					for rank, line := range strings.Fields(out.String()) {
						var ratio float64
						if _, err := fmt.Sscan(line, &ratio); err != nil {
							b.Fatal(err)
						}
						if rank > 0 { // 0 stands for the slice
							b.ReportMetric(ratio, fmt.Sprintf("rank%d/slice", rank))
						}
					}
				}
			})
		}
	}
}
