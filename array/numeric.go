// This file holds numerical methods on sampled functions, polynomials and statistics.

package array

import (
	"math"
	"slices"
	"sort"
)

// Gradient returns the derivative along an axis of a function sampled at the given distance: central differences inside,
// one-sided ones at both ends. It panics if the axis is shorter than 2. NumPy: gradient with one spacing and one axis.
func Gradient[T Float](a *Array[T], spacing T, axis int) *Array[T] {
	k := checkAxis("Gradient", axis, a.shape)
	n := a.shape[k]
	if n < 2 {
		fail("Gradient", "axis %d of shape %s is shorter than 2", k, shapeText(a.shape))
	}
	out := unwritten[T](a.shape)
	SubInto(out.narrowAxis(k, 0, 1), a.narrowAxis(k, 1, 1), a.narrowAxis(k, 0, 1))
	SubInto(out.narrowAxis(k, n-1, 1), a.narrowAxis(k, n-1, 1), a.narrowAxis(k, n-2, 1))
	inner := out.narrowAxis(k, 1, n-2)
	SubInto(inner, a.narrowAxis(k, 2, n-2), a.narrowAxis(k, 0, n-2))
	DivInto(inner, inner, Scalar[T](2))
	DivInto(out, out, Scalar(spacing))
	return out
}

// Trapezoid returns the integral along an axis, by the trapezoidal rule, of a function sampled at the given distance.
// The axis disappears. It panics if it is out of range. NumPy: trapezoid with dx.
func Trapezoid[T Float](a *Array[T], spacing T, axis int) *Array[T] {
	k := checkAxis("Trapezoid", axis, a.shape)
	n := max(a.shape[k]-1, 0)
	pairs := Add(a.narrowAxis(k, min(1, a.shape[k]), n), a.narrowAxis(k, 0, n))
	return Mul(pairs.Sum(k), Scalar(spacing/2))
}

// Interp returns, at each x, the function that goes straight from point to point (xs[i], ys[i]); outside, the first or
// last of ys. It panics unless xs and ys are equally long and not empty, and xs rises. NumPy: interp.
func Interp(x, xs, ys *Array[float64]) *Array[float64] {
	if len(xs.shape) != 1 || !slices.Equal(xs.shape, ys.shape) || xs.shape[0] == 0 {
		fail("Interp", "points of shapes %s and %s, want two equally long axes of at least one point", shapeText(xs.shape), shapeText(ys.shape))
	}
	px, py := xs.Values(), ys.Values()
	for i, v := range px {
		if v != v || i > 0 && v <= px[i-1] {
			fail("Interp", "point %d at %v does not lie above the one before it", i, v)
		}
	}
	last := len(px) - 1
	return Map(x, func(v float64) float64 {
		i := sort.SearchFloat64s(px, v) // the first point not below v
		switch {
		case v != v:
			return v
		case i == 0:
			return py[0]
		case i > last:
			return py[last]
		case px[i] == v:
			return py[i]
		}
		slope := (py[i] - py[i-1]) / (px[i] - px[i-1])
		return py[i-1] + float64(slope*(v-px[i-1]))
	})
}

// HistogramCounts returns how many elements lie in each of n bins of equal width from the least to the greatest element,
// and the n+1 edges. A bin includes its lower edge, the last one both. It panics if there are no bins, or an element is
// not finite. NumPy: histogram.
func HistogramCounts[T Real](a *Array[T], n int) (counts *Array[int], edges *Array[float64]) {
	defer named("HistogramCounts")
	if n < 1 {
		fail("HistogramCounts", "%d bins", n)
	}
	lo, hi := 0.0, 1.0
	values := Cast[float64](a).Ravel()
	if a.Size() > 0 {
		if lo, hi = values.Min().Item(), values.Max().Item(); lo-lo != 0 || hi-hi != 0 {
			fail("HistogramCounts", "elements from %v to %v have no finite range", lo, hi)
		}
	}
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	edges = Linspace(lo, hi, n+1)
	counts = allocate[int]([]int{n})
	perBin := float64(n) / (hi - lo)
	watched(values.Size(), func(first, end int) {
		for _, v := range values.run()[first:end] {
			i := min(int((v-lo)*perBin), n-1)
			// The division rounds; the edges decide.
			if v < edges.data[i] {
				i--
			} else if i < n-1 && v >= edges.data[i+1] {
				i++
			}
			counts.data[i]++
		}
	})
	return counts, edges
}

