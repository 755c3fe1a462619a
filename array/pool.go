// This file gives pooling over windows of the last axes, and its gradients.

package array

import (
	"math"
	"slices"
)

// MaxPool returns the greatest element of each window over the last axes; NaN if there is one. The arguments after x are
// the lengths of the window (each an int, or all as one []int), then the options Stride (default: the window, so that
// windows do not overlap), Dilation, and Padding, PadSame or PadValid. Padding never is the greatest.
//
//	MaxPool(x, 2, 2)                        // (N, C, H, W) to (N, C, H/2, W/2)
//	MaxPool(x, 3, 3, Stride(2), Padding(1))
//
// It panics if the window or the options do not fit. PyTorch: max_pool1d, max_pool2d, max_pool3d; ONNX: MaxPool.
func MaxPool[T Real](x *Array[T], window ...any) *Array[T] {
	defer named("MaxPool")
	p := newPool("MaxPool", x.shape, window)
	y, check := unwritten[T](p.outShape()), watch()
	eachPadded(flatten(p, x), p.geometry, lowest[T](), func(lo, hi int, padded *Array[T]) {
		windows := offsets(windowsOf(p.geometry, padded), check)
		parallel(len(windows.starts), 1, len(windows.starts)*len(windows.elements), func(first, last int) {
			windows.inParts(check, first, last, func(first, last int) {
				for i := first; i < last; i++ {
					y.data[lo*sizeOf(p.out)+i] = padded.data[greatest(windows, padded.data, i)]
				}
			})
		})
	})
	return y
}

// AvgPool returns the mean of each window over the last axes, with the arguments of [MaxPool]. Padding counts as zeros.
// PyTorch: avg_pool1d, avg_pool2d, avg_pool3d; ONNX: AveragePool with count_include_pad. It panics if the window or the
// options do not fit.
func AvgPool[T Float](x *Array[T], window ...any) *Array[T] {
	defer named("AvgPool")
	p := newPool("AvgPool", x.shape, window)
	y, check := unwritten[T](p.outShape()), watch()
	flat := y.Reshape(append([]int{p.planes, 1}, p.out...)...)
	positions, elements := positions(len(p.window)), elements(len(p.window))
	c := &convolution{geometry: p.geometry, batch: p.planes, groups: 1}
	eachWindows(c, flatten(p, x), func(lo, hi int, windows *windows[T]) bool {
		return windows.contract(splitAxis(images(flat, lo, hi), 1, 1), "ngc"+positions+elements+"->ngc"+positions)
	})
	size := T(sizeOf(p.window))
	inParts(check, 0, len(y.data), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			y.data[i] /= size
		}
	})
	return y
}

// MaxPoolGrad returns the derivative of a MaxPool with the same window and options with respect to x, given dy, the
// derivative with respect to its result: each element of dy goes to the first of its window's greatest elements. It
// panics if the shapes do not fit.
func MaxPoolGrad[T Float](x, dy *Array[T], window ...any) *Array[T] {
	const op = "MaxPoolGrad"
	p := newPool(op, x.shape, window)
	p.checkDerivative(op, dy.shape)
	dx := Zeros[T](x.shape...)
	if selfOverlaps(x.shape, x.strides) {
		x = x.Copy() // shares lie where the elements do
	}
	flat, derivatives, check := flatten(p, dx), dy.Values(), watch()
	eachPadded(flatten(p, x), p.geometry, lowest[T](), func(lo, hi int, padded *Array[T]) {
		windows := offsets(windowsOf(p.geometry, padded), check)
		shares := padded.view(padded.shape, padded.strides, padded.offset)
		shares.data = make([]T, len(padded.data))
		windows.inParts(check, 0, len(windows.starts), func(first, last int) {
			for i := first; i < last; i++ {
				shares.data[greatest(windows, padded.data, i)] += derivatives[lo*sizeOf(p.out)+i]
			}
		})
		foldInto(images(flat, lo, hi), shares, p.geometry)
	})
	return dx
}

