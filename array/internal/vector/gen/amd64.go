// This file writes AVX2 instructions in the notation of Go's assembler, which names the result last.

package main

import "fmt"

type amd64 struct{}

func (amd64) name() string   { return "amd64" }
func (amd64) registers() int { return 16 }
func (amd64) width() int     { return 32 }

// operand returns the text of an argument.
func (e *emitter) operand(v *value, half bool) string { return e.register(v.reg, half) }

// register returns the name of a vector register or its lower half.
func (e *emitter) register(reg int, half bool) string {
	size := e.width()
	if half {
		size /= 2
	}
	return fmt.Sprintf("%s%d", map[int]string{16: "X", 32: "Y", 64: "Z"}[size], reg)
}

// constant returns the text of a constant's place in memory.
func (e *emitter) constant(c *value) string {
	return fmt.Sprintf("·%s+%d(SB)", e.consts.name, e.consts.at(c.size, c.bits))
}

// move is the instruction that copies a vector.
func (e *emitter) move() string {
	if e.width() == 64 {
		return "VMOVDQU64"
	}
	return "VMOVDQU"
}

func (m amd64) emit(e *emitter, v *value) {
	switch {
	case v.fma:
		m.emitFMA(e, v)
		return
	case v.store != "":
		e.op("%s %s, %s", v.op, e.operand(v.args[0], v.halfs), v.store)
		e.release(v)
		return
	}
	text := e.sources(v)
	v.reg = e.place(v)
	e.op("%s %s%s", v.op, text, e.operand(v, v.half))
}

// sources returns the text of the operands before the result, and frees the registers of those that die.
func (e *emitter) sources(v *value) string {
	// Every argument but the one that the instruction names first may not be in memory.
	texts := make([]string, 0, len(v.args)+1)
	var spare []int
	for i, a := range v.args {
		switch {
		case a.op != "const":
			texts = append(texts, e.operand(a, v.halfs))
		case i == len(v.args)-1 && v.mem == "" && i > 0 && v.op != "VBLENDVPD" && v.op != "VBLENDVPS" && v.op != "VPBLENDVB":
			texts = append(texts, e.constant(a))
		default:
			r := e.take()
			spare = append(spare, r)
			e.op("%s %s, %s", e.move(), e.constant(a), e.register(r, false))
			texts = append(texts, e.register(r, false))
		}
	}
	if v.mem != "" {
		texts = append(texts, v.mem)
	}
	for _, r := range spare {
		e.free[r] = true
	}
	e.release(v)
	text := ""
	if v.imm != "" {
		text = v.imm + ", "
	}
	for i := len(texts) - 1; i >= 0; i-- {
		text += texts[i] + ", "
	}
	return text
}

// emitFMA picks the form that overwrites an argument which is not needed any more.
func (m amd64) emitFMA(e *emitter, v *value) {
	x, y, z := v.args[0], v.args[1], v.args[2]
	text := func(c *value) string {
		if c.op == "const" {
			return e.constant(c)
		}
		return e.operand(c, false)
	}
	if x.op == "const" {
		x, y = y, x
	}
	if x.op == "const" {
		panic("a product of constants")
	}
	finish := func(reg int) {
		e.release(v)
		e.free[reg] = false
		v.reg = reg
	}
	suffix := v.imm // PD or PS
	switch {
	case z.op != "const" && e.dies(z):
		e.op("%s231%s %s, %s, %s", v.op, suffix, text(y), text(x), text(z))
		finish(z.reg)
	case e.dies(x) && y.op != "const":
		e.op("%s213%s %s, %s, %s", v.op, suffix, text(z), text(y), text(x))
		finish(x.reg)
	case e.dies(x) && z.op != "const":
		e.op("%s132%s %s, %s, %s", v.op, suffix, text(y), text(z), text(x))
		finish(x.reg)
	case y.op != "const" && e.dies(y):
		e.op("%s213%s %s, %s, %s", v.op, suffix, text(z), text(x), text(y))
		finish(y.reg)
	default:
		r := e.take()
		e.op("%s %s, %s", e.move(), text(z), e.register(r, false))
		e.op("%s231%s %s, %s, %s", v.op, suffix, text(y), text(x), e.register(r, false))
		finish(r)
	}
}

