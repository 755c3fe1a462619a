// This file holds the decompositions of matrices and what follows from them. They are gonum's, in float64, the precision
// its LAPACK works in: Cast other types first. A matrix that has no solution panics, so that results can be used in
// expressions.

package array

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Solve returns x with a·x = b for a square matrix a and a vector or matrix b. It panics if a is singular. NumPy:
// linalg.solve.
func Solve(a, b *Array[float64]) *Array[float64] {
	checkSquare("Solve", a)
	right := columnsOf("Solve", a, b)
	if right.Size() == 0 {
		return b.Copy()
	}
	var x mat.Dense
	checkSingular("Solve", a, x.Solve(ToMat(a), ToMat(right)))
	return FromMat(&x).Reshape(b.shape...)
}

// columnsOf returns the right side of a·x = b as a matrix.
func columnsOf(op string, a, b *Array[float64]) *Array[float64] {
	right := b
	if len(b.shape) == 1 {
		right = b.ExpandDims(1)
	}
	if len(right.shape) != 2 || right.shape[0] != a.shape[0] {
		fail(op, "the right side of shape %s does not fit the matrix of shape %s", shapeText(b.shape), shapeText(a.shape))
	}
	return right
}

// checkSingular panics for a matrix without an inverse; one that is merely close to it is solved, as NumPy does.
func checkSingular(op string, a *Array[float64], err error) {
	if c, ok := errors.AsType[mat.Condition](err); ok && !math.IsInf(float64(c), 1) {
		return
	}
	if err != nil {
		checkNumbers(op, a)
		panic(&Error{Op: op, Message: "the matrix of shape " + shapeText(a.shape) + " is singular", Err: err})
	}
}

// Inv returns the inverse of a square matrix. It panics if the matrix is singular. NumPy: linalg.inv.
func Inv(a *Array[float64]) *Array[float64] {
	checkSquare("Inv", a)
	if a.Size() == 0 {
		return a.Copy()
	}
	var x mat.Dense
	checkSingular("Inv", a, x.Inverse(ToMat(a)))
	return FromMat(&x)
}

// Det returns the determinant of a square matrix, 1 for the empty one. It panics if the matrix is not square. NumPy:
// linalg.det.
func Det(a *Array[float64]) float64 {
	checkSquare("Det", a)
	if a.Size() == 0 {
		return 1
	}
	var d mat.LU
	d.Factorize(ToMat(a))
	_, sign := d.LogDet()
	product := 1.0
	var triangle mat.TriDense
	d.UTo(&triangle)
	for i := range a.shape[0] {
		product *= triangle.At(i, i)
	}
	return math.Copysign(product, sign)
}

// Lstsq returns the x that minimises the length of a·x - b, the shortest if there are several. It panics if a is not a
// matrix or holds an infinity or NaN, or if b has not as many rows. NumPy: linalg.lstsq.
func Lstsq(a, b *Array[float64]) *Array[float64] {
	defer named("Lstsq")
	checkMatrix("Lstsq", a)
	columnsOf("Lstsq", a, b)
	return MatMul(Pinv(a), b)
}

// Pinv returns the pseudo-inverse of a matrix; singular values below 1e-15 times the greatest count as zero. It panics
// if a is not a matrix or holds an infinity or NaN. NumPy: linalg.pinv.
func Pinv(a *Array[float64]) *Array[float64] {
	defer named("Pinv")
	checkMatrix("Pinv", a)
	if a.Size() == 0 {
		return Zeros[float64](a.shape[1], a.shape[0])
	}
	u, s, vt := SVD(a)
	least := 1e-15 * s.data[0]
	inverse := Map(s, func(x float64) float64 {
		if x <= least {
			return 0
		}
		return 1 / x
	})
	return MatMul(Mul(vt.T(), inverse), u.T())
}

// SVD returns the reduced singular value decomposition of a matrix of shape (m, n): a = u·diag(s)·vt with u of shape
// (m, k), s of shape (k,) in falling order and vt of shape (k, n), where k = min(m, n). Signs of singular vectors are
// not determined. It panics if a is not a matrix or holds an infinity or NaN. NumPy: linalg.svd with
// full_matrices=False.
func SVD(a *Array[float64]) (u, s, vt *Array[float64]) {
	checkMatrix("SVD", a)
	m, n := a.shape[0], a.shape[1]
	k := min(m, n)
	if k == 0 {
		return Zeros[float64](m, 0), Zeros[float64](0), Zeros[float64](0, n)
	}
	checkNumbers("SVD", a)
	var d mat.SVD
	if !d.Factorize(ToMat(a), mat.SVDThin) {
		fail("SVD", "no convergence for the matrix of shape %s", shapeText(a.shape))
	}
	var left, right mat.Dense
	d.UTo(&left)
	d.VTo(&right)
	return FromMat(&left), From(d.Values(nil)), FromMat(&right).T()
}

