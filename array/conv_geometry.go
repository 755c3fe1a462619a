// This file works out the geometry of convolution and pooling: which windows there are, what lies beyond the edge, and
// which elements of a transposed convolution meet which elements of its filter.

package array

import "slices"

// geometry describes windows over spatial axes, one entry per axis.
type geometry struct {
	size             []int // of the input
	window           []int // of the filter or pool
	stride, dilation []int
	before, after    []int // elements of padding
	out              []int // number of windows
	boundary         BoundaryMode
}

// newGeometry reads the options of op for an input and a window of the given spatial sizes. A stride that is not given
// is 1.
func newGeometry(op string, size, window []int, o options) *geometry {
	rank := len(size)
	g := &geometry{
		size: size, window: window, boundary: o.boundary,
		stride:   perAxis(op, "Stride", o.stride, rank, 1, 1),
		dilation: perAxis(op, "Dilation", o.dilation, rank, 1, 1),
		before:   perAxis(op, "Padding", o.padding, rank, 0, 0),
		out:      make([]int, rank),
	}
	if o.mode != padExplicit && o.padding != nil {
		fail(op, "Padding(%v) excludes PadSame, PadValid and PadFull", o.padding)
	}
	g.after = slices.Clone(g.before)
	for k := range rank {
		g.fitAxis(op, k, o.mode)
	}
	return g
}

// fitAxis sets the padding that mode asks for along one axis, and counts the windows.
func (g *geometry) fitAxis(op string, k int, mode padMode) {
	if g.window[k] < 1 {
		fail(op, "spatial axis %d of the window %s is empty", k, shapeText(g.window))
	}
	reach := g.reach(k)
	switch mode {
	case padSame:
		g.before[k], g.after[k] = reach/2, reach-reach/2
	case padFull:
		g.before[k], g.after[k] = reach, reach
	}
	free := g.size[k] + g.before[k] + g.after[k] - reach - 1
	if free < 0 {
		fail(op, "a window of %d elements with dilation %d does not fit spatial axis %d of shape %s padded by %d and %d",
			g.window[k], g.dilation[k], k, shapeText(g.size), g.before[k], g.after[k])
	}
	if g.size[k] == 0 && g.boundary != Zero {
		fail(op, "boundary %s repeats elements, but spatial axis %d of shape %s has none", g.boundary, k, shapeText(g.size))
	}
	g.out[k] = free/g.stride[k] + 1
}

// reach returns the distance from the first to the last element of a window.
func (g *geometry) reach(axis int) int { return span(g.window[axis], g.dilation[axis]) }

// span returns the distance from the first to the last of n >= 1 elements that lie step apart, at most maxElements.
func span(n, step int) int {
	if d, ok := mulInt(step, n-1); ok {
		return min(d, maxElements)
	}
	return maxElements
}

// padded returns the spatial shape of the padded input.
func (g *geometry) padded() []int {
	shape := slices.Clone(g.size)
	for k := range shape {
		shape[k] += g.before[k] + g.after[k]
	}
	return shape
}

// pads tells whether there is any padding.
func (g *geometry) pads() bool { return !slices.Equal(g.padded(), g.size) }

// sources returns, for each position along a padded axis, the index of the element that stands there, or -1 for a zero.
func (g *geometry) sources(axis int) []int {
	n := g.size[axis]
	sources := make([]int, n+g.before[axis]+g.after[axis])
	for i := range sources {
		sources[i] = g.boundary.source(i-g.before[axis], n)
	}
	return sources
}

// source returns the index in [0, n) of the element that stands at position i of an endless axis, or -1 for a zero.
func (m BoundaryMode) source(i, n int) int {
	if i >= 0 && i < n {
		return i
	}
	switch m {
	case Nearest:
		return min(max(i, 0), n-1)
	case Wrap:
		return floorRem(i, n)
	case Reflect: // period 2n: a b c d d c b a
		if i = floorRem(i, 2*n); i >= n {
			i = 2*n - 1 - i
		}
		return i
	case Mirror: // period 2n-2: a b c d c b
		if n == 1 {
			return 0
		}
		if i = floorRem(i, 2*n-2); i >= n {
			i = 2*n - 2 - i
		}
		return i
	}
	return -1
}

// phase is the part of a transposed convolution's axis that meets the same elements of the filter: the outputs
// first, first+stride, ... (count of them) meet the elements tap, tap+tapStep, ... (taps of them). Output number v and
// the last but u of these elements meet at input start + v + u*inputStep, which may lie beyond the input's ends.
type phase struct {
	first, count       int
	tap, tapStep, taps int
	start, inputStep   int
}

// phases splits an axis of length outputs, where output y collects the products of input i and filter element t with
// i*stride + t*dilation = y + origin.
func phases(length, origin, window, stride, dilation int) []phase {
	common := gcd(stride, dilation)
	var split []phase
	for first := range min(stride, length) {
		p := phase{first: first, count: (length-first-1)/stride + 1, tapStep: stride / common, inputStep: dilation / common}
		for p.tap < p.tapStep && (first+origin-p.tap*dilation)%stride != 0 {
			p.tap++
		}
		if p.tap < p.tapStep && p.tap < window {
			p.taps = (window-1-p.tap)/p.tapStep + 1
			p.start = (first+origin-p.tap*dilation)/stride - (p.taps-1)*p.inputStep
		}
		split = append(split, p)
	}
	return split
}
