// This file parses the notation of Slice and applies it.

package array

import (
	"strconv"
	"strings"
)

// Slice returns the view that NumPy's indexing notation describes, one comma-separated item per axis:
//
//	3        the view at one index, the axis disappears; negative counts from the end
//	1:7:2    from 1 up to but not including 7 in steps of 2; each part may be left out, and the step may be negative
//	...      as many whole axes as are left over
//	newaxis  a new axis of length 1; so does None
//	%d       in place of an integer: the next of values
//
// Axes without an item are taken whole, and a comma may follow the last item. Bounds beyond an axis are cut to it, as in NumPy; an integer out of range, a
// step of 0 or text that is none of these panics. NumPy: a[1:3, ::-2, ..., None, -1].
func (a *Array[T]) Slice(spec string, values ...int) *Array[T] {
	s := slicer{spec: spec, values: values, shape: a.shape, strides: a.strides, offset: a.offset}
	out := a.viewOfRank(s.measure())
	s.outShape, s.outStrides = out.shape[:0], out.strides[:0]
	for items := (itemReader{rest: spec}); items.next(); {
		s.apply(items.item)
	}
	for s.axis < len(a.shape) {
		s.keep()
	}
	out.shape, out.strides, out.offset = s.outShape, s.outStrides, s.offset
	return out
}

// valuePlace stands in a notation where a value goes.
const valuePlace = "%d"

// An itemReader reads the items of a notation. A comma may follow the last one.
type itemReader struct {
	item, rest string
	blank, end bool
}

func (r *itemReader) next() bool {
	if r.end {
		return false
	}
	text, rest, comma := strings.Cut(r.rest, ",")
	r.item, r.rest, r.end = strings.TrimSpace(text), rest, !comma
	behindLast := r.end && r.item == "" && !r.blank
	r.blank = r.item == ""
	return !behindLast
}

// A slicer builds the layout of a slice, item by item.
type slicer struct {
	spec           string
	values         []int
	taken          int   // values
	shape, strides []int // of the source
	axis           int   // the source axis the next item is for
	rest           int   // axes that an ellipsis stands for
	offset         int
	outShape       []int // of sufficient capacity
	outStrides     []int
}

// measure checks how many values, axes and ellipses there are, and returns the rank of the slice.
func (s *slicer) measure() (rank int) {
	if places := strings.Count(s.spec, valuePlace); places != len(s.values) {
		fail("Slice", "%q has %d places for values, but %d values are given", s.spec, places, len(s.values))
	}
	consumed, ellipses := 0, 0
	rank = len(s.shape)
	for items := (itemReader{rest: s.spec}); items.next(); {
		switch items.item {
		case "...":
			ellipses++
		case "newaxis", "None":
			rank++
		default:
			consumed++
			if strings.IndexByte(items.item, ':') < 0 {
				rank--
			}
		}
	}
	s.rest = len(s.shape) - consumed
	switch {
	case ellipses > 1:
		fail("Slice", "%q has more than one ellipsis", s.spelled())
	case s.rest < 0:
		fail("Slice", "%q has items for %d axes, but shape %s has %d", s.spelled(), consumed, shapeText(s.shape), len(s.shape))
	case rank > maxRank:
		fail("Slice", "rank %d exceeds %d", rank, maxRank)
	}
	return rank
}

// spelled is the notation with the values in their places.
func (s *slicer) spelled() string { return withValues(s.spec, s.values) }

// withValues puts values into their places.
func withValues(text string, values []int) string {
	for _, v := range values {
		text = strings.Replace(text, valuePlace, strconv.Itoa(v), 1)
	}
	return text
}

func (s *slicer) apply(item string) {
	switch {
	case item == "...":
		for range s.rest {
			s.keep()
		}
	case item == "newaxis" || item == "None":
		s.outShape, s.outStrides = append(s.outShape, 1), append(s.outStrides, 0)
	case strings.IndexByte(item, ':') >= 0:
		s.takeRange(item)
	default:
		first := s.taken
		i := s.number(item, item, first)
		s.offset += checkIndex("Slice", i, s.axis, s.shape) * s.strides[s.axis]
		s.axis++
	}
}

// keep passes one axis through whole.
func (s *slicer) keep() {
	s.outShape, s.outStrides = append(s.outShape, s.shape[s.axis]), append(s.outStrides, s.strides[s.axis])
	s.axis++
}

// takeRange applies start:stop:step.
func (s *slicer) takeRange(item string) {
	first := s.taken
	startText, rest, _ := strings.Cut(item, ":")
	stopText, stepText, _ := strings.Cut(rest, ":")
	if strings.IndexByte(stepText, ':') >= 0 {
		fail("Slice", "item %q of %q has more than two colons", withValues(item, s.values[first:]), s.spelled())
	}
	start, stop, step := s.bound(startText, item, first), s.bound(stopText, item, first), s.bound(stepText, item, first)
	if step.given && step.value == 0 {
		fail("Slice", "item %q of %q has step 0", withValues(item, s.values[first:]), s.spelled())
	}
	s.keepRange(start, stop, step)
}

// A bound is one of the three numbers of start:stop:step, which may be left out.
type bound struct {
	value int
	given bool
}

func (s *slicer) bound(text, item string, first int) bound {
	text = strings.TrimSpace(text)
	if text == "" {
		return bound{}
	}
	return bound{s.number(text, item, first), true}
}

// within is the bound on an axis of length n, cut to the range from lo to hi.
func (b bound) within(n, lo, hi, missing int) int {
	if !b.given {
		return missing
	}
	i := b.value
	if i < 0 {
		i += n
	}
	return min(max(i, lo), hi)
}

// keepRange passes part of an axis through.
func (s *slicer) keepRange(from, to, by bound) {
	n, stride := s.shape[s.axis], s.strides[s.axis]
	step := 1
	if by.given {
		step = by.value
	}
	var start, stop int
	if step > 0 {
		start, stop = from.within(n, 0, n, 0), to.within(n, 0, n, n)
	} else {
		start, stop = from.within(n, -1, n-1, n-1), to.within(n, -1, n-1, -1)
	}
	length := rangeLength(start, stop, step)
	if length > 0 {
		s.offset += start * stride
	}
	if length > 1 {
		stride *= step // of a single element any stride will do, and this one could overflow
	}
	s.outShape, s.outStrides = append(s.outShape, length), append(s.outStrides, stride)
	s.axis++
}

// number parses an integer of an item, whose values are those from first on.
func (s *slicer) number(text, item string, first int) int {
	if digits, negative := strings.CutPrefix(text, "-"); digits == valuePlace {
		s.taken++
		if negative {
			return -s.values[s.taken-1]
		}
		return s.values[s.taken-1]
	}
	i, err := strconv.Atoi(text)
	if err != nil {
		fail("Slice", "item %q of %q is not an integer, a start:stop:step, ... or newaxis", withValues(item, s.values[first:]), s.spelled())
	}
	return i
}

// rangeLength counts start, start+step, ... before stop.
func rangeLength(start, stop, step int) int {
	switch {
	case step > 0 && start < stop:
		return (stop-start-1)/step + 1
	case step < 0 && start > stop:
		return int(uint(start-stop-1)/-uint(step)) + 1
	}
	return 0
}
