// Package cycle finds values that contain themselves, or are nested very deep. Printing or encoding one uses up the stack, and
// Go ends a process that does, whatever recovers.
package cycle

import (
	"encoding"
	"fmt"
	"reflect"
	"sync"
)

// A Mode says how values are walked.
type Mode uint8

const (
	None      Mode = iota
	Printing       // as package fmt: through a pointer only at the top
	Encoding       // as encoding/xml and encoding/gob: through every pointer
	Guarded        // as encoding/json and reflect.DeepEqual, which find cycles themselves: only depth counts
	Wrapping       // as errors.Is and the methods of errors: from an error to what it wraps
	Comparing      // as == and map keys: through interfaces
	Tree           // as go/printer and go/types: syntax trees and types, nothing else
)

// maxDepth is how deep values may be nested, for each mode. Compiled code takes up to some kilobytes of stack a level.
var maxDepth = [Guarded + 1]int{Printing: 100_000, Encoding: 100_000, Guarded: 300_000}

// Endless reports whether v contains itself, or is nested so deep that it might as well.
func Endless(v reflect.Value, mode Mode) bool {
	switch mode {
	case Wrapping:
		return Nested(v)
	case Tree:
		return v.IsValid() && v.CanInterface() && deepTree(v.Interface())
	}
	w := walker{mode: mode, path: map[place]bool{}}
	for v.IsValid() && (v.Kind() == reflect.Interface || mode == Printing && v.Kind() == reflect.Pointer) {
		pointer := v.Kind() == reflect.Pointer
		if pointer && speaks(v.Type(), mode) {
			return Nested(v)
		}
		if v = v.Elem(); pointer {
			break
		}
	}
	return v.IsValid() && w.walk(v, 0)
}

type walker struct {
	mode Mode
	path map[place]bool // of the values that v is in
}

// A place is what a value that refers to others lies in.
type place struct {
	p uintptr
	n int
	t reflect.Type
}

func (w *walker) walk(v reflect.Value, depth int) bool {
	t := v.Type()
	if w.ends(t) {
		return w.mode == Printing && Nested(v)
	}
	if depth > maxDepth[w.mode] {
		return true
	}
	switch v.Kind() {
	case reflect.Interface:
		return !v.IsNil() && w.walk(v.Elem(), depth)
	case reflect.Pointer:
		return !v.IsNil() && w.inside(place{v.Pointer(), 0, t}, func() bool { return w.walk(v.Elem(), depth+1) })
	case reflect.Slice:
		return v.Len() > 0 && w.inside(place{v.Pointer(), v.Len(), t}, func() bool { return w.elements(v, depth) })
	case reflect.Array:
		return w.elements(v, depth)
	case reflect.Map:
		return v.Len() > 0 && w.inside(place{v.Pointer(), 0, t}, func() bool {
			for it := v.MapRange(); it.Next(); {
				if w.walk(it.Key(), depth+1) || w.walk(it.Value(), depth+1) {
					return true
				}
			}
			return false
		})
	case reflect.Struct:
		for i := range v.NumField() {
			if w.walk(v.Field(i), depth+1) {
				return true
			}
		}
	}
	return false
}

func (w *walker) elements(v reflect.Value, depth int) bool {
	for i := range v.Len() {
		if w.walk(v.Index(i), depth+1) {
			return true
		}
	}
	return false
}

// inside walks what lies in p.
func (w *walker) inside(p place, walk func() bool) bool {
	if w.path[p] {
		return w.mode != Guarded
	}
	w.path[p] = true
	defer delete(w.path, p)
	return walk()
}

// ends reports whether no value of type t contains itself, as far as the mode looks, or says by a method what it is.
func (w *walker) ends(t reflect.Type) bool {
	if flat, ok := flatTypes[w.mode].Load(t); ok {
		return flat.(bool)
	}
	flat := isFlat(t, w.mode, map[reflect.Type]bool{})
	flatTypes[w.mode].Store(t, flat)
	return flat
}

var flatTypes [Guarded + 1]sync.Map // reflect.Type -> bool

func isFlat(t reflect.Type, mode Mode, seen map[reflect.Type]bool) bool {
	if speaks(t, mode) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	defer delete(seen, t)
	switch t.Kind() {
	case reflect.Interface:
		return false
	case reflect.Pointer:
		return mode == Printing || isFlat(t.Elem(), mode, seen)
	case reflect.Slice, reflect.Array:
		return isFlat(t.Elem(), mode, seen)
	case reflect.Map:
		return isFlat(t.Key(), mode, seen) && isFlat(t.Elem(), mode, seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if !isFlat(t.Field(i).Type, mode, seen) {
				return false
			}
		}
	}
	return true
}

// speaks reports whether values of t say by a method what is printed or encoded.
func speaks(t reflect.Type, mode Mode) bool {
	of := func(list ...reflect.Type) bool {
		for _, i := range list {
			if t.Implements(i) {
				return t.Kind() != reflect.Interface
			}
		}
		return false
	}
	if mode == Printing {
		return of(reflect.TypeFor[fmt.Formatter](), reflect.TypeFor[fmt.Stringer](), reflect.TypeFor[error]())
	}
	if mode == Guarded { // DeepEqual calls no methods
		return false
	}
	return of(reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.BinaryMarshaler](), reflect.TypeFor[interface{ GobEncode() ([]byte, error) }]())
}
