// This file holds moves, loads, stores, allocation and slicing.

package vm

import (
	"reflect"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// A family is an operation's code for each class of value.
type family [numClasses]uint32

type twoWords = [2]unsafe.Pointer

func moveOp[T any](_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, get[T](fp, in.b)) }

func moveT(_ *thread, fp unsafe.Pointer, in *instr) {
	moveValue((*typ)(in.x), at(fp, in.a), at(fp, in.b))
}

func load[T any](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, *(*T)(at(get[unsafe.Pointer](fp, in.b), in.c)))
}

func loadT(_ *thread, fp unsafe.Pointer, in *instr) {
	moveValue((*typ)(in.x), at(fp, in.a), at(get[unsafe.Pointer](fp, in.b), in.c))
}

func store[T any](_ *thread, fp unsafe.Pointer, in *instr) {
	*(*T)(at(get[unsafe.Pointer](fp, in.a), in.c)) = get[T](fp, in.b)
}

func storeT(_ *thread, fp unsafe.Pointer, in *instr) {
	moveValue((*typ)(in.x), at(get[unsafe.Pointer](fp, in.a), in.c), at(fp, in.b))
}

func loadIdx[T any](_ *thread, fp unsafe.Pointer, in *instr) {
	put(fp, in.a, get[[]T](fp, in.b)[get[int](fp, in.c)])
}

func storeIdx[T any](_ *thread, fp unsafe.Pointer, in *instr) {
	get[[]T](fp, in.a)[get[int](fp, in.c)] = get[T](fp, in.b)
}

// element returns a pointer to element i of the slice in slot off.
func element(fp unsafe.Pointer, off uint32, i int, size uintptr) unsafe.Pointer {
	s := get[rtype.Slice](fp, off)
	if uint(i) >= uint(s.Len) {
		panic(indexError(i, s.Len))
	}
	return unsafe.Add(s.Data, uintptr(i)*size)
}

func loadIdxT(_ *thread, fp unsafe.Pointer, in *instr) {
	ty := (*typ)(in.x)
	p := element(fp, in.b, get[int](fp, in.c), ty.size)
	moveValue(ty, at(fp, in.a), p)
}

func storeIdxT(_ *thread, fp unsafe.Pointer, in *instr) {
	ty := (*typ)(in.x)
	p := element(fp, in.a, get[int](fp, in.c), ty.size)
	moveValue(ty, p, at(fp, in.b))
}

var (
	opMov = family{
		class8: opMov8, class16: register("mov 16", moveOp[uint16]), class32: register("mov 32", moveOp[uint32]), class64: opMov64,
		classPtr: opMovP, classStr: opMovStr, classIface: opMovIface, classSlice: opMovSlice,
		classMem: register("mov mem", moveT), classTyped: register("mov T", moveT),
	}
	opLoad = family{
		class8: opLoad8, class16: register("load 16", load[uint16]), class32: opLoad32, class64: opLoad64,
		classPtr: opLoadP, classStr: register("load str", load[string]), classIface: register("load iface", load[twoWords]),
		classSlice: register("load slice", load[[]byte]), classMem: register("load mem", loadT), classTyped: register("load T", loadT),
	}
	opStore = family{
		class8: opStore8, class16: register("store 16", store[uint16]), class32: opStore32, class64: opStore64,
		classPtr: opStoreP, classStr: register("store str", store[string]), classIface: register("store iface", store[twoWords]),
		classSlice: register("store slice", store[[]byte]), classMem: register("store mem", storeT), classTyped: register("store T", storeT),
	}
	opLoadIdx = family{
		class8: opLoadIdx8, class16: register("loadidx 16", loadIdx[uint16]), class32: opLoadIdx32, class64: opLoadIdx64,
		classPtr: opLoadIdxP, classStr: register("loadidx str", loadIdx[string]), classIface: register("loadidx iface", loadIdx[twoWords]),
		classSlice: register("loadidx slice", loadIdx[[]byte]), classMem: register("loadidx mem", loadIdxT), classTyped: register("loadidx T", loadIdxT),
	}
	opStoreIdx = family{
		class8: opStoreIdx8, class16: register("storeidx 16", storeIdx[uint16]), class32: opStoreIdx32, class64: opStoreIdx64,
		classPtr: opStoreIdxP, classStr: register("storeidx str", storeIdx[string]), classIface: register("storeidx iface", storeIdx[twoWords]),
		classSlice: register("storeidx slice", storeIdx[[]byte]), classMem: register("storeidx mem", storeIdxT), classTyped: register("storeidx T", storeIdxT),
	}
)

