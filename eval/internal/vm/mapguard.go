// This file keeps interpreted goroutines from using a map at the same time in a way that makes the Go runtime end the
// process: it panics in the goroutine instead.

package vm

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

// A mapGuard excludes readers of some maps from writers of the same maps. Maps share guards by their address.
type mapGuard struct {
	readers atomic.Int64
	writer  atomic.Uintptr // address of the map being written
	_       [48]byte       // one guard a cache line
}

var mapGuards [256]mapGuard

func guardOf(m unsafe.Pointer) *mapGuard { return &mapGuards[uintptr(m)>>6%uintptr(len(mapGuards))] }

// guarded says whether map operations of the thread must be guarded: not while it is the only one.
func (t *thread) guarded() bool { return t.m.threads.many.Load() }

// readMap runs f, which reads the map.
func (t *thread) readMap(m unsafe.Pointer, f func()) {
	if m == nil || !t.guarded() {
		f()
		return
	}
	g := guardOf(m)
	for {
		g.readers.Add(1)
		w := g.writer.Load()
		if w == 0 {
			break
		}
		g.readers.Add(-1)
		if w == uintptr(m) {
			panic(plainError("concurrent map read and map write"))
		}
		runtime.Gosched()
	}
	defer g.readers.Add(-1)
	t.checkHeld(m, false)
	f()
}

// writeMap runs f, which writes the map.
func (t *thread) writeMap(m unsafe.Pointer, f func()) {
	if m == nil || !t.guarded() {
		f()
		return
	}
	g := guardOf(m)
	for !g.writer.CompareAndSwap(0, uintptr(m)) {
		if g.writer.Load() == uintptr(m) {
			panic(plainError("concurrent map writes"))
		}
		runtime.Gosched()
	}
	defer g.writer.Store(0)
	for g.readers.Load() > 0 {
		runtime.Gosched()
	}
	t.checkHeld(m, true)
	f()
}
