// This file explains contractions: which letters meet, which are summed, and in which order at what cost.

package display

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// ExplainEinsum shows what Einsum does with a spec and operands: the operands as rows of lettered axes, each letter joined
// to where it goes, the output or a sum; the same as a formula; and the order of the contractions with their costs.
// A spec or shape that Einsum would refuse is an error in the figure.
func ExplainEinsum(spec string, operands ...array.Untyped) *Figure {
	path, err := pathOf(spec, operands)
	if err != nil {
		return figureError(fmt.Errorf("display: ExplainEinsum: %w", err))
	}
	return &Figure{shape: newContraction(path)}
}

// pathOf asks package array for the path. Only shapes matter to it, so the operands stand in as broadcast zeros.
func pathOf(spec string, operands []array.Untyped) (path *array.ContractionPath, err error) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(error)
			if !ok {
				panic(p)
			}
			path, err = nil, e
		}
	}()
	shapes := make([]*array.Array[float64], len(operands))
	for i, a := range operands {
		if isNil(a) {
			return nil, fmt.Errorf("operand %d is nil", i)
		}
		shapes[i] = array.Scalar(0.0).BroadcastTo(a.Shape()...)
	}
	return array.EinsumPath(spec, shapes...), nil
}

// A contraction is the figure of a path.
type contraction struct {
	path    *array.ContractionPath
	inputs  [][]axisLetter // of the operands
	output  []axisLetter
	summed  []axisLetter
	formula string
}

// An axisLetter is one axis of an operand: its letter (a name for an ellipsis axis) and length.
type axisLetter struct {
	name   string
	extent int
}

// letterColors tell the letters of a spec apart.
var letterColors = seriesColors

// newContraction reads the letters off a spec that array has accepted.
func newContraction(path *array.ContractionPath) *contraction {
	c := &contraction{path: path}
	spec := strings.Join(strings.Fields(path.Spec), "")
	left, right, explicit := strings.Cut(spec, "->")
	extent := map[string]int{}
	seen := map[string]int{}
	var order []string
	terms := strings.Split(left, ",")
	for i, term := range terms {
		var axes []axisLetter
		for k, name := range axisNames(term, len(path.Shapes[i])) {
			n := path.Shapes[i][k]
			axes = append(axes, axisLetter{name, n})
			extent[name] = max(extent[name], n) // axes of length 1 stretch
			if seen[name]++; seen[name] == 1 {
				order = append(order, name)
			}
		}
		c.inputs = append(c.inputs, axes)
	}
	out := axisNames(right, len(path.OutputShape))
	if !explicit {
		out = implicitOutput(order, seen)
	}
	kept := map[string]bool{}
	for _, name := range out {
		kept[name] = true
		c.output = append(c.output, axisLetter{name, extent[name]})
	}
	for _, name := range order {
		if !kept[name] {
			c.summed = append(c.summed, axisLetter{name, extent[name]})
		}
	}
	c.formula = c.writeFormula()
	return c
}

// axisNames splits a term into the names of rank axes. The axes of an ellipsis are called …1, …2 from the last backwards,
// since that is how they are aligned.
func axisNames(term string, rank int) []string {
	before, after, ellipsis := strings.Cut(term, "...")
	names := strings.Split(before, "")
	if before == "" {
		names = nil
	}
	if !ellipsis {
		return names
	}
	behind := strings.Split(after, "")
	if after == "" {
		behind = nil
	}
	for k := rank - len(names) - len(behind); k > 0; k-- {
		names = append(names, fmt.Sprintf("…%d", k))
	}
	return append(names, behind...)
}

// implicitOutput is the output of a spec without an arrow: ellipsis axes, then the letters that occur once, in order of
// the alphabet.
func implicitOutput(order []string, seen map[string]int) []string {
	var dots, once []string
	for _, name := range order {
		switch {
		case strings.HasPrefix(name, "…"):
			dots = append(dots, name)
		case seen[name] == 1:
			once = append(once, name)
		}
	}
	sortDescending(dots)
	sortAscending(once)
	return append(dots, once...)
}

// operandName calls the operands A, B, C ...
func operandName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprintf("A%d", i)
}

// writeFormula writes the sum that the spec stands for.
func (c *contraction) writeFormula() string {
	indexed := func(name string, axes []axisLetter) string {
		if len(axes) == 0 {
			return name
		}
		return name + "[" + strings.Join(each(axes, func(a axisLetter) string { return a.name }), ", ") + "]"
	}
	var factors []string
	for i, axes := range c.inputs {
		factors = append(factors, indexed(operandName(i), axes))
	}
	sum := ""
	if len(c.summed) > 0 {
		sum = "Σ " + strings.Join(each(c.summed, func(a axisLetter) string { return a.name }), ", ") + "  "
	}
	return indexed("out", c.output) + " = " + sum + strings.Join(factors, " · ")
}

