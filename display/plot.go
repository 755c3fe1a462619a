// This file makes charts of numbers: lines, bars, points and histograms.

package display

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/arraybook/arraybook/array"
)

// The kinds of charts.
type plotKind int

const (
	linePlot plotKind = iota
	barPlot
	scatterPlot
	histogramPlot
)

func (k plotKind) String() string { return [...]string{"Line", "Bar", "Scatter", "Histogram"}[k] }

// Line draws values as a line over their index, or over the places that X gives. Values are an array or a slice of
// numbers; one of two axes, or a slice of slices, gives a line for each row, which Titles names. NaN leaves a gap.
//
// Options: Title, Titles, X, Range, Log, Size, XLabel, YLabel.
func Line(values any, opts ...Option) *Figure {
	s, err := collect("Line", opts, "Title", "Titles", "X", "Range", "Log", "Size", "XLabel", "YLabel")
	if err != nil {
		return figureError(err)
	}
	return newPlot(linePlot, s, values)
}

// Bar draws each value as a bar from zero. Values are as for [Line], a row for each set of bars, or a map from names to
// numbers.
//
// Options: Title, Titles, Names, Range, Size, XLabel, YLabel.
func Bar(values any, opts ...Option) *Figure {
	s, err := collect("Bar", opts, "Title", "Titles", "Names", "Range", "Size", "XLabel", "YLabel")
	if err != nil {
		return figureError(err)
	}
	if m := reflect.ValueOf(values); m.Kind() == reflect.Map && hasNumbers(m.Type().Elem()) {
		list := entries(m, maxBars)
		if m.Len() > maxBars {
			return figureError(fmt.Errorf("display: Bar: a map of %s; up to %d bars can be told apart", plural(m.Len(), "key"), maxBars))
		}
		heights := make([]float64, len(list))
		names := make([]string, len(list))
		for i, e := range list {
			heights[i], _ = numberOf(e.value)
			names[i] = cellOf(e.key)
		}
		values = heights
		if !s.has("Names") {
			s.names = names
		}
	}
	return newPlot(barPlot, s, values)
}

// Scatter draws a point for each pair of an x and a y. Both are arrays or slices of as many numbers; two axes, or slices
// of slices, make a series of each row, and [Classes] one of each label.
//
// Options: Title, Titles, Classes, Range, Log, Size, XLabel, YLabel.
func Scatter(x, y any, opts ...Option) *Figure {
	s, err := collect("Scatter", opts, "Title", "Titles", "Classes", "Range", "Log", "Size", "XLabel", "YLabel")
	if err != nil {
		return figureError(err)
	}
	s.x = x
	return newPlot(scatterPlot, s, y)
}

// Histogram counts how many values fall into equal intervals between the smallest and the largest, or between the ends
// that Range gives. Without Bins, their number follows from the spread of the data by the rule of Freedman and Diaconis
// (1981), and whole numbers of a small range get an interval each.
//
// Options: Title, Bins, Range, Size, XLabel, YLabel.
func Histogram(values any, opts ...Option) *Figure {
	s, err := collect("Histogram", opts, "Title", "Bins", "Range", "Size", "XLabel", "YLabel")
	if err != nil {
		return figureError(err)
	}
	rows, err := rowsOf(values)
	if err != nil {
		return figureError(fmt.Errorf("display: Histogram: %w", err))
	}
	var all []float64
	for _, r := range rows {
		all = append(all, r...)
	}
	return &Figure{shape: countBins(s, all)}
}

// maxBars is the number of bars up to which a chart can be read.
const maxBars = 500

// A series is one set of points of a chart.
type series struct {
	name string
	x, y []float64
}

// A plot is a chart with its data.
type plot struct {
	*settings
	kind   plotKind
	series []series
	edges  []float64 // of a histogram's bins
	notes  []string
}