// Digitize returns, for each element, how many of the edges, in rising order, are not above it: the number of its
// bin, from 0 for elements below the first edge. The shape stays. It panics if the edges do not rise or have not one
// axis. NumPy: digitize.
func Digitize[T Real](a, edges *Array[T]) *Array[int] {
	if len(edges.shape) != 1 {
		fail("Digitize", "edges of shape %s have rank %d, want 1", shapeText(edges.shape), len(edges.shape))
	}
	list := edges.Values()
	if !slices.IsSorted(list) {
		fail("Digitize", "the edges do not rise")
	}
	return Map(a, func(v T) int {
		return sort.Search(len(list), func(i int) bool { return compareNaNLast(list[i], v) > 0 })
	})
}

// Average returns the means over the given axes, none meaning all, of any real type as float64, without a copy: what
// Mean cannot do for integers. The axes disappear. It panics if an axis is out of range or given twice. NumPy: mean.
func Average[T Real](a *Array[T], axes ...int) *Array[float64] {
	defer named("Average")
	sum := SumAs[float64](a, axes...)
	l := splitAxes("Average", a.shape, a.strides, a.offset, axes)
	return Div(sum, Scalar(float64(l.count())))
}

// Cov returns the covariances between the rows of a matrix, of which each is a variable and each column an observation,
// divided by one less than the number of columns. The shape is (rows, rows). It panics unless a is a matrix of at least
// two columns. NumPy: cov.
func Cov(a *Array[float64]) *Array[float64] {
	checkMatrix("Cov", a)
	if a.shape[1] < 2 {
		fail("Cov", "shape %s has fewer than two observations", shapeText(a.shape))
	}
	d := Sub(a, a.Mean(1).ExpandDims(1))
	return Div(MatMul(d, d.T()), Scalar(float64(a.shape[1]-1)))
}

// CorrCoef returns the correlation coefficients between the rows of a matrix, from -1 to 1. It panics as Cov does.
// NumPy: corrcoef.
func CorrCoef(a *Array[float64]) *Array[float64] {
	defer named("CorrCoef")
	c := Cov(a)
	s := Sqrt(c.Diagonal())
	return Clip(Div(Div(c, s.ExpandDims(1)), s), -1, 1)
}

// Softmax returns exp(a) along an axis divided by its sum, without overflow. It panics if the axis is out of range.
// SciPy: special.softmax.
func Softmax[T Float](a *Array[T], axis int) *Array[T] {
	k := checkAxis("Softmax", axis, a.shape)
	if a.Size() == 0 {
		return a.Copy()
	}
	out := Sub(a, a.Max(k).ExpandDims(k))
	ExpInto(out, out)
	DivInto(out, out, out.Sum(k).ExpandDims(k))
	return out
}

// LogSumExp returns the logarithms of the sums of exp(a) along an axis, without overflow. It panics if there is nothing
// to sum or the axis is out of range. SciPy: special.logsumexp.
func LogSumExp[T Float](a *Array[T], axis int) *Array[T] {
	defer named("LogSumExp")
	k := checkAxis("LogSumExp", axis, a.shape)
	most := a.Max(k)
	base := Where(IsInf(most), Scalar[T](0), most) // inf - inf would be NaN
	return Add(Log(Exp(Sub(a, base.ExpandDims(k))).Sum(k)), base)
}