// text implements drawing.
func (c *contraction) text() string {
	lines := c.stepLines()
	t := table{header: lines[0], rows: lines[1 : len(lines)-1], numeric: make([]bool, len(lines[0])), note: "total: " + lines[len(lines)-1][2]}
	return c.formula + "\n" + t.text()
}

// description implements drawing.
func (c *contraction) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Einsum %s: %s.", c.path.Spec, c.formula)
	for i, shape := range c.path.Shapes {
		fmt.Fprintf(&b, " %s has shape %s.", operandName(i), tuple(shape))
	}
	fmt.Fprintf(&b, " The result has shape %s. %s operations in %s.", tuple(c.path.OutputShape), count3(c.path.FLOPs), plural(len(c.path.Steps), "step"))
	if largest := c.path.LargestIntermediate; largest > 0 {
		fmt.Fprintf(&b, " The largest intermediate has %s elements.", count3(largest))
	}
	return b.String()
}

// count3 writes a large count with three digits.
func count3(v float64) string {
	for _, unit := range []string{"", " thousand", " million", " billion", " trillion"} {
		if v < 999.5 {
			return brief(v) + unit
		}
		v /= 1000
	}
	return brief(v*1000) + " trillion"
}

// Sizes of the picture in CSS pixels.
const (
	chipWidth  = 46
	chipHeight = 34
	chipGap    = 4
	operandGap = 34
)

// draw implements drawing.
func (c *contraction) draw() picture {
	fonts := newFontSet()
	boxWidth := func(n int) int { return max(n, 1)*px(chipWidth+chipGap) - px(chipGap) }
	rowWidth := func(rows ...int) int {
		w := 0
		for _, n := range rows {
			w += boxWidth(n) + px(operandGap)
		}
		return w - px(operandGap)
	}
	var counts []int
	for _, axes := range c.inputs {
		counts = append(counts, len(axes))
	}
	below := []int{len(c.output)}
	if len(c.summed) > 0 {
		below = []int{len(c.summed), len(c.output)}
	}
	table := c.stepLines()
	w := max(rowWidth(counts...), rowWidth(below...), int(fonts.width(c.formula, panelStyle)), tableWidth(fonts, table)) + px(2*margin)
	top := px(margin + 40)
	bottom := top + px(chipHeight+118)
	h := bottom + px(chipHeight+26+20) + len(table)*px(18) + px(margin)
	on := newCanvas(w, h)
	on.text(c.formula, panelStyle, point{float64(px(margin)), float64(px(margin))}, anchor{0, 0})

	targets := map[string]image.Rectangle{}
	x := (w - rowWidth(below...)) / 2
	if len(c.summed) > 0 {
		on.text("summed over", tickStyle, point{float64(x), float64(bottom + px(chipHeight+16))}, anchor{0, 1})
		for i, a := range c.summed {
			targets[a.name] = chipAt(x, bottom, i)
		}
		x += boxWidth(len(c.summed)) + px(operandGap)
	}
	on.text("out", tickStyle, point{float64(x), float64(bottom + px(chipHeight+16))}, anchor{0, 1})
	for i, a := range c.output {
		targets[a.name] = chipAt(x, bottom, i)
	}
	colors := c.colors()
	x = (w - rowWidth(counts...)) / 2
	for i, axes := range c.inputs {
		on.text(operandName(i), panelStyle, point{float64(x), float64(top - px(7))}, anchor{0, 1})
		for k, a := range axes {
			chip := chipAt(x, top, k)
			if target, ok := targets[a.name]; ok {
				on.wire(chip, target, colors[a.name])
			}
		}
		for k, a := range axes {
			on.chip(chipAt(x, top, k), a, colors[a.name], true)
		}
		if len(axes) == 0 {
			on.text("a number", tickStyle, point{float64(x), float64(top + px(chipHeight/2))}, anchor{0, 0.5})
		}
		x += boxWidth(len(axes)) + px(operandGap)
	}
	for _, a := range c.summed {
		on.chip(targets[a.name], a, colors[a.name], false)
	}
	for _, a := range c.output {
		on.chip(targets[a.name], a, colors[a.name], true)
	}
	if len(c.output) == 0 {
		x = (w-rowWidth(below...))/2 + rowWidth(below...) - boxWidth(0)
		on.text("a number", tickStyle, point{float64(x), float64(bottom + px(chipHeight/2))}, anchor{0, 0.5})
	}
	on.steps(table, bottom+px(chipHeight+26+14))
	return on.picture(nil)
}

