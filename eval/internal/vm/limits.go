// This file keeps a cell from taking the process down with it: stack, memory, deadlock.

package vm

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime/metrics"
	"strconv"
	"sync/atomic"
	"time"
)

// maxStack is how much of a goroutine's stack nested calls between compiled and interpreted code may take. Go ends the
// process at a gigabyte.
const maxStack = 128 << 20

// A stackOverflow ends code that calls itself without end.
type stackOverflow struct{}

func (*stackOverflow) Error() string { return "stack overflow: calls are nested too deep" }

// errDeadlock ends a cell all of whose goroutines wait for each other. The words are Go's.
var errDeadlock error = plainError("all goroutines are asleep - deadlock!")

// A memoryError ends a cell that takes too much memory.
type memoryError struct{ used, limit uint64 }

func (e *memoryError) Error() string {
	return fmt.Sprintf("out of memory: the session would hold %s, its limit is %s", megabytes(e.used), megabytes(e.limit))
}

func megabytes(n uint64) string { return fmt.Sprintf("%.0f MB", float64(n)/(1<<20)) }

// SetMemoryLimit bounds the memory that values may take, in bytes; 0 lifts the bound.
func (m *Machine) SetMemoryLimit(bytes uint64) { m.memory.Store(bytes) }

// Memory returns the bytes that values take now, and the limit.
func (m *Machine) Memory() (used, limit uint64) { return heapInUse(), m.memory.Load() }

// defaultMemory is four fifths of what the machine or its container has, 0 where that is not known.
func defaultMemory() uint64 {
	total := memTotal()
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseUint(string(bytes.TrimSpace(data)), 10, 64); err == nil && (total == 0 || n < total) {
			total = n
		}
	}
	return total / 5 * 4
}

// memTotal reads the machine's memory where Linux tells it.
func memTotal() uint64 {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	var kb uint64
	if _, err := fmt.Sscanf(string(data), "MemTotal: %d kB", &kb); err != nil {
		return 0
	}
	return kb << 10
}

func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// largeAlloc is the size from which an allocation is held against the limit beforehand.
const largeAlloc = 64 << 20

// reserve panics if n more bytes would go past the limit.
func (m *Machine) reserve(n uintptr) {
	limit := m.memory.Load()
	if n < largeAlloc || limit == 0 {
		return
	}
	if used := heapInUse() + uint64(n); used > limit {
		panic(&memoryError{used, limit})
	}
}

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
		limit := m.memory.Load()
		if used := heapInUse(); limit > 0 && used > limit {
			e.end(&memoryError{used, limit})
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
