// This file gives the convolutions of deep learning: Conv, ConvTranspose and ConvGrad. Each is a few calls of the
// contraction engine on window views; windows are never copied.

package array

import (
	"slices"

	"github.com/arraybook/arraybook/array/internal/contract"
)

// Conv slides the filters w over the images x and returns their products summed over channels and window, without
// flipping w (cross-correlation, as deep-learning libraries call convolution).
//
// x is (N, C, spatial...), w is (O, C/groups, window...), with 1, 2 or 3 spatial axes; the result is (N, O, windows...).
// Options: Stride, Dilation, Groups, Padding or PadSame, PadValid, PadFull (default: no padding), Boundary (what the
// padding holds, default zeros). It panics if shapes and options do not fit. PyTorch: conv1d, conv2d, conv3d; ONNX: Conv.
func Conv[T Number](x, w *Array[T], opts ...Option) *Array[T] {
	defer named("Conv")
	c := newConvolution("Conv", x.shape, w.shape, opts, "Stride", "Dilation", "Groups", "Padding", "PadSame", "PadValid", "PadFull", "Boundary")
	y := unwritten[T](c.outShape())
	forward(c, y, x, w)
	return y
}

// ConvGrad returns the derivatives of a Conv with the same options with respect to x and w, given dy, the derivative
// with respect to its result, in the shapes of x and w. It panics as Conv does, and if dy has not the shape of Conv's
// result. PyTorch: torch.nn.grad; complex derivatives are those of [EinsumGrad].
func ConvGrad[T Number](x, w, dy *Array[T], opts ...Option) (dx, dw *Array[T]) {
	const op = "ConvGrad"
	defer named(op)
	c := newConvolution(op, x.shape, w.shape, opts, "Stride", "Dilation", "Groups", "Padding", "PadSame", "PadValid", "PadFull", "Boundary")
	if !slices.Equal(dy.shape, c.outShape()) {
		fail(op, "the result of Conv has shape %s, its derivative %s", shapeText(c.outShape()), shapeText(dy.shape))
	}
	dx, dw = unwritten[T](x.shape), Zeros[T](w.shape...)
	filterGradient(c, dw, x, dy)
	inputGradient(c, dx, conjugate(w), dy)
	return dx, dw
}

// ConvTranspose is the derivative of a Conv with respect to its input, as an operation of its own: each element of x
// adds the filter w, scaled by it, to the result at its place.
//
// x is (N, C, spatial...), w is (C, O/groups, window...); the result is (N, O, spatial...) with the spatial lengths
// (n-1)*stride - 2*padding + dilation*(window-1) + 1. Options: Stride, Dilation, Groups, Padding. It panics if shapes
// and options do not fit. PyTorch: conv_transpose1d, conv_transpose2d, conv_transpose3d.
func ConvTranspose[T Number](x, w *Array[T], opts ...Option) *Array[T] {
	defer named("ConvTranspose")
	const op = "ConvTranspose"
	o := parseOptions(op, opts, "Stride", "Dilation", "Groups", "Padding")
	checkConvRanks(op, x.shape, w.shape)
	groups := checkGroups(op, o, x.shape[1], x.shape, w.shape)
	if w.shape[0] != x.shape[1] {
		fail(op, "x of shape %s has %d channels, w of shape %s takes %d", shapeText(x.shape), x.shape[1], shapeText(w.shape), w.shape[0])
	}
	rank := len(x.shape) - 2
	stride, dilation := perAxis(op, "Stride", o.stride, rank, 1, 1), perAxis(op, "Dilation", o.dilation, rank, 1, 1)
	padding := perAxis(op, "Padding", o.padding, rank, 0, 0)
	shape := []int{x.shape[0], groups * w.shape[1]}
	for k := range rank {
		n := -1
		if x.shape[2+k] > 0 && w.shape[2+k] > 0 {
			n = span(x.shape[2+k], stride[k]) - 2*padding[k] + span(w.shape[2+k], dilation[k]) + 1
		}
		if n < 0 {
			fail(op, "spatial axis %d of x %s and w %s with stride %d, dilation %d and padding %d gives no output",
				k, shapeText(x.shape), shapeText(w.shape), stride[k], dilation[k], padding[k])
		}
		shape = append(shape, n)
	}
	checkShape(op, shape)
	y := unwritten[T](shape)
	t := &transposition{groups: groups, origin: padding, window: w.shape[2:], stride: stride, dilation: dilation}
	transposed(t, y, w, x)
	return y
}

