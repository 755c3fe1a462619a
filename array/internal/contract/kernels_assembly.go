//go:build amd64 || arm64

// This file holds what the kernels in assembly share.

package contract

// acrossBlocks packs blocks of lanes columns, or runs that are shorter element by element. A block with too few columns
// repeats its last one and writes into the row after it, which is why blocks are packed from the last to the first and
// rows in their order.
func acrossBlocks[T Element](dst, src []T, at int, columns, terms []int, n, stride int, offsets *[8]int, lanes int, transpose func(dst, src *T, offsets, terms *int, n, runs, stride int)) {
	if n < lanes {
		plainAcross(dst, src, at, columns, terms, n, stride, offsets)
		return
	}
	for first := (len(columns) - 1) / lanes * lanes; first >= 0; first -= lanes {
		for j := range lanes {
			offsets[j] = columns[min(first+j, len(columns)-1)] - columns[first]
		}
		transpose(&dst[first], &src[at+columns[first]], &offsets[0], &terms[0], n, len(terms)/n, stride)
	}
}

// flag is 1 for what is set.
func flag(set bool) int {
	if set {
		return 1
	}
	return 0
}
