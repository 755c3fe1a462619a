// This file defines the instruction format and the operation codes.

package vm

import (
	"fmt"
	"unsafe"
)

// An instr is one instruction. The meaning of the operands belongs to the operation; most use a for the destination and
// b, c for the sources, all three byte offsets of slots in the frame.
type instr struct {
	op         uint32
	a, b, c, d uint32
	x          unsafe.Pointer // the instruction before a jump's target, a type or a call site
}

const instrSize = unsafe.Sizeof(instr{})

func (in *instr) next() *instr     { return (*instr)(unsafe.Add(unsafe.Pointer(in), instrSize)) }
func (in *instr) previous() *instr { return (*instr)(unsafe.Add(unsafe.Pointer(in), -int(instrSize))) }

// An opFunc carries out an operation that the switch loop does not handle itself.
type opFunc func(t *thread, fp unsafe.Pointer, in *instr)

// Operations handled by the switch loop in exec.go.
const (
	opBad uint32 = iota

	opJmp  // to x
	opJt   // to x if bool b
	opJf   // to x if not bool b
	opJeqI // to x if int64 b == c; likewise below
	opJneI
	opJltI
	opJleI
	opJltU
	opJleU
	opJeqF
	opJneF
	opJltF
	opJleF
	opJnltF
	opJnleF
	opJeq32
	opJne32
	opJeq8
	opJne8

	opAddI // int64 a = b + c; wraps, so unsigned too
	opSubI
	opMulI
	opAndI
	opOrI
	opXorI
	opAndNotI
	opQuoI
	opRemI
	opShlI // shift count c is a uint64
	opShrI
	opShrU
	opAddF
	opSubF
	opMulF
	opDivF
	opNegF
	opAddF32
	opSubF32
	opMulF32
	opDivF32
	opAdd32
	opSub32
	opMul32
	opEqI
	opNeI
	opLtI
	opLeI
	opLtF
	opLeF
	opNotB
	opI2F // float64 a = int64 b
	opF2I
	opU8ToI

	opMov8
	opMov64
	opMovP
	opMovStr
	opMovIface
	opMovSlice

	opLoad8 // a = memory at pointer b, plus constant c
	opLoad32
	opLoad64
	opLoadP
	opStore8 // memory at pointer a, plus constant c = b
	opStore32
	opStore64
	opStoreP
	opGLoad64 // a = global x
	opGStore64
	opLoadIdx8 // a = slice b [int c]
	opLoadIdx32
	opLoadIdx64
	opLoadIdxP
	opStoreIdx8 // slice a [int c] = b
	opStoreIdx32
	opStoreIdx64
	opStoreIdxP
	opIdxAddr   // pointer a = &slice b [int c], element size d
	opFieldAddr // pointer a = pointer b + constant c, b not nil
	opStrIdx    // byte a = string b [int c]
	opLen       // int a = second word of b: the length of a string or slice

	opCall        // static call: x is a *callSite
	opCallClosure // call of the func value at b
	opInvoke      // call through the interface at b
	opRet         // return the values listed in x, a *retSite
	opRet0
	opRet64
	opRunDefers

	firstFunc // operations from here on are functions: see register
)

var (
	opFuncs []opFunc
	opNames = map[uint32]string{}
)

// register makes f an operation.
func register(name string, f opFunc) uint32 {
	op := firstFunc + uint32(len(opFuncs))
	opFuncs = append(opFuncs, f)
	opNames[op] = name
	return op
}

func at(fp unsafe.Pointer, off uint32) unsafe.Pointer { return unsafe.Add(fp, uintptr(off)) }

func get[T any](fp unsafe.Pointer, off uint32) T    { return *(*T)(unsafe.Add(fp, uintptr(off))) }
func put[T any](fp unsafe.Pointer, off uint32, v T) { *(*T)(unsafe.Add(fp, uintptr(off))) = v }

func (in *instr) String() string {
	name := opNames[in.op]
	if name == "" {
		name = fmt.Sprint("op", in.op)
	}
	return fmt.Sprintf("%-14s %5d %5d %5d %5d", name, in.a, in.b, in.c, in.d)
}
