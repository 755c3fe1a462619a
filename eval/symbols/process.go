// This file keeps cells from ending the process that they share with the kernel: by signals to themselves, by becoming another
// program, by limits, by raw system calls. What can be given a meaning for a cell has it: a signal that would end a program
// ends the cell.

package symbols

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"syscall"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// bindSyscall replaces what the platform's package has of these functions.
func bindSyscall(funcs map[string]any) {
	bindDescriptors(funcs)
	funcs["Exit"] = eval.Bound(func(env eval.Env) any { return env.Exit })
	for _, name := range []string{"Exec", "Reboot", "Setrlimit", "PtraceAttach", "Syscall", "Syscall6", "Syscall9", "RawSyscall", "RawSyscall6", "AllThreadsSyscall", "AllThreadsSyscall6"} {
		refuse(funcs, name, "syscall."+name+" is not for cells: it can end the kernel")
	}
	for _, name := range []string{"Kill", "Tgkill"} {
		if f := reflect.ValueOf(funcs[name]); f.IsValid() {
			funcs[name] = eval.Bound(func(env eval.Env) any { return killing(env, f) })
		}
	}
	bindMappings(funcs)
}

// refuse replaces a function by one that panics with the reason.
func refuse(funcs map[string]any, name, reason string) {
	if f, ok := funcs[name]; ok {
		funcs[name] = reflect.MakeFunc(reflect.TypeOf(f), func([]reflect.Value) []reflect.Value { panic(errors.New(reason)) }).Interface()
	}
}

// killing is syscall.Kill and its like, which send a signal, the last argument, to a process, the first. A cell that kills
// its own process or group means itself.
func killing(env eval.Env, f reflect.Value) any {
	return reflect.MakeFunc(f.Type(), func(args []reflect.Value) []reflect.Value {
		pid := args[0].Int()
		if own := int64(os.Getpid()); pid == own || pid <= 0 && pid != math.MinInt64 {
			if sig, ok := args[len(args)-1].Interface().(os.Signal); ok {
				signalSelf(env, sig)
				return []reflect.Value{reflect.Zero(f.Type().Out(0))}
			}
		}
		return f.Call(args)
	}).Interface()
}

// A listener is a cell's wish to hear of signals.
type listener struct {
	key     any // the channel
	signals []os.Signal
	deliver func(os.Signal)
}

// listeners are those of all cells. Signals from outside reach them through os/signal, those of cells to themselves at once.
var listeners struct {
	sync.Mutex
	list []listener
}

func listen(l listener) {
	listeners.Lock()
	defer listeners.Unlock()
	listeners.list = append(listeners.list, l)
}

func ignoreFrom(match func(listener) bool) {
	listeners.Lock()
	defer listeners.Unlock()
	listeners.list = slices.DeleteFunc(listeners.list, match)
}

// signalSelf does what a signal to the own process does: whoever listens gets it, and one that nobody listens for ends the
// cell if it would end a program.
func signalSelf(env eval.Env, sig os.Signal) {
	if n, ok := sig.(syscall.Signal); ok && n == 0 {
		return // asks only whether the process is there
	}
	listeners.Lock()
	list := slices.Clone(listeners.list)
	listeners.Unlock()
	heard := false
	for _, l := range list {
		if len(l.signals) == 0 || slices.Contains(l.signals, sig) {
			l.deliver(sig)
			heard = true
		}
	}
	if n, ok := sig.(syscall.Signal); ok && (n == syscall.SIGKILL || !heard && slices.Contains(endingSignals, n)) {
		env.Exit(128 + int(n))
	}
}

// endingSignals are the signals that end a Go program.
var endingSignals = []syscall.Signal{
	syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGILL, syscall.SIGTRAP, syscall.SIGABRT, syscall.SIGBUS,
	syscall.SIGFPE, syscall.SIGKILL, syscall.SIGSEGV, syscall.SIGTERM,
}

// kernels are the signals that the kernel listens for itself.
var kernels = []os.Signal{os.Interrupt, syscall.SIGTERM}

