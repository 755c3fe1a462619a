// This file transforms one axis of a row-major block.

package fourier

// lanes is the number of signals that are transformed together: their elements lie side by side, so that a root is
// loaded once for all of them and columns are read a cache line at a time.
const lanes = 8

// Scratch is what one goroutine uses for one call after another: memory, and Check, if it is not nil, which is called again
// and again meanwhile and may panic to end the call.
type Scratch struct {
	Check   func()
	x, work []complex128
}

func (s *Scratch) check() {
	if s.Check != nil {
		s.Check()
	}
}

func (s *Scratch) grow(n int) (x, work []complex128) {
	if len(s.x) < n {
		s.x, s.work = make([]complex128, n), make([]complex128, n)
	}
	return s.x[:n], s.work[:n]
}

// Axis transforms, in place, the signals lo to hi along the middle axis of data, a row-major block of shape (outer, n,
// inner), which has outer*inner such signals. Inverse is exp(+2 pi i j k / n), and is divided by n.
func (p *Plan) Axis(data []complex128, inner, lo, hi int, inverse bool, s *Scratch) {
	for lo < hi {
		width := min(lanes, hi-lo)
		if inner >= lanes { // lanes of one row of columns
			width = min(width, inner-lo%inner)
		}
		p.signals(data, inner, lo, width, inverse, s)
		lo += width
	}
}

func (p *Plan) signals(data []complex128, inner, first, width int, inverse bool, s *Scratch) {
	s.check()
	x, work := s.grow(p.n * width)
	var at [lanes]int
	for l := range width {
		signal := first + l
		at[l] = signal/inner*p.n*inner + signal%inner
	}
	for i := range p.n {
		row := x[i*width : (i+1)*width]
		for l := range row {
			row[l] = data[at[l]+i*inner]
		}
	}
	if !inverse {
		p.transform(x, work, width, s)
	} else {
		p.inverse(x, work, width, s)
	}
	for i := range p.n {
		row := x[i*width : (i+1)*width]
		for l, v := range row {
			data[at[l]+i*inner] = v
		}
	}
}

func (p *Plan) inverse(x, work []complex128, width int, s *Scratch) {
	for i, v := range x {
		x[i] = swapped(v)
	}
	p.transform(x, work, width, s)
	scale := 1 / float64(p.n)
	for i, v := range x {
		x[i] = swapped(scaled(scale, v))
	}
}

// Multiply replaces each x by the product of x and y.
func Multiply(x, y []complex128) {
	for i, v := range y[:len(x)] {
		x[i] = times(x[i], v)
	}
}
