// This file makes figures of matrices: one as a heatmap with axes, several as a grid of feature maps.

package display

import (
	"errors"
	"fmt"
	"strings"

	"github.com/arraybook/arraybook/array"
)

// maxPanels is the number of maps that a grid shows of a larger number.
const maxPanels = 64

// maxAnnotated is the number of cells up to which values are written into them.
const maxAnnotated = 400

// Heatmap shows a matrix of shape (rows, columns) as colours, with indices along its axes, row 0 at the top, and a colour
// bar. An array of rank 1 is shown as one row; leading axes of length 1 are dropped. Complex values show their modulus.
//
// Without options, data of both signs gets diverging colours around zero, boolean and few integer values get separate
// colours, and everything else viridis over its range. NaN and infinities have colours of their own and are counted below
// the picture. A map with more cells than the picture has room for shows means of square blocks and says so.
//
// Options: Title, Colormap, Range, Center, Log, Annotate, Size, XLabel, YLabel.
func Heatmap(a array.Untyped, opts ...Option) *Figure {
	s, err := collect("Heatmap", opts, "Title", "Colormap", "Range", "Center", "Log", "Annotate", "Size", "XLabel", "YLabel")
	if err != nil {
		return figureError(err)
	}
	if isNil(a) {
		return figureError(errors.New("display: Heatmap: the array is nil"))
	}
	view, err := matrixOf(a)
	if err != nil {
		return figureError(err)
	}
	grids, sampled := readGrids(view, 1)
	m := &maps{settings: s, shape: a.Shape(), dtype: a.DType(), single: true, full: view.Shape()}
	m.add(grids, sampled)
	return &Figure{shape: m}
}

// FeatureMaps shows the maps of an array of shape (channels, rows, columns), or (images, channels, rows, columns), as a
// grid of small heatmaps, at most 64 of them. Each map has its own scale, written under it; with SharedScale all have
// one, and equal colours are equal values.
//
// Options: Title, Titles, Colormap, Range, Center, Log, Columns, SharedScale, Size.
func FeatureMaps(a array.Untyped, opts ...Option) *Figure {
	s, err := collect("FeatureMaps", opts, "Title", "Titles", "Colormap", "Range", "Center", "Log", "Columns", "SharedScale", "Size")
	if err != nil {
		return figureError(err)
	}
	if isNil(a) {
		return figureError(errors.New("display: FeatureMaps: the array is nil"))
	}
	shape := a.Shape()
	if len(shape) != 3 && len(shape) != 4 {
		return figureError(fmt.Errorf("display: FeatureMaps: shape %s has %d axes; it shows (channels, rows, columns) or (images, channels, rows, columns)", tuple(shape), len(shape)))
	}
	if a.Size() == 0 {
		return figureError(fmt.Errorf("display: FeatureMaps: shape %s has no elements to show", tuple(shape)))
	}
	lead := shape[:len(shape)-2]
	count := product(lead)
	if len(s.titles) > count {
		return figureError(fmt.Errorf("display: FeatureMaps: %d Titles for %s", len(s.titles), plural(count, "map")))
	}
	grids, sampled := readGrids(a, maxPanels)
	m := &maps{settings: s, shape: shape, dtype: a.DType(), full: shape[len(shape)-2:]}
	m.add(grids, sampled)
	if count > len(grids) {
		m.notes = append(m.notes, fmt.Sprintf("the first %d of %s", len(grids), plural(count, "map")))
	}
	for i := range m.panels {
		m.panels[i].title = strings.Join(strings.Fields(strings.Trim(fmt.Sprint(unravel(i, lead)), "[]")), ", ")
		if i < len(s.titles) {
			m.panels[i].title = s.titles[i]
		}
	}
	if len(shape) == 4 && !s.has("Columns") && shape[1] <= 8 {
		m.columns = shape[1]
	}
	return &Figure{shape: m}
}

// matrixOf views an array as a matrix: a vector as one row, leading axes of length 1 dropped.
func matrixOf(a array.Untyped) (array.Untyped, error) {
	shape := a.Shape()
	if a.Size() == 0 {
		return nil, fmt.Errorf("display: Heatmap: shape %s has no elements to show", tuple(shape))
	}
	skip := 0
	for len(shape)-skip > 2 && shape[skip] == 1 {
		skip++
	}
	switch len(shape) - skip {
	case 0, 1:
		return matrixView{a, append([]int{1, 1}, shape...)[len(shape):]}, nil
	case 2:
		return matrixView{a, shape[skip:]}, nil
	}
	return nil, fmt.Errorf("display: Heatmap: shape %s is not a matrix; index it down to two axes, or show it with FeatureMaps", tuple(shape))
}

