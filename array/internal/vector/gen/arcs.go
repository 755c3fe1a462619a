// This file lists the kernels of inverse trigonometric functions and of the hypotenuse, as package elementary has them.

package main

import "math"

const (
	quarterPi    = halfPi / 2
	quarterPiLow = halfPiLow / 2
	atanHalf     = 0x1.dac670561bb4fp-2
	atanHalfLow  = 0x1.a2b7f222f65e2p-56
)

// The coefficients of polynomials, highest power first.
var (
	atanSeries = []float64{-0x1.5024ffd7c3d2bp-5, 0x1.d7488b9673278p-5, -0x1.10bd5ff407ca7p-4, 0x1.3b10a6f881493p-4, -0x1.745d06943897bp-4,
		0x1.c71c719374d48p-4, -0x1.249249246a2b1p-3, 0x1.9999999999819p-3, -0x1.5555555555555p-2}
	asinSeries = []float64{0x1.d72b2bc8155f8p-6, -0x1.e6aaa8a0a04ccp-7, 0x1.1d189408314eep-6, 0x1.65a9c4dfcf8b2p-8, 0x1.52420b04b37bep-7,
		0x1.782651caa6547p-7, 0x1.c9cf07674736ap-7, 0x1.1c4d35cf95421p-6, 0x1.6e8bb1c8209a2p-6, 0x1.f1c71c1db0623p-6, 0x1.6db6db6e31f13p-5,
		0x1.3333333332ecap-4, 0x1.5555555555556p-3}
	atanShort = []float64{-0x1.4b323bc8ad833p-5, 0x1.2441ce90c1bd7p-4, -0x1.71d37d63b6c9bp-4, 0x1.c6f681c68c234p-4, -0x1.2491c07220c69p-3,
		0x1.99999825421fdp-3, -0x1.5555555502029p-2}
	asinShort = []float64{0x1.fb7ca379d49c6p-6, 0x1.5a80a068e3ee2p-7, 0x1.82db23768c84fp-6, 0x1.efedf83ab6506p-6, 0x1.6dc0f007c13e8p-5,
		0x1.33331ecf8b70bp-4, 0x1.5555555c0171dp-3}
)

// parts is a number in two parts; low is nil in kernels for float32, which have one.
type parts struct{ high, low *value }

// arcTangent is atan(y/x) for 0 <= y <= x and finite x > 0.
func arcTangent(b *builder, y, x *value) parts {
	half, whole := b.less(f64, b.times(x, b.n(0.25)), y), b.less(f64, b.times(x, b.n(0.75)), y)
	pick := func(one, two float64) *value { return b.choose(whole, b.n(two), b.and(half, b.n(one))) }
	c := pick(0.5, 1)
	n := b.nmadd(c, x, y)
	part := b.times(c, y)
	d := b.plus(x, part)
	t, lost := ratio(b, n, b.n(0), d, b.plus(b.minus(x, d), part))
	z := b.times(t, t)
	low := b.madd(b.polynomial(z, atanSeries), b.times(z, t), lost)
	angle := pick(atanHalf, quarterPi)
	high := b.plus(angle, t)
	low = b.plus(b.plus(b.minus(angle, high), t), b.plus(low, pick(atanHalfLow, quarterPiLow)))
	return parts{high, low}
}

// arcTangentSingle is arcTangent in one part.
func arcTangentSingle(b *builder, y, x *value) parts {
	steep := b.less(f64, b.times(x, b.n(0x1.a827999fcef32p-2)), y) // tan(π/8)
	t := b.div(f64, b.choose(steep, b.minus(y, x), y), b.choose(steep, b.plus(y, x), x))
	z := b.times(t, t)
	p := b.madd(b.polynomial(z, atanShort), b.times(z, t), t)
	return parts{b.plus(b.and(steep, b.n(quarterPi)), p), nil}
}

// fromAngle is angle - p; rest belongs to angle.
func fromAngle(b *builder, angle, rest float64, p parts) parts {
	d := b.minus(b.n(angle), p.high)
	if p.low == nil {
		return parts{d, nil}
	}
	return parts{d, b.plus(b.minus(b.minus(b.n(angle), d), p.high), b.minus(b.n(rest), p.low))}
}

func (b *builder) chooseParts(mask *value, x, y parts) parts {
	if x.low == nil {
		return parts{b.choose(mask, x.high, y.high), nil}
	}
	return parts{b.choose(mask, x.high, y.high), b.choose(mask, x.low, y.low)}
}

func (b *builder) joined(p parts) *value {
	if p.low == nil {
		return p.high
	}
	return b.plus(p.high, p.low)
}

func (b *builder) doubled(p parts) parts {
	if p.low == nil {
		return parts{b.plus(p.high, p.high), nil}
	}
	return parts{b.plus(p.high, p.high), b.plus(p.low, p.low)}
}

// atan is the arc tangent by arcTangent or arcTangentSingle.
func atan(b *builder, x *value, f func(b *builder, y, x *value) parts) *value {
	a := b.clamp(b.abs(f64, x), 0, 0x1p60) // beyond, the result is π/2
	steep := b.less(f64, b.n(1), a)
	p := f(b, b.choose(steep, b.n(1), a), b.choose(steep, a, b.n(1)))
	return b.copySign(b.joined(b.chooseParts(steep, fromAngle(b, halfPi, halfPiLow, p), p)), x)
}

func atanDouble(b *builder, x *value) *value { return atan(b, x, arcTangent) }
func atanSingle(b *builder, x *value) *value { return atan(b, x, arcTangentSingle) }

