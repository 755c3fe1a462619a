// This file lists the kernels of arithmetic, comparison, choice, rounding and conversion.

package main

import "slices"

// operations lists the operations, with how many operands each has.
var operations = []struct {
	name   string
	inputs int
	parts  bool // complex numbers use the kernels of their parts
}{
	{"add", 2, true},
	{"sub", 2, true},
	{"mul", 2, false},
	{"div", 2, false},
	{"max", 2, false},
	{"min", 2, false},
	{"equal", 2, false},
	{"notEqual", 2, false},
	{"less", 2, false},
	{"lessEqual", 2, false},
	{"and", 2, false},
	{"or", 2, false},
	{"xor", 2, false},
	{"neg", 1, true},
	{"abs", 1, false},
	{"sqrt", 1, false},
	{"relu", 1, false},
	{"floor", 1, false},
	{"ceil", 1, false},
	{"trunc", 1, false},
	{"round", 1, false},
	{"isNaN", 1, false},
	{"where", 3, false},
	{"clip", 3, false},
	{"exp", 1, false},
	{"log", 1, false},
	{"sin", 1, false},
	{"cos", 1, false},
	{"tanh", 1, false},
	{"sigmoid", 1, false},
	{"exp2", 1, false},
	{"expm1", 1, false},
	{"log1p", 1, false},
	{"log2", 1, false},
	{"log10", 1, false},
	{"tan", 1, false},
	{"sinh", 1, false},
	{"cosh", 1, false},
	{"asinh", 1, false},
	{"acosh", 1, false},
	{"atanh", 1, false},
	{"cbrt", 1, false},
	{"asin", 1, false},
	{"acos", 1, false},
	{"atan", 1, false},
	{"atan2", 2, false},
	{"hypot", 2, false},
	{"toFloat64", 1, false},
	{"toFloat32", 1, false},
	{"toInt64", 1, false},
	{"toUint64", 1, false},
	{"sumLanes", 1, false},
	{"sumWide", 1, false},
	{"maxRun", 1, false},
	{"minRun", 1, false},
	{"addWide", 1, false},
	{"beyond", 1, false},
	{"equalTo", 2, false},
	{"orRun", 1, false},
	{"sumLeaf", 1, false},
	{"add3", 3, false},
	{"max3", 3, false},
	{"min3", 3, false},
	{"pow", 2, false},
	{"everySecond", 1, false},
	{"backwards", 1, false},
	{"toInt32", 1, false},
	{"packUint8", 1, false},
	{"packInt8", 1, false},
	{"packUint16", 1, false},
	{"packInt16", 1, false},
	{"cutUint8", 1, false},
	{"cutUint16", 1, false},
	{"squaresFrom", 2, false},
	{"addSquares", 2, false},
	{"addNarrow3", 3, false},
	{"signedOrder", 1, false},
	{"runningSum", 2, false},
	{"firstMax", 2, false},
	{"firstMin", 2, false},
}

// same returns the kinds of integers of k's size: those that share a kernel without regard to sign.
func same(k kind) []kind {
	if k.float {
		return []kind{k}
	}
	return map[int][]kind{1: {u8, i8}, 2: {u16, i16}, 4: {u32, i32}, 8: {u64, i64}}[k.size]
}

var signless = []kind{u8, u16, u32, u64, f32, f64}

// binary makes a kernel of two operands, as large as the result.
func binary(name string, k kind, kinds []kind, f func(b *builder, x, y *value) *value) *kernel {
	return &kernel{table: name, kinds: kinds, name: name + k.name, inputs: 2, bytes: []int{k.size, k.size, k.size}, lanes: k, unroll: 4,
		body: func(b *builder) { b.store(f(b, b.load(1, 0), b.load(2, 0)), 0) }}
}

func unary(name string, k kind, kinds []kind, f func(b *builder, x *value) *value) *kernel {
	return &kernel{table: name, kinds: kinds, name: name + k.name, inputs: 1, bytes: []int{k.size, k.size}, lanes: k, unroll: 4,
		body: func(b *builder) { b.store(f(b, b.load(1, 0)), 0) }}
}

