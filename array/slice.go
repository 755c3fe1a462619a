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
	if len(values) > 0 || strings.Contains(spec, valuePlace) {
		spec = withValues(spec, values)
	}
	items := strings.Split(spec, ",")
	if last := len(items) - 1; strings.TrimSpace(items[last]) == "" && (last == 0 || strings.TrimSpace(items[last-1]) != "") {
		items = items[:last]
	}
	s := slicer{spec: spec, shape: a.shape, strides: a.strides, offset: a.offset}
	s.rest = len(a.shape) - s.consumed(items)
	if s.rest < 0 {
		fail("Slice", "%q has items for %d axes, but shape %s has %d", spec, len(a.shape)-s.rest, shapeText(a.shape), len(a.shape))
	}
	for _, item := range items {
		s.apply(strings.TrimSpace(item))
	}
	for s.axis < len(a.shape) {
		s.keep()
	}
	if len(s.outShape) > maxRank {
		fail("Slice", "rank %d exceeds %d", len(s.outShape), maxRank)
	}
	return a.view(s.outShape, s.outStrides, s.offset)
}

// valuePlace stands in a notation where a value goes.
const valuePlace = "%d"

// withValues puts values into their places.
func withValues(spec string, values []int) string {
	parts := strings.Split(spec, valuePlace)
	if len(parts)-1 != len(values) {
		fail("Slice", "%q has %d places for values, but %d values are given", spec, len(parts)-1, len(values))
	}
	out := []byte(parts[0])
	for i, v := range values {
		out = append(strconv.AppendInt(out, int64(v), 10), parts[i+1]...)
	}
	return string(out)
}

// slicer builds the layout of a slice, item by item.
type slicer struct {
	spec           string
	shape, strides []int // of the source
	axis           int   // the source axis the next item is for
	rest           int   // axes that an ellipsis stands for
	offset         int
	outShape       []int
	outStrides     []int
}

// consumed counts the axes the items are for, and checks that there is at most one ellipsis.
func (s *slicer) consumed(items []string) int {
	n, ellipses := 0, 0
	for _, item := range items {
		switch strings.TrimSpace(item) {
		case "...":
			ellipses++
		case "newaxis", "None":
		default:
			n++
		}
	}
	if ellipses > 1 {
		fail("Slice", "%q has more than one ellipsis", s.spec)
	}
	return n
}

func (s *slicer) apply(item string) {
	switch {
	case item == "...":
		for range s.rest {
			s.keep()
		}
	case item == "newaxis" || item == "None":
		s.outShape, s.outStrides = append(s.outShape, 1), append(s.outStrides, 0)
	case strings.Contains(item, ":"):
		s.takeRange(item)
	default:
		i := s.number(item, item)
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
	parts := strings.Split(item, ":")
	if len(parts) > 3 {
		fail("Slice", "item %q of %q has more than two colons", item, s.spec)
	}
	n, stride := s.shape[s.axis], s.strides[s.axis]
	step := 1
	if len(parts) == 3 && strings.TrimSpace(parts[2]) != "" {
		step = s.number(parts[2], item)
	}
	if step == 0 {
		fail("Slice", "item %q of %q has step 0", item, s.spec)
	}
	lo, hi, start, stop := 0, n, 0, n // the range that bounds are cut to, and the defaults
	if step < 0 {
		lo, hi, start, stop = -1, n-1, n-1, -1
	}
	bound := func(text string, missing int) int {
		if strings.TrimSpace(text) == "" {
			return missing
		}
		i := s.number(text, item)
		if i < 0 {
			i += n
		}
		return min(max(i, lo), hi)
	}
	start, stop = bound(parts[0], start), bound(parts[1], stop)
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

// number parses an integer of an item.
func (s *slicer) number(text, item string) int {
	i, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		fail("Slice", "item %q of %q is not an integer, a start:stop:step, ... or newaxis", item, s.spec)
	}
	return i
}
