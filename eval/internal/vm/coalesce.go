// This file finds which phis can share a slot with the values that flow into them, so that loops need no moves.

package vm

import "golang.org/x/tools/go/ssa"

// A bitset holds value numbers.
type bitset []uint64

func (s bitset) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s bitset) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s bitset) del(i int)      { s[i/64] &^= 1 << (i % 64) }

// union adds o to s and says whether that changed s.
func (s bitset) union(o bitset) bool {
	changed := false
	for i, w := range o {
		if s[i]|w != s[i] {
			s[i] |= w
			changed = true
		}
	}
	return changed
}

// liveness knows where each value of a function is still needed.
type liveness struct {
	num     map[ssa.Value]int
	liveOut []bitset // per block
}

func analyse(fn *ssa.Function) *liveness {
	lv := &liveness{num: map[ssa.Value]int{}}
	number := func(v ssa.Value) { lv.num[v] = len(lv.num) }
	for _, p := range fn.Params {
		number(p)
	}
	for _, f := range fn.FreeVars {
		number(f)
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(ssa.Value); ok {
				number(v)
			}
		}
	}
	words := (len(lv.num) + 63) / 64
	liveIn := make([]bitset, len(fn.Blocks))
	lv.liveOut = make([]bitset, len(fn.Blocks))
	for i := range fn.Blocks {
		liveIn[i], lv.liveOut[i] = make(bitset, words), make(bitset, words)
	}
	for changed := true; changed; {
		changed = false
		for i := len(fn.Blocks) - 1; i >= 0; i-- {
			b := fn.Blocks[i]
			out := lv.liveOut[i]
			for _, s := range b.Succs {
				out.union(liveIn[s.Index])
				lv.phiUses(b, s, func(n int) { out.add(n) })
			}
			in := append(bitset(nil), out...)
			for j := len(b.Instrs) - 1; j >= 0; j-- {
				lv.step(in, b.Instrs[j])
			}
			changed = liveIn[i].union(in) || changed
		}
	}
	return lv
}

// phiUses calls use for every value that phis of block to take from block from.
func (lv *liveness) phiUses(from, to *ssa.BasicBlock, use func(int)) {
	for k, p := range to.Preds {
		if p != from {
			continue
		}
		for _, in := range to.Instrs {
			phi, ok := in.(*ssa.Phi)
			if !ok {
				break
			}
			if n, ok := lv.num[phi.Edges[k]]; ok {
				use(n)
			}
		}
	}
}

// step moves live, the set after instr, to the set before it.
func (lv *liveness) step(live bitset, instr ssa.Instruction) {
	if v, ok := instr.(ssa.Value); ok {
		live.del(lv.num[v])
	}
	if _, ok := instr.(*ssa.Phi); ok {
		return // its operands are needed at the ends of the blocks before
	}
	var buf [8]*ssa.Value
	for _, op := range instr.Operands(buf[:0]) {
		if n, ok := lv.num[*op]; ok {
			live.add(n)
		}
	}
}

// after calls visit with every value defined in the function and the set live just after its definition.
func (lv *liveness) after(fn *ssa.Function, visit func(v ssa.Value, live bitset)) {
	for i, b := range fn.Blocks {
		live := append(bitset(nil), lv.liveOut[i]...)
		for j := len(b.Instrs) - 1; j >= 0; j-- {
			if v, ok := b.Instrs[j].(ssa.Value); ok {
				visit(v, live)
			}
			lv.step(live, b.Instrs[j])
		}
	}
}

// coalesce maps values to the phi whose slot they share. Two values may share when neither is live where the other is
// defined. Values for which pinned is true keep a slot of their own.
func coalesce(fn *ssa.Function, pinned func(ssa.Value) bool) map[ssa.Value]*ssa.Phi {
	phis := phisOf(fn)
	if len(phis) == 0 {
		return nil
	}
	lv := analyse(fn)
	candidate := candidates(lv, phis, pinned)
	conflicts := lv.conflicts(fn, candidate)
	class := map[int][]int{} // representative -> members
	rep := map[int]int{}
	for n := range candidate {
		rep[n], class[n] = n, []int{n}
	}
	clash := func(a, b []int) bool {
		for _, x := range a {
			for _, y := range b {
				if conflicts[[2]int{min(x, y), max(x, y)}] {
					return true
				}
			}
		}
		return false
	}
	for _, phi := range phis {
		for _, e := range phi.Edges {
			n, known := lv.num[e]
			if !known || !candidate[n] {
				continue
			}
			a, b := rep[lv.num[phi]], rep[n]
			if a == b || clash(class[a], class[b]) {
				continue
			}
			for _, x := range class[b] {
				rep[x] = a
			}
			class[a] = append(class[a], class[b]...)
			delete(class, b)
		}
	}
	return shared(lv, phis, rep)
}

func phisOf(fn *ssa.Function) (phis []*ssa.Phi) {
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			phi, ok := in.(*ssa.Phi)
			if !ok {
				break
			}
			phis = append(phis, phi)
		}
	}
	return phis
}

func candidates(lv *liveness, phis []*ssa.Phi, pinned func(ssa.Value) bool) map[int]bool {
	set := map[int]bool{}
	for _, phi := range phis {
		set[lv.num[phi]] = true
		for _, e := range phi.Edges {
			if n, ok := lv.num[e]; ok && !pinned(e) {
				set[n] = true
			}
		}
	}
	return set
}

// conflicts returns the pairs of candidates of which one is live where the other is defined. All phis of a block are
// defined together, and parameters at the entry.
func (lv *liveness) conflicts(fn *ssa.Function, candidate map[int]bool) map[[2]int]bool {
	pairs := map[[2]int]bool{}
	note := func(n int, live bitset) {
		for c := range candidate {
			if c != n && live.has(c) {
				pairs[[2]int{min(c, n), max(c, n)}] = true
			}
		}
	}
	lv.after(fn, func(v ssa.Value, live bitset) {
		n := lv.num[v]
		if !candidate[n] {
			return
		}
		note(n, live)
		if phi, ok := v.(*ssa.Phi); ok {
			for _, in := range phi.Block().Instrs {
				other, ok := in.(*ssa.Phi)
				if !ok {
					break
				}
				if other != phi {
					m := lv.num[other]
					pairs[[2]int{min(m, n), max(m, n)}] = true
				}
			}
		}
	})
	outside := len(fn.Params) + len(fn.FreeVars)
	for n := range candidate {
		if n < outside {
			for c := range candidate {
				if c < outside && c != n {
					pairs[[2]int{min(c, n), max(c, n)}] = true
				}
			}
		}
	}
	return pairs
}

// shared turns classes into a map from each member to the first phi of its class.
func shared(lv *liveness, phis []*ssa.Phi, rep map[int]int) map[ssa.Value]*ssa.Phi {
	leader := map[int]*ssa.Phi{}
	for _, phi := range phis {
		r := rep[lv.num[phi]]
		if leader[r] == nil {
			leader[r] = phi
		}
	}
	out := map[ssa.Value]*ssa.Phi{}
	for v, n := range lv.num {
		r, ok := rep[n]
		if ok && leader[r] != nil && v != ssa.Value(leader[r]) {
			out[v] = leader[r]
		}
	}
	return out
}
