// This file holds comparisons and logic, element by element with broadcasting.

package array

import (
	"bytes"
	"math"
	"math/cmplx"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Equal returns a == b. It panics if the shapes do not broadcast. NumPy: equal.
func Equal[T Element](a, b *Array[T]) *Array[bool] {
	return apply2("Equal", nil, a, b, vector.Equal[T])
}

// EqualInto stores in dst what Equal returns. The operands broadcast to dst's shape. It panics if they do not, or if
// dst is read-only.
func EqualInto[T Element](dst *Array[bool], a, b *Array[T]) {
	apply2("EqualInto", dst, a, b, vector.Equal[T])
}

// NotEqual returns a != b. It panics if the shapes do not broadcast. NumPy: not_equal.
func NotEqual[T Element](a, b *Array[T]) *Array[bool] {
	return apply2("NotEqual", nil, a, b, vector.NotEqual[T])
}

// NotEqualInto stores in dst what NotEqual returns. The operands broadcast to dst's shape. It panics if they do not, or
// if dst is read-only.
func NotEqualInto[T Element](dst *Array[bool], a, b *Array[T]) {
	apply2("NotEqualInto", dst, a, b, vector.NotEqual[T])
}

// Less returns a < b. It panics if the shapes do not broadcast. NumPy: less.
func Less[T Real](a, b *Array[T]) *Array[bool] { return apply2("Less", nil, a, b, vector.Less[T]) }

// LessInto stores in dst what Less returns. The operands broadcast to dst's shape. It panics if they do not, or if dst
// is read-only.
func LessInto[T Real](dst *Array[bool], a, b *Array[T]) {
	apply2("LessInto", dst, a, b, vector.Less[T])
}

// LessEqual returns a <= b. It panics if the shapes do not broadcast. NumPy: less_equal.
func LessEqual[T Real](a, b *Array[T]) *Array[bool] {
	return apply2("LessEqual", nil, a, b, vector.LessEqual[T])
}

// LessEqualInto stores in dst what LessEqual returns. The operands broadcast to dst's shape. It panics if they do not,
// or if dst is read-only.
func LessEqualInto[T Real](dst *Array[bool], a, b *Array[T]) {
	apply2("LessEqualInto", dst, a, b, vector.LessEqual[T])
}

// Greater returns a > b. It panics if the shapes do not broadcast. NumPy: greater.
func Greater[T Real](a, b *Array[T]) *Array[bool] {
	return apply2("Greater", nil, a, b, greaterBlock[T])
}

// GreaterInto stores in dst what Greater returns. The operands broadcast to dst's shape. It panics if they do not, or
// if dst is read-only.
func GreaterInto[T Real](dst *Array[bool], a, b *Array[T]) {
	apply2("GreaterInto", dst, a, b, greaterBlock[T])
}

func greaterBlock[T Real](dst []bool, a, b []T) { vector.Less(dst, b[:len(dst)], a) }

// GreaterEqual returns a >= b. It panics if the shapes do not broadcast. NumPy: greater_equal.
func GreaterEqual[T Real](a, b *Array[T]) *Array[bool] {
	return apply2("GreaterEqual", nil, a, b, greaterEqualBlock[T])
}

// GreaterEqualInto stores in dst what GreaterEqual returns. The operands broadcast to dst's shape. It panics if they do
// not, or if dst is read-only.
func GreaterEqualInto[T Real](dst *Array[bool], a, b *Array[T]) {
	apply2("GreaterEqualInto", dst, a, b, greaterEqualBlock[T])
}

func greaterEqualBlock[T Real](dst []bool, a, b []T) { vector.LessEqual(dst, b[:len(dst)], a) }

// And returns a and b: true where both are, or the bits that both have. It panics if the shapes do not broadcast.
// NumPy: bitwise_and.
func And[T Bits](a, b *Array[T]) *Array[T] { return apply2("And", nil, a, b, andBlock[T]) }

// AndInto stores in dst what And returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func AndInto[T Bits](dst *Array[T], a, b *Array[T]) { apply2("AndInto", dst, a, b, andBlock[T]) }

// Or returns a or b: true where either is, or the bits that either has. It panics if the shapes do not broadcast.
// NumPy: bitwise_or.
func Or[T Bits](a, b *Array[T]) *Array[T] { return apply2("Or", nil, a, b, orBlock[T]) }

// OrInto stores in dst what Or returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func OrInto[T Bits](dst *Array[T], a, b *Array[T]) { apply2("OrInto", dst, a, b, orBlock[T]) }

// Xor returns a exclusive-or b: true where exactly one is, or the bits that exactly one has. It panics if the shapes do
// not broadcast. NumPy: bitwise_xor.
func Xor[T Bits](a, b *Array[T]) *Array[T] { return apply2("Xor", nil, a, b, xorBlock[T]) }

// XorInto stores in dst what Xor returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func XorInto[T Bits](dst *Array[T], a, b *Array[T]) { apply2("XorInto", dst, a, b, xorBlock[T]) }

// Not returns the opposite of each bool, or integers with all bits flipped. NumPy: invert.
func Not[T Bits](a *Array[T]) *Array[T] { return apply("Not", nil, a, notBlock[T]) }

// NotInto stores in dst what Not returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func NotInto[T Bits](dst *Array[T], a *Array[T]) { apply("NotInto", dst, a, notBlock[T]) }

// IsNaN returns where elements are not a number. NumPy: isnan.
func IsNaN[T Inexact](a *Array[T]) *Array[bool] { return apply("IsNaN", nil, a, isNaNBlock[T]) }

// IsNaNInto stores in dst what IsNaN returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func IsNaNInto[T Inexact](dst *Array[bool], a *Array[T]) { apply("IsNaNInto", dst, a, isNaNBlock[T]) }

// IsInf returns where elements are infinite. NumPy: isinf.
func IsInf[T Inexact](a *Array[T]) *Array[bool] { return apply("IsInf", nil, a, isInfBlock[T]) }

// IsInfInto stores in dst what IsInf returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func IsInfInto[T Inexact](dst *Array[bool], a *Array[T]) { apply("IsInfInto", dst, a, isInfBlock[T]) }

// IsFinite returns where elements are neither infinite nor NaN. NumPy: isfinite.
func IsFinite[T Inexact](a *Array[T]) *Array[bool] {
	return apply("IsFinite", nil, a, isFiniteBlock[T])
}

// IsFiniteInto stores in dst what IsFinite returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func IsFiniteInto[T Inexact](dst *Array[bool], a *Array[T]) {
	apply("IsFiniteInto", dst, a, isFiniteBlock[T])
}

