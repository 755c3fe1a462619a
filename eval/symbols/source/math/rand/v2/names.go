// This file declares what the overlay uses of the standard package, for ordinary compilation.

package rand

import "math/rand/v2"

// Uint64N is rand.Uint64N.
func Uint64N(n uint64) uint64 { return rand.Uint64N(n) }
