// Package iter is the generic part of the standard package iter. Iterators to be pulled from run on the compiled package's
// coroutines, their values boxed.
package iter

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// Pull turns seq into a function that returns its next value and one that ends it.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	nextAny, stopAny := support.Pull(func(yield func(any) bool) {
		seq(func(v V) bool { return support.Yield(yield, v) })
	})
	next = func() (V, bool) {
		boxed, ok := support.Resume(nextAny)
		v, _ := boxed.(V) // boxed is nil at the end, and for a nil interface
		return v, ok
	}
	return next, func() { support.Stop(stopAny) }
}

type pair[K, V any] struct {
	k K
	v V
}

// Pull2 turns seq into a function that returns its next pair and one that ends it.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	nextAny, stopAny := support.Pull(func(yield func(any) bool) {
		seq(func(k K, v V) bool { return support.Yield(yield, pair[K, V]{k, v}) })
	})
	next = func() (K, V, bool) {
		boxed, ok := support.Resume(nextAny)
		p, _ := boxed.(pair[K, V]) // boxed is nil at the end
		return p.k, p.v, ok
	}
	return next, func() { support.Stop(stopAny) }
}
