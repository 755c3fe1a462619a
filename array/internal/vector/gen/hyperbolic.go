// This file lists the kernels of hyperbolic functions, their inverses and cube roots, and the shorter ways to exponentials and
// logarithms of float32. As in elementary.go, they are package elementary's functions operation by operation.

package main

import "math"

// expSeriesSingle is exp(r) - 1 to about 2^-31.
func expSeriesSingle(b *builder, r *value) *value {
	return b.madd(b.polynomial(r, expSingle), b.times(r, r), r)
}

// logSeriesSingle is log(1+f) to about 2^-33.
func logSeriesSingle(b *builder, f *value) *value {
	return b.madd(b.polynomial(f, logSingle), b.times(f, f), f)
}

func exp2Single(b *builder, x *value) *value {
	y := b.clamp(x, -152, 130)
	k := b.whole(y)
	p := expSeriesSingle(b, b.times(b.minus(y, k), b.n(ln2)))
	s := b.power2(k)
	return b.madd(p, s, s)
}

func expm1OfSingle(b *builder, x *value) *value {
	k, p := expm1Single(b, b.clamp(x, -40, 90))
	s := b.power2(k)
	return b.choose(b.equal(f64, x, b.n(0)), x, b.madd(s, p, b.minus(s, b.n(1))))
}

// log1pFinite is log(1 + x) for finite x > -1, to about 2^-33.
func log1pFinite(b *builder, x *value) *value {
	k, f := splitLog(b, b.plus(x, b.n(1)))
	f = b.choose(b.equal(f64, k, b.n(0)), x, f) // 1+x may have rounded
	return b.madd(k, b.n(ln2), logSeriesSingle(b, f))
}

func log1pSingle(b *builder, x *value) *value {
	y := logSpecial(b, b.plus(x, b.n(1)), log1pFinite(b, x))
	return b.choose(b.equal(f64, x, b.n(0)), x, y) // -0 stays
}

func log2Single(b *builder, x *value) *value {
	k, f := splitLog(b, x)
	return logSpecial(b, x, b.madd(logSeriesSingle(b, f), b.n(ln2Inv), k))
}

func log10Single(b *builder, x *value) *value {
	k, f := splitLog(b, x)
	return logSpecial(b, x, b.madd(k, b.n(0x1.34413509f79ffp-2), b.times(logSeriesSingle(b, f), b.n(0x1.bcb7b1526e50ep-2))))
}

// ratio is (n + nLow)/(d + dLow) in two parts.
func ratio(b *builder, n, nLow, d, dLow *value) (t, low *value) {
	inverse := b.div(f64, b.n(1), d)
	t = b.times(n, inverse)
	rest := b.plus(b.nmadd(t, d, n), b.nmadd(t, dLow, nLow))
	return t, b.times(rest, inverse)
}

// hyperbolic makes sinh or cosh for a = |x|: f joins e = exp(a) - 1 and e/(1+e), each in two parts, where a is below 20.
func hyperbolic(b *builder, a *value, f func(e, eLow, f, fLow *value) *value) *value {
	k, p, pLow := expm1Parts(b, b.clamp(a, 0, 711))
	sum, lost := b.twoSum(p, b.n(1))
	half := b.scale(b.plus(sum, b.plus(lost, pLow)), b.minus(k, b.n(1)))
	s := b.power2(k)
	e, lost := b.twoSum(b.minus(s, b.n(1)), b.times(s, p))
	eLow := b.madd(s, pLow, lost)
	d, lost := b.twoSum(e, b.n(1))
	t, tLow := ratio(b, e, eLow, d, b.plus(lost, eLow))
	return b.choose(b.lessEqual(f64, b.n(20), a), half, f(e, eLow, t, tLow))
}

func sinhDouble(b *builder, x *value) *value {
	y := hyperbolic(b, b.abs(f64, x), func(e, eLow, t, tLow *value) *value {
		sum, lost := b.twoSum(e, t)
		return b.times(b.plus(sum, b.plus(lost, b.plus(eLow, tLow))), b.n(0.5))
	})
	return b.copySign(y, x)
}

func coshDouble(b *builder, x *value) *value {
	return hyperbolic(b, b.abs(f64, x), func(e, eLow, t, tLow *value) *value {
		sum, lost := b.twoSum(e, b.neg(f64, t))
		rest := b.times(b.plus(lost, b.minus(eLow, tLow)), b.n(0.5))
		sum, lost = b.twoSum(b.times(sum, b.n(0.5)), b.n(1))
		return b.plus(sum, b.plus(lost, rest))
	})
}