// colors gives each letter its colour.
func (c *contraction) colors() map[string]color.RGBA {
	colors := map[string]color.RGBA{}
	for _, list := range append(append([][]axisLetter{}, c.inputs...), c.output) {
		for _, a := range list {
			if _, ok := colors[a.name]; !ok {
				colors[a.name] = letterColors[len(colors)%len(letterColors)]
			}
		}
	}
	return colors
}

func chipAt(x, y, i int) image.Rectangle {
	left := x + i*px(chipWidth+chipGap)
	return image.Rect(left, y, left+px(chipWidth), y+px(chipHeight))
}

// chip draws an axis: its letter and length; hollow if it is summed away.
func (c *canvas) chip(r image.Rectangle, a axisLetter, col color.RGBA, solid bool) {
	ink := readableOn(col)
	c.fill(r, col)
	if !solid {
		c.fill(r.Inset(px(1.5)), paperColor)
		ink = col
	}
	middle := float64(r.Min.X+r.Max.X) / 2
	letter := panelStyle
	letter.size = 14
	c.text(a.name, letter.in(ink), point{middle, float64(r.Min.Y) + float64(r.Dy())*0.33}, anchor{0.5, 0.5})
	c.text(number(float64(a.extent)), tickStyle.in(ink), point{middle, float64(r.Min.Y) + float64(r.Dy())*0.75}, anchor{0.5, 0.5})
}

// wire joins an axis of an operand to where it goes.
func (c *canvas) wire(from, to image.Rectangle, col color.RGBA) {
	a := point{float64(from.Min.X+from.Max.X) / 2, float64(from.Max.Y)}
	b := point{float64(to.Min.X+to.Max.X) / 2, float64(to.Min.Y)}
	const parts = 24
	points := make([]point, parts+1)
	for i := range points {
		t := float64(i) / parts
		s := t * t * (3 - 2*t) // leaves and arrives vertically
		points[i] = point{a.x + (b.x-a.x)*s, a.y + (b.y-a.y)*t}
	}
	c.line(image.Rect(0, 0, c.w, c.h), col, 2*pixelRatio, points...)
}

// stepLines is the table of the contractions.
func (c *contraction) stepLines() [][]string {
	lines := [][]string{{"step", "contraction", "operations", "result"}}
	name := func(n int) string {
		if n < len(c.inputs) {
			return operandName(n)
		}
		return fmt.Sprintf("T%d", n-len(c.inputs)+1)
	}
	for i, s := range c.path.Steps {
		result := name(s.Result)
		if i == len(c.path.Steps)-1 {
			result = "out"
		}
		lines = append(lines, []string{strings.Join(each(s.Inputs, name), ", ") + " → " + result, s.Spec, count3(s.FLOPs), times(s.Shape)})
	}
	total := count3(c.path.FLOPs)
	if c.path.SpeedUp() > 1.005 {
		total += fmt.Sprintf(", %s times fewer than one loop nest over all letters", brief(c.path.SpeedUp()))
	}
	if largest := c.path.LargestIntermediate; largest > 0 {
		total += fmt.Sprintf("; largest intermediate: %s elements", count3(largest))
	}
	return append(lines, []string{"total", "", total, ""})
}

// columnsOf measures the columns of a table; the last line's texts may run over.
func columnsOf(fonts *fontSet, lines [][]string) []float64 {
	widths := make([]float64, len(lines[0]))
	for _, line := range lines[:len(lines)-1] {
		for k, s := range line {
			widths[k] = max(widths[k], fonts.width(s, tickStyle)+float64(px(18)))
		}
	}
	return widths
}

func tableWidth(fonts *fontSet, lines [][]string) int {
	w := 0.0
	for _, c := range columnsOf(fonts, lines) {
		w += c
	}
	last := columnsOf(fonts, lines)
	return int(max(w, last[0]+last[1]+fonts.width(lines[len(lines)-1][2], tickStyle)))
}

// steps draws the table of the contractions.
func (c *canvas) steps(lines [][]string, y int) {
	widths := columnsOf(c.fonts, lines)
	for i, line := range lines {
		x := float64(px(margin))
		style := tickStyle
		if i > 0 {
			style = tickStyle.in(inkColor)
		}
		for k, s := range line {
			c.text(s, style, point{x, float64(y + i*px(18) + px(9))}, anchor{0, 0.5})
			x += widths[k]
		}
		if i == 0 || i == len(lines)-2 {
			c.fill(image.Rect(px(margin), y+(i+1)*px(18)-1, c.w-px(margin), y+(i+1)*px(18)), gridColor)
		}
	}
}
