package cycle

import (
	"reflect"
	"testing"
	"time"
)

type list []list

type node struct {
	name string
	next *node
}

type speaking []any

func (speaking) String() string { return "" }

func TestEndless(t *testing.T) {
	inSlice := []any{1, nil}
	inSlice[1] = inSlice
	inMap := map[string]any{}
	inMap["a"] = []any{inMap}
	named := list{nil, nil}
	named[1] = named
	ring := &node{name: "ring"}
	ring.next = ring
	shared := []any{1}
	says := speaking{nil}
	says[0] = says
	deep := []any{}
	for range maxDepth[Encoding] + 2 {
		deep = []any{deep}
	}
	tests := []struct {
		name               string
		v                  any
		printing, encoding bool
	}{
		{"nil", nil, false, false},
		{"number", 1, false, false},
		{"slice", inSlice, true, true},
		{"pointer to slice", &inSlice, true, true},
		{"map", inMap, true, true},
		{"named", named, true, true},
		{"ring", ring, false, true},
		{"shared", []any{shared, shared, map[int]any{1: shared}}, false, false},
		{"tree", list{list{}, list{list{}}}, false, false},
		{"speaks", says, false, true},
		{"chain", &node{next: &node{}}, false, false},
		{"time", time.Now(), false, false},
		{"deep", deep, true, true},
		{"struct", struct{ a, b any }{1, inMap}, true, true},
	}
	for _, test := range tests {
		for mode, want := range map[Mode]bool{Printing: test.printing, Encoding: test.encoding} {
			if got := Endless(reflect.ValueOf(test.v), mode); got != want {
				t.Errorf("%s, mode %d: %v", test.name, mode, got)
			}
		}
	}
}
