// This file generates the kernel for a single row of A: filters over one channel, depthwise filters, vectors times
// matrices. One call computes several runs of contiguous columns, since a run alone is little work.

package main

import "fmt"

func rowFunctions(s isa) []function {
	var all []function
	for _, e := range elements(s) {
		all = append(all, rowsKernel(e))
	}
	return all
}

// rowsKernel computes runs of columns; run r begins r*bStep elements after b and r*cStep elements after c. The columns
// of a run are taken wideVectors vectors at a time, then mainVectors, then the rest under a mask. masks has 64 bytes
// that are set, then 64 that are not.
//
// Registers: AX a, BX b of the run, CX terms left, DX c of the block, SI kB, DI offset, R8 columns left, R9 add,
// R10 runs left, R11 b of the block, R12 c of the run, R13 scratch.
func rowsKernel(e element) function {
	parameters := fmt.Sprintf("a, b *%s, kB *int, count int, c *%s, columns, runs, bStep, cStep, add int", e.name, e.name)
	size := 80
	if !e.masks {
		parameters, size = parameters+", masks *[128]byte", size+8
	}
	return function{
		name:       "rows" + e.short + e.set,
		parameters: parameters,
		arguments:  size,
		body: func(out func(string, ...any)) {
			out("\tMOVQ b+8(FP), BX")
			out("\tMOVQ c+32(FP), R12")
			out("\tMOVQ runs+48(FP), R10")
			out("\tMOVQ add+72(FP), R9")
			out("\nrun:")
			out("\tMOVQ columns+40(FP), R8")
			out("\tMOVQ BX, R11")
			out("\tMOVQ R12, DX")
			rowsBlock(out, e, "wide", wideVectors)
			rowsBlock(out, e, "main", mainVectors)
			out("\nrest:")
			out("\tTESTQ R8, R8")
			out("\tJZ    next")
			rowsMasked(out, e)
			out("\nnext:")
			for _, step := range []struct{ argument, register string }{{"bStep+56", "BX"}, {"cStep+64", "R12"}} {
				out("\tMOVQ %s(FP), R13", step.argument)
				out("\tLEAQ (%s)(R13*%d), %s", step.register, e.bytes, step.register)
			}
			out("\tDECQ R10")
			out("\tJNZ  run")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// rowsStart points the registers at the first term and clears the sums.
func rowsStart(out func(string, ...any), e element, vectors int) {
	out("\tMOVQ a+0(FP), AX")
	out("\tMOVQ kB+16(FP), SI")
	out("\tMOVQ count+24(FP), CX")
	for v := range vectors {
		e.clear(out, e.top(v))
	}
}

func rowsAdvance(out func(string, ...any), e element, loop string) {
	out("\tADDQ $8, SI")
	out("\tADDQ $%d, AX", e.bytes)
	out("\tDECQ CX")
	out("\tJNZ  %s", loop)
}

// rowsBlock computes blocks of whole vectors while there are enough columns.
func rowsBlock(out func(string, ...any), e element, label string, vectors int) {
	columns := vectors * e.vector / e.bytes
	out("\n%s:", label)
	out("\tCMPQ R8, $%d", columns)
	out("\tJLT  %sDone", label)
	rowsStart(out, e, vectors)
	out("\n%sLoop:", label)
	out("\tMOVQ (SI), DI")
	out("\tVBROADCAST%s (AX), %s", e.scalar, e.reg(0))
	for v := range vectors {
		out("\tVFMADD231%s %d(R11)(DI*%d), %s, %s", e.suffix, v*e.vector, e.bytes, e.reg(0), e.top(v))
	}
	rowsAdvance(out, e, label+"Loop")
	out("\tTESTQ R9, R9")
	out("\tJZ    %sStore", label)
	for v := range vectors {
		out("\tVADD%s %d(DX), %s, %s", e.suffix, v*e.vector, e.top(v), e.top(v))
	}
	out("\n%sStore:", label)
	for v := range vectors {
		out("\tVMOVU%s %s, %d(DX)", e.suffix, e.top(v), v*e.vector)
	}
	out("\tADDQ $%d, R11", vectors*e.vector)
	out("\tADDQ $%d, DX", vectors*e.vector)
	out("\tSUBQ $%d, R8", columns)
	out("\tJMP  %s", label)
	out("\n%sDone:", label)
}

// rowsMasked computes the last columns of a run, fewer than mainVectors vectors.
func rowsMasked(out func(string, ...any), e element) {
	if e.masks {
		e.maskRegisters(out, mainVectors, "R8", "R13")
	} else {
		out("\tMOVQ masks+80(FP), R13")
		out("\tSHLQ $%d, R8", shift(e.bytes))
		out("\tSUBQ R8, R13")
		for v := range mainVectors {
			out("\tVMOVUPS %d(R13), Y%d", 64+v*e.vector, 4+v)
		}
	}
	rowsStart(out, e, mainVectors)
	out("\nrestLoop:")
	out("\tMOVQ (SI), DI")
	out("\tVBROADCAST%s (AX), %s", e.scalar, e.reg(0))
	for v := range mainVectors {
		masked(out, e, fmt.Sprintf("%d(R11)(DI*%d)", v*e.vector, e.bytes), v)
		out("\tVFMADD231%s %s, %s, %s", e.suffix, e.reg(1+v), e.reg(0), e.top(v))
	}
	rowsAdvance(out, e, "restLoop")
	out("\tTESTQ R9, R9")
	out("\tJZ    restStore")
	for v := range mainVectors {
		masked(out, e, fmt.Sprintf("%d(DX)", v*e.vector), v)
		out("\tVADD%s %s, %s, %s", e.suffix, e.reg(1+v), e.top(v), e.top(v))
	}
	out("\nrestStore:")
	for v := range mainVectors {
		if e.masks {
			out("\tVMOVU%s %s, K%d, %d(DX)", e.suffix, e.top(v), 1+v, v*e.vector)
		} else {
			out("\tVMASKMOV%s %s, Y%d, %d(DX)", e.suffix, e.top(v), 4+v, v*e.vector)
		}
	}
}

// masked loads the part of vector v that counts into the register after the lowest and v more, zeros elsewhere.
func masked(out func(string, ...any), e element, address string, v int) {
	if e.masks {
		out("\tVMOVU%s.Z %s, K%d, %s", e.suffix, address, 1+v, e.reg(1+v))
	} else {
		out("\tVMASKMOV%s %s, Y%d, Y%d", e.suffix, address, 4+v, 1+v)
	}
}
