// This file holds the set of threads. Millions of goroutines start and end side by side, so nothing here is held while the
// next waits: each cell's threads sit in crews, and take and leave their seats without a lock. A cell that is ended dismisses
// one crew after the other, since all at once would keep the processors from everybody else for seconds.

package vm

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// A crew is some of a cell's threads, which are told together to end. It is the cell as its threads see it, host.Env.
type crew struct {
	*env
	quit  chan struct{} // closed when those who wait shall end
	taken atomic.Int64  // seats given away so far; at len(seats) and more there is none
	live  atomic.Int64  // threads that sit here or are about to
	seats []atomic.Pointer[thread]

	next  *crew                // in the list of all
	after atomic.Pointer[crew] // whom threads join when there is no seat left

	dismissed atomic.Bool // quit is closed
	closed    atomic.Bool // nobody is let in any more
	preparing atomic.Bool // somebody makes after
}

// The first crew of a cell is small, as most cells start no goroutine.
const minCrew, maxCrew = 16, 1024

// seat gives t a place; it reports false if all are taken.
func (c *crew) seat(t *thread) bool {
	c.live.Add(1)
	i := c.taken.Add(1) - 1
	if i >= int64(len(c.seats)) {
		c.live.Add(-1)
		return false
	}
	t.crew, t.place = c, int(i)
	c.seats[i].Store(t)
	return true
}

// leave gives up t's place.
func (c *crew) leave(t *thread) {
	c.seats[t.place].Store(nil)
	c.live.Add(-1)
}

// Quit is closed when what waits on behalf of a thread of the crew shall end: later than the cell's context.
func (c *crew) Quit() <-chan struct{} { return c.quit }

// close lets nobody in any more and reports whether nobody is left.
func (c *crew) close() bool {
	c.closed.Store(true)
	c.taken.Add(int64(len(c.seats)))
	return c.live.Load() == 0
}

// all calls f for the threads of the crew.
func (c *crew) all(f func(*thread)) {
	for i := range min(int(c.taken.Load()), len(c.seats)) {
		if t := c.seats[i].Load(); t != nil {
			f(t)
		}
	}
}

// dismiss wakes those who wait, for them to end; it reports false if that has been done.
func (c *crew) dismiss() bool {
	if !c.dismissed.CompareAndSwap(false, true) {
		return false
	}
	close(c.quit)
	return true
}

// threadSet is the set of running threads.
type threadSet struct {
	crews atomic.Pointer[crew] // the latest, which leads to the others

	mu      sync.Mutex
	watched bool // watchLeftovers runs

	running atomic.Int64 // threads
	count   atomic.Int64 // goroutines so far
	free    [maxIdle]atomic.Pointer[[]unsafe.Pointer]

	serving sync.Map // goroutine -> the *thread that serves calls by compiled code there

	anyEnded atomic.Bool // a cell was ever ended before its threads

	many  atomic.Bool // there was ever more than one thread at a time, or compiled code may start one
	sleep sleeper
	pace  pacer
}

// maxIdle bounds for how many threads to come the frames of ended ones are kept.
const maxIdle = 8

// take makes a thread of cell e.
func (s *threadSet) take(m *Machine, e *env, g goroutine) *thread {
	if g.quit != nil {
		g.id = int(s.count.Add(1))
	}
	t := &thread{m: m, cell: e, g: g}
	for i := range s.free {
		if s.free[i].Load() == nil {
			continue
		}
		if free := s.free[i].Swap(nil); free != nil {
			t.free = *free
			break
		}
	}
	s.running.Add(1)
	for {
		c := e.crew.Load()
		if c.seat(t) {
			if t.place == len(c.seats)/2 { // so that nobody has to wait later
				s.prepare(c)
			}
			return t
		}
		for c.after.Load() == nil {
			if c.closed.Load() {
				s.prepare(c)
			}
			runtime.Gosched()
		}
		e.crew.CompareAndSwap(c, c.after.Load())
	}
}

// prepare makes the crew after c, unless somebody does.
func (s *threadSet) prepare(c *crew) {
	if c.preparing.CompareAndSwap(false, true) {
		c.after.Store(s.hire(c.env, min(4*len(c.seats), maxCrew)))
	}
}

// hire makes a crew of cell e.
func (s *threadSet) hire(e *env, size int) *crew {
	c := &crew{env: e, quit: make(chan struct{}), seats: make([]atomic.Pointer[thread], size)}
	for {
		c.next = s.crews.Load()
		if s.crews.CompareAndSwap(c.next, c) {
			break
		}
	}
	if e.ctx.Err() != nil {
		c.dismiss() // whoever ends the cell may have been here before
	}
	return c
}

