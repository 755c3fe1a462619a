// This file holds small helpers for values of unknown type and for lists of numbers.

package display

import (
	"reflect"
	"slices"
	"time"
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
