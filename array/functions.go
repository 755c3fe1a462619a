// This file holds the functions of analysis and rounding, element by element.

package array

import (
	"math/cmplx"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Exp returns e to the power of each element. NumPy: exp.
func Exp[T Inexact](a *Array[T]) *Array[T] { return apply("Exp", nil, a, expBlock[T]) }

// ExpInto stores in dst what Exp returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func ExpInto[T Inexact](dst *Array[T], a *Array[T]) { apply("ExpInto", dst, a, expBlock[T]) }

// Log returns natural logarithms; NaN for negative floats, -Inf for 0. NumPy: log.
func Log[T Inexact](a *Array[T]) *Array[T] { return apply("Log", nil, a, logBlock[T]) }

// LogInto stores in dst what Log returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func LogInto[T Inexact](dst *Array[T], a *Array[T]) { apply("LogInto", dst, a, logBlock[T]) }

// Sqrt returns square roots; NaN for negative floats. NumPy: sqrt.
func Sqrt[T Inexact](a *Array[T]) *Array[T] { return apply("Sqrt", nil, a, sqrtBlock[T]) }

// SqrtInto stores in dst what Sqrt returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func SqrtInto[T Inexact](dst *Array[T], a *Array[T]) { apply("SqrtInto", dst, a, sqrtBlock[T]) }

// Sin returns sines of angles in radians. NumPy: sin.
func Sin[T Inexact](a *Array[T]) *Array[T] { return apply("Sin", nil, a, sinBlock[T]) }

// SinInto stores in dst what Sin returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func SinInto[T Inexact](dst *Array[T], a *Array[T]) { apply("SinInto", dst, a, sinBlock[T]) }

// Cos returns cosines of angles in radians. NumPy: cos.
func Cos[T Inexact](a *Array[T]) *Array[T] { return apply("Cos", nil, a, cosBlock[T]) }

// CosInto stores in dst what Cos returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func CosInto[T Inexact](dst *Array[T], a *Array[T]) { apply("CosInto", dst, a, cosBlock[T]) }

// Tan returns tangents of angles in radians. NumPy: tan.
func Tan[T Inexact](a *Array[T]) *Array[T] { return apply("Tan", nil, a, tanBlock[T]) }

// TanInto stores in dst what Tan returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func TanInto[T Inexact](dst *Array[T], a *Array[T]) { apply("TanInto", dst, a, tanBlock[T]) }

// Sinh returns hyperbolic sines. NumPy: sinh.
func Sinh[T Inexact](a *Array[T]) *Array[T] { return apply("Sinh", nil, a, sinhBlock[T]) }

// SinhInto stores in dst what Sinh returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func SinhInto[T Inexact](dst *Array[T], a *Array[T]) { apply("SinhInto", dst, a, sinhBlock[T]) }

// Cosh returns hyperbolic cosines. NumPy: cosh.
func Cosh[T Inexact](a *Array[T]) *Array[T] { return apply("Cosh", nil, a, coshBlock[T]) }

// CoshInto stores in dst what Cosh returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func CoshInto[T Inexact](dst *Array[T], a *Array[T]) { apply("CoshInto", dst, a, coshBlock[T]) }

// Tanh returns hyperbolic tangents. NumPy: tanh.
func Tanh[T Inexact](a *Array[T]) *Array[T] { return apply("Tanh", nil, a, tanhBlock[T]) }

// TanhInto stores in dst what Tanh returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func TanhInto[T Inexact](dst *Array[T], a *Array[T]) { apply("TanhInto", dst, a, tanhBlock[T]) }

// Asin returns arc sines in [-π/2, π/2]; NaN beyond [-1, 1]. NumPy: arcsin.
func Asin[T Float](a *Array[T]) *Array[T] { return apply("Asin", nil, a, vector.Asin[T]) }

// AsinInto stores in dst what Asin returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func AsinInto[T Float](dst *Array[T], a *Array[T]) { apply("AsinInto", dst, a, vector.Asin[T]) }

// Acos returns arc cosines in [0, π]; NaN beyond [-1, 1]. NumPy: arccos.
func Acos[T Float](a *Array[T]) *Array[T] { return apply("Acos", nil, a, vector.Acos[T]) }

// AcosInto stores in dst what Acos returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func AcosInto[T Float](dst *Array[T], a *Array[T]) { apply("AcosInto", dst, a, vector.Acos[T]) }

// Atan returns arc tangents in [-π/2, π/2]. NumPy: arctan.
func Atan[T Float](a *Array[T]) *Array[T] { return apply("Atan", nil, a, vector.Atan[T]) }

// AtanInto stores in dst what Atan returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func AtanInto[T Float](dst *Array[T], a *Array[T]) { apply("AtanInto", dst, a, vector.Atan[T]) }

// Exp2 returns 2 to the power of each element. NumPy: exp2.
func Exp2[T Float](a *Array[T]) *Array[T] { return apply("Exp2", nil, a, vector.Exp2[T]) }

// Exp2Into stores in dst what Exp2 returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func Exp2Into[T Float](dst *Array[T], a *Array[T]) { apply("Exp2Into", dst, a, vector.Exp2[T]) }

// Expm1 returns exp(a) - 1, accurate near 0. NumPy: expm1.
func Expm1[T Float](a *Array[T]) *Array[T] { return apply("Expm1", nil, a, vector.Expm1[T]) }

// Expm1Into stores in dst what Expm1 returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func Expm1Into[T Float](dst *Array[T], a *Array[T]) { apply("Expm1Into", dst, a, vector.Expm1[T]) }

// Log1p returns log(1 + a), accurate near 0. NumPy: log1p.
func Log1p[T Float](a *Array[T]) *Array[T] { return apply("Log1p", nil, a, vector.Log1p[T]) }

// Log1pInto stores in dst what Log1p returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func Log1pInto[T Float](dst *Array[T], a *Array[T]) { apply("Log1pInto", dst, a, vector.Log1p[T]) }

// Log2 returns logarithms to base 2. NumPy: log2.
func Log2[T Float](a *Array[T]) *Array[T] { return apply("Log2", nil, a, vector.Log2[T]) }

// Log2Into stores in dst what Log2 returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func Log2Into[T Float](dst *Array[T], a *Array[T]) { apply("Log2Into", dst, a, vector.Log2[T]) }

// Log10 returns logarithms to base 10. NumPy: log10.
func Log10[T Float](a *Array[T]) *Array[T] { return apply("Log10", nil, a, vector.Log10[T]) }

// Log10Into stores in dst what Log10 returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func Log10Into[T Float](dst *Array[T], a *Array[T]) { apply("Log10Into", dst, a, vector.Log10[T]) }

// Sigmoid returns 1 / (1 + exp(-a)), without overflow. SciPy: special.expit.
func Sigmoid[T Float](a *Array[T]) *Array[T] { return apply("Sigmoid", nil, a, vector.Sigmoid[T]) }

// SigmoidInto stores in dst what Sigmoid returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func SigmoidInto[T Float](dst *Array[T], a *Array[T]) {
	apply("SigmoidInto", dst, a, vector.Sigmoid[T])
}

