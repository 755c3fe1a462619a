// This file writes NEON instructions. Go's assembler lacks most of the floating-point ones, so that instructions are
// words, encoded as the Arm Architecture Reference Manual says.

package main

import "fmt"

type arm64 struct{}

func (arm64) name() string   { return "arm64" }
func (arm64) registers() int { return 32 }
func (arm64) width() int     { return 16 }

var arm64Pointers = []string{"R0", "R1", "R2", "R3"}

// encodings holds instruction words without registers and sizes. Floats: size 0 for float32, 1 for float64, at bit 22.
// Integers: size 0 to 3 for 8 to 64 bits, at bit 22.
var encodings = map[string]uint32{
	"FADD": 0x4e20d400, "FSUB": 0x4ea0d400, "FMUL": 0x6e20dc00, "FDIV": 0x6e20fc00, "FMAX": 0x4e20f400, "FMIN": 0x4ea0f400,
	"FMLA": 0x4e20cc00, "FMLS": 0x4ea0cc00, "FSQRT": 0x6ea1f800, "FABS": 0x4ea0f800, "FNEG": 0x6ea0f800,
	"FRINTN": 0x4e218800, "FRINTM": 0x4e219800, "FRINTP": 0x4ea18800, "FRINTZ": 0x4ea19800,
	"FCMEQ": 0x4e20e400, "FCMGE": 0x6e20e400, "FCMGT": 0x6ea0e400,
	"AND": 0x4e201c00, "BIC": 0x4e601c00, "ORR": 0x4ea01c00, "EOR": 0x6e201c00, "BSL": 0x6e601c00, "NOT": 0x6e205800,
	"ADD": 0x4e208400, "SUB": 0x6e208400, "MUL": 0x4e209c00, "SMAX": 0x4e206400, "SMIN": 0x4e206c00, "UMAX": 0x6e206400, "UMIN": 0x6e206c00,
	"CMEQ": 0x6e208c00, "CMGT": 0x4e203400, "CMHI": 0x6e203400, "CMGE": 0x4e203c00, "CMHS": 0x6e203c00, "ABS": 0x4e20b800, "NEG": 0x6e20b800,
	"SHL": 0x4f005400, "USHR": 0x6f000400, "FCVTL": 0x0e617800, "FCVTN": 0x0e616800,
	"USHLL": 0x2f00a400, "USHLL2": 0x6f00a400, "SSHLL": 0x0f00a400, "SSHLL2": 0x4f00a400, "UADDLP": 0x6e202800, "SADDLP": 0x4e202800,
	"SCVTF": 0x4e21d800, "FCVTZS": 0x4ea1b800, "XTN": 0x0e212800, "SQXTN": 0x0e214800, "SQXTUN": 0x2e212800, "ZIP1D": 0x4ec03800,
	"REV64": 0x4e200800, "EXT": 0x6e000000, "UZP1": 0x4e001800, "ZIP1": 0x4e003800, "ZIP2": 0x4e007800,
}

// neon appends an instruction whose size field is given.
func (b *builder) neon(op string, size int, args ...*value) *value {
	if _, ok := encodings[op]; !ok {
		panic("no encoding for " + op)
	}
	return b.add1(&value{op: op, bits: uint64(size) << 22, args: args})
}

// neonTies appends an instruction that overwrites its first argument.
func (b *builder) neonTies(op string, size int, args ...*value) *value {
	v := b.neon(op, size, args...)
	v.ties = true
	return v
}

// neonShift appends a shift of lanes of some bytes; the field holds bytes·8 + n to the left, bytes·16 - n to the right.
func (b *builder) neonShift(op string, field int, a *value) *value {
	return b.add1(&value{op: op, bits: uint64(field) << 16, args: []*value{a}})
}

