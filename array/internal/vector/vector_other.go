//go:build !amd64

// This file serves processors without assembly.

package vector

// AddF64 stores a + b in dst; the three are equally long.
func AddF64(dst, a, b []float64) { addPlain(dst, a, b) }

// AddF32 is AddF64 for float32.
func AddF32(dst, a, b []float32) { addPlain(dst, a, b) }

// SubF64 stores a - b in dst; the three are equally long.
func SubF64(dst, a, b []float64) { subPlain(dst, a, b) }

// SubF32 is SubF64 for float32.
func SubF32(dst, a, b []float32) { subPlain(dst, a, b) }

// MulF64 stores a · b in dst; the three are equally long.
func MulF64(dst, a, b []float64) { mulPlain(dst, a, b) }

// MulF32 is MulF64 for float32.
func MulF32(dst, a, b []float32) { mulPlain(dst, a, b) }

// DivF64 stores a / b in dst; the three are equally long.
func DivF64(dst, a, b []float64) { divPlain(dst, a, b) }

// DivF32 is DivF64 for float32.
func DivF32(dst, a, b []float32) { divPlain(dst, a, b) }

// SumF64 sums in a fixed tree of Lanes lanes; fewer elements are summed from left to right.
func SumF64(s []float64) float64 { return sumPlain(s) }

// SumF32 is SumF64 for float32.
func SumF32(s []float32) float32 { return sumPlain(s) }

// ExpF64 stores exp(a) in dst; the two are equally long.
func ExpF64(dst, a []float64) { expPlain(dst, a) }

// ExpF32 is ExpF64 for float32.
func ExpF32(dst, a []float32) { expPlain(dst, a) }