// Floor returns the greatest whole number not above each element. NumPy: floor.
func Floor[T Float](a *Array[T]) *Array[T] { return apply("Floor", nil, a, vector.Floor[T]) }

// FloorInto stores in dst what Floor returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func FloorInto[T Float](dst *Array[T], a *Array[T]) { apply("FloorInto", dst, a, vector.Floor[T]) }

// Ceil returns the least whole number not below each element. NumPy: ceil.
func Ceil[T Float](a *Array[T]) *Array[T] { return apply("Ceil", nil, a, vector.Ceil[T]) }

// CeilInto stores in dst what Ceil returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func CeilInto[T Float](dst *Array[T], a *Array[T]) { apply("CeilInto", dst, a, vector.Ceil[T]) }

// Trunc returns each element without its fraction. NumPy: trunc.
func Trunc[T Float](a *Array[T]) *Array[T] { return apply("Trunc", nil, a, vector.Trunc[T]) }

// TruncInto stores in dst what Trunc returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func TruncInto[T Float](dst *Array[T], a *Array[T]) { apply("TruncInto", dst, a, vector.Trunc[T]) }

// Round returns the nearest whole number, ties to even. NumPy: round.
func Round[T Float](a *Array[T]) *Array[T] { return apply("Round", nil, a, vector.Round[T]) }

