// This file declares what the overlay uses of the standard package, for ordinary compilation.

package sync

import "sync"

// OnceFunc is sync.OnceFunc.
func OnceFunc(f func()) func() { return sync.OnceFunc(f) }