// PolyVal returns the polynomial with the given coefficients, highest power first, at each x. NumPy: polyval.
func PolyVal(coefficients []float64, x *Array[float64]) *Array[float64] {
	return Map(x, func(v float64) float64 {
		y := 0.0
		for _, c := range coefficients {
			y = float64(y*v) + c // rounded twice on every machine
		}
		return y
	})
}

// PolyFit returns the coefficients, highest power first, of the polynomial of the given degree that comes closest to
// the points (x[i], y[i]) in the sense of least squares. It panics if x and y are not two equally long axes, if the
// degree is negative, if there are fewer points than coefficients, or if a power of x up to the degree is infinite or
// NaN. NumPy: polyfit.
func PolyFit(x, y *Array[float64], degree int) []float64 {
	defer named("PolyFit")
	if len(x.shape) != 1 || !slices.Equal(x.shape, y.shape) || degree < 0 || x.shape[0] <= degree {
		fail("PolyFit", "degree %d for points of shapes %s and %s", degree, shapeText(x.shape), shapeText(y.shape))
	}
	powers := allocate[float64]([]int{x.shape[0], degree + 1})
	scale := make([]float64, degree+1) // of columns, so that high powers do not drown the rest
	for i, v := range x.Values() {
		p := 1.0
		for k := degree; k >= 0; k-- {
			powers.data[i*(degree+1)+k] = p
			scale[k] = math.Hypot(scale[k], p)
			p *= v
		}
	}
	DivInto(powers, powers, From(scale))
	c := Lstsq(powers, y)
	return Div(c, From(scale)).Values()
}

// FloorDiv returns a divided by b, rounded down: for integers towards negative infinity, unlike Go's own division.
// Integers panic if b holds a zero. It panics if the shapes do not broadcast. NumPy: floor_divide.
func FloorDiv[T Real](a, b *Array[T]) *Array[T] {
	if isInteger[T]() {
		return apply2("FloorDiv", nil, a, b, func(dst, x, y []T) {
			checkDivisors("FloorDiv", y)
			for i := range dst {
				q := x[i] / y[i]
				if r := x[i] - q*y[i]; r != 0 && (r < 0) != (y[i] < 0) {
					q--
				}
				dst[i] = q
			}
		})
	}
	return apply2("FloorDiv", nil, a, b, func(dst, x, y []T) {
		for i := range dst {
			dst[i] = T(floorDiv(float64(x[i]), float64(y[i])))
		}
	})
}

// floorDiv is the quotient that goes with floorMod, as NumPy computes it.
func floorDiv(x, y float64) float64 {
	if y == 0 || x-x != 0 || y != y {
		if y == 0 {
			return x / y
		}
		return math.NaN()
	}
	r := math.Mod(x, y)
	q := (x - r) / y
	if r != 0 && (r < 0) != (y < 0) {
		q--
	}
	if q == 0 {
		return math.Copysign(0, x/y)
	}
	f := math.Floor(q)
	if q-f > 0.5 {
		f++
	}
	return f
}

// Cross returns the vector products of the vectors of length 3 along the last axis; the axes before it broadcast. It
// panics if a length is another or the axes do not broadcast. NumPy: cross.
func Cross[T Number](a, b *Array[T]) *Array[T] {
	defer named("Cross")
	for i, x := range []*Array[T]{a, b} {
		if len(x.shape) == 0 || x.shape[len(x.shape)-1] != 3 {
			fail("Cross", "operand %d of shape %s, want vectors of length 3 along the last axis", i, shapeText(x.shape))
		}
	}
	part := func(x *Array[T], i int) *Array[T] {
		return x.narrowAxis(len(x.shape)-1, i%3, 1).Squeeze(-1)
	}
	parts := make([]*Array[T], 3)
	for i := range parts {
		parts[i] = Sub(Mul(part(a, i+1), part(b, i+2)), Mul(part(a, i+2), part(b, i+1)))
	}
	return Stack(-1, parts...)
}
