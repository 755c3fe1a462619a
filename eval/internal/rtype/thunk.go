// This file hands out entry points: code addresses for method tables, each leading to a func value.

package rtype

import (
	"reflect"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// thunkTable holds the func value, as one word, that each entry point calls.
var thunkTable [thunkCount]unsafe.Pointer

// thunksUsed counts the entry points given out. Types are never freed, so they never come back.
var thunksUsed atomic.Int64

var errNoThunks = unsupported("methods of types declared in cells need amd64 or arm64, not %s", runtime.GOARCH)

// sharedThunks is the number of entry points at the end of the table that stand for methods without one of their own.
const sharedThunks = 2

// newThunk returns an entry point for fn, a func value, or one that panics if all have been given out. Slot is where fn
// stands in the table, nil in the second case.
func newThunk(fn reflect.Value) (code unsafe.Pointer, slot *unsafe.Pointer) {
	i := thunksUsed.Add(1) - 1
	if i >= thunkCount-sharedThunks {
		return exhaustedThunk(), nil
	}
	return setThunk(int(i), fn), &thunkTable[i]
}

// setThunk makes entry point i call fn.
func setThunk(i int, fn reflect.Value) unsafe.Pointer {
	value := fn.Interface()
	word := (*[2]unsafe.Pointer)(unsafe.Pointer(&value))[1]
	atomic.StorePointer(&thunkTable[i], word)
	return unsafe.Add(thunkBase(), i*thunkStride)
}

// exhaustedThunk returns the entry point of methods for which none was left. Calls from compiled code panic with a reason;
// calls between interpreted functions do not come this way.
func exhaustedThunk() unsafe.Pointer {
	return setThunk(thunkCount-1, reflect.ValueOf(func() {
		panic("too many methods were declared in this session: compiled code cannot call this one")
	}))
}

// unreachableThunk returns the entry point of unexported methods. An interface with such a method is declared in the same
// package, so no compiled code calls it, but a method table without code would say that the method is missing.
func unreachableThunk() unsafe.Pointer {
	return setThunk(thunkCount-2, reflect.ValueOf(func() {
		panic("compiled code called an unexported method of a type declared in a cell")
	}))
}
