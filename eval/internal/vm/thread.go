// This file holds threads: interpreted goroutines, how they start, stop and end.

package vm

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"io"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A thread runs interpreted code on one goroutine.
type thread struct {
	fp   place            // the running frame, which the one at the foot keeps alive
	in   *instr           // before the instruction at which exec shall start
	pc   place            // the instruction that may fault
	stop uint32           // set from outside, looked at at jumps back and calls: goOn, end, tell or pause
	free []unsafe.Pointer // free frames by code id
	m    *Machine
	cell *env

	callback callback       // the call by compiled code that the thread serves
	word     uintptr        // the result of such a call
	on       atomic.Uintptr // the goroutine, see currentG; 0 for none
	began    beginning      // who began the goroutine
	listed   bool           // in threads.serving
	nested   int            // calls by compiled code that it serves while its own calls wait
	dying    bool           // a goroutine that panics
	stopped  bool           // exec has returned for what stop asks

	heard     atomic.Bool // the order to end: what is deferred runs
	unwinding int         // how many calls deferred until a panic are under way, one within the other

	g        goroutine
	crew     *crew
	place    int          // in the crew
	quitting atomic.Bool  // g.quit is closed
	told     atomic.Int64 // position noted when asked
	waiting  atomic.Bool  // for others, at the position waitsAt
	waitsAt  atomic.Int64
}

// maxDepth bounds nested calls; a frame takes some 200 bytes.
const maxDepth = 1 << 20

// A Cell is what one execution of code in the session is given.
type Cell struct {
	Number         int
	Ctx            context.Context // cancelling it interrupts the cell
	Stdout, Stderr io.Writer
	Stdin          io.Reader
	Host           any
	Company        func() bool // other cells may begin meanwhile, so that one that waits for ever is not deadlocked; nil for never
}

// An env is a cell as its goroutines see it, host.Env. It outlives the cell's execution.
type env struct {
	cell   *Cell
	m      *Machine
	ctx    context.Context // ends when the cell is interrupted while it runs, or exits
	cancel context.CancelCauseFunc
	why    atomic.Pointer[error] // the cause; asking ctx for it takes a lock that a million ending goroutines would wait for
	crew   atomic.Pointer[crew]  // that new threads join
	lent   atomic.Bool           // compiled code got a func value or channel of the cell, and may wake it

	began int64        // when the cell began and was ended, on Machine.moment
	over  atomic.Int64 // 0 until then

	deferring atomic.Int32 // how many threads run deferred calls although the cell is ending
	cut       atomic.Bool  // deferred calls have had their time
	dying     atomic.Int32 // how many goroutines panic
}

func (e *env) Context() context.Context { return e.ctx }
func (e *env) Stdout() io.Writer        { return e.cell.Stdout }
func (e *env) Stderr() io.Writer        { return e.cell.Stderr }
func (e *env) Stdin() io.Reader         { return e.cell.Stdin }
func (e *env) Host() any                { return e.cell.Host }

// Exit ends the cell as os.Exit ends a program: goroutines of the cell stop, and the caller is unwound without running
// deferred functions.
func (e *env) Exit(code int) {
	exit := &Exit{Code: code}
	e.end(exit)
	panic(exit)
}

// Exit is the error of a cell that called os.Exit.
type Exit struct{ Code int }

func (e *Exit) Error() string { return fmt.Sprintf("exit status %d", e.Code) }

// ExitCode gives the argument of os.Exit.
func (e *Exit) ExitCode() int { return e.Code }

// ErrInterrupted is the error of a cell whose context was cancelled.
var ErrInterrupted = errors.New("interrupted")

// latest is the environment of whatever cell runs when it is asked: for compiled functions that depend on the cell and
// are passed on as func values.
type latest struct{ m *Machine }

func (l latest) Context() context.Context { return l.m.cell.Load().Context() }
func (l latest) Stdout() io.Writer        { return l.m.cell.Load().Stdout() }
func (l latest) Stderr() io.Writer        { return l.m.cell.Load().Stderr() }
func (l latest) Stdin() io.Reader         { return l.m.cell.Load().Stdin() }
func (l latest) Host() any                { return l.m.cell.Load().Host() }
func (l latest) Exit(code int)            { l.m.cell.Load().Exit(code) }

func (l latest) Starting(f, done func()) func() { return l.m.cell.Load().Starting(f, done) }

// newThread returns a new thread for a cell, with free frames of one that has ended.
func (m *Machine) newThread(e *env, g goroutine) *thread {
	t := m.threads.take(m, e, g)
	t.poll()
	return t
}

