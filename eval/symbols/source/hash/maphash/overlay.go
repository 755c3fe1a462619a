// Package maphash is the generic part of the standard package hash/maphash.
package maphash

import "github.com/arraybook/arraybook/eval/symbols/internal/support"

// Comparable returns the hash of v with the seed: equal values have equal hashes while the program runs.
func Comparable[T comparable](seed Seed, v T) uint64 { return support.HashComparable(seed, v) }

// WriteComparable adds x to the data hashed by h.
func WriteComparable[T comparable](h *Hash, x T) { support.WriteComparable(h, x) }
