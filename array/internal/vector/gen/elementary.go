// This file lists the kernels of elementary functions. They do what package elementary does, operation by operation, so that
// their results have the same bits; there the methods are explained.

package main

import "math"

// The constants of package elementary.
const (
	ln2High    = 0x1.62e42fefa3800p-1
	ln2Low     = 0x1.ef35793c76730p-45
	ln2Inv     = 0x1.71547652b82fep+0
	ln2        = 0x1.62e42fefa39efp-1
	ln2Rest    = 0x1.abc9e3b39803fp-56
	halfPi1    = 0x1.921fb54400000p+0
	halfPi2    = 0x1.0b4611a600000p-34
	halfPi3    = 0x1.3198a2e000000p-69
	halfPiRest = 0x1.b839a252049c1p-104
	halfPi     = 0x1.921fb54442d18p+0
	halfPiLow  = 0x1.1a62633145c07p-54
	twoOverPi  = 0x1.45f306dc9c883p-1
	// Adding magic to a number below 2^51 rounds it to the nearest integer, which then stands in the lowest bits.
	magic = 0x1.8p52
)

// The coefficients of polynomials for float32 results, highest power first.
var (
	expSingle = []float64{0x1.a1256cd2f13c2p-13, 0x1.6d43af18200d3p-10, 0x1.1110e0c5c7f50p-7, 0x1.5554e8a22b84cp-5, 0x1.5555555a800cdp-3, 0x1.0000000ba132cp-1}
	logSingle = []float64{0x1.154c9f973c288p-4, -0x1.d9744a5070371p-4, 0x1.e3d80b735f0dfp-4, -0x1.fcbf926415087p-4, 0x1.2379f06736f11p-3,
		-0x1.5559ee0a2cb06p-3, 0x1.99a13370eba0cp-3, -0x1.0000074ebb514p-2, 0x1.55554e3da5547p-2, -0x1.fffffff64b7a0p-2}
	sinSingle = []float64{0x1.6dbbee1f24647p-19, -0x1.a013a11619d1bp-13, 0x1.11110dea5e8c0p-7, -0x1.555555545c0f8p-3}
	cosSingle = []float64{-0x1.2522e6d930e5bp-22, 0x1.a015c02820885p-16, -0x1.6c16bf51b0df9p-10, 0x1.555555550225fp-5}
)

// elementary returns the kernels for float64, and those for float32, which compute in float64.
func elementary() []*kernel {
	var list []*kernel
	put := func(name string, double, single func(b *builder, x *value) *value) {
		for _, k := range floats {
			f := double
			if k == f32 {
				f = single
			}
			list = append(list, &kernel{table: name, kinds: []kind{k}, name: name + k.name, inputs: 1, bytes: []int{k.size, k.size}, lanes: f64, unroll: 1,
				body: func(b *builder) { b.storeFloats(f(b, b.loadFloats(1, 0)), 0) }})
		}
	}
	put("exp", expDouble, expOfSingle)
	put("log", logDouble, logOfSingle)
	put("sin", func(b *builder, x *value) *value { return trigDouble(b, x, false) }, func(b *builder, x *value) *value { return trigSingle(b, x, false) })
	put("cos", func(b *builder, x *value) *value { return trigDouble(b, x, true) }, func(b *builder, x *value) *value { return trigSingle(b, x, true) })
	put("tanh", tanhDouble, tanhSingle)
	put("sigmoid", sigmoidDouble, sigmoidSingle)
	put("exp2", exp2Double, exp2Single)
	put("expm1", expm1Double, expm1OfSingle)
	put("log1p", log1pDouble, log1pSingle)
	log2 := func(b *builder, x *value) *value { return logBase(b, x, 1, 0, ln2Inv, 0x1.777d0ffda0d24p-56) }
	log10 := func(b *builder, x *value) *value {
		return logBase(b, x, 0x1.34413509f7800p-2, 0x1.fef311f12b358p-46, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)
	}
	put("log2", log2, log2Single)
	put("log10", log10, log10Single)
	put("tan", tanDouble, tanSingle)
	put("sinh", sinhDouble, sinhSingle)
	put("cosh", coshDouble, coshSingle)
	put("asinh", asinhDouble, asinhSingle)
	put("acosh", acoshDouble, acoshSingle)
	put("atanh", atanhDouble, atanhSingle)
	put("cbrt", cbrtDouble, cbrtSingle)
	put("asin", asinDouble, asinSingle)
	put("acos", acosDouble, acosSingle)
	put("atan", atanDouble, atanSingle)
	put2 := func(name string, double, single func(b *builder, x, y *value) *value) {
		for _, k := range floats {
			f := double
			if k == f32 {
				f = single
			}
			list = append(list, &kernel{table: name, kinds: []kind{k}, name: name + k.name, inputs: 2, bytes: []int{k.size, k.size, k.size}, lanes: f64, unroll: 1,
				body: func(b *builder) { b.storeFloats(f(b, b.loadFloats(1, 0), b.loadFloats(2, 0)), 0) }})
		}
	}
	put2("pow", powDouble, powSingle)
	put2("atan2", atan2Double, atan2Single)
	put2("hypot", hypotDouble, hypotSingle)
	return list
}