// RoundInto stores in dst what Round returns; a broadcasts to dst's shape. It panics if it does not, or if dst is
// read-only.
func RoundInto[T Float](dst *Array[T], a *Array[T]) { apply("RoundInto", dst, a, vector.Round[T]) }

// Atan2 returns the angle, in (-π, π], of the point with y = a and x = b. It panics if the shapes do not broadcast.
// NumPy: arctan2.
func Atan2[T Float](a, b *Array[T]) *Array[T] { return apply2("Atan2", nil, a, b, vector.Atan2[T]) }

// Atan2Into stores in dst what Atan2 returns. The operands broadcast to dst's shape. It panics if they do not, or if
// dst is read-only.
func Atan2Into[T Float](dst *Array[T], a, b *Array[T]) {
	apply2("Atan2Into", dst, a, b, vector.Atan2[T])
}

// Hypot returns the square root of a² + b², without overflow. It panics if the shapes do not broadcast. NumPy: hypot.
func Hypot[T Float](a, b *Array[T]) *Array[T] { return apply2("Hypot", nil, a, b, vector.Hypot[T]) }

// HypotInto stores in dst what Hypot returns. The operands broadcast to dst's shape. It panics if they do not, or if
// dst is read-only.
func HypotInto[T Float](dst *Array[T], a, b *Array[T]) {
	apply2("HypotInto", dst, a, b, vector.Hypot[T])
}

// Asinh returns the inverse hyperbolic sine. NumPy: arcsinh.
func Asinh[T Float](a *Array[T]) *Array[T] { return apply("Asinh", nil, a, vector.Asinh[T]) }

// Acosh returns the inverse hyperbolic cosine, NaN below 1. NumPy: arccosh.
func Acosh[T Float](a *Array[T]) *Array[T] { return apply("Acosh", nil, a, vector.Acosh[T]) }

// Atanh returns the inverse hyperbolic tangent, NaN beyond [-1, 1]. NumPy: arctanh.
func Atanh[T Float](a *Array[T]) *Array[T] { return apply("Atanh", nil, a, vector.Atanh[T]) }

// Cbrt returns the cube root, of negative elements too. NumPy: cbrt.
func Cbrt[T Float](a *Array[T]) *Array[T] { return apply("Cbrt", nil, a, vector.Cbrt[T]) }

// vectorBlock applies a function to floats of either size by the loops of package vector, and c to complex numbers.
func vectorBlock[T Inexact](dst, a []T, single func(dst, a []float32), double func(dst, a []float64), c func(complex128) complex128) {
	switch d := any(dst).(type) {
	case []float32:
		single(d, any(a).([]float32))
	case []float64:
		double(d, any(a).([]float64))
	case []complex64:
		for i, v := range any(a).([]complex64) {
			d[i] = complex64(c(complex128(v)))
		}
	case []complex128:
		for i, v := range any(a).([]complex128) {
			d[i] = c(v)
		}
	}
}

func expBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Exp[float32], vector.Exp[float64], cmplx.Exp)
}

func logBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Log[float32], vector.Log[float64], cmplx.Log)
}

func sqrtBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Sqrt[float32], vector.Sqrt[float64], cmplx.Sqrt)
}

func sinBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Sin[float32], vector.Sin[float64], cmplx.Sin)
}

func cosBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Cos[float32], vector.Cos[float64], cmplx.Cos)
}

func tanhBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Tanh[float32], vector.Tanh[float64], cmplx.Tanh)
}

func tanBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Tan[float32], vector.Tan[float64], cmplx.Tan)
}

func sinhBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Sinh[float32], vector.Sinh[float64], cmplx.Sinh)
}

func coshBlock[T Inexact](dst, a []T) {
	vectorBlock(dst, a, vector.Cosh[float32], vector.Cosh[float64], cmplx.Cosh)
}
