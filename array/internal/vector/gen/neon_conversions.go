// This file lists arm64's conversions and its sums of integers in 64 bits.

package main

// neonConversions convert 8 bytes of narrow integers at a time, one or two vectors of wide ones.
func neonConversions() []*kernel {
	var list []*kernel
	put := func(table string, from, to kind, step int, body func(b *builder)) {
		kinds := []kind{from}
		if !from.float && from.size >= 4 && table != "toFloat32" && table != "toFloat64" && table != "toInt64" {
			kinds = same(from)
		}
		list = append(list, &kernel{table: table, kinds: kinds, name: table + "From" + from.name, inputs: 1, bytes: []int{to.size, from.size},
			lanes: kind{size: 16 / step}, unroll: 1, body: body})
	}
	widened := func(table string, from, to kind, finish func(b *builder, x *value) *value) {
		put(table, from, to, 8/from.size, func(b *builder) {
			for i, v := range b.widened(from, b.loadHalf(1, 0), max(to.size, 2*from.size)) {
				b.store(finish(b, v), i*16/to.size)
			}
		})
	}
	asIs := func(b *builder, x *value) *value { return x }
	toFloat := func(k kind) func(b *builder, x *value) *value {
		return func(b *builder, x *value) *value { return b.neon("SCVTF", k.field(), x) }
	}
	for _, k := range []kind{u8, i8, u16, i16} {
		widened("toFloat32", k, f32, toFloat(f32))
		widened("toFloat64", k, f64, toFloat(f64))
		widened("toInt64", k, i64, asIs)
		widened("toInt32", k, i32, asIs)
	}
	widened("toFloat64", i32, f64, toFloat(f64))
	widened("toInt64", i32, i64, asIs)
	widened("toInt64", u32, i64, asIs)
	put("toFloat32", i32, f32, 4, func(b *builder) { b.store(toFloat(f32)(b, b.load(1, 0)), 0) })
	put("toFloat64", i64, f64, 2, func(b *builder) { b.store(toFloat(f64)(b, b.load(1, 0)), 0) })
	put("toFloat64", f32, f64, 2, func(b *builder) { b.store(b.neon("FCVTL", 0, b.loadHalf(1, 0)), 0) })
	put("toFloat32", f64, f32, 2, func(b *builder) { b.storeHalf(b.neon("FCVTN", 0, b.load(1, 0))) })
	// Conversions to integers saturate, and NaN becomes 0.
	put("toInt32", f32, i32, 4, func(b *builder) { b.store(b.neon("FCVTZS", f32.field(), b.load(1, 0)), 0) })
	put("toInt32", f64, i32, 2, func(b *builder) {
		b.storeHalf(b.neon("SQXTN", 2, b.neon("FCVTZS", f64.field(), b.load(1, 0))))
	})
	put("toInt64", f64, i64, 2, func(b *builder) { b.store(b.neon("FCVTZS", f64.field(), b.load(1, 0)), 0) })
	put("toInt64", f32, i64, 2, func(b *builder) {
		b.store(b.neon("FCVTZS", f64.field(), b.neon("FCVTL", 0, b.loadHalf(1, 0))), 0)
	})
	put("toInt32", u64, i32, 2, func(b *builder) { b.storeHalf(b.neon("XTN", 2, b.load(1, 0))) })
	for _, c := range []struct{ table, first, second string }{
		{"packUint8", "SQXTN", "SQXTUN"}, {"packInt8", "SQXTN", "SQXTN"}, {"cutUint8", "XTN", "XTN"},
	} {
		put(c.table, i32, u8, 8, func(b *builder) {
			low, high := b.neon(c.first, 1, b.load(1, 0)), b.neon(c.first, 1, b.load(1, 4))
			joined := b.neon("ZIP1D", 0, low, high)
			b.storeHalf(b.neon(c.second, 0, joined))
		})
	}
	for _, c := range []struct{ table, op string }{{"packUint16", "SQXTUN"}, {"packInt16", "SQXTN"}, {"cutUint16", "XTN"}} {
		put(c.table, i32, u16, 4, func(b *builder) { b.storeHalf(b.neon(c.op, 1, b.load(1, 0))) })
	}
	return list
}

// loadHalf reads 8 bytes, storeHalf writes them to the destination.
func (b *builder) loadHalf(stream, element int) *value {
	at := (element + b.shift) * b.kernel.bytes[stream]
	return b.add1(&value{op: "FMOVD", mem: memory(at, arm64Pointers[stream])})
}

func (b *builder) storeHalf(v *value) {
	b.add1(&value{op: "FMOVD", args: []*value{v}, store: memory(b.shift*b.kernel.bytes[0], arm64Pointers[0])})
}

// widened extends the integers in the lower half of x to some bytes each.
func (b *builder) widened(k kind, x *value, size int) []*value {
	low, high := "USHLL", "USHLL2"
	if k.sign {
		low, high = "SSHLL", "SSHLL2"
	}
	list := []*value{b.neonShift(low, 8*k.size, x)}
	for at := 2 * k.size; at < size; at *= 2 {
		var wide []*value
		for _, v := range list {
			wide = append(wide, b.neonShift(low, 8*at, v), b.neonShift(high, 8*at, v))
		}
		list = wide
	}
	return list
}

// neonWideSums sum integers, and add rows of them to sums, in 64 bits: neighbours are added pair by pair.
func neonWideSums() []*kernel {
	var list []*kernel
	for _, k := range integers {
		sum := &kernel{table: "sumWide", kinds: []kind{k}, name: "sumWide" + k.name, bytes: []int{8, k.size}}
		list = append(list, sum.reduction(func(m machine) reduction {
			return reduction{starts: []int{zeros, zeros, zeros, zeros}, group: func(machine) int { return 64 / k.size },
				fold: func(b *builder, accs []*value) {
					op := "UADDLP"
					if k.sign {
						op = "SADDLP"
					}
					for i, acc := range accs {
						x := b.load(1, i*16/k.size)
						for size := k.size; size < 8; size *= 2 {
							x = b.neon(op, map[int]int{1: 0, 2: 1, 4: 2}[size], x)
						}
						into(acc, b.add(i64, acc, x))
					}
				},
				finish: func(b *builder, accs []*value) []*value {
					return []*value{b.add(i64, b.add(i64, accs[0], accs[1]), b.add(i64, accs[2], accs[3]))}
				}}
		}))
		if k.size < 8 {
			list = append(list, &kernel{table: "addWide", kinds: []kind{k}, name: "addWide" + k.name, inputs: 1, bytes: []int{8, k.size}, lanes: kind{size: 2 * k.size}, unroll: 1,
				body: func(b *builder) {
					for i, v := range b.widened(k, b.loadHalf(1, 0), 8) {
						b.store(b.add(i64, b.load(0, 2*i), v), 2*i)
					}
				}})
		}
	}
	return append(list, narrowSums(func(b *builder, k kind, row int) *value {
		return b.widened(k, b.loadHalf(row, 0), 2*k.size)[0]
	})...)
}
