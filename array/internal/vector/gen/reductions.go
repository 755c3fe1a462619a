// This file lists the kernels that fold many elements into a few vectors, which the Go side folds further.

package main

// How accumulators start.
const (
	zeros = iota
	ones  // all bits set
	first // the vectors of the first group
)

// reduction is a kernel that folds groups of vectors into accumulators.
type reduction struct {
	starts []int // of the accumulators
	// elements of a group, of which n is a multiple, at least one.
	group func(m machine) int
	// once tells that the first group is folded by the start already.
	once bool
	// fold replaces the accumulators; into makes a result the new value of one.
	fold func(b *builder, accs []*value)
	// finish returns what is written to dst; the accumulators themselves if nil.
	finish func(b *builder, accs []*value) []*value
}

func (k *kernel) reduction(r func(m machine) reduction) *kernel {
	k.inputs = 1
	k.elements = func(m machine) int { return r(m).group(m) }
	k.reduce = func(m looper, p *program) { r(m).write(m, p, k) }
	return k
}

func (r reduction) write(m looper, p *program, k *kernel) {
	accs := make([]*value, len(r.starts))
	m.frame(p, k)
	for i, start := range r.starts {
		accs[i] = &value{op: "pinned", reg: m.registers() - 1 - i}
		m.start(p, accs[i].reg, start, i)
	}
	count := r.group(m)
	if r.once {
		m.skip(p, k, count)
	}
	p.line("loop:")
	m.test(p)
	b := &builder{machine: m, kernel: k}
	r.fold(b, accs)
	p.emit(m, b, accs...)
	m.skip(p, k, count)
	p.op("JMP loop")
	p.line("done:")
	b = &builder{machine: m, kernel: k}
	results := accs
	if r.finish != nil {
		results = r.finish(b, accs)
	}
	for i, v := range results {
		b.store(v, i*m.width()/k.bytes[0])
	}
	p.emit(m, b, accs...)
	m.end(p)
}

// into makes the result of an instruction the new value of an accumulator.
func into(acc, v *value) { v.into = acc }

// sumLanes sums 32 lanes: lane i gets s[i] + s[i+32] + ....
func sumLanes(k kind) *kernel {
	kernel := &kernel{table: "sumLanes", kinds: []kind{k}, name: "sumLanes" + k.name, bytes: []int{k.size, k.size}}
	return kernel.reduction(func(m machine) reduction {
		starts := make([]int, 32*k.size/m.width())
		for i := range starts {
			starts[i] = first
		}
		return reduction{starts: starts, once: true, group: func(machine) int { return 32 }, fold: func(b *builder, accs []*value) {
			for i, acc := range accs {
				into(acc, b.add(k, acc, b.load(1, i*m.width()/k.size)))
			}
		}}
	})
}

// sumLeaf is sumLanes that also adds the upper half of the lanes to the lower half until they fill 32 bytes.
func sumLeaf(k kind) *kernel {
	kernel := &kernel{table: "sumLeaf", kinds: []kind{k}, name: "sumLeaf" + k.name, bytes: []int{k.size, k.size}}
	lanes := sumLanes(k)
	return kernel.reduction(func(m machine) reduction {
		starts := make([]int, 32*k.size/m.width())
		for i := range starts {
			starts[i] = first
		}
		return reduction{starts: starts, once: true, group: lanes.elements, fold: func(b *builder, accs []*value) {
			for i, acc := range accs {
				into(acc, b.add(k, acc, b.load(1, i*m.width()/k.size)))
			}
		}, finish: func(b *builder, accs []*value) []*value {
			for len(accs)*m.width() > 32 {
				half := len(accs) / 2
				folded := make([]*value, half)
				for i := range folded {
					folded[i] = b.add(k, accs[i], accs[i+half])
				}
				accs = folded
			}
			return accs
		}}
	})
}

