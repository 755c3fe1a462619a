// This file chooses operations for arithmetic with operands in memory: elements of slices and arrays, fields.

package vm

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// isLoad says that v reads memory as a float64.
func (s *selector) isLoad(v ssa.Value) (*ssa.UnOp, bool) {
	l, ok := v.(*ssa.UnOp)
	if !ok || l.Op != token.MUL {
		return nil, false
	}
	if _, global := l.X.(*ssa.Global); global {
		return nil, false
	}
	return l, true
}

// indexOf returns the address of an element that u computes, and the parts of its index: a sum, or the index itself and
// nil.
func (s *selector) indexOf(addr ssa.Value, u ssa.Instruction) (ix *ssa.IndexAddr, i, j ssa.Value) {
	ix, ok := addr.(*ssa.IndexAddr)
	if !ok || !s.c.fused[ix] || !s.c.isWord(ix.Index) {
		return nil, nil, nil
	}
	sum, ok := ix.Index.(*ssa.BinOp)
	if ok && sum.Op == token.ADD && s.takes(ix, sum) && s.quiet(sum, u) && s.take(ix, sum) {
		return ix, sum.X, sum.Y
	}
	return ix, ix.Index, nil
}

// floatMemory is arithmetic with one or two operands in memory.
func (s *selector) floatMemory(u *ssa.BinOp) func() instr {
	c := s.c
	x, okX := s.isLoad(u.X)
	y, okY := s.isLoad(u.Y)
	if okX && okY && u.Op != token.QUO && x != y && s.isField(x) && s.isField(y) && s.takes(u, y) && s.takes(u, x, y) {
		s.take(u, x, y)
		s.take(u, y)
		op := map[token.Token]uint32{token.ADD: opAddFieldsF, token.SUB: opSubFieldsF, token.MUL: opMulFieldsF}[u.Op]
		return func() instr {
			p, q := c.address(x.X), c.address(y.X)
			return instr{op: op, a: c.slot(u), b: p.slot, c: q.slot, d: p.off, e: q.off}
		}
	}
	for _, reversed := range []bool{true, false} { // the later load first
		l, other, ok := x, u.Y, okX
		if reversed {
			l, other, ok = y, u.X, okY
		}
		if !ok || !s.takes(u, l) {
			continue
		}
		if s.isField(l) {
			s.take(u, l)
			op := opAddFieldF + uint32(floatSecondPlace(u.Op, !reversed))
			return func() instr {
				p := c.address(l.X)
				return instr{op: op, a: c.slot(u), b: c.slot(other), c: p.slot, d: p.off}
			}
		}
		if plan := s.floatElement(u, l, other, !reversed); plan != nil {
			return plan
		}
	}
	if plan := s.floatArray(u); plan != nil {
		return plan
	}
	return s.floatSum(u)
}

// floatArray is arithmetic with an element of an array that has two axes or is reached through a vector.
func (s *selector) floatArray(u *ssa.BinOp) func() instr {
	c := s.c
	if mul, ok := u.Y.(*ssa.BinOp); ok && u.Op == token.ADD && mul.Op == token.MUL && c.sharer(u) == c.sharer(u.X) && s.takes(u, mul) {
		for _, reversed := range []bool{true, false} {
			v, other := mul.X, mul.Y
			if reversed {
				v, other = mul.Y, mul.X
			}
			if e := s.arrayElement(mul, v, u); e != nil {
				s.take(u, mul)
				return s.arrayOperand(mul, u, e, other, opMulAddElem2F, opMulAddVecF)
			}
		}
	}
	if u.Op == token.QUO {
		return nil
	}
	for _, reversed := range []bool{true, false} {
		v, other := u.X, u.Y
		if reversed {
			v, other = u.Y, u.X
		}
		if e := s.arrayElement(u, v, u); e != nil {
			place := uint32(floatSecondPlace(u.Op, !reversed))
			return s.arrayOperand(u, u, e, other, opAddElem2F+place, opAddVecF+place)
		}
	}
	return nil
}

