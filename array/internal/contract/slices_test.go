// This file tests plans and results under a memory limit.

package contract

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// limited sets the memory limit for the rest of a test.
func limited(t *testing.T, elements int) {
	before := SetMemoryLimit(elements)
	t.Cleanup(func() { SetMemoryLimit(before) })
}

func TestMemoryLimit(t *testing.T) {
	for _, c := range []struct {
		text   string
		shapes [][]int
		limit  int
		sliced string
		steps  int
	}{
		{"ij,jk,kl->il", [][]int{{100, 2}, {2, 100}, {100, 100}}, 10000, "", 2},
		{"ij,jk,kl->il", [][]int{{10, 1000}, {1000, 10}, {10, 1000}}, 100, "", 2},
		{"ij,jk,kl->il", [][]int{{10, 1000}, {1000, 20}, {20, 1000}}, 99, "k", 2},
		{"ij,jk,kl->il", [][]int{{10, 1000}, {1000, 20}, {20, 1000}}, 9, "ki", 2},
		{"ab,bc,cd,da->", [][]int{{50, 50}, {50, 50}, {50, 50}, {50, 50}}, 50, "a", 3},
		{"...i,ij,...j->...", [][]int{{30, 40}, {40, 50}, {30, 50}}, 200, "i", 2},
	} {
		limited(t, c.limit)
		plan := mustPlan(t, c.text, c.shapes...)
		if plan.LargestIntermediate() > float64(c.limit) {
			t.Errorf("%s within %d elements has an intermediate of %v", c.text, c.limit, plan.LargestIntermediate())
		}
		if got := plan.SlicedText(); got != c.sliced || len(plan.Steps) != c.steps {
			t.Errorf("%s within %d elements: slices %q in %d steps, want %q in %d", c.text, c.limit, got, len(plan.Steps), c.sliced, c.steps)
		}
	}
}

// TestMemoryLimitOrder finds a dearer order without large intermediates where that is cheaper than slices.
func TestMemoryLimitOrder(t *testing.T) {
	shapes := [][]int{{1000, 2}, {2, 1000}, {1000, 2}}
	free := mustPlan(t, "ab,cd,ef->abcdef", shapes...)
	limited(t, 4000000-1)
	if plan := mustPlan(t, "ab,cd,ef->abcdef", shapes...); plan.LargestIntermediate() >= free.LargestIntermediate() {
		t.Errorf("intermediate of %v, without a limit %v", plan.LargestIntermediate(), free.LargestIntermediate())
	}
}

// TestSlices compares random contractions of integers under tight limits with the same without.
func TestSlices(t *testing.T) {
	sliced := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := randomProblem(rng, 6, func() int { return rng.IntN(6) }, func() int32 { return rng.Int32N(100) - 50 })
		if len(p.operands) < 3 {
			continue
		}
		dst := p.randomOutput(rng, -7)
		runViews(p.spec, dst, p.operands, 1)
		want := slices.Clone(dst.Data)
		for _, limit := range []int{1, 4, 20} {
			for i := range dst.Data {
				dst.Data[i] = -7
			}
			before := SetMemoryLimit(limit)
			runViews(p.spec, dst, p.operands, 2)
			var shapes [][]int
			for _, v := range p.operands {
				shapes = append(shapes, v.Shape)
			}
			sliced += len(NewPlan(p.spec, shapes).Sliced)
			SetMemoryLimit(before)
			if !slices.Equal(dst.Data, want) { // guards between the elements too
				t.Errorf("seed %d, %s within %d elements: got %v, want %v", seed, p.spec.Text, limit, dst.Data, want)
			}
		}
	}
	if sliced < 100 {
		t.Errorf("only %d letters were sliced", sliced)
	}
}

// TestSlicesGreedy slices a network of more tensors than are ordered exhaustively: a ring of 12 matrices.
func TestSlicesGreedy(t *testing.T) {
	const text, n = "ab,bc,cd,de,ef,fg,gh,hi,ij,jk,kl,la->", 12
	var shapes [][]int
	for range n {
		shapes = append(shapes, []int{4, 4})
	}
	limited(t, 8)
	plan := mustPlan(t, text, shapes...)
	if plan.LargestIntermediate() > 8 || plan.Slices() < 2 {
		t.Errorf("intermediate of %v elements in %v slices", plan.LargestIntermediate(), plan.Slices())
	}
}
