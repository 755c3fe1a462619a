// This file holds norms, powers and what singular values and triangles say about matrices.

package array

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// VectorNorm returns the p-norms over the given axes, none meaning all: (Σ|x|^p)^(1/p). An infinite p gives the
// greatest magnitude, a negative infinite one the least, 0 the number of elements that are not zero; 2 is Norm. It
// panics if p is NaN, if an axis is out of range or given twice, or if p is infinite and there are no elements to
// choose from. NumPy: linalg.vector_norm, and linalg.norm of vectors with ord.
func VectorNorm[T Float](a *Array[T], p float64, axes ...int) *Array[T] {
	defer named("VectorNorm")
	switch {
	case p != p:
		fail("VectorNorm", "the order is NaN")
	case p == 2:
		return Norm(a, axes...)
	case p == 0:
		return Cast[T](CountNonzero(a, axes...))
	case p == 1:
		return Abs(a).Sum(axes...)
	case math.IsInf(p, 1):
		return Abs(a).Max(axes...)
	case math.IsInf(p, -1):
		return Abs(a).Min(axes...)
	}
	return Pow(Pow(Abs(a), Scalar(T(p))).Sum(axes...), Scalar(T(1/p)))
}

// MatrixNorm returns an operator norm of a matrix: for p = 1 the greatest sum of magnitudes of a column, for infinity
// that of a row, for 2 the greatest singular value; for -1, -infinity and -2 the least. The Frobenius norm is Norm, the
// nuclear one the sum of SVD's singular values. It panics for any other p, for matrices without elements, and, for 2
// and -2, for those that hold an infinity or NaN. NumPy: linalg.matrix_norm, and linalg.norm of matrices with ord.
func MatrixNorm(a *Array[float64], p float64) float64 {
	defer named("MatrixNorm")
	checkMatrix("MatrixNorm", a)
	if a.Size() == 0 {
		fail("MatrixNorm", "shape %s has no elements", shapeText(a.shape))
	}
	extreme := func(v *Array[float64]) float64 {
		if p < 0 {
			return v.Min().Item()
		}
		return v.Max().Item()
	}
	switch math.Abs(p) {
	case 1:
		return extreme(Abs(a).Sum(0))
	case 2:
		_, s, _ := SVD(a)
		return extreme(s)
	case math.Inf(1):
		return extreme(Abs(a).Sum(1))
	}
	fail("MatrixNorm", "there is no norm of order %v; 1, 2, infinity and their negatives are, Norm is Frobenius'", p)
	return 0
}

// Cond returns the condition number of a matrix, the greatest singular value divided by the least: how much Solve may
// multiply errors; infinite for singular matrices. It panics if a is not a matrix, has no elements, or holds an
// infinity or NaN. NumPy: linalg.cond.
func Cond(a *Array[float64]) float64 {
	defer named("Cond")
	checkMatrix("Cond", a)
	if a.Size() == 0 {
		fail("Cond", "shape %s has no elements", shapeText(a.shape))
	}
	_, s, _ := SVD(a)
	least := s.data[len(s.data)-1]
	if least == 0 { // of a matrix of zeros, too
		return math.Inf(1)
	}
	return s.data[0] / least
}

// MatrixRank returns the number of singular values of a matrix that are greater than the greatest times its longer side
// times 2^-52: how many of its rows, or columns, are independent as far as float64 can tell. It panics if a is not a
// matrix or holds an infinity or NaN. NumPy: linalg.matrix_rank.
func MatrixRank(a *Array[float64]) int {
	defer named("MatrixRank")
	checkMatrix("MatrixRank", a)
	_, s, _ := SVD(a)
	rank := 0
	for _, v := range s.data {
		if v > s.data[0]*float64(max(a.shape[0], a.shape[1]))*0x1p-52 {
			rank++
		}
	}
	return rank
}

// SLogDet returns the sign of a square matrix's determinant, 0 if that is 0, and the logarithm of its magnitude, which
// neither overflows nor underflows as Det may. It panics if the matrix is not square. NumPy: linalg.slogdet.
func SLogDet(a *Array[float64]) (sign, logarithm float64) {
	checkSquare("SLogDet", a)
	if a.Size() == 0 {
		return 1, 0
	}
	var d mat.LU
	d.Factorize(ToMat(a))
	logarithm, sign = d.LogDet()
	if math.IsInf(logarithm, -1) {
		sign = 0
	}
	return sign, logarithm
}

// MatrixPower returns the product of n times a square matrix of any number type, by repeated squaring; the identity for 0. It
// panics if n is negative: Inv first. NumPy: linalg.matrix_power.
func MatrixPower[T Number](a *Array[T], n int) *Array[T] {
	checkSquare("MatrixPower", a)
	if n < 0 {
		fail("MatrixPower", "the power %d is negative; take the power %d of Inv(a)", n, -n)
	}
	if n == 0 {
		return Eye[T](a.shape[0])
	}
	square := a
	for ; n&1 == 0; n >>= 1 {
		square = MatMul(square, square)
	}
	out := square.Copy() // not times the identity, whose zeros make NaN of infinities
	for n >>= 1; n > 0; n >>= 1 {
		square = MatMul(square, square)
		if n&1 == 1 {
			out = MatMul(out, square)
		}
	}
	return out
}

// Roots returns the roots of the polynomial with the given coefficients, highest power first, in no order that is
// promised: the eigenvalues of its companion matrix. It panics if one, or its quotient by the first that is not 0, is
// infinite or NaN. NumPy: roots.
func Roots(coefficients []float64) *Array[complex128] {
	defer named("Roots")
	for i, c := range coefficients {
		if c-c != 0 {
			fail("Roots", "coefficient %d is %v", i, c)
		}
	}
	for len(coefficients) > 0 && coefficients[0] == 0 {
		coefficients = coefficients[1:]
	}
	zeros := 0
	for len(coefficients) > 0 && coefficients[len(coefficients)-1] == 0 {
		coefficients = coefficients[:len(coefficients)-1]
		zeros++
	}
	n := max(len(coefficients)-1, 0)
	companion := allocate[float64]([]int{n, n})
	for k := range n {
		companion.data[k] = -coefficients[k+1] / coefficients[0]
		if k > 0 {
			companion.data[k*n+k-1] = 1
		}
	}
	values, _ := Eig(companion)
	if len(coefficients) == 0 {
		zeros = 0 // the polynomial is 0 everywhere
	}
	return Concat(0, values, allocate[complex128]([]int{zeros}))
}
