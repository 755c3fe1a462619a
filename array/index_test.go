// This file compares what is made of shapes and places with NumPy's results, which testdata/index_numpy.py recorded.

package array

import (
	"slices"
	"testing"
)

func TestIndexNumPy(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Op     string
			Shapes [][]int
			Number int
			Index  []int
			Result []int // nil: refused
		}
	}
	readRecorded(t, "index_numpy.json", &recorded)
	for _, c := range recorded.Cases {
		got, err := try(func() []int {
			switch c.Op {
			case "BroadcastShapes":
				return BroadcastShapes(c.Shapes...)
			case "UnravelIndex":
				return UnravelIndex(c.Number, c.Shapes[0]...)
			case "RavelIndex":
				return []int{RavelIndex(c.Index, c.Shapes[0]...)}
			}
			return FromFunction(func(index []int) int {
				sum, unit := 0, 1
				for _, i := range index {
					sum, unit = sum+unit*i, 10*unit
				}
				return sum
			}, c.Shapes[0]...).Values()
		})
		if (err != nil) != (c.Result == nil) || !slices.Equal(got, c.Result) {
			t.Errorf("%s %v %d %v: got %v, %v, want %v", c.Op, c.Shapes, c.Number, c.Index, got, err, c.Result)
		}
	}
}
