// This file writes the kernels that find where rows have their extremes, for amd64.

package main

// These kernels read placeGroup bytes at once, the least that a row may have. In rows of placeLong bytes and more, they look for
// places in placeGroups of these groups first; in shorter ones waiting for the first search would take longer than it spares.
const placeGroup, placeGroups, placeLong = 64, 4, 1024

// firstPlaces makes the kernel that stores, for each of n rows that follow each other, the place of its first greatest or least
// element, as 64 bits; -1 if there is NaN. The second input is the number of bytes of a row.
//
// A row is read twice, from the first-level cache the second time: forwards for its extreme, and then backwards for the elements
// that equal it, so that the last group in which there are any holds the first one. No branch depends on the elements, and rows
// overlap in the processor. What is left of a row is read as a whole group, some of it for the second time.
func firstPlaces(name string, k kind) *kernel {
	kernel := &kernel{table: "first" + name, kinds: []kind{k}, name: "first" + name + k.name, inputs: 2, bytes: []int{8, k.size, 8}}
	kernel.elements = func(machine) int { return placeGroup / k.size }
	kernel.reduce = func(m looper, p *program) {
		f := placeFinder{p, m, kernel, k, name == "Max", []*value{pinned(15), pinned(14), pinned(13), pinned(12)}, pinned(11)}
		m.frame(p, kernel)
		p.op("MOVQ (DX), DX")
		p.op("LEAQ -%d(DX), R8", placeGroup)
		p.op("LEAQ -%d(DX), R9", 2*placeGroup)
		p.op("XORL R12, R12")
		p.line("row:")
		f.extreme()
		f.place()
		p.line("found:")
		p.op("MOVQ R10, (DI)")
		p.op("ADDQ $8, DI")
		p.op("ADDQ DX, SI")
		p.op("DECQ CX")
		p.op("JNZ row")
		m.end(p)
	}
	return kernel
}

// placeFinder writes the parts of such a kernel. SI points to the row, DX is its length in bytes, R8 and R9 are where its last group and
// its last two begin; R10 becomes the place.
type placeFinder struct {
	*program
	m        looper
	kernel   *kernel
	kind     kind
	greatest bool
	best     []*value // accumulators, of which the first becomes the extreme in all lanes
	nan      *value   // of floats: bits are set if there is NaN
}

// pinned is a value that keeps its register.
func pinned(reg int) *value { return &value{op: "pinned", reg: reg} }

// write writes straight-line code.
func (f *placeFinder) write(body func(b *builder)) {
	b := &builder{machine: f.m, kernel: f.kernel}
	body(b)
	f.emit(f.m, b, append(f.best, f.nan)...)
}

// load reads the i-th vector behind an offset in the row.
func (f *placeFinder) load(b *builder, i int, at string) *value {
	return b.add1(&value{op: "VMOVDQU", mem: offset(32*i, "(SI)"+at)})
}

func (f *placeFinder) pick(b *builder, x, y *value) *value {
	switch {
	case f.kind.float:
		return b.rawExtreme(f.kind, x, y, map[bool]string{true: "MAX", false: "MIN"}[f.greatest])
	case f.greatest:
		return b.max(f.kind, x, y)
	}
	return b.min(f.kind, x, y)
}

// fold folds pairs of vectors at an offset into the accumulators.
func (f *placeFinder) fold(pairs int, at string) {
	f.write(func(b *builder) {
		for i := 0; i < 2*pairs; i += 2 {
			x, y := f.load(b, i, at), f.load(b, i+1, at)
			if f.kind.float {
				into(f.nan, b.or(f.nan, b.insImm("VCMP"+f.kind.floatSuffix(), 3, x, y)))
			}
			into(f.best[i], f.pick(b, f.best[i], x))
			into(f.best[i+1], f.pick(b, f.best[i+1], y))
		}
	})
}

