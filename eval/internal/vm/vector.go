// This file lets loops reach elements of compiled arrays through vectors. A vector is the elements along one axis, the other
// indices being fixed, with everything looked up and checked that does not change in the loop; so an element costs what one
// of a slice does. Making a vector cannot fail: if anything is unusual it has no elements, and each access is left to the
// method, as it would be without.

package vm

import (
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
)

// A vector lies in a frame.
type vector struct {
	data unsafe.Pointer // the first element
	n    int
	step int // from one element to the next, in bytes
}

var vectorTyp = newTyp(reflect.TypeFor[vector]())

func vectorAt(fp unsafe.Pointer, off uint32) *vector { return (*vector)(at(fp, off)) }

// A vectorPlan is a vector that is made in front of a loop.
type vectorPlan struct {
	loop *loop
	e    *access // one that goes through it
	axis int
	used bool
	slot uint32 // 0 until it has one
}

// A vectorSite is what the instruction that makes a vector knows.
type vectorSite struct {
	recv  uint32
	axis  int
	index []uint32 // the one along the axis has no meaning
	set   bool     // for storing
	size  int      // of an element
}

// findVectors chooses, for each access, the outermost loop in which only one index changes.
func (c *compiler) findVectors(loops []*loop) {
	c.vectors = map[*ssa.BasicBlock][]*vectorPlan{}
	for _, b := range c.fn.Blocks {
		for _, in := range b.Instrs {
			call, ok := in.(*ssa.Call)
			if !ok || c.elements[call] == nil {
				continue
			}
			for _, l := range loops {
				if l.blocks[b] && l.front.Dominates(b) && c.vectorIn(l, c.elements[call]) {
					break
				}
			}
		}
	}
}

// vectorIn plans the vector for e in front of l if that is possible.
func (c *compiler) vectorIn(l *loop, e *access) bool {
	if !c.fixed(e.recv, l) || !l.keepsHeader(e.recv.Type().Underlying().(*types.Pointer).Elem()) {
		return false
	}
	axis := -1
	for k, i := range e.index {
		if c.fixed(i, l) {
			continue
		}
		if axis >= 0 {
			return false
		}
		axis = k
	}
	if axis < 0 {
		axis = len(e.index) - 1
	}
	for _, p := range c.vectors[l.front] {
		if p.loop == l && p.axis == axis && (p.e.value != nil) == (e.value != nil) && c.sameVector(p.e, e, axis) {
			e.vector = p
			return true
		}
	}
	e.vector = &vectorPlan{loop: l, e: e, axis: axis}
	c.vectors[l.front] = append(c.vectors[l.front], e.vector)
	return true
}

// vectorSlot is where the vector lies.
func (c *compiler) vectorSlot(p *vectorPlan) uint32 {
	if p.slot == 0 {
		p.slot = c.fb.slot(vectorTyp)
	}
	return p.slot
}

// fixed says that v has the same value in the whole loop, and has it in front of the loop.
func (c *compiler) fixed(v ssa.Value, l *loop) bool {
	def, ok := v.(ssa.Instruction)
	if !ok || !l.blocks[def.Block()] {
		return true
	}
	m := c.moved[def]
	return m != nil && m.blocks[l.header]
}

// keepsHeader says that shape, strides and buffer of arrays of type t are the same in the whole loop. Elements and other
// variables have no part in them.
func (l *loop) keepsHeader(t types.Type) bool {
	return !l.calls && !slices.ContainsFunc(l.stores, func(s location) bool { return contains(s.t, t) })
}

// contains says that a value of type t is an inner or has one in it.
func contains(t, inner types.Type) bool {
	if types.Identical(t, inner) {
		return true
	}
	switch t := t.Underlying().(type) {
	case *types.Array:
		return contains(t.Elem(), inner)
	case *types.Struct:
		for f := range t.Fields() {
			if contains(f.Type(), inner) {
				return true
			}
		}
	}
	return false
}

// sameVector says that two accesses are to the same elements, but for their indices along the axis.
func (c *compiler) sameVector(d, e *access, axis int) bool {
	if len(d.index) != len(e.index) || !c.same(d.recv, e.recv) {
		return false
	}
	for k := range d.index {
		if k != axis && !c.same(d.index[k], e.index[k]) {
			return false
		}
	}
	return true
}

