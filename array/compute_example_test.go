// This file shows computing: element by element, over axes, with matrices, and with files.

package array_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	. "github.com/arraybook/arraybook/array"
)

func ExampleAdd() {
	a := Arange(0, 6, 1).Reshape(2, 3)
	fmt.Println(Add(a, Of(10, 20, 30)))
	// Output:
	// [[10 21 32]
	//  [13 24 35]]
}

func ExampleAddInto() {
	sum := Zeros[int](3)
	AddInto(sum, sum, Of(1, 2, 3))
	AddInto(sum, sum, Scalar(1))
	fmt.Println(sum)
	// Output: [2 3 4]
}

func ExampleSub() {
	fmt.Println(Sub(Of(5, 7), Of(1, 2)), Mul(Of(5, 7), Of(1, 2)), Neg(Of(5, 7)))
	// Output: [4 5] [ 5 14] [-5 -7]
}

func ExampleDiv() {
	fmt.Println(Div(Of(7, -7), Of(2, 2)), Div(Of(1.0, -1), Of(0.0, 0)))
	// Output: [ 3 -3] [+Inf -Inf]
}

func ExampleMod() {
	fmt.Println(Mod(Of(7, -7), Of(3, 3)))
	// Output: [1 2]
}

func ExamplePow() {
	fmt.Println(Pow(Of(2, 3), Of(10, 2)), Pow(Of(2.0), Of(0.5)))
	// Output: [1024    9] [1.41421356]
}

func ExampleMaximum() {
	a := Of(1, -5)
	fmt.Println(Maximum(a, Scalar(0)), Minimum(a, Scalar(0)), ReLU(a), Clip(a, -2, 0), Abs(a), Sign(a))
	// Output: [1 0] [ 0 -5] [1 0] [ 0 -2] [1 5] [ 1 -1]
}

func ExampleExp() {
	a := Of(0.0, 1)
	fmt.Println(Exp(a), Log(Exp(a)), Expm1(a), Log1p(a), Exp2(a))
	// Output: [1.00000000 2.71828183] [0 1] [0.00000000 1.71828183] [0.00000000 0.69314718] [1 2]
}

func ExampleSin() {
	a := Of(0, math.Pi/6)
	fmt.Println(Sin(a), Cos(a), Tan(a))
	// Output: [0.0 0.5] [1.0000000 0.8660254] [0.00000000 0.57735027]
}

func ExampleTanh() {
	a := Of(-1.0, 0, 1)
	fmt.Println(Tanh(a), Sigmoid(a))
	// Output: [-0.76159416  0.00000000  0.76159416] [0.26894142 0.50000000 0.73105858]
}

func ExampleRound() {
	a := Of(-1.5, 0.5, 2.7)
	fmt.Println(Round(a), Floor(a), Ceil(a), Trunc(a))
	// Output: [-2  0  3] [-2  0  2] [-1  1  3] [-1  0  2]
}

func ExampleSqrt() {
	fmt.Println(Sqrt(Of(4.0, 9)), Sqrt(Of(-4+0i)), Hypot(Of(3.0), Of(4.0)), Atan2(Of(1.0), Of(-1.0)))
	// Output: [2 3] [0+2i] [5] [2.35619449]
}

func ExampleLess() {
	a, b := Of(1, 2, 3), Scalar(2)
	fmt.Println(Less(a, b), Equal(a, b), And(Greater(a, b), NotEqual(a, b)))
	// Output: [ true false false] [false  true false] [false false  true]
}

func ExampleAnd() {
	fmt.Println(And(Of(6), Of(3)), Or(Of(6), Of(3)), Xor(Of(6), Of(3)), Not(Of[uint8](1)), Not(Of(true)))
	// Output: [2] [7] [5] [254] [false]
}

func ExampleIsNaN() {
	a := Of(1, math.NaN(), math.Inf(1))
	fmt.Println(IsNaN(a), IsInf(a), IsFinite(a))
	// Output: [false  true false] [false false  true] [ true false false]
}

