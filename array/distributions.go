// This file draws from distributions other than the uniform and the normal one. All is made of uniform and normal numbers by
// operations that round alike on every machine, so that a seed gives the same numbers everywhere.

package array

import (
	"math"
	"slices"
	"sort"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// drawn returns a new array filled by f, which may use rng alone.
func drawn[T Element](op string, rng *Rand, shape []int, f func() T) *Array[T] {
	checkShape(op, shape)
	a := allocate[T](shape)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	watched(len(a.data), func(lo, hi int) {
		for i := range a.data[lo:hi] {
			a.data[lo+i] = f()
		}
	})
	return a
}

// positive returns a number in (0, 1].
func (r *Rand) positive() float64 { return 1 - r.float64() }

// normal returns a number of the standard normal distribution.
func (r *Rand) normal() float64 {
	x, _ := r.normalPair()
	return x
}

// Exponential returns float64 numbers of the exponential distribution with mean 1; multiply them for another mean.
// It panics if a length is negative or the rank exceeds 32. NumPy: Generator.standard_exponential.
func Exponential(rng *Rand, shape ...int) *Array[float64] {
	return drawn("Exponential", rng, shape, rng.exponential)
}

func (r *Rand) exponential() float64 { return -elementary.Log(r.positive()) }

// Gamma returns float64 numbers of the gamma distribution of shape parameter k and scale 1, whose mean is k; twice those of
// half as many degrees of freedom are chi-squared. It panics unless k is positive and finite. By Marsaglia and Tsang, "A simple
// method for generating gamma variables" (2000). NumPy: Generator.standard_gamma.
func Gamma(rng *Rand, k float64, shape ...int) *Array[float64] {
	checkParameter("Gamma", "the parameter", k, k > 0 && !math.IsInf(k, 1))
	return drawn("Gamma", rng, shape, func() float64 { return rng.gamma(k) })
}

func checkParameter[T Real](op, what string, v T, ok bool) {
	if !ok {
		fail(op, "%s %v is out of range", what, v)
	}
}

func (r *Rand) gamma(k float64) float64 {
	if k < 1 { // of shape k+1, shrunk
		g := r.gamma(k + 1)
		return g * elementary.Pow(r.positive(), 1/k)
	}
	d := k - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = v * v * v
		if elementary.Log(r.positive()) < float64(0.5*x*x)+float64(d*(1-v+elementary.Log(v))) {
			return d * v
		}
	}
}

// Beta returns float64 numbers of the beta distribution, between 0 and 1 with mean a/(a+b). It panics unless both parameters
// are positive and finite. NumPy: Generator.beta.
func Beta(rng *Rand, a, b float64, shape ...int) *Array[float64] {
	checkParameter("Beta", "the first parameter", a, a > 0 && !math.IsInf(a, 1))
	checkParameter("Beta", "the second parameter", b, b > 0 && !math.IsInf(b, 1))
	return drawn("Beta", rng, shape, func() float64 { return rng.beta(a, b) })
}

func (r *Rand) beta(a, b float64) float64 {
	if max(a, b) >= 0.1 { // the gamma number of the greater one never is 0
		return 1 / (1 + r.gamma(b)/r.gamma(a)) // whose sum may overflow
	}
	d := r.logGamma(b) - r.logGamma(a)
	if d != d { // both below 1e-307: all numbers are 0 or 1
		if r.float64() < a/(a+b) {
			return 1
		}
		return 0
	}
	return 1 / (1 + elementary.Exp(d))
}

// logGamma returns the logarithm of a gamma number of shape k < 1, which may be too small for a float64.
func (r *Rand) logGamma(k float64) float64 {
	return elementary.Log(r.gamma(k+1)) + elementary.Log(r.positive())/k
}

// Poisson returns how many events happen where so many are expected: whole numbers of mean and variance mean. It panics unless
// the mean is from 0 to 2^53. The number is halved by gamma and binomial numbers until it is small (Ahrens and Dieter, "Computer
// methods for sampling from gamma, beta, Poisson and binomial distributions", 1974). NumPy: Generator.poisson.
func Poisson(rng *Rand, mean float64, shape ...int) *Array[int] {
	checkParameter("Poisson", "the mean", mean, mean >= 0 && mean <= 1<<53)
	return drawn("Poisson", rng, shape, func() int { return rng.poisson(mean) })
}

func (r *Rand) poisson(mean float64) int {
	n := 0
	for mean > 16 {
		m := int(mean * 7 / 8)
		at := r.gamma(float64(m)) // when event m happens
		if at > mean {
			return n + r.binomial(m-1, mean/at)
		}
		n, mean = n+m, mean-at
	}
	for left := r.exponential(); left < mean; left += r.exponential() {
		n++
	}
	return n
}

// Binomial returns how many of n trials succeed that each do with probability p. It panics unless n is not negative and p is
// from 0 to 1. The trials are halved by beta numbers, which say where the middle one of n uniform numbers lies, until they are
// few. NumPy: Generator.binomial.
func Binomial(rng *Rand, n int, p float64, shape ...int) *Array[int] {
	checkParameter("Binomial", "the number of trials", n, n >= 0)
	checkParameter("Binomial", "the probability", p, p >= 0 && p <= 1)
	return drawn("Binomial", rng, shape, func() int { return rng.binomial(n, p) })
}