// same says that x and y have the same value wherever both are known.
func (c *compiler) same(x, y ssa.Value) bool {
	if x == y {
		return true
	}
	switch x := x.(type) {
	case *ssa.Const:
		y, ok := y.(*ssa.Const)
		return ok && x.Value != nil && y.Value != nil && types.Identical(x.Type(), y.Type()) && constant.Compare(x.Value, token.EQL, y.Value)
	case *ssa.BinOp:
		y, ok := y.(*ssa.BinOp)
		return ok && x.Op == y.Op && types.Identical(x.Type(), y.Type()) && c.same(x.X, y.X) && c.same(x.Y, y.Y)
	case *ssa.Convert:
		y, ok := y.(*ssa.Convert)
		return ok && isNumber(x.Type()) && types.Identical(x.Type(), y.Type()) && c.same(x.X, y.X)
	case *ssa.UnOp:
		y, ok := y.(*ssa.UnOp) // loads of what does not change in a loop
		return ok && x.Op == token.MUL && y.Op == token.MUL && c.moved[x] != nil && c.moved[x] == c.moved[y] && c.same(x.X, y.X)
	case *ssa.FieldAddr:
		y, ok := y.(*ssa.FieldAddr)
		return ok && x.Field == y.Field && c.same(x.X, y.X)
	}
	return false
}

// emitVectors makes the vectors of what stands in front of b.
func (c *compiler) emitVectors(b *ssa.BasicBlock) {
	for _, p := range c.vectors[b] {
		if !p.used {
			continue
		}
		s := &vectorSite{recv: c.slot(p.e.recv), axis: p.axis, set: p.e.value != nil, size: int(c.m.typ(p.e.elem).size)}
		for k, i := range p.e.index {
			if k == p.axis {
				s.index = append(s.index, 0)
			} else {
				s.index = append(s.index, c.slot(i))
			}
		}
		c.emit(instr{op: opVector, a: c.vectorSlot(p), b: s.recv, x: unsafe.Pointer(s)})
	}
}

var opVector = register("vector", func(_ *thread, fp unsafe.Pointer, in *instr) {
	s, out := (*vectorSite)(in.x), vectorAt(fp, in.a)
	*out = vector{}
	v := (*host.View)(*ptr(fp, s.recv))
	if v == nil || len(v.Shape) != len(s.index) || len(v.Strides) != len(s.index) || s.set && v.ReadOnly {
		return
	}
	first := v.Offset
	for k, off := range s.index {
		if k == s.axis {
			continue
		}
		i := get[int](fp, off)
		if uint(i) >= uint(v.Shape[k]) {
			return
		}
		first += i * v.Strides[k]
	}
	n, step := v.Shape[s.axis], v.Strides[s.axis]
	if last := first + (n-1)*step; n <= 0 || uint(first) >= uint(v.Data.Len) || uint(last) >= uint(v.Data.Len) {
		return
	}
	*out = vector{unsafe.Add(v.Data.Data, first*s.size), n, step * s.size}
})

// An elementIndex is the index along a vector: the sum of a value and, if that is not nil, another one or a constant.
type elementIndex struct {
	i, j ssa.Value
	k    int64
}

func (c *compiler) plus(x elementIndex) uint32 {
	if x.j != nil {
		return c.slot(x.j)
	}
	return c.intConst(x.k)
}

// along takes the sum that is the index of e along its vector into u, which carries out the access.
func (s *selector) along(e *access, u ssa.Instruction) elementIndex {
	v := e.index[e.vector.axis]
	e.vector.used = true
	place := e.places[e.vector.axis]
	sum, ok := v.(*ssa.BinOp)
	if !ok || sum.Op != token.ADD && sum.Op != token.SUB || !s.takes(place, sum) || !s.quiet(sum, u) {
		return elementIndex{i: v}
	}
	if sum.Op == token.ADD {
		s.take(place, sum)
		return elementIndex{i: sum.X, j: sum.Y}
	}
	k, ok := negated(sum.Y)
	if !ok {
		return elementIndex{i: v}
	}
	s.take(place, sum)
	return elementIndex{i: sum.X, k: k}
}