// orRun joins the bits of all elements.
func orRun(k kind) *kernel {
	kernel := &kernel{table: "orRun", kinds: same(k), name: "orRun" + k.name, bytes: []int{k.size, k.size}}
	return kernel.reduction(func(m machine) reduction {
		return reduction{starts: []int{zeros, zeros, zeros, zeros}, group: func(m machine) int { return 4 * m.width() / k.size },
			fold: func(b *builder, accs []*value) {
				for i, acc := range accs {
					into(acc, b.or(acc, b.load(1, i*m.width()/k.size)))
				}
			},
			finish: func(b *builder, accs []*value) []*value {
				return []*value{b.or(b.or(accs[0], accs[1]), b.or(accs[2], accs[3]))}
			}}
	})
}

// extremes finds the greatest or least of each lane, over four vectors at a time; for floats, a second vector has bits
// set in lanes with NaN, and a third joins the signs, to tell the zeros apart.
func extremes(name string, k kind) *kernel {
	kernel := &kernel{table: name + "Run", kinds: []kind{k}, name: name + "Run" + k.name, bytes: []int{k.size, k.size}}
	greatest := name == "max"
	pick := func(b *builder, x, y *value) *value {
		switch {
		case k.float && b.avx2():
			return b.rawExtreme(k, x, y, map[bool]string{true: "MAX", false: "MIN"}[greatest])
		case greatest:
			return b.max(k, x, y)
		}
		return b.min(k, x, y)
	}
	return kernel.reduction(func(m machine) reduction {
		r := reduction{starts: []int{first, first, first, first}, group: func(m machine) int { return 4 * m.width() / k.size }}
		if k.float {
			r.starts = append(r.starts, zeros, map[bool]int{true: ones, false: zeros}[greatest])
		}
		r.fold = func(b *builder, accs []*value) {
			for i := range 4 {
				x := b.load(1, i*m.width()/k.size)
				into(accs[i], pick(b, accs[i], x))
				if !k.float {
					continue
				}
				into(accs[4], b.or(accs[4], b.isNaN(k, x)))
				if greatest {
					into(accs[5], b.and(accs[5], x))
				} else {
					into(accs[5], b.or(accs[5], x))
				}
			}
		}
		r.finish = func(b *builder, accs []*value) []*value {
			found := pick(b, pick(b, accs[0], accs[1]), pick(b, accs[2], accs[3]))
			if b.avx2() {
				found = firstLane(b, k, found, pick)
			}
			return append([]*value{found}, accs[4:]...)
		}
		return r
	})
}

// firstLane folds all lanes of a vector into the first; the others are of no use then.
func firstLane(b *builder, k kind, x *value, pick func(b *builder, x, y *value) *value) *value {
	x = pick(b, x, b.insImm("VPERMQ", 0x4e, x))
	x = pick(b, x, b.insImm("VPSHUFD", 0x4e, x))
	if k.size <= 4 {
		x = pick(b, x, b.insImm("VPSHUFD", 0xb1, x))
	}
	if k.size <= 2 {
		x = pick(b, x, b.insImm("VPSHUFLW", 0xb1, x))
	}
	if k.size == 1 {
		x = pick(b, x, b.insImm("VPSRLW", 8, x))
	}
	return x
}

// limit is where the kernels of sin and cos give up.
const limit = 1 << 20

// beyond sets bits in lanes that hold an element which is not below limit in magnitude.
func beyond(k kind) *kernel {
	kernel := &kernel{table: "beyond", kinds: []kind{k}, name: "beyond" + k.name, bytes: []int{k.size, k.size}}
	return kernel.reduction(func(m machine) reduction {
		return reduction{starts: []int{zeros}, group: func(m machine) int { return m.width() / k.size }, fold: func(b *builder, accs []*value) {
			into(accs[0], b.or(accs[0], b.not(b.less(k, b.abs(k, b.load(1, 0)), b.number(k, limit)))))
		}}
	})
}

