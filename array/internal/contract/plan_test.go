// This file tests the planner: known best orders, the greedy order against the best, and networks of many tensors.

package contract

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func mustPlan(t *testing.T, text string, shapes ...[]int) *Plan {
	t.Helper()
	spec, err := Parse(text, shapes)
	if err != nil {
		t.Fatal(err)
	}
	return NewPlan(spec, shapes)
}

func TestPlanOrder(t *testing.T) {
	for _, c := range []struct {
		text   string
		shapes [][]int
		want   string
	}{
		{"ij,jk,kl->il", [][]int{{10, 1000}, {1000, 10}, {10, 1000}}, "ij,jk->ik; kl,ik->il"},
		{"ij,jk,kl->il", [][]int{{1000, 10}, {10, 1000}, {1000, 10}}, "jk,kl->jl; ij,jl->il"},
		{"ij,kjl,il->ik", [][]int{{5, 6}, {7, 6, 8}, {5, 8}}, "kjl,il->ijk; ij,ijk->ik"},
		{"ij,jk->k", [][]int{{50, 60}, {60, 70}}, "ij->j; jk,j->k"},
		{"iij->j", [][]int{{3, 3, 4}}, "iij->j"},
		{"...ab,...bc->...ac", [][]int{{2, 3, 4}, {2, 4, 5}}, "Aab,Abc->Aac"},
	} {
		plan := mustPlan(t, c.text, c.shapes...)
		var steps []string
		for i := range plan.Steps {
			steps = append(steps, plan.StepText(i))
		}
		if got := strings.Join(steps, "; "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

// TestPlanOptimal compares the dynamic programme with a search through every sequence of pairs.
func TestPlanOptimal(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := randomProblem(rng, 5, func() int { return 2 + rng.IntN(9) }, func() int { return 1 })
		if len(p.operands) < 2 {
			continue
		}
		if best := cheapestByTrial(p.plan); pairTerms(p.plan) > best {
			t.Errorf("%s: takes %v terms, %v is possible", p.spec.Text, pairTerms(p.plan), best)
		}
	}
}

// pairTerms returns the sizes of the loop nests of all steps with two tensors.
func pairTerms(plan *Plan) float64 {
	total := 0.0
	for _, s := range plan.Steps {
		if s.Right >= 0 {
			total += s.Terms
		}
	}
	return total
}

// cheapestByTrial tries all orders of the tensors that are left after single ones were summed.
func cheapestByTrial(plan *Plan) float64 {
	p := &planner{plan: &Plan{Spec: plan.Spec}}
	for _, l := range plan.Spec.Letters {
		p.extents = append(p.extents, float64(l.Extent))
	}
	set := func(letters []int) letterSet {
		s := newLetterSet(len(p.extents))
		for _, letter := range letters {
			s.add(letter)
		}
		return s
	}
	output := set(plan.Spec.Output)
	left := map[int]letterSet{}
	for i, axes := range plan.Spec.Inputs {
		left[i] = set(axes)
	}
	for i, s := range plan.Steps {
		if s.Right < 0 {
			delete(left, s.Left)
			left[len(plan.Spec.Inputs)+i] = set(s.Letters)
		}
	}
	var start []letterSet
	for _, s := range left {
		start = append(start, s)
	}
	var search func(live []letterSet) float64
	search = func(live []letterSet) float64 {
		if len(live) == 1 {
			return 0
		}
		best := -1.0
		for i := range live {
			for j := i + 1; j < len(live); j++ {
				needed := output
				var rest []letterSet
				for k, s := range live {
					if k != i && k != j {
						needed, rest = needed.union(s), append(rest, s)
					}
				}
				all := live[i].union(live[j])
				if cost := p.size(all) + search(append(rest, all.intersection(needed))); best < 0 || cost < best {
					best = cost
				}
			}
		}
		return best
	}
	return search(start)
}

// TestPlanMany contracts a ring of 300 matrices: every order but a good one is out of reach.
func TestPlanMany(t *testing.T) {
	const count = 300
	var terms []string
	var shapes [][]int
	operands := []View[int]{}
	for i := range count {
		terms = append(terms, string([]rune{rune(0x4e00 + i), rune(0x4e00 + (i+1)%count)}))
		shapes = append(shapes, []int{2, 2})
		operands = append(operands, RowMajor([]int{1, i % 3, 0, 1}, []int{2, 2}))
	}
	plan := mustPlan(t, strings.Join(terms, ",")+"->", shapes...)
	if plan.LargestIntermediate() > 16 {
		t.Errorf("an intermediate has %v elements", plan.LargestIntermediate())
	}
	dst := RowMajor(make([]int, 1), nil)
	runViews(plan.Spec, dst, operands, 1)
	if dst.Data[0] != 2 { // the product is an upper triangle with ones on its diagonal
		t.Errorf("trace of the ring is %d, want 2", dst.Data[0])
	}
}

func ExamplePlan() {
	shapes := [][]int{{10, 1000}, {1000, 10}, {10, 1000}}
	spec, err := Parse("ij,jk,kl->il", shapes)
	if err != nil {
		panic(err)
	}
	plan := NewPlan(spec, shapes)
	fmt.Println(plan.StepText(0), plan.Steps[0].FLOPs)
	fmt.Println(plan.StepText(1), plan.Steps[1].FLOPs)
	// Output:
	// ij,jk->ik 200000
	// kl,ik->il 200000
}
