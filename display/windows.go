// This file explains views: how the strides of a view walk through the buffer that it shares with an array.

package display

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"strconv"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// ExplainWindows shows how a view of an array reads the array's buffer: the array with the first window of the view and
// the next one along each axis marked in it, the buffer as memory holds it with the elements of the first window marked,
// and for every axis of the view how far one step goes in memory. The window is what the last axes of the view span: as
// many as the view has more than the array, as with SlidingWindow, else the last one.
//
// The view must be one of the array's own buffer; buffers that differ in type or length are refused.
func ExplainWindows(a, view array.Untyped) *Figure {
	if isNil(a) || isNil(view) {
		return figureError(errors.New("display: ExplainWindows: the array or the view is nil"))
	}
	if a.DType() != view.DType() || a.BufferLen() != view.BufferLen() {
		return figureError(fmt.Errorf("display: ExplainWindows: a %s buffer of %s and one of %s of type %s are not the same",
			a.DType(), plural(a.BufferLen(), "element"), plural(view.BufferLen(), "element"), view.DType()))
	}
	if a.Rank() == 0 || view.Rank() == 0 || a.Size() == 0 || view.Size() == 0 {
		return figureError(fmt.Errorf("display: ExplainWindows: shapes %s and %s leave nothing to walk through", tuple(a.Shape()), tuple(view.Shape())))
	}
	w := &windows{a: a, view: view, lead: max(view.Rank()-1, 0)}
	if more := view.Rank() - a.Rank(); more > 0 {
		w.lead = view.Rank() - more
	}
	w.read()
	return &Figure{shape: w}
}

// windows is the figure of a view.
type windows struct {
	a, view    array.Untyped
	lead       int // axes of the view that choose the window; the others span it
	rows, cols int // of the part of the array that is shown
	labels     []string
	places     []int // in the buffer, of the shown elements
}

// The largest part of an array and of its buffer that is shown.
const (
	windowRows  = 12
	windowCols  = 16
	memoryCells = 96
	memoryRow   = 24
	windowCell  = 34 // CSS pixels
	memoryCell  = 24
)

// windowColors mark the first window, and the next ones along the axes that choose it.
var windowColors = []color.RGBA{rgb(0x0072b2), rgb(0xd55e00), rgb(0x009e73), rgb(0xb5539c), rgb(0xd29500)}

// read takes down the values that are shown: later writes must not change the figure.
func (w *windows) read() {
	shape := append([]int{1}, w.a.Shape()...)
	w.rows, w.cols = min(shape[len(shape)-2], windowRows), min(shape[len(shape)-1], windowCols)
	strides := w.a.Strides()
	index := make([]int, w.a.Rank())
	var values []any
	for r := range w.rows {
		for c := range w.cols {
			at := w.a.Offset() + c*strides[len(strides)-1]
			index[len(index)-1] = c
			if len(index) > 1 {
				index[len(index)-2] = r
				at += r * strides[len(strides)-2]
			}
			values = append(values, w.a.Element(index...))
			w.places = append(w.places, at)
		}
	}
	write := elementFormat(values)
	w.labels = each(values, func(v any) string {
		if s := write(v); len(s) <= 6 {
			return s
		}
		return brief(asFloat(v))
	})
}

// window returns the places in the buffer of the elements of one window.
func (w *windows) window(at []int) []int {
	strides, shape := w.view.Strides(), w.view.Shape()
	start := w.view.Offset()
	for k, i := range at {
		start += i * strides[k]
	}
	inner := shape[w.lead:]
	var places []int
	for i := range min(product(inner), memoryCells) {
		place := start
		for k, j := range unravel(i, inner) {
			place += j * strides[w.lead+k]
		}
		places = append(places, place)
	}
	return places
}

// shownWindows are the first window and the next one along each axis that chooses it, with what they are.
func (w *windows) shownWindows() (list [][]int, names []string) {
	at := make([]int, w.lead)
	list, names = append(list, w.window(at)), append(names, "the first window")
	for k := w.lead - 1; k >= 0 && len(list) < len(windowColors); k-- {
		if w.view.Shape()[k] < 2 {
			continue
		}
		at[k] = 1
		list = append(list, w.window(at))
		names = append(names, fmt.Sprintf("the next one along axis %d: %+d", k, w.view.Strides()[k]))
		at[k] = 0
	}
	return list, names
}

// axisLines say how far a step along each axis of the view goes.
func (w *windows) axisLines() []string {
	var lines []string
	for k, n := range w.view.Shape() {
		what := "chooses the window"
		if k >= w.lead {
			what = "within the window"
		}
		lines = append(lines, fmt.Sprintf("axis %d: length %s, a step is %+d in memory (%s)", k, grouped(n), w.view.Strides()[k], what))
	}
	return lines
}

func (w *windows) title() string {
	return fmt.Sprintf("%s view of a buffer of %s elements: shape %s, strides %s", w.view.DType(), grouped(w.view.BufferLen()), tuple(w.view.Shape()), tuple(w.view.Strides()))
}

