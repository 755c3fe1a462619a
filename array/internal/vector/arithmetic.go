// This file holds arithmetic.

package vector

import (
	"math"
	"unsafe"
)

// Add stores a + b in dst. Here and below, operands are at least as long as dst, and may be dst itself.
func Add[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := addSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		addVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	addPlain(dst[n:], a[n:], b[n:])
}

func addPlain[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// Sub stores a - b in dst.
func Sub[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := subSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		subVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	subPlain(dst[n:], a[n:], b[n:])
}

func subPlain[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// Mul stores a · b in dst.
func Mul[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := mulSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		mulVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	mulPlain(dst[n:], a[n:], b[n:])
}

func mulPlain[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

// SquaresFrom stores (a - v)² in dst.
func SquaresFrom[T Float](dst, a []T, v T) {
	a = a[:len(dst)]
	n := squaresFromSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		var repeated [32]byte
		values := unsafe.Slice((*T)(unsafe.Pointer(&repeated)), 32/sizeOf[T]())
		for i := range values {
			values[i] = v
		}
		squaresFromVectors(kindOf[T](), pointer(dst), pointer(a), pointer(values), n)
	}
	for i := n; i < len(dst); i++ {
		distance := a[i] - v
		dst[i] = T(distance * distance)
	}
}

// AddSquares adds (a - b)² to sums, each square rounded before it is added.
func AddSquares[T Float](sums, a, b []T) {
	a, b = a[:len(sums)], b[:len(sums)]
	n := addSquaresSteps.whole(kindOf[T](), len(sums))
	if n > 0 {
		addSquaresVectors(kindOf[T](), pointer(sums), pointer(a), pointer(b), n)
	}
	for i := n; i < len(sums); i++ {
		distance := a[i] - b[i]
		sums[i] += T(distance * distance)
	}
}

// Div stores a / b in dst. Integers truncate, and panic if b holds a zero.
func Div[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := divSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		divVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	divPlain(dst[n:], a[n:], b[n:])
}

func divPlain[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / b[i]
	}
}

// Max stores the larger of a and b in dst, NaN if either is; 0 is above -0.
func Max[T Real](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := maxSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		maxVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	maxPlain(dst[n:], a[n:], b[n:])
}

func maxPlain[T Real](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = max(a[i], b[i])
	}
}

// Min stores the smaller of a and b in dst, NaN if either is; -0 is below 0.
func Min[T Real](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := minSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		minVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	minPlain(dst[n:], a[n:], b[n:])
}

func minPlain[T Real](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = min(a[i], b[i])
	}
}

// Neg stores -a in dst.
func Neg[T Number](dst, a []T) {
	a = a[:len(dst)]
	n := negSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		negVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	negPlain(dst[n:], a[n:])
}

func negPlain[T Number](dst, a []T) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = -a[i]
	}
}

// Abs stores |a| in dst; that of the least signed integer is itself.
func Abs[T Real](dst, a []T) {
	a = a[:len(dst)]
	if zero := T(0); zero-1 > 0 { // unsigned
		copy(dst, a)
		return
	}
	n := absSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		absVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	absPlain(dst[n:], a[n:])
}

func absPlain[T Real](dst, a []T) {
	a = a[:len(dst)]
	for i, v := range a {
		if v <= 0 {
			v = 0 - v // 0 - v, not -v, so that -0 becomes 0
		}
		dst[i] = v
	}
}

// ReLU stores the larger of a and 0 in dst, NaN for NaN.
func ReLU[T Real](dst, a []T) {
	a = a[:len(dst)]
	n := reluSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		reluVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	reluPlain(dst[n:], a[n:])
}

func reluPlain[T Real](dst, a []T) {
	a = a[:len(dst)]
	for i, v := range a {
		dst[i] = max(v, 0)
	}
}

// Clip stores a in dst with elements below lo raised to lo and elements above hi lowered to hi. NaN stays.
func Clip[T Real](dst, a []T, lo, hi T) {
	a = a[:len(dst)]
	n := clipSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		var low, high [32]T // more than fill a vector
		for i := range low {
			low[i], high[i] = lo, hi
		}
		clipVectors(kindOf[T](), pointer(dst), pointer(a), pointer(low[:]), pointer(high[:]), n)
	}
	clipPlain(dst[n:], a[n:], lo, hi)
}

func clipPlain[T Real](dst, a []T, lo, hi T) {
	a = a[:len(dst)]
	for i, v := range a {
		switch {
		case v < lo:
			v = lo
		case v > hi:
			v = hi
		}
		dst[i] = v
	}
}

// Sqrt stores square roots in dst.
func Sqrt[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := sqrtSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		sqrtVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	each(dst[n:], a[n:], math.Sqrt)
}

// each stores f of each element, as float64, in dst.
func each[T Float](dst, a []T, f func(float64) float64) {
	a = a[:len(dst)]
	for i, v := range a {
		dst[i] = T(f(float64(v)))
	}
}

// Floor stores the greatest whole numbers not above a in dst.
func Floor[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := floorSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		floorVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	each(dst[n:], a[n:], math.Floor)
}

// Ceil stores the least whole numbers not below a in dst.
func Ceil[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := ceilSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		ceilVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	each(dst[n:], a[n:], math.Ceil)
}

// Trunc stores a without fractions in dst.
func Trunc[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := truncSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		truncVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	each(dst[n:], a[n:], math.Trunc)
}

// Round stores the nearest whole numbers, ties to even, in dst.
func Round[T Float](dst, a []T) {
	a = a[:len(dst)]
	n := roundSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		roundVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	each(dst[n:], a[n:], math.RoundToEven)
}
