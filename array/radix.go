// This file decides how rows are sorted, and sorts long ones by their digits, the last first: a few passes over the elements,
// whatever their number. Digits are bytes, so that the places where a pass writes stay in the first-level cache.

package array

import (
	"math/bits"
	"slices"
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// radixMin is the length from which on digits are faster than comparisons.
const radixMin = 256

// sortRow sorts in rising order, -0 before 0 and NaN last. scratch is as long as row, or nil.
func sortRow[T Real](row, scratch []T) {
	if len(row) <= shortRow {
		sortShort(row, len(row), 1)
		return
	}
	row = withoutNaN(row)
	var short [2 * pivotSample]T
	if scratch == nil {
		if scratch = short[:]; len(row) > len(short) {
			scratch = make([]T, len(row))
		}
	}
	scratch = scratch[:len(row)]
	switch size := elementBytes[T](); {
	case size == 4:
		sortBits(row, asKeys[int32](row), asKeys[int32](scratch))
	case size == 8:
		sortBits(row, asKeys[int64](row), asKeys[int64](scratch))
	case len(row) <= widenMax && vector.SortsFast():
		sortWidened(row)
	case size == 1 && len(row) > countMin:
		countBytes(row)
	case len(row) < radixMin:
		slices.Sort(row)
	default:
		sortKeys(asKeys[uint16](row), asKeys[uint16](scratch), isSigned[T]())
	}
}

// widenMax is the length up to which integers of 8 and 16 bits are sorted as those of 32.
const widenMax = 256

// sortWidened sorts at most widenMax integers of up to 16 bits.
func sortWidened[T Real](row []T) {
	var room [widenMax]int32
	keys := room[:len(row)]
	convertRun(keys, row)
	vector.SortFew(keys, keys)
	convertRun(row, keys)
}

// sortBits sorts numbers by their bits, which keys holds.
func sortBits[T Real, K vector.Key](row []T, keys, scratch []K) {
	signedOrder(row)
	sortSigned(keys, scratch)
	signedOrder(row)
}

// signedOrder is vector.SignedOrder in parts.
func signedOrder[T Real](row []T) {
	watched(len(row), func(lo, hi int) { vector.SignedOrder(row[lo:hi]) })
}

// sortSigned sorts integers; scratch is as long.
func sortSigned[K vector.Key](keys, scratch []K) {
	switch {
	case vector.SortsFast():
		quicksort(keys, scratch, false, 2*bits.Len(uint(len(keys))), lookout(len(keys)))
	case len(keys) < radixMin:
		slices.Sort(keys)
	default:
		signedByDigits(keys, scratch)
	}
}

type key interface {
	uint8 | uint16 | uint32 | uint64
}

// asKeys returns the memory of a row as integers of the same size.
func asKeys[K key | vector.Key, T Real](row []T) []K {
	return unsafe.Slice((*K)(unsafe.Pointer(unsafe.SliceData(row))), len(row))
}

func isFloat[T Real]() bool {
	half := 0.5
	return T(half) != 0
}

func isSigned[T Real]() bool {
	var zero T
	return zero-1 < zero
}

// sortKeys sorts integers with or without sign.
func sortKeys[K key](keys, scratch []K, signed bool) {
	sign := K(1) << (8*unsafe.Sizeof(K(0)) - 1)
	if !signed {
		sign = 0
	}
	for i := range keys {
		keys[i] ^= sign
	}
	byDigits(keys, scratch, 0)
	for i := range keys {
		keys[i] ^= sign
	}
}

// signedByDigits is sortKeys for integers with sign.
func signedByDigits[K vector.Key](keys, scratch []K) {
	if elementBytes[K]() == 4 {
		sortKeys(asKeys[uint32](keys), asKeys[uint32](scratch), true)
		return
	}
	sortKeys(asKeys[uint64](keys), asKeys[uint64](scratch), true)
}

// digitCounts says how often each byte occurs at each place of 64-bit keys.
type digitCounts [8][256]int

func (c *digitCounts) add(k uint64) {
	c[0][byte(k)]++
	c[1][byte(k>>8)]++
	c[2][byte(k>>16)]++
	c[3][byte(k>>24)]++
	c[4][byte(k>>32)]++
	c[5][byte(k>>40)]++
	c[6][byte(k>>48)]++
	c[7][byte(k>>56)]++
}

// starts turns the counts of one digit into the places where the items with each begin. It is false if all n items have the
// same, one of which is given.
func (c *digitCounts) starts(digit int, one uint64, n int) bool {
	counts := &c[digit]
	if counts[byte(one>>(8*digit))] == n {
		return false
	}
	at := 0
	for i, count := range counts {
		counts[i] = at
		at += count
	}
	return true
}

// byDigits sorts keys by their bytes from the given one on; those that agree there keep their order.
func byDigits[K key](keys, scratch []K, first int) {
	var counts digitCounts
	watched(len(keys), func(lo, hi int) {
		for _, k := range keys[lo:hi] {
			counts.add(uint64(k))
		}
	})
	from, to := keys, scratch
	for digit := first; digit < int(unsafe.Sizeof(K(0))); digit++ {
		if !counts.starts(digit, uint64(from[0]), len(from)) {
			continue
		}
		places, shift := &counts[digit], 8*digit
		watched(len(from), func(lo, hi int) {
			for _, k := range from[lo:hi] {
				place := &places[byte(k>>shift)]
				to[*place] = k
				*place++
			}
		})
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}

// countMin is the length from which on bytes are sorted by counting them.
const countMin = 64

// countBytes sorts elements of one byte.
func countBytes[T Real](row []T) {
	keys, flip := asKeys[uint8](row), uint8(0)
	if isSigned[T]() {
		flip = 0x80
	}
	var counts [2][256]int // so that equal neighbours need not wait for each other
	for i := 1; i < len(keys); i += 2 {
		counts[0][keys[i-1]]++
		counts[1][keys[i]]++
	}
	if len(keys)%2 == 1 {
		counts[0][keys[len(keys)-1]]++
	}
	for i := range 256 {
		k := uint8(i) ^ flip
		n := counts[0][k] + counts[1][k]
		fill(keys[:n], k)
		keys = keys[n:]
	}
}
