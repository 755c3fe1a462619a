// This file checks the entry points, since their number and size are stated twice: in assembly and in Go.

package rtype

import (
	"reflect"
	"testing"
	"unsafe"
)

func TestEntryPoints(t *testing.T) {
	if thunkCount == 0 {
		t.Skip("none on this architecture")
	}
	used := thunksUsed.Load()
	for _, i := range []int{0, 1, 2, 7, 8, 63, 64, 4095, 4096, thunkCount / 2, thunkCount - 1} {
		if int64(i) < used {
			continue // leads to a method
		}
		code := setThunk(i, reflect.ValueOf(func(x int) int { return x + i }))
		word := unsafe.Pointer(&code)
		if got := (*(*func(int) int)(unsafe.Pointer(&word)))(100); got != 100+i {
			t.Errorf("entry point %d leads to %d", i, got-100)
		}
	}
}
