// This file writes the transposition of square tiles within registers, for arm64.

package main

import (
	"fmt"
	"math/bits"
)

// neonTransposes writes a function for each size of element, as transposes does.
func neonTransposes(p *program) {
	for _, t := range []struct {
		size, edge int
		kind       string
	}{{8, 2, "D2"}, {4, 4, "S4"}, {2, 8, "H8"}, {1, 8, "B8"}} {
		p.line("\n// func transpose%d(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)", t.size)
		p.line("TEXT ·transpose%d(SB), NOSPLIT, $0-40", t.size)
		for i, name := range []string{"dst", "src", "dstPitch", "srcPitch", "n"} {
			p.op("MOVD %s+%d(FP), R%d", name, 8*i, i)
		}
		vector := func(r int) string { return fmt.Sprintf("V%d.%s", r, t.kind) }
		p.line("loop:")
		for i := range t.edge {
			p.op("VLD1 (R1), [%s]", vector(i))
			p.op("ADD R3, R1, R1")
		}
		// Rows of the first half meet those of the second, element by element, until each column is a row.
		from, to := 0, t.edge
		for range bits.Len(uint(t.edge)) - 1 {
			for i := range t.edge / 2 {
				for half := range 2 {
					p.op("VZIP%d %s, %s, %s", 1+half, vector(from+i+t.edge/2), vector(from+i), vector(to+2*i+half))
				}
			}
			from, to = to, from
		}
		p.op("MOVD R0, R5")
		for i := range t.edge {
			p.op("VST1 [%s], (R5)", vector(from+i))
			p.op("ADD R2, R5, R5")
		}
		p.op("ADD $%d, R0, R0", t.edge*t.size)
		p.op("SUBS $1, R4, R4")
		p.op("BNE loop")
		p.op("RET")
	}
}