// atan2 is the angle of the point (x, y) by arcTangent or arcTangentSingle; scaled keeps the quotient's remainder in range.
func atan2(b *builder, y, x *value, scaled bool, f func(b *builder, y, x *value) parts) *value {
	infinity, one := b.n(math.Inf(1)), b.n(1)
	a, c := b.abs(f64, y), b.abs(f64, x)
	steep := b.less(f64, c, a)
	a, c = b.choose(steep, c, a), b.choose(steep, a, c)
	// Infinities become 1, beside what becomes 0 or is one too.
	large, both := b.equal(f64, c, infinity), b.equal(f64, a, infinity)
	none := b.equal(f64, c, b.n(0))
	factor := one
	if scaled {
		factor = b.choose(b.less(f64, b.n(0x1p1000), c), b.n(0x1p-200), b.choose(b.less(f64, c, b.n(0x1p-800)), b.n(0x1p200), one))
	}
	a = b.choose(both, one, b.times(a, b.choose(large, b.n(0), factor)))
	c = b.choose(b.or(large, none), one, b.times(c, factor))
	p := f(b, a, c)
	p = b.chooseParts(steep, fromAngle(b, halfPi, halfPiLow, p), p)
	p = b.chooseParts(b.less(i64, x, b.constant(8, 0)), fromAngle(b, 2*halfPi, 2*halfPiLow, p), p)
	return b.copySign(b.joined(p), y)
}

func atan2Double(b *builder, y, x *value) *value { return atan2(b, y, x, true, arcTangent) }
func atan2Single(b *builder, y, x *value) *value { return atan2(b, y, x, false, arcTangentSingle) }

// arcSine is asin(a), for a >= 0, in the lanes of small, and elsewhere asin(√((1-a)/2)).
func arcSine(b *builder, a *value) (small *value, p parts) {
	small = b.lessEqual(f64, a, b.n(0.5))
	z := b.choose(small, b.times(a, a), b.nmadd(a, b.n(0.5), b.n(0.5)))
	root := b.sqrt(f64, z)
	lost := b.div(f64, b.nmadd(root, root, z), b.plus(root, root))
	lost = b.andNot(b.or(small, b.equal(f64, a, b.n(1))), lost)
	s := b.choose(small, a, root)
	return small, parts{s, b.madd(b.polynomial(z, asinSeries), b.times(z, s), lost)}
}

// arcSineSingle is arcSine in one part.
func arcSineSingle(b *builder, a *value) (small *value, p parts) {
	small = b.lessEqual(f64, a, b.n(0.5))
	z := b.choose(small, b.times(a, a), b.nmadd(a, b.n(0.5), b.n(0.5)))
	s := b.choose(small, a, b.sqrt(f64, z))
	return small, parts{b.madd(b.polynomial(z, asinShort), b.times(z, s), s), nil}
}

func asin(b *builder, x *value, f func(b *builder, a *value) (*value, parts)) *value {
	small, p := f(b, b.abs(f64, x))
	return b.copySign(b.joined(b.chooseParts(small, p, fromAngle(b, halfPi, halfPiLow, b.doubled(p)))), x)
}

func asinDouble(b *builder, x *value) *value { return asin(b, x, arcSine) }
func asinSingle(b *builder, x *value) *value { return asin(b, x, arcSineSingle) }

func acos(b *builder, x *value, f func(b *builder, a *value) (*value, parts)) *value {
	small, p := f(b, b.abs(f64, x))
	sign := b.and(x, b.signBit(f64))
	signed := parts{b.xor(p.high, sign), p.low}
	if p.low != nil {
		signed.low = b.xor(p.low, sign)
	}
	twice := b.doubled(p)
	beyond := b.chooseParts(b.less(f64, x, b.n(0)), fromAngle(b, 2*halfPi, 2*halfPiLow, twice), twice)
	return b.joined(b.chooseParts(small, fromAngle(b, halfPi, halfPiLow, signed), beyond))
}

func acosDouble(b *builder, x *value) *value { return acos(b, x, arcSine) }
func acosSingle(b *builder, x *value) *value { return acos(b, x, arcSineSingle) }

// hypotSpecial puts in the infinities, also beside NaN.
func hypotSpecial(b *builder, x, y, length *value) *value {
	infinity := b.n(math.Inf(1))
	return b.choose(b.or(b.equal(f64, b.abs(f64, x), infinity), b.equal(f64, b.abs(f64, y), infinity)), infinity, length)
}

func hypotDouble(b *builder, x, y *value) *value {
	a, c := b.abs(f64, x), b.abs(f64, y)
	swapped := b.less(f64, a, c)
	a, c = b.choose(swapped, c, a), b.choose(swapped, a, c)
	large, small := b.less(f64, b.n(0x1p500), a), b.less(f64, a, b.n(0x1p-450))
	inverse := b.choose(large, b.n(0x1p-600), b.choose(small, b.n(0x1p600), b.n(1)))
	unit := b.choose(large, b.n(0x1p600), b.choose(small, b.n(0x1p-600), b.n(1)))
	a, c = b.times(a, inverse), b.times(c, inverse)
	return hypotSpecial(b, x, y, b.times(b.sqrt(f64, b.madd(a, a, b.times(c, c))), unit))
}

func hypotSingle(b *builder, x, y *value) *value {
	return hypotSpecial(b, x, y, b.sqrt(f64, b.madd(x, x, b.times(y, y))))
}
