// This file holds comparisons, bit operations and choices.

package vector

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unsafe"
)

// Equal stores a == b in dst.
func Equal[T Element](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := equalSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		equalVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	equalPlain(dst[n:], a[n:], b[n:])
}

func equalPlain[T Element](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] == b[i]
	}
}

// NotEqual stores a != b in dst.
func NotEqual[T Element](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := notEqualSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		notEqualVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	notEqualPlain(dst[n:], a[n:], b[n:])
}

func notEqualPlain[T Element](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] != b[i]
	}
}

// Less stores a < b in dst.
func Less[T Real](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := lessSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		lessVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	lessPlain(dst[n:], a[n:], b[n:])
}

func lessPlain[T Real](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] < b[i]
	}
}

// LessEqual stores a <= b in dst.
func LessEqual[T Real](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := lessEqualSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		lessEqualVectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), n)
	}
	lessEqualPlain(dst[n:], a[n:], b[n:])
}

func lessEqualPlain[T Real](dst []bool, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] <= b[i]
	}
}

// IsNaN stores in dst where a is not a number.
func IsNaN[T Float](dst []bool, a []T) {
	a = a[:len(dst)]
	n := isNaNSteps.whole(kindOf[T](), len(dst))
	if n > 0 {
		isNaNVectors(kindOf[T](), pointer(dst), pointer(a), n)
	}
	isNaNPlain(dst[n:], a[n:])
}

func isNaNPlain[T Float](dst []bool, a []T) {
	a = a[:len(dst)]
	for i, v := range a {
		dst[i] = v != v
	}
}

// Where stores a in dst where cond is true, b elsewhere.
func Where[T Element](dst []T, cond []bool, a, b []T) {
	cond, a, b = cond[:len(dst)], a[:len(dst)], b[:len(dst)]
	kind := kindOf[T]()
	if kind == C64 {
		kind = U64 // as large, and only moved
	}
	n := whereSteps.whole(kind, len(dst))
	if n > 0 {
		whereVectors(kind, pointer(dst), pointer(cond), pointer(a), pointer(b), n)
	}
	wherePlain(dst[n:], cond[n:], a[n:], b[n:])
}

func wherePlain[T Element](dst []T, cond []bool, a, b []T) {
	cond, a, b = cond[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		if cond[i] {
			dst[i] = a[i]
		} else {
			dst[i] = b[i]
		}
	}
}

// And, Or and Xor store the bits of a and b, joined, in dst. Bytes serve every type without a sign or point: a bool is one
// byte that holds 0 or 1.
func And(dst, a, b []byte) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := andSteps.whole(U8, len(dst))
	if n > 0 {
		andVectors(U8, pointer(dst), pointer(a), pointer(b), n)
	}
	bitsPlain(dst[n:], a[n:], b[n:], func(x, y uint64) uint64 { return x & y })
}

// Or is explained at And.
func Or(dst, a, b []byte) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := orSteps.whole(U8, len(dst))
	if n > 0 {
		orVectors(U8, pointer(dst), pointer(a), pointer(b), n)
	}
	bitsPlain(dst[n:], a[n:], b[n:], func(x, y uint64) uint64 { return x | y })
}

// Xor is explained at And.
func Xor(dst, a, b []byte) {
	a, b = a[:len(dst)], b[:len(dst)]
	n := xorSteps.whole(U8, len(dst))
	if n > 0 {
		xorVectors(U8, pointer(dst), pointer(a), pointer(b), n)
	}
	bitsPlain(dst[n:], a[n:], b[n:], func(x, y uint64) uint64 { return x ^ y })
}

// bitsPlain applies f to eight bytes at a time, and to what is left over.
func bitsPlain(dst, a, b []byte, f func(x, y uint64) uint64) {
	for len(dst) >= 8 {
		binary.NativeEndian.PutUint64(dst, f(binary.NativeEndian.Uint64(a), binary.NativeEndian.Uint64(b)))
		dst, a, b = dst[8:], a[8:], b[8:]
	}
	for i := range dst {
		dst[i] = byte(f(uint64(a[i]), uint64(b[i])))
	}
}

// Bytes returns the memory of a slice.
func Bytes[T Element](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
}

// indexChunk is the number of elements that Index compares at most before it looks at the results, indexStart how many at first.
const indexChunk, indexStart = 256, 64

// Index returns the place of the first element that equals v, -1 if there is none.
func Index[T Element](s []T, v T) int {
	if sizeOf[T]() == 1 {
		return bytes.IndexByte(Bytes(s), Bytes([]T{v})[0])
	}
	kind := kindOf[T]()
	done := 0
	if n := equalToSteps.whole(kind, len(s)); n > 0 {
		repeated := repeatedBits(v)
		var equal [indexChunk]byte
		for m := indexStart; done < n; m = min(2*m, indexChunk) {
			m = min(m, n-done)
			equalToVectors(kind, pointer(equal[:]), pointer(s[done:]), unsafe.Pointer(&repeated), m)
			if i := bytes.IndexByte(equal[:m], 1); i >= 0 {
				return done + i
			}
			done += m
		}
	}
	if i := slices.Index(s[done:], v); i >= 0 {
		return done + i
	}
	return -1
}

// repeatedBits returns a vector whose lanes are v.
func repeatedBits[T Element](v T) [4]uint64 {
	var word uint64
	switch p := unsafe.Pointer(&v); unsafe.Sizeof(v) {
	case 2:
		word = uint64(*(*uint16)(p)) * 0x0001000100010001
	case 4:
		word = uint64(*(*uint32)(p)) * 0x0000000100000001
	case 8:
		word = *(*uint64)(p)
	}
	return [4]uint64{word, word, word, word}
}
