// This file compiles calls, go and defer statements, and decides what a call reaches: interpreted code, compiled code or
// a builtin.

package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"sync/atomic"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/native"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A callSite is what the instruction of a call knows beforehand. The frames for its calls are kept in the slots at the
// instruction's operand e: one of a static call, calleeSlots of others.
type callSite struct {
	args   []move    // from the caller's slots to the callee's frame, the receiver of an interface call left out
	copies           // the same by words
	slot   *funcSlot // of a static call
	native *nativeCall
	many   bool // more words than the loop copies: slowCall does

	// Of calls through a func value or an interface, which may turn out to reach compiled code:
	slots  []uint32 // where the arguments lie; for interface calls after a slot for the receiver
	shape  uintptr  // of closures of the func type
	entry  uintptr  // the same if the loop makes the call, else 0
	caller native.Caller

	method string
	pkg    string // of an unexported method
	cache  [4]atomic.Pointer[invokeEntry]
	misses atomic.Uint32
}

// calleeSlots is how many frames the calls of functions that are not known beforehand keep.
const calleeSlots = 4

// noEntry fills the caches of interface calls; no method table is its own.
var noEntry = func() *invokeEntry {
	e := &invokeEntry{}
	e.itab = unsafe.Pointer(e)
	return e
}()

// copies are the words that a call or return copies, those with pointers apart.
type copies struct{ words, pointers []wordMove }

type wordMove struct{ dst, src uint32 }

// maxWords is how many words a call copies one by one.
const maxWords = 32

// copiesOf splits moves into words. It reports false if they are too many.
func copiesOf(moves []move) (cp copies, ok bool) {
	for _, mv := range moves {
		if mv.ty.slotSize() > maxWords*wordSize {
			return copies{}, false
		}
		for i, kind := range pointerMask(nil, mv.ty.rt, mv.ty.slotSize()) {
			w := wordMove{mv.dst + uint32(i)*wordSize, mv.src + uint32(i)*wordSize}
			if kind == 'p' {
				cp.pointers = append(cp.pointers, w)
			} else {
				cp.words = append(cp.words, w)
			}
		}
	}
	return cp, len(cp.words)+len(cp.pointers) <= maxWords
}

// An invokeEntry remembers where a method call on one method table went.
type invokeEntry struct {
	itab   unsafe.Pointer
	target *target
}

// A target is a method of a dynamic type.
type target struct {
	slot   *funcSlot // interpreted, else native
	native *nativeFn
	recv   *typ // the dynamic type
	direct bool // the interface's data word is the receiver itself

	receiver receiverForm // as the loop needs it
}

// A receiverForm says how the loop finds the receiver of an interface call in the interface's data word.
type receiverForm uint8

const (
	receiverOther   receiverForm = iota // the loop leaves the call to slowCall
	receiverPointer                     // the data word
	receiverWord                        // one word without a pointer behind it
	receiverNone                        // it has no size
)

func (tg *target) form() receiverForm {
	switch {
	case tg.slot == nil:
		return receiverOther
	case tg.direct:
		return receiverPointer
	case tg.recv.class == class64:
		return receiverWord
	case tg.recv.size == 0:
		return receiverNone
	}
	return receiverOther
}

func (c *compiler) call(in *ssa.Call) {
	if b, ok := in.Call.Value.(*ssa.Builtin); ok {
		c.builtin(b, in)
		return
	}
	if fn, ok := in.Call.Value.(*ssa.Function); ok && fn.Blocks == nil && fn.Synthetic == "package initializer" {
		return // compiled packages are initialised
	}
	if e := c.elements[in]; e != nil {
		c.emit(c.elementInstr(e))
		return
	}
	if op := c.intrinsic(in); op != 0 {
		c.emit(instr{op: op, a: c.slot(in), b: c.slot(in.Call.Args[0])})
		return
	}
	dst := noResult
	if in.Call.Signature().Results().Len() > 0 {
		dst = c.slot(in)
	}
	call := c.callInstr(&in.Call, dst)
	c.keepFrames(&call)
	c.emit(call)
}

// intrinsic is the operation that is a function of package math, 0 if none is.
func (c *compiler) intrinsic(in *ssa.Call) uint32 {
	fn, ok := in.Call.Value.(*ssa.Function)
	if !ok || fn.Blocks != nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "math" {
		return 0
	}
	return map[string]uint32{"Sqrt": opSqrt, "Abs": opAbs}[fn.Name()]
}

