// This file declares what the overlay uses of the standard package, for ordinary compilation.

package sync

import "sync"

// Once is sync.Once.
type Once = sync.Once
