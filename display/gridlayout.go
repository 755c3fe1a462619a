// This file lays out and draws grids of feature maps.

package display

import (
	"image"
	"math"
	"strconv"
)

// Sizes within a grid, in CSS pixels.
const (
	panelGap     = 12
	panelHeading = 17
	panelBar     = 6  // height of the colour bar under a map with its own scale
	panelScale   = 24 // of the bar with its numbers
)

// drawGrid draws the panels of a figure, each with its heading, and under it or once for all the scale.
func (m *maps) drawGrid() picture {
	fonts := newFontSet()
	g := m.gridLayout(fonts)
	c := newCanvas(g.w, g.h)
	for i := range m.panels {
		p := &m.panels[i]
		at := image.Pt(g.left+i%g.columns*g.pitch.X, g.top+i/g.columns*g.pitch.Y)
		c.text(c.fitted(p.title, panelStyle, float64(g.pitch.X-px(4))), panelStyle, point{float64(at.X), float64(at.Y)}, anchor{0, 0})
		at.Y += px(panelHeading)
		area := image.Rectangle{at, at.Add(g.size)}
		c.frame(area, 1, gridColor)
		c.cells(area, p.shrink(g.cell.step), &p.scale, g.cell)
		if !m.sharedScale {
			c.miniScale(image.Rect(at.X, area.Max.Y+px(4), area.Max.X, area.Max.Y+px(4+panelBar)), &p.scale)
		}
	}
	if m.sharedScale {
		height := min((len(m.panels)+g.columns-1)/g.columns*g.pitch.Y-px(panelGap+panelHeading), px(320))
		x := g.left + g.columns*g.pitch.X
		y := g.top + px(panelHeading)
		c.colorBar(image.Rect(x, y, x+px(barWidth), y+height), &m.scale, g.marks)
	}
	c.title(m.title)
	g.caption.draw(c, px(margin), g.h-g.caption.height()-px(margin)/2)
	return c.picture(nil)
}

// Limits of the cells that a grid draws, in all its maps: above denseCells the page has a pixel for each, and above
// gridCells they are means of blocks.
const (
	denseCells = 1 << 14
	gridCells  = 1 << 18
)

// wholeCSS rounds a side in pixels of the canvas down to whole CSS pixels, if it is one or more.
func wholeCSS(side int) int {
	if side > pixelRatio {
		return side / pixelRatio * pixelRatio
	}
	return side
}

// A gridLayout is where the parts of a grid of maps go.
type gridLayout struct {
	columns   int
	cell      cellSize
	dense     bool        // more cells than a page can have several pixels for
	size      image.Point // of a map
	pitch     image.Point // from one map to the next
	left, top int
	marks     []mark // of the shared scale
	label     int    // width of the longest text under a map
	caption   caption
	w, h      int
}

func (m *maps) gridLayout(fonts *fontSet) gridLayout {
	g := gridLayout{left: px(margin), top: px(margin), marks: m.scale.marks(6)}
	if m.title != "" {
		g.top += px(24)
	}
	beside := 0
	if m.sharedScale {
		beside = px(barWidth+6+4) + int(widest(fonts, g.marks))
	}
	for i := range m.panels {
		if lo, hi := scaleEnds(&m.panels[i].scale); !m.sharedScale {
			g.label = max(g.label, int(fonts.width(lo+" … "+hi, endStyle)))
		}
	}
	width, height := px(figureWidth), px(figureHeight)
	if m.has("Size") {
		width, height = px(float64(m.width)), px(float64(m.height))
	}
	fit := func() {
		room := image.Pt(width-2*g.left-beside, height-g.top-px(margin)-g.caption.height())
		m.arrange(&g, room)
	}
	fit()
	g.caption = m.caption(fonts, width-px(2*margin), g.cell)
	if m.has("Size") {
		fit()
	}
	rows := (len(m.panels) + g.columns - 1) / g.columns
	g.w = 2*g.left + g.columns*g.pitch.X - px(panelGap) + beside
	if m.sharedScale {
		g.w += px(panelGap)
	}
	g.w = max(g.w, g.caption.width()+px(2*margin))
	if m.title != "" {
		g.w = max(g.w, min(int(fonts.width(m.title, titleStyle))+px(2*margin), width))
	}
	g.h = g.top + rows*g.pitch.Y - px(panelGap) + px(margin) + g.caption.height()
	if m.has("Size") {
		g.w, g.h = wholePixels(max(g.w, width)), wholePixels(max(g.h, height))
	}
	return g
}

