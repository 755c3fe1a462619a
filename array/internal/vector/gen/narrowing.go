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
	// Two packs bring 32 numbers into 32 bytes, but each half holds elements of all vectors: join tells how many adjacent ones.
	bytes := func(b *builder, pack, join string, vector func(i int) *value) {
		var words [2]*value
		for i := range words {
			words[i] = b.ins("VPACKSSDW", vector(2*i), vector(2*i+1))
		}
		joined := b.ins(pack, words[0], words[1])
		upper := b.insImm("VEXTRACTI128", 1, joined)
		upper.half = true
		for i, op := range []string{"VPUNPCKL", "VPUNPCKH"} {
			v := b.ins(op+join, joined, upper)
			v.half, v.halfs = true, true
			b.add1(&value{op: "VMOVDQU", args: []*value{v}, halfs: true, store: memory(b.shift+16*i, "DI")})
		}
	}
	words := func(b *builder, pack string, prepare func(x *value) *value) {
		b.store(b.insImm("VPERMQ", 0xd8, b.ins(pack, prepare(b.load(1, 0)), prepare(b.load(1, 8)))), 0)
	}
	asIs := func(x *value) *value { return x }
	put("packUint8", i32, u8, u8, func(b *builder) {
		bytes(b, "VPACKUSWB", "DQ", func(i int) *value { return b.load(1, 8*i) })
	})
	put("packInt8", i32, i8, u8, func(b *builder) {
		bytes(b, "VPACKSSWB", "DQ", func(i int) *value { return b.load(1, 8*i) })
	})
	put("packUint16", i32, u16, u16, func(b *builder) { words(b, "VPACKUSDW", asIs) })
	put("packInt16", i32, i16, u16, func(b *builder) { words(b, "VPACKSSDW", asIs) })
	put("cutUint8", i32, u8, u8, func(b *builder) {
		bytes(b, "VPACKUSWB", "DQ", func(i int) *value { return b.and(b.load(1, 8*i), b.constant(4, 0xff)) })
	})
	put("cutUint8", u64, u8, u8, func(b *builder) {
		bytes(b, "VPACKUSWB", "WD", func(i int) *value {
			return b.and(b.insImm("VSHUFPS", 0x88, b.load(1, 8*i), b.load(1, 8*i+4)), b.constant(4, 0xff))
		})
	})
	put("cutUint16", i32, u16, u16, func(b *builder) {
		words(b, "VPACKUSDW", func(x *value) *value { return b.and(x, b.constant(4, 0xffff)) })
	})
	for _, to := range []struct {
		name         string
		kind         kind
		least, most  float64
		packs, bytes string
	}{
		{"packUint8", u8, 0, 255, "VPACKUSDW", "VPACKUSWB"}, {"packInt8", i8, -128, 127, "VPACKSSDW", "VPACKSSWB"},
		{"packUint16", u16, 0, 65535, "VPACKUSDW", ""}, {"packInt16", i16, -32768, 32767, "VPACKSSDW", ""},
	} {
		// Floats are brought into the range before they become integers, where NaN becomes 0.
		within := func(b *builder, k kind, x *value) *value {
			least, most := b.number(k, to.least), b.number(k, to.most)
			if to.least == 0 {
				return b.rawExtreme(k, b.rawExtreme(k, x, least, "MAX"), most, "MIN")
			}
			return b.and(b.rawExtreme(k, b.rawExtreme(k, x, least, "MAX"), most, "MIN"), b.equal(k, x, x))
		}
		put(to.name, f32, to.kind, to.kind, func(b *builder) {
			vector := func(i int) *value { return b.ins("VCVTTPS2DQ", within(b, f32, b.load(1, 8*i))) }
			if to.kind.size == 1 {
				bytes(b, to.bytes, "DQ", vector)
				return
			}
			b.store(b.insImm("VPERMQ", 0xd8, b.ins(to.packs, vector(0), vector(1))), 0)
		})
		put(to.name, f64, to.kind, kind{size: 2 * to.kind.size}, func(b *builder) { // 16 bytes at a time
			half := func(op string, x ...*value) *value {
				return b.add1(&value{op: op, args: x, half: true, halfs: true})
			}
			vector := func(i int) *value {
				narrow := b.ins("VCVTTPD2DQY", within(b, f64, b.load(1, 4*i)))
				narrow.half = true
				return narrow
			}
			packed := half(to.packs, vector(0), vector(1))
			if to.kind.size == 1 {
				packed = half(to.bytes, packed, half(to.packs, vector(2), vector(3)))
			}
			b.add1(&value{op: "VMOVDQU", args: []*value{packed}, halfs: true, store: memory(b.shift*to.kind.size, "DI")})
		})
	}
	for _, k := range floats {
		put("toInt64", k, i64, i64, func(b *builder) {
			x := b.loadFloats(1, 0)
			number, large := b.equal(f64, x, x), b.lessEqual(f64, b.n(1<<63), x)
			whole := wholeNumber(b, b.rawExtreme(f64, b.n(1<<63), b.rawExtreme(f64, b.n(-1<<63), x, "MAX"), "MIN"))
			// 2^63 has become the least integer: flipping its bits gives the greatest.
			b.store(b.and(b.xor(whole, large), number), 0)
		})
		put("toUint64", k, u64, i64, func(b *builder) {
			x := b.rawExtreme(f64, b.loadFloats(1, 0), b.n(0), "MAX")
			large := b.lessEqual(f64, b.n(1<<64), x)
			b.store(b.or(wholeNumber(b, b.rawExtreme(f64, x, b.n(1<<64), "MIN")), large), 0)
		})
	}
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

// wholeNumber cuts off the fractions of floats between -2^63 and 2^64 and gives their lowest 64 bits as integers: the upper
// and the lower half are found in the fractions of numbers with a fixed exponent.
func wholeNumber(b *builder, x *value) *value {
	x = b.round(f64, zero, x)
	upper := b.round(f64, down, b.times(x, b.n(0x1p-32)))
	lower := b.nmadd(upper, b.n(0x1p32), x)
	upperBits := b.shiftLeft(u64, 32, b.plus(upper, b.n(magic)))
	lowerBits := b.xor(b.plus(lower, b.n(0x1p52)), b.n(0x1p52))
	return b.ins("VPADDQ", upperBits, lowerBits)
}
