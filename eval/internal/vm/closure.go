// This file makes func values of interpreted functions. They are callable by compiled code.

package vm

import (
	"go/types"
	"reflect"
	"sync"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A closure is the object a func value points to. It starts as a Go closure does, so that compiled code can call it: with
// the code and captured variable of a function of its shape (callback.go), or else with the words of reflect's own
// object for made functions. The engine recognises it by these and goes straight to the interpreted code.
type closure struct {
	madeFunc         // the handler points to code below
	code     uintptr // of the handler, a Go closure that captured self
	self     *closure

	slot *funcSlot
	cell *env // whose output the function writes to when compiled code calls it
	env  []unsafe.Pointer
	buf  [3]unsafe.Pointer
}

// madeFunc is the start of the object that reflect.MakeFunc allocates.
type madeFunc struct {
	entry   uintptr
	stack   unsafe.Pointer // or, in a closure with a shape, the captured variable
	argLen  uintptr        // or the dictionary of the shape's instance
	regs    uintptr
	ftyp    unsafe.Pointer
	handler unsafe.Pointer // a func([]reflect.Value) []reflect.Value
}

var (
	handlerCode uintptr  // code of all handlers
	madeCode    uintptr  // code of all made functions
	templates   sync.Map // reflect.Type -> *madeFunc
)

func makeHandler(cl *closure) func([]reflect.Value) []reflect.Value {
	return func(args []reflect.Value) []reflect.Value { return cl.callback(args) }
}

// handlerWords returns the words of a handler's closure object: its code and the captured closure.
func handlerWords(cl *closure) [2]uintptr {
	h := makeHandler(cl)
	return **(**[2]uintptr)(unsafe.Pointer(&h))
}

func init() {
	probe := &closure{}
	h := makeHandler(probe)
	f := reflect.MakeFunc(reflect.TypeFor[func()](), h).Interface().(func())
	obj := *(**madeFunc)(unsafe.Pointer(&f))
	words := handlerWords(probe)
	if words[1] != uintptr(unsafe.Pointer(probe)) || obj.handler != *(*unsafe.Pointer)(unsafe.Pointer(&h)) {
		panic("vm: reflect.MakeFunc has a layout that this version does not know")
	}
	handlerCode, madeCode = words[0], obj.entry
}

// closureTemplate returns the words that start every closure of a func type.
func closureTemplate(rt reflect.Type) *madeFunc {
	if w, ok := templates.Load(rt); ok {
		return w.(*madeFunc)
	}
	f := reflect.MakeFunc(rt, func([]reflect.Value) []reflect.Value { return nil })
	box := reflect.New(rt)
	box.Elem().Set(f)
	w := **(**madeFunc)(box.UnsafePointer())
	templates.Store(rt, &w)
	return &w
}

func newClosure(slot *funcSlot, rt reflect.Type, cell *env, n int) *closure {
	cl := &closure{slot: slot, cell: cell}
	if sh := shapeOf(rt); sh.code != 0 {
		cl.entry, cl.stack, cl.argLen = sh.code, unsafe.Pointer(cl), sh.dict
	} else {
		cl.madeFunc, cl.code, cl.self = *closureTemplate(rt), handlerCode, cl
		cl.handler = unsafe.Pointer(&cl.code)
	}
	if n <= len(cl.buf) {
		cl.env = cl.buf[:n]
	} else {
		cl.env = make([]unsafe.Pointer, n)
	}
	return cl
}

// closureOf returns the closure behind a func value of type ty, nil if it is a compiled function.
func closureOf(f unsafe.Pointer, shape uintptr) *closure {
	cl := (*closure)(f)
	if cl.entry == shape || cl.entry == madeCode && *(*uintptr)(cl.handler) == handlerCode {
		return cl
	}
	return nil
}

// closure is closureOf for the func value called at the site; nil for a nil func value, too.
func (s *callSite) closure(f unsafe.Pointer) *closure {
	if f == nil {
		return nil
	}
	return closureOf(f, s.shape)
}

// bind copies the free variables into a frame of the closure's function.
func (cl *closure) bind(nf unsafe.Pointer) {
	free := head(nf).code.free
	for i := range free {
		mv := &free[i]
		if mv.class == classPtr {
			put(nf, mv.dst, cl.env[i])
		} else if mv.ty.size > 0 {
			copyValue(at(nf, mv.dst), cl.env[i], mv.class, mv.ty)
		}
	}
}

// A closureSite tells how to make a closure.
type closureSite struct {
	slot     *funcSlot
	rt       reflect.Type
	bindings []move
}

func (c *compiler) makeClosure(in *ssa.MakeClosure) {
	fn := in.Fn.(*ssa.Function)
	site := &closureSite{slot: c.m.slot(fn), rt: c.m.typ(in.Type()).rt}
	for _, b := range in.Bindings {
		ty := c.m.slotTyp(b.Type())
		site.bindings = append(site.bindings, move{src: c.slot(b), class: ty.class, ty: ty})
	}
	c.emit(instr{op: opMakeClosure, a: c.slot(in), x: unsafe.Pointer(site)})
}

var opMakeClosure = register("closure", func(t *thread, fp unsafe.Pointer, in *instr) {
	site := (*closureSite)(in.x)
	cl := newClosure(site.slot, site.rt, t.cell, len(site.bindings))
	for i := range site.bindings {
		mv := &site.bindings[i]
		if mv.class == classPtr {
			cl.env[i] = get[unsafe.Pointer](fp, mv.src)
			continue
		}
		cl.env[i] = newValue(mv.ty)
		copyValue(cl.env[i], at(fp, mv.src), mv.class, mv.ty)
	}
	put(fp, in.a, unsafe.Pointer(cl))
})

// funcValue returns the func value of a function that is not a closure.
func (m *Machine) funcValue(fn *ssa.Function) unsafe.Pointer {
	if m.hook(fn) == nil {
		if native := m.compiled(fn); native != nil {
			return native.value(m)
		}
	}
	s := m.slot(fn)
	if cl := s.static.Load(); cl != nil {
		return unsafe.Pointer(cl)
	}
	s.static.CompareAndSwap(nil, newClosure(s, m.typ(funcType(fn)).rt, nil, 0))
	return unsafe.Pointer(s.static.Load())
}

// funcType is the type of fn as a value: a method's receiver is its first parameter.
func funcType(fn *ssa.Function) types.Type {
	sig := fn.Signature
	if sig.Recv() == nil {
		return sig
	}
	params := []*types.Var{sig.Recv()}
	for i := range sig.Params().Len() {
		params = append(params, sig.Params().At(i))
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
}

// callback runs the closure for compiled code.
func (cl *closure) callback(args []reflect.Value) []reflect.Value {
	c := cl.start()
	if head(c.fp).code.fn.Signature.Recv() != nil && len(args) > 0 {
		args = append(append([]reflect.Value(nil), args[1:]...), args[0])
	}
	placeArgs(c.fp, args)
	return c.values()
}

// methodForCompiled makes a method of an interpreted type callable by compiled code.
func (m *Machine) methodForCompiled(recv types.Type, sel *types.Selection) func(unsafe.Pointer, []reflect.Value) []reflect.Value {
	slot := m.slot(m.methodValue(sel))
	tg := &target{slot: slot, recv: m.typ(recv)}
	tg.direct = isDirect(tg.recv)
	return func(data unsafe.Pointer, args []reflect.Value) []reflect.Value {
		c := m.callback(slot, nil)
		placeArgs(c.fp, args)
		tg.setReceiver(c.fp, head(c.fp).code, data)
		return c.values()
	}
}

// placeArgs copies arguments to the places of parameters.
func placeArgs(nf unsafe.Pointer, args []reflect.Value) {
	off := headerSize
	for _, a := range args {
		ty := newTyp(a.Type())
		ty.value(at(nf, off)).Set(a)
		off += uint32(ty.slotSize())
	}
}
