// This file shows what a NumPy user reaches for next: places, parts of orders, statistics, signals and matrices.

package array_test

import (
	"fmt"
	"math"

	. "github.com/arraybook/arraybook/array"
)

func ExamplePtP() {
	fmt.Println(PtP(Of(3, 9, 4)))
	// Output: 6
}

func ExamplePartition() {
	// The third least element stands third; what comes before is not greater.
	fmt.Println(Partition(Of(7, 1, 5, 3, 9), 2).At(2))
	// Output: 5
}

func ExampleArgpartition() {
	scores := Of(0.1, 0.7, 0.2, 0.9, 0.4)
	best := Argpartition(scores, -2).Slice("-2:")
	fmt.Println(best)
	// Output: [1 3]
}

func ExampleLexsort() {
	year, month := Of(2024, 2023, 2024, 2023), Of(5, 11, 2, 7)
	fmt.Println(Lexsort(month, year)) // by year, then by month
	// Output: [3 1 2 0]
}

func ExampleUnravelIndex() {
	a := FromRows([][]int{{1, 5, 2}, {8, 0, 3}})
	at := UnravelIndex(a.Argmax().Item(), a.Shape()...)
	fmt.Println(at, a.At(at...))
	// Output: [1 0] 8
}

func ExampleRavelIndex() {
	fmt.Println(RavelIndex([]int{1, -1}, 2, 3))
	// Output: 5
}

func ExamplePut() {
	a := Zeros[int](2, 4)
	Put(a, Of(0, -1), Of(7, 8), 1)
	fmt.Println(a)
	// Output:
	// [[7 0 0 8]
	//  [7 0 0 8]]
}

func ExampleAddAt() {
	groups, amounts := Of(0, 2, 0, 2, 2), Of(1.5, 1, 2, 3, 4)
	sums := Zeros[float64](3)
	AddAt(sums, groups, amounts, 0)
	fmt.Println(sums)
	// Output: [3.5 0.0 8.0]
}

func ExamplePutAlong() {
	a := FromRows([][]int{{4, 9, 2}, {8, 1, 5}})
	PutAlong(a, a.Argmax(1).ExpandDims(1), Scalar(0), 1) // clears the greatest of each row
	fmt.Println(a)
	// Output:
	// [[4 0 2]
	//  [0 1 5]]
}

func ExampleFromFunction() {
	fmt.Println(FromFunction(func(i []int) int { return 10*i[0] + i[1] }, 2, 3))
	// Output:
	// [[ 0  1  2]
	//  [10 11 12]]
}

func ExampleGeomspace() {
	fmt.Printf("%.0f\n", Geomspace(1, 1000, 4))
	// Output: [   1   10  100 1000]
}

func ExampleBlock() {
	a, b := Ones[int](2, 2), Zeros[int](2, 1)
	fmt.Println(Block([][]*Array[int]{{a, b}, {Of(7, 8), Of(9)}}))
	// Output:
	// [[1 1 0]
	//  [1 1 0]
	//  [7 8 9]]
}

func ExampleArraySplit() {
	for _, part := range ArraySplit(Arange(0, 7, 1), 3, 0) {
		fmt.Println(part)
	}
	// Output:
	// [0 1 2]
	// [3 4]
	// [5 6]
}

func ExampleBroadcastShapes() {
	fmt.Println(BroadcastShapes([]int{4, 1, 3}, []int{2, 1}))
	// Output: [4 2 3]
}

func ExampleUniqueAll() {
	values, first, inverse, counts := UniqueAll(Of(30, 10, 30, 20))
	fmt.Println(values, first, inverse, counts)
	// Output: [10 20 30] [1 3 0] [2 0 2 1] [1 1 2]
}

func ExampleUniqueRows() {
	fmt.Println(UniqueRows(FromRows([][]int{{2, 1}, {1, 9}, {2, 1}})))
	// Output:
	// [[1 9]
	//  [2 1]]
}

func ExampleSymmetricDifference() {
	fmt.Println(SymmetricDifference(Of(1, 2, 3), Of(3, 4)))
	// Output: [1 2 4]
}

func ExampleQuantiles() {
	a := Of(1.0, 2, 3, 4, 10)
	fmt.Println(Quantiles(a, []float64{0.25, 0.5, 0.9}, Linear))
	fmt.Println(Higher, Quantiles(a, []float64{0.25, 0.5, 0.9}, Higher))
	// Output:
	// [2.0 3.0 7.6]
	// higher [ 2  3 10]
}

func ExampleSampleVar() {
	fmt.Println(SampleVar(Of(1.0, 2, 3, 4)).Item() == 5.0/3)
	// Output: true
}

func ExampleSampleStd() {
	fmt.Printf("%.4f\n", SampleStd(Of(1.0, 2, 3, 4)))
	// Output: 1.2910
}

func ExampleNanProd() {
	fmt.Println(NanProd(Of(2, math.NaN(), 3)))
	// Output: 6
}

func ExampleNanMedian() {
	fmt.Println(NanMedian(Of(5, math.NaN(), 1, 3)))
	// Output: 3
}

func ExampleNanQuantile() {
	fmt.Println(NanQuantile(Of(0, math.NaN(), 4), 0.25))
	// Output: 1
}

func ExampleNanArgmin() {
	fmt.Println(NanArgmin(Of(math.NaN(), 2, 1)))
	// Output: 2
}

func ExampleNanArgmax() {
	fmt.Println(NanArgmax(Of(math.NaN(), 2, 1)))
	// Output: 1
}

