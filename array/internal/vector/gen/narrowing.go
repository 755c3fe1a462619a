// This file lists the conversions to narrow integers, for amd64: through int32, which is cut off or saturated further.

package main

// narrowing converts to int32, and int32 to 8 and 16 bits.
func narrowing() []*kernel {
	var list []*kernel
	put := func(table string, from, to kind, lanes kind, body func(b *builder)) {
		kinds := []kind{from}
		if !from.float && from.size >= 4 {
			kinds = same(from)
		}
		list = append(list, &kernel{table: table, kinds: kinds, name: table + "From" + from.name, inputs: 1, bytes: []int{to.size, from.size}, lanes: lanes, unroll: 1, body: body})
	}
	for _, s := range []struct {
		kind kind
		load string
	}{{u8, "VPMOVZXBD"}, {i8, "VPMOVSXBD"}, {u16, "VPMOVZXWD"}, {i16, "VPMOVSXWD"}} {
		put("toInt32", s.kind, i32, i32, func(b *builder) {
			b.store(b.add1(&value{op: s.load, mem: memory(b.shift*s.kind.size, "SI")}), 0)
		})
	}
	put("toInt32", f32, i32, i32, func(b *builder) { b.store(truncate(b, b.load(1, 0)), 0) })
	put("toInt32", f64, i32, i32, func(b *builder) {
		for i := range 2 {
			x := b.load(1, 4*i)
			number := b.equal(f64, x, x)
			x = b.rawExtreme(f64, b.n(1<<31-1), b.rawExtreme(f64, b.n(-1<<31), x, "MAX"), "MIN")
			narrow := b.ins("VCVTTPD2DQY", b.and(x, number))
			narrow.half = true
			b.add1(&value{op: "VMOVUPS", args: []*value{narrow}, halfs: true, store: memory((b.shift+4*i)*4, "DI")})
		}
	})
	put("toInt32", u64, i32, i32, func(b *builder) {
		b.store(b.insImm("VPERMQ", 0xd8, b.insImm("VSHUFPS", 0x88, b.load(1, 0), b.load(1, 4))), 0)
	})
	// Two packs bring 32 numbers into 32 bytes, but each half holds elements of all four vectors.
	bytes := func(b *builder, pack string, prepare func(x *value) *value) {
		var words [2]*value
		for i := range words {
			words[i] = b.ins("VPACKSSDW", prepare(b.load(1, 16*i)), prepare(b.load(1, 16*i+8)))
		}
		joined := b.ins(pack, words[0], words[1])
		upper := b.insImm("VEXTRACTI128", 1, joined)
		upper.half = true
		for i, op := range []string{"VPUNPCKLDQ", "VPUNPCKHDQ"} {
			v := b.ins(op, joined, upper)
			v.half, v.halfs = true, true
			b.add1(&value{op: "VMOVDQU", args: []*value{v}, halfs: true, store: memory(b.shift+16*i, "DI")})
		}
	}
	words := func(b *builder, pack string, prepare func(x *value) *value) {
		b.store(b.insImm("VPERMQ", 0xd8, b.ins(pack, prepare(b.load(1, 0)), prepare(b.load(1, 8)))), 0)
	}
	asIs := func(x *value) *value { return x }
	put("packUint8", i32, u8, u8, func(b *builder) { bytes(b, "VPACKUSWB", asIs) })
	put("packInt8", i32, i8, u8, func(b *builder) { bytes(b, "VPACKSSWB", asIs) })
	put("packUint16", i32, u16, u16, func(b *builder) { words(b, "VPACKUSDW", asIs) })
	put("packInt16", i32, i16, u16, func(b *builder) { words(b, "VPACKSSDW", asIs) })
	put("cutUint8", i32, u8, u8, func(b *builder) {
		bytes(b, "VPACKUSWB", func(x *value) *value { return b.and(x, b.constant(4, 0xff)) })
	})
	put("cutUint16", i32, u16, u16, func(b *builder) {
		words(b, "VPACKUSDW", func(x *value) *value { return b.and(x, b.constant(4, 0xffff)) })
	})
	return list
}

// truncate converts float32 to int32, saturating; NaN becomes 0.
func truncate(b *builder, x *value) *value {
	number := b.equal(f32, x, x)
	large := b.lessEqual(f32, b.number(f32, 1<<31), x)
	// The instruction gives the least integer for all that does not fit: flipping its bits gives the greatest.
	whole := b.xor(b.ins("VCVTTPS2DQ", x), large)
	return b.and(whole, number)
}
