package symbols

import (
	"reflect"
	"testing"
)

// Objects of every place in their spans: the runtime ends the process for an address behind the last one.
func TestAtStart(t *testing.T) {
	type large struct {
		first int
		rest  [79]*int
	}
	type small struct{ first, second *int }
	if blockSizeAt() < 0 {
		t.Fatal("no word of a span is known to hold the size of its blocks")
	}
	for range 2000 {
		x, s, list, huge := new(large), new(small), make([]small, 100), new([5000]*int)
		for _, start := range []any{x, &x.first, s, &s.first, &list[0], huge, &huge[0]} {
			if !atStart(reflect.ValueOf(start)) {
				t.Fatalf("%T is said not to be at the start", start)
			}
		}
		for _, inner := range []any{&x.rest[0], &x.rest, &s.second, &list[1], &list[0].second, &huge[1]} {
			if atStart(reflect.ValueOf(inner)) {
				t.Fatalf("%T is said to be at the start", inner)
			}
		}
	}
}
