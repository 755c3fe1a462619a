// This file computes inverse trigonometric functions and the hypotenuse.

package elementary

import "math"

const (
	quarterPi    = halfPi / 2
	quarterPiLow = halfPiLow / 2
	atanHalf     = 0x1.dac670561bb4fp-2 // atan(½)
	atanHalfLow  = 0x1.a2b7f222f65e2p-56
)

// The polynomials of (atan(√z)/√z - 1)/z for z up to 1/16 and of (asin(√z)/√z - 1)/z for z up to 1/4, highest power first, by
// Chebyshev's nodes; their parts of the results are wrong by less than 2^-57.
var (
	atanSeries = [...]float64{-0x1.5024ffd7c3d2bp-5, 0x1.d7488b9673278p-5, -0x1.10bd5ff407ca7p-4, 0x1.3b10a6f881493p-4, -0x1.745d06943897bp-4,
		0x1.c71c719374d48p-4, -0x1.249249246a2b1p-3, 0x1.9999999999819p-3, -0x1.5555555555555p-2}
	asinSeries = [...]float64{0x1.d72b2bc8155f8p-6, -0x1.e6aaa8a0a04ccp-7, 0x1.1d189408314eep-6, 0x1.65a9c4dfcf8b2p-8, 0x1.52420b04b37bep-7,
		0x1.782651caa6547p-7, 0x1.c9cf07674736ap-7, 0x1.1c4d35cf95421p-6, 0x1.6e8bb1c8209a2p-6, 0x1.f1c71c1db0623p-6, 0x1.6db6db6e31f13p-5,
		0x1.3333333332ecap-4, 0x1.5555555555556p-3}
)

// Atan returns the arc tangent in [-π/2, π/2].
func Atan(x float64) float64 {
	if x != x {
		return x
	}
	a := min(math.Abs(x), 0x1p60) // beyond, the result is π/2
	if a > 1 {
		h, l := atanParts(1, a)
		h, l = fromAngle(halfPi, halfPiLow, h, l)
		return math.Copysign(h+l, x)
	}
	h, l := atanParts(a, 1)
	return math.Copysign(h+l, x)
}

// atanParts returns atan(y/x), for 0 <= y <= x and finite x > 0, in two parts. With c the nearest of 0, ½ and 1,
// atan(y/x) = atan(c) + atan((y - c·x)/(x + c·y)), and the second quotient is at most 1/4.
func atanParts(y, x float64) (high, low float64) {
	c, angle, angleLow := 0.0, 0.0, 0.0
	if y > float64(0.25*x) {
		c, angle, angleLow = 0.5, atanHalf, atanHalfLow
	}
	if y > float64(0.75*x) {
		c, angle, angleLow = 1, quarterPi, quarterPiLow
	}
	n := math.FMA(-c, x, y) // exact
	part := float64(c * y)
	d := x + part
	t, lost := ratio(n, 0, d, (x-d)+part)
	z := float64(t * t)
	low = math.FMA(horner(z, atanSeries[:]), float64(z*t), lost)
	high = angle + t
	return high, ((angle - high) + t) + (low + angleLow)
}

// fromAngle returns angle + rest - (h + l) in two parts.
func fromAngle(angle, rest, h, l float64) (high, low float64) {
	d := angle - h
	return d, ((angle - d) - h) + (rest - l)
}

// Atan2 returns the angle of the point (x, y), with the conventions of math.Atan2 for zeros and infinities.
func Atan2(y, x float64) float64 {
	a, b, steep := octant(y, x)
	switch { // so that the remainder of the quotient neither overflows nor underflows
	case b > 0x1p1000:
		a, b = a*0x1p-200, b*0x1p-200
	case b < 0x1p-800:
		a, b = a*0x1p200, b*0x1p200
	}
	h, l := atanParts(a, b)
	if steep {
		h, l = fromAngle(halfPi, halfPiLow, h, l)
	}
	if math.Signbit(x) {
		h, l = fromAngle(2*halfPi, 2*halfPiLow, h, l)
	}
	return math.Copysign(h+l, y)
}

// octant returns |y| and |x|, the smaller one first, whose quotient says where in its octant the point (x, y) lies, and whether they
// changed places. Infinities become 1, beside 1 or what becomes 0, and so does the larger of two zeros.
func octant(y, x float64) (a, b float64, steep bool) {
	a, b = math.Abs(y), math.Abs(x)
	if steep = a > b; steep {
		a, b = b, a
	}
	switch {
	case math.IsInf(b, 1) && math.IsInf(a, 1):
		return 1, 1, steep
	case math.IsInf(b, 1):
		return a * 0, 1, steep // NaN stays
	case b == 0:
		return a, 1, steep
	}
	return a, b, steep
}

// Asin returns the arc sine in [-π/2, π/2], NaN beyond [-1, 1].
func Asin(x float64) float64 {
	small, h, l := asinParts(math.Abs(x))
	if !small {
		h, l = fromAngle(halfPi, halfPiLow, h+h, l+l)
	}
	return math.Copysign(h+l, x)
}

// Acos returns the arc cosine in [0, π], NaN beyond [-1, 1].
func Acos(x float64) float64 {
	small, h, l := asinParts(math.Abs(x))
	switch {
	case small:
		h, l = fromAngle(halfPi, halfPiLow, math.Copysign(h, x), math.Copysign(l, x))
	case x < 0:
		h, l = fromAngle(2*halfPi, 2*halfPiLow, h+h, l+l)
	default:
		h, l = h+h, l+l
	}
	return h + l
}

// asinParts returns asin(a), for a >= 0, in two parts where a is small, else asin(√((1-a)/2)), which is half of what is left to
// π/2; NaN for a > 1.
func asinParts(a float64) (small bool, high, low float64) {
	if a <= 0.5 {
		z := float64(a * a)
		return true, a, float64(horner(z, asinSeries[:]) * float64(z*a))
	}
	z := math.FMA(-0.5, a, 0.5) // exact
	s := math.Sqrt(z)
	lost := 0.0
	if a != 1 {
		lost = math.FMA(-s, s, z) / (s + s)
	}
	return false, s, math.FMA(horner(z, asinSeries[:]), float64(z*s), lost)
}

// Hypot returns the square root of x² + y² without overflow.
func Hypot(x, y float64) float64 {
	a, b := math.Abs(x), math.Abs(y)
	if a < b {
		a, b = b, a
	}
	unit, inverse := 1.0, 1.0
	switch {
	case math.IsInf(a, 1) || math.IsInf(b, 1): // also beside NaN
		return math.Inf(1)
	case a > 0x1p500:
		unit, inverse = 0x1p600, 0x1p-600
	case a < 0x1p-450:
		unit, inverse = 0x1p-600, 0x1p600
	}
	a, b = a*inverse, b*inverse
	return float64(math.Sqrt(math.FMA(a, a, float64(b*b))) * unit)
}