// extreme finds the row's extreme, and leaves for "found" with -1 if there is NaN.
func (f *placeFinder) extreme() {
	f.write(func(b *builder) {
		for i, acc := range f.best {
			into(acc, f.load(b, i%2, ""))
		}
		if f.kind.float {
			into(f.nan, b.insImm("VCMP"+f.kind.floatSuffix(), 3, f.best[0], f.best[1]))
		}
	})
	f.op("MOVQ $%d, AX", placeGroup)
	f.line("extreme:")
	f.op("CMPQ AX, R9")
	f.op("JGT last")
	f.fold(2, "(AX*1)")
	f.op("ADDQ $%d, AX", 2*placeGroup)
	f.op("JMP extreme")
	f.line("last:")
	f.op("CMPQ AX, R8")
	f.op("JGE lastGroup")
	f.fold(1, "(AX*1)")
	f.line("lastGroup:")
	f.fold(1, "(R8*1)")
	if f.kind.float {
		f.op("MOVQ $-1, R10")
		f.op("VPMOVMSKB Y%d, AX", f.nan.reg)
		f.op("TESTL AX, AX")
		f.op("JNZ found")
	}
	f.write(func(b *builder) {
		x := f.pick(b, f.pick(b, f.best[0], f.best[1]), f.pick(b, f.best[2], f.best[3]))
		all := b.ins("VPBROADCAST"+f.kind.integer().letter(), firstLane(b, f.kind, x, f.pick))
		all.halfs = true
		into(f.best[0], all)
	})
}

// place finds the first element that equals the extreme: for long rows, in which of the large groups it is, counted from the end
// of the row, and then in which of the small ones there.
func (f *placeFinder) place() {
	const large = placeGroups * placeGroup
	f.op("MOVQ R8, BX")
	f.op("XORL R13, R13") // where the search ends
	f.op("CMPQ DX, $%d", placeLong)
	f.op("JLT small")
	f.op("LEAQ -%d(DX), BX", large)
	f.line("large:")
	f.write(func(b *builder) {
		var any *value
		for i := range large / 32 {
			equal := b.equal(f.kind, f.best[0], f.load(b, i, "(BX*1)"))
			if any == nil {
				any = equal
			} else {
				any = b.or(any, equal)
			}
		}
		into(f.best[1], any)
	})
	f.op("VPMOVMSKB Y%d, AX", f.best[1].reg)
	f.op("TESTL AX, AX")
	f.op("CMOVQNE BX, R13")
	f.op("TESTQ BX, BX")
	f.op("JEQ inLarge")
	f.op("SUBQ $%d, BX", large)
	f.op("CMOVQLT R12, BX")
	f.op("JMP large")
	f.line("inLarge:")
	f.op("LEAQ %d(R13), BX", large-placeGroup)
	f.line("small:")
	f.write(func(b *builder) {
		into(f.best[1], b.equal(f.kind, f.best[0], f.load(b, 0, "(BX*1)")))
		into(f.best[2], b.equal(f.kind, f.best[0], f.load(b, 1, "(BX*1)")))
	})
	f.op("VPMOVMSKB Y%d, R11", f.best[1].reg)
	f.op("VPMOVMSKB Y%d, AX", f.best[2].reg)
	f.op("SHLQ $32, AX")
	f.op("ORQ AX, R11")
	f.op("TZCNTQ R11, AX")
	f.op("ADDQ BX, AX")
	f.op("TESTQ R11, R11")
	f.op("CMOVQNE AX, R10")
	f.op("CMPQ BX, R13")
	f.op("JEQ first")
	f.op("SUBQ $%d, BX", placeGroup)
	f.op("CMPQ BX, R13")
	f.op("CMOVQLT R13, BX")
	f.op("JMP small")
	f.line("first:")
	if f.kind.size > 1 {
		f.op("SHRQ $%d, R10", map[int]int{2: 1, 4: 2, 8: 3}[f.kind.size])
	}
}
