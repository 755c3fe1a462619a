// This file computes inverse hyperbolic functions and cube roots.

package elementary

import "math"

// Asinh returns the inverse hyperbolic sine, log(1 + w) with w = a + a²/(1 + √(1 + a²)) in two parts, for a = |x|.
func Asinh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x-x != 0 || a < 0x1p-28:
		return x
	case a > 0x1p28:
		return math.Copysign(logTwice(a), x)
	}
	p := float64(a * a)
	pLow := math.FMA(a, a, -p)
	d, lost := twoSum(1, p)
	s, sLow := rootParts(d, lost+pLow)
	e, lost := twoSum(1, s)
	q, qLow := quotientParts(p, pLow, e, lost+sLow)
	w, lost := twoSum(a, q)
	return math.Copysign(log1pParts(w, lost+qLow), x)
}

// Acosh returns the inverse hyperbolic cosine, log(1 + w) with w = t + √(t² + 2t) in two parts, for t = x - 1; NaN below 1.
func Acosh(x float64) float64 {
	switch {
	case !(x >= 1):
		return math.NaN()
	case x > 0x1p28:
		if math.IsInf(x, 1) {
			return x
		}
		return logTwice(x)
	case x == 1:
		return 0
	}
	t, tLow := twoSum(x, -1)
	p := float64(t * t)
	d, lost := twoSum(2*t, p)
	s, sLow := rootParts(d, lost+math.FMA(t, t, -p)+float64(2*tLow*x))
	w, lost := twoSum(t, s)
	return log1pParts(w, lost+(sLow+tLow))
}

// Atanh returns the inverse hyperbolic tangent, log(1 + 2a/(1-a))/2 for a = |x|; NaN beyond [-1, 1].
func Atanh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case !(a <= 1):
		return math.NaN()
	case a == 1:
		return math.Copysign(math.Inf(1), x)
	case a < 0x1p-28:
		return x // also -0
	}
	d, lost := twoSum(1, -a)
	q, qLow := quotientParts(2*a, 0, d, lost)
	return math.Copysign(0.5*log1pParts(q, qLow), x)
}

// logTwice returns log(2x) for finite x > 0, also where 2x overflows.
func logTwice(x float64) float64 {
	k, f := splitLog(x)
	return logFinite(k+1, f)
}

// rootParts returns the square root of d + low, which is not 0, in two parts.
func rootParts(d, low float64) (s, rest float64) {
	s = math.Sqrt(d)
	return s, (math.FMA(-s, s, d) + low) / (2 * s)
}

// quotientParts returns (n + nLow)/(d + dLow) in two parts.
func quotientParts(n, nLow, d, dLow float64) (q, rest float64) {
	q = n / d
	return q, (math.FMA(-q, d, n) + nLow - float64(q*dLow)) / d
}

// Cbrt returns the cube root: a polynomial for fractions, and a step of Halley's method whose remainder is exact.
func Cbrt(x float64) float64 {
	if x == 0 || x-x != 0 {
		return x
	}
	k, f := splitLog(math.Abs(x))
	third := math.RoundToEven(k * (1.0 / 3))
	y, m := cbrtNear(k-float64(3*third), f)
	square := float64(y * y)
	cube := float64(square * y)
	lost := math.FMA(square, y, -cube) + float64(math.FMA(y, y, -square)*y)
	y = math.FMA(y, ((m-cube)-lost)/(cube+cube+m), y)
	return math.Copysign(float64(y*power2(int64(third))), x)
}

// cbrtNear returns the cube root of m = 2^turn·(1+f) with a relative error below 2^-22, and m, for a turn of -1, 0 or 1.
func cbrtNear(turn, f float64) (y, m float64) {
	m = f + 1
	y = horner(m, cbrtSeries[:])
	switch turn {
	case 1:
		return float64(y * cbrtTwo), m + m
	case -1:
		return float64(y * cbrtHalf), 0.5 * m
	}
	return y, m
}

// The cube roots of 2 and ½, and the polynomial for those between √½ and √2, highest power first.
const (
	cbrtTwo  = 0x1.428a2f98d728bp+0
	cbrtHalf = 0x1.965fea53d6e3dp-1
)

var cbrtSeries = [...]float64{-0x1.3bac61f398ad9p-6, 0x1.30718c1e4796bp-3, -0x1.fc227fc4e1f41p-2, 0x1.e400015851becp-1, -0x1.2acd95db1b589p+0, 0x1.306446bbace8cp+0, 0x1.9949af1b31d11p-2}

// horner evaluates a polynomial, highest power first.
func horner(x float64, coefficients []float64) float64 {
	p := coefficients[0]
	for _, c := range coefficients[1:] {
		p = math.FMA(p, x, c)
	}
	return p
}
