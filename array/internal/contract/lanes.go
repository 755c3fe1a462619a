// This file contracts pairs without m and n: element-wise products, and sums of a few of them. Neighbouring batch turns
// are computed side by side.

package contract

// laneBlock is the number of batch turns whose sums stay in the first-level cache while k runs.
const laneBlock = 1024

// runLanes computes every turn of the batch; row is the innermost batch loop.
func (p *pair[T]) runLanes(e *executor) {
	row, outer := p.batch.innermost(), p.batch.outer()
	blocks := (row.extent + laneBlock - 1) / laneBlock
	e.each(p.batches/row.extent*blocks, p.work(), func(next func() (int, bool)) {
		for item, more := next(); more; item, more = next() {
			start := outer.at(p.start, item/blocks)
			first := item % blocks * laneBlock
			part := row
			part.extent = min(laneBlock, row.extent-first)
			start.a, start.b, start.c = start.a+first*row.a, start.b+first*row.b, start.c+first*row.c
			for k := range p.terms {
				p.lanes(p.c, p.a, p.b, p.k.at(start, k), part, k > 0)
			}
		}
	})
}

// plainLanes sets or, with add, increases each element of a row of C by the product of two elements. The conversion
// keeps the compiler from fusing the sum of complex parts with the product on some processors.
func plainLanes[T number](c, a, b []T, at position, row axis, add bool) {
	for range row.extent {
		product := T(a[at.a] * b[at.b])
		if add {
			product += c[at.c]
		}
		c[at.c] = product
		at.a, at.b, at.c = at.a+row.a, at.b+row.b, at.c+row.c
	}
}

// fusedLanes is plainLanes for float types: the sum is a fused multiply-add.
func fusedLanes[T float32 | float64](c, a, b []T, at position, row axis, add bool, fma func(x, y, z T) T) {
	for range row.extent {
		if add {
			c[at.c] = fma(a[at.a], b[at.b], c[at.c])
		} else {
			c[at.c] = a[at.a] * b[at.b]
		}
		at.a, at.b, at.c = at.a+row.a, at.b+row.b, at.c+row.c
	}
}

func boolLanes(c, a, b []bool, at position, row axis, add bool) {
	for range row.extent {
		c[at.c] = add && c[at.c] || a[at.a] && b[at.b]
		at.a, at.b, at.c = at.a+row.a, at.b+row.b, at.c+row.c
	}
}
