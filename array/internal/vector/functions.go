// This file holds elementary functions. float32 results are computed in float64 and rounded once.

package vector

import (
	"math"
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/elementary"
)

// twin stores the function of each element in dst, double for float64 and single for float32.
func twin[T Float](dst, a []T, double func(float64) float64, single func(float32) float32) {
	switch dst := any(dst).(type) {
	case []float32:
		for i, v := range any(a).([]float32)[:len(dst)] {
			dst[i] = single(v)
		}
	case []float64:
		for i, v := range any(a).([]float64)[:len(dst)] {
			dst[i] = double(v)
		}
	}
}

// Exp stores e to the power a in dst.
func Exp[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := expSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		expVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	twin(dst[n:], a[n:], elementary.Exp, elementary.ExpSingle)
}

// Log stores natural logarithms in dst.
func Log[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := logSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		logVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	twin(dst[n:], a[n:], elementary.Log, elementary.LogSingle)
}

// Tanh stores hyperbolic tangents in dst.
func Tanh[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := tanhSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		tanhVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	twin(dst[n:], a[n:], elementary.Tanh, elementary.TanhSingle)
}

// Sigmoid stores 1/(1 + exp(-a)) in dst.
func Sigmoid[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := sigmoidSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		sigmoidVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	twin(dst[n:], a[n:], elementary.Sigmoid, elementary.SigmoidSingle)
}

// Pow stores a to the power b in dst.
func Pow[T Float](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	least, most := powLimits[T]()
	for len(dst) > 0 {
		block := min(trigBlock, len(dst))
		n := powSteps.whole(kindOf[T](), block)
		if n > 0 && MinOf(a[:n]) >= least && MaxOf(a[:n]) <= most && MinOf(b[:n]) >= -most && MaxOf(b[:n]) <= most {
			powVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
		} else {
			n = 0
		}
		powPlain(dst[n:block], a[n:block], b[n:block])
		dst, a, b = dst[block:], a[block:], b[block:]
	}
}

// powLimits returns the least and the greatest base that the assembly of Pow takes.
func powLimits[T Float]() (least, most T) {
	if kindOf[T]() == F32 {
		var tiny, huge any = float32(math.SmallestNonzeroFloat32), float32(math.MaxFloat32)
		return tiny.(T), huge.(T)
	}
	var tiny, huge any = 0x1p-1022, math.MaxFloat64
	return tiny.(T), huge.(T)
}

func powPlain[T Float](dst, a, b []T) {
	switch dst := any(dst).(type) {
	case []float32:
		x, y := any(a).([]float32), any(b).([]float32)
		for i := range dst {
			dst[i] = elementary.PowSingle(x[i], y[i])
		}
	case []float64:
		x, y := any(a).([]float64), any(b).([]float64)
		for i := range dst {
			dst[i] = elementary.Pow(x[i], y[i])
		}
	}
}

// Exp2 stores 2 to the power a in dst.
func Exp2[T Float](dst, a []T) { inVectors(dst, a, &exp2Steps, exp2Vectors, elementary.Exp2) }

// Expm1 stores exp(a) - 1 in dst.
func Expm1[T Float](dst, a []T) { inVectors(dst, a, &expm1Steps, expm1Vectors, elementary.Expm1) }

// Log1p stores log(1 + a) in dst.
func Log1p[T Float](dst, a []T) { inVectors(dst, a, &log1pSteps, log1pVectors, elementary.Log1p) }

// Log2 stores logarithms to base 2 in dst.
func Log2[T Float](dst, a []T) { inVectors(dst, a, &log2Steps, log2Vectors, elementary.Log2) }

// Log10 stores logarithms to base 10 in dst.
func Log10[T Float](dst, a []T) { inVectors(dst, a, &log10Steps, log10Vectors, elementary.Log10) }

// inVectors stores the function of each element in dst, whose assembly computes in float64 for both types.
func inVectors[T Float](dst, a []T, table *steps, vectors func(kind int, dst, a unsafe.Pointer, n int), f func(float64) float64) {
	a = a[:len(dst)]
	n := table.whole(kindOf[T](), len(dst))
	if n > 0 {
		vectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	for i, v := range a[n:] {
		dst[n+i] = T(f(float64(v)))
	}
}

// Sin stores sines in dst.
func Sin[T Float](dst, a []T) {
	trigonometric(dst, a, &sinSteps, sinVectors, elementary.Sin, elementary.SinSingle)
}

// Cos stores cosines in dst.
func Cos[T Float](dst, a []T) {
	trigonometric(dst, a, &cosSteps, cosVectors, elementary.Cos, elementary.CosSingle)
}

// Tan stores tangents in dst.
func Tan[T Float](dst, a []T) {
	trigonometric(dst, a, &tanSteps, tanVectors, elementary.Tan, func(x float32) float32 { return float32(elementary.Tan(float64(x))) })
}

// trigonometric stores a function of each element in dst, whose assembly takes no large angles.
func trigonometric[T Float](dst, a []T, table *steps, vectors func(kind int, dst, a unsafe.Pointer, n int), double func(float64) float64, single func(float32) float32) {
	a = a[:len(dst)]
	for len(dst) > 0 {
		block := min(trigBlock, len(dst))
		n := 0
		if !beyond(a[:block]) {
			n = table.whole(kindOf[T](), block)
		}
		if n > 0 {
			vectors(kindOf[T](), pointer(dst), pointer(a), n)
		}
		twin(dst[n:block], a[n:block], double, single)
		dst, a = dst[block:], a[block:]
	}
}

// trigBlock is the number of elements of which one beyond the reach of the assembly of Sin, Cos, Tan or Pow sends all to the twin.
const trigBlock = 256

// beyond tells whether the assembly of Sin, Cos and Tan cannot handle the elements: some are 2^20 or more in magnitude, or not
// finite.
func beyond[T Float](a []T) bool {
	kind := kindOf[T]()
	n := beyondSteps.whole(kind, len(a))
	if n > 0 {
		var found [4]uint64
		beyondVectors(kind, pointer(found[:]), pointer(a), n)
		if found[0]|found[1]|found[2]|found[3] != 0 {
			return true
		}
	}
	for _, v := range a[n:] {
		if !(v > -1<<20 && v < 1<<20) {
			return true
		}
	}
	return false
}
