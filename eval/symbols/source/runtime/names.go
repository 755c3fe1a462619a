// This file declares what the overlay uses of the standard package, for ordinary compilation.

package runtime

import "runtime"

// Cleanup is runtime.Cleanup.
type Cleanup = runtime.Cleanup
