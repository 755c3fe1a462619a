// This file sets the lines below a picture: what was counted, shortened or chosen.

package display

import (
	"fmt"
	"image"
)

// A caption is a sequence of remarks, each with or without a colour swatch, broken into lines.
type caption struct {
	lines [][]remark
	wide  int
}

// A remark is one item of a caption, at a distance from the left.
type remark struct {
	legend
	swatch bool
	x      int
}

// captionLine is the height of a line.
const captionLine = 15

// newCaption breaks remarks into lines of at most the given width.
func newCaption(fonts *fontSet, width int, legends []legend, notes []string) caption {
	var c caption
	x := 0
	put := func(r remark) {
		gap := 0
		if r.swatch {
			gap = px(13)
		}
		r.text = fonts.fitted(r.text, captionStyle, float64(max(width-gap, px(40))))
		w := gap + int(fonts.width(r.text, captionStyle))
		if len(c.lines) == 0 || x > 0 && x+w > width {
			c.lines = append(c.lines, nil)
			x = 0
		}
		r.x = x
		last := len(c.lines) - 1
		c.lines[last] = append(c.lines[last], r)
		c.wide = max(c.wide, x+w)
		x += w + px(12)
	}
	for _, l := range legends {
		put(remark{legend: l, swatch: true})
	}
	for _, n := range notes {
		put(remark{legend: legend{text: n}})
	}
	return c
}

// caption is the one of a figure of matrices, of which each pixel block shows cell.step x cell.step values.
func (m *maps) caption(fonts *fontSet, width int, cell cellSize) caption {
	return newCaption(fonts, width, m.scale.legends(m.total), m.allNotes(cell))
}

// allNotes are the remarks below a figure of matrices that is drawn with such cells.
func (m *maps) allNotes(cell cellSize) []string {
	if cell.step > 1 {
		return append([]string{fmt.Sprintf("each pixel is the mean of %d×%d values", cell.step, cell.step)}, m.notes...)
	}
	return m.notes
}

func (c caption) width() int { return c.wide }

func (c caption) height() int { return len(c.lines) * px(captionLine) }

// draw writes the caption with its top left corner at x, y.
func (c caption) draw(on *canvas, x, y int) {
	for i, line := range c.lines {
		middle := y + i*px(captionLine) + px(captionLine)/2
		for _, r := range line {
			left := x + r.x
			if r.swatch {
				on.swatch(image.Pt(left, middle-px(4)), px(8), r.color)
				left += px(13)
			}
			on.text(r.text, captionStyle, point{float64(left), float64(middle)}, anchor{0, 0.5})
		}
	}
}
