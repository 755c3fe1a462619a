// This file shows drawing from distributions.

package array_test

import (
	"fmt"

	. "github.com/arraybook/arraybook/array"
)

func ExampleExponential() {
	fmt.Printf("%.2f\n", Exponential(NewRand(1), 100000).Mean())
	// Output: 1.00
}

func ExampleGamma() {
	fmt.Printf("%.1f\n", Gamma(NewRand(1), 3, 100000).Mean())
	// Output: 3.0
}

func ExampleBeta() {
	fmt.Printf("%.2f\n", Beta(NewRand(1), 1, 3, 100000).Mean())
	// Output: 0.25
}

func ExamplePoisson() {
	calls := Poisson(NewRand(1), 20, 100000) // in an hour, where 20 are expected
	fmt.Printf("%.1f\n", Average(calls))
	// Output: 20.0
}

func ExampleBinomial() {
	heads := Binomial(NewRand(1), 100, 0.5, 100000)
	fmt.Printf("%.1f\n", Average(heads))
	// Output: 50.0
}

func ExampleGeometric() {
	throws := Geometric(NewRand(1), 1.0/6, 100000) // of a die until the first six
	fmt.Printf("%.1f\n", Average(throws))
	// Output: 6.0
}

func ExampleMultinomial() {
	counts := Multinomial(NewRand(1), 1000, []float64{0.5, 0.3, 0.2}, 2)
	fmt.Println(counts.Shape(), counts.Sum(1))
	// Output: [2 3] [1000 1000]
}

func ExampleMultivariateNormal() {
	points := MultivariateNormal(NewRand(1), Of(1.0, -1), FromRows([][]float64{{2, 1}, {1, 2}}), 100000)
	fmt.Printf("%.1f\n", Cov(points.T()))
	// Output:
	// [[2.0 1.0]
	//  [1.0 2.0]]
}

func ExampleChoiceWeighted() {
	drawn := ChoiceWeighted(NewRand(1), Of(10, 20, 30), []float64{0, 0.5, 0.5}, 1000)
	fmt.Println(Unique(drawn))
	// Output: [20 30]
}

func ExampleSample() {
	cards := Sample(NewRand(1), Arange(0, 52, 1), 5)
	fmt.Println(Unique(cards).Size())
	// Output: 5
}
