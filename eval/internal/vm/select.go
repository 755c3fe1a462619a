// This file chooses operations that carry out several SSA instructions at once.
//
// An instruction can become part of a later one, its only user, if nothing between the two changes what it reads, and
// nothing between them panics or stores before it would have panicked. The choice is made from the last instruction of a
// block to the first, so that a user comes before what it may take in.

package vm

import (
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A selector chooses for one sequence of instructions: a block, or what stands in front of a loop.
type selector struct {
	c   *compiler
	seq []ssa.Instruction
	pos map[ssa.Instruction]int
}

// selectAll marks what becomes part of a later instruction, and keeps in c.plans how those are emitted.
func (c *compiler) selectAll() {
	c.plans = map[ssa.Instruction]func() instr{}
	for _, b := range c.fn.Blocks {
		c.choose(c.hoisted[b])
		rest := make([]ssa.Instruction, 0, len(b.Instrs))
		for _, in := range b.Instrs {
			if c.moved[in] == nil {
				rest = append(rest, in)
			}
		}
		c.choose(rest)
	}
}

func (c *compiler) choose(seq []ssa.Instruction) {
	s := &selector{c: c, seq: seq, pos: make(map[ssa.Instruction]int, len(seq))}
	for i, in := range seq {
		s.pos[in] = i
	}
	s.addresses()
	for i := len(seq) - 1; i >= 0; i-- {
		in := seq[i]
		if c.fused[in] {
			continue
		}
		var plan func() instr
		switch in := in.(type) {
		case *ssa.BinOp:
			plan = s.binary(in)
		case *ssa.UnOp:
			if in.Op == token.MUL {
				plan = s.load(in)
			}
		case *ssa.Store:
			plan = s.store(in)
		}
		if plan != nil {
			c.plans[in] = plan
		}
	}
}

// take makes v part of u if it can be.
func (s *selector) take(u ssa.Instruction, v ssa.Value, with ...ssa.Value) bool {
	if !s.takes(u, v, with...) {
		return false
	}
	s.c.fused[v.(ssa.Instruction)] = true
	return true
}

// takes says whether v can become part of u, to which the values with belong already.
func (s *selector) takes(u ssa.Instruction, v ssa.Value, with ...ssa.Value) bool {
	in, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	at, ok := s.pos[in]
	if !ok || s.c.fused[in] || s.c.plans[in] != nil || !onlyUse(v, u) {
		return false
	}
	reads := map[ssa.Value]bool{}
	s.reads(v, reads)
	traps := mayTrap(in)
	for _, w := range s.seq[at+1 : s.pos[u]] {
		wv, isValue := w.(ssa.Value)
		if isValue && slices.Contains(with, wv) {
			continue
		}
		if isValue && reads[s.c.sharer(wv)] {
			return false
		}
		if traps && mayTrap(w) && !s.silent(w) {
			return false
		}
	}
	return true
}

// silent says that w does nothing where it stands: it is a field's address that loads and stores compute, or part of the
// slice of indices of an element.
func (s *selector) silent(w ssa.Instruction) bool {
	_, field := w.(*ssa.FieldAddr)
	return field && s.c.fused[w] || s.c.parts[w]
}

func onlyUse(v ssa.Value, u ssa.Instruction) bool {
	n := 0
	for _, r := range *v.Referrers() {
		if _, debug := r.(*ssa.DebugRef); debug {
			continue
		}
		if r != u {
			return false
		}
		n++
	}
	if n != 1 {
		return false
	}
	var buf [8]*ssa.Value
	uses := 0
	for _, op := range u.Operands(buf[:0]) {
		if *op == v {
			uses++
		}
	}
	return uses == 1
}

// reads collects the slots, by the values that share them, that v is computed from.
func (s *selector) reads(v ssa.Value, set map[ssa.Value]bool) {
	in, ok := v.(ssa.Instruction)
	if !ok {
		return
	}
	var buf [8]*ssa.Value
	for _, op := range in.Operands(buf[:0]) {
		if def, ok := (*op).(ssa.Instruction); ok && s.c.fused[def] {
			s.reads(*op, set)
		} else {
			set[s.c.sharer(*op)] = true
		}
	}
}

// sharer stands for all values that share v's slot.
func (c *compiler) sharer(v ssa.Value) ssa.Value {
	if phi := c.merged[v]; phi != nil {
		return phi
	}
	return v
}

func (c *compiler) kindOf(v ssa.Value) reflect.Kind { return c.m.slotTyp(v.Type()).kind }

func (c *compiler) isFloat(v ssa.Value) bool { return c.kindOf(v) == reflect.Float64 }

// isWord says that v is an integer of 64 bits.
func (c *compiler) isWord(v ssa.Value) bool {
	switch c.kindOf(v) {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return false
}

// binary chooses for arithmetic.
func (s *selector) binary(u *ssa.BinOp) func() instr {
	switch c := s.c; {
	case c.isFloat(u) && floatPlace(u.Op) >= 0:
		return s.float(u)
	case c.isWord(u) && (intSecondPlace(u.Op) >= 0 || u.Op == token.REM):
		return s.word(u)
	}
	return nil
}

// Places of operators in the generated families of two operations.
func floatPlace(op token.Token) int {
	switch op {
	case token.ADD:
		return 0
	case token.SUB:
		return 1
	case token.MUL:
		return 2
	case token.QUO:
		return 3
	}
	return -1
}

// floatSecondPlace also tells apart operators whose second operand is the first result.
func floatSecondPlace(op token.Token, reversed bool) int {
	switch {
	case op == token.ADD:
		return 0
	case op == token.SUB && !reversed:
		return 1
	case op == token.SUB:
		return 2
	case op == token.MUL:
		return 3
	case op == token.QUO && !reversed:
		return 4
	}
	return 5
}

func intFirstPlace(op token.Token) int {
	switch op {
	case token.ADD:
		return 0
	case token.SUB:
		return 1
	case token.MUL:
		return 2
	case token.AND:
		return 3
	case token.OR:
		return 4
	case token.XOR:
		return 5
	case token.SHL:
		return 6
	case token.SHR:
		return 7
	}
	return -1
}

func intSecondPlace(op token.Token) int {
	switch op {
	case token.ADD:
		return 0
	case token.SUB:
		return 1
	case token.MUL:
		return 3
	case token.AND:
		return 4
	case token.OR:
		return 5
	case token.XOR:
		return 6
	}
	return -1
}

// float chooses for arithmetic of float64.
func (s *selector) float(u *ssa.BinOp) func() instr {
	c := s.c
	if p := s.products(u); p != nil {
		return p
	}
	if p := s.floatMemory(u); p != nil {
		return p
	}
	for _, reversed := range []bool{false, true} {
		first, other := u.X, u.Y
		if reversed {
			first, other = u.Y, u.X
		}
		v, ok := first.(*ssa.BinOp)
		if !ok || floatPlace(v.Op) < 0 || !s.take(u, v) {
			continue
		}
		op := opAddAddF + uint32(floatPlace(v.Op)*6+floatSecondPlace(u.Op, reversed))
		if v.Op == token.MUL && u.Op == token.ADD {
			if w, ok := v.X.(*ssa.BinOp); ok && w.Op == token.MUL && s.takes(v, w) && s.quiet(w, u) && s.take(v, w) {
				return func() instr {
					return instr{op: opMulMulAddF, a: c.slot(u), b: c.slot(w.X), c: c.slot(w.Y), d: c.slot(v.Y), e: c.slot(other)}
				}
			}
		}
		return func() instr {
			return instr{op: op, a: c.slot(u), b: c.slot(v.X), c: c.slot(v.Y), d: c.slot(other)}
		}
	}
	return nil
}

// products is the sum or difference of two products.
func (s *selector) products(u *ssa.BinOp) func() instr {
	c := s.c
	x, ok := u.X.(*ssa.BinOp)
	y, ok2 := u.Y.(*ssa.BinOp)
	if !ok || !ok2 || x.Op != token.MUL || y.Op != token.MUL || u.Op != token.ADD && u.Op != token.SUB || !s.takes(u, y) || !s.takes(u, x, y) {
		return nil
	}
	s.take(u, x, y)
	s.take(u, y)
	op := opMul2AddF
	if u.Op == token.SUB {
		op = opMul2SubF
	}
	return func() instr {
		return instr{op: op, a: c.slot(u), b: c.slot(x.X), c: c.slot(x.Y), d: c.slot(y.X), e: c.slot(y.Y)}
	}
}

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

// quiet says that what v reads stays as it is up to u.
func (s *selector) quiet(v ssa.Value, u ssa.Instruction) bool {
	reads := map[ssa.Value]bool{}
	s.reads(v, reads)
	for _, w := range s.seq[s.pos[v.(ssa.Instruction)]+1 : s.pos[u]] {
		if wv, ok := w.(ssa.Value); ok && reads[s.c.sharer(wv)] {
			return false
		}
	}
	return true
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

// floatArray is arithmetic with an element of an array with two axes.
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
				s.take(mul, e.call)
				return func() instr { return c.fusedElement(e, opMulAddElem2F, c.slot(u), c.slot(other)) }
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
			s.take(u, e.call)
			op := opAddElem2F + uint32(floatSecondPlace(u.Op, !reversed))
			return func() instr { return c.fusedElement(e, op, c.slot(u), c.slot(other)) }
		}
	}
	return nil
}

