// This file compares the planner's orders with those of opt_einsum on its generator's random specifications.

package contract

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// A planCase is a specification and what opt_einsum's order of contraction takes.
type planCase struct {
	Spec   string
	Shapes [][]int
	FLOPs  float64
	Terms  float64 // of the steps with two tensors
}

func readPlanCases(t *testing.T) (optimal, greedy []planCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/plans.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases struct{ Optimal, Greedy []planCase }
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases.Optimal, cases.Greedy
}

// TestPlanOptimalCost compares with opt_einsum's dynamic programme over all orders, which counts loop turns too.
func TestPlanOptimalCost(t *testing.T) {
	optimal, _ := readPlanCases(t)
	for _, c := range optimal {
		if got := pairTerms(mustPlan(t, c.Spec, c.Shapes...)); got != c.Terms {
			t.Errorf("%s %v: takes %v terms, opt_einsum's best order %v", c.Spec, c.Shapes, got, c.Terms)
		}
	}
}

// TestPlanGreedyCost compares with opt_einsum's greedy order of up to 300 tensors: on average ours is no worse, though
// either may be unlucky with one of them.
func TestPlanGreedyCost(t *testing.T) {
	_, greedy := readPlanCases(t)
	defer SetMemoryLimit(SetMemoryLimit(math.MaxInt)) // opt_einsum's orders heed none
	logs := 0.0
	for _, c := range greedy {
		logs += math.Log(mustPlan(t, c.Spec, c.Shapes...).FLOPs() / c.FLOPs)
	}
	mean := math.Exp(logs / float64(len(greedy)))
	t.Logf("operations, ours over opt_einsum's: %.2f on average", mean)
	if mean > 1 {
		t.Errorf("orders take %.2f times opt_einsum's operations on average", mean)
	}
}

// TestPlanMemoryLimit checks that plans keep within the limit, whatever it is.
func TestPlanMemoryLimit(t *testing.T) {
	defer SetMemoryLimit(SetMemoryLimit(DefaultMemoryLimit))
	optimal, greedy := readPlanCases(t)
	for _, limit := range []int{1, 100, 5000} {
		SetMemoryLimit(limit)
		for _, c := range append(optimal, greedy[:20]...) {
			if got := mustPlan(t, c.Spec, c.Shapes...).LargestIntermediate(); got > float64(limit) {
				t.Errorf("%s %v: an intermediate has %v elements, the limit is %d", c.Spec, c.Shapes, got, limit)
			}
		}
	}
}
