// This file reads arrays as grids of float64 for maps: bounded in time whatever the array's size.

package display

import (
	"fmt"
	"math"

	"github.com/arraybook/arraybook/array"
)

// readLimit is the number of elements up to which an array is read whole; of a larger one a regular sample is read.
const readLimit = 1 << 24

// A grid is a matrix in row-major order. Its cells stand for step x step elements of the array it came from.
type grid struct {
	rows, cols int
	values     []float64
	step       int
}

// readGrids reads the last two axes of an array as grids, for the first limit indices of the axes before them. The note
// says what was left out, or is empty.
func readGrids(a array.Untyped, limit int) (grids []grid, note string) {
	shape := a.Shape()
	rows, cols := shape[len(shape)-2], shape[len(shape)-1]
	lead := shape[:len(shape)-2]
	total := product(lead)
	count := min(total, limit)
	if a.Size() <= readLimit {
		all := a.Float64s()
		for i := range count {
			grids = append(grids, grid{rows, cols, all[i*rows*cols : (i+1)*rows*cols], 1})
		}
		return grids, ""
	}
	step := 1
	for (rows/step+1)*(cols/step+1)*count > 1<<18 {
		step++
	}
	for i := range count {
		grids = append(grids, sampleGrid(a, unravel(i, lead), rows, cols, step))
	}
	if step > 1 {
		note = fmt.Sprintf("%s elements: only every %s row and column was read", grouped(a.Size()), ordinal(step))
	}
	return grids, note
}

// sampleGrid reads every step-th row and column of one matrix of a larger array.
func sampleGrid(a array.Untyped, lead []int, rows, cols, step int) grid {
	g := grid{rows: (rows + step - 1) / step, cols: (cols + step - 1) / step, step: step}
	g.values = make([]float64, 0, g.rows*g.cols)
	index := append(append([]int{}, lead...), 0, 0)
	for r := 0; r < rows; r += step {
		for c := 0; c < cols; c += step {
			index[len(lead)], index[len(lead)+1] = r, c
			g.values = append(g.values, asFloat(a.Element(index...)))
		}
	}
	return g
}

// shrink returns the grid of the means of k x k cells. A cell with a value that is not finite stays so, since such values
// are what a reader looks for.
func (g grid) shrink(k int) grid {
	if k <= 1 {
		return g
	}
	s := grid{rows: (g.rows + k - 1) / k, cols: (g.cols + k - 1) / k, step: g.step * k}
	s.values = make([]float64, s.rows*s.cols)
	for r := range s.rows {
		out := s.values[r*s.cols : (r+1)*s.cols]
		first, end := r*k, min((r+1)*k, g.rows)
		for y := first; y < end; y++ {
			row := g.values[y*g.cols : (y+1)*g.cols]
			for c := range out {
				sum := out[c]
				for _, v := range row[c*k : min((c+1)*k, g.cols)] {
					sum += v
				}
				out[c] = sum
			}
		}
		for c := range out {
			out[c] /= float64((end - first) * (min((c+1)*k, g.cols) - c*k))
		}
	}
	return s
}

// summary counts what a set of values holds.
type summary struct {
	lo, hi, sum         float64 // of the finite values
	loAt, hiAt          int     // their places in the order of reading
	loPositive          float64 // the smallest value above zero
	finite, notPositive int
	nan, posInf, negInf int
	fraction            bool // some finite value is not an integer
}

func summarize(values ...[]float64) summary {
	s := summary{lo: math.Inf(1), hi: math.Inf(-1), loPositive: math.Inf(1)}
	at := 0
	for _, part := range values {
		for _, v := range part {
			switch {
			case v != v:
				s.nan++
			case v > math.MaxFloat64:
				s.posInf++
			case v < -math.MaxFloat64:
				s.negInf++
			default:
				s.add(v, at)
			}
			at++
		}
	}
	return s
}

func (s *summary) add(v float64, at int) {
	s.finite++
	s.sum += v
	if v < s.lo {
		s.lo, s.loAt = v, at
	}
	if v > s.hi {
		s.hi, s.hiAt = v, at
	}
	if v <= 0 {
		s.notPositive++
	} else if v < s.loPositive {
		s.loPositive = v
	}
	if !s.fraction && v != math.Trunc(v) {
		s.fraction = true
	}
}

func (s summary) mean() float64 { return s.sum / float64(s.finite) }

// bothSigns reports values on both sides of zero, setting rounding errors aside.
func (s summary) bothSigns() bool {
	return s.lo < 0 && s.hi > 0 && min(-s.lo, s.hi) > 1e-9*max(-s.lo, s.hi)
}

// asFloat is an element of an array as a number: bool as 0 or 1, complex as its modulus, like Untyped.Float64s.
func asFloat(v any) float64 {
	switch x := v.(type) {
	case float64:
		return x
	case float32:
		return float64(x)
	case uint8:
		return float64(x)
	case int:
		return float64(x)
	case int8:
		return float64(x)
	case int16:
		return float64(x)
	case int32:
		return float64(x)
	case int64:
		return float64(x)
	case uint:
		return float64(x)
	case uint16:
		return float64(x)
	case uint32:
		return float64(x)
	case uint64:
		return float64(x)
	case complex64:
		return math.Hypot(float64(real(x)), float64(imag(x)))
	case complex128:
		return math.Hypot(real(x), imag(x))
	case bool:
		if x {
			return 1
		}
		return 0
	}
	return math.NaN()
}

// product multiplies lengths of axes.
func product(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}

// unravel is the index of the i-th element, in row-major order, of an array of the given shape.
func unravel(i int, shape []int) []int {
	index := make([]int, len(shape))
	for k := len(shape) - 1; k >= 0; k-- {
		index[k] = i % shape[k]
		i /= shape[k]
	}
	return index
}

// ordinal writes 2 as "2nd".
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}
