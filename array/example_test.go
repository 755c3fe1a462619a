package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleArray_Slice() {
	a := Arange(0, 24, 1).Reshape(2, 3, 4)
	fmt.Println(a.Slice("1"))
	fmt.Println(a.Slice("..., ::-2"))
	fmt.Println(a.Slice("0, 1:, newaxis").Shape())
	// Output:
	// [[12 13 14 15]
	//  [16 17 18 19]
	//  [20 21 22 23]]
	// [[[ 3  1]
	//   [ 7  5]
	//   [11  9]]
	//
	//  [[15 13]
	//   [19 17]
	//   [23 21]]]
	// [2 1 4]
}

func ExampleSlidingWindow() {
	a := Arange(0, 6, 1)
	w := SlidingWindow(a, 3)
	fmt.Println(w)
	fmt.Println(w.Strides(), w.ReadOnly())
	fmt.Println(SlidingWindow(a, 2, Stride(2), Dilation(3)))
	// Output:
	// [[0 1 2]
	//  [1 2 3]
	//  [2 3 4]
	//  [3 4 5]]
	// [1 1] true
	// [[0 3]
	//  [2 5]]
}

func ExampleArray_Sum() {
	a := Arange(0.0, 6, 1).Reshape(2, 3)
	fmt.Println(a.Sum(), a.Sum(0), a.Sum(-1))
	fmt.Println(a.Mean(1).ExpandDims(1), a.Std(), a.Var(0))
	fmt.Println(a.Argmax(), a.T().Sum(1), a.Max(0), a.CumSum(1))
	fmt.Println(Greater(a, Scalar(2.0)).Any(1), All(a), Cast[int](a))
	// Output:
	// 15 [3 5 7] [ 3 12]
	// [[1]
	//  [4]] 1.707825127659933 [2.25 2.25 2.25]
	// 5 [3 5 7] [3 4 5] [[ 0  1  3]
	//  [ 3  7 12]]
	// [false  true] false [[0 1 2]
	//  [3 4 5]]
}
