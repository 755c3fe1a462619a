// This file makes random numbers from a counter: block number i of the stream of a seed is a hash of seed and i, the
// generator Philox4x64-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), which NumPy has too.
// Every machine makes the same numbers, because only integer and correctly rounded operations are used.

package array

import (
	"math"
	"math/bits"
	"sync"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// Rand is a source of random numbers. The same seed gives the same numbers on every machine. A Rand may be shared by
// goroutines; which of them gets which numbers is then up to the scheduler.
type Rand struct {
	mu    sync.Mutex
	key   [2]uint64
	count uint64 // of the next block
	block [4]uint64
	used  int // numbers of block that are gone
}

// NewRand returns a source for a seed.
func NewRand(seed uint64) *Rand {
	return &Rand{key: [2]uint64{seed, 0}, used: 4}
}

// Split returns a new source whose numbers are independent of r's, for another part of a program. It advances r.
func (r *Rand) Split() *Rand {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &Rand{key: [2]uint64{r.next(), r.next() | 1}, used: 4}
}

// next returns the next 64 random bits.
func (r *Rand) next() uint64 {
	if r.used == 4 {
		r.block = philox([4]uint64{r.count}, r.key)
		r.count++
		r.used = 0
	}
	v := r.block[r.used]
	r.used++
	return v
}

// philox hashes a counter under a key in ten rounds.
func philox(counter [4]uint64, key [2]uint64) [4]uint64 {
	const (
		multiplier0, multiplier1 = 0xD2E7470EE14C6C93, 0xCA5A826395121157
		weyl0, weyl1             = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
	)
	for range 10 {
		hi0, lo0 := bits.Mul64(multiplier0, counter[0])
		hi1, lo1 := bits.Mul64(multiplier1, counter[2])
		counter = [4]uint64{hi1 ^ counter[1] ^ key[0], lo1, hi0 ^ counter[3] ^ key[1], lo0}
		key[0] += weyl0
		key[1] += weyl1
	}
	return counter
}

// float64 returns a number in [0, 1), a multiple of 2^-53.
func (r *Rand) float64() float64 { return float64(r.next()>>11) * 0x1p-53 }

// below returns a number in [0, n) without bias, by Lemire's multiplication with rejection.
func (r *Rand) below(n uint64) uint64 {
	hi, lo := bits.Mul64(r.next(), n)
	if lo < n {
		for least := -n % n; lo < least; {
			hi, lo = bits.Mul64(r.next(), n)
		}
	}
	return hi
}

// Uniform returns float64 numbers spread evenly over [0, 1). It panics if a length is negative or the rank exceeds
// 32. NumPy: Generator.random.
func Uniform(rng *Rand, shape ...int) *Array[float64] {
	checkShape("Uniform", shape)
	a := allocate[float64](shape)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	watched(len(a.data), func(lo, hi int) {
		for i := range a.data[lo:hi] {
			a.data[lo+i] = rng.float64()
		}
	})
	return a
}

// Normal returns float64 numbers of the standard normal distribution, by Marsaglia's polar method. It panics if a
// length is negative or the rank exceeds 32. NumPy: Generator.standard_normal.
func Normal(rng *Rand, shape ...int) *Array[float64] {
	checkShape("Normal", shape)
	a := allocate[float64](shape)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	watched(len(a.data), func(lo, hi int) { // lo is even
		for i := lo; i < hi; i += 2 {
			x, y := rng.normalPair()
			a.data[i] = x
			if i+1 < hi {
				a.data[i+1] = y
			}
		}
	})
	return a
}

// normalPair draws a point in the unit disc and stretches it. Products are rounded before they are added, so that no
// processor fuses them.
func (r *Rand) normalPair() (x, y float64) {
	for {
		x, y = 2*r.float64()-1, 2*r.float64()-1
		s := float64(x*x) + float64(y*y)
		if s > 0 && s < 1 {
			f := math.Sqrt(-2 * elementary.Log(s) / s)
			return x * f, y * f
		}
	}
}

// Integers returns whole numbers spread evenly over [lo, hi). It panics if there are none. NumPy: Generator.integers.
func Integers[T Integer](rng *Rand, lo, hi T, shape ...int) *Array[T] {
	checkShape("Integers", shape)
	if lo >= hi {
		fail("Integers", "there is no whole number from %v up to but not including %v", lo, hi)
	}
	a := allocate[T](shape)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	watched(len(a.data), func(from, to int) {
		for i := range a.data[from:to] {
			a.data[from+i] = lo + T(rng.below(uint64(hi)-uint64(lo)))
		}
	})
	return a
}

// Permutation returns 0, 1, ..., n-1 in random order, of shape (n,). It panics if n is negative. NumPy:
// Generator.permutation.
func Permutation(rng *Rand, n int) *Array[int] {
	checkShape("Permutation", []int{n})
	a := Arange(0, n, 1)
	rng.mu.Lock()
	defer rng.mu.Unlock()
	watched(n, func(lo, hi int) {
		for i := n - 1 - lo; i > n-1-hi && i > 0; i-- {
			j := int(rng.below(uint64(i) + 1))
			a.data[i], a.data[j] = a.data[j], a.data[i]
		}
	})
	return a
}

// Shuffle puts the entries along the first axis in random order, in place. It panics if there is no axis, or if a is
// read-only. NumPy: Generator.shuffle.
func Shuffle[T Element](rng *Rand, a *Array[T]) {
	if len(a.shape) == 0 {
		fail("Shuffle", "rank 0 has no axis to shuffle along")
	}
	a.mustWrite("Shuffle")
	Assign(a, Take(a, Permutation(rng, a.shape[0]), 0))
}
