// This file compiles one SSA function: it walks the blocks, ties up jumps and carries values into phis.

package vm

import (
	"fmt"
	"go/token"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A compiler turns one function into code.
type compiler struct {
	m   *Machine
	fn  *ssa.Function
	out *code
	fb  *frameBuilder

	slots   map[ssa.Value]uint32
	regions map[*ssa.Alloc]uint32 // memory of local variables that live in the frame
	consts  map[constKey]uint32
	merged  map[ssa.Value]*ssa.Phi
	fused   map[ssa.Instruction]bool // emitted as part of a later instruction
	scratch map[*typ]uint32

	start  []int // first instruction of each block
	fixups []fixup
	now    token.Pos
}

type constKey struct {
	ty    *typ
	value string
}

// A fixup is a jump whose target block had no code yet.
type fixup struct {
	instr int
	block *ssa.BasicBlock // or, if nil, the instruction number local
	local int
}

// A posEntry gives the position of the instructions from index on.
type posEntry struct {
	index int
	pos   token.Pos
}

// code returns the compiled form of the slot's function, compiling it at the first call.
func (m *Machine) code(s *funcSlot) *code {
	if c := s.code.Load(); c != nil {
		return c
	}
	fn := s.fn.Load()
	c := m.compile(fn)
	s.code.CompareAndSwap(nil, c)
	return s.code.Load()
}

func (m *Machine) compileFunc(fn *ssa.Function) *code {
	m.mu.Lock()
	m.codes++
	id := m.codes
	m.mu.Unlock()
	c := &compiler{
		m: m, fn: fn, out: &code{fn: fn, id: id}, fb: newFrameBuilder(),
		slots: map[ssa.Value]uint32{}, regions: map[*ssa.Alloc]uint32{}, consts: map[constKey]uint32{},
		fused: map[ssa.Instruction]bool{}, scratch: map[*typ]uint32{},
		start: make([]int, len(fn.Blocks)),
	}
	c.merged = coalesce(fn, c.pinned)
	c.placeParams()
	c.findFusions()
	c.emit(instr{op: opBad}) // jumps and calls go to the instruction before the one they mean
	for i := range fn.Blocks {
		c.block(i)
	}
	c.finish()
	return c.out
}

// placeParams puts parameters and free variables where callers expect them.
func (c *compiler) placeParams() {
	for _, p := range paramOrder(c.fn.Signature, c.fn.Params) {
		c.slots[p] = c.fb.slot(c.m.typ(p.Type()))
	}
	if c.fn.Signature.Recv() != nil && len(c.fn.Params) > 0 {
		c.out.receiver = c.slots[c.fn.Params[0]]
	}
	for i, fv := range c.fn.FreeVars {
		ty := c.m.slotTyp(fv.Type())
		c.slots[fv] = c.fb.slot(ty)
		c.out.free = append(c.out.free, move{dst: c.slots[fv], src: uint32(i), class: ty.class, ty: ty})
	}
	offs, _ := blockOffsets(c.m.tupleTypes(c.fn.Signature.Results()))
	for i, ty := range c.m.tupleTypes(c.fn.Signature.Results()) {
		c.out.results = append(c.out.results, result{offs[i], ty})
	}
}

// block emits the code of block i, which falls through to block i+1 where it can.
func (c *compiler) block(i int) {
	b := c.fn.Blocks[i]
	c.start[i] = len(c.out.instrs)
	for _, in := range b.Instrs {
		if pos := in.Pos(); pos.IsValid() {
			c.now = pos
		}
		if c.fused[in] {
			continue
		}
		c.instr(in)
	}
}

func (c *compiler) emit(in instr) int {
	n := len(c.out.instrs)
	if k := len(c.out.pos); k == 0 || c.out.pos[k-1].pos != c.now {
		c.out.pos = append(c.out.pos, posEntry{n, c.now})
	}
	c.out.instrs = append(c.out.instrs, in)
	return n
}

// finish gives the code its place in memory and points jumps at their targets.
func (c *compiler) finish() {
	c.out.layout = layoutFor(c.fb.mask)
	target := func(i int) *instr { return &c.out.instrs[i-1] }
	for _, f := range c.fixups {
		if f.block != nil {
			f.local = c.start[f.block.Index]
		}
		c.out.instrs[f.instr].x = unsafe.Pointer(target(f.local))
	}
	c.out.entry = target(c.start[0])
	if r := c.fn.Recover; r != nil {
		c.out.rescue = target(c.start[r.Index])
	}
}

// slot returns where v is found, giving it a place if it has none.
func (c *compiler) slot(v ssa.Value) uint32 {
	if off, ok := c.slots[v]; ok {
		return off
	}
	if phi := c.merged[v]; phi != nil {
		off := c.slot(phi)
		c.slots[v] = off
		return off
	}
	off := c.place(v)
	c.slots[v] = off
	return off
}

func (c *compiler) place(v ssa.Value) uint32 {
	switch v := v.(type) {
	case *ssa.Const:
		return c.constant(v)
	case *ssa.Global:
		g := c.m.global(v)
		return c.pointerConst(fmt.Sprintf("global %p", g), g.p)
	case *ssa.Function:
		p := c.m.funcValue(v)
		return c.pointerConst(fmt.Sprintf("func %p", p), p)
	case *ssa.Extract:
		return c.slot(v.Tuple) + c.tupleOffset(v.Tuple, v.Index)
	}
	if off, ok := c.alias(v); ok {
		return off
	}
	if tuple := c.tuple(v); tuple != nil {
		return c.fb.block(tuple)
	}
	return c.fb.slot(c.m.slotTyp(v.Type()))
}

func (c *compiler) constant(k *ssa.Const) uint32 {
	ty := c.m.slotTyp(k.Type())
	key := constKey{ty, "nil"}
	if k.Value != nil {
		key.value = k.Value.ExactString()
	}
	if off, ok := c.consts[key]; ok {
		return off
	}
	p, _ := c.m.constValue(k)
	return c.addConst(key, p)
}

func (c *compiler) pointerConst(name string, p unsafe.Pointer) uint32 {
	key := constKey{pointerTyp, name}
	if off, ok := c.consts[key]; ok {
		return off
	}
	box := newValue(pointerTyp)
	*(*unsafe.Pointer)(box) = p
	return c.addConst(key, box)
}

func (c *compiler) intConst(n int64) uint32 {
	key := constKey{intTyp, fmt.Sprint(n)}
	if off, ok := c.consts[key]; ok {
		return off
	}
	box := newValue(intTyp)
	*(*int64)(box) = n
	return c.addConst(key, box)
}

func (c *compiler) addConst(key constKey, p unsafe.Pointer) uint32 {
	off := c.fb.slot(key.ty)
	c.out.consts = append(c.out.consts, constant_{off, p, key.ty})
	c.consts[key] = off
	return off
}

// temp returns a slot for a value of type ty that is used at once.
func (c *compiler) temp(ty *typ) uint32 {
	off, ok := c.scratch[ty]
	if !ok {
		off = c.fb.slot(ty)
		c.scratch[ty] = off
	}
	return off
}

// mov emits a copy between slots.
func (c *compiler) mov(dst, src uint32, ty *typ) {
	if dst != src && ty.size > 0 {
		c.emit(instr{op: opMov[ty.class], a: dst, b: src, x: unsafe.Pointer(ty)})
	}
}

// jump emits a jump to block to, or nothing if to is laid out next.
func (c *compiler) jump(from, to *ssa.BasicBlock) {
	c.phiMoves(from, to)
	if c.inverted(from, to) {
		return
	}
	if to.Index == from.Index+1 {
		return
	}
	c.branch(instr{op: opJmp}, to)
}

func (c *compiler) branch(in instr, to *ssa.BasicBlock) {
	c.fixups = append(c.fixups, fixup{instr: c.emit(in), block: to})
}

// inverted emits, instead of a jump back to a loop's header that only tests the condition, that test itself.
func (c *compiler) inverted(from, to *ssa.BasicBlock) bool {
	if to.Index > from.Index {
		return false
	}
	n := len(to.Instrs)
	cond, ok := to.Instrs[n-1].(*ssa.If)
	if !ok {
		return false
	}
	for _, in := range to.Instrs[:n-1] {
		if _, phi := in.(*ssa.Phi); !phi && !c.fused[in] {
			return false
		}
	}
	c.cond(cond, to, nil)
	return true
}

// cond emits the branch at the end of block b; next is the block laid out after it, nil if none is.
func (c *compiler) cond(in *ssa.If, b, next *ssa.BasicBlock) {
	yes, no := b.Succs[0], b.Succs[1]
	movesYes, movesNo := c.movesFor(b, yes), c.movesFor(b, no)
	if next == no && len(movesYes) == 0 {
		c.branch(c.test(in.Cond, true), yes)
		c.emitMoves(movesNo)
		return
	}
	if next == nil && len(movesYes) == 0 { // a loop's test: the body is the likely way
		c.branch(c.test(in.Cond, true), yes)
		c.emitMoves(movesNo)
		c.branch(instr{op: opJmp}, no)
		return
	}
	if len(movesNo) == 0 {
		c.branch(c.test(in.Cond, false), no)
		c.goTo(movesYes, yes, next)
		return
	}
	at := c.emit(c.test(in.Cond, false))
	c.emitMoves(movesYes)
	c.branch(instr{op: opJmp}, yes)
	c.fixups = append(c.fixups, fixup{instr: at, local: len(c.out.instrs)})
	c.goTo(movesNo, no, next)
}

func (c *compiler) goTo(moves []move, to, next *ssa.BasicBlock) {
	c.emitMoves(moves)
	if to != next {
		c.branch(instr{op: opJmp}, to)
	}
}

func (c *compiler) phiMoves(from, to *ssa.BasicBlock) { c.emitMoves(c.movesFor(from, to)) }

// movesFor lists the copies that carry values from block from into the phis of block to.
func (c *compiler) movesFor(from, to *ssa.BasicBlock) (moves []move) {
	k := predIndex(from, to)
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		src, dst := c.slot(phi.Edges[k]), c.slot(phi)
		ty := c.m.slotTyp(phi.Type())
		if src != dst && ty.size > 0 {
			moves = append(moves, move{dst, src, ty.class, ty})
		}
	}
	return moves
}

