// This file holds what the overlays of single packages call.

package support

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	_ "database/sql" // holds convertAssign
	"hash"
	"hash/maphash"
	"iter"
	"unique"
	_ "unsafe" // for go:linkname
)

// Pull is iter.Pull.
func Pull(seq func(yield func(any) bool)) (next func() (any, bool), stop func()) {
	return iter.Pull(seq)
}

// Resume calls what Pull returned, Yield what the iterator was given. The engine knows that they wait for each other.
func Resume(next func() (any, bool)) (any, bool) { return next() }

// Stop calls the second function that Pull returned.
func Stop(stop func()) { stop() }

// Yield calls what an iterator was given.
func Yield(yield func(any) bool, v any) bool { return yield(v) }

// HashComparable is maphash.Comparable; seed is a maphash.Seed.
func HashComparable(seed, v any) uint64 { return maphash.Comparable(seed.(maphash.Seed), v) }

// WriteComparable is maphash.WriteComparable; h is a *maphash.Hash.
func WriteComparable(h, v any) { maphash.WriteComparable(h.(*maphash.Hash), v) }

// HKDFExtract is hkdf.Extract.
func HKDFExtract(h func() hash.Hash, secret, salt []byte) ([]byte, error) {
	return hkdf.Extract(h, secret, salt)
}

// HKDFExpand is hkdf.Expand.
func HKDFExpand(h func() hash.Hash, key []byte, info string, length int) ([]byte, error) {
	return hkdf.Expand(h, key, info, length)
}

// HKDFKey is hkdf.Key.
func HKDFKey(h func() hash.Hash, secret, salt []byte, info string, length int) ([]byte, error) {
	return hkdf.Key(h, secret, salt, info, length)
}

// PBKDF2Key is pbkdf2.Key.
func PBKDF2Key(h func() hash.Hash, password string, salt []byte, iter, length int) ([]byte, error) {
	return pbkdf2.Key(h, password, salt, iter, length)
}

// ConvertAssign stores a column's value in *dest as database/sql does when it scans.
//
//go:linkname ConvertAssign database/sql.convertAssign
func ConvertAssign(dest, src any) error

// Unique returns a pointer that is the same for equal values: what a unique.Handle[any] holds.
func Unique(v any) *any { return handleValue(unique.Make(v)) }
