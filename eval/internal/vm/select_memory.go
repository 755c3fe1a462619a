// This file chooses operations for loads, stores and updates of elements and fields.

package vm

import (
	"go/token"
	"go/types"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

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
	if isIndex && (!c.fused[ix] || !c.isWord(ix.Index)) {
		return nil
	}
	if f, ok := u.Addr.(*ssa.FieldAddr); ok && (!c.fused[f] || c.elementField(f)) {
		return nil
	}
	if !onlyUse(l, bin) || !s.untouched(l, u, bin) {
		return nil
	}
	c.fused[l], c.fused[bin] = true, true
	if isIndex {
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
	if x, ok := a.(*ssa.IndexAddr); ok {
		y, ok := b.(*ssa.IndexAddr)
		return ok && x.X == y.X && x.Index == y.Index && s.c.fused[x] && s.c.fused[y]
	}
	f, ok := a.(*ssa.FieldAddr)
	g, ok2 := b.(*ssa.FieldAddr)
	return ok && ok2 && f.X == g.X && f.Field == g.Field && s.c.fused[f] && s.c.fused[g]
}

// untouched says that from the load l of an update to its store u nothing traps, is stored, or changes the address.
func (s *selector) untouched(l *ssa.UnOp, u *ssa.Store, bin *ssa.BinOp) bool {
	from, ok := s.pos[l]
	if !ok || s.c.fused[l] || s.c.fused[bin] {
		return false
	}
	reads := map[ssa.Value]bool{}
	s.reads(l, reads)
	for _, w := range s.seq[from+1 : s.pos[u]] {
		if v, ok := w.(ssa.Value); ok && (v == ssa.Value(bin) || v == u.Addr) {
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
