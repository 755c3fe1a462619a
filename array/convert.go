// This file converts between element types.

package array

import (
	"math"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// blockLen is the number of elements that element-wise loops handle at once: few enough that the scratch of all
// operands stays in the first-level cache, enough to make the cost of a call small.
const blockLen = 512

// Cast returns a new row-major array with the elements of a converted to U. Integers wrap around as in Go; floats are
// truncated towards zero, saturate at the ends of an integer's range, and NaN becomes 0, so that every machine agrees;
// complex numbers lose their imaginary part; bool becomes 0 or 1, and anything that is not zero becomes true.
// NumPy: astype.
func Cast[U, T Element](a *Array[T]) *Array[U] {
	out := unwritten[U](a.shape)
	if a.Size() <= blockLen && a.IsContiguous() {
		convertRun(out.data, a.run())
		return out
	}
	return ordered(a, out, true, convertRun[U, T])
}

// convertRun converts any number of elements.
func convertRun[U, T Element](dst []U, src []T) {
	if same, ok := any(src).([]U); ok {
		copy(dst, same)
		return
	}
	if dst, ok := any(dst).([]bool); ok {
		for len(dst) > 0 {
			n := min(blockLen, len(dst))
			vector.NotEqual(dst[:n], src[:n], zeros[T]())
			dst, src = dst[n:], src[n:]
		}
		return
	}
	n := vector.Convert(dst, src)
	for dst, src = dst[n:], src[n:]; len(dst) > 0; {
		m := min(blockLen, len(dst))
		convertBlock(dst[:m], src[:m])
		dst, src = dst[m:], src[m:]
	}
}

// convert converts one element.
func convert[U, T Element](v T) U {
	if same, ok := any(v).(U); ok {
		return same
	}
	var out [1]U
	convertBlock(out[:], []T{v})
	return out[0]
}

// convertBlock converts at most blockLen elements between slices of two element types. It passes through the widest type
// of the source's kind, so that 15 types need 15 + 4·15 loops instead of 15·15; each conversion still rounds once.
func convertBlock(dst, src any) {
	switch src := src.(type) {
	case []bool:
		var wide [blockLen]int64
		for i, v := range src {
			if v {
				wide[i] = 1
			}
		}
		narrow(dst, wide[:len(src)])
	case []int:
		widen(dst, src)
	case []int8:
		widen(dst, src)
	case []int16:
		widen(dst, src)
	case []int32:
		widen(dst, src)
	case []int64:
		narrow(dst, src)
	case []uint:
		widenUnsigned(dst, src)
	case []uint8:
		widen(dst, src)
	case []uint16:
		widen(dst, src)
	case []uint32:
		widen(dst, src)
	case []uint64:
		narrowUnsigned(dst, src)
	case []float32:
		var wide [blockLen]float64
		for i, v := range src {
			wide[i] = float64(v)
		}
		narrowFloat(dst, wide[:len(src)])
	case []float64:
		narrowFloat(dst, src)
	case []complex64:
		var wide [blockLen]complex128
		for i, v := range src {
			wide[i] = complex128(v)
		}
		narrowComplex(dst, wide[:len(src)])
	case []complex128:
		narrowComplex(dst, src)
	}
}

func widen[T int | int8 | int16 | int32 | uint8 | uint16 | uint32](dst any, src []T) {
	var wide [blockLen]int64
	for i, v := range src {
		wide[i] = int64(v)
	}
	narrow(dst, wide[:len(src)])
}

func widenUnsigned(dst any, src []uint) {
	var wide [blockLen]uint64
	for i, v := range src {
		wide[i] = uint64(v)
	}
	narrowUnsigned(dst, wide[:len(src)])
}

func narrow(dst any, src []int64) {
	switch dst := dst.(type) {
	case []bool:
		nonzero(dst, src)
	case []int:
		truncate(dst, src)
	case []int8:
		truncate(dst, src)
	case []int16:
		truncate(dst, src)
	case []int32:
		truncate(dst, src)
	case []int64:
		copy(dst, src)
	case []uint:
		truncate(dst, src)
	case []uint8:
		truncate(dst, src)
	case []uint16:
		truncate(dst, src)
	case []uint32:
		truncate(dst, src)
	case []uint64:
		truncate(dst, src)
	case []float32:
		truncate(dst, src)
	case []float64:
		truncate(dst, src)
	case []complex64:
		for i, v := range src {
			dst[i] = complex(float32(v), 0)
		}
	case []complex128:
		for i, v := range src {
			dst[i] = complex(float64(v), 0)
		}
	}
}

// narrowUnsigned differs from narrow only where the sign bit matters: in floating point.
func narrowUnsigned(dst any, src []uint64) {
	switch dst := dst.(type) {
	case []float32:
		truncate(dst, src)
	case []float64:
		truncate(dst, src)
	case []complex64:
		for i, v := range src {
			dst[i] = complex(float32(v), 0)
		}
	case []complex128:
		for i, v := range src {
			dst[i] = complex(float64(v), 0)
		}
	default:
		var wide [blockLen]int64
		truncate(wide[:len(src)], src)
		narrow(dst, wide[:len(src)])
	}
}

func narrowFloat(dst any, src []float64) {
	switch dst := dst.(type) {
	case []bool:
		nonzero(dst, src)
	case []int:
		saturate(dst, src, math.MinInt, math.MaxInt)
	case []int8:
		saturate(dst, src, math.MinInt8, math.MaxInt8)
	case []int16:
		saturate(dst, src, math.MinInt16, math.MaxInt16)
	case []int32:
		saturate(dst, src, math.MinInt32, math.MaxInt32)
	case []int64:
		saturate(dst, src, math.MinInt64, math.MaxInt64)
	case []uint:
		saturate(dst, src, 0, math.MaxUint)
	case []uint8:
		saturate(dst, src, 0, math.MaxUint8)
	case []uint16:
		saturate(dst, src, 0, math.MaxUint16)
	case []uint32:
		saturate(dst, src, 0, math.MaxUint32)
	case []uint64:
		saturate(dst, src, 0, math.MaxUint64)
	case []float32:
		for i, v := range src {
			dst[i] = float32(v)
		}
	case []float64:
		copy(dst, src)
	case []complex64:
		for i, v := range src {
			dst[i] = complex(float32(v), 0)
		}
	case []complex128:
		for i, v := range src {
			dst[i] = complex(v, 0)
		}
	}
}

func narrowComplex(dst any, src []complex128) {
	switch dst := dst.(type) {
	case []bool:
		nonzero(dst, src)
	case []complex64:
		for i, v := range src {
			dst[i] = complex64(v)
		}
	case []complex128:
		copy(dst, src)
	default:
		var wide [blockLen]float64
		for i, v := range src {
			wide[i] = real(v)
		}
		narrowFloat(dst, wide[:len(src)])
	}
}

func nonzero[T Number](dst []bool, src []T) {
	for i, v := range src {
		dst[i] = v != 0
	}
}

func truncate[U Real, T Integer](dst []U, src []T) {
	for i, v := range src {
		dst[i] = U(v)
	}
}

// saturate truncates floats to integers between lo and hi, whose values as floats are exact or just beyond the range.
func saturate[U Integer](dst []U, src []float64, lo, hi U) {
	least, beyond := float64(lo), float64(hi/2+1)*2 // hi+1 is a power of two, exact where hi is not
	for i, v := range src {
		switch {
		case v >= beyond:
			dst[i] = hi
		case v <= least:
			dst[i] = lo
		case v != v:
			dst[i] = 0
		default:
			dst[i] = U(v)
		}
	}
}
