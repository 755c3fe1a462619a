// This file keeps cells with many goroutines from keeping the processors from everybody else. Go runs what is ready in turn, and whoever
// reads the interrupt of a million goroutines stands in the same queue as they.

package vm

import (
	"go/token"
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"
)

// A pacer bounds how long the queue of what is ready takes.
type pacer struct {
	cells   atomic.Int64                  // that run
	watched atomic.Bool                   // the queue is watched
	looks   atomic.Int64                  // when the last look is that has a timer, in nanoseconds
	since   atomic.Int64                  // when somebody joined the queue, in nanoseconds; 0 if nobody is in it
	pause   atomic.Pointer[chan struct{}] // closed when threads that pause may go on; nil unless they shall pause

	taken    atomic.Pointer[byte]    // memory that whoever stands in the queue takes
	less     atomic.Int64            // by how much fewer than maxStarting may be starting, while the queue takes long
	starting atomic.Int64            // goroutines that have been started and have not begun
	queued   atomic.Int64            // goroutines to be started when others have begun
	latest   atomic.Pointer[waiting] // the latest of them, which leads to the others
	moving   atomic.Bool             // somebody starts some, and has first
	first    *waiting                // those to be started before the others, in order
}

// A waiting is a goroutine to be started. It has no thread yet.
type waiting struct {
	next *waiting
	cell *env
	at   token.Pos
	d    *deferred // the call, or nil:
	f    func()    // to be called, and
	done func()    // then, unless it is nil
}

// function names what the goroutine calls.
func (w *waiting) function() string {
	if w.d != nil {
		return w.d.function()
	}
	if cl := w.closure(); cl != nil {
		return funcName(cl.slot.fn())
	}
	return ""
}

// closure returns the closure behind f, nil if it is a compiled function or nil.
func (w *waiting) closure() *closure {
	if w.f == nil {
		return nil
	}
	return closureOf(*(*unsafe.Pointer)(unsafe.Pointer(&w.f)), shapes[":"].code)
}

// drop says that the goroutine has ended, or never begins.
func (w *waiting) drop() {
	if w.done != nil {
		w.done()
	}
}

const (
	// minStarting to maxStarting goroutines may be in Go's queue before they begin, and maxQueued more wait before those that start them
	// are slowed down.
	minStarting, maxStarting, maxQueued = 16, 1000, 100_000

	paceLook   = 12 * time.Millisecond  // how often it is looked how long the queue takes; more than Go lets anybody run at a time
	looksAhead = 3                      // timers that are set for looks
	paceDelay  = 15 * time.Millisecond  // after which threads pause, so that the queue gets shorter
	maxPause   = 150 * time.Millisecond // then they go on, for as long: what keeps the queue long may be compiled code, which does not hear
)

var processBegan = time.Now()

// nanoseconds is the time on a clock that nobody sets, never 0.
func nanoseconds() int64 { return int64(time.Since(processBegan)) + 1 }

// start starts a goroutine for the call d, at once or, if many others have not begun yet, after them.
func (s *threadSet) start(m *Machine, w *waiting) {
	s.watch()
	p := &s.pace
	if p.starting.Load() < p.most() {
		s.launch(m, w)
		return
	}
	for {
		w.next = p.latest.Load()
		if p.latest.CompareAndSwap(w.next, w) {
			break
		}
	}
	many := p.queued.Add(1) > maxQueued
	s.startQueued(m)
	if many {
		runtime.Gosched()
	}
}

func (s *threadSet) launch(m *Machine, w *waiting) {
	s.pace.starting.Add(1)
	t := m.newThread(w.cell, goroutine{quit: make(chan struct{}), start: w.at, fn: w.function()})
	go t.run(w)
}

// begun notes that a goroutine has begun, and lets it pause with the others.
func (s *threadSet) begun(m *Machine) {
	s.pace.starting.Add(-1)
	s.pauses()
	s.startQueued(m)
}

