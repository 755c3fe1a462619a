// This file chooses between the assembly of vector_amd64.s and the plain twins.

package vector

import "golang.org/x/sys/cpu"

// useAVX2 tells whether the assembly can run; tests turn it off to compare.
var useAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func addF64(dst, a, b []float64)

// AddF64 stores a + b in dst; the three are equally long.
func AddF64(dst, a, b []float64) {
	if !useAVX2 {
		addPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 3
	addF64(dst[:n], a[:n], b[:n])
	addPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func addF32(dst, a, b []float32)

// AddF32 is AddF64 for float32.
func AddF32(dst, a, b []float32) {
	if !useAVX2 {
		addPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 7
	addF32(dst[:n], a[:n], b[:n])
	addPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func subF64(dst, a, b []float64)

// SubF64 stores a - b in dst; the three are equally long.
func SubF64(dst, a, b []float64) {
	if !useAVX2 {
		subPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 3
	subF64(dst[:n], a[:n], b[:n])
	subPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func subF32(dst, a, b []float32)

// SubF32 is SubF64 for float32.
func SubF32(dst, a, b []float32) {
	if !useAVX2 {
		subPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 7
	subF32(dst[:n], a[:n], b[:n])
	subPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func mulF64(dst, a, b []float64)

// MulF64 stores a · b in dst; the three are equally long.
func MulF64(dst, a, b []float64) {
	if !useAVX2 {
		mulPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 3
	mulF64(dst[:n], a[:n], b[:n])
	mulPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func mulF32(dst, a, b []float32)

// MulF32 is MulF64 for float32.
func MulF32(dst, a, b []float32) {
	if !useAVX2 {
		mulPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 7
	mulF32(dst[:n], a[:n], b[:n])
	mulPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func divF64(dst, a, b []float64)

// DivF64 stores a / b in dst; the three are equally long.
func DivF64(dst, a, b []float64) {
	if !useAVX2 {
		divPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 3
	divF64(dst[:n], a[:n], b[:n])
	divPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func divF32(dst, a, b []float32)

// DivF32 is DivF64 for float32.
func DivF32(dst, a, b []float32) {
	if !useAVX2 {
		divPlain(dst, a, b)
		return
	}
	a, b = a[:len(dst)], b[:len(dst)]
	n := len(dst) &^ 7
	divF32(dst[:n], a[:n], b[:n])
	divPlain(dst[n:], a[n:], b[n:])
}

//go:noescape
func sumLanesF64(lanes *[Lanes]float64, s []float64)

// SumF64 sums in a fixed tree of Lanes lanes; fewer elements are summed from left to right.
func SumF64(s []float64) float64 {
	if !useAVX2 || len(s) < Lanes {
		return sumPlain(s)
	}
	var lanes [Lanes]float64
	n := len(s) &^ (Lanes - 1)
	sumLanesF64(&lanes, s[:n])
	return foldLanes(&lanes, s[n:])
}

//go:noescape
func sumLanesF32(lanes *[Lanes]float32, s []float32)

// SumF32 is SumF64 for float32.
func SumF32(s []float32) float32 {
	if !useAVX2 || len(s) < Lanes {
		return sumPlain(s)
	}
	var lanes [Lanes]float32
	n := len(s) &^ (Lanes - 1)
	sumLanesF32(&lanes, s[:n])
	return foldLanes(&lanes, s[n:])
}

//go:noescape
func expF64(dst, a []float64)

// ExpF64 stores exp(a) in dst; the two are equally long.
func ExpF64(dst, a []float64) {
	if !useAVX2 {
		expPlain(dst, a)
		return
	}
	a = a[:len(dst)]
	n := len(dst) &^ 3
	expF64(dst[:n], a[:n])
	expPlain(dst[n:], a[n:])
}

//go:noescape
func expF32(dst, a []float32)

// ExpF32 is ExpF64 for float32.
func ExpF32(dst, a []float32) {
	if !useAVX2 {
		expPlain(dst, a)
		return
	}
	a = a[:len(dst)]
	n := len(dst) &^ 3
	expF32(dst[:n], a[:n])
	expPlain(dst[n:], a[n:])
}