// wideSums sum integers, and add rows of them to sums, in 64 bits.
func wideSums() []*kernel {
	var list []*kernel
	for _, k := range integers {
		load := map[string]string{"U8": "VPMOVZXBQ", "I8": "VPMOVSXBQ", "U16": "VPMOVZXWQ", "I16": "VPMOVSXWQ", "U32": "VPMOVZXDQ", "I32": "VPMOVSXDQ", "U64": "VMOVDQU", "I64": "VMOVDQU"}[k.name]
		sum := &kernel{table: "sumWide", kinds: []kind{k}, name: "sumWide" + k.name, bytes: []int{8, k.size}}
		list = append(list, sum.reduction(func(m machine) reduction {
			r := reduction{starts: []int{zeros, zeros, zeros, zeros}, group: func(machine) int { return 16 }}
			r.fold = func(b *builder, accs []*value) {
				for i, acc := range accs {
					into(acc, b.ins("VPADDQ", acc, b.add1(&value{op: load, mem: memory(4*i*k.size, "SI")})))
				}
			}
			switch k {
			case u8, i8: // sums of eight absolute differences from zero; i8 after adding 128, which is taken off again
				r.group = func(machine) int { return 128 }
				r.fold = func(b *builder, accs []*value) {
					for i, acc := range accs {
						x := b.load(1, 32*i)
						if k == i8 {
							x = b.xor(x, b.constant(1, 0x80))
						}
						into(acc, b.ins("VPADDQ", acc, b.ins("VPSADBW", x, b.constant(8, 0))))
						if k == i8 {
							into(acc, b.ins("VPSUBQ", acc, b.constant(8, 8*128)))
						}
					}
				}
			case i16: // pairs as 32 bits, then 64
				r.group = func(machine) int { return 64 }
				r.fold = func(b *builder, accs []*value) {
					for i, acc := range accs {
						pairs := b.ins("VPMADDWD", b.load(1, 16*i), b.constant(2, 1))
						half := b.insImm("VEXTRACTI128", 1, pairs)
						half.half = true
						low := b.ins("VPMOVSXDQ", pairs)
						low.halfs = true
						high := b.ins("VPMOVSXDQ", half)
						high.halfs = true
						into(acc, b.ins("VPADDQ", acc, low))
						into(acc, b.ins("VPADDQ", acc, high))
					}
				}
			}
			r.finish = func(b *builder, accs []*value) []*value {
				return []*value{b.ins("VPADDQ", b.ins("VPADDQ", accs[0], accs[1]), b.ins("VPADDQ", accs[2], accs[3]))}
			}
			return r
		}))
		if k.size < 8 {
			list = append(list, &kernel{table: "addWide", kinds: []kind{k}, name: "addWide" + k.name, inputs: 1, bytes: []int{8, k.size}, lanes: i64, unroll: 4,
				body: func(b *builder) {
					wide := b.add1(&value{op: load, mem: memory(b.shift*k.size, "SI")})
					sum := b.add1(&value{op: "VPADDQ", args: []*value{wide}, mem: memory(b.shift*8, "DI")})
					b.store(sum, 0)
				}})
		}
	}
	return append(list, narrowSums(func(b *builder, k kind, row int) *value {
		load := map[string]string{"U8": "VPMOVZXBW", "I8": "VPMOVSXBW", "U16": "VPMOVZXWD", "I16": "VPMOVSXWD"}[k.name]
		return b.add1(&value{op: load, mem: memory(b.shift*k.size, amd64Pointers[row])})
	})...)
}

// narrowSums add three rows of integers to sums of twice their size; widened reads the elements of a row.
func narrowSums(widened func(b *builder, k kind, row int) *value) []*kernel {
	var list []*kernel
	for _, k := range []kind{u8, i8, u16, i16} {
		sum := map[int]kind{1: u16, 2: u32}[k.size]
		list = append(list, &kernel{table: "addNarrow3", kinds: []kind{k}, name: "addNarrow3" + k.name, inputs: 3, bytes: []int{2 * k.size, k.size, k.size, k.size}, lanes: sum, unroll: 2,
			body: func(b *builder) {
				v := b.load(0, 0)
				for row := 1; row <= 3; row++ {
					v = b.add(sum, v, widened(b, k, row))
				}
				b.store(v, 0)
			}})
	}
	return list
}