// bundle is the picture, in whose place a page that may run scripts moves one window through memory.
func (w *windows) bundle() (Bundle, error) {
	b, err := w.draw().bundle(w.text(), w.description())
	if page, ok := b.Data["text/html"].(string); ok {
		b.Data["text/html"] = moving(page, w.scene())
	}
	return b, err
}

// scene has a step for each window: its elements in the array, itself as a matrix, and its places in memory.
func (w *windows) scene() scene {
	shape := w.view.Shape()
	lead, inner := shape[:w.lead], shape[w.lead:]
	total := product(lead)
	s := scene{Title: w.title(), About: w.description(), Steps: min(total, maxSceneSteps), PerSecond: 2, Notes: w.axisLines()}
	if total > s.Steps {
		s.Notes = append(s.Notes, fmt.Sprintf("the first %d of %s", s.Steps, plural(total, "window")))
	}
	shown := min(w.view.BufferLen(), memoryCells)
	cellOf, labelOf := map[int]int{}, map[int]string{}
	for i, p := range w.places {
		cellOf[p], labelOf[p] = i, w.labels[i]
	}
	matrix := sceneGrid{Title: "the array " + tuple(w.a.Shape()) + ": point at it", Cols: w.cols, Count: len(w.places), Side: windowCell, Labels: w.labels, Mark: true, Pick: none(len(w.places)), Sign: "→"}
	own := sceneGrid{Title: "the window " + tuple(inner), Cols: inner[len(inner)-1], Side: windowCell}
	memory := sceneGrid{Title: "the buffer in memory, by place", Cols: memoryRow, Count: shown, Side: memoryCell, Flow: true, Labels: each(indices(shown), number), Pick: none(shown)}
	if shown < w.view.BufferLen() {
		memory.Title = fmt.Sprintf("the first %d places of the buffer in memory", shown)
	}
	for step := range s.Steps {
		at := unravel(step, lead)
		places := w.window(at)
		if own.Cols > windowCols || len(places) > memoryCells/2 {
			own.Cols = min(own.Cols, windowCols)
			places = places[:min(len(places), memoryCells/2)]
		}
		own.Count = len(places)
		cells, lit := []int{}, []int{}
		var text []string
		for _, p := range places {
			label, known := labelOf[p]
			if !known {
				label = "·" // beyond the part of the array that is shown
			} else {
				cells = append(cells, cellOf[p])
			}
			text = append(text, label)
			if p < shown {
				lit = append(lit, p)
			}
		}
		matrix.Lit, own.Text, memory.Lit = append(matrix.Lit, cells), append(own.Text, text), append(memory.Lit, lit)
		if i, known := cellOf[places[0]]; known && matrix.Pick[i] < 0 {
			matrix.Pick[i] = step
		}
		if places[0] < shown && memory.Pick[places[0]] < 0 {
			memory.Pick[places[0]] = step
		}
		s.Captions = append(s.Captions, w.stepText(at, places))
	}
	s.Grids = []sceneGrid{matrix, own, memory}
	return s
}