// startQueued starts goroutines of the queue. One does it at a time; whoever finds another at it leaves it to that one, or to
// those that have been started and will begin.
func (s *threadSet) startQueued(m *Machine) {
	p := &s.pace
	var dropped []*waiting
	for p.queued.Load() > 0 && p.starting.Load() < p.most()/2 && p.moving.CompareAndSwap(false, true) {
		for p.starting.Load() < p.most() {
			if p.first == nil {
				p.first = reversed(p.latest.Swap(nil))
			}
			w := p.first
			if w == nil {
				break
			}
			p.first = w.next
			if w.cell.ctx.Err() == nil || w.cell.deferring.Load() > 0 { // else it would end at once
				s.launch(m, w)
			} else {
				dropped = append(dropped, w)
			}
			p.queued.Add(-1)
		}
		p.moving.Store(false)
	}
	for _, w := range dropped { // which may panic, as a WaitGroup does that was counted down before
		w.drop()
	}
}

func reversed(w *waiting) (first *waiting) {
	for w != nil {
		w.next, first, w = first, w, w.next
	}
	return first
}

// watch has the queue watched where there may be one.
func (s *threadSet) watch() {
	if !s.pace.watched.Load() && s.running.Load() > 0 && s.pace.watched.CompareAndSwap(false, true) {
		s.nextLooks(nanoseconds())
	}
}

// look sends somebody into Go's queue, while it may be long, and has the threads pause when that one is late. Timers do not
// stand in the queue: what they start runs next. But it may be put into the queue after all, for what another timer starts at the same
// moment, or on its way, so that there are always some looks to come.
func (s *threadSet) look() {
	if !s.mayQueue() {
		s.pace.watched.Store(false)
		s.goOn()
		if s.mayQueue() { // since it was looked at
			s.watch()
		}
		return
	}
	now := nanoseconds()
	s.nextLooks(now)
	if s.pace.since.CompareAndSwap(0, now) {
		go s.queue()
	}
	if s.late() {
		s.letPause()
	}
	if !s.late() { // by now
		s.goOn()
	}
}

// mayQueue reports whether the queue may be long: cells run that have goroutines, or it was long, for those that have ended.
func (s *threadSet) mayQueue() bool {
	p := &s.pace
	return s.running.Load() > 1 && (p.cells.Load() > 0 || p.since.Load() != 0 || p.less.Load() > 0) || p.queued.Load() > 0
}

// nextLooks sets the timers of looks.
func (s *threadSet) nextLooks(now int64) {
	for {
		last := s.pace.looks.Load()
		next := max(last, now) + int64(paceLook)
		if next > now+looksAhead*int64(paceLook) {
			return
		}
		if s.pace.looks.CompareAndSwap(last, next) {
			time.AfterFunc(time.Duration(next-now), s.look)
		}
	}
}

// queue stands in Go's queue, and in that of those who allocate.
func (s *threadSet) queue() {
	runtime.Gosched()
	p := &s.pace
	p.taken.Store(new(byte)) // which may mean to wait for the collector, behind all others
	if took := time.Duration(nanoseconds() - p.since.Load()); took > paceDelay {
		p.less.Store(maxStarting - max(minStarting, p.most()/2))
	} else {
		p.less.Store(maxStarting - min(maxStarting, p.most()*2))
	}
	p.since.Store(0)
	s.goOn()
}

// most is how many goroutines may be starting.
func (p *pacer) most() int64 { return maxStarting - p.less.Load() }

// late reports whether threads shall pause.
func (s *threadSet) late() bool {
	since := s.pace.since.Load()
	late := time.Duration(nanoseconds()-since) - paceDelay
	return since != 0 && late > 0 && late/maxPause%2 == 0
}

// letPause has all threads wait until goOn.
func (s *threadSet) letPause() {
	over := make(chan struct{})
	s.pace.pause.CompareAndSwap(nil, &over)
	s.all(func(t *thread) {
		if atomic.LoadUint32(&t.stop) == goOn && !t.waiting.Load() {
			atomic.CompareAndSwapUint32(&t.stop, goOn, pause)
		}
	})
}

// goOn lets the threads go on that pause.
func (s *threadSet) goOn() {
	if over := s.pace.pause.Swap(nil); over != nil {
		close(*over)
	}
}

// Queued is how many goroutines of all cells are to be started, which Goroutines does not list.
func (m *Machine) Queued() int { return int(m.threads.pace.queued.Load()) }

// Queued is Machine.Queued.
func (e *env) Queued() int { return e.m.Queued() }

// pauses waits while threads shall pause.
func (s *threadSet) pauses() {
	if over := s.pace.pause.Load(); over != nil {
		<-*over
	}
}
