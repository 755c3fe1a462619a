// This file describes types as the engine needs them: size, class of move, and the run-time type.

package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/cycle"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A class says how values are moved: pointers must be stored by Go stores of the right type, so that the garbage
// collector's write barrier sees them.
type class uint8

const (
	class8 class = iota // 1 byte without pointers; likewise below
	class16
	class32
	class64
	classPtr   // one pointer
	classStr   // string
	classIface // interface: two pointers
	classSlice // slice
	classMem   // any other size without pointers
	classTyped // anything else, moved under its run-time type
	numClasses
)

// A typ is a type with what the engine asks of it.
type typ struct {
	t     types.Type
	rt    reflect.Type
	p     unsafe.Pointer // the run-time type descriptor
	size  uintptr
	class class
	kind  reflect.Kind
	holds cycle.Interfaces // of its values, or of a map's keys
}

// typeError reports a type that has no run-time form; compile turns it into an error of the cell.
type typeError struct {
	t   types.Type
	err error
}

func (e *typeError) Error() string {
	return fmt.Sprintf("type %s cannot be used in a cell: %v", e.t, e.err)
}

// typ returns the description of t. It panics with *typeError if there is none.
func (m *Machine) typ(t types.Type) *typ {
	if ty, ok := m.typs.Load(t); ok {
		return ty.(*typ)
	}
	var key any = t
	if shared, ok := argumentsKey(t); ok {
		if ty, ok := m.typs.Load(shared); ok {
			return ty.(*typ)
		}
		key = shared
	}
	rt, err := m.types.Of(t)
	if err != nil {
		panic(&typeError{t, err})
	}
	ty := newTyp(rt)
	ty.t = t
	m.typs.Store(key, ty)
	return ty
}

// arguments stands for [n]any and *[n]any, which hold the arguments of variadic calls. Every cell has types of its
// own for them, which are not to be kept for ever.
type arguments struct {
	n       int64
	pointer bool
}

func argumentsKey(t types.Type) (key arguments, ok bool) {
	if p, isPointer := t.(*types.Pointer); isPointer {
		t, key.pointer = p.Elem(), true
	}
	a, isArray := t.(*types.Array)
	if !isArray {
		return key, false
	}
	key.n = a.Len()
	elem, isInterface := types.Unalias(a.Elem()).(*types.Interface)
	return key, isInterface && elem.Empty()
}

func newTyp(rt reflect.Type) *typ {
	ty := &typ{rt: rt, p: rtype.Ptr(rt), size: rt.Size(), kind: rt.Kind()}
	switch ty.kind {
	case reflect.Interface, reflect.Array, reflect.Struct:
		ty.holds = cycle.InterfacesOf(rt)
	case reflect.Map:
		ty.holds = cycle.InterfacesOf(rt.Key())
	}
	switch ty.kind {
	case reflect.String:
		ty.class = classStr
	case reflect.Interface:
		ty.class = classIface
	case reflect.Slice:
		ty.class = classSlice
	case reflect.Pointer, reflect.UnsafePointer, reflect.Map, reflect.Chan, reflect.Func:
		ty.class = classPtr
	default:
		ty.class = plainClass(rt)
	}
	return ty
}

func plainClass(rt reflect.Type) class {
	if containsPointers(rt) {
		if rt.Size() == 8 {
			return classPtr
		}
		return classTyped
	}
	switch rt.Size() {
	case 1:
		return class8
	case 2:
		return class16
	case 4:
		return class32
	case 8:
		return class64
	}
	return classMem
}

func containsPointers(rt reflect.Type) bool { return rtype.HasPointers(rt) }

// A move copies one value between two blocks of memory.
type move struct {
	dst, src uint32
	class    class
	ty       *typ
}

func (mv *move) do(dst, src unsafe.Pointer) {
	copyValue(at(dst, mv.dst), at(src, mv.src), mv.class, mv.ty)
}

func copyValue(d, s unsafe.Pointer, c class, ty *typ) {
	switch c {
	case class8:
		*(*uint8)(d) = *(*uint8)(s)
	case class16:
		*(*uint16)(d) = *(*uint16)(s)
	case class32:
		*(*uint32)(d) = *(*uint32)(s)
	case class64:
		*(*uint64)(d) = *(*uint64)(s)
	case classPtr:
		*(*unsafe.Pointer)(d) = *(*unsafe.Pointer)(s)
	case classStr:
		*(*string)(d) = *(*string)(s)
	case classIface:
		*(*[2]unsafe.Pointer)(d) = *(*[2]unsafe.Pointer)(s)
	case classSlice:
		*(*[]byte)(d) = *(*[]byte)(s)
	default:
		moveValue(ty, d, s)
	}
}

// newValue allocates a zero value on the heap.
func newValue(ty *typ) unsafe.Pointer {
	memory.Reserve(uint64(ty.size))
	return rtype.Alloc(ty.p)
}

// value gives reflect's view of the memory at p, settable.
func (ty *typ) value(p unsafe.Pointer) reflect.Value { return reflect.NewAt(ty.rt, p).Elem() }

const wordSize = 8

func alignUp(n, align uintptr) uintptr { return (n + align - 1) &^ (align - 1) }

// slotSize is the room a value takes in a frame: whole words, one at least.
func (ty *typ) slotSize() uintptr { return max(wordSize, alignUp(ty.size, wordSize)) }
