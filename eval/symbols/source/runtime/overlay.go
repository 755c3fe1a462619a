// Package runtime is the generic part of the standard package runtime.
package runtime

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// AddCleanup has cleanup called with arg some time after *ptr can no longer be reached.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if p, ok := any(arg).(*T); ok && p == ptr {
		panic("runtime.AddCleanup: ptr is equal to arg, cleanup will never run")
	}
	return support.AddCleanup(ptr, func() { cleanup(arg) }).(Cleanup)
}
