// This file generates the AVX2 and FMA kernels: an instruction set is its registers, the width of a vector, and the
// tiles that fit the register file.

package main

import (
	"bytes"
	"fmt"
)

// An element is a floating-point type as the instruction set sees it.
type element struct {
	name   string // in Go
	short  string // in the kernels' names
	suffix string // of packed instructions
	bytes  int
	scalar string // suffix of the broadcast instruction
}

var elements = []element{
	{"float32", "F32", "PS", 4, "SS"},
	{"float64", "F64", "PD", 8, "SD"},
}

const (
	vectorBytes = 32
	mainVectors = 2 // vectors in a row of the main tile
	mainRows    = 6 // 6 x 2 sums, 2 vectors of B and 1 broadcast of A fill 15 of 16 registers
	unroll      = 4 // terms in a turn of the loop
	wideVectors = 8 // vectors in the single-row kernel's main block
)

// A kernel is one tile shape for one element type.
type kernel struct {
	element
	rows, vectors int
	masked        bool
}

func avx2Kernels() []kernel {
	var all []kernel
	for _, e := range elements {
		for _, masked := range []bool{false, true} {
			for rows := 1; rows <= mainRows; rows++ {
				all = append(all, kernel{e, rows, mainVectors, masked})
			}
		}
	}
	return all
}

func (k kernel) name() string {
	name := fmt.Sprintf("tile%dx%d", k.rows, k.vectors)
	if k.masked {
		name += "Masked"
	}
	return name + k.short + "AVX2"
}

func (k kernel) signature() string {
	parameters := fmt.Sprintf("a *%[1]s, aRow, aTerm int, b *%[1]s, kB *int, count int, c *%[1]s, ldc, add, panels, aPanel int", k.element.name)
	if k.masked {
		parameters += ", mask *[64]byte"
	}
	return parameters
}

func (k kernel) writeStub(w *bytes.Buffer) {
	fmt.Fprintf(w, "\n//go:noescape\nfunc %s(%s)\n", k.name(), k.signature())
}

// Registers: the sums fill Y15 downwards, B is in the lowest ones, A is broadcast into the next.
func (k kernel) sum(row, vector int) string { return fmt.Sprintf("Y%d", 15-row*k.vectors-vector) }
func (k kernel) b(vector int) string        { return fmt.Sprintf("Y%d", vector) }

// broadcast is the register into which A is broadcast.
const broadcast = "Y2"

func (k kernel) writeAssembly(w *bytes.Buffer) {
	out := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	size := 88
	if k.masked {
		size = 96
	}
	out("\n// func %s(%s)", k.name(), k.signature())
	out("TEXT ·%s(SB), NOSPLIT, $0-%d", k.name(), size)
	out("\tSHLQ $%d, aPanel+80(FP)", shift(k.bytes))
	out("\tMOVQ c+48(FP), DX")
	out("\nnext:")
	out("\tMOVQ a+0(FP), AX")
	out("\tMOVQ aRow+8(FP), R8")
	out("\tSHLQ $%d, R8", shift(k.bytes))
	out("\tMOVQ aTerm+16(FP), R10")
	out("\tSHLQ $%d, R10", shift(k.bytes))
	if k.rows > 3 {
		out("\tLEAQ (R8)(R8*2), R9")
		out("\tADDQ AX, R9")
	}
	out("\tMOVQ b+24(FP), BX")
	out("\tMOVQ kB+32(FP), SI")
	out("\tMOVQ count+40(FP), CX")
	if k.masked {
		out("\tMOVQ mask+88(FP), R13")
	}
	for row := range k.rows {
		for v := range k.vectors {
			s := k.sum(row, v)
			out("\tVXORPS %s, %s, %s", s, s, s)
		}
	}
	k.prefetchC(out)
	out("\tSUBQ $%d, CX", unroll)
	out("\tJLT  rest")
	if !k.masked && k.rows > 1 {
		out("\tCMPQ R10, $%d", k.bytes)
		out("\tJEQ  inPlace")
	}
	k.writeLoop(out, "loop", func(int) {})
	out("\nrest:")
	out("\tADDQ $%d, CX", unroll)
	out("\tJZ   done")
	out("\nlast:")
	k.writeStep(out, 0)
	out("\tADDQ $8, SI")
	out("\tDECQ CX")
	out("\tJNZ  last")
	out("\ndone:")
	k.writeStore(out)
	out("\nstored:")
	out("\tMOVQ aPanel+80(FP), AX")
	out("\tADDQ AX, a+0(FP)")
	out("\tDECQ panels+72(FP)")
	out("\tJNZ  next")
	out("\tVZEROUPPER")
	out("\tRET")
	if !k.masked && k.rows > 1 {
		k.writeInPlace(out)
	}
}

// prefetchC fetches the tile's rows of C, so that they are near when the sums are ready.
func (k kernel) prefetchC(out func(string, ...any)) {
	out("\tMOVQ ldc+56(FP), R11")
	out("\tSHLQ $%d, R11", shift(k.bytes))
	out("\tMOVQ DX, R12")
	for row := range k.rows {
		out("\tPREFETCHT0 (R12)")
		if !k.masked {
			out("\tPREFETCHT0 %d(R12)", k.vectors*vectorBytes-1)
		}
		if row < k.rows-1 {
			out("\tADDQ R11, R12")
		}
	}
}