// arrayElement returns the access that v is, if it can be part of u, and with that of last.
func (s *selector) arrayElement(u *ssa.BinOp, v ssa.Value, last ssa.Instruction) *access {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	e := s.c.elements[call]
	if e == nil || e.value != nil || len(e.index) != 2 || !s.takes(u, call) || !s.quietElement(e, last) {
		return nil
	}
	return e
}

// quietElement says that up to last nothing traps or changes what the access reads.
func (s *selector) quietElement(e *access, last ssa.Instruction) bool {
	reads := map[ssa.Value]bool{s.c.sharer(e.recv): true, s.c.sharer(e.index[0]): true, s.c.sharer(e.index[1]): true}
	for _, w := range s.seq[s.pos[e.call]+1 : s.pos[last]] {
		if v, ok := w.(ssa.Value); ok && reads[s.c.sharer(v)] || mayTrap(w) && !s.silent(w) {
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

// word chooses for arithmetic of 64-bit integers.
func (s *selector) word(u *ssa.BinOp) func() instr {
	c := s.c
	for _, reversed := range []bool{false, true} {
		first, other := u.X, u.Y
		if reversed {
			first, other = u.Y, u.X
		}
		v, ok := first.(*ssa.BinOp)
		if !ok || intFirstPlace(v.Op) < 0 || !c.isWord(v) || c.steps(v) || other == ssa.Value(v) {
			continue
		}
		if (v.Op == token.SHL || v.Op == token.SHR) && !c.constCount(v) || v.Op == token.SHR && !c.signed(v) {
			continue
		}
		var op uint32
		switch {
		case u.Op == token.REM:
			if reversed || !c.signed(u) || v.Op != token.MUL && v.Op != token.ADD {
				continue
			}
			op = map[token.Token]uint32{token.MUL: opMulRemI, token.ADD: opAddRemI}[v.Op]
		case u.Op == token.SUB && reversed:
			op = opAddAddI + uint32(intFirstPlace(v.Op)*7+2)
		default:
			op = opAddAddI + uint32(intFirstPlace(v.Op)*7+intSecondPlace(u.Op))
		}
		if !s.take(u, v) {
			continue
		}
		return func() instr { return instr{op: op, a: c.slot(u), b: c.slot(v.X), c: c.secondSlot(v), d: c.slot(other)} }
	}
	if u.Op == token.ADD {
		return s.wordElement(u)
	}
	return nil
}

// secondSlot is the second operand of v, a shift count as a uint64.
func (c *compiler) secondSlot(v *ssa.BinOp) uint32 {
	if v.Op == token.SHL || v.Op == token.SHR {
		return c.shiftCount(v.Y)
	}
	return c.slot(v.Y)
}

func (c *compiler) constCount(v *ssa.BinOp) bool {
	_, ok := v.Y.(*ssa.Const)
	return ok
}

func (c *compiler) signed(v ssa.Value) bool {
	k := c.kindOf(v)
	return k == reflect.Int || k == reflect.Int64
}

// steps says that v is the step of a loop's counter, which the test at the loop's end takes in.
func (c *compiler) steps(v ssa.Value) bool {
	_, phi := c.sharer(v).(*ssa.Phi)
	return phi
}

// wordElement is the sum of an integer and one in memory.
func (s *selector) wordElement(u *ssa.BinOp) func() instr {
	c := s.c
	for _, reversed := range []bool{true, false} {
		first, other := u.X, u.Y
		if reversed {
			first, other = u.Y, u.X
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

// widthOf is the place of a class among the operations that come in widths: bytes, 32 bits, 64 bits, pointers.
func widthOf(cl class) (uint32, bool) {
	switch cl {
	case class8:
		return 0, true
	case class32:
		return 1, true
	case class64:
		return 2, true
	case classPtr:
		return 3, true
	}
	return 0, false
}

const widthStep = opLoadIdxAdd32 - opLoadIdxAdd8 // the indexed operations of one width stand together

// load chooses for a load of an element.
func (s *selector) load(u *ssa.UnOp) func() instr {
	c := s.c
	w, ok := widthOf(c.m.slotTyp(u.Type()).class)
	if !ok {
		return nil
	}
	if f, ok := u.X.(*ssa.FieldAddr); ok && c.fused[f] && c.elementField(f) {
		ix := f.X.(*ssa.IndexAddr)
		return func() instr {
			return instr{op: opLoadIdxField8 + w*widthStep, a: c.slot(u), b: c.slot(ix.X), c: c.slot(ix.Index), d: c.elemSize(ix), e: c.fieldOffset(f)}
		}
	}
	ix, ok := u.X.(*ssa.IndexAddr)
	if !ok || !c.fused[ix] {
		return nil
	}
	if outer, row := s.rowOf(ix, u); row {
		return func() instr {
			return instr{op: opLoadRow8 + w*widthStep, a: c.slot(u), b: c.slot(outer.X), c: c.slot(outer.Index), d: c.slot(ix.Index)}
		}
	}
	ix, i, j := s.indexOf(u.X, u)
	if j == nil {
		return nil
	}
	return func() instr {
		return instr{op: opLoadIdxAdd8 + w*widthStep, a: c.slot(u), b: c.slot(ix.X), c: c.slot(i), d: c.slot(j)}
	}
}

// store chooses for a store into an element, or into memory that is updated.
func (s *selector) store(u *ssa.Store) func() instr {
	c := s.c
	if plan := s.update(u); plan != nil {
		return plan
	}
	w, ok := widthOf(c.m.slotTyp(u.Val.Type()).class)
	if !ok {
		return nil
	}
	if f, ok := u.Addr.(*ssa.FieldAddr); ok && c.fused[f] && c.elementField(f) {
		ix := f.X.(*ssa.IndexAddr)
		return func() instr {
			return instr{op: opStoreIdxField8 + w*widthStep, a: c.slot(ix.X), b: c.slot(u.Val), c: c.slot(ix.Index), d: c.elemSize(ix), e: c.fieldOffset(f)}
		}
	}
	ix, ok := u.Addr.(*ssa.IndexAddr)
	if !ok || !c.fused[ix] {
		return nil
	}
	if outer, row := s.rowOf(ix, u); row {
		return func() instr {
			return instr{op: opStoreRow8 + w*widthStep, a: c.slot(outer.X), b: c.slot(u.Val), c: c.slot(outer.Index), d: c.slot(ix.Index)}
		}
	}
	ix, i, j := s.indexOf(u.Addr, u)
	if j == nil {
		return nil
	}
	return func() instr {
		return instr{op: opStoreIdxAdd8 + w*widthStep, a: c.slot(ix.X), b: c.slot(u.Val), c: c.slot(i), d: c.slot(j)}
	}
}

// update is memory that changes by an operation: p.x += v, a[i] += v.
func (s *selector) update(u *ssa.Store) func() instr {
	c := s.c
	bin, ok := u.Val.(*ssa.BinOp)
	if !ok || !s.takes(u, bin) {
		return nil
	}
	l, ok := s.isLoad(bin.X)
	other := bin.Y
	if _, global := u.Addr.(*ssa.Global); global {
		return s.updateGlobal(u, bin)
	}
	if !ok || !s.sameAddress(l.X, u.Addr) || c.inFrame(u.Addr) {
		return nil
	}
	place := map[token.Token]uint32{token.ADD: 0, token.SUB: 1, token.MUL: 2}
	n, ok := place[bin.Op]
	if !ok || !c.isFloat(bin) && !(c.isWord(bin) && bin.Op == token.ADD) {
		return nil
	}
	ix, isIndex := u.Addr.(*ssa.IndexAddr)
	if isIndex && ix == l.X && (!onlyLoadAndStore(ix, l, u) || !c.isWord(ix.Index)) || isIndex && ix != l.X {
		return nil
	}
	if f, ok := u.Addr.(*ssa.FieldAddr); ok && (!c.fused[f] || c.elementField(f)) {
		return nil
	}
	if !onlyUse(l, bin) || !s.untouched(l, u, bin, other) {
		return nil
	}
	c.fused[l], c.fused[bin] = true, true
	if isIndex {
		c.fused[ix] = true
		op := opIdxAddI
		if c.isFloat(bin) {
			op = []uint32{opIdxAddF, opIdxSubF, opIdxMulF}[n]
		}
		return func() instr {
			return instr{op: op, a: c.slot(ix.X), b: c.slot(other), c: c.slot(ix.Index)}
		}
	}
	if !c.isFloat(bin) {
		return func() instr {
			p := c.address(u.Addr)
			return instr{op: opFieldAddI, a: p.slot, b: c.slot(other), c: p.off}
		}
	}
	if mul, ok := other.(*ssa.BinOp); ok && mul.Op == token.MUL && n < 2 && s.takes(bin, mul, l) && s.quiet(mul, u) {
		c.fused[mul] = true
		op := []uint32{opFieldMulAddF, opFieldMulSubF}[n]
		return func() instr {
			p := c.address(u.Addr)
			return instr{op: op, a: p.slot, b: c.slot(mul.X), c: p.off, d: c.slot(mul.Y)}
		}
	}
	op := []uint32{opFieldAddF, opFieldSubF, opFieldMulF}[n]
	return func() instr {
		p := c.address(u.Addr)
		return instr{op: op, a: p.slot, b: c.slot(other), c: p.off}
	}
}

// updateGlobal is s += v for a session variable.
func (s *selector) updateGlobal(u *ssa.Store, bin *ssa.BinOp) func() instr {
	c := s.c
	l, ok := bin.X.(*ssa.UnOp)
	if !ok || l.Op != token.MUL || l.X != u.Addr || bin.Op != token.ADD || !c.isWord(bin) && !c.isFloat(bin) {
		return nil
	}
	at, here := s.pos[l]
	if !here || c.fused[l] || !onlyUse(l, bin) {
		return nil
	}
	for _, w := range s.seq[at+1 : s.pos[u]] {
		switch w := w.(type) {
		case *ssa.Store, *ssa.Send, *ssa.MapUpdate:
			return nil
		case *ssa.Call:
			if !harmless(&w.Call) {
				return nil
			}
		case *ssa.UnOp:
			if w.Op == token.ARROW {
				return nil
			}
		}
	}
	c.fused[l], c.fused[bin] = true, true
	op := opGAddI
	if c.isFloat(bin) {
		op = opGAddF
	}
	return func() instr {
		return instr{op: op, b: c.slot(bin.Y), x: unsafe.Pointer(c.m.global(u.Addr.(*ssa.Global)).p)}
	}
}

// sameAddress says that two addresses are of the same place.
func (s *selector) sameAddress(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	f, ok := a.(*ssa.FieldAddr)
	g, ok2 := b.(*ssa.FieldAddr)
	return ok && ok2 && f.X == g.X && f.Field == g.Field && s.c.fused[f] && s.c.fused[g]
}

// onlyLoadAndStore says that the element's address has no use but the load and the store of an update.
func onlyLoadAndStore(ix *ssa.IndexAddr, l *ssa.UnOp, u *ssa.Store) bool {
	for _, r := range *ix.Referrers() {
		switch r.(type) {
		case *ssa.DebugRef:
		default:
			if r != ssa.Instruction(l) && r != ssa.Instruction(u) {
				return false
			}
		}
	}
	_, slice := ix.X.Type().Underlying().(*types.Slice)
	return slice
}

// untouched says that from the load l of an update to its store u nothing traps, is stored, or changes the address.
func (s *selector) untouched(l *ssa.UnOp, u *ssa.Store, bin *ssa.BinOp, other ssa.Value) bool {
	from, ok := s.pos[l]
	if !ok || s.c.fused[l] || s.c.fused[bin] {
		return false
	}
	reads := map[ssa.Value]bool{}
	s.reads(l, reads)
	if ix, ok := l.X.(*ssa.IndexAddr); ok {
		at, here := s.pos[ix]
		if !here {
			return false
		}
		from = at
		s.reads(ix, reads)
	}
	for _, w := range s.seq[from+1 : s.pos[u]] {
		if w == ssa.Instruction(l) || w == ssa.Instruction(bin) {
			continue
		}
		if mayTrap(w) && !s.silent(w) {
			return false
		}
		if wv, ok := w.(ssa.Value); ok && reads[s.c.sharer(wv)] {
			return false
		}
	}
	return s.quiet(bin, u)
}

// elemSize is the size of the elements of the slice that is indexed.
func (c *compiler) elemSize(ix *ssa.IndexAddr) uint32 {
	return uint32(c.m.typ(ix.X.Type().Underlying().(*types.Slice).Elem()).size)
}

// elementField says that f is the address of a field of a slice's element, which its one load or store computes.
func (c *compiler) elementField(f *ssa.FieldAddr) bool {
	ix, ok := f.X.(*ssa.IndexAddr)
	return ok && c.fused[ix]
}

// negated is -k for a constant k of 64 bits.
func negated(v ssa.Value) (int64, bool) {
	k, ok := v.(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	n, exact := constant.Int64Val(constant.ToInt(k.Value))
	return -n, exact
}
