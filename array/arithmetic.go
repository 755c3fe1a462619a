// This file holds arithmetic, element by element with broadcasting.

package array

import (
	"math"
	"math/cmplx"
	"slices"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Add returns a + b. Integers wrap around. It panics if the shapes do not broadcast. NumPy: add.
func Add[T Number](a, b *Array[T]) *Array[T] { return apply2("Add", nil, a, b, vector.Add[T]) }

// AddInto stores in dst what Add returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func AddInto[T Number](dst *Array[T], a, b *Array[T]) { apply2("AddInto", dst, a, b, vector.Add[T]) }

// Sub returns a - b. Integers wrap around. It panics if the shapes do not broadcast. NumPy: subtract.
func Sub[T Number](a, b *Array[T]) *Array[T] { return apply2("Sub", nil, a, b, vector.Sub[T]) }

// SubInto stores in dst what Sub returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func SubInto[T Number](dst *Array[T], a, b *Array[T]) { apply2("SubInto", dst, a, b, vector.Sub[T]) }

// Mul returns a · b, element by element. Integers wrap around. It panics if the shapes do not broadcast. NumPy:
// multiply.
func Mul[T Number](a, b *Array[T]) *Array[T] { return apply2("Mul", nil, a, b, vector.Mul[T]) }

// MulInto stores in dst what Mul returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func MulInto[T Number](dst *Array[T], a, b *Array[T]) { apply2("MulInto", dst, a, b, vector.Mul[T]) }

// Div returns a / b as Go divides: integers truncate towards zero, and panic if b holds a zero. It panics if the shapes
// do not broadcast. NumPy: divide, for floats.
func Div[T Number](a, b *Array[T]) *Array[T] { return apply2("Div", nil, a, b, divBlock[T]) }

// DivInto stores in dst what Div returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func DivInto[T Number](dst *Array[T], a, b *Array[T]) { apply2("DivInto", dst, a, b, divBlock[T]) }

// Mod returns a - b·floor(a/b), which has the sign of b. Integers panic if b holds a zero. It panics if the shapes do
// not broadcast. NumPy: mod.
func Mod[T Real](a, b *Array[T]) *Array[T] { return apply2("Mod", nil, a, b, modBlock[T]) }

// ModInto stores in dst what Mod returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func ModInto[T Real](dst *Array[T], a, b *Array[T]) { apply2("ModInto", dst, a, b, modBlock[T]) }

// Pow returns a to the power b. A negative power of integers panics. It panics if the shapes do not broadcast. NumPy:
// power.
func Pow[T Number](a, b *Array[T]) *Array[T] {
	if isSquare(a, b) {
		return Mul(a, a)
	}
	return apply2("Pow", nil, a, b, powBlock[T])
}

// PowInto stores in dst what Pow returns. The operands broadcast to dst's shape. It panics if they do not, or if dst is
// read-only.
func PowInto[T Number](dst *Array[T], a, b *Array[T]) {
	if isSquare(a, b) {
		apply2("PowInto", dst, a, a, vector.Mul[T])
		return
	}
	apply2("PowInto", dst, a, b, powBlock[T])
}

// isSquare tells whether a real power is the number 2, and the result has a's shape.
func isSquare[T Number](a, b *Array[T]) bool {
	dtype := dtypeOf[T]()
	return b.Size() == 1 && len(b.shape) <= len(a.shape) && b.data[b.offset] == 2 && dtype != Complex64 && dtype != Complex128
}

// Maximum returns the larger of a and b, NaN if either is. It panics if the shapes do not broadcast. NumPy: maximum.
func Maximum[T Real](a, b *Array[T]) *Array[T] { return apply2("Maximum", nil, a, b, vector.Max[T]) }

// MaximumInto stores in dst what Maximum returns. The operands broadcast to dst's shape. It panics if they do not, or
// if dst is read-only.
func MaximumInto[T Real](dst *Array[T], a, b *Array[T]) {
	apply2("MaximumInto", dst, a, b, vector.Max[T])
}

// Minimum returns the smaller of a and b, NaN if either is. It panics if the shapes do not broadcast. NumPy: minimum.
func Minimum[T Real](a, b *Array[T]) *Array[T] { return apply2("Minimum", nil, a, b, vector.Min[T]) }

// MinimumInto stores in dst what Minimum returns. The operands broadcast to dst's shape. It panics if they do not, or
// if dst is read-only.
func MinimumInto[T Real](dst *Array[T], a, b *Array[T]) {
	apply2("MinimumInto", dst, a, b, vector.Min[T])
}

// Neg returns -a. NumPy: negative.
func Neg[T Number](a *Array[T]) *Array[T] { return apply("Neg", nil, a, vector.Neg[T]) }

// NegInto stores in dst what Neg returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func NegInto[T Number](dst *Array[T], a *Array[T]) { apply("NegInto", dst, a, vector.Neg[T]) }

// Abs returns the absolute values; that of the least signed integer is itself. Modulus is for complex numbers. NumPy:
// absolute.
func Abs[T Real](a *Array[T]) *Array[T] { return apply("Abs", nil, a, vector.Abs[T]) }

// AbsInto stores in dst what Abs returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func AbsInto[T Real](dst *Array[T], a *Array[T]) { apply("AbsInto", dst, a, vector.Abs[T]) }

// Sign returns -1, 0 or 1 by the sign of each element, NaN for NaN. NumPy: sign.
func Sign[T Real](a *Array[T]) *Array[T] { return apply("Sign", nil, a, signBlock[T]) }

// SignInto stores in dst what Sign returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func SignInto[T Real](dst *Array[T], a *Array[T]) { apply("SignInto", dst, a, signBlock[T]) }

// ReLU returns max(a, 0), NaN for NaN. PyTorch: relu.
func ReLU[T Real](a *Array[T]) *Array[T] { return apply("ReLU", nil, a, vector.ReLU[T]) }

// ReLUInto stores in dst what ReLU returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func ReLUInto[T Real](dst *Array[T], a *Array[T]) { apply("ReLUInto", dst, a, vector.ReLU[T]) }

// Clip returns a with elements below lo raised to lo and elements above hi lowered to hi; NaN stays. It panics if lo is
// above hi. NumPy: clip.
func Clip[T Real](a *Array[T], lo, hi T) *Array[T] {
	return apply("Clip", nil, a, clipBlock("Clip", lo, hi))
}

// ClipInto stores in dst what Clip returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func ClipInto[T Real](dst, a *Array[T], lo, hi T) {
	apply("ClipInto", dst, a, clipBlock("ClipInto", lo, hi))
}