func (t *thread) end() { t.m.threads.put(t) }

// poll makes a thread stop whose cell ended while the thread was in compiled code or not yet known. A panic that went into
// compiled code and did not come out has been recovered there.
func (t *thread) poll() {
	if t.dying && t.unwinding == 0 {
		t.setDying(false)
	}
	if t.cell != nil && t.cell.stops() {
		atomic.StoreUint32(&t.stop, end)
	}
}

// stops reports whether the cell was ended and its threads are to end, since none of them runs deferred calls.
func (e *env) stops() bool { return e.ctx.Err() != nil && (e.deferring.Load() == 0 || e.cut.Load()) }

// Ended reports whether the calling goroutine is a cell's that was ended, in compiled code after whose return nothing more of
// the cell runs there.
func (m *Machine) Ended() bool {
	if !m.threads.anyEnded.Load() {
		return false
	}
	g := currentG()
	if g == 0 { // where goroutines cannot be told apart, that of the latest cell is asking
		c := m.threads.crews.Load()
		return c != nil && c.cause() != nil && c.stops()
	}
	return m.threads.ended(g)
}

// ended is Machine.Ended for goroutine g, which runs.
func (s *threadSet) ended(g uintptr) (found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := s.crews.Load(); c != nil; c = c.next {
		if c.cause() != nil && c.stops() {
			c.all(func(t *thread) { found = found || t.on.Load() == g && (t.fp == 0 || !t.inDeferred()) })
		}
	}
	return found
}

// returned is to be called after compiled code has returned to the thread: if the cell has ended meanwhile, nothing that follows
// runs, unless it is the rest of a deferred call.
func (t *thread) returned() {
	t.poll()
	t.endIfTold()
}

func (t *thread) endIfTold() {
	if atomic.LoadUint32(&t.stop) == end && !t.inDeferred() {
		t.interrupt()
	}
}

// runDefers is opRunDefers, whose function leads here.
var runDefers uint32

func init() { runDefers = opRunDefers }

// inDeferred reports whether the thread is in a deferred call of a function that returns as usual. (Where one panics the order to end is
// withdrawn for deferred calls.)
func (t *thread) inDeferred() bool {
	for h := head(t.fp.get()); h.ret != 0; h = head(h.caller) {
		if (*instr)(h.ret.get()).next().op == runDefers {
			return true
		}
	}
	return false
}

// What thread.stop asks for.
const (
	goOn  uint32 = iota
	end          // unwind
	tell         // note where you are, and go on
	pause        // wait for a moment, if threads shall, and go on
)

// interrupt does what thread.stop asks for. The order to end stays set, in case compiled code on the way swallows the
// panic.
func (t *thread) interrupt() {
	if atomic.CompareAndSwapUint32(&t.stop, tell, goOn) {
		t.told.Store(int64(t.position()))
		return
	}
	if atomic.CompareAndSwapUint32(&t.stop, pause, goOn) {
		t.m.threads.pauses()
		if t.cell.over.Load() != 0 {
			<-t.crew.quit
		}
	}
	if atomic.LoadUint32(&t.stop) == end { // else whoever asked has stopped asking meanwhile
		t.heard.Store(true)
		panic(t.reason())
	}
}

// reason is why the cell ends: ErrInterrupted, *Exit, errDeadlock or *memory.Error. The latter two are a value of the
// thread's own, so that traceStore does not mix the frames of different threads.
func (t *thread) reason() error {
	switch err := t.cell.cause().(type) {
	case nil:
		return ErrInterrupted
	case *memory.Error:
		own := *err
		return &own
	case plainError:
		return plainError(strings.Clone(string(err)))
	default:
		return err
	}
}

// cause is why the cell was ended, nil if it was not.
func (e *env) cause() error {
	if why := e.why.Load(); why != nil {
		return *why
	}
	return nil
}

// failure is the error of a cell whose thread is left behind.
func (e *env) failure() error {
	err := e.cause()
	switch err.(type) {
	case *Exit:
		return err
	}
	if err == ErrInterrupted {
		return err
	}
	return &Panic{Value: err, Text: err.Error()} // of a deadlock or lack of memory
}

func (m *Machine) newEnv(cell *Cell) *env {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(cell.Ctx))
	e := &env{cell: cell, m: m, ctx: ctx, cancel: cancel, began: m.moment.Add(1)}
	e.crew.Store(m.threads.hire(e, minCrew))
	return e
}

