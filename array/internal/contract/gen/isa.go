// This file describes amd64's instruction sets to the generators: the width of a vector, how many registers there are,
// and how the part of a vector is read and written.

package main

import "fmt"

// An isa is an instruction set.
type isa struct {
	set       string // in the kernels' names
	letter    string // of the vector registers
	vector    int    // bytes in a vector
	registers int
	masks     bool // has mask registers: parts of vectors cost nothing
	rows      int  // of the main tile
}

var (
	avx2   = isa{"AVX2", "Y", 32, 16, false, 6}   // 6 x 2 sums, 2 vectors of B and 1 broadcast of A fill 15 of 16 registers
	avx512 = isa{"AVX512", "Z", 64, 32, true, 14} // 14 x 2 sums, 2 vectors of B and 1 broadcast of A fill 31 of 32 registers
)

// reg is a register counted from the lowest, top one counted from the highest.
func (s isa) reg(i int) string { return fmt.Sprintf("%s%d", s.letter, i) }
func (s isa) top(i int) string { return s.reg(s.registers - 1 - i) }

// clear sets a register to zero.
func (s isa) clear(out func(string, ...any), r string) {
	if s.masks { // VXORPS of this width came later than the set's foundation
		out("\tVPXORQ %s, %s, %s", r, r, r)
	} else {
		out("\tVXORPS %s, %s, %s", r, r, r)
	}
}

// An element is a floating-point type as an instruction set sees it.
type element struct {
	isa
	name   string // in Go
	short  string // in the kernels' names
	suffix string // of packed instructions
	bytes  int
	scalar string // suffix of the broadcast instruction
}

// elements are the types for which there are kernels.
func elements(s isa) []element {
	return []element{
		{s, "float32", "F32", "PS", 4, "SS"},
		{s, "float64", "F64", "PD", 8, "SD"},
	}
}

// lanes is the number of elements in a vector.
func (e element) lanes() int { return e.vector / e.bytes }

// maskRegisters sets K1, K2, ... to the masks of vectors of which the first elements count, as many as the register
// count holds. It overwrites the registers count and scratch.
func (e element) maskRegisters(out func(string, ...any), vectors int, count, scratch string) {
	out("\tMOVQ $-1, %s", scratch)
	out("\tBZHIQ %s, %s, %s", count, scratch, scratch)
	for v := range vectors {
		out("\tKMOVW %s, K%d", scratch, 1+v)
		if v < vectors-1 {
			out("\tSHRQ $%d, %s", e.lanes(), scratch)
		}
	}
}
