// This file computes roots of unity to the last place.

package fourier

import (
	"math"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// root returns exp(-2 pi i k / n), for k >= 0. The angle is reduced exactly to at most an eighth of the circle, so that
// roots are as symmetric as the circle: root(n/4, n) is -i to the bit.
func root(k, n int) complex128 { return eighth(k%n, n) }

func eighth(k, n int) complex128 {
	switch {
	case 2*k > n:
		r := eighth(n-k, n)
		return complex(real(r), -imag(r))
	case 4*k > n:
		r := eighth(n-2*k, 2*n)
		return complex(-real(r), imag(r))
	case 8*k > n:
		r := eighth(n-4*k, 4*n)
		return complex(-imag(r), -real(r))
	}
	angle := 2 * math.Pi * float64(k) / float64(n)
	return complex(elementary.Cos(angle), -elementary.Sin(angle))
}
