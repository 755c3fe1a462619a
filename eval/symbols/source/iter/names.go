// This file declares what the overlay uses of the standard package, for ordinary compilation.

package iter

import "iter"

// Seq is iter.Seq.
type Seq[V any] = iter.Seq[V]

// Seq2 is iter.Seq2.
type Seq2[K, V any] = iter.Seq2[K, V]