func bindSignal(funcs map[string]any) {
	funcs["Notify"] = func(c chan<- os.Signal, sigs ...os.Signal) {
		signal.Notify(c, sigs...)
		listen(listener{c, slices.Clone(sigs), func(sig os.Signal) {
			select {
			case c <- sig:
			default:
			}
		}})
	}
	funcs["Stop"] = func(c chan<- os.Signal) {
		signal.Stop(c)
		ignoreFrom(func(l listener) bool { return l.key == any(c) })
	}
	funcs["NotifyContext"] = func(parent context.Context, sigs ...os.Signal) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancelCause(parent)
		heard, stop := signal.NotifyContext(parent, sigs...)
		end := context.AfterFunc(heard, func() { cancel(context.Cause(heard)) })
		key := new(int)
		listen(listener{key, slices.Clone(sigs), func(sig os.Signal) { cancel(fmt.Errorf("%v signal received", sig)) }})
		return ctx, func() {
			end()
			stop()
			cancel(nil)
			ignoreFrom(func(l listener) bool { return l.key == any(key) })
		}
	}
	// The kernel goes on listening: an interrupt would end it otherwise.
	funcs["Reset"] = func(sigs ...os.Signal) {
		ignoreFrom(func(l listener) bool {
			return len(sigs) == 0 || slices.ContainsFunc(l.signals, func(s os.Signal) bool { return slices.Contains(sigs, s) })
		})
		withoutKernels(sigs, signal.Reset)
	}
	funcs["Ignore"] = func(sigs ...os.Signal) { withoutKernels(sigs, signal.Ignore) }
}

// withoutKernels calls f with the signals but for the kernel's; none means all.
func withoutKernels(sigs []os.Signal, f func(...os.Signal)) {
	if len(sigs) == 0 {
		for n := syscall.Signal(1); n < 32; n++ {
			sigs = append(sigs, n)
		}
	}
	sigs = slices.DeleteFunc(slices.Clone(sigs), func(s os.Signal) bool { return slices.Contains(kernels, s) })
	if len(sigs) > 0 {
		f(sigs...)
	}
}

// bindProcess binds what sends signals to processes.
func bindProcess(funcs map[string]any) {
	funcs["FindProcess"] = findProcess
	funcs["(*Process).Kill"] = eval.Bound(func(env eval.Env) any {
		return func(p *os.Process) error { return signalProcess(env, p, os.Kill) }
	})
	funcs["(*Process).Signal"] = eval.Bound(func(env eval.Env) any {
		return func(p *os.Process, sig os.Signal) error { return signalProcess(env, p, sig) }
	})
}

// findProcess is os.FindProcess. The handle of the own process is released: methods that compiled code calls, such as those in a
// template, then send nothing, where processes have handles.
func findProcess(pid int) (*os.Process, error) {
	p, err := os.FindProcess(pid)
	if err == nil && pid == os.Getpid() {
		_ = p.Release() // never fails
		p.Pid = pid
	}
	return p, err
}

func signalProcess(env eval.Env, p *os.Process, sig os.Signal) error {
	if p != nil && p.Pid == os.Getpid() {
		signalSelf(env, sig)
		return nil
	}
	return p.Signal(sig)
}

// bindRuntime replaces what would bind the process's threads or memory for good.
func bindRuntime(funcs map[string]any) {
	funcs["SetFinalizer"] = setFinalizer
	funcs["NumGoroutine"] = eval.Bound(func(env eval.Env) any {
		return func() int {
			n := runtime.NumGoroutine()
			if cell, ok := env.(interface{ Queued() int }); ok {
				n += cell.Queued() // those that the evaluator starts later
			}
			return n
		}
	})
	funcs["Breakpoint"] = func() { panic(errors.New("runtime.Breakpoint: no debugger is attached to the kernel")) }
	// A goroutine that keeps its thread costs one of the 10,000 the process may have, and Go ends the process when a coroutine
	// of iter.Pull changes such threads. Cells call nothing that cares about threads.
	funcs["LockOSThread"] = func() {}
	funcs["UnlockOSThread"] = func() {}
	funcs["(*Pinner).Pin"] = plain(func(p *runtime.Pinner, pointer any) {
		if v := reflect.ValueOf(pointer); v.Kind() == reflect.Pointer && support.IsMapped(v.Pointer()) {
			return // it does not move
		}
		p.Pin(pointer)
		pinned.Store(p, true) // Go ends the process when a Pinner that pins is collected
	})
	funcs["(*Pinner).Unpin"] = plain(func(p *runtime.Pinner) {
		p.Unpin()
		pinned.Delete(p)
	})
}

// pinned keeps the Pinners that pin.
var pinned sync.Map // *runtime.Pinner -> true
