// Package weak is the generic part of the standard package weak: all of it.
package weak

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// A Pointer is a pointer that does not keep what it points to alive.
type Pointer[T any] struct {
	_ [0]*T // no conversion between Pointers of different types
	p any   // the compiled package's pointer, nil in the zero Pointer
}

// Make returns a weak pointer to *ptr, the zero Pointer if ptr is nil.
func Make[T any](ptr *T) Pointer[T] {
	if ptr == nil {
		return Pointer[T]{}
	}
	return Pointer[T]{p: support.MakeWeak(ptr)}
}

// Value returns the pointer that p was made from, or nil when what it points to is gone.
func (p Pointer[T]) Value() *T {
	if p.p == nil {
		return nil
	}
	return support.WeakValue(p.p, (*T)(nil)).(*T)
}
