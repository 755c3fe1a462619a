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
// from several goroutines if the work, in elements, is worth it. A panic of f is raised again in the caller. Before each
// range it looks whether it is to go on, so that all that is computed in ranges can be interrupted.
func parallel(n, grain, work int, f func(lo, hi int)) {
	threads, pieces := 1, (n+grain-1)/grain
	if work >= parallelMin && pieces >= 2 {
		threads = runtime.GOMAXPROCS(0)
	}
	if threads == 1 && work <= watchedWork {
		f(0, n)
		return
	}
	check := watch()
	per := grain * max(1, pieces/(1+work/watchedWork))
	if threads == 1 {
		inPartsOf(per, check, 0, n, f)
		return
	}
	// A few ranges per thread even out what other programs take from the processors.
	per = min(per, grain*max(1, pieces/(4*threads)))
	var next atomic.Int64
	workers.Share(min(threads, pieces), func() {
		for {
			lo := int(next.Add(int64(per))) - per
			if lo >= n {
				return
			}
			check()
			f(lo, min(lo+per, n))
		}
	})
}
