// This file generates the kernels that pack a vector of columns of B, term by term: columns from one run of neighbours,
// from two, and every second column of one.

package main

import "fmt"

func packFunctions() []function {
	var all []function
	for _, e := range elements {
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
		name:       "pick" + e.short + "AVX2",
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
			packStart(out, e)
			out("\tSUBQ $2, CX")
			out("\tJLT  rest")
			out("\nloop:") // two at a time
			for u := range 2 {
				out("\tMOVQ %d(R8), DX", 8*u)
				out("\tPREFETCHT0 64(AX)(DX*%d)", e.bytes) // what the same term of the next panel begins with
				out("\tVMOVUPS (AX)(DX*%d), Y2", e.bytes)
				out("\tVMOVUPS Y2, (DI)")
				out("\tADDQ R9, DI")
			}
			out("\tADDQ $16, R8")
			out("\tSUBQ $2, CX")
			out("\tJGE  loop")
			out("\nrest:")
			out("\tADDQ $2, CX")
			out("\tJZ   done")
			out("\tMOVQ (R8), DX")
			out("\tVMOVUPS (AX)(DX*%d), Y2", e.bytes)
			out("\tVMOVUPS Y2, (DI)")
			out("\ndone:")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// merge stores, for each of count offsets, a vector whose elements under the mask at are those from first + offset on,
// the others under the mask upTo those from second + offset on, and the rest zero. Vectors are stride elements apart.
func merge(e element) function {
	return function{
		name:       "merge" + e.short + "AVX2",
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int, split, end *byte", e.name), arguments: 72,
		body: func(out func(string, ...any)) {
			packStart(out, e)
			out("\tMOVQ split+56(FP), R10")
			out("\tVMOVUPS (R10), Y0")
			out("\tMOVQ end+64(FP), R10")
			out("\tVMOVUPS (R10), Y1")
			out("\tVANDNPS Y1, Y0, Y1")
			out("\nloop:")
			out("\tMOVQ (R8), DX")
			out("\tPREFETCHT0 64(AX)(DX*%d)", e.bytes) // what the same term of the next panel begins with
			out("\tVMASKMOV%s (AX)(DX*%d), Y0, Y2", e.suffix, e.bytes)
			out("\tVMASKMOV%s (BX)(DX*%d), Y1, Y3", e.suffix, e.bytes)
			out("\tVORPS Y2, Y3, Y2")
			out("\tVMOVUPS Y2, (DI)")
			packAdvance(out)
		},
	}
}

// evens stores, for each of count offsets, a vector of every second element from first + offset on; second is one less
// than the place of the element in the middle, so that nothing beyond the last element is read.
func evens(e element) function {
	return function{
		name:       "evens" + e.short + "AVX2",
		parameters: fmt.Sprintf("dst, src *%s, first, second int, offsets *int, count, stride int", e.name), arguments: 56,
		body: func(out func(string, ...any)) {
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
