// This file decides which SSA instructions are carried out together with a later one, and which values need no slot of
// their own because they lie inside another's.

package vm

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// alias gives the slot of a value that is a part or another view of an earlier value's slot.
func (c *compiler) alias(v ssa.Value) (uint32, bool) {
	if !c.aliasable(v) {
		return 0, false
	}
	switch v := v.(type) {
	case *ssa.Field:
		return c.slot(v.X) + uint32(c.m.typ(v.X.Type()).rt.Field(v.Field).Offset), true
	case *ssa.ChangeType:
		return c.slot(v.X), true
	}
	return 0, false
}

// aliasable says whether v can lie inside its operand's slot: not when that slot is shared, since it may be overwritten
// while v is still needed.
func (c *compiler) aliasable(v ssa.Value) bool {
	var x ssa.Value
	switch v := v.(type) {
	case *ssa.Extract:
		return true
	case *ssa.Field:
		if c.m.typ(v.X.Type()).rt.Field(v.Field).Offset%wordSize != 0 {
			return false
		}
		x = v.X
	case *ssa.ChangeType:
		x = v.X
	default:
		return false
	}
	_, phi := x.(*ssa.Phi)
	return !phi
}

// pinned says that v must keep a slot of its own.
func (c *compiler) pinned(v ssa.Value) bool {
	if in, ok := v.(ssa.Instruction); ok && c.moved[in] != nil {
		return true // it has to last for the whole loop
	}
	if c.aliasable(v) || c.tuple(v) != nil {
		return true
	}
	if refs := v.Referrers(); refs != nil {
		for _, r := range *refs {
			switch r := r.(type) {
			case *ssa.Field, *ssa.ChangeType:
				if c.aliasable(r.(ssa.Value)) {
					return true
				}
			}
		}
	}
	return false
}

// tuple lists the element types if v is a tuple.
func (c *compiler) tuple(v ssa.Value) []*typ {
	if t, ok := v.Type().(*types.Tuple); ok {
		return c.m.tupleTypes(t)
	}
	return nil
}

func (c *compiler) tupleOffset(tuple ssa.Value, index int) uint32 {
	offs, _ := blockOffsets(c.tuple(tuple))
	return offs[index]
}

// addresses marks the address computations that loads and stores carry out themselves, and comparisons that their
// branch carries out.
func (s *selector) addresses() {
	c := s.c
	for i, in := range s.seq {
		if c.parts[in] {
			continue
		}
		switch in := in.(type) {
		case *ssa.IndexAddr:
			c.fused[in] = c.indexFits(in) && (s.fusible(in, i) || s.element(in))
		case *ssa.FieldAddr:
			c.fused[in] = c.fused[in] || c.fieldFits(in) && (c.steady(in) || s.fusible(in, i))
		case *ssa.BinOp:
			c.fused[in] = s.branches(in, i)
		}
	}
}

// element marks the address of a field of an element, which the field's one load or store computes.
func (s *selector) element(ix *ssa.IndexAddr) bool {
	refs := *ix.Referrers()
	if len(refs) != 1 || !s.c.isWord(ix.Index) {
		return false
	}
	f, ok := refs[0].(*ssa.FieldAddr)
	at, here := s.pos[f]
	if !ok || !here || !s.fusible(f, at) {
		return false
	}
	use := (*f.Referrers())[0]
	field := s.c.m.slotTyp(f.Type().Underlying().(*types.Pointer).Elem())
	if _, ok := widthOf(field.class); !ok {
		return false
	}
	reads := map[ssa.Value]bool{s.c.sharer(ix.X): true, s.c.sharer(ix.Index): true}
	for _, w := range s.seq[s.pos[ix]+1 : s.pos[use]] {
		if w != ssa.Instruction(f) && mayTrap(w) && !s.silent(w) {
			return false
		}
		if v, ok := w.(ssa.Value); ok && reads[s.c.sharer(v)] {
			return false
		}
	}
	s.c.fused[f] = true
	return true
}

