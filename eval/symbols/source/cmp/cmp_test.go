// This file compares the functions with those of the standard package.

package cmp

import (
	std "cmp"
	"math"
	"testing"
)

func TestOrder(t *testing.T) {
	numbers := []float64{math.NaN(), -math.NaN(), math.Inf(-1), -1, math.Copysign(0, -1), 0, 1, math.Inf(1)}
	for _, x := range numbers {
		for _, y := range numbers {
			if got, want := Compare(x, y), std.Compare(x, y); got != want {
				t.Errorf("Compare(%v, %v) = %d, want %d", x, y, got, want)
			}
			if got, want := Less(x, y), std.Less(x, y); got != want {
				t.Errorf("Less(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
	if Compare("a", "b") != -1 || Compare(uint8(2), 1) != 1 || Less("b", "a") {
		t.Error("strings or bytes are out of order")
	}
}

func TestOr(t *testing.T) {
	for _, c := range [][]string{{}, {""}, {"a"}, {"", "b", "c"}} {
		if got, want := Or(c...), std.Or(c...); got != want {
			t.Errorf("Or(%q) = %q, want %q", c, got, want)
		}
	}
}
