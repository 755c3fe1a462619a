// This file lets the long loops that are not the contraction engine's be stopped as contractions are.

package array

import "github.com/arraybook/arraybook/array/internal/contract"

// watch returns a function that panics with ErrInterrupted if Interrupt was called meanwhile; a variable for tests, which
// count its calls.
var watch = contract.Watch

// watchedElements is the number of elements after which a loop looks whether it is to go on: a millisecond at most.
const watchedElements = 1 << 16

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