// expm1Positive is exp(a) - 1 for 0 <= a, where float32 holds it, else more than that.
func expm1Positive(b *builder, a *value) *value {
	k, p := expm1Single(b, b.clamp(a, 0, 95))
	s := b.power2(k)
	return b.madd(s, p, b.minus(s, b.n(1)))
}

func sinhSingle(b *builder, x *value) *value {
	e := expm1Positive(b, b.abs(f64, x))
	y := b.times(b.plus(e, b.div(f64, e, b.plus(e, b.n(1)))), b.n(0.5))
	return b.copySign(y, x)
}

func coshSingle(b *builder, x *value) *value {
	e := b.plus(expm1Positive(b, b.abs(f64, x)), b.n(1))
	return b.times(b.plus(e, b.div(f64, b.n(1), e)), b.n(0.5))
}

// rootParts is the square root of d + low, which is not 0, in two parts.
func rootParts(b *builder, d, low *value) (s, rest *value) {
	s = b.sqrt(f64, d)
	return s, b.div(f64, b.plus(b.nmadd(s, s, d), low), b.plus(s, s))
}

// quotientParts is (n + nLow)/(d + dLow) in two parts, n over d the best float64.
func quotientParts(b *builder, n, nLow, d, dLow *value) (q, rest *value) {
	q = b.div(f64, n, d)
	return q, b.div(f64, b.minus(b.plus(b.nmadd(q, d, n), nLow), b.times(q, dLow)), d)
}

// log1pParts is log(1 + w + low), or log(2a) in the lanes of large, if there are any.
func log1pParts(b *builder, w, low, large, a *value) *value {
	u := b.plus(w, b.n(1))
	lost := b.choose(b.less(f64, b.n(1), w), b.minus(b.n(1), b.minus(u, w)), b.minus(w, b.minus(u, b.n(1))))
	if large != nil {
		u = b.choose(large, a, u)
	}
	k, f := splitLog(b, u)
	unscaled := b.equal(f64, k, b.n(0)) // 1+w may have rounded
	f = b.choose(unscaled, w, f)
	rest := b.div(f64, b.choose(unscaled, low, b.plus(lost, low)), u)
	if large != nil {
		rest = b.andNot(large, rest)
		k = b.plus(k, b.and(large, b.n(1)))
	}
	return b.minus(b.times(k, b.n(ln2High)), b.minus(b.minus(near(b, f), b.madd(k, b.n(ln2Low), rest)), f))
}

func asinhDouble(b *builder, x *value) *value {
	a := b.abs(f64, x)
	large := b.less(f64, b.n(0x1p28), a)
	c := b.choose(large, b.n(1), a)
	p := b.times(c, c)
	pLow := b.fma(f64, c, c, b.neg(f64, p))
	d, lost := b.twoSum(p, b.n(1))
	s, sLow := rootParts(b, d, b.plus(lost, pLow))
	e, lost := b.twoSum(s, b.n(1))
	q, qLow := quotientParts(b, p, pLow, e, b.plus(lost, sLow))
	w, lost := b.twoSum(c, q)
	y := b.copySign(log1pParts(b, w, b.plus(lost, qLow), large, a), x)
	itself := b.or(b.less(f64, a, b.n(0x1p-28)), b.not(b.less(f64, a, b.n(math.Inf(1)))))
	return b.choose(itself, x, y)
}

func acoshDouble(b *builder, x *value) *value {
	large := b.less(f64, b.n(0x1p28), x)
	c := b.choose(large, b.n(2), x)
	t, tLow := b.twoSum(c, b.n(-1))
	p := b.times(t, t)
	d, lost := b.twoSum(b.plus(t, t), p)
	pLow := b.fma(f64, t, t, b.neg(f64, p))
	s, sLow := rootParts(b, d, b.plus(b.plus(lost, pLow), b.times(b.plus(tLow, tLow), c)))
	w, lost := b.twoSum(t, s)
	y := log1pParts(b, w, b.plus(lost, b.plus(sLow, tLow)), large, x)
	return acoshSpecial(b, x, y)
}

// acoshSpecial puts in what the inverse hyperbolic cosines of 1, lesser numbers, infinity and NaN are.
func acoshSpecial(b *builder, x, y *value) *value {
	y = b.choose(b.equal(f64, x, b.n(1)), b.n(0), y)
	y = b.choose(b.lessEqual(f64, b.n(1), x), y, b.n(math.NaN()))
	return b.choose(b.less(f64, x, b.n(math.Inf(1))), y, x)
}

