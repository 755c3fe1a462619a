// This file generates the NEON kernels: tiles with four vectors in a row, and the sums of dot products.

package main

import (
	"bytes"
	"fmt"
	"strings"
)

const (
	neonBytes   = 16
	neonRows    = 6
	neonVectors = 4 // in a row of the main tile: 6 x 4 sums, 4 vectors of B and 1 broadcast of A fill 29 of 32 registers
)

// neon is what the tables of types need to know of NEON.
var neon = isa{set: "NEON", vector: neonBytes}

// A neonTile is one tile shape for one element type. Without vectors it has a single column.
type neonTile struct {
	element
	rows, vectors int
}

func neonTiles() []neonTile {
	var all []neonTile
	for _, e := range elements(neon) {
		for rows := 1; rows <= neonRows; rows++ {
			for vectors := range neonVectors + 1 {
				all = append(all, neonTile{e, rows, vectors})
			}
		}
	}
	return all
}

func (k neonTile) name() string { return fmt.Sprintf("tile%dx%d%sNEON", k.rows, k.vectors, k.short) }

func (k neonTile) signature() string {
	return fmt.Sprintf("a *%[1]s, aRow, aTerm int, b *%[1]s, kB *int, count int, c *%[1]s, ldc, add, panels, aPanel int", k.element.name)
}

// arrangement is the type of a vector in the assembler's words, form the bit that says so in an instruction.
func (e element) arrangement() (name string, form int) {
	if e.bytes == 4 {
		return "S4", 0
	}
	return "D2", 1 << 22
}

