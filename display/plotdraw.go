// This file draws charts.

package display

import (
	"image"
	"image/color"
	"math"
	"strconv"

	"golang.org/x/image/vector"
)

// seriesColors tell series apart, also for most readers with a colour vision deficiency: after Okabe and Ito, "Color
// universal design" (2008), darkened where a line on white paper needs it.
var seriesColors = []color.RGBA{rgb(0x0072b2), rgb(0xd55e00), rgb(0x009e73), rgb(0xb5539c), rgb(0xd29500), rgb(0x3a9bd9), rgb(0x5b5b5b), rgb(0x8a6d3b), rgb(0x9b1c31), rgb(0x7fb800)}

// Sizes of a chart in CSS pixels.
const (
	plotWidth  = 560
	plotHeight = 320
)

// An axis maps values to places from 0 to 1.
type axis struct {
	lo, hi float64
	log    bool
	marks  []mark
}

// newAxis makes an axis for a range of values: widened to round ticks where the range was not given.
func newAxis(lo, hi float64, log, fixed bool, count int) axis {
	a := axis{lo: lo, hi: hi, log: log}
	if log {
		if !fixed {
			a.lo, a.hi = lo/1.2, min(hi*1.2, math.MaxFloat64)
		}
		a.setMarks(logTicks(a.lo, a.hi, count), each(logTicks(a.lo, a.hi, count), number))
		return a
	}
	ticks := linearTicks(lo, hi, count)
	if !fixed && len(ticks) > 1 {
		step := ticks[1] - ticks[0]
		a.lo, a.hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
		ticks = linearTicks(a.lo, a.hi, int(math.Round((a.hi-a.lo)/step)))
	}
	a.setMarks(ticks, tickLabels(ticks))
	return a
}

func (a *axis) setMarks(ticks []float64, labels []string) {
	a.marks = make([]mark, len(ticks))
	for i, t := range ticks {
		a.marks[i] = mark{a.place(t), labels[i]}
	}
}

// place is where a value stands along the axis.
func (a *axis) place(v float64) float64 {
	if a.log {
		if v <= 0 {
			return math.NaN()
		}
		return (math.Log(v) - math.Log(a.lo)) / (math.Log(a.hi) - math.Log(a.lo))
	}
	return (v/4 - a.lo/4) / (a.hi/4 - a.lo/4)
}

// draw implements drawing.
func (p *plot) draw() picture {
	w, h := px(plotWidth), px(plotHeight)
	if p.has("Size") {
		w, h = px(float64(p.width)), px(float64(p.height))
	}
	c := newCanvas(w, h)
	note := newCaption(c.fonts, w-px(2*margin), nil, p.notes)
	area, x, y := p.axes(c, note.height())
	p.frame(c, area, x, y)
	switch p.kind {
	case barPlot, histogramPlot:
		p.drawBars(c, area, x, y)
	case linePlot:
		for i, s := range p.series {
			c.line(area, seriesColor(i), 1.7*pixelRatio, p.path(s, area, x, y)...)
			if len(s.y) <= 30 {
				c.discs(area.Inset(-px(4)), seriesColor(i), 1, 2.6*pixelRatio, p.path(s, area, x, y)...)
			}
		}
	case scatterPlot:
		for i, s := range p.series {
			radius, opacity := 3.2, 0.75
			if len(s.y) > 500 {
				radius, opacity = 1.8, 0.6
			}
			c.discs(area.Inset(-px(4)), seriesColor(i), opacity, radius*pixelRatio, p.path(s, area, x, y)...)
		}
	}
	p.legend(c, area)
	c.title(p.title)
	note.draw(c, px(margin), h-note.height()-px(margin)/2)
	return c.picture(p.spec())
}

func seriesColor(i int) color.RGBA { return seriesColors[i%len(seriesColors)] }

