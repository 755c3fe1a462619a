// This file compiles binary operations and comparisons: it picks the operation for the operands' kind.

package vm

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"reflect"
	"slices"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// kindOps is an operation's code for each kind of operand, 0 where there is none.
type kindOps [reflect.UnsafePointer + 1]uint32

func arith(ops *kindOps, k reflect.Kind) uint32 { return ops[k] }

var intTyp = newTyp(reflect.TypeFor[int]())

var binOps = map[token.Token]*kindOps{
	token.ADD: opsAdd, token.SUB: opsSub, token.MUL: opsMul, token.QUO: opsQuo, token.REM: opsRem,
	token.AND: opsAnd, token.OR: opsOr, token.XOR: opsXor, token.AND_NOT: opsAndNot,
	token.SHL: opsShl, token.SHR: opsShr,
}

func (c *compiler) binOp(in *ssa.BinOp) {
	switch in.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		c.compare(in)
	case token.SHL, token.SHR:
		ty := c.m.typ(in.Type())
		c.emit(instr{op: binOps[in.Op][ty.kind], a: c.slot(in), b: c.slot(in.X), c: c.shiftCount(in.Y)})
	default:
		ty := c.m.typ(in.Type())
		if k, ok := negated(in.Y); ok && in.Op == token.SUB && c.isWord(in) {
			c.emit(instr{op: opAddI, a: c.slot(in), b: c.slot(in.X), c: c.intConst(k)}) // the step of a loop that counts down
			return
		}
		c.emit(instr{op: binOps[in.Op][ty.kind], a: c.slot(in), b: c.slot(in.X), c: c.slot(in.Y)})
	}
}

// negativeCount says that v is a constant below zero: a variable that is never anything else becomes one.
func negativeCount(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.Value != nil && constant.Sign(k.Value) < 0
}

// shiftCount returns the slot of a shift count as a uint64; at run time a negative one panics.
func (c *compiler) shiftCount(v ssa.Value) uint32 {
	if k, ok := v.(*ssa.Const); ok && negativeCount(v) {
		off := c.temp(intTyp)
		c.emit(instr{op: opShiftCount, a: off, b: c.intConst(k.Int64())})
		return off
	} else if ok {
		n, ok := constant.Uint64Val(constant.ToInt(k.Value))
		if !ok {
			n = math.MaxUint64 // any count of 64 or more shifts everything out
		}
		return c.intConst(int64(n))
	}
	ty := c.m.typ(v.Type())
	off := c.temp(intTyp)
	switch ty.kind {
	case reflect.Uint, reflect.Uint64, reflect.Uintptr:
		return c.slot(v)
	case reflect.Int, reflect.Int64:
		c.emit(instr{op: opShiftCount, a: off, b: c.slot(v)})
	case reflect.Int8, reflect.Int16, reflect.Int32:
		c.emit(instr{op: conversions[ty.kind][reflect.Int], a: off, b: c.slot(v)})
		c.emit(instr{op: opShiftCount, a: off, b: off})
	default:
		c.emit(instr{op: conversions[ty.kind][reflect.Int], a: off, b: c.slot(v)})
	}
	return off
}

// A comparison is an operation on two slots, perhaps with its operands exchanged.
type comparison struct {
	op   uint32
	x, y ssa.Value
	ty   *typ
}

func (c *compiler) comparison(in *ssa.BinOp) comparison {
	x, y, op := in.X, in.Y, in.Op
	if op == token.GTR || op == token.GEQ {
		x, y = y, x
		op = map[token.Token]token.Token{token.GTR: token.LSS, token.GEQ: token.LEQ}[op]
	}
	ty := c.m.slotTyp(x.Type())
	if isNil(x) {
		ty = c.m.slotTyp(y.Type())
	}
	switch op {
	case token.LSS:
		return comparison{opsLt[ty.kind], x, y, ty}
	case token.LEQ:
		return comparison{opsLe[ty.kind], x, y, ty}
	case token.NEQ:
		return comparison{neOp(ty), x, y, ty}
	}
	return comparison{eqOp(ty), x, y, ty}
}

func isNil(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.IsNil()
}

