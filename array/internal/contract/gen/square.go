// This file generates the kernel for filters of 3x3 elements, the most frequent ones: all of them stay in registers, and rows
// of C are written in the order of memory.

package main

import "fmt"

// A square computes rows rows of C at a time, vectors vectors of each.
type square struct {
	element
	rows, vectors int
}

const squareSize = 3 // of the filter, in rows and columns

// squares have 9 elements of the filter, 6 sums and a vector of B in registers, more sums where there are more registers.
func squares(s isa) []function {
	var all []function
	for _, e := range elements(s) {
		all = append(all, square{e, 3, s.squareVectors()}.function())
	}
	return all
}

func (s isa) squareVectors() int { return s.registers / 8 }

// function is the kernel: row i of C begins i*cStep elements after c and is the sum over t < 3 and j < 3 of a[3*t+j] times the
// row that begins (i+t)*bStep + j elements after b. It computes groups*rows rows of C. columns is at least as many as the
// vectors hold; the last ones overlap those before.
//
// Registers: AX bytes from the beginning of a row, BX DX SI R8 R11 rows of B, CX groups left, DI R12 R13 rows of C, R9 bStep,
// R10 cStep, R14 scratch, R15 where the last vectors begin.
func (s square) function() function {
	block := s.vectors * s.vector
	return function{
		name:       fmt.Sprintf("square%d%s%s", squareSize, s.short, s.set),
		parameters: fmt.Sprintf("a, b, c *%s, columns, groups, bStep, cStep int", s.name),
		arguments:  56,
		body: func(out func(string, ...any)) {
			out("\tMOVQ a+0(FP), AX")
			for i := range squareSize * squareSize {
				out("\tVBROADCAST%s %d(AX), %s", s.scalar, i*s.bytes, s.reg(i))
			}
			out("\tMOVQ b+8(FP), BX")
			out("\tMOVQ c+16(FP), DI")
			out("\tMOVQ columns+24(FP), R15")
			out("\tMOVQ groups+32(FP), CX")
			out("\tMOVQ bStep+40(FP), R9")
			out("\tMOVQ cStep+48(FP), R10")
			for _, register := range []string{"R9", "R10", "R15"} {
				out("\tSHLQ $%d, %s", shift(s.bytes), register)
			}
			out("\tSUBQ $%d, R15", block)
			out("\ngroup:")
			out("\tLEAQ (BX)(R9*1), DX")
			out("\tLEAQ (BX)(R9*2), SI")
			out("\tLEAQ (DX)(R9*2), R8")
			out("\tLEAQ (SI)(R9*2), R11")
			out("\tLEAQ (DI)(R10*1), R12")
			out("\tLEAQ (DI)(R10*2), R13")
			out("\tXORL AX, AX")
			out("\tPCALIGN $32")
			out("\nblock:")
			s.block(out, []string{"BX", "DX", "SI", "R8", "R11"}, []string{"DI", "R12", "R13"})
			out("\tADDQ $%d, AX", block)
			out("\tCMPQ AX, R15")
			out("\tJLE  block")
			out("\tSUBQ R15, AX")
			out("\tCMPQ AX, $%d", block)
			out("\tMOVQ R15, AX")
			out("\tJNE  block")
			out("\tMOVQ R8, BX") // the next rows
			out("\tLEAQ (R13)(R10*1), DI")
			out("\tDECQ CX")
			out("\tJNZ  group")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// block computes the columns at AX. Meanwhile it fetches those of the rows that come next: fresh memory of results is far away.
func (s square) block(out func(string, ...any), b, c []string) {
	sum := func(row, v int) string { return s.top(row*s.vectors + v) }
	vector := s.reg(squareSize * squareSize)
	for row := range s.rows {
		for v := range s.vectors {
			s.clear(out, sum(row, v))
		}
	}
	fetch := func(base, steps string) {
		out("\tLEAQ (%s)(AX*1), R14", base)
		for line := 0; line < s.vectors*s.vector; line += 64 {
			out("\tPREFETCHT0 %d(R14)(%s)", line, steps)
		}
	}
	for t, row := range b {
		switch t {
		case 0:
			fetch(c[1], "R10*2")
		case 1, 2, 3:
			fetch(b[t], "R9*4")
		}
		switch t {
		case 1:
			fetch(c[0], "R10*4")
		case 2:
			fetch(c[1], "R10*4")
		}
		for j := range squareSize {
			for v := range s.vectors {
				operand := fmt.Sprintf("%d(%s)(AX*1)", j*s.bytes+v*s.vector, row)
				if t > 0 && t < len(b)-1 {
					out("\tVMOVUPS %s, %s", operand, vector)
					operand = vector
				}
				for i := range s.rows {
					if k := t - i; k >= 0 && k < squareSize {
						out("\tVFMADD231%s %s, %s, %s", s.suffix, operand, s.reg(squareSize*k+j), sum(i, v))
					}
				}
			}
		}
	}
	for row := range s.rows {
		for v := range s.vectors {
			out("\tVMOVUPS %s, %d(%s)(AX*1)", sum(row, v), v*s.vector, c[row])
		}
	}
}
