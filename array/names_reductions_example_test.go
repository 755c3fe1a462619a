// This file shows reductions, sorting and statistics, one example a name.

package array_test

import (
	"fmt"
	"math"

	. "github.com/arraybook/arraybook/array"
)

func ExampleSumAs() {
	picture := Of[uint8](200, 100, 50, 255).Reshape(2, 2)
	fmt.Println(SumAs[int](picture), SumAs[int](picture, 0))
	// Output:
	// 605 [250 355]
}

func ExampleAverage() {
	fmt.Println(Average(Of[uint8](1, 2, 4)))
	// Output:
	// 2.3333333333333335
}

func ExampleAll() {
	fmt.Println(All(Of(1, 0, 2)), All(Of(1, 2)))
	// Output:
	// false true
}

func ExampleCountNonzero() {
	fmt.Println(CountNonzero(Of(1, 0, 2)))
	// Output:
	// 2
}

func ExampleArray_Argmax() {
	m := Of(3, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Argmax(), m.Argmax(1))
	// Output:
	// 3 [0 0]
}

func ExampleArray_Argmin() {
	m := Of(3, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Argmin(), m.Argmin(1))
	// Output:
	// 1 [1 2]
}

func ExampleArray_Max() {
	m := Of(3, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Max(), m.Max(1))
	// Output:
	// 6 [3 6]
}

func ExampleArray_Prod() {
	m := Of(3, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Prod(), m.Prod(1))
	// Output:
	// 720 [  6 120]
}

func ExampleArray_Var() {
	m := Of(3.0, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Var(1))
	// Output:
	// [0.66666667 0.66666667]
}

func ExampleArray_Std() {
	m := Of(3.0, 1, 2, 6, 5, 4).Reshape(2, 3)
	fmt.Println(m.Std(1))
	// Output:
	// [0.81649658 0.81649658]
}

func ExampleArray_CumProd() {
	fmt.Println(Of(1, 2, 3, 4).CumProd())
	// Output:
	// [ 1  2  6 24]
}

func ExampleMedian() {
	fmt.Println(Median(Of(5.0, 1, 3, 2)))
	// Output:
	// 2.5
}

func ExamplePercentile() {
	fmt.Println(Percentile(Arange(0.0, 11, 1), 90))
	// Output:
	// 9
}

func ExampleNanSum() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanSum(gap), NanSum(gap, 1))
	// Output:
	// 11 [4 7]
}

func ExampleNanMean() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanMean(gap), NanMean(gap, 1))
	// Output:
	// 2.75 [2.0 3.5]
}

func ExampleNanMin() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanMin(gap), NanMin(gap, 1))
	// Output:
	// 1 [1 2]
}

func ExampleNanMax() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanMax(gap), NanMax(gap, 1))
	// Output:
	// 5 [3 5]
}

func ExampleNanVar() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanVar(gap), NanVar(gap, 1))
	// Output:
	// 2.1875 [1.00 2.25]
}

func ExampleNanStd() {
	gap := Of(1, math.NaN(), 3, 5, 2, math.NaN()).Reshape(2, 3)
	fmt.Println(NanStd(gap), NanStd(gap, 1))
	// Output:
	// 1.479019945774904 [1.0 1.5]
}

func ExampleBincount() {
	fmt.Println(Bincount(Of(0, 2, 2, 1), 5))
	// Output:
	// [1 1 2 0 0]
}

func ExampleHistogramCounts() {
	counts, edges := HistogramCounts(Of(1, 2, 2, 3, 5), 4)
	fmt.Println(counts, edges)
	// Output:
	// [1 2 1 1] [1 2 3 4 5]
}

func ExampleDigitize() {
	fmt.Println(Digitize(Of(0.5, 1, 2.5, 9), Of(1.0, 2, 3)))
	// Output:
	// [0 1 2 3]
}

func ExampleUniqueCounts() {
	values, counts := UniqueCounts(Of(3, 1, 3))
	fmt.Println(values, counts)
	// Output:
	// [1 3] [1 2]
}

func ExampleArgsort() {
	fmt.Println(Argsort(Of(30, 10, 20)))
	// Output:
	// [1 2 0]
}

func ExampleSearchSorted() {
	fmt.Println(SearchSorted(Of(10, 20, 30), Of(5, 20, 25)))
	// Output:
	// [0 1 2]
}

func ExampleCov() {
	fmt.Println(Cov(FromRows([][]float64{{1, 2, 3}, {3, 2, 1}})))
	// Output:
	// [[ 1 -1]
	//  [-1  1]]
}

func ExampleCorrCoef() {
	fmt.Println(CorrCoef(FromRows([][]float64{{1, 2, 3}, {6, 4, 2}})))
	// Output:
	// [[ 1 -1]
	//  [-1  1]]
}

func ExampleSoftmax() {
	fmt.Println(Softmax(Of(1.0, 1, 1, 1), 0))
	// Output:
	// [0.25 0.25 0.25 0.25]
}

func ExampleLogSumExp() {
	fmt.Println(LogSumExp(Of(1000.0, 1000), 0))
	// Output:
	// 1000.6931471805599
}
