// This file names the nil value behind a nil dereference, for those who read the error.

package vm

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// isNilDereference recognises the runtime's error, whether interpreted or compiled code raised it.
func isNilDereference(r any) bool {
	err, ok := r.(interface {
		error
		RuntimeError()
	})
	_, lost := lostAddress(r)
	return ok && !lost && strings.HasSuffix(err.Error(), "nil pointer dereference")
}

// lostAddress returns the address of a fault in memory that is mapped no longer, whose error has the runtime's text for nil. The
// runtime tells the address of such faults only; those of nil are within the first page.
func lostAddress(r any) (uintptr, bool) {
	err, ok := r.(interface {
		RuntimeError()
		Addr() uintptr
	})
	if !ok || err.Addr() < 4096 {
		return 0, false
	}
	return err.Addr(), true
}

// nilName says which value was nil when instruction in failed, as far as the user has a name for it, else "".
func (c *code) nilName(fp unsafe.Pointer, in *instr) string {
	pos := c.posOf(in)
	var found ssa.Value
	for _, b := range c.fn.Blocks {
		for _, si := range b.Instrs {
			if si.Pos() != pos {
				continue
			}
			v := dereferenced(si)
			if call, ok := si.(*ssa.Call); ok && v == nil {
				v = nilArgument(call, fp, in)
			}
			if v != nil && found != nil && v != found {
				return ""
			}
			if v != nil {
				found = v
			}
		}
	}
	if found == nil {
		return ""
	}
	return valueText(found, 0)
}

// dereferenced returns the pointer that an instruction follows, nil if it follows none.
func dereferenced(in ssa.Instruction) ssa.Value {
	switch in := in.(type) {
	case *ssa.FieldAddr:
		return in.X
	case *ssa.IndexAddr:
		if _, ok := in.X.Type().Underlying().(*types.Pointer); ok {
			return in.X
		}
	case *ssa.UnOp:
		if in.Op == token.MUL && !isPlace(in.X) {
			return in.X
		}
	case *ssa.Store:
		if !isPlace(in.Addr) {
			return in.Addr
		}
	case *ssa.Call:
		if in.Call.IsInvoke() {
			return in.Call.Value
		}
		if _, known := in.Call.Value.(*ssa.Function); !known {
			if _, builtin := in.Call.Value.(*ssa.Builtin); !builtin {
				return in.Call.Value
			}
		}
	}
	return nil
}

// isPlace reports whether an address is that of a variable or a part of one, which is not nil.
func isPlace(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Global, *ssa.Alloc, *ssa.FreeVar, *ssa.FieldAddr, *ssa.IndexAddr:
		return true
	}
	return false
}

// nilArgument returns the argument of a call of compiled code that is a nil pointer, nil if there is not just one.
func nilArgument(call *ssa.Call, fp unsafe.Pointer, in *instr) (found ssa.Value) {
	args := call.Call.Args
	offs := argumentSlots(in)
	for i := range min(len(args), len(offs)) {
		if _, ok := args[i].Type().Underlying().(*types.Pointer); !ok || *ptr(fp, offs[i]) != nil {
			continue
		}
		if found != nil {
			return nil
		}
		found = args[i]
	}
	return found
}

// argumentSlots returns where the first arguments of a call of compiled code lie.
func argumentSlots(in *instr) []uint32 {
	switch {
	case in.op == opNative:
		return (*callSite)(in.x).native.args
	case in.op == opElement, opGetElem1 <= in.op && in.op <= opVecAddI:
		return []uint32{(*elementSite)(in.x).recv}
	}
	return nil
}

// maxNameDepth bounds the length of names.
const maxNameDepth = 8

// valueText writes a value as the user may have written it, "" for one without a name.
func valueText(v ssa.Value, depth int) string {
	if depth > maxNameDepth {
		return ""
	}
	behind := func(v ssa.Value, rest string) string {
		text := valueText(v, depth+1)
		if text == "" || rest == "" {
			return ""
		}
		return text + rest
	}
	switch v := v.(type) {
	case *ssa.Global:
		return userName(v.Name())
	case *ssa.Parameter:
		return userName(v.Name())
	case *ssa.FreeVar:
		return userName(v.Name())
	case *ssa.Alloc:
		return userName(v.Comment)
	case *ssa.Phi:
		return userName(v.Comment)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return valueText(v.X, depth+1)
		}
	case *ssa.FieldAddr:
		return behind(v.X, fieldText(v.X.Type().Underlying().(*types.Pointer).Elem(), v.Field))
	case *ssa.Field:
		return behind(v.X, fieldText(v.X.Type(), v.Field))
	case *ssa.IndexAddr:
		return behind(v.X, indexText(v.Index, depth))
	case *ssa.Index:
		return behind(v.X, indexText(v.Index, depth))
	case *ssa.Lookup:
		return behind(v.X, indexText(v.Index, depth))
	case *ssa.ChangeType:
		return valueText(v.X, depth+1)
	case *ssa.MakeInterface:
		return valueText(v.X, depth+1)
	case *ssa.Extract:
		return valueText(v.Tuple, depth+1)
	case *ssa.Call:
		if fn, ok := v.Call.Value.(*ssa.Function); ok && fn.Object() != nil {
			return userName(fn.Object().Name()) + "(...)"
		}
	}
	return ""
}

// userName is a name that a user can have written, or "".
func userName(name string) string {
	if !token.IsIdentifier(name) || strings.Contains(name, "·") || name == "complit" || name == "varargs" || name == "new" {
		return ""
	}
	return name
}

func fieldText(t types.Type, i int) string {
	return "." + t.Underlying().(*types.Struct).Field(i).Name()
}

func indexText(v ssa.Value, depth int) string {
	c, ok := v.(*ssa.Const)
	if ok && c.Value != nil && (c.Value.Kind() == constant.Int || c.Value.Kind() == constant.String) {
		return "[" + c.Value.ExactString() + "]"
	}
	if text := valueText(v, depth+1); text != "" {
		return "[" + text + "]"
	}
	return "[...]"
}
