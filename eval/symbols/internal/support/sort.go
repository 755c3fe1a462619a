// Package support holds compiled helpers of the sources in eval/symbols/source, for what interpreted code cannot do or would
// do slowly. Interpreted packages import it like any other; cells do not see it. Its signatures mention nothing of the
// packages whose sources use it, since those are being read when it is.
package support

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// Sort sorts a slice of any type with an ordered underlying type in ascending order, NaNs first.
func Sort(slice any) {
	v := reflect.ValueOf(slice)
	n, p := v.Len(), v.UnsafePointer()
	switch kind := v.Type().Elem().Kind(); kind {
	case reflect.Int:
		slices.Sort(unsafe.Slice((*int)(p), n))
	case reflect.Int8:
		slices.Sort(unsafe.Slice((*int8)(p), n))
	case reflect.Int16:
		slices.Sort(unsafe.Slice((*int16)(p), n))
	case reflect.Int32:
		slices.Sort(unsafe.Slice((*int32)(p), n))
	case reflect.Int64:
		slices.Sort(unsafe.Slice((*int64)(p), n))
	case reflect.Uint:
		slices.Sort(unsafe.Slice((*uint)(p), n))
	case reflect.Uint8:
		slices.Sort(unsafe.Slice((*uint8)(p), n))
	case reflect.Uint16:
		slices.Sort(unsafe.Slice((*uint16)(p), n))
	case reflect.Uint32:
		slices.Sort(unsafe.Slice((*uint32)(p), n))
	case reflect.Uint64:
		slices.Sort(unsafe.Slice((*uint64)(p), n))
	case reflect.Uintptr:
		slices.Sort(unsafe.Slice((*uintptr)(p), n))
	case reflect.Float32:
		slices.Sort(unsafe.Slice((*float32)(p), n))
	case reflect.Float64:
		slices.Sort(unsafe.Slice((*float64)(p), n))
	case reflect.String:
		slices.Sort(unsafe.Slice((*string)(p), n))
	default:
		panic(fmt.Sprintf("support.Sort: elements of kind %s have no order", kind))
	}
}
