// This file compares Fourier transforms with NumPy's, which testdata/fft_numpy.py recorded.

package array

import (
	"math/cmplx"
	"slices"
	"strings"
	"testing"
)

// fftOperand is the operand of testdata/fft_numpy.py.
func fftOperand(shape []int) *Array[complex128] {
	a := Zeros[complex128](shape...)
	for j := range a.data {
		a.data[j] = complex(float64(7*j%11-5), float64(3*j%7-3))
	}
	return a
}

func TestFFTNumPy(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Op                  string
			Shape, Axes, Result []int
			D                   float64
			Values              []float64
		}
	}
	readRecorded(t, "fft_numpy.json", &recorded)
	for _, c := range recorded.Cases {
		z := fftOperand(c.Shape)
		var got, single *Array[complex128]
		switch c.Op {
		case "fftn":
			got, single = FFT(z, c.Axes...), Cast[complex128](FFT(Cast[complex64](z.T()).T(), c.Axes...))
		case "ifftn":
			got, single = IFFT(z, c.Axes...), Cast[complex128](IFFT(Cast[complex64](z), c.Axes...))
		case "rfftn":
			got, single = RFFT(RealPart(z), c.Axes...), RFFT(Cast[float32](RealPart(z)), c.Axes...)
		case "irfftn":
			got = Cast[complex128](IRFFT(z, 2*c.Shape[c.Axes[len(c.Axes)-1]]-1, c.Axes...))
		case "fftshift":
			got = FFTShift(z, c.Axes...)
		case "ifftshift":
			got = IFFTShift(z, c.Axes...)
		case "fftfreq":
			got = Cast[complex128](FFTFreq(c.Shape[0], c.D))
		default:
			t.Fatalf("unknown case %q", c.Op)
		}
		want := Zeros[complex128](c.Result...)
		for i := range want.data {
			want.data[i] = complex(c.Values[2*i], c.Values[2*i+1])
		}
		checkNear(t, c.Op, c.Shape, c.Axes, got, want, 1e-13)
		if single != nil {
			checkNear(t, c.Op+" of 32 bits", c.Shape, c.Axes, single, want, 1e-5)
		}
	}
}

func checkNear(t *testing.T, op string, shape, axes []int, got, want *Array[complex128], tolerance float64) {
	t.Helper()
	if !slices.Equal(got.shape, want.shape) {
		t.Errorf("%s of %v over %v has shape %v, want %v", op, shape, axes, got.shape, want.shape)
		return
	}
	for i, v := range want.Values() {
		if g := got.Values()[i]; !(cmplx.Abs(g-v) <= tolerance*(1+cmplx.Abs(v))*10) {
			t.Errorf("%s of %v over %v: element %d is %v, want %v", op, shape, axes, i, g, v)
			return
		}
	}
}

func TestFFTErrors(t *testing.T) {
	for want, f := range map[string]func(){
		"FFT: an array of rank 0":                               func() { FFT(Scalar(1i)) },
		"FFT: axis 1 of shape (3, 0) is empty":                  func() { FFT(Zeros[complex128](3, 0)) },
		"FFT: axis 0 is named twice":                            func() { FFT(Zeros[complex128](3, 3), 0, -2) },
		"IRFFT: axis 0 of shape (4,) has 4 elements, the trans": func() { IRFFT(Zeros[complex128](4), 8) },
		"IRFFT: axis 0 of shape (4,) has 4 elements, the tran":  func() { IRFFT(Zeros[complex128](4), 0) },
		"FFTFreq: 0 elements":                                   func() { FFTFreq(0, 1) },
	} {
		func() {
			defer func() {
				if err, ok := recover().(*Error); !ok || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}()
			f()
		}()
	}
	if got := FFT(Zeros[complex128](0, 3), 1).Shape(); !slices.Equal(got, []int{0, 3}) {
		t.Errorf("no signals of length 3: shape %v", got)
	}
}
