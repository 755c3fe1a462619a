// This file generates the kernels on whole vectors: dot products, products side by side, and copies into panels.

package main

import (
	"bytes"
	"fmt"
)

// A function is one generated function: its Go signature, the bytes of its frame and arguments, and its body.
type function struct {
	name, parameters, result string
	frame, arguments         int
	body                     func(out func(string, ...any))
}

func (f function) write(assembly, stubs *bytes.Buffer) {
	signature := fmt.Sprintf("func %s(%s)%s", f.name, f.parameters, f.result)
	fmt.Fprintf(stubs, "\n//go:noescape\n%s\n", signature)
	fmt.Fprintf(assembly, "\n// %s\nTEXT ·%s(SB), NOSPLIT, $%d-%d\n", signature, f.name, f.frame, f.arguments)
	f.body(func(format string, args ...any) { fmt.Fprintf(assembly, format+"\n", args...) })
}

func vectorFunctions(s isa) []function {
	all := []function{copyPanels(s)}
	for _, e := range elements(s) {
		if columns := s.dotColumns(e); columns > 1 {
			all = append(all, dotKernel{e, columns, false}.function())
		}
		all = append(all, dotKernel{e, 1, false}.function(), dotKernel{e, 1, true}.function(), lanes(e))
		if s == avx2 {
			all = append(all, outer(e))
		}
	}
	return all
}

// dotColumns is how many columns of dot products go side by side.
func (s isa) dotColumns(e element) int {
	switch {
	case s.registers == 32:
		return 4
	case e.bytes == 4:
		return 3
	}
	return 1 // no room for the sums of more
}

const dotLanes = 32 // as in package contract

// A dotKernel computes the dot products of a with columns vectors at a time, or with unit the sums of the vectors.
type dotKernel struct {
	element
	columns int
	unit    bool
}

