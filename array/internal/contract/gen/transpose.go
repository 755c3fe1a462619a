// This file generates the kernels that pack operands across their contiguous direction: blocks of as many columns as a
// vector has elements are transposed in registers.

package main

import "fmt"

func transposeFunctions() []function {
	var all []function
	for _, e := range elements(avx2) {
		all = append(all, transpose(e))
	}
	return all
}

// transpose reads runs of n elements from each of lanes columns, the runs of column c from src + offsets[c] + terms[i*n]
// on for i < runs, and stores them as rows of lanes elements, stride elements apart. Where a row takes fewer than lanes
// places, what a store writes too much is overwritten by the next one. n is at least lanes; the last block of a run
// overlaps the one before.
func transpose(e element) function {
	lanes := e.lanes()
	pointers := []string{"AX", "BX", "DX", "R8", "R9", "R10", "R11", "R12"}[:lanes]
	return function{
		name: "transpose" + e.short + "AVX2", parameters: fmt.Sprintf("dst, src *%s, offsets, terms *int, n, runs, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			out("\tMOVQ dst+0(FP), DI")
			out("\tMOVQ src+8(FP), SI")
			out("\tMOVQ offsets+16(FP), R13")
			for i, p := range pointers {
				out("\tMOVQ %d(R13), %s", 8*i, p)
				out("\tLEAQ (SI)(%s*%d), %s", p, e.bytes, p)
			}
			out("\tMOVQ stride+48(FP), R13")
			out("\tSHLQ $%d, R13", shift(e.bytes))
			out("\nrun:")
			out("\tMOVQ terms+24(FP), CX")
			out("\tMOVQ (CX), SI")
			out("\tSHLQ $%d, SI", shift(e.bytes))
			out("\tMOVQ n+32(FP), CX")
			out("\nblock:")
			for i, p := range pointers {
				out("\tVMOVU%s (%s)(SI*1), Y%d", e.suffix, p, i)
			}
			if lanes == 8 {
				transpose8(out)
			} else {
				transpose4(out)
			}
			out("\tADDQ $%d, SI", e.vector)
			out("\tSUBQ $%d, CX", lanes)
			out("\tJZ   next")
			out("\tCMPQ CX, $%d", lanes)
			out("\tJGE  block")
			out("\tSUBQ $%d, CX", lanes) // go back by what the last block has too much
			out("\tLEAQ (SI)(CX*%d), SI", e.bytes)
			out("\tIMULQ R13, CX")
			out("\tADDQ CX, DI")
			out("\tMOVQ $%d, CX", lanes)
			out("\tJMP  block")
			out("\nnext:")
			out("\tMOVQ n+32(FP), CX")
			out("\tSHLQ $3, CX")
			out("\tADDQ CX, terms+24(FP)")
			out("\tDECQ runs+40(FP)")
			out("\tJNZ  run")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// store writes a row and moves on to the next.
func store(out func(string, ...any), suffix string, register int) {
	out("\tVMOVU%s Y%d, (DI)", suffix, register)
	out("\tADDQ R13, DI")
}

// transpose8 interleaves pairs of rows, then pairs of pairs, then halves.
func transpose8(out func(string, ...any)) {
	for pair := range 4 { // Y8 ... Y15: low and high halves of rows 2p, 2p+1 interleaved
		out("\tVUNPCKLPS Y%d, Y%d, Y%d", 2*pair+1, 2*pair, 8+2*pair)
		out("\tVUNPCKHPS Y%d, Y%d, Y%d", 2*pair+1, 2*pair, 9+2*pair)
	}
	for half := range 2 { // Y0 ... Y3 from rows 0-3, Y4 ... Y7 from rows 4-7
		low := 8 + 4*half
		for i := range 2 {
			out("\tVSHUFPS $0x44, Y%d, Y%d, Y%d", low+2+i, low+i, 4*half+2*i)
			out("\tVSHUFPS $0xEE, Y%d, Y%d, Y%d", low+2+i, low+i, 4*half+2*i+1)
		}
	}
	for _, selection := range []string{"0x20", "0x31"} {
		for i := range 4 {
			out("\tVPERM2F128 $%s, Y%d, Y%d, Y8", selection, 4+i, i)
			store(out, "PS", 8)
		}
	}
}

func transpose4(out func(string, ...any)) {
	for pair := range 2 {
		out("\tVUNPCKLPD Y%d, Y%d, Y%d", 2*pair+1, 2*pair, 4+2*pair)
		out("\tVUNPCKHPD Y%d, Y%d, Y%d", 2*pair+1, 2*pair, 5+2*pair)
	}
	for _, selection := range []string{"0x20", "0x31"} {
		for i := range 2 {
			out("\tVPERM2F128 $%s, Y%d, Y%d, Y8", selection, 6+i, 4+i)
			store(out, "PD", 8)
		}
	}
}
