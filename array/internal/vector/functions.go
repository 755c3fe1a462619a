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

// inVectors stores the function of each element in dst, by assembly and by its twins: double for float64, single for float32.
func inVectors[T Float](dst, a []T, table *steps, vectors func(kind int, dst, a unsafe.Pointer, n int), double func(float64) float64, single func(float32) float32) {
	a = a[:len(dst)]
	n := table.whole(kindOf[T](), len(dst))
	if n > 0 {
		vectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	twin(dst[n:], a[n:], double, single)
}

// Exp stores e to the power a in dst.
func Exp[T Float](dst, a []T) {
	inVectors(dst, a, &expSteps, expVectors, elementary.Exp, elementary.ExpSingle)
}

// Exp2 stores 2 to the power a in dst.
func Exp2[T Float](dst, a []T) {
	inVectors(dst, a, &exp2Steps, exp2Vectors, elementary.Exp2, elementary.Exp2Single)
}

// Expm1 stores exp(a) - 1 in dst.
func Expm1[T Float](dst, a []T) {
	inVectors(dst, a, &expm1Steps, expm1Vectors, elementary.Expm1, elementary.Expm1Single)
}

// Log stores natural logarithms in dst.
func Log[T Float](dst, a []T) {
	inVectors(dst, a, &logSteps, logVectors, elementary.Log, elementary.LogSingle)
}

// Log1p stores log(1 + a) in dst.
func Log1p[T Float](dst, a []T) {
	inVectors(dst, a, &log1pSteps, log1pVectors, elementary.Log1p, elementary.Log1pSingle)
}

// Log2 stores logarithms to base 2 in dst.
func Log2[T Float](dst, a []T) {
	inVectors(dst, a, &log2Steps, log2Vectors, elementary.Log2, elementary.Log2Single)
}

// Log10 stores logarithms to base 10 in dst.
func Log10[T Float](dst, a []T) {
	inVectors(dst, a, &log10Steps, log10Vectors, elementary.Log10, elementary.Log10Single)
}

// Sigmoid stores 1/(1 + exp(-a)) in dst.
func Sigmoid[T Float](dst, a []T) {
	inVectors(dst, a, &sigmoidSteps, sigmoidVectors, elementary.Sigmoid, elementary.SigmoidSingle)
}

// Sinh stores hyperbolic sines in dst.
func Sinh[T Float](dst, a []T) {
	inVectors(dst, a, &sinhSteps, sinhVectors, elementary.Sinh, elementary.SinhSingle)
}

// Cosh stores hyperbolic cosines in dst.
func Cosh[T Float](dst, a []T) {
	inVectors(dst, a, &coshSteps, coshVectors, elementary.Cosh, elementary.CoshSingle)
}

// Tanh stores hyperbolic tangents in dst.
func Tanh[T Float](dst, a []T) {
	inVectors(dst, a, &tanhSteps, tanhVectors, elementary.Tanh, elementary.TanhSingle)
}

// Asinh stores inverse hyperbolic sines in dst.
func Asinh[T Float](dst, a []T) {
	inVectors(dst, a, &asinhSteps, asinhVectors, elementary.Asinh, elementary.AsinhSingle)
}

// Acosh stores inverse hyperbolic cosines in dst.
func Acosh[T Float](dst, a []T) {
	inVectors(dst, a, &acoshSteps, acoshVectors, elementary.Acosh, elementary.AcoshSingle)
}

// Atanh stores inverse hyperbolic tangents in dst.
func Atanh[T Float](dst, a []T) {
	inVectors(dst, a, &atanhSteps, atanhVectors, elementary.Atanh, elementary.AtanhSingle)
}

// Asin stores arc sines in dst.
func Asin[T Float](dst, a []T) {
	inVectors(dst, a, &asinSteps, asinVectors, elementary.Asin, elementary.AsinSingle)
}

// Acos stores arc cosines in dst.
func Acos[T Float](dst, a []T) {
	inVectors(dst, a, &acosSteps, acosVectors, elementary.Acos, elementary.AcosSingle)
}

// Atan stores arc tangents in dst.
func Atan[T Float](dst, a []T) {
	inVectors(dst, a, &atanSteps, atanVectors, elementary.Atan, elementary.AtanSingle)
}

// Cbrt stores cube roots in dst.
func Cbrt[T Float](dst, a []T) {
	inVectors(dst, a, &cbrtSteps, cbrtVectors, elementary.Cbrt, elementary.CbrtSingle)
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

func powPlain[T Float](dst, a, b []T) { twin2(dst, a, b, elementary.Pow, elementary.PowSingle) }

// twin2 is twin for functions of two numbers.
func twin2[T Float](dst, a, b []T, double func(x, y float64) float64, single func(x, y float32) float32) {
	switch dst := any(dst).(type) {
	case []float32:
		x, y := any(a).([]float32), any(b).([]float32)
		for i := range dst {
			dst[i] = single(x[i], y[i])
		}
	case []float64:
		x, y := any(a).([]float64), any(b).([]float64)
		for i := range dst {
			dst[i] = double(x[i], y[i])
		}
	}
}

// inVectors2 is inVectors for functions of two numbers.
func inVectors2[T Float](dst, a, b []T, table *steps, vectors func(kind int, dst, a, b unsafe.Pointer, n int), double func(x, y float64) float64, single func(x, y float32) float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := table.whole(kindOf[T](), len(dst))
	if n > 0 {
		vectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	twin2(dst[n:], a[n:], b[n:], double, single)
}

// Atan2 stores the angles of the points (b, a) in dst.
func Atan2[T Float](dst, a, b []T) {
	inVectors2(dst, a, b, &atan2Steps, atan2Vectors, elementary.Atan2, elementary.Atan2Single)
}

// Hypot stores the square roots of a² + b² in dst.
func Hypot[T Float](dst, a, b []T) {
	inVectors2(dst, a, b, &hypotSteps, hypotVectors, elementary.Hypot, elementary.HypotSingle)
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
	trigonometric(dst, a, &tanSteps, tanVectors, elementary.Tan, elementary.TanSingle)
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
