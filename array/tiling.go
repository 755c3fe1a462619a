// This file cuts a correlation into tiles for Fourier transforms, and decides whether those pay.

package array

import (
	"math"
	"slices"

	"github.com/arraybook/arraybook/array/internal/fourier"
)

// A tiling cuts the results of a correlation into tiles: the product of transforms is a sliding sum that wraps around,
// and the part of a tile that did not wrap is right (overlap-save; A. Oppenheim and R. Schafer, "Discrete-Time Signal
// Processing", section 8.7.3). Tiles bound the memory and are spread over the processors.
type tiling struct {
	*geometry
	together int   // tiles in one transform: two of real numbers are the parts of complex ones
	length   []int // of the transforms, by axis
	step     []int // results in a tile
	count    []int // tiles
	cost     float64
}

// tilePoints bounds the points of a tile, 16 bytes each, unless k is larger.
const tilePoints = 1 << 18

// newTiling starts with one tile and halves the axis that leaves the least cost, as long as the cost falls or the tile
// is too large.
func newTiling(g *geometry, together int) *tiling {
	length := make([]int, len(g.out))
	for axis, n := range g.out {
		length[axis] = fourier.FastLength(n + g.window[axis] - 1)
	}
	best := cut(g, together, length)
	for {
		var next *tiling
		for axis, n := range best.length {
			half := fourier.FastLength(max(n/2, g.window[axis]))
			if half < n {
				shorter := slices.Clone(best.length)
				shorter[axis] = half
				if t := cut(g, together, shorter); next == nil || t.cost < next.cost {
					next = t
				}
			}
		}
		if next == nil || next.cost >= best.cost && sizeOf(best.length) <= tilePoints {
			return best
		}
		best = next
	}
}

// cut returns the tiling with transforms of the given lengths. Its cost counts points times the logarithm of their
// number: a transform there and one back for each tile or pair of tiles, and one for k.
func cut(g *geometry, together int, length []int) *tiling {
	t := &tiling{geometry: g, together: together, length: length, step: make([]int, len(length)), count: make([]int, len(length))}
	for axis, n := range length {
		t.step[axis] = n - g.window[axis] + 1
		t.count[axis] = (g.out[axis] + t.step[axis] - 1) / t.step[axis]
	}
	points := float64(sizeOf(length))
	t.cost = float64(2*t.transforms()+1) * points * math.Log2(points+1)
	return t
}

// transforms returns the number of transforms that hold all tiles.
func (t *tiling) transforms() int { return (sizeOf(t.count) + t.together - 1) / t.together }

// What a product of a direct sum and a unit of a tiling's cost take, in nanoseconds (BenchmarkCorrelate). They are the
// same on every machine, so that results are. A complex product is four real ones: 0.14 to 0.3 were measured for complex64,
// 0.25 to 0.5 for complex128, while the real ones took 0.03 to 0.05 and 0.05 to 0.13.
const (
	directFloat32 = 0.04
	directFloat64 = 0.08
	fourierUnit   = 2.5
)

// prefersFourier returns the tiling by which Fourier transforms take less time than direct sums, or nil. Integers are
// exact only when summed directly.
func prefersFourier[T Number](g *geometry) *tiling {
	products, together := float64(sizeOf(g.out))*float64(sizeOf(g.window)), 2
	switch any(*new(T)).(type) {
	case float32:
		products *= directFloat32
	case float64:
		products *= directFloat64
	case complex64:
		products *= 4 * directFloat32
		together = 1
	case complex128:
		products *= 4 * directFloat64
		together = 1
	default:
		return nil
	}
	least := fourierUnit * float64(sizeOf(g.out)+sizeOf(g.window)) // what even the best tiling costs
	if products < least {
		return nil
	}
	if t := newTiling(g, together); fourierUnit*t.cost < products {
		return t
	}
	return nil
}
