// This file writes the networks that sort short runs within registers, for amd64 (K. E. Batcher, "Sorting networks and their
// applications", 1968).

package main

// sortNetwork writes kernels over blocks of eight vectors of signed integers. While it is sorted, a block runs down its columns:
// element i is that of vector i%8 in lane i/8, so that elements 1, 2 or 4 apart are compared between whole vectors, and only wider
// comparisons exchange lanes. Every comparison leaves the lesser element in front, so that blocks of the greatest integers
// behind the last one would never change, and need not exist.
type sortNetwork struct {
	*program
	kind kind
}

// blockVectors is the number of vectors of a block.
const blockVectors = 8

func (n sortNetwork) write() {
	n.function("sortFew", []string{"dst", "a"}, false, func(b *builder) {
		n.storeRows(b, n.sorted(b, n.load(b, "SI")))
	})
	n.function("sortBlocks", []string{"a"}, true, func(b *builder) {
		n.store(b, n.sorted(b, n.load(b, "DI")))
	})
	n.function("finishBlocks", []string{"a"}, true, func(b *builder) {
		n.store(b, n.halved(b, n.load(b, "DI"), n.lanes()/2))
	})
	n.function("lastBlocks", []string{"dst", "a"}, true, func(b *builder) {
		n.storeRows(b, n.halved(b, n.load(b, "SI"), n.lanes()/2))
	})
	n.function("crossBlocks", []string{"a", "b"}, true, func(b *builder) {
		for i := range blockVectors {
			low, high := n.compare(b, n.vector(b, "DI", i), n.vector(b, "SI", i))
			n.put(b, low, "DI", i)
			n.put(b, high, "SI", i)
		}
	})
	n.function("mirrorBlocks", []string{"a", "b"}, false, func(b *builder) {
		for i := range blockVectors {
			low, high := n.compare(b, n.vector(b, "DI", i), n.reversed(b, n.vector(b, "SI", blockVectors-1-i), n.lanes()))
			n.put(b, low, "DI", i)
			n.put(b, n.reversed(b, high, n.lanes()), "SI", blockVectors-1-i)
		}
	})
}

// function writes a function of one or two pointers, in DI and SI, and of a number of blocks if it is a loop over them.
func (n sortNetwork) function(name string, pointers []string, loop bool, body func(b *builder)) {
	arguments, size := join(pointers)+" unsafe.Pointer", 8*len(pointers)
	if loop {
		arguments, size = arguments+", n int", size+8
	}
	n.line("\n// func %s%s(%s)", name, n.kind.name, arguments)
	n.line("TEXT ·%s%s(SB), NOSPLIT, $0-%d", name, n.kind.name, size)
	for i, pointer := range pointers {
		n.op("MOVQ %s+%d(FP), %s", pointer, 8*i, amd64Pointers[i])
	}
	if loop {
		n.op("MOVQ n+%d(FP), CX", size-8)
		n.line("loop:")
	}
	b := &builder{machine: amd64{}}
	body(b)
	n.emit(amd64{}, b)
	if loop {
		for i := range pointers {
			n.op("ADDQ $%d, %s", 32*blockVectors, amd64Pointers[i])
		}
		n.op("DECQ CX")
		n.op("JNZ loop")
	}
	amd64{}.end(n.program)
}

func (n sortNetwork) lanes() int { return 32 / n.kind.size }

// vector reads the i-th vector of the block at a pointer.
func (n sortNetwork) vector(b *builder, pointer string, i int) *value {
	return b.add1(&value{op: "VMOVDQU", mem: memory(32*i, pointer)})
}

func (n sortNetwork) put(b *builder, v *value, pointer string, i int) {
	b.add1(&value{op: "VMOVDQU", args: []*value{v}, store: memory(32*i, pointer)})
}

func (n sortNetwork) load(b *builder, pointer string) []*value {
	v := make([]*value, blockVectors)
	for i := range v {
		v[i] = n.vector(b, pointer, i)
	}
	return v
}

func (n sortNetwork) store(b *builder, v []*value) {
	for i := range v {
		n.put(b, v[i], "DI", i)
	}
}

// compare returns the lesser and the greater element of each lane.
func (n sortNetwork) compare(b *builder, x, y *value) (low, high *value) {
	if n.kind.size < 8 {
		return b.min(n.kind, x, y), b.max(n.kind, x, y)
	}
	greater := b.less(n.kind, y, x)
	return b.choose(greater, y, x), b.choose(greater, x, y)
}

// reversed turns the lanes of each group of so many round.
func (n sortNetwork) reversed(b *builder, x *value, group int) *value {
	switch group * n.kind.size {
	case 8:
		return b.insImm("VPSHUFD", 0xb1, x)
	case 16:
		return b.insImm("VPSHUFD", map[int]int{4: 0x1b, 8: 0x4e}[n.kind.size], x)
	}
	if n.kind.size == 8 {
		return b.insImm("VPERMQ", 0x1b, x)
	}
	return b.insImm("VPERMQ", 0x4e, b.insImm("VPSHUFD", 0x1b, x))
}

