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

// expm1Near returns exp(r) - 1 for |r| <= ln2/2.
func expm1Near(r float64) float64 { return math.FMA(expm1Series(r), r*r, r) }

// expm1Series returns (exp(r) - 1 - r)/r² for |r| <= ln2/2 by its Taylor series; for exp(r) - 1, the first omitted term is
// below 2^-57.
func expm1Series(r float64) float64 {
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
	return math.FMA(p, r, 0.5)
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

// expm1Parts returns exp(x) - 1 reduced: k and, in two parts, exp(r) - 1 for the r with x = k·ln2 + r.
func expm1Parts(x float64) (k, high, low float64) {
	k = math.RoundToEven(x * ln2Inv)
	first := math.FMA(-k, ln2High, x)
	r := math.FMA(-k, ln2Low, first)
	rest := math.FMA(-k, ln2Low, first-r)
	c := math.FMA(expm1Series(r), r*r, rest)
	high = r + c
	return k, high, (r - high) + c
}

// quotient returns (n + nLow)/(d + dLow), from one division, corrected.
func quotient(n, nLow, d, dLow float64) float64 {
	inverse := 1 / d
	t := float64(n * inverse)
	rest := math.FMA(-t, d, n) + math.FMA(-t, dLow, nLow)
	return math.FMA(rest, inverse, t)
}

// ratio is quotient in two parts.
func ratio(n, nLow, d, dLow float64) (t, low float64) {
	inverse := 1 / d
	t = float64(n * inverse)
	rest := math.FMA(-t, d, n) + math.FMA(-t, dLow, nLow)
	return t, float64(rest * inverse)
}

// Tanh returns the hyperbolic tangent, (exp(2x)-1) / (exp(2x)+1), of whose parts none loses more than its last digits.
func Tanh(x float64) float64 {
	if x != x {
		return x
	}
	a := min(math.Abs(x), 22)
	k, e, eLow := expm1Parts(2 * a)
	s := power2(int64(k))
	n, lost := twoSum(s-1, float64(s*e))
	nLow := math.FMA(s, eLow, lost)
	d, lost := twoSum(n, 2)
	return math.Copysign(quotient(n, nLow, d, lost+nLow), x)
}

// Sinh returns the hyperbolic sine, (e + e/(1+e))/2 with e = exp(x) - 1.
func Sinh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a != a:
		return x
	case a >= 20:
		return math.Copysign(halfExp(a), x)
	}
	e, eLow, f, fLow := expm1Both(a)
	sum, lost := twoSum(e, f)
	return math.Copysign(0.5*(sum+(lost+(eLow+fLow))), x)
}

// Cosh returns the hyperbolic cosine, 1 + (e - e/(1+e))/2 with e = exp(x) - 1.
func Cosh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a != a:
		return x
	case a >= 20:
		return halfExp(a)
	}
	e, eLow, f, fLow := expm1Both(a)
	sum, lost := twoSum(e, -f)
	half, rest := 0.5*sum, 0.5*(lost+(eLow-fLow))
	sum, lost = twoSum(half, 1)
	return sum + (lost + rest)
}

// expm1Both returns e = exp(a) - 1 and e/(1+e) = 1 - exp(-a), for 0 <= a < 20, each in two parts.
func expm1Both(a float64) (e, eLow, f, fLow float64) {
	k, p, pLow := expm1Parts(a)
	s := power2(int64(k))
	e, lost := twoSum(s-1, float64(s*p))
	eLow = math.FMA(s, pLow, lost)
	d, lost := twoSum(e, 1)
	f, fLow = ratio(e, eLow, d, lost+eLow)
	return e, eLow, f, fLow
}

// halfExp returns exp(x)/2 for x >= 20, also where exp(x) overflows.
func halfExp(x float64) float64 {
	k, e, eLow := expm1Parts(min(x, expHigh+1))
	sum, lost := twoSum(e, 1)
	return scale(sum+(lost+eLow), k-1)
}

// Sigmoid returns 1/(1 + exp(-x)), for negative x as exp(x)/(1 + exp(x)).
func Sigmoid(x float64) float64 {
	if x != x {
		return x
	}
	k, e, eLow := expm1Parts(max(-math.Abs(x), expLow))
	g, lost := twoSum(1, e)
	gLow := lost + eLow
	s := power2(int64(max(k, -100))) // less does not count beside 1
	d, lost := twoSum(1, float64(s*g))
	dLow := math.FMA(s, gLow, lost)
	if x < 0 {
		return scale(quotient(g, gLow, d, dLow), k)
	}
	return quotient(1, 0, d, dLow)
}
