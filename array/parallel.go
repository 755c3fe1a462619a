// This file spreads loops over the processors. Work is cut at fixed places that depend on sizes alone, and every cut
// piece writes its own part of the result, so that no result depends on how many processors there are.

package array

import (
	"runtime"
	"sync/atomic"

	"github.com/arraybook/arraybook/array/internal/workers"
)

// parallelMin is the number of elements below which waking a worker costs more than it saves; a variable for tests.
var parallelMin = 1 << 16

// parallel calls f for consecutive ranges [lo, hi) that cover [0, n), each a multiple of grain long but for the last,
// from several goroutines if the work, in elements, is worth it. A panic of f is raised again in the caller.
func parallel(n, grain, work int, f func(lo, hi int)) {
	threads := runtime.GOMAXPROCS(0)
	pieces := (n + grain - 1) / grain
	if work < parallelMin || threads == 1 || pieces < 2 {
		f(0, n)
		return
	}
	// A few pieces per thread even out what other programs take from the processors.
	per := grain * max(1, pieces/(4*threads))
	var next atomic.Int64
	workers.Share(min(threads, pieces), func() {
		for {
			lo := int(next.Add(int64(per))) - per
			if lo >= n {
				return
			}
			f(lo, min(lo+per, n))
		}
	})
}
