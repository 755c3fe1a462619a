// This file compares quantiles, which select, with those of sorted rows.

package array

import (
	"math"
	"testing"
)

func TestQuantilesAsSorted(t *testing.T) {
	rng := NewRand(11)
	for _, n := range []int{1, 2, 3, 10, 63, 64, 65, 200, 1500} {
		for _, distinct := range []int{2, 7, 1 << 30} {
			a := Cast[float64](Integers(rng, -distinct, distinct, 3, n))
			a.Slice("1, ::3").Fill(math.Copysign(0, -1))
			a.Slice("2, ::5").Fill(0)
			for _, q := range [][]float64{{0}, {1}, {0.5}, {0.999}, {0.3, 0.1, 0.9}, {0, 1. / 16, 2. / 16, 3. / 16, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}} {
				for method := Linear; method <= InterpolatedInvertedCDF; method++ {
					along, across := Quantiles(a, q, method, 1), Quantiles(a.T().Copy(), q, method, 0)
					sorted := Sort(a, 1)
					for i, q := range q {
						lo, weight := method.place(q, n)
						for row := range 3 {
							want := between(sorted.At(row, lo), sorted.At(row, min(lo+1, n-1)), weight)
							for _, got := range []float64{along.At(i, row), across.At(i, row)} {
								if math.Float64bits(got) != math.Float64bits(want) {
									t.Fatalf("n %d, %v %v: row %d is %v, want %v", n, method, q, row, got, want)
								}
							}
						}
					}
				}
			}
		}
	}
	nan := From([]float64{1, math.NaN(), 3, 4, 5, 6}, 2, 3)
	if m := Median(nan, 1); m.At(0) == m.At(0) || m.At(1) != 5 {
		t.Errorf("median beside NaN: %v", m)
	}
	if m := Median(nan); m.Item() == m.Item() {
		t.Errorf("median of all with NaN: %v", m)
	}
}

func TestArgmaxChunks(t *testing.T) {
	for _, n := range []int{1, 15, 16, 63, 255, 1023, 1024, 1025, 5000} {
		for _, at := range []int{0, n / 2, n - 1} {
			a := Zeros[float32](n)
			a.Fill(-1)
			a.Set(2, at)
			a.Set(2, n-1)
			if got := a.Argmax().Item(); got != at {
				t.Errorf("n %d: %d, want %d", n, got, at)
			}
			if got := Neg(a).Argmin().Item(); got != at {
				t.Errorf("n %d: least at %d, want %d", n, got, at)
			}
			a.Set(float32(math.NaN()), at)
			a.Slice(":1").Fill(float32(math.Inf(1)))
			if got, want := a.Argmax().Item(), at; at > 0 && got != want {
				t.Errorf("n %d: NaN at %d, want %d", n, got, want)
			}
		}
	}
	zeros := Full(math.Copysign(0, -1), 100)
	zeros.Set(0, 50)
	if zeros.Argmax().Item() != 0 || zeros.Argmin().Item() != 0 {
		t.Errorf("of equal zeros %v and %v are first, want 0", zeros.Argmax(), zeros.Argmin())
	}
}
