// This file does what interpreted code cannot, since it has no unsafe: operations on pointers of any type. They travel as
// values of type any.

package support

import (
	"errors"
	"reflect"
	"runtime"
	"sync/atomic"
	"unique"
	"unsafe"
	"weak"
)

// word returns the pointer that p holds.
func word(p any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(&p))[1] }

// typed returns p as a value of type pointer, a pointer type.
func typed(p unsafe.Pointer, pointer reflect.Type) any {
	return reflect.NewAt(pointer.Elem(), p).Interface()
}

// LoadPointer atomically loads *addr, where addr is a **T for any T.
func LoadPointer(addr any) any {
	return typed(atomic.LoadPointer((*unsafe.Pointer)(word(addr))), reflect.TypeOf(addr).Elem())
}

// SwapPointer atomically sets *addr to new, a *T for addr's T, and returns what it was.
func SwapPointer(addr, new any) any {
	return typed(atomic.SwapPointer((*unsafe.Pointer)(word(addr)), word(new)), reflect.TypeOf(addr).Elem())
}

// CompareAndSwapPointer atomically sets *addr to new if it is old, and reports whether it was.
func CompareAndSwapPointer(addr, old, new any) bool {
	return atomic.CompareAndSwapPointer((*unsafe.Pointer)(word(addr)), word(old), word(new))
}

// AddCleanup has cleanup called some time after what the pointer p points to can no longer be reached. Its result is a
// runtime.Cleanup.
func AddCleanup(p any, cleanup func()) any {
	return runtime.AddCleanup((*byte)(word(p)), Apart, cleanup)
}

// Apart calls f on a goroutine of its own, which a panic of interpreted code ends, and waits.
func Apart(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// MakeWeak returns a weak pointer to what the pointer p points to. Equal pointers give equal results.
func MakeWeak(p any) any {
	if IsMapped(uintptr(word(p))) {
		panic(errors.New("weak.Make: the pointer is not to Go's memory"))
	}
	return weak.Make((*byte)(word(p)))
}

// WeakValue returns the pointer that MakeWeak was given for w, or nil when what it points to is gone. The result has the
// type of like.
func WeakValue(w, like any) any {
	return typed(unsafe.Pointer(w.(weak.Pointer[byte]).Value()), reflect.TypeOf(like))
}

// handleValue returns the pointer that h consists of.
func handleValue(h unique.Handle[any]) *any { return *(**any)(unsafe.Pointer(&h)) }