// arrayOperand is arithmetic, with result u, of which an element of an array is an operand of user.
func (s *selector) arrayOperand(user, u *ssa.BinOp, e *access, other ssa.Value, elem, vec uint32) func() instr {
	c := s.c
	s.take(user, e.call)
	if e.vector == nil {
		return func() instr { return c.fusedElement(e, elem, c.slot(u), c.slot(other)) }
	}
	x := s.along(e, u)
	return func() instr { return c.operandInstr(e, x, vec, c.slot(u), c.slot(other)) }
}

// arrayElement returns the access that v is, if it can be part of u, and with that of last.
func (s *selector) arrayElement(u *ssa.BinOp, v ssa.Value, last ssa.Instruction) *access {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	e := s.c.elements[call]
	if e == nil || e.value != nil || e.vector == nil && len(e.index) != 2 || !s.takes(u, call) || !s.quietElement(e, last) {
		return nil
	}
	return e
}

// quietElement says that up to last nothing but the values except traps or changes what the access reads.
func (s *selector) quietElement(e *access, last ssa.Instruction, except ...ssa.Value) bool {
	reads := map[ssa.Value]bool{s.c.sharer(e.recv): true}
	for _, i := range e.index {
		reads[s.c.sharer(i)] = true
	}
	for _, w := range s.seq[s.pos[e.call]+1 : s.pos[last]] {
		v, ok := w.(ssa.Value)
		if ok && slices.Contains(except, v) {
			continue
		}
		if ok && reads[s.c.sharer(v)] || mayTrap(w) && !s.silent(w) {
			return false
		}
	}
	return true
}

// floatElement is arithmetic on an element of a slice; memory first says which operand it is.
func (s *selector) floatElement(u *ssa.BinOp, l *ssa.UnOp, other ssa.Value, memoryFirst bool) func() instr {
	c := s.c
	if ix, ok := l.X.(*ssa.IndexAddr); !ok || !c.fused[ix] || !c.isWord(ix.Index) || u.Op == token.QUO || s.isRow(ix) {
		return nil
	}
	s.take(u, l)
	ix, i, j := s.indexOf(l.X, u)
	op := map[int]uint32{0: opAddIdxF, 1: opSubIdxF, 2: opRSubIdxF, 3: opMulIdxF}[floatSecondPlace(u.Op, memoryFirst)]
	return func() instr {
		return instr{op: op, a: c.slot(u), b: c.slot(ix.X), c: c.slot(i), d: c.slot(other), e: c.slotOrZero(j)}
	}
}

// floatSum is s += x * a[i], where s keeps its slot.
func (s *selector) floatSum(u *ssa.BinOp) func() instr {
	c := s.c
	mul, ok := u.Y.(*ssa.BinOp)
	if u.Op != token.ADD || !ok || mul.Op != token.MUL || c.sharer(u) != c.sharer(u.X) || !s.takes(u, mul) {
		return nil
	}
	l, ok := s.isLoad(mul.Y)
	other := mul.X
	if !ok || !s.takes(mul, l) {
		return nil
	}
	ix, ok := l.X.(*ssa.IndexAddr)
	if !ok || !c.fused[ix] || !c.isWord(ix.Index) || !s.quietLoad(l, u) {
		return nil
	}
	s.take(u, mul)
	s.take(mul, l)
	if outer, row := s.rowOf(ix, u, l); row {
		return func() instr {
			return instr{op: opMulAddRowF, a: c.slot(u), b: c.slot(outer.X), c: c.slot(outer.Index), d: c.slot(ix.Index), e: c.slot(other)}
		}
	}
	ix, i, j := s.indexOf(l.X, u)
	return func() instr {
		return instr{op: opMulAddIdxF, a: c.slot(u), b: c.slot(ix.X), c: c.slot(i), d: c.slot(other), e: c.slotOrZero(j)}
	}
}

