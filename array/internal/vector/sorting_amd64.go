// This file declares amd64's assembly for sorting.

package vector

import "unsafe"

const hasSorting = true

//go:noescape
func partitionI64(dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int

//go:noescape
func partitionI32(dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int

//go:noescape
func sortFewI64(dst, a unsafe.Pointer)

//go:noescape
func sortFewI32(dst, a unsafe.Pointer)

//go:noescape
func sortBlocksI64(a unsafe.Pointer, n int)

//go:noescape
func sortBlocksI32(a unsafe.Pointer, n int)

//go:noescape
func mirrorBlocksI64(a, b unsafe.Pointer)

//go:noescape
func mirrorBlocksI32(a, b unsafe.Pointer)

//go:noescape
func crossBlocksI64(a, b unsafe.Pointer, n int)

//go:noescape
func crossBlocksI32(a, b unsafe.Pointer, n int)

//go:noescape
func finishBlocksI64(a unsafe.Pointer, n int)

//go:noescape
func finishBlocksI32(a unsafe.Pointer, n int)

//go:noescape
func lastBlocksI64(dst, a unsafe.Pointer, n int)

//go:noescape
func lastBlocksI32(dst, a unsafe.Pointer, n int)

// partitionVectors partitions n elements of a size, whole vectors, around *pivot. dst has room bytes, enough for a vector
// more. It returns how many bytes at its beginning are not above.
func partitionVectors(size int, dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int {
	if size == 4 {
		return partitionI32(dst, room, a, pivot, n)
	}
	return partitionI64(dst, room, a, pivot, n)
}

// sortFewVectors sorts n blocks of elements of a size; dst may be a, whose elements are lost if there are several.
func sortFewVectors(size int, dst, a unsafe.Pointer, n int) {
	switch {
	case size == 4 && n == 1:
		sortFewI32(dst, a)
	case size == 4:
		sortBlocksI32(a, n)
		mergeBlocks(size, a, n)
		lastBlocksI32(dst, a, n)
	case n == 1:
		sortFewI64(dst, a)
	default:
		sortBlocksI64(a, n)
		mergeBlocks(size, a, n)
		lastBlocksI64(dst, a, n)
	}
}

// mergeBlocks merges n sorted blocks, in groups of 2, 4 and so on, but for the last step within the blocks. Blocks behind the
// last one would hold the greatest integers, which stay.
func mergeBlocks(size int, a unsafe.Pointer, n int) {
	at := func(block int) unsafe.Pointer { return unsafe.Add(a, block*blockBytes) }
	for half := 1; half < n; half *= 2 {
		if half > 1 {
			finishBlocks(size, a, n)
		}
		for first := 0; first < n; first += 2 * half {
			end := first + 2*half
			for low := first; low < first+half; low++ {
				if high := end - 1 - (low - first); high < n {
					mirrorBlocks(size, at(low), at(high))
				}
			}
			for apart := half / 2; apart > 0; apart /= 2 {
				for low := first; low < min(end, n)-apart; low += 2 * apart {
					crossBlocks(size, at(low), at(low+apart), min(apart, n-low-apart))
				}
			}
		}
	}
}

func finishBlocks(size int, a unsafe.Pointer, n int) {
	if size == 4 {
		finishBlocksI32(a, n)
		return
	}
	finishBlocksI64(a, n)
}

func mirrorBlocks(size int, a, b unsafe.Pointer) {
	if size == 4 {
		mirrorBlocksI32(a, b)
		return
	}
	mirrorBlocksI64(a, b)
}

func crossBlocks(size int, a, b unsafe.Pointer, n int) {
	if size == 4 {
		crossBlocksI32(a, b, n)
		return
	}
	crossBlocksI64(a, b, n)
}
