// This file holds element-wise operations that are made in plain loops: angles in degrees, rounding to decimals, shifts.

package array

import (
	"math"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// Radians returns angles given in degrees, in radians. NumPy: deg2rad, radians.
func Radians[T Float](a *Array[T]) *Array[T] { return Mul(a, Scalar(T(math.Pi/180))) }

// Degrees returns angles given in radians, in degrees. NumPy: rad2deg, degrees.
func Degrees[T Float](a *Array[T]) *Array[T] { return Mul(a, Scalar(T(180/math.Pi))) }

// RoundTo returns the nearest numbers with the given number of decimals, ties to even; a negative number rounds to tens,
// hundreds and so on. As there, a float that no decimal fraction equals is the nearest one to it. NumPy: round with decimals.
func RoundTo[T Float](a *Array[T], decimals int) *Array[T] {
	factor := T(math.Pow10(max(decimals, -decimals)))
	return apply("RoundTo", nil, a, func(dst, a []T) {
		for i, v := range a {
			scaled := v * factor
			if decimals < 0 {
				scaled = v / factor
			}
			whole := T(math.RoundToEven(float64(scaled)))
			switch {
			case scaled-scaled != 0: // so large that there is nothing to round, or NaN
				dst[i] = v
			case whole == 0: // also where the factor is infinite
				dst[i] = whole
			case decimals < 0:
				dst[i] = whole * factor
			default:
				dst[i] = whole / factor
			}
		}
	})
}

// Copysign returns numbers of a's magnitude and b's sign. It panics if the shapes do not broadcast. NumPy: copysign.
func Copysign[T Float](a, b *Array[T]) *Array[T] {
	return apply2("Copysign", nil, a, b, func(dst, a, b []T) {
		for i := range dst {
			dst[i] = T(math.Copysign(float64(a[i]), float64(b[i])))
		}
	})
}

// LogAddExp returns log(exp(a) + exp(b)) without overflow: the sum of probabilities given by their logarithms. It
// panics if the shapes do not broadcast. NumPy: logaddexp.
func LogAddExp[T Float](a, b *Array[T]) *Array[T] {
	return apply2("LogAddExp", nil, a, b, func(dst, a, b []T) {
		for i := range dst {
			dst[i] = T(logAddExp(float64(a[i]), float64(b[i])))
		}
	})
}

func logAddExp(x, y float64) float64 {
	if x == y { // infinities too
		return x + math.Ln2
	}
	return max(x, y) + elementary.Log1p(elementary.Exp(-math.Abs(x-y)))
}

// Sinc returns sin(πa)/(πa), 1 at 0. NumPy: sinc.
func Sinc[T Float](a *Array[T]) *Array[T] {
	return apply("Sinc", nil, a, func(dst, a []T) {
		for i, v := range a {
			dst[i] = 1
			if y := math.Pi * float64(v); y != 0 {
				dst[i] = T(elementary.Sin(y) / y)
			}
		}
	})
}

// ShiftLeft returns a's bits moved to the left by n places, zeros coming from the right. It panics if an n is negative
// or the shapes do not broadcast. NumPy: left_shift.
func ShiftLeft[T Integer](a, n *Array[T]) *Array[T] {
	return apply2("ShiftLeft", nil, a, n, func(dst, a, n []T) {
		checkShifts("ShiftLeft", n)
		for i := range dst {
			dst[i] = a[i] << n[i]
		}
	})
}

// ShiftRight returns a's bits moved to the right by n places, copies of the sign coming from the left: a divided by
// powers of two, rounded down. It panics if an n is negative or the shapes do not broadcast. NumPy:
// right_shift.
func ShiftRight[T Integer](a, n *Array[T]) *Array[T] {
	return apply2("ShiftRight", nil, a, n, func(dst, a, n []T) {
		checkShifts("ShiftRight", n)
		for i := range dst {
			dst[i] = a[i] >> n[i]
		}
	})
}

func checkShifts[T Integer](op string, n []T) {
	for _, v := range n {
		if v < 0 {
			fail(op, "shift by %v places", v)
		}
	}
}