func newPlot(kind plotKind, s *settings, values any) *Figure {
	p, err := readPlot(kind, s, values)
	if err != nil {
		return figureError(fmt.Errorf("display: %v: %w", kind, err))
	}
	return &Figure{shape: p}
}

// readPlot reads the values of a chart and checks that they belong together.
func readPlot(kind plotKind, s *settings, values any) (*plot, error) {
	all, err := readSeries(s, values)
	if err != nil {
		return nil, err
	}
	if s.classes != nil {
		if all, err = byClass(all, s.classes); err != nil {
			return nil, fmt.Errorf("Classes: %w", err)
		}
	}
	if len(all) > len(seriesColors)*2 {
		return nil, fmt.Errorf("%d series; up to %d can be told apart", len(all), len(seriesColors)*2)
	}
	if len(s.titles) > len(all) {
		return nil, fmt.Errorf("%d Titles for %d series", len(s.titles), len(all))
	}
	for i, title := range s.titles {
		all[i].name = title
	}
	p := &plot{settings: s, kind: kind, series: all}
	if kind == barPlot {
		n := len(all[0].y)
		if n > maxBars {
			return nil, fmt.Errorf("%s; up to %d can be told apart: Line or Histogram show more", plural(n, "bar"), maxBars)
		}
		if len(s.names) > n {
			return nil, fmt.Errorf("%d Names for %s", len(s.names), plural(n, "bar"))
		}
	}
	p.countOdd()
	return p, nil
}

// readSeries reads the points of a chart: a series for each row of values, named by its number.
func readSeries(s *settings, values any) ([]series, error) {
	rows, err := rowsOf(values)
	if err != nil {
		return nil, err
	}
	var xs [][]float64
	if s.x != nil {
		if xs, err = rowsOf(s.x); err != nil {
			return nil, fmt.Errorf("X: %w", err)
		}
		if len(xs) != 1 && len(xs) != len(rows) {
			return nil, fmt.Errorf("%d rows of x for %d of y", len(xs), len(rows))
		}
	}
	var all []series
	for i, row := range rows {
		x := indices(len(row))
		if xs != nil {
			x = xs[min(i, len(xs)-1)]
		}
		if len(x) != len(row) {
			return nil, fmt.Errorf("%s of x for %d of y", plural(len(x), "value"), len(row))
		}
		all = append(all, series{strconv.Itoa(i), x, row})
	}
	return all, nil
}

// countOdd notes how many values have no place in the chart.
func (p *plot) countOdd() {
	odd := 0
	for _, s := range p.series {
		for _, y := range s.y {
			if math.Abs(y) > math.MaxFloat64 || y != y || p.log && y <= 0 {
				odd++
			}
		}
	}
	if odd == 0 {
		return
	}
	what := "not finite"
	if p.log {
		what = "not finite or not above 0"
	}
	p.notes = append(p.notes, fmt.Sprintf("%s %s", plural(odd, "value"), what))
}

// rowsOf reads the series in an array of one or two axes, a slice of numbers or a slice of such slices.
func rowsOf(values any) ([][]float64, error) {
	if isNil(values) {
		return nil, fmt.Errorf("the values are nil")
	}
	if a, ok := values.(array.Untyped); ok {
		shape := a.Shape()
		if len(shape) < 1 || len(shape) > 2 || a.Size() == 0 || a.Size() > readLimit {
			return nil, fmt.Errorf("an array of shape %s; it takes one or two axes and 1 to %s elements", tuple(shape), grouped(readLimit))
		}
		all := a.Float64s()
		n := shape[len(shape)-1]
		rows := make([][]float64, len(all)/n)
		for i := range rows {
			rows[i] = all[i*n : (i+1)*n]
		}
		return rows, nil
	}
	v := reflect.ValueOf(values)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return nil, fmt.Errorf("values of type %T; it takes an array, a slice of numbers or a slice of such slices", values)
	}
	if v.Len() == 0 {
		return nil, fmt.Errorf("no values")
	}
	if first := v.Index(0); first.Kind() == reflect.Slice || first.Kind() == reflect.Array || first.Type().Implements(reflect.TypeFor[array.Untyped]()) {
		var rows [][]float64
		for i := range v.Len() {
			inner, err := rowsOf(v.Index(i).Interface())
			if err != nil {
				return nil, fmt.Errorf("series %d: %w", i, err)
			}
			if len(inner) != 1 {
				return nil, fmt.Errorf("series %d has more than one row", i)
			}
			rows = append(rows, inner[0])
		}
		return rows, nil
	}
	row := make([]float64, v.Len())
	for i := range row {
		f, ok := numberOf(v.Index(i))
		if !ok {
			return nil, fmt.Errorf("values of type %T; it takes an array, a slice of numbers or a slice of such slices", values)
		}
		row[i] = f
	}
	return [][]float64{row}, nil
}