// Run runs fn, a function without parameters, on a thread of its own and waits for its end. If the cell's context is
// cancelled the thread is unwound; if it is stuck in compiled code it is left behind after a grace period and ends when
// that returns. The error is nil, *Panic, *Exit or ErrInterrupted.
func (m *Machine) Run(cell *Cell, fn *ssa.Function) error {
	e := m.newEnv(cell)
	ctx := e.ctx
	watched, unwatch := context.WithCancel(ctx)
	defer unwatch()
	m.begin(e)
	defer m.ended(e)
	defer m.Forget(fn)
	held := uint64(0)
	if memory.Over(0) != nil {
		runtime.GC()
		held = memory.InUse() + heldSlack
	}
	go m.watch(watched, e, held)
	done := make(chan error, 1)
	t := m.newThread(e, goroutine{main: true, quit: make(chan struct{})})
	go func() {
		var err error
		defer func() { done <- err }() // also when compiled code ends the goroutine
		err = t.runMain(fn)
	}()
	select {
	case err := <-done:
		e.awaitReports()
		return err
	case <-ctx.Done(): // another goroutine of the cell exited
	case <-cell.Ctx.Done():
		e.end(ErrInterrupted)
	}
	return m.await(done, e)
}

// begin makes e the latest of the running cells.
func (m *Machine) begin(e *env) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.running = append(m.running, e); len(m.running) > 1 {
		m.threads.many.Store(true)
	}
	m.cell.Store(e)
	m.threads.pace.cells.Add(1)
	m.threads.watch()
}

// ended makes the latest of the other running cells the latest. Without any, e stays it: its goroutines live on. If it was interrupted they
// do not, but compiled code may still call functions of the session, a server its handlers: they go by a successor.
func (m *Machine) ended(e *env) {
	m.cellEnded()
	m.threads.pace.cells.Add(-1)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running = slices.DeleteFunc(m.running, func(other *env) bool { return other == e })
	if n := len(m.running); n > 0 {
		m.cell.Store(m.running[n-1])
	} else if e.ctx.Err() != nil {
		m.cell.Store(m.newEnv(e.cell))
	}
}

func (t *thread) runMain(fn *ssa.Function) (err error) {
	t.begin()
	defer t.end()
	ended := false
	defer func() {
		if r := recover(); r != nil {
			err = t.failure(r)
		} else if !ended { // compiled code called runtime.Goexit
			err = nil
		}
	}()
	c := t.m.code(t.m.slot(fn))
	t.invoke(t.frame(c), newResultBlock(c))
	ended = true
	return nil
}

// begin notes the goroutine, which has been started for the thread. A fault at an address that is mapped no longer is a
// panic there, not the end of the process.
func (t *thread) begin() {
	t.on.Store(currentG())
	debug.SetPanicOnFault(true)
}

// newResultBlock allocates room for the results of c.
func newResultBlock(c *code) unsafe.Pointer {
	if len(c.results) == 0 {
		return nil
	}
	var mask []byte
	for _, r := range c.results {
		mask = pointerMask(mask, r.ty.rt, r.ty.slotSize())
	}
	return unsafe.Add(rtype.Alloc(layoutFor(mask).p), headerSize) // where the layout has the words of the mask
}

// spawn starts a goroutine that makes the prepared call. Its panic ends only itself.
func (t *thread) spawn(d *deferred) {
	if t.cell.ctx.Err() != nil {
		if t.poll(); atomic.LoadUint32(&t.stop) == end { // or whoever starts goroutines that start goroutines would not be caught up with
			t.interrupt()
		}
	}
	t.m.threads.many.Store(true)
	t.m.threads.start(t.m, &waiting{cell: t.cell, at: t.position(), d: d})
}

// Starting is host.Env's.
func (e *env) Starting(f, done func()) func() {
	var at token.Pos
	if t := e.m.callerOn(currentG()); t != nil {
		at = t.position()
	}
	return func() {
		e.m.threads.many.Store(true)
		e.m.threads.start(e.m, &waiting{cell: e, at: at, f: f, done: done})
	}
}

// run makes the call of a go statement, or of what Starting returned.
func (t *thread) run(w *waiting) {
	t.begin()
	defer t.end()
	defer t.setDying(false)
	defer func() {
		if r := recover(); r != nil {
			t.report(r)
		}
	}()
	t.m.threads.begun(t.m)
	if w.d == nil {
		t.callGiven(w)
		return
	}
	t.carryOut(w.d)
}

