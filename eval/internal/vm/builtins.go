// This file compiles and carries out the builtin functions.

package vm

import (
	"fmt"
	"go/types"
	"io"
	"reflect"
	"strconv"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

const interfaceKind = reflect.Interface

// builtin emits a call of a builtin function.
func (c *compiler) builtin(b *ssa.Builtin, call *ssa.Call) {
	dst := noResult
	if t, ok := call.Type().(*types.Tuple); !ok || t.Len() > 0 {
		dst = c.slot(call)
	}
	switch b.Name() {
	case "min", "max":
		c.minMax(b.Name(), call, dst)
	case "len", "cap":
		if n, ok := arrayLen(call.Call.Args[0].Type()); ok {
			c.mov(dst, c.intConst(n), intTyp)
			return
		}
		c.emit(c.builtinInstr(b, &call.Call, dst))
	default:
		c.emit(c.builtinInstr(b, &call.Call, dst))
	}
}

// arrayLen is the length of an array or of what a pointer to an array points to.
func arrayLen(t types.Type) (int64, bool) {
	t = t.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	arr, ok := t.(*types.Array)
	if !ok {
		return 0, false
	}
	return arr.Len(), true
}

// builtinInstr returns the instruction of a builtin that is one.
func (c *compiler) builtinInstr(b *ssa.Builtin, call *ssa.CallCommon, dst uint32) instr {
	args := call.Args
	switch b.Name() {
	case "append":
		elem := c.m.typ(args[0].Type().Underlying().(*types.Slice).Elem())
		op := opAppend
		if isString(args[1].Type()) {
			op = opAppendStr
		}
		return instr{op: op, a: dst, b: c.slot(args[0]), c: c.slot(args[1]), x: unsafe.Pointer(elem)}
	case "copy":
		elem := c.m.typ(args[0].Type().Underlying().(*types.Slice).Elem())
		op := opCopy
		if isString(args[1].Type()) {
			op = opCopyStr
		}
		return instr{op: op, a: dst, b: c.slot(args[0]), c: c.slot(args[1]), x: unsafe.Pointer(elem)}
	case "len", "cap":
		return c.lenInstr(b.Name(), args[0], dst)
	case "delete":
		ty := c.m.typ(args[0].Type())
		return instr{op: opMapDelete, b: c.slot(args[0]), c: c.slot(args[1]), x: unsafe.Pointer(ty)}
	case "clear":
		ty := c.m.typ(args[0].Type())
		return instr{op: opMapClear, b: c.slot(args[0]), x: unsafe.Pointer(ty)}
	case "close":
		return instr{op: opClose, b: c.slot(args[0]), x: unsafe.Pointer(c.m.typ(args[0].Type()))}
	case "complex":
		op := opComplex128
		if c.m.typ(args[0].Type()).size == 4 {
			op = opComplex64
		}
		return instr{op: op, a: dst, b: c.slot(args[0]), c: c.slot(args[1])}
	case "real", "imag":
		ty := c.m.typ(args[0].Type())
		half := newTyp(complexParts[ty.kind])
		off := c.slot(args[0])
		if b.Name() == "imag" {
			off += uint32(half.size)
		}
		return instr{op: opMov[half.class], a: dst, b: off, x: unsafe.Pointer(half)}
	case "recover":
		return instr{op: opRecover, a: dst}
	case "panic":
		return instr{op: opPanic, b: c.slot(args[0])}
	case "print", "println":
		site := &printSite{line: b.Name() == "println"}
		for _, a := range args {
			site.args = append(site.args, printArg{c.slot(a), c.m.slotTyp(a.Type())})
		}
		return instr{op: opPrint, x: unsafe.Pointer(site)}
	case "ssa:wrapnilchk":
		site := &nilCheckSite{c.constText(args[1]), c.constText(args[2])}
		return instr{op: opWrapNilCheck, a: dst, b: c.slot(args[0]), x: unsafe.Pointer(site)}
	case "ssa:deferstack":
		return instr{op: opDeferStack, a: dst}
	}
	panic(&typeError{b.Type(), fmt.Errorf("builtin %s is not for cells: %w", b.Name(), errUnsafe)})
}

var complexParts = map[reflect.Kind]reflect.Type{
	reflect.Complex64: reflect.TypeFor[float32](), reflect.Complex128: reflect.TypeFor[float64](),
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func (c *compiler) constText(v ssa.Value) string {
	if k, ok := v.(*ssa.Const); ok && k.Value != nil {
		return constString(k.Value)
	}
	return ""
}

func (c *compiler) lenInstr(name string, arg ssa.Value, dst uint32) instr {
	off := c.slot(arg)
	switch t := arg.Type().Underlying().(type) {
	case *types.Map:
		return instr{op: opMapLen, a: dst, b: off}
	case *types.Chan:
		op := opChanLen
		if name == "cap" {
			op = opChanCap
		}
		return instr{op: op, a: dst, b: off, x: unsafe.Pointer(c.m.typ(t))}
	}
	if name == "cap" {
		off += wordSize
	}
	return instr{op: opLen, a: dst, b: off}
}

func (c *compiler) minMax(name string, call *ssa.Call, dst uint32) {
	ops := opsMin
	if name == "max" {
		ops = opsMax
	}
	ty := c.m.typ(call.Type())
	acc := c.slot(call.Call.Args[0])
	if len(call.Call.Args) == 1 {
		c.mov(dst, acc, ty)
		return
	}
	own := c.fb.slot(ty) // dst may be an argument's slot
	for _, a := range call.Call.Args[1:] {
		c.emit(instr{op: ops[ty.kind], a: own, b: acc, c: c.slot(a)})
		acc = own
	}
	c.mov(dst, own, ty)
}

func minOp[T ordered](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, min(get[T](fp, in.b), get[T](fp, in.c)))
}

func maxOp[T ordered](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, max(get[T](fp, in.b), get[T](fp, in.c)))
}

