// This file is the small compiler of the generator: kernels are written once as expressions over vectors, and become
// straight-line code with registers by linear scan.

package main

import (
	"fmt"
	"strings"
)

// kind is an element type of a kernel.
type kind struct {
	name  string // as in the names of kernels
	size  int    // bytes
	float bool
	sign  bool
}

var (
	u8  = kind{"U8", 1, false, false}
	i8  = kind{"I8", 1, false, true}
	u16 = kind{"U16", 2, false, false}
	i16 = kind{"I16", 2, false, true}
	u32 = kind{"U32", 4, false, false}
	i32 = kind{"I32", 4, false, true}
	u64 = kind{"U64", 8, false, false}
	i64 = kind{"I64", 8, false, true}
	f32 = kind{"F32", 4, true, true}
	f64 = kind{"F64", 8, true, true}
)

var (
	integers = []kind{u8, i8, u16, i16, u32, i32, u64, i64}
	floats   = []kind{f32, f64}
	reals    = append(append([]kind{}, integers...), floats...)
)

// value is a vector: the result of one instruction.
type value struct {
	op    string // instruction, or "const", "pinned"
	args  []*value
	imm   string // immediate operand
	bits  uint64 // of a constant, in every lane
	size  int    // of a constant's lanes
	fma   bool   // args are factor, factor, addend, and the result replaces one of them
	ties  bool   // the result replaces the first argument
	half  bool   // the result is written to half a register (amd64: X, not Y)
	halfs bool   // the arguments are read from half registers
	mem   string // operand in memory instead of the last argument
	store string // where to store the only argument, instead of a result
	into  *value // whose register the result goes to

	last int // the last instruction that reads it
	reg  int // its register, -1 if none
}

// machine writes the instructions of one processor.
type machine interface {
	name() string
	registers() int
	width() int // of vectors, in bytes
	emit(e *emitter, v *value)
}

// builder collects the instructions of one pass through a kernel's loop.
type builder struct {
	machine
	kernel *kernel
	code   []*value
	shift  int // how many elements this pass lies behind the pointers
}

// avx2 tells whether instructions are amd64's, wide whether they are AVX-512's among these.
func (b *builder) avx2() bool { return b.name() != "arm64" }
func (b *builder) wide() bool { return b.name() == "avx512" }

func (b *builder) add1(v *value) *value {
	v.reg = -1
	b.code = append(b.code, v)
	return v
}

// ins appends an instruction.
func (b *builder) ins(op string, args ...*value) *value {
	return b.add1(&value{op: op, args: args})
}

// insImm appends an instruction with an immediate operand.
func (b *builder) insImm(op string, imm int, args ...*value) *value {
	return b.add1(&value{op: op, args: args, imm: fmt.Sprintf("$%d", imm)})
}

// constant is a vector with the same bits in every lane.
func (b *builder) constant(size int, bits uint64) *value {
	return &value{op: "const", size: size, bits: bits, reg: -1}
}

// emitter turns code into text.
type emitter struct {
	strings.Builder
	machine
	consts  *constants
	free    []bool
	current int // the instruction being written
}

func (e *emitter) line(format string, args ...any) { fmt.Fprintf(e, format+"\n", args...) }

func (e *emitter) op(format string, args ...any) { e.line("\t"+format, args...) }

// take reserves a register.
func (e *emitter) take() int {
	for r, free := range e.free {
		if free {
			e.free[r] = false
			return r
		}
	}
	panic("out of registers")
}

// emitAll assigns registers and writes the code of one pass. Pinned values keep theirs.
func (e *emitter) emitAll(code []*value, pinned ...*value) {
	e.free = make([]bool, e.registers())
	for r := range e.free {
		e.free[r] = true
	}
	for _, p := range pinned {
		e.free[p.reg] = false
		p.last = len(code) + 1
	}
	for i, v := range code {
		for _, a := range v.args {
			if a.last <= i {
				a.last = i
			}
		}
	}
	for i, v := range code {
		for _, a := range v.args {
			if a.reg < 0 && a.op != "const" {
				panic(fmt.Sprintf("%s: %s reads %s, which is not computed", v.op, v.op, a.op))
			}
		}
		e.current = i
		e.emit(e, v)
	}
}

// dies tells whether the instruction being written is the last to read v.
func (e *emitter) dies(v *value) bool { return v.op != "const" && v.last == e.current }

// place returns the register for the result of v.
func (e *emitter) place(v *value) int {
	if v.into != nil {
		return v.into.reg
	}
	return e.take()
}

// release frees the registers of the arguments that die.
func (e *emitter) release(v *value) {
	for _, a := range v.args {
		if e.dies(a) && a.reg >= 0 {
			e.free[a.reg] = true
		}
	}
}

// constants is the table of constants of a file, each as wide as a vector.
type constants struct {
	name   string
	width  int
	offset map[uint64]int
	list   []uint64
}

// at returns the offset of a constant in the table.
func (c *constants) at(size int, bits uint64) int {
	if size < 8 {
		for n := size * 8; n < 64; n *= 2 {
			bits = bits&(1<<n-1) | bits<<n
		}
	}
	if at, ok := c.offset[bits]; ok {
		return at
	}
	at := len(c.list) * c.width
	c.offset[bits] = at
	c.list = append(c.list, bits)
	return at
}

// table writes the constants as data.
func (c *constants) table() string {
	var out strings.Builder
	for i, bits := range c.list {
		for at := 0; at < c.width; at += 8 {
			fmt.Fprintf(&out, "DATA ·%s+%d(SB)/8, $%#016x\n", c.name, i*c.width+at, bits)
		}
	}
	fmt.Fprintf(&out, "GLOBL ·%s(SB), RODATA|NOPTR, $%d\n", c.name, len(c.list)*c.width)
	return out.String()
}
