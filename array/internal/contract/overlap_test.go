// This file tests that intermediates of windows overlap as the windows do.

package contract

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestOverlaps(t *testing.T) {
	for _, c := range []struct {
		text             string
		stride, dilation int
		want             string
	}{
		{"xyij,i,j->xy", 1, 1, "xyij,i->xyj; j,xyj->xy"},
		{"xyij,i,j->xy", 1, 2, "xyij,i->xyj; j,xyj->xy"},
		{"xyij,i,j->xy", 2, 1, "xyij,i->xyj; j,xyj->xy"},
		{"xyij,jo,i->xyo", 1, 1, "xyij,i->xyj; jo,xyj->xyo"},
		{"i,xyij,yj->xy", 1, 1, "i,xyij->xyj; yj,xyj->xy"}, // what a second tensor carries is no overlap
	} {
		const height, width, size = 21, 24, 15
		reach := func(n int) int { return (n-1)*c.stride + (size-1)*c.dilation + 1 }
		line := reach(width)
		rng := rand.New(rand.NewPCG(uint64(c.stride), uint64(c.dilation)))
		extents := map[rune]int{'x': height, 'y': width, 'i': size, 'j': size, 'o': 2}
		steps := map[rune]int{'x': c.stride * line, 'y': c.stride, 'i': c.dilation * line, 'j': c.dilation}
		inputs, _, _ := strings.Cut(c.text, "->")
		var operands []View[int64]
		var shapes, strides [][]int
		for _, word := range strings.Split(inputs, ",") {
			v := View[int64]{Data: make([]int64, reach(height)*line)}
			for _, letter := range word {
				v.Shape, v.Strides = append(v.Shape, extents[letter]), append(v.Strides, steps[letter])
			}
			if len(word) < 4 {
				v.Strides = rowMajorStrides(v.Shape)
			}
			for i := range v.Data {
				v.Data[i] = rng.Int64N(19) - 9
			}
			operands, shapes, strides = append(operands, v), append(shapes, v.Shape), append(strides, v.Strides)
		}
		spec, err := Parse(c.text, shapes)
		if err != nil {
			t.Fatal(err)
		}
		plan := NewPlan(spec, shapes, strides...)
		var words []string
		for i := range plan.Steps {
			words = append(words, plan.StepText(i))
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s: steps %s, want %s", c.text, got, c.want)
		}
		if len(plan.Steps[0].overlaps) == 0 || plan.FLOPs() >= NewPlan(spec, shapes).FLOPs() {
			t.Errorf("%s: %v operations, %v without overlaps", c.text, plan.FLOPs(), NewPlan(spec, shapes).FLOPs())
		}
		dst := RowMajor(make([]int64, product(spec.OutputShape())), spec.OutputShape())
		runViews(spec, dst, operands, 2)
		for i, want := range Twin(spec, operands) {
			if dst.Data[i] != want {
				t.Fatalf("%s: element %d is %d, want %d", c.text, i, dst.Data[i], want)
			}
		}
	}
}
