// This file spreads pieces of work over threads and stops them when they are interrupted. How many threads there are
// never changes a result: a piece is a part of C, computed from start to end by one thread.

package contract

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// ErrInterrupted is what a contraction panics with after Interrupt.
var ErrInterrupted = errors.New("interrupted")

// interrupts counts calls of Interrupt; a contraction that sees it change gives up.
var interrupts atomic.Uint64

// Interrupt stops all contractions that are running: each panics with ErrInterrupted in the goroutine that started it,
// within the time of one block (about a millisecond), leaving its result half computed.
func Interrupt() { interrupts.Add(1) }

// Work below this many operations is not worth a second thread.
const parallelWork = 2e6

// An executor runs the pieces of one contraction.
type executor struct {
	threads    int
	interrupts uint64 // when the contraction began
}

func newExecutor(threads int) *executor {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return &executor{threads: threads, interrupts: interrupts.Load()}
}

// check panics if the contraction has been interrupted.
func (e *executor) check() {
	if e.stopped() {
		panic(ErrInterrupted)
	}
}

// stopped tells whether the contraction has been interrupted.
func (e *executor) stopped() bool { return interrupts.Load() != e.interrupts }

// each hands out the numbers below count. Every thread calls worker once, which takes numbers until there are no more.
// Work is the whole in operations; little of it stays on this thread.
func (e *executor) each(count int, work float64, worker func(next func() (int, bool))) {
	e.check()
	var taken atomic.Int64
	next := func() (int, bool) {
		if e.stopped() {
			return 0, false
		}
		item := int(taken.Add(1)) - 1
		return item, item < count
	}
	threads := min(e.threads, count)
	if work < parallelWork {
		threads = 1
	}
	var helpers sync.WaitGroup
	for range threads - 1 {
		helpers.Go(func() { worker(next) })
	}
	worker(next)
	helpers.Wait()
	e.check()
}
