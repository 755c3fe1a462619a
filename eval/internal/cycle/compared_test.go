package cycle

import (
	"io"
	"reflect"
	"testing"
	"unsafe"
)

func TestCompared(t *testing.T) {
	defer func(n int) { maxCompared = n }(maxCompared)
	maxCompared = 5000
	type pair struct {
		n    int
		a, b any
	}
	type named struct {
		err  error
		deep [2]struct{ x any }
	}
	var chain, wide, exactly any
	for i := range maxCompared + 1 {
		if i == maxCompared-1 {
			exactly = chain
		}
		chain = [1]any{chain}
	}
	for range 100 { // 2^100 ways lead inside
		wide = pair{1, wide, wide}
	}
	inNamed := named{err: io.EOF}
	inNamed.deep[1].x = chain
	for _, test := range []struct {
		name string
		v    any
		want bool
	}{
		{"nil", nil, false}, {"number", 1, false}, {"pointer", &pair{}, false}, {"flat", struct{ a, b int }{}, false}, {"pair", pair{1, 2, 3}, false},
		{"chain", chain, true}, {"wide", wide, false}, {"wide and deep", pair{1, wide, chain}, true}, {"deep and wide", pair{1, chain, wide}, true},
		{"as deep as can be", exactly, false}, {"one more", [1]any{exactly}, false}, {"two more", [1]any{[1]any{exactly}}, true},
		{"in arrays", inNamed, true}, {"slice", [1]any{[]any{chain}}, false}, {"blank", struct{ _ any }{chain}, false},
	} {
		words := *(*[2]unsafe.Pointer)(unsafe.Pointer(&test.v))
		if got := Compared(words[0], words[1]); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
		if got := InterfacesOf(reflect.TypeFor[any]()).TooDeep(unsafe.Pointer(&test.v)); got != test.want {
			t.Errorf("%s in an interface: %v", test.name, got)
		}
	}
}
