// This file tests that results do not depend on the number of processors, nor on the processor.

package array

import (
	"hash/fnv"
	"runtime"
	"testing"
)

// manyResults hashes the bits of results of every kind of loop, large enough to run in parallel.
func manyResults(t *testing.T) uint64 {
	t.Helper()
	h := fnv.New64a()
	write := func(arrays ...*Array[float64]) {
		for _, a := range arrays {
			if err := WriteNPY(h, a); err != nil {
				t.Fatal(err)
			}
		}
	}
	rng := NewRand(42)
	a, b := Normal(rng, 200, 401), Uniform(rng, 401)
	single := Cast[float32](a)
	for _, v := range []*Array[float64]{a, a.T(), a.Slice("::-2, 1::3")} {
		write(v.Sum(), v.Sum(0), v.Sum(1), v.Mean(), v.Var(0), v.Prod(1), v.Max(), v.Min(0), v.CumSum(0), Exp(v), Sin(v), Tanh(v), Sort(v, 0))
	}
	write(Mul(Add(a, b), Log(b)), Pow(b, a), Cast[float64](single.Sum(0)), Cast[float64](single.Sum(1)), Cast[float64](single.T().Sum()),
		Cast[float64](Exp(single)), Quantile(a, 0.3, 0), Cast[float64](Integers(rng, -5, 7, 100)), Cast[float64](Permutation(rng, 50)))
	write(Gamma(rng, 0.7, 100), Beta(rng, 2, 3, 100), Exponential(rng, 100), Cast[float64](Poisson(rng, 300, 100)), Cast[float64](Binomial(rng, 5000, 0.3, 100)),
		Quantiles(a, []float64{0.1, 0.7}, Hazen, 1), Unwrap(Mul(a, Scalar(3.0)), 1), Partition(a, 7, 1), LogAddExp(a, b), RoundTo(a, 3), Kaiser(50, 8), VectorNorm(a, 3, 0))
	return h.Sum64()
}

func TestSameBits(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	const want = 0x5548b5b59c928f15
	for _, n := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(n)
		if got := manyResults(t); got != want {
			t.Errorf("with %d processors the results hash to %#x, want %#x", n, got, uint64(want))
		}
	}
}
