// Package elementary computes elementary functions of float64 to about one unit in the last place, with the same bits on
// every processor: a product that is added to something is an explicit fused multiply-add, or stands in a conversion that
// forbids the compiler to make it one; all else is IEEE 754's correctly rounded operations. Package math gives no such
// promise: it has assembly for some processors, and on some the compiler fuses what on others it rounds twice.
//
// It knows nothing of arrays. TestAccuracy states the worst errors against values of twice the digits.
package elementary

import "math"

// ln2 in two parts: multiples of the first by integers below 2^11 are exact.
const (
	ln2High = 0x1.62e42fefa3800p-1
	ln2Low  = 0x1.ef35793c76730p-45
	ln2Inv  = 0x1.71547652b82fep+0
)

// Beyond these, exp(x) is infinite or 0 for certain; within, the power of two stays in range.
const (
	expHigh = 710
	expLow  = -746
)

// Exp returns e to the power x.
func Exp(x float64) float64 {
	if x != x {
		return x
	}
	k, r := reduceExp(min(max(x, expLow), expHigh))
	return scale(1+expm1Near(r), k)
}

// reduceExp returns the integer k and the r in [-ln2/2, ln2/2] with x = k·ln2 + r.
func reduceExp(x float64) (k, r float64) {
	k = math.RoundToEven(x * ln2Inv)
	r = math.FMA(-k, ln2High, x)
	return k, math.FMA(-k, ln2Low, r)
}

// expm1Near returns exp(r) - 1 for |r| <= ln2/2 by its Taylor series, whose first omitted term is below 2^-57.
func expm1Near(r float64) float64 {
	p := 1.0 / 6227020800
	p = math.FMA(p, r, 1.0/479001600)
	p = math.FMA(p, r, 1.0/39916800)
	p = math.FMA(p, r, 1.0/3628800)
	p = math.FMA(p, r, 1.0/362880)
	p = math.FMA(p, r, 1.0/40320)
	p = math.FMA(p, r, 1.0/5040)
	p = math.FMA(p, r, 1.0/720)
	p = math.FMA(p, r, 1.0/120)
	p = math.FMA(p, r, 1.0/24)
	p = math.FMA(p, r, 1.0/6)
	p = math.FMA(p, r, 0.5)
	return math.FMA(p, r*r, r)
}

// scale returns y·2^k for |k| <= 2044, in two steps of which only the second may round.
func scale(y, k float64) float64 {
	n := int64(k)
	half := n >> 1
	return float64(y * power2(half) * power2(n-half))
}

// power2 returns 2^n for a normal result.
func power2(n int64) float64 { return math.Float64frombits(uint64(n+1023) << 52) }

// Exp2 returns 2 to the power x.
func Exp2(x float64) float64 {
	if x != x {
		return x
	}
	x = min(max(x, -1076), 1025)
	k := math.RoundToEven(x)
	f := x - k
	r := float64(f * ln2)
	low := math.FMA(f, ln2, -r) + float64(f*ln2Rest)
	p := expm1Near(r)
	return scale(1+math.FMA(low, 1+p, p), k)
}

// ln2 and what float64 leaves of it.
const (
	ln2     = 0x1.62e42fefa39efp-1
	ln2Rest = 0x1.abc9e3b39803fp-56
)

// Expm1 returns e to the power x, minus 1, accurate near 0.
func Expm1(x float64) float64 {
	switch {
	case x != x || x == 0:
		return x
	case x > expHigh:
		return math.Inf(1)
	case x < -40:
		return -1
	}
	k, r := reduceExp(x)
	p := expm1Near(r)
	if k == 0 {
		return p
	}
	if k > 1000 { // 2^k may overflow where the result does not
		return scale(1+p, k)
	}
	s := power2(int64(k))
	return math.FMA(s, p, s-1)
}

// Tanh returns the hyperbolic tangent.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	if a > 20 {
		return math.Copysign(1, x)
	}
	if a != a || a < 0x1p-28 {
		return x
	}
	var t float64
	if a < 0.5 {
		e := Expm1(2 * a)
		t = e / (e + 2)
	} else {
		t = 1 - 2/(Exp(2*a)+1)
	}
	return math.Copysign(t, x)
}

// Sinh returns the hyperbolic sine.
func Sinh(x float64) float64 {
	a := math.Abs(x)
	var s float64
	switch {
	case a != a || a < 0x1p-28:
		return x
	case a < 20:
		e := Expm1(a)
		s = float64(0.5 * (e + e/(e+1)))
	default:
		s = halfExp(a)
	}
	return math.Copysign(s, x)
}

// Cosh returns the hyperbolic cosine.
func Cosh(x float64) float64 {
	a := math.Abs(x)
	if a < 20 {
		e := Exp(a)
		return math.FMA(0.5, e, 0.5/e)
	}
	return halfExp(a)
}

// halfExp returns exp(x)/2, also where exp(x) overflows.
func halfExp(x float64) float64 {
	if x != x {
		return x
	}
	k, r := reduceExp(min(x, expHigh+1))
	return scale(1+expm1Near(r), k-1)
}

// Sigmoid returns 1/(1 + exp(-x)).
func Sigmoid(x float64) float64 {
	e := Exp(-math.Abs(x)) // never overflows
	if x < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}