// vectorList names some registers from the first on.
func (e element) vectorList(first, count int) string {
	kind, _ := e.arrangement()
	var names []string
	for v := range count {
		names = append(names, fmt.Sprintf("V%d.%s", first+v, kind))
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// addVectors writes FADD: the assembler lacks it.
func (e element) addVectors(out func(string, ...any), x, y, sum int) {
	_, form := e.arrangement()
	out("\tWORD $%#x // FADD V%d, V%d, V%d", 0x4e20d400|form|y<<16|x<<5|sum, y, x, sum)
}

// Registers: V0 to V3 a row of B, V4 an element of A, the sums from V8 on; R0 and R3 to R7 the rows of A, R1 kB, R2 C, R8
// terms left, R9 ldc, R10 panels left, R11 A of the panel, R12 aRow, R13 aTerm, R14 aPanel, R15 B, R16 add, R17 scratch.
func (k neonTile) writeAssembly(w *bytes.Buffer) {
	out := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	kind, _ := k.arrangement()
	rowsOfA := []string{"R0", "R3", "R4", "R5", "R6", "R7"}[:k.rows]
	out("\n// func %s(%s)", k.name(), k.signature())
	out("TEXT ·%s(SB), NOSPLIT, $0-88", k.name())
	for _, p := range [][2]string{{"a+0", "R11"}, {"b+24", "R15"}, {"c+48", "R2"}, {"add+64", "R16"}, {"panels+72", "R10"}} {
		out("\tMOVD %s(FP), %s", p[0], p[1])
	}
	for _, p := range [][2]string{{"aRow+8", "R12"}, {"aTerm+16", "R13"}, {"ldc+56", "R9"}, {"aPanel+80", "R14"}} {
		out("\tMOVD %s(FP), %s", p[0], p[1])
		out("\tLSL  $%d, %s, %s", shift(k.bytes), p[1], p[1])
	}
	out("\nnext:")
	out("\tMOVD R11, R0")
	for i := 1; i < k.rows; i++ {
		out("\tADD  R12, %s, %s", rowsOfA[i-1], rowsOfA[i])
	}
	out("\tMOVD kB+32(FP), R1")
	out("\tMOVD count+40(FP), R8")
	for i := range k.rows * max(1, k.vectors) {
		clearNEON(out, 8+i)
	}
	if k.vectors == 0 {
		k.writeColumn(out, rowsOfA)
		return
	}
	out("\nloop:")
	out("\tMOVD.P 8(R1), R17")
	out("\tADD  R17<<%d, R15, R17", shift(k.bytes))
	out("\tVLD1 (R17), %s", k.vectorList(0, k.vectors))
	for i, row := range rowsOfA {
		out("\tVLD1R (%s), %s", row, k.vectorList(4, 1))
		out("\tADD  R13, %s, %s", row, row)
		for v := range k.vectors {
			out("\tVFMLA V4.%[1]s, V%[2]d.%[1]s, V%[3]d.%[1]s", kind, v, 8+i*k.vectors+v)
		}
	}
	out("\tSUBS $1, R8, R8")
	out("\tBNE  loop")
	out("\tCBNZ R16, sum")
	for i := range k.rows {
		out("\tVST1 %s, (R2)", k.vectorList(8+i*k.vectors, k.vectors))
		out("\tADD  R9, R2, R2")
	}
	out("\tB    stored")
	out("\nsum:")
	for i := range k.rows {
		out("\tVLD1 (R2), %s", k.vectorList(0, k.vectors))
		for v := range k.vectors {
			s := 8 + i*k.vectors + v
			k.addVectors(out, v, s, s)
		}
		out("\tVST1 %s, (R2)", k.vectorList(8+i*k.vectors, k.vectors))
		out("\tADD  R9, R2, R2")
	}
	writeNextPanel(out)
}

func writeNextPanel(out func(string, ...any)) {
	out("\nstored:")
	out("\tADD  R14, R11, R11")
	out("\tSUBS $1, R10, R10")
	out("\tBNE  next")
	out("\tRET")
}

func clearNEON(out func(string, ...any), register int) {
	out("\tVEOR V%[1]d.B16, V%[1]d.B16, V%[1]d.B16", register)
}

// writeColumn is the rest of writeAssembly for a single column.
func (k neonTile) writeColumn(out func(string, ...any), rowsOfA []string) {
	letter := k.scalar[1:]
	out("\nloop:")
	out("\tMOVD.P 8(R1), R17")
	out("\tADD  R17<<%d, R15, R17", shift(k.bytes))
	out("\tFMOV%s (R17), F0", letter)
	for i, row := range rowsOfA {
		out("\tFMOV%s (%s), F4", letter, row)
		out("\tADD  R13, %s, %s", row, row)
		out("\tFMADD%s F4, F%d, F0, F%d", letter, 8+i, 8+i)
	}
	out("\tSUBS $1, R8, R8")
	out("\tBNE  loop")
	out("\tCBNZ R16, sum")
	for i := range k.rows {
		out("\tFMOV%s F%d, (R2)", letter, 8+i)
		out("\tADD  R9, R2, R2")
	}
	out("\tB    stored")
	out("\nsum:")
	for i := range k.rows {
		out("\tFMOV%s (R2), F0", letter)
		out("\tFADD%s F0, F%d, F%d", letter, 8+i, 8+i)
		out("\tFMOV%s F%d, (R2)", letter, 8+i)
		out("\tADD  R9, R2, R2")
	}
	writeNextPanel(out)
}

// neonDot adds products to the dotLanes sums of a dot product, those of n elements, a multiple of dotLanes greater than 0:
// half of the sums at a time, to keep two loads a product.
func neonDot(e element) function {
	kind, _ := e.arrangement()
	step := dotLanes * e.bytes
	return function{
		name: "dot" + e.short + "NEON", parameters: fmt.Sprintf("sums *[%d]%s, a, b *%s, n int", dotLanes, e.name, e.name), arguments: 32,
		body: func(out func(string, ...any)) {
			vectors := step / neonBytes
			for from := 0; from < vectors; from += 8 {
				label := fmt.Sprintf("loop%d", from)
				out("\tMOVD sums+0(FP), R2")
				out("\tADD  $%d, R2, R2", from*neonBytes)
				out("\tADD  $64, R2, R3")
				out("\tVLD1 (R2), %s", e.vectorList(16, 4))
				out("\tVLD1 (R3), %s", e.vectorList(20, 4))
				out("\tMOVD a+8(FP), R0")
				out("\tMOVD b+16(FP), R1")
				out("\tADD  $%d, R0, R0", from*neonBytes)
				out("\tADD  $%d, R1, R1", from*neonBytes)
				out("\tMOVD n+24(FP), R8")
				out("\n%s:", label)
				out("\tADD  $64, R0, R4")
				out("\tADD  $64, R1, R5")
				out("\tVLD1 (R0), %s", e.vectorList(0, 4))
				out("\tVLD1 (R4), %s", e.vectorList(4, 4))
				out("\tVLD1 (R1), %s", e.vectorList(8, 4))
				out("\tVLD1 (R5), %s", e.vectorList(12, 4))
				for v := range 8 {
					out("\tVFMLA V%[2]d.%[1]s, V%[3]d.%[1]s, V%[4]d.%[1]s", kind, v, 8+v, 16+v)
				}
				out("\tADD  $%d, R0, R0", step)
				out("\tADD  $%d, R1, R1", step)
				out("\tSUBS $%d, R8, R8", dotLanes)
				out("\tBNE  %s", label)
				out("\tVST1 %s, (R2)", e.vectorList(16, 4))
				out("\tVST1 %s, (R3)", e.vectorList(20, 4))
			}
			out("\tRET")
		},
	}
}

// writeNEON writes the assembly and its declarations.
func writeNEON(assembly, stubs *bytes.Buffer) {
	assembly.WriteString(header + "#include \"textflag.h\"\n")
	stubs.WriteString(header + "package contract\n")
	for _, k := range neonTiles() {
		k.writeAssembly(assembly)
		fmt.Fprintf(stubs, "\n//go:noescape\nfunc %s(%s)\n", k.name(), k.signature())
	}
	for _, e := range elements(neon) {
		functions := []function{neonDot(e), neonLanes(e), neonTranspose(e)}
		for filterRows := 2; filterRows <= neonRows; filterRows++ {
			functions = append(functions, neonRolling{e, filterRows}.function())
		}
		for _, f := range functions {
			f.write(assembly, stubs)
		}
	}
	for _, e := range elements(neon) {
		fmt.Fprintf(stubs, "\n// tiles%[1]sNEON are the kernels by rows less 1 and vectors; without vectors for a single column.\nvar tiles%[1]sNEON = [%[2]d][%[3]d]func(%[4]s){\n",
			e.short, neonRows, neonVectors+1, neonTile{e, 1, 1}.signature())
		for rows := 1; rows <= neonRows; rows++ {
			var names []string
			for vectors := range neonVectors + 1 {
				names = append(names, neonTile{e, rows, vectors}.name())
			}
			fmt.Fprintf(stubs, "\t{%s},\n", strings.Join(names, ", "))
		}
		fmt.Fprintln(stubs, "}")
	}
}
