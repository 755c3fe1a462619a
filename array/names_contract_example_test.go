// This file shows contraction, convolution and pooling, one example a name.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleEinsum() {
	fmt.Println(Einsum("ij,j->i", Of(1, 2, 3, 4).Reshape(2, 2), Of(1, 10)))
	// Output: [21 43]
}

func ExampleEinsumGrad() {
	fmt.Println(EinsumGrad("i,i->", Scalar(1.0), Of(1.0, 2), Of(3.0, 4)))
	// Output: [[3 4] [1 2]]
}

func ExampleEinsumPath() {
	path := EinsumPath("ij,jk,kl->il", Zeros[float64](10, 100), Zeros[float64](100, 5), Zeros[float64](5, 50))
	fmt.Println(path.SpeedUp() > 1)
	// Output: true
}

func ExampleConv() {
	x := Arange(0.0, 9, 1).Reshape(1, 1, 3, 3)
	w := Ones[float64](1, 1, 2, 2)
	fmt.Println(Conv(x, w).Values())
	fmt.Println(Conv(x, w, PadSame(), Stride(2)).Shape(), Conv(x, w, Padding(1)).Shape())
	// Output:
	// [8 12 20 24]
	// [1 1 2 2] [1 1 4 4]
}

func ExampleConvGrad() {
	x := Arange(0.0, 9, 1).Reshape(1, 1, 3, 3)
	dx, dw := ConvGrad(x, Ones[float64](1, 1, 2, 2), Ones[float64](1, 1, 2, 2))
	fmt.Println(dx.Values(), dw.Values())
	// Output: [1 2 1 2 4 2 1 2 1] [8 12 20 24]
}

func ExampleConvTranspose() {
	fmt.Println(ConvTranspose(Of(1.0, 2).Reshape(1, 1, 2), Of(1.0, 10).Reshape(1, 1, 2)).Values())
	// Output: [1 12 20]
}

func ExampleCorrelate() {
	fmt.Println(Correlate(Of(1, 2, 3, 4), Of(1, 1), PadFull()))
	// Output: [1 3 5 7 4]
}

func ExampleConvolve() {
	fmt.Println(Convolve(Of(1, 2, 3), Of(0, 1), PadFull()))
	// Output: [0 1 2 3]
}

func ExampleMaxPool() {
	fmt.Println(MaxPool(Arange(0.0, 16, 1).Reshape(1, 1, 4, 4), 2, 2, Stride(2)).Values())
	// Output: [5 7 13 15]
}

func ExampleMaxPoolGrad() {
	fmt.Println(MaxPoolGrad(Of(1.0, 5, 2, 3).Reshape(1, 1, 2, 2), Ones[float64](1, 1, 1, 1), 2, 2).Values())
	// Output: [0 1 0 0]
}

func ExampleAvgPool() {
	fmt.Println(AvgPool(Arange(0.0, 16, 1).Reshape(1, 1, 4, 4), 2, 2, Stride(2)).Values())
	// Output: [2.5 4.5 10.5 12.5]
}

func ExampleAvgPoolGrad() {
	fmt.Println(AvgPoolGrad(Zeros[float64](1, 1, 2, 2), Ones[float64](1, 1, 1, 1), 2, 2).Values())
	// Output: [0.25 0.25 0.25 0.25]
}
