// This file shows the operations that write into an existing array, one example a name.

package array_test

import (
	"fmt"
	"math"

	. "github.com/arraybook/arraybook/array"
)

func ExampleSubInto() {
	dst := Zeros[int](2)
	SubInto(dst, Of(5, 7), Of(1, 2))
	fmt.Println(dst)
	// Output:
	// [4 5]
}

func ExampleMulInto() {
	dst := Zeros[int](2)
	MulInto(dst, Of(5, 7), Of(1, 2))
	fmt.Println(dst)
	// Output:
	// [ 5 14]
}

func ExampleDivInto() {
	dst := Zeros[float64](2)
	DivInto(dst, Of(7.0, 1), Of(2.0, 4))
	fmt.Println(dst)
	// Output:
	// [3.50 0.25]
}

func ExampleModInto() {
	dst := Zeros[int](2)
	ModInto(dst, Of(7, -7), Of(3, 3))
	fmt.Println(dst)
	// Output:
	// [1 2]
}

func ExamplePowInto() {
	dst := Zeros[int](2)
	PowInto(dst, Of(2, 3), Of(10, 2))
	fmt.Println(dst)
	// Output:
	// [1024    9]
}

func ExampleMaximumInto() {
	dst := Zeros[int](2)
	MaximumInto(dst, Of(1, -5), Scalar(0))
	fmt.Println(dst)
	// Output:
	// [1 0]
}

func ExampleMinimumInto() {
	dst := Zeros[int](2)
	MinimumInto(dst, Of(1, -5), Scalar(0))
	fmt.Println(dst)
	// Output:
	// [ 0 -5]
}

func ExampleAndInto() {
	dst := Zeros[int](2)
	AndInto(dst, Of(6, 7), Of(3, 9))
	fmt.Println(dst)
	// Output:
	// [2 1]
}

func ExampleOrInto() {
	dst := Zeros[int](2)
	OrInto(dst, Of(6, 7), Of(3, 9))
	fmt.Println(dst)
	// Output:
	// [ 7 15]
}

func ExampleXorInto() {
	dst := Zeros[int](2)
	XorInto(dst, Of(6, 7), Of(3, 9))
	fmt.Println(dst)
	// Output:
	// [ 5 14]
}

func ExampleAtan2Into() {
	dst := Zeros[float64](2)
	Atan2Into(dst, Of(1.0, 0), Of(1.0, -1))
	fmt.Println(dst)
	// Output:
	// [0.78539816 3.14159265]
}

func ExampleHypotInto() {
	dst := Zeros[float64](2)
	HypotInto(dst, Of(3.0, 5), Of(4.0, 12))
	fmt.Println(dst)
	// Output:
	// [ 5 13]
}

func ExampleEqualInto() {
	dst := Zeros[bool](3)
	EqualInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [false  true false]
}

func ExampleNotEqualInto() {
	dst := Zeros[bool](3)
	NotEqualInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [ true false  true]
}

func ExampleLessInto() {
	dst := Zeros[bool](3)
	LessInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [ true false false]
}

func ExampleLessEqualInto() {
	dst := Zeros[bool](3)
	LessEqualInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [ true  true false]
}

func ExampleGreaterInto() {
	dst := Zeros[bool](3)
	GreaterInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [false false  true]
}

func ExampleGreaterEqualInto() {
	dst := Zeros[bool](3)
	GreaterEqualInto(dst, Of(1, 2, 3), Scalar(2))
	fmt.Println(dst)
	// Output:
	// [false  true  true]
}

func ExampleNegInto() {
	dst := Zeros[int](2)
	NegInto(dst, Of(5, -7))
	fmt.Println(dst)
	// Output:
	// [-5  7]
}

func ExampleAbsInto() {
	dst := Zeros[int](2)
	AbsInto(dst, Of(5, -7))
	fmt.Println(dst)
	// Output:
	// [5 7]
}

func ExampleSignInto() {
	dst := Zeros[int](2)
	SignInto(dst, Of(5, -7))
	fmt.Println(dst)
	// Output:
	// [ 1 -1]
}

func ExampleReLUInto() {
	dst := Zeros[int](2)
	ReLUInto(dst, Of(5, -7))
	fmt.Println(dst)
	// Output:
	// [5 0]
}

func ExampleNotInto() {
	dst := Zeros[int](2)
	NotInto(dst, Of(0, -1))
	fmt.Println(dst)
	// Output:
	// [-1  0]
}

func ExampleExpInto() {
	dst := Zeros[float64](2)
	ExpInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [1.00000000 2.71828183]
}

