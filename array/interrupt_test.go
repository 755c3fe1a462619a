// This file tests that loops beside the contractions look again and again whether they are to go on: a count of looks, not a
// time.

package array

import (
	"errors"
	"math"
	"testing"
)

// looking makes watches count the looks, and panic at the last of them, as after an interrupt.
func looking(t *testing.T, last int) (looks *int) {
	before, least := watch, parallelMin
	watch, parallelMin = func() func() {
		return func() {
			if *looks++; *looks == last {
				panic(ErrInterrupted)
			}
		}
	}, math.MaxInt
	t.Cleanup(func() { watch, parallelMin = before, least })
	return new(int)
}

// TestLooks checks that each operation looks once in so many elements of its work, and ends at a look in the middle.
func TestLooks(t *testing.T) {
	const lookEvery = 1 << 18
	image, planes := Ones[float64](1200, 1500), Ones[float64](1, 1, 1200, 1500)
	for _, c := range []struct {
		name string
		work int // elements that it goes through
		f    func()
	}{
		{"MaxPool", 1200 * 1500, func() { MaxPool(image, 2, 2) }},
		{"MaxPool with padding", 1200 * 1500, func() { MaxPool(image, 3, 3, Stride(2), Padding(1)) }},
		{"MaxPoolGrad", 1200 * 1500, func() { MaxPoolGrad(image, Ones[float64](600, 750), 2, 2) }},
		{"AvgPool", 1200 * 1500, func() { AvgPool(image, 1, 1) }},
		{"padded copies", 1200 * 1500, func() { Conv(planes, Ones[float64](1, 1, 3, 3), Padding(1), Boundary(Wrap)) }},
		{"folded gradients", 1200 * 1500, func() {
			ConvGrad(planes, Ones[float64](1, 1, 3, 3), planes, Padding(1), Boundary(Wrap))
		}},
		{"conjugates", 1200 * 1500, func() { conjugate(Ones[complex64](1200, 1500)) }},
		{"FFT", 20 * 1200 * 1500, func() { FFT(Ones[complex128](1200, 1500)) }},
		{"RFFT of one signal", 20 << 20, func() { RFFT(Ones[float64](1 << 21)) }},
		{"FFT of a prime length", 3 * 20 * 300007, func() { FFT(Ones[complex128](300007)) }},
		{"Convolve by transforms", 20 * 1200 * 1500, func() { Convolve(image, Add(Ones[float64](300, 300), Eye[float64](300))) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			looks := looking(t, 0)
			c.f()
			all := *looks
			if least := c.work / lookEvery; all < least {
				t.Errorf("%d looks, want at least %d", all, least)
			}
			looks = looking(t, 1+all/2)
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, ErrInterrupted) || *looks != 1+all/2 {
					t.Errorf("ended with %v after %d looks of %d", err, *looks, all)
				}
			}()
			c.f()
		})
	}
}
