// This file spreads loops over the processors. Work is cut at fixed places that depend on sizes alone, and every cut
// piece writes its own part of the result, so that no result depends on how many processors there are.

package array

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallelMin is the number of elements below which starting goroutines costs more than it saves.
const parallelMin = 1 << 16

// parallel calls f for consecutive ranges [lo, hi) that cover [0, n), each a multiple of grain long but for the last,
// from several goroutines if the work, in elements, is worth it. A panic of f is raised again in the caller.
func parallel(n, grain, work int, f func(lo, hi int)) {
	workers := runtime.GOMAXPROCS(0)
	pieces := (n + grain - 1) / grain
	if work < parallelMin || workers == 1 || pieces < 2 {
		f(0, n)
		return
	}
	// A few pieces per worker even out what other programs take from the processors.
	per := grain * max(1, pieces/(4*workers))
	var next atomic.Int64
	var wg sync.WaitGroup
	var once sync.Once
	var broken any
	for range min(workers, pieces) {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { broken = r })
				}
			}()
			for {
				lo := int(next.Add(int64(per))) - per
				if lo >= n {
					return
				}
				f(lo, min(lo+per, n))
			}
		})
	}
	wg.Wait()
	if broken != nil {
		panic(broken)
	}
}
