// This file holds arithmetic and comparison on kinds that the switch loop does not handle itself.

package vm

import (
	"reflect"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/cycle"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

type (
	integer interface {
		~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64
	}
	number interface {
		integer | ~float32 | ~float64 | ~complex64 | ~complex128
	}
	ordered interface {
		integer | ~float32 | ~float64 | ~string
	}
)

func add[T number](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)+get[T](fp, in.c))
}
func concat(_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, joined(get[string](fp, in.b), get[string](fp, in.c)))
}
func sub[T number](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)-get[T](fp, in.c))
}
func mul[T number](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)*get[T](fp, in.c))
}
func quo[T number](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)/get[T](fp, in.c))
}
func rem[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)%get[T](fp, in.c))
}
func and[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)&get[T](fp, in.c))
}
func or[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)|get[T](fp, in.c))
}
func xor[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)^get[T](fp, in.c))
}
func andNot[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)&^get[T](fp, in.c))
}
func shl[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)<<get[uint64](fp, in.c))
}
func shr[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b)>>get[uint64](fp, in.c))
}
func neg[T number](_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, -get[T](fp, in.b)) }
func compl[T integer](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, ^get[T](fp, in.b))
}
func eq[T comparable](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b) == get[T](fp, in.c))
}
func ne[T comparable](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b) != get[T](fp, in.c))
}
func lt[T ordered](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b) < get[T](fp, in.c))
}
func le[T ordered](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[T](fp, in.b) <= get[T](fp, in.c))
}

// intKinds registers an operation on all integer kinds, given in the order int8 to int64, uint8 to uint64.
func intKinds(name string, f ...opFunc) *kindOps {
	ops := &kindOps{}
	kinds := [...]reflect.Kind{reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64}
	for i, k := range kinds {
		ops[k] = register(name+" "+k.String(), f[i])
	}
	ops[reflect.Int], ops[reflect.Uint], ops[reflect.Uintptr] = ops[reflect.Int64], ops[reflect.Uint64], ops[reflect.Uint64]
	return ops
}

// words sets the operation for all kinds of 64 bit integers.
func (ops *kindOps) words(op uint32) *kindOps {
	for _, k := range []reflect.Kind{reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64, reflect.Uintptr} {
		ops[k] = op
	}
	return ops
}

func (ops *kindOps) signed(op uint32) *kindOps {
	ops[reflect.Int], ops[reflect.Int64] = op, op
	return ops
}

func (ops *kindOps) unsigned(op uint32) *kindOps {
	ops[reflect.Uint], ops[reflect.Uint64], ops[reflect.Uintptr] = op, op, op
	return ops
}

func (ops *kindOps) set(k reflect.Kind, op uint32) *kindOps {
	ops[k] = op
	return ops
}

// fn registers f for kind k.
func (ops *kindOps) fn(k reflect.Kind, name string, f opFunc) *kindOps {
	return ops.set(k, register(name+" "+k.String(), f))
}

func (ops *kindOps) complexes(name string, f64, f128 opFunc) *kindOps {
	return ops.fn(reflect.Complex64, name, f64).fn(reflect.Complex128, name, f128)
}

