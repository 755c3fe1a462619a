// This file generates the tile kernels of amd64, for AVX2 and AVX-512.

package main

import (
	"bytes"
	"fmt"
)

const (
	mainVectors = 2 // vectors in a row of the main tile
	unroll      = 4 // terms in a turn of the loop
	wideVectors = 8 // vectors in the single-row kernel's main block
)

// A kernel is one tile shape for one element type.
//
// Registers: AX a, BX b, CX terms left, DX c, SI kB, DI offset, R8 the step between rows of A and R9 its fourth row (see
// rowAddress), R10 the step between terms of A, R11 to R13 for fetching.
type kernel struct {
	element
	rows, vectors int
	masked        bool
}

// tileKernels are the kernels for full tiles, and masked ones for fewer columns: with mask registers, which cost nothing,
// for each number of vectors.
func tileKernels(s isa) []kernel {
	var all []kernel
	for _, e := range elements(s) {
		for rows := 1; rows <= s.rows; rows++ {
			all = append(all, kernel{e, rows, mainVectors, false})
		}
		for _, vectors := range s.maskedVectors() {
			for rows := 1; rows <= s.rows; rows++ {
				all = append(all, kernel{e, rows, vectors, true})
			}
		}
	}
	return all
}

// maskedVectors are the numbers of vectors in the rows of masked tiles.
func (s isa) maskedVectors() []int {
	if s.masks {
		return []int{1, mainVectors}
	}
	return []int{mainVectors}
}

func (k kernel) name() string {
	name := fmt.Sprintf("tile%dx%d", k.rows, k.vectors)
	if k.masked {
		name += "Masked"
	}
	return name + k.short + k.set
}

func (k kernel) signature() string {
	parameters := fmt.Sprintf("a *%[1]s, aRow, aTerm int, b *%[1]s, kB *int, count int, c *%[1]s, ldc, add, panels, aPanel int", k.element.name)
	switch {
	case k.masked && k.masks:
		parameters += ", columns int"
	case k.masked:
		parameters += ", mask *[64]byte"
	}
	return parameters
}

func (k kernel) writeStub(w *bytes.Buffer) {
	fmt.Fprintf(w, "\n//go:noescape\nfunc %s(%s)\n", k.name(), k.signature())
}

// Registers: the sums fill the highest ones downwards, B is in the lowest ones, A is broadcast into the next.
func (k kernel) sum(row, vector int) string { return k.top(row*k.vectors + vector) }
func (k kernel) b(vector int) string        { return k.reg(vector) }

// broadcast is the register into which A is broadcast.
func (k kernel) broadcast() string { return k.reg(mainVectors) }

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
	if k.masked && k.masks {
		out("\tMOVQ columns+88(FP), CX")
		k.maskRegisters(out, k.vectors, "CX", "DI")
	}
	out("\nnext:")
	k.prefetchC(out, 56)
	out("\tMOVQ a+0(FP), AX")
	out("\tMOVQ aRow+8(FP), R8")
	out("\tSHLQ $%d, R8", shift(k.bytes))
	out("\tMOVQ aTerm+16(FP), R10")
	out("\tSHLQ $%d, R10", shift(k.bytes))
	k.writeRowSteps(out)
	out("\tMOVQ b+24(FP), BX")
	out("\tMOVQ kB+32(FP), SI")
	out("\tMOVQ count+40(FP), CX")
	if k.masked && !k.masks {
		out("\tMOVQ mask+88(FP), R13")
	}
	for row := range k.rows {
		for v := range k.vectors {
			k.clear(out, k.sum(row, v))
		}
	}
	if k.specializes() {
		out("\tTESTQ SI, SI")
		out("\tJZ    packed")
	}
	out("\tSUBQ $%d, CX", unroll)
	out("\tJLT  rest")
	if k.specializes() {
		out("\tCMPQ R10, $%d", k.bytes)
		out("\tJEQ  inPlace")
		out("\tCMPQ R8, $%d", k.bytes)
		out("\tJNE  loop")
		out("\tCMPQ R10, $%d", k.rows*k.bytes)
		out("\tJEQ  panel")
	}
	k.writeLoop(out, "loop", stepsOfA, tableOfB)
	k.writeRest(out, "rest", "last", tableOfB)
	out("\ndone:")
	k.writeStore(out, 56)
	out("\nstored:")
	out("\tMOVQ aPanel+80(FP), AX")
	out("\tADDQ AX, a+0(FP)")
	out("\tDECQ panels+72(FP)")
	out("\tJNZ  next")
	out("\tVZEROUPPER")
	out("\tRET")
	if !k.specializes() {
		return
	}
	// Rows in place come from memory, in as many places as there are rows: what the next panel has is fetched meanwhile. Packed
	// rows lose by that.
	out("\ninPlace:")
	out("\tMOVQ aPanel+80(FP), R11")
	out("\tLEAQ (R11)(R8*1), R12")
	out("\tLEAQ (R11)(R8*2), R13")
	k.writeLoop(out, "fetching", fetchedStepsOfA, tableOfB)
	out("\tJMP rest")
	k.writeLoop(out, "panel", panelOfA, tableOfB)
	k.writeRowSteps(out)
	out("\tJMP rest")
	out("\npacked:")
	out("\tSUBQ $%d, CX", unroll)
	out("\tJLT  packedRest")
	k.writeLoop(out, "packedLoop", panelOfA, panelOfB)
	k.writeRowSteps(out)
	k.writeRest(out, "packedRest", "packedLast", panelOfB)
	out("\tJMP done")
}