// function is the kernel: groups*columns vectors begin bColumn elements apart and consist of runs of n neighbours that
// begin bStep elements apart, those of a aStep. With one column at a time, each meets an a that begins aColumn further. It keeps dotLanes sums of each in registers, element i of every run
// going to sum i mod dotLanes, and adds the upper half of them to the lower until one is left. What is left over at the
// end of a run is filled up with zeros. masks, for an instruction set without mask registers, has as many bytes that are
// set, then not, as dotLanes elements have.
//
// Registers: AX a of the run, BX DX SI R15 b of the run, CX elements left, DI offset in the run, R8 bytes from column to
// column, R9 runs left, R10 aStep, R11 bStep, R12 masks, R13 mask.
func (k dotKernel) function() function {
	name := fmt.Sprintf("dot%d", k.columns)
	if k.unit {
		name = "sum1"
	}
	vectors, step := dotLanes/k.lanes(), dotLanes*k.bytes
	b := []string{"BX", "DX", "SI", "R15"}[:k.columns]
	parameters, size := fmt.Sprintf("out, a, b *%s, n, runs, aStep, bStep, aColumn, bColumn, groups int", k.element.name), 80
	if !k.masks {
		parameters, size = parameters+", masks *byte", size+8
	}
	return function{
		name:       name + k.short + k.set,
		parameters: parameters, arguments: size,
		body: func(out func(string, ...any)) {
			out("\tMOVQ bColumn+64(FP), R8")
			out("\tSHLQ $%d, R8", shift(k.bytes))
			out("\tMOVQ aStep+40(FP), R10")
			out("\tMOVQ bStep+48(FP), R11")
			if !k.masks {
				out("\tMOVQ masks+80(FP), R12")
			}
			out("\ngroup:")
			out("\tMOVQ a+8(FP), AX")
			out("\tMOVQ b+16(FP), BX")
			for i := 1; i < k.columns; i++ {
				out("\tLEAQ (%s)(R8*1), %s", b[i-1], b[i])
			}
			out("\tMOVQ runs+32(FP), R9")
			for v := range k.columns * vectors {
				k.isa.clear(out, k.reg(v))
			}
			out("\nrun:")
			out("\tMOVQ n+24(FP), CX")
			out("\tXORQ DI, DI")
			out("\tSUBQ $%d, CX", dotLanes)
			out("\tJLT  rest")
			out("\nloop:")
			k.whole(out, b, vectors)
			out("\tADDQ $%d, DI", step)
			out("\tSUBQ $%d, CX", dotLanes)
			out("\tJGE  loop")
			out("\nrest:")
			out("\tADDQ $%d, CX", dotLanes)
			out("\tJZ   next")
			if k.masks {
				k.maskRegisters(out, vectors, "CX", "R13")
			} else {
				out("\tSHLQ $%d, CX", shift(k.bytes))
				out("\tMOVQ R12, R13")
				out("\tSUBQ CX, R13")
			}
			k.rest(out, b, vectors, step)
			out("\nnext:")
			out("\tLEAQ (AX)(R10*%d), AX", k.bytes)
			for _, p := range b {
				out("\tLEAQ (%s)(R11*%d), %s", p, k.bytes, p)
			}
			out("\tDECQ R9")
			out("\tJNZ  run")
			out("\tMOVQ out+0(FP), DI")
			for i := range k.columns {
				fold(out, k.element, i*vectors, vectors)
				out("\tVMOV%s X%d, %d(DI)", k.scalar, i*vectors, i*k.bytes)
				out("\tADDQ R8, b+16(FP)")
			}
			out("\tADDQ $%d, out+0(FP)", k.columns*k.bytes)
			if k.columns == 1 && !k.unit {
				out("\tMOVQ aColumn+56(FP), DI")
				out("\tSHLQ $%d, DI", shift(k.bytes))
				out("\tADDQ DI, a+8(FP)")
			}
			out("\tDECQ groups+72(FP)")
			out("\tJNZ  group")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// whole adds dotLanes products to the sums of each column.
func (k dotKernel) whole(out func(string, ...any), b []string, vectors int) {
	for v := range vectors {
		k.single(out, b, vectors, v)
	}
}

// single is whole for one vector.
func (k dotKernel) single(out func(string, ...any), b []string, vectors, v int) {
	if k.unit {
		out("\tVADD%s %d(BX)(DI*1), %s, %s", k.suffix, v*k.vector, k.reg(v), k.reg(v))
		return
	}
	a := k.top(2 - v%3)
	out("\tVMOVU%s %d(AX)(DI*1), %s", k.suffix, v*k.vector, a)
	for i, p := range b {
		out("\tVFMADD231%s %d(%s)(DI*1), %s, %s", k.suffix, v*k.vector, p, a, k.reg(i*vectors+v))
	}
}

// rest is whole for the last terms of a run. Without mask registers, masked loads take twice as long as others: whole
// vectors do without.
func (k dotKernel) rest(out func(string, ...any), b []string, vectors, step int) {
	for v := range vectors - 1 {
		if !k.masks {
			out("\tCMPQ CX, $%d", (v+1)*k.vector)
			out("\tJLT  part%d", v)
			k.single(out, b, vectors, v)
		}
	}
	if !k.masks {
		out("\tJMP  part%d", vectors-1)
	}
	mask, a, other := k.top(0), k.top(1), k.top(2)
	for v := range vectors {
		if !k.masks {
			out("\npart%d:", v)
		}
		load := func(pointer, register string) {
			address := fmt.Sprintf("%d(%s)(DI*1)", v*k.vector, pointer)
			if k.masks {
				out("\tVMOVU%s.Z %s, K%d, %s", k.suffix, address, 1+v, register)
			} else {
				out("\tVMASKMOV%s %s, %s, %s", k.suffix, address, mask, register)
			}
		}
		if !k.masks {
			out("\tVMOVUPS %d(R13), %s", step+v*k.vector, mask)
		}
		if !k.unit {
			load("AX", a)
		}
		for i, p := range b {
			load(p, other)
			if k.unit {
				out("\tVADD%s %s, %s, %s", k.suffix, other, k.reg(v), k.reg(v))
			} else {
				out("\tVFMADD231%s %s, %s, %s", k.suffix, other, a, k.reg(i*vectors+v))
			}
		}
	}
}

// fold adds the upper half of the vectors from register first on to the lower until one element is left.
func fold(out func(string, ...any), e element, first, vectors int) {
	for half := vectors / 2; half > 0; half /= 2 {
		for v := range half {
			out("\tVADD%s %s, %s, %s", e.suffix, e.reg(first+v+half), e.reg(first+v), e.reg(first+v))
		}
	}
	spare := first + 1
	if e.vector == 64 {
		out("\tVEXTRACTF64X4 $1, Z%d, Y%d", first, spare)
		out("\tVADD%s Y%d, Y%d, Y%d", e.suffix, spare, first, first)
	}
	out("\tVEXTRACTF128 $1, Y%d, X%d", first, spare)
	out("\tVADD%s X%d, X%d, X%d", e.suffix, spare, first, first)
	if e.bytes == 4 {
		out("\tVMOVHLPS X%d, X%d, X%d", first, first, spare)
		out("\tVADDPS X%d, X%d, X%d", spare, first, first)
		out("\tVMOVSHDUP X%d, X%d", first, spare)
	} else {
		out("\tVUNPCKHPD X%d, X%d, X%d", first, first, spare)
	}
	out("\tVADD%s X%d, X%d, X%d", e.scalar, spare, first, first)
}

// lanes computes c = a*b, with add 1 c = a*b + c, element by element. With add 2 it computes c = a*b and stores it past
// the caches; c begins at a multiple of a vector's bytes.
func lanes(e element) function {
	const unroll = 4
	return function{
		name: "lanes" + e.short + e.set, parameters: fmt.Sprintf("c, a, b *%s, n, add int", e.name), arguments: 40,
		body: func(out func(string, ...any)) {
			out("\tMOVQ c+0(FP), DX")
			out("\tMOVQ a+8(FP), AX")
			out("\tMOVQ b+16(FP), BX")
			out("\tMOVQ n+24(FP), CX")
			out("\tMOVQ add+32(FP), R9")
			out("\tCMPQ R9, $1")
			out("\tJEQ  sum")
			out("\tJGT  stream")
			for _, label := range []string{"product", "sum", "stream"} {
				add, move := label == "sum", "VMOVU"
				if label == "stream" {
					move = "VMOVNT"
				}
				out("\n%s:", label)
				out("\tCMPQ CX, $%d", unroll*e.vector/e.bytes)
				out("\tJLT  %sRest", label)
				for v := range unroll {
					out("\tVMOVU%s %d(AX), %s", e.suffix, v*e.vector, e.reg(v))
				}
				for v := range unroll {
					lane(out, e, e.suffix, e.letter, move, v, v*e.vector, add)
				}
				for _, r := range []string{"AX", "BX", "DX"} {
					out("\tADDQ $%d, %s", unroll*e.vector, r)
				}
				out("\tSUBQ $%d, CX", unroll*e.vector/e.bytes)
				out("\tJMP  %s", label)
				out("\n%sRest:", label)
				out("\tTESTQ CX, CX")
				out("\tJZ    done")
				if e.masks {
					maskedLane(out, e, label, add)
					continue
				}
				out("\tVMOV%s (AX), X0", e.scalar)
				lane(out, e, e.scalar, "X", "VMOV", 0, 0, add)
				for _, r := range []string{"AX", "BX", "DX"} {
					out("\tADDQ $%d, %s", e.bytes, r)
				}
				out("\tDECQ CX")
				out("\tJMP  %sRest", label)
			}
			out("\ndone:")
			out("\tSFENCE")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// maskedLane computes what is left of a row, a vector or a part of one at a time.
func maskedLane(out func(string, ...any), e element, label string, add bool) {
	e.maskRegisters(out, 1, "CX", "R8")
	out("\tVMOVU%s.Z (AX), K1, Z0", e.suffix)
	out("\tVMOVU%s.Z (BX), K1, Z1", e.suffix)
	if add {
		out("\tVMOVU%s.Z (DX), K1, Z2", e.suffix)
		out("\tVFMADD231%s Z1, Z0, Z2", e.suffix)
	} else {
		out("\tVMUL%s Z1, Z0, Z2", e.suffix)
	}
	out("\tVMOVU%s Z2, K1, (DX)", e.suffix)
	for _, r := range []string{"AX", "BX", "DX"} {
		out("\tADDQ $%d, %s", e.vector, r)
	}
	out("\tSUBQ $%d, CX", e.lanes())
	out("\tJG  %sRest", label)
	out("\tJMP done")
}

// lane multiplies what register v holds of a with b and stores it.
func lane(out func(string, ...any), e element, suffix, kind, move string, v, at int, add bool) {
	if !add {
		out("\tVMUL%s %d(BX), %s%d, %s%d", suffix, at, kind, v, kind, v)
		out("\t%s%s %s%d, %d(DX)", move, suffix, kind, v, at)
		return
	}
	out("\t%s%s %d(DX), %s%d", move, suffix, at, kind, 4+v)
	out("\tVFMADD231%s %d(BX), %s%d, %s%d", suffix, at, kind, v, kind, 4+v)
	out("\t%s%s %s%d, %d(DX)", move, suffix, kind, 4+v, at)
}

// outer stores the outer product of rows elements of a, aStep apart, and columns neighbours of b past the caches: row i
// of c begins i*cStep elements after c. What lies before and after the whole cache lines of a row is stored as usual.
func outer(e element) function {
	const turn = 64 // bytes that a turn of the loop stores
	return function{
		name: "outer" + e.short + e.set, parameters: fmt.Sprintf("c, a, b *%s, rows, columns, cStep, aStep int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			out("\tMOVQ c+0(FP), DI")
			out("\tMOVQ a+8(FP), AX")
			out("\tMOVQ rows+24(FP), R8")
			out("\tMOVQ cStep+40(FP), R9")
			out("\tSHLQ $%d, R9", shift(e.bytes))
			out("\tMOVQ aStep+48(FP), R10")
			out("\tSHLQ $%d, R10", shift(e.bytes))
			out("\tVXORPS Y4, Y4, Y4")
			out("\nrow:")
			out("\tVBROADCAST%s (AX), Y5", e.scalar)
			out("\tMOVQ DI, DX")
			out("\tMOVQ b+16(FP), BX")
			out("\tMOVQ columns+32(FP), CX")
			outerSingles(out, e, "head", "\tTESTQ $63, DX\n\tJZ    lines")
			out("\nlines:")
			out("\tSUBQ $%d, CX", turn/e.bytes)
			out("\tJLT  rest")
			out("\nloop:")
			for v := range turn / e.vector {
				out("\tVMOVAPS Y4, Y%d", v) // a sum begins with zero, which decides about the sign of zeros
				out("\tVFMADD231%s %d(BX), Y5, Y%d", e.suffix, v*e.vector, v)
			}
			for v := range turn / e.vector {
				out("\tVMOVNT%s Y%d, %d(DX)", e.suffix, v, v*e.vector)
			}
			out("\tADDQ $%d, BX", turn)
			out("\tADDQ $%d, DX", turn)
			out("\tSUBQ $%d, CX", turn/e.bytes)
			out("\tJGE  loop")
			out("\nrest:")
			out("\tADDQ $%d, CX", turn/e.bytes)
			outerSingles(out, e, "tail", "")
			out("\nnext:")
			out("\tADDQ R10, AX")
			out("\tADDQ R9, DI")
			out("\tDECQ R8")
			out("\tJNZ  row")
			out("\tSFENCE")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// outerSingles computes elements one after the other, until the row ends or the instructions until jump away.
func outerSingles(out func(string, ...any), e element, label, until string) {
	out("\n%s:", label)
	out("\tTESTQ CX, CX")
	out("\tJZ    next")
	if until != "" {
		out("%s", until)
	}
	out("\tVMOVAPS X4, X0")
	out("\tVFMADD231%s (BX), X5, X0", e.scalar)
	out("\tVMOV%s X0, (DX)", e.scalar)
	out("\tADDQ $%d, BX", e.bytes)
	out("\tADDQ $%d, DX", e.bytes)
	out("\tDECQ CX")
	out("\tJMP  %s", label)
}

// copyRuns copies runs of at least a vector's bytes, step by step; the last vector of a run overlaps the one before it. What
// the run after all of them has at the same place is fetched meanwhile: boxes are filled in the order of memory.
//
// Registers: DI and SI the runs, CX runs left, R8 and R9 the steps, R10 the last vector's place, R11 what is fetched, AX the
// place.
func copyRuns(s isa) function {
	return function{
		name: "copyRuns" + s.set, parameters: "dst, src unsafe.Pointer, bytes, runs, dstStep, srcStep int", arguments: 48,
		body: func(out func(string, ...any)) {
			out("\tMOVQ dst+0(FP), DI")
			out("\tMOVQ src+8(FP), SI")
			out("\tMOVQ bytes+16(FP), R10")
			out("\tSUBQ $%d, R10", s.vector)
			out("\tMOVQ runs+24(FP), CX")
			out("\tMOVQ dstStep+32(FP), R8")
			out("\tMOVQ srcStep+40(FP), R9")
			out("\tMOVQ R9, R11")
			out("\tIMULQ CX, R11")
			out("\tADDQ SI, R11")
			out("\nrun:")
			out("\tXORL AX, AX")
			out("\tJMP  first")
			out("\nvector:")
			out("\tPREFETCHT0 (R11)(AX*1)")
			out("\tVMOVUPS (SI)(AX*1), %s", s.reg(0))
			out("\tVMOVUPS %s, (DI)(AX*1)", s.reg(0))
			out("\tADDQ $%d, AX", s.vector)
			out("\nfirst:")
			out("\tCMPQ AX, R10")
			out("\tJLT  vector")
			out("\tPREFETCHT0 (R11)(R10*1)")
			out("\tVMOVUPS (SI)(R10*1), %s", s.reg(0))
			out("\tVMOVUPS %s, (DI)(R10*1)", s.reg(0))
			out("\tADDQ R8, DI")
			out("\tADDQ R9, SI")
			out("\tADDQ R9, R11")
			out("\tDECQ CX")
			out("\tJNZ  run")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// copyPanels copies rows of neighbouring columns into panels whose rows are two vectors: row r begins at src plus
// offsets[r] elements of 1<<shift bytes; panel p of it goes to dst + p*panelBytes plus r rows.
func copyPanels(s isa) function {
	return function{
		name: "copyPanels" + s.set, parameters: "dst, src unsafe.Pointer, offsets *int, rows, panels, panelBytes, shift int", arguments: 56,
		body: func(out func(string, ...any)) {
			out("\tMOVQ dst+0(FP), DI")
			out("\tMOVQ src+8(FP), SI")
			out("\tMOVQ offsets+16(FP), BX")
			out("\tMOVQ rows+24(FP), R8")
			out("\tMOVQ panels+32(FP), R9")
			out("\tMOVQ panelBytes+40(FP), R10")
			out("\tMOVQ shift+48(FP), CX")
			out("\nrow:")
			out("\tMOVQ (BX), AX")
			out("\tSHLQ CX, AX")
			out("\tADDQ SI, AX")
			out("\tMOVQ DI, DX")
			out("\tMOVQ R9, R11")
			out("\npanel:")
			out("\tVMOVUPS (AX), %s", s.reg(0))
			out("\tVMOVUPS %d(AX), %s", s.vector, s.reg(1))
			out("\tVMOVUPS %s, (DX)", s.reg(0))
			out("\tVMOVUPS %s, %d(DX)", s.reg(1), s.vector)
			out("\tADDQ $%d, AX", 2*s.vector)
			out("\tADDQ R10, DX")
			out("\tDECQ R11")
			out("\tJNZ  panel")
			out("\tADDQ $8, BX")
			out("\tADDQ $%d, DI", 2*s.vector)
			out("\tDECQ R8")
			out("\tJNZ  row")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}
