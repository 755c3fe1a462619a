// This file keeps a cell from taking the process down with it: stack, memory, deadlock.

package vm

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/arraybook/arraybook/eval/internal/memory"
)

// maxStack is how much of a goroutine's stack nested calls between compiled and interpreted code may take. Go ends the
// process at a gigabyte.
const maxStack = 128 << 20

// A stackOverflow ends code that calls itself without end.
type stackOverflow struct{}

func (*stackOverflow) Error() string { return "stack overflow: calls are nested too deep" }

// errDeadlock ends a cell all of whose goroutines wait for each other. The words are Go's.
var errDeadlock error = plainError("all goroutines are asleep - deadlock!")

// watchInterval is how often a running cell is looked at.
const watchInterval = 50 * time.Millisecond

// watch looks after a running cell until ctx ends, and ends the cell when it must.
func (m *Machine) watch(ctx context.Context, e *env) {
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	asleepAt := uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := memory.Over(); err != nil {
			e.end(err)
			return
		}
		at, asleep := m.threads.asleep()
		if asleep && at == asleepAt && !e.lent.Load() {
			e.end(errDeadlock)
			return
		}
		asleepAt = at
	}
}

// end makes the cell end with err.
func (e *env) end(err error) {
	e.cancel(err)
	e.m.threads.stop(e)
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
	s.mu.Lock()
	defer s.mu.Unlock()
	running := int64(len(s.set) - len(s.idle))
	return s.sleep.epoch.Load(), running > 0 && s.sleep.waiting.Load() == running
}