// prefetchC fetches the tile's rows of C, so that they are near when the sums are ready. ldcAt is where the argument lies.
func (k kernel) prefetchC(out func(string, ...any), ldcAt int) {
	out("\tMOVQ ldc+%d(FP), R11", ldcAt)
	out("\tSHLQ $%d, R11", shift(k.bytes))
	out("\tMOVQ DX, R12")
	for row := range k.rows {
		out("\tPREFETCHT0 (R12)")
		if !k.masked {
			for at := 64; at < k.vectors*k.vector; at += 64 {
				out("\tPREFETCHT0 %d(R12)", at)
			}
			out("\tPREFETCHT0 %d(R12)", k.vectors*k.vector-1)
		}
		if row < k.rows-1 {
			out("\tADDQ R11, R12")
		}
	}
}

// specializes tells whether the kernel has loops of their own for packed panels, whose elements lie at distances that
// instructions can hold: additions and look-ups take places in the processor that the products need, above all where two
// threads share it. The steps between 14 rows leave no registers for that.
func (k kernel) specializes() bool { return !k.masked && k.rows > 1 && !k.masks }

// An accessA is how a loop finds the elements of A: by steps in registers, the same while what the next panel has is fetched, or
// one after the other as in a packed panel.
type accessA int

const (
	stepsOfA accessA = iota
	fetchedStepsOfA
	panelOfA
)

// An accessB is how a loop finds the rows of B: by a table of offsets, or one below the other.
type accessB bool

const (
	tableOfB accessB = false
	panelOfB accessB = true
)

// writeLoop writes the loop over the terms.
func (k kernel) writeLoop(out func(string, ...any), label string, a accessA, b accessB) {
	out("\tPCALIGN $32")
	out("\n%s:", label)
	for u := range unroll {
		if a == fetchedStepsOfA {
			k.fetchA(out, u)
		}
		k.writeStep(out, u, a, b)
	}
	if a == panelOfA {
		out("\tADDQ $%d, AX", unroll*k.rows*k.bytes)
	}
	k.stepB(out, unroll, b)
	out("\tSUBQ $%d, CX", unroll)
	out("\tJGE  %s", label)
}

// stepB goes on by some terms.
func (k kernel) stepB(out func(string, ...any), terms int, b accessB) {
	if b == panelOfB {
		out("\tADDQ $%d, BX", terms*k.vectors*k.vector)
	} else {
		out("\tADDQ $%d, SI", 8*terms)
	}
}

// writeRest writes the loop over the terms that do not fill a turn.
func (k kernel) writeRest(out func(string, ...any), rest, last string, b accessB) {
	out("\n%s:", rest)
	out("\tADDQ $%d, CX", unroll)
	out("\tJZ   done")
	out("\n%s:", last)
	k.writeStep(out, 0, stepsOfA, b)
	k.stepB(out, 1, b)
	out("\tDECQ CX")
	out("\tJNZ  %s", last)
}

// fetchA fetches what the next panel has where this one's terms are: half of the rows with the first term of a turn, half with
// a later one.
func (k kernel) fetchA(out func(string, ...any), u int) {
	for row := range k.rows {
		switch {
		case row < 3 && u == 0:
			out("\tPREFETCHT0 (AX)(R%d*1)", 11+row)
		case row >= 3 && u == unroll/2:
			out("\tPREFETCHT0 (R9)(R%d*1)", 11+row-3)
		}
	}
}

// writeStep multiplies one row of B with one element of A for each row of the tile.
func (k kernel) writeStep(out func(string, ...any), u int, a accessA, b accessB) {
	address := func(v int) string { return fmt.Sprintf("%d(BX)(DI*%d)", v*k.vector, k.bytes) }
	if b == panelOfB {
		address = func(v int) string { return fmt.Sprintf("%d(BX)", (u*k.vectors+v)*k.vector) }
	} else {
		out("\tMOVQ %d(SI), DI", 8*u)
	}
	for v := range k.vectors {
		k.writeLoad(out, address(v), v)
	}
	for row := range k.rows {
		element := k.rowAddress(row)
		if a == panelOfA {
			element = fmt.Sprintf("%d(AX)", (u*k.rows+row)*k.bytes)
		}
		out("\tVBROADCAST%s %s, %s", k.scalar, element, k.broadcast())
		for v := range k.vectors {
			out("\tVFMADD231%s %s, %s, %s", k.suffix, k.b(v), k.broadcast(), k.sum(row, v))
		}
	}
	if a == panelOfA {
		return
	}
	out("\tADDQ R10, AX")
	if k.rows > 3 && !k.masks {
		out("\tADDQ R10, R9")
	}
}

