// This file checks small calls whose results NumPy 2.4.6 gave.

package array

import "testing"

func TestSmallCalls(t *testing.T) {
	x := Arange(0, 12, 1).Reshape(3, 4)
	for name, c := range map[string]struct{ got, want *Array[int] }{
		"roll(x, 1, (0, 1))":       {Roll(x, 1, 0, 1), From([]int{11, 8, 9, 10, 3, 0, 1, 2, 7, 4, 5, 6}, 3, 4)},
		"roll(x, -6, (-1, 0))":     {Roll(x, -6, -1, 0), From([]int{2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9}, 3, 4)},
		"kron([1, 2], eye(2))":     {Kron(Of(1, 2), Eye[int](2)), From([]int{1, 0, 2, 0, 0, 1, 0, 2}, 2, 4)},
		"kron([[1], [2]], [3, 4])": {Kron(From([]int{1, 2}, 2, 1), Of(3, 4)), From([]int{3, 4, 6, 8}, 2, 2)},
		"kron([1, 2], [3, 4, 5])":  {Kron(Of(1, 2), Of(3, 4, 5)), Of(3, 4, 5, 6, 8, 10)},
		"kron(2, [3, 4])":          {Kron(Scalar(2), Of(3, 4)), Of(6, 8)},
		"kron(2, 3)":               {Kron(Scalar(2), Scalar(3)), Scalar(6)},
		"kron(zeros((0, 2)), [3])": {Kron(Zeros[int](0, 2), Of(3)), Zeros[int](0, 2)},
		"x[0:2,]":                  {x.Slice("0:2,"), From([]int{0, 1, 2, 3, 4, 5, 6, 7}, 2, 4)},
		"x[None, 1]":               {x.Slice("None, 1"), From([]int{4, 5, 6, 7}, 1, 4)},
		"x[::2, 1::2].argmax(0)":   {x.Slice("::2, 1::2").Argmax(0), Of(1, 1)},
		"arange(2000).reshape(20, 100)[::-1].argmax(0)":                     {Arange(0, 2000, 1).Reshape(20, 100).Slice("::-1").Argmax(0), Zeros[int](100)},
		"arange(2000).reshape(20, 100)[::-3].argmin(0)":                     {Arange(0, 2000, 1).Reshape(20, 100).Slice("::-3").Argmin(0), Full(6, 100)},
		"(arange(400) * 37 % 101).reshape(10, 40)[::2, ::2].argmax(0)[::4]": {Mod(Mul(Arange(0, 400, 1), Scalar(37)), Scalar(101)).Reshape(10, 40).Slice("::2, ::2").Argmax(0).Slice("::4"), Of(3, 0, 0, 0, 4)},
	} {
		if !ArrayEqual(c.got, c.want) {
			t.Errorf("%s: %v of shape %v, want %v", name, c.got, c.got.Shape(), c.want)
		}
	}
}