// none is a list of no steps.
func none(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

// stepText says how the place of a window's first element follows from its index, and which places it reads.
func (w *windows) stepText(at, places []int) string {
	terms := []string{strconv.Itoa(w.view.Offset())}
	for k, i := range at {
		terms = append(terms, fmt.Sprintf("%d·%d", i, w.view.Strides()[k]))
	}
	name := "view"
	if len(at) > 0 {
		name += "[" + strings.Trim(tuple(at), "()") + "]"
	}
	read := strings.Trim(tuple(places[:min(len(places), 16)]), "()")
	if len(places) > 16 {
		read += " …"
	}
	return fmt.Sprintf("%s begins at place %s = %d\nand reads the places %s", name, strings.Join(terms, " + "), places[0], read)
}

// text implements drawing.
func (w *windows) text() string {
	var b strings.Builder
	b.WriteString(w.title())
	first := map[int]bool{}
	for _, p := range w.window(make([]int, w.lead)) {
		first[p] = true
	}
	width := 0
	for _, s := range w.labels {
		width = max(width, len([]rune(s)))
	}
	for i, s := range w.labels {
		if i%w.cols == 0 {
			b.WriteByte('\n')
		}
		pad := strings.Repeat(" ", width-len([]rune(s)))
		if first[w.places[i]] {
			b.WriteString(pad + "[" + s + "]")
		} else {
			b.WriteString(pad + " " + s + " ")
		}
	}
	b.WriteString("\nin brackets: the first window, " + plural(len(first), "element") + " of the buffer")
	for _, line := range w.axisLines() {
		b.WriteString("\n" + line)
	}
	return b.String()
}

// description implements drawing.
func (w *windows) description() string {
	return w.title() + ". The first window reads the places " + w.placesText() + " of the buffer. " + strings.Join(w.axisLines(), "; ") + "."
}

func (w *windows) placesText() string {
	places := w.window(make([]int, w.lead))
	if len(places) > 12 {
		return tuple(places[:12]) + " …"
	}
	return tuple(places)
}

// draw implements drawing.
func (w *windows) draw() picture {
	list, names := w.shownWindows()
	shown := min(w.view.BufferLen(), memoryCells)
	memoryLines := (shown + memoryRow - 1) / memoryRow
	lines := w.axisLines()
	probe := newFontSet()
	width := max(px(windowCell)*w.cols+px(230), px(memoryCell)*min(shown, memoryRow), int(probe.width(w.title(), panelStyle))) + px(2*margin)
	matrixTop := px(margin + 26)
	matrixBottom := matrixTop + max(w.rows*px(windowCell), len(names)*px(20))
	memoryTop := matrixBottom + px(34)
	textTop := memoryTop + memoryLines*px(memoryCell+14) + px(6)
	c := newCanvas(width, textTop+len(lines)*px(17)+px(margin))
	c.text(w.title(), panelStyle, point{float64(px(margin)), float64(px(margin))}, anchor{0, 0})

	w.drawMatrix(c, list, image.Pt(px(margin), matrixTop))
	x := px(margin) + w.cols*px(windowCell) + px(16)
	for i, name := range names {
		y := matrixTop + i*px(20) + px(4)
		c.outline(image.Rect(x, y, x+px(11), y+px(11)), windowColors[i])
		if i == 0 {
			c.fill(image.Rect(x, y, x+px(11), y+px(11)), mix(paperColor, windowColors[0], 0.3))
		}
		c.text(name, tickStyle.in(inkColor), point{float64(x + px(18)), float64(y + px(5))}, anchor{0, 0.5})
	}
	memory := "the buffer in memory"
	if shown < w.view.BufferLen() {
		memory = fmt.Sprintf("the first %d places of the buffer in memory", shown)
	}
	c.text(memory, tickStyle, point{float64(px(margin)), float64(memoryTop - px(8))}, anchor{0, 1})
	w.drawMemory(c, list, image.Pt(px(margin), memoryTop), shown)
	for i, line := range lines {
		c.text(line, tickStyle.in(inkColor), point{float64(px(margin)), float64(textTop + i*px(17) + px(8))}, anchor{0, 0.5})
	}
	return c.picture(nil)
}

// drawMatrix draws the array with its windows.
func (w *windows) drawMatrix(c *canvas, list [][]int, at image.Point) {
	side := px(windowCell)
	cell := func(i int) image.Rectangle {
		return image.Rect(0, 0, side, side).Add(at).Add(image.Pt(i%w.cols*side, i/w.cols*side))
	}
	inFirst := map[int]bool{}
	for _, p := range list[0] {
		inFirst[p] = true
	}
	for i, label := range w.labels {
		r := cell(i)
		if inFirst[w.places[i]] {
			c.fill(r, mix(paperColor, windowColors[0], 0.3))
		}
		c.frame(r.Inset(1), 1, gridColor)
		middle := point{float64(r.Min.X+r.Max.X) / 2, float64(r.Min.Y+r.Max.Y) / 2}
		c.text(c.fitted(label, tickStyle, float64(side-4)), tickStyle.in(inkColor), middle, anchor{0.5, 0.5})
	}
	for k := len(list) - 1; k >= 0; k-- { // the first one on top
		marked := map[int]bool{}
		for _, p := range list[k] {
			marked[p] = true
		}
		for i, p := range w.places {
			if !marked[p] {
				continue
			}
			c.outline(cell(i).Inset(px(1.2*float64(k+1))), windowColors[k])
		}
	}
}

// drawMemory draws the buffer as rows of cells with their places, those of the first window filled and those of the
// others underlined.
func (w *windows) drawMemory(c *canvas, list [][]int, at image.Point, shown int) {
	side := px(memoryCell)
	for p := range shown {
		r := image.Rect(0, 0, side, side).Add(at).Add(image.Pt(p%memoryRow*side, p/memoryRow*px(memoryCell+14)))
		for _, q := range list[0] {
			if p == q {
				c.fill(r, mix(paperColor, windowColors[0], 0.3))
			}
		}
		c.frame(r.Inset(1), 1, mutedColor)
		c.text(number(float64(p)), tickStyle.in(inkColor), point{float64(r.Min.X+r.Max.X) / 2, float64(r.Min.Y+r.Max.Y) / 2}, anchor{0.5, 0.5})
		for k, places := range list {
			for _, q := range places {
				if p == q {
					y := r.Max.Y + px(2) + k*px(2.4)
					c.fill(image.Rect(r.Min.X+px(2), y, r.Max.X-px(2), y+px(1.6)), windowColors[k])
				}
			}
		}
	}
}

// outline draws the border of a rectangle inside it.
func (c *canvas) outline(r image.Rectangle, col color.RGBA) { c.frame(r.Inset(px(1)), px(1), col) }
