// This file holds small questions about values of unknown type.

package display

import "reflect"

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