// A matrixView is an array seen with another number of axes of length 1 in front.
type matrixView struct {
	array.Untyped
	shape []int
}

func (v matrixView) Shape() []int { return v.shape }

func (v matrixView) Element(i ...int) any {
	rank := v.Rank()
	if rank <= len(i) {
		return v.Untyped.Element(i[len(i)-rank:]...)
	}
	return v.Untyped.Element(append(make([]int, rank-len(i)), i...)...)
}

// maps is a figure of one or more matrices.
type maps struct {
	*settings
	shape   []int // of the array
	full    []int // rows and columns of one map
	dtype   array.DType
	single  bool // a heatmap with axes; else a grid of panels
	columns int  // of the grid, when its shape asks for it
	panels  []panel
	scale   scale // of a heatmap, or the shared one
	total   summary
	notes   []string
	coarse  int // if above 1: drawn with cells so many times larger, for the copy beside the page
}

// A panel is one matrix with its scale.
type panel struct {
	title string
	grid
	summary
	scale
}

// add takes the grids that were read and chooses their scales.
func (m *maps) add(grids []grid, sampled string) {
	values := make([][]float64, len(grids))
	for i, g := range grids {
		values[i] = g.values
	}
	m.total = summarize(values...)
	var note string
	m.scale, note = newScale(m.settings, m.dtype, m.total)
	own := *m.settings
	if own.colormap == nil {
		own.colormap = m.scale.colors // one choice for the whole grid
	}
	for _, g := range grids {
		p := panel{grid: g, summary: m.total, scale: m.scale}
		if len(grids) > 1 {
			p.summary = summarize(g.values)
		}
		if !m.single && !m.sharedScale {
			if m.scale.colors.diverging && m.total.bothSigns() && !own.has("Center") && !own.has("Range") && !own.log {
				own.given, own.center = append(own.given, "Center"), 0
			}
			p.scale, _ = newScale(&own, m.dtype, p.summary)
		}
		m.panels = append(m.panels, p)
	}
	cells, least := len(m.panels)*len(grids[0].values), fewestLevels
	if !m.single {
		cells, least = min(cells, gridCells), levelCounts[len(levelCounts)-1]
	}
	m.scale.levels = levelsFor(m.panels, cells, least)
	for i := range m.panels {
		m.panels[i].scale.levels = m.scale.levels
	}
	if m.has("Range") {
		if clipped := m.scale.clipped(values...); clipped != "" {
			m.notes = append(m.notes, clipped)
		}
	}
	for _, n := range []string{note, sampled} {
		if n != "" {
			m.notes = append(m.notes, n)
		}
	}
	if m.dtype == array.Complex64 || m.dtype == array.Complex128 {
		m.notes = append(m.notes, "modulus of complex values")
	}
	if cells := grids[0].rows * grids[0].cols; m.annotate && cells > maxAnnotated {
		m.notes = append(m.notes, fmt.Sprintf("%s cells are too many to annotate (up to %d)", grouped(cells), maxAnnotated))
		m.annotate = false
	}
}

// description implements drawing.
func (m *maps) description() string {
	var b strings.Builder
	if m.title != "" {
		fmt.Fprintf(&b, "%s. ", m.title)
	}
	if m.single {
		fmt.Fprintf(&b, "Heatmap of %s %s values", times(m.full), m.dtype)
	} else {
		fmt.Fprintf(&b, "%d feature maps of %s %s values", len(m.panels), times(m.full), m.dtype)
	}
	if m.total.finite > 0 {
		fmt.Fprintf(&b, " from %s to %s, mean %s", number(m.total.lo), number(m.total.hi), number(m.total.mean()))
	}
	if m.single && m.total.lo < m.total.hi {
		g := m.panels[0].grid
		place := func(at int) string { return fmt.Sprintf("row %d, column %d", at/g.cols*g.step, at%g.cols*g.step) }
		fmt.Fprintf(&b, "; lowest at %s; highest at %s", place(m.total.loAt), place(m.total.hiAt))
	}
	fmt.Fprintf(&b, "; colour map %s.", m.scale.colors.name)
	for _, l := range m.scale.legends(m.total) {
		b.WriteString(" " + l.text + ".")
	}
	for _, n := range m.notes {
		b.WriteString(" " + strings.ToUpper(n[:1]) + n[1:] + ".")
	}
	return b.String()
}
