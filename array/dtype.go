// This file names the element types as values, for code that does not know T.

package array

import (
	"strconv"
	"strings"
)

// DType is an element type as a value.
type DType uint8

// The element types.
const (
	Bool DType = iota + 1
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Float32
	Float64
	Complex64
	Complex128
)

// dtypes holds what is known of each DType; index 0 is the invalid one.
var dtypes = [...]struct {
	name  string
	bytes int
}{
	0:          {"invalid", 0},
	Bool:       {"bool", 1},
	Int:        {"int", strconv.IntSize / 8},
	Int8:       {"int8", 1},
	Int16:      {"int16", 2},
	Int32:      {"int32", 4},
	Int64:      {"int64", 8},
	Uint:       {"uint", strconv.IntSize / 8},
	Uint8:      {"uint8", 1},
	Uint16:     {"uint16", 2},
	Uint32:     {"uint32", 4},
	Uint64:     {"uint64", 8},
	Float32:    {"float32", 4},
	Float64:    {"float64", 8},
	Complex64:  {"complex64", 8},
	Complex128: {"complex128", 16},
}

// String returns the Go name, such as "float64".
func (d DType) String() string {
	if int(d) >= len(dtypes) {
		d = 0
	}
	return dtypes[d].name
}

// article returns the article of the name: an int, a uint.
func (d DType) article() string {
	if strings.HasPrefix(d.String(), "i") {
		return "an"
	}
	return "a"
}

// Bytes returns the size of one element in memory.
func (d DType) Bytes() int {
	if int(d) >= len(dtypes) {
		d = 0
	}
	return dtypes[d].bytes
}

// dtypeOf returns T as a value.
func dtypeOf[T Element]() DType {
	var zero T
	switch any(zero).(type) {
	case bool:
		return Bool
	case int:
		return Int
	case int8:
		return Int8
	case int16:
		return Int16
	case int32:
		return Int32
	case int64:
		return Int64
	case uint:
		return Uint
	case uint8:
		return Uint8
	case uint16:
		return Uint16
	case uint32:
		return Uint32
	case uint64:
		return Uint64
	case float32:
		return Float32
	case float64:
		return Float64
	case complex64:
		return Complex64
	default:
		return Complex128
	}
}

// shapeText writes a shape as Go and NumPy users read it: (2, 3), (5,) and ().
func shapeText(shape []int) string {
	var b strings.Builder
	b.WriteByte('(')
	for k, d := range shape {
		if k > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(d))
	}
	if len(shape) == 1 {
		b.WriteByte(',')
	}
	b.WriteByte(')')
	return b.String()
}
