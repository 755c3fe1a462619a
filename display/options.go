// This file holds the options of figures. Every figure names the options it takes; another one is an error in it.

package display

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// An Option changes how a figure is drawn. A figure that does not take an option shows an error that says so.
type Option struct {
	name  string
	apply func(*settings) error
}

// settings are all that options can say. The zero value of a field with its name absent from given means "choose".
type settings struct {
	given       []string
	title       string
	titles      []string
	colormap    *colormap
	lo, hi      float64
	center      float64
	log         bool
	columns     int
	sharedScale bool
	annotate    bool
	width       int
	height      int
	xLabel      string
	yLabel      string
	x           any
	classes     any
	names       []string
	bins        int
	perSecond   int
}

func (s *settings) has(name string) bool { return slices.Contains(s.given, name) }

// collect applies options for the figure called figure, which takes the options named in takes.
func collect(figure string, opts []Option, takes ...string) (*settings, error) {
	s := &settings{}
	for _, o := range opts {
		if o.apply == nil {
			return s, fmt.Errorf("display: %s: an empty Option", figure)
		}
		if !slices.Contains(takes, o.name) {
			return s, fmt.Errorf("display: %s takes no option %s; it takes %s", figure, o.name, strings.Join(takes, ", "))
		}
		if err := o.apply(s); err != nil {
			return s, fmt.Errorf("display: %s: %w", figure, err)
		}
		s.given = append(s.given, o.name)
	}
	if s.log && s.has("Center") {
		return s, fmt.Errorf("display: %s: Log and Center(%v) exclude each other: a logarithmic scale has no centre", figure, s.center)
	}
	if s.log && s.has("Range") && s.lo <= 0 {
		return s, fmt.Errorf("display: %s: Range(%v, %v) with Log needs a lower end above 0", figure, s.lo, s.hi)
	}
	return s, nil
}

// Title is the heading of the whole figure.
func Title(title string) Option {
	return Option{"Title", func(s *settings) error { s.title = title; return nil }}
}

// Titles are the headings of the maps of a grid, or the names of the series of a chart, in order.
func Titles(titles ...string) Option {
	return Option{"Titles", func(s *settings) error { s.titles = titles; return nil }}
}

// Colormap chooses the colours by name: viridis, magma, inferno, plasma, cividis, coolwarm, twilight or gray; with "_r" at
// the end, in the opposite direction.
func Colormap(name string) Option {
	return Option{"Colormap", func(s *settings) error {
		m, ok := colormapNamed(name)
		if !ok {
			return fmt.Errorf("no colour map %q; there are %s, each also with _r for the reverse", name, colormapNames())
		}
		s.colormap = m
		return nil
	}}
}

// Range fixes the values at the two ends of the scale. Values outside get the colour of the nearer end and are counted
// below the picture.
func Range(lo, hi float64) Option {
	return Option{"Range", func(s *settings) error {
		if !(lo < hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0) {
			return fmt.Errorf("Range(%v, %v) is not a finite range from low to high", lo, hi)
		}
		s.lo, s.hi = lo, hi
		return nil
	}}
}

// Center puts a value at the middle of the colour map, with equal steps to both sides.
func Center(v float64) Option {
	return Option{"Center", func(s *settings) error {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("Center(%v) is not a finite value", v)
		}
		s.center = v
		return nil
	}}
}

// Log makes the scale (of the colours of a map, of the y axis of a chart) logarithmic. Values that are not above zero
// have no place on it and are counted below the picture.
func Log() Option { return Option{"Log", func(s *settings) error { s.log = true; return nil }} }

// Columns is the number of maps in a row of a grid.
func Columns(n int) Option {
	return Option{"Columns", func(s *settings) error {
		if n < 1 {
			return fmt.Errorf("Columns(%d): a grid needs at least one column", n)
		}
		s.columns = n
		return nil
	}}
}

// SharedScale gives all maps of a grid the same scale, so that equal colours are equal values.
func SharedScale() Option {
	return Option{"SharedScale", func(s *settings) error { s.sharedScale = true; return nil }}
}

// Annotate writes the value into each cell of a small map.
func Annotate() Option {
	return Option{"Annotate", func(s *settings) error { s.annotate = true; return nil }}
}

// Size sets the figure's width and height in CSS pixels. A figure takes more where its labels need it.
func Size(width, height int) Option {
	return Option{"Size", func(s *settings) error {
		if width < 40 || height < 40 || width > 4000 || height > 4000 {
			return fmt.Errorf("Size(%d, %d): width and height are from 40 to 4000 pixels", width, height)
		}
		s.width, s.height = width, height
		return nil
	}}
}

// XLabel names the horizontal axis.
func XLabel(label string) Option {
	return Option{"XLabel", func(s *settings) error { s.xLabel = label; return nil }}
}

// YLabel names the vertical axis.
func YLabel(label string) Option {
	return Option{"YLabel", func(s *settings) error { s.yLabel = label; return nil }}
}

// X gives the places of a chart's points along the horizontal axis: a slice or array of as many numbers as each series
// has. Without it they are 0, 1, 2 and so on.
func X(values any) Option {
	return Option{"X", func(s *settings) error { s.x = values; return nil }}
}

// Classes gives each point of a chart a label, and each label a colour: an array or slice of as many numbers, strings or
// bools as there are points, such as the classes of samples. The labels are the series of the chart, in order, which Titles
// names.
func Classes(labels any) Option {
	return Option{"Classes", func(s *settings) error {
		if isNil(labels) {
			return fmt.Errorf("Classes: the labels are nil")
		}
		s.classes = labels
		return nil
	}}
}

// Names writes a name under each bar of a chart, in place of its number.
func Names(names ...string) Option {
	return Option{"Names", func(s *settings) error { s.names = names; return nil }}
}

// Bins is the number of intervals of a histogram.
func Bins(n int) Option {
	return Option{"Bins", func(s *settings) error {
		if n < 1 || n > 10_000 {
			return fmt.Errorf("Bins(%d): a histogram has from 1 to 10,000 bins", n)
		}
		s.bins = n
		return nil
	}}
}
