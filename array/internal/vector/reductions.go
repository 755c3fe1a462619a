// This file folds many elements into one.

package vector

import "unsafe"

// Lanes is the number of partial sums side by side in Sum, whatever the width of the processor's vectors.
const Lanes = 32

// Sum sums in a fixed tree of Lanes lanes; fewer elements are summed from left to right.
func Sum[T Float](s []T) T {
	kind := kindOf[T]()
	n := sumLanesSteps.whole(kind, len(s))
	if n == 0 {
		return sumPlain(s)
	}
	var lanes [Lanes]T
	if n == len(s) {
		sumLeafVectors(kind, pointer(lanes[:]), pointer(s), n)
		return halve(lanes[:32/sizeOf[T]()])
	}
	sumLanesVectors(kind, pointer(lanes[:]), pointer(s), n)
	return foldLanes(&lanes, s[n:])
}

// sumPlain is the twin of Sum.
func sumPlain[T Float](s []T) T {
	if len(s) < Lanes {
		return sumShort(s)
	}
	var lanes [Lanes]T
	whole := len(s) / Lanes * Lanes
	lanesPlain(&lanes, s[:whole])
	return foldLanes(&lanes, s[whole:])
}

// sumShort sums from left to right.
func sumShort[T Float](s []T) T {
	var sum T
	for i, v := range s {
		if i == 0 {
			sum = v // not 0 + v, which would lose the sign of -0
			continue
		}
		sum += v
	}
	return sum
}

// lanesPlain sums every Lanes-th element; len(s) is a multiple of Lanes.
func lanesPlain[T Float](lanes *[Lanes]T, s []T) {
	copy(lanes[:], s)
	for s = s[Lanes:]; len(s) >= Lanes; s = s[Lanes:] {
		for i, v := range s[:Lanes] {
			lanes[i] += v
		}
	}
}

// foldLanes adds the last elements, fewer than Lanes, to the first lanes, and then the upper half of the lanes to the
// lower half until one is left.
func foldLanes[T Float](lanes *[Lanes]T, rest []T) T {
	for i, v := range rest {
		lanes[i] += v
	}
	return halve(lanes[:])
}

// halve adds the upper half of lanes to the lower half until one is left.
func halve[T Float](lanes []T) T {
	for len(lanes) > 1 {
		half := len(lanes) / 2
		for i, v := range lanes[half:] {
			lanes[i] += v
		}
		lanes = lanes[:half]
	}
	return lanes[0]
}

// SumWide sums integers in 64 bits, wrapping around.
func SumWide[T Integer](s []T) int64 {
	kind := kindOf[T]()
	n := sumWideSteps.whole(kind, len(s))
	var sum int64
	if n > 0 {
		var lanes [4]int64
		sumWideVectors(kind, pointer(lanes[:]), pointer(s), n)
		sum = lanes[0] + lanes[1] + lanes[2] + lanes[3]
	}
	for _, v := range s[n:] {
		sum += int64(v)
	}
	return sum
}

// RunningSum stores in dst the sums of before and the first elements of src up to each one, and returns how many elements it did:
// what it has assembly for, of 64-bit integers, which wrap around. dst may be src.
func RunningSum[T Number](dst, src []T, before T) int {
	kind := kindOf[T]()
	n := runningSumSteps.whole(kind, len(src))
	if n > 0 {
		runningSumVectors(kind, pointer(dst[:n]), pointer(src), unsafe.Pointer(&before), n)
	}
	return n
}

// AddWide adds integers to sums in 64 bits.
func AddWide[T Integer](acc []int64, src []T) {
	src = src[:len(acc)]
	kind := kindOf[T]()
	n := addWideSteps.whole(kind, len(acc))
	if n > 0 {
		addWideVectors(kind, pointer(acc), pointer(src), n)
	}
	addWidePlain(acc[n:], src[n:])
}

func addWidePlain[T Integer](acc []int64, src []T) {
	src = src[:len(acc)]
	for i := range acc {
		acc[i] += int64(src[i])
	}
}

// AddNarrow3 adds three rows of integers to sums of twice their size, one after the other. An S must be twice as
// large as a T.
func AddNarrow3[S int16 | int32, T Integer](acc []S, a, b, c []T) {
	a, b, c = a[:len(acc)], b[:len(acc)], c[:len(acc)]
	kind := kindOf[T]()
	n := addNarrow3Steps.whole(kind, len(acc))
	if n > 0 {
		addNarrow3Vectors(kind, pointer(acc), pointer(a), pointer(b), pointer(c), n)
	}
	for i := n; i < len(acc); i++ {
		acc[i] += S(a[i]) + S(b[i]) + S(c[i])
	}
}