// convolution is a Conv with its shapes worked out.
type convolution struct {
	*geometry
	batch, filters, groups int
}

func newConvolution(op string, x, w []int, opts []Option, understood ...string) *convolution {
	o := parseOptions(op, opts, understood...)
	checkConvRanks(op, x, w)
	groups := checkGroups(op, o, x[1], x, w)
	if w[0]%groups != 0 {
		fail(op, "w of shape %s has %d filters, which %d groups do not divide", shapeText(w), w[0], groups)
	}
	if x[1] != groups*w[1] {
		fail(op, "x of shape %s has %d channels, w of shape %s takes %d in %d groups", shapeText(x), x[1], shapeText(w), w[1], groups)
	}
	c := &convolution{geometry: newGeometry(op, x[2:], w[2:], o), batch: x[0], filters: w[0], groups: groups}
	checkShape(op, c.outShape())
	checkShape(op, append(slices.Clone(x[:2]), c.padded()...))
	return c
}

func checkConvRanks(op string, x, w []int) {
	if len(x) < 3 || len(x) > 5 {
		fail(op, "x has shape %s, want (N, C, spatial...) with 1, 2 or 3 spatial axes", shapeText(x))
	}
	if len(w) != len(x) {
		fail(op, "w of shape %s has rank %d, x of shape %s has rank %d", shapeText(w), len(w), shapeText(x), len(x))
	}
}

// checkGroups returns the number of groups, which must divide the channels of x.
func checkGroups(op string, o options, channels int, x, w []int) int {
	groups := o.groups
	if groups < 1 {
		fail(op, "Groups(%d) is below 1", groups)
	}
	if channels%groups != 0 {
		fail(op, "Groups(%d) does not divide the %d channels of x %s (w is %s)", groups, channels, shapeText(x), shapeText(w))
	}
	return groups
}

func (c *convolution) outShape() []int { return append([]int{c.batch, c.filters}, c.out...) }

// Letters of the contractions: n image, g group, c channel, o filter; capital letters for the positions of windows and
// Greek letters for the elements within, one per spatial axis.
func positions(rank int) string { return "ABCDEFGHIJKLMNOP"[:rank] }
func elements(rank int) string  { return string([]rune("αβγδεζηθικλμνξοπ")[:rank]) }

// forward computes y = Conv(x, w).
func forward[T Number](c *convolution, y, x, w *Array[T]) {
	p, e := positions(len(c.size)), elements(len(c.size))
	spec, filters := "ngc"+p+e+",goc"+e+"->ngo"+p, splitAxis(w, 0, c.groups)
	eachWindows(c, x, func(lo, hi int, windows *windows[T]) bool {
		return windows.contract(splitAxis(images(y, lo, hi), 1, c.groups), spec, filters)
	})
}

// filterGradient computes dw, the sum over images of windows times dy.
func filterGradient[T Number](c *convolution, dw, x, dy *Array[T]) {
	p, e := positions(len(c.size)), elements(len(c.size))
	spec, sum, check := "ngc"+p+e+",ngo"+p+"->goc"+e, splitAxis(dw, 0, c.groups), watch()
	eachWindows(c, conjugate(x), func(lo, hi int, windows *windows[T]) bool {
		part := sum
		if lo > 0 {
			part = unwritten[T](sum.shape)
		}
		if !windows.contract(part, spec, splitAxis(images(dy, lo, hi), 1, c.groups)) {
			return false
		}
		if lo > 0 {
			inParts(check, 0, len(part.data), func(lo, hi int) {
				for i, v := range part.data[lo:hi] {
					dw.data[lo+i] += v
				}
			})
		}
		return true
	})
}

// inputGradient computes dx, the transposed convolution of dy; where the padding repeats elements, their shares are
// folded back.
func inputGradient[T Number](c *convolution, dx, w, dy *Array[T]) {
	t := &transposition{groups: c.groups, origin: c.before, window: c.window, stride: c.stride, dilation: c.dilation}
	if c.boundary == Zero || !c.pads() {
		transposed(t, dx, w, dy)
		return
	}
	t.origin = make([]int, len(c.size))
	dx.Fill(0)
	for i := range c.batch {
		padded := unwritten[T](append([]int{1, dx.shape[1]}, c.padded()...))
		transposed(t, padded, w, images(dy, i, i+1))
		foldInto(images(dx, i, i+1), padded, c.geometry)
	}
}

