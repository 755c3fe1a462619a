// This file explains a convolution step by step.

package display

import (
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// The largest matrices that a convolution is explained with.
const (
	convSide   = 12
	convFilter = 5
)

// ExplainConv shows how a filter moves over a matrix, as an animation: the window in the input, the filter, their product
// element by element, and the output with the element that its sum becomes. It is the cross-correlation that Conv and
// deep-learning libraries compute, at the positions where the filter lies within the input. The input has up to 12 x 12
// elements, the filter up to 5 x 5.
//
// Options: FramesPerSecond, 2 without it.
func ExplainConv(x, w array.Untyped, opts ...Option) *Figure {
	s, err := collect("ExplainConv", opts, "FramesPerSecond")
	if err != nil {
		return figureError(err)
	}
	if isNil(x) || isNil(w) {
		return figureError(errors.New("display: ExplainConv: the input or the filter is nil"))
	}
	xs, ws := x.Shape(), w.Shape()
	if len(xs) != 2 || len(ws) != 2 || x.Size() == 0 || w.Size() == 0 || max(xs[0], xs[1]) > convSide || max(ws[0], ws[1]) > convFilter || ws[0] > xs[0] || ws[1] > xs[1] {
		return figureError(fmt.Errorf("display: ExplainConv: input %s and filter %s; it takes matrices, the input up to %d×%d, the filter up to %d×%d and no larger than the input",
			tuple(xs), tuple(ws), convSide, convSide, convFilter, convFilter))
	}
	e := convSteps{x: grid{xs[0], xs[1], x.Float64s(), 1}, w: grid{ws[0], ws[1], w.Float64s(), 1}}
	e.compute()
	perSecond := 2
	if s.perSecond > 0 {
		perSecond = s.perSecond
	}
	a := &animation{perSecond: perSecond, about: e.about(), still: len(e.out.values) / 2}
	a.scene = e.scene(perSecond)
	for at := range e.out.values {
		a.frames = append(a.frames, e.frame(at))
	}
	return &Figure{shape: a}
}

// convSteps is a convolution with its result.
type convSteps struct{ x, w, out grid }

func (e *convSteps) compute() {
	e.out = grid{rows: e.x.rows - e.w.rows + 1, cols: e.x.cols - e.w.cols + 1, step: 1}
	for at := range e.out.rows * e.out.cols {
		sum := 0.0
		for _, p := range e.products(at) {
			sum += p
		}
		e.out.values = append(e.out.values, sum)
	}
}

// products are the elements of the window at an output position, each times the element of the filter over it.
func (e *convSteps) products(at int) []float64 {
	var out []float64
	for i, w := range e.w.values {
		out = append(out, w*e.x.values[e.under(at, i)])
	}
	return out
}

// under is the place in the input below element i of the filter.
func (e *convSteps) under(at, i int) int {
	return (at/e.out.cols+i/e.w.cols)*e.x.cols + at%e.out.cols + i%e.w.cols
}

// about says what the animation shows.
func (e *convSteps) about() string {
	return fmt.Sprintf("A %s filter moves over a %s input: each element of the %s output is the sum of a window times the filter. The first is %s.",
		times([]int{e.w.rows, e.w.cols}), times([]int{e.x.rows, e.x.cols}), times([]int{e.out.rows, e.out.cols}), e.sumText(0))
}

// sumText writes one output element as a sum.
func (e *convSteps) sumText(at int) string {
	return strings.Join(each(e.products(at), brief), " + ") + " = " + brief(e.out.values[at])
}

// scene is the convolution for a page, where the window follows a slider or the pointer.
func (e *convSteps) scene(perSecond int) *scene {
	write := func(values []float64) []string { return each(values, brief) }
	s := &scene{Title: "a filter moves over its input", About: e.about(), Steps: len(e.out.values), PerSecond: perSecond}
	input := sceneGrid{Title: "input " + times([]int{e.x.rows, e.x.cols}) + ": point at it", Cols: e.x.cols, Count: len(e.x.values), Labels: write(e.x.values), Mark: true, Sign: "×"}
	product := sceneGrid{Title: "product", Cols: e.w.cols, Count: len(e.w.values), Sign: "Σ →"}
	output := sceneGrid{Title: "output " + times([]int{e.out.rows, e.out.cols}), Cols: e.out.cols, Count: len(e.out.values), Labels: write(e.out.values), UpTo: true, Mark: true}
	for at := range e.out.values {
		var window []int
		for i := range e.w.values {
			window = append(window, e.under(at, i))
		}
		input.Lit = append(input.Lit, window)
		product.Text = append(product.Text, write(e.products(at)))
		output.Lit = append(output.Lit, []int{at})
		output.Pick = append(output.Pick, at)
		s.Captions = append(s.Captions, e.caption(at))
	}
	for i := range e.x.values { // the window whose middle is there, or the nearest to it
		row := min(max(i/e.x.cols-e.w.rows/2, 0), e.out.rows-1)
		col := min(max(i%e.x.cols-e.w.cols/2, 0), e.out.cols-1)
		input.Pick = append(input.Pick, row*e.out.cols+col)
	}
	filter := sceneGrid{Title: "filter", Cols: e.w.cols, Count: len(e.w.values), Labels: write(e.w.values), Sign: "="}
	s.Grids = []sceneGrid{input, filter, product, output}
	for i := range s.Grids {
		s.Grids[i].Side = 32
	}
	return s
}

// caption writes one step as a sum.
func (e *convSteps) caption(at int) string {
	return fmt.Sprintf("output[%d, %d] = %s", at/e.out.cols, at%e.out.cols, e.sumText(at))
}

// frame draws the step that computes one output element.
func (e *convSteps) frame(at int) picture {
	const cell, gap = 32, 30
	side := px(cell)
	widths := []int{e.x.cols, e.w.cols, e.w.cols, e.out.cols}
	w := px(2*margin) + (len(widths)-1)*px(gap)
	for _, n := range widths {
		w += n * side
	}
	top := px(margin + 20)
	rows := max(e.x.rows, e.out.rows, e.w.rows)
	c := newCanvas(w, top+rows*side+px(2*margin+22))
	inWindow := map[int]bool{}
	for i := range e.w.values {
		inWindow[e.under(at, i)] = true
	}
	x := px(margin)
	part := func(name string, g grid, between string, lit func(i int) bool, known func(i int) bool) {
		c.text(name, tickStyle, point{float64(x), float64(top - px(6))}, anchor{0, 1})
		for i, v := range g.values {
			r := image.Rect(0, 0, side, side).Add(image.Pt(x+i%g.cols*side, top+i/g.cols*side))
			if lit(i) {
				c.fill(r, mix(paperColor, windowColors[0], 0.3))
			}
			c.frame(r.Inset(1), 1, gridColor)
			if known(i) {
				c.text(c.fitted(brief(v), tickStyle, float64(side-2)), tickStyle.in(inkColor), point{float64(r.Min.X+r.Max.X) / 2, float64(r.Min.Y+r.Max.Y) / 2}, anchor{0.5, 0.5})
			}
		}
		x += g.cols * side
		c.text(between, titleStyle, point{float64(x + px(gap)/2), float64(top + min(e.w.rows, rows)*side/2)}, anchor{0.5, 0.5})
		x += px(gap)
	}
	all := func(int) bool { return true }
	none := func(int) bool { return false }
	part("input", e.x, "×", func(i int) bool { return inWindow[i] }, all)
	part("filter", e.w, "=", none, all)
	part("product", grid{e.w.rows, e.w.cols, e.products(at), 1}, "Σ", all, all)
	part("output", e.out, "", func(i int) bool { return i == at }, func(i int) bool { return i <= at })
	c.text(c.fitted(e.caption(at), labelStyle, float64(w-px(2*margin))), labelStyle,
		point{float64(px(margin)), float64(top + rows*side + px(14))}, anchor{0, 0})
	return c.picture(nil)
}
