// This file sorts signed integers, and turns other numbers into such.

package vector

import (
	"math"
	"slices"
	"unsafe"
)

// Key lists the integers that are sorted.
type Key interface{ int32 | int64 }

// Few returns the number of elements up to which SortFew sorts.
func Few[T Key]() int { return fewBytes / sizeOf[T]() }

// SortFew sorts blocks of blockBytes, fewBytes at most.
const fewBytes, blockBytes = 1024, 256

// SortsFast tells whether there is assembly for Partition and SortFew; their twins are slower than other ways to sort.
func SortsFast() bool { return assembly && hasSorting }

// Partition stores the elements of src in dst, which must be another place of the same length: those that are not above pivot at
// its beginning, the others behind them, in an order that is the same on every processor. It returns the number of the first.
func Partition[T Key](dst, src []T, pivot T) int {
	dst = dst[:len(src)]
	lanes := partitionBytes / sizeOf[T]()
	low, done := 0, 0
	if len(src) >= 2*lanes {
		done = (len(src) - lanes) &^ (lanes - 1)
		if SortsFast() {
			low = partitionVectors(sizeOf[T](), pointer(dst), len(dst)*sizeOf[T](), pointer(src), unsafe.Pointer(&pivot), done) / sizeOf[T]()
		} else {
			low = partitionPlain(dst, src[:done], pivot, lanes)
		}
	}
	high := len(dst) - (done - low)
	for _, v := range src[done:] {
		// Stored on both sides; the next ones write over what does not belong there.
		dst[low], dst[high-1] = v, v
		above := 0
		if v > pivot {
			above = 1
		}
		high -= above
		low += 1 - above
	}
	return low
}

// partitionBytes is the size of the groups in which Partition goes.
const partitionBytes = 32

// partitionPlain partitions whole groups: the elements of each that are above pivot go to the end of dst in their order, before
// those of the groups before.
func partitionPlain[T Key](dst, src []T, pivot T, lanes int) int {
	low, high := 0, len(dst)
	var above [partitionBytes / 4]T
	for ; len(src) > 0; src = src[lanes:] {
		n := 0
		for _, v := range src[:lanes] {
			dst[low], above[n] = v, v
			step := 0
			if v > pivot {
				step = 1
			}
			n += step
			low += 1 - step
		}
		high -= n
		copy(dst[high:], above[:n])
	}
	return low
}

// SortFew stores the elements of src, at most Few of them, in rising order in dst, which may be the same memory. Those of src
// are lost.
func SortFew[T Key](dst, src []T) {
	if !SortsFast() || len(src) < 2 {
		copy(dst, src)
		slices.Sort(dst[:len(src)])
		return
	}
	block := blockBytes / sizeOf[T]()
	n := (len(src) + block - 1) / block
	if n*block == len(src) {
		sortFewVectors(sizeOf[T](), pointer(dst[:len(src)]), pointer(src), n)
		return
	}
	var room [fewBytes / 8]int64
	padded := unsafe.Slice((*T)(unsafe.Pointer(&room)), n*block)
	for i := copy(padded, src); i < len(padded); i++ {
		padded[i] = greatest[T]()
	}
	sortFewVectors(sizeOf[T](), pointer(padded), pointer(padded), n)
	copy(dst, padded[:len(src)])
}

func greatest[T Key]() T {
	if sizeOf[T]() == 4 {
		return math.MaxInt32
	}
	wide := int64(math.MaxInt64)
	return T(wide)
}

// SignedOrder turns the bits of numbers of 4 and 8 bytes into signed integers of the same order, -0 before 0, or such integers
// back into numbers. NaN has no place in it.
func SignedOrder[T Real](s []T) {
	kind := kindOf[T]()
	n := signedOrderSteps.whole(kind, len(s))
	if n > 0 {
		signedOrderVectors(kind, pointer(s), pointer(s), n)
	}
	switch s := s[n:]; kind {
	case U32:
		flipSigns(words[uint32](s))
	case U64:
		flipSigns(words[uint64](s))
	case F32:
		flipNegative(words[int32](s))
	case F64:
		flipNegative(words[int64](s))
	}
}

// words returns the memory of s as integers of the same size.
func words[W int32 | int64 | uint32 | uint64, T Real](s []T) []W {
	return unsafe.Slice((*W)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

func flipSigns[W uint32 | uint64](s []W) {
	for i := range s {
		s[i] ^= 1 << (8*unsafe.Sizeof(s[0]) - 1)
	}
}

// flipNegative flips all bits of negative floats but the sign.
func flipNegative[W int32 | int64](s []W) {
	for i, v := range s {
		if v < 0 {
			s[i] = ^v ^ -1<<(8*unsafe.Sizeof(v)-1)
		}
	}
}
