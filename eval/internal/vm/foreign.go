package vm

// This file holds threads on goroutines that they did not begin, and ends panics on those that compiled code started: of
// servers, commands, finalizers.

import (
	"runtime"
	"strings"
)

// A beginning says who began a thread's goroutine. A guest, which is a thread that serves calls by compiled code on a goroutine that it
// did not begin, has to look it up: the whole stack is walked through, so it is kept.
type beginning uint8

const (
	byThread beginning = iota
	notLookedUp
	byCell
	byCompiled
)

// newGuest returns a new thread that serves calls on goroutine g, which runs.
func (m *Machine) newGuest(e *env, g uintptr) *thread {
	t := m.newThread(e, goroutine{})
	t.on.Store(g)
	t.began = notLookedUp
	t.list(g)
	return t
}

// callerOn returns the thread that was the last to call compiled code which may call back, if it did so on goroutine g, which runs;
// else nil.
func (m *Machine) callerOn(g uintptr) *thread {
	if t := m.caller.Load(); t != nil && g != 0 && t.on.Load() == g {
		return t
	}
	return nil
}

// calling notes that the thread calls compiled code that may call back on the same goroutine.
func (t *thread) calling() {
	if t.m.caller.Load() == t {
		return
	}
	t.m.caller.Store(t)
	if !t.listed {
		t.list(t.on.Load())
	}
}

// list makes the thread known as the one on goroutine g.
func (t *thread) list(g uintptr) {
	if g != 0 {
		t.listed = true
		t.m.threads.serving.Store(g, t)
	}
}

// servant returns the thread that serves calls by compiled code on goroutine g, which runs; nil if there is none.
func (s *threadSet) servant(g uintptr) *thread {
	if t, ok := s.serving.Load(g); ok {
		return t.(*thread)
	}
	return nil
}

// raise lets p go on in the compiled code that called the thread. From the outermost call on a goroutine of compiled code, nothing
// but the end of the process would come of that: there the panic is reported as that of any goroutine of the cell, and the
// goroutine ends, running what compiled code has deferred.
func (t *thread) raise(p *panicking) {
	t.m.traces.put(p)
	if t.nested == 0 && !t.onOwnGoroutine() {
		t.report(p.value)
		runtime.Goexit()
	}
	panic(p.value)
}

// onOwnGoroutine reports whether an interpreted go statement or the start of a cell began the thread's goroutine, which runs.
func (t *thread) onOwnGoroutine() bool {
	if t.began == notLookedUp {
		t.began = whoBegan()
	}
	return t.began != byCompiled
}

// whoBegan looks up who began the running goroutine. A coroutine of iter.Pull counts as a cell's: it hands panics on to whoever
// pulls.
func whoBegan() beginning {
	const outermost = 16 // frames
	for size := 256; ; size *= 4 {
		pcs := make([]uintptr, size)
		if n := runtime.Callers(0, pcs); n < size {
			return beginningOf(runtime.CallersFrames(pcs[max(0, n-outermost):n]))
		}
	}
}

// beginningOf tells it from the outermost frames.
func beginningOf(frames *runtime.Frames) beginning {
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "vm.(*thread).runMain") || strings.HasSuffix(f.Function, "vm.(*thread).run") ||
			strings.HasSuffix(f.Function, "vm.(*thread).describe") ||
			strings.HasPrefix(f.Function, "iter.Pull") {
			return byCell
		}
		if !more {
			return byCompiled
		}
	}
}
