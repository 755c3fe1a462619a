// This file holds what is done with sampled signals beside transforms: tapering windows, phases, integrals over uneven samples.

package array

import (
	"math"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// cosineTaper returns n points of a sum of cosines: the first coefficient, plus the second times cos(πt), and so on, for t
// from -1 to 1.
func cosineTaper(op string, n int, coefficients ...float64) *Array[float64] {
	checkShape(op, []int{n})
	return Map(taperPlaces(n), func(t float64) float64 {
		y := coefficients[0]
		for k, c := range coefficients[1:] {
			y += float64(c * elementary.Cos(float64(k+1)*math.Pi*t))
		}
		return y
	})
}

// taperPlaces returns n points from -1 to 1, or 0 if there is one.
func taperPlaces(n int) *Array[float64] {
	t := allocate[float64]([]int{n})
	watched(n, func(lo, hi int) {
		for i := lo; i < hi && n > 1; i++ {
			t.data[i] = float64(2*i-(n-1)) / float64(n-1)
		}
	})
	return t
}

// Hanning returns the n points of Hann's window, a raised cosine that falls to 0 at both ends. It panics if n is
// negative. NumPy: hanning.
func Hanning(n int) *Array[float64] { return cosineTaper("Hanning", n, 0.5, 0.5) }

// Hamming returns the n points of Hamming's window, a cosine on a step. It panics if n is negative. NumPy: hamming.
func Hamming(n int) *Array[float64] { return cosineTaper("Hamming", n, 0.54, 0.46) }

// Blackman returns the n points of Blackman's window, of two cosines. It panics if n is negative. NumPy: blackman.
func Blackman(n int) *Array[float64] { return cosineTaper("Blackman", n, 0.42, 0.5, 0.08) }

// Bartlett returns the n points of a triangle that falls to 0 at both ends. It panics if n is negative. NumPy:
// bartlett.
func Bartlett(n int) *Array[float64] {
	checkShape("Bartlett", []int{n})
	return Map(taperPlaces(n), func(t float64) float64 { return 1 - math.Abs(t) })
}

// Kaiser returns the n points of Kaiser's window, the narrower the greater beta: 0 is a rectangle, 6 resembles Hanning. It
// panics unless beta is from 0 to 700. NumPy: kaiser.
func Kaiser(n int, beta float64) *Array[float64] {
	checkShape("Kaiser", []int{n})
	if !(beta >= 0 && beta <= 700) {
		fail("Kaiser", "beta %v is not from 0 to 700", beta)
	}
	whole := besselI0(beta)
	return Map(taperPlaces(n), func(t float64) float64 {
		return besselI0(beta*math.Sqrt(max(0, 1-float64(t*t)))) / whole
	})
}

// besselI0 returns the modified Bessel function of order 0 by its series, whose terms are all positive.
func besselI0(x float64) float64 {
	quarter := float64(x * x / 4)
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*0x1p-60; k++ {
		term *= quarter / (k * k)
		sum += float64(term)
	}
	return sum
}

// Unwrap returns angles in radians along an axis with multiples of 2π added, so that no two neighbours are more than π
// apart. A step to or from NaN or an infinity counts as none, where NumPy makes NaN of all that follows. It panics if
// the axis is out of range. NumPy: unwrap.
func Unwrap[T Float](a *Array[T], axis int) *Array[T] {
	k := checkAxis("Unwrap", axis, a.shape)
	out := a.Copy()
	if a.shape[k] < 2 {
		return out
	}
	corrections := apply("Unwrap", nil, Diff(a, k), func(dst, steps []T) {
		for i, d := range steps {
			dst[i] = T(phaseCorrection(float64(d)))
		}
	})
	rest := out.narrowAxis(k, 1, a.shape[k]-1)
	AddInto(rest, rest, corrections.CumSum(k))
	return out
}

// phaseCorrection returns the multiple of 2π that brings a step into [-π, π], from the side where it lies.
func phaseCorrection(step float64) float64 {
	if !(math.Abs(step) > math.Pi) {
		return 0
	}
	inside := step - float64(2*math.Pi*math.Floor((step+math.Pi)/(2*math.Pi)))
	if inside == -math.Pi && step > 0 {
		inside = math.Pi
	}
	return inside - step
}

// TrapezoidAt returns the integral along an axis, by the trapezoidal rule, of a function sampled at the places x,
// which need not be evenly spaced: one axis as long as that of y. The axis disappears. It panics if x has another
// shape, or if the axis is out of range. NumPy: trapezoid with x.
func TrapezoidAt[T Float](y, x *Array[T], axis int) *Array[T] {
	k := checkAxis("TrapezoidAt", axis, y.shape)
	if len(x.shape) != 1 || x.shape[0] != y.shape[k] {
		fail("TrapezoidAt", "places of shape %s for axis %d of shape %s", shapeText(x.shape), k, shapeText(y.shape))
	}
	n := max(y.shape[k]-1, 0)
	pairs := Add(y.narrowAxis(k, min(1, y.shape[k]), n), y.narrowAxis(k, 0, n)).MoveAxis(k, -1)
	return Mul(Mul(pairs, Diff(x, 0)).Sum(-1), Scalar[T](0.5))
}
