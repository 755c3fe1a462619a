// Package fourier computes discrete Fourier transforms of any length, and knows nothing of arrays.
//
// Results have the same bits on every processor: products are rounded before they are added (a conversion, which the
// language specification makes a barrier to fusing), and roots of unity come from package elementary.
//
// This file holds the plan for one length and the transform of interleaved signals.
package fourier

import "sync"

// maxRadix is the largest prime factor that a stage handles by itself; lengths with a larger one are convolved (chirp.go).
const maxRadix = 13

// A Plan holds the roots of unity for one length. It is not changed by use.
type Plan struct {
	n      int
	stages []stage
	chirp  *chirp // instead of stages, where n has a large prime factor
}

// A stage splits transforms of length radix*m into radix transforms of length m.
type stage struct {
	radix, m int
	roots    []complex128 // of order radix*m: the powers j = 1 .. radix-1 of root p, for p = 0 .. m-1
	unity    []complex128 // of order radix, for radices without a butterfly of their own
}

// plans remembers the plans of some lengths, since the roots cost more than a transform.
var plans = struct {
	sync.Mutex
	byLength map[int]*Plan
}{byLength: map[int]*Plan{}}

// rememberedPoints bounds what plans holds: the roots of this many points.
const rememberedPoints = 1 << 20

// NewPlan returns the plan for length n >= 1. Check, if it is not nil, is called again and again meanwhile and may panic.
func NewPlan(n int, check func()) *Plan {
	plans.Lock()
	p := plans.byLength[n]
	plans.Unlock()
	if p != nil {
		return p
	}
	p = makePlan(n, &Scratch{Check: check})
	plans.Lock()
	defer plans.Unlock()
	total := n
	for length := range plans.byLength {
		total += length
	}
	if total > rememberedPoints {
		clear(plans.byLength)
	}
	if n <= rememberedPoints {
		plans.byLength[n] = p
	}
	return p
}

func makePlan(n int, scratch *Scratch) *Plan {
	p := &Plan{n: n}
	radices, rest := factor(n)
	if rest > 1 {
		p.chirp = newChirp(n, scratch)
		return p
	}
	m := n
	for _, radix := range radices {
		m /= radix
		s := stage{radix: radix, m: m, roots: make([]complex128, 0, m*(radix-1))}
		for i := range m {
			if i%lookAfter == 0 {
				scratch.check()
			}
			for j := 1; j < radix; j++ {
				s.roots = append(s.roots, root(i*j, radix*m))
			}
		}
		if radix > 5 {
			for j := range radix {
				s.unity = append(s.unity, root(j, radix))
			}
		}
		p.stages = append(p.stages, s)
	}
	return p
}

// factor splits n into radices, fours before twos; rest is what is left of n, 1 unless it has a prime factor above
// maxRadix.
func factor(n int) (radices []int, rest int) {
	for _, radix := range []int{4, 2, 3, 5, 7, 11, maxRadix} {
		for n%radix == 0 {
			radices = append(radices, radix)
			n /= radix
		}
	}
	return radices, n
}

// FastLength returns the smallest even number from n up that has no prime factor above 5. SciPy: fft.next_fast_len.
func FastLength(n int) int {
	for m := max(2, n+n%2); ; m += 2 {
		rest := m
		for _, p := range []int{2, 3, 5} {
			for rest%p == 0 {
				rest /= p
			}
		}
		if rest == 1 {
			return m
		}
	}
}

// Len returns the length of the signals.
func (p *Plan) Len() int { return p.n }

// transform replaces the width interleaved signals in x (element i of signal s at i*width + s) by their transforms
//
//	X[k] = sum over j of x[j] * exp(-2 pi i j k / n),
//
// using work, of the same length. Each stage reads one buffer and writes the other in the order that the next one wants
// (Stockham's autosort; C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", 1992).
func (p *Plan) transform(x, work []complex128, width int, scratch *Scratch) {
	if p.chirp != nil {
		p.chirp.transform(x, width, scratch)
		return
	}
	from, to := x, work
	run := width // elements that share their roots
	for i := range p.stages {
		s := &p.stages[i]
		s.pass(to, from, run, scratch)
		run *= s.radix
		from, to = to, from
	}
	if len(p.stages)%2 == 1 {
		copy(x, from)
	}
}

// lookAfter is the number of points after which a pass looks whether it is to go on.
const lookAfter = 1 << 16

// pass writes y[run*(radix*i + j) + q] = root[i]^j * sum over l of unity^(j*l) * x[run*(i + m*l) + q].
func (s *stage) pass(y, x []complex128, run int, scratch *Scratch) {
	done := 0
	for i := range s.m {
		if done += s.radix * run; done >= lookAfter {
			scratch.check()
			done = 0
		}
		roots := s.roots[i*(s.radix-1) : (i+1)*(s.radix-1)]
		in, out := x[i*run:], y[i*s.radix*run:(i+1)*s.radix*run]
		switch step := s.m * run; s.radix {
		case 2:
			butterfly2(out, in[:run], in[step:step+run], roots[0])
		case 3:
			butterfly3(out, in[:run], in[step:step+run], in[2*step:2*step+run], roots[0], roots[1])
		case 4:
			butterfly4(out, in[:run], in[step:step+run], in[2*step:2*step+run], in[3*step:3*step+run], roots[0], roots[1], roots[2])
		case 5:
			butterfly5(out, in, step, run, roots)
		default:
			butterflyAny(out, in, step, run, roots, s.unity)
		}
	}
}
