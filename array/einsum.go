// This file gives Einsum and its relatives to arrays; parsing, planning and computing are package contract's.

package array

import (
	"math/cmplx"
	"slices"

	"github.com/arraybook/arraybook/array/internal/contract"
)

// Einsum sums products of elements whose axes are named by letters: for every combination of the letters, the product
// of the operands' elements is added to the element of the result that the letters after the arrow select.
//
//	Einsum("ij,jk->ik", a, b)       matrix product
//	Einsum("ii->i", a)              diagonal
//	Einsum("xyij,ij->xy", view, w)  filter over the windows of a view
//	Einsum("...ij->...ji", a)       transpose of the last two axes
//
// The spec is all that numpy.einsum accepts as a string, with any Unicode letter: without an arrow the result has the
// letters that occur once, in alphabetical order; an ellipsis stands for leading axes that broadcast; an axis of length
// 1 broadcasts; spaces mean nothing. The operands are contracted two at a time in the best order (see [EinsumPath]),
// and views, window views included, are read in place. For bool, the product is and, the sum is or; integers wrap.
//
// A single operand none of whose letters is summed gives a view, as in NumPy; "ij->ji" and "ii->i" copy nothing and
// writing to them writes to the operand. Einsum panics if the spec is malformed or does not fit the shapes, where the
// error underlines the letter at fault, or if the result's rank exceeds 32. NumPy: einsum.
func Einsum[T Element](spec string, operands ...*Array[T]) *Array[T] {
	program, buffers := compile("Einsum", spec, nil, operands)
	if view := einsumView(program.Spec, operands); view != nil {
		return view
	}
	dst := unwritten[T](program.Spec.OutputShape())
	contract.Run(program, contract.Buffer[T]{Data: dst.data}, buffers, 0)
	return dst
}

// EinsumInto is Einsum with a destination, which may share memory with operands. It panics as Einsum does, if the
// destination's shape is not that of the result, or if it is read-only. NumPy: einsum(..., out=dst).
func EinsumInto[T Element](dst *Array[T], spec string, operands ...*Array[T]) {
	const op = "EinsumInto"
	program, buffers := compile(op, spec, dst.strides, operands)
	if shape := program.Spec.OutputShape(); !slices.Equal(shape, dst.shape) {
		fail(op, "the result of %q has shape %s, the destination %s", spec, shapeText(shape), shapeText(dst.shape))
	}
	dst.mustWrite(op)
	if dst.overlaps {
		aside := unwritten[T](dst.shape)
		EinsumInto(aside, spec, operands...)
		dst.rewrite(aside)
		return
	}
	for _, a := range operands {
		if mayOverlap(dst, a) {
			aside := unwritten[T](dst.shape)
			EinsumInto(aside, spec, operands...)
			program, buffers = compile(op, "...", dst.strides, []*Array[T]{aside})
			break
		}
	}
	contract.Run(program, contract.Buffer[T]{Data: dst.data, Offset: dst.offset}, buffers, 0)
}

// EinsumGrad returns the derivatives of Einsum(spec, operands...) with respect to each operand, given dout, the
// derivative with respect to the result. Elements that a repeated letter leaves out get 0, and axes that were broadcast
// are summed. For complex types it is the gradient in the convention of deep-learning libraries: the other operands are
// conjugated. It panics as Einsum does, and if dout has not the result's shape.
func EinsumGrad[T Number](spec string, dout *Array[T], operands ...*Array[T]) []*Array[T] {
	const op = "EinsumGrad"
	shapes := shapesOf(operands)
	parsed, err := contract.Parse(spec, shapes)
	if err != nil {
		panic(&Error{Op: op, Message: err.Error(), Err: err})
	}
	if shape := parsed.OutputShape(); !slices.Equal(shape, dout.shape) {
		fail(op, "the result of %q has shape %s, its derivative %s", spec, shapeText(shape), shapeText(dout.shape))
	}
	factors := make([]*Array[T], len(operands))
	for i, a := range operands {
		factors[i] = conjugate(a)
	}
	grads := make([]*Array[T], len(operands))
	for i, a := range operands {
		gradient, ones := contract.Gradient(parsed, shapes, i)
		others := append(slices.Delete(slices.Clone(factors), i, i+1), dout, Scalar(one[T]()).BroadcastTo(ones...))
		grads[i] = Zeros[T](a.shape...)
		plan := contract.NewPlan(gradient, shapesOf(others), stridesOf(others)...)
		target := contract.Diagonal(parsed.Inputs[i], grads[i].strides, gradient)
		program := contract.NewProgram(plan, shapesOf(others), stridesOf(others), target)
		contract.Run(program, contract.Buffer[T]{Data: grads[i].data}, buffersOf(others), 0)
	}
	return grads
}

