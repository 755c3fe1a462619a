// This file generates the kernels that pack a vector of columns of B, term by term: columns from one run of neighbours,
// from two, and every second column of one.

package main

import "fmt"

func packFunctions(s isa) []function {
	var all []function
	for _, e := range elements(s) {
		all = append(all, pick(e), merge(e), evens(e))
	}
	return all
}

// packStart points AX and BX at the elements first and second of src.
func packStart(out func(string, ...any), e element) {
	out("\tMOVQ dst+0(FP), DI")
	out("\tMOVQ src+8(FP), SI")
	out("\tMOVQ first+16(FP), AX")
	out("\tLEAQ (SI)(AX*%d), AX", e.bytes)
	out("\tMOVQ second+24(FP), BX")
	out("\tLEAQ (SI)(BX*%d), BX", e.bytes)
	out("\tMOVQ offsets+32(FP), R8")
	out("\tMOVQ count+40(FP), CX")
	out("\tMOVQ stride+48(FP), R9")
	out("\tSHLQ $%d, R9", shift(e.bytes))
}

func packAdvance(out func(string, ...any)) {
	out("\tADDQ $8, R8")
	out("\tADDQ R9, DI")
	out("\tDECQ CX")
	out("\tJNZ  loop")
	out("\tVZEROUPPER")
	out("\tRET")
}

// pick stores, for each of count offsets, the vector from first + offset on. Vectors are stride elements apart.
func pick(e element) function {
	return function{
		name:       "pick" + e.short + e.set,
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			packStart(out, e)
			out("\tSUBQ $2, CX")
			out("\tJLT  rest")
			out("\nloop:") // two at a time
			for u := range 2 {
				out("\tMOVQ %d(R8), DX", 8*u)
				out("\tPREFETCHT0 64(AX)(DX*%d)", e.bytes) // what the same term of the next panel begins with
				out("\tVMOVUPS (AX)(DX*%d), %s", e.bytes, e.reg(2))
				out("\tVMOVUPS %s, (DI)", e.reg(2))
				out("\tADDQ R9, DI")
			}
			out("\tADDQ $16, R8")
			out("\tSUBQ $2, CX")
			out("\tJGE  loop")
			out("\nrest:")
			out("\tADDQ $2, CX")
			out("\tJZ   done")
			out("\tMOVQ (R8), DX")
			out("\tVMOVUPS (AX)(DX*%d), %s", e.bytes, e.reg(2))
			out("\tVMOVUPS %s, (DI)", e.reg(2))
			out("\ndone:")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// merge stores, for each of count offsets, a vector whose elements under the mask at are those from first + offset on,
// the others under the mask upTo those from second + offset on, and the rest zero. Vectors are stride elements apart. For
// an instruction set with mask registers, split and end are how many elements are under the masks.
func merge(e element) function {
	kind := "*byte"
	if e.masks {
		kind = "int"
	}
	return function{
		name:       "merge" + e.short + e.set,
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int, split, end %s", e.name, kind), arguments: 72,
		body: func(out func(string, ...any)) {
			packStart(out, e)
			out("\tMOVQ split+56(FP), R10")
			if e.masks {
				e.maskRegisters(out, 1, "R10", "R11")
				out("\tKMOVW K1, K2")
				out("\tMOVQ end+64(FP), R10")
				e.maskRegisters(out, 1, "R10", "R11")
				out("\tKANDNW K1, K2, K1") // in K1 and not in K2
			} else {
				out("\tVMOVUPS (R10), Y0")
				out("\tMOVQ end+64(FP), R10")
				out("\tVMOVUPS (R10), Y1")
				out("\tVANDNPS Y1, Y0, Y1")
			}
			out("\nloop:")
			out("\tMOVQ (R8), DX")
			out("\tPREFETCHT0 64(AX)(DX*%d)", e.bytes) // what the same term of the next panel begins with
			if e.masks {
				out("\tVMOVU%s.Z (AX)(DX*%d), K2, Z2", e.suffix, e.bytes)
				out("\tVMOVU%s (BX)(DX*%d), K1, Z2", e.suffix, e.bytes)
			} else {
				out("\tVMASKMOV%s (AX)(DX*%d), Y0, Y2", e.suffix, e.bytes)
				out("\tVMASKMOV%s (BX)(DX*%d), Y1, Y3", e.suffix, e.bytes)
				out("\tVORPS Y2, Y3, Y2")
			}
			out("\tVMOVUPS %s, (DI)", e.reg(2))
			packAdvance(out)
		},
	}
}

// evens stores, for each of count offsets, a vector of every second element from first + offset on; second is one less
// than the place of the element in the middle, so that nothing beyond the last element is read.
func evens(e element) function {
	return function{
		name:       "evens" + e.short + e.set,
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			if e.masks {
				permutedEvens(out, e)
				return
			}
			packStart(out, e)
			out("\nloop:")
			out("\tMOVQ (R8), DX")
			out("\tVMOVUPS (AX)(DX*%d), Y0", e.bytes)
			out("\tVMOVUPS (BX)(DX*%d), Y1", e.bytes)
			if e.bytes == 4 { // elements 0 2 8 10 4 6 12 14
				out("\tVSHUFPS $0xD8, Y1, Y0, Y0")
			} else { // elements 0 4 2 6
				out("\tVSHUFPD $0xA, Y1, Y0, Y0")
			}
			out("\tVPERMPD $0xD8, Y0, Y0")
			out("\tVMOVUPS Y0, (DI)")
			packAdvance(out)
		},
	}
}

// permutedEvens is evens by an instruction that picks elements of two vectors.
func permutedEvens(out func(string, ...any), e element) {
	packStart(out, e)
	out("\tVMOVUPS evens%s<>(SB), Z1", e.short)
	out("\nloop:")
	out("\tMOVQ (R8), DX")
	out("\tVMOVUPS (AX)(DX*%d), Z0", e.bytes)
	out("\tVPERMT2%s (BX)(DX*%d), Z1, Z0", e.suffix, e.bytes)
	out("\tVMOVUPS Z0, (DI)")
	packAdvance(out)
	out("")
	for i := range e.lanes() { // even elements of the first vector, odd ones of the second
		from := 2 * i
		if from >= e.lanes() {
			from++
		}
		out("DATA evens%s<>+%d(SB)/%d, $%d", e.short, i*e.bytes, e.bytes, from)
	}
	out("GLOBL evens%s<>(SB), RODATA|NOPTR, $%d", e.short, e.vector)
}