func (m arm64) emit(e *emitter, v *value) {
	switch {
	case v.store != "":
		a := v.args[0]
		e.op("%s F%d, %s", v.op, a.reg, v.store)
		e.release(v)
		return
	case v.mem != "":
		v.reg = e.place(v)
		e.op("%s %s, F%d", v.op, v.mem, v.reg)
		return
	}
	regs := make([]int, len(v.args))
	var spare []int
	for i, a := range v.args {
		if regs[i] = a.reg; a.op == "const" {
			regs[i] = e.take()
			spare = append(spare, regs[i])
			e.op("FMOVQ %d(R10), F%d", e.consts.at(a.size, a.bits), regs[i])
		}
	}
	word := encodings[v.op] | uint32(v.bits)
	if v.ties {
		first := v.args[0]
		if first.op == "const" {
			spare = spare[1:]
		} else if !e.dies(first) || first == v.args[1] || first == v.args[2] {
			r := e.take()
			e.op("VORR V%d.B16, V%d.B16, V%d.B16", regs[0], regs[0], r)
			regs[0] = r
		}
		e.op("WORD $%#08x // %s V%d, V%d, V%d", word|uint32(regs[2])<<16|uint32(regs[1])<<5|uint32(regs[0]), v.op, regs[0], regs[1], regs[2])
		for _, r := range spare {
			e.free[r] = true
		}
		e.release(v)
		if v.reg = regs[0]; v.into != nil {
			e.op("VORR V%d.B16, V%d.B16, V%d.B16", v.reg, v.reg, v.into.reg)
			e.free[v.reg] = true
			v.reg = v.into.reg
		}
		e.free[v.reg] = false
		return
	}
	for _, r := range spare {
		e.free[r] = true
	}
	e.release(v)
	v.reg = e.place(v)
	word |= uint32(regs[0])<<5 | uint32(v.reg)
	if len(regs) == 2 {
		word |= uint32(regs[1]) << 16
		e.op("WORD $%#08x // %s V%d, V%d, V%d", word, v.op, v.reg, regs[0], regs[1])
		return
	}
	e.op("WORD $%#08x // %s V%d, V%d", word, v.op, v.reg, regs[0])
}

func (m arm64) frame(p *program, k *kernel) {
	names := streamNames[:k.inputs+1]
	p.line("\n// func %s(%s unsafe.Pointer, n int)", k.name, join(names))
	p.line("TEXT ·%s(SB), NOSPLIT, $0-%d", k.name, 8*(k.inputs+2))
	for i, name := range names {
		p.op("MOVD %s+%d(FP), %s", name, 8*i, arm64Pointers[i])
	}
	p.op("MOVD n+%d(FP), R4", 8*(k.inputs+1))
	p.op("MOVD $·constants(SB), R10")
}

func (m arm64) loop(p *program, k *kernel) {
	m.frame(p, k)
	step := k.step(m)
	advance := func(times int) {
		for i := range k.inputs + 1 {
			if bytes := k.bytes[i] * step * times; bytes != 0 {
				p.op("ADD $%d, %s", bytes, arm64Pointers[i])
			}
		}
		p.op("SUB $%d, R4", step*times)
	}
	if k.unroll > 1 {
		p.line("many:")
		p.op("CMP $%d, R4", step*k.unroll)
		p.op("BLT one")
		for pass := range k.unroll {
			p.pass(m, k, pass*step)
		}
		advance(k.unroll)
		p.op("JMP many")
	}
	p.line("one:")
	p.op("CMP $0, R4")
	p.op("BLE done")
	p.pass(m, k, 0)
	advance(1)
	p.op("JMP one")
	p.line("done:")
	p.op("RET")
}

func (p *program) word(w uint32, comment string, args ...any) {
	p.op("WORD $%#08x // %s", w, fmt.Sprintf(comment, args...))
}

func (m arm64) start(p *program, reg, start, i int) {
	switch start {
	case zeros:
		p.op("VEOR V%d.B16, V%d.B16, V%d.B16", reg, reg, reg)
	case ones:
		p.op("VCMEQ V%d.B16, V%d.B16, V%d.B16", reg, reg, reg)
	case first:
		p.op("FMOVQ %d(R1), F%d", i*16, reg)
	}
}

func (m arm64) skip(p *program, k *kernel, count int) {
	p.op("ADD $%d, R1", count*k.bytes[1])
	p.op("SUB $%d, R4", count)
}

func (m arm64) test(p *program) {
	p.op("CMP $0, R4")
	p.op("BLE done")
}

func (m arm64) end(p *program) { p.op("RET") }