func ExampleExp2Into() {
	dst := Zeros[float64](2)
	Exp2Into(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [1 2]
}

func ExampleExpm1Into() {
	dst := Zeros[float64](2)
	Expm1Into(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 1.71828183]
}

func ExampleLog1pInto() {
	dst := Zeros[float64](2)
	Log1pInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 0.69314718]
}

func ExampleSinInto() {
	dst := Zeros[float64](2)
	SinInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 0.84147098]
}

func ExampleCosInto() {
	dst := Zeros[float64](2)
	CosInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [1.00000000 0.54030231]
}

func ExampleTanInto() {
	dst := Zeros[float64](2)
	TanInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 1.55740772]
}

func ExampleSinhInto() {
	dst := Zeros[float64](2)
	SinhInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 1.17520119]
}

func ExampleCoshInto() {
	dst := Zeros[float64](2)
	CoshInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [1.00000000 1.54308063]
}

func ExampleTanhInto() {
	dst := Zeros[float64](2)
	TanhInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 0.76159416]
}

func ExampleAsinInto() {
	dst := Zeros[float64](2)
	AsinInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 1.57079633]
}

func ExampleAcosInto() {
	dst := Zeros[float64](2)
	AcosInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [1.57079633 0.00000000]
}

func ExampleAtanInto() {
	dst := Zeros[float64](2)
	AtanInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.00000000 0.78539816]
}

func ExampleSigmoidInto() {
	dst := Zeros[float64](2)
	SigmoidInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0.50000000 0.73105858]
}

func ExampleSqrtInto() {
	dst := Zeros[float64](2)
	SqrtInto(dst, Of(0.0, 1))
	fmt.Println(dst)
	// Output:
	// [0 1]
}

func ExampleLogInto() {
	dst := Zeros[float64](3)
	LogInto(dst, Of(1.0, 8, 100))
	fmt.Println(dst)
	// Output:
	// [0.00000000 2.07944154 4.60517019]
}

func ExampleLog2Into() {
	dst := Zeros[float64](3)
	Log2Into(dst, Of(1.0, 8, 100))
	fmt.Println(dst)
	// Output:
	// [0.00000000 3.00000000 6.64385619]
}

func ExampleLog10Into() {
	dst := Zeros[float64](3)
	Log10Into(dst, Of(1.0, 8, 100))
	fmt.Println(dst)
	// Output:
	// [0.00000000 0.90308999 2.00000000]
}

func ExampleFloorInto() {
	dst := Zeros[float64](3)
	FloorInto(dst, Of(-1.5, 0.5, 2.7))
	fmt.Println(dst)
	// Output:
	// [-2  0  2]
}

func ExampleCeilInto() {
	dst := Zeros[float64](3)
	CeilInto(dst, Of(-1.5, 0.5, 2.7))
	fmt.Println(dst)
	// Output:
	// [-1  1  3]
}

func ExampleTruncInto() {
	dst := Zeros[float64](3)
	TruncInto(dst, Of(-1.5, 0.5, 2.7))
	fmt.Println(dst)
	// Output:
	// [-1  0  2]
}

func ExampleRoundInto() {
	dst := Zeros[float64](3)
	RoundInto(dst, Of(-1.5, 0.5, 2.7))
	fmt.Println(dst)
	// Output:
	// [-2  0  3]
}

func ExampleIsNaNInto() {
	dst := Zeros[bool](3)
	IsNaNInto(dst, Of(1, math.NaN(), math.Inf(1)))
	fmt.Println(dst)
	// Output:
	// [false  true false]
}

func ExampleIsInfInto() {
	dst := Zeros[bool](3)
	IsInfInto(dst, Of(1, math.NaN(), math.Inf(1)))
	fmt.Println(dst)
	// Output:
	// [false false  true]
}

func ExampleIsFiniteInto() {
	dst := Zeros[bool](3)
	IsFiniteInto(dst, Of(1, math.NaN(), math.Inf(1)))
	fmt.Println(dst)
	// Output:
	// [ true false false]
}

func ExampleClipInto() {
	a := Of(1, 5, 9)
	ClipInto(a, a, 2, 6)
	fmt.Println(a)
	// Output:
	// [2 5 6]
}

func ExampleWhereInto() {
	dst := Zeros[int](3)
	WhereInto(dst, Of(true, false, true), Of(1, 2, 3), Scalar(0))
	fmt.Println(dst)
	// Output:
	// [1 0 3]
}

func ExampleEinsumInto() {
	dst := Zeros[int](2, 2)
	EinsumInto(dst, "ik,kj->ij", Arange(0, 4, 1).Reshape(2, 2), Eye[int](2))
	fmt.Println(dst)
	// Output:
	// [[0 1]
	//  [2 3]]
}
