package display

import (
	"fmt"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/array"
)

func zeros(shape ...int) array.Untyped { return array.Zeros[float32](shape...) }

func init() {
	for name, figure := range map[string]func() *Figure{
		"einsum-gradient": func() *Figure {
			return ExplainEinsum("nijkde,node->oijk", zeros(8, 30, 30, 3, 3, 3), zeros(8, 16, 3, 3))
		},
		"einsum-chain":    func() *Figure { return ExplainEinsum("ij, jk, kl", zeros(10, 1000), zeros(1000, 10), zeros(10, 1000)) },
		"einsum-trace":    func() *Figure { return ExplainEinsum("ii", zeros(4, 4)) },
		"einsum-ellipsis": func() *Figure { return ExplainEinsum("...ij,...jk->...ik", zeros(5, 2, 3), zeros(3, 4)) },
		"einsum-scalar":   func() *Figure { return ExplainEinsum(",i->i", zeros(), zeros(3)) },
		"windows": func() *Figure {
			a := ramp[int](6, 8)
			return ExplainWindows(a, array.SlidingWindow(a, 3, 3))
		},
		"windows-transposed": func() *Figure { a := ramp[int](3, 8); return ExplainWindows(a, a.T()) },
		"windows-line":       func() *Figure { a := ramp[float64](20); return ExplainWindows(a, array.SlidingWindow(a, 5)) },
		"convolution": func() *Figure {
			return ExplainConv(ramp[int](5, 6), array.From([]int{0, 1, 0, 1, -4, 1, 0, 1, 0}, 3, 3))
		},
		"windows-large": func() *Figure {
			a := ramp[int](50, 60)
			return ExplainWindows(a, array.SlidingWindow(a, 2, 2, array.Stride(2), array.Dilation(2)))
		},
	} {
		figures[name] = figure
	}
}

func TestExplainErrors(t *testing.T) {
	a := ramp[int](4, 4)
	for _, c := range []struct {
		figure *Figure
		want   string
	}{
		{ExplainEinsum("ij,jk", zeros(2, 3), zeros(4, 5)), "letter j has extent 3 in operand 0 but 4 in operand 1"},
		{ExplainEinsum("i", nil), "operand 0 is nil"},
		{ExplainEinsum("i,j", zeros(2)), "operand"},
		{ExplainWindows(a, nil), "is nil"},
		{ExplainConv(a, nil), "is nil"},
		{ExplainConv(a, ramp[int](5, 5)), "input (4, 4) and filter (5, 5)"},
		{ExplainConv(a, ramp[int](2)), "input (4, 4) and filter (2)"},
		{ExplainConv(a, a, Title("x")), "takes no option Title"},
		{ExplainWindows(a, ramp[int](3)), "are not the same"},
		{ExplainWindows(a, array.Scalar(1)), "are not the same"},
	} {
		if err := c.figure.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}

// TestImplicitOutput compares the outputs that are shown with the shapes that array computes.
func TestImplicitOutput(t *testing.T) {
	for _, spec := range []string{"ba", "aab", "i...", "ij...,jk...", "zc,ca"} {
		var operands []array.Untyped
		for term := range strings.SplitSeq(spec, ",") {
			shape := make([]int, 0, 6)
			for _, letter := range strings.ReplaceAll(term, "...", "") {
				shape = append(shape, int(letter%5)+2)
			}
			if strings.Contains(term, "...") {
				shape = append(shape, 7, 8)
			}
			operands = append(operands, zeros(shape...))
		}
		f := ExplainEinsum(spec, operands...)
		if f.Err() != nil {
			t.Errorf("%s: %v", spec, f.Err())
			continue
		}
		c := f.shape.(*contraction)
		got := each(c.output, func(a axisLetter) int { return a.extent })
		if fmt.Sprint(got) != fmt.Sprint(c.path.OutputShape) {
			t.Errorf("%s: output %v of extents %v, want %v", spec, c.output, got, c.path.OutputShape)
		}
	}
}

func TestContractionPathShowsItself(t *testing.T) {
	b := BundleOf(array.EinsumPath("ij,jk->ik", array.Zeros[int](2, 3), array.Zeros[int](3, 4)))
	if b.Data["image/png"] == nil || !strings.Contains(fmt.Sprint(b.Data["text/plain"]), "out[i, k] = Σ j  A[i, j] · B[j, k]") {
		t.Errorf("a path shows %v", b.Data["text/plain"])
	}
}

// TestExplainConv checks the shown sums: filter [[1, 2]] over [[1, 2, 3]].
func TestExplainConv(t *testing.T) {
	f := ExplainConv(array.From([]int{1, 2, 3}, 1, 3), array.From([]int{1, 2}, 1, 2))
	if !strings.HasSuffix(f.String(), "The first is 1 + 4 = 5.") || len(f.shape.(*animation).frames) != 2 {
		t.Errorf("text %q", f.String())
	}
}
