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

// TestContractionScene checks what the steps of an explanation light and say.
func TestContractionScene(t *testing.T) {
	s := ExplainEinsum("bij,bjk,kl->bil", zeros(8, 30, 40), zeros(8, 40, 50), zeros(50, 20)).shape.(*contraction).scene()
	if s.Steps != 1+5+2 || len(s.Captions) != s.Steps {
		t.Fatalf("%d steps with %d captions", s.Steps, len(s.Captions))
	}
	j := s.Grids[0].Pick[2] // of A[b, i, j]
	if got, want := s.Captions[j], "j, of length 40, meets in A and B and is summed over: the output does not have it"; got != want {
		t.Errorf("a letter says %q, want %q", got, want)
	}
	var lit []string
	for _, g := range s.Grids {
		for _, i := range g.Lit[j] {
			lit = append(lit, g.Title+" "+g.Labels[i])
		}
	}
	if got := fmt.Sprintf("%q", lit); got != `["A j\n40" "B j\n40" "summed over j\n40"]` {
		t.Errorf("the letter lights %s", got)
	}
	if got, want := s.Captions[s.Steps-1], "contraction 2 of 2: A, T1 → out by bij,bjl->bil, 384 thousand operations, result 8×30×20; it sums over j"; got != want {
		t.Errorf("a contraction says %q, want %q", got, want)
	}
	first, last := "", ""
	for _, g := range s.Grids {
		if g.Title == "T1 = B, C" {
			first, last = fmt.Sprintf("%q", g.Text[0]), fmt.Sprintf("%q", g.Text[s.Steps-1])
		}
	}
	if first != `["" "" ""]` || last != `["b\n8" "j\n40" "l\n20"]` {
		t.Errorf("the intermediate is %s at first and %s in the end", first, last)
	}
}

// TestContractionScenes makes the scenes of all kinds of specs, whose grids must fit their steps.
func TestContractionScenes(t *testing.T) {
	for _, c := range []struct {
		spec   string
		shapes [][]int
		want   string // in a caption
	}{
		{"ii", [][]int{{4, 4}}, "i, of length 4, occurs in A 2 times (on its diagonal) and is summed over"},
		{",i->i", [][]int{{}, {3}}, "i, of length 3, occurs in B and stays"},
		{"...ij,...jk->...ik", [][]int{{5, 2, 3}, {3, 4}}, "…1, of length 5, occurs in A and stays"},
		{"ij,jk->ik", [][]int{{2, 1}, {3, 4}}, "its length 1 in A is stretched"},
		{"->", [][]int{{}}, "out"},
		{"ab,bc,cd,de,ef,fg,gh,hi,ij,jk,kl->al", [][]int{{2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}}, "contraction 10 of 10"},
	} {
		var operands []array.Untyped
		for _, shape := range c.shapes {
			operands = append(operands, zeros(shape...))
		}
		f := ExplainEinsum(c.spec, operands...)
		if f.Err() != nil {
			t.Errorf("%s: %v", c.spec, f.Err())
			continue
		}
		s := f.shape.(*contraction).scene()
		if !strings.Contains(strings.Join(s.Captions, "\n"), c.want) {
			t.Errorf("%s: no %q in %q", c.spec, c.want, s.Captions)
		}
		for _, g := range s.Grids {
			if len(g.Lit) != s.Steps || len(g.Pick) != g.Count || g.Text == nil && len(g.Labels) != g.Count || g.Text != nil && len(g.Text) != s.Steps {
				t.Errorf("%s: grid %q does not fit %d steps", c.spec, g.Title, s.Steps)
			}
		}
	}
}