// quietLoad says that nothing between a load and u traps or changes what the load reads.
func (s *selector) quietLoad(l *ssa.UnOp, u ssa.Instruction) bool {
	for _, w := range s.seq[s.pos[l]+1 : s.pos[u]] {
		if mayTrap(w) && !s.silent(w) {
			return false
		}
	}
	return s.quiet(l, u)
}

// isRow says that the slice indexed is itself an element loaded for this alone.
func (s *selector) isRow(ix *ssa.IndexAddr) bool {
	l, ok := s.isLoad(ix.X)
	if !ok {
		return false
	}
	outer, ok := l.X.(*ssa.IndexAddr)
	return ok && s.c.fused[outer] && s.c.isWord(outer.Index) && s.c.isWord(ix.Index)
}

// rowOf takes in the load of the slice that is indexed, if it is an element of a slice of slices. User computes the
// element's address, with part of it.
func (s *selector) rowOf(ix *ssa.IndexAddr, user ssa.Instruction, part ...ssa.Instruction) (outer *ssa.IndexAddr, ok bool) {
	if !s.isRow(ix) {
		return nil, false
	}
	l := ix.X.(*ssa.UnOp)
	if !s.takes(ix, l, ix) {
		return nil, false
	}
	for _, w := range s.seq[s.pos[l]+1 : s.pos[user]] {
		if w != ssa.Instruction(ix) && !slices.Contains(part, w) && mayTrap(w) && !s.silent(w) {
			return nil, false
		}
	}
	if !s.quiet(l, user) || !s.take(ix, l, ix) {
		return nil, false
	}
	return l.X.(*ssa.IndexAddr), true
}

// isField says that a load reads behind a pointer at a constant offset.
func (s *selector) isField(l *ssa.UnOp) bool {
	if ix, ok := l.X.(*ssa.IndexAddr); ok && s.c.fused[ix] {
		return false
	}
	if f, ok := l.X.(*ssa.FieldAddr); ok && s.c.fused[f] && s.c.elementField(f) {
		return false
	}
	return !s.c.inFrame(l.X)
}

// inFrame is address(v).frame without giving slots.
func (c *compiler) inFrame(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc:
		return c.local(v)
	case *ssa.FieldAddr:
		return c.fused[v] && c.inFrame(v.X)
	}
	return false
}

// slotOrZero is the slot of an index that may be left out.
func (c *compiler) slotOrZero(v ssa.Value) uint32 {
	if v == nil {
		return c.intConst(0)
	}
	return c.slot(v)
}

// wordElement is the sum of an integer and one in memory.
func (s *selector) wordElement(u *ssa.BinOp) func() instr {
	c := s.c
	for _, reversed := range []bool{true, false} {
		first, other := u.X, u.Y
		if reversed {
			first, other = u.Y, u.X
		}
		if e := s.arrayElement(u, first, u); e != nil && e.vector != nil {
			return s.arrayOperand(u, u, e, other, opBad, opAddVecI)
		}
		l, ok := s.isLoad(first)
		if !ok || !s.takes(u, l) {
			continue
		}
		if s.isField(l) {
			s.take(u, l)
			return func() instr {
				p := c.address(l.X)
				return instr{op: opAddFieldI, a: c.slot(u), b: c.slot(other), c: p.slot, d: p.off}
			}
		}
		if ix, ok := l.X.(*ssa.IndexAddr); !ok || !c.fused[ix] || !c.isWord(ix.Index) || s.isRow(ix) {
			continue
		}
		s.take(u, l)
		ix, i, j := s.indexOf(l.X, u)
		return func() instr {
			return instr{op: opAddIdxI, a: c.slot(u), b: c.slot(ix.X), c: c.slot(i), d: c.slot(other), e: c.slotOrZero(j)}
		}
	}
	return nil
}
