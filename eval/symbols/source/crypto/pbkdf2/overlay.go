// Package pbkdf2 is the generic part of the standard package crypto/pbkdf2: all of it.
package pbkdf2

import (
	"hash"

	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// Key derives keyLength bytes from a password and salt in iter iterations (RFC 8018).
func Key[Hash hash.Hash](h func() Hash, password string, salt []byte, iter, keyLength int) ([]byte, error) {
	return support.PBKDF2Key(func() hash.Hash { return h() }, password, salt, iter, keyLength)
}
