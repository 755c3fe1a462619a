// This file lays out and draws figures of matrices.

package display

import (
	"image"
	"image/color"
	"math"
)

// Sizes in CSS pixels.
const (
	figureWidth  = 720 // of a grid that nobody gave a size
	figureHeight = 700
	mapSide      = 512 // the longer side of a single map
	smallestMap  = 140 // of a map of few cells
	largestCell  = 44
	margin       = 8
	barWidth     = 11
)

// px converts CSS pixels to pixels of the canvas.
func px(css float64) int { return int(math.Round(css * pixelRatio)) }

// A cellSize is how the cells of a map are drawn: blocks of step x step of them, each w x h pixels.
type cellSize struct{ step, w, h int }

// fitCells chooses whole pixels per cell for a map that has room for width x height pixels: square cells, unless the map
// is so long that they would be hairlines. A map of more cells than pixels is shown in blocks.
func fitCells(rows, cols, width, height, largest int) cellSize {
	step := max(1, (cols+width-1)/width, (rows+height-1)/height)
	rows, cols = (rows+step-1)/step, (cols+step-1)/step
	side := min(width/cols, height/rows, largest)
	side = max(side, 1)
	c := cellSize{step, side, side}
	if long := max(rows, cols); long > 8*min(rows, cols) { // a strip
		thick := min(px(24), max(1, px(72)/min(rows, cols)))
		if cols >= rows {
			c.h = max(c.h, min(thick, height/rows))
		} else {
			c.w = max(c.w, min(thick, width/cols))
		}
	}
	return c
}

// coarser is a cell of k x k of these in the same room.
func (c cellSize) coarser(k int) cellSize { return cellSize{k * c.step, k * c.w, k * c.h} }

// draw implements drawing.
func (m *maps) draw() picture {
	if m.single {
		return m.drawHeatmap()
	}
	return m.drawGrid()
}

// A layout is where the parts of a heatmap go.
type layout struct {
	left, right, top, bottom int // room around the map for axes, colour bar and title
	cell                     cellSize
	shown                    grid
	caption                  caption
	w, h                     int // of the whole canvas
	area, bar                image.Rectangle
	marks                    []mark
}

// drawHeatmap draws one map with axes and colour bar.
func (m *maps) drawHeatmap() picture {
	fonts := newFontSet()
	l := m.margins(fonts)
	if m.has("Size") {
		m.fitInto(&l, fonts, px(float64(m.width)), px(float64(m.height)))
	} else {
		m.chooseSize(&l, fonts)
	}
	c := newCanvas(l.w, l.h)
	c.frame(l.area, 1, mutedColor)
	c.cells(l.area, l.shown, &m.scale, l.cell)
	m.axes(c, l.area, l.cell)
	if m.annotate {
		c.annotate(l.area, l.shown, &m.scale, l.cell)
	}
	c.colorBar(l.bar, &m.scale, l.marks)
	c.title(m.title)
	l.caption.draw(c, px(margin), l.h-l.caption.height()-px(margin)/2)
	return c.picture(m.spec(c.w/pixelRatio, l.area, l.cell, l.bar))
}

// margins measures what stands around the map.
func (m *maps) margins(fonts *fontSet) layout {
	l := layout{marks: m.scale.marks(6), top: px(margin), bottom: px(18 + margin)}
	l.left = px(margin+6) + int(fonts.width(number(float64(m.full[0]-1)), tickStyle))
	l.right = px(12+barWidth+6+margin) + int(widest(fonts, l.marks))
	if m.title != "" {
		l.top += px(22)
	}
	if m.xLabel != "" {
		l.bottom += px(16)
	}
	if m.yLabel != "" {
		l.left += px(18)
	}
	return l
}

// chooseSize lays out a map that nobody gave a size: few cells are drawn large, many small.
func (m *maps) chooseSize(l *layout, fonts *fontSet) {
	g := m.panels[0].grid
	if m.annotate {
		side := annotatedCell(fonts, g)
		l.cell = cellSize{1, max(side, px(smallestMap)/g.cols), min(side, max(px(26), px(mapSide)/g.rows))}
	} else {
		l.cell = fitCells(g.rows, g.cols, px(mapSide), px(mapSide), max(px(largestCell), px(smallestMap)/max(g.rows, g.cols)))
	}
	l.cell = l.cell.coarser(max(m.coarse, 1))
	l.shown = g.shrink(l.cell.step)
	size := image.Pt(l.shown.cols*l.cell.w, l.shown.rows*l.cell.h)
	l.area = image.Rectangle{Max: size}.Add(image.Pt(l.left, l.top))
	l.place(max(size.Y, px(60), m.scale.steps*px(14)))
	l.w = l.left + size.X + l.right
	if m.title != "" {
		l.w = max(l.w, min(int(fonts.width(m.title, titleStyle)), px(mapSide))+px(2*margin))
	}
	l.caption = m.caption(fonts, max(l.w, px(280))-px(2*margin), l.cell)
	l.w = max(l.w, l.caption.width()+px(2*margin))
	l.h = max(l.area.Max.Y+l.bottom, l.bar.Max.Y+px(margin)) + l.caption.height()
}

