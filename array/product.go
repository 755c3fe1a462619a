// This file holds products of matrices and tensors, which run on the contraction engine for every element type, and the
// bridge to gonum's matrices.

package array

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// MatMul returns the matrix product over the last axis of a and the last but one of b; leading axes broadcast. An
// operand of rank 1 is a row on the left or a column on the right, and its axis disappears. Panics if the lengths
// differ or an operand has rank 0. NumPy: matmul.
func MatMul[T Number](a, b *Array[T]) *Array[T] {
	defer named("MatMul")
	ra, rb := len(a.shape), len(b.shape)
	if ra == 0 || rb == 0 {
		fail("MatMul", "shapes %s and %s: rank 0 is not a matrix; use Mul", shapeText(a.shape), shapeText(b.shape))
	}
	inner, rows := a.shape[ra-1], b.shape[max(rb-2, 0)]
	if inner != rows {
		fail("MatMul", "shapes %s and %s do not multiply: axis %d of the first has length %d, axis %d of the second %d", shapeText(a.shape), shapeText(b.shape), ra-1, inner, max(rb-2, 0), rows)
	}
	switch {
	case ra == 1 && rb == 1:
		return Einsum("k,k->", a, b)
	case ra == 1:
		return Einsum("k,...kj->...j", a, b)
	case rb == 1:
		return Einsum("...ik,k->...i", a, b)
	case ra == 2 && rb == 2:
		return Einsum("ik,kj->ij", a, b)
	}
	broadcastShape("MatMul", a.shape[:ra-2], b.shape[:rb-2])
	return Einsum("...ik,...kj->...ij", a, b)
}

// Dot returns the sum of products over the last axis of a and the last but one of b, without broadcasting: the other
// axes of a come first, then those of b. Rank 0 multiplies. It panics if the lengths differ. NumPy: dot.
func Dot[T Number](a, b *Array[T]) *Array[T] {
	ra, rb := len(a.shape), len(b.shape)
	if ra == 0 || rb == 0 {
		return Mul(a, b)
	}
	return contractAxes("Dot", a, b, []int{ra - 1}, []int{max(rb-2, 0)})
}

// TensorDot returns the sum of products over the given axes of a, paired with those of b; the other axes of a come
// first, then those of b. Panics if the lengths of a pair differ. NumPy: tensordot with axes=(axesA, axesB).
func TensorDot[T Number](a, b *Array[T], axesA, axesB []int) *Array[T] {
	if len(axesA) != len(axesB) {
		fail("TensorDot", "%d axes %v cannot be paired with %d axes %v", len(axesA), axesA, len(axesB), axesB)
	}
	return contractAxes("TensorDot", a, b, checkAxes("TensorDot", axesA, a.shape), checkAxes("TensorDot", axesB, b.shape))
}

// contractAxes writes the contraction as an einsum: letter k names axis k of a, letter maxRank+k axis k of b unless it
// is summed.
func contractAxes[T Number](op string, a, b *Array[T], axesA, axesB []int) *Array[T] {
	defer named(op)
	left, right := make([]rune, len(a.shape)), make([]rune, len(b.shape))
	for k := range left {
		left[k] = axisLetter(k)
	}
	for k := range right {
		right[k] = axisLetter(maxRank + k)
	}
	summed := make([]bool, len(left))
	for i, k := range axesA {
		if m, n := a.shape[k], b.shape[axesB[i]]; m != n {
			fail(op, "axis %d of shape %s has length %d, axis %d of shape %s has length %d", k, shapeText(a.shape), m, axesB[i], shapeText(b.shape), n)
		}
		right[axesB[i]] = left[k]
		summed[k] = true
	}
	var out []rune
	for k, letter := range left {
		if !summed[k] {
			out = append(out, letter)
		}
	}
	for k, letter := range right {
		if letter == axisLetter(maxRank+k) {
			out = append(out, letter)
		}
	}
	if len(out) > maxRank {
		fail(op, "the result of shapes %s and %s has rank %d, which exceeds %d", shapeText(a.shape), shapeText(b.shape), len(out), maxRank)
	}
	return Einsum(string(left)+","+string(right)+"->"+string(out), a, b)
}

// axisLetter returns distinct letters for numbers below 2·maxRank: a block of Ethiopic letters has that many in a row.
func axisLetter(k int) rune { return 'ሀ' + rune(k) }

// Outer returns the products of each element of a with each of b, of shape (a.Size(), b.Size()). It panics if that is more
// than memory can address. NumPy: outer.
func Outer[T Number](a, b *Array[T]) *Array[T] {
	defer named("Outer")
	return Mul(a.Reshape(-1, 1), b.Reshape(1, -1))
}