// axes lays out the chart: the area of its data, and its axes. Below leaves room for a caption.
func (p *plot) axes(c *canvas, below int) (area image.Rectangle, x, y axis) {
	top := px(margin + 4)
	if p.title != "" {
		top += px(20)
	}
	if len(p.series) > 1 {
		top += px(18)
	}
	bottom := px(20+margin) + below
	if p.xLabel != "" {
		bottom += px(16)
	}
	height := max(c.h-top-bottom, px(20))
	y = p.yAxis(max(2, height/px(42)))
	left := px(margin+8) + int(widest(c.fonts, y.marks))
	if p.yLabel != "" {
		left += px(18)
	}
	width := max(c.w-left-px(margin+8), px(20))
	x = p.xAxis(max(2, width/px(72)))
	return image.Rect(left, top, left+width, top+height), x, y
}

func (p *plot) yAxis(count int) axis {
	var values [][]float64
	for _, s := range p.series {
		values = append(values, s.y)
	}
	sum := summarize(values...)
	lo, hi := dataRange(p.settings, sum)
	if p.kind == barPlot || p.kind == histogramPlot {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	if p.has("Range") {
		return newAxis(p.lo, p.hi, p.log, true, count)
	}
	if lo == hi {
		lo, hi = spread(lo, p.log)
	}
	if !sum.fraction && hi-lo < float64(count) { // no ticks between whole numbers
		count = max(1, int(hi-lo))
	}
	return newAxis(lo, hi, p.log, false, count)
}

func (p *plot) xAxis(count int) axis {
	if p.kind == histogramPlot {
		return newAxis(p.edges[0], p.edges[len(p.edges)-1], false, true, count)
	}
	if p.kind == barPlot {
		return p.barAxis(count)
	}
	var values [][]float64
	for _, s := range p.series {
		values = append(values, s.x)
	}
	sum := summarize(values...)
	lo, hi := dataRange(&settings{}, sum)
	if lo == hi {
		lo, hi = spread(lo, false)
	}
	if p.kind == scatterPlot {
		return newAxis(lo, hi, false, false, count)
	}
	return newAxis(lo, hi, false, true, count)
}

// barAxis has a place of equal width for each bar, with names or numbers below.
func (p *plot) barAxis(count int) axis {
	n := len(p.series[0].y)
	a := axis{lo: -0.5, hi: float64(n) - 0.5}
	if len(p.names) == 0 {
		for _, i := range indexTicks(n, count) {
			a.marks = append(a.marks, mark{a.place(float64(i)), strconv.Itoa(i)})
		}
		return a
	}
	for i, name := range p.names {
		a.marks = append(a.marks, mark{a.place(float64(i)), name})
	}
	return a
}

// spread gives a single value some room on both sides.
func spread(v float64, log bool) (lo, hi float64) {
	switch {
	case log:
		return max(v/2, math.SmallestNonzeroFloat64), min(v*2, math.MaxFloat64)
	case v == 0:
		return -1, 1
	}
	return v - math.Abs(v)/2, v + math.Abs(v)/2
}

// frame draws grid lines, ticks and labels.
func (p *plot) frame(c *canvas, area image.Rectangle, x, y axis) {
	for _, m := range y.marks {
		at := area.Max.Y - int(m.at*float64(area.Dy()))
		c.fill(image.Rect(area.Min.X, at, area.Max.X, at+1), gridColor)
		c.text(m.label, tickStyle, point{float64(area.Min.X - px(6)), float64(at)}, anchor{1, 0.5})
	}
	if zero := y.place(0); !y.log && zero > 0 && zero < 1 {
		at := area.Max.Y - int(zero*float64(area.Dy()))
		c.fill(image.Rect(area.Min.X, at, area.Max.X, at+pixelRatio), gridColor)
	}
	room := float64(area.Dx()) / float64(max(len(x.marks), 1))
	for _, m := range x.marks {
		at := area.Min.X + int(m.at*float64(area.Dx()))
		c.fill(image.Rect(at, area.Max.Y, at+1, area.Max.Y+px(4)), mutedColor)
		c.text(c.fitted(m.label, tickStyle, max(room-float64(px(4)), float64(px(12)))), tickStyle, point{float64(at), float64(area.Max.Y + px(8))}, anchor{0.5, 0})
	}
	c.fill(image.Rect(area.Min.X, area.Max.Y, area.Max.X, area.Max.Y+1), mutedColor)
	if p.xLabel != "" {
		c.text(p.xLabel, labelStyle, point{float64(area.Min.X+area.Max.X) / 2, float64(area.Max.Y + px(23))}, anchor{0.5, 0})
	}
	if p.yLabel != "" {
		c.textUp(p.yLabel, labelStyle, point{float64(px(margin + 5)), float64(area.Min.Y+area.Max.Y) / 2})
	}
}

// legend names the series above the chart.
func (p *plot) legend(c *canvas, area image.Rectangle) {
	if len(p.series) < 2 {
		return
	}
	at := float64(area.Min.X)
	middle := area.Min.Y - px(14)
	for i, s := range p.series {
		name := c.fitted(s.name, labelStyle, float64(px(120)))
		w := c.width(name, labelStyle) + float64(px(30))
		if at+w > float64(area.Max.X) && i > 0 {
			c.text("…", labelStyle, point{at, float64(middle)}, anchor{0, 0.5})
			return
		}
		c.fill(image.Rect(int(at), middle-px(1.5), int(at)+px(14), middle+px(1.5)), seriesColor(i))
		c.text(name, labelStyle, point{at + float64(px(19)), float64(middle)}, anchor{0, 0.5})
		at += w
	}
}

// path is the points of a series on the canvas. Of a line with many more points than the chart has pixels, the lowest and
// highest in every pixel column are enough: the picture is the same.
func (p *plot) path(s series, area image.Rectangle, x, y axis) []point {
	on := func(i int) point {
		return point{float64(area.Min.X) + x.place(s.x[i])*float64(area.Dx()), float64(area.Max.Y) - y.place(s.y[i])*float64(area.Dy())}
	}
	var points []point
	if p.kind == linePlot && len(s.y) > 4*area.Dx() {
		for _, i := range extremes(s.y, 2*area.Dx()) {
			points = append(points, on(i))
		}
		return points
	}
	for i := range s.y {
		points = append(points, on(i))
	}
	return points
}

// extremes returns the indices of the lowest and highest value in each of parts equal runs.
func extremes(y []float64, parts int) []int {
	var keep []int
	for k := range parts {
		from, to := k*len(y)/parts, (k+1)*len(y)/parts
		if from == to {
			continue
		}
		lo, hi := from, from
		for i := from; i < to; i++ {
			if y[i] < y[lo] || y[lo] != y[lo] {
				lo = i
			}
			if y[i] > y[hi] || y[hi] != y[hi] {
				hi = i
			}
		}
		keep = append(keep, min(lo, hi))
		if lo != hi {
			keep = append(keep, max(lo, hi))
		}
	}
	return keep
}

// drawBars draws the bars of all series side by side.
func (p *plot) drawBars(c *canvas, area image.Rectangle, x, y axis) {
	places := len(p.series[0].y)
	each := float64(area.Dx()) / float64(places)
	gap := each * 0.2
	if p.kind == histogramPlot {
		gap = min(float64(pixelRatio), each*0.1)
	}
	wide := (each - gap) / float64(len(p.series))
	zero := float64(area.Max.Y) - min(max(y.place(0), 0), 1)*float64(area.Dy())
	for k, s := range p.series {
		c.shape(area, seriesColor(k), 1, func(r *vector.Rasterizer, origin point) {
			for i, v := range s.y {
				to := float64(area.Max.Y) - y.place(v)*float64(area.Dy())
				if math.Abs(to) > math.MaxFloat64 || to != to {
					continue
				}
				left := float64(area.Min.X) + float64(i)*each + gap/2 + float64(k)*wide
				polygon(r, origin, point{left, min(zero, to)}, point{left, max(zero, to)}, point{left + wide, max(zero, to)}, point{left + wide, min(zero, to)})
			}
		})
	}
}
