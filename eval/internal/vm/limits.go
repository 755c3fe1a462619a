// This file keeps a cell from taking the process down with it: stack, memory, deadlock.

package vm

import (
	"context"
	"fmt"
	"runtime/metrics"
	"slices"
	"sync/atomic"
	"time"

	"github.com/arraybook/arraybook/eval/internal/memory"
)

// maxStack is how much of a goroutine's stack nested calls between compiled and interpreted code may take. Go ends the
// process at a gigabyte.
const maxStack = 128 << 20

// goMaxStack is the size at which Go ends a process, unless it is told otherwise.
const goMaxStack = 1_000_000_000

// A stackOverflow ends code that calls itself without end.
type stackOverflow struct{ _ byte } // not empty, so that each is another

func (*stackOverflow) Error() string { return "stack overflow: calls are nested too deep" }

// errDeadlock ends a cell all of whose goroutines wait for each other. The words are Go's.
var errDeadlock error = plainError("all goroutines are asleep - deadlock!")

// errThreads ends a cell whose goroutines take too many threads of the system: those in blocking system calls have one each.
// Go ends the process at 10,000.
var errThreads error = plainError("too many goroutines wait in system calls")

// maxThreads is the count at which Go ends the process.
const maxThreads = 10_000

// threadLimit is how many threads there may be while a cell runs at whose start there were so many. Go keeps those that
// have nothing to do, and may need more beside those that are still in the system calls of earlier cells, so each cell may
// take a third of what is left.
func threadLimit(most, atStart uint64) uint64 { return atStart + (most-min(most, atStart))/3 }

// threads is how many threads of the system the process has.
func threads() uint64 { return counted("/sched/threads/total:threads") }

// busy reports whether a goroutine runs or could run beside the caller's.
func busy() bool {
	return counted("/sched/goroutines/running:goroutines", "/sched/goroutines/runnable:goroutines") > 1
}

// counted is the sum of the runtime's metrics of these names.
func counted(names ...string) (sum uint64) {
	samples := make([]metrics.Sample, len(names))
	for i, name := range names {
		samples[i].Name = name
	}
	metrics.Read(samples)
	for _, s := range samples {
		if s.Value.Kind() == metrics.KindUint64 {
			sum += s.Value.Uint64()
		}
	}
	return sum
}

// heldSlack is by how much memory may grow beyond what was held when a cell began: its own frames, and what others still take.
const heldSlack = 64 << 20

// watchInterval is how often a running cell is looked at.
const watchInterval = 50 * time.Millisecond

// deadLooks is how often in turn goroutines must have been seen to wait where they waited the time before. On a busy machine
// looks that are late follow each other at once, before a goroutine that was woken has run: it counts as waiting until then, and the
// system may keep its thread from running for longer. So looks count for less while anything else in the process runs.
const (
	deadLooks = 40
	idleLook  = 10 // for how many a look counts when nothing else runs
)

// watch looks after a running cell until ctx ends, and ends the cell when it must. Memory that was held before it began is not
// its fault: goroutines of an earlier cell may still be ending.
func (m *Machine) watch(ctx context.Context, e *env, held uint64) {
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	asleepAt, looks := uint64(0), 0
	limit := threadLimit(m.maxThreads, threads())
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := memory.Over(held); err != nil {
			e.end(err)
			return
		}
		if held > 0 && memory.Over(0) == nil {
			held = 0
		}
		if threads() > limit {
			e.end(errThreads)
			return
		}
		m.threads.prune()
		at, asleep := m.threads.asleep()
		switch {
		case !asleep || at != asleepAt:
			looks = 0
		case busy():
			looks++
		default:
			looks += idleLook
		}
		if looks >= deadLooks && !e.lent.Load() && m.wakes.passed() && !e.hasCompany() {
			e.end(errDeadlock)
			return
		}
		asleepAt = at
	}
}

func (e *env) hasCompany() bool { return e.cell.Company != nil && e.cell.Company() }

// end makes the cell end with err. Deferred calls run to their end, for deferTime at most; a cell that is interrupted ends at
// once those of cells that had been ended before it began, so that a second interrupt stops what outlived the first.
func (e *env) end(err error) {
	e.over.CompareAndSwap(0, e.m.moment.Add(1))
	e.m.threads.anyEnded.Store(true)
	held := e.m.threads.hold(e)
	e.noteCause(err)
	e.cancel(e.cause())
	e.m.threads.stop(e, held)
	if err == ErrInterrupted {
		for _, other := range e.m.threads.deferring() {
			if other.over.Load() < e.began {
				other.cutShort()
			}
		}
	}
	time.AfterFunc(deferTime, func() {
		if e.deferring.Load() > 0 && !e.cut.Load() {
			fmt.Fprintf(e.Stderr(), "deferred calls of cell %d are ended: they have run for %v since it ended\n", e.cell.Number, deferTime)
			e.cutShort()
		}
	})
}

func (e *env) noteCause(err error) { e.why.CompareAndSwap(nil, &err) } // allocates err, which its caller does not at once

// deferTime is how long deferred calls of a cell that was ended may run.
const deferTime = 5 * time.Second

// cutShort ends the deferred calls of a cell that was ended.
func (e *env) cutShort() {
	e.cut.Store(true)
	e.m.threads.stop(e, false)
}

// deferring lists the cells that have been ended and run deferred calls.
func (s *threadSet) deferring() (cells []*env) {
	for _, c := range s.list(nil) {
		if c.ctx.Err() != nil && c.deferring.Load() > 0 && !slices.Contains(cells, c.env) {
			cells = append(cells, c.env)
		}
	}
	return cells
}

// A sleeper counts threads that wait for others.
type sleeper struct {
	waiting atomic.Int64
	epoch   atomic.Uint64 // rises whenever a thread starts or ends waiting
}

func (s *sleeper) begin() {
	s.waiting.Add(1)
	s.epoch.Add(1)
}

func (s *sleeper) done() {
	s.waiting.Add(-1)
	s.epoch.Add(1)
}

// asleep says that every thread waits for another, and since which epoch.
func (s *threadSet) asleep() (epoch uint64, all bool) {
	epoch = s.sleep.epoch.Load()
	running := s.running.Load()
	return epoch, running > 0 && s.sleep.waiting.Load() == running && s.pace.queued.Load() == 0
}
