// This file knows which compiled functions leave something behind that wakes goroutines later: a timer's channel, a server, a
// channel of signals. Until then cells that wait are not deadlocked.

package vm

import (
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
	"weak"
)

// A waking says what wakes goroutines after a call of a compiled function.
type waking uint8

const (
	wakesNever   waking = iota
	wakesOnce           // once, after the duration or at the time that it is given
	wakesAlways         // whenever it likes
	startsTicker        // again and again: the ticker that it returns
	resetsTicker        // the ticker that it is called on
	stopsTicker         // no longer: the ticker that it is called on
)

// wakingOf tells it by the package, the name and the type of a function.
func wakingOf(pkg, name string, rt reflect.Type) waking {
	switch {
	case pkg == "time":
		return wakingOfTime(name, rt)
	case pkg == "context":
		switch name {
		case "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause":
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

// wakingOfTime is wakingOf for package time. Sleep leaves nothing behind.
func wakingOfTime(name string, rt reflect.Type) waking {
	if rt.NumIn() == 0 {
		return wakesNever
	}
	switch rt.In(0) {
	case reflect.TypeFor[time.Duration]():
		switch name {
		case "After", "NewTimer", "AfterFunc":
			return wakesOnce
		case "Tick":
			return wakesAlways
		case "NewTicker":
			return startsTicker
		}
	case reflect.TypeFor[*time.Timer]():
		if name == "Reset" {
			return wakesOnce
		}
	case reflect.TypeFor[*time.Ticker]():
		switch name {
		case "Reset":
			return resetsTicker
		case "Stop":
			return stopsTicker
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
type horizon struct {
	at atomic.Int64

	mu      sync.Mutex
	tickers map[weak.Pointer[time.Ticker]]bool // those that tick
}

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
	return at != endless && time.Now().UnixNano() > at+int64(time.Second) && !h.ticks()
}

// ticks reports whether a ticker ticks that somebody holds.
func (h *horizon) ticks() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for p := range h.tickers {
		if p.Value() != nil {
			return true
		}
		delete(h.tickers, p)
	}
	return false
}

func (h *horizon) setTicking(ticker *time.Ticker, ticks bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !ticks {
		delete(h.tickers, weak.Make(ticker))
		return
	}
	if h.tickers == nil {
		h.tickers = map[weak.Pointer[time.Ticker]]bool{}
	}
	h.tickers[weak.Make(ticker)] = true
}

// noteTicker notes what a call did to a ticker.
func (n *nativeCall) noteTicker(t *thread, fp unsafe.Pointer) {
	slot := n.dst
	if n.wakes != startsTicker {
		slot = n.args[0]
	} else if n.dst == noResult {
		return
	}
	if ticker := get[*time.Ticker](fp, slot); ticker != nil {
		t.m.wakes.setTicking(ticker, n.wakes != stopsTicker)
	}
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
