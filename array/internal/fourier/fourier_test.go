// This file tests transforms against their definition.

package fourier

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// definition is the slow twin: the sum that defines the transform, with sums in extended precision.
func definition(x []complex128) []complex128 {
	n := len(x)
	y := make([]complex128, n)
	for k := range y {
		var re, im big.Float
		for j, v := range x {
			w := cmplx.Exp(complex(0, -2*math.Pi*float64(j*k%n)/float64(n)))
			for _, t := range []struct {
				sum  *big.Float
				a, b float64
			}{{&re, real(v), real(w)}, {&re, -imag(v), imag(w)}, {&im, real(v), imag(w)}, {&im, imag(v), real(w)}} {
				t.sum.Add(t.sum, new(big.Float).Mul(big.NewFloat(t.a), big.NewFloat(t.b)))
			}
		}
		r, _ := re.Float64()
		i, _ := im.Float64()
		y[k] = complex(r, i)
	}
	return y
}

// noise returns n points in a square around zero.
func noise(n int, seed uint64) []complex128 {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	x := make([]complex128, n)
	for i := range x {
		x[i] = complex(r.Float64()-0.5, r.Float64()-0.5)
	}
	return x
}

func distance(a, b []complex128) float64 {
	sum, norm := 0.0, 0.0
	for i := range a {
		sum += real((a[i] - b[i]) * cmplx.Conj(a[i]-b[i]))
		norm += real(b[i] * cmplx.Conj(b[i]))
	}
	return math.Sqrt(sum / max(norm, 1e-300))
}

// lengths holds every small length, and larger ones of every kind: powers, products, primes.
func lengths() []int {
	var all []int
	for n := 1; n <= 70; n++ {
		all = append(all, n)
	}
	return append(all, 97, 101, 128, 143, 169, 210, 243, 256, 289)
}

func TestDefinition(t *testing.T) {
	for _, n := range lengths() {
		x := noise(n, 1)
		got := append([]complex128(nil), x...)
		NewPlan(n, nil).Axis(got, 1, 0, 1, false, new(Scratch))
		if d := distance(got, definition(x)); d > 2e-15 {
			t.Errorf("length %d: relative error %g", n, d)
		}
	}
}

// TestAxis transforms along each axis of a block, and back, and compares with transforms of single signals.
func TestAxis(t *testing.T) {
	for _, n := range []int{1, 2, 6, 17, 30} {
		for _, shape := range [][2]int{{1, 1}, {1, 9}, {3, 1}, {19, 1}, {2, 3}, {3, 8}, {2, 21}} {
			outer, inner := shape[0], shape[1]
			block := noise(outer*n*inner, 2)
			got := append([]complex128(nil), block...)
			p := NewPlan(n, nil)
			p.Axis(got, inner, 0, outer*inner, false, new(Scratch))
			for signal := range outer * inner {
				one := make([]complex128, n)
				for i := range one {
					one[i] = block[signal/inner*n*inner+i*inner+signal%inner]
				}
				p.Axis(one, 1, 0, 1, false, new(Scratch))
				for i, v := range one {
					if at := signal/inner*n*inner + i*inner + signal%inner; got[at] != v {
						t.Fatalf("length %d in (%d, %d), signal %d, element %d: %v, alone %v", n, outer, inner, signal, i, got[at], v)
					}
				}
			}
			p.Axis(got, inner, 0, outer*inner, true, new(Scratch))
			if d := distance(got, block); d > 2e-15 {
				t.Errorf("length %d in (%d, %d): error %g after there and back", n, outer, inner, d)
			}
		}
	}
}

func TestReal(t *testing.T) {
	for _, n := range lengths() {
		src := make([]float64, n)
		full := make([]complex128, n)
		for i, v := range noise(n, 3) {
			src[i], full[i] = real(v), complex(real(v), 0)
		}
		NewPlan(n, nil).Axis(full, 1, 0, 1, false, new(Scratch))
		r, got, back := NewRealPlan(n, nil), make([]complex128, n/2+1), make([]float64, n)
		r.Forward(got, src, new(Scratch))
		if d := distance(got, full[:n/2+1]); d > 2e-15 {
			t.Errorf("length %d: %g from the complex transform", n, d)
		}
		r.Inverse(back, got, new(Scratch))
		for i := range back {
			if math.Abs(back[i]-src[i]) > 1e-15 {
				t.Errorf("length %d: element %d comes back as %v, was %v", n, i, back[i], src[i])
			}
		}
	}
}

func TestFastLength(t *testing.T) {
	for _, c := range [][2]int{{0, 2}, {1, 2}, {2, 2}, {3, 4}, {7, 8}, {11, 12}, {13, 16}, {241, 250}, {1025, 1080}} {
		if got := FastLength(c[0]); got != c[1] {
			t.Errorf("FastLength(%d) = %d, want %d", c[0], got, c[1])
		}
	}
}

func TestRoots(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want complex128
	}{{0, 7, 1}, {1, 4, -1i}, {1, 2, -1}, {3, 4, 1i}, {5, 4, -1i}, {300, 400, 1i}} {
		if got := root(c.k, c.n); got != c.want {
			t.Errorf("root(%d, %d) = %v, want %v", c.k, c.n, got, c.want)
		}
	}
}

// TestSameBits fixes the results for every processor.
func TestSameBits(t *testing.T) {
	h := fnv.New64a()
	for _, n := range lengths() {
		x := noise(n, 4)
		NewPlan(n, nil).Axis(x, 1, 0, 1, false, new(Scratch))
		for _, v := range x {
			fmt.Fprintf(h, "%x %x ", math.Float64bits(real(v)), math.Float64bits(imag(v)))
		}
	}
	const want = 0x83d603e9a6ec1177
	if got := h.Sum64(); got != want {
		t.Errorf("hash of results %#x, want %#x", got, uint64(want))
	}
}

func BenchmarkTransform(b *testing.B) {
	for _, n := range []int{256, 1024, 4096, 1 << 16, 1 << 20, 1000, 1009} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x, p, s := noise(n, 1), NewPlan(n, nil), new(Scratch)
			for b.Loop() {
				p.Axis(x, 1, 0, 1, false, s)
			}
		})
	}
	b.Run("256x256", func(b *testing.B) {
		x, p, s := noise(256*256, 1), NewPlan(256, nil), new(Scratch)
		for b.Loop() {
			p.Axis(x, 1, 0, 256, false, s)
			p.Axis(x, 256, 0, 256, false, s)
		}
	})
}
