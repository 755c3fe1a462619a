// This file generates the kernel for a single row of A: filters over one channel, depthwise filters, vectors times
// matrices. One call computes several runs of contiguous columns, since a run alone is little work.

package main

import "fmt"

func rowFunctions() []function {
	var all []function
	for _, e := range elements {
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
	return function{
		name:       "rows" + e.short + "AVX2",
		parameters: fmt.Sprintf("a, b *%s, kB *int, count int, c *%s, columns, runs, bStep, cStep, add int, masks *[128]byte", e.name, e.name),
		arguments:  88,
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
func rowsStart(out func(string, ...any), vectors int) {
	out("\tMOVQ a+0(FP), AX")
	out("\tMOVQ kB+16(FP), SI")
	out("\tMOVQ count+24(FP), CX")
	for v := range vectors {
		out("\tVXORPS Y%d, Y%d, Y%d", 15-v, 15-v, 15-v)
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
	columns := vectors * vectorBytes / e.bytes
	out("\n%s:", label)
	out("\tCMPQ R8, $%d", columns)
	out("\tJLT  %sDone", label)
	rowsStart(out, vectors)
	out("\n%sLoop:", label)
	out("\tMOVQ (SI), DI")
	out("\tVBROADCAST%s (AX), Y0", e.scalar)
	for v := range vectors {
		out("\tVFMADD231%s %d(R11)(DI*%d), Y0, Y%d", e.suffix, v*vectorBytes, e.bytes, 15-v)
	}
	rowsAdvance(out, e, label+"Loop")
	out("\tTESTQ R9, R9")
	out("\tJZ    %sStore", label)
	for v := range vectors {
		out("\tVADD%s %d(DX), Y%d, Y%d", e.suffix, v*vectorBytes, 15-v, 15-v)
	}
	out("\n%sStore:", label)
	for v := range vectors {
		out("\tVMOVU%s Y%d, %d(DX)", e.suffix, 15-v, v*vectorBytes)
	}
	out("\tADDQ $%d, R11", vectors*vectorBytes)
	out("\tADDQ $%d, DX", vectors*vectorBytes)
	out("\tSUBQ $%d, R8", columns)
	out("\tJMP  %s", label)
	out("\n%sDone:", label)
}

// rowsMasked computes the last columns of a run, fewer than mainVectors vectors.
func rowsMasked(out func(string, ...any), e element) {
	out("\tMOVQ masks+80(FP), R13")
	out("\tSHLQ $%d, R8", shift(e.bytes))
	out("\tSUBQ R8, R13")
	for v := range mainVectors {
		out("\tVMOVUPS %d(R13), Y%d", 64+v*vectorBytes, 4+v)
	}
	rowsStart(out, mainVectors)
	out("\nrestLoop:")
	out("\tMOVQ (SI), DI")
	out("\tVBROADCAST%s (AX), Y0", e.scalar)
	for v := range mainVectors {
		out("\tVMASKMOV%s %d(R11)(DI*%d), Y%d, Y%d", e.suffix, v*vectorBytes, e.bytes, 4+v, 1+v)
		out("\tVFMADD231%s Y%d, Y0, Y%d", e.suffix, 1+v, 15-v)
	}
	rowsAdvance(out, e, "restLoop")
	out("\tTESTQ R9, R9")
	out("\tJZ    restStore")
	for v := range mainVectors {
		out("\tVMASKMOV%s %d(DX), Y%d, Y%d", e.suffix, v*vectorBytes, 4+v, 1+v)
		out("\tVADD%s Y%d, Y%d, Y%d", e.suffix, 1+v, 15-v, 15-v)
	}
	out("\nrestStore:")
	for v := range mainVectors {
		out("\tVMASKMOV%s Y%d, Y%d, %d(DX)", e.suffix, 15-v, 4+v, v*vectorBytes)
	}
}