func (b *builder) n(v float64) *value { return b.number(f64, v) }

func (b *builder) plus(x, y *value) *value  { return b.add(f64, x, y) }
func (b *builder) minus(x, y *value) *value { return b.sub(f64, x, y) }
func (b *builder) times(x, y *value) *value { return b.mul(f64, x, y) }

// madd is x·y + z.
func (b *builder) madd(x, y, z *value) *value { return b.fma(f64, x, y, z) }

// nmadd is z - x·y.
func (b *builder) nmadd(x, y, z *value) *value { return b.fnma(f64, x, y, z) }

// polynomial evaluates coefficients, highest power first, by Horner's rule.
func (b *builder) polynomial(x *value, coefficients []float64) *value {
	p := b.madd(x, b.n(coefficients[0]), b.n(coefficients[1]))
	for _, c := range coefficients[2:] {
		p = b.madd(p, x, b.n(c))
	}
	return p
}

// clamp keeps x between bounds; NaN stays.
func (b *builder) clamp(x *value, lo, hi float64) *value {
	if b.avx2() {
		return b.rawExtreme(f64, b.n(hi), b.rawExtreme(f64, b.n(lo), x, "MAX"), "MIN")
	}
	return b.min(f64, b.max(f64, x, b.n(lo)), b.n(hi))
}

// power2 is 2^k for an integer k that gives a normal number.
func (b *builder) power2(k *value) *value {
	return b.shiftLeft(u64, 52, b.plus(k, b.n(magic+1023)))
}

// whole rounds x to the nearest integer.
func (b *builder) whole(x *value) *value { return b.minus(b.plus(x, b.n(magic)), b.n(magic)) }

// scale is y·2^k in two steps.
func (b *builder) scale(y, k *value) *value {
	half := b.round(f64, down, b.times(k, b.n(0.5)))
	return b.times(b.times(y, b.power2(half)), b.power2(b.minus(k, half)))
}

// twoSum is x+y rounded, and what rounding lost.
func (b *builder) twoSum(x, y *value) (sum, lost *value) {
	sum = b.plus(x, y)
	v := b.minus(sum, x)
	return sum, b.plus(b.minus(x, b.minus(sum, v)), b.minus(y, v))
}

// expSeries are the coefficients of (exp(r) - 1 - r)/r².
func expSeries() []float64 {
	var c []float64
	factorial := 6227020800.0
	for n := 13; n >= 2; n-- {
		c = append(c, 1/factorial)
		factorial /= float64(n)
	}
	return c
}

func expDouble(b *builder, x *value) *value {
	x = b.clamp(x, -746, 710)
	k := b.whole(b.times(x, b.n(ln2Inv)))
	r := b.nmadd(k, b.n(ln2Low), b.nmadd(k, b.n(ln2High), x))
	p := b.polynomial(r, expSeries())
	p = b.madd(p, b.times(r, r), r)
	return b.scale(b.plus(p, b.n(1)), k)
}

// expm1Near is exp(r) - 1 for small r.
func expm1Near(b *builder, r *value) *value {
	return b.madd(b.polynomial(r, expSeries()), b.times(r, r), r)
}