// scratchBytes bounds the padded copies: a few images at a time, so that they are still in the cache when they are read.
const scratchBytes = 512 << 10

// windows are the windows of some images: a view (images, groups, channels, positions..., elements...) and, where that
// reaches beyond the images, its borders.
type windows[T Number] struct {
	*Array[T]
	borders []contract.Border
}

// newWindows returns windows of images whose first one begins at the place first, one per spatial axis; further
// ones begin step, their elements dilation further on.
func newWindows[T Number](x *Array[T], groups int, first, count, step, window, dilation []int) *windows[T] {
	const lead = 2 // image and channel
	rank := len(window)
	view := x.view(append(slices.Concat(x.shape[:lead], count), window...), slices.Concat(x.strides, x.strides[lead:]), x.offset)
	w := &windows[T]{view, make([]contract.Border, rank)}
	beyond := false
	for k := range rank {
		stride, last := x.strides[lead+k], first[k]+(count[k]-1)*step[k]+(window[k]-1)*dilation[k]
		view.offset += first[k] * stride
		view.strides[lead+k], view.strides[lead+rank+k] = step[k]*stride, dilation[k]*stride
		w.borders[k] = contract.Border{Position: lead + 1 + k, Element: lead + 1 + rank + k,
			First: first[k], Step: step[k], Dilation: dilation[k], Size: x.shape[lead+k], Stride: stride}
		beyond = beyond || first[k] < 0 || last >= x.shape[lead+k]
	}
	w.Array = splitAxis(view, 1, groups)
	if !beyond {
		w.borders = nil
	}
	return w
}

// contract computes dst from the windows and other operands; it returns false if it cannot, and a padded copy is needed.
func (w *windows[T]) contract(dst *Array[T], spec string, others ...*Array[T]) bool {
	operands := append([]*Array[T]{w.Array}, others...)
	if len(w.borders) == 0 {
		EinsumInto(dst, spec, operands...)
		return true
	}
	if k := w.DType(); k == Complex64 || k == Complex128 {
		return false
	}
	program, err := contract.CompileBordered(spec, shapesOf(operands), stridesOf(operands), dst.strides, w.borders)
	if err != nil {
		panic(err)
	}
	if program == nil {
		return false
	}
	contract.Run(program, contract.Buffer[T]{Data: dst.data, Offset: dst.offset}, buffersOf(operands), 0)
	return true
}

// eachWindows calls f with all windows of x; if it returns false, again with those of padded copies of images lo to hi.
func eachWindows[T Number](c *convolution, x *Array[T], f func(lo, hi int, windows *windows[T]) bool) {
	of := func(images *Array[T], first []int) *windows[T] {
		return newWindows(images, c.groups, first, c.out, c.stride, c.window, c.dilation)
	}
	first := make([]int, len(c.size))
	for k, before := range c.before {
		first[k] = -before
	}
	if (c.boundary == Zero || !c.pads()) && f(0, x.shape[0], of(x, first)) {
		return
	}
	clear(first)
	eachPadded(x, c.geometry, 0, func(lo, hi int, padded *Array[T]) { f(lo, hi, of(padded, first)) })
}

// windowsOf returns the view of the windows of padded images: (images, channels, positions..., elements...).
func windowsOf[T Number](g *geometry, padded *Array[T]) *Array[T] {
	return SlidingWindow(padded, g.window, Stride(g.stride...), Dilation(g.dilation...))
}

// eachPadded calls f with padded copies of some images of x at a time, or with x itself if there is no padding. Beyond
// the edges of zero padding lies the value beyond.
func eachPadded[T Number](x *Array[T], g *geometry, beyond T, f func(lo, hi int, padded *Array[T])) {
	if !g.pads() {
		f(0, x.shape[0], x)
		return
	}
	shape := append([]int{1, x.shape[1]}, g.padded()...)
	shape[0] = min(x.shape[0], max(1, scratchBytes/max(1, sizeOf(shape)*elementBytes[T]())))
	scratch := Zeros[T](shape...)
	if beyond != 0 {
		scratch.Fill(beyond)
	}
	for lo := 0; lo < x.shape[0]; lo += shape[0] {
		hi := min(lo+shape[0], x.shape[0])
		padded := images(scratch, 0, hi-lo)
		extend(padded, images(x, lo, hi), g)
		f(lo, hi, padded)
	}
}

