// Package hkdf is the generic part of the standard package crypto/hkdf: all of it.
package hkdf

import (
	"hash"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// Extract is the first step of HKDF (RFC 5869): it makes a key from secret and salt.
func Extract[H hash.Hash](h func() H, secret, salt []byte) ([]byte, error) {
	return support.HKDFExtract(func() hash.Hash { return h() }, secret, salt)
}

// Expand is the second step of HKDF (RFC 5869): it makes keyLength bytes from a key and info.
func Expand[H hash.Hash](h func() H, pseudorandomKey []byte, info string, keyLength int) ([]byte, error) {
	return support.HKDFExpand(func() hash.Hash { return h() }, pseudorandomKey, info, keyLength)
}

// Key is Extract followed by Expand.
func Key[Hash hash.Hash](h func() Hash, secret, salt []byte, info string, keyLength int) ([]byte, error) {
	return support.HKDFKey(func() hash.Hash { return h() }, secret, salt, info, keyLength)
}
