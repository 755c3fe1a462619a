// This file lets the long loops that are not the contraction engine's be stopped as contractions are.

package array

import "github.com/arraybook/arraybook/array/internal/contract"

// watch returns a function that panics with ErrInterrupted if Interrupt was called meanwhile; a variable for tests, which
// count its calls.
var watch = contract.Watch

// watchedElements is the number of elements after which a loop looks whether it is to go on: a millisecond at most.
const watchedElements = 1 << 16

// watchedWork is the number of elements of a range between two looks of parallel, a few milliseconds but for sorting; ranges
// have scratch of their own, which smaller ones would make too often.
const watchedWork = 1 << 20

// watched calls f for consecutive parts of [0, n), between which it looks whether it is to go on.
func watched(n int, f func(lo, hi int)) {
	if n <= watchedElements {
		f(0, n)
		return
	}
	inParts(watch(), 0, n, f)
}

// lookout returns watch() for a loop over so many elements, and a function that does nothing for a short one.
func lookout(elements int) (check func()) {
	if elements <= watchedElements {
		return func() {}
	}
	return watch()
}

// inParts calls f for consecutive parts of [lo, hi), and check before each.
func inParts(check func(), lo, hi int, f func(lo, hi int)) {
	inPartsOf(watchedElements, check, lo, hi, f)
}

// inPartsOf is inParts for parts of another length.
func inPartsOf(length int, check func(), lo, hi int, f func(lo, hi int)) {
	for ; lo < hi; lo += length {
		check()
		f(lo, min(lo+length, hi))
	}
}
