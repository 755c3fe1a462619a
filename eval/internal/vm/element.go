// This file turns method calls that read or write one element of a compiled type's buffer, such as a.At(i, j), into a
// load or store, for types that start as host.View does and whose package says so (host.Elements). Whatever is unusual, an
// index out of range above all, is left to the method itself.

package vm

import (
	"go/constant"
	"go/types"
	"reflect"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/native"
)

// maxRank is the largest number of indices that is treated so.
const maxRank = 4

// An access is a call that reads or writes an element.
type access struct {
	call   *ssa.Call
	native *nativeFn
	recv   ssa.Value
	value  ssa.Value // what a Set stores; nil for a Get
	index  []ssa.Value
	elem   types.Type
}

// An elementSite is what the instruction of such a call knows.
type elementSite struct {
	set    bool
	elem   *typ
	recv   uint32
	value  uint32
	index  []uint32
	result uint32 // where the method's result goes
	slice  uint32 // room for the slice of indices that the method wants
	caller native.Caller
	fn     unsafe.Pointer
}

// findElements recognises the calls, and marks the slices of indices that are made for them alone.
func (c *compiler) findElements() {
	c.elements, c.parts = map[*ssa.Call]*access{}, map[ssa.Instruction]bool{}
	for _, b := range c.fn.Blocks {
		for _, in := range b.Instrs {
			if call, ok := in.(*ssa.Call); ok {
				if e := c.elementOf(call); e != nil {
					c.elements[call] = e
				}
			}
		}
	}
}

func (c *compiler) elementOf(call *ssa.Call) *access {
	fn, ok := call.Call.Value.(*ssa.Function)
	if !ok || fn.Blocks != nil || fn.Signature.Recv() == nil || !fn.Signature.Variadic() {
		return nil
	}
	pointer, ok := fn.Signature.Recv().Type().(*types.Pointer)
	if !ok {
		return nil
	}
	names, ok := c.m.elements(pointer.Elem())
	args := call.Call.Args
	if !ok || fn.Name() != names.Get && fn.Name() != names.Set {
		return nil
	}
	e := &access{call: call, recv: args[0], native: c.m.compiled(fn)}
	if fn.Name() == names.Set {
		e.value = args[1]
		e.elem = e.value.Type()
	} else {
		e.elem = call.Type()
	}
	if e.native == nil || e.native.bound != nil {
		return nil
	}
	index, parts, ok := variadic(args[len(args)-1], call)
	if !ok || interrupted(parts, call) {
		return nil
	}
	e.index = index
	for _, in := range parts {
		c.fused[in], c.parts[in] = true, true
	}
	return e
}

// variadic returns the arguments from which go/ssa makes the slice v for call alone, and the instructions that do so.
func variadic(v ssa.Value, call *ssa.Call) (args []ssa.Value, parts []ssa.Instruction, ok bool) {
	slice, ok := v.(*ssa.Slice)
	if !ok || slice.Low != nil || slice.High != nil || slice.Max != nil || len(*slice.Referrers()) != 1 || slice.Block() != call.Block() {
		return nil, nil, false
	}
	alloc, ok := slice.X.(*ssa.Alloc)
	if !ok || alloc.Comment != "varargs" || alloc.Block() != call.Block() {
		return nil, nil, false
	}
	n := alloc.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array).Len()
	if n < 1 || n > maxRank || len(*alloc.Referrers()) != int(n)+1 {
		return nil, nil, false
	}
	args = make([]ssa.Value, n)
	parts = []ssa.Instruction{alloc, slice}
	for _, r := range *alloc.Referrers() {
		if r == ssa.Instruction(slice) {
			continue
		}
		ix, ok := r.(*ssa.IndexAddr)
		if !ok || len(*ix.Referrers()) != 1 {
			return nil, nil, false
		}
		k, isConst := ix.Index.(*ssa.Const)
		store, isStore := (*ix.Referrers())[0].(*ssa.Store)
		if !isConst || !isStore || store.Addr != ix || store.Block() != call.Block() {
			return nil, nil, false
		}
		i, _ := constant.Int64Val(k.Value)
		args[i] = store.Val
		parts = append(parts, ix, store)
	}
	for _, a := range args {
		if a == nil {
			return nil, nil, false
		}
	}
	return args, parts, true
}

// interrupted says that something stands between the instructions that make the slice and the call; an index might have
// another value by then.
func interrupted(parts []ssa.Instruction, call *ssa.Call) bool {
	inside := false
	for _, in := range call.Block().Instrs {
		if in == ssa.Instruction(call) {
			return false
		}
		if slices.Contains(parts, in) {
			inside = true
		} else if _, debug := in.(*ssa.DebugRef); inside && !debug {
			return true
		}
	}
	return true
}

