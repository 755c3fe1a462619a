// This file turns each SSA instruction into instructions of the engine, save arithmetic, calls and conversions.

package vm

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// instr emits the code of one SSA instruction.
func (c *compiler) instr(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.DebugRef, *ssa.Phi, *ssa.Extract:
		// phis are filled at the ends of the blocks before; an extracted value lies in its tuple
	case *ssa.Alloc:
		c.alloc(in)
	case *ssa.UnOp:
		c.unOp(in)
	case *ssa.BinOp:
		c.binOp(in)
	case *ssa.Store:
		c.store(in)
	case *ssa.Call:
		c.call(in)
	case *ssa.Go:
		c.goStmt(in)
	case *ssa.Defer:
		c.deferStmt(in)
	case *ssa.RunDefers:
		c.calls = true
		c.emit(instr{op: opRunDefers})
	case *ssa.Jump:
		c.jump(in.Block(), in.Block().Succs[0])
	case *ssa.If:
		c.cond(in, in.Block(), c.next(in.Block()))
	case *ssa.Return:
		c.ret(in)
	case *ssa.Panic:
		c.panic(in)
	case *ssa.FieldAddr:
		c.fieldAddr(in)
	case *ssa.Field:
		c.field(in)
	case *ssa.IndexAddr:
		c.indexAddr(in)
	case *ssa.Index:
		c.index(in)
	case *ssa.Slice:
		c.slice(in)
	case *ssa.MakeSlice:
		elem := c.m.typ(in.Type().Underlying().(*types.Slice).Elem())
		c.emit(instr{op: opMakeSlice, a: c.slot(in), b: c.intSlotKept(in.Len), c: c.intSlotKept(in.Cap), x: unsafe.Pointer(elem)})
	case *ssa.MakeMap:
		c.makeMap(in)
	case *ssa.MakeChan:
		ty := c.m.typ(in.Type())
		c.emit(instr{op: opMakeChan, a: c.slot(in), b: c.intSlot(in.Size), x: unsafe.Pointer(ty)})
	case *ssa.MakeClosure:
		c.makeClosure(in)
	case *ssa.MakeInterface:
		c.makeInterface(in)
	case *ssa.ChangeInterface:
		c.changeInterface(in)
	case *ssa.TypeAssert:
		c.typeAssert(in)
	case *ssa.ChangeType:
		if _, ok := c.alias(in); !ok {
			c.mov(c.slot(in), c.slot(in.X), c.m.slotTyp(in.Type()))
		}
	case *ssa.Convert:
		c.convert(in)
	case *ssa.MultiConvert:
		panic(&typeError{in.Type(), fmt.Errorf("conversion from type parameter %s", in.X.Type())})
	case *ssa.SliceToArrayPointer:
		n := in.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array).Len()
		c.emit(instr{op: opSliceToArray, a: c.slot(in), b: c.slot(in.X), c: c.intConst(n)})
	case *ssa.Lookup:
		c.lookup(in)
	case *ssa.MapUpdate:
		ty := c.m.typ(in.Map.Type())
		c.emit(instr{op: opMapUpdate, a: c.slot(in.Map), b: c.slot(in.Key), c: c.slot(in.Value), x: unsafe.Pointer(ty)})
	case *ssa.Range:
		c.rangeOver(in)
	case *ssa.Next:
		c.nextOf(in)
	case *ssa.Send:
		c.emit(instr{op: opSend, a: c.slot(in.Chan), b: c.slot(in.X), x: unsafe.Pointer(c.m.typ(in.Chan.Type()))})
	case *ssa.Select:
		c.selectStmt(in)
	default:
		panic(fmt.Sprintf("vm: %T is unknown to the engine", in))
	}
}

func (c *compiler) alloc(in *ssa.Alloc) {
	elem := c.elem(in)
	if !c.local(in) {
		c.emit(instr{op: opNew, a: c.slot(in), x: unsafe.Pointer(elem)})
		return
	}
	c.emit(instr{op: opClear, a: c.region(in), x: unsafe.Pointer(elem)})
	if !c.direct(in) {
		c.emit(instr{op: opFrameAddr, a: c.slot(in), b: c.region(in)})
	}
}

// maxLocal is the size up to which a local variable that does not escape lives in the frame.
const maxLocal = 1 << 16

func (c *compiler) local(in *ssa.Alloc) bool { return !in.Heap && c.elem(in).size <= maxLocal }

// load emits dst = *addr.
func (c *compiler) load(in *ssa.UnOp) {
	ty := c.m.slotTyp(in.Type())
	if ix, ok := in.X.(*ssa.IndexAddr); ok && c.fused[ix] {
		c.emit(instr{op: opLoadIdx[ty.class], a: c.slot(in), b: c.slot(ix.X), c: c.intSlot(ix.Index), x: unsafe.Pointer(ty)})
		return
	}
	if g, ok := in.X.(*ssa.Global); ok && ty.class == class64 {
		c.emit(instr{op: opGLoad64, a: c.slot(in), x: c.m.global(g).p})
		return
	}
	a := c.address(in.X)
	if a.frame {
		c.mov(c.slot(in), a.off, ty)
		return
	}
	if ty.size == 0 || ty.class >= classMem {
		c.emit(instr{op: opNilCheck, b: a.slot})
	}
	if ty.size > 0 {
		c.emit(instr{op: opLoad[ty.class], a: c.slot(in), b: a.slot, c: a.off, x: unsafe.Pointer(ty)})
	}
	if isLoopState(in.X) {
		c.emit(instr{op: opLoopOver, b: a.slot, c: a.off})
	}
}

