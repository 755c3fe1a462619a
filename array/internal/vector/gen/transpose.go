// This file writes the transposition of square tiles within registers, for amd64.

package main

import "fmt"

// transposes writes a function for each size of element: n tiles that lie one below the other in the source, and side by
// side in the destination. Pitches are the distances between rows in bytes. Those whose name ends in Past store past the
// caches and need rows of the destination that begin at multiples of 32 bytes.
func transposes(p *program) {
	p.wideTransposes("", "VMOVU")
	p.wideTransposes("Past", "VMOVNT")
	p.narrowTransposes()
}

// wideTransposes writes the functions for elements of 8 and 4 bytes.
func (p *program) wideTransposes(suffix, store string) {
	p.transpose("8"+suffix, 8, 4, func() {
		for i := range 4 {
			p.op("VMOVUPD %s, Y%d", row(i, "SI", "R9", "R10", "R12"), i)
		}
		for i, op := range []string{"VUNPCKLPD", "VUNPCKHPD"} {
			p.op("%s Y1, Y0, Y%d", op, 4+i)
			p.op("%s Y3, Y2, Y%d", op, 6+i)
		}
		for i, imm := range []int{0x20, 0x31} {
			p.op("VPERM2F128 $%#x, Y6, Y4, Y%d", imm, 2*i)
			p.op("VPERM2F128 $%#x, Y7, Y5, Y%d", imm, 2*i+1)
		}
		for i := range 4 {
			p.op("%sPD Y%d, %s", store, i, row(i, "DI", "R8", "R11", "R13"))
		}
	})
	p.transpose("4"+suffix, 4, 8, func() {
		p.op("LEAQ (SI)(R9*4), R14")
		for half := range 2 {
			for i := range 4 {
				p.op("VMOVUPS %s, X%d", offset(16*half, row(i, "SI", "R9", "R10", "R12")), 4*half+i)
			}
			for i := range 4 {
				p.op("VINSERTF128 $1, %s, Y%d, Y%d", offset(16*half, row(i, "R14", "R9", "R10", "R12")), 4*half+i, 4*half+i)
			}
		}
		p.op("LEAQ (DI)(R8*4), R14")
		for half := range 2 {
			y := 4 * half
			p.op("VUNPCKLPS Y%d, Y%d, Y8", y+1, y)
			p.op("VUNPCKHPS Y%d, Y%d, Y9", y+1, y)
			p.op("VUNPCKLPS Y%d, Y%d, Y10", y+3, y+2)
			p.op("VUNPCKHPS Y%d, Y%d, Y11", y+3, y+2)
			to := []string{"DI", "R14"}[half]
			for i, from := range []struct{ low, high, imm int }{{8, 10, 0x44}, {8, 10, 0xee}, {9, 11, 0x44}, {9, 11, 0xee}} {
				p.op("VSHUFPS $%#x, Y%d, Y%d, Y12", from.imm, from.high, from.low)
				p.op("%sPS Y12, %s", store, row(i, to, "R8", "R11", "R13"))
			}
		}
	})
}

func (p *program) narrowTransposes() {
	p.transpose("2", 2, 8, func() {
		p.op("LEAQ (SI)(R9*4), R14")
		for i := range 8 {
			p.op("VMOVDQU %s, X%d", row(i%4, []string{"SI", "R14"}[i/4], "R9", "R10", "R12"), i)
		}
		// Rows 0 and 1, 2 and 3, ... join word by word, then pairs of pairs.
		p.interleave("WD", []int{0, 1, 2, 3, 4, 5, 6, 7}, 8)
		p.interleave("DQ", []int{8, 10, 9, 11, 12, 14, 13, 15}, 0)
		p.interleave("QDQ", []int{0, 4, 1, 5, 2, 6, 3, 7}, 8)
		p.op("LEAQ (DI)(R8*4), R14")
		for i := range 8 {
			p.op("VMOVDQU X%d, %s", 8+i, row(i%4, []string{"DI", "R14"}[i/4], "R8", "R11", "R13"))
		}
	})
	p.transpose("1", 1, 8, func() {
		p.op("LEAQ (SI)(R9*4), R14")
		for i := range 8 {
			p.op("VMOVQ %s, X%d", row(i%4, []string{"SI", "R14"}[i/4], "R9", "R10", "R12"), i)
		}
		for i := range 4 {
			p.op("VPUNPCKLBW X%d, X%d, X%d", 2*i+1, 2*i, 8+i)
		}
		p.interleave("WD", []int{8, 9, 10, 11}, 0)
		p.interleave("DQ", []int{0, 2, 1, 3}, 8)
		p.op("LEAQ (DI)(R8*4), R14")
		for i := range 8 {
			p.op("%s X%d, %s", []string{"VMOVQ", "VMOVHPS"}[i%2], 8+i/2, row(i%4, []string{"DI", "R14"}[i/4], "R8", "R11", "R13"))
		}
	})
}