// hasNumbers reports types whose values numberOf takes.
func hasNumbers(t reflect.Type) bool { _, ok := numberOf(reflect.Zero(t)); return ok }

// numberOf is a value of any real number type, with time.Duration in seconds.
func numberOf(v reflect.Value) (float64, bool) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
		return 0, false
	case v.Type() == durationType:
		return float64(v.Int()) / 1e9, true
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	}
	return 0, false
}

func indices(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	return x
}

// countBins makes the plot of a histogram.
func countBins(s *settings, values []float64) *plot {
	sum := summarize(values)
	lo, hi := sum.lo, sum.hi
	if s.has("Range") {
		lo, hi = s.lo, s.hi
	}
	if sum.finite == 0 {
		lo, hi = 0, 1
	}
	n := s.bins
	if n == 0 {
		n = binsFor(values, sum, lo, hi)
		if !s.has("Range") && !sum.fraction && hi-lo < 64 {
			lo, hi, n = lo-0.5, hi+0.5, int(hi-lo)+1
		}
	}
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	p := &plot{settings: s, kind: histogramPlot, edges: make([]float64, n+1)}
	for i := range p.edges {
		t := float64(i) / float64(n)
		p.edges[i] = lo*(1-t) + hi*t
	}
	counts, middles := make([]float64, n), make([]float64, n)
	outside := 0
	for _, v := range values {
		if !(v >= lo && v <= hi) {
			outside++
			continue
		}
		counts[min(int((v/2-lo/2)/(hi/2-lo/2)*float64(n)), n-1)]++
	}
	for i := range middles {
		middles[i] = p.edges[i]/2 + p.edges[i+1]/2
	}
	p.series = []series{{"count", middles, counts}}
	p.notes = append(p.notes, fmt.Sprintf("%s in %s", plural(len(values)-outside, "value"), plural(n, "bin")))
	if odd := sum.nan + sum.posInf + sum.negInf; odd > 0 {
		p.notes = append(p.notes, fmt.Sprintf("%s not finite", grouped(odd)))
		outside -= odd
	}
	if outside > 0 {
		p.notes = append(p.notes, fmt.Sprintf("%s outside the range", grouped(outside)))
	}
	p.settings = withoutRange(s) // it was the one of x
	return p
}

// withoutRange is a copy of settings in which no Range was given.
func withoutRange(s *settings) *settings {
	t := *s
	t.given = nil
	for _, name := range s.given {
		if name != "Range" {
			t.given = append(t.given, name)
		}
	}
	return &t
}

// binsFor chooses a number of bins: of width 2·IQR/∛n (Freedman and Diaconis, "On the histogram as a density estimator",
// 1981), between 5 and 100.
func binsFor(values []float64, sum summary, lo, hi float64) int {
	finite := make([]float64, 0, min(len(values), 1<<16))
	skip := max(1, len(values)>>16)
	for i := 0; i < len(values); i += skip {
		if v := values[i]; v >= lo && v <= hi {
			finite = append(finite, v)
		}
	}
	spread := quantile(finite, 0.75) - quantile(finite, 0.25)
	width := 2 * spread / math.Cbrt(float64(max(sum.finite, 1)))
	if bins := math.Ceil((hi - lo) / width); bins >= 5 {
		return int(min(bins, 100))
	} else if bins >= 0 {
		return 5
	}
	return 10 // more than half of the values are equal
}