var (
	opsMin = intKinds("min", minOp[int8], minOp[int16], minOp[int32], minOp[int64], minOp[uint8], minOp[uint16], minOp[uint32], minOp[uint64]).
		fn(reflect.Float32, "min", minOp[float32]).fn(reflect.Float64, "min", minOp[float64]).fn(reflect.String, "min", minOp[string])
	opsMax = intKinds("max", maxOp[int8], maxOp[int16], maxOp[int32], maxOp[int64], maxOp[uint8], maxOp[uint16], maxOp[uint32], maxOp[uint64]).
		fn(reflect.Float32, "max", maxOp[float32]).fn(reflect.Float64, "max", maxOp[float64]).fn(reflect.String, "max", maxOp[string])
)

// strBytes sees a string as a slice of bytes that is only read.
func strBytes(s string) rtype.Slice {
	return rtype.Slice{Data: unsafe.Pointer(unsafe.StringData(s)), Len: len(s), Cap: len(s)}
}

// appendTo is append for elements of type elem.
func appendTo(elem *typ, s, more rtype.Slice) rtype.Slice {
	if s.Cap-s.Len < more.Len {
		s = growSlice(elem, s, more.Len)
	}
	tail := rtype.Slice{Data: unsafe.Add(s.Data, uintptr(s.Len)*elem.size), Len: more.Len, Cap: more.Len}
	if more.Len > 0 && elem.size > 0 {
		copySlice(elem, tail, more)
	}
	s.Len += more.Len
	return s
}

var (
	opAppend = register("append", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, appendTo((*typ)(in.x), get[rtype.Slice](fp, in.b), get[rtype.Slice](fp, in.c)))
	})
	opAppendStr = register("append str", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, appendTo((*typ)(in.x), get[rtype.Slice](fp, in.b), strBytes(get[string](fp, in.c))))
	})
	opCopy = register("copy", func(_ *thread, fp unsafe.Pointer, in *instr) {
		copied(fp, in, get[rtype.Slice](fp, in.c))
	})
	opCopyStr = register("copy str", func(_ *thread, fp unsafe.Pointer, in *instr) {
		copied(fp, in, strBytes(get[string](fp, in.c)))
	})
	opComplex64 = register("complex64", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, complex(get[float32](fp, in.b), get[float32](fp, in.c)))
	})
	opComplex128 = register("complex128", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, complex(get[float64](fp, in.b), get[float64](fp, in.c)))
	})
	opDeferStack   = register("deferstack", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, deferStackOf(fp)) })
	opWrapNilCheck = register("wrapnilcheck", func(_ *thread, fp unsafe.Pointer, in *instr) {
		p := get[unsafe.Pointer](fp, in.b)
		if p == nil {
			s := (*nilCheckSite)(in.x)
			panic(plainError("value method " + s.recv + "." + s.method + " called using nil pointer"))
		}
		put(fp, in.a, p)
	})
	opPrint = register("print", func(t *thread, fp unsafe.Pointer, in *instr) {
		t.m.Flush()
		io.WriteString(t.cell.Stderr(), (*printSite)(in.x).text(fp))
	})
)

func copied(fp unsafe.Pointer, in *instr, src rtype.Slice) {
	dst, elem := get[rtype.Slice](fp, in.b), (*typ)(in.x)
	n := min(dst.Len, src.Len)
	if elem.size > 0 {
		copySlice(elem, dst, src)
	}
	if in.a != noResult {
		put(fp, in.a, n)
	}
}

type nilCheckSite struct{ recv, method string }

type printArg struct {
	off uint32
	ty  *typ
}

type printSite struct {
	args []printArg
	line bool
}

// text formats the arguments as the builtin print and println do.
func (s *printSite) text(fp unsafe.Pointer) string {
	out := ""
	for i, a := range s.args {
		if i > 0 && s.line {
			out += " "
		}
		out += printed(a.ty, at(fp, a.off))
	}
	if s.line {
		out += "\n"
	}
	return out
}

func printed(ty *typ, p unsafe.Pointer) string {
	v := ty.value(p)
	switch k := ty.kind; {
	case k == reflect.String:
		return v.String()
	case k == reflect.Bool, v.CanInt(), v.CanUint():
		return fmt.Sprint(plain(v))
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
	case v.CanComplex():
		return strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits())
	case k == reflect.Interface:
		w := *(*[2]uintptr)(p)
		return fmt.Sprintf("(%#x,%#x)", w[0], w[1])
	case k == reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", v.Len(), v.Cap(), v.Pointer())
	}
	return fmt.Sprintf("%#x", *(*uintptr)(p))
}

// plain strips a named type, so that its String method is not called.
func plain(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	}
	return v.Bool()
}
