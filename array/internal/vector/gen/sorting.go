// This file writes the partition of long runs for sorting, for amd64.

package main

// sorting writes the kernels for signed integers of 8 and 4 bytes, and their tables.
func sorting(p *program) {
	for _, k := range []kind{i64, i32} {
		p.partition(k)
		sortNetwork{p, k}.write()
	}
	p.orders(i64)
	p.orders(i32)
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