// writeLoad loads vector v of a row of B.
func (k kernel) writeLoad(out func(string, ...any), address string, v int) {
	switch {
	case k.masked && k.masks:
		out("\tVMOVU%s.Z %s, K%d, %s", k.suffix, address, 1+v, k.b(v))
	case k.masked: // no register is left for the masks: they are loaded again and overwritten
		out("\tVMOVUPS %d(R13), %s", v*k.vector, k.b(v))
		out("\tVMASKMOV%s %s, %s, %s", k.suffix, address, k.b(v), k.b(v))
	default:
		out("\tVMOVU%s %s, %s", k.suffix, address, k.b(v))
	}
}

// Where the rows of A are: AX is the first, R8 the step between them. With 6 rows R9 is the fourth; with more, R9 and the
// registers after it hold 3, 5, 7, ... steps, which make all rows with the multiples by which an address may take them.
var (
	rowAddresses = [...]string{"(AX)", "(AX)(R8*1)", "(AX)(R8*2)", "(R9)", "(R9)(R8*1)", "(R9)(R8*2)"}
	oddSteps     = [...]string{"R8", "R9", "R11", "R12", "R13", "R14", "R15"} // 1, 3, 5, ... steps
)

func (k kernel) rowAddress(row int) string {
	if !k.masks || row == 0 {
		return rowAddresses[row]
	}
	times := row & -row
	return fmt.Sprintf("(AX)(%s*%d)", oddSteps[row/times/2], times)
}

// writeRowSteps readies the registers of rowAddress.
func (k kernel) writeRowSteps(out func(string, ...any)) {
	switch {
	case k.rows <= 3:
	case !k.masks:
		out("\tLEAQ (R8)(R8*2), R9")
		out("\tADDQ AX, R9")
	default:
		for odd := 3; odd < k.rows; odd += 2 {
			out("\tLEAQ (%s)(R8*2), %s", oddSteps[odd/2-1], oddSteps[odd/2])
		}
	}
}

// writeStore stores the sums, or adds them to what C holds. The argument add lies behind ldc.
func (k kernel) writeStore(out func(string, ...any), ldcAt int) {
	if k.masked && !k.masks {
		for v := range k.vectors {
			out("\tVMOVUPS %d(R13), %s", v*k.vector, k.b(v))
		}
	}
	out("\tMOVQ ldc+%d(FP), R8", ldcAt)
	out("\tSHLQ $%d, R8", shift(k.bytes))
	out("\tMOVQ add+%d(FP), R9", ldcAt+8)
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
		s, address := k.sum(row, v), fmt.Sprintf("%d(DX)", v*k.vector)
		switch {
		case k.masked && k.masks:
			if add {
				out("\tVADD%s %s, %s, K%d, %s", k.suffix, address, s, 1+v, s)
			}
			out("\tVMOVU%s %s, K%d, %s", k.suffix, s, 1+v, address)
		case k.masked:
			if add {
				out("\tVMASKMOV%s %s, %s, %s", k.suffix, address, k.b(v), k.broadcast())
				out("\tVADD%s %s, %s, %s", k.suffix, k.broadcast(), s, s)
			}
			out("\tVMASKMOV%s %s, %s, %s", k.suffix, s, k.b(v), address)
		default:
			if add {
				out("\tVADD%s %s, %s, %s", k.suffix, address, s, s)
			}
			out("\tVMOVU%s %s, %s", k.suffix, s, address)
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

// writeTables lists the kernels of an instruction set by their number of rows.
func writeTables(w *bytes.Buffer, s isa) {
	for _, e := range elements(s) {
		list := func(name string, vectors int, masked bool) {
			fmt.Fprintf(w, "\n// %s are the kernels for 1 to %d rows.\nvar %s = [...]func(%s){\n", name, s.rows, name, kernel{e, 1, vectors, masked}.signature())
			for rows := 1; rows <= s.rows; rows++ {
				fmt.Fprintf(w, "\t%s,\n", kernel{e, rows, vectors, masked}.name())
			}
			fmt.Fprintln(w, "}")
		}
		list("tiles"+e.short+s.set, mainVectors, false)
		for _, vectors := range s.maskedVectors() {
			name := "maskedTiles" + e.short + s.set
			if vectors < mainVectors {
				name = "narrowTiles" + e.short + s.set
			}
			list(name, vectors, true)
		}
	}
}