func ExampleAllClose() {
	a, b := Of(1.0, 2), Of(1+1e-9, 2)
	fmt.Println(AllClose(a, b, 1e-5, 1e-8), ArrayEqual(a, b), IsClose(a, b, 0, 1e-12))
	// Output: true false [false  true]
}

func ExampleWhere() {
	a := Of(1, -2, 3)
	fmt.Println(Where(Less(a, Scalar(0)), Scalar(0), a))
	// Output: [1 0 3]
}

func ExampleMap() {
	fmt.Println(Map(Of(1, 2, 3), func(x int) float64 { return float64(x) / 2 }))
	// Output: [0.5 1.0 1.5]
}

func ExampleZip() {
	fmt.Println(Zip(Of(1, 5), Of(4, 2), func(x, y int) bool { return x < y }))
	// Output: [ true false]
}

func ExampleModulus() {
	a := Of(3+4i, -2)
	fmt.Println(Modulus(a), RealPart(a), ImagPart(a), Phase(a), Conj(a))
	fmt.Println(FromParts(Of(1.0, 2), Scalar(0.5)))
	// Output:
	// [5 2] [ 3 -2] [4 0] [0.92729522 3.14159265] [ 3-4i -2-0i]
	// [1+0.5i 2+0.5i]
}

func ExampleArray_Mean() {
	a := Of(1.0, 2, 3, 6).Reshape(2, 2)
	fmt.Println(a.Mean(), a.Mean(0), a.Var(1), a.Std(-1), a.Prod())
	// Output: 3 [2 4] [0.25 2.25] [0.5 1.5] 36
}

func ExampleArray_Min() {
	a := Of(4, 1, 3, 2).Reshape(2, 2)
	fmt.Println(a.Min(), a.Max(0), a.Argmin(), a.Argmax(1))
	// Output: 1 [4 2] 1 [0 0]
}

func ExampleArray_Any() {
	m := Of(true, false, true, true).Reshape(2, 2)
	fmt.Println(m.Any(), All(m), All(m, 1), CountNonzero(m, 1))
	// Output: true false [false  true] [1 2]
}

func ExampleArray_CumSum() {
	fmt.Println(Of(1, 2, 3).CumSum(), Of(1, 2, 3).CumProd())
	// Output: [1 3 6] [1 2 6]
}

func ExampleMatMul() {
	a := Of(1, 2, 3, 4).Reshape(2, 2)
	fmt.Println(MatMul(a, a))
	fmt.Println(MatMul(a, Of(1, 1)), Dot(Of(1, 2), Of(3, 4)), Trace(a))
	// Output:
	// [[ 7 10]
	//  [15 22]]
	// [3 7] 11 5
}

func ExampleTensorDot() {
	a, b := Ones[int](2, 3, 4), Ones[int](4, 3, 5)
	fmt.Println(TensorDot(a, b, []int{1, 2}, []int{1, 0}))
	// Output:
	// [[12 12 12 12 12]
	//  [12 12 12 12 12]]
}

func ExampleOuter() {
	fmt.Println(Outer(Of(1, 2), Of(3, 4)))
	fmt.Println(Kron(Eye[int](2), Of(1, 2).Reshape(1, 2)))
	// Output:
	// [[3 4]
	//  [6 8]]
	// [[1 2 0 0]
	//  [0 0 1 2]]
}

func ExampleNorm() {
	fmt.Println(Norm(Of(3.0, 4)))
	// Output: 5
}

func ExampleSolve() {
	a := Of(4.0, 2, 2, 2).Reshape(2, 2)
	fmt.Println(Solve(a, Of(8.0, 6)), Det(a))
	fmt.Println(Inv(a))
	fmt.Println(Cholesky(a))
	// Output:
	// [1 2] 4
	// [[ 0.5 -0.5]
	//  [-0.5  1.0]]
	// [[2 0]
	//  [1 1]]
}

