// This file writes AVX-512 instructions: the code for AVX2 in registers twice as wide, of which there are twice as many.

package main

import "strings"

// avx512 has kernels whose lanes do not exchange elements. What is left over of a whole vector goes to the AVX2 kernel.
type avx512 struct{ amd64 }

func (avx512) name() string   { return "avx512" }
func (avx512) registers() int { return 32 }
func (avx512) width() int     { return 64 }

// wideNames are the instructions that are called otherwise.
var wideNames = map[string]string{"VMOVDQU": "VMOVDQU64", "VPAND": "VPANDQ", "VPOR": "VPORQ", "VPXOR": "VPXORQ", "VPANDN": "VPANDNQ",
	"VROUNDPS": "VRNDSCALEPS", "VROUNDPD": "VRNDSCALEPD", "VCVTPD2PSY": "VCVTPD2PS"}

func (m avx512) emit(e *emitter, v *value) {
	if name, ok := wideNames[v.op]; ok && !v.halfs && !v.half {
		v.op = name
	}
	switch {
	case v.op == "VCVTPD2PSY":
		v.op = "VCVTPD2PS"
	case strings.HasPrefix(v.op, "VCMP") || strings.HasPrefix(v.op, "VPCMP"):
		m.emitMask(e, v)
		return
	case v.op == "VPBLENDVB":
		m.emitChoice(e, v)
		return
	}
	m.amd64.emit(e, v)
}

// emitMask compares, which gives a bit for each lane, and makes them lanes again.
func (m avx512) emitMask(e *emitter, v *value) {
	e.op("%s %sK1", v.op, e.sources(v))
	v.reg = e.place(v)
	lane := v.op[len(v.op)-1:]
	switch v.op {
	case "VCMPPS":
		lane = "D"
	case "VCMPPD":
		lane = "Q"
	}
	e.op("VPMOVM2%s K1, %s", lane, e.operand(v, false))
}

// emitChoice chooses bit by bit, the result replacing the mask.
func (m avx512) emitChoice(e *emitter, v *value) {
	y, x, mask := v.args[0], v.args[1], v.args[2]
	r := mask.reg
	if !e.dies(mask) || mask == x || mask == y {
		r = e.take()
		e.op("VMOVDQU64 %s, Z%d", e.operand(mask, false), r)
	}
	spare, yes, no := -1, e.operand(x, false), e.operand(y, false)
	if x.op == "const" {
		spare = e.take()
		yes = e.register(spare, false)
		e.op("VMOVDQU64 %s, %s", e.constant(x), yes)
	}
	if y.op == "const" {
		no = e.constant(y)
	}
	e.op("VPTERNLOGQ $0xca, %s, %s, Z%d", no, yes, r)
	if spare >= 0 {
		e.free[spare] = true
	}
	e.release(v)
	e.free[r] = false
	v.reg = r
}

// wideName is the name of the AVX-512 form of an AVX2 kernel.
func (k *kernel) wideName() string { return k.name + "AVX512" }

func (m avx512) loop(p *program, k *kernel) {
	wide := *k
	wide.name = k.wideName()
	m.frame(p, &wide)
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
	p.op("CMPQ CX, $%d", step)
	p.op("JLT rest")
	p.pass(m, k, 0)
	advance(1)
	p.op("JMP one")
	p.line("rest:")
	p.op("VZEROUPPER")
	p.op("TESTQ CX, CX")
	p.op("JLE done")
	for i, name := range streamNames[:k.inputs+1] {
		p.op("MOVQ %s, %s+%d(FP)", amd64Pointers[i], name, 8*i)
	}
	p.op("MOVQ CX, n+%d(FP)", 8*(k.inputs+1))
	p.op("JMP ·%s(SB)", k.name)
	p.line("done:")
	p.op("RET")
}