func atanhDouble(b *builder, x *value) *value {
	a := b.abs(f64, x)
	d, lost := b.twoSum(b.neg(f64, a), b.n(1))
	q, qLow := quotientParts(b, b.plus(a, a), b.n(0), d, lost)
	y := atanhSpecial(b, x, a, b.times(log1pParts(b, q, qLow, nil, nil), b.n(0.5)))
	return b.choose(b.less(f64, a, b.n(0x1p-28)), x, y)
}

// atanhSpecial puts in what the inverse hyperbolic tangents of 1 and -1 and of numbers beyond are.
func atanhSpecial(b *builder, x, a, y *value) *value {
	y = b.copySign(b.choose(b.equal(f64, a, b.n(1)), b.n(math.Inf(1)), y), x)
	return b.choose(b.lessEqual(f64, a, b.n(1)), y, b.n(math.NaN()))
}

func asinhSingle(b *builder, x *value) *value {
	a := b.abs(f64, x)
	square := b.times(a, a)
	w := b.plus(a, b.div(f64, square, b.plus(b.sqrt(f64, b.plus(square, b.n(1))), b.n(1))))
	y := b.copySign(log1pFinite(b, w), x)
	return b.choose(b.less(f64, a, b.n(math.Inf(1))), y, x)
}

func acoshSingle(b *builder, x *value) *value {
	t := b.minus(x, b.n(1))
	w := b.plus(t, b.sqrt(f64, b.madd(t, t, b.plus(t, t))))
	return acoshSpecial(b, x, log1pFinite(b, w))
}

func atanhSingle(b *builder, x *value) *value {
	a := b.abs(f64, x)
	w := b.div(f64, b.plus(a, a), b.minus(b.n(1), a))
	return atanhSpecial(b, x, a, b.times(log1pFinite(b, w), b.n(0.5)))
}

// cbrtSeries is the polynomial of the cube root between √½ and √2.
var cbrtSeries = []float64{-0x1.3bac61f398ad9p-6, 0x1.30718c1e4796bp-3, -0x1.fc227fc4e1f41p-2, 0x1.e400015851becp-1, -0x1.2acd95db1b589p+0, 0x1.306446bbace8cp+0, 0x1.9949af1b31d11p-2}

// cbrtNear is the cube root of m = 2^turn·(1+f) to about 2^-22, and m, for a turn of -1, 0 or 1.
func cbrtNear(b *builder, turn, f *value) (y, m *value) {
	m = b.plus(f, b.n(1))
	y = b.polynomial(m, cbrtSeries)
	up, down := b.equal(f64, turn, b.n(1)), b.equal(f64, turn, b.n(-1))
	y = b.times(y, b.choose(up, b.n(0x1.428a2f98d728bp+0), b.choose(down, b.n(0x1.965fea53d6e3dp-1), b.n(1))))
	return y, b.times(m, b.choose(up, b.n(2), b.choose(down, b.n(0.5), b.n(1))))
}

// cbrt is the cube root of finite x, whose magnitude is 2^k·(1+f); exact takes what the cube of the first guess lost into account.
func cbrt(b *builder, x, k, f *value, exact bool) *value {
	third := b.whole(b.times(k, b.n(1.0/3)))
	y, m := cbrtNear(b, b.minus(k, b.times(third, b.n(3))), f)
	square := b.times(y, y)
	cube := b.times(square, y)
	rest := b.minus(m, cube)
	if exact {
		lost := b.plus(b.fma(f64, square, y, b.neg(f64, cube)), b.times(b.fma(f64, y, y, b.neg(f64, square)), y))
		rest = b.minus(rest, lost)
	}
	y = b.madd(y, b.div(f64, rest, b.plus(b.plus(cube, cube), m)), y)
	y = b.copySign(b.times(y, b.power2(third)), x)
	a := b.abs(f64, x)
	itself := b.or(b.equal(f64, x, b.n(0)), b.not(b.less(f64, a, b.n(math.Inf(1)))))
	return b.choose(itself, x, y)
}

func cbrtDouble(b *builder, x *value) *value {
	a := b.abs(f64, x)
	small := b.less(f64, a, b.n(0x1p-1022))
	k, f := splitLog(b, b.choose(small, b.times(a, b.n(0x1p54)), a))
	return cbrt(b, x, b.minus(k, b.and(small, b.n(54))), f, true)
}

func cbrtSingle(b *builder, x *value) *value {
	k, f := splitLog(b, b.abs(f64, x))
	return cbrt(b, x, k, f, false)
}
