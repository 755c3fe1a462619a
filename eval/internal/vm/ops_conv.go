// This file holds conversions between numbers, and between strings and slices.

package vm

import (
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

type realNumber interface {
	integer | ~float32 | ~float64
}

func conv[S, D realNumber](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, D(get[S](fp, in.b)))
}

// conversions[from][to] is the operation that converts numbers.
var conversions = map[reflect.Kind]*kindOps{}

func init() {
	from[int8](reflect.Int8)
	from[int16](reflect.Int16)
	from[int32](reflect.Int32)
	from[int64](reflect.Int64, reflect.Int)
	from[uint8](reflect.Uint8)
	from[uint16](reflect.Uint16)
	from[uint32](reflect.Uint32)
	from[uint64](reflect.Uint64, reflect.Uint, reflect.Uintptr)
	from[float32](reflect.Float32)
	from[float64](reflect.Float64)
	for _, k := range []reflect.Kind{reflect.Int, reflect.Int64} {
		conversions[k].set(reflect.Float64, opI2F).words(opMov64)
	}
	for _, k := range []reflect.Kind{reflect.Uint, reflect.Uint64, reflect.Uintptr} {
		conversions[k].words(opMov64)
	}
	conversions[reflect.Float64].signed(opF2I)
	conversions[reflect.Uint8].words(opU8ToI)
	conversions[reflect.Complex64] = (&kindOps{}).set(reflect.Complex64, opMov64).fn(reflect.Complex128, "conv", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, complex128(get[complex64](fp, in.b)))
	})
	conversions[reflect.Complex128] = (&kindOps{}).fn(reflect.Complex128, "conv", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, get[complex128](fp, in.b))
	}).fn(reflect.Complex64, "conv", func(_ *thread, fp unsafe.Pointer, in *instr) {
		put(fp, in.a, complex64(get[complex128](fp, in.b)))
	})
}

func from[S realNumber](kinds ...reflect.Kind) {
	name := "conv " + kinds[0].String()
	ops := intKinds(name, conv[S, int8], conv[S, int16], conv[S, int32], conv[S, int64], conv[S, uint8], conv[S, uint16], conv[S, uint32], conv[S, uint64]).
		fn(reflect.Float32, name, conv[S, float32]).fn(reflect.Float64, name, conv[S, float64])
	for _, k := range kinds {
		own := *ops
		conversions[k] = &own
	}
}

var (
	opStrFromBytes = register("string bytes", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, stringFromBytes(get[[]byte](fp, in.b))) })
	opStrFromRunes = register("string runes", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, stringFromRunes(get[[]rune](fp, in.b))) })
	opStrFromRune  = register("string rune", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, runeString(get[int64](fp, in.b))) })
	opBytesFromStr = register("bytes string", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, bytesFromString(get[string](fp, in.b))) })
	opRunesFromStr = register("runes string", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, runesFromString(get[string](fp, in.b))) })
)

// runeString is the conversion of an integer of any size to a string.
func runeString(n int64) string {
	if n < 0 || n > 0x10ffff {
		return "\uFFFD"
	}
	return string(rune(n))
}

func (c *compiler) convert(in *ssa.Convert) {
	src, dst := c.m.slotTyp(in.X.Type()), c.m.slotTyp(in.Type())
	switch {
	case dst.kind == reflect.String && src.kind == reflect.Slice:
		op := opStrFromBytes
		if src.rt.Elem().Size() == 4 {
			op = opStrFromRunes
		}
		c.emit(instr{op: op, a: c.slot(in), b: c.slot(in.X)})
	case dst.kind == reflect.String && src.kind != reflect.String:
		c.emit(instr{op: opStrFromRune, a: c.slot(in), b: c.intSlot(in.X)})
	case src.kind == reflect.String && dst.kind == reflect.Slice:
		op := opBytesFromStr
		if dst.rt.Elem().Size() == 4 {
			op = opRunesFromStr
		}
		c.emit(instr{op: op, a: c.slot(in), b: c.slot(in.X)})
	case dst.kind == reflect.UnsafePointer || src.kind == reflect.UnsafePointer:
		panic(&typeError{types.Typ[types.UnsafePointer], errUnsafe})
	case conversions[src.kind] != nil && conversions[src.kind][dst.kind] != 0:
		c.emit(instr{op: conversions[src.kind][dst.kind], a: c.slot(in), b: c.slot(in.X)})
	default: // same representation
		c.mov(c.slot(in), c.slot(in.X), dst)
	}
}