// keepFrames reserves the slots of the frames that an interpreted call keeps, and picks the form of a static call.
func (c *compiler) keepFrames(in *instr) {
	n := 0
	switch in.op {
	case opCall:
		n = 1
	case opCallClosure, opInvoke:
		n = calleeSlots
	default:
		return
	}
	c.calls = true
	in.e = c.frameSlots(n)
	site := (*callSite)(in.x)
	var ok bool
	if site.copies, ok = copiesOf(site.args); !ok {
		site.many = true
	} else {
		site.entry = site.shape
	}
	switch {
	case in.op != opCall:
	case site.many:
		in.op = opCallMany
	case len(site.args) == 1 && len(site.words) == 1 && len(site.pointers) == 0 && site.words[0].dst == headerSize:
		in.op, in.b = opCallW, site.words[0].src
	}
}

// frameSlots returns the first of n slots for frames, which are empty when the frame is made.
func (c *compiler) frameSlots(n int) uint32 {
	first := uint32(c.fb.top)
	for range n {
		off := c.fb.slot(pointerTyp)
		c.out.consts = append(c.out.consts, constant_{off, unsafe.Pointer(&noFramePtr), pointerTyp})
	}
	return first
}

// callInstr returns the instruction that makes the call.
func (c *compiler) callInstr(call *ssa.CallCommon, dst uint32) instr {
	site := &callSite{}
	in := instr{op: opCall, a: dst, x: unsafe.Pointer(site)}
	if call.IsInvoke() {
		site.method = call.Method.Name()
		if !call.Method.Exported() && call.Method.Pkg() != nil {
			site.pkg = call.Method.Pkg().Path()
		}
		in.op, in.b = opInvoke, c.slot(call.Value)
		for i := range site.cache {
			site.cache[i].Store(noEntry)
		}
		site.args = c.argMoves(call.Args)
		site.slots = append([]uint32{c.fb.slot(pointerTyp)}, c.argSlots(call.Args)...)
		return in
	}
	if fn, ok := call.Value.(*ssa.Function); ok {
		if hook := c.m.hook(fn); hook != nil {
			return instr{op: opHook, a: c.slot(call.Args[0]), x: unsafe.Pointer(&hookSite{hook})}
		}
		if native := c.m.compiled(fn); native != nil {
			site.native = native.bind(c.argSlots(call.Args), dst)
			in.op = opNative
			return in
		}
		site.slot = c.m.slot(fn)
		site.args = c.paramMoves(call.Args, fn.Signature)
		return in
	}
	in.op, in.b = opCallClosure, c.slot(call.Value)
	rt := c.m.typ(call.Value.Type()).rt
	site.caller, site.shape = callerFor(rt), shapeOf(rt).code
	site.args, site.slots = c.argMoves(call.Args), c.argSlots(call.Args)
	return in
}

// argSlots lists where the arguments lie.
func (c *compiler) argSlots(args []ssa.Value) []uint32 {
	offs := make([]uint32, len(args))
	for i, a := range args {
		offs[i] = c.slot(a)
	}
	return offs
}

// argMoves copies arguments to the places of parameters, none of which is a receiver.
func (c *compiler) argMoves(args []ssa.Value) []move {
	var moves []move
	off := headerSize
	for _, a := range args {
		ty := c.m.slotTyp(a.Type())
		if ty.size > 0 {
			moves = append(moves, move{dst: off, src: c.slot(a), class: ty.class, ty: ty})
		}
		off += uint32(ty.slotSize())
	}
	return moves
}

// paramMoves is argMoves for a function whose first argument may be its receiver, which lies after the parameters.
func (c *compiler) paramMoves(args []ssa.Value, sig *types.Signature) []move {
	if sig.Recv() != nil && len(args) > 0 {
		args = append(append([]ssa.Value(nil), args[1:]...), args[0])
	}
	return c.argMoves(args)
}

// A deferStack holds the calls that a function deferred, the latest first.
type deferStack struct{ top *deferred }

// A deferred is a call that will be made later: a callee's frame ready to run, or one instruction to be carried out on
// a copy of the frame that deferred it.
type deferred struct {
	next  *deferred
	frame unsafe.Pointer
	in    *instr
	nilFn bool // the func value was nil: calling it panics
}

func (c *compiler) deferStmt(in *ssa.Defer) {
	stack := noResult
	if in.DeferStack != nil {
		stack = c.slot(in.DeferStack)
	}
	call := c.delayed(&in.Call)
	c.emit(instr{op: opDefer, a: stack, x: unsafe.Pointer(call)})
}