// Kron returns the Kronecker product of two arrays, matrices for most: b multiplied by each element of a, in blocks. Axes
// are aligned at the last; lengths multiply. It panics if the result would have more than 16 axes, or more elements than
// memory can address. NumPy: kron.
func Kron[T Number](a, b *Array[T]) *Array[T] {
	defer named("Kron")
	rank := max(len(a.shape), len(b.shape))
	if 2*rank > maxRank {
		fail("Kron", "shapes %s and %s: rank %d exceeds %d", shapeText(a.shape), shapeText(b.shape), rank, maxRank/2)
	}
	left, right, shape := make([]int, 2*rank), make([]int, 2*rank), make([]int, rank)
	fill(left, 1)
	fill(right, 1)
	for k, n := range a.shape {
		left[2*(rank-len(a.shape)+k)] = n
	}
	for k, n := range b.shape {
		right[2*(rank-len(b.shape)+k)+1] = n
	}
	for k := range shape {
		shape[k] = left[2*k] * right[2*k+1]
	}
	return Mul(a.Reshape(left...), b.Reshape(right...)).Reshape(shape...)
}

// Trace returns the sums over the diagonal of the first two axes, the main one or that so many places above it. It
// panics if there are fewer than two axes, or if a sum does not fit a narrow integer type. NumPy: trace.
func Trace[T Number](a *Array[T], above ...int) *Array[T] {
	defer named("Trace")
	return a.Diagonal(above...).Sum(-1)
}

// Norm returns the square root of the sum of squares over the given axes, none meaning all: the length of a vector, the
// Frobenius norm of a matrix. It panics if an axis is out of range or given twice. NumPy: linalg.norm.
func Norm[T Inexact](a *Array[T], axes ...int) *Array[T] {
	defer named("Norm")
	return Sqrt(apply("Norm", nil, a, squareBlock[T]).Sum(axes...))
}

func checkMatrix[T Element](op string, a *Array[T]) {
	if len(a.shape) != 2 {
		fail(op, "shape %s has rank %d, want a matrix", shapeText(a.shape), len(a.shape))
	}
}

func checkSquare[T Element](op string, a *Array[T]) {
	if len(a.shape) != 2 || a.shape[0] != a.shape[1] {
		fail(op, "shape %s is not a square matrix", shapeText(a.shape))
	}
}

// ToMat returns a matrix as gonum's type: a view of the same buffer if the elements of each row lie side by side and
// may be written, else a copy; ToMat(a.T()).T() is the view of a matrix whose columns do. It panics if a is not a
// matrix, or if only one of its lengths is 0, which gonum does not have.
func ToMat(a *Array[float64]) *mat.Dense {
	checkMatrix("ToMat", a)
	rows, columns := a.shape[0], a.shape[1]
	if rows == 0 || columns == 0 {
		if rows+columns > 0 {
			fail("ToMat", "gonum has no matrix of shape %s", shapeText(a.shape))
		}
		return &mat.Dense{}
	}
	step := a.strides[0]
	if rows == 1 {
		step = columns
	}
	if a.readonly || columns > 1 && a.strides[1] != 1 || step < columns {
		return mat.NewDense(rows, columns, a.Values())
	}
	m := &mat.Dense{}
	m.SetRawMatrix(blas64.General{Rows: rows, Cols: columns, Stride: step, Data: a.data[a.offset : a.offset+(rows-1)*step+columns]})
	return m
}

// FromMat returns a gonum matrix as an array: a view of the same buffer for *mat.Dense and *mat.VecDense, a column, and
// their transposes, a copy for others.
func FromMat(m mat.Matrix) *Array[float64] {
	rows, columns := m.Dims()
	switch m := m.(type) {
	case *mat.Dense:
		raw := m.RawMatrix()
		return &Array[float64]{data: raw.Data, shape: []int{rows, columns}, strides: []int{raw.Stride, 1}}
	case *mat.VecDense:
		raw := m.RawVector()
		return &Array[float64]{data: raw.Data, shape: []int{rows, columns}, strides: []int{raw.Inc, 1}}
	case mat.Transpose:
		return FromMat(m.Matrix).T()
	case mat.TransposeVec:
		return FromMat(m.Vector).T()
	}
	a := allocate[float64]([]int{rows, columns})
	for i := range rows {
		for j := range columns {
			a.data[i*columns+j] = m.At(i, j)
		}
	}
	return a
}
