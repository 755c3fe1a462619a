// This file knows which compiled functions leave something behind that wakes goroutines later: a timer's channel, a server, a
// channel of signals. Until then cells that wait are not deadlocked.

package vm

import (
	"reflect"
	"strings"
	"sync/atomic"
	"time"
	"unsafe"
)

// A waking says what wakes goroutines after a call of a compiled function.
type waking uint8

const (
	wakesNever  waking = iota
	wakesOnce          // once, after the duration or at the time that it is given
	wakesAlways        // whenever it likes
)

// wakingOf tells it by the package, the name and the type of a function.
func wakingOf(pkg, name string, rt reflect.Type) waking {
	switch {
	case pkg == "time" && strings.Contains(name, "Tick"):
		return wakesAlways
	case pkg == "time" || pkg == "context":
		if whenIndex(rt) >= 0 && name != "Sleep" {
			return wakesOnce
		}
	case pkg == "os/signal", pkg == "runtime" && name == "SetFinalizer", strings.HasSuffix(pkg, "/support") && name == "AddCleanup":
		return wakesAlways
	case pkg == "net" || strings.HasPrefix(pkg, "net/") || pkg == "os/exec":
		if lends(rt) {
			return wakesAlways
		}
	}
	return wakesNever
}

// whenIndex is the parameter that says when, -1 if there is none.
func whenIndex(rt reflect.Type) int {
	for i := range rt.NumIn() {
		if in := rt.In(i); in == reflect.TypeFor[time.Duration]() || in == reflect.TypeFor[time.Time]() && i > 0 {
			return i
		}
	}
	return -1
}

// A horizon is the time up to which compiled code may wake goroutines, in nanoseconds.
type horizon struct{ at atomic.Int64 }

const endless = int64(1<<63 - 1)

func (h *horizon) extend(at int64) {
	for {
		old := h.at.Load()
		if at <= old || h.at.CompareAndSwap(old, at) {
			return
		}
	}
}

// passed reports whether nothing of compiled code is left that wakes goroutines. What a timer starts needs a moment.
func (h *horizon) passed() bool {
	at := h.at.Load()
	return at != endless && time.Now().UnixNano() > at+int64(time.Second)
}

// noteWaking extends the session's horizon by what the call leaves behind.
func (n *nativeCall) noteWaking(t *thread, fp unsafe.Pointer) {
	at := endless
	if n.wakes == wakesOnce {
		i := whenIndex(n.rt)
		when := time.Now()
		if n.rt.In(i) == reflect.TypeFor[time.Time]() {
			when = get[time.Time](fp, n.args[i])
		} else {
			when = when.Add(get[time.Duration](fp, n.args[i]))
		}
		if at = when.UnixNano(); when.After(time.Now().AddDate(200, 0, 0)) {
			at = endless
		}
	}
	t.m.wakes.extend(at)
}