// smallestRoom is the side of the room for a map, in CSS pixels: a figure that is to be smaller grows around it.
const smallestRoom = 20

// wholePixels rounds a side of a canvas up to whole CSS pixels.
func wholePixels(side int) int { return (side + pixelRatio - 1) / pixelRatio * pixelRatio }

// fitInto lays out a map in a canvas of a given size, in its middle.
func (m *maps) fitInto(l *layout, fonts *fontSet, w, h int) {
	w, h = max(w, l.left+px(smallestRoom)+l.right), max(h, l.top+px(smallestRoom)+l.bottom)
	l.w, l.h = w, h
	g := m.panels[0].grid
	fit := func() image.Point {
		room := image.Pt(max(px(8), l.w-l.left-l.right), max(px(8), l.h-l.top-l.bottom-l.caption.height()))
		l.cell = fitCells(g.rows, g.cols, room.X, room.Y, max(room.X, room.Y))
		return room
	}
	fit()
	l.caption = m.caption(fonts, w-px(2*margin), l.cell)
	l.h = max(h, l.top+px(smallestRoom)+l.bottom+l.caption.height())
	l.w = wholePixels(max(w, l.caption.width()+px(2*margin)))
	l.h = wholePixels(l.h)
	room := fit()
	l.cell = l.cell.coarser(max(m.coarse, 1))
	l.shown = g.shrink(l.cell.step)
	size := image.Pt(l.shown.cols*l.cell.w, l.shown.rows*l.cell.h)
	spare := room.Sub(size)
	l.area = image.Rectangle{Max: size}.Add(image.Pt(l.left+max(0, spare.X/2), l.top+max(0, spare.Y/2)))
	l.place(size.Y)
}

// place puts the colour bar beside the map.
func (l *layout) place(height int) {
	l.bar = image.Rect(l.area.Max.X+px(12), l.area.Min.Y, l.area.Max.X+px(12+barWidth), l.area.Min.Y+height)
}

// annotatedCell is the side of a cell with room for the longest value.
func annotatedCell(fonts *fontSet, g grid) int {
	longest := 0.0
	for _, v := range g.values {
		longest = max(longest, fonts.width(brief(v), tickStyle))
	}
	return max(int(longest)+px(8), px(26))
}

// axes draws index ticks at cell centres and the axes' names.
func (m *maps) axes(c *canvas, area image.Rectangle, cell cellSize) {
	step := float64(cell.step * m.panels[0].step)
	rows, cols := m.full[0], m.full[1]
	label := c.width(number(float64(cols-1)), tickStyle) + float64(px(12))
	for _, i := range indexTicks(cols, min(max(1, int(float64(area.Dx())/label)), 12)) {
		x := area.Min.X + int((float64(i)+0.5)/step*float64(cell.w))
		c.fill(image.Rect(x, area.Max.Y+1, x+1, area.Max.Y+1+px(3)), mutedColor)
		c.text(number(float64(i)), tickStyle, point{float64(x), float64(area.Max.Y + px(7))}, anchor{0.5, 0})
	}
	for _, i := range indexTicks(rows, min(max(1, area.Dy()/px(18)), 12)) {
		y := area.Min.Y + int((float64(i)+0.5)/step*float64(cell.h))
		c.fill(image.Rect(area.Min.X-1-px(3), y, area.Min.X-1, y+1), mutedColor)
		c.text(number(float64(i)), tickStyle, point{float64(area.Min.X - px(6)), float64(y)}, anchor{1, 0.5})
	}
	if m.xLabel != "" {
		c.text(m.xLabel, labelStyle, point{float64(area.Min.X+area.Max.X) / 2, float64(area.Max.Y + px(21))}, anchor{0.5, 0})
	}
	if m.yLabel != "" {
		c.textUp(m.yLabel, labelStyle, point{float64(px(margin + 5)), float64(area.Min.Y+area.Max.Y) / 2})
	}
}