func ExampleSVD() {
	a := Arange(0.0, 6, 1).Reshape(2, 3)
	u, s, vt := SVD(a)
	fmt.Println(AllClose(MatMul(Mul(u, s), vt), a, 0, 1e-12), u.Shape(), s.Shape(), vt.Shape())
	q, r := QR(a)
	fmt.Println(AllClose(MatMul(q, r), a, 0, 1e-12), q.Shape(), r.Shape())
	fmt.Println(AllClose(MatMul(a, MatMul(Pinv(a), a)), a, 0, 1e-12), Lstsq(a.T(), Of(1.0, 4, 7)).Shape())
	// Output:
	// true [2 2] [2] [2 3]
	// true [2 2] [2 3]
	// true [2]
}

func ExampleEigSym() {
	values, _ := EigSym(Of(2.0, 1, 1, 2).Reshape(2, 2))
	turning, _ := Eig(Of(0.0, -1, 1, 0).Reshape(2, 2))
	fmt.Println(Round(values), Modulus(turning))
	// Output: [1 3] [1 1]
}

func ExampleToMat() {
	a := Zeros[float64](2, 2)
	ToMat(a).Set(0, 1, 7) // the same buffer
	fmt.Println(a, FromMat(ToMat(a).T()).At(1, 0))
	// Output:
	// [[0 7]
	//  [0 0]] 7
}

func ExampleSaveNPY() {
	dir := Must(os.MkdirTemp("", "array"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "a.npy")
	if err := SaveNPY(path, Arange[int32](0, 4, 1)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(LoadNPY[float64](path))
	_, err := LoadNPY[int8](path)
	fmt.Println(strings.ReplaceAll(err.Error(), path, "a.npy"))
	m := Must(OpenNPY[int32](path))
	fmt.Println(m.Array().ReadOnly(), m.Array().Sum(), m.Close())
	// Output:
	// [0 1 2 3] <nil>
	// array: LoadNPY: a.npy: the file holds int32, which int8 cannot hold; ask for [int32] and Cast
	// true 6 <nil>
}

func ExampleReadNPY() {
	var b bytes.Buffer
	if err := WriteNPY(&b, Of(1i, 2)); err != nil {
		fmt.Println(err)
	}
	fmt.Println(ReadNPY[complex128](&b))
	// Output: [0+1i 2+0i] <nil>
}

func ExampleSaveNPZ() {
	dir := Must(os.MkdirTemp("", "array"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "a.npz")
	fmt.Println(SaveNPZ(path, map[string]Untyped{"x": Of(1, 2), "weights": Of(0.5, 2)}))
	fmt.Println(NamesNPZ(path))
	fmt.Println(LoadNPZ[int](path, "x"))
	fmt.Println(LoadNPZ[float64](path, "weights"))
	// Output:
	// <nil>
	// [weights x] <nil>
	// [1 2] <nil>
	// [0.5 2.0] <nil>
}

func ExampleReadCSV() {
	fmt.Println(ReadCSV[float64](strings.NewReader("width,height\n1,2.5\n3,4\n")))
	_, err := ReadCSV[int](strings.NewReader("1,2\n3,x\n"))
	fmt.Println(err)
	fmt.Println(WriteCSV(os.Stdout, Of(1, 2, 3, 4).Reshape(2, 2)))
	// Output:
	// [[1.0 2.5]
	//  [3.0 4.0]] <nil>
	// array: ReadCSV: line 2: field 2, "x", is not an int
	// 1,2
	// 3,4
	// <nil>
}

func ExampleSaveImage() {
	dir := Must(os.MkdirTemp("", "array"))
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "ramp.png")
	ramp := Cast[uint8](Arange(0, 256, 1)).BroadcastTo(64, 256)
	fmt.Println(SaveImage(path, ramp))
	fmt.Println(Must(LoadImage(path)).Shape())
	// Output:
	// <nil>
	// [64 256 1]
}