// compile readies the spec for the operands and a destination with the given strides, or in row-major order if they
// are nil.
func compile[T Element](op, spec string, dst []int, operands []*Array[T]) (*contract.Program, []contract.Buffer[T]) {
	program, err := contract.Compile(spec, shapesOf(operands), stridesOf(operands), dst)
	if err != nil {
		panic(&Error{Op: op, Message: err.Error(), Err: err})
	}
	if rank := len(program.Spec.Output); rank > maxRank {
		fail(op, "the result of %q has rank %d, which exceeds %d", spec, rank, maxRank)
	}
	checkShape(op, program.Spec.OutputShape())
	return program, buffersOf(operands)
}

// einsumView returns the result as a view of the only operand, or nil if there are sums or several operands.
func einsumView[T Element](spec *contract.Spec, operands []*Array[T]) *Array[T] {
	if len(operands) != 1 || len(spec.Output) != len(spec.Letters) {
		return nil
	}
	a := operands[0]
	strides := make([]int, len(spec.Output))
	for axis, letter := range spec.Inputs[0] {
		strides[slices.Index(spec.Output, letter)] += a.strides[axis]
	}
	return a.view(spec.OutputShape(), strides, a.offset)
}

func buffersOf[T Element](operands []*Array[T]) []contract.Buffer[T] {
	buffers := make([]contract.Buffer[T], len(operands))
	for i, a := range operands {
		buffers[i] = contract.Buffer[T]{Data: a.data, Offset: a.offset}
	}
	return buffers
}

func shapesOf[T Element](operands []*Array[T]) [][]int {
	shapes := make([][]int, len(operands))
	for i, a := range operands {
		shapes[i] = a.shape
	}
	return shapes
}

func stridesOf[T Element](operands []*Array[T]) [][]int {
	strides := make([][]int, len(operands))
	for i, a := range operands {
		strides[i] = a.strides
	}
	return strides
}

// conjugate returns a itself for real types.
func conjugate[T Number](a *Array[T]) *Array[T] {
	if k := a.DType(); k != Complex64 && k != Complex128 {
		return a
	}
	a = a.Copy()
	inParts(watch(), 0, len(a.data), func(lo, hi int) {
		switch data := any(a.data[lo:hi]).(type) {
		case []complex64:
			for i, v := range data {
				data[i] = complex(real(v), -imag(v))
			}
		case []complex128:
			for i, v := range data {
				data[i] = cmplx.Conj(v)
			}
		}
	})
	return a
}

// ErrInterrupted is what an operation panics with when [Interrupt] stops it.
var ErrInterrupted = contract.ErrInterrupted

// Interrupt stops every long operation that is running now, in whatever goroutine unless [InterruptIf] says of which, most of them
// within milliseconds: each panics there with ErrInterrupted. What it was writing to then holds some of the result; a file that it was
// saving does not appear. Decompositions of matrices go on to their end. A kernel calls it when the user interrupts a cell.
func Interrupt() { contract.Interrupt() }

// InterruptIf has ended asked whether an operation is to stop, in the goroutine that began it: when it begins, and whenever it looks after
// [Interrupt] was called. If ended reports true, it panics with ErrInterrupted. So a kernel stops what the interrupted cell computes, also what
// it begins late, and neither what it defers nor what other cells do. Without it, or with nil, Interrupt stops all.
func InterruptIf(ended func() bool) { contract.InterruptIf(ended) }
