// This file chooses operations that carry out several SSA instructions at once.
//
// An instruction can become part of a later one, its only user, if nothing between the two changes what it reads, and
// nothing between them panics or stores before it would have panicked. The choice is made from the last instruction of a
// block to the first, so that a user comes before what it may take in.

package vm

import (
	"go/token"
	"slices"

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
		case *ssa.Call:
			plan = s.access(in)
		case *ssa.If:
			s.test(in)
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
	traps := mayTrap(in) || readsMemory(in)
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
