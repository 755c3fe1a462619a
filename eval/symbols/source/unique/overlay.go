// Package unique is the generic part of the standard package unique: all of it.
package unique

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// A Handle stands for a value: two handles are equal exactly if the values they were made from are.
type Handle[T comparable] struct {
	_ [0]*T // no conversion between Handles of different types
	p *any  // where the compiled package keeps the value
}

// Make returns the handle of value.
func Make[T comparable](value T) Handle[T] { return Handle[T]{p: support.Unique(value)} }

// Value returns a copy of the value that h was made from.
func (h Handle[T]) Value() T {
	v, _ := (*h.p).(T) // it is nil for a nil interface
	return v
}
