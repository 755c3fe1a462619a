// This file generates the NEON kernels beside tiles: products side by side, transposition, and windows that overlap along
// two axes.

package main

import "fmt"

// mulVectors writes FMUL: the assembler lacks it.
func (e element) mulVectors(out func(string, ...any), x, y, product int) {
	_, form := e.arrangement()
	out("\tWORD $%#x // FMUL V%d, V%d, V%d", 0x6e20dc00|form|y<<16|x<<5|product, y, x, product)
}

// neonLanes computes c = a*b or, with add 1, c = a*b + c, element by element.
func neonLanes(e element) function {
	kind, _ := e.arrangement()
	letter := e.scalar[1:]
	const vectors = 4
	lanes := vectors * neonBytes / e.bytes
	return function{
		name: "lanes" + e.short + "NEON", parameters: fmt.Sprintf("c, a, b *%s, n, add int", e.name), arguments: 40,
		body: func(out func(string, ...any)) {
			for i, name := range []string{"c", "a", "b", "n", "add"} {
				out("\tMOVD %s+%d(FP), R%d", name, 8*i, i)
			}
			out("\tCBNZ R4, sum")
			for _, label := range []string{"product", "sum"} {
				out("\n%s:", label)
				out("\tSUBS $%d, R3, R3", lanes)
				out("\tBLT  %sRest", label)
				out("\tVLD1.P %d(R1), %s", vectors*neonBytes, e.vectorList(0, vectors))
				out("\tVLD1.P %d(R2), %s", vectors*neonBytes, e.vectorList(4, vectors))
				if label == "sum" {
					out("\tVLD1 (R0), %s", e.vectorList(8, vectors))
				}
				for v := range vectors {
					if label == "sum" {
						out("\tVFMLA V%[2]d.%[1]s, V%[3]d.%[1]s, V%[4]d.%[1]s", kind, v, 4+v, 8+v)
					} else {
						e.mulVectors(out, v, 4+v, 8+v)
					}
				}
				out("\tVST1.P %s, %d(R0)", e.vectorList(8, vectors), vectors*neonBytes)
				out("\tB    %s", label)
				out("\n%sRest:", label)
				out("\tADDS $%d, R3, R3", lanes)
				out("\tBEQ  done")
				out("\n%sSingle:", label)
				out("\tFMOV%s.P %d(R1), F0", letter, e.bytes)
				out("\tFMOV%s.P %d(R2), F1", letter, e.bytes)
				if label == "sum" {
					out("\tFMOV%s (R0), F2", letter)
					out("\tFMADD%s F1, F2, F0, F0", letter)
				} else {
					out("\tFMUL%s F1, F0, F0", letter)
				}
				out("\tFMOV%s.P F0, %d(R0)", letter, e.bytes)
				out("\tSUBS $1, R3, R3")
				out("\tBNE  %sSingle", label)
				out("\tB    done")
			}
			out("\ndone:")
			out("\tRET")
		},
	}
}

// neonTranspose is transpose for NEON. Registers: R0 dst, R1 src, R2 offsets, R3 terms, R4 n, R5 runs, R6 stride, R7 offset
// of the run, R8 elements left, R9 and on the columns, R14 scratch.
func neonTranspose(e element) function {
	kind, _ := e.arrangement()
	lanes := neonBytes / e.bytes
	return function{
		name: "transpose" + e.short + "NEON", parameters: fmt.Sprintf("dst, src *%s, offsets, terms *int, n, runs, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			for i, name := range []string{"dst", "src", "offsets", "terms", "n", "runs", "stride"} {
				out("\tMOVD %s+%d(FP), R%d", name, 8*i, i)
			}
			for i := range lanes {
				out("\tMOVD %d(R2), R%d", 8*i, 9+i)
				out("\tADD  R%d<<%d, R1, R%d", 9+i, shift(e.bytes), 9+i)
			}
			out("\tLSL  $%d, R6, R6", shift(e.bytes))
			out("\nrun:")
			out("\tMOVD (R3), R7")
			out("\tLSL  $%d, R7, R7", shift(e.bytes))
			out("\tMOVD R4, R8")
			out("\nblock:")
			for i := range lanes {
				out("\tADD  R7, R%d, R14", 9+i)
				out("\tVLD1 (R14), %s", e.vectorList(i, 1))
			}
			zip := func(op string, first, second, to int) {
				out("\t%s V%d.%s, V%d.%s, V%d.%s", op, second, kind, first, kind, to, kind)
			}
			results := 4
			if lanes == 4 {
				for i := range 2 { // rows i and i+2 in turns
					zip("VZIP1", i, i+2, 4+2*i)
					zip("VZIP2", i, i+2, 5+2*i)
				}
				for half := range 2 {
					zip("VZIP1", 4+half, 6+half, 8+2*half)
					zip("VZIP2", 4+half, 6+half, 9+2*half)
				}
				results = 8
			} else {
				zip("VZIP1", 0, 1, 4)
				zip("VZIP2", 0, 1, 5)
			}
			for i := range lanes {
				out("\tVST1 %s, (R0)", e.vectorList(results+i, 1))
				out("\tADD  R6, R0, R0")
			}
			out("\tADD  $%d, R7, R7", neonBytes)
			out("\tSUBS $%d, R8, R8", lanes)
			out("\tBEQ  next")
			out("\tCMP  $%d, R8", lanes)
			out("\tBGE  block")
			out("\tSUB  $%d, R8, R8", lanes) // go back by what the last block has too much
			out("\tADD  R8<<%d, R7, R7", shift(e.bytes))
			out("\tMUL  R6, R8, R8")
			out("\tADD  R8, R0, R0")
			out("\tMOVD $%d, R8", lanes)
			out("\tB    block")
			out("\nnext:")
			out("\tADD  R4<<3, R3, R3")
			out("\tSUBS $1, R5, R5")
			out("\tBNE  run")
			out("\tRET")
		},
	}
}