// prune lets go of crews without threads, but for the latest.
func (s *threadSet) prune() {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.crews.Load()
	for before != nil && before.next != nil {
		if c := before.next; c.live.Load() == 0 && c.close() {
			before.next, c.next = c.next, nil // whatever still has c, a closure's cell, keeps no others
		} else {
			before = c
		}
	}
}

// put ends a thread.
func (s *threadSet) put(t *thread) {
	if t.listed {
		s.serving.Delete(t.on.Load())
	}
	t.on.Store(0)
	t.crew.leave(t)
	s.running.Add(-1)
	t.fp, t.pc, t.in = 0, 0, nil
	t.callback = callback{}
	free := t.free
	t.free = nil
	for i := range s.free {
		if free != nil && s.free[i].Load() == nil && s.free[i].CompareAndSwap(nil, &free) {
			return
		}
	}
}

// dropFrames lets go of the frames that are kept, and so of the values that these still hold.
func (s *threadSet) dropFrames() {
	for i := range s.free {
		s.free[i].Store(nil)
	}
	s.prune()
}

// list returns the crews, those of cell e or all, the latest first.
func (s *threadSet) list(e *env) []*crew {
	for size := 64; ; size *= 4 {
		if list := s.listInto(make([]*crew, 0, size), e); list != nil {
			return list
		}
	}
}

// listInto is list without taking memory, for which others may have to wait who hold the lock; it returns nil if there is no room.
func (s *threadSet) listInto(list []*crew, e *env) []*crew {
	s.mu.Lock() // of those who walk, and prune; not of those who add
	defer s.mu.Unlock()
	for c := s.crews.Load(); c != nil; c = c.next {
		if e != nil && c.env != e {
			continue
		}
		if len(list) == cap(list) {
			return nil
		}
		list = append(list, c)
	}
	return list
}

// all calls f for each thread.
func (s *threadSet) all(f func(*thread)) { inTurn(s.list(nil), func(c *crew) { c.all(f) }) }

// inTurn calls f for each crew. What a timer wakes runs next: a walk through a million threads would be put at the end of Go's queue on
// the way otherwise.
func inTurn(crews []*crew, f func(*crew)) {
	const between = 64
	for i, c := range crews {
		if i%between == between-1 {
			time.Sleep(time.Nanosecond)
		}
		f(c)
	}
}

// manyBusy is how many threads are so many that they are not to end at the same time.
const manyBusy = 1000

// hold has the threads of a cell that ends wait at their next jump back, call or start until their crews are dismissed, if many do not
// wait. While those that allocate run, whoever else allocates waits for the garbage collector behind them, again and again; so nothing
// is allocated here. It reports whether there are so many.
func (s *threadSet) hold(e *env) bool {
	if s.running.Load()-s.sleep.waiting.Load() < manyBusy {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := s.crews.Load(); c != nil; c = c.next {
		if c.env == e {
			c.all(func(t *thread) { atomic.CompareAndSwapUint32(&t.stop, goOn, pause) })
		}
	}
	return true
}

// stop tells the threads of a cell to end. Those of the first crew, in which the cell's own is, hear of it at once, the others
// one crew after the other, and if they are held not before they are dismissed.
func (s *threadSet) stop(e *env, held bool) {
	crews := s.list(e)
	if len(crews) == 0 {
		return
	}
	first, others := crews[len(crews)-1], crews[:len(crews)-1]
	first.tellToEnd()
	first.dismiss()
	if len(others) > 0 {
		go func() {
			if !held {
				inTurn(others, (*crew).tellToEnd)
			}
			dismissAll(others)
		}()
	}
}

// tellToEnd tells threads to end, but for those that have heard: that would cut short what they deferred, which is for env.cutShort.
func (c *crew) tellToEnd() {
	again := c.env.cut.Load()
	c.all(func(t *thread) {
		if again || !t.heard.Load() {
			atomic.StoreUint32(&t.stop, end)
		}
	})
}

// dismissAll tells the threads of crews to end, if they have not been told, and ends their waits. It gives each crew some time to end, but
// does not wait for what they deferred.
func dismissAll(crews []*crew) {
	const looks, between = 20, time.Millisecond
	for _, c := range crews {
		c.tellToEnd()
		if !c.dismiss() {
			continue // another that ends the same cell sees to it
		}
		for i := 0; i < looks && c.live.Load() > 0; i++ {
			time.Sleep(between)
		}
	}
}
