// This file gives Correlate and Convolve, the plain sliding sums of signal and image processing, and the rule by which
// one of three ways to compute them is chosen.

package array

import "slices"

// Correlate slides k over x and returns the sum of products at each place; complex k is conjugated. Both have the same
// rank, and the result has it. PadFull, the default, keeps every place where they touch (of n and m elements,
// n + m - 1), PadSame those centred on an element of x (n), PadValid those where one lies wholly inside the other
// (|n - m| + 1); it panics if neither can, if ranks differ or exceed 14, and if k is empty. Boundary says what lies
// beyond the edges of x; a boundary other than Zero makes PadSame the default.
//
// Floating-point and complex k that are outer products of vectors (Gaussians, boxes, Sobel filters) are applied axis by
// axis if that is less work, and large k by Fourier transforms, whose rounding errors are relative to the largest
// results rather than to each; how is decided by shapes, by k, and by whether x is finite, and is the same everywhere.
// Integers are always summed directly, and wrap.
//
// SciPy: signal.correlate, and with a boundary ndimage.correlate (whose constant mode is Zero with PadSame).
func Correlate[T Number](x, k *Array[T], opts ...Option) *Array[T] {
	return correlate("Correlate", x, conjugate(k), opts)
}

// Convolve is [Correlate] with k flipped along every axis and not conjugated. SciPy: signal.convolve, and with a
// boundary ndimage.convolve, which however centres a k of even length one element earlier. It panics as Correlate does.
func Convolve[T Number](x, k *Array[T], opts ...Option) *Array[T] {
	return correlate("Convolve", x, k.Flip(), opts)
}

func correlate[T Number](op string, x, k *Array[T], opts []Option) *Array[T] {
	o := parseOptions(op, opts, "PadSame", "PadValid", "PadFull", "Boundary")
	if len(x.shape) != len(k.shape) {
		fail(op, "x of shape %s and k of shape %s differ in rank", shapeText(x.shape), shapeText(k.shape))
	}
	if len(x.shape) > maxCorrelateRank {
		fail(op, "rank %d exceeds %d", len(x.shape), maxCorrelateRank)
	}
	switch {
	case o.mode == padExplicit && o.boundary == Zero:
		o.mode = padFull
	case o.mode == padExplicit:
		o.mode = padSame
	}
	if o.mode == padValid && exceeds(k.shape, x.shape) && x.Size() > 0 {
		if exceeds(x.shape, k.shape) {
			fail(op, "PadValid wants one of x of shape %s and k of shape %s to be as long as the other on every axis", shapeText(x.shape), shapeText(k.shape))
		}
		return correlate(op, k, x, opts).Flip().Copy() // x is moved the other way
	}
	g := slidingGeometry(op, x, k, o)
	if factors := separate(k, g); factors != nil {
		for _, f := range factors {
			x = slide(x, f, slidingGeometry(op, x, f, o))
		}
		return x
	}
	return slide(x, k, g)
}

// exceeds tells whether a is longer than b on some axis.
func exceeds(a, b []int) bool {
	for k, n := range a {
		if n > b[k] {
			return true
		}
	}
	return false
}

// maxCorrelateRank leaves room for an image, a group and a channel axis and two axes per axis of x.
const maxCorrelateRank = (maxRank - 3) / 2

// slidingGeometry is newGeometry, but for the middle of an even k, which is its later element.
func slidingGeometry[T Number](op string, x, k *Array[T], o options) *geometry {
	g := newGeometry(op, x.shape, k.shape, o)
	if o.mode == padSame {
		g.before, g.after = g.after, g.before
	}
	return g
}

// slide correlates directly or by Fourier transforms, whichever is faster.
func slide[T Number](x, k *Array[T], g *geometry) *Array[T] {
	if t := prefersFourier[T](g); t != nil && finite(x) && finite(k) {
		return slideTiles(t, x, k)
	}
	c := &convolution{geometry: g, batch: 1, filters: 1, groups: 1}
	y := unwritten[T](c.outShape())
	forward(c, y, x.ExpandDims(0, 1), k.ExpandDims(0, 1))
	return wrap(y.data, slices.Clone(g.out))
}

// finite tells whether all elements are finite: Fourier transforms would spread one that is not.
func finite(a Untyped) bool {
	switch a := a.(type) {
	case *Array[float32]:
		return All(IsFinite(a)).Item()
	case *Array[float64]:
		return All(IsFinite(a)).Item()
	case *Array[complex64]:
		return All(IsFinite(a)).Item()
	case *Array[complex128]:
		return All(IsFinite(a)).Item()
	}
	return true
}
