// This file spreads pieces of work over threads and stops them when they are interrupted. How many threads there are
// never changes a result: a piece is a part of C, computed from start to end by one thread.

package contract

import (
	"errors"
	"sync/atomic"

	"github.com/arraybook/arraybook/array/internal/workers"
)

// ErrInterrupted is what an operation panics with that Interrupt stops.
var ErrInterrupted = errors.New("array: interrupted")

// interrupts counts calls of Interrupt; an operation that sees it change asks whether it is to go on.
var interrupts atomic.Uint64

// Interrupt stops all operations that are running, or those that InterruptIf tells: each panics with ErrInterrupted in the goroutine
// that started it, within the time of one block (about a millisecond), leaving its result half computed.
func Interrupt() { interrupts.Add(1) }

// asked tells whether the calling goroutine is to compute nothing more; nil if Interrupt alone decides.
var asked atomic.Pointer[func() bool]

// InterruptIf has ended asked on the goroutine of an operation when it begins, and whenever it looks after Interrupt was called. If ended
// reports true it panics with ErrInterrupted, else it goes on. Nil leaves the decision to Interrupt alone again.
func InterruptIf(ended func() bool) {
	if ended == nil {
		asked.Store(nil)
	} else {
		asked.Store(&ended)
	}
}

// begin returns what interrupts will be as long as nobody need be asked. The question comes after that, so that whoever calls
// Interrupt once ended reports true has stopped all.
func begin() uint64 {
	n := interrupts.Load()
	if ended := asked.Load(); ended != nil && (*ended)() {
		panic(ErrInterrupted)
	}
	return n
}

// A lookout is where the goroutines of one operation look whether it is to go on. Of workers nobody could tell whose they are, so they
// learn what the goroutine that began was told.
type lookout struct {
	seen  uint64 // begin()
	ended atomic.Bool
}

// stopped tells whether the operation has been interrupted. Kernels in assembly cannot be stopped for the collector, and
// loops of calls of them hardly: all processors would wait for the end of a piece. The calls of this function and of the
// one in it are where the goroutine stops.
//
//go:noinline
func (l *lookout) stopped() bool { return interrupts.Load() != l.seen && l.ask() }

//go:noinline
func (l *lookout) ask() bool {
	if ended := asked.Load(); ended == nil || (*ended)() {
		l.ended.Store(true)
	}
	return l.ended.Load()
}

// check panics if the operation has been interrupted.
func (l *lookout) check() {
	if l.stopped() {
		panic(ErrInterrupted)
	}
}

// Work below this many operations is not worth a second thread: a sleeping processor wakes in 5 microseconds at best and,
// if it is a virtual machine's, in 50 and more, in which the first one does 5e6 operations.
const parallelWork = 1e7

// A job is a contraction that is cut into pieces with the numbers 0, 1, ....
type job interface {
	// take computes pieces from the queue until there are no more. Several goroutines call it at once.
	take(q *queue)
}

// A queue hands out the pieces of one job after the other.
type queue struct {
	lookout
	count   int
	taken   atomic.Int64
	threads int
	least   float64 // operations from which on more than one thread is used
}

// start readies the queue for the pieces of a job that takes work operations, and sees to it that they are computed by
// as many threads as that is worth, this one included.
func (q *queue) start(j job, count int, work float64) {
	q.count = count
	q.taken.Store(0)
	q.check()
	threads := min(q.threads, count)
	if work < q.least {
		threads = 1
	}
	if threads == 1 {
		j.take(q)
	} else {
		workers.Share(threads, func() { j.take(q) })
	}
	q.check()
}

// next returns the number of a piece that nobody has taken, or false when there is none or the job was interrupted.
func (q *queue) next() (piece int, more bool) {
	if q.stopped() {
		return 0, false
	}
	piece = int(q.taken.Add(1)) - 1
	return piece, piece < q.count
}
