// This file defines the instruction format and the operation codes.

package vm

//go:generate go run ./gen

import (
	"fmt"
	"unsafe"

	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// An instr is one instruction. The meaning of the operands belongs to the operation; most use a for the destination and
// b, c for the sources, all three byte offsets of slots in the frame.
type instr struct {
	op            uint32
	a, b, c, d, e uint32
	x             unsafe.Pointer // the instruction before a jump's target, a type or a call site
}

const instrSize = unsafe.Sizeof(instr{})

func (in *instr) next() *instr     { return (*instr)(unsafe.Add(unsafe.Pointer(in), instrSize)) }
func (in *instr) previous() *instr { return (*instr)(unsafe.Add(unsafe.Pointer(in), -int(instrSize))) }

// An opFunc carries out an operation that the switch loop does not handle itself.
type opFunc func(t *thread, fp unsafe.Pointer, in *instr)

var (
	opFuncs []opFunc
	opNames []string // of opFuncs
)

// register makes f an operation.
func register(name string, f opFunc) uint32 {
	op := firstFunc + uint32(len(opFuncs))
	opFuncs = append(opFuncs, f)
	opNames = append(opNames, name)
	return op
}

func at(fp unsafe.Pointer, off uint32) unsafe.Pointer { return unsafe.Add(fp, uintptr(off)) }

func get[T any](fp unsafe.Pointer, off uint32) T    { return *(*T)(unsafe.Add(fp, uintptr(off))) }
func put[T any](fp unsafe.Pointer, off uint32, v T) { *(*T)(unsafe.Add(fp, uintptr(off))) = v }

func i64(fp unsafe.Pointer, off uint32) *int64   { return (*int64)(at(fp, off)) }
func u64(fp unsafe.Pointer, off uint32) *uint64  { return (*uint64)(at(fp, off)) }
func i32(fp unsafe.Pointer, off uint32) *int32   { return (*int32)(at(fp, off)) }
func u16(fp unsafe.Pointer, off uint32) *uint16  { return (*uint16)(at(fp, off)) }
func u8(fp unsafe.Pointer, off uint32) *uint8    { return (*uint8)(at(fp, off)) }
func f64(fp unsafe.Pointer, off uint32) *float64 { return (*float64)(at(fp, off)) }
func f32(fp unsafe.Pointer, off uint32) *float32 { return (*float32)(at(fp, off)) }
func boolAt(fp unsafe.Pointer, off uint32) *bool { return (*bool)(at(fp, off)) }
func ptr(fp unsafe.Pointer, off uint32) *unsafe.Pointer {
	return (*unsafe.Pointer)(at(fp, off))
}
func sliceAt(fp unsafe.Pointer, off uint32) *rtype.Slice {
	return (*rtype.Slice)(at(fp, off))
}

// A place is the address of a frame or an instruction that something else keeps alive: a caller's frame or the code of a
// frame. Unlike a pointer it is stored without a write barrier.
type place uintptr

func (p *place) set(q unsafe.Pointer) { *p = place(uintptr(q)) }
func (p *place) get() unsafe.Pointer  { return *(*unsafe.Pointer)(unsafe.Pointer(p)) }

func (in *instr) String() string {
	name := ""
	if in.op < firstFunc {
		name = switchNames[in.op]
	} else {
		name = opNames[in.op-firstFunc]
	}
	return fmt.Sprintf("%-14s %5d %5d %5d %5d %5d", name, in.a, in.b, in.c, in.d, in.e)
}
