// This file writes the kernels of sorting, for amd64: the partition of long runs, and the sorting of short ones by counting.

package main

// sorting writes the kernels for signed integers of 8 and 4 bytes, and their tables.
func sorting(p *program) {
	for _, k := range []kind{i64, i32} {
		p.partition(k)
		p.sortFew(k)
	}
	p.orders(i64)
	p.orders(i32)
	p.later(i64)
	p.later(i32)
}

// partition stores the elements of a above the pivot at the end of dst and the others at its beginning, vector by vector: the
// lanes of each change places, those that are not above first, and the whole vector is stored on both sides, of which only what
// belongs there is kept. So at least two vectors of room must be left before each store. It returns how many bytes lie at
// the beginning.
func (p *program) partition(k kind) {
	broadcast, compare, mask, shift := "VPBROADCASTQ", "VPCMPGTQ", "VMOVMSKPD", 3
	if k.size == 4 {
		broadcast, compare, mask, shift = "VPBROADCASTD", "VPCMPGTD", "VMOVMSKPS", 2
	}
	p.line("\n// func partition%s(dst unsafe.Pointer, room int, a, pivot unsafe.Pointer, n int) int", k.name)
	p.line("TEXT ·partition%s(SB), NOSPLIT, $0-48", k.name)
	p.op("MOVQ dst+0(FP), DI")
	p.op("MOVQ room+8(FP), R8")
	p.op("ADDQ DI, R8")
	p.op("MOVQ a+16(FP), SI")
	p.op("MOVQ pivot+24(FP), AX")
	p.op("MOVQ n+32(FP), CX")
	p.op("%s (AX), Y0", broadcast)
	p.op("LEAQ ·orders%s(SB), R9", k.name)
	p.op("MOVQ DI, R10")
	p.line("loop:")
	p.op("TESTQ CX, CX")
	p.op("JLE done")
	p.op("VMOVDQU (SI), Y1")
	p.op("%s Y0, Y1, Y2", compare)
	p.op("%s Y2, AX", mask)
	p.op("VPMOVZXBD (R9)(AX*8), Y3")
	p.op("VPERMD Y1, Y3, Y4")
	p.op("POPCNTL AX, BX")
	p.op("SHLQ $%d, BX", shift)
	p.op("VMOVDQU Y4, (DI)")
	p.op("VMOVDQU Y4, -32(R8)")
	p.op("SUBQ BX, R8")
	p.op("SUBQ BX, DI")
	p.op("ADDQ $32, DI")
	p.op("ADDQ $32, SI")
	p.op("SUBQ $%d, CX", 32/k.size)
	p.op("JMP loop")
	p.line("done:")
	p.op("SUBQ R10, DI")
	p.op("MOVQ DI, ret+40(FP)")
	p.op("VZEROUPPER")
	p.op("RET")
}

// orders writes the table of the orders of lanes, as numbers of 4 bytes each: for every set of lanes above the pivot, the others
// come first.
func (p *program) orders(k kind) {
	lanes, words := 32/k.size, k.size/4
	at := 0
	for set := range 1 << lanes {
		var order uint64
		place := 0
		for _, above := range []int{0, 1} {
			for lane := range lanes {
				if set>>lane&1 != above {
					continue
				}
				for word := range words {
					order |= uint64(lane*words+word) << (8 * place)
					place++
				}
			}
		}
		p.line("DATA ·orders%s+%d(SB)/8, $%#016x", k.name, at, order)
		at += 8
	}
	p.line("GLOBL ·orders%s(SB), RODATA|NOPTR, $%d", k.name, at)
}

// sortFew sorts four vectors: it counts for each element those that come before it, which are those below it and, among equals,
// the earlier ones, and stores it in that place.
func (p *program) sortFew(k kind) {
	letter, move := "Q", "MOVQ"
	if k.size == 4 {
		letter, move = "D", "MOVL"
	}
	lanes := 32 / k.size
	p.line("\n// func sortFew%s(dst, a, places unsafe.Pointer)", k.name)
	p.line("TEXT ·sortFew%s(SB), NOSPLIT, $0-24", k.name)
	p.op("MOVQ dst+0(FP), DI")
	p.op("MOVQ a+8(FP), SI")
	p.op("MOVQ places+16(FP), DX")
	p.op("LEAQ ·later%s(SB), R9", k.name)
	for v := range 4 {
		p.op("VMOVDQU %d(SI), Y%d", 32*v, v)
		// Every element of the vectors before comes before it, unless it is found to be greater.
		p.op("VMOVDQU ·%s+%d(SB), Y%d", p.consts.name, p.consts.at(k.size, uint64(v*lanes)), 4+v)
	}
	for own := range 4 {
		for lane := range lanes {
			p.op("VPBROADCAST%s %d(SI), Y8", letter, 32*own+k.size*lane)
			for v := range 4 {
				switch {
				case v < own:
					p.op("VPCMPGT%s Y8, Y%d, Y9", letter, v)
					p.op("VPSUB%s Y9, Y%d, Y%d", letter, 4+v, 4+v)
				case v > own:
					p.op("VPCMPGT%s Y%d, Y8, Y9", letter, v)
					p.op("VPADD%s Y9, Y%d, Y%d", letter, 4+v, 4+v)
				default:
					p.op("VPCMPEQ%s Y8, Y%d, Y10", letter, v)
					p.op("VPCMPGT%s Y8, Y%d, Y9", letter, v)
					p.op("VPAND %d(R9), Y10, Y10", 32*lane)
					p.op("VPOR Y10, Y9, Y9")
					p.op("VPSUB%s Y9, Y%d, Y%d", letter, 4+v, 4+v)
				}
			}
		}
	}
	for v := range 4 {
		p.op("VMOVDQU Y%d, %d(DX)", 4+v, 32*v)
	}
	for i := range 4 * lanes {
		p.op("%s %d(DX), AX", move, i*k.size)
		p.op("%s %d(SI), BX", move, i*k.size)
		p.op("%s BX, (DI)(AX*%d)", move, k.size)
	}
	p.op("VZEROUPPER")
	p.op("RET")
}

// later writes the table of the lanes that come after each.
func (p *program) later(k kind) {
	lanes := 32 / k.size
	at := 0
	for lane := range lanes {
		for word := range 4 {
			text := ""
			for byte := range 8 {
				text = map[bool]string{true: "ff", false: "00"}[(8*word+byte)/k.size > lane] + text
			}
			p.line("DATA ·later%s+%d(SB)/8, $0x%s", k.name, at, text)
			at += 8
		}
	}
	p.line("GLOBL ·later%s(SB), RODATA|NOPTR, $%d", k.name, at)
}

// signedOrder turns the bits of floats and unsigned integers into signed integers of the same order, and back.
func signedOrder() []*kernel {
	var list []*kernel
	for _, k := range []kind{u32, u64, f32, f64} {
		signed := map[int]kind{4: i32, 8: i64}[k.size]
		list = append(list, unary("signedOrder", k, []kind{k}, func(b *builder, x *value) *value {
			if !k.float {
				return b.xor(x, b.signBit(k))
			}
			negative := b.less(signed, x, b.constant(8, 0))
			return b.xor(x, b.and(negative, b.constant(k.size, 1<<(8*k.size-1)-1)))
		}))
	}
	return list
}
