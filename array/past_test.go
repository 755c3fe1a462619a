// This file tests large transposed copies, which are stored past the caches.

package array

import "testing"

func TestLargeTransposedCopies(t *testing.T) {
	testLargeTransposedCopies[uint8](t)
	testLargeTransposedCopies[float32](t)
	testLargeTransposedCopies[float64](t)
	testLargeTransposedCopies[complex128](t)
}

func testLargeTransposedCopies[T interface {
	uint8 | float32 | float64 | complex128
}](t *testing.T) {
	for _, c := range []struct{ shape, order []int }{
		{[]int{2100, 2064}, []int{1, 0}},
		{[]int{2051, 2047}, []int{1, 0}},
		{[]int{33, 350, 401}, []int{2, 0, 1}},
		{[]int{33, 350, 401}, []int{2, 1, 0}},
		{[]int{7, 128, 96, 64}, []int{0, 3, 2, 1}},
		{[]int{30, 46, 61, 53}, []int{3, 1, 2, 0}},
		{[]int{30, 46, 61, 53}, []int{1, 3, 0, 2}},
	} {
		if testing.Short() {
			c.shape[0] = 3
		}
		a := Zeros[T](c.shape...)
		next := T(0)
		for i := range a.data {
			if next++; i%241 == 0 {
				next = 3
			}
			a.data[i] = next
		}
		view := a.Transpose(c.order...)
		got, want := view.Copy(), Zeros[T](view.shape...)
		at := newCursor(view)
		for i := range want.data {
			want.data[i] = at.data[at.at]
			at.skip(1)
		}
		for i, v := range want.data {
			if got.data[i] != v {
				t.Fatalf("%T: axes %v of %v: element %d is %v, want %v", v, c.order, c.shape, i, got.data[i], v)
			}
		}
	}
}
