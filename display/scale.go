// This file maps values to colours: the choice of range, centre and colour map, and the look-up of one value's colour.

package display

import (
	"fmt"
	"image/color"
	"math"

	"github.com/arraybook/arraybook/array"
)

// maxSteps is the largest number of different integers that get a colour bar of separate steps.
const maxSteps = 12

// A scale gives each value its colour.
type scale struct {
	colors *colormap
	lo, hi float64
	log    bool
	steps  int  // number of separate colours of an integer or boolean scale; 0 for a continuous one
	truth  bool // the values are false and true
	levels int  // number of colours of a continuous scale
}

// newScale chooses the scale for values with the given summary: what the options fix, then diverging colours around zero
// for data of both signs, separate steps for few integers, else the plain range. The note says a choice that a reader
// might not expect.
func newScale(s *settings, dtype array.DType, sum summary) (sc scale, note string) {
	sc = scale{colors: s.colormap, log: s.log, truth: dtype == array.Bool, levels: levelCounts[0]}
	sc.lo, sc.hi = dataRange(s, sum)
	if s.has("Range") {
		sc.lo, sc.hi = s.lo, s.hi
	}
	center, centered := s.center, s.has("Center")
	if !centered && !s.log && !s.has("Range") && sum.bothSigns() && (sc.colors == nil || sc.colors.diverging) {
		center, centered = 0, true
		if sc.colors == nil {
			note = "colours diverge from 0: the data has both signs"
		}
	}
	if centered {
		reach := max(math.Abs(sc.hi-center), math.Abs(sc.lo-center))
		if reach == 0 {
			reach = 1
		}
		sc.lo, sc.hi = max(center-reach, -math.MaxFloat64), min(center+reach, math.MaxFloat64)
		if sc.colors == nil {
			sc.colors = mustColormap("coolwarm")
		}
	}
	if sc.colors == nil {
		sc.colors = mustColormap("viridis")
	}
	sc.chooseSteps(dtype, sum)
	sc.widen()
	return sc, note
}

// dataRange is the range that the data itself asks for.
func dataRange(s *settings, sum summary) (lo, hi float64) {
	switch {
	case s.log && !math.IsInf(sum.loPositive, 0):
		return sum.loPositive, sum.hi
	case s.log:
		return 1, 10 // nothing to show, but the axis needs a range
	case sum.finite == 0:
		return 0, 1
	}
	return sum.lo, sum.hi
}

// chooseSteps makes the scale one of separate colours where the values are booleans or few integers.
func (sc *scale) chooseSteps(dtype array.DType, sum summary) {
	if sc.truth {
		sc.lo, sc.hi, sc.steps = 0, 1, 2
		return
	}
	if sc.log || !isInteger(dtype) || sc.lo != math.Trunc(sc.lo) || sc.hi != math.Trunc(sc.hi) {
		return
	}
	if n := sc.hi - sc.lo + 1; n <= maxSteps {
		sc.steps = int(n)
	}
}

func isInteger(d array.DType) bool { return d >= array.Int && d <= array.Uint64 }

// widen gives a range of equal ends some extent, so that a constant has a colour.
func (sc *scale) widen() {
	if sc.lo < sc.hi || sc.steps > 0 {
		return
	}
	switch {
	case sc.log:
		sc.lo, sc.hi = max(sc.lo/2, math.SmallestNonzeroFloat64), min(sc.hi*2, math.MaxFloat64)
	case sc.lo == 0:
		sc.hi = 1
	default:
		sc.lo, sc.hi = min(sc.lo, 0), max(sc.hi, 0)
	}
}

// position is the place of a finite value on the scale from 0 to 1; outside for values outside.
func (sc *scale) position(v float64) float64 {
	if sc.log {
		d := math.Log(sc.hi) - math.Log(sc.lo)
		if !(d > 0) {
			return 0.5 // two neighbours among the smallest numbers
		}
		return (math.Log(v) - math.Log(sc.lo)) / d
	}
	if d := sc.hi - sc.lo; !math.IsInf(d, 0) {
		return (v - sc.lo) / d
	}
	return (v/4 - sc.lo/4) / (sc.hi/4 - sc.lo/4)
}

// colorCount is the number of colours on the scale.
func (sc *scale) colorCount() int {
	if sc.steps > 0 {
		return sc.steps
	}
	return sc.levels
}

