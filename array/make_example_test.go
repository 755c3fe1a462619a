// This file shows how arrays are made and looked at.

package array_test

import (
	"fmt"
	"math"

	. "github.com/arraybook/arraybook/array"
)

func ExampleZeros() {
	fmt.Println(Zeros[int](2, 3))
	fmt.Println(Zeros[bool]())
	// Output:
	// [[0 0 0]
	//  [0 0 0]]
	// false
}

func ExampleOnes() {
	fmt.Println(Ones[float32](3), Ones[bool](2))
	// Output: [1 1 1] [true true]
}

func ExampleFull() {
	fmt.Println(Full(7, 2, 2))
	// Output:
	// [[7 7]
	//  [7 7]]
}

func ExampleEye() {
	fmt.Println(Eye[int](2))
	// Output:
	// [[1 0]
	//  [0 1]]
}

func ExampleFrom() {
	s := []int{1, 2, 3, 4}
	a := From(s, 2, 2)
	s[0] = 10 // shared
	fmt.Println(a)
	// Output:
	// [[10  2]
	//  [ 3  4]]
}

func ExampleOf() {
	fmt.Println(Of(1.5, 2, 3))
	// Output: [1.5 2.0 3.0]
}

func ExampleScalar() {
	fmt.Println(Mul(Scalar(2), Of(1, 2, 3)))
	// Output: [2 4 6]
}

func ExampleArange() {
	fmt.Println(Arange(0, 10, 3), Arange(1.0, 0, -0.25))
	// Output: [0 3 6 9] [1.00 0.75 0.50 0.25]
}

func ExampleLinspace() {
	fmt.Println(Linspace(0, 1, 5))
	// Output: [0.00 0.25 0.50 0.75 1.00]
}

func ExampleLogspace() {
	fmt.Println(Logspace(0, 2, 3))
	// Output: [  1  10 100]
}

func ExampleZerosLike() {
	fmt.Println(ZerosLike(Of(1, 2)))
	// Output: [0 0]
}

func ExampleCast() {
	fmt.Println(Cast[uint8](Of(-5.7, 3.9, 300, math.NaN())))
	// Output: [  0   3 255   0]
}

func ExampleFromRows() {
	a := FromRows([][]int{{1, 2}, {3, 4}})
	fmt.Println(a.T().Rows())
	// Output: [[1 3] [2 4]]
}

func ExampleMeshgrid() {
	g := Meshgrid(Of(0, 1), Of(10, 20, 30))
	fmt.Println(Add(g[0], g[1]))
	// Output:
	// [[10 20 30]
	//  [11 21 31]]
}

func ExampleMust() {
	fmt.Println(Must(fmt.Sscan("42", new(int))))
	// Output: 1
}

func ExampleArray_Shape() {
	a := Zeros[float64](2, 3)
	fmt.Println(a.Shape(), a.Strides(), a.Rank(), a.Size(), a.Len(-1), a.DType())
	// Output: [2 3] [3 1] 2 6 3 float64
}

func ExampleArray_Strides() {
	a := Zeros[float64](2, 3)
	fmt.Println(a.T().Strides(), a.Slice("::-1, ::2").Strides(), a.Slice("::-1").Offset(), a.BufferLen())
	// Output: [1 3] [-3 2] 3 6
}

func ExampleArray_At() {
	a := Arange(0, 6, 1).Reshape(2, 3)
	a.Set(9, 1, 2)
	fmt.Println(a.At(0, 1), a.At(-1, -1), a.Element(1, 0))
	// Output: 1 9 3
}

func ExampleArray_Item() {
	fmt.Println(Of(1, 2, 3).Sum().Item())
	// Output: 6
}

func ExampleArray_Values() {
	a := Arange(0, 6, 1).Reshape(2, 3)
	fmt.Println(a.T().Values(), a.Data(), a.IsContiguous(), a.T().IsContiguous())
	// Output: [0 3 1 4 2 5] [0 1 2 3 4 5] true false
}

func ExampleArray_All() {
	for index, v := range Of(1.5, 2.5).ExpandDims(0).All() {
		fmt.Println(index, v)
	}
	// Output:
	// [0 0] 1.5
	// [0 1] 2.5
}

func ExampleArray_String() {
	fmt.Println(Arange(0, 2000, 1))
	fmt.Println(Of(1, -0.5, math.Inf(1)), Of(1e-9, 1), Of(1i, 2.5))
	// Output:
	// [   0    1    2 ... 1997 1998 1999]
	// [ 1.0 -0.5 +Inf] [1e-09 1e+00] [0.0+1i 2.5+0i]
}

func ExampleArray_Fill() {
	a := Zeros[int](2, 3)
	a.Slice(":, 1").Fill(7)
	fmt.Println(a)
	// Output:
	// [[0 7 0]
	//  [0 7 0]]
}

func ExampleArray_Copy() {
	a := Of(1, 2, 3)
	b := a.Slice("::-1").Copy()
	a.Set(9, 0)
	fmt.Println(b, b.Strides())
	// Output: [3 2 1] [1]
}

func ExampleSharesMemory() {
	a := Zeros[int](10)
	fmt.Println(SharesMemory(a.Slice("::2"), a.Slice("1::2")), SharesMemory(a, a.Slice("5:")))
	// Output: false true
}

func ExampleAssign() {
	a := Arange(0, 5, 1)
	Assign(a.Slice("1:"), a.Slice(":-1")) // as if from a copy
	fmt.Println(a)
	// Output: [0 0 1 2 3]
}

func ExampleNewRand() {
	rng := NewRand(1)
	fmt.Println(Integers(rng, 0, 100, 5), Permutation(rng, 5))
	fmt.Println(Uniform(rng, 2), Normal(rng, 2))
	// Output:
	// [79 63 90 20 30] [2 1 3 0 4]
	// [0.05206667 0.74508779] [-1.47726298 -0.53410830]
}

func ExampleShuffle() {
	a := Arange(0, 6, 1).Reshape(3, 2)
	Shuffle(NewRand(3), a)
	fmt.Println(Sort(a, 0))
	// Output:
	// [[0 1]
	//  [2 3]
	//  [4 5]]
}

func ExampleError() {
	defer func() { fmt.Println(recover()) }()
	Add(Zeros[int](2, 3), Zeros[int](4))
	// Output: array: Add: shapes (2, 3) and (4,) do not broadcast: axis -1 has lengths 3 and 4
}