// checkNumbers panics if a matrix holds infinities or NaN, for which iterations do not converge and pivots vanish.
func checkNumbers(op string, a *Array[float64]) {
	if !All(IsFinite(a)).Item() {
		fail(op, "the matrix of shape %s holds an infinity or NaN", shapeText(a.shape))
	}
}

// QR returns the reduced decomposition of a matrix of shape (m, n) into orthonormal columns and a triangle: a = q·r
// with q of shape (m, k) and r of shape (k, n), where k = min(m, n). It panics if a is not a matrix. NumPy: linalg.qr.
func QR(a *Array[float64]) (q, r *Array[float64]) {
	checkMatrix("QR", a)
	m, n := a.shape[0], a.shape[1]
	k := min(m, n)
	if k == 0 {
		return Zeros[float64](m, 0), Zeros[float64](0, n)
	}
	// gonum wants m >= n; for a wide matrix the square on the left decides q, and r = qᵀ·a.
	var d mat.QR
	d.Factorize(ToMat(a.narrowAxis(1, 0, k)))
	var full mat.Dense
	d.QTo(&full)
	q = FromMat(&full).narrowAxis(1, 0, k).Copy()
	if n > k {
		return q, Triu(MatMul(q.T(), a), 0)
	}
	var triangle mat.Dense
	d.RTo(&triangle)
	return q, FromMat(&triangle).narrowAxis(0, 0, k).Copy()
}

// Cholesky returns the lower triangle l with a = l·lᵀ of a symmetric positive definite matrix, of which it reads the
// lower triangle. It panics if the matrix is not positive definite. NumPy: linalg.cholesky.
func Cholesky(a *Array[float64]) *Array[float64] {
	checkSquare("Cholesky", a)
	if a.Size() == 0 {
		return a.Copy()
	}
	var d mat.Cholesky
	if !d.Factorize(symmetric(a)) {
		checkNumbers("Cholesky", Tril(a, 0))
		fail("Cholesky", "the matrix of shape %s is not positive definite", shapeText(a.shape))
	}
	var l mat.TriDense
	d.LTo(&l)
	return FromMat(&l)
}

// symmetric returns the symmetric matrix with a's lower triangle.
func symmetric(a *Array[float64]) *mat.SymDense {
	return mat.NewSymDense(a.shape[0], a.T().Values()) // gonum reads the upper triangle
}

// EigSym returns the eigenvalues, in rising order, and the eigenvectors, as columns, of a symmetric matrix, of which it
// reads the lower triangle: a·vectors = vectors·diag(values). Signs of eigenvectors are not determined. It panics if
// the matrix is not square or its lower triangle holds an infinity or NaN. NumPy: linalg.eigh.
func EigSym(a *Array[float64]) (values, vectors *Array[float64]) {
	checkSquare("EigSym", a)
	if a.Size() == 0 {
		return Zeros[float64](0), a.Copy()
	}
	checkNumbers("EigSym", Tril(a, 0))
	var d mat.EigenSym
	if !d.Factorize(symmetric(a), true) {
		fail("EigSym", "no convergence for the matrix of shape %s", shapeText(a.shape))
	}
	var v mat.Dense
	d.VectorsTo(&v)
	return From(d.Values(nil)), FromMat(&v)
}

// Eig returns the eigenvalues and the eigenvectors, as columns of length 1, of any square matrix. It panics if the
// matrix is not square or holds an infinity or NaN. NumPy: linalg.eig.
func Eig(a *Array[float64]) (values, vectors *Array[complex128]) {
	checkSquare("Eig", a)
	if a.Size() == 0 {
		return Zeros[complex128](0), Zeros[complex128](0, 0)
	}
	checkNumbers("Eig", a)
	var d mat.Eigen
	if !d.Factorize(ToMat(a), mat.EigenRight) {
		fail("Eig", "no convergence for the matrix of shape %s", shapeText(a.shape))
	}
	var v mat.CDense
	d.VectorsTo(&v)
	n := a.shape[0]
	vectors = allocate[complex128]([]int{n, n})
	for p := range vectors.data {
		vectors.data[p] = v.At(p/n, p%n)
	}
	return From(d.Values(nil)), vectors
}
