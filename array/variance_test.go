// This file checks that variances have the bits of their definition, and follow memory as sums do.

package array

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestVarianceIsItsDefinition(t *testing.T) {
	for _, shape := range [][]int{{3, 4}, {40, 50}, {1, 2000}, {3000, 1}, {100, 70}, {2100, 3}, {5, 6, 700}, {70, 2100}} {
		a := Normal(NewRand(7), shape...)
		for _, axes := range [][]int{nil, {0}, {1}, {-1}, {0, 1}} {
			over := axes
			if over == nil {
				over = allAxes(len(shape))
			}
			distance := Sub(a, a.Mean(axes...).ExpandDims(over...))
			want := Mul(distance, distance).Mean(axes...)
			if got := a.Var(axes...); !slices.Equal(got.Values(), want.Values()) {
				t.Errorf("Var%v of shape %v is not the mean of the squared distances", axes, shape)
			}
			single, wide := Cast[float32](a).Var(axes...), Cast[complex128](a).Var(axes...)
			for i, v := range want.Values() {
				if s, w := float64(single.Values()[i]), real(wide.Values()[i]); s-v > 1e-4 || v-s > 1e-4 || w-v > 1e-12 || v-w > 1e-12 {
					t.Errorf("Var%v of shape %v at %d: float32 %v and complex128 %v, want %v", axes, shape, i, s, w, v)
				}
			}
		}
		turned := a.Transpose()
		if len(shape) == 3 {
			if got, want := turned.Var(1).T().Values(), a.Var(1).Values(); !slices.Equal(got, want) {
				t.Errorf("a transpose of shape %v has other variances along its middle axis than the array", turned.Shape())
			}
		}
		if got, want := fmt.Sprint(turned.Var(-1).Values()), fmt.Sprint(a.Var(0).Values()); len(shape) == 2 && got != want {
			t.Errorf("a transpose of shape %v has other variances than the array", turned.Shape())
		}
		if back := a.Flip(); back.Var().Item() != a.Var().Item() {
			t.Errorf("an array of shape %v turned round has another variance", shape)
		}
	}
}

// TestNanVarOfInfinities checks that an infinite element leaves no variance, as in Var, and a row of NaN none either.
func TestNanVarOfInfinities(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	a := Of(1, 3, nan, inf, 1, nan, nan, nan, nan).Reshape(3, 3)
	if got := NanVar(a, 1).Values(); got[0] != 1 || got[1] == got[1] || got[2] == got[2] {
		t.Errorf("NanVar(%v, 1) is %v, want [1 NaN NaN]", a, got)
	}
}
