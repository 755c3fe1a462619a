package cycle

import (
	"errors"
	"io/fs"
	"reflect"
	"testing"
)

func TestNested(t *testing.T) {
	inside := errors.New("inside")
	deep, wide, short := inside, inside, inside
	for range maxNested {
		deep = errors.Join(deep)
	}
	for range 100 { // 2^100 ways lead inside
		wide = errors.Join(wide, &fs.PathError{Err: wide})
		short = errors.Join(short)
	}
	ring := &fs.PathError{}
	ring.Err = errors.Join(inside, ring)
	list := []any{nil}
	list[0] = list
	for _, test := range []struct {
		name string
		v    any
		want bool
	}{
		{"nil", nil, false}, {"inside", inside, false}, {"deep", deep, true}, {"in a field", &fs.PathError{Err: deep}, true},
		{"wide", wide, false}, {"wide and deep", errors.Join(wide, deep), true}, {"deep and wide", errors.Join(deep, wide), true},
		{"short", short, false}, {"ring", ring, true}, {"no error", list, false},
	} {
		if got := Nested(reflect.ValueOf(test.v)); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
