// This file writes the kernel of running sums of integers, for amd64. Sums that wrap around may be taken in any order.

package main

// runningSums makes the kernel that adds to each of n elements those before it and the number that the second input begins with.
func runningSums() *kernel {
	k := i64
	const vectors = 4
	kernel := &kernel{table: "runningSum", kinds: same(k), name: "runningSum" + k.name, inputs: 2, bytes: []int{8, 8, 8}}
	kernel.elements = func(m machine) int { return vectors * m.width() / 8 }
	kernel.reduce = func(m looper, p *program) {
		before := pinned(15)
		m.frame(p, kernel)
		p.op("VPBROADCASTQ (DX), Y%d", before.reg)
		p.line("loop:")
		b := &builder{machine: m, kernel: kernel}
		for i := range vectors {
			x := b.load(1, i*m.width()/8)
			x = b.add(k, x, b.insImm("VPSLLDQ", 8, x)) // pairs
			lower := b.insImm("VPERM2I128", 0x08, x, x)
			x = b.add(k, x, b.ins("VPUNPCKHQDQ", lower, lower))
			b.store(b.add(k, before, x), i*m.width()/8)
			into(before, b.add(k, before, b.insImm("VPERMQ", 0xff, x)))
		}
		p.emit(m, b, before)
		m.skip(p, kernel, kernel.step(m))
		p.op("ADDQ $%d, DI", vectors*m.width())
		p.op("TESTQ CX, CX")
		p.op("JNZ loop")
		m.end(p)
	}
	return kernel
}