func (c *compiler) goStmt(in *ssa.Go) {
	c.emit(instr{op: opGo, x: unsafe.Pointer(c.delayed(&in.Call))})
}

// delayed returns the instruction that a deferred call or a new goroutine carries out.
func (c *compiler) delayed(call *ssa.CallCommon) *instr {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		in := c.builtinInstr(b, call, noResult)
		return &in
	}
	in := c.callInstr(call, noResult)
	if res := call.Signature().Results(); res.Len() > 0 { // compiled code writes its results somewhere
		in.a = c.fb.block(c.m.tupleTypes(res))
		if in.op == opNative {
			(*callSite)(in.x).native.dst = in.a
		}
	}
	return &in
}

// prepare evaluates what a delayed call needs now.
func (t *thread) prepare(fp unsafe.Pointer, in *instr) *deferred {
	switch in.op {
	case opCall:
		site := (*callSite)(in.x)
		return &deferred{frame: t.calleeFrame(fp, t.m.code(site.slot), site)}
	case opCallClosure:
		site := (*callSite)(in.x)
		f := get[unsafe.Pointer](fp, in.b)
		if f == nil {
			return &deferred{nilFn: true}
		}
		if cl := site.closure(f); cl != nil {
			return &deferred{frame: t.closureFrame(fp, cl, site)}
		}
	case opInvoke:
		site := (*callSite)(in.x)
		if tg := t.target(fp, in, site); tg.slot != nil {
			return &deferred{frame: t.methodFrame(fp, tg, in, site)}
		}
	}
	snap := rtype.Alloc(head(fp).code.layout.p)
	rtype.Move(head(fp).code.layout.p, snap, fp)
	h := head(snap)
	h.caller, h.child, h.ret, h.defers, h.next = nil, noFramePtr, 0, nil, nil // a deferred recover sees what its function may recover
	return &deferred{frame: snap, in: in}
}

func (t *thread) calleeFrame(fp unsafe.Pointer, c *code, site *callSite) unsafe.Pointer {
	nf := t.frame(c)
	for i := range site.args {
		site.args[i].do(nf, fp)
	}
	return nf
}

func (t *thread) closureFrame(fp unsafe.Pointer, cl *closure, site *callSite) unsafe.Pointer {
	nf := t.calleeFrame(fp, t.m.code(cl.slot), site)
	cl.bind(nf)
	return nf
}

// methodFrame makes the frame of an interpreted method called through the interface at in.b.
func (t *thread) methodFrame(fp unsafe.Pointer, tg *target, in *instr, site *callSite) unsafe.Pointer {
	c := t.m.code(tg.slot)
	nf := t.calleeFrame(fp, c, site)
	tg.setReceiver(nf, c, get[twoWords](fp, in.b)[1])
	return nf
}

// setReceiver puts the receiver behind the parameters.
func (tg *target) setReceiver(nf unsafe.Pointer, c *code, data unsafe.Pointer) {
	off := c.receiver
	if tg.direct {
		put(nf, off, data)
		return
	}
	copyValue(at(nf, off), data, tg.recv.class, tg.recv)
}

var (
	// Carried out again until no deferred call is left.
	opRunDefers = register("rundefers", func(t *thread, fp unsafe.Pointer, in *instr) {
		h := head(fp)
		if h.defers == nil || h.defers.top == nil {
			h.defers = nil
			t.endIfTold() // which the deferred calls may have put off
			return
		}
		d := h.defers.top
		h.defers.top = d.next
		if d.frame == nil || d.in != nil {
			t.carryOut(d)
			t.pc.set(unsafe.Pointer(in.previous()))
			return
		}
		t.hang(fp, d.frame)
		nh := head(d.frame)
		nh.ret.set(unsafe.Pointer(in.previous()))
		nh.dst = noResult
		t.fp.set(d.frame)
		t.pc.set(unsafe.Pointer(nh.code.entry))
	})

	opDefer = register("defer", func(t *thread, fp unsafe.Pointer, in *instr) {
		stack := deferStackOf(fp)
		if in.a != noResult {
			stack = get[*deferStack](fp, in.a)
		}
		d := t.prepare(fp, (*instr)(in.x))
		d.next = stack.top
		stack.top = d
	})

	opCallMany = register("call many", func(t *thread, fp unsafe.Pointer, in *instr) { t.slowCall(fp, in) })

	opGo = register("go", func(t *thread, fp unsafe.Pointer, in *instr) { t.spawn(t.prepare(fp, (*instr)(in.x))) })

	opNative = register("native", func(t *thread, fp unsafe.Pointer, in *instr) {
		(*callSite)(in.x).native.call(t, fp)
	})

	opHook = register("hook", func(t *thread, fp unsafe.Pointer, in *instr) {
		args := get[[]any](fp, in.a)
		t.holdingAll(args, func() { (*hookSite)(in.x).f(t.cell, args) })
	})
)

