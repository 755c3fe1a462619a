// This file transforms real signals, whose transforms are their own mirror images: half the work and memory.

package fourier

// A RealPlan transforms real signals of one length.
type RealPlan struct {
	n     int
	plan  *Plan        // of n/2 points if n is even, else of n
	roots []complex128 // of order n, where n is even
}

// NewRealPlan returns the plan for real signals of length n >= 1, as [NewPlan] does.
func NewRealPlan(n int, check func()) *RealPlan {
	if n%2 == 1 {
		return &RealPlan{n: n, plan: NewPlan(n, check)}
	}
	r := &RealPlan{n: n, plan: NewPlan(n/2, check), roots: make([]complex128, n/2+1)}
	s := Scratch{Check: check}
	for k := range r.roots {
		if k%lookAfter == 0 {
			s.check()
		}
		r.roots[k] = root(k, n)
	}
	return r
}

// Forward writes the first n/2+1 elements of the transform of src, of length n, to dst. NumPy: fft.rfft.
func (r *RealPlan) Forward(dst []complex128, src []float64, s *Scratch) {
	s.check()
	x, work := s.grow(r.plan.n)
	if r.n%2 == 1 {
		for i, v := range src {
			x[i] = complex(v, 0)
		}
		r.plan.transform(x, work, 1, s)
		copy(dst, x)
		return
	}
	for i := range x { // even elements are real parts, odd ones imaginary parts
		x[i] = complex(src[2*i], src[2*i+1])
	}
	r.plan.transform(x, work, 1, s)
	half := r.n / 2
	for k := range half + 1 {
		a, b := x[k%half], x[(half-k)%half]
		even := complex(real(a)+real(b), imag(a)-imag(b))
		odd := complex(imag(a)+imag(b), real(b)-real(a))
		dst[k] = scaled(0.5, even+times(odd, r.roots[k]))
	}
}

// Inverse writes the signal of length n whose transform begins with the n/2+1 elements of src to dst, divided by n; the
// imaginary parts of src[0] and, for even n, src[n/2] do not count. NumPy: fft.irfft.
func (r *RealPlan) Inverse(dst []float64, src []complex128, s *Scratch) {
	s.check()
	x, work := s.grow(r.plan.n)
	if r.n%2 == 1 {
		x[0] = complex(real(src[0]), 0)
		for k := 1; k <= r.n/2; k++ {
			x[k], x[r.n-k] = src[k], complex(real(src[k]), -imag(src[k]))
		}
		r.plan.inverse(x, work, 1, s)
		for i, v := range x {
			dst[i] = real(v)
		}
		return
	}
	half := r.n / 2
	for k := range x {
		a, b := src[k], src[half-k]
		if k == 0 {
			a, b = complex(real(a), 0), complex(real(b), 0)
		}
		even := complex(real(a)+real(b), imag(a)-imag(b))
		odd := times(complex(real(a)-real(b), imag(a)+imag(b)), complex(real(r.roots[k]), -imag(r.roots[k])))
		x[k] = scaled(0.5, complex(real(even)-imag(odd), imag(even)+real(odd)))
	}
	r.plan.inverse(x, work, 1, s)
	for i, v := range x {
		dst[2*i], dst[2*i+1] = real(v), imag(v)
	}
}
