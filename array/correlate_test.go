// This file tests the three ways to correlate against each other and against SciPy, and measures them.

package array

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// correlateDirect is the slow twin of every way: it has no choice.
func correlateDirect[T Number](x, k *Array[T], g *geometry) *Array[T] {
	c := &convolution{geometry: g, batch: 1, filters: 1, groups: 1}
	y := Zeros[T](c.outShape()...)
	forward(c, y, x.ExpandDims(0, 1), k.ExpandDims(0, 1))
	return y.Index(0, 0)
}

var correlateModes = map[string]padMode{"full": padFull, "same": padSame, "valid": padValid}

// TestTiles forces Fourier transforms, with every cut of small cases into tiles, and compares with direct sums.
func TestTiles(t *testing.T) {
	shapes := []struct{ x, k []int }{
		{[]int{1}, []int{1}}, {[]int{9}, []int{4}}, {[]int{40}, []int{7}}, {[]int{6, 11}, []int{3, 2}},
		{[]int{12, 5}, []int{5, 5}}, {[]int{3, 8, 5}, []int{2, 3, 1}},
	}
	for _, s := range shapes {
		for name, mode := range correlateModes {
			for boundary := Zero; boundary <= Wrap; boundary++ {
				o := options{mode: mode, boundary: boundary}
				label := fmt.Sprint(s.x, s.k, " ", name, " ", boundary)
				testTiles[float32](t, label, s.x, s.k, o, 1e-5)
				testTiles[float64](t, label, s.x, s.k, o, 1e-13)
				testTiles[complex64](t, label, s.x, s.k, o, 1e-5)
				testTiles[complex128](t, label, s.x, s.k, o, 1e-13)
			}
		}
	}
}

func testTiles[T Number](t *testing.T, label string, xShape, kShape []int, o options, tolerance float64) {
	t.Helper()
	x, k := noiseArray[T](1, xShape), noiseArray[T](2, kShape)
	for axis, n := range xShape {
		if n > 1 {
			x = x.Flip(axis) // negative strides
		}
	}
	g := slidingGeometry("Correlate", x, k, o)
	want := correlateDirect(x, k, g)
	together := 2
	if isComplex[T]() {
		together = 1
	}
	for c := newTiling(g, together); ; {
		got := slideTiles(c, x, k)
		if d := largestDifference(got, want); d > tolerance {
			t.Errorf("%s %T, transforms of %v: differs by %g", label, *new(T), c.length, d)
		}
		shorter, changed := append([]int(nil), c.length...), false
		for axis, n := range shorter {
			if n-1 >= g.window[axis] && n > 1 {
				shorter[axis], changed = n-1, true
			}
		}
		if !changed {
			return
		}
		c = cut(g, together, shorter)
	}
}

func isComplex[T Number]() bool {
	switch any(*new(T)).(type) {
	case complex64, complex128:
		return true
	}
	return false
}

// noiseArray holds random numbers between -0.5 and 0.5, in both parts of complex ones.
func noiseArray[T Number](seed uint64, shape []int) *Array[T] {
	r := rand.New(rand.NewPCG(seed, 0))
	z := Map(Zeros[complex128](shape...), func(complex128) complex128 { return complex(r.Float64()-0.5, r.Float64()-0.5) })
	return Cast[T](z)
}

func largestDifference[T Number](a, b *Array[T]) float64 {
	if fmt.Sprint(a.shape) != fmt.Sprint(b.shape) {
		return math.Inf(1)
	}
	return Modulus(Sub(Cast[complex128](a), Cast[complex128](b))).Ravel().Max().Item()
}

// TestSeparable checks which filters are found to be outer products, and the results of sliding their factors.
func TestSeparable(t *testing.T) {
	gauss := Map(Arange(-7.0, 8, 1), func(x float64) float64 { return math.Exp(-x * x / 18) })
	row, column := gauss.Reshape(1, 15), gauss.Reshape(15, 1)
	plane := Mul(row, column)
	exponents := Zeros[float64](15, 15)
	for i := range 15 {
		for j := range 15 {
			exponents.Set(math.Exp(-float64((i-7)*(i-7)+(j-7)*(j-7))/18), i, j)
		}
	}
	edge := Mul(row, Arange(-7.0, 8, 1).Reshape(15, 1))
	spoiled := plane.Copy()
	spoiled.Set(spoiled.At(3, 4)*(1+1e-12), 3, 4)
	cube := Mul(plane, gauss.Reshape(15, 1, 1))
	infinite := plane.Copy()
	infinite.Set(math.Inf(1), 0, 0)
	cases := []struct {
		name    string
		k       *Array[float64]
		factors int
	}{
		{"Gaussian", plane, 2}, {"Gaussian by element", exponents, 2}, {"derivative of Gaussian", edge, 2}, {"transposed", edge.T(), 2},
		{"cube", cube, 3}, {"plane in space", plane.ExpandDims(1), 2}, {"box", Ones[float64](11, 11), 2},
		{"almost", spoiled, 0}, {"noise", noiseArray[float64](3, []int{15, 15}), 0}, {"zero", Zeros[float64](15, 15), 0},
		{"infinite", infinite, 0}, {"line", gauss.Reshape(1, 15), 0},
	}
	for _, c := range cases {
		shape := make([]int, c.k.Rank())
		fill(shape, 20)
		x := noiseArray[float64](4, shape)
		g := slidingGeometry("Correlate", x, c.k, options{mode: padSame, boundary: Reflect})
		if got := len(separate(c.k, g)); got != c.factors {
			t.Errorf("%s: %d factors, want %d", c.name, got, c.factors)
		}
		if single := len(separate(Cast[float32](c.k), g)); c.factors > 0 && single != c.factors {
			t.Errorf("%s as float32: %d factors, want %d", c.name, single, c.factors)
		}
		if c.factors == 0 {
			continue
		}
		for name, mode := range correlateModes {
			g := slidingGeometry("Correlate", x, c.k, options{mode: mode, boundary: Reflect})
			opts := map[string]Option{"full": PadFull(), "same": PadSame(), "valid": PadValid()}
			got := Correlate(x, c.k, opts[name], Boundary(Reflect))
			if d := largestDifference(got, correlateDirect(x, c.k, g)); d > 1e-12 {
				t.Errorf("%s %s: differs by %g from direct sums", c.name, name, d)
			}
		}
	}
}