// link finds a frame for calls of c from fp; c has no entry when the function called is not yet translated.
func (t *thread) link(fp unsafe.Pointer, in *instr, c *code, at uint32) {
	if c.entry == nil {
		c = t.m.code((*callSite)(in.x).slot)
	}
	t.keep(fp, c, at)
}

// slowCall makes a call that the loop does not make itself: of a function that is not yet compiled, of compiled code, with
// many arguments.
func (t *thread) slowCall(fp unsafe.Pointer, in *instr) {
	site := (*callSite)(in.x)
	switch in.op {
	case opCallClosure:
		f := *ptr(fp, in.b)
		cl := site.closure(f)
		if cl == nil {
			t.callCompiled(fp, in, site)
			return
		}
		c := t.m.code(cl.slot)
		nf := t.arguments(fp, in, site, c)
		cl.bind(nf)
		t.enterFrame(fp, nf, in)
	case opInvoke:
		tg := t.target(fp, in, site)
		if tg.slot == nil {
			t.nativeMethodCall(fp, tg, in, site)
			return
		}
		c := t.m.code(tg.slot)
		nf := t.arguments(fp, in, site, c)
		tg.setReceiver(nf, c, *ptr(fp, in.b+wordSize))
		t.enterFrame(fp, nf, in)
	default:
		t.enterFrame(fp, t.arguments(fp, in, site, t.m.code(site.slot)), in)
	}
}

// arguments returns the frame for a call of c with the arguments in place.
func (t *thread) arguments(fp unsafe.Pointer, in *instr, site *callSite, c *code) unsafe.Pointer {
	where := in.e
	if in.op == opCallClosure || in.op == opInvoke {
		where += c.lane
	}
	nf := *ptr(fp, where)
	if head(nf).code != c {
		nf = head(fp).child
	}
	if head(nf).code != c {
		nf = t.keep(fp, c, where)
	}
	for i := range site.args {
		site.args[i].do(nf, fp)
	}
	return nf
}

// enterFrame makes nf the running frame, on behalf of the call in.
func (t *thread) enterFrame(fp, nf unsafe.Pointer, in *instr) {
	h := head(nf)
	h.ret.set(unsafe.Pointer(in))
	h.dst = in.a
	t.fp.set(nf)
	t.pc.set(unsafe.Pointer(h.code.entry))
	if atomic.LoadUint32(&t.stop) != 0 {
		t.interrupt()
	}
}

// leave ends a run of exec: it puts the results of the frame at the foot into its result block.
func (t *thread) leave(fp unsafe.Pointer, in *instr) {
	h := head(fp)
	if h.dst == noResult {
		return
	}
	switch in.op {
	case opRetW:
		ty := h.code.results[0].ty
		copyValue(at(h.caller, h.dst), at(fp, in.b), ty.class, ty)
	case opRet:
		(*retSite)(in.x).copy(h, fp)
	}
}

// callCompiled calls the compiled function at in.b.
func (t *thread) callCompiled(fp unsafe.Pointer, in *instr, site *callSite) {
	f := *ptr(fp, in.b)
	if f == nil {
		panic(nilDereference())
	}
	t.calling()
	site.caller(f, fp, site.slots, in.a)
	t.returned()
}

type hookSite struct{ f func(env hostEnv, args []any) }

func deferStackOf(fp unsafe.Pointer) *deferStack {
	h := head(fp)
	if h.defers == nil {
		h.defers = &deferStack{}
	}
	return h.defers
}

// hook returns the engine's body of a function that chunks declare without one.
func (m *Machine) hook(fn *ssa.Function) func(hostEnv, []any) {
	if fn.Blocks != nil || fn.Pkg == nil || !isSession(fn.Pkg.Pkg) {
		return nil
	}
	return m.hooks[fn.Name()]
}

// target finds the method that an interface call reaches.
func (t *thread) target(fp unsafe.Pointer, in *instr, site *callSite) *target {
	itab := get[unsafe.Pointer](fp, in.b)
	if itab == nil {
		panic(nilDereference())
	}
	for i := range site.cache {
		if e := site.cache[i].Load(); e.itab == itab {
			return e.target
		}
	}
	tg := t.m.methodTarget(rtype.FromPtr(rtype.ItabType(itab)), site)
	if site.many {
		return tg
	}
	site.cache[site.misses.Add(1)%uint32(len(site.cache))].Store(&invokeEntry{itab, tg})
	return tg
}