var (
	opsAdd = intKinds("add", add[int8], add[int16], add[int32], add[int64], add[uint8], add[uint16], add[uint32], add[uint64]).
		words(opAddI).set(reflect.Int32, opAdd32).set(reflect.Uint32, opAdd32).set(reflect.Float64, opAddF).set(reflect.Float32, opAddF32).
		complexes("add", add[complex64], add[complex128]).fn(reflect.String, "add", concat)
	opsSub = intKinds("sub", sub[int8], sub[int16], sub[int32], sub[int64], sub[uint8], sub[uint16], sub[uint32], sub[uint64]).
		words(opSubI).set(reflect.Int32, opSub32).set(reflect.Uint32, opSub32).set(reflect.Float64, opSubF).set(reflect.Float32, opSubF32).
		complexes("sub", sub[complex64], sub[complex128])
	opsMul = intKinds("mul", mul[int8], mul[int16], mul[int32], mul[int64], mul[uint8], mul[uint16], mul[uint32], mul[uint64]).
		words(opMulI).set(reflect.Int32, opMul32).set(reflect.Uint32, opMul32).set(reflect.Float64, opMulF).set(reflect.Float32, opMulF32).
		complexes("mul", mul[complex64], mul[complex128])
	opsQuo = intKinds("quo", quo[int8], quo[int16], quo[int32], quo[int64], quo[uint8], quo[uint16], quo[uint32], quo[uint64]).
		signed(opQuoI).set(reflect.Float64, opDivF).set(reflect.Float32, opDivF32).complexes("quo", quo[complex64], quo[complex128])
	opsRem    = intKinds("rem", rem[int8], rem[int16], rem[int32], rem[int64], rem[uint8], rem[uint16], rem[uint32], rem[uint64]).signed(opRemI)
	opsAnd    = intKinds("and", and[int8], and[int16], and[int32], and[int64], and[uint8], and[uint16], and[uint32], and[uint64]).words(opAndI)
	opsOr     = intKinds("or", or[int8], or[int16], or[int32], or[int64], or[uint8], or[uint16], or[uint32], or[uint64]).words(opOrI)
	opsXor    = intKinds("xor", xor[int8], xor[int16], xor[int32], xor[int64], xor[uint8], xor[uint16], xor[uint32], xor[uint64]).words(opXorI)
	opsAndNot = intKinds("andnot", andNot[int8], andNot[int16], andNot[int32], andNot[int64], andNot[uint8], andNot[uint16], andNot[uint32], andNot[uint64]).words(opAndNotI)
	opsShl    = intKinds("shl", shl[int8], shl[int16], shl[int32], shl[int64], shl[uint8], shl[uint16], shl[uint32], shl[uint64]).words(opShlI)
	opsShr    = intKinds("shr", shr[int8], shr[int16], shr[int32], shr[int64], shr[uint8], shr[uint16], shr[uint32], shr[uint64]).signed(opShrI).unsigned(opShrU)
	opsNeg    = intKinds("neg", neg[int8], neg[int16], neg[int32], neg[int64], neg[uint8], neg[uint16], neg[uint32], neg[uint64]).
			set(reflect.Float64, opNegF).fn(reflect.Float32, "neg", neg[float32]).complexes("neg", neg[complex64], neg[complex128])
	opsCompl = intKinds("compl", compl[int8], compl[int16], compl[int32], compl[int64], compl[uint8], compl[uint16], compl[uint32], compl[uint64])

	opsEq = pointers(opEqI, intKinds("eq", eq[int8], eq[int16], eq[int32], eq[int64], eq[uint8], eq[uint16], eq[uint32], eq[uint64]).
		words(opEqI).fn(reflect.Bool, "eq", eq[bool]).fn(reflect.Float32, "eq", eq[float32]).fn(reflect.Float64, "eq", eq[float64]).
		complexes("eq", eq[complex64], eq[complex128]).fn(reflect.String, "eq", eq[string]))
	opsNe = pointers(opNeI, intKinds("ne", ne[int8], ne[int16], ne[int32], ne[int64], ne[uint8], ne[uint16], ne[uint32], ne[uint64]).
		words(opNeI).fn(reflect.Bool, "ne", ne[bool]).fn(reflect.Float32, "ne", ne[float32]).fn(reflect.Float64, "ne", ne[float64]).
		complexes("ne", ne[complex64], ne[complex128]).fn(reflect.String, "ne", ne[string]))
	opsLt = intKinds("lt", lt[int8], lt[int16], lt[int32], lt[int64], lt[uint8], lt[uint16], lt[uint32], lt[uint64]).
		signed(opLtI).set(reflect.Float64, opLtF).fn(reflect.Float32, "lt", lt[float32]).fn(reflect.String, "lt", lt[string])
	opsLe = intKinds("le", le[int8], le[int16], le[int32], le[int64], le[uint8], le[uint16], le[uint32], le[uint64]).
		signed(opLeI).set(reflect.Float64, opLeF).fn(reflect.Float32, "le", le[float32]).fn(reflect.String, "le", le[string])
)

// pointers sets op for the kinds that compare by their first word: pointers, and what can only be compared with nil.
func pointers(op uint32, ops *kindOps) *kindOps {
	for _, k := range []reflect.Kind{reflect.Pointer, reflect.UnsafePointer, reflect.Chan, reflect.Map, reflect.Func, reflect.Slice} {
		ops[k] = op
	}
	return ops
}

// Interfaces and composite values are compared by the runtime, as two interfaces that point at the operands.

func efaceOf(ty *typ, p unsafe.Pointer) any {
	if isDirect(ty) {
		p = *(*unsafe.Pointer)(p)
	}
	words := [2]unsafe.Pointer{ty.p, p}
	return *(*any)(unsafe.Pointer(&words))
}

func equalT(fp unsafe.Pointer, in *instr) bool {
	ty := (*typ)(in.x)
	if ty.holds != nil && ty.holds.TooDeep(at(fp, in.b)) {
		panic(comparedTooDeep(ty.rt))
	}
	return efaceOf(ty, at(fp, in.b)) == efaceOf(ty, at(fp, in.c))
}

// equalAny is x == y. Go compares what lies in interfaces, however deep, as long as the types agree.
func equalAny(x, y any) bool {
	v := *(*twoWords)(unsafe.Pointer(&x))
	if v[0] != nil && rtype.Composite(v[0]) && v[0] == (*twoWords)(unsafe.Pointer(&y))[0] && cycle.Compared(v[0], v[1]) {
		panic(comparedTooDeep(reflect.TypeOf(x)))
	}
	return x == y
}

// checkKey panics if the key at p of a map of type ty is nested too deep.
func (ty *typ) checkKey(p unsafe.Pointer) {
	if ty.holds != nil && ty.holds.TooDeep(p) {
		panic(comparedTooDeep(ty.rt.Key()))
	}
}

func comparedTooDeep(t reflect.Type) plainError {
	return plainError("comparing a value of type " + t.String() + " that is nested too deep")
}

var (
	opEqT     = register("eq T", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, equalT(fp, in)) })
	opNeT     = register("ne T", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, !equalT(fp, in)) })
	opEqEface = register("eq eface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, equalAny(get[any](fp, in.b), get[any](fp, in.c)))
	})
	opNeEface = register("ne eface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, !equalAny(get[any](fp, in.b), get[any](fp, in.c)))
	})
	opEqIface = register("eq iface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, equalAny(ifaceToEface(fp, in.b), ifaceToEface(fp, in.c)))
	})
	opNeIface = register("ne iface", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, !equalAny(ifaceToEface(fp, in.b), ifaceToEface(fp, in.c)))
	})
	opShiftCount = register("shift count", func(_ *thread, fp unsafe.Pointer, in *instr) {
		n := get[int64](fp, in.b)
		if n < 0 {
			panic(runtimeError("negative shift amount"))
		}
		put(fp, in.a, n)
	})
)