// The loop: pointers in DI (destination), SI, DX, R8 (sources), the number of elements left in CX.
var (
	amd64Pointers = []string{"DI", "SI", "DX", "R8"}
	streamNames   = []string{"dst", "a", "b", "c"}
)

func (m amd64) frame(p *program, k *kernel) {
	names := streamNames[:k.inputs+1]
	p.line("\n// func %s(%s unsafe.Pointer, n int)", k.name, join(names))
	p.line("TEXT ·%s(SB), NOSPLIT, $0-%d", k.name, 8*(k.inputs+2))
	for i, name := range names {
		p.op("MOVQ %s+%d(FP), %s", name, 8*i, amd64Pointers[i])
	}
	p.op("MOVQ n+%d(FP), CX", 8*(k.inputs+1))
}

func (m amd64) loop(p *program, k *kernel) {
	m.frame(p, k)
	step := k.step(m)
	advance := func(times int) {
		for i := range k.inputs + 1 {
			if bytes := k.bytes[i] * step * times; bytes != 0 {
				p.op("ADDQ $%d, %s", bytes, amd64Pointers[i])
			}
		}
		p.op("SUBQ $%d, CX", step*times)
	}
	if k.unroll > 1 {
		p.line("many:")
		p.op("CMPQ CX, $%d", step*k.unroll)
		p.op("JLT one")
		for pass := range k.unroll {
			p.pass(m, k, pass*step)
		}
		advance(k.unroll)
		p.op("JMP many")
	}
	p.line("one:")
	p.op("TESTQ CX, CX")
	p.op("JLE done")
	p.pass(m, k, 0)
	advance(1)
	p.op("JMP one")
	p.line("done:")
	p.op("VZEROUPPER")
	p.op("RET")
}

// load reads the vector at element i of input stream k (1 for the first), where lanes of it count.
func (b *builder) load(stream, element int) *value {
	k := b.kernel
	at := (element + b.shift) * k.bytes[stream]
	switch {
	case b.wide() && k.bytes[stream] == 0: // half a vector, repeated
		return b.add1(&value{op: "VBROADCASTI64X4", mem: memory(at, amd64Pointers[stream])})
	case b.avx2():
		return b.add1(&value{op: "VMOVDQU", mem: fmt.Sprintf("%d(%s)", at, amd64Pointers[stream])})
	}
	return b.add1(&value{op: "FMOVQ", mem: fmt.Sprintf("%d(%s)", at, arm64Pointers[stream])})
}

// store writes a vector to element i of the destination.
func (b *builder) store(v *value, element int) {
	at := (element + b.shift) * b.kernel.bytes[0]
	if b.avx2() {
		b.add1(&value{op: "VMOVDQU", args: []*value{v}, store: fmt.Sprintf("%d(DI)", at)})
		return
	}
	b.add1(&value{op: "FMOVQ", args: []*value{v}, store: fmt.Sprintf("%d(R0)", at)})
}

func memory(at int, pointer string) string { return fmt.Sprintf("%d(%s)", at, pointer) }

func (m amd64) start(p *program, reg, start, i int) {
	switch start {
	case zeros:
		p.op("VPXOR Y%d, Y%d, Y%d", reg, reg, reg)
	case ones:
		p.op("VPCMPEQD Y%d, Y%d, Y%d", reg, reg, reg)
	case first:
		p.op("VMOVDQU %d(SI), Y%d", i*32, reg)
	}
}

func (m amd64) skip(p *program, k *kernel, count int) {
	p.op("ADDQ $%d, SI", count*k.bytes[1])
	p.op("SUBQ $%d, CX", count)
}

func (m amd64) test(p *program) {
	p.op("TESTQ CX, CX")
	p.op("JLE done")
}

func (m amd64) end(p *program) {
	p.op("VZEROUPPER")
	p.op("RET")
}
