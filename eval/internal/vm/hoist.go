// This file moves computations whose operands do not change in a loop in front of it. go/ssa leaves them where the source
// has them, and the engine pays for each instruction.
//
// A loop that starts with a test is tested at its end (see inverted), so the place in front of the loop's body is reached
// once per run of the loop, after the first test, and only if the body runs. Any other loop has that place in front of its
// header, which jumps back pass by. What may panic is moved only from the beginning of what runs first, with nothing before
// it that has an effect, so that the first panic stays the first.

package vm

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A loop is a natural loop.
type loop struct {
	header  *ssa.BasicBlock
	front   *ssa.BasicBlock // in front of which things are moved: behind the test if the header is one, else the header
	latches []*ssa.BasicBlock
	blocks  map[*ssa.BasicBlock]bool
	calls   bool       // something in it may change any memory
	stores  []location // what it changes
}

// hoist decides what is moved: the instructions for each block in front of which they run, and for each the loop.
func (c *compiler) hoist() {
	c.hoisted, c.moved = map[*ssa.BasicBlock][]ssa.Instruction{}, map[ssa.Instruction]*loop{}
	loops := findLoops(c.fn) // outer loops first
	for _, l := range loops {
		c.note(l)
		c.hoistFrom(l)
	}
	c.findVectors(loops)
}

// findLoops lists the loops, outer ones before those they contain.
func findLoops(fn *ssa.Function) (loops []*loop) {
	for _, h := range fn.DomPreorder() {
		var latches []*ssa.BasicBlock
		for _, p := range h.Preds {
			if h.Dominates(p) {
				latches = append(latches, p)
			}
		}
		if len(latches) == 0 {
			continue
		}
		l := &loop{header: h, latches: latches, blocks: map[*ssa.BasicBlock]bool{h: true}}
		for work := latches; len(work) > 0; {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			if !l.blocks[b] {
				l.blocks[b] = true
				work = append(work[:len(work):len(work)], b.Preds...)
			}
		}
		l.front = h
		if body := l.tested(); body != nil {
			l.front = body
		}
		loops = append(loops, l)
	}
	return loops
}

// tested returns where a loop goes on that starts with a test which the compiler repeats at its end, nil for other loops.
func (l *loop) tested() *ssa.BasicBlock {
	h := l.header
	if len(h.Succs) != 2 || l.blocks[h.Succs[0]] == l.blocks[h.Succs[1]] || !turnable(h) {
		return nil
	}
	body := h.Succs[0]
	if !l.blocks[body] {
		body = h.Succs[1]
	}
	if body == h || len(body.Preds) != 1 {
		return nil
	}
	return body
}

// maxTest is how many instructions a loop's header may have to be repeated at the loop's end.
const maxTest = 6

// turnable says that the header of a loop is short and ends with the test.
func turnable(h *ssa.BasicBlock) bool {
	n := 0
	for _, in := range h.Instrs {
		switch in.(type) {
		case *ssa.Phi, *ssa.DebugRef:
		case *ssa.If:
			return n <= maxTest
		default:
			n++
		}
	}
	return false
}

// note collects what the loop changes.
func (c *compiler) note(l *loop) {
	for b := range l.blocks {
		for _, in := range b.Instrs {
			if c.parts[in] {
				continue
			}
			switch in := in.(type) {
			case *ssa.Store:
				l.stores = append(l.stores, locate(in.Addr, in.Val.Type()))
			case *ssa.Call:
				c.noteCall(l, in)
			case *ssa.Alloc: // is cleared
				l.stores = append(l.stores, locate(in, in.Type().Underlying().(*types.Pointer).Elem()))
			case *ssa.Go, *ssa.Defer, *ssa.RunDefers, *ssa.Send, *ssa.Select:
				l.calls = true
			case *ssa.UnOp:
				l.calls = l.calls || in.Op == token.ARROW
			}
		}
	}
}

// noteCall collects what a call changes.
func (c *compiler) noteCall(l *loop, in *ssa.Call) {
	if e := c.elements[in]; e != nil {
		if e.value != nil {
			l.stores = append(l.stores, location{t: e.elem, part: elementPart})
		}
		return
	}
	if b, ok := in.Call.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "append", "copy", "clear":
			if s, ok := in.Call.Args[0].Type().Underlying().(*types.Slice); ok {
				l.stores = append(l.stores, location{t: s.Elem(), part: elementPart})
			}
			return
		case "delete":
			return
		}
	}
	l.calls = l.calls || !harmless(&in.Call) && !computes(&in.Call) && !c.looks(&in.Call)
}

