// This file measures the functions against values of twice the digits, checks special arguments against package math, and
// fixes a hash of the results' bits that every processor must reproduce.

package elementary

import (
	"compress/gzip"
	"encoding/json"
	"hash/fnv"
	"math"
	"os"
	"strconv"
	"testing"
)

// functions holds, for each function, the greatest error allowed, in units in the last place.
var functions = map[string]struct {
	one   func(float64) float64
	two   func(x, y float64) float64
	limit float64
}{
	"Exp":     {one: Exp, limit: 0.8},
	"Exp2":    {one: Exp2, limit: 1},
	"Expm1":   {one: Expm1, limit: 1},
	"Tanh":    {one: Tanh, limit: 1},
	"Sinh":    {one: Sinh, limit: 1},
	"Cosh":    {one: Cosh, limit: 1},
	"Sigmoid": {one: Sigmoid, limit: 1},
	"Log":     {one: Log, limit: 1},
	"Log2":    {one: Log2, limit: 1},
	"Log10":   {one: Log10, limit: 1},
	"Log1p":   {one: Log1p, limit: 1},
	"Sin":     {one: Sin, limit: 0.8},
	"Cos":     {one: Cos, limit: 0.8},
	"Tan":     {one: Tan, limit: 1},
	"Atan":    {one: Atan, limit: 0.8},
	"Asin":    {one: Asin, limit: 1},
	"Acos":    {one: Acos, limit: 1},
	"Asinh":   {one: Asinh, limit: 1},
	"Acosh":   {one: Acosh, limit: 1},
	"Atanh":   {one: Atanh, limit: 1},
	"Cbrt":    {one: Cbrt, limit: 0.6},
	"Pow":     {two: Pow, limit: 1},
	"Atan2":   {two: Atan2, limit: 1},
	"Hypot":   {two: Hypot, limit: 1},
}

// parse reads hexadecimal numbers.
func parse(t *testing.T, texts []string) []float64 {
	t.Helper()
	out := make([]float64, len(texts))
	for i, text := range texts {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

func TestAccuracy(t *testing.T) {
	f, err := os.Open("testdata/accuracy.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var cases map[string][][]string
	if err := json.NewDecoder(z).Decode(&cases); err != nil {
		t.Fatal(err)
	}
	for name, function := range functions {
		worst, at := 0.0, []float64{}
		for _, texts := range cases[name] {
			c := parse(t, texts)
			var got float64
			if function.two != nil {
				got = function.two(c[0], c[1])
			} else {
				got = function.one(c[0])
			}
			nearest, rest := c[len(c)-2], c[len(c)-1]
			ulp := math.Nextafter(math.Abs(nearest), math.Inf(1)) - math.Abs(nearest)
			if e := math.Abs((got-nearest)/ulp - rest); !(e <= worst) {
				worst, at = e, c
			}
		}
		t.Logf("%-8s %4d values, worst error %.3f ulp", name, len(cases[name]), worst)
		if len(cases[name]) == 0 || !(worst <= function.limit) {
			t.Errorf("%s: worst of %d errors is %.3g ulp at %v, more than %v", name, len(cases[name]), worst, at, function.limit)
		}
	}
}

// specials are the arguments on which definitions, not digits, decide; package math is no reference near the ends of the
// range, where its Log and Atan2 for amd64 are wrong.
var specials = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 2, -2, 3, -3, math.Inf(1), math.Inf(-1), math.NaN(), 0x1p-60, -0x1p-60, 1000, -1000, 1 << 53, -(1 << 53), 1<<53 - 1,
}

func TestSpecials(t *testing.T) {
	reference := map[string]func(float64) float64{
		"Exp": math.Exp, "Exp2": math.Exp2, "Expm1": math.Expm1, "Tanh": math.Tanh, "Sinh": math.Sinh, "Cosh": math.Cosh, "Log": math.Log,
		"Log2": math.Log2, "Log10": math.Log10, "Log1p": math.Log1p, "Sin": math.Sin, "Cos": math.Cos, "Tan": math.Tan, "Atan": math.Atan,
		"Asin": math.Asin, "Acos": math.Acos, "Asinh": math.Asinh, "Acosh": math.Acosh, "Atanh": math.Atanh, "Cbrt": math.Cbrt,
	}
	same := func(got, want, tolerance float64) bool {
		if got != got || want != want {
			return got != got && want != want
		}
		return got == want && math.Signbit(got) == math.Signbit(want) || want != 0 && math.Abs(got-want) <= tolerance*math.Abs(want)
	}
	const double, single = 4e-16, 1.2e-7
	for name, want := range reference {
		for _, x := range specials {
			if w, got := want(x), functions[name].one(x); !same(got, w, double) {
				t.Errorf("%s(%v) is %v, want %v", name, x, got, w)
			}
			s := float32(x)
			if w, got := float32(want(float64(s))), singles[name].single(s, 0); !same(float64(got), float64(w), single) {
				t.Errorf("%s of float32 %v is %v, want %v", name, s, got, w)
			}
		}
	}
	for name, want := range map[string]func(x, y float64) float64{"Pow": math.Pow, "Atan2": math.Atan2, "Hypot": math.Hypot} {
		for _, x := range specials {
			for _, y := range specials {
				if w, got := want(x, y), functions[name].two(x, y); !same(got, w, double) {
					t.Errorf("%s(%v, %v) is %v, want %v", name, x, y, got, w)
				}
				s, r := float32(x), float32(y)
				if w, got := float32(want(float64(s), float64(r))), singles[name].single(s, r); !same(float64(got), float64(w), single) {
					t.Errorf("%s of float32 %v and %v is %v, want %v", name, s, r, got, w)
				}
			}
		}
	}
}

// TestSameBits hashes the bits of many results; the number must be the same on every processor.
func TestSameBits(t *testing.T) {
	h := fnv.New64a()
	state := uint64(1)
	next := func() float64 { // numbers of all signs and magnitudes
		state = state*6364136223846793005 + 1442695040888963407
		return math.Ldexp(float64(int64(state))/(1<<63), int(state>>50)%40-20)
	}
	write := func(v float64) {
		if v != v {
			v = 0 // NaNs may differ in their payload
		}
		b := math.Float64bits(v)
		h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24), byte(b >> 32), byte(b >> 40), byte(b >> 48), byte(b >> 56)})
	}
	names := []string{"Exp", "Exp2", "Expm1", "Tanh", "Sinh", "Cosh", "Sigmoid", "Log", "Log2", "Log10", "Log1p", "Sin", "Cos", "Tan", "Atan", "Asin",
		"Acos", "Pow", "Atan2", "Hypot", "Asinh", "Acosh", "Atanh", "Cbrt"}
	for range 2000 {
		x, y := next(), next()
		for _, name := range names {
			if f := functions[name]; f.two != nil {
				write(f.two(x, y))
			} else {
				write(f.one(x))
			}
			if f, ok := singles[name]; ok {
				write(float64(f.single(float32(x), float32(y))))
			}
		}
	}
	const want = 0x9f8a4e344f8644c8
	if got := h.Sum64(); got != want {
		t.Errorf("the bits of the results hash to %#x, want %#x", got, uint64(want))
	}
}

func BenchmarkExp(b *testing.B) {
	x := 0.0
	for b.Loop() {
		x = Exp(x) - 1
	}
}
