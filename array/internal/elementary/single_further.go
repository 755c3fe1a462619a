// This file computes further functions of float32, in float64 as single.go does: powers and logarithms to other bases,
// hyperbolic functions, and the inverse ones.

package elementary

import "math"

// The polynomials of arcs.go to 2^-33, for z up to tan(π/8)² and to 1/4.
var (
	atanSingle = [...]float64{-0x1.4b323bc8ad833p-5, 0x1.2441ce90c1bd7p-4, -0x1.71d37d63b6c9bp-4, 0x1.c6f681c68c234p-4, -0x1.2491c07220c69p-3,
		0x1.99999825421fdp-3, -0x1.5555555502029p-2}
	asinSingle = [...]float64{0x1.fb7ca379d49c6p-6, 0x1.5a80a068e3ee2p-7, 0x1.82db23768c84fp-6, 0x1.efedf83ab6506p-6, 0x1.6dc0f007c13e8p-5,
		0x1.33331ecf8b70bp-4, 0x1.5555555c0171dp-3}
)

// Exp2Single returns 2 to the power x.
func Exp2Single(x float32) float32 {
	if x != x {
		return x
	}
	y := min(max(float64(x), -152), 130)
	k := math.RoundToEven(y)
	p := expSeriesSingle(float64((y - k) * ln2))
	s := power2(int64(k))
	return float32(math.FMA(p, s, s))
}

// Expm1Single returns e to the power x, minus 1.
func Expm1Single(x float32) float32 {
	if x != x || x == 0 {
		return x
	}
	k, p := expm1Single(min(max(float64(x), -40), 90))
	s := power2(int64(k))
	return float32(math.FMA(s, p, s-1))
}

// log1pFinite returns log(1 + x) for finite x > -1.
func log1pFinite(x float64) float64 {
	k, f := splitLog(x + 1)
	if k == 0 {
		f = x // 1+x may have rounded
	}
	return math.FMA(k, ln2, logSeriesSingle(f))
}

// Log1pSingle returns log(1 + x).
func Log1pSingle(x float32) float32 {
	if x == 0 {
		return x // -0 stays
	}
	if y, special := logSpecial(float64(x) + 1); special {
		return float32(y)
	}
	return float32(log1pFinite(float64(x)))
}

// Log2Single returns the logarithm to base 2; it is exact for powers of two.
func Log2Single(x float32) float32 {
	if y, special := logSpecial(float64(x)); special {
		return float32(y)
	}
	k, f := splitLog(float64(x))
	return float32(math.FMA(logSeriesSingle(f), ln2Inv, k))
}

// Log10Single returns the logarithm to base 10.
func Log10Single(x float32) float32 {
	const (
		two     = 0x1.34413509f79ffp-2 // log10(2)
		inverse = 0x1.bcb7b1526e50ep-2 // 1/log(10)
	)
	if y, special := logSpecial(float64(x)); special {
		return float32(y)
	}
	k, f := splitLog(float64(x))
	return float32(math.FMA(k, two, float64(logSeriesSingle(f)*inverse)))
}

// TanSingle returns the tangent of x in radians.
func TanSingle(x float32) float32 {
	if x-x != 0 || x == 0 || math.Abs(float64(x)) >= 1<<20 {
		return float32(Tan(float64(x)))
	}
	k := math.RoundToEven(float64(x) * twoOverPi)
	r := math.FMA(-k, halfPiLow, math.FMA(-k, halfPi, float64(x)))
	sin, cos := sinSeriesSingle(r), cosSeriesSingle(r)
	if int64(k)&1 == 1 {
		return float32(-(cos / sin))
	}
	return float32(sin / cos)
}

// expm1Positive returns exp(a) - 1 for 0 <= a, where it does not overflow float32, else more than that holds.
func expm1Positive(a float64) float64 {
	k, p := expm1Single(min(a, 95))
	s := power2(int64(k))
	return math.FMA(s, p, s-1)
}

// SinhSingle returns the hyperbolic sine.
func SinhSingle(x float32) float32 {
	if x != x {
		return x
	}
	e := expm1Positive(math.Abs(float64(x)))
	return float32(math.Copysign(0.5*(e+e/(e+1)), float64(x)))
}

// CoshSingle returns the hyperbolic cosine.
func CoshSingle(x float32) float32 {
	if x != x {
		return x
	}
	e := expm1Positive(math.Abs(float64(x))) + 1
	return float32(0.5 * (e + 1/e))
}