// AvgPoolGrad returns the derivative of an AvgPool with the same window and options with respect to x, given dy, the
// derivative with respect to its result: each element of dy is spread evenly over its window. It panics if the shapes
// do not fit.
func AvgPoolGrad[T Float](x, dy *Array[T], window ...any) *Array[T] {
	const op = "AvgPoolGrad"
	p := newPool(op, x.shape, window)
	p.checkDerivative(op, dy.shape)
	dx := unwritten[T](x.shape)
	share := Full(1/T(sizeOf(p.window)), append([]int{1, 1}, p.window...)...)
	t := &transposition{groups: 1, origin: p.before, window: p.window, stride: p.stride, dilation: p.dilation}
	transposed(t, flatten(p, dx), share, dy.Reshape(append([]int{p.planes, 1}, p.out...)...))
	return dx
}

// pool is the geometry of a pooling over the last axes of a shape.
type pool struct {
	*geometry
	lead   []int // the axes before
	planes int   // their size
}

func newPool(op string, shape []int, arguments []any) *pool {
	window, opts := windowArguments(op, arguments)
	o := parseOptions(op, opts, "Stride", "Dilation", "Padding", "PadSame", "PadValid")
	if len(window) == 0 || len(window) > len(shape) || len(window) > maxCorrelateRank {
		fail(op, "window %s does not fit shape %s", shapeText(window), shapeText(shape))
	}
	if o.stride == nil {
		o.stride = window
	}
	lead := shape[:len(shape)-len(window)]
	p := &pool{geometry: newGeometry(op, shape[len(lead):], window, o), lead: lead, planes: sizeOf(lead)}
	for k := range window {
		if p.before[k] > p.reach(k) {
			fail(op, "padding %d on spatial axis %d leaves windows of %d elements without any of shape %s", p.before[k], k, window[k], shapeText(shape))
		}
	}
	checkShape(op, p.outShape())
	checkShape(op, append(slices.Clone(lead), p.padded()...))
	return p
}

func (p *pool) outShape() []int { return append(slices.Clone(p.lead), p.out...) }

func (p *pool) checkDerivative(op string, dy []int) {
	if !slices.Equal(dy, p.outShape()) {
		fail(op, "the result of pooling has shape %s, its derivative %s", shapeText(p.outShape()), shapeText(dy))
	}
}

// flatten returns the array as a batch of images with one channel.
func flatten[T Element](p *pool, a *Array[T]) *Array[T] {
	return a.Reshape(append([]int{p.planes, 1}, p.size...)...)
}

// windowOffsets says where in a buffer windows begin, and where from there their elements lie, both in row-major order.
type windowOffsets struct{ starts, elements []int }

// inParts calls f for consecutive parts of the windows first to last, and check before each.
func (w windowOffsets) inParts(check func(), first, last int, f func(first, last int)) {
	inPartsOf(max(1, watchedElements/len(w.elements)), check, first, last, f)
}

// offsets lists the windows of a view (images, channels, positions..., elements...).
func offsets[T Element](windows *Array[T], check func()) windowOffsets {
	split := 1 + len(windows.shape)/2
	return windowOffsets{
		starts:   positionsOf(windows.offset, windows.shape[:split], windows.strides[:split], check),
		elements: positionsOf(0, windows.shape[split:], windows.strides[split:], check),
	}
}

// positionsOf lists the places of a view's elements.
func positionsOf(offset int, shape, strides []int, check func()) []int {
	places := append(make([]int, 0, sizeOf(shape)), offset)
	for k, n := range shape {
		inner := make([]int, 0, len(places)*n)
		for _, at := range places {
			for i := range n {
				if len(inner)%watchedElements == 0 {
					check()
				}
				inner = append(inner, at+i*strides[k])
			}
		}
		places = inner
	}
	return places
}

// greatest returns where the first greatest element of window i, or its first NaN, lies in data.
func greatest[T Real](w windowOffsets, data []T, i int) int {
	best := w.starts[i] + w.elements[0]
	for _, e := range w.elements[1:] {
		if v := data[w.starts[i]+e]; v > data[best] || v != v && data[best] == data[best] {
			best = w.starts[i] + e
		}
	}
	return best
}

// lowest returns a value than which no other of its type is less.
func lowest[T Real]() T {
	var v T
	switch p := any(&v).(type) {
	case *float32:
		*p = float32(math.Inf(-1))
	case *float64:
		*p = math.Inf(-1)
	case *int:
		*p = math.MinInt
	case *int8:
		*p = math.MinInt8
	case *int16:
		*p = math.MinInt16
	case *int32:
		*p = math.MinInt32
	case *int64:
		*p = math.MinInt64
	}
	return v // unsigned types: 0
}
