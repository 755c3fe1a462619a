// This file gives every SSA value of a function its place in the frame.

package vm

import (
	"go/constant"
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A code is a compiled function.
type code struct {
	fn     *ssa.Function
	id     int    // index of its free list in every thread
	lane   uint32 // which of the slots at a call of unknown functions keeps its frame, as an offset
	leaf   bool   // it calls no interpreted code
	layout *layout
	consts []constant_
	instrs []instr
	pos    []posEntry
	entry  *instr // before the first instruction

	receiver uint32 // slot of a method's receiver
	free     []move // from the closure's environment, one box per free variable, to slots
	bound    uint32 // the first of these slots

	bindsPointers bool // all of them hold one pointer
	results       []result
	rescue        *instr // before where a frame that recovered goes on; nil without named results
}

// A constant_ is a value that stands in a slot from the frame's making on.
type constant_ struct {
	off   uint32
	value unsafe.Pointer
	ty    *typ
}

// A result says where, from the start of the result block, a result lies.
type result struct {
	off uint32
	ty  *typ
}

// maxFrame bounds a frame, in bytes: offsets are 32 bits wide. Go's compiler has the same bound.
const maxFrame = 1 << 30

// frameBuilder hands out slots.
type frameBuilder struct {
	mask []byte
	top  uintptr
}

func newFrameBuilder() *frameBuilder { return &frameBuilder{top: uintptr(headerSize)} }

func (b *frameBuilder) slot(ty *typ) uint32 {
	off := b.top
	if off+ty.slotSize() > maxFrame {
		panic(plainError("the values of one function take too much memory: " + ty.rt.String()))
	}
	b.mask = pointerMask(b.mask, ty.rt, ty.slotSize())
	b.top += ty.slotSize()
	return uint32(off)
}

// block reserves one slot after the other and returns the offset of the first.
func (b *frameBuilder) block(tys []*typ) uint32 {
	off := uint32(b.top)
	for _, ty := range tys {
		b.slot(ty)
	}
	return off
}

// blockOffsets gives each value's offset in a block of such slots, and the block's size.
func blockOffsets(tys []*typ) ([]uint32, uint32) {
	offs := make([]uint32, len(tys))
	var top uint32
	for i, ty := range tys {
		offs[i] = top
		top += uint32(ty.slotSize())
	}
	return offs, top
}

// paramOrder is the order in which parameters lie in a frame: the receiver of a method last, so that a call through an
// interface can place the others without knowing the receiver's size.
func paramOrder(sig *types.Signature, params []*ssa.Parameter) []*ssa.Parameter {
	if sig.Recv() == nil || len(params) == 0 {
		return params
	}
	return append(append([]*ssa.Parameter(nil), params[1:]...), params[0])
}

// tupleTypes lists the types of a tuple; the element of a tuple that nobody uses may be invalid.
func (m *Machine) tupleTypes(tuple *types.Tuple) []*typ {
	tys := make([]*typ, tuple.Len())
	for i := range tys {
		tys[i] = m.slotTyp(tuple.At(i).Type())
	}
	return tys
}

var wordTyp = newTyp(reflect.TypeFor[uintptr]())
var pointerTyp = newTyp(reflect.TypeFor[unsafe.Pointer]())

// slotTyp is typ for values that only the engine sees: iterators and unused tuple elements included.
func (m *Machine) slotTyp(t types.Type) *typ {
	if b, ok := t.(*types.Basic); ok {
		switch b.Kind() {
		case types.Invalid:
			return wordTyp
		case types.UntypedNil:
			return pointerTyp
		}
	}
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() == nil && named.Obj().Name() == "deferStack" {
		return pointerTyp
	}
	if isOpaque(t) {
		return pointerTyp
	}
	return m.typ(t)
}

// isOpaque recognises the type go/ssa gives to iterators.
func isOpaque(t types.Type) bool {
	switch t.(type) {
	case *types.Basic, *types.Named, *types.Pointer, *types.Slice, *types.Array, *types.Map, *types.Chan, *types.Struct,
		*types.Signature, *types.Interface, *types.Tuple, *types.Alias, *types.TypeParam:
		return false // without writing the type as text, which is slow
	}
	return t.String() == "iter" || t.String() == "deferStack"
}

// constValue allocates and fills the memory of a constant.
func (m *Machine) constValue(c *ssa.Const) (unsafe.Pointer, *typ) {
	ty := m.slotTyp(c.Type())
	p := newValue(ty)
	if c.Value == nil {
		return p, ty // nil, or the zero value
	}
	v := ty.value(p)
	switch k := ty.kind; {
	case k == reflect.Bool:
		v.SetBool(constant.BoolVal(c.Value))
	case k == reflect.String:
		v.SetString(constString(c.Value))
	case v.CanInt():
		v.SetInt(c.Int64())
	case v.CanUint():
		v.SetUint(c.Uint64())
	case v.CanFloat():
		v.SetFloat(constFloat(c.Value, k))
	case v.CanComplex():
		v.SetComplex(c.Complex128())
	default:
		panic(&typeError{c.Type(), errConst})
	}
	return p, ty
}

// constString also turns an integer constant converted to a string into that rune.
func constString(v constant.Value) string {
	if v.Kind() == constant.Int {
		if n, ok := constant.Int64Val(v); ok && n >= 0 && n <= 0x10ffff {
			return string(rune(n))
		}
		return "\uFFFD"
	}
	return constant.StringVal(v)
}

// constFloat rounds once, to the precision of the type.
func constFloat(v constant.Value, k reflect.Kind) float64 {
	if k == reflect.Float32 {
		f, _ := constant.Float32Val(constant.ToFloat(v))
		return float64(f)
	}
	f, _ := constant.Float64Val(constant.ToFloat(v))
	return f
}