func andBlock[T Bits](dst, a, b []T) {
	vector.And(vector.Bytes(dst), vector.Bytes(a), vector.Bytes(b))
}

func orBlock[T Bits](dst, a, b []T) {
	vector.Or(vector.Bytes(dst), vector.Bytes(a), vector.Bytes(b))
}

func xorBlock[T Bits](dst, a, b []T) {
	vector.Xor(vector.Bytes(dst), vector.Bytes(a), vector.Bytes(b))
}

// flipBool and flipBits hold the bits that Not flips in each byte: of a bool, which is 0 or 1, only the lowest.
var flipBool, flipBits = bytes.Repeat([]byte{1}, blockLen), bytes.Repeat([]byte{0xff}, blockLen)

func notBlock[T Bits](dst, a []T) {
	flip := flipBits
	if dtypeOf[T]() == Bool {
		flip = flipBool
	}
	d, x := vector.Bytes(dst), vector.Bytes(a)
	for len(d) > 0 {
		n := min(len(d), len(flip))
		vector.Xor(d[:n], x, flip)
		d, x = d[n:], x[n:]
	}
}

func isNaNBlock[T Inexact](dst []bool, a []T) {
	switch a := any(a).(type) {
	case []float32:
		vector.IsNaN(dst, a)
		return
	case []float64:
		vector.IsNaN(dst, a)
		return
	}
	for i, v := range a {
		dst[i] = v != v
	}
}

func isInfBlock[T Inexact](dst []bool, a []T) {
	isFiniteBlock(dst, a)
	for i, v := range a {
		dst[i] = !dst[i] && hasInf(v)
	}
}

// hasInf tells whether a number that is not finite is infinite; a complex number is if either part is.
func hasInf[T Inexact](v T) bool {
	c := convert[complex128](v)
	return math.IsInf(real(c), 0) || math.IsInf(imag(c), 0)
}

// isFiniteBlock uses that v - v is 0 for finite numbers and NaN for all others.
func isFiniteBlock[T Inexact](dst []bool, a []T) {
	for i, v := range a {
		dst[i] = v-v == 0
	}
}

// ArrayEqual tells whether two arrays have the same shape and equal elements; NaN equals nothing. NumPy: array_equal.
func ArrayEqual[T Element](a, b *Array[T]) bool {
	return slices.Equal(a.shape, b.shape) && All(Equal(a, b)).Item()
}

// IsClose returns where |a - b| <= atol + rtol·|b|; equal infinities are close, NaN is close to nothing. It panics if
// the shapes do not broadcast, or if a tolerance is negative or NaN. NumPy: isclose.
func IsClose[T Inexact](a, b *Array[T], rtol, atol float64) *Array[bool] {
	if !(rtol >= 0 && atol >= 0) {
		fail("IsClose", "tolerances rtol %v and atol %v may not be negative", rtol, atol)
	}
	return apply2("IsClose", nil, a, b, func(dst []bool, x, y []T) {
		for i := range dst {
			dst[i] = x[i] == y[i] || isClose(convert[complex128](x[i]), convert[complex128](y[i]), rtol, atol)
		}
	})
}

func isClose(x, y complex128, rtol, atol float64) bool {
	distance, size := cmplx.Abs(x-y), cmplx.Abs(y)
	return distance <= atol+rtol*size && !math.IsInf(size, 0)
}

// AllClose tells whether IsClose holds for every pair of elements. It panics as IsClose does. NumPy: allclose, whose
// default tolerances are 1e-5 and 1e-8.
func AllClose[T Inexact](a, b *Array[T], rtol, atol float64) bool {
	defer named("AllClose")
	return All(IsClose(a, b, rtol, atol)).Item()
}