func exp2Double(b *builder, x *value) *value {
	x = b.clamp(x, -1076, 1025)
	k := b.whole(x)
	f := b.minus(x, k)
	r := b.times(f, b.n(ln2))
	low := b.plus(b.fma(f64, f, b.n(ln2), b.neg(f64, r)), b.times(f, b.n(ln2Rest)))
	p := expm1Near(b, r)
	return b.scale(b.plus(b.madd(low, b.plus(p, b.n(1)), p), b.n(1)), k)
}

func expm1Double(b *builder, x *value) *value {
	y := b.clamp(x, -40, 710) // below, the result is -1 to the last digit
	k := b.whole(b.times(y, b.n(ln2Inv)))
	p := expm1Near(b, b.nmadd(k, b.n(ln2Low), b.nmadd(k, b.n(ln2High), y)))
	s := b.power2(k)
	near := b.madd(s, p, b.minus(s, b.n(1)))
	large := b.less(f64, b.n(1000), k) // 2^k may overflow where the result does not
	return b.choose(b.equal(f64, x, b.n(0)), x, b.choose(large, b.scale(b.plus(p, b.n(1)), k), near))
}

// expm1Single is exp(r) - 1, and k, with x = k·ln2 + r, to about 2^-31.
func expm1Single(b *builder, x *value) (k, p *value) {
	k = b.whole(b.times(x, b.n(ln2Inv)))
	return k, expSeriesSingle(b, b.nmadd(k, b.n(ln2), x))
}

func expOfSingle(b *builder, x *value) *value {
	k, p := expm1Single(b, b.clamp(x, -110, 90))
	s := b.power2(k)
	return b.madd(p, s, s)
}

// expm1Parts is exp(r) - 1 in two parts, and k.
func expm1Parts(b *builder, x *value) (k, high, low *value) {
	k = b.whole(b.times(x, b.n(ln2Inv)))
	first := b.nmadd(k, b.n(ln2High), x)
	r := b.nmadd(k, b.n(ln2Low), first)
	rest := b.nmadd(k, b.n(ln2Low), b.minus(first, r))
	p := b.polynomial(r, expSeries())
	c := b.madd(p, b.times(r, r), rest)
	high = b.plus(r, c)
	return k, high, b.plus(b.minus(r, high), c)
}

// quotient is (n + nLow)/(d + dLow).
func quotient(b *builder, n, nLow, d, dLow *value) *value {
	inverse := b.div(f64, b.n(1), d)
	t := b.times(n, inverse)
	rest := b.plus(b.nmadd(t, d, n), b.nmadd(t, dLow, nLow))
	return b.madd(rest, inverse, t)
}

func (b *builder) copySign(x, sign *value) *value {
	return b.or(b.abs(f64, x), b.and(sign, b.signBit(f64)))
}

func tanhDouble(b *builder, x *value) *value {
	a := b.clamp(b.abs(f64, x), 0, 22)
	k, e, eLow := expm1Parts(b, b.plus(a, a))
	s := b.power2(k)
	n, lost := b.twoSum(b.minus(s, b.n(1)), b.times(s, e))
	nLow := b.madd(s, eLow, lost)
	d, lost := b.twoSum(n, b.n(2))
	t := quotient(b, n, nLow, d, b.plus(lost, nLow))
	return b.copySign(t, x)
}

func tanhSingle(b *builder, x *value) *value {
	a := b.clamp(b.abs(f64, x), 0, 10)
	k, p := expm1Single(b, b.plus(a, a))
	s := b.power2(k)
	n := b.madd(s, p, b.minus(s, b.n(1)))
	return b.copySign(b.div(f64, n, b.plus(n, b.n(2))), x)
}

func sigmoidDouble(b *builder, x *value) *value {
	y := b.clamp(b.neg(f64, b.abs(f64, x)), -746, 0)
	k, e, eLow := expm1Parts(b, y)
	g, lost := b.twoSum(b.n(1), e)
	gLow := b.plus(lost, eLow)
	s := b.power2(b.clamp(k, -100, 0))
	d, lost := b.twoSum(b.n(1), b.times(s, g))
	dLow := b.madd(s, gLow, lost)
	negative := b.less(f64, x, b.n(0))
	t := quotient(b, b.choose(negative, g, b.n(1)), b.and(negative, gLow), d, dLow)
	return b.choose(negative, b.scale(t, k), t)
}

