// This file looks into the bits of numbers.

package vector

import (
	"math"
	"unsafe"
)

func sizeOf[T any]() int {
	var zero T
	return int(unsafe.Sizeof(zero))
}

// signBit tells whether the sign bit of a float is set.
func signBit[T Real](v T) bool {
	switch v := any(v).(type) {
	case float32:
		return math.Float32bits(v)>>31 == 1
	case float64:
		return math.Float64bits(v)>>63 == 1
	}
	return false
}

// negativeZero returns -0 of a float.
func negativeZero[T Real]() T {
	var zero T
	if v, ok := any(zero).(float32); ok {
		return any(float32(math.Copysign(float64(v), -1))).(T)
	}
	return any(math.Copysign(0, -1)).(T)
}