// inBlankField reports whether addr is in a field that has no name. Only composite literals store there, and Go leaves out what
// they give for it.
func inBlankField(addr ssa.Value) bool {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		of := types.Unalias(addr.X.Type()).Underlying().(*types.Pointer).Elem().Underlying()
		fields, ok := of.(*types.Struct)
		return ok && fields.Field(addr.Field).Name() == "_" || inBlankField(addr.X)
	case *ssa.IndexAddr:
		_, isSlice := addr.X.Type().Underlying().(*types.Slice)
		return !isSlice && inBlankField(addr.X)
	}
	return false
}

func (c *compiler) store(in *ssa.Store) {
	if inBlankField(in.Addr) {
		return
	}
	ty := c.m.slotTyp(in.Val.Type())
	if ix, ok := in.Addr.(*ssa.IndexAddr); ok && c.fused[ix] {
		c.emit(instr{op: opStoreIdx[ty.class], a: c.slot(ix.X), b: c.slot(in.Val), c: c.intSlot(ix.Index), x: unsafe.Pointer(ty)})
		return
	}
	if g, ok := in.Addr.(*ssa.Global); ok && ty.class == class64 {
		c.emit(instr{op: opGStore64, b: c.slot(in.Val), x: c.m.global(g).p})
		return
	}
	a := c.address(in.Addr)
	if a.frame {
		c.mov(a.off, c.slot(in.Val), ty)
		return
	}
	if ty.size == 0 || ty.class >= classMem {
		c.emit(instr{op: opNilCheck, b: a.slot})
	}
	if ty.size > 0 {
		c.emit(instr{op: opStore[ty.class], a: a.slot, b: c.slot(in.Val), c: a.off, x: unsafe.Pointer(ty)})
	}
}

func (c *compiler) fieldAddr(in *ssa.FieldAddr) {
	if a := c.address(in.X); a.frame {
		c.emit(instr{op: opFrameAddr, a: c.slot(in), b: a.off + c.fieldOffset(in)})
		return
	}
	base := c.address(in.X)
	c.emit(instr{op: opFieldAddr, a: c.slot(in), b: base.slot, c: base.off + c.fieldOffset(in)})
}

func (c *compiler) field(in *ssa.Field) {
	if _, ok := c.alias(in); ok {
		return
	}
	ty := c.m.slotTyp(in.Type())
	c.mov(c.slot(in), c.slot(in.X)+uint32(c.m.typ(in.X.Type()).rt.Field(in.Field).Offset), ty)
}

// intSlot returns the slot of v as an int, converting smaller integers. A uint64 too large for an int reads as negative
// and is out of every range all the same.
func (c *compiler) intSlot(v ssa.Value) uint32 {
	ty := c.m.slotTyp(v.Type())
	if ty.class == class64 {
		return c.slot(v)
	}
	off := c.temp(intTyp)
	c.emit(instr{op: conversions[ty.kind][reflect.Int], a: off, b: c.slot(v)})
	return off
}

func (c *compiler) indexAddr(in *ssa.IndexAddr) {
	switch t := in.X.Type().Underlying().(type) {
	case *types.Slice:
		elem := c.m.typ(t.Elem())
		c.emit(instr{op: opIdxAddr, a: c.slot(in), b: c.slot(in.X), c: c.intSlot(in.Index), d: uint32(elem.size)})
	case *types.Pointer:
		arr := t.Elem().Underlying().(*types.Array)
		elem := c.m.typ(arr.Elem())
		c.emit(instr{op: opArrayAddr, a: c.slot(in), b: c.slot(in.X), c: c.intSlot(in.Index), d: c.intConst(arr.Len()), x: unsafe.Pointer(elem)})
	}
}

// index is x[i] on an array value or a string.
func (c *compiler) index(in *ssa.Index) {
	switch t := in.X.Type().Underlying().(type) {
	case *types.Basic:
		c.emit(instr{op: opStrIdx, a: c.slot(in), b: c.slot(in.X), c: c.intSlot(in.Index)})
	case *types.Array:
		elem := c.m.typ(t.Elem())
		p := c.temp(pointerTyp)
		c.emit(instr{op: opFrameAddr, a: p, b: c.slot(in.X)})
		c.emit(instr{op: opArrayAddr, a: p, b: p, c: c.intSlot(in.Index), d: c.intConst(t.Len()), x: unsafe.Pointer(elem)})
		if elem.size > 0 {
			c.emit(instr{op: opLoad[elem.class], a: c.slot(in), b: p, x: unsafe.Pointer(elem)})
		}
	}
}