// comparison makes a kernel whose result is bools.
func comparison(name string, k kind, kinds []kind, f func(b *builder, x, y *value) *value) *kernel {
	return &kernel{table: name, kinds: kinds, name: name + k.name, inputs: 2, bytes: []int{1, k.size, k.size}, whole: true, unroll: 1,
		body: func(b *builder) {
			masks := make([]*value, k.size)
			for i := range masks {
				at := i * b.width() / k.size
				masks[i] = f(b, b.load(1, at), b.load(2, at))
			}
			b.storeMasks(k, masks)
		}}
}

// three makes a kernel that folds three rows into the destination, one after the other.
func three(name string, k kind, kinds []kind, f func(b *builder, x, y *value) *value) *kernel {
	return &kernel{table: name + "3", kinds: kinds, name: name + "3" + k.name, inputs: 3, bytes: []int{k.size, k.size, k.size, k.size}, lanes: k, unroll: 2,
		body: func(b *builder) {
			v := b.load(0, 0)
			for row := 1; row <= 3; row++ {
				v = f(b, v, b.load(row, 0))
			}
			b.store(v, 0)
		}}
}

func kernels(m machine) []*kernel {
	var list []*kernel
	put := func(k *kernel) { list = append(list, k) }
	avx2, wide := m.name() != "arm64", m.name() == "avx512"
	for _, k := range signless {
		put(binary("add", k, same(k), func(b *builder, x, y *value) *value { return b.add(k, x, y) }))
		put(binary("sub", k, same(k), func(b *builder, x, y *value) *value { return b.sub(k, x, y) }))
		if avx2 || k.size < 8 || k.float {
			put(binary("mul", k, same(k), func(b *builder, x, y *value) *value { return b.mul(k, x, y) }))
		}
		put(three("add", k, same(k), func(b *builder, x, y *value) *value { return b.add(k, x, y) }))
		put(orRun(k))
		put(unary("neg", k, same(k), func(b *builder, x *value) *value { return b.neg(k, x) }))
		put(comparison("equal", k, same(k), func(b *builder, x, y *value) *value { return b.equal(k, x, y) }))
		to := comparison("equalTo", k, same(k), func(b *builder, x, y *value) *value { return b.equal(k, x, y) })
		to.bytes[2] = 0 // one vector serves all
		put(to)
		put(comparison("notEqual", k, same(k), func(b *builder, x, y *value) *value { return b.not(b.equal(k, x, y)) }))
	}
	for _, k := range reals {
		put(binary("max", k, []kind{k}, func(b *builder, x, y *value) *value { return b.max(k, x, y) }))
		put(binary("min", k, []kind{k}, func(b *builder, x, y *value) *value { return b.min(k, x, y) }))
		put(comparison("less", k, []kind{k}, func(b *builder, x, y *value) *value { return b.less(k, x, y) }))
		put(comparison("lessEqual", k, []kind{k}, func(b *builder, x, y *value) *value { return b.lessEqual(k, x, y) }))
		put(clip(k))
		put(three("max", k, []kind{k}, func(b *builder, x, y *value) *value { return b.max(k, x, y) }))
		put(three("min", k, []kind{k}, func(b *builder, x, y *value) *value { return b.min(k, x, y) }))
		if k.sign {
			put(unary("abs", k, []kind{k}, func(b *builder, x *value) *value { return b.abs(k, x) }))
			put(unary("relu", k, []kind{k}, func(b *builder, x *value) *value { return relu(b, k, x) }))
		}
		put(extremes("max", k))
		put(extremes("min", k))
	}
	for _, k := range floats {
		put(binary("div", k, []kind{k}, func(b *builder, x, y *value) *value { return b.div(k, x, y) }))
		put(unary("sqrt", k, []kind{k}, func(b *builder, x *value) *value { return b.sqrt(k, x) }))
		put(unary("floor", k, []kind{k}, func(b *builder, x *value) *value { return b.round(k, down, x) }))
		put(unary("ceil", k, []kind{k}, func(b *builder, x *value) *value { return b.round(k, up, x) }))
		put(unary("trunc", k, []kind{k}, func(b *builder, x *value) *value { return b.round(k, zero, x) }))
		put(unary("round", k, []kind{k}, func(b *builder, x *value) *value { return b.round(k, nearest, x) }))
		put(isNaN(k))
		put(sumLanes(k))
		put(sumLeaf(k))
		squares := func(b *builder, x, y *value) *value {
			distance := b.sub(k, x, y)
			return b.mul(k, distance, distance)
		}
		from := binary("squaresFrom", k, []kind{k}, squares)
		from.bytes[2] = 0 // one vector serves all
		put(from)
		put(binary("addSquares", k, []kind{k}, func(b *builder, x, y *value) *value { return b.add(k, b.load(0, 0), squares(b, x, y)) }))
		put(beyond(k))
	}
	for _, k := range []kind{u8, u16, u32, u64} {
		put(where(k))
	}
	put(binary("and", u8, []kind{u8}, func(b *builder, x, y *value) *value { return b.and(x, y) }))
	put(binary("or", u8, []kind{u8}, func(b *builder, x, y *value) *value { return b.or(x, y) }))
	put(binary("xor", u8, []kind{u8}, func(b *builder, x, y *value) *value { return b.xor(x, y) }))
	if avx2 {
		list = append(list, conversions()...)
	}
	if avx2 && !wide {
		list = append(list, wideSums()...)
		list = append(list, narrowing()...)
		put(runningSums())
		for _, k := range reals {
			put(firstPlaces("Max", k))
			put(firstPlaces("Min", k))
		}
	}
	if !avx2 {
		list = append(list, neonConversions()...)
		list = append(list, neonWideSums()...)
	}
	if !wide {
		list = append(list, moves()...)
	}
	list = append(list, signedOrder()...)
	list = append(list, elementary()...)
	if wide { // what folds or moves lanes is left to AVX2
		return slices.DeleteFunc(list, func(k *kernel) bool { return k.reduce != nil })
	}
	return list
}

