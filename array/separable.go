// This file finds filters that are outer products of vectors: sliding the vectors one after the other along their axes
// costs the sum of their lengths for each element instead of the product.

package array

import "math"

// separableGain is how many times fewer products the passes must take to be worth their passes over memory; see
// BenchmarkCorrelate.
const separableGain = 5

// separableTolerance is how many units in the last place an element may differ from the product of its factors: as much
// as rounding takes from filters that were computed element by element.
const separableTolerance = 8

// separate returns k as one vector for each axis longer than 1, in the shape of k but for the other axes, or nil if k is
// no outer product or sliding it whole is cheaper.
func separate[T Number](k *Array[T], g *geometry) []*Array[T] {
	sum, product := 0, 1
	for _, n := range g.window {
		product *= n
		if n > 1 {
			sum += n
		}
	}
	if product < separableGain*sum {
		return nil
	}
	factors, _ := factorsOf(k).([]*Array[T])
	return factors
}

// factorsOf returns the outerFactors of a filter of a type that has them.
func factorsOf(k any) any {
	switch k := k.(type) {
	case *Array[float32]:
		return outerFactors(k, 0x1p-23)
	case *Array[float64]:
		return outerFactors(k, 0x1p-52)
	}
	return nil
}

// outerFactors returns the vectors whose outer product k is, to within separableTolerance units of the given relative
// size, or nil. They are the lines of k through its largest element, all but the first divided by that.
func outerFactors[T Float](k *Array[T], ulp float64) []*Array[T] {
	whole := Cast[float64](k)
	peak := make([]int, k.Rank())
	largest := 0.0
	for i, v := range whole.All() {
		if !(math.Abs(v) <= math.MaxFloat64) {
			return nil
		}
		if math.Abs(v) > math.Abs(largest) {
			largest = v
			copy(peak, i)
		}
	}
	if largest == 0 {
		return nil
	}
	lines := make([][]float64, k.Rank())
	first := true
	for axis, n := range k.shape {
		line := make([]float64, n)
		i := append([]int(nil), peak...)
		for j := range line {
			i[axis] = j
			line[j] = whole.At(i...)
			if !first {
				line[j] /= largest
			}
		}
		first = false
		lines[axis] = line
	}
	for i, v := range whole.All() {
		product := 1.0
		for axis, j := range i {
			product *= lines[axis][j]
		}
		if math.Abs(product-v) > separableTolerance*ulp*math.Abs(v) {
			return nil
		}
	}
	return vectors[T](lines)
}

// vectors returns the lines longer than 1 as arrays that lie along their axes; a factor of a shorter one goes into the
// first of them.
func vectors[T Float](lines [][]float64) []*Array[T] {
	scale := 1.0
	for _, line := range lines {
		if len(line) == 1 {
			scale *= line[0]
		}
	}
	var factors []*Array[T]
	for axis, line := range lines {
		if len(line) == 1 {
			continue
		}
		shape := make([]int, len(lines))
		fill(shape, 1)
		shape[axis] = len(line)
		f := Zeros[T](shape...)
		for i, v := range line {
			f.data[i] = T(float64(v * scale))
		}
		scale = 1
		factors = append(factors, f)
	}
	return factors
}