// writeLoop writes the loop over the terms; extra writes what its steps do besides.
func (k kernel) writeLoop(out func(string, ...any), label string, extra func(u int)) {
	out("\tPCALIGN $32")
	out("\n%s:", label)
	for u := range unroll {
		extra(u)
		k.writeStep(out, u)
	}
	out("\tADDQ $%d, SI", 8*unroll)
	out("\tSUBQ $%d, CX", unroll)
	out("\tJGE  %s", label)
}

// writeInPlace writes the loop for rows of A whose terms are neighbours: it comes from memory then, in as many places as
// there are rows, and what the next panel has where this one is is fetched meanwhile. Packed rows lose by that.
func (k kernel) writeInPlace(out func(string, ...any)) {
	out("\ninPlace:")
	out("\tMOVQ aPanel+80(FP), R11")
	out("\tLEAQ (R11)(R8*1), R12")
	out("\tLEAQ (R11)(R8*2), R13")
	k.writeLoop(out, "fetching", func(u int) {
		base, rows := "AX", min(3, k.rows)
		if u > 0 {
			base, rows = "R9", k.rows-3
		}
		for row := range rows {
			if u == 0 || u == unroll/2 {
				out("\tPREFETCHT0 (%s)(R%d*1)", base, 11+row)
			}
		}
	})
	out("\tJMP rest")
}

// writeStep multiplies one row of B with one element of A for each row of the tile.
func (k kernel) writeStep(out func(string, ...any), u int) {
	out("\tMOVQ %d(SI), DI", 8*u)
	address := func(v int) string { return fmt.Sprintf("%d(BX)(DI*%d)", v*vectorBytes, k.bytes) }
	for v := range k.vectors {
		if k.masked { // no register is left for the masks: they are loaded again and overwritten
			out("\tVMOVUPS %d(R13), %s", v*vectorBytes, k.b(v))
			out("\tVMASKMOV%s %s, %s, %s", k.suffix, address(v), k.b(v), k.b(v))
		} else {
			out("\tVMOVU%s %s, %s", k.suffix, address(v), k.b(v))
		}
	}
	for row := range k.rows {
		out("\tVBROADCAST%s %s, %s", k.scalar, rowAddresses[row], broadcast)
		for v := range k.vectors {
			out("\tVFMADD231%s %s, %s, %s", k.suffix, k.b(v), broadcast, k.sum(row, v))
		}
	}
	out("\tADDQ R10, AX")
	if k.rows > 3 {
		out("\tADDQ R10, R9")
	}
}

// rowAddresses are where the rows of A are: AX is the first, R9 the fourth, R8 the step between them.
var rowAddresses = [...]string{"(AX)", "(AX)(R8*1)", "(AX)(R8*2)", "(R9)", "(R9)(R8*1)", "(R9)(R8*2)"}

// writeStore stores the sums, or adds them to what C holds.
func (k kernel) writeStore(out func(string, ...any)) {
	if k.masked {
		for v := range k.vectors {
			out("\tVMOVUPS %d(R13), %s", v*vectorBytes, k.b(v))
		}
	}
	out("\tMOVQ ldc+56(FP), R8")
	out("\tSHLQ $%d, R8", shift(k.bytes))
	out("\tMOVQ add+64(FP), R9")
	out("\tTESTQ R9, R9")
	out("\tJNZ   sum")
	for row := range k.rows {
		k.writeRow(out, row, false)
	}
	out("\tJMP   stored")
	out("\nsum:")
	for row := range k.rows {
		k.writeRow(out, row, true)
	}
}

func (k kernel) writeRow(out func(string, ...any), row int, add bool) {
	for v := range k.vectors {
		s := k.sum(row, v)
		switch {
		case k.masked && add:
			out("\tVMASKMOV%s %d(DX), %s, %s", k.suffix, v*vectorBytes, k.b(v), broadcast)
			out("\tVADD%s %s, %s, %s", k.suffix, broadcast, s, s)
		case add:
			out("\tVADD%s %d(DX), %s, %s", k.suffix, v*vectorBytes, s, s)
		}
		if k.masked {
			out("\tVMASKMOV%s %s, %s, %d(DX)", k.suffix, s, k.b(v), v*vectorBytes)
		} else {
			out("\tVMOVU%s %s, %d(DX)", k.suffix, s, v*vectorBytes)
		}
	}
	out("\tADDQ R8, DX")
}

func shift(bytes int) int {
	if bytes == 4 {
		return 2
	}
	return 3
}

// writeTables lists the kernels of a type by their number of rows.
func writeTables(w *bytes.Buffer) {
	for _, e := range elements {
		for _, masked := range []bool{false, true} {
			list, signature := "tiles"+e.short+"AVX2", kernel{e, 1, mainVectors, masked}.signature()
			if masked {
				list = "maskedTiles" + e.short + "AVX2"
			}
			fmt.Fprintf(w, "\n// %s are the kernels for 1 to %d rows.\nvar %s = [...]func(%s){\n", list, mainRows, list, signature)
			for rows := 1; rows <= mainRows; rows++ {
				fmt.Fprintf(w, "\t%s,\n", kernel{e, rows, mainVectors, masked}.name())
			}
			fmt.Fprintln(w, "}")
		}
	}
}
