// This file generates the kernels for windows that overlap along two axes, with filters of 4 and more rows: several rows of C
// are computed at once, so that each row of B that is loaded meets several rows of the filter.

package main

import (
	"fmt"
	"math/bits"
)

// A stencil computes rows x vectors vectors of C at a time.
type stencil struct {
	element
	rows, vectors int
	// near is for filters whose columns meet neighbours in B: it needs no table of offsets, and its code goes nearTaps columns of
	// the filter at a time.
	near bool
}

const nearTaps = 8

// stencils are the kernels for filters of more rows than the rolling kernels have, and those for neighbours, which are faster than these from 4
// rows on (AVX2).
func stencils(s isa) []function {
	var all []function
	for _, e := range elements(s) {
		all = append(all, stencil{e, 3, 4, false}.function(), stencil{e, 3, 4, true}.function())
	}
	return all
}

// function is the kernel: row i of C begins i*cStep elements after c and is the sum over t < filterRows and j < taps of
// a[t*taps+j] times the row that begins (i+t)*bStep + kB[j] elements after b. It computes groups*rows rows of C.
// columns is at least a vector's, filterRows at least rows. A near kernel takes j for kB[j], and columns is at least as many as its vectors hold.
//
// Registers: AX a for the lowest sum, BX the row of B, CX rows left that meet all sums, DX scratch, SI kB, DI offset,
// R8 bytes of a filter row, R9 cStep, R10 taps left, R11 columns left, R12 b of the block, R13 c of the block. In a narrow
// block, R11 to R13 are where the second to fourth vector begin. In a near kernel, DI is the number of turns for a row of the filter, the
// first of which has R14 + 1 taps and begins SI bytes within the code's.
func (s stencil) function() function {
	columns := s.vectors * s.vector / s.bytes
	name := "stencil"
	if s.near {
		name = "nearStencil"
	}
	return function{
		name:       fmt.Sprintf("%s%d%s%s", name, s.rows, s.short, s.set),
		parameters: fmt.Sprintf("a, b *%[1]s, kB *int, taps, filterRows int, c *%[1]s, columns, groups, bStep, cStep int", s.element.name),
		arguments:  80,
		body: func(out func(string, ...any)) {
			out("\tMOVQ taps+24(FP), R8")
			out("\tSHLQ $%d, R8", shift(s.bytes))
			for _, step := range []string{"bStep+64(FP)", "cStep+72(FP)"} {
				out("\tSHLQ $%d, %s", shift(s.bytes), step)
			}
			out("\tMOVQ cStep+72(FP), R9")
			if s.near {
				out("\tMOVQ taps+24(FP), R14")
				out("\tDECQ R14")
				out("\tMOVQ R14, DI")
				out("\tSHRQ $%d, DI", bits.Len(nearTaps-1))
				out("\tINCQ DI")
				out("\tANDQ $%d, R14", nearTaps-1)
				out("\tMOVQ $%d, SI", nearTaps-1)
				out("\tSUBQ R14, SI")
				out("\tSHLQ $%d, SI", shift(s.bytes))
			}
			out("\tJMP start")
			out("\ngroup:") // the next rows
			out("\tDECQ groups+56(FP)")
			out("\tJZ   done")
			for _, move := range [][2]string{{"bStep+64(FP)", "b+8(FP)"}, {"cStep+72(FP)", "c+40(FP)"}} {
				out("\tMOVQ %s, DX", move[0])
				out("\tIMULQ $%d, DX", s.rows)
				out("\tADDQ DX, %s", move[1])
			}
			out("\nstart:")
			out("\tMOVQ b+8(FP), R12")
			out("\tMOVQ c+40(FP), R13")
			out("\tMOVQ columns+48(FP), R11")
			if !s.near {
				out("\tCMPQ R11, $%d", columns)
				out("\tJLT  narrow")
			}
			out("\nblock:")
			s.block(out, "", columns)
			out("\tTESTQ R11, R11")
			out("\tJZ   group")
			out("\tCMPQ R11, $%d", columns)
			out("\tJGE  block")
			// The last block overlaps the one before: it computes the same elements again.
			out("\tSUBQ $%d, R11", columns)
			out("\tLEAQ (R12)(R11*%d), R12", s.bytes)
			out("\tLEAQ (R13)(R11*%d), R13", s.bytes)
			out("\tMOVQ $%d, R11", columns)
			out("\tJMP  block")
			if !s.near {
				out("\nnarrow:") // fewer columns than a block: vectors overlap
				narrowVectors(out, s.element)
				s.block(out, "narrow", columns)
				out("\tJMP  group")
			}
			out("\ndone:")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

func (s stencil) sum(row, v int) string { return s.top(row*s.vectors + v) }

// block computes one block of columns and moves on to the next.
func (s stencil) block(out func(string, ...any), label string, columns int) {
	if label == "" {
		out("\tMOVQ R12, BX")
		s.fetchC(out)
	} else {
		out("\tMOVQ b+8(FP), BX")
	}
	out("\tMOVQ a+0(FP), AX")
	for range s.rows - 1 {
		out("\tSUBQ R8, AX")
	}
	for row := range s.rows {
		for v := range s.vectors {
			s.clear(out, s.sum(row, v))
		}
	}
	for y := range s.rows - 1 {
		s.row(out, label, fmt.Sprintf("above%d", y), 0, y+1)
	}
	out("\tMOVQ filterRows+32(FP), CX")
	out("\tSUBQ $%d, CX", s.rows-1)
	out("\n%sall:", label)
	s.row(out, label, "within", 0, s.rows)
	out("\tDECQ CX")
	out("\tJNZ  %sall", label)
	for y := 1; y < s.rows; y++ {
		s.row(out, label, fmt.Sprintf("below%d", y), y, s.rows)
	}
	if label == "" {
		out("\tMOVQ R13, DX")
	} else {
		out("\tMOVQ c+40(FP), DX")
	}
	for row := range s.rows {
		for v := range s.vectors {
			out("\tVMOVUPS %s, %s", s.sum(row, v), place(s.element, "DX", label, v))
		}
		out("\tADDQ R9, DX")
	}
	if label == "" {
		out("\tADDQ $%d, R12", columns*s.bytes)
		out("\tADDQ $%d, R13", columns*s.bytes)
		out("\tSUBQ $%d, R11", columns)
	}
}

// fetchC fetches the columns of the rows of C that come next.
func (s stencil) fetchC(out func(string, ...any)) {
	out("\tLEAQ (R13)(R9*2), DX")
	for range s.rows {
		out("\tADDQ R9, DX")
		for line := 0; line < s.vectors*s.vector; line += 64 {
			out("\tPREFETCHT0 %d(DX)", line)
		}
	}
}

// place is where vector v of a block begins.
func place(e element, base, label string, v int) string {
	switch {
	case label == "":
		return fmt.Sprintf("%d(%s)", v*e.vector, base)
	case v == 0:
		return fmt.Sprintf("(%s)", base)
	}
	return fmt.Sprintf("(%s)(R%d*1)", base, 10+v)
}

// row multiplies a row of B with the filter's elements that belong to the sums first <= row < last.
func (s stencil) row(out func(string, ...any), block, label string, first, last int) {
	if s.near {
		s.nearRow(out, label, first, last)
		return
	}
	label = block + label
	out("\tMOVQ kB+16(FP), SI")
	out("\tMOVQ taps+24(FP), R10")
	out("\n%s:", label)
	out("\tMOVQ (SI), DI")
	out("\tLEAQ (BX)(DI*%d), DX", s.bytes)
	s.tap(out, block, 0, first, last)
	out("\tADDQ $8, SI")
	out("\tADDQ $%d, AX", s.bytes)
	out("\tDECQ R10")
	out("\tJNZ  %s", label)
	out("\tADDQ bStep+64(FP), BX")
}

// nearRow is row with code for nearTaps columns of the filter: the first turn enters it where as many are left as make the others
// whole.
func (s stencil) nearRow(out func(string, ...any), label string, first, last int) {
	out("\tMOVQ BX, DX")
	out("\tSUBQ SI, DX")
	out("\tSUBQ SI, AX")
	out("\tMOVQ DI, R10")
	for _, taps := range []int{7, 1, 3, 5, 2, 4, 6} { // odd numbers are the most frequent
		out("\tCMPQ R14, $%d", taps-1)
		out("\tJEQ  %sFrom%d", label, nearTaps-taps)
	}
	for j := range nearTaps {
		out("\n%sFrom%d:", label, j)
		s.tap(out, "", j, first, last)
	}
	out("\tADDQ $%d, DX", nearTaps*s.bytes)
	out("\tADDQ $%d, AX", nearTaps*s.bytes)
	out("\tDECQ R10")
	out("\tJNZ  %sFrom0", label)
	out("\tADDQ bStep+64(FP), BX")
}

// tap multiplies vectors of B with an element of each of the filter's rows, those j columns further.
func (s stencil) tap(out func(string, ...any), block string, j, first, last int) {
	for row := first; row < last; row++ {
		address := []string{"(AX)", "(AX)(R8*1)", "(AX)(R8*2)"}[s.rows-1-row]
		if j > 0 {
			address = fmt.Sprint(j*s.bytes, address)
		}
		out("\tVBROADCAST%s %s, %s", s.scalar, address, s.reg(1+row))
	}
	for v := range s.vectors {
		b := place(s.element, "DX", block, v)
		if j > 0 {
			b = fmt.Sprintf("%d(DX)", j*s.bytes+v*s.vector)
		}
		if last-first > 1 {
			out("\tVMOVUPS %s, %s", b, s.reg(0))
			b = s.reg(0)
		}
		for row := first; row < last; row++ {
			out("\tVFMADD231%s %s, %s, %s", s.suffix, b, s.reg(1+row), s.sum(row, v))
		}
	}
}
