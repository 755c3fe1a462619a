// Package atomic is the generic part of the standard package sync/atomic.
package atomic

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// A Pointer is an atomic pointer of type *T. The zero value is nil.
type Pointer[T any] struct {
	p *T
}

// Load returns the pointer.
func (x *Pointer[T]) Load() *T { return support.LoadPointer(&x.p).(*T) }

// Store sets the pointer.
func (x *Pointer[T]) Store(val *T) { support.SwapPointer(&x.p, val) }

// Swap sets the pointer and returns what it was.
func (x *Pointer[T]) Swap(new *T) (old *T) { return support.SwapPointer(&x.p, new).(*T) }

// CompareAndSwap sets the pointer to new if it is old, and reports whether it was.
func (x *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	return support.CompareAndSwapPointer(&x.p, old, new)
}
