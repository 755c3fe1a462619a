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
	all := []function{copyPanels()}
	for _, e := range elements {
		all = append(all, dot(e), lanes(e))
	}
	return all
}

const dotLanes = 32 // as in package contract

// dot keeps dotLanes sums in registers, element i going to sum i mod dotLanes, and adds the upper half of them to the
// lower until one is left. What is left over at the end is filled up with zeros on the stack.
func dot(e element) function {
	vectors := dotLanes * e.bytes / vectorBytes
	step := dotLanes * e.bytes
	return function{
		name: "dot" + e.short + "AVX2", parameters: fmt.Sprintf("a, b *%s, n int", e.name), result: " " + e.name,
		frame: 2 * step, arguments: 24 + e.bytes,
		body: func(out func(string, ...any)) {
			out("\tMOVQ a+0(FP), AX")
			out("\tMOVQ b+8(FP), BX")
			out("\tMOVQ n+16(FP), CX")
			for v := range vectors {
				out("\tVXORPS Y%d, Y%d, Y%d", v, v, v)
			}
			out("\nloop:")
			out("\tCMPQ CX, $%d", dotLanes)
			out("\tJLT  rest")
			dotStep(out, e, vectors, "AX", "BX", step)
			out("\tADDQ $%d, AX", step)
			out("\tADDQ $%d, BX", step)
			out("\tSUBQ $%d, CX", dotLanes)
			out("\tJMP  loop")
			out("\nrest:")
			out("\tTESTQ CX, CX")
			out("\tJZ    fold")
			out("\tVXORPS Y15, Y15, Y15")
			for at := 0; at < 2*step; at += vectorBytes {
				out("\tVMOVUPS Y15, %d(SP)", at)
			}
			out("\tXORQ DX, DX")
			out("\ncopy:")
			move := map[int]string{4: "MOVL", 8: "MOVQ"}[e.bytes]
			out("\t%s (AX)(DX*%d), R8", move, e.bytes)
			out("\t%s R8, 0(SP)(DX*%d)", move, e.bytes)
			out("\t%s (BX)(DX*%d), R8", move, e.bytes)
			out("\t%s R8, %d(SP)(DX*%d)", move, step, e.bytes)
			out("\tINCQ DX")
			out("\tCMPQ DX, CX")
			out("\tJLT  copy")
			out("\tMOVQ SP, AX")
			out("\tLEAQ %d(SP), BX", step)
			dotStep(out, e, vectors, "AX", "BX", step)
			out("\nfold:")
			for half := vectors / 2; half > 0; half /= 2 {
				for v := range half {
					out("\tVADD%s Y%d, Y%d, Y%d", e.suffix, v+half, v, v)
				}
			}
			out("\tVEXTRACTF128 $1, Y0, X1")
			out("\tVADD%s X1, X0, X0", e.suffix)
			if e.bytes == 4 {
				out("\tVMOVHLPS X0, X0, X1")
				out("\tVADDPS X1, X0, X0")
				out("\tVMOVSHDUP X0, X1")
			} else {
				out("\tVUNPCKHPD X0, X0, X1")
			}
			out("\tVADD%s X1, X0, X0", e.scalar)
			out("\tVMOV%s X0, ret+24(FP)", e.scalar)
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

func dotStep(out func(string, ...any), e element, vectors int, a, b string, step int) {
	for first := 0; first < vectors; first += 4 {
		for v := first; v < first+4; v++ {
			out("\tVMOVU%s %d(%s), Y%d", e.suffix, v*vectorBytes, a, 8+v-first)
		}
		for v := first; v < first+4; v++ {
			out("\tVFMADD231%s %d(%s), Y%d, Y%d", e.suffix, v*vectorBytes, b, 8+v-first, v)
		}
	}
}

// lanes computes c = a*b, or with add c = a*b + c, element by element.
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
			out("\tTESTQ R9, R9")
			out("\tJNZ   sum")
			for _, add := range []bool{false, true} {
				label := "product"
				if add {
					label = "sum"
				}
				out("\n%s:", label)
				out("\tCMPQ CX, $%d", unroll*vectorBytes/e.bytes)
				out("\tJLT  %sRest", label)
				for v := range unroll {
					out("\tVMOVU%s %d(AX), Y%d", e.suffix, v*vectorBytes, v)
				}
				for v := range unroll {
					lane(out, e, e.suffix, "Y", v, v*vectorBytes, add)
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
				lane(out, e, e.scalar, "X", 0, 0, add)
				for _, r := range []string{"AX", "BX", "DX"} {
					out("\tADDQ $%d, %s", e.bytes, r)
				}
				out("\tDECQ CX")
				out("\tJMP  %sRest", label)
			}
			out("\ndone:")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// lane multiplies what register v holds of a with b and stores it.
func lane(out func(string, ...any), e element, suffix, kind string, v, at int, add bool) {
	move := "VMOVU" + suffix
	if kind == "X" {
		move = "VMOV" + suffix
	}
	if !add {
		out("\tVMUL%s %d(BX), %s%d, %s%d", suffix, at, kind, v, kind, v)
		out("\t%s %s%d, %d(DX)", move, kind, v, at)
		return
	}
	out("\t%s %d(DX), %s%d", move, at, kind, 4+v)
	out("\tVFMADD231%s %d(BX), %s%d, %s%d", suffix, at, kind, v, kind, 4+v)
	out("\t%s %s%d, %d(DX)", move, kind, 4+v, at)
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
