// This file declares what the overlay uses of the standard package, for ordinary compilation.

package maphash

import "hash/maphash"

// Seed and Hash are maphash's.
type (
	Seed = maphash.Seed
	Hash = maphash.Hash
)
