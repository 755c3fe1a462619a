// Package contract is the engine under Einsum and convolution: it sums products of strided tensors whose axes are named
// by letters. It parses an einsum specification, finds a good pairwise order, and runs every pair on one blocked loop
// that reads its operands straight from their strides, so that overlapping window views are never copied.
//
// It must not know the Array type, its options or its error texts: operands arrive as buffers with offset, shape and
// strides (View). Why it is built this way, with measurements, stands in DESIGN.md.
package contract

// Element is every type the engine can contract. Booleans combine with and (product) and or (sum); integers wrap.
type Element interface{ bool | number }

type number interface {
	int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | float32 | float64 | complex64 | complex128
}

// View is a strided window onto a buffer: element (i0, i1, ...) lies at Data[Offset + i0*Strides[0] + i1*Strides[1] + ...].
// Strides count elements and may be zero, negative or overlapping.
type View[T Element] struct {
	Data    []T
	Offset  int
	Shape   []int
	Strides []int
}

// RowMajor returns a view of the given shape over data, last axis fastest.
func RowMajor[T Element](data []T, shape []int) View[T] {
	return View[T]{Data: data, Shape: shape, Strides: rowMajorStrides(shape)}
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
