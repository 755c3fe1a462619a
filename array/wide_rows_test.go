package array

// This file filters images whose rows are longer than a piece of the engine's work, and multiplies long outer products of views that
// run backwards.

import (
	"fmt"
	"testing"
)

func TestWideRows(t *testing.T) {
	for _, size := range [][4]int{{20, 9000, 3, 3}, {20, 9000, 1, 3}, {20, 9000, 3, 1}, {23, 9000, 7, 7}, {70, 8200, 5, 5}, {2, 20000, 2, 9}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			checkWide[int](t, size)
			checkWide[float32](t, size)
			checkWide[float64](t, size)
		})
	}
}

func checkWide[T int | float32 | float64](t *testing.T, size [4]int) {
	t.Helper()
	rows, columns, height, width := size[0], size[1], size[2], size[3]
	x, k := numpyFill[T](0, []int{rows, columns}), numpyFill[T](1, []int{height, width}) // whole numbers: sums are exact
	full := Correlate(x, k, PadFull())
	valid := Correlate(x, k, PadValid())
	conv := Conv(x.Reshape(1, 1, rows, columns), k.Reshape(1, 1, height, width))
	pixels, weights := x.Values(), k.Values()
	at := full.Values()
	for r := range rows + height - 1 {
		for c := range columns + width - 1 {
			var want T
			for i := range height {
				for j := range width {
					y, z := r-height+1+i, c-width+1+j
					if y >= 0 && y < rows && z >= 0 && z < columns {
						want += pixels[y*columns+z] * weights[i*width+j]
					}
				}
			}
			if at[r*(columns+width-1)+c] != want {
				t.Fatalf("%T: full [%d, %d]: %v, want %v", want, r, c, at[r*(columns+width-1)+c], want)
			}
		}
	}
	inside := full.Slice(fmt.Sprintf("%d:%d, %d:%d", height-1, rows, width-1, columns))
	if !ArrayEqual(valid, inside) {
		t.Errorf("%T: valid differs from the inside of full", weights[0])
	}
	if !ArrayEqual(conv.Reshape(valid.Shape()...), inside) {
		t.Errorf("%T: Conv differs from the inside of full", weights[0])
	}
}

func TestOuterBackwards(t *testing.T) {
	a, b := numpyFill[float64](0, []int{5000}), numpyFill[float64](1, []int{4000})
	want := Outer(a.Flip().Copy(), b)
	if got := Einsum("i,j->ij", a.Flip(), b); !ArrayEqual(got, want) {
		t.Error("outer product of a flipped vector differs")
	}
	if got := MatMul(a.Flip().Reshape(5000, 1), b.Reshape(1, 4000)); !ArrayEqual(got, want) {
		t.Error("product of a flipped column differs")
	}
	if v := want.At(0, 1); v != a.At(4999)*b.At(1) {
		t.Errorf("got %v", v)
	}
}