var (
	opNew = register("new", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, newValue((*typ)(in.x))) })

	opClear = register("clear", func(_ *thread, fp unsafe.Pointer, in *instr) { clearValue(at(fp, in.a), (*typ)(in.x)) })

	// a = pointer to slot b
	opFrameAddr = register("frameaddr", func(_ *thread, fp unsafe.Pointer, in *instr) { put(fp, in.a, at(fp, in.b)) })

	opNilCheck = register("nilcheck", func(_ *thread, fp unsafe.Pointer, in *instr) {
		if get[unsafe.Pointer](fp, in.b) == nil {
			panic(nilDereference())
		}
	})

	// a = &b[c] where b points to an array of length d
	opArrayAddr = register("arrayaddr", func(_ *thread, fp unsafe.Pointer, in *instr) {
		p, i, n := get[unsafe.Pointer](fp, in.b), get[int](fp, in.c), get[int](fp, in.d)
		if uint(i) >= uint(n) {
			panic(indexError(i, n))
		}
		if p == nil {
			panic(nilDereference())
		}
		put(fp, in.a, unsafe.Add(p, uintptr(i)*(*typ)(in.x).size))
	})

	opMakeSlice = register("makeslice", func(_ *thread, fp unsafe.Pointer, in *instr) {
		elem, n, m := (*typ)(in.x), get[int](fp, in.b), get[int](fp, in.c)
		limit := maxAlloc / max(elem.size, 1)
		if n < 0 || uintptr(n) > limit {
			panic(runtimeError("makeslice: len out of range"))
		}
		if m < n || uintptr(m) > limit {
			panic(runtimeError("makeslice: cap out of range"))
		}
		memory.Reserve(uint64(uintptr(m) * elem.size))
		put(fp, in.a, rtype.Slice{Data: rtype.AllocArray(elem.p, m), Len: n, Cap: m})
	})

	// a = (*[c]T)(b)
	opSliceToArray = register("slicetoarray", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s, n := get[rtype.Slice](fp, in.b), get[int](fp, in.c)
		if s.Len < n {
			panic(runtimeError("cannot convert slice with length " + decimal(s.Len) + " to array or pointer to array with length " + decimal(n)))
		}
		put(fp, in.a, s.Data)
	})

	opSlice = register("slice", func(_ *thread, fp unsafe.Pointer, in *instr) {
		s := (*sliceSite)(in.x)
		if s.str {
			put(fp, in.a, s.sliceString(fp, get[string](fp, in.b)))
			return
		}
		v := get[rtype.Slice](fp, in.b)
		if s.array >= 0 {
			p := get[unsafe.Pointer](fp, in.b)
			if p == nil {
				panic(nilDereference())
			}
			v = rtype.Slice{Data: p, Len: int(s.array), Cap: int(s.array)}
		}
		put(fp, in.a, s.slice(fp, v))
	})
)

// maxAlloc is the largest object that the address space could hold.
const maxAlloc = uintptr(1) << 47

func (s *sliceSite) sliceString(fp unsafe.Pointer, v string) string {
	lo, hi := get[int](fp, s.lo), len(v)
	if s.hasHi {
		hi = get[int](fp, s.hi)
		boundHiLen.check(hi, len(v), s.unsigned.hi)
	}
	boundLo.check(lo, hi, s.unsigned.lo)
	return v[lo:hi]
}

func (s *sliceSite) slice(fp unsafe.Pointer, v rtype.Slice) rtype.Slice {
	lo, hi, mx := get[int](fp, s.lo), v.Len, v.Cap
	limitHi, limitMax := &boundHiCap, &boundMaxCap
	if s.array >= 0 {
		limitHi, limitMax = &boundHiLen, &boundMaxLen
	}
	switch {
	case s.hasMax:
		hi, mx = get[int](fp, s.hi), get[int](fp, s.mx)
		limitMax.check(mx, v.Cap, s.unsigned.mx)
		boundHiMax.check(hi, mx, s.unsigned.hi)
		boundLoHi.check(lo, hi, s.unsigned.lo)
	case s.hasHi:
		hi = get[int](fp, s.hi)
		if s.made && (hi < 0 || hi > v.Cap) {
			panic(runtimeError(madeWith(hi)))
		}
		limitHi.check(hi, v.Cap, s.unsigned.hi)
		boundLo.check(lo, hi, s.unsigned.lo)
	default:
		boundLo.check(lo, hi, s.unsigned.lo)
	}
	out := rtype.Slice{Data: v.Data, Len: hi - lo, Cap: mx - lo}
	if out.Cap > 0 {
		out.Data = unsafe.Add(v.Data, uintptr(lo)*s.elem.size)
	}
	return out
}

// madeWith is the error of make with a length that does not fit its capacity.
func madeWith(n int) string {
	if n < 0 {
		return "makeslice: len out of range"
	}
	return "makeslice: cap out of range"
}

// isDirect says that an interface holds a value of type ty in its data word itself.
func isDirect(ty *typ) bool { return ty.class == classPtr && rtype.DirectIface(ty.rt) }

// ifaceToEface reads the non-empty interface in slot off as an any.
func ifaceToEface(fp unsafe.Pointer, off uint32) any {
	words := get[twoWords](fp, off)
	if words[0] != nil {
		words[0] = rtype.ItabType(words[0])
	}
	return *(*any)(unsafe.Pointer(&words))
}

// reflectAt is reflect's view of the memory at p, settable.
func reflectAt(rt reflect.Type, p unsafe.Pointer) reflect.Value { return reflect.NewAt(rt, p).Elem() }
