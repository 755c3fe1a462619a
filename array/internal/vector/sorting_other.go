//go:build !amd64

// This file serves the processors without assembly for sorting.

package vector

import "unsafe"

const hasSorting = false

func partitionVectors(size int, dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int {
	return 0
}

func sortFewVectors(size int, dst, a unsafe.Pointer, n int) {}
