// This file sends results past the caches where the memory that they go to is in none: large ones, and fresh ones, whose
// memory the collector has held since its last use, if they are too large to be found in a cache by the operation that reads
// them next. Processors read the lines of memory that they write otherwise.

package array

import (
	"unsafe"

	"github.com/arraybook/arraybook/array/internal/vector"
)

// Bytes from which results are streamed; variables for tests.
var (
	streamFresh = 4 << 20  // fresh ones
	streamAll   = 16 << 20 // all
)

// streamBlock is the number of bytes that are computed in the first-level cache at once.
const streamBlock = 4 << 10

// streams tells whether a destination of so many bytes is streamed.
func streams(bytes int, fresh bool) bool {
	return bytes >= streamFresh && (fresh || bytes >= streamAll) && vector.StoresPast()
}

// inBlocks calls f for consecutive blocks of dst, each with its place, which f must fill.
func inBlocks[T Element](dst []T, f func(block []T, at int)) {
	scratch := make([]T, min(len(dst), streamBlock/elementBytes[T]()))
	for at := 0; at < len(dst); {
		n := min(len(scratch), len(dst)-at)
		if ahead := vector.Ahead(dst[at:]); ahead > 0 {
			n = min(n, ahead) // so that all further blocks begin with a line
		}
		f(scratch[:n], at)
		vector.CopyPast(dst[at:at+n], scratch[:n])
		at += n
	}
	vector.Fence()
}

// applyStreamed is applyRuns past the caches.
func applyStreamed[R, A Element](dst []R, a []A, f func(dst []R, a []A)) {
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) {
		inBlocks(dst[lo:hi], func(block []R, at int) { f(block, a[lo+at:lo+at+len(block)]) })
	})
}

// applyStreamed2 is applyRuns2 past the caches.
func applyStreamed2[R, A, B Element](dst []R, a []A, b []B, f func(dst []R, a []A, b []B)) {
	parallel(len(dst), blockLen, len(dst), func(lo, hi int) {
		inBlocks(dst[lo:hi], func(block []R, at int) {
			f(block, a[lo+at:lo+at+len(block)], b[lo+at:lo+at+len(block)])
		})
	})
}

func elementBytes[T Element]() int { return int(unsafe.Sizeof(*new(T))) }
