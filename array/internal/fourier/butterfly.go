// This file holds the transforms of lengths 2, 3, 4, 5, and of any small prime, over runs of adjacent elements.

package fourier

// times is a * b without fused operations, so that it has the same bits everywhere.
func times(a, b complex128) complex128 {
	return complex(
		float64(real(a)*real(b))-float64(imag(a)*imag(b)),
		float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// byMinusI is -i * a.
func byMinusI(a complex128) complex128 { return complex(imag(a), -real(a)) }

// scaled is f * a.
func scaled(f float64, a complex128) complex128 {
	return complex(float64(f*real(a)), float64(f*imag(a)))
}

func butterfly2(y, a, b []complex128, w complex128) {
	run := len(a)
	b, y0, y1 := b[:run], y[:run], y[run:2*run]
	for q, u := range a {
		v := b[q]
		y0[q] = u + v
		y1[q] = times(u-v, w)
	}
}

const sin60 = 0.86602540378443864676372317075293618

func butterfly3(y, a, b, c []complex128, w1, w2 complex128) {
	run := len(a)
	b, c, y0, y1, y2 := b[:run], c[:run], y[:run], y[run:2*run], y[2*run:3*run]
	for q, u := range a {
		sum, difference := b[q]+c[q], byMinusI(scaled(sin60, b[q]-c[q]))
		middle := u - scaled(0.5, sum)
		y0[q] = u + sum
		y1[q] = times(middle+difference, w1)
		y2[q] = times(middle-difference, w2)
	}
}

func butterfly4(y, a, b, c, d []complex128, w1, w2, w3 complex128) {
	run := len(a)
	b, c, d = b[:run], c[:run], d[:run]
	y0, y1, y2, y3 := y[:run], y[run:2*run], y[2*run:3*run], y[3*run:4*run]
	for q, u := range a {
		even, odd := u+c[q], u-c[q]
		sum, difference := b[q]+d[q], byMinusI(b[q]-d[q])
		y0[q] = even + sum
		y1[q] = times(odd+difference, w1)
		y2[q] = times(even-sum, w2)
		y3[q] = times(odd-difference, w3)
	}
}

const (
	cos72  = 0.30901699437494742410229341718281906
	cos144 = -0.80901699437494742410229341718281906
	sin72  = 0.95105651629515357211643933337938214
	sin144 = 0.58778525229247312916870595463907277
)

func butterfly5(y, x []complex128, step, run int, w []complex128) {
	a, b, c, d, e := x[:run], x[step:step+run], x[2*step:2*step+run], x[3*step:3*step+run], x[4*step:4*step+run]
	y0, y1, y2, y3, y4 := y[:run], y[run:2*run], y[2*run:3*run], y[3*run:4*run], y[4*run:5*run]
	w1, w2, w3, w4 := w[0], w[1], w[2], w[3]
	for q, u := range a {
		sum1, sum2 := b[q]+e[q], c[q]+d[q]
		difference1, difference2 := b[q]-e[q], c[q]-d[q]
		middle1 := u + (scaled(cos72, sum1) + scaled(cos144, sum2))
		middle2 := u + (scaled(cos144, sum1) + scaled(cos72, sum2))
		turn1 := byMinusI(scaled(sin72, difference1) + scaled(sin144, difference2))
		turn2 := byMinusI(scaled(sin144, difference1) - scaled(sin72, difference2))
		y0[q] = u + (sum1 + sum2)
		y1[q] = times(middle1+turn1, w1)
		y2[q] = times(middle2+turn2, w2)
		y3[q] = times(middle2-turn2, w3)
		y4[q] = times(middle1-turn1, w4)
	}
}

func butterflyAny(y, x []complex128, step, run int, w, unity []complex128) {
	radix := len(unity)
	for q := range run {
		for j := range radix {
			sum := x[q]
			for l := 1; l < radix; l++ {
				sum += times(x[l*step+q], unity[j*l%radix])
			}
			if j > 0 {
				sum = times(sum, w[j-1])
			}
			y[j*run+q] = sum
		}
	}
}