// copyLines writes the copy of n times 64 bytes to dst, which begins at a multiple of 64, past the caches.
func copyLines(p *program) {
	p.line("\n// func copyLines(dst, src unsafe.Pointer, n int)")
	p.line("TEXT ·copyLines(SB), NOSPLIT, $0-24")
	p.op("MOVQ dst+0(FP), DI")
	p.op("MOVQ src+8(FP), SI")
	p.op("MOVQ n+16(FP), CX")
	p.line("loop:")
	p.op("TESTQ CX, CX")
	p.op("JLE done")
	for i := range 2 {
		p.op("VMOVUPS %d(SI), Y%d", 32*i, i)
	}
	for i := range 2 {
		p.op("VMOVNTPS Y%d, %d(DI)", i, 32*i)
	}
	p.op("ADDQ $64, SI")
	p.op("ADDQ $64, DI")
	p.op("DECQ CX")
	p.op("JMP loop")
	p.line("done:")
	p.op("VZEROUPPER")
	p.op("RET")
	p.line("\n// func storeFence()")
	p.line("TEXT ·storeFence(SB), NOSPLIT, $0-0")
	p.op("SFENCE")
	p.op("RET")
}

// interleave joins pairs of registers: the lower halves and the upper halves of each go to the next two registers.
func (p *program) interleave(unit string, pairs []int, to int) {
	for i := 0; i < len(pairs); i += 2 {
		p.op("VPUNPCKL%s X%d, X%d, X%d", unit, pairs[i+1], pairs[i], to+i)
		p.op("VPUNPCKH%s X%d, X%d, X%d", unit, pairs[i+1], pairs[i], to+i+1)
	}
}

// row is the address of one of four rows: R10 and R11 hold twice, R12 and R13 three times the pitch.
func row(i int, base, pitch, twice, thrice string) string {
	if i == 0 {
		return "(" + base + ")"
	}
	return fmt.Sprintf("(%s)(%s*1)", base, []string{pitch, twice, thrice}[i-1])
}

func offset(bytes int, address string) string {
	if bytes == 0 {
		return address
	}
	return fmt.Sprint(bytes) + address
}

func (p *program) transpose(name string, size, edge int, body func()) {
	p.line("\n// func transpose%s(dst, src unsafe.Pointer, dstPitch, srcPitch, n int)", name)
	p.line("TEXT ·transpose%s(SB), NOSPLIT, $0-40", name)
	p.op("MOVQ dst+0(FP), DI")
	p.op("MOVQ src+8(FP), SI")
	p.op("MOVQ dstPitch+16(FP), R8")
	p.op("MOVQ srcPitch+24(FP), R9")
	p.op("MOVQ n+32(FP), CX")
	p.op("LEAQ (R9)(R9*1), R10")
	p.op("LEAQ (R8)(R8*1), R11")
	p.op("LEAQ (R9)(R9*2), R12")
	p.op("LEAQ (R8)(R8*2), R13")
	p.line("loop:")
	p.op("TESTQ CX, CX")
	p.op("JLE done")
	body()
	p.op("LEAQ (SI)(R9*%d), SI", edge)
	p.op("ADDQ $%d, DI", edge*size)
	p.op("DECQ CX")
	p.op("JMP loop")
	p.line("done:")
	p.op("VZEROUPPER")
	p.op("RET")
}