// color is the i-th of the scale's colours.
func (sc *scale) color(i int) color.RGBA {
	n := sc.colorCount()
	if sc.steps > 0 && n > 1 {
		return sc.colors.at(float64(i) / float64(n-1))
	}
	return sc.colors.at((float64(i) + 0.5) / float64(n))
}

// level is the number of a finite value's colour.
func (sc *scale) level(v float64) int {
	n := sc.colorCount()
	if sc.steps > 0 {
		return min(max(int(math.Round(v-sc.lo)), 0), n-1)
	}
	return min(max(int(sc.position(v)*float64(n)), 0), n-1)
}

// levelsOf is the number of each value's colour, or -1 for a value without a place on the scale.
func (sc *scale) levelsOf(values []float64) []int16 {
	out := make([]int16, len(values))
	n, extent := float64(sc.levels), sc.hi-sc.lo
	plain := sc.steps == 0 && !sc.log && !math.IsInf(extent, 0)
	for i, v := range values {
		switch {
		case plain && v >= -math.MaxFloat64 && v <= math.MaxFloat64:
			out[i] = int16(min(max((v-sc.lo)/extent*n, 0), n-1))
		case sc.onScale(v):
			out[i] = int16(sc.level(v))
		default:
			out[i] = -1
		}
	}
	return out
}

// onScale reports whether the value has a place on the scale at all.
func (sc *scale) onScale(v float64) bool {
	return v >= -math.MaxFloat64 && v <= math.MaxFloat64 && (!sc.log || v > 0)
}

// colorOf is the colour of any value.
func (sc *scale) colorOf(v float64) color.RGBA {
	if sc.onScale(v) {
		return sc.color(sc.level(v))
	}
	return sc.signal(v)
}

// signal is the colour of a value that has no place on the scale.
func (sc *scale) signal(v float64) color.RGBA {
	switch {
	case v > math.MaxFloat64:
		return sc.colors.signals.posInf
	case v != v:
		return sc.colors.signals.nan
	}
	return sc.colors.signals.negInf
}

// A legend is one kind of exceptional value with its colour and how often it occurs.
type legend struct {
	color color.RGBA
	text  string
}

// legends lists the values that are not on the scale, with their numbers.
func (sc *scale) legends(sum summary) []legend {
	var out []legend
	add := func(n int, c color.RGBA, what string) {
		if n > 0 {
			out = append(out, legend{c, fmt.Sprintf("%s %s", grouped(n), what)})
		}
	}
	add(sum.nan, sc.colors.signals.nan, "NaN")
	add(sum.posInf, sc.colors.signals.posInf, "+Inf")
	if sc.log {
		add(sum.negInf+sum.notPositive, sc.colors.signals.negInf, "not above 0")
	} else {
		add(sum.negInf, sc.colors.signals.negInf, "−Inf")
	}
	return out
}

// clipped says how many finite values lie beyond the ends of a given range.
func (sc *scale) clipped(values ...[]float64) string {
	below, above := 0, 0
	for _, part := range values {
		for _, v := range part {
			if sc.onScale(v) && v < sc.lo {
				below++
			} else if sc.onScale(v) && v > sc.hi {
				above++
			}
		}
	}
	switch {
	case below > 0 && above > 0:
		return fmt.Sprintf("%s below and %s above the range", grouped(below), grouped(above))
	case below > 0:
		return fmt.Sprintf("%s below the range", grouped(below))
	case above > 0:
		return fmt.Sprintf("%s above the range", grouped(above))
	}
	return ""
}

// A mark is a tick with its label at a position from 0 to 1 along an axis or colour bar.
type mark struct {
	at    float64
	label string
}

// marks are the ticks of the scale's colour bar.
func (sc *scale) marks(count int) []mark {
	if sc.truth {
		return []mark{{0.25, "false"}, {0.75, "true"}}
	}
	if sc.steps > 0 {
		out := make([]mark, sc.steps)
		for i := range out {
			out[i] = mark{(float64(i) + 0.5) / float64(sc.steps), number(sc.lo + float64(i))}
		}
		return out
	}
	ticks := linearTicks(sc.lo, sc.hi, count)
	labels := tickLabels(ticks)
	if sc.log {
		ticks = logTicks(sc.lo, sc.hi, count)
		labels = each(ticks, number)
	}
	out := make([]mark, len(ticks))
	for i, t := range ticks {
		out[i] = mark{sc.position(t), labels[i]}
	}
	return out
}
