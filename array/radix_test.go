// This file compares sorting by digits with sorting by comparisons.

package array

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRadix(t *testing.T) {
	radixType[int8](t)
	radixType[uint8](t)
	radixType[int16](t)
	radixType[uint16](t)
	radixType[int32](t)
	radixType[uint32](t)
	radixType[int](t)
	radixType[int64](t)
	radixType[uint64](t)
	radixType[float32](t)
	radixType[float64](t)
}

func radixType[T Real](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 13, 100, radixMin - 1, radixMin, radixMin + 1, 1000, 5000} {
		for _, spread := range []float64{1, 2, 300, 1e9, 1e300} {
			row := make([]T, n)
			for i := range row {
				v := rng.NormFloat64() * spread
				row[i] = convert[T](v)
				if spread == 1e300 && isFloat[T]() {
					v = math.Float64frombits(rng.Uint64())
					row[i] = convert[T](v) // infinities, NaN, numbers too small
				}
				if spread == 1 { // apart in the last bits, beside those that make the range of keys long
					row[i] = convert[T](1 + float64(rng.IntN(200))*0x1p-52)
				}
				if rng.IntN(9) == 0 {
					row[i] = convert[T]([]float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxInt64}[rng.IntN(6)])
				}
			}
			want := slices.Clone(row)
			slices.SortStableFunc(want, compareNaNLast[T])
			got := Sort(From(row)).Data()
			for i := range want {
				if compareNaNLast(got[i], want[i]) != 0 {
					t.Fatalf("Sort of %d %T: element %d is %v, want %v", n, want[0], i, got[i], want[i])
				}
			}
			order := make([]int, n)
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(i, j int) int { return compareNaNLast(row[i], row[j]) })
			if got := Argsort(From(row)).Data(); !slices.Equal(got, order) {
				t.Fatalf("Argsort of %d %T is %v, want %v", n, want[0], got, order)
			}
		}
	}
}