func ExampleHistogramOver() {
	ages := Of(3, 17, 18, 42, 64, 65, 90)
	fmt.Println(HistogramOver(ages, Of(0.0, 18, 65, 100)))
	// Output: [2 3 2]
}

func ExampleHistogram2D() {
	x, y := Of(0.1, 0.2, 0.9), Of(0.3, 0.8, 0.9)
	half := Of(0.0, 0.5, 1)
	fmt.Println(Histogram2D(x, y, half, half))
	// Output:
	// [[1 1]
	//  [0 1]]
}

func ExampleAsinh() {
	fmt.Printf("%.4f\n", Asinh(Of(-1.0, 0, 1)))
	// Output: [-0.8814  0.0000  0.8814]
}

func ExampleAcosh() {
	fmt.Printf("%.4f\n", Acosh(Of(1.0, 2)))
	// Output: [0.0000 1.3170]
}

func ExampleAtanh() {
	fmt.Printf("%.4f\n", Atanh(Of(0.0, 0.5, 1)))
	// Output: [0.0000 0.5493   +Inf]
}

func ExampleCbrt() {
	fmt.Println(Cbrt(Of(-8.0, 27)))
	// Output: [-2  3]
}

func ExampleRadians() {
	fmt.Printf("%.4f\n", Radians(Of(90.0, 180)))
	// Output: [1.5708 3.1416]
}

func ExampleDegrees() {
	fmt.Println(Degrees(Of(math.Pi)))
	// Output: [180]
}

func ExampleRoundTo() {
	fmt.Println(RoundTo(Of(3.14159, 2.71828), 2), RoundTo(Of(1234.0, 1250), -2))
	// Output: [3.14 2.72] [1200 1200]
}

func ExampleCopysign() {
	fmt.Println(Copysign(Of(1.0, 2), Of(-5.0, 5)))
	// Output: [-1  2]
}

func ExampleLogAddExp() {
	fmt.Println(LogAddExp(Of(-1000.0), Of(-1000.0)).Item() == -1000+math.Ln2)
	// Output: true
}

func ExampleSinc() {
	fmt.Printf("%.4f\n", Sinc(Of(0.0, 0.5)))
	// Output: [1.0000 0.6366]
}

func ExampleShiftLeft() {
	fmt.Println(ShiftLeft(Of(1, 3), Scalar(4)))
	// Output: [16 48]
}

func ExampleShiftRight() {
	fmt.Println(ShiftRight(Of(200, -5), Scalar(1)))
	// Output: [100  -3]
}

func ExampleHanning() {
	fmt.Println(Hanning(5))
	// Output: [0.0 0.5 1.0 0.5 0.0]
}

func ExampleHamming() {
	fmt.Printf("%.2f\n", Hamming(5))
	// Output: [0.08 0.54 1.00 0.54 0.08]
}

func ExampleBlackman() {
	fmt.Printf("%.2f\n", Abs(Blackman(5)))
	// Output: [0.00 0.34 1.00 0.34 0.00]
}

func ExampleBartlett() {
	fmt.Println(Bartlett(5))
	// Output: [0.0 0.5 1.0 0.5 0.0]
}

func ExampleKaiser() {
	fmt.Printf("%.3f\n", Kaiser(5, 6))
	// Output: [0.015 0.483 1.000 0.483 0.015]
}

func ExampleUnwrap() {
	fmt.Printf("%.2f\n", Unwrap(Of(3.0, -3, -2.5), 0)) // -3 lies just beyond π
	// Output: [3.00 3.28 3.78]
}

func ExampleTrapezoidAt() {
	fmt.Println(TrapezoidAt(Of(0.0, 2, 2), Of(0.0, 1, 4), 0))
	// Output: 7
}

func ExampleRFFTFreq() {
	fmt.Println(RFFTFreq(8, 0.5))
	// Output: [0.00 0.25 0.50 0.75 1.00]
}

func ExampleVectorNorm() {
	fmt.Println(VectorNorm(Of(3.0, -4), 1), VectorNorm(Of(3.0, -4), math.Inf(1)))
	// Output: 7 4
}

func ExampleMatrixNorm() {
	fmt.Println(MatrixNorm(FromRows([][]float64{{1, -2}, {3, 4}}), 1))
	// Output: 6
}

func ExampleCond() {
	fmt.Printf("%.0f\n", Cond(FromRows([][]float64{{100, 0}, {0, 1}})))
	// Output: 100
}

func ExampleMatrixRank() {
	fmt.Println(MatrixRank(FromRows([][]float64{{1, 2}, {2, 4}})))
	// Output: 1
}

func ExampleSLogDet() {
	sign, logarithm := SLogDet(Mul(Eye[float64](400), Scalar(0.01))) // Det is 0
	fmt.Printf("%v %.1f\n", sign, logarithm)
	// Output: 1 -1842.1
}

func ExampleMatrixPower() {
	fmt.Println(MatrixPower(FromRows([][]int{{1, 1}, {1, 0}}), 10)) // Fibonacci numbers
	// Output:
	// [[89 55]
	//  [55 34]]
}

func ExampleRoots() {
	fmt.Printf("%.2f\n", Sort(RealPart(Roots([]float64{1, -6, 11, -6}))))
	// Output: [1.00 2.00 3.00]
}

func ExampleArray_Format() {
	a := FromRows([][]float64{{1, 22.75}, {-3.14159, 0}})
	fmt.Printf("%.1f\n", a)
	fmt.Printf("%03d\n", Of(7, 42))
	// Output:
	// [[ 1.0 22.8]
	//  [-3.1  0.0]]
	// [007 042]
}