func clipBlock[T Real](op string, lo, hi T) func(dst, a []T) {
	if lo > hi {
		fail(op, "the lower bound %v is above the upper bound %v", lo, hi)
	}
	return func(dst, a []T) { vector.Clip(dst, a, lo, hi) }
}

func divBlock[T Number](dst, a, b []T) {
	checkDivisors("Div", b)
	vector.Div(dst, a, b)
}

// checkDivisors panics if integer divisors hold a zero, before Go's own panic that would not name the operation.
func checkDivisors[T Number](op string, b []T) {
	if isInteger[T]() && slices.Contains(b, 0) {
		fail(op, "integer division by zero")
	}
}

// isInteger tells whether division of T truncates.
func isInteger[T Number]() bool {
	one, two := T(1), T(2)
	return one/two == 0
}

func modBlock[T Real](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	switch d := any(dst).(type) {
	case []float32:
		x, y := any(a).([]float32), any(b).([]float32)
		for i := range d {
			d[i] = float32(floorMod(float64(x[i]), float64(y[i])))
		}
		return
	case []float64:
		x, y := any(a).([]float64), any(b).([]float64)
		for i := range d {
			d[i] = floorMod(x[i], y[i])
		}
		return
	}
	checkDivisors("Mod", b)
	for i := range dst {
		q := a[i] / b[i]
		r := a[i] - q*b[i]
		if r != 0 && (r < 0) != (b[i] < 0) {
			r += b[i]
		}
		dst[i] = r
	}
}

// floorMod is the remainder with the sign of y; a zero result has it too.
func floorMod(x, y float64) float64 {
	r := math.Mod(x, y)
	switch {
	case r == 0:
		return math.Copysign(0, y)
	case (r < 0) != (y < 0):
		return r + y
	}
	return r
}

func powBlock[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	switch d := any(dst).(type) {
	case []float32:
		vector.Pow(d, any(a).([]float32), any(b).([]float32))
		return
	case []float64:
		vector.Pow(d, any(a).([]float64), any(b).([]float64))
		return
	case []complex64:
		x, y := any(a).([]complex64), any(b).([]complex64)
		for i := range d {
			d[i] = complex64(cmplx.Pow(complex128(x[i]), complex128(y[i])))
		}
		return
	case []complex128:
		x, y := any(a).([]complex128), any(b).([]complex128)
		for i := range d {
			d[i] = cmplx.Pow(x[i], y[i])
		}
		return
	}
	for i := range dst {
		dst[i] = intPow(a[i], b[i])
	}
}

// intPow raises an integer to a power by repeated squaring, wrapping around. T is an integer type here, whatever its
// constraint says.
func intPow[T Number](x, y T) T {
	n := convert[uint64](y)
	if negative(y) {
		fail("Pow", "integer %v to the negative power %v", x, y)
	}
	p := T(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= x
		}
		x *= x
	}
	return p
}

// negative tells whether an integer is below zero.
func negative[T Number](v T) bool {
	switch v := any(v).(type) {
	case int:
		return v < 0
	case int8:
		return v < 0
	case int16:
		return v < 0
	case int32:
		return v < 0
	case int64:
		return v < 0
	}
	return false
}

func signBlock[T Real](dst, a []T) {
	for i, v := range a {
		switch {
		case v > 0:
			v = 1
		case v < 0:
			v = 0
			v--
		case v == 0:
			v = 0 // not -0
		}
		dst[i] = v
	}
}
