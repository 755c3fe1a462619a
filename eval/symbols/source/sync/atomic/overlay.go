// Package atomic is the generic part of the standard package sync/atomic.
package atomic

import "unsafe"

// A Pointer is an atomic pointer of type *T. The zero value is nil.
type Pointer[T any] struct {
	_ [0]*T // no conversion between Pointers of different types
	p unsafe.Pointer
}

// Load returns the pointer.
func (x *Pointer[T]) Load() *T { return (*T)(LoadPointer(&x.p)) }

// Store sets the pointer.
func (x *Pointer[T]) Store(val *T) { StorePointer(&x.p, unsafe.Pointer(val)) }

// Swap sets the pointer and returns what it was.
func (x *Pointer[T]) Swap(new *T) (old *T) { return (*T)(SwapPointer(&x.p, unsafe.Pointer(new))) }

// CompareAndSwap sets the pointer to new if it is old, and reports whether it was.
func (x *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	return CompareAndSwapPointer(&x.p, unsafe.Pointer(old), unsafe.Pointer(new))
}
