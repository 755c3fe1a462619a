// This file shows operations at work together, as programs put them together.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

// A line through points, by least squares: one column of the matrix for the slope, one for the intercept.
func Example_regression() {
	x := Of(0.0, 1, 2, 3)
	y := Of(1.1, 2.9, 5.1, 6.9)
	design := Stack(1, x, OnesLike(x))
	line := Lstsq(design, y)
	rest := Sub(y, MatMul(design, line))
	fmt.Printf("%.2f, residuals %.2f", line, rest)
	// Output: [1.96 1.06], residuals [ 0.04 -0.12  0.12 -0.04]
}

// Clusters by k-means: distances of all points to all centers by broadcasting, sums of groups by AddAt.
func Example_kMeans() {
	points := FromRows([][]float64{{0, 0}, {0, 2}, {9, 9}, {9, 7}})
	centers := points.Slice("1:3").Copy()
	var nearest *Array[int]
	for range 5 {
		difference := Sub(points.ExpandDims(1), centers) // point, center, coordinate
		nearest = Mul(difference, difference).Sum(-1).Argmin(1)
		sums := ZerosLike(centers)
		AddAt(sums, nearest, points, 0)
		counts := Cast[float64](Bincount(nearest, centers.Len(0)))
		centers = Div(sums, counts.ExpandDims(1))
	}
	fmt.Println(nearest)
	fmt.Println(centers)
	// Output:
	// [0 0 1 1]
	// [[0 1]
	//  [9 8]]
}