// AsinhSingle returns the inverse hyperbolic sine.
func AsinhSingle(x float32) float32 {
	a := math.Abs(float64(x))
	if !(a <= math.MaxFloat32) {
		return x
	}
	square := float64(a * a)
	w := a + square/(math.Sqrt(square+1)+1)
	return float32(math.Copysign(log1pFinite(w), float64(x)))
}

// AcoshSingle returns the inverse hyperbolic cosine; NaN below 1.
func AcoshSingle(x float32) float32 {
	switch {
	case !(x >= 1):
		return float32(math.NaN())
	case x > math.MaxFloat32:
		return x
	}
	t := float64(x) - 1
	return float32(log1pFinite(t + math.Sqrt(math.FMA(t, t, t+t))))
}

// AtanhSingle returns the inverse hyperbolic tangent; NaN beyond [-1, 1].
func AtanhSingle(x float32) float32 {
	a := math.Abs(float64(x))
	switch {
	case !(a <= 1):
		return float32(math.NaN())
	case a == 1:
		return float32(math.Copysign(math.Inf(1), float64(x)))
	}
	return float32(math.Copysign(0.5*log1pFinite((a+a)/(1-a)), float64(x)))
}

// CbrtSingle returns the cube root.
func CbrtSingle(x float32) float32 {
	if x == 0 || x-x != 0 {
		return x
	}
	k, f := splitLog(math.Abs(float64(x)))
	third := math.RoundToEven(k * (1.0 / 3))
	y, m := cbrtNear(k-float64(3*third), f)
	cube := float64(float64(y*y) * y)
	y = math.FMA(y, (m-cube)/(cube+cube+m), y)
	return float32(math.Copysign(float64(y*power2(int64(third))), float64(x)))
}

// atanRatio returns atan(y/x) for 0 <= y <= x and finite x > 0.
func atanRatio(y, x float64) float64 {
	n, d, angle := y, x, 0.0
	if y > float64(0x1.a827999fcef32p-2*x) { // tan(π/8)
		n, d, angle = y-x, y+x, quarterPi
	}
	t := n / d
	z := float64(t * t)
	return angle + math.FMA(horner(z, atanSingle[:]), float64(z*t), t)
}

// AtanSingle returns the arc tangent in [-π/2, π/2].
func AtanSingle(x float32) float32 {
	if x != x {
		return x
	}
	a := min(math.Abs(float64(x)), 0x1p60) // beyond, the result is π/2
	if a > 1 {
		return float32(math.Copysign(halfPi-atanRatio(1, a), float64(x)))
	}
	return float32(math.Copysign(atanRatio(a, 1), float64(x)))
}

// Atan2Single returns the angle of the point (x, y), with the conventions of math.Atan2.
func Atan2Single(y, x float32) float32 {
	a, b, steep := octant(float64(y), float64(x))
	h := atanRatio(a, b)
	if steep {
		h = halfPi - h
	}
	if math.Signbit(float64(x)) {
		h = 2*halfPi - h
	}
	return float32(math.Copysign(h, float64(y)))
}

// asinSingleParts is asinParts in one part.
func asinSingleParts(a float64) (small bool, y float64) {
	z, s := float64(a*a), a
	small = a <= 0.5
	if !small {
		z = math.FMA(-0.5, a, 0.5)
		s = math.Sqrt(z)
	}
	return small, math.FMA(horner(z, asinSingle[:]), float64(z*s), s)
}

// AsinSingle returns the arc sine in [-π/2, π/2], NaN beyond [-1, 1].
func AsinSingle(x float32) float32 {
	small, y := asinSingleParts(math.Abs(float64(x)))
	if !small {
		y = halfPi - (y + y)
	}
	return float32(math.Copysign(y, float64(x)))
}

// AcosSingle returns the arc cosine in [0, π], NaN beyond [-1, 1].
func AcosSingle(x float32) float32 {
	small, y := asinSingleParts(math.Abs(float64(x)))
	switch {
	case small:
		y = halfPi - math.Copysign(y, float64(x))
	case x < 0:
		y = 2*halfPi - (y + y)
	default:
		y += y
	}
	return float32(y)
}

// HypotSingle returns the square root of x² + y².
func HypotSingle(x, y float32) float32 {
	if math.IsInf(float64(x), 0) || math.IsInf(float64(y), 0) {
		return float32(math.Inf(1))
	}
	return float32(math.Sqrt(math.FMA(float64(x), float64(x), float64(float64(y)*float64(y)))))
}