func sigmoidSingle(b *builder, x *value) *value {
	k, p := expm1Single(b, b.clamp(b.neg(f64, x), -110, 110))
	s := b.power2(k)
	return b.div(f64, b.n(1), b.plus(b.n(1), b.madd(p, s, s)))
}

// splitLog is k and f with x = 2^k·(1+f), for normal x.
func splitLog(b *builder, x *value) (k, f *value) {
	bits := b.add(u64, x, b.constant(8, 0x3ff0000000000000-0x3fe6a09e00000000))
	exponent := b.or(b.shiftRight(u64, 52, bits), b.constant(8, 0x4330000000000000))
	k = b.minus(exponent, b.n(0x1p52+1023))
	m := b.add(u64, b.and(bits, b.constant(8, 1<<52-1)), b.constant(8, 0x3fe6a09e00000000))
	return k, b.minus(m, b.n(1))
}

// logSpecial puts in what the logarithms of 0, negative numbers, infinity and NaN are.
func logSpecial(b *builder, x, y *value) *value {
	y = b.choose(b.less(f64, x, b.n(math.Inf(1))), y, x)
	y = b.choose(b.equal(f64, x, b.n(0)), b.n(math.Inf(-1)), y)
	return b.choose(b.less(f64, x, b.n(0)), b.n(math.NaN()), y)
}

func logDouble(b *builder, x *value) *value {
	small := b.less(f64, x, b.n(0x1p-1022))
	k, f := splitLog(b, b.choose(small, b.times(x, b.n(0x1p54)), x))
	k = b.minus(k, b.and(small, b.n(54)))
	return logSpecial(b, x, logFinite(b, k, f))
}

func logOfSingle(b *builder, x *value) *value {
	k, f := splitLog(b, x)
	return logSpecial(b, x, b.madd(k, b.n(ln2), logSeriesSingle(b, f)))
}

// near is f - log(1+f), which is small.
func near(b *builder, f *value) *value {
	s := b.div(f64, f, b.plus(f, b.n(2)))
	z := b.times(s, s)
	var series []float64
	for n := 23; n >= 3; n -= 2 {
		series = append(series, 2/float64(n))
	}
	p := b.polynomial(z, series)
	half := b.times(b.times(f, b.n(0.5)), f)
	return b.minus(half, b.times(s, b.madd(p, z, half)))
}

func log1pDouble(b *builder, x *value) *value {
	u := b.plus(x, b.n(1))
	k, f := splitLog(b, u)
	lost := b.choose(b.less(f64, b.n(1), x), b.minus(b.n(1), b.minus(u, x)), b.minus(x, b.minus(u, b.n(1))))
	unscaled := b.equal(f64, k, b.n(0)) // 1+x may have rounded
	f = b.choose(unscaled, x, f)
	rest := b.choose(unscaled, b.n(0), b.div(f64, lost, u))
	y := b.minus(b.times(k, b.n(ln2High)), b.minus(b.minus(near(b, f), b.madd(k, b.n(ln2Low), rest)), f))
	y = logSpecial(b, u, y)
	return b.choose(b.less(f64, b.abs(f64, x), b.n(0x1p-54)), x, y)
}

// logBase is the logarithm to the base of which two and inverse, both in two parts, are log(2) and 1/log(base).
func logBase(b *builder, x *value, two, twoRest, inverse, inverseRest float64) *value {
	small := b.less(f64, x, b.n(0x1p-1022))
	k, f := splitLog(b, b.choose(small, b.times(x, b.n(0x1p54)), x))
	k = b.minus(k, b.and(small, b.n(54)))
	rest := near(b, f)
	high := b.minus(f, rest)
	low := b.minus(b.minus(f, high), rest)
	p := b.times(high, b.n(inverse))
	rest = b.plus(b.fma(f64, high, b.n(inverse), b.neg(f64, p)), b.fma(f64, high, b.n(inverseRest), b.times(low, b.n(inverse))))
	whole := b.times(k, b.n(two))
	sum := b.plus(whole, p)
	return logSpecial(b, x, b.plus(sum, b.plus(b.plus(b.minus(whole, sum), p), b.madd(k, b.n(twoRest), rest))))
}