// cells paints a map.
func (c *canvas) cells(area image.Rectangle, g grid, sc *scale, cell cellSize) {
	table := make([]uint8, sc.colorCount())
	for i := range table {
		table[i] = c.index(sc.color(i))
	}
	line := make([]uint8, g.cols*cell.w)
	for r := range g.rows {
		values := g.values[r*g.cols : (r+1)*g.cols]
		for col, level := range sc.levelsOf(values) {
			var i uint8
			if level >= 0 {
				i = table[level]
			} else {
				i = c.index(sc.signal(values[col]))
			}
			for k := col * cell.w; k < (col+1)*cell.w; k++ {
				line[k] = i
			}
		}
		for y := area.Min.Y + r*cell.h; y < area.Min.Y+(r+1)*cell.h && y < c.h; y++ {
			copy(c.pix[y*c.w+area.Min.X:(y+1)*c.w], line)
		}
	}
}

// annotate writes the values into the cells of a map, in whichever ink can be read on their colours.
func (c *canvas) annotate(area image.Rectangle, g grid, sc *scale, cell cellSize) {
	for i, v := range g.values {
		middle := point{float64(area.Min.X) + (float64(i%g.cols)+0.5)*float64(cell.w), float64(area.Min.Y) + (float64(i/g.cols)+0.5)*float64(cell.h)}
		s := brief(v)
		if sc.truth {
			s = map[bool]string{false: "0", true: "1"}[v != 0]
		}
		if c.width(s, tickStyle) <= float64(cell.w-2) {
			c.text(s, tickStyle.in(readableOn(sc.colorOf(v))), middle, anchor{0.5, 0.5})
		}
	}
}

// colorBar draws the colours of a scale, low at the bottom, with its ticks to the right.
func (c *canvas) colorBar(bar image.Rectangle, sc *scale, marks []mark) {
	c.frame(bar, 1, mutedColor)
	c.ramp(bar, sc, true)
	last := math.Inf(1)
	for _, m := range marks {
		y := float64(bar.Max.Y) - m.at*float64(bar.Dy())
		tick := min(int(y), bar.Max.Y-1)
		c.fill(image.Rect(bar.Max.X+1, tick, bar.Max.X+1+px(3), tick+1), mutedColor)
		if last-y >= float64(px(9)) { // as many labels as a short bar has room for
			c.text(m.label, tickStyle, point{float64(bar.Max.X + px(6)), y}, anchor{0, 0.5})
			last = y
		}
	}
}

// ramp fills a rectangle with the colours of a scale, from the bottom up or from left to right.
func (c *canvas) ramp(r image.Rectangle, sc *scale, up bool) {
	n := sc.colorCount()
	if up {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			c.fill(image.Rect(r.Min.X, y, r.Max.X, y+1), sc.color((r.Max.Y-1-y)*n/r.Dy()))
		}
		return
	}
	for x := r.Min.X; x < r.Max.X; x++ {
		c.fill(image.Rect(x, r.Min.Y, x+1, r.Max.Y), sc.color((x-r.Min.X)*n/r.Dx()))
	}
}

// widest is the width of the longest label of some ticks.
func widest(fonts *fontSet, marks []mark) float64 {
	w := 0.0
	for _, m := range marks {
		w = max(w, fonts.width(m.label, tickStyle))
	}
	return w
}

// fitted shortens a text that is wider than there is room.
func (c *canvas) fitted(s string, style textStyle, room float64) string {
	return c.fonts.fitted(s, style, room)
}

func (f *fontSet) fitted(s string, style textStyle, room float64) string {
	if f.width(s, style) <= room {
		return s
	}
	letters := []rune(s)
	for len(letters) > 0 && f.width(string(letters)+"…", style) > room {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

// swatch draws a small square of a colour.
func (c *canvas) swatch(at image.Point, side int, col color.RGBA) {
	r := image.Rectangle{at, at.Add(image.Pt(side, side))}
	c.fill(r, col)
	c.frame(r, 1, mutedColor)
}

// title writes the heading of a figure.
func (c *canvas) title(s string) {
	if s != "" {
		c.text(c.fitted(s, titleStyle, float64(c.w-px(2*margin))), titleStyle, point{float64(px(margin)), float64(px(margin))}, anchor{0, 0})
	}
}
