// This file computes logarithms and powers.

package elementary

import "math"

// splitLog returns the integer k and f with x = 2^k·(1+f), 1+f between √½ and √2, for finite x > 0. f is exact.
func splitLog(x float64) (k, f float64) {
	shift := 0.0
	if x < 0x1p-1022 {
		x *= 0x1p54
		shift = 54
	}
	b := math.Float64bits(x)
	// Adding the distance from √½'s upper half to 1's carries into the exponent for fractions above √2.
	b += 0x3ff0000000000000 - 0x3fe6a09e00000000
	k = float64(int64(b>>52)-1023) - shift
	m := math.Float64frombits(b&(1<<52-1) + 0x3fe6a09e00000000)
	return k, m - 1
}

// logNear returns f - log(1+f), which is small, for √½ <= 1+f <= √2: with s = f/(2+f), log(1+f) = 2·atanh(s), and the
// first two terms f - f²/2 are taken out, so that their rounding does not count.
func logNear(f float64) float64 {
	s := f / (2 + f)
	z := s * s
	p := 2.0 / 23
	p = math.FMA(p, z, 2.0/21)
	p = math.FMA(p, z, 2.0/19)
	p = math.FMA(p, z, 2.0/17)
	p = math.FMA(p, z, 2.0/15)
	p = math.FMA(p, z, 2.0/13)
	p = math.FMA(p, z, 2.0/11)
	p = math.FMA(p, z, 2.0/9)
	p = math.FMA(p, z, 2.0/7)
	p = math.FMA(p, z, 2.0/5)
	p = math.FMA(p, z, 2.0/3)
	half := float64(0.5 * f * f)
	return half - float64(s*math.FMA(p, z, half))
}

// logSpecial answers for the arguments that splitLog does not take.
func logSpecial(x float64) (y float64, special bool) {
	switch {
	case x != x || x == math.Inf(1):
		return x, true
	case x < 0:
		return math.NaN(), true
	case x == 0:
		return math.Inf(-1), true
	}
	return 0, false
}

// Log returns the natural logarithm.
func Log(x float64) float64 {
	if y, special := logSpecial(x); special {
		return y
	}
	return logFinite(splitLog(x))
}

// logFinite returns log(2^k·(1+f)).
func logFinite(k, f float64) float64 {
	return float64(k*ln2High) - ((logNear(f) - float64(k*ln2Low)) - f)
}

// Log1p returns log(1+x), accurate near 0.
func Log1p(x float64) float64 {
	if math.Abs(x) < 0x1p-54 {
		return x
	}
	u := 1 + x
	if y, special := logSpecial(u); special {
		return y
	}
	return log1pParts(x, 0)
}

// log1pParts returns log(1 + x + low) for finite x > -1 and a low beneath x's last digit.
func log1pParts(x, low float64) float64 {
	u := 1 + x
	k, f := splitLog(u)
	if k == 0 {
		f = x // 1+x may have rounded
		return f - (logNear(f) - low/u)
	}
	lost := x - (u - 1) // exact
	if x > 1 {
		lost = 1 - (u - x)
	}
	return float64(k*ln2High) - ((logNear(f) - math.FMA(k, ln2Low, (lost+low)/u)) - f)
}

// logParts returns log(1+f) as an unevaluated sum, for |f| <= √2-1.
func logParts(f float64) (high, low float64) {
	small := logNear(f)
	high = f - small
	return high, (f - high) - small
}

// Log2 returns the logarithm to base 2; it is exact for powers of two.
func Log2(x float64) float64 {
	return logBase(x, 1, 0, ln2Inv, 0x1.777d0ffda0d24p-56)
}

// Log10 returns the logarithm to base 10.
func Log10(x float64) float64 {
	return logBase(x, 0x1.34413509f7800p-2, 0x1.fef311f12b358p-46, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)
}

// logBase returns k·two + log(1+f)·inverse, where two is log(2) and inverse 1/log(base), each in two parts of which
// two's first has trailing zeros.
func logBase(x, two, twoRest, inverse, inverseRest float64) float64 {
	if y, special := logSpecial(x); special {
		return y
	}
	k, f := splitLog(x)
	high, low := logParts(f)
	p := float64(high * inverse)
	rest := math.FMA(high, inverse, -p) + math.FMA(high, inverseRest, float64(low*inverse))
	whole := float64(k * two)
	sum := whole + p
	return sum + ((whole - sum) + p + math.FMA(k, twoRest, rest))
}

// Pow returns x to the power y, with the conventions of math.Pow for special arguments; squares and inverses are rounded
// correctly. The logarithm is carried to
// about 68 bits, so that the error stays near one unit however large the exponent.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case y == 2:
		return x * x
	case y == -1:
		return 1 / x
	case x == 0 || x-x != 0 || y-y != 0:
		return math.Pow(x, y) // 0, 1, ±Inf or NaN
	}
	sign := 1.0
	if x < 0 {
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if math.Abs(y) < 1<<53 && int64(y)&1 == 1 {
			sign = -1
		}
		x = -x
	}
	high, low := logWide(x)
	p := float64(y * high)
	rest := math.FMA(y, high, -p) + float64(y*low)
	if p > expHigh+100 || p < expLow-100 {
		return sign * Exp(p)
	}
	k, r := reduceExp(p)
	// r has rounded once; what that lost belongs to the rest.
	exact := math.FMA(-k, ln2High, p)
	lost := math.FMA(-k, ln2Low, exact-r)
	e := expm1Near(r)
	return sign * scale(1+math.FMA(1+e, rest+lost, e), k)
}

// logWide returns log(x) in two parts with a relative error below 2^-66, for finite x > 0.
func logWide(x float64) (high, low float64) {
	k, f := splitLog(x)
	// s = f/(2+f) in two parts; 2+f rounds, what it loses is exact.
	d := 2 + f
	dLow := f - (d - 2)
	s := f / d
	sLow := (math.FMA(-s, d, f) - float64(s*dLow)) / d
	// z = s² in two parts, then 2·atanh(s) = 2s + s·z·(2/3 + z·(...)): the first term of the series in two parts too.
	z := float64(s * s)
	zLow := math.FMA(s, s, -z) + float64(2*s*sLow)
	p := 2.0 / 25
	p = math.FMA(p, z, 2.0/23)
	p = math.FMA(p, z, 2.0/21)
	p = math.FMA(p, z, 2.0/19)
	p = math.FMA(p, z, 2.0/17)
	p = math.FMA(p, z, 2.0/15)
	p = math.FMA(p, z, 2.0/13)
	p = math.FMA(p, z, 2.0/11)
	p = math.FMA(p, z, 2.0/9)
	p = math.FMA(p, z, 2.0/7)
	p = math.FMA(p, z, 2.0/5)
	tail := float64(p * z)
	c := 2.0/3 + tail
	cLow := (2.0/3 - c) + tail + 0x1.5555555555555p-55
	t := float64(s * z)
	tLow := math.FMA(s, z, -t) + math.FMA(s, zLow, float64(sLow*z))
	u := float64(t * c)
	uLow := math.FMA(t, c, -u) + math.FMA(t, cLow, float64(tLow*c))
	a, aLow := twoSum(float64(k*ln2High), float64(2*s))
	b, bLow := twoSum(a, u)
	low = aLow + bLow + (float64(2*sLow) + uLow + float64(k*ln2Low))
	high = b + low
	return high, (b - high) + low
}