// access chooses for an access that goes through a vector and is not part of anything else.
func (s *selector) access(call *ssa.Call) func() instr {
	e := s.c.elements[call]
	if e == nil || e.vector == nil {
		return nil
	}
	if e.value != nil {
		if plan := s.updateElement(e); plan != nil {
			return plan
		}
	}
	x := s.along(e, call)
	return func() instr {
		if e.value == nil {
			return s.c.vectorInstr(e, x, opGetVec8, s.c.slot(call), 0)
		}
		return s.c.vectorInstr(e, x, opSetVec8, 0, s.c.slot(e.value))
	}
}

// vectorInstr returns the instruction for an access through a vector. For a Get, dst is where the result goes and other
// the other operand; for a Set, other is what is stored. Operations for several widths are given by their first.
func (c *compiler) vectorInstr(e *access, x elementIndex, op, dst, other uint32) instr {
	axis := e.vector.axis
	site := &elementSite{
		elem: c.m.typ(e.elem), recv: c.slot(e.recv), slice: c.temp(indexTyp), axis: axis, plus: c.plus(x), vector: c.vectorSlot(e.vector),
	}
	for k, i := range e.index {
		if k == axis {
			i = x.i
		}
		site.index = append(site.index, c.slot(i))
	}
	m := method{e.native.caller, e.native.fn}
	in := instr{op: op, c: site.index[axis], e: site.plus, x: unsafe.Pointer(site)}
	if e.value != nil {
		site.set, site.value = m, other
		in.a, in.b = site.vector, other
	} else {
		site.get, site.result = m, dst
		in.a, in.b, in.d = dst, site.vector, other
	}
	if op != opGetVec8 && op != opSetVec8 {
		return in
	}
	switch site.elem.class {
	case class8:
	case class32:
		in.op++
	case class64:
		in.op += 2
	case class16:
		in.op += 3
	default:
		in.op = opElement
	}
	return in
}

// operandInstr is vectorInstr for an element that is then an operand beside other.
func (c *compiler) operandInstr(e *access, x elementIndex, op, dst, other uint32) instr {
	in := c.vectorInstr(e, x, op, dst, other)
	(*elementSite)(in.x).result = c.slot(e.call)
	return in
}

// updateElement is a.Set(a.At(i...) + v, i...).
func (s *selector) updateElement(e *access) func() instr {
	c := s.c
	bin, ok := e.value.(*ssa.BinOp)
	if !ok || !s.takes(e.call, bin) {
		return nil
	}
	var op uint32
	switch {
	case bin.Op == token.ADD && c.isFloat(bin):
		op = opVecAddF
	case bin.Op == token.SUB && c.isFloat(bin):
		op = opVecSubF
	case bin.Op == token.MUL && c.isFloat(bin):
		op = opVecMulF
	case bin.Op == token.ADD && c.isWord(bin):
		op = opVecAddI
	default:
		return nil
	}
	call, ok := bin.X.(*ssa.Call)
	if !ok {
		return nil
	}
	g := c.elements[call]
	if g == nil || g.value != nil || !s.takes(bin, call) || !s.quietElement(g, e.call, bin) || !s.quiet(bin, e.call) {
		return nil
	}
	axis := e.vector.axis
	if !c.sameVector(g, e, axis) || !c.same(g.index[axis], e.index[axis]) {
		return nil
	}
	x := s.along(e, e.call)
	if v, ok := g.index[axis].(*ssa.BinOp); ok && v != e.index[axis] && s.takes(g.places[axis], v) {
		s.take(g.places[axis], v) // the other one is the same
	}
	s.take(bin, call)
	s.take(e.call, bin)
	return func() instr {
		in := c.vectorInstr(e, x, op, 0, c.slot(bin.Y))
		site := (*elementSite)(in.x)
		site.get, site.result = method{g.native.caller, g.native.fn}, c.slot(call)
		site.value = site.result
		return in
	}
}
