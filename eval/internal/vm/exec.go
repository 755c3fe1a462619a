// This file holds the loop that carries out instructions.

package vm

import (
	"sync/atomic"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

func i64(fp unsafe.Pointer, off uint32) *int64   { return (*int64)(unsafe.Add(fp, uintptr(off))) }
func u64(fp unsafe.Pointer, off uint32) *uint64  { return (*uint64)(unsafe.Add(fp, uintptr(off))) }
func i32(fp unsafe.Pointer, off uint32) *int32   { return (*int32)(unsafe.Add(fp, uintptr(off))) }
func u8(fp unsafe.Pointer, off uint32) *uint8    { return (*uint8)(unsafe.Add(fp, uintptr(off))) }
func f64(fp unsafe.Pointer, off uint32) *float64 { return (*float64)(unsafe.Add(fp, uintptr(off))) }
func f32(fp unsafe.Pointer, off uint32) *float32 { return (*float32)(unsafe.Add(fp, uintptr(off))) }
func boolAt(fp unsafe.Pointer, off uint32) *bool { return (*bool)(unsafe.Add(fp, uintptr(off))) }
func ptr(fp unsafe.Pointer, off uint32) *unsafe.Pointer {
	return (*unsafe.Pointer)(unsafe.Add(fp, uintptr(off)))
}
func sliceAt(fp unsafe.Pointer, off uint32) *rtype.Slice {
	return (*rtype.Slice)(unsafe.Add(fp, uintptr(off)))
}

// exec runs from behind t.in in frame t.fp until the frame at the foot, whose ret is nil, returns.
//
// The instruction pointer always stands at the instruction being carried out; a jump goes to the one before its target.
// Instructions that may fault first leave their place in t.pc, so that the panic can be traced. Every taken jump and
// every call looks whether the thread shall stop.
func (t *thread) exec() {
	fp, in := t.fp, t.in
	var ( // of a call
		site *callSite
		slot *funcSlot
		cl   *closure
		tg   *target
	)
	for {
		in = in.next()
		switch in.op {
		case opJmp:
			in = (*instr)(in.x)
		case opJt:
			if !*boolAt(fp, in.b) {
				continue
			}
			in = (*instr)(in.x)
		case opJf:
			if *boolAt(fp, in.b) {
				continue
			}
			in = (*instr)(in.x)
		case opJeqI:
			if *i64(fp, in.b) != *i64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJneI:
			if *i64(fp, in.b) == *i64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJltI:
			if *i64(fp, in.b) >= *i64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJleI:
			if *i64(fp, in.b) > *i64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJltU:
			if *u64(fp, in.b) >= *u64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJleU:
			if *u64(fp, in.b) > *u64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJeqF:
			if !(*f64(fp, in.b) == *f64(fp, in.c)) {
				continue
			}
			in = (*instr)(in.x)
		case opJneF:
			if *f64(fp, in.b) == *f64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJltF:
			if !(*f64(fp, in.b) < *f64(fp, in.c)) {
				continue
			}
			in = (*instr)(in.x)
		case opJleF:
			if !(*f64(fp, in.b) <= *f64(fp, in.c)) {
				continue
			}
			in = (*instr)(in.x)
		case opJnltF:
			if *f64(fp, in.b) < *f64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJnleF:
			if *f64(fp, in.b) <= *f64(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJeq32:
			if *i32(fp, in.b) != *i32(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJne32:
			if *i32(fp, in.b) == *i32(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJeq8:
			if *u8(fp, in.b) != *u8(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)
		case opJne8:
			if *u8(fp, in.b) == *u8(fp, in.c) {
				continue
			}
			in = (*instr)(in.x)

		case opAddI:
			*i64(fp, in.a) = *i64(fp, in.b) + *i64(fp, in.c)
			continue
		case opSubI:
			*i64(fp, in.a) = *i64(fp, in.b) - *i64(fp, in.c)
			continue
		case opMulI:
			*i64(fp, in.a) = *i64(fp, in.b) * *i64(fp, in.c)
			continue
		case opAndI:
			*i64(fp, in.a) = *i64(fp, in.b) & *i64(fp, in.c)
			continue
		case opOrI:
			*i64(fp, in.a) = *i64(fp, in.b) | *i64(fp, in.c)
			continue
		case opXorI:
			*i64(fp, in.a) = *i64(fp, in.b) ^ *i64(fp, in.c)
			continue
		case opAndNotI:
			*i64(fp, in.a) = *i64(fp, in.b) &^ *i64(fp, in.c)
			continue
		case opQuoI:
			t.pc = in
			*i64(fp, in.a) = *i64(fp, in.b) / *i64(fp, in.c)
			continue
		case opRemI:
			t.pc = in
			*i64(fp, in.a) = *i64(fp, in.b) % *i64(fp, in.c)
			continue
		case opShlI:
			*i64(fp, in.a) = *i64(fp, in.b) << *u64(fp, in.c)
			continue
		case opShrI:
			*i64(fp, in.a) = *i64(fp, in.b) >> *u64(fp, in.c)
			continue
		case opShrU:
			*u64(fp, in.a) = *u64(fp, in.b) >> *u64(fp, in.c)
			continue
		case opAddF:
			*f64(fp, in.a) = *f64(fp, in.b) + *f64(fp, in.c)
			continue
		case opSubF:
			*f64(fp, in.a) = *f64(fp, in.b) - *f64(fp, in.c)
			continue
		case opMulF:
			*f64(fp, in.a) = *f64(fp, in.b) * *f64(fp, in.c)
			continue
		case opDivF:
			*f64(fp, in.a) = *f64(fp, in.b) / *f64(fp, in.c)
			continue
		case opNegF:
			*f64(fp, in.a) = -*f64(fp, in.b)
			continue
		case opAddF32:
			*f32(fp, in.a) = *f32(fp, in.b) + *f32(fp, in.c)
			continue
		case opSubF32:
			*f32(fp, in.a) = *f32(fp, in.b) - *f32(fp, in.c)
			continue
		case opMulF32:
			*f32(fp, in.a) = *f32(fp, in.b) * *f32(fp, in.c)
			continue
		case opDivF32:
			*f32(fp, in.a) = *f32(fp, in.b) / *f32(fp, in.c)
			continue
		case opAdd32:
			*i32(fp, in.a) = *i32(fp, in.b) + *i32(fp, in.c)
			continue
		case opSub32:
			*i32(fp, in.a) = *i32(fp, in.b) - *i32(fp, in.c)
			continue
		case opMul32:
			*i32(fp, in.a) = *i32(fp, in.b) * *i32(fp, in.c)
			continue
		case opEqI:
			*boolAt(fp, in.a) = *i64(fp, in.b) == *i64(fp, in.c)
			continue
		case opNeI:
			*boolAt(fp, in.a) = *i64(fp, in.b) != *i64(fp, in.c)
			continue
		case opLtI:
			*boolAt(fp, in.a) = *i64(fp, in.b) < *i64(fp, in.c)
			continue
		case opLeI:
			*boolAt(fp, in.a) = *i64(fp, in.b) <= *i64(fp, in.c)
			continue
		case opLtF:
			*boolAt(fp, in.a) = *f64(fp, in.b) < *f64(fp, in.c)
			continue
		case opLeF:
			*boolAt(fp, in.a) = *f64(fp, in.b) <= *f64(fp, in.c)
			continue
		case opNotB:
			*boolAt(fp, in.a) = !*boolAt(fp, in.b)
			continue
		case opI2F:
			*f64(fp, in.a) = float64(*i64(fp, in.b))
			continue
		case opF2I:
			*i64(fp, in.a) = int64(*f64(fp, in.b))
			continue
		case opU8ToI:
			*i64(fp, in.a) = int64(*u8(fp, in.b))
			continue

		case opMov8:
			*u8(fp, in.a) = *u8(fp, in.b)
			continue
		case opMov64:
			*i64(fp, in.a) = *i64(fp, in.b)
			continue
		case opMovP:
			*ptr(fp, in.a) = *ptr(fp, in.b)
			continue
		case opMovStr:
			put(fp, in.a, get[string](fp, in.b))
			continue
		case opMovIface:
			put(fp, in.a, get[twoWords](fp, in.b))
			continue
		case opMovSlice:
			put(fp, in.a, get[[]byte](fp, in.b))
			continue

		case opLoad8:
			t.pc = in
			*u8(fp, in.a) = *u8(*ptr(fp, in.b), in.c)
			continue
		case opLoad32:
			t.pc = in
			*i32(fp, in.a) = *i32(*ptr(fp, in.b), in.c)
			continue
		case opLoad64:
			t.pc = in
			*i64(fp, in.a) = *i64(*ptr(fp, in.b), in.c)
			continue
		case opLoadP:
			t.pc = in
			*ptr(fp, in.a) = *ptr(*ptr(fp, in.b), in.c)
			continue
		case opStore8:
			t.pc = in
			*u8(*ptr(fp, in.a), in.c) = *u8(fp, in.b)
			continue
		case opStore32:
			t.pc = in
			*i32(*ptr(fp, in.a), in.c) = *i32(fp, in.b)
			continue
		case opStore64:
			t.pc = in
			*i64(*ptr(fp, in.a), in.c) = *i64(fp, in.b)
			continue
		case opStoreP:
			t.pc = in
			*ptr(*ptr(fp, in.a), in.c) = *ptr(fp, in.b)
			continue
		case opGLoad64:
			*i64(fp, in.a) = *(*int64)(in.x)
			continue
		case opGStore64:
			*(*int64)(in.x) = *i64(fp, in.b)
			continue
		case opLoadIdx8:
			s, i := sliceAt(fp, in.b), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*u8(fp, in.a) = *(*uint8)(unsafe.Add(s.Data, i))
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opLoadIdx32:
			s, i := sliceAt(fp, in.b), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*i32(fp, in.a) = *(*int32)(unsafe.Add(s.Data, i*4))
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opLoadIdx64:
			s, i := sliceAt(fp, in.b), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*i64(fp, in.a) = *(*int64)(unsafe.Add(s.Data, i*8))
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opLoadIdxP:
			s, i := sliceAt(fp, in.b), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*ptr(fp, in.a) = *(*unsafe.Pointer)(unsafe.Add(s.Data, i*8))
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opStoreIdx8:
			s, i := sliceAt(fp, in.a), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*(*uint8)(unsafe.Add(s.Data, i)) = *u8(fp, in.b)
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opStoreIdx32:
			s, i := sliceAt(fp, in.a), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*(*int32)(unsafe.Add(s.Data, i*4)) = *i32(fp, in.b)
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opStoreIdx64:
			s, i := sliceAt(fp, in.a), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*(*int64)(unsafe.Add(s.Data, i*8)) = *i64(fp, in.b)
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opStoreIdxP:
			s, i := sliceAt(fp, in.a), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*(*unsafe.Pointer)(unsafe.Add(s.Data, i*8)) = *ptr(fp, in.b)
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opIdxAddr:
			s, i := sliceAt(fp, in.b), *i64(fp, in.c)
			if uint64(i) < uint64(s.Len) {
				*ptr(fp, in.a) = unsafe.Add(s.Data, i*int64(in.d))
				continue
			}
			t.pc = in
			panic(indexError(int(i), s.Len))
		case opFieldAddr:
			p := *ptr(fp, in.b)
			if p == nil {
				t.pc = in
				panic(nilDereference())
			}
			*ptr(fp, in.a) = unsafe.Add(p, uintptr(in.c))
			continue
		case opStrIdx:
			s, i := (*string)(at(fp, in.b)), *i64(fp, in.c)
			if uint64(i) < uint64(len(*s)) {
				*u8(fp, in.a) = (*s)[i]
				continue
			}
			t.pc = in
			panic(indexError(int(i), len(*s)))
		case opLen:
			*i64(fp, in.a) = *i64(fp, in.b+wordSize)
			continue

		case opCall:
			t.pc = in
			site = (*callSite)(in.x)
			slot = site.slot
			goto call
		case opCallClosure:
			t.pc = in
			site = (*callSite)(in.x)
			cl = site.closure(*ptr(fp, in.b))
			if cl == nil {
				t.callCompiled(fp, in, site)
				continue
			}
			slot = cl.slot
			goto call
		case opInvoke:
			t.pc = in
			site = (*callSite)(in.x)
			tg = t.target(fp, in, site)
			if tg.slot == nil {
				t.nativeMethodCall(fp, tg, in, site)
				tg = nil
				continue
			}
			slot = tg.slot
			goto call
		case opRet64:
			h := head(fp)
			if h.dst != noResult {
				*i64(h.caller, h.dst) = *i64(fp, in.b)
			}
			if h.ret == nil {
				return
			}
			fp, in = t.pop(fp)
			continue
		case opRet0:
			if head(fp).ret == nil {
				return
			}
			fp, in = t.pop(fp)
			continue
		case opRet:
			h := head(fp)
			if h.dst != noResult {
				moves := (*retSite)(in.x).moves
				for i := range moves {
					mv := &moves[i]
					copyValue(at(h.caller, h.dst+mv.dst), at(fp, mv.src), mv.class, mv.ty)
				}
			}
			if h.ret == nil {
				return
			}
			fp, in = t.pop(fp)
			continue
		case opRunDefers:
			h := head(fp)
			if h.defers == nil || h.defers.top == nil {
				continue
			}
			t.pc = in
			d := h.defers.top
			h.defers.top = d.next
			in = in.previous() // again, until none is left
			if d.frame == nil || d.in != nil {
				t.carryOut(d)
				continue
			}
			nh := head(d.frame)
			nh.caller, nh.ret, nh.dst = fp, in, noResult
			fp, in = d.frame, nh.code.entry
			t.fp = fp
			t.push()

		default:
			t.pc = in
			opFuncs[in.op-firstFunc](t, fp, in)
			continue
		}
		if atomic.LoadUint32(&t.stop) != 0 {
			t.pc = in
			t.interrupt()
		}
		continue

	call:
		c := slot.code.Load()
		if c == nil {
			c = t.m.code(slot)
		}
		nf := t.frame(c)
		for i := range site.args {
			mv := &site.args[i]
			if mv.class == class64 {
				*i64(nf, mv.dst) = *i64(fp, mv.src)
			} else {
				mv.do(nf, fp)
			}
		}
		if cl != nil {
			cl.bind(nf)
			cl = nil
		}
		if tg != nil {
			tg.setReceiver(nf, c, *ptr(fp, in.b+wordSize))
			tg = nil
		}
		h := head(nf)
		h.caller, h.ret, h.dst = fp, in, in.a
		fp, in = nf, c.entry
		t.fp = fp
		t.push()
		if atomic.LoadUint32(&t.stop) != 0 {
			t.interrupt()
		}
	}
}

// push counts a call and refuses it when calls are nested too deep.
func (t *thread) push() {
	t.depth++
	if t.depth > maxDepth {
		panic(&stackOverflow{})
	}
}

// pop frees the frame and returns where its caller goes on.
func (t *thread) pop(fp unsafe.Pointer) (unsafe.Pointer, *instr) {
	h := head(fp)
	caller, ret := h.caller, h.ret
	t.release(fp)
	t.fp = caller
	t.depth--
	return caller, ret
}

// callCompiled calls the compiled function at in.b.
func (t *thread) callCompiled(fp unsafe.Pointer, in *instr, site *callSite) {
	f := *ptr(fp, in.b)
	if f == nil {
		panic(nilDereference())
	}
	site.caller(f, fp, site.slots, in.a)
	t.poll()
}