// quarters makes the sine of q·π/2 + r of sin(r) and cos(r); t is q + magic.
func quarters(b *builder, t, sin, cos *value) *value {
	one := b.constant(8, 1)
	odd := b.equal(u64, b.and(t, one), one)
	sign := b.shiftLeft(u64, 62, b.and(t, b.constant(8, 2)))
	return b.xor(b.choose(odd, cos, sin), sign)
}

// trigParts is t, the quarter turns of x plus magic, and the sine and cosine of what is left, each in two parts, for |x| below
// limit.
func trigParts(b *builder, x *value) (t *value, sin, cos [2]*value) {
	t = b.plus(b.times(x, b.n(twoOverPi)), b.n(magic))
	k := b.minus(t, b.n(magic))
	a := b.nmadd(k, b.n(halfPi1), x)
	minus := b.neg(f64, k)
	a, e2 := b.twoSum(a, b.times(minus, b.n(halfPi2)))
	a, e3 := b.twoSum(a, b.times(minus, b.n(halfPi3)))
	rest := b.nmadd(k, b.n(halfPiRest), b.plus(e2, e3))
	r := b.plus(a, rest)
	low := b.plus(b.minus(a, r), rest)
	z := b.times(r, r)
	p := b.polynomial(z, []float64{1.0 / 355687428096000, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6})
	sin = [2]*value{r, b.madd(p, b.times(z, r), b.madd(b.times(z, b.n(-0.5)), low, low))}
	p = b.polynomial(z, []float64{1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24})
	half := b.times(z, b.n(0.5))
	w := b.minus(b.n(1), half)
	lost := b.plus(b.minus(b.minus(b.n(1), w), half), b.times(b.nmadd(r, r, z), b.n(0.5)))
	cos = [2]*value{w, b.plus(lost, b.madd(p, b.times(z, z), b.neg(f64, b.times(r, low))))}
	return t, sin, cos
}

// trigDouble is sin(x), or cos(x), for |x| below limit.
func trigDouble(b *builder, x *value, cosine bool) *value {
	t, s, c := trigParts(b, x)
	sin, cos := b.plus(s[0], s[1]), b.plus(c[0], c[1])
	if cosine {
		return quarters(b, b.plus(t, b.n(1)), sin, cos)
	}
	return b.choose(b.equal(f64, x, b.n(0)), x, quarters(b, t, sin, cos))
}

// tanDouble is tan(x) for |x| below limit.
func tanDouble(b *builder, x *value) *value {
	t, sin, cos := trigParts(b, x)
	s, c := b.plus(sin[0], sin[1]), b.plus(cos[0], cos[1])
	sLow, cLow := b.plus(b.minus(sin[0], s), sin[1]), b.plus(b.minus(cos[0], c), cos[1])
	one := b.constant(8, 1)
	odd := b.equal(u64, b.and(t, one), one)
	n, nLow, d, dLow := b.choose(odd, c, s), b.choose(odd, cLow, sLow), b.choose(odd, s, c), b.choose(odd, sLow, cLow)
	q := b.div(f64, n, d)
	y := b.plus(q, b.div(f64, b.plus(b.nmadd(q, d, n), b.nmadd(q, dLow, nLow)), d))
	return b.choose(b.equal(f64, x, b.n(0)), x, b.xor(y, b.and(odd, b.signBit(f64))))
}

// trigPartsSingle is t, the quarter turns of x plus magic, and the sine and cosine of what is left.
func trigPartsSingle(b *builder, x *value) (t, sin, cos *value) {
	t = b.plus(b.times(x, b.n(twoOverPi)), b.n(magic))
	k := b.minus(t, b.n(magic))
	r := b.nmadd(k, b.n(halfPiLow), b.nmadd(k, b.n(halfPi), x))
	z := b.times(r, r)
	sin = b.madd(b.polynomial(z, sinSingle), b.times(z, r), r)
	return t, sin, b.madd(b.polynomial(z, cosSingle), b.times(z, z), b.nmadd(z, b.n(0.5), b.n(1)))
}

func trigSingle(b *builder, x *value, cosine bool) *value {
	t, sin, cos := trigPartsSingle(b, x)
	if cosine {
		return quarters(b, b.plus(t, b.n(1)), sin, cos)
	}
	return b.choose(b.equal(f64, x, b.n(0)), x, quarters(b, t, sin, cos))
}

