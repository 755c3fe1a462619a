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

func vectorFunctions() []function {
	// float64 has no room for the sums of three columns.
	all := []function{copyPanels(), dotKernel{elements[0], 3, false}.function()}
	for _, e := range elements {
		all = append(all, dotKernel{e, 1, false}.function(), dotKernel{e, 1, true}.function(), lanes(e), outer(e))
	}
	return all
}

const dotLanes = 32 // as in package contract

// A dotKernel computes the dot products of a with columns vectors at a time, or with unit the sums of the vectors.
type dotKernel struct {
	element
	columns int
	unit    bool
}

// function is the kernel: groups*columns vectors begin bColumn elements apart and consist of runs of n neighbours that
// begin bStep elements apart, those of a aStep. It keeps dotLanes sums of each in registers, element i of every run
// going to sum i mod dotLanes, and adds the upper half of them to the lower until one is left. What is left over at the
// end of a run is filled up with zeros. masks has as many bytes that are set, then not, as dotLanes elements have.
//
// Registers: AX a of the run, BX DX SI b of the run, CX elements left, DI offset in the run, R8 bytes from column to
// column, R9 runs left, R10 aStep, R11 bStep, R12 masks, R13 mask.
func (k dotKernel) function() function {
	name := fmt.Sprintf("dot%d", k.columns)
	if k.unit {
		name = "sum1"
	}
	vectors, step := dotLanes*k.bytes/vectorBytes, dotLanes*k.bytes
	b := []string{"BX", "DX", "SI"}[:k.columns]
	return function{
		name:       name + k.short + "AVX2",
		parameters: fmt.Sprintf("out, a, b *%s, n, runs, aStep, bStep, bColumn, groups int, masks *byte", k.element.name), arguments: 80,
		body: func(out func(string, ...any)) {
			out("\tMOVQ bColumn+56(FP), R8")
			out("\tSHLQ $%d, R8", shift(k.bytes))
			out("\tMOVQ aStep+40(FP), R10")
			out("\tMOVQ bStep+48(FP), R11")
			out("\tMOVQ masks+72(FP), R12")
			out("\ngroup:")
			out("\tMOVQ a+8(FP), AX")
			out("\tMOVQ b+16(FP), BX")
			for i := 1; i < k.columns; i++ {
				out("\tLEAQ (%s)(R8*1), %s", b[i-1], b[i])
			}
			out("\tMOVQ runs+32(FP), R9")
			for v := range k.columns * vectors {
				out("\tVXORPS Y%d, Y%d, Y%d", v, v, v)
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
			out("\tSHLQ $%d, CX", shift(k.bytes))
			out("\tMOVQ R12, R13")
			out("\tSUBQ CX, R13")
			k.masked(out, b, vectors, step)
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
			out("\tDECQ groups+64(FP)")
			out("\tJNZ  group")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// whole adds dotLanes products to the sums of each column.
func (k dotKernel) whole(out func(string, ...any), b []string, vectors int) {
	for v := range vectors {
		if k.unit {
			out("\tVADD%s %d(BX)(DI*1), Y%d, Y%d", k.suffix, v*vectorBytes, v, v)
			continue
		}
		out("\tVMOVU%s %d(AX)(DI*1), Y%d", k.suffix, v*vectorBytes, 13+v%3)
		for i, p := range b {
			out("\tVFMADD231%s %d(%s)(DI*1), Y%d, Y%d", k.suffix, v*vectorBytes, p, 13+v%3, i*vectors+v)
		}
	}
}

// masked is whole for the last terms of a run.
func (k dotKernel) masked(out func(string, ...any), b []string, vectors, step int) {
	for v := range vectors {
		out("\tVMOVUPS %d(R13), Y15", step+v*vectorBytes)
		if !k.unit {
			out("\tVMASKMOV%s %d(AX)(DI*1), Y15, Y14", k.suffix, v*vectorBytes)
		}
		for i, p := range b {
			out("\tVMASKMOV%s %d(%s)(DI*1), Y15, Y13", k.suffix, v*vectorBytes, p)
			if k.unit {
				out("\tVADD%s Y13, Y%d, Y%d", k.suffix, v, v)
			} else {
				out("\tVFMADD231%s Y13, Y14, Y%d", k.suffix, i*vectors+v)
			}
		}
	}
}

// fold adds the upper half of the vectors from register first on to the lower until one element is left.
func fold(out func(string, ...any), e element, first, vectors int) {
	for half := vectors / 2; half > 0; half /= 2 {
		for v := range half {
			out("\tVADD%s Y%d, Y%d, Y%d", e.suffix, first+v+half, first+v, first+v)
		}
	}
	out("\tVEXTRACTF128 $1, Y%d, X15", first)
	out("\tVADD%s X15, X%d, X%d", e.suffix, first, first)
	if e.bytes == 4 {
		out("\tVMOVHLPS X%d, X%d, X15", first, first)
		out("\tVADDPS X15, X%d, X%d", first, first)
		out("\tVMOVSHDUP X%d, X15", first)
	} else {
		out("\tVUNPCKHPD X%d, X%d, X15", first, first)
	}
	out("\tVADD%s X15, X%d, X%d", e.scalar, first, first)
}

// lanes computes c = a*b, with add 1 c = a*b + c, element by element. With add 2 it computes c = a*b and stores it past
// the caches; c begins at a multiple of 32 bytes.
func lanes(e element) function {
	const unroll = 4
	return function{
		name: "lanes" + e.short + "AVX2", parameters: fmt.Sprintf("c, a, b *%s, n, add int", e.name), arguments: 40,
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
				out("\tCMPQ CX, $%d", unroll*vectorBytes/e.bytes)
				out("\tJLT  %sRest", label)
				for v := range unroll {
					out("\tVMOVU%s %d(AX), Y%d", e.suffix, v*vectorBytes, v)
				}
				for v := range unroll {
					lane(out, e, e.suffix, "Y", move, v, v*vectorBytes, add)
				}
				for _, r := range []string{"AX", "BX", "DX"} {
					out("\tADDQ $%d, %s", unroll*vectorBytes, r)
				}
				out("\tSUBQ $%d, CX", unroll*vectorBytes/e.bytes)
				out("\tJMP  %s", label)
				out("\n%sRest:", label)
				out("\tTESTQ CX, CX")
				out("\tJZ    done")
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
		name: "outer" + e.short + "AVX2", parameters: fmt.Sprintf("c, a, b *%s, rows, columns, cStep, aStep int", e.name), arguments: 56,
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
			for v := range turn / vectorBytes {
				out("\tVMOVAPS Y4, Y%d", v) // a sum begins with zero, which decides about the sign of zeros
				out("\tVFMADD231%s %d(BX), Y5, Y%d", e.suffix, v*vectorBytes, v)
			}
			for v := range turn / vectorBytes {
				out("\tVMOVNT%s Y%d, %d(DX)", e.suffix, v, v*vectorBytes)
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

// copyPanels copies rows of neighbouring columns into panels whose rows have 64 bytes: row r begins at src plus
// offsets[r] elements of 1<<shift bytes; panel p of it goes to dst + p*panelBytes + r*64.
func copyPanels() function {
	return function{
		name: "copyPanelsAVX2", parameters: "dst, src unsafe.Pointer, offsets *int, rows, panels, panelBytes, shift int", arguments: 56,
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
			out("\tVMOVUPS (AX), Y0")
			out("\tVMOVUPS 32(AX), Y1")
			out("\tVMOVUPS Y0, (DX)")
			out("\tVMOVUPS Y1, 32(DX)")
			out("\tADDQ $64, AX")
			out("\tADDQ R10, DX")
			out("\tDECQ R11")
			out("\tJNZ  panel")
			out("\tADDQ $8, BX")
			out("\tADDQ $64, DI")
			out("\tDECQ R8")
			out("\tJNZ  row")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}
