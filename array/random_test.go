// This file tests random numbers: the generator against published numbers, the distributions by their moments.

package array

import (
	"fmt"
	"math"
	"math/bits"
	"testing"
)

func TestPhilox(t *testing.T) {
	for _, c := range []struct {
		counter [4]uint64
		key     [2]uint64
		want    [4]uint64
	}{
		// From Random123's known answers, and from NumPy 2.4.6's Philox(key=1), whose first counter is 1.
		{[4]uint64{}, [2]uint64{}, [4]uint64{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
		{[4]uint64{1}, [2]uint64{1}, [4]uint64{0x4db6a27b756282df, 0xd944fa03babe0e2f, 0x27f872e577060d32, 0x07f697696a0482a2}},
	} {
		if got := philox(c.counter, c.key); got != c.want {
			t.Errorf("philox(%x, %x) = %x, want %x", c.counter, c.key, got, c.want)
		}
	}
}

func TestDistributions(t *testing.T) {
	const n = 100000
	within := func(name string, got, want, limit float64) {
		t.Helper()
		if !(math.Abs(got-want) <= limit) {
			t.Errorf("%s is %v, want %v within %v", name, got, want, limit)
		}
	}
	normal := Normal(NewRand(1), n)
	within("mean of Normal", normal.Mean().Item(), 0, 0.02)
	within("variance of Normal", normal.Var().Item(), 1, 0.02)
	within("fourth moment of Normal", Pow(normal, Scalar(4.0)).Mean().Item(), 3, 0.1)
	uniform := Uniform(NewRand(2), n)
	within("mean of Uniform", uniform.Mean().Item(), 0.5, 0.005)
	within("variance of Uniform", uniform.Var().Item(), 1.0/12, 0.001)
	if uniform.Min().Item() < 0 || uniform.Max().Item() >= 1 {
		t.Error("Uniform leaves [0, 1)")
	}
	for _, count := range Bincount(Integers(NewRand(3), 0, 7, n), 7).Values() {
		within("a count of Integers", float64(count), n/7.0, 600)
	}
	if got := Integers[int8](NewRand(4), -128, 127, 20000); got.Min().Item() != -128 || got.Max().Item() != 126 {
		t.Errorf("int8 from %d to %d", got.Min().Item(), got.Max().Item())
	}
	a, b := NewRand(5), NewRand(5)
	if ArrayEqual(Uniform(a.Split(), 4), Uniform(b, 4)) {
		t.Error("Split repeats its parent")
	}
	if !ArrayEqual(Sort(Permutation(NewRand(6), 100)), Arange(0, 100, 1)) {
		t.Error("Permutation is none")
	}
}

// TestFurtherDistributions compares moments with those that the distributions have, in the ways that each is drawn.
func TestFurtherDistributions(t *testing.T) {
	const n = 40000
	check := func(name string, drawn *Array[float64], mean, variance float64) {
		t.Helper()
		limit := 5 * math.Sqrt(variance/n)
		if got := drawn.Mean().Item(); !(math.Abs(got-mean) <= limit) {
			t.Errorf("%s has mean %v, want %v within %v", name, got, mean, limit)
		}
		if got := drawn.Var().Item(); !(math.Abs(got-variance) <= 0.1*variance) {
			t.Errorf("%s has variance %v, want %v", name, got, variance)
		}
	}
	check("Exponential", Exponential(NewRand(1), n), 1, 1)
	for _, k := range []float64{0.1, 0.9, 1, 3.5, 1000, 1e17} {
		check(fmt.Sprint("Gamma ", k), Gamma(NewRand(2), k, n), k, k)
	}
	for _, p := range [][2]float64{{0.5, 0.5}, {2, 5}, {100, 1}, {0.09, 0.05}, {1e-4, 3e-4}, {3e-310, 1e-310}} {
		a, b := p[0], p[1]
		mean := a / (a + b)
		check(fmt.Sprint("Beta ", p), Beta(NewRand(3), a, b, n), mean, mean*(1-mean)/(a+b+1))
	}
	if got := Beta(NewRand(3), 1e308, 1e308).Item(); got != 0.5 {
		t.Errorf("Beta of parameters whose sum overflows is %v, want 0.5", got)
	}
	for _, mean := range []float64{0.01, 3, 15.9, 17, 200, 1e6} {
		check(fmt.Sprint("Poisson ", mean), Cast[float64](Poisson(NewRand(4), mean, n)), mean, mean)
	}
	for _, trials := range []int{1, 20, 33, 1000, 1 << (bits.UintSize/2 + 8)} {
		for _, p := range []float64{0.3, 0.97} {
			mean := float64(trials) * p
			check(fmt.Sprint("Binomial ", trials, " ", p), Cast[float64](Binomial(NewRand(5), trials, p, n)), mean, mean*(1-p))
		}
	}
	check("Geometric", Cast[float64](Geometric(NewRand(6), 0.2, n)), 5, 20)
	counts := Cast[float64](Multinomial(NewRand(7), 50, []float64{0.2, 0, 0.7, 0.1}, n))
	for i, p := range []float64{0.2, 0, 0.7, 0.1} {
		check(fmt.Sprint("Multinomial ", i), counts.Slice(fmt.Sprint(":, ", i)), 50*p, 50*p*(1-p))
	}
	tenth := []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0} // whose differences leave more than 0.1 for the tenth
	if rare := Multinomial(NewRand(7), math.MaxInt, tenth, 100).Slice(":, -1").Max().Item(); rare != 0 {
		t.Errorf("an outcome of probability 0 happens %d times", rare)
	}
	check("ChoiceWeighted", ChoiceWeighted(NewRand(8), Of(1.0, 5), []float64{0.25, 0.75}, n), 4, 3)
	first := make([]float64, n)
	rng := NewRand(9)
	for i := range first {
		s := Sample(rng, Of(0.0, 1, 2, 3, 4), 3)
		if Unique(s).Size() != 3 {
			t.Fatalf("Sample repeats elements: %v", s)
		}
		first[i] = s.At(i % 3)
	}
	check("Sample", From(first), 2, 2)
	if got := Sort(Sample(rng, Arange(0, 1000, 1), 1000)); !ArrayEqual(got, Arange(0, 1000, 1)) {
		t.Error("Sample of all is no permutation")
	}
	if got := Binomial(NewRand(1), 1000, 0, 3).Sum().Item() + Binomial(NewRand(1), 1000, 1, 3).Sum().Item(); got != 3000 {
		t.Errorf("certain trials give %d successes, want 3000", got)
	}
}

func TestDistributionsRefuse(t *testing.T) {
	rng := NewRand(1)
	for text, f := range map[string]func(){
		"the parameter -1":                                func() { Gamma(rng, -1) },
		"the second parameter NaN":                        func() { Beta(rng, 1, math.NaN()) },
		"the mean -0.5":                                   func() { Poisson(rng, -0.5) },
		"the number of trials -3":                         func() { Binomial(rng, -3, 0.5) },
		"the probability 1.5":                             func() { Binomial(rng, 3, 1.5) },
		"the probability 0":                               func() { Geometric(rng, 0) },
		fmt.Sprint("the number of trials ", -math.MaxInt): func() { Multinomial(rng, -math.MaxInt, []float64{1}) },
		"sum to 0.9":                                      func() { Multinomial(rng, 1, []float64{0.4, 0.5}) },
		"probability -1 of outcome 0":                     func() { ChoiceWeighted(rng, Of(1, 2), []float64{-1, 2}, 1) },
		"3 different elements of shape (2,)":              func() { Sample(rng, Of(1, 2), 3) },
		"2 probabilities for shape (3,)":                  func() { ChoiceWeighted(rng, Of(1, 2, 3), []float64{0.5, 0.5}, 1) },
		"a mean of shape (2,) with covarianc":             func() { MultivariateNormal(rng, Of(1.0, 2), Eye[float64](3), 1) },
	} {
		wantPanic(t, f, text)
	}
}
