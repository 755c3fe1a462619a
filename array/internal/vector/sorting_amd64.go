// This file declares amd64's assembly for sorting.

package vector

import "unsafe"

const hasSorting = true

//go:noescape
func partitionI64(dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int

//go:noescape
func partitionI32(dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int

//go:noescape
func sortFewI64(dst, a, places unsafe.Pointer)

//go:noescape
func sortFewI32(dst, a, places unsafe.Pointer)

// partitionVectors partitions n elements of a size, whole vectors, around *pivot. dst has room bytes, enough for a vector
// more. It returns how many bytes at its beginning are not above.
func partitionVectors(size int, dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int {
	if size == 4 {
		return partitionI32(dst, room, a, pivot, n)
	}
	return partitionI64(dst, room, a, pivot, n)
}

// sortFewVectors sorts four vectors. places is scratch of the same size.
func sortFewVectors(size int, dst, a, places unsafe.Pointer) {
	if size == 4 {
		sortFewI32(dst, a, places)
		return
	}
	sortFewI64(dst, a, places)
}
