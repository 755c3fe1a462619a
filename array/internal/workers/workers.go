// Package workers lets several goroutines work on one task. They stay awake for a moment after it, since to wake a
// sleeping processor takes longer than many a task; then they sleep, and cost nothing. It must not know what the tasks
// are.
package workers

import (
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// awakeFor is how long a worker looks for another task before it sleeps.
const awakeFor = 60 * time.Microsecond

// A task is a call of Share.
type task struct {
	f       func()
	seats   int // how many more workers may join it; guarded by pool
	working atomic.Int32
	workers sync.WaitGroup
	once    sync.Once
	broken  any // what the first worker panicked with
}

// pool holds the tasks that workers may join, and how many workers there are.
var pool struct {
	sync.Mutex
	open     []*task
	seats    atomic.Int32 // of the open tasks
	tasks    sync.Cond    // wakes a worker
	workers  int
	asleep   int
	spinning atomic.Int32
}

func init() { pool.tasks.L = &pool.Mutex }

// Share calls f here and, at the same time, in up to threads-1 workers, and returns when all these calls have. f should
// take pieces of work from a common queue until there are none left: a worker that comes late finds nothing to do, and
// one that is not there when the first call returns is not waited for. f may call Share. A panic of f is raised again
// here, when the other calls have returned.
func Share(threads int, f func()) {
	if threads < 2 {
		f()
		return
	}
	t := &task{f: f, seats: threads - 1}
	t.offer()
	defer t.finish()
	f()
}

// offer lets workers join, and wakes or starts as many as are missing.
func (t *task) offer() {
	pool.Lock()
	defer pool.Unlock()
	pool.open = append(pool.open, t)
	pool.seats.Add(int32(t.seats))
	missing := int(pool.seats.Load()) - int(pool.spinning.Load())
	for range min(missing, pool.asleep) {
		pool.tasks.Signal()
	}
	for missing -= pool.asleep; missing > 0 && pool.workers < t.seats; missing-- {
		pool.workers++
		go work()
	}
}

// finish waits for the workers that have joined; no others may.
func (t *task) finish() {
	pool.Lock()
	if i := slices.Index(pool.open, t); i >= 0 {
		pool.open = slices.Delete(pool.open, i, i+1)
		pool.seats.Add(-int32(t.seats))
	}
	pool.Unlock()
	spinUntil(func() bool { return t.working.Load() == 0 })
	t.workers.Wait()
	if t.broken != nil {
		panic(t.broken)
	}
}

// work is what a worker does, for ever, unless a task ends its goroutine. Memory that a file or the system has taken away
// is a panic in tasks, not the end of the process.
func work() {
	debug.SetPanicOnFault(true)
	for {
		next().run()
	}
}

// next waits for a task and joins it.
func next() *task {
	pool.Lock()
	defer pool.Unlock()
	for {
		if len(pool.open) > 0 {
			t := pool.open[0]
			if t.seats--; t.seats == 0 {
				pool.open = slices.Delete(pool.open, 0, 1)
			}
			pool.seats.Add(-1)
			t.working.Add(1)
			t.workers.Add(1)
			return t
		}
		pool.Unlock()
		found := spin()
		pool.Lock()
		if !found && len(pool.open) == 0 {
			pool.asleep++
			pool.tasks.Wait()
			pool.asleep--
		}
	}
}

// run calls the task's function for one worker, which is none any more if the function ends its goroutine.
func (t *task) run() {
	returned := false
	defer func() {
		if r := recover(); r != nil {
			t.once.Do(func() { t.broken = r })
		} else if !returned {
			pool.Lock()
			pool.workers--
			pool.Unlock()
		}
		t.working.Add(-1)
		t.workers.Done()
	}()
	t.f()
	returned = true
}

// spin looks for a task for a while, but leaves a processor to others.
func spin() (found bool) {
	defer pool.spinning.Add(-1)
	if int(pool.spinning.Add(1)) >= runtime.GOMAXPROCS(0) {
		return false
	}
	return spinUntil(func() bool { return pool.seats.Load() > 0 })
}

// spinUntil waits until f, but no longer than awakeFor, and returns whether it came true.
func spinUntil(f func() bool) bool {
	if f() {
		return true
	}
	for start := time.Now(); time.Since(start) < awakeFor; {
		for range 64 {
			pause()
			if f() {
				return true
			}
		}
	}
	return false
}
