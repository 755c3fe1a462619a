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

	slots    map[ssa.Value]uint32
	regions  map[*ssa.Alloc]uint32 // memory of local variables that live in the frame
	consts   map[constKey]uint32
	merged   map[ssa.Value]*ssa.Phi
	fused    map[ssa.Instruction]bool              // emitted as part of a later instruction
	plans    map[ssa.Instruction]func() instr      // what emits several at once
	hoisted  map[*ssa.BasicBlock][]ssa.Instruction // emitted in front of a loop's body
	moved    map[ssa.Instruction]*loop
	order    []*ssa.BasicBlock // as the blocks are laid out
	rank     []int             // the place of each block in it
	elements map[*ssa.Call]*access
	parts    map[ssa.Instruction]bool          // the slices of indices of elements, which are not made
	vectors  map[*ssa.BasicBlock][]*vectorPlan // made in front of a loop's body
	elided   map[*ssa.BasicBlock]bool          // loops' tests that only the loops' ends need
	scratch  map[*typ]uint32

	calls bool // there are calls that may reach interpreted code

	start  []int           // first instruction of each block
	inner  []int           // the same behind what was moved in front of a loop's body
	label  int             // the latest place that something jumps to
	latch  *ssa.BasicBlock // the end of that loop
	turned *ssa.BasicBlock // the loop's header whose test is being repeated at the loop's end
	here   *ssa.BasicBlock // the block whose code is being emitted
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
	inner bool            // behind what was moved in front of the block
	local int
}

// A posEntry gives the position of the instructions from index on.
type posEntry struct {
	index int
	pos   token.Pos
}

// code returns the compiled form of the slot's function, compiling it at the first call.
func (m *Machine) code(s *funcSlot) *code {
	for {
		c := s.code.Load()
		if c.entry != nil {
			return c
		}
		s.code.CompareAndSwap(c, m.compile(c.fn)) // else somebody translated it, or it is another function by now
	}
}