// nativeMethodCall calls a compiled method through the interface at in.b.
func (t *thread) nativeMethodCall(fp unsafe.Pointer, tg *target, in *instr, site *callSite) {
	data := get[twoWords](fp, in.b)[1]
	if tg.direct {
		put(fp, site.slots[0], data)
		if tg.native.watched() {
			tg.native.bind(site.slots, in.a).call(t, fp)
			return
		}
		tg.native.caller(tg.native.function(t), fp, site.slots, in.a)
		t.returned()
		return
	}
	tg.reflectCall(t, fp, data, site, in.a)
	t.returned()
}

// reflectCall calls a compiled method whose receiver is not pointer-shaped.
func (tg *target) reflectCall(t *thread, fp, data unsafe.Pointer, site *callSite, dst uint32) {
	rt, fn := tg.native.rt, tg.native.function(t)
	if tg.native.watched() {
		fn = tg.native.whole(t.m)
	}
	f := reflect.NewAt(rt, unsafe.Pointer(&fn)).Elem()
	in := []reflect.Value{tg.recv.value(data)}
	for i, off := range site.slots[1:] {
		in = append(in, reflectAt(rt.In(i+1), at(fp, off)))
	}
	for _, r := range callWith(f, in) {
		ty := newTyp(r.Type())
		ty.value(at(fp, dst)).Set(r)
		dst += uint32(ty.slotSize())
	}
}

type methodKey struct {
	rt   reflect.Type
	name string
	pkg  string
}

// methodTarget finds the method named by site in the method set of rt.
func (m *Machine) methodTarget(rt reflect.Type, site *callSite) *target {
	key := methodKey{rt, site.method, site.pkg}
	if tg, ok := m.methods.Load(key); ok {
		return tg.(*target)
	}
	tg := m.findMethod(rt, site)
	tg.receiver = tg.form()
	m.methods.Store(key, tg)
	return tg
}

func (m *Machine) findMethod(rt reflect.Type, site *callSite) *target {
	tg := &target{recv: newTyp(rt), direct: rtype.DirectIface(rt)}
	if src, ok := m.source(rt); ok {
		tg.slot = m.methodSlot(src, site.pkg, site.method)
		if tg.slot != nil {
			return tg
		}
	}
	meth, ok := rt.MethodByName(site.method)
	if !ok {
		panic(plainError(fmt.Sprintf("%s has no method %s that cells can call", rt, site.method)))
	}
	if b, ok := m.boundMethod(rt, meth.Name); ok {
		tg.native = newBoundFn(b, meth.Func.Type())
		return tg
	}
	tg.native = nativeMethod(meth)
	return tg
}

// methodValue returns the function of a method, which go/ssa may make only now.
func (m *Machine) methodValue(sel *types.Selection) *ssa.Function {
	if m.config.Reading != nil {
		m.config.Reading.Lock()
		defer m.config.Reading.Unlock()
	}
	return m.prog.MethodValue(sel)
}

// methodSlot returns the slot of an interpreted method; wrappers promote those of embedded fields.
func (m *Machine) methodSlot(recv types.Type, pkg, name string) *funcSlot {
	set := m.prog.MethodSets.MethodSet(recv)
	for i := range set.Len() {
		sel := set.At(i)
		f := sel.Obj()
		if f.Name() != name || !f.Exported() && f.Pkg().Path() != pkg {
			continue
		}
		fn := m.methodValue(sel)
		if fn == nil {
			return nil
		}
		return m.slot(fn)
	}
	return nil
}

// noteSource remembers the type behind rt if it is an unnamed struct, or a pointer to one, that embeds.
func (m *Machine) noteSource(rt reflect.Type, t types.Type) {
	st := t
	if p, ok := st.(*types.Pointer); ok {
		st = p.Elem()
	}
	if _, ok := types.Unalias(st).(*types.Struct); ok {
		m.sources.Store(rt, t)
	}
}

// source returns the type of the checker behind a run-time type, if it has interpreted methods.
func (m *Machine) source(rt reflect.Type) (types.Type, bool) {
	if t, ok := m.types.Source(rt); ok {
		return t, true
	}
	t, ok := m.sources.Load(rt)
	if !ok {
		return nil, false
	}
	return t.(types.Type), true
}