// computes says that a call of compiled code depends on its arguments alone and changes no memory that existed before. It
// may panic.
func computes(call *ssa.CallCommon) bool {
	f, ok := call.Value.(*ssa.Function)
	if !ok || f.Blocks != nil || f.Pkg == nil || f.Signature.Recv() != nil {
		return false
	}
	switch f.Pkg.Pkg.Path() {
	case "math", "math/bits", "math/cmplx", "strconv", "strings", "unicode", "unicode/utf8":
	default:
		return false
	}
	for v := range f.Signature.Params().Variables() {
		if _, basic := v.Type().Underlying().(*types.Basic); !basic {
			return false
		}
	}
	return true
}

// harmless says that a call changes no memory: builtins that only look, and package math.
func harmless(call *ssa.CallCommon) bool {
	switch f := call.Value.(type) {
	case *ssa.Builtin:
		switch f.Name() {
		case "len", "cap", "real", "imag", "complex", "min", "max":
			return true
		}
	case *ssa.Function:
		return f.Blocks == nil && f.Pkg != nil && f.Pkg.Pkg.Path() == "math"
	}
	return false
}

// keeps says that memory is the same in the whole loop.
func (l *loop) keeps(at location) bool {
	return !l.calls && !slices.ContainsFunc(l.stores, at.overlaps)
}

// hoistFrom moves what it can in front of l. What cannot panic moves even from where it may not be reached.
func (c *compiler) hoistFrom(l *loop) {
	for _, b := range c.fn.DomPreorder() {
		if !l.blocks[b] || b == l.header && b != l.front {
			continue
		}
		clean := b == l.front // nothing before has an effect
		for _, in := range b.Instrs {
			if c.moved[in] != nil || c.parts[in] {
				continue
			}
			v, ok := in.(ssa.Value)
			if ok && c.invariant(in, l) && (pure(v) || l.constantLoad(v) && (clean || !mayTrap(in))) {
				c.moved[in] = l
				c.hoisted[l.front] = append(c.hoisted[l.front], in)
				continue
			}
			clean = clean && !mayTrap(in)
		}
	}
}

// invariant says that the operands have the same values in the whole loop.
func (c *compiler) invariant(in ssa.Instruction, l *loop) bool {
	var buf [8]*ssa.Value
	for _, op := range in.Operands(buf[:0]) {
		def, ok := (*op).(ssa.Instruction)
		if !ok || !l.blocks[def.Block()] {
			continue
		}
		if m := c.moved[def]; m == nil || !m.blocks[l.header] {
			return false
		}
	}
	return true
}

// constantLoad says that v reads memory, or computes an address, that the loop leaves as it is.
func (l *loop) constantLoad(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.MUL && l.keeps(locate(v.X, v.Type()))
	case *ssa.IndexAddr, *ssa.FieldAddr:
		return true
	}
	return false
}

// pure says that v depends on its operands alone and cannot panic.
func pure(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.BinOp:
		return isNumber(v.X.Type()) && !mayTrap(v) && !decides(v)
	case *ssa.UnOp:
		return (v.Op == token.SUB || v.Op == token.XOR) && isNumber(v.Type())
	case *ssa.Convert:
		return isNumber(v.X.Type()) && isNumber(v.Type())
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		if !ok || b.Name() != "len" {
			return false
		}
		switch v.Call.Args[0].Type().Underlying().(type) {
		case *types.Slice:
			return true
		case *types.Basic:
			return true
		}
	}
	return false
}

// decides says that v is only used by a branch, which computes it at no cost.
func decides(v *ssa.BinOp) bool {
	refs := *v.Referrers()
	if len(refs) != 1 {
		return false
	}
	_, branch := refs[0].(*ssa.If)
	return branch
}

func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// mayTrap says that an instruction may panic or has an effect beyond its value.
func mayTrap(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.BinOp:
		switch in.Op {
		case token.QUO, token.REM:
			k, ok := in.Y.(*ssa.Const)
			return isInteger(in.Type()) && (!ok || k.Value == nil || k.Value.ExactString() == "0")
		case token.SHL, token.SHR:
			b, ok := in.Y.Type().Underlying().(*types.Basic)
			_, constant := in.Y.(*ssa.Const)
			return negativeCount(in.Y) || !constant && (!ok || b.Info()&types.IsUnsigned == 0)
		case token.EQL, token.NEQ:
			_, basic := in.X.Type().Underlying().(*types.Basic)
			return !basic
		}
		return false
	case *ssa.UnOp:
		return in.Op == token.ARROW || in.Op == token.MUL && !inVariable(in.X)
	case *ssa.FieldAddr:
		return !inVariable(in.X)
	case *ssa.Phi, *ssa.DebugRef, *ssa.Extract, *ssa.Field, *ssa.ChangeType, *ssa.If, *ssa.Jump, *ssa.MakeInterface, *ssa.MakeClosure:
		return false
	case *ssa.Convert:
		return !isNumber(in.X.Type()) || !isNumber(in.Type())
	case *ssa.Call:
		return !harmless(&in.Call)
	}
	return true
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
