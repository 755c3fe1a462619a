// This file shows looking at arrays, one example a name.

package array_test

import (
	"errors"
	"fmt"
	"io/fs"

	. "github.com/arraybook/arraybook/array"
)

func ExampleArray_BufferLen() {
	a := Arange(0, 10, 1)
	fmt.Println(a.Slice("2:4").BufferLen())
	// Output:
	// 10
}

func ExampleArray_DType() {
	fmt.Println(Of(1.5).DType())
	// Output:
	// float64
}

func ExampleArray_Data() {
	a := Zeros[int](2)
	a.Data()[1] = 5
	fmt.Println(a)
	// Output:
	// [0 5]
}

func ExampleArray_Element() {
	fmt.Println(Of(1.5, 2).Element(1))
	// Output:
	// 2
}

func ExampleArray_Float64s() {
	fmt.Println(Of[uint8](1, 2).Float64s())
	// Output:
	// [1 2]
}

func ExampleArray_IsContiguous() {
	a := Zeros[int](2, 3)
	fmt.Println(a.IsContiguous(), a.T().IsContiguous())
	// Output:
	// true false
}

func ExampleArray_Len() {
	fmt.Println(Zeros[int](2, 3).Len(-1))
	// Output:
	// 3
}

func ExampleArray_Offset() {
	fmt.Println(Arange(0, 10, 1).Slice("2:4").Offset())
	// Output:
	// 2
}

func ExampleArray_Rank() {
	fmt.Println(Zeros[int](2, 3).Rank(), Scalar(1).Rank())
	// Output:
	// 2 0
}

func ExampleArray_Ravel() {
	fmt.Println(Zeros[int](2, 3).Ravel())
	// Output:
	// [0 0 0 0 0 0]
}

func ExampleArray_ReadOnly() {
	fmt.Println(Of(1).BroadcastTo(3).ReadOnly())
	// Output:
	// true
}

func ExampleArray_Rows() {
	fmt.Println(Eye[int](2).Rows())
	// Output:
	// [[1 0] [0 1]]
}

func ExampleArray_Set() {
	a := Zeros[int](2, 2)
	a.Set(7, 1, -1)
	fmt.Println(a)
	// Output:
	// [[0 0]
	//  [0 7]]
}

func ExampleArray_Size() {
	fmt.Println(Zeros[int](2, 3).Size())
	// Output:
	// 6
}

func ExampleArray_SwapAxes() {
	fmt.Println(Zeros[int](2, 3, 4).SwapAxes(0, -1).Shape())
	// Output:
	// [4 3 2]
}

func ExampleArray_T() {
	fmt.Println(Arange(0, 4, 1).Reshape(2, 2).T())
	// Output:
	// [[0 2]
	//  [1 3]]
}

func ExampleDType_Bytes() {
	fmt.Println(Float32.Bytes(), Complex128.Bytes())
	// Output:
	// 4 16
}

func ExampleDType_String() {
	fmt.Println(Uint8.String())
	// Output:
	// uint8
}

func ExampleError_Error() {
	defer func() { fmt.Println(recover().(*Error).Error()) }()
	Of(1, 2).At(5)
	// Output:
	// array: At: index 5 is out of range for axis 0 of shape (2,)
}

func ExampleError_Unwrap() {
	_, err := LoadNPY[float64]("no such file.npy")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output:
	// true
}

func ExampleArray_Temporary() {
	a, b := Ones[float64](100, 100), Full(2.0, 100, 100)
	product := Mul(a, b)
	sum := Add(product.Temporary(), a)
	fmt.Println(sum.At(0, 0), SharesMemory(sum, product))
	// Output:
	// 3 true
}