// A sliceSite holds the operands of a slice expression.
type sliceSite struct {
	elem       *typ
	array      int64 // length of the array behind the pointer, -1 for slices and strings
	str        bool
	made       bool // make([]T, hi) with a constant capacity, which go/ssa writes as an array that is sliced
	hasHi      bool
	hasMax     bool
	lo, hi, mx uint32
	unsigned   struct{ lo, hi, mx bool } // they read as uint64
}

func (c *compiler) slice(in *ssa.Slice) {
	s := &sliceSite{array: -1}
	switch t := in.X.Type().Underlying().(type) {
	case *types.Slice:
		s.elem = c.m.typ(t.Elem())
	case *types.Pointer:
		arr := t.Elem().Underlying().(*types.Array)
		s.elem, s.array = c.m.typ(arr.Elem()), arr.Len()
		alloc, ok := in.X.(*ssa.Alloc)
		s.made = ok && alloc.Comment == "makeslice"
	default:
		s.str = true
	}
	s.lo = c.intConst(0)
	if in.Low != nil {
		s.lo, s.unsigned.lo = c.intSlotKept(in.Low), unsigned64(in.Low)
	}
	if in.High != nil {
		s.hasHi, s.hi, s.unsigned.hi = true, c.intSlotKept(in.High), unsigned64(in.High)
	}
	if in.Max != nil {
		s.hasMax, s.mx, s.unsigned.mx = true, c.intSlotKept(in.Max), unsigned64(in.Max)
	}
	c.emit(instr{op: opSlice, a: c.slot(in), b: c.slot(in.X), x: unsafe.Pointer(s)})
}

// intSlotKept is intSlot with a slot of its own for a converted value, where several are needed at once.
func (c *compiler) intSlotKept(v ssa.Value) uint32 {
	off := c.intSlot(v)
	if own, ok := c.slots[v]; ok && own == off {
		return off
	}
	kept := c.fb.slot(intTyp)
	c.mov(kept, off, intTyp)
	return kept
}

func (c *compiler) ret(in *ssa.Return) {
	if c.lendsDefers() {
		c.calls = true
		c.emit(instr{op: opRunDefers})
		c.reloadResults(in)
	}
	if len(in.Results) == 0 {
		c.emit(instr{op: opRet0})
		return
	}
	if len(in.Results) == 1 && c.out.results[0].ty.class <= class64 {
		c.emit(instr{op: opRetW, b: c.slot(in.Results[0])})
		return
	}
	site := &retSite{}
	for i, r := range in.Results {
		res := c.out.results[i]
		if res.ty.size > 0 {
			site.moves = append(site.moves, move{dst: res.off, src: c.slot(r), class: res.ty.class, ty: res.ty})
		}
	}
	var ok bool
	if site.copies, ok = copiesOf(site.moves); !ok {
		c.emit(instr{op: opRetMany, x: unsafe.Pointer(site)})
		c.emit(instr{op: opRet0})
		return
	}
	c.emit(instr{op: opRet, x: unsafe.Pointer(site)})
}

// reloadResults reads named results again, which deferred calls may have changed.
func (c *compiler) reloadResults(in *ssa.Return) {
	for i, r := range in.Results {
		load, ok := r.(*ssa.UnOp)
		if ok && load.Op == token.MUL && load.Block() == in.Block() && c.fn.Signature.Results().At(i).Name() != "" {
			c.load(load)
		}
	}
}

// lendsDefers says that bodies of loops over functions defer calls on behalf of this function. go/ssa emits no RunDefers
// when the function defers nothing itself.
func (c *compiler) lendsDefers() bool {
	for _, in := range c.fn.Blocks[0].Instrs {
		if call, ok := in.(*ssa.Call); ok {
			if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "ssa:deferstack" {
				return true
			}
		}
	}
	return false
}

// A retSite lists what a return copies to the caller.
type retSite struct {
	moves  []move
	copies // the same by words
}

// copy puts the results of frame fp where h says.
func (s *retSite) copy(h *header, fp unsafe.Pointer) {
	for i := range s.moves {
		mv := &s.moves[i]
		copyValue(at(h.caller, h.dst+mv.dst), at(fp, mv.src), mv.class, mv.ty)
	}
}

// What comes before a return of many words.
var opRetMany = register("ret many", func(_ *thread, fp unsafe.Pointer, in *instr) {
	if h := head(fp); h.dst != noResult {
		(*retSite)(in.x).copy(h, fp)
	}
})

// unOp emits loads, receives, negations and complements.
func (c *compiler) unOp(in *ssa.UnOp) {
	switch in.Op {
	case token.MUL:
		c.load(in)
	case token.ARROW:
		c.recv(in)
	case token.NOT:
		c.emit(instr{op: opNotB, a: c.slot(in), b: c.slot(in.X)})
	case token.SUB:
		c.emit(instr{op: arith(opsNeg, c.m.typ(in.Type()).kind), a: c.slot(in), b: c.slot(in.X)})
	case token.XOR:
		c.emit(instr{op: arith(opsCompl, c.m.typ(in.Type()).kind), a: c.slot(in), b: c.slot(in.X)})
	}
}