func (m *Machine) compileFunc(fn *ssa.Function) *code {
	m.mu.Lock()
	m.codes++
	id := m.codes
	m.mu.Unlock()
	c := &compiler{
		m: m, fn: fn, out: &code{fn: fn, id: id, lane: uint32(id%calleeSlots) * wordSize}, fb: newFrameBuilder(),
		slots: map[ssa.Value]uint32{}, regions: map[*ssa.Alloc]uint32{}, consts: map[constKey]uint32{},
		fused: map[ssa.Instruction]bool{}, scratch: map[*typ]uint32{}, elided: map[*ssa.BasicBlock]bool{},
		start: make([]int, len(fn.Blocks)), inner: make([]int, len(fn.Blocks)),
	}
	c.findElements()
	c.hoist()
	c.merged = coalesce(fn, c.pinned)
	c.placeParams()
	c.selectAll()
	c.arrange()
	c.emit(instr{op: opBad}) // jumps and calls go to the instruction before the one they mean
	for _, b := range c.order {
		c.block(b)
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
	c.out.bound, c.out.bindsPointers = uint32(c.fb.top), true
	for i, fv := range c.fn.FreeVars {
		ty := c.m.slotTyp(fv.Type())
		c.slots[fv] = c.fb.slot(ty)
		c.out.free = append(c.out.free, move{dst: c.slots[fv], src: uint32(i), class: ty.class, ty: ty})
		c.out.bindsPointers = c.out.bindsPointers && ty.class == classPtr
	}
	offs, _ := blockOffsets(c.m.tupleTypes(c.fn.Signature.Results()))
	for i, ty := range c.m.tupleTypes(c.fn.Signature.Results()) {
		c.out.results = append(c.out.results, result{offs[i], ty})
	}
}

// block emits the code of block b, which falls through to the next where it can.
func (c *compiler) block(b *ssa.BasicBlock) {
	i := b.Index
	c.here = b
	c.start[i] = len(c.out.instrs)
	c.emitAll(c.hoisted[b])
	c.emitVectors(b)
	c.inner[i] = len(c.out.instrs)
	c.label = c.inner[i]
	for _, in := range b.Instrs {
		if c.moved[in] == nil {
			c.emitOne(in)
		}
	}
}

func (c *compiler) emitAll(list []ssa.Instruction) {
	for _, in := range list {
		c.emitOne(in)
	}
}

func (c *compiler) emitOne(in ssa.Instruction) {
	if pos := in.Pos(); pos.IsValid() {
		c.now = pos
	}
	if plan := c.plans[in]; plan != nil {
		c.emit(plan())
	} else if !c.fused[in] {
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
	c.out.leaf = !c.calls
	target := func(i int) *instr { return &c.out.instrs[i-1] }
	for _, f := range c.fixups {
		if f.block != nil {
			f.local = c.start[f.block.Index]
			if f.inner {
				f.local = c.inner[f.block.Index]
			}
		}
		in := &c.out.instrs[f.instr]
		in.x = unsafe.Pointer(target(f.local))
		if op := backward[in.op]; op != 0 && f.local <= f.instr {
			in.op = op
		}
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
	if c.elided[to] {
		to = c.bodyOf(to)
	}
	if to != c.next(from) {
		c.branch(instr{op: opJmp}, to)
	}
}

func (c *compiler) branch(in instr, to *ssa.BasicBlock) {
	inner := to.Dominates(c.here)
	if c.turned != nil {
		inner = len(to.Preds) == 1 && to.Preds[0] == c.turned
	}
	if inner {
		in = c.countAndTest(in)
	}
	c.fixups = append(c.fixups, fixup{instr: c.emit(in), block: to, inner: inner})
}

// inverted emits, instead of a jump back to a short header of a loop, that header again: so a turn of the loop has one
// jump.
func (c *compiler) inverted(from, to *ssa.BasicBlock) bool {
	if !to.Dominates(from) || !c.elided[to] && c.rank[to.Index] > c.rank[from.Index] || !turnable(to) {
		return false
	}
	n := len(to.Instrs) - 1
	for _, in := range to.Instrs[:n] {
		if c.moved[in] == nil {
			c.emitOne(in)
		}
	}
	c.turned, c.latch = to, from
	c.cond(to.Instrs[n].(*ssa.If), to, c.next(from))
	c.turned = nil
	return true
}

// bodyOf is where the test h of a loop leads when it holds.
func (c *compiler) bodyOf(h *ssa.BasicBlock) *ssa.BasicBlock { return h.Succs[0] }

// countAndTest joins the step of a loop's counter, if that was emitted last, with the test of the counter.
func (c *compiler) countAndTest(in instr) instr {
	n := len(c.out.instrs) - 1
	last := c.out.instrs[n]
	if last.op != opAddI || c.label > n || in.b == in.c {
		return in
	}
	forms := map[uint32][2]uint32{opJLtI: {opIncLt, opIncGt}, opJLeI: {opIncLe, opIncGe}, opJNeI: {opIncNe, opIncNe}}
	form, ok := forms[in.op]
	if !ok {
		return in
	}
	step := instr{a: last.a, b: last.b, c: last.c}
	switch last.a {
	case in.b:
		step.op, step.d = form[0], in.c
	case in.c:
		step.op, step.d = form[1], in.b
	default:
		return in
	}
	c.out.instrs = c.out.instrs[:n]
	if k := len(c.out.pos); k > 0 && c.out.pos[k-1].index == n {
		c.out.pos = c.out.pos[:k-1]
	}
	return step
}

// cond emits the branch at the end of block b; next is the block laid out after it, nil if none is.
func (c *compiler) cond(in *ssa.If, b, next *ssa.BasicBlock) {
	yes, no := b.Succs[0], b.Succs[1]
	movesYes, movesNo := c.movesFor(b, yes), c.movesFor(b, no)
	if cmp, ok := in.Cond.(*ssa.BinOp); ok && holds(cmp, nil, 0) { // a range over a constant
		c.goTo(movesYes, yes, next)
		return
	}
	if next == no && len(movesYes) == 0 {
		c.branch(c.test(in.Cond, true), yes)
		c.emitMoves(movesNo)
		return
	}
	back := yes.Dominates(b)
	if c.turned != nil {
		back = yes.Dominates(c.latch)
	}
	if back && len(movesYes) == 0 { // another turn of the loop is the likely way
		c.branch(c.test(in.Cond, true), yes)
		c.goTo(movesNo, no, next)
		return
	}
	if len(movesNo) == 0 && (c.turned == nil || no.Dominates(c.latch)) {
		c.branch(c.test(in.Cond, false), no)
		c.goTo(movesYes, yes, next)
		return
	}
	if next == yes && c.turned == nil { // both ways have moves
		at := c.emit(c.test(in.Cond, true))
		c.goTo(movesNo, no, nil)
		c.label = len(c.out.instrs)
		c.fixups = append(c.fixups, fixup{instr: at, local: c.label})
		c.emitMoves(movesYes)
		return
	}
	at := c.emit(c.test(in.Cond, false)) // both ways have moves, or the loop is an odd one
	c.emitMoves(movesYes)
	c.branch(instr{op: opJmp}, yes)
	c.label = len(c.out.instrs)
	c.fixups = append(c.fixups, fixup{instr: at, local: c.label})
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
