// This file generates the kernels for windows that overlap along two axes, with filters of few rows: a row of B is read
// once and meets all rows of the filter, while as many rows of C are on their way as the filter has rows.

package main

import "fmt"

// A rolling kernel computes strips of C that are some vectors wide, from top to bottom.
type rolling struct {
	element
	filterRows, vectors int
}

// rollings have as many sums as registers allow, in at most 4 vectors; with fewer than 8, multiplications would wait for
// each other.
func rollings(s isa) []function {
	var all []function
	for _, e := range elements(s) {
		for i, vectors := range []int{4, 4, 3, 2, 2} {
			if s.registers == 32 {
				vectors = 4
			}
			all = append(all, rolling{e, 2 + i, vectors}.function())
		}
	}
	return all
}

// function is the kernel: row i of C begins i*cStep elements after c and is the sum over t < filterRows and j < taps of
// a[t*taps+j] times the row that begins (i+t)*bStep + kB[j] elements after b, for i < rows. columns is at least a vector's;
// the last strip overlaps the one before.
//
// Registers: AX a, BX the row of B, CX rows left, counted from the first that is stored, DX scratch, SI kB, DI offset, R8
// bytes of a filter row, R9 bStep, R10 taps left, R11 columns left, R12 b of the strip, R13 c of the strip, R14 three times
// R8, R15 the row of C. In a narrow strip, R11 to R13 are where the second to fourth vector begin.
func (r rolling) function() function {
	columns := r.vectors * r.vector / r.bytes
	return function{
		name:       fmt.Sprintf("rolling%d%s%s", r.filterRows, r.short, r.set),
		parameters: fmt.Sprintf("a, b *%[1]s, kB *int, taps int, c *%[1]s, columns, rows, bStep, cStep int", r.name),
		arguments:  72,
		body: func(out func(string, ...any)) {
			out("\tMOVQ taps+24(FP), R8")
			out("\tSHLQ $%d, R8", shift(r.bytes))
			out("\tLEAQ (R8)(R8*2), R14")
			out("\tMOVQ bStep+56(FP), R9")
			out("\tSHLQ $%d, R9", shift(r.bytes))
			out("\tSHLQ $%d, cStep+64(FP)", shift(r.bytes))
			out("\tMOVQ b+8(FP), R12")
			out("\tMOVQ c+32(FP), R13")
			out("\tMOVQ columns+40(FP), R11")
			out("\tCMPQ R11, $%d", columns)
			out("\tJLT  narrow")
			out("\nstrip:")
			out("\tMOVQ R12, BX")
			out("\tMOVQ R13, R15")
			r.strip(out, "")
			out("\tADDQ $%d, R12", columns*r.bytes)
			out("\tADDQ $%d, R13", columns*r.bytes)
			out("\tSUBQ $%d, R11", columns)
			out("\tJZ   done")
			out("\tCMPQ R11, $%d", columns)
			out("\tJGE  strip")
			out("\tSUBQ $%d, R11", columns)
			out("\tLEAQ (R12)(R11*%d), R12", r.bytes)
			out("\tLEAQ (R13)(R11*%d), R13", r.bytes)
			out("\tMOVQ $%d, R11", columns)
			out("\tJMP  strip")
			out("\nnarrow:") // fewer columns than a strip: vectors overlap
			narrowVectors(out, r.element)
			out("\tMOVQ b+8(FP), BX")
			out("\tMOVQ c+32(FP), R15")
			r.strip(out, "narrow")
			out("\ndone:")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// narrowVectors sets R11 to R13 to the bytes at which the second to fourth vector of R11 columns begin: one after the
// other, but none beyond the last columns.
func narrowVectors(out func(string, ...any), e element) {
	out("\tSHLQ $%d, R11", shift(e.bytes))
	out("\tSUBQ $%d, R11", e.vector)
	for _, v := range []int{3, 2, 1} {
		out("\tMOVQ R11, DX")
		out("\tCMPQ DX, $%d", v*e.vector)
		out("\tJLE  at%d", v)
		out("\tMOVQ $%d, DX", v*e.vector)
		out("\nat%d:", v)
		out("\tMOVQ DX, R%d", 10+v)
	}
}

// sum is the register of vector v of a row of C that began when the rows of B were at the given phase.
func (r rolling) sum(phase, v int) string {
	return r.top((phase+r.filterRows)%r.filterRows*r.vectors + v)
}

// strip computes all rows of a strip, in turns of as many rows of B as the filter has: then the sums are in the same
// registers again. The first rows of B end sums that lack their beginning and are not stored.
func (r rolling) strip(out func(string, ...any), label string) {
	for phase := range r.filterRows {
		r.clear(out, phase)
	}
	out("\tMOVQ $%d, CX", 1-r.filterRows)
	out("\n%sturn:", label)
	for phase := range r.filterRows {
		r.row(out, label, phase)
	}
	out("\tJMP %sturn", label)
	out("\n%send:", label)
}

func (r rolling) clear(out func(string, ...any), phase int) {
	for v := range r.vectors {
		r.isa.clear(out, r.sum(phase, v))
	}
}

// row multiplies a row of B with all rows of the filter and stores the row of C that is done with it.
func (r rolling) row(out func(string, ...any), label string, phase int) {
	loop := fmt.Sprintf("%stap%d", label, phase)
	for line := 0; line <= r.vectors*r.vector && label == ""; line += 64 {
		out("\tPREFETCHT0 %d(BX)(R9*4)", line)
	}
	out("\tMOVQ cStep+64(FP), DX") // fresh memory of results is far away
	for line := 0; line <= r.vectors*r.vector; line += 64 {
		out("\tPREFETCHT0 %d(R15)(DX*8)", line)
	}
	out("\tMOVQ a+0(FP), AX")
	out("\tMOVQ kB+16(FP), SI")
	out("\tMOVQ taps+24(FP), R10")
	out("\n%s:", loop)
	out("\tMOVQ (SI), DI")
	out("\tLEAQ (BX)(DI*%d), DX", r.bytes)
	if r.vectors > r.filterRows { // the filter's elements stay in registers
		r.eachFilterRow(out, func(t int, address string) { out("\tVBROADCAST%s %s, %s", r.scalar, address, r.reg(1+t)) })
		for v := range r.vectors {
			out("\tVMOVUPS %s, %s", place(r.element, "DX", label, v), r.reg(0))
			for t := range r.filterRows {
				out("\tVFMADD231%s %s, %s, %s", r.suffix, r.reg(0), r.reg(1+t), r.sum(phase-t, v))
			}
		}
	} else { // the vectors of B do
		for v := range r.vectors {
			out("\tVMOVUPS %s, %s", place(r.element, "DX", label, v), r.reg(1+v))
		}
		r.eachFilterRow(out, func(t int, address string) {
			out("\tVBROADCAST%s %s, %s", r.scalar, address, r.reg(0))
			for v := range r.vectors {
				out("\tVFMADD231%s %s, %s, %s", r.suffix, r.reg(1+v), r.reg(0), r.sum(phase-t, v))
			}
		})
	}
	out("\tADDQ $8, SI")
	out("\tADDQ $%d, AX", r.bytes)
	out("\tDECQ R10")
	out("\tJNZ  %s", loop)
	out("\tADDQ R9, BX")
	out("\tTESTQ CX, CX")
	out("\tJLT  %s", loop+"Stored")
	for v := range r.vectors {
		out("\tVMOVUPS %s, %s", r.sum(phase+1, v), place(r.element, "R15", label, v))
	}
	out("\tADDQ cStep+64(FP), R15")
	out("\n%s:", loop+"Stored")
	r.clear(out, phase+1)
	out("\tINCQ CX")
	out("\tCMPQ CX, rows+48(FP)")
	out("\tJGE  %send", label)
}

// eachFilterRow calls f with the address of the element of each filter row that meets the row of B.
func (r rolling) eachFilterRow(out func(string, ...any), f func(t int, address string)) {
	if r.filterRows > 5 {
		out("\tLEAQ (AX)(R8*4), DI")
	}
	for t, address := range []string{"(AX)", "(AX)(R8*1)", "(AX)(R8*2)", "(AX)(R14*1)", "(AX)(R8*4)", "(DI)(R8*1)"}[:r.filterRows] {
		f(t, address)
	}
}
