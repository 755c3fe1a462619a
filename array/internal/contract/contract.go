// Package contract is the engine under Einsum and convolution: it sums products of strided tensors whose axes are named
// by letters. It parses an einsum specification, finds a good pairwise order, and runs every pair on one blocked loop
// that reads its operands straight from their strides, so that overlapping window views are never copied.
//
// It must not know the Array type, its options or its error texts: operands arrive as buffers with offset, shape and
// strides. Why it is built this way, with measurements, stands in DESIGN.md.
package contract

// Element is every type the engine can contract. Booleans combine with and (product) and or (sum); integers wrap.
type Element interface{ bool | number }

type number interface {
	int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | float32 | float64 | complex64 | complex128
}

func rowMajorStrides(shape []int) []int {
	strides := make([]int, len(shape))
	step := 1
	for axis := len(shape) - 1; axis >= 0; axis-- {
		strides[axis] = step
		step *= shape[axis]
	}
	return strides
}

func product(extents []int) int {
	size := 1
	for _, extent := range extents {
		size *= extent
	}
	return size
}