// transposition is a transposed convolution: output y collects the products of input i and filter element t with
// i*stride + t*dilation = y + origin, along every spatial axis.
type transposition struct {
	groups                           int
	origin, window, stride, dilation []int
}

// transposed computes dst, of shape (N, C, spatial...), from w, of shape (O, C/groups, window...), and src, of shape
// (N, O, spatial...). Outputs that meet the same filter elements are one contraction.
func transposed[T Number](t *transposition, dst, w, src *Array[T]) {
	rank := len(t.window)
	split := make([][]phase, rank)
	g := &geometry{size: src.shape[2:], before: make([]int, rank), after: make([]int, rank)}
	unmet := false
	for k := range rank {
		split[k] = phases(dst.shape[2+k], t.origin[k], t.window[k], t.stride[k], t.dilation[k])
		for _, p := range split[k] {
			unmet = unmet || p.taps == 0
			if p.taps > 0 {
				last := p.start + p.count - 1 + (p.taps-1)*p.inputStep
				g.before[k] = max(g.before[k], -p.start)
				g.after[k] = max(g.after[k], last-(g.size[k]-1))
			}
		}
	}
	if unmet {
		dst.Fill(0)
	}
	var copied [][]phase
	eachPhase(split, func(ps []phase) {
		if !transposedPhase(t, dst, w, src, make([]int, rank), ps) {
			copied = append(copied, slices.Clone(ps))
		}
	})
	if len(copied) > 0 {
		eachPadded(src, g, 0, func(lo, hi int, padded *Array[T]) {
			for _, ps := range copied {
				transposedPhase(t, images(dst, lo, hi), w, padded, g.before, ps)
			}
		})
	}
}

// eachPhase calls f with every combination of one phase per axis.
func eachPhase(split [][]phase, f func([]phase)) {
	chosen := make([]phase, len(split))
	var choose func(k int)
	choose = func(k int) {
		if k == len(split) {
			f(chosen)
			return
		}
		for _, p := range split[k] {
			if p.taps > 0 {
				chosen[k] = p
				choose(k + 1)
			}
		}
	}
	choose(0)
}

// transposedPhase computes the outputs of one phase: a contraction of windows of src, which has before elements of
// padding, with every tapStep-th element of the filter in reverse order. It returns false if src must be padded for that.
func transposedPhase[T Number](t *transposition, dst, w, src *Array[T], before []int, ps []phase) bool {
	out, taps := splitAxis(dst, 1, t.groups), splitAxis(w, 0, t.groups)
	var first, count, step, window, dilation []int
	const lead = 3 // image, group, channel
	for k, p := range ps {
		axis := lead + k
		out.offset += p.first * out.strides[axis]
		out.shape[axis] = p.count
		out.strides[axis] *= t.stride[k]
		taps.offset += (p.tap + (p.taps-1)*p.tapStep) * taps.strides[axis]
		taps.shape[axis] = p.taps
		taps.strides[axis] *= -p.tapStep
		first, count, step = append(first, p.start+before[k]), append(count, p.count), append(step, 1)
		window, dilation = append(window, p.taps), append(dilation, p.inputStep)
	}
	p, e := positions(len(ps)), elements(len(ps))
	return newWindows(src, t.groups, first, count, step, window, dilation).contract(out, "ngo"+p+e+",goc"+e+"->ngc"+p, taps)
}

// images returns the view of images lo to hi, that is of indices along the first axis.
func images[T Element](a *Array[T], lo, hi int) *Array[T] {
	shape := slices.Clone(a.shape)
	shape[0] = hi - lo
	return a.view(shape, a.strides, a.offset+lo*a.strides[0])
}

// splitAxis returns a view in which an axis is two: the part it belongs to, and the place within that part.
func splitAxis[T Element](a *Array[T], axis, parts int) *Array[T] {
	per := a.shape[axis] / parts
	shape := slices.Insert(slices.Clone(a.shape), axis, parts)
	shape[axis+1] = per
	strides := slices.Insert(slices.Clone(a.strides), axis, a.strides[axis]*per)
	return a.view(shape, strides, a.offset)
}
