// This file tests the bridge to gonum's matrices.

package array

import (
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestFromMatShares writes through gonum's matrices and reads through arrays that must be views of them.
func TestFromMatShares(t *testing.T) {
	d := mat.NewDense(3, 4, nil)
	inner := d.Slice(1, 3, 1, 3).(*mat.Dense)
	column := d.ColView(2).(*mat.VecDense)
	v := mat.NewVecDense(3, nil)
	for name, c := range map[string]struct {
		m   mat.Matrix
		set func()
		at  [2]int
	}{
		"matrix":                {d, func() { d.Set(2, 3, 7) }, [2]int{2, 3}},
		"part":                  {inner, func() { inner.Set(1, 0, 7) }, [2]int{1, 0}},
		"transpose":             {d.T(), func() { d.Set(2, 1, 7) }, [2]int{1, 2}},
		"vector":                {v, func() { v.SetVec(1, 7) }, [2]int{1, 0}},
		"column of a matrix":    {column, func() { d.Set(0, 2, 7) }, [2]int{0, 0}},
		"transpose of a column": {column.T(), func() { d.Set(1, 2, 7) }, [2]int{0, 1}},
	} {
		a := FromMat(c.m)
		c.set()
		rows, columns := c.m.Dims()
		if a.Len(0) != rows || a.Len(1) != columns || a.At(c.at[0], c.at[1]) != 7 {
			t.Errorf("%s: shape %v, element %v; want a view of %d x %d", name, a.Shape(), a.At(c.at[0], c.at[1]), rows, columns)
		}
	}
	if a := FromMat(mat.NewSymDense(2, []float64{1, 2, 2, 3})); a.At(1, 0) != 2 {
		t.Errorf("a symmetric matrix gives %v", a)
	}
	if back := ToMat(FromMat(d.T()).T()); &back.RawMatrix().Data[0] != &d.RawMatrix().Data[0] {
		t.Error("there and back copies")
	}
}