// steady says that the field's address is used only by loads and stores and can be computed at each of them, since the
// slot of its base holds the same value there.
func (c *compiler) steady(v *ssa.FieldAddr) bool {
	if _, phi := v.X.(*ssa.Phi); phi || c.merged[v.X] != nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.UnOp:
			if r.Op != token.MUL {
				return false
			}
		case *ssa.Store:
			if r.Val == v {
				return false
			}
		case *ssa.FieldAddr: // it starts from the same base
		default:
			return false
		}
	}
	return true
}

// An address is where a load or store finds its memory.
type address struct {
	frame bool   // in the frame itself, at offset
	slot  uint32 // else behind the pointer in slot
	off   uint32
}

// address resolves v, a pointer, to the cheapest form of its memory.
func (c *compiler) address(v ssa.Value) address {
	switch v := v.(type) {
	case *ssa.Alloc:
		if c.local(v) {
			return address{frame: true, off: c.region(v)}
		}
	case *ssa.FieldAddr:
		if c.fused[v] {
			a := c.address(v.X)
			a.off += c.fieldOffset(v)
			return a
		}
	}
	return address{slot: c.slot(v)}
}

// region returns the memory of a local variable in the frame.
func (c *compiler) region(v *ssa.Alloc) uint32 {
	off, ok := c.regions[v]
	if !ok {
		off = c.fb.slot(c.elem(v))
		c.regions[v] = off
	}
	return off
}

// elem is the type a pointer points to.
func (c *compiler) elem(v ssa.Value) *typ {
	return c.m.slotTyp(v.Type().Underlying().(*types.Pointer).Elem())
}

// direct says that local variable v is only loaded, stored and taken apart, so that no pointer to it is needed.
func (c *compiler) direct(v *ssa.Alloc) bool {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			if r.Val == v {
				return false
			}
		case *ssa.FieldAddr:
			if !c.fused[r] {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// fusible says that v's only use is as the address of a load or store further down, and that until then no shared slot is
// written.
func (s *selector) fusible(v ssa.Value, i int) bool {
	refs := *v.Referrers()
	if len(refs) != 1 {
		return false
	}
	switch use := refs[0].(type) {
	case *ssa.UnOp:
		if use.Op != token.MUL {
			return false
		}
	case *ssa.Store:
		if use.Addr != v || use.Val == v {
			return false
		}
	default:
		return false
	}
	for _, in := range s.seq[i+1:] {
		if in == refs[0] {
			return true
		}
		if w, ok := in.(ssa.Value); ok && s.c.merged[w] != nil {
			return false
		}
		switch in.(type) {
		case *ssa.Store, *ssa.Call, *ssa.MapUpdate, *ssa.RunDefers, *ssa.Send: // could panic or change what the address is made of
			if _, addr := v.(*ssa.FieldAddr); !addr {
				return false
			}
		}
	}
	return false
}

// indexFits: slices and pointers to arrays, indexed by an int, with elements that one instruction can move.
func (c *compiler) indexFits(in *ssa.IndexAddr) bool {
	_, slice := in.X.Type().Underlying().(*types.Slice)
	return slice
}

// maxNilOffset is the largest offset at which a load through a nil pointer is certain to fault in the first page, which
// the Go runtime turns into a nil dereference panic.
const maxNilOffset = 4000

func (c *compiler) fieldFits(in *ssa.FieldAddr) bool { return c.fieldOffset(in) < maxNilOffset }

func (c *compiler) fieldOffset(in *ssa.FieldAddr) uint32 {
	st := c.m.typ(in.X.Type().Underlying().(*types.Pointer).Elem())
	return uint32(st.rt.Field(in.Field).Offset)
}

// branches says that the comparison is used only by the If that follows it at once, and has a fused form.
func (s *selector) branches(in *ssa.BinOp, i int) bool {
	if refs := *in.Referrers(); len(refs) != 1 || i+1 >= len(s.seq) || refs[0] != s.seq[i+1] {
		return false
	}
	if _, ok := s.seq[i+1].(*ssa.If); !ok {
		return false
	}
	_, ok := s.c.compareJump(in, true)
	return ok
}
