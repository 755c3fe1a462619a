// This file tests what workspaces hold between contractions.

package contract

import "testing"

// TestWorkspaceHoldsNoOperand checks that scratch memory, which dot products may keep in use for long, does not keep the
// operands and results of an earlier contraction in memory.
func TestWorkspaceHoldsNoOperand(t *testing.T) {
	for text, shapes := range map[string][][]int{
		"ij,jk->ik":   {{200, 300}, {300, 200}}, // packed
		"ij,jk->ki":   {{4, 30}, {30, 200}},     // in place
		"nij,njk->ik": {{2, 9, 70}, {2, 70, 50}},
		"ij,j->i":     {{40, 300}, {300}},
	} {
		spec, err := Parse(text, shapes)
		if err != nil {
			t.Fatal(err)
		}
		operands := make([]View[float64], len(shapes))
		for i, shape := range shapes {
			operands[i] = RowMajor(make([]float64, product(shape)), shape)
		}
		shape := spec.OutputShape()
		runViews(spec, RowMajor(make([]float64, product(shape)), shape), operands, 1)
		w := float64Kernels.pool.Get().(*workspace[float64])
		if w.tile.a != nil || w.tile.b != nil || w.tile.c != nil || w.src != nil {
			t.Errorf("%s leaves operands in its workspace", text)
		}
		float64Kernels.pool.Put(w)
	}
}
