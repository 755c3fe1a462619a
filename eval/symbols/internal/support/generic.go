// This file holds what the overlays of single packages call.

package support

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	_ "database/sql" // holds convertAssign
	"hash"
	"hash/maphash"
	"iter"
	"runtime"
	"unique"
	"unsafe"
	"weak"
)

// Pull is iter.Pull.
func Pull(seq func(yield func(any) bool)) (next func() (any, bool), stop func()) {
	return iter.Pull(seq)
}

// AddCleanup is runtime.AddCleanup; its result is a runtime.Cleanup.
func AddCleanup(p unsafe.Pointer, cleanup func()) any {
	return runtime.AddCleanup((*byte)(p), func(f func()) { f() }, cleanup)
}

// HashComparable is maphash.Comparable with the seed at the given address.
func HashComparable(seed unsafe.Pointer, v any) uint64 {
	return maphash.Comparable(*(*maphash.Seed)(seed), v)
}

// WriteComparable is maphash.WriteComparable with the hash at the given address.
func WriteComparable(h unsafe.Pointer, v any) { maphash.WriteComparable((*maphash.Hash)(h), v) }

// Unique returns a pointer that is the same for equal values: what a unique.Handle[any] holds.
func Unique(v any) *any {
	h := unique.Make(v)
	return *(**any)(unsafe.Pointer(&h))
}

// MakeWeak returns what a weak pointer to p holds.
func MakeWeak(p unsafe.Pointer) unsafe.Pointer {
	w := weak.Make((*byte)(p))
	return *(*unsafe.Pointer)(unsafe.Pointer(&w))
}

// WeakValue returns the pointer that MakeWeak was given, or nil when what it points to is gone.
func WeakValue(p unsafe.Pointer) unsafe.Pointer {
	w := *(*weak.Pointer[byte])(unsafe.Pointer(&p))
	return unsafe.Pointer(w.Value())
}

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
