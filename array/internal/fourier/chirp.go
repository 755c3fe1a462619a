// This file transforms lengths with a large prime factor as a convolution of a fast length.

package fourier

import "math/bits"

// A chirp is Bluestein's algorithm: with c[k] = exp(pi i k^2 / n), j*k = (j^2 + k^2 - (k-j)^2)/2 gives
//
//	X[k] = conj(c[k]) * sum over j of x[j] conj(c[j]) * c[k-j],
//
// a convolution (L. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", 1970).
type chirp struct {
	n        int
	fast     *Plan        // for at least 2n-1 points
	conj     []complex128 // conj(c[k]), k = 0 .. n-1
	spectrum []complex128 // of c, laid around the circle, divided by the fast length
}

func newChirp(n int, scratch *Scratch) *chirp {
	c := &chirp{n: n, fast: makePlan(FastLength(2*n-1), scratch), conj: make([]complex128, n)}
	around := make([]complex128, c.fast.n)
	for k := range n {
		if k%lookAfter == 0 {
			scratch.check()
		}
		hi, lo := bits.Mul64(uint64(k), uint64(k))
		square := int(bits.Rem64(hi, lo, uint64(2*n))) // c has period 2n in k^2
		c.conj[k] = root(square, 2*n)
		v := complex(real(c.conj[k]), -imag(c.conj[k]))
		around[k] = v
		if k > 0 {
			around[len(around)-k] = v
		}
	}
	c.fast.transform(around, make([]complex128, len(around)), 1, scratch)
	for i, v := range around {
		around[i] = complex(real(v)/float64(c.fast.n), imag(v)/float64(c.fast.n))
	}
	c.spectrum = around
	return c
}

func (c *chirp) transform(x []complex128, width int, scratch *Scratch) {
	long, work := make([]complex128, c.fast.n*width), make([]complex128, c.fast.n*width)
	for i, v := range x {
		long[i] = times(v, c.conj[i/width])
	}
	c.fast.transform(long, work, width, scratch)
	for i, v := range long {
		long[i] = swapped(times(v, c.spectrum[i/width]))
	}
	c.fast.transform(long, work, width, scratch) // the inverse, between two swaps
	for i := range x {
		x[i] = times(swapped(long[i]), c.conj[i/width])
	}
}

// swapped exchanges the parts. The inverse transform, not divided by n, is the transform of swapped elements, swapped.
func swapped(v complex128) complex128 { return complex(imag(v), real(v)) }
