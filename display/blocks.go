// This file draws matrices with characters, for terminals and for readers of the plain text.

package display

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The largest block heatmap, in cells; a cell is two characters wide, which makes it about square.
const (
	blockRows = 24
	blockCols = 36
)

// Shades from low to high. With a centre, values below it get the second row: letters say the sign, density the size.
var (
	shades      = []string{"  ", "░░", "▒▒", "▓▓", "██"}
	shadesBelow = []string{"  ", "··", "--", "==", "##"}
)

// text implements drawing.
func (m *maps) text() string {
	var b strings.Builder
	name := "FeatureMaps"
	if m.single {
		name = "Heatmap"
	}
	fmt.Fprintf(&b, "%s %s %s", name, tuple(m.shape), m.dtype)
	if m.total.finite > 0 {
		fmt.Fprintf(&b, "  min %s  mean %s  max %s", number(m.total.lo), number(m.total.mean()), number(m.total.hi))
	}
	if m.title != "" {
		fmt.Fprintf(&b, "\n%s", m.title)
	}
	b.WriteByte('\n')
	if m.single {
		b.WriteString(strings.Join(blockLines(m.panels[0].grid, m.scale, blockRows, blockCols), "\n"))
	} else {
		m.writePanels(&b)
	}
	for _, l := range m.scale.legends(m.total) {
		fmt.Fprintf(&b, "\n%s", l.text)
	}
	for _, n := range m.notes {
		fmt.Fprintf(&b, "\n%s", n)
	}
	return b.String()
}

// writePanels draws the first maps of a grid side by side.
func (m *maps) writePanels(b *strings.Builder) {
	const shown, rows, cols = 4, 12, 12
	var columns [][]string
	height := 0
	for i := range min(shown, len(m.panels)) {
		p := &m.panels[i]
		column := append([]string{p.title}, blockLines(p.grid, p.scale, rows, cols)...)
		columns = append(columns, column)
		height = max(height, len(column))
	}
	for line := range height {
		for i, column := range columns {
			cell := ""
			if line < len(column) {
				cell = column[line]
			}
			if i < len(columns)-1 {
				cell += strings.Repeat(" ", max(0, 2*cols+4-utf8.RuneCountInString(cell)))
			}
			b.WriteString(cell)
		}
		if line < height-1 {
			b.WriteByte('\n')
		}
	}
	if rest := len(m.panels) - shown; rest > 0 {
		fmt.Fprintf(b, "\n… and %s", plural(rest, "more map"))
	}
}

// blockLines draws one map within a frame, in means of square blocks if it is large, and says below what the shades mean.
// Means have a smaller range than the values, so blocks get a scale of their own within the given one.
func blockLines(g grid, sc scale, maxRows, maxCols int) []string {
	step := max(1, (g.rows+maxRows-1)/maxRows, (g.cols+maxCols-1)/maxCols)
	shown := g.shrink(step)
	if step > 1 && !sc.truth {
		sc.narrow(summarize(shown.values))
	}
	edge := "+" + strings.Repeat("-", 2*shown.cols) + "+"
	lines := []string{edge}
	for r := range shown.rows {
		line := "|"
		for _, v := range shown.values[r*shown.cols : (r+1)*shown.cols] {
			line += shade(&sc, v)
		}
		lines = append(lines, line+"|")
	}
	lines = append(lines, edge)
	if sc.colors.diverging {
		lines = append(lines, fmt.Sprintf("## %s  ██ %s", number(sc.lo), number(sc.hi)))
	} else {
		lines = append(lines, fmt.Sprintf("   %s  ██ %s", number(sc.lo), number(sc.hi)))
	}
	if step > 1 {
		lines = append(lines, fmt.Sprintf("blocks of %d×%d (mean)", step, step))
	}
	return lines
}

// narrow shrinks a scale to the range of the values, keeping its centre if its colours diverge.
func (sc *scale) narrow(sum summary) {
	lo, hi := max(sc.lo, min(sum.lo, sc.hi)), min(sc.hi, max(sum.hi, sc.lo))
	if sc.log {
		lo = max(sc.lo, min(sum.loPositive, sc.hi))
	}
	if sc.colors.diverging {
		center := sc.lo/2 + sc.hi/2
		reach := max(hi-center, center-lo)
		lo, hi = center-reach, center+reach
	}
	if lo < hi {
		sc.lo, sc.hi, sc.steps = lo, hi, 0
	}
}

// shade is the pair of characters for a value.
func shade(sc *scale, v float64) string {
	if !sc.onScale(v) {
		return "??"
	}
	t := min(max(sc.position(v), 0), 1)
	pick := func(from []string, t float64) string { return from[min(int(t*float64(len(from))), len(from)-1)] }
	if sc.colors.diverging {
		if t < 0.5 {
			return pick(shadesBelow, 1-2*t)
		}
		return pick(shades, 2*t-1)
	}
	return pick(shades, t)
}
