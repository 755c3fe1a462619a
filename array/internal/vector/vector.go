// Package vector holds the inner loops of arithmetic, sums and exponentials over adjacent floats. Each has a plain Go twin
// that reads like its definition; on amd64 processors with AVX2 and FMA, assembly gives the same bits faster.
//
// It knows nothing of arrays, shapes or strides.
package vector

import "github.com/arraybook/arraybook/array/internal/elementary"

//go:generate sh -c "cd gen && go run . > ../vector_amd64.s"

// Float lists the element types.
type Float interface{ float32 | float64 }

// Lanes is the number of partial sums side by side in Sum, whatever the width of the processor's vectors.
const Lanes = 32

// sumPlain is the twin of Sum.
func sumPlain[T Float](s []T) T {
	if len(s) < Lanes {
		return sumShort(s)
	}
	var lanes [Lanes]T
	whole := len(s) / Lanes * Lanes
	lanesPlain(&lanes, s[:whole])
	return foldLanes(&lanes, s[whole:])
}

// sumShort sums from left to right.
func sumShort[T Float](s []T) T {
	var sum T
	for i, v := range s {
		if i == 0 {
			sum = v // not 0 + v, which would lose the sign of -0
			continue
		}
		sum += v
	}
	return sum
}

// lanesPlain sums every Lanes-th element; len(s) is a multiple of Lanes.
func lanesPlain[T Float](lanes *[Lanes]T, s []T) {
	copy(lanes[:], s)
	for s = s[Lanes:]; len(s) >= Lanes; s = s[Lanes:] {
		for i, v := range s[:Lanes] {
			lanes[i] += v
		}
	}
}

// foldLanes adds the last elements, fewer than Lanes, to the first lanes, and then the upper half of the lanes to the
// lower half until one is left.
func foldLanes[T Float](lanes *[Lanes]T, rest []T) T {
	for i, v := range rest {
		lanes[i] += v
	}
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := range lanes[:half] {
			lanes[i] += lanes[i+half]
		}
	}
	return lanes[0]
}

func addPlain[T Float](dst, a, b []T) {
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

func subPlain[T Float](dst, a, b []T) {
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

func mulPlain[T Float](dst, a, b []T) {
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

func divPlain[T Float](dst, a, b []T) {
	for i := range dst {
		dst[i] = a[i] / b[i]
	}
}

// expPlain rounds float32 results once, from those of float64.
func expPlain[T Float](dst, a []T) {
	for i, v := range a {
		dst[i] = T(elementary.Exp(float64(v)))
	}
}
