// This file unwinds: panics of interpreted and compiled code, deferred calls, recover, and traces.

package vm

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/cycle"
	"github.com/arraybook/arraybook/eval/internal/memory"
)

// A Frame is a call that was active when a panic began, the innermost first, or stands for many that are left out.
type Frame struct {
	Func   string
	Pos    token.Pos
	Nil    string // the value that was nil, of the frame that a nil dereference happened in, if it has a name
	Elided int    // how many calls are left out here
}

// A Panic is the error of a cell that panicked.
type Panic struct {
	Value  any
	Text   string // of Value, as Go's runtime prints it
	Frames []Frame
}

func (p *Panic) Error() string { return p.Text }

// Unwrap gives the panic's value if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// panicking is a panic on its way up the frames of a thread.
type panicking struct {
	value     any
	frames    []Frame
	deeper    int    // how many calls of the thread's are not among the frames
	outer     []call // the last of them that it came to
	recovered bool
	ending    *panicking // the final one that a deferred call broke off by this: it goes on when this is recovered
}

// final says that deferred functions cannot recover it: the cell ends.
func (p *panicking) final() bool {
	switch p.value.(type) {
	case goexit, *memory.Error:
		return true
	}
	return p.exits() || p.value == ErrInterrupted || p.value == errDeadlock
}

// exits says that deferred functions do not run either.
func (p *panicking) exits() bool {
	_, ok := p.value.(*Exit)
	return ok
}

// goexit is the panic by which runtime.Goexit ends a goroutine.
type goexit struct{}

// EndsGoroutine says so to compiled code that recovers it.
func (goexit) EndsGoroutine() {}

// Goexit unwinds the calling interpreted goroutine, running its deferred functions: runtime.Goexit for cells.
func Goexit() { panic(goexit{}) }

// invoke runs frame nf, whose results go to the block results, until it returns. A panic that nothing below recovers
// comes out as a Go panic with the same value.
func (t *thread) invoke(nf, results unsafe.Pointer) {
	if stackUsed() > maxStack {
		panic(&stackOverflow{})
	}
	h := head(nf)
	h.caller, h.ret, h.dst, h.depth, h.next = results, 0, 0, 0, t.fp.get()
	if results == nil {
		h.dst = noResult
	}
	saved, pc := t.fp.get(), t.pc
	t.fp.set(nf)
	t.in = h.code.entry
	for p := t.enter(); p != nil; p = t.enter() {
		t.unwind(p, pc)
	}
	t.fp.set(saved)
	t.pc = pc
	h.next = nil
	t.release(nf)
}

// enter runs exec and catches its panic.
func (t *thread) enter() (p *panicking) {
	defer func() {
		if r := recover(); r != nil {
			p = t.panicked(r)
		}
	}()
	if atomic.LoadUint32(&t.stop) == end {
		t.pc.set(unsafe.Pointer(t.in))
		t.interrupt()
	}
	for t.exec(); t.stopped; t.exec() {
		t.stopped = false
		t.interrupt()
	}
	return nil
}

// panicked describes a Go panic that reached the thread.
func (t *thread) panicked(r any) *panicking {
	if r == ErrInterrupted {
		return &panicking{value: r} // nobody asks where it was
	}
	p := &panicking{value: r, frames: t.m.traces.take(r)}
	t.setDying(true)
	began := len(p.frames) == 0
	if fp := t.fp.get(); began && fp != nil {
		p.value = head(fp).code.readIndex(r, t.pc)
	}
	trace, deeper := t.trace()
	p.frames, p.deeper = append(p.frames, trace...), deeper
	if fp := t.fp.get(); began && len(p.frames) > 0 && isNilDereference(r) {
		p.frames[0].Nil = head(fp).code.nilName(fp, (*instr)(t.pc.get()))
	}
	return p
}

// setDying notes that a goroutine of the cell panics, or no longer does: the cell ends after what it reports.
func (t *thread) setDying(dying bool) {
	if t.g.main || t.g.id == 0 || t.dying == dying {
		return
	}
	t.dying = dying
	if dying {
		t.cell.dying.Add(1)
	} else {
		t.cell.dying.Add(-1)
	}
}

