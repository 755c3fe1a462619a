// This file gives discrete Fourier transforms along axes.

package array

import (
	"slices"

	"github.com/arraybook/arraybook/array/internal/fourier"
)

// FFT returns the discrete Fourier transform along the axes, by default all of them, for any lengths:
// X[k] = Σ x[j]·exp(-2πi·jk/n) along each. It panics if an axis is out of range, given twice or empty, or if there is
// none. NumPy: fft.fftn.
func FFT[T Complex](a *Array[T], axes ...int) *Array[T] {
	return fromWide[T](transformAxes("FFT", Cast[complex128](a), axes, false))
}

// IFFT returns the inverse of [FFT]. It panics as FFT does. NumPy: fft.ifftn.
func IFFT[T Complex](a *Array[T], axes ...int) *Array[T] {
	return fromWide[T](transformAxes("IFFT", Cast[complex128](a), axes, true))
}

// RFFT returns the first n/2+1 elements, along the last of the axes, of the transform of real numbers, whose other
// elements are their conjugates. It panics as FFT does. NumPy: fft.rfftn.
func RFFT[T Float](a *Array[T], axes ...int) *Array[complex128] {
	const op = "RFFT"
	axes = transformedAxes(op, a.shape, axes)
	last := axes[len(axes)-1]
	rows := Cast[float64](a.MoveAxis(last, -1))
	n := a.shape[last]
	shape := slices.Clone(rows.shape)
	shape[len(shape)-1] = n/2 + 1
	check := watch()
	out, plan := allocate[complex128](shape), fourier.NewRealPlan(n, check)
	parallel(sizeOf(rows.shape)/max(n, 1), 1, len(rows.data), func(lo, hi int) {
		s := fourier.Scratch{Check: check}
		for i := lo; i < hi; i++ {
			plan.Forward(out.data[i*(n/2+1):(i+1)*(n/2+1)], rows.data[i*n:(i+1)*n], &s)
		}
	})
	out = out.MoveAxis(-1, last).Copy()
	if len(axes) == 1 {
		return out
	}
	return transformAxes(op, out, axes[:len(axes)-1], false)
}

// IRFFT returns the real numbers, n along the last of the axes, of which a is the [RFFT]. It panics unless a has n/2+1
// elements there, and as FFT does. NumPy: fft.irfftn.
func IRFFT(a *Array[complex128], n int, axes ...int) *Array[float64] {
	const op = "IRFFT"
	axes = transformedAxes(op, a.shape, axes)
	last := axes[len(axes)-1]
	half := a.shape[last]
	if n < 1 || half != n/2+1 {
		fail(op, "axis %d of shape %s has %d elements, the transform of %d real numbers has %d", last, shapeText(a.shape), half, n, n/2+1)
	}
	if len(axes) > 1 {
		a = transformAxes(op, a.Copy(), axes[:len(axes)-1], true)
	}
	rows := Cast[complex128](a.MoveAxis(last, -1))
	shape := slices.Clone(rows.shape)
	shape[len(shape)-1] = n
	check := watch()
	out, plan := allocate[float64](shape), fourier.NewRealPlan(n, check)
	parallel(sizeOf(shape)/n, 1, len(out.data), func(lo, hi int) {
		s := fourier.Scratch{Check: check}
		for i := lo; i < hi; i++ {
			plan.Inverse(out.data[i*n:(i+1)*n], rows.data[i*half:(i+1)*half], &s)
		}
	})
	return out.MoveAxis(-1, last).Copy()
}

// FFTFreq returns the frequencies of the n elements of a transform of samples d apart, in cycles per unit of d: 0,
// 1/(nd), ... up to the middle, then the negative ones. It panics if n is less than 1. NumPy: fft.fftfreq.
func FFTFreq(n int, d float64) *Array[float64] {
	defer named("FFTFreq")
	if n < 1 {
		fail("FFTFreq", "%d elements", n)
	}
	f := Zeros[float64](n)
	for i := range f.data {
		k := i
		if i > (n-1)/2 {
			k -= n
		}
		f.data[i] = float64(k) / float64(float64(n)*d)
	}
	return f
}

// RFFTFreq returns the frequencies of the n/2+1 elements of RFFT of n samples d apart, in cycles per unit of d. It
// panics if n is less than 1. NumPy: fft.rfftfreq.
func RFFTFreq(n int, d float64) *Array[float64] {
	defer named("RFFTFreq")
	if n < 1 {
		fail("RFFTFreq", "%d elements", n)
	}
	return Div(Arange(0, float64(n/2+1), 1), Scalar(float64(float64(n)*d)))
}

// FFTShift moves frequency 0 from the first to the middle place of the axes, by default all. It panics if an axis is
// out of range or given twice. NumPy: fft.fftshift.
func FFTShift[T Element](a *Array[T], axes ...int) *Array[T] { return shifted("FFTShift", a, axes, 0) }

// IFFTShift is the inverse of [FFTShift]. It panics if an axis is out of range or given twice. NumPy: fft.ifftshift.
func IFFTShift[T Element](a *Array[T], axes ...int) *Array[T] {
	return shifted("IFFTShift", a, axes, 1)
}

func shifted[T Element](op string, a *Array[T], axes []int, up int) *Array[T] {
	if len(axes) == 0 {
		axes = allAxes(a.Rank())
	}
	if len(axes) == 0 { // rank 0
		return a.Copy()
	}
	for _, axis := range checkAxes(op, axes, a.shape) {
		a = Roll(a, (a.shape[axis]+up)/2, axis)
	}
	return a
}

// transformAxes transforms a, a row-major array of its own, in place.
func transformAxes(op string, a *Array[complex128], axes []int, inverse bool) *Array[complex128] {
	check := watch()
	for _, axis := range transformedAxes(op, a.shape, axes) {
		n, inner := a.shape[axis], sizeOf(a.shape[axis+1:])
		plan := fourier.NewPlan(n, check)
		parallel(len(a.data)/n, 1, len(a.data), func(lo, hi int) {
			plan.Axis(a.data, inner, lo, hi, inverse, &fourier.Scratch{Check: check})
		})
	}
	return a
}

// transformedAxes returns the axes, none of which may be empty.
func transformedAxes(op string, shape, axes []int) []int {
	if len(shape) == 0 {
		fail(op, "an array of rank 0 has no axis to transform")
	}
	if len(axes) == 0 {
		axes = allAxes(len(shape))
	}
	axes = checkAxes(op, axes, shape)
	for _, axis := range axes {
		if shape[axis] == 0 {
			fail(op, "axis %d of shape %s is empty", axis, shapeText(shape))
		}
	}
	return axes
}

// fromWide converts to T, without a copy if T is complex128.
func fromWide[T Complex](a *Array[complex128]) *Array[T] {
	if same, ok := any(a).(*Array[T]); ok {
		return same
	}
	return Cast[T](a)
}
