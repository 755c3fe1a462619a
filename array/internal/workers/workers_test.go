// This file tests that shared tasks are done once, whatever workers are there, nest, and survive panics.

package workers

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// queue hands out the numbers below n and counts how often each was taken.
type queue struct {
	next  atomic.Int64
	taken []atomic.Int32
}

func newQueue(n int) *queue { return &queue{taken: make([]atomic.Int32, n)} }

func (q *queue) each(f func(i int)) func() {
	return func() {
		for {
			i := int(q.next.Add(1)) - 1
			if i >= len(q.taken) {
				return
			}
			q.taken[i].Add(1)
			f(i)
		}
	}
}

func (q *queue) check(t *testing.T) {
	t.Helper()
	for i := range q.taken {
		if n := q.taken[i].Load(); n != 1 {
			t.Fatalf("piece %d was done %d times", i, n)
		}
	}
}

// TestShareMeets has every call wait for all others, so that it ends only if the workers come.
func TestShareMeets(t *testing.T) {
	for range 50 {
		for _, threads := range []int{1, 2, 3, 7} {
			var all sync.WaitGroup
			all.Add(threads)
			Share(threads, func() {
				all.Done()
				all.Wait()
			})
		}
	}
}

func TestShareNested(t *testing.T) {
	outer := newQueue(30)
	Share(4, outer.each(func(int) {
		inner := newQueue(50)
		Share(3, inner.each(func(int) { runtime.Gosched() }))
		inner.check(t)
	}))
	outer.check(t)
}

func TestShareFromMany(t *testing.T) {
	var callers sync.WaitGroup
	for range 40 {
		callers.Go(func() {
			for range 50 {
				q := newQueue(20)
				Share(4, q.each(func(i int) { runtime.Gosched() }))
				q.check(t)
			}
		})
	}
	callers.Wait()
	pool.Lock()
	defer pool.Unlock()
	if len(pool.open) != 0 || pool.seats.Load() != 0 {
		t.Errorf("%d open tasks with %d seats are left", len(pool.open), pool.seats.Load())
	}
}

// TestSharePanics has every call but one panic, and the one return last.
func TestSharePanics(t *testing.T) {
	for caller := range 2 {
		for range 20 {
			var all sync.WaitGroup
			all.Add(3)
			var number atomic.Int32
			finished := false
			func() {
				defer func() {
					if r := recover(); r != "broken" {
						t.Errorf("recovered %v", r)
					}
					if !finished {
						t.Error("a call was still running when the panic came")
					}
				}()
				Share(3, func() {
					mine := number.Add(1)
					all.Done()
					all.Wait()
					if int(mine) == 1+caller {
						for range 1000 {
							runtime.Gosched()
						}
						finished = true
						return
					}
					panic("broken")
				})
			}()
		}
	}
	q := newQueue(100)
	Share(3, q.each(func(int) {}))
	q.check(t)
}

// TestShareExits ends workers' goroutines in the middle of a task.
func TestShareExits(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		var all sync.WaitGroup
		all.Add(3)
		Share(3, func() {
			all.Done()
			all.Wait()
			runtime.Goexit()
		})
	}()
	<-done
	TestShareMeets(t)
}

func TestShareProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for i := range 100 {
		runtime.GOMAXPROCS(1 + i%3)
		q := newQueue(50)
		Share(1+i%5, q.each(func(int) {}))
		q.check(t)
	}
}

// TestWorkersSleep waits until no worker spins any more.
func TestWorkersSleep(t *testing.T) {
	TestShareMeets(t)
	for {
		pool.Lock()
		asleep := pool.asleep == pool.workers && pool.spinning.Load() == 0
		pool.Unlock()
		if asleep {
			return
		}
		runtime.Gosched()
	}
}

func BenchmarkShare(b *testing.B) {
	for b.Loop() {
		Share(2, func() {})
	}
}