// TestFourierChoice checks that large filters go through transforms, and that what those cannot do stays direct.
func TestFourierChoice(t *testing.T) {
	long := options{mode: padFull}
	x, k := noiseArray[float64](5, []int{20000}), noiseArray[float64](6, []int{5000})
	g := slidingGeometry("Correlate", x, k, long)
	if prefersFourier[float64](g) == nil {
		t.Error("a filter of 5000 elements over 20000 is summed directly")
	}
	if prefersFourier[int](g) != nil {
		t.Error("integers go through transforms")
	}
	small := slidingGeometry("Correlate", x, k.Slice(":3"), long)
	if prefersFourier[float64](small) != nil {
		t.Error("a filter of 3 elements goes through transforms")
	}
	x.Set(math.Inf(1), 10000)
	y := Correlate(x, k, PadSame())
	if infinite := Cast[int](IsFinite(y)).Sum().Item(); infinite != 15000 {
		t.Errorf("%d results stay finite beside one infinite element, want 15000", infinite)
	}
}

// TestFourierExtent checks that tiles stay within their memory and cover the results.
func TestFourierExtent(t *testing.T) {
	for _, c := range []struct{ x, k []int }{
		{[]int{1 << 22}, []int{100}}, {[]int{1 << 19}, []int{1 << 19}}, {[]int{2000, 2000}, []int{40, 40}}, {[]int{3000, 10}, []int{1, 10}},
		{[]int{100, 100, 100}, []int{20, 20, 20}}, {[]int{6, 6, 6, 6, 6, 6}, []int{3, 3, 3, 3, 3, 3}},
	} {
		x := Scalar(1.0).BroadcastTo(c.x...)
		g := slidingGeometry("Correlate", x, Scalar(1.0).BroadcastTo(c.k...), options{mode: padFull})
		tiles := newTiling(g, 2)
		if points := sizeOf(tiles.length); points > tilePoints && points > 8*sizeOf(c.k) {
			t.Errorf("%v, %v: tiles of %v", c.x, c.k, tiles.length)
		}
		for axis, n := range tiles.count {
			if tiles.step[axis] < 1 || (n-1)*tiles.step[axis] >= g.out[axis] || n*tiles.step[axis] < g.out[axis] {
				t.Errorf("%v, %v: %d tiles of %d results cover %d", c.x, c.k, n, tiles.step[axis], g.out[axis])
			}
		}
	}
}

func BenchmarkCorrelate(b *testing.B) {
	for _, c := range []struct{ x, k []int }{
		{[]int{1 << 16}, []int{32}}, {[]int{1 << 16}, []int{256}}, {[]int{1 << 16}, []int{4096}},
		{[]int{512, 512}, []int{3, 3}}, {[]int{512, 512}, []int{5, 5}}, {[]int{512, 512}, []int{7, 7}}, {[]int{512, 512}, []int{9, 9}},
		{[]int{512, 512}, []int{15, 15}}, {[]int{512, 512}, []int{31, 31}}, {[]int{512, 512}, []int{63, 63}},
	} {
		benchmarkWays[float32](b, c.x, c.k)
		benchmarkWays[float64](b, c.x, c.k)
		benchmarkWays[complex128](b, c.x, c.k)
	}
}

func benchmarkWays[T Number](b *testing.B, xShape, kShape []int) {
	x, k := noiseArray[T](1, xShape), noiseArray[T](2, kShape)
	g := slidingGeometry("Correlate", x, k, options{mode: padSame, boundary: Reflect})
	together := 2
	if isComplex[T]() {
		together = 1
	}
	t := newTiling(g, together)
	name := func(way string) string { return fmt.Sprintf("%v %v %T %s", xShape, kShape, *new(T), way) }
	b.Run(name("direct"), func(b *testing.B) {
		for b.Loop() {
			correlateDirect(x, k, g)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(sizeOf(g.out)*sizeOf(g.window)), "ns/product")
	})
	b.Run(name("fourier"), func(b *testing.B) {
		for b.Loop() {
			slideTiles(t, x, k)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/t.cost, "ns/unit")
	})
	if len(kShape) > 1 && !isComplex[T]() {
		ones := Ones[T](kShape...)
		b.Run(name("separable"), func(b *testing.B) {
			for b.Loop() {
				for axis, n := range kShape {
					shape := []int{1, 1}
					shape[axis] = n
					line := ones.Reshape(-1).Slice(fmt.Sprint(":", n)).Reshape(shape...)
					correlateDirect(x, line, slidingGeometry("Correlate", x, line, options{mode: padSame, boundary: Reflect}))
				}
			}
		})
	}
}
