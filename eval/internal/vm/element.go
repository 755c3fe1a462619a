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
	places []*ssa.Store // of the indices in the slice that the method wants
	elem   types.Type
	vector *vectorPlan // what it goes through; nil if the array is looked at each time
}

// An elementSite is what the instruction of such a call knows.
type elementSite struct {
	elem     *typ
	recv     uint32
	index    []uint32
	axis     int // to whose index the value at plus is added, if there is a vector
	plus     uint32
	vector   uint32 // 0 for none
	value    uint32 // what a Set stores
	result   uint32 // where the result of a Get goes
	slice    uint32 // room for the slice of indices that the methods want
	get, set method // set is that of a Set or of an update, which has both
}

// A method is compiled code and its caller.
type method struct {
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
	for _, place := range index {
		e.places, e.index = append(e.places, place), append(e.index, place.Val)
	}
	for _, in := range parts {
		c.fused[in], c.parts[in] = true, true
	}
	return e
}

// variadic returns the stores of the arguments from which go/ssa makes the slice v for call alone, and all instructions that do
// so.
func variadic(v ssa.Value, call *ssa.Call) (args []*ssa.Store, parts []ssa.Instruction, ok bool) {
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
	args = make([]*ssa.Store, n)
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
		args[i] = store
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

// site describes the access.
func (c *compiler) site(e *access) *elementSite {
	s := &elementSite{elem: c.m.typ(e.elem), recv: c.slot(e.recv), slice: c.temp(indexTyp)}
	for _, i := range e.index {
		s.index = append(s.index, c.slot(i))
	}
	m := method{e.native.caller, e.native.fn}
	if e.value != nil {
		s.set, s.value = m, c.slot(e.value)
	} else {
		s.get, s.result = m, c.slot(e.call)
	}
	return s
}

// looks says that the call is of a method that only looks at an array.
func (c *compiler) looks(call *ssa.CallCommon) bool {
	fn, ok := call.Value.(*ssa.Function)
	if !ok || fn.Blocks != nil || fn.Signature.Recv() == nil {
		return false
	}
	pointer, ok := fn.Signature.Recv().Type().(*types.Pointer)
	if !ok {
		return false
	}
	names, ok := c.m.elements(pointer.Elem())
	return ok && slices.Contains(names.Looks, fn.Name())
}

// elementInstr returns the instruction for an access that looks at the array.
func (c *compiler) elementInstr(e *access) instr {
	site := c.site(e)
	in := instr{op: opElement, a: site.result, b: site.recv, x: unsafe.Pointer(site)}
	if e.value != nil {
		in.a, in.b = site.recv, site.value
	}
	w, ok := widthOf(site.elem.class)
	if rank := len(e.index); ok && site.elem.class != classPtr && rank <= 3 {
		first := []uint32{opGetElem1, opGetElem2, opGetElem3}[rank-1]
		if e.value != nil {
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
	if s.vector != 0 {
		v, i := vectorAt(fp, s.vector), s.at(fp, s.axis)
		if uint(i) >= uint(v.n) {
			return nil
		}
		return unsafe.Add(v.data, i*v.step)
	}
	v := (*host.View)(*ptr(fp, s.recv))
	if v == nil || len(v.Shape) != len(s.index) || s.set.fn != nil && v.ReadOnly {
		return nil
	}
	at := v.Offset
	for k := range s.index {
		i := s.at(fp, k)
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

// at is index k.
func (s *elementSite) at(fp unsafe.Pointer, k int) int {
	i := get[int](fp, s.index[k])
	if s.vector != 0 && k == s.axis {
		i += get[int](fp, s.plus)
	}
	return i
}

// indices makes the slice that the methods want.
func (s *elementSite) indices(fp unsafe.Pointer) {
	index := make([]int, len(s.index))
	for k := range index {
		index[k] = s.at(fp, k)
	}
	put(fp, s.slice, index)
}

// elementCall carries out what the loop left.
func (t *thread) elementCall(fp unsafe.Pointer, in *instr) {
	s := (*elementSite)(in.x)
	s.indices(fp)
	if s.get.fn != nil {
		s.get.caller(s.get.fn, fp, []uint32{s.recv, s.slice}, s.result)
		s.combine(fp, in)
	}
	if s.set.fn != nil {
		s.set.caller(s.set.fn, fp, []uint32{s.recv, s.value, s.slice}, noResult)
	}
	t.returned()
}

// combine carries out the arithmetic of which an element, now in the site's result, is an operand.
func (s *elementSite) combine(fp unsafe.Pointer, in *instr) {
	v := f64(fp, s.result)
	switch in.op {
	case opAddElem2F:
		*f64(fp, in.a) = *f64(fp, in.e) + *v
	case opSubElem2F:
		*f64(fp, in.a) = *f64(fp, in.e) - *v
	case opRSubElem2F:
		*f64(fp, in.a) = *v - *f64(fp, in.e)
	case opMulElem2F:
		*f64(fp, in.a) = *f64(fp, in.e) * *v
	case opMulAddElem2F:
		*f64(fp, in.a) += float64(*f64(fp, in.e) * *v)
	case opAddVecF:
		*f64(fp, in.a) = *f64(fp, in.d) + *v
	case opSubVecF:
		*f64(fp, in.a) = *f64(fp, in.d) - *v
	case opRSubVecF:
		*f64(fp, in.a) = *v - *f64(fp, in.d)
	case opMulVecF:
		*f64(fp, in.a) = *f64(fp, in.d) * *v
	case opMulAddVecF:
		*f64(fp, in.a) += float64(*f64(fp, in.d) * *v)
	case opAddVecI:
		*i64(fp, in.a) = *i64(fp, in.d) + *i64(fp, s.result)
	case opVecAddF:
		*v += *f64(fp, in.b)
	case opVecSubF:
		*v -= *f64(fp, in.b)
	case opVecMulF:
		*v *= *f64(fp, in.b)
	case opVecAddI:
		*i64(fp, s.result) += *i64(fp, in.b)
	}
}

// opElement is an access of any rank to an element of any size.
var opElement = register("element", func(t *thread, fp unsafe.Pointer, in *instr) {
	s := (*elementSite)(in.x)
	switch p := s.position(fp); {
	case p == nil:
		t.elementCall(fp, in)
	case s.set.fn != nil:
		copyValue(p, at(fp, s.value), s.elem.class, s.elem)
	default:
		copyValue(at(fp, s.result), p, s.elem.class, s.elem)
	}
})
