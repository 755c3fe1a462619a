// This file measures what types cost to make and methods to call from compiled code.

package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"testing"
	"unsafe"
)

// BenchmarkForge makes a struct type with two value and two pointer methods.
func BenchmarkForge(b *testing.B) {
	t := universe().Scope().Lookup("Point").Type()
	b.ReportAllocs()
	for b.Loop() {
		ts := New(Config{Native: natives, Method: nil})
		if _, err := ts.Of(t); err != nil {
			b.Fatal(err)
		}
		thunksUsed.Store(0)
	}
}

func BenchmarkOfKnown(b *testing.B) {
	ts := New(Config{Native: natives, Method: nil})
	t := universe().Scope().Lookup("Point").Type()
	for b.Loop() {
		if _, err := ts.Of(t); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMethodCall calls String through fmt.Stringer.
func BenchmarkMethodCall(b *testing.B) {
	ts := New(Config{Native: natives, Method: func(types.Type, *types.Selection) func(unsafe.Pointer, []reflect.Value) []reflect.Value {
		out := []reflect.Value{reflect.ValueOf("")}
		return func(unsafe.Pointer, []reflect.Value) []reflect.Value { return out }
	}})
	rt, err := ts.Of(universe().Scope().Lookup("Point").Type())
	if err != nil {
		b.Fatal(err)
	}
	s := reflect.New(rt).Interface().(fmt.Stringer)
	b.ReportAllocs()
	for b.Loop() {
		_ = s.String()
	}
}