func tanSingle(b *builder, x *value) *value {
	t, sin, cos := trigPartsSingle(b, x)
	one := b.constant(8, 1)
	odd := b.equal(u64, b.and(t, one), one)
	y := b.div(f64, b.choose(odd, cos, sin), b.choose(odd, sin, cos))
	return b.choose(b.equal(f64, x, b.n(0)), x, b.xor(y, b.and(odd, b.signBit(f64))))
}

// simplePowers puts in the squares, inverses and first powers, which round once.
func simplePowers(b *builder, x, y, power *value) *value {
	power = b.choose(b.equal(f64, y, b.n(1)), x, power)
	power = b.choose(b.equal(f64, y, b.n(2)), b.times(x, x), power)
	return b.choose(b.equal(f64, y, b.n(-1)), b.div(f64, b.n(1), x), power)
}

// powSingle is x to the power y for positive finite x and finite y.
func powSingle(b *builder, x, y *value) *value {
	k, f := splitLog(b, x)
	p := b.times(y, logFinite(b, k, f))
	n, e := expm1Single(b, b.clamp(p, -110, 90))
	s := b.power2(n)
	return simplePowers(b, x, y, b.madd(e, s, s))
}

// powDouble is x to the power y for positive normal x and finite y.
func powDouble(b *builder, x, y *value) *value {
	high, low := logWide(b, x)
	p := b.times(y, high)
	rest := b.plus(b.fma(f64, y, high, b.neg(f64, p)), b.times(y, low))
	within := b.less(f64, b.abs(f64, p), b.n(800))
	p, rest = b.clamp(p, -800, 800), b.and(rest, within)
	k := b.whole(b.times(p, b.n(ln2Inv)))
	first := b.nmadd(k, b.n(ln2High), p)
	r := b.nmadd(k, b.n(ln2Low), first)
	lost := b.nmadd(k, b.n(ln2Low), b.minus(first, r))
	e := b.polynomial(r, expSeries())
	e = b.madd(e, b.times(r, r), r)
	power := b.scale(b.plus(b.madd(b.plus(e, b.n(1)), b.plus(rest, lost), e), b.n(1)), k)
	return simplePowers(b, x, y, power)
}

// logFinite is log(2^k·(1+f)).
func logFinite(b *builder, k, f *value) *value {
	return b.minus(b.times(k, b.n(ln2High)), b.minus(b.minus(near(b, f), b.times(k, b.n(ln2Low))), f))
}

// logWide is log(x) in two parts, for normal x.
func logWide(b *builder, x *value) (high, low *value) {
	k, f := splitLog(b, x)
	d := b.plus(f, b.n(2))
	dLow := b.minus(f, b.minus(d, b.n(2)))
	s := b.div(f64, f, d)
	sLow := b.div(f64, b.minus(b.nmadd(s, d, f), b.times(s, dLow)), d)
	z := b.times(s, s)
	zLow := b.plus(b.madd(s, s, b.neg(f64, z)), b.times(b.plus(s, s), sLow))
	var series []float64
	for n := 25; n >= 5; n -= 2 {
		series = append(series, 2/float64(n))
	}
	tail := b.times(b.polynomial(z, series), z)
	c := b.plus(tail, b.n(2.0/3))
	cLow := b.plus(b.plus(b.minus(b.n(2.0/3), c), tail), b.n(0x1.5555555555555p-55))
	t := b.times(s, z)
	tLow := b.plus(b.madd(s, z, b.neg(f64, t)), b.madd(s, zLow, b.times(sLow, z)))
	u := b.times(t, c)
	uLow := b.plus(b.madd(t, c, b.neg(f64, u)), b.madd(t, cLow, b.times(tLow, c)))
	sum, aLow := b.twoSum(b.times(k, b.n(ln2High)), b.plus(s, s))
	top, bLow := b.twoSum(sum, u)
	low = b.plus(b.plus(aLow, bLow), b.plus(b.plus(b.plus(sLow, sLow), uLow), b.times(k, b.n(ln2Low))))
	high = b.plus(top, low)
	return high, b.plus(b.minus(top, high), low)
}
