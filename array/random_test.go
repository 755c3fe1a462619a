// This file tests random numbers: the generator against published numbers, the distributions by their moments.

package array

import (
	"math"
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