// awaitReports waits for the goroutines that panic, but not for ever: what they deferred may take its time.
func (e *env) awaitReports() {
	for range grace / time.Millisecond {
		if e.dying.Load() == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// unwind runs the deferred calls of frame after frame. It returns when one recovered, with the thread ready to go on in
// that frame, and panics on at the foot, below which the thread was at pc.
func (t *thread) unwind(p *panicking, pc place) {
	for {
		fp := t.fp.get()
		h := head(fp)
		p = t.runDeferred(fp, p)
		if p.recovered {
			t.in = h.code.rescue
			t.setDying(t.unwinding > 0)
			t.poll() // it may have been compiled code's answer to the end of the cell
			return
		}
		h.defers = nil
		if h.ret == 0 {
			t.fp.set(h.next)
			t.pc = pc
			h.next = nil
			p.traceOuter()
			t.raise(p)
		}
		t.fp.set(h.caller)
		t.pc = h.ret
		p.cameTo(call{head(h.caller).code, h.ret})
	}
}

// cameTo notes the call as one of the outermost, if the trace lacks them.
func (p *panicking) cameTo(c call) {
	switch {
	case p.deeper == 0:
	case len(p.outer) < outerTrace:
		p.outer = append(p.outer, c)
	default:
		copy(p.outer, p.outer[1:])
		p.outer[outerTrace-1] = c
	}
}

// runDeferred runs what the frame deferred, while p is on its way. It returns p, or the latest panic that replaced it.
// After a recovery the rest runs as at a normal return.
func (t *thread) runDeferred(fp unsafe.Pointer, p *panicking) *panicking {
	stack := head(fp).defers
	for stack != nil && stack.top != nil && !p.exits() && !t.cell.cut.Load() {
		d := stack.top
		stack.top = d.next
		if np := t.deferredCall(d, p); np != nil {
			if np.ending = p.ending; p.final() {
				np.ending = p
			}
			p = np
		}
		if p.recovered && p.ending != nil {
			p = p.ending
		}
	}
	return p
}

// deferredCall makes one deferred call during a panic and returns the panic it ended in, if any.
func (t *thread) deferredCall(d *deferred, p *panicking) (np *panicking) {
	if d.in != nil && d.in.op == opRecover && !p.recovered {
		return nil // a panic calls it, no deferred function, so that it recovers nothing
	}
	saved, stop := t.fp.get(), atomic.SwapUint32(&t.stop, goOn) // deferred calls of an interrupted cell run on
	t.cell.deferring.Add(1)
	t.unwinding++
	if t.cell.cut.Load() {
		atomic.StoreUint32(&t.stop, end)
	}
	defer func() {
		t.cell.deferring.Add(-1)
		t.unwinding--
		if r := recover(); r != nil {
			np = t.panicked(r)
		}
		t.fp.set(saved)
		if !atomic.CompareAndSwapUint32(&t.stop, goOn, stop) && stop == end { // the order to end outweighs others
			atomic.StoreUint32(&t.stop, end)
		}
	}()
	if d.frame != nil && d.in == nil {
		head(d.frame).rescue = nil
		if !p.recovered {
			head(d.frame).rescue = p
		}
	}
	t.carryOut(d)
	return nil
}

var (
	opPanic = register("panic", func(_ *thread, fp unsafe.Pointer, in *instr) { panic(get[any](fp, in.b)) })

	opRecover = register("recover", func(_ *thread, fp unsafe.Pointer, in *instr) {
		p := head(fp).rescue
		var v any
		if p != nil && !p.recovered && !p.final() {
			p.recovered = true
			v = p.value
		}
		if in.a != noResult {
			put(fp, in.a, v)
		}
	})
)

// trace lists the active frames of the thread down to the foot, at most maxTrace, and says how many more there are: a panic notes the
// outermost when it comes to them. Those of runs of exec below the foot are added when the panic arrives there.
func (t *thread) trace() (frames []Frame, deeper int) {
	fp, pc := t.fp.get(), t.pc
	for fp != nil {
		h := head(fp)
		if len(frames) == maxTrace {
			return frames, int(h.depth) + 1
		}
		frames = append(frames, call{h.code, pc}.frame())
		if h.ret == 0 {
			break
		}
		fp, pc = h.caller, h.ret
	}
	return frames, 0
}

// maxTrace bounds traces. Of longer ones innerTrace calls and outerTrace, at the other end, are kept.
const maxTrace, innerTrace, outerTrace = 64, 6, 4

// A call is an active one: what is carried out, and where it is.
type call struct {
	code *code
	pc   place
}

func (c call) frame() Frame {
	return Frame{Func: funcName(c.code.fn), Pos: c.code.posOf((*instr)(c.pc.get()))}
}

// traceOuter adds the outermost calls of the thread to a trace that lacks them.
func (p *panicking) traceOuter() {
	if p.deeper == 0 {
		return
	}
	left := len(p.frames) - maxTrace // of runs of exec above
	p.frames = append(p.frames[:left+innerTrace:left+innerTrace], Frame{Elided: p.deeper + maxTrace - innerTrace - len(p.outer)})
	for _, c := range p.outer {
		p.frames = append(p.frames, c.frame())
	}
	p.deeper, p.outer = 0, nil
}

// elided shortens a trace of calls that went through compiled code again and again.
func elided(frames []Frame) []Frame {
	if len(frames) <= maxTrace {
		return frames
	}
	cut := frames[innerTrace : len(frames)-outerTrace]
	left := 0
	for _, f := range cut {
		left += max(1, f.Elided)
	}
	return slices.Concat(frames[:innerTrace], []Frame{{Elided: left}}, frames[len(frames)-outerTrace:])
}

// posOf returns the position of an instruction.
func (c *code) posOf(in *instr) token.Pos {
	index := (uintptr(unsafe.Pointer(in)) - uintptr(c.start())) / instrSize
	k := sort.Search(len(c.pos), func(i int) bool { return c.pos[i].index > int(index) })
	if k == 0 || index >= uintptr(len(c.instrs)) {
		return c.fn.Pos()
	}
	return c.pos[k-1].pos
}

// funcName names a function as Go's traces do: "Point.String", "(*Point).Move", "f.func1".
func funcName(fn *ssa.Function) string {
	name := fn.Name()
	if fn.Parent() != nil {
		parent, rest, _ := strings.Cut(name, "$")
		if rest == "" {
			return parent
		}
		return funcName(fn.Parent()) + ".func" + rest[strings.LastIndex(rest, "$")+1:]
	}
	if recv := fn.Signature.Recv(); recv != nil {
		of := types.TypeString(recv.Type(), inCells)
		if strings.HasPrefix(of, "*") {
			of = "(" + of + ")"
		}
		return of + "." + name
	}
	if origin := fn.Origin(); origin != nil && len(fn.TypeArgs()) > 0 {
		args := make([]string, len(fn.TypeArgs()))
		for i, t := range fn.TypeArgs() {
			args[i] = types.TypeString(t, inCells)
		}
		return origin.Name() + "[" + strings.Join(args, ", ") + "]"
	}
	return name
}

// inCells qualifies names of types as cells do.
func inCells(pkg *types.Package) string {
	if isSession(pkg) {
		return ""
	}
	return pkg.Name()
}

// frameText names a frame's function and place; it is empty for a function that reports leave out.
func (m *Machine) frameText(f Frame) string {
	if f.Elided > 0 {
		return fmt.Sprintf("...%d frames elided...", f.Elided)
	}
	name := f.Func
	if m.config.Name != nil {
		var ok bool
		if name, ok = m.config.Name(f.Func); !ok {
			return ""
		}
	}
	if m.config.Fset == nil || !f.Pos.IsValid() {
		return name
	}
	return fmt.Sprintf("%s at %s", name, m.config.Fset.Position(f.Pos))
}

// failure turns a panic that ended a thread into the error to report.
func (t *thread) failure(r any) error {
	switch r := r.(type) {
	case *Exit:
		return r
	case goexit:
		return nil
	}
	if r == ErrInterrupted {
		return ErrInterrupted
	}
	frames := elided(t.m.traces.take(r))
	if v := reflect.ValueOf(r); cycle.Nested(v) {
		r = tooDeep("panic", v.Type())
	}
	return &Panic{Value: r, Frames: frames, Text: t.textOf(r)}
}

// textOf prints a panic's value. The value's methods may be the cell's, so that they may do anything: they run on a goroutine
// of their own, which is left behind when the cell is interrupted.
func (t *thread) textOf(value any) string {
	if callsNothing(value) {
		return panicText(value)
	}
	text, taken := make(chan string, 1), make(chan struct{})
	defer close(taken)
	go t.m.newThread(t.cell, goroutine{}).describe(value, text, taken)
	t.beginWaiting()
	defer t.endWaiting()
	select {
	case s := <-text:
		return s
	case <-t.cell.ctx.Done():
	case <-t.g.quit:
	}
	select {
	case s := <-text: // nothing of the cell's had to run for it
		return s
	case <-time.After(grace):
		return fmt.Sprintf("a %T whose text was not waited for", value)
	}
}

// callsNothing reports whether no method of a cell is called for the text of v: it is of a basic type, or an error of the
// runtime or the engine.
func callsNothing(v any) bool {
	if v == nil {
		return true
	}
	t := reflect.TypeOf(v)
	if pkg := packageOf(t); pkg != "" {
		return pkg == "runtime" || strings.HasSuffix(pkg, "/internal/vm") || strings.HasSuffix(pkg, "/internal/memory")
	}
	return t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String
}

// describe sends the text of a panic's value. The thread counts as running until the text has been taken, so that compiled code
// may be slow to make it; methods of the cell run on the thread, so that it waits when they do.
func (t *thread) describe(value any, text chan<- string, taken <-chan struct{}) {
	t.on.Store(currentG())
	t.calling()
	defer func() {
		<-taken
		t.end()
	}()
	said := fmt.Sprintf("a %T whose text ends its goroutine", value)
	defer func() { text <- said }() // also when a method calls runtime.Goexit
	said = panicText(value)
}

// panicText prints a panic's value as Go's runtime does, but for values the runtime prints as addresses.
func panicText(value any) (text string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case goexit:
			text = fmt.Sprintf("a %T whose text ends its goroutine", value)
		default:
			text = fmt.Sprintf("a %T whose text panics too: %v", value, shallow(r))
		}
	}()
	if address, lost := lostAddress(value); lost {
		return fmt.Sprintf("runtime error: invalid memory address %#x: memory that is mapped no longer; its mapping was closed, or its file has become shorter", address)
	}
	switch v := value.(type) {
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	case string:
		return v
	case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr, float32, float64, complex64, complex128:
		return fmt.Sprintf("%T(%v)", v, v)
	}
	if cycle.Endless(reflect.ValueOf(value), cycle.Printing) {
		return fmt.Sprintf("(%T) that contains itself", value)
	}
	return fmt.Sprintf("(%T) %v", value, value)
}

// shallow is r if that prints without methods of a cell, else its type.
func shallow(r any) any {
	switch r.(type) {
	case string, goError, plainError, runtime.Error, int:
		return r
	}
	return reflect.TypeOf(r)
}

// traceStore carries the frames of a panic from where it leaves interpreted code, through compiled code, to where it is
// caught again.
type traceStore struct {
	mu   sync.Mutex
	list []*panicking
}

func (s *traceStore) put(p *panicking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 16 { // panics that compiled code recovered are never taken
		s.list = s.list[1:]
	}
	s.list = append(s.list, p)
}

func (s *traceStore) take(value any) []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.list) - 1; i >= 0; i-- {
		if sameWords(s.list[i].value, value) {
			frames := s.list[i].frames
			s.list = append(s.list[:i], s.list[i+1:]...)
			return frames
		}
	}
	return nil
}

// sameWords says that two interfaces hold the same object; unlike ==, it never panics.
func sameWords(a, b any) bool {
	return *(*[2]uintptr)(unsafe.Pointer(&a)) == *(*[2]uintptr)(unsafe.Pointer(&b))
}