func (c *compiler) compare(in *ssa.BinOp) {
	cmp := c.comparison(in)
	c.emit(instr{op: cmp.op, a: c.slot(in), b: c.slot(cmp.x), c: c.slot(cmp.y), x: unsafe.Pointer(cmp.ty)})
}

func eqOp(ty *typ) uint32 {
	switch ty.kind {
	case reflect.Interface:
		if ty.rt.NumMethod() == 0 {
			return opEqEface
		}
		return opEqIface
	case reflect.Struct, reflect.Array:
		return opEqT
	}
	return opsEq[ty.kind]
}

func neOp(ty *typ) uint32 {
	switch ty.kind {
	case reflect.Interface:
		if ty.rt.NumMethod() == 0 {
			return opNeEface
		}
		return opNeIface
	case reflect.Struct, reflect.Array:
		return opNeT
	}
	return opsNe[ty.kind]
}

// A jumpForm holds the jumps taken when a comparison holds and when it does not.
type jumpForm struct {
	yes, no uint32
	swapNo  bool // the second exchanges b and c
}

var jumpForms = map[uint32]jumpForm{
	opEqI: {opJEqI, opJNeI, false},
	opNeI: {opJNeI, opJEqI, false},
	opLtI: {opJLtI, opJLeI, true},
	opLeI: {opJLeI, opJLtI, true},
	opLtF: {opJLtF, opJNltF, false},
	opLeF: {opJLeF, opJNleF, false},

	opsLt[reflect.Uint]: {opJLtU, opJLeU, true},
	opsLe[reflect.Uint]: {opJLeU, opJLtU, true},

	opsEq[reflect.Uint8]:   {opJEq8, opJNe8, false},
	opsNe[reflect.Uint8]:   {opJNe8, opJEq8, false},
	opsEq[reflect.Int32]:   {opJEq32, opJNe32, false},
	opsNe[reflect.Int32]:   {opJNe32, opJEq32, false},
	opsEq[reflect.Float64]: {opJEqF, opJNeF, false},
	opsNe[reflect.Float64]: {opJNeF, opJEqF, false},
}

// compareJump returns the jump taken when the comparison gives sense.
func (c *compiler) compareJump(in *ssa.BinOp, sense bool) (instr, bool) {
	switch in.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
	default:
		return instr{}, false
	}
	if _, generic := in.X.Type().(*types.TypeParam); generic {
		return instr{}, false
	}
	cmp := c.comparison(in)
	form, ok := jumpForms[cmp.op]
	if !ok {
		return instr{}, false
	}
	x, y, op := cmp.x, cmp.y, form.yes
	if !sense {
		op = form.no
		if form.swapNo {
			x, y = y, x
		}
	}
	return instr{op: op, b: c.slot(x), c: c.slot(y)}, true
}

// resultJump is the jump taken when the comparison of v, which it computes, gives sense.
func (c *compiler) resultJump(cmp, v *ssa.BinOp, sense bool) instr {
	first := map[token.Token]uint32{token.AND: opJAndEq, token.REM: opJRemEq, token.ADD: opJAddEq, token.MUL: opJMulEq}[v.Op]
	order := []token.Token{token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ}
	op := cmp.Op
	if !sense {
		op = map[token.Token]token.Token{
			token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.GEQ: token.LSS, token.LEQ: token.GTR, token.GTR: token.LEQ,
		}[op]
	}
	return instr{op: first + uint32(slices.Index(order, op)), b: c.slot(v.X), c: c.slot(v.Y), d: c.slot(cmp.Y)}
}

// test returns the jump taken when cond is sense.
func (c *compiler) test(cond ssa.Value, sense bool) instr {
	if cmp, ok := cond.(*ssa.BinOp); ok && c.fused[cmp] {
		if v, ok := cmp.X.(*ssa.BinOp); ok && c.fused[v] {
			return c.resultJump(cmp, v, sense)
		}
		in, _ := c.compareJump(cmp, sense)
		return in
	}
	if sense {
		return instr{op: opJt, b: c.slot(cond)}
	}
	return instr{op: opJf, b: c.slot(cond)}
}

// backward gives the jumps back that stand for jumps forward.
var backward = func() map[uint32]uint32 {
	m := map[uint32]uint32{opJmp: opLoop}
	for op := opJEqI; op <= opJf; op++ {
		m[op] = op - opJEqI + opLEqI
	}
	return m
}()
