// This file computes functions of float32. The work is done in float64 with polynomials just long enough, so that results
// are within 0.52 units in the last place, and the sine of a large angle is as good as that of a small one.

package elementary

import "math"

// expm1Single returns k and exp(r) - 1 for the r with x = k·ln2 + r, to about 2^-31.
func expm1Single(x float64) (k, p float64) {
	k = math.RoundToEven(x * ln2Inv)
	r := math.FMA(-k, ln2, x)
	return k, expSeriesSingle(r)
}

// expSeriesSingle returns exp(r) - 1 for |r| <= ln2/2.
func expSeriesSingle(r float64) float64 {
	p := 0x1.a1256cd2f13c2p-13
	p = math.FMA(p, r, 0x1.6d43af18200d3p-10)
	p = math.FMA(p, r, 0x1.1110e0c5c7f50p-7)
	p = math.FMA(p, r, 0x1.5554e8a22b84cp-5)
	p = math.FMA(p, r, 0x1.5555555a800cdp-3)
	p = math.FMA(p, r, 0x1.0000000ba132cp-1)
	return math.FMA(p, r*r, r)
}

// ExpSingle returns e to the power x.
func ExpSingle(x float32) float32 {
	if x != x {
		return x
	}
	k, p := expm1Single(min(max(float64(x), -110), 90))
	s := power2(int64(k))
	return float32(math.FMA(p, s, s))
}

// TanhSingle returns the hyperbolic tangent.
func TanhSingle(x float32) float32 {
	if x != x {
		return x
	}
	a := min(math.Abs(float64(x)), 10)
	k, p := expm1Single(2 * a)
	s := power2(int64(k))
	n := math.FMA(s, p, s-1)
	return float32(math.Copysign(n/(n+2), float64(x)))
}

// SigmoidSingle returns 1/(1 + exp(-x)).
func SigmoidSingle(x float32) float32 {
	if x != x {
		return x
	}
	k, p := expm1Single(min(max(-float64(x), -110), 110))
	s := power2(int64(k))
	return float32(1 / (1 + math.FMA(p, s, s)))
}

// LogSingle returns the natural logarithm.
func LogSingle(x float32) float32 {
	if y, special := logSpecial(float64(x)); special {
		return float32(y)
	}
	k, f := splitLog(float64(x))
	return float32(math.FMA(k, ln2, logSeriesSingle(f)))
}

// logSeriesSingle returns log(1+f) for √½ <= 1+f <= √2.
func logSeriesSingle(f float64) float64 {
	p := 0x1.154c9f973c288p-4
	p = math.FMA(p, f, -0x1.d9744a5070371p-4)
	p = math.FMA(p, f, 0x1.e3d80b735f0dfp-4)
	p = math.FMA(p, f, -0x1.fcbf926415087p-4)
	p = math.FMA(p, f, 0x1.2379f06736f11p-3)
	p = math.FMA(p, f, -0x1.5559ee0a2cb06p-3)
	p = math.FMA(p, f, 0x1.99a13370eba0cp-3)
	p = math.FMA(p, f, -0x1.0000074ebb514p-2)
	p = math.FMA(p, f, 0x1.55554e3da5547p-2)
	p = math.FMA(p, f, -0x1.fffffff64b7a0p-2)
	return math.FMA(p, f*f, f)
}

// PowSingle returns x to the power y. The logarithm has twice the digits of the result.
func PowSingle(x, y float32) float32 {
	base, power := float64(x), float64(y)
	if !(base > 0 && base <= math.MaxFloat32 && math.Abs(power) <= math.MaxFloat32) {
		return float32(Pow(base, power))
	}
	switch power {
	case 1:
		return x
	case 2:
		return float32(base * base)
	case -1:
		return float32(1 / base)
	}
	k, f := splitLog(base)
	k, p := expm1Single(min(max(power*logFinite(k, f), -110), 90))
	s := power2(int64(k))
	return float32(math.FMA(p, s, s))
}

// SinSingle returns the sine of x in radians.
func SinSingle(x float32) float32 {
	if x == 0 {
		return x // also -0
	}
	return trigSingle(float64(x), 0)
}

// CosSingle returns the cosine of x in radians.
func CosSingle(x float32) float32 { return trigSingle(float64(x), 1) }

// trigSingle returns sin(x + quarters·π/2).
func trigSingle(x float64, quarters int) float32 {
	if x-x != 0 {
		return float32(math.NaN())
	}
	var q int
	var r float64
	if math.Abs(x) < 1<<20 {
		k := math.RoundToEven(x * twoOverPi)
		q = int(int64(k))
		r = math.FMA(-k, halfPiLow, math.FMA(-k, halfPi, x))
	} else {
		q, r, _ = reduceTrig(x)
	}
	q += quarters
	y := sinSeriesSingle(r)
	if q&1 == 1 {
		y = cosSeriesSingle(r)
	}
	if q&2 != 0 {
		y = -y
	}
	return float32(y)
}

// sinSeriesSingle returns sin(r) for |r| <= π/4.
func sinSeriesSingle(r float64) float64 {
	z := float64(r * r)
	p := 0x1.6dbbee1f24647p-19
	p = math.FMA(p, z, -0x1.a013a11619d1bp-13)
	p = math.FMA(p, z, 0x1.11110dea5e8c0p-7)
	p = math.FMA(p, z, -0x1.555555545c0f8p-3)
	return math.FMA(p, z*r, r)
}

// cosSeriesSingle returns cos(r) for |r| <= π/4.
func cosSeriesSingle(r float64) float64 {
	z := float64(r * r)
	p := -0x1.2522e6d930e5bp-22
	p = math.FMA(p, z, 0x1.a015c02820885p-16)
	p = math.FMA(p, z, -0x1.6c16bf51b0df9p-10)
	p = math.FMA(p, z, 0x1.555555550225fp-5)
	return math.FMA(p, z*z, math.FMA(-0.5, z, 1))
}
