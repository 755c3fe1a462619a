// This file chooses operations for arithmetic whose operands are themselves computed for that alone.

package vm

import (
	"go/constant"
	"go/token"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

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

// test takes the left operand of a comparison, if it is computed for that alone, into the branch.
func (s *selector) test(in *ssa.If) {
	c := s.c
	cmp, ok := in.Cond.(*ssa.BinOp)
	if !ok || !c.fused[cmp] || !c.isWord(cmp.X) || !c.signed(cmp.X) {
		return
	}
	v, ok := cmp.X.(*ssa.BinOp)
	if ok && (v.Op == token.AND || v.Op == token.REM || v.Op == token.ADD || v.Op == token.MUL) && !c.steps(v) {
		s.take(cmp, v)
	}
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
	return ok && !negativeCount(v.Y)
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

// negated is -k for a constant k of 64 bits.
func negated(v ssa.Value) (int64, bool) {
	k, ok := v.(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	n, exact := constant.Int64Val(constant.ToInt(k.Value))
	return -n, exact
}