// text implements drawing.
func (p *plot) text() string {
	var b strings.Builder
	b.WriteString(p.kind.String())
	if p.title != "" {
		b.WriteString(": " + p.title)
	}
	if p.kind == barPlot && len(p.series) == 1 && len(p.series[0].y) <= 30 {
		p.writeBars(&b)
	} else {
		for _, s := range p.series {
			sum := summarize(s.y)
			fmt.Fprintf(&b, "\n%s  %s to %s", curve(s.y, 60), number(sum.lo), number(sum.hi))
			if len(p.series) > 1 {
				b.WriteString("  " + s.name)
			}
		}
	}
	if p.kind == histogramPlot {
		fmt.Fprintf(&b, "\nfrom %s to %s", number(p.edges[0]), number(p.edges[len(p.edges)-1]))
	}
	for _, n := range p.notes {
		b.WriteString("\n" + n)
	}
	return b.String()
}

// writeBars writes a line for each bar.
func (p *plot) writeBars(b *strings.Builder) {
	y := p.series[0].y
	names := each(indices(len(y)), number)
	copy(names, p.names)
	longest, largest := 0, 0.0
	for i, v := range y {
		longest = max(longest, utf8.RuneCountInString(names[i]))
		if a := math.Abs(v); a <= math.MaxFloat64 {
			largest = max(largest, a)
		}
	}
	for i, v := range y {
		bar := ""
		if share := math.Abs(v) / largest; share <= 1 {
			bar = strings.Repeat("█", int(share*40+0.5)) + " "
		}
		fmt.Fprintf(b, "\n%s%s %s%s", names[i], strings.Repeat(" ", longest-utf8.RuneCountInString(names[i])), bar, number(v))
	}
}

// curve draws values as block characters, the mean of equal parts in at most width of them.
func curve(y []float64, width int) string {
	g := grid{1, len(y), y, 1}
	g = g.shrink((len(y) + width - 1) / width)
	sum := summarize(g.values)
	var b strings.Builder
	for _, v := range g.values {
		level := 0
		switch {
		case math.Abs(v) > math.MaxFloat64 || v != v:
			b.WriteByte(' ')
			continue
		case sum.lo < sum.hi:
			level = int((v/2 - sum.lo/2) / (sum.hi/2 - sum.lo/2) * 7.999)
		}
		b.WriteRune([]rune("▁▂▃▄▅▆▇█")[level])
	}
	return b.String()
}

// description implements drawing.
func (p *plot) description() string {
	kind := map[plotKind]string{linePlot: "Line chart", barPlot: "Bar chart", scatterPlot: "Scatter chart", histogramPlot: "Histogram"}[p.kind]
	var b strings.Builder
	if p.title != "" {
		b.WriteString(p.title + ". ")
	}
	b.WriteString(kind)
	for i, s := range p.series {
		if i == 8 {
			fmt.Fprintf(&b, "; and %d more series", len(p.series)-i)
			break
		}
		sum := summarize(s.y)
		if sum.finite > 0 {
			name := ""
			if len(p.series) > 1 {
				name = s.name + ": "
			}
			fmt.Fprintf(&b, "; %s%s from %s to %s, highest at x = %s", name, plural(len(s.y), "value"), number(sum.lo), number(sum.hi), number(s.x[sum.hiAt]))
		}
	}
	b.WriteByte('.')
	for _, n := range p.notes {
		b.WriteString(" " + strings.ToUpper(n[:1]) + n[1:] + ".")
	}
	return b.String()
}
