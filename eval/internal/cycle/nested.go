package cycle

// This file finds errors that wrap each other so deep that their methods, which call those of what they wrap, use up the stack.

import "reflect"

// maxNested is how deep errors and lists of errors may be nested. A level takes compiled code less than a kilobyte of the gigabyte it has.
const maxNested = 300_000

// Nested reports whether v is an error that wraps errors, in fields that hold such, deeper than compiled code can follow, or a type of
// package go/types that is nested so deep: their methods go through them. Errors of types that cells declare are not looked into: their
// methods are not compiled.
func Nested(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	if t := v.Type(); t.Kind() == reflect.Pointer && t.Elem().PkgPath() == "go/types" {
		return Endless(v, Tree)
	}
	return nesting{}.height(v, 0) > maxNested
}

// A nesting holds the heights of what pointers point to, since an error may be wrapped in many places.
type nesting map[place]int

// height is how deep the errors that v wraps are nested, the lists of them counted, where v lies depth levels deep itself. It is
// too large as soon as the sum is.
func (n nesting) height(v reflect.Value, depth int) int {
	if depth > maxNested {
		return maxNested + 1
	}
	switch t := v.Type(); v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			return n.height(v.Elem(), depth)
		}
	case reflect.Slice, reflect.Array:
		if t.PkgPath() == cellsPath || !holdsErrors(t.Elem()) {
			break
		}
		highest := 0
		for i := 0; i < v.Len() && highest <= maxNested; i++ {
			highest = max(highest, n.height(v.Index(i), depth+1))
		}
		return highest + 1
	case reflect.Pointer:
		if v.IsNil() || t.Elem().Kind() != reflect.Struct || t.Elem().PkgPath() == cellsPath || !t.Implements(errorType) {
			break
		}
		at := place{v.Pointer(), 0, t}
		h, known := n[at]
		if !known {
			h = n.fields(v.Elem(), depth)
			n[at] = h
		}
		if depth+h > maxNested {
			return maxNested + 1
		}
		return h
	case reflect.Struct:
		if t.PkgPath() != cellsPath && t.Implements(errorType) {
			return n.fields(v, depth)
		}
	}
	return 0
}

// fields is the height of an error with fields, itself included.
func (n nesting) fields(v reflect.Value, depth int) int {
	highest := 0
	for i := 0; i < v.NumField() && highest <= maxNested; i++ {
		if f := v.Field(i); holdsErrors(f.Type()) {
			highest = max(highest, n.height(f, depth+1))
		}
	}
	return highest + 1
}

func holdsErrors(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return holdsErrors(t.Elem())
	case reflect.Interface, reflect.Struct, reflect.Pointer:
		return t.Implements(errorType)
	}
	return false
}

// cellsPath is the import path of the packages that cells are.
const cellsPath = "main"

var errorType = reflect.TypeFor[error]()
