// This file holds small helpers for values of unknown type and for lists of numbers.

package display

import (
	"reflect"
	"slices"
	"time"

	"github.com/arraybook/arraybook/array"
)

// isNil reports a nil interface, or a nil pointer, map, slice, channel or function in one.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Chan, reflect.Func, reflect.Interface:
		return r.IsNil()
	}
	return false
}

// arrayOf is the array that a value is, also where it is a field that other packages may not read.
func arrayOf(v reflect.Value) (array.Untyped, bool) {
	for v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Pointer || v.IsNil() || !v.Type().Implements(reflect.TypeFor[array.Untyped]()) {
		return nil, false
	}
	if !v.CanInterface() {
		v = reflect.NewAt(v.Type().Elem(), v.UnsafePointer())
	}
	a, ok := v.Interface().(array.Untyped)
	return a, ok
}

var durationType = reflect.TypeFor[time.Duration]()

// quantile is the q-th quantile of values, which it puts in order; 0 of none.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[int(q*float64(len(values)-1))]
}

func sortAscending(names []string) { slices.Sort(names) }

func sortDescending(names []string) {
	slices.Sort(names)
	slices.Reverse(names)
}
