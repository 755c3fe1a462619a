// This file converts the cursor positions of frontends.

package kernel

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/arraybook/arraybook/protocol"
)

// units tells what a frontend counts cursor positions in.
type units bool

const (
	codePoints units = false
	utf16Units units = true // a character beyond U+FFFF counts as two
)

// unitsOf returns what the sender of a header counts in: code points since version 5.2 of the protocol. Before, browsers
// sent their own string indices, and the specification leaves it to the kernel to expect that ("cursor_pos and unicode
// offsets").
func unitsOf(h protocol.Header) units {
	major, rest, _ := strings.Cut(h.Version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	x, errX := strconv.Atoi(major)
	y, errY := strconv.Atoi(minor)
	return units(errX == nil && errY == nil && (x < 5 || x == 5 && y < 2))
}

// byteOffset returns where in text position n is; n is moved into the text.
func (u units) byteOffset(text string, n int) int {
	for i, r := range text {
		if n <= 0 {
			return i
		}
		n -= u.size(r)
	}
	return len(text)
}

// count returns the position of a byte offset, which is moved into the text.
func (u units) count(text string, offset int) int {
	n := 0
	for i, r := range text {
		if i >= offset {
			break
		}
		n += u.size(r)
	}
	return n
}

func (u units) size(r rune) int {
	if u == utf16Units && utf8.RuneLen(r) == utf8.UTFMax {
		return 2
	}
	return 1
}