// elements returns the methods of a compiled type that reach its elements, if its package names them.
func (m *Machine) elements(t types.Type) (host.Elements, bool) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || isSession(named.Obj().Pkg()) {
		return host.Elements{}, false
	}
	syms := m.symbols(named.Obj().Pkg())
	if syms == nil || syms.Elements == nil {
		return host.Elements{}, false
	}
	e, ok := syms.Elements[m.typ(t).rt]
	return e, ok
}

// elementInstr returns the instruction for the call.
func (c *compiler) elementInstr(e *access) instr {
	ty := c.m.typ(e.elem)
	site := &elementSite{
		set: e.value != nil, elem: ty, recv: c.slot(e.recv), slice: c.temp(indexTyp), caller: e.native.caller, fn: e.native.fn,
	}
	for _, i := range e.index {
		site.index = append(site.index, c.slot(i))
	}
	in := instr{op: opElement, b: site.recv, x: unsafe.Pointer(site)}
	if site.set {
		site.value = c.slot(e.value)
		in.a, in.b = site.recv, site.value
	} else {
		site.result = c.slot(e.call)
		in.a = site.result
	}
	w, ok := widthOf(ty.class)
	if rank := len(e.index); ok && ty.class != classPtr && rank <= 3 {
		first := []uint32{opGetElem1, opGetElem2, opGetElem3}[rank-1]
		if site.set {
			first = []uint32{opSetElem1, opSetElem2, opSetElem3}[rank-1]
		}
		in.op = first + w
		for k, off := range []*uint32{&in.c, &in.d, &in.e}[:rank] {
			*off = site.index[k]
		}
	}
	return in
}

// fusedElement returns the instruction for an access to an element that is then an operand, beside other, of op. If the
// method has to be called, its result goes to a slot of its own first.
func (c *compiler) fusedElement(e *access, op, dst, other uint32) instr {
	in := c.elementInstr(e)
	in.op, in.a, in.e = op, dst, other
	return in
}

var indexTyp = newTyp(reflect.TypeFor[[]int]())

// position returns where the element lies, nil if the method must be asked.
func (s *elementSite) position(fp unsafe.Pointer) unsafe.Pointer {
	v := (*host.View)(*ptr(fp, s.recv))
	if v == nil || len(v.Shape) != len(s.index) || s.set && v.ReadOnly {
		return nil
	}
	at := v.Offset
	for k, off := range s.index {
		i := get[int](fp, off)
		if uint(i) >= uint(v.Shape[k]) {
			return nil
		}
		at += i * v.Strides[k]
	}
	if uint(at) >= uint(v.Data.Len) {
		return nil
	}
	return unsafe.Add(v.Data.Data, uintptr(at)*s.elem.size)
}

// method calls the method itself.
func (s *elementSite) method(t *thread, fp unsafe.Pointer) {
	index := make([]int, len(s.index))
	for k, off := range s.index {
		index[k] = get[int](fp, off)
	}
	put(fp, s.slice, index)
	if s.set {
		s.caller(s.fn, fp, []uint32{s.recv, s.value, s.slice}, noResult)
	} else {
		s.caller(s.fn, fp, []uint32{s.recv, s.slice}, s.result)
	}
	t.poll()
}

// elementCall carries out what the loop left.
func (t *thread) elementCall(fp unsafe.Pointer, in *instr) {
	s := (*elementSite)(in.x)
	s.method(t, fp)
	if in.op < opAddElem2F || in.op > opMulAddElem2F {
		return
	}
	dst, v, other := f64(fp, in.a), *f64(fp, s.result), *f64(fp, in.e)
	switch in.op {
	case opAddElem2F:
		*dst = other + v
	case opSubElem2F:
		*dst = other - v
	case opRSubElem2F:
		*dst = v - other
	case opMulElem2F:
		*dst = other * v
	default:
		*dst += float64(other * v)
	}
}

// opElement is an access of any rank to an element of any size.
var opElement = register("element", func(t *thread, fp unsafe.Pointer, in *instr) {
	s := (*elementSite)(in.x)
	switch p := s.position(fp); {
	case p == nil:
		s.method(t, fp)
	case s.set:
		copyValue(p, at(fp, s.value), s.elem.class, s.elem)
	default:
		copyValue(at(fp, in.a), p, s.elem.class, s.elem)
	}
})
