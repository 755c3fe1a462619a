// This file makes the memory of results that are sure to be written in full, without clearing it first: for a small
// filter, clearing the result would take longer than computing it.

package array

import (
	"strings"
	"unsafe"
)

// clearedBytes is the size up to which clearing costs less than it is worth to avoid.
const clearedBytes = 4 << 10

// unwritten returns a row-major array whose elements are unspecified until they are written. A strings.Builder is the
// one public door to memory that the runtime hands out uncleared; element types hold no pointers, so the collector
// never looks inside.
func unwritten[T Element](shape []int) *Array[T] {
	n := sizeOf(shape)
	size := n * elementBytes[T]()
	if size <= clearedBytes {
		return allocate[T](shape)
	}
	reserve[T](shape)
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(0) // an empty string need not point to the buffer
	return wrap(unsafe.Slice((*T)(unsafe.Pointer(unsafe.StringData(b.String()))), n), shape)
}
