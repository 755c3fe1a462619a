// Package weak is the generic part of the standard package weak: all of it.
package weak

import (
	"unsafe"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// A Pointer is a pointer that does not keep what it points to alive.
type Pointer[T any] struct {
	_ [0]*T          // no conversion between Pointers of different types
	p unsafe.Pointer // what the compiled package keeps
}

// Make returns a weak pointer to *ptr, the zero Pointer if ptr is nil.
func Make[T any](ptr *T) Pointer[T] { return Pointer[T]{p: support.MakeWeak(unsafe.Pointer(ptr))} }

// Value returns the pointer that p was made from, or nil when what it points to is gone.
func (p Pointer[T]) Value() *T { return (*T)(support.WeakValue(p.p)) }
