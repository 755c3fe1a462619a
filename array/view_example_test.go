// This file shows views, arranging and sorting.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleArray_Transpose() {
	a := Zeros[int](2, 3, 4)
	fmt.Println(a.Transpose(2, 0, 1).Shape(), a.T().Shape(), a.SwapAxes(0, -1).Shape(), a.MoveAxis(0, -1).Shape())
	// Output: [4 2 3] [4 3 2] [4 3 2] [3 4 2]
}

func ExampleArray_MoveAxis() {
	photo := Zeros[uint8](480, 640, 3)
	fmt.Println(photo.MoveAxis(-1, 0).Shape())
	// Output: [3 480 640]
}

func ExampleArray_ExpandDims() {
	a := Of(1.0, 2, 3, 4).Reshape(2, 2)
	fmt.Println(Sub(a, a.Mean(1).ExpandDims(1)))
	// Output:
	// [[-0.5  0.5]
	//  [-0.5  0.5]]
}

func ExampleArray_Squeeze() {
	a := Zeros[int](1, 3, 1)
	fmt.Println(a.Squeeze().Shape(), a.Squeeze(0).Shape())
	// Output: [3] [3 1]
}

func ExampleArray_Flip() {
	fmt.Println(Of(1, 2, 3, 4).Reshape(2, 2).Flip(1))
	// Output:
	// [[2 1]
	//  [4 3]]
}

func ExampleArray_Index() {
	a := Arange(0, 6, 1).Reshape(2, 3)
	fmt.Println(a.Index(-1), a.Index(0, 2))
	// Output: [3 4 5] 2
}

func ExampleArray_Reshape() {
	a := Arange(0, 6, 1)
	fmt.Println(a.Reshape(2, -1))
	fmt.Println(SharesMemory(a, a.Reshape(2, 3)), SharesMemory(a, a.Reshape(2, 3).T().Reshape(6)), a.Reshape(2, 3).T().Ravel())
	// Output:
	// [[0 1 2]
	//  [3 4 5]]
	// true false [0 3 1 4 2 5]
}

func ExampleArray_View() {
	defer func() { fmt.Println(recover()) }()
	Zeros[int](2, 3).T().View(6)
	// Output: array: View: shape (3, 2) with strides [1 3] cannot be seen as (6,) without a copy; Reshape makes one
}

func ExampleArray_BroadcastTo() {
	a := Of(1, 2).BroadcastTo(3, 2)
	fmt.Println(a.Strides(), a.ReadOnly())
	// Output: [0 1] true
}

func ExampleArray_Diagonal() {
	a := Zeros[int](3, 3)
	Assign(a.Diagonal(), Of(1, 2, 3))
	fmt.Println(a)
	// Output:
	// [[1 0 0]
	//  [0 2 0]
	//  [0 0 3]]
}

func ExampleAsStrided() {
	a := Arange(0, 8, 1)
	fmt.Println(AsStrided(a, []int{3, 4}, []int{2, 1}))
	// Output:
	// [[0 1 2 3]
	//  [2 3 4 5]
	//  [4 5 6 7]]
}

// A view whose elements overlap is written only if Writable asks for it: here one element stands for a whole row.
func ExampleAsStrided_writable() {
	a := Of(1, 2, 3)
	rows := AsStrided(a, []int{3, 4}, []int{1, 0}, Writable())
	rows.Set(9, 1, 2)
	fmt.Println(rows)
	AddInto(rows, rows, Of(10, 20, 30, 40)) // of the four sums for each element the last stays
	fmt.Println(a)
	// Output:
	// [[1 1 1 1]
	//  [9 9 9 9]
	//  [3 3 3 3]]
	// [41 49 43]
}

func ExampleConcat() {
	a, b := Of(1, 2, 3, 4).Reshape(2, 2), Of(5, 6).Reshape(1, 2)
	fmt.Println(Concat(0, a, b))
	// Output:
	// [[1 2]
	//  [3 4]
	//  [5 6]]
}

func ExampleStack() {
	fmt.Println(Stack(1, Of(1, 2, 3), Of(4, 5, 6)))
	// Output:
	// [[1 4]
	//  [2 5]
	//  [3 6]]
}

func ExampleSplit() {
	fmt.Println(Split(Arange(0, 6, 1), 3, 0))
	// Output: [[0 1] [2 3] [4 5]]
}

func ExamplePad() {
	fmt.Println(Pad(Of(1, 2, 3), 2, Boundary(Reflect)), Pad(Of(1, 2, 3), [2]int{0, 3}))
	// Output: [2 1 1 2 3 3 2] [1 2 3 0 0 0]
}

func ExampleTile() {
	fmt.Println(Tile(Of(1, 2), 2, 2))
	// Output:
	// [[1 2 1 2]
	//  [1 2 1 2]]
}

func ExampleRepeat() {
	fmt.Println(Repeat(Of(1, 2), 3))
	// Output: [1 1 1 2 2 2]
}

func ExampleRoll() {
	fmt.Println(Roll(Arange(0, 5, 1), 2))
	// Output: [3 4 0 1 2]
}

func ExampleTake() {
	fmt.Println(Take(Of(10, 20, 30), Of(2, 0, -1), 0))
	// Output: [30 10 30]
}

func ExampleMask() {
	a := Of(3, -1, 2, -5)
	fmt.Println(Mask(a, Greater(a, Scalar(0))))
	// Output: [3 2]
}

func ExampleArgwhere() {
	fmt.Println(Argwhere(Of(0, 7, 0, 8)))
	// Output:
	// [[1]
	//  [3]]
}

func ExampleDiff() {
	fmt.Println(Diff(Of(1, 4, 9, 16), 0))
	// Output: [3 5 7]
}

func ExampleTril() {
	fmt.Println(Tril(Ones[int](3, 3), 0))
	fmt.Println(Triu(Ones[int](3, 3), 1))
	// Output:
	// [[1 0 0]
	//  [1 1 0]
	//  [1 1 1]]
	// [[0 1 1]
	//  [0 0 1]
	//  [0 0 0]]
}

func ExampleSort() {
	a := Of(3, 1, 2)
	fmt.Println(Sort(a), Argsort(a), SearchSorted(Sort(a), Of(0, 2, 9)))
	// Output: [1 2 3] [1 2 0] [0 1 3]
}

func ExampleUnique() {
	values, counts := UniqueCounts(Of(2, 7, 2, 2))
	fmt.Println(values, counts, Unique(Of(3, 3)), Bincount(Of(1, 1, 3), 0))
	// Output: [2 7] [3 1] [3] [0 2 0 1]
}

func ExampleQuantile() {
	a := Of(4.0, 1, 3, 2)
	fmt.Println(Quantile(a, 0.25), Median(a))
	// Output: 1.75 2.5
}