// relu is max(x, 0), where -0 becomes 0.
func relu(b *builder, k kind, x *value) *value {
	zero := b.constant(8, 0)
	if k.float && b.avx2() {
		return b.add(k, b.rawExtreme(k, zero, x, "MAX"), zero) // the second operand if it is NaN or both are zero
	}
	return b.max(k, x, zero)
}

func isNaN(k kind) *kernel {
	return &kernel{table: "isNaN", kinds: []kind{k}, name: "isNaN" + k.name, inputs: 1, bytes: []int{1, k.size}, whole: true, unroll: 1,
		body: func(b *builder) {
			masks := make([]*value, k.size)
			for i := range masks {
				masks[i] = b.isNaN(k, b.load(1, i*b.width()/k.size))
			}
			b.storeMasks(k, masks)
		}}
}

// where chooses between elements of any type by their size. Its first input are the bools.
func where(k kind) *kernel {
	return &kernel{table: "where", kinds: sized(k), name: "where" + k.name, inputs: 3, bytes: []int{k.size, 1, k.size, k.size}, whole: true, unroll: 1,
		body: func(b *builder) {
			if b.avx2() {
				for i := range k.size { // one mask at a time, for want of registers
					at := i * b.width() / k.size
					b.store(b.choose(b.loadMask(k, 1, i), b.load(2, at), b.load(3, at)), at)
				}
				return
			}
			for i, mask := range b.loadMasks(k, 1) {
				at := i * 16 / k.size
				b.store(b.choose(mask, b.load(2, at), b.load(3, at)), at)
			}
		}}
}

