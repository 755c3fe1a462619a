// This file lists the kernels that gather elements which lie two apart, or in reverse order.

package main

// moves are kernels for any elements of a size. Their source pointer stands at the first element that is read.
func moves() []*kernel {
	var list []*kernel
	for _, k := range []kind{u8, u16, u32, u64} {
		list = append(list,
			&kernel{table: "everySecond", kinds: sized(k), name: "everySecond" + k.name, inputs: 1, bytes: []int{k.size, 2 * k.size}, lanes: k, unroll: 1,
				body: func(b *builder) { b.store(everySecond(b, k), 0) }},
			&kernel{table: "backwards", kinds: sized(k), name: "backwards" + k.name, inputs: 1, bytes: []int{k.size, -k.size}, lanes: k, unroll: 1,
				body: func(b *builder) { b.store(backwards(b, k), 0) }})
	}
	return list
}

// sized returns the kinds of elements of k's size, of whatever meaning.
func sized(k kind) []kind {
	kinds := same(k)
	switch k.size {
	case 4:
		kinds = append(kinds, f32)
	case 8:
		kinds = append(kinds, f64)
	}
	return kinds
}

// everySecond reads two vectors and keeps the elements with even numbers.
func everySecond(b *builder, k kind) *value {
	lanes := b.width() / k.size
	x, y := b.load(1, 0), b.load(1, lanes/2)
	if !b.avx2() {
		return b.neon("UZP1", k.field(), x, y)
	}
	var joined *value
	switch k.size {
	case 8:
		joined = b.insImm("VSHUFPD", 0, x, y)
	case 4:
		joined = b.insImm("VSHUFPS", 0x88, x, y)
	case 2:
		low := b.constant(4, 0xffff)
		joined = b.ins("VPACKUSDW", b.ins("VPAND", x, low), b.ins("VPAND", y, low))
	case 1:
		low := b.constant(2, 0xff)
		joined = b.ins("VPACKUSWB", b.ins("VPAND", x, low), b.ins("VPAND", y, low))
	}
	return b.insImm("VPERMQ", 0xd8, joined) // each half holds elements of both vectors
}

// backwards reads the vector that ends with the element at the pointer, and turns it round.
func backwards(b *builder, k kind) *value {
	x := b.load(1, b.width()/k.size-1)
	if !b.avx2() {
		if k.size < 8 {
			x = b.neon("REV64", k.field(), x)
		}
		return b.add1(&value{op: "EXT", bits: 8 << 11, args: []*value{x, x}})
	}
	switch k.size {
	case 4:
		x = b.insImm("VPSHUFD", 0xb1, x)
	case 1:
		x = b.ins("VPOR", b.insImm("VPSLLW", 8, x), b.insImm("VPSRLW", 8, x))
		fallthrough
	case 2:
		x = b.insImm("VPSHUFHW", 0x1b, b.insImm("VPSHUFLW", 0x1b, x))
	}
	return b.insImm("VPERMQ", 0x1b, x)
}
