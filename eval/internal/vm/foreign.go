package vm

// This file ends panics on goroutines that compiled code started: those of timers, sync.WaitGroup.Go, servers, commands.

import (
	"runtime"
	"strings"
)

// raise lets p go on in the compiled code that called the thread. On a goroutine of compiled code, nothing but the end of
// the process would come of that: there the panic is reported as that of any goroutine of the cell, and the goroutine
// ends, running what compiled code has deferred.
func (t *thread) raise(p *panicking) {
	t.m.traces.put(p)
	if !t.first && !onOwnGoroutine() {
		t.report(p.value)
		runtime.Goexit()
	}
	panic(p.value)
}

// onOwnGoroutine reports whether an interpreted go statement or the start of a cell began this goroutine. A coroutine of
// iter.Pull counts as well: it hands panics on to whoever pulls.
func onOwnGoroutine() bool {
	pcs := make([]uintptr, 256)
	for skip := 0; ; {
		n := runtime.Callers(skip, pcs)
		if n < len(pcs) {
			return isOwnStart(runtime.CallersFrames(pcs[:n]))
		}
		skip += n - 4 // the outermost frames in one piece
	}
}

// isOwnStart reports whether the outermost frames are of a goroutine that the engine, or iter.Pull, started.
func isOwnStart(frames *runtime.Frames) bool {
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "vm.(*thread).runMain") || strings.HasSuffix(f.Function, "vm.(*thread).run") ||
			strings.HasSuffix(f.Function, "vm.(*thread).describe") ||
			strings.HasPrefix(f.Function, "iter.Pull") {
			return true
		}
		if !more {
			return false
		}
	}
}
