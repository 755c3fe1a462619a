// This file says which stores can change what a load reads. Go has no way to look at memory other than as what it was
// declared to be, so types tell, and so does what the memory is a part of: a float64 that is a field is no element of an
// array and no variable of its own.

package vm

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A part is what a piece of memory is to the variable that it lies in.
type part uint8

const (
	anyPart   part = iota // it is behind a pointer
	wholePart             // the variable itself
	fieldPart
	elementPart // of an array or slice
)

// A location is memory that is read or written.
type location struct {
	t        types.Type
	part     part
	field    string
	variable ssa.Value // the address of the variable that it lies in, if that is known
}

// locate describes memory of type t at address addr.
func locate(addr ssa.Value, t types.Type) location {
	l := location{t: t, variable: variableOf(addr)}
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		st := a.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
		l.part, l.field = fieldPart, st.Field(a.Field).Name()
	case *ssa.IndexAddr:
		l.part = elementPart
	default:
		if l.variable != nil {
			l.part = wholePart
		}
	}
	return l
}

// variableOf returns the address of the variable that addr points into, nil if that is not known.
func variableOf(addr ssa.Value) ssa.Value {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return variableOf(a.X)
	case *ssa.IndexAddr: // of a slice or behind a pointer to an array, which may be a variable
		return variableOf(a.X)
	}
	if isVariable(addr) {
		return addr
	}
	return nil
}

// isVariable says that v is the address of a variable, which is not nil.
func isVariable(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Global, *ssa.Alloc:
		return true
	case *ssa.FreeVar:
		return v.Parent().Parent() != nil // of a function literal; the others are receivers of method values
	}
	return false
}

// private says that nothing but the function's own uses of the variable reaches it.
func private(v ssa.Value) bool {
	local, ok := v.(*ssa.Alloc)
	return ok && !local.Heap
}

// overlaps says that a and b may be the same memory.
func (a location) overlaps(b location) bool {
	if a.variable != b.variable && (a.variable != nil && b.variable != nil || private(a.variable) || private(b.variable)) {
		return false
	}
	switch {
	case compound(a.t) || compound(b.t):
		return true
	case !types.Identical(a.t.Underlying(), b.t.Underlying()):
		return false
	case a.part == anyPart || b.part == anyPart:
		return true
	}
	return a.part == b.part && a.field == b.field
}

// compound says that values of the type have parts that can be read and written by themselves.
func compound(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// readsMemory says that in is a load.
func readsMemory(in ssa.Instruction) bool {
	l, ok := in.(*ssa.UnOp)
	return ok && l.Op == token.MUL
}

// inVariable says that addr is that of a variable or of a field in one, which can be read without looking for nil.
func inVariable(addr ssa.Value) bool {
	if f, ok := addr.(*ssa.FieldAddr); ok {
		return inVariable(f.X)
	}
	return isVariable(addr)
}