// arrange chooses the number of columns that makes the maps largest, and their size.
func (m *maps) arrange(g *gridLayout, room image.Point) {
	around := image.Pt(px(panelGap), px(panelGap+panelHeading))
	if !m.sharedScale {
		around.Y += px(panelScale)
	}
	n := len(m.panels)
	try := func(columns int) gridLayout {
		t := *g
		rows := (n + columns - 1) / columns
		each := image.Pt(max(px(20), (room.X+px(panelGap))/columns-around.X), max(px(20), (room.Y+px(panelGap))/rows-around.Y))
		first := m.panels[0].grid
		t.columns = columns
		t.cell = fitCells(first.rows, first.cols, min(each.X, px(mapSide)), min(each.Y, px(mapSide)), max(px(largestCell), px(smallestMap)/max(first.rows, first.cols)))
		shown := func(n int) int { return (n + t.cell.step - 1) / t.cell.step }
		for n*shown(first.rows)*shown(first.cols) > gridCells {
			t.cell = cellSize{t.cell.step + 1, 1, 1}
		}
		if t.dense = n*shown(first.rows)*shown(first.cols) > denseCells; t.dense {
			t.cell.w, t.cell.h = wholeCSS(t.cell.w), wholeCSS(t.cell.h)
			if t.cell.w == 1 && 2*shown(first.cols) <= each.X*5/4 && 2*shown(first.rows) <= each.Y*5/4 {
				t.cell.w, t.cell.h = 2, 2
			}
		}
		t.cell = t.cell.coarser(max(m.coarse, 1))
		t.size = image.Pt(shown(first.cols)*t.cell.w, shown(first.rows)*t.cell.h)
		t.pitch = t.size.Add(around)
		t.pitch.X = max(t.pitch.X, px(40), t.label+px(panelGap))
		return t
	}
	if columns := max(m.settings.columns, m.columns); columns > 0 {
		*g = try(min(columns, n))
		return
	}
	best, bestScore := try(1), math.Inf(-1)
	for columns := 1; columns <= min(n, 12); columns++ {
		t := try(columns)
		if columns > 1 && columns*t.pitch.X-px(panelGap) > room.X { // what stands under the maps needs more room than they do
			continue
		}
		empty := (n+columns-1)/columns*columns - n
		if score := float64(t.size.X*t.size.Y) * (1 - 0.5*float64(empty)/float64(n)); score >= bestScore { // of equal ones, the wider
			best, bestScore = t, score
		}
	}
	*g = best
}

// miniScale draws a narrow colour bar with the values of its two ends, or of each step if they fit.
func (c *canvas) miniScale(bar image.Rectangle, sc *scale) {
	c.ramp(bar, sc, false)
	y := float64(bar.Max.Y + px(4))
	lo, hi := scaleEnds(sc)
	if c.width(lo, endStyle)+c.width(hi, endStyle)+float64(px(4)) > float64(bar.Dx()) {
		c.text(lo+" … "+hi, endStyle, point{float64(bar.Min.X), y}, anchor{0, 0})
		return
	}
	c.text(lo, endStyle, point{float64(bar.Min.X), y}, anchor{0, 0})
	c.text(hi, endStyle, point{float64(bar.Max.X), y}, anchor{1, 0})
}

// endStyle is that of the numbers under a map.
var endStyle = func() textStyle {
	small := tickStyle
	small.size = 9
	return small
}()

// scaleEnds writes the values of the two ends of a map's own scale.
func scaleEnds(sc *scale) (lo, hi string) {
	if sc.steps > 0 {
		return strconv.FormatFloat(sc.lo, 'f', -1, 64), strconv.FormatFloat(sc.hi, 'f', -1, 64)
	}
	return number(sc.lo), number(sc.hi)
}
