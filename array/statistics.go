// This file counts elements in given bins, and holds the statistics that follow from the reductions.

package array

import (
	"slices"
	"sort"
)

// PtP returns the distances from the least to the greatest elements over the given axes, none meaning all ("peak to peak").
// Integers wrap around where the type does not hold them. It panics if there is nothing to choose from. NumPy: ptp.
func PtP[T Real](a *Array[T], axes ...int) *Array[T] {
	defer named("PtP")
	return Sub(a.Max(axes...), a.Min(axes...))
}

// HistogramOver returns how many elements lie in each bin between given edges, one axis in rising order. A bin
// includes its lower edge, the last one both; elements outside and NaN are not counted. For n equal bins:
// Linspace(lo, hi, n+1). The shape is (edges-1,). It panics if there are fewer than two edges, if they do not rise,
// or if they have not one axis. NumPy: histogram with given bins.
func HistogramOver[T Real](a *Array[T], edges *Array[float64]) *Array[int] {
	list := checkEdges("HistogramOver", edges)
	counts := allocate[int]([]int{len(list) - 1})
	values := flat(a)
	watched(len(values), func(lo, hi int) {
		for _, v := range values[lo:hi] {
			if i := binOf(list, float64(v)); i >= 0 {
				counts.data[i]++
			}
		}
	})
	return counts
}

// Histogram2D returns how many of the points (x[i], y[i]) lie in each cell of a grid: of shape (bins along x, bins along y),
// between edges as HistogramOver's. It panics if x and y differ in shape. NumPy: histogram2d with given bins.
func Histogram2D[T Real](x, y *Array[T], xEdges, yEdges *Array[float64]) *Array[int] {
	if !slices.Equal(x.shape, y.shape) {
		fail("Histogram2D", "x of shape %s and y of shape %s are not pairs", shapeText(x.shape), shapeText(y.shape))
	}
	across, along := checkEdges("Histogram2D", xEdges), checkEdges("Histogram2D", yEdges)
	counts := allocate[int]([]int{len(across) - 1, len(along) - 1})
	xs, ys := flat(x), flat(y)
	watched(len(xs), func(lo, hi int) {
		for k := lo; k < hi; k++ {
			if i, j := binOf(across, float64(xs[k])), binOf(along, float64(ys[k])); i >= 0 && j >= 0 {
				counts.data[i*(len(along)-1)+j]++
			}
		}
	})
	return counts
}

// checkEdges returns the edges of bins, of which there must be two at least, in rising order.
func checkEdges(op string, edges *Array[float64]) []float64 {
	if len(edges.shape) != 1 || edges.shape[0] < 2 {
		fail(op, "edges of shape %s, want one axis of at least 2", shapeText(edges.shape))
	}
	list := edges.Values()
	for i, v := range list {
		if v != v {
			fail(op, "edge %d is NaN", i)
		}
		if i > 0 && v < list[i-1] {
			fail(op, "the edges do not rise: edge %d is %v, after %v", i, v, list[i-1])
		}
	}
	return list
}

// binOf returns the bin of v, -1 if it lies in none.
func binOf(edges []float64, v float64) int {
	last := len(edges) - 1
	if !(v >= edges[0] && v <= edges[last]) {
		return -1
	}
	i := sort.Search(last, func(i int) bool { return edges[i] > v })
	return i - 1
}
