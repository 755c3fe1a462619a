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

// A callSite is what the instruction of a call knows beforehand.
type callSite struct {
	args   []move    // from the caller's slots to the callee's frame, the receiver of an interface call left out
	slot   *funcSlot // of a static call
	native *nativeCall

	// Of calls through a func value or an interface, which may turn out to reach compiled code:
	slots  []uint32 // where the arguments lie; for interface calls after a slot for the receiver
	shape  uintptr  // of closures of the func type
	caller native.Caller

	method string
	pkg    string // of an unexported method
	cache  [4]atomic.Pointer[invokeEntry]
	misses atomic.Uint32
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
}

func (c *compiler) call(in *ssa.Call) {
	if b, ok := in.Call.Value.(*ssa.Builtin); ok {
		c.builtin(b, in)
		return
	}
	if fn, ok := in.Call.Value.(*ssa.Function); ok && fn.Blocks == nil && fn.Synthetic == "package initializer" {
		return // compiled packages are initialised
	}
	dst := noResult
	if in.Call.Signature().Results().Len() > 0 {
		dst = c.slot(in)
	}
	c.emit(c.callInstr(&in.Call, dst))
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
	site := (*callSite)(in.x)
	switch in.op {
	case opCall:
		return &deferred{frame: t.calleeFrame(fp, t.m.code(site.slot), site)}
	case opCallClosure:
		f := get[unsafe.Pointer](fp, in.b)
		if f == nil {
			return &deferred{nilFn: true}
		}
		if cl := site.closure(f); cl != nil {
			return &deferred{frame: t.closureFrame(fp, cl, site)}
		}
	case opInvoke:
		if tg := t.target(fp, in, site); tg.slot != nil {
			return &deferred{frame: t.methodFrame(fp, tg, in, site)}
		}
	}
	snap := rtype.Alloc(head(fp).code.layout.p)
	rtype.Move(head(fp).code.layout.p, snap, fp)
	h := head(snap)
	h.caller, h.ret, h.defers, h.next = nil, nil, nil, nil // a deferred recover sees what its function may recover
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
	opDefer = register("defer", func(t *thread, fp unsafe.Pointer, in *instr) {
		stack := deferStackOf(fp)
		if in.a != noResult {
			stack = get[*deferStack](fp, in.a)
		}
		d := t.prepare(fp, (*instr)(in.x))
		d.next = stack.top
		stack.top = d
	})

	opGo = register("go", func(t *thread, fp unsafe.Pointer, in *instr) { t.spawn(t.prepare(fp, (*instr)(in.x))) })

	opNative = register("native", func(t *thread, fp unsafe.Pointer, in *instr) {
		(*callSite)(in.x).native.call(t, fp)
	})

	opHook = register("hook", func(t *thread, fp unsafe.Pointer, in *instr) {
		(*hookSite)(in.x).f(t.cell, get[[]any](fp, in.a))
	})
)

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
		if e := site.cache[i].Load(); e != nil && e.itab == itab {
			return e.target
		}
	}
	tg := t.m.methodTarget(rtype.FromPtr(rtype.ItabType(itab)), site)
	site.cache[site.misses.Add(1)%uint32(len(site.cache))].Store(&invokeEntry{itab, tg})
	return tg
}

// nativeMethodCall calls a compiled method through the interface at in.b.
func (t *thread) nativeMethodCall(fp unsafe.Pointer, tg *target, in *instr, site *callSite) {
	data := get[twoWords](fp, in.b)[1]
	if tg.direct {
		put(fp, site.slots[0], data)
		tg.native.caller(tg.native.fn, fp, site.slots, in.a)
		t.poll()
		return
	}
	tg.reflectCall(fp, data, site, in.a)
	t.poll()
}

// reflectCall calls a compiled method whose receiver is not pointer-shaped.
func (tg *target) reflectCall(fp, data unsafe.Pointer, site *callSite, dst uint32) {
	rt := tg.native.rt
	f := reflect.NewAt(rt, unsafe.Pointer(&tg.native.fn)).Elem()
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