// extremeLanes are the results of the kernels of MaxOf and MinOf: up to three vectors of 32 bytes.
type extremeLanes [12]uint64

// lanesOf are the lanes as elements.
func lanesOf[T Real](found *extremeLanes) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(found)), len(found)*8/sizeOf[T]())
}

// MaxOf returns the greatest of at least one element, NaN if there is one; 0 is above -0.
func MaxOf[T Real](s []T) T {
	kind := kindOf[T]()
	n := maxRunSteps.whole(kind, len(s))
	if n == 0 {
		return maxOfPlain(s)
	}
	var lanesFound extremeLanes
	found := lanesOf[T](&lanesFound)
	maxRunVectors(kind, pointer(found), pointer(s), n)
	m := found[0]
	if !foldsLanes {
		for _, v := range found[1 : vectorBytes/sizeOf[T]()] {
			m = max(m, v)
		}
	}
	if (kind == F32 || kind == F64) && lanesFound.special(m == 0) {
		m = settle(m, found, false)
	}
	if step := maxRunSteps[kind]; len(s)-n > 8 {
		return max(m, MaxOf(s[len(s)-step:])) // some for the second time
	}
	for _, v := range s[n:] {
		m = max(m, v)
	}
	return m
}

func maxOfPlain[T Real](s []T) T {
	m := s[0]
	for _, v := range s[1:] {
		m = max(m, v)
	}
	return m
}

// MinOf returns the least of at least one element, NaN if there is one; -0 is below 0.
func MinOf[T Real](s []T) T {
	kind := kindOf[T]()
	n := minRunSteps.whole(kind, len(s))
	if n == 0 {
		return minOfPlain(s)
	}
	var lanesFound extremeLanes
	found := lanesOf[T](&lanesFound)
	minRunVectors(kind, pointer(found), pointer(s), n)
	m := found[0]
	if !foldsLanes {
		for _, v := range found[1 : vectorBytes/sizeOf[T]()] {
			m = min(m, v)
		}
	}
	if (kind == F32 || kind == F64) && lanesFound.special(m == 0) {
		m = settle(m, found, true)
	}
	if step := minRunSteps[kind]; len(s)-n > 8 {
		return min(m, MinOf(s[len(s)-step:])) // some for the second time
	}
	for _, v := range s[n:] {
		m = min(m, v)
	}
	return m
}

func minOfPlain[T Real](s []T) T {
	m := s[0]
	for _, v := range s[1:] {
		m = min(m, v)
	}
	return m
}

// special tells whether an extreme of floats, zero or not, is to be settled: a word of NaN has bits set.
func (found *extremeLanes) special(zero bool) bool {
	const words = vectorBytes / 8
	nan := found[words] | found[words+1]
	if words == 4 {
		nan |= found[words+2] | found[words+3]
	}
	return zero || nan != 0
}

// settle corrects an extreme of floats that the kernels found without regard to NaN and the sign of zero: the second vector has
// bits set where there was NaN, and the third holds the sign bits of all elements, joined by or if or is true, else by and.
func settle[T Real](m T, found []T, or bool) T {
	lanes := vectorBytes / sizeOf[T]()
	nan, signs := found[lanes:2*lanes], found[2*lanes:3*lanes]
	negative := !or
	for i, v := range nan {
		if v != 0 { // all bits set are NaN
			return v
		}
		sign := signBit(signs[i])
		if or {
			negative = negative || sign
		} else {
			negative = negative && sign
		}
	}
	if m == 0 {
		m = 0
		if negative {
			m = negativeZero[T]()
		}
	}
	return m
}

// anyChunk is the number of elements that AnyNonzero joins before it looks at them.
const anyChunk = 4096

