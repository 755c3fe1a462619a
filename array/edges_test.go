// This file tests the functions that follow NumPy's names where elements or arguments are at an edge: infinities, NaN, zeros,
// operands that share memory.

package array

import (
	"math"
	"testing"
)

func TestQuantilesOfInfinities(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		a       []float64
		q, want float64
	}{
		{[]float64{1, 2, inf}, 0.5, 2},
		{[]float64{-inf, 1}, 0, -inf},
		{[]float64{-inf, 1}, 0.9, -inf},
		{[]float64{1, inf}, 0.1, inf},
		{[]float64{1, inf}, 0.5, inf},
		{[]float64{-inf, inf}, 0.5, math.NaN()},
		{[]float64{-0x1p1023, 0x1p1023}, 0.5, 0},
		{[]float64{-0x1p1023, 0x1p1023}, 0.75, 0x1p1022},
	} {
		same := func(name string, got float64) {
			t.Helper()
			if got != c.want && (got == got || c.want == c.want) {
				t.Errorf("%s of %v at %v is %v, want %v", name, c.a, c.q, got, c.want)
			}
		}
		same("Quantile", Quantile(From(c.a), c.q).Item())
		same("NanQuantile", NanQuantile(From(append(c.a, math.NaN())), c.q).Item())
		if c.q == 0.5 {
			same("Median", Median(From(c.a)).Item())
		}
	}
	if got := Quantiles(Of(1, inf), []float64{0.3}, Lower).Item(); got != 1 {
		t.Errorf("the lower neighbour of 1 and infinity is %v", got)
	}
}

func TestMatricesAtEdges(t *testing.T) {
	inf := math.Inf(1)
	infinite := FromRows([][]float64{{inf, 0}, {0, 1}})
	if got := MatrixPower(infinite, 1); !ArrayEqual(got, infinite) || SharesMemory(got, infinite) {
		t.Errorf("the first power of\n%v\nis\n%v", infinite, got)
	}
	for n, want := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256} {
		if got := MatrixPower(FromRows([][]int{{2}}), n).Item(); got != want {
			t.Errorf("2 to the power %d is %d", n, got)
		}
	}
	if got := Cond(Zeros[float64](3, 2)); got != inf {
		t.Errorf("the condition number of zeros is %v", got)
	}
	wantPanic(t, func() { Cond(Zeros[float64](0, 2)) }, "Cond", "(0, 2)")
	wantPanic(t, func() { MatrixRank(Zeros[float64](2)) }, "MatrixRank", "(2,)")
	wantPanic(t, func() { Roots([]float64{1, 0, -inf}) }, "Roots", "coefficient 2 is -Inf")
}

func TestEdgesOfBins(t *testing.T) {
	wantPanic(t, func() { HistogramOver(Of(1), Of(0, math.NaN(), 1)) }, "HistogramOver", "edge 1 is NaN")
	wantPanic(t, func() { Histogram2D(Of(1), Of(1), Of(0.0, 1), Of(0.0, 2, 1)) }, "Histogram2D", "edge 2 is 1, after 2")
	if got, want := HistogramOver(Of(0, 1, 1, 2, math.NaN()), Of(0.0, 0, 1, 1)), Of(0, 1, 2); !ArrayEqual(got, want) {
		t.Errorf("bins between equal edges count %v, want %v", got, want)
	}
}

func TestRoundToManyPlaces(t *testing.T) {
	if got, want := RoundTo(Of(5, -1e300, math.Inf(-1), 0), -400), Of(0, 0, math.Inf(-1), 0); !ArrayEqual(got, want) {
		t.Errorf("rounded to 10^400: %v, want %v", got, want)
	}
	if got, want := RoundTo(Of(2.5, 1e-300, 0), 400), Of(2.5, 1e-300, 0); !ArrayEqual(got, want) {
		t.Errorf("rounded to 400 decimals: %v, want %v", got, want)
	}
}

// TestPutAlongItself stores into the array that says where.
func TestPutAlongItself(t *testing.T) {
	a := Of(1, 2, 3, 0)
	PutAlong(a, a, Of(3, 0, 1, 2), 0)
	if want := Of(2, 3, 0, 1); !ArrayEqual(a, want) {
		t.Errorf("got %v, want %v", a, want)
	}
}
