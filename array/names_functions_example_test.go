// This file shows arithmetic, functions and comparisons, one example a name.

package array_test

import (
	"fmt"
	"math"

	. "github.com/arraybook/arraybook/array"
)

func ExampleAbs() {
	fmt.Println(Abs(Of(5, -7)))
	// Output:
	// [5 7]
}

func ExampleNeg() {
	fmt.Println(Neg(Of(5, -7)))
	// Output:
	// [-5  7]
}

func ExampleSign() {
	fmt.Println(Sign(Of(5, 0, -7)))
	// Output:
	// [ 1  0 -1]
}

func ExampleReLU() {
	fmt.Println(ReLU(Of(5, -7)))
	// Output:
	// [5 0]
}

func ExampleNot() {
	fmt.Println(Not(Of(true, false)))
	// Output:
	// [false  true]
}

func ExampleAcos() {
	fmt.Println(Acos(Of(0.0, 1)))
	// Output:
	// [1.57079633 0.00000000]
}

func ExampleAsin() {
	fmt.Println(Asin(Of(0.0, 1)))
	// Output:
	// [0.00000000 1.57079633]
}

func ExampleAtan() {
	fmt.Println(Atan(Of(0.0, 1)))
	// Output:
	// [0.00000000 0.78539816]
}

func ExampleCos() {
	fmt.Println(Cos(Of(0.0, 1)))
	// Output:
	// [1.00000000 0.54030231]
}

func ExampleCosh() {
	fmt.Println(Cosh(Of(0.0, 1)))
	// Output:
	// [1.00000000 1.54308063]
}

func ExampleSinh() {
	fmt.Println(Sinh(Of(0.0, 1)))
	// Output:
	// [0.00000000 1.17520119]
}

func ExampleTan() {
	fmt.Println(Tan(Of(0.0, 1)))
	// Output:
	// [0.00000000 1.55740772]
}

func ExampleExp2() {
	fmt.Println(Exp2(Of(0.0, 1)))
	// Output:
	// [1 2]
}

func ExampleExpm1() {
	fmt.Println(Expm1(Of(0.0, 1)))
	// Output:
	// [0.00000000 1.71828183]
}

func ExampleLog1p() {
	fmt.Println(Log1p(Of(0.0, 1)))
	// Output:
	// [0.00000000 0.69314718]
}

func ExampleSigmoid() {
	fmt.Println(Sigmoid(Of(0.0, 1)))
	// Output:
	// [0.50000000 0.73105858]
}

func ExampleLog() {
	fmt.Println(Log(Of(1.0, 8, 100)))
	// Output:
	// [0.00000000 2.07944154 4.60517019]
}

func ExampleLog2() {
	fmt.Println(Log2(Of(1.0, 8, 100)))
	// Output:
	// [0.00000000 3.00000000 6.64385619]
}

func ExampleLog10() {
	fmt.Println(Log10(Of(1.0, 8, 100)))
	// Output:
	// [0.00000000 0.90308999 2.00000000]
}

func ExampleFloor() {
	fmt.Println(Floor(Of(-1.5, 0.5, 2.7)))
	// Output:
	// [-2  0  2]
}

func ExampleCeil() {
	fmt.Println(Ceil(Of(-1.5, 0.5, 2.7)))
	// Output:
	// [-1  1  3]
}

func ExampleTrunc() {
	fmt.Println(Trunc(Of(-1.5, 0.5, 2.7)))
	// Output:
	// [-1  0  2]
}

func ExampleAtan2() {
	fmt.Println(Atan2(Of(1.0, 0), Of(1.0, -1)))
	// Output:
	// [0.78539816 3.14159265]
}

func ExampleHypot() {
	fmt.Println(Hypot(Of(3.0, 5), Of(4.0, 12)))
	// Output:
	// [ 5 13]
}

func ExampleMul() {
	fmt.Println(Mul(Of(1, 2, 3), Scalar(10)))
	// Output:
	// [10 20 30]
}

func ExampleMinimum() {
	fmt.Println(Minimum(Of(1, -5), Of(0, 0)))
	// Output:
	// [ 0 -5]
}

func ExampleClip() {
	fmt.Println(Clip(Of(1, 5, 9), 2, 6))
	// Output:
	// [2 5 6]
}

func ExampleFloorDiv() {
	fmt.Println(FloorDiv(Of(7, -7), Of(2, 2)), Div(Of(7, -7), Of(2, 2)))
	// Output:
	// [ 3 -4] [ 3 -3]
}

func ExampleEqual() {
	fmt.Println(Equal(Of(1, 2, 3), Scalar(2)))
	// Output:
	// [false  true false]
}

func ExampleNotEqual() {
	fmt.Println(NotEqual(Of(1, 2, 3), Scalar(2)))
	// Output:
	// [ true false  true]
}

func ExampleLessEqual() {
	fmt.Println(LessEqual(Of(1, 2, 3), Scalar(2)))
	// Output:
	// [ true  true false]
}

func ExampleGreater() {
	fmt.Println(Greater(Of(1, 2, 3), Scalar(2)))
	// Output:
	// [false false  true]
}

func ExampleGreaterEqual() {
	fmt.Println(GreaterEqual(Of(1, 2, 3), Scalar(2)))
	// Output:
	// [false  true  true]
}

func ExampleOr() {
	fmt.Println(Or(Of(true, false), Of(false, false)), Or(Of(6), Of(9)))
	// Output:
	// [ true false] [15]
}

func ExampleXor() {
	fmt.Println(Xor(Of(true, true), Of(false, true)), Xor(Of(6), Of(3)))
	// Output:
	// [ true false] [5]
}

func ExampleIsInf() {
	fmt.Println(IsInf(Of(1, math.NaN(), math.Inf(1))))
	// Output:
	// [false false  true]
}

func ExampleIsFinite() {
	fmt.Println(IsFinite(Of(1, math.NaN(), math.Inf(1))))
	// Output:
	// [ true false false]
}

func ExampleIsClose() {
	fmt.Println(IsClose(Of(1.0, 2), Of(1.0000001, 2.1), 1e-5, 1e-8))
	// Output:
	// [ true false]
}

func ExampleArrayEqual() {
	fmt.Println(ArrayEqual(Of(1, 2), Of(1, 2)), ArrayEqual(Of(1, 2), Of(1)))
	// Output:
	// true false
}

func ExampleNanToNum() {
	fmt.Println(NanToNum(Of(1, math.NaN(), 3)))
	// Output:
	// [1 0 3]
}

func ExampleConj() {
	fmt.Println(Conj(Of(1 + 2i)))
	// Output:
	// [1-2i]
}

func ExampleRealPart() {
	z := Of(1+2i, 3-4i)
	fmt.Println(RealPart(z), ImagPart(z))
	// Output:
	// [1 3] [ 2 -4]
}

func ExampleImagPart() {
	fmt.Println(ImagPart(Of(1+2i, 3-4i)))
	// Output:
	// [ 2 -4]
}

func ExamplePhase() {
	fmt.Println(Phase(Of(1i, -1)))
	// Output:
	// [1.57079633 3.14159265]
}

func ExampleFromParts() {
	fmt.Println(FromParts(Of(1.0, 2), Of(0.0, -1)))
	// Output:
	// [1+0i 2-1i]
}