// AnyNonzero tells whether an element is not zero; NaN is not.
func AnyNonzero[T Element](s []T) bool {
	kind := kindOf[T]()
	all, step := s, orRunSteps[kind]
	for len(s) > 0 {
		n := orRunSteps.whole(kind, min(anyChunk, len(s)))
		if n == 0 && orRunSteps.whole(kind, len(all)) > 0 && len(s) > 4 {
			s, n = all[len(all)-step:], step // some for the second time
		}
		if n == 0 {
			return anyNonzeroPlain(s)
		}
		var bits [4]uint64
		orRunVectors(kind, pointer(bits[:]), pointer(s), n)
		joined := bits[0] | bits[1]
		if vectorBytes == 32 {
			joined |= bits[2] | bits[3]
		}
		switch kind { // the sign does not count
		case F32:
			joined &^= 1<<63 | 1<<31
		case F64:
			joined &^= 1 << 63
		}
		if joined != 0 {
			return true
		}
		s = s[n:]
	}
	return false
}

func anyNonzeroPlain[T Element](s []T) bool {
	var zero T
	for _, v := range s {
		if v != zero {
			return true
		}
	}
	return false
}

// Add3 adds a, b and c to dst, one after the other.
func Add3[T Number](dst, a, b, c []T) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	n := add3Steps.whole(kindOf[T](), len(dst))
	if n > 0 {
		add3Vectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), pointer(c), n)
	}
	for i := n; i < len(dst); i++ {
		dst[i] = dst[i] + a[i] + b[i] + c[i]
	}
}

// Max3 raises dst to the largest of itself, a, b and c, as Max does.
func Max3[T Real](dst, a, b, c []T) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	n := max3Steps.whole(kindOf[T](), len(dst))
	if n > 0 {
		max3Vectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), pointer(c), n)
	}
	for i := n; i < len(dst); i++ {
		dst[i] = max(dst[i], a[i], b[i], c[i])
	}
}

// Min3 lowers dst to the smallest of itself, a, b and c, as Min does.
func Min3[T Real](dst, a, b, c []T) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	n := min3Steps.whole(kindOf[T](), len(dst))
	if n > 0 {
		min3Vectors(kindOf[T](), pointer(dst), pointer(a), pointer(b), pointer(c), n)
	}
	for i := n; i < len(dst); i++ {
		dst[i] = min(dst[i], a[i], b[i], c[i])
	}
}

// FirstMax stores in places, for each row of n elements of s, at least one, which follow each other, where its first greatest one
// stands, or its first NaN.
func FirstMax[T Real](places []int, s []T, n int) { firstPlaces(places, s, n, false) }

// FirstMin stores in places, for each row of n elements of s, at least one, which follow each other, where its first least one
// stands, or its first NaN.
func FirstMin[T Real](places []int, s []T, n int) { firstPlaces(places, s, n, true) }

func firstPlaces[T Real](places []int, s []T, n int, least bool) {
	s = s[:len(places)*n]
	kind, bytes := kindOf[T](), n*sizeOf[T]()
	if whole := firstMaxSteps.whole(kind, n); whole == 0 || bytes > firstBytes || len(places) == 0 {
		for i := range places {
			places[i] = firstExtreme(s[i*n:(i+1)*n], least)
		}
		return
	}
	if least {
		firstMinVectors(kind, pointer(places), pointer(s), unsafe.Pointer(&bytes), len(places))
	} else {
		firstMaxVectors(kind, pointer(places), pointer(s), unsafe.Pointer(&bytes), len(places))
	}
	if kind != F32 && kind != F64 {
		return
	}
	for i, place := range places {
		if place < 0 { // NaN
			places[i] = firstPlain(s[i*n:(i+1)*n], least)
		}
	}
}

// firstBytes is the size of the elements whose extreme is found before its place is looked for.
const firstBytes = 8192

// firstExtreme finds which chunk holds the extreme first, and then the place there: one pass over all, and one over a chunk.
func firstExtreme[T Real](s []T, least bool) int {
	if len(s) < vectorBytes/2 {
		return firstPlain(s, least)
	}
	var best T
	at := -1
	step := firstBytes / sizeOf[T]()
	for lo := 0; lo < len(s); lo += step {
		chunk := s[lo:min(lo+step, len(s))]
		var m T
		if least {
			m = MinOf(chunk)
		} else {
			m = MaxOf(chunk)
		}
		if m != m {
			return lo + firstPlain(chunk, least)
		}
		if at < 0 || least && m < best || !least && m > best {
			best, at = m, lo
		}
	}
	return at + Index(s[at:], best)
}

// firstPlain is the twin of firstExtreme.
func firstPlain[T Real](s []T, least bool) int {
	best, place := s[0], 0
	for i, v := range s {
		switch {
		case v != v:
			return i
		case least && v < best || !least && v > best:
			best, place = v, i
		}
	}
	return place
}