// A neonRolling is a rolling kernel for NEON, with four vectors in a strip or, where there are fewer columns, one.
type neonRolling struct {
	element
	filterRows int
}

// function is the kernel. Registers: R0 a, R1 b of the strip, R2 kB, R3 taps, R4 c of the strip, R5 columns left, R6 rows,
// R7 bStep, R8 cStep, R9 bytes of a filter row, R10 the row of B, R11 the row of C, R12 rows of C that are done, R13 a, R14
// kB, R15 taps left, R16 and R17 scratch; V0 to V3 a row of B, V4 an element of A, the sums from V8 on.
func (r neonRolling) function() function {
	return function{
		name:       fmt.Sprintf("rolling%d%sNEON", r.filterRows, r.short),
		parameters: fmt.Sprintf("a, b *%[1]s, kB *int, taps int, c *%[1]s, columns, rows, bStep, cStep int", r.name),
		arguments:  72,
		body: func(out func(string, ...any)) {
			for i, name := range []string{"a", "b", "kB", "taps", "c", "columns", "rows", "bStep", "cStep"} {
				out("\tMOVD %s+%d(FP), R%d", name, 8*i, i)
			}
			for _, register := range []string{"R7", "R8"} {
				out("\tLSL  $%d, %s, %s", shift(r.bytes), register, register)
			}
			out("\tLSL  $%d, R3, R9", shift(r.bytes))
			out("\tCMP  $%d, R5", neonVectors*neonBytes/r.bytes)
			out("\tBLT  narrow")
			r.strips(out, "wide", neonVectors)
			r.strips(out, "narrow", 1)
		},
	}
}

// strips computes strips of some vectors, of which there is at least one; the last overlaps the one before.
func (r neonRolling) strips(out func(string, ...any), label string, vectors int) {
	columns := vectors * neonBytes / r.bytes
	sum := func(phase, v int) int { return 8 + (phase+r.filterRows)%r.filterRows*vectors + v }
	clear := func(phase int) {
		for v := range vectors {
			clearNEON(out, sum(phase, v))
		}
	}
	kind, _ := r.arrangement()
	out("\n%s:", label)
	out("\tMOVD R1, R10")
	out("\tMOVD R4, R11")
	for phase := range r.filterRows {
		clear(phase)
	}
	out("\tMOVD $%d, R12", 1-r.filterRows)
	out("\n%sTurn:", label)
	for phase := range r.filterRows {
		out("\tMOVD R0, R13")
		out("\tMOVD R2, R14")
		out("\tMOVD R3, R15")
		out("\n%sTap%d:", label, phase)
		out("\tMOVD.P 8(R14), R17")
		out("\tADD  R17<<%d, R10, R17", shift(r.bytes))
		out("\tVLD1 (R17), %s", r.vectorList(0, vectors))
		out("\tMOVD R13, R16")
		for t := range r.filterRows {
			out("\tVLD1R (R16), %s", r.vectorList(4, 1))
			for v := range vectors {
				out("\tVFMLA V4.%[1]s, V%[2]d.%[1]s, V%[3]d.%[1]s", kind, v, sum(phase-t, v))
			}
			if t < r.filterRows-1 {
				out("\tADD  R9, R16, R16")
			}
		}
		out("\tADD  $%d, R13, R13", r.bytes)
		out("\tSUBS $1, R15, R15")
		out("\tBNE  %sTap%d", label, phase)
		out("\tADD  R7, R10, R10")
		out("\tCMP  $0, R12")
		out("\tBLT  %sStored%d", label, phase)
		out("\tVST1 %s, (R11)", r.vectorList(sum(phase+1, 0), vectors))
		out("\tADD  R8, R11, R11")
		out("\n%sStored%d:", label, phase)
		clear(phase + 1)
		out("\tADD  $1, R12, R12")
		out("\tCMP  R6, R12")
		out("\tBGE  %sEnd", label)
	}
	out("\tB    %sTurn", label)
	out("\n%sEnd:", label)
	out("\tSUBS $%d, R5, R5", columns)
	out("\tBEQ  %sDone", label)
	out("\tADD  $%d, R1, R1", columns*r.bytes)
	out("\tADD  $%d, R4, R4", columns*r.bytes)
	out("\tCMP  $%d, R5", columns)
	out("\tBGE  %s", label)
	out("\tSUB  $%d, R5, R5", columns)
	out("\tADD  R5<<%d, R1, R1", shift(r.bytes))
	out("\tADD  R5<<%d, R4, R4", shift(r.bytes))
	out("\tMOVD $%d, R5", columns)
	out("\tB    %s", label)
	out("\n%sDone:", label)
	out("\tRET")
}