func (r *Rand) binomial(n int, p float64) int {
	successes := 0
	for n > 32 && p > 0 && p < 1 {
		i := n/2 + 1
		at := r.beta(float64(i), float64(n+1-i)) // the i-th of n uniform numbers
		if at <= p {
			successes, n, p = successes+i, n-i, (p-at)/(1-at)
		} else {
			n, p = i-1, p/at
		}
	}
	if p >= 1 {
		return successes + n
	}
	for range n {
		if r.float64() < p {
			successes++
		}
	}
	return successes
}

// Geometric returns how many trials it takes until one succeeds that each do with probability p: 1, 2, .... It panics unless p
// is above 0 and at most 1; numbers beyond those of an int are the greatest int. NumPy: Generator.geometric.
func Geometric(rng *Rand, p float64, shape ...int) *Array[int] {
	checkParameter("Geometric", "the probability", p, p > 0 && p <= 1)
	failure := elementary.Log1p(-p)
	return drawn("Geometric", rng, shape, func() int {
		n := max(1, math.Ceil(elementary.Log(rng.positive())/failure))
		if n >= math.MaxInt {
			return math.MaxInt
		}
		return int(n)
	})
}

// Multinomial returns counts of shape (draws..., len(p)): how often each of the outcomes happens in n trials, whose
// probabilities are p. It panics unless these are not negative and sum to 1 within 1e-9. NumPy: Generator.multinomial.
func Multinomial(rng *Rand, n int, p []float64, draws ...int) *Array[int] {
	checkParameter("Multinomial", "the number of trials", n, n >= 0)
	cumulative("Multinomial", p)
	last := lastPossible(p)
	shape := slices.Concat(draws, []int{len(p)})
	checkShape("Multinomial", shape)
	out := allocate[int](shape)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	check := lookout(len(out.data))
	for at := 0; at < len(out.data); at += len(p) {
		check()
		left, rest := n, 1.0
		for i, q := range p[:last] {
			k := 0
			if rest > 0 {
				k = rng.binomial(left, min(1, q/rest))
			}
			out.data[at+i] = k
			left, rest = left-k, rest-q
		}
		out.data[at+last] = left
	}
	return out
}

// MultivariateNormal returns n vectors, of shape (n, len(mean)), of the normal distribution with the given mean, one axis, and
// covariances, a symmetric matrix. It panics if the matrix is not positive definite. NumPy: Generator.multivariate_normal with
// method="cholesky".
func MultivariateNormal(rng *Rand, mean, covariance *Array[float64], n int) *Array[float64] {
	defer named("MultivariateNormal")
	if len(mean.shape) != 1 || len(covariance.shape) != 2 || covariance.shape[0] != mean.shape[0] || covariance.shape[1] != mean.shape[0] {
		fail("MultivariateNormal", "a mean of shape %s with covariances of shape %s", shapeText(mean.shape), shapeText(covariance.shape))
	}
	checkShape("MultivariateNormal", []int{n, mean.shape[0]})
	return Add(MatMul(Normal(rng, n, mean.shape[0]), Cholesky(covariance).T()), mean)
}

// cumulative returns the running sums of probabilities, which must sum to 1.
func cumulative(op string, p []float64) []float64 {
	sums, sum := make([]float64, len(p)), 0.0
	for i, v := range p {
		if !(v >= 0) {
			fail(op, "probability %v of outcome %d is negative or NaN", v, i)
		}
		sum += v
		sums[i] = sum
	}
	if !(math.Abs(sum-1) <= 1e-9) {
		fail(op, "the %d probabilities sum to %v, not to 1", len(p), sum)
	}
	return sums
}

// lastPossible returns the last outcome of a probability above 0, beyond which rounding may not lead.
func lastPossible(p []float64) int {
	last := len(p) - 1
	for p[last] == 0 {
		last--
	}
	return last
}

// ChoiceWeighted returns n elements of a, under one axis, drawn at random with replacement: the i-th in row-major order with
// probability p[i]. It panics unless there are as many probabilities as elements, none negative, with sum 1. NumPy:
// Generator.choice with p.
func ChoiceWeighted[T Element](rng *Rand, a *Array[T], p []float64, n int) *Array[T] {
	if len(p) != a.Size() {
		fail("ChoiceWeighted", "%d probabilities for shape %s", len(p), shapeText(a.shape))
	}
	sums := cumulative("ChoiceWeighted", p)
	last := lastPossible(p)
	places := drawn("ChoiceWeighted", rng, []int{n}, func() int {
		v := rng.float64()
		return min(last, sort.Search(len(sums), func(i int) bool { return sums[i] > v }))
	})
	return Take(a.Ravel(), places, 0)
}

// Sample returns n different ones of a's elements, under one axis, in random order. It panics if there are fewer. NumPy:
// Generator.choice with replace=False.
func Sample[T Element](rng *Rand, a *Array[T], n int) *Array[T] {
	if n < 0 || n > a.Size() {
		fail("Sample", "%d different elements of shape %s, which has %d", n, shapeText(a.shape), a.Size())
	}
	// The first n steps of a shuffle, of which only the places that changed are kept.
	moved := map[int]int{}
	at := func(i int) int {
		if j, ok := moved[i]; ok {
			return j
		}
		return i
	}
	size, i := a.Size(), 0
	places := drawn("Sample", rng, []int{n}, func() int {
		j := i + int(rng.below(uint64(size-i)))
		chosen := at(j)
		moved[j] = at(i)
		i++
		return chosen
	})
	return Take(a.Ravel(), places, 0)
}