func predIndex(from, to *ssa.BasicBlock) int {
	for k, p := range to.Preds {
		if p == from {
			return k
		}
	}
	panic("vm: no such edge")
}

// emitMoves emits copies that happen at once, in an order in which none destroys the source of a later one; a cycle is
// broken through a scratch slot.
func (c *compiler) emitMoves(moves []move) {
	moves = append([]move(nil), moves...)
	for len(moves) > 0 {
		i := freeMove(moves)
		if i < 0 {
			mv := &moves[0]
			tmp := c.temp(mv.ty)
			c.mov(tmp, mv.src, mv.ty)
			mv.src = tmp
			continue
		}
		c.mov(moves[i].dst, moves[i].src, moves[i].ty)
		moves = append(moves[:i], moves[i+1:]...)
	}
}

// freeMove finds a move whose destination no other move reads, or -1.
func freeMove(moves []move) int {
	for i := range moves {
		lo, hi := moves[i].dst, moves[i].dst+uint32(moves[i].ty.slotSize())
		blocked := false
		for j := range moves {
			s := moves[j].src
			if j != i && s < hi && s+uint32(moves[j].ty.slotSize()) > lo {
				blocked = true
			}
		}
		if !blocked {
			return i
		}
	}
	return -1
}

// start returns the address of the first instruction.
func (c *code) start() unsafe.Pointer { return unsafe.Pointer(&c.instrs[0]) }
