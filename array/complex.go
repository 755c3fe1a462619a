// This file takes complex numbers apart and puts them together. Parts are float64 for both complex types, because a
// function cannot compute its result's type from its operand's.

package array

import (
	"math/cmplx"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// RealPart returns the real parts. NumPy: real.
func RealPart[T Complex](a *Array[T]) *Array[float64] {
	return Map(a, func(v T) float64 { return real(complex128(v)) })
}

// ImagPart returns the imaginary parts. NumPy: imag.
func ImagPart[T Complex](a *Array[T]) *Array[float64] {
	return Map(a, func(v T) float64 { return imag(complex128(v)) })
}

// Modulus returns the absolute values, without overflow. NumPy: absolute.
func Modulus[T Complex](a *Array[T]) *Array[float64] {
	return Map(a, func(v T) float64 { return elementary.Hypot(real(complex128(v)), imag(complex128(v))) })
}

// Phase returns the angles in [-π, π]. NumPy: angle.
func Phase[T Complex](a *Array[T]) *Array[float64] {
	return Map(a, func(v T) float64 { return elementary.Atan2(imag(complex128(v)), real(complex128(v))) })
}

// Conj returns the complex conjugates. NumPy: conj.
func Conj[T Complex](a *Array[T]) *Array[T] {
	return Map(a, func(v T) T { return T(cmplx.Conj(complex128(v))) })
}

// FromParts returns complex numbers with the given real and imaginary parts, broadcast against each other. It panics if
// they do not.
func FromParts(re, im *Array[float64]) *Array[complex128] {
	defer named("FromParts")
	return Zip(re, im, func(x, y float64) complex128 { return complex(x, y) })
}