// callGiven calls a func value that compiled code was given. Its panic is reported before anybody hears that it has ended.
func (t *thread) callGiven(w *waiting) {
	defer w.drop()
	defer func() {
		if r := recover(); r != nil {
			t.report(r)
		}
	}()
	if cl := w.closure(); cl != nil && (cl.cell == nil || cl.cell == t.cell) {
		nf := t.frame(t.m.code(cl.slot)) // a call through compiled code might take another thread, whose wait would not be this one's
		cl.bind(nf)
		t.invoke(nf, nil)
		return
	}
	t.calling()
	w.f()
}

// report prints why a goroutine other than the cell's own ended.
func (t *thread) report(r any) {
	if t.cell.cause() != nil {
		return // the cell as a whole was ended, which is reported once
	}
	err := t.failure(r)
	if p, ok := err.(*Panic); ok && !abortsHandler(r) {
		t.m.Flush()
		why := p.Error()
		if len(p.Frames) > 0 && p.Frames[0].Nil != "" {
			why += " (" + p.Frames[0].Nil + " is nil)"
		}
		fmt.Fprintf(t.cell.Stderr(), "panic in a goroutine of cell %d: %s\n", t.cell.cell.Number, why)
		for _, f := range p.Frames {
			if text := t.m.frameText(f); text != "" {
				fmt.Fprintf(t.cell.Stderr(), "\t%s\n", text)
			}
		}
	}
}

// abortsHandler reports whether a panic is net/http.ErrAbortHandler, by which a handler ends its connection without a word.
func abortsHandler(r any) bool {
	err, ok := r.(error)
	return ok && reflect.TypeOf(err) == reflect.TypeOf(ErrInterrupted) && err.Error() == "net/http: abort Handler"
}

// carryOut makes a call that was prepared before.
func (t *thread) carryOut(d *deferred) {
	switch {
	case d.nilFn:
		panic(nilDereference())
	case d.in == nil:
		t.invoke(d.frame, nil)
	case d.in.op == opCallClosure: // compiled code: its results have room in the copied frame
		t.callCompiled(d.frame, d.in, (*callSite)(d.in.x))
	case d.in.op == opInvoke:
		site := (*callSite)(d.in.x)
		t.nativeMethodCall(d.frame, t.target(d.frame, d.in, site), d.in, site)
	default:
		opFuncs[d.in.op-firstFunc](t, d.frame, d.in)
	}
}

// await waits for a thread that was told to end, but not for ever.
func (m *Machine) await(done chan error, e *env) error {
	select {
	case err := <-done:
		if exit, ok := e.cause().(*Exit); ok {
			return exit
		}
		return err
	case <-time.After(leaving):
		return e.failure()
	}
}

// leaving is how long a thread that shall end may stay in compiled code before it is left behind, and grace how long others are waited for
// on the way.
const (
	leaving = 30 * time.Millisecond
	grace   = 50 * time.Millisecond
)

// sharedState is the state that the cells of a session share, host.Shared.
type sharedState struct {
	m     *Machine
	mu    sync.Mutex
	kept  map[any]any
	after []func()
	flush []func()
}

func (e *env) Shared() host.Shared   { return &e.m.shared }
func (l latest) Shared() host.Shared { return &l.m.shared }

func (s *sharedState) Keep(key any, make func() any) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.kept[key]
	if !ok {
		v = make()
		s.kept[key] = v
	}
	return v
}

func (s *sharedState) Current() host.Env { return latest{s.m} }

func (s *sharedState) Own(otherwise host.Env) host.Env {
	if t := s.m.threads.on(currentG()); t != nil {
		return t.cell
	}
	return otherwise
}

// on returns the thread with which goroutine g, which runs, began, else the guest there; nil if there is none.
func (s *threadSet) on(g uintptr) *thread {
	found := s.servant(g)
	if g == 0 || found != nil && found.began == byThread {
		return found
	}
	s.all(func(t *thread) { // those that have not called compiled code that may call back
		if t.on.Load() == g && t.began == byThread {
			found = t
		}
	})
	return found
}

func (s *sharedState) AfterCell(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after = append(s.after, f)
}

func (s *sharedState) OnFlush(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush = append(s.flush, f)
}

func (m *Machine) cellEnded() {
	m.shared.call(&m.shared.after)
	m.threads.dropFrames()
	if m.threads.watchable() {
		go m.watchLeftovers()
	}
}

func (s *sharedState) call(registered *[]func()) {
	s.mu.Lock()
	list := *registered
	s.mu.Unlock()
	for _, f := range list {
		f()
	}
}

// Flush makes what the cells have written so far arrive, wherever it waits.
func (m *Machine) Flush() { m.shared.call(&m.shared.flush) }
