// This file compares the functions with those of the standard package.

package maps

import (
	"fmt"
	std "maps"
	"math"
	"slices"
	"testing"
)

func examples() []map[string]int {
	long := map[string]int{}
	for i := range 100 {
		long[fmt.Sprint(i)] = i % 7
	}
	return []map[string]int{nil, {}, {"a": 1}, {"a": 2}, {"b": 1}, {"a": 1, "b": 2, "c": 3}, long}
}

func TestMaps(t *testing.T) {
	parity := func(a, b int) bool { return a%2 == b%2 }
	odd := func(_ string, v int) bool { return v%2 == 1 }
	for _, m := range examples() {
		for _, other := range examples() {
			if got, want := Equal(m, other), std.Equal(m, other); got != want {
				t.Errorf("Equal(%v, %v) = %v", m, other, got)
			}
			if got, want := EqualFunc(m, other, parity), std.EqualFunc(m, other, parity); got != want {
				t.Errorf("EqualFunc(%v, %v) = %v", m, other, got)
			}
			if m != nil {
				got, want := std.Clone(m), std.Clone(m)
				Copy(got, other)
				std.Copy(want, other)
				if !std.Equal(got, want) {
					t.Errorf("Copy of %v to %v gives %v", other, m, got)
				}
				got = std.Clone(m)
				Insert(got, All(other))
				if !std.Equal(got, want) {
					t.Errorf("Insert of %v to %v gives %v", other, m, got)
				}
			}
		}
		if got := Clone(m); !std.Equal(got, m) || (got == nil) != (m == nil) {
			t.Errorf("Clone of %v is %v", m, got)
		}
		got, want := std.Clone(m), std.Clone(m)
		DeleteFunc(got, odd)
		std.DeleteFunc(want, odd)
		if !std.Equal(got, want) {
			t.Errorf("DeleteFunc of %v gives %v", m, got)
		}
		if got := Collect(All(m)); got == nil || !std.Equal(got, m) {
			t.Errorf("Collect of %v gives %v", m, got)
		}
		if got, want := slices.Sorted(Keys(m)), slices.Sorted(std.Keys(m)); !slices.Equal(got, want) {
			t.Errorf("Keys of %v are %v", m, got)
		}
		if got, want := slices.Sorted(Values(m)), slices.Sorted(std.Values(m)); !slices.Equal(got, want) {
			t.Errorf("Values of %v are %v", m, got)
		}
	}
}

func TestStop(t *testing.T) {
	m := map[int]int{1: 1, 2: 2, 3: 3}
	n := 0
	for range All(m) {
		n++
		break
	}
	for range Keys(m) {
		n++
		break
	}
	for range Values(m) {
		n++
		break
	}
	if n != 3 {
		t.Errorf("%d steps, want 3", n)
	}
}

func TestNaNKeys(t *testing.T) {
	m := map[float64]int{math.NaN(): 1, math.Inf(1): 2}
	if got := Clone(m); len(got) != 2 {
		t.Errorf("Clone of %v is %v", m, got)
	}
	DeleteFunc(m, func(float64, int) bool { return true })
	if len(m) != 1 {
		t.Errorf("DeleteFunc left %v; a NaN key cannot be deleted", m)
	}
}
