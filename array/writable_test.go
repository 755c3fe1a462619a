// This file tests writing to views whose elements overlap.

package array

import (
	"slices"
	"testing"
)

// writableViews are square views of a buffer, in which elements overlap.
var writableViews = map[string]func(x *Array[float64]) *Array[float64]{
	"windows": func(x *Array[float64]) *Array[float64] { return SlidingWindow(x.Slice(":79"), 40, Writable()) },
	"windows apart": func(x *Array[float64]) *Array[float64] {
		return SlidingWindow(x, 40, Stride(3), Writable()).Slice(":40")
	},
	"one element":   func(x *Array[float64]) *Array[float64] { return AsStrided(x, []int{40, 40}, []int{0, 0}, Writable()) },
	"one row":       func(x *Array[float64]) *Array[float64] { return AsStrided(x, []int{40, 40}, []int{0, 1}, Writable()) },
	"rows as lines": func(x *Array[float64]) *Array[float64] { return AsStrided(x, []int{40, 40}, []int{1, 0}, Writable()) },
	"turned": func(x *Array[float64]) *Array[float64] {
		return SlidingWindow(x.Slice(":79"), 40, Writable()).T().Flip(0)
	},
}

// TestWritableViews compares what operations on overlapping views leave with elements of the result of copies that are stored one
// after the other.
func TestWritableViews(t *testing.T) {
	defer func(n int) { parallelMin = n }(parallelMin)
	parallelMin = 100
	for name, view := range writableViews {
		for op, f := range inPlace {
			x := Uniform(NewRand(5), 200)
			dst := view(x)
			for side, operands := range map[string][2]*Array[float64]{"itself": {dst, dst}, "the buffer": {dst.T(), x.Slice("10:50")}, "others": {Ones[float64](40, 40), Uniform(NewRand(6), 40, 40)}} {
				a, b := operands[0], operands[1]
				if op == "EinsumInto product" && b.Rank() == 1 {
					continue
				}
				want, result := x.Copy(), dst.Copy()
				chosen := Less(a, b)
				f(result, a.Copy(), b.Copy())
				ordered := view(want)
				for i, v := range result.All() {
					if op != "PutMask" && op != "AssignMask" || chosen.BroadcastTo(40, 40).At(i...) {
						ordered.Set(v, i...)
					}
				}
				f(dst, a, b)
				if !equalBits(x, want) {
					t.Errorf("%s of %s, operands %s: differs from elements stored in order", op, name, side)
				}
			}
		}
	}
}

// equalBits compares, NaN included.
func equalBits(x, y *Array[float64]) bool {
	return slices.EqualFunc(x.Values(), y.Values(), func(v, w float64) bool { return v == w || v != v && w != w })
}

func TestWritableViewsOfViews(t *testing.T) {
	x := Arange(0, 10, 1)
	v := SlidingWindow(x, 3, Writable())
	if v.ReadOnly() || SlidingWindow(x, 2, Stride(2), Writable()).overlaps || !SlidingWindow(x, 2).ReadOnly() {
		t.Error("Writable decides wrongly")
	}
	v.Slice("1::2, ::-1").Fill(7)
	v.Index(0).Set(-1, 1)
	Put(v, Of(0, 1), Of(20, 30).Reshape(2, 1), 0)
	AddAt(v, Of(0, 1, 0), Scalar(1), 0) // element 2 is in both windows, and in the first one twice
	if want := Of(22, 33, 33, 31, 7, 7, 7, 7, 7, 7); !ArrayEqual(x, want) {
		t.Errorf("got %v, want %v", x, want)
	}
	PutAlong(v, Of(0, 1, 2, 2, 2, 2, 2, 2).Reshape(8, 1), Arange(50, 58, 1).Reshape(8, 1), 1)
	want := Of(50, 33, 51, 31, 52, 53, 54, 55, 56, 57)
	if !ArrayEqual(x, want) {
		t.Errorf("got %v, want %v", x, want)
	}
	shuffled, w := Take(v, Permutation(NewRand(1), 8), 0), SlidingWindow(want, 3, Writable())
	for i, e := range shuffled.All() {
		w.Set(e, i...)
	}
	Shuffle(NewRand(1), v)
	if !ArrayEqual(x, want) {
		t.Errorf("got %v, want %v", x, want)
	}
}