// clip raises elements to a least value and lowers them to a greatest; the bounds are read from vectors. NaN stays, and so
// does a zero beside a bound of zero with another sign.
func clip(k kind) *kernel {
	return &kernel{table: "clip", kinds: []kind{k}, name: "clip" + k.name, inputs: 3, bytes: []int{k.size, k.size, 0, 0}, lanes: k, unroll: 4,
		body: func(b *builder) {
			x, lo, hi := b.load(1, 0), b.load(2, 0), b.load(3, 0)
			switch {
			case k.float && b.avx2():
				x = b.rawExtreme(k, hi, b.rawExtreme(k, lo, x, "MAX"), "MIN")
			case k.float:
				x = b.choose(b.less(k, x, lo), lo, x)
				x = b.choose(b.less(k, hi, x), hi, x)
			default:
				x = b.min(k, b.max(k, x, lo), hi)
			}
			b.store(x, 0)
		}}
}

// conversions are those that pictures and mixed precision need most.
func conversions() []*kernel {
	var list []*kernel
	put := func(target string, from kind, to kind, body func(b *builder)) {
		kinds := []kind{from}
		list = append(list, &kernel{table: "to" + target, kinds: kinds, name: "convert" + from.name + "to" + to.name, inputs: 1,
			bytes: []int{to.size, from.size}, lanes: to, unroll: 4, body: body})
	}
	mem := func(b *builder, op string, size int) *value {
		return b.add1(&value{op: op, mem: memory(b.shift*size, "SI")})
	}
	type source struct {
		kind          kind
		toD, toQ, cvt string
	}
	for _, s := range []source{{u8, "VPMOVZXBD", "VPMOVZXBQ", ""}, {i8, "VPMOVSXBD", "VPMOVSXBQ", ""}, {u16, "VPMOVZXWD", "VPMOVZXWQ", ""}, {i16, "VPMOVSXWD", "VPMOVSXWQ", ""}, {i32, "VMOVDQU", "VPMOVSXDQ", ""}} {
		put("Float32", s.kind, f32, func(b *builder) {
			b.store(b.ins("VCVTDQ2PS", mem(b, s.toD, s.kind.size)), 0)
		})
		put("Int64", s.kind, i64, func(b *builder) { b.store(mem(b, s.toQ, s.kind.size), 0) })
		put("Float64", s.kind, f64, func(b *builder) {
			if s.kind == i32 {
				b.store(b.add1(&value{op: "VCVTDQ2PD", mem: memory(b.shift*4, "SI")}), 0)
				return
			}
			narrow := mem(b, s.toD, s.kind.size)
			narrow.half = true
			wide := b.ins("VCVTDQ2PD", narrow)
			wide.halfs = true
			b.store(wide, 0)
		})
	}
	put("Int64", u32, i64, func(b *builder) { b.store(mem(b, "VPMOVZXDQ", 4), 0) })
	put("Float64", f32, f64, func(b *builder) { b.store(mem(b, "VCVTPS2PD", 4), 0) })
	put("Float32", f64, f32, func(b *builder) {
		lanes := b.width() / 8
		for i := range 2 {
			narrow := b.add1(&value{op: "VCVTPD2PSY", mem: memory((b.shift+lanes*i)*8, "SI"), half: true})
			b.add1(&value{op: "VMOVUPS", args: []*value{narrow}, halfs: true, store: memory((b.shift+lanes*i)*4, "DI")})
		}
	})
	// Upper and lower halves as floats with exponents that hold them exactly; only their sum rounds.
	put("Float64", i64, f64, func(b *builder) {
		x := b.load(1, 0)
		if b.wide() {
			b.store(b.ins("VCVTQQ2PD", x), 0)
			return
		}
		upper := b.xor(b.shiftRight(u64, 32, x), b.constant(8, 0x4530000080000000))
		lower := b.insImm("VPBLENDD", 0xaa, x, b.constant(8, 0x4330000000000000))
		b.store(b.add(f64, b.sub(f64, upper, b.constant(8, 0x4530000080100000)), lower), 0)
	})
	return list
}
