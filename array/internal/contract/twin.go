// This file is the definition of an einsum, written as one nest of loops over all letters. It is the oracle of the
// tests; nothing else uses it, since it repeats for every output element what pairwise contraction does once.

package contract

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

// Twin returns the row-major result of a specification by its definition: for every combination of the letters, the
// product of the operands' elements is added to the output element those letters select.
func Twin[T Element](spec *Spec, operands []View[T]) []T {
	shape := spec.OutputShape()
	out := make([]T, product(shape))
	outStrides := rowMajorStrides(shape)
	ops := kernelsOf[T]()
	letters := make([]int, len(spec.Letters)) // the value each letter has now
	for letter := 0; letter >= 0; {
		if letter < len(letters) {
			if letters[letter] < spec.Letters[letter].Extent {
				letter++ // go one loop deeper
				continue
			}
			letters[letter] = 0
		} else {
			term := ops.one
			for i, v := range operands {
				term = ops.mul(term, v.Data[v.position(spec.Inputs[i], letters)])
			}
			at := 0
			for axis, l := range spec.Output {
				at += letters[l] * outStrides[axis]
			}
			out[at] = ops.add(out[at], term)
		}
		if letter--; letter >= 0 {
			letters[letter]++ // next turn of the loop around this one
		}
	}
	return out
}

// position returns where in the buffer the element selected by the letters lies; an axis of extent 1 broadcasts.
func (v View[T]) position(axes, letters []int) int {
	at := v.Offset
	for axis, l := range axes {
		if v.Shape[axis] != 1 {
			at += letters[l] * v.Strides[axis]
		}
	}
	return at
}
