// This file computes trigonometric functions.

package elementary

import (
	"math"
	"math/bits"
)

// π/2 in parts of 33 bits, whose products with integers below 2^20 are exact, and the rest.
const (
	halfPi1    = 0x1.921fb54400000p+0
	halfPi2    = 0x1.0b4611a600000p-34
	halfPi3    = 0x1.3198a2e000000p-69
	halfPiRest = 0x1.b839a252049c1p-104
	twoOverPi  = 0x1.45f306dc9c883p-1
	halfPi     = 0x1.921fb54442d18p+0
	halfPiLow  = 0x1.1a62633145c07p-54
)

// reduceTrig returns r + low in [-π/4, π/4] and q with x = q·π/2 + r + low, q modulo 4, for finite x.
func reduceTrig(x float64) (q int, r, low float64) {
	if math.Abs(x) <= math.Pi/4 {
		return 0, x, 0
	}
	if math.Abs(x) >= 1<<20 {
		return reduceLarge(x)
	}
	k := math.RoundToEven(x * twoOverPi)
	a := math.FMA(-k, halfPi1, x) // exact
	a, e2 := twoSum(a, float64(-k*halfPi2))
	a, e3 := twoSum(a, float64(-k*halfPi3))
	rest := math.FMA(-k, halfPiRest, e2+e3)
	r = a + rest
	return int(int64(k)) & 3, r, (a - r) + rest
}

// twoSum returns a+b rounded and what rounding lost.
func twoSum(a, b float64) (sum, lost float64) {
	sum = a + b
	v := sum - a
	return sum, (a - (sum - v)) + (b - v)
}

// reduceLarge is reduceTrig by the method of Payne and Hanek: x is an integer times a power of two; of 2/π only the
// 192 bits are multiplied that decide the quotient modulo 4 and its fraction.
func reduceLarge(x float64) (q int, r, low float64) {
	b := math.Float64bits(x)
	m := b&(1<<52-1) | 1<<52
	offset := int(b>>52&0x7ff) - 1075 - 2 + 64 // of the first bit that counts, in twoOverPiBits
	word, shift := offset/64, uint(offset%64)
	var w [3]uint64
	for i := range w {
		w[i] = twoOverPiBits[word+i]<<shift | twoOverPiBits[word+i+1]>>(64-shift)
	}
	h2, p2 := bits.Mul64(w[2], m)
	h1, p1 := bits.Mul64(w[1], m)
	p0 := w[0] * m
	p1, carry := bits.Add64(p1, h2, 0)
	p0, _ = bits.Add64(p0, h1, carry)
	q = int(p0 >> 62)
	f0, f1 := p0<<2|p1>>62, p1<<2|p2>>62 // the fraction, as 128 bits
	negative := f0>>63 == 1
	if negative { // beyond a half: the next quarter is nearer
		q++
		f1, carry = bits.Sub64(0, f1, 0)
		f0, _ = bits.Sub64(0, f0, carry)
	}
	zeros := bits.LeadingZeros64(f0)
	if zeros == 64 {
		zeros += bits.LeadingZeros64(f1)
	}
	f0, f1 = shiftLeft(f0, f1, uint(zeros))
	unit := power2(int64(-53 - zeros))
	high := float64(float64(f0>>11) * unit)
	rest := float64(f0<<53>>1|f1>>12) * (unit * 0x1p-63)
	r = float64(high * halfPi)
	low = math.FMA(high, halfPi, -r) + math.FMA(high, halfPiLow, float64(rest*halfPi))
	if negative != math.Signbit(x) {
		r, low = -r, -low
	}
	if math.Signbit(x) {
		q = -q
	}
	return q & 3, r, low
}

// shiftLeft shifts 128 bits.
func shiftLeft(high, low uint64, n uint) (uint64, uint64) {
	if n >= 64 {
		return low << (n - 64), 0
	}
	return high<<n | low>>(64-n), low << n
}

// sinParts returns sin(r + low) for |r| <= π/4 in two parts, by its Taylor series.
func sinParts(r, low float64) (high, rest float64) {
	z := float64(r * r)
	p := 1.0 / 355687428096000
	p = math.FMA(p, z, -1.0/1307674368000)
	p = math.FMA(p, z, 1.0/6227020800)
	p = math.FMA(p, z, -1.0/39916800)
	p = math.FMA(p, z, 1.0/362880)
	p = math.FMA(p, z, -1.0/5040)
	p = math.FMA(p, z, 1.0/120)
	p = math.FMA(p, z, -1.0/6)
	// sin(r+low) = sin(r) + low·cos(r), and cos(r) is 1 - z/2 as far as low can tell.
	return r, math.FMA(p, z*r, math.FMA(-0.5*z, low, low))
}

// cosParts returns cos(r + low) for |r| <= π/4 in two parts, by its Taylor series.
func cosParts(r, low float64) (high, rest float64) {
	z := float64(r * r)
	p := 1.0 / 20922789888000
	p = math.FMA(p, z, -1.0/87178291200)
	p = math.FMA(p, z, 1.0/479001600)
	p = math.FMA(p, z, -1.0/3628800)
	p = math.FMA(p, z, 1.0/40320)
	p = math.FMA(p, z, -1.0/720)
	p = math.FMA(p, z, 1.0/24)
	half := float64(0.5 * z)
	w := 1 - half
	// What 1 - half lost, half's own rounding, the series beyond it, and -low·sin(r).
	lost := (1 - w) - half + float64(0.5*math.FMA(-r, r, z))
	return w, lost + math.FMA(p, z*z, -r*low)
}

// Sin returns the sine of x in radians.
func Sin(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if x == 0 {
		return x // also -0
	}
	q, r, low := reduceTrig(x)
	return quarter(q, r, low)
}

// Cos returns the cosine of x in radians.
func Cos(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	q, r, low := reduceTrig(x)
	return quarter(q+1, r, low)
}

// quarter returns sin(q·π/2 + r + low).
func quarter(q int, r, low float64) float64 {
	var high, rest float64
	if q&1 == 0 {
		high, rest = sinParts(r, low)
	} else {
		high, rest = cosParts(r, low)
	}
	if q&2 == 0 {
		return high + rest
	}
	return -(high + rest)
}

// Tan returns the tangent of x in radians.
func Tan(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if x == 0 {
		return x
	}
	q, r, low := reduceTrig(x)
	s, sLow := fastTwoSum(sinParts(r, low))
	c, cLow := fastTwoSum(cosParts(r, low))
	if q&1 == 1 {
		return -exactQuotient(c, cLow, s, sLow)
	}
	return exactQuotient(s, sLow, c, cLow)
}

// fastTwoSum returns a+b rounded and what rounding lost, for |a| >= |b|.
func fastTwoSum(a, b float64) (sum, lost float64) {
	sum = a + b
	return sum, (a - sum) + b
}

// exactQuotient is quotient with a second division, which keeps small divisors from overflowing.
func exactQuotient(n, nLow, d, dLow float64) float64 {
	t := n / d
	return t + (math.FMA(-t, d, n)+math.FMA(-t, dLow, nLow))/d
}
