// Package vector holds the inner loops over adjacent elements: arithmetic, comparison, elementary functions, sums,
// extremes, conversion, transposition. Each has a plain Go twin that reads like its definition; on amd64 processors with
// AVX2 and FMA, or AVX-512 too, and on arm64, assembly from the generator in gen gives the same bits faster. Assembly handles
// whole groups of vectors, the twin what is left.
//
// It knows nothing of arrays, shapes or strides.
package vector

import "unsafe"

//go:generate sh -c "cd gen && go run . .."

// Integer, Float, Real and Number list element types by what they can do; Element lists all.
type (
	Integer interface {
		int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64
	}
	Float   interface{ float32 | float64 }
	Real    interface{ Integer | Float }
	Complex interface{ complex64 | complex128 }
	Number  interface{ Real | Complex }
	Element interface{ bool | Number }
)

// The kinds of elements that kernels tell apart.
const (
	U8 = iota
	I8
	U16
	I16
	U32
	I32
	U64
	I64
	F32
	F64
	C64
	C128
	kinds
)

// kindOf returns the kind of T; a bool is a byte that holds 0 or 1.
func kindOf[T Element]() int {
	var zero T
	switch any(zero).(type) {
	case bool, uint8:
		return U8
	case int8:
		return I8
	case uint16:
		return U16
	case int16:
		return I16
	case uint32:
		return U32
	case int32:
		return I32
	case uint64:
		return U64
	case int64:
		return I64
	case int:
		return I32 + 2*(int(unsafe.Sizeof(zero))/8)
	case uint:
		return U32 + 2*(int(unsafe.Sizeof(zero))/8)
	case float32:
		return F32
	case float64:
		return F64
	case complex64:
		return C64
	}
	return C128
}

// steps holds, for each kind, how many elements the assembly of an operation handles at once; 0 if there is none.
type steps [kinds]int

// whole returns how many of n elements the assembly can handle.
func (s *steps) whole(kind, n int) int {
	step := s[kind]
	if n < step || step == 0 || !assembly {
		return 0
	}
	return n &^ (step - 1)
}

// pointer returns the address of the first element; s is not empty.
func pointer[T any](s []T) unsafe.Pointer { return unsafe.Pointer(&s[0]) }
