// This file contracts pairs without m and n: element-wise products, and sums of a few of them. Neighbouring batch turns
// are computed side by side.

package contract

import "unsafe"

// laneBlock is the number of batch turns whose sums stay in the first-level cache while k runs.
const laneBlock = 1024

// laneChecks is the number of terms after which a block looks whether it is to stop.
const laneChecks = 256

// lanes is a pair without m and n.
type lanes[T Element] struct{ pair[T] }

func (l *lanes[T]) blocks() int { return (l.batch.innermost().extent + laneBlock - 1) / laneBlock }

// together returns how many turns of the loop around it belong to a piece: several where the innermost loop is short.
func (l *lanes[T]) together() int { return max(1, laneBlock/l.batch.innermost().extent) }

// strips returns how many pieces all turns of the loop around the innermost one make.
func (l *lanes[T]) strips() int {
	return (l.batch.outer().innermost().extent + l.together() - 1) / l.together()
}

func (l *lanes[T]) run() {
	l.queue.start(l, l.batch.outer().outer().size()*l.strips()*l.blocks(), l.work())
}

// take computes blocks of the innermost batch loop.
func (l *lanes[T]) take(q *queue) {
	row, next, around := l.batch.innermost(), l.batch.outer().innermost(), l.batch.outer().outer()
	blocks, strips, together := l.blocks(), l.strips(), l.together()
	stream := l.terms == 1 && l.streams(l.batches)
	for item, more := q.next(); more; item, more = q.next() {
		start, first, turn := around.at(l.origin, item/blocks/strips), item%blocks*laneBlock, item/blocks%strips*together
		start.a, start.b, start.c = start.a+first*row.a+turn*next.a, start.b+first*row.b+turn*next.b, start.c+first*row.c+turn*next.c
		part := row
		part.extent = min(laneBlock, row.extent-first)
		for range min(together, next.extent-turn) {
			for k := range l.terms {
				if k%laneChecks == 0 && q.stopped() {
					return
				}
				l.kernels.lanes(l.c, l.a, l.b, l.k.at(start, k), part, k > 0, stream)
			}
			start.a, start.b, start.c = start.a+next.a, start.b+next.b, start.c+next.c
		}
	}
}

// streamedBytes is the size of results from which on they are stored past the caches.
const streamedBytes = 4 << 20

// streams tells whether a result of n elements is stored past the caches: it is written once and larger than what a
// core may hope to find there later, and storing it the usual way would read its memory first.
func (p *pair[T]) streams(n int) bool { return n*int(unsafe.Sizeof(p.one)) >= streamedBytes }

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
