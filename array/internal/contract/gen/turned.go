// This file generates the tiles whose rows are windows that are read in place, see turned.go of the engine.

package main

import "fmt"

// turnedKernels are those for float32 and float64, by their number of rows. AVX-512's tiles have more rows than there are
// registers to point to them.
func turnedKernels() []function {
	var all []function
	for _, e := range elements(avx2) {
		for rows := 1; rows <= avx2.rows; rows++ {
			all = append(all, turnedTile(kernel{e, rows, mainVectors, false}))
		}
	}
	return all
}

// turnedTile computes panels tiles, one below the other: row i of C is the sum over t < count of a[rows[i]+terms[t]] times
// the row of packed B that begins t rows after b. The rows of C lie ldc apart.
//
// Registers: BX b, CX terms left, DX c, SI terms, DI offset, R8 to R13 the rows of A.
func turnedTile(k kernel) function {
	const ldcAt = 48
	return function{
		name:       fmt.Sprintf("turned%d%s%s", k.rows, k.short, k.set),
		parameters: fmt.Sprintf("a *%[1]s, rows, terms *int, b *%[1]s, count int, c *%[1]s, ldc, add, panels int", k.element.name),
		arguments:  72,
		body: func(out func(string, ...any)) {
			out("\tMOVQ c+40(FP), DX")
			out("\nnext:")
			k.prefetchC(out, ldcAt)
			out("\tMOVQ a+0(FP), AX")
			out("\tMOVQ rows+8(FP), SI")
			for row := range k.rows {
				out("\tMOVQ %d(SI), DI", 8*row)
				out("\tLEAQ (AX)(DI*%d), R%d", k.bytes, 8+row)
			}
			out("\tADDQ $%d, SI", 8*k.rows)
			out("\tMOVQ SI, rows+8(FP)")
			out("\tMOVQ b+24(FP), BX")
			out("\tMOVQ terms+16(FP), SI")
			out("\tMOVQ count+32(FP), CX")
			for row := range k.rows {
				for v := range k.vectors {
					k.clear(out, k.sum(row, v))
				}
			}
			out("\tSUBQ $%d, CX", unroll)
			out("\tJLT  rest")
			out("\tPCALIGN $32")
			out("\nloop:")
			for u := range unroll {
				k.turnedStep(out, u)
			}
			out("\tADDQ $%d, SI", 8*unroll)
			out("\tADDQ $%d, BX", unroll*k.vectors*k.vector)
			out("\tSUBQ $%d, CX", unroll)
			out("\tJGE  loop")
			out("\nrest:")
			out("\tADDQ $%d, CX", unroll)
			out("\tJZ   done")
			out("\nlast:")
			k.turnedStep(out, 0)
			out("\tADDQ $8, SI")
			out("\tADDQ $%d, BX", k.vectors*k.vector)
			out("\tDECQ CX")
			out("\tJNZ  last")
			out("\ndone:")
			k.writeStore(out, ldcAt)
			out("\nstored:")
			out("\tDECQ panels+64(FP)")
			out("\tJNZ  next")
			out("\tVZEROUPPER")
			out("\tRET")
		},
	}
}

// turnedStep multiplies a row of B with one element of A for each row of the tile.
func (k kernel) turnedStep(out func(string, ...any), u int) {
	out("\tMOVQ %d(SI), DI", 8*u)
	for v := range k.vectors {
		out("\tVMOVU%s %d(BX), %s", k.suffix, (u*k.vectors+v)*k.vector, k.b(v))
	}
	for row := range k.rows {
		out("\tVBROADCAST%s (R%d)(DI*%d), %s", k.scalar, 8+row, k.bytes, k.broadcast())
		for v := range k.vectors {
			out("\tVFMADD231%s %s, %s, %s", k.suffix, k.b(v), k.broadcast(), k.sum(row, v))
		}
	}
}