// sorted sorts a block: its columns, and then longer and longer groups of them as one.
func (n sortNetwork) sorted(b *builder, v []*value) []*value {
	// Batcher's network of 19 comparisons for eight.
	for _, pair := range [][2]int{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {1, 2}, {5, 6},
		{0, 4}, {1, 5}, {2, 6}, {3, 7}, {2, 4}, {3, 5}, {1, 2}, {3, 4}, {5, 6}} {
		v[pair[0]], v[pair[1]] = n.compare(b, v[pair[0]], v[pair[1]])
	}
	for group := 2; group <= n.lanes(); group *= 2 {
		v = n.halved(b, n.mirrored(b, v, group), group/4)
	}
	return v
}

// mirrored compares each element of a group of columns with the one as far from the group's end as that is from its beginning.
func (n sortNetwork) mirrored(b *builder, v []*value, group int) []*value {
	upper := 0 // the words in the lanes of upper halves
	for word := range 8 {
		if word*4/n.kind.size%group >= group/2 {
			upper |= 1 << word
		}
	}
	out := make([]*value, len(v))
	for i := range len(v) / 2 {
		other := len(v) - 1 - i
		low, high := n.compare(b, v[i], n.reversed(b, v[other], group))
		out[i] = b.insImm("VPBLENDD", upper, low, high)
		out[other] = n.reversed(b, b.insImm("VPBLENDD", upper, high, low), group)
	}
	return out
}

// halved compares elements that are so many columns apart, then half as many, down to neighbours.
func (n sortNetwork) halved(b *builder, v []*value, columns int) []*value {
	for ; columns > 0; columns /= 2 {
		for i := 0; i < len(v); i += 2 {
			v[i], v[i+1] = n.across(b, v[i], v[i+1], columns)
		}
	}
	for distance := len(v) / 2; distance > 0; distance /= 2 {
		for i := range v {
			if i&distance == 0 {
				v[i], v[i+distance] = n.compare(b, v[i], v[i+distance])
			}
		}
	}
	return v
}

// across compares the elements of two vectors that are so many lanes apart: one vector gets the lower lanes of both, the other
// the upper ones, and the same exchange brings the results back.
func (n sortNetwork) across(b *builder, x, y *value, lanes int) (*value, *value) {
	lower, upper := n.exchange(b, x, y, lanes)
	low, high := n.compare(b, lower, upper)
	if lanes*n.kind.size == 4 { // whose exchange is not its own inverse
		return b.ins("VPUNPCKLDQ", low, high), b.ins("VPUNPCKHDQ", low, high)
	}
	return n.exchange(b, low, high, lanes)
}

func (n sortNetwork) exchange(b *builder, x, y *value, lanes int) (*value, *value) {
	switch lanes * n.kind.size {
	case 4:
		return b.insImm("VSHUFPS", 0x88, x, y), b.insImm("VSHUFPS", 0xdd, x, y)
	case 8:
		return b.ins("VPUNPCKLQDQ", x, y), b.ins("VPUNPCKHQDQ", x, y)
	}
	return b.insImm("VPERM2I128", 0x20, x, y), b.insImm("VPERM2I128", 0x31, x, y)
}

// storeRows stores a block in order: its vectors and lanes change places.
func (n sortNetwork) storeRows(b *builder, v []*value) {
	lanes := n.lanes()
	for first := 0; first < blockVectors; first += lanes {
		rows := v[first : first+lanes]
		// Each round exchanges the lanes of halves of groups of vectors, as wide as the distance of the vectors.
		for distance := 1; distance < lanes; distance *= 2 {
			for i := range rows {
				if i&distance == 0 {
					rows[i], rows[i+distance] = n.swapped(b, rows[i], rows[i+distance], distance)
				}
			}
		}
		for lane := range rows {
			n.put(b, rows[lane], "DI", (lane*blockVectors+first)/lanes)
		}
	}
}

// swapped exchanges the lanes of x that have a bit set in their number with those of y, lower by it, that have not.
func (n sortNetwork) swapped(b *builder, x, y *value, bit int) (*value, *value) {
	switch bit * n.kind.size {
	case 4:
		// Even lanes of both, and odd ones.
		return b.insImm("VPBLENDD", 0xaa, x, b.insImm("VPSLLQ", 32, y)), b.insImm("VPBLENDD", 0xaa, b.insImm("VPSRLQ", 32, x), y)
	case 8:
		return b.ins("VPUNPCKLQDQ", x, y), b.ins("VPUNPCKHQDQ", x, y)
	}
	return b.insImm("VPERM2I128", 0x20, x, y), b.insImm("VPERM2I128", 0x31, x, y)
}
