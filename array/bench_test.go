// This file measures: run it with go test -bench . and compare with testdata/numpy_bench.py.

package array

import (
	"fmt"
	"testing"
)

func BenchmarkAdd(b *testing.B) {
	for _, n := range []int{3, 100, 1000} {
		x, y := Ones[float64](n, n), Ones[float64](n, n)
		dst := Zeros[float64](n, n)
		b.Run(fmt.Sprintf("new/%d", n), func(b *testing.B) {
			for b.Loop() {
				Add(x, y)
			}
		})
		b.Run(fmt.Sprintf("into/%d", n), func(b *testing.B) {
			for b.Loop() {
				AddInto(dst, x, y)
			}
		})
		b.Run(fmt.Sprintf("transposed/%d", n), func(b *testing.B) {
			for b.Loop() {
				AddInto(dst, x, y.T())
			}
		})
		b.Run(fmt.Sprintf("row/%d", n), func(b *testing.B) {
			for b.Loop() {
				AddInto(dst, x, y.Index(0))
			}
		})
	}
}

func BenchmarkCopyTransposed(b *testing.B) {
	x := Ones[float64](1000, 1000).T()
	for b.Loop() {
		x.Copy()
	}
}

func BenchmarkSum(b *testing.B) {
	x, y, z := Ones[float64](1000, 1000), Ones[float32](1000, 1000), Ones[uint8](1000, 1000)
	b.Run("float64", func(b *testing.B) {
		for b.Loop() {
			x.Sum()
		}
	})
	b.Run("float64/axis0", func(b *testing.B) {
		for b.Loop() {
			x.Sum(0)
		}
	})
	b.Run("float32", func(b *testing.B) {
		for b.Loop() {
			y.Sum()
		}
	})
	b.Run("uint8/axis1", func(b *testing.B) {
		for b.Loop() {
			Cast[int](z).Sum(1)
		}
	})
}

func BenchmarkExp(b *testing.B) {
	x := Full(1.5, 300, 300)
	y := Full[float32](1.5, 300, 300)
	b.Run("float64", func(b *testing.B) {
		for b.Loop() {
			Exp(x)
		}
	})
	b.Run("float32", func(b *testing.B) {
		for b.Loop() {
			Exp(y)
		}
	})
}

func BenchmarkSlice(b *testing.B) {
	x := Zeros[float64](20, 30, 40)
	for _, spec := range []string{"1:3", ":, 0", "..., ::2", "0, newaxis"} {
		b.Run(spec, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Slice(spec)
			}
		})
	}
	b.Run("%d:%d, 0", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			x.Slice("%d:%d, 0", 3, 7)
		}
	})
}
