package vm

// This file holds threads on goroutines that they did not begin, and ends panics on those that compiled code started: of
// servers, commands, finalizers.

import (
	"runtime"
	"strings"
)

// A guest is what a thread knows that serves calls by compiled code on a goroutine that it did not begin: one that compiled code
// started, or one of a cell, when another thread has called compiled code since (Machine.caller).
type guest struct {
	outer *thread // a guest on the same goroutine, of another cell, whose call leads to this one's
	began beginning
}

// A beginning says who began a goroutine. To find out, the whole stack is walked through, so it is kept.
type beginning uint8

const (
	notLookedUp beginning = iota
	byCell
	byCompiled
)

// newGuest returns a new thread that serves calls on goroutine g, which runs.
func (m *Machine) newGuest(e *env, g uintptr) *thread {
	t := m.newThread(e, goroutine{})
	t.on.Store(g)
	t.guest = &guest{outer: m.threads.guest(g)}
	if t.guest.outer != nil {
		t.guest.began = t.guest.outer.guest.began
	}
	if g != 0 {
		m.threads.guests.Store(g, t)
	}
	return t
}

// guest returns the latest guest on goroutine g, which runs; nil if there is none.
func (s *threadSet) guest(g uintptr) *thread {
	if t, ok := s.guests.Load(g); ok {
		return t.(*thread)
	}
	return nil
}

// dropGuest lets go of a guest that ends, on its goroutine.
func (s *threadSet) dropGuest(t *thread) {
	if g := t.on.Load(); t.guest.outer != nil {
		s.guests.Store(g, t.guest.outer)
	} else {
		s.guests.Delete(g)
	}
}

// raise lets p go on in the compiled code that called the thread. On a goroutine of compiled code, nothing but the end of
// the process would come of that: there the panic is reported as that of any goroutine of the cell, and the goroutine
// ends, running what compiled code has deferred.
func (t *thread) raise(p *panicking) {
	t.m.traces.put(p)
	if !t.onOwnGoroutine() {
		t.report(p.value)
		runtime.Goexit()
	}
	panic(p.value)
}

// onOwnGoroutine reports whether an interpreted go statement or the start of a cell began the thread's goroutine, which runs.
func (t *thread) onOwnGoroutine() bool {
	if t.guest == nil {
		return true
	}
	if t.guest.began == notLookedUp {
		began := whoBegan()
		for on := t; on != nil; on = on.guest.outer {
			on.guest.began = began
		}
	}
	return t.guest.began == byCell
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
