// This file shows numerical methods and matrices, one example a name.

package array_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	. "github.com/arraybook/arraybook/array"
)

func ExampleGradient() {
	fmt.Println(Gradient(Of(0.0, 1, 4, 9), 1, 0))
	// Output:
	// [1 2 4 5]
}

func ExampleTrapezoid() {
	fmt.Println(Trapezoid(Of(0.0, 1, 4), 0.5, 0))
	// Output:
	// 1.5
}

func ExampleInterp() {
	fmt.Println(Interp(Of(-1, 0.5, 9), Of(0.0, 1), Of(10.0, 20)))
	// Output:
	// [10 15 20]
}

func ExamplePolyVal() {
	fmt.Println(PolyVal([]float64{1, 0, -1}, Of(2.0, 3)))
	// Output:
	// [3 8]
}

func ExamplePolyFit() {
	x := Of(0.0, 1, 2, 3)
	fmt.Printf("%.3f\n", PolyFit(x, PolyVal([]float64{2, -1}, x), 1))
	// Output:
	// [2.000 -1.000]
}

func ExampleCross() {
	fmt.Println(Cross(Of(1, 0, 0), Of(0, 1, 0)))
	// Output:
	// [0 0 1]
}

func ExampleDot() {
	fmt.Println(Dot(Of(1, 2, 3), Of(4, 5, 6)))
	// Output:
	// 32
}

func ExampleTrace() {
	fmt.Println(Trace(Of(1, 2, 3, 4).Reshape(2, 2)))
	// Output:
	// 5
}

func ExampleKron() {
	fmt.Println(Kron(Eye[int](2), Of(1, 2).Reshape(1, 2)))
	// Output:
	// [[1 2 0 0]
	//  [0 0 1 2]]
}

func ExampleDet() {
	a := Of(4.0, 2, 2, 3).Reshape(2, 2)
	fmt.Printf("%.3f\n", Det(a))
	// Output:
	// 8.000
}

func ExampleInv() {
	a := Of(4.0, 2, 2, 3).Reshape(2, 2)
	fmt.Println(AllClose(MatMul(a, Inv(a)), Eye[float64](2), 0, 1e-12))
	// Output:
	// true
}

func ExamplePinv() {
	a := Of(1.0, 2, 3, 4, 5, 6).Reshape(3, 2)
	fmt.Println(AllClose(MatMul(Pinv(a), a), Eye[float64](2), 0, 1e-12))
	// Output:
	// true
}

func ExampleLstsq() {
	a := Of(1.0, 0, 1, 1, 1, 2).Reshape(3, 2) // a line through three points
	fmt.Println(Round(Mul(Lstsq(a, Of(1.0, 3, 5)), Scalar(1000.0))))
	// Output:
	// [1000 2000]
}

func ExampleCholesky() {
	a := Of(4.0, 2, 2, 3).Reshape(2, 2)
	l := Cholesky(a)
	fmt.Println(AllClose(MatMul(l, l.T()), a, 0, 1e-12))
	// Output:
	// true
}

func ExampleQR() {
	a := Of(4.0, 2, 2, 3).Reshape(2, 2)
	q, r := QR(a)
	fmt.Println(AllClose(MatMul(q, r), a, 0, 1e-12))
	// Output:
	// true
}

func ExampleEig() {
	values, _ := Eig(Of(0.0, -1, 1, 0).Reshape(2, 2)) // a quarter turn
	fmt.Println(Sort(Abs(ImagPart(values))))
	// Output:
	// [1 1]
}

func ExampleFromMat() {
	m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	a := FromMat(m)
	a.Set(9, 0, 0) // the same memory
	fmt.Println(m.At(0, 0))
	// Output:
	// 9
}
