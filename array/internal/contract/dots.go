// This file contracts pairs whose result elements are dot products along contiguous elements: dot products, sums of
// rows, matrix-vector products.

package contract

// dotBlock is the number of terms that one call of the dot kernel sums at most; its sums are added in the order of k. It
// is part of the definition of the result.
const dotBlock = 8192

// dotColumns is the number of dot products that one call computes at most.
const dotColumns = 32

// A dotShape says where the vectors of some dot products lie: runs of n neighbours begin aStep and bStep apart, the
// vectors of further columns bColumn.
type dotShape struct {
	n, runs, columns int
	aAt, aStep       int
	bAt, bStep       int
	bColumn          int
}

// dots is a pair computed element by element.
type dots[T Element] struct {
	pair[T]
	chunk int // columns in a piece
}

func (d *dots[T]) run() {
	d.chunk = max(1, min(d.columns, 1<<16/d.terms))
	d.queue.start(d, d.batches*d.across(), d.work())
}

// across returns the number of pieces in a batch turn.
func (d *dots[T]) across() int { return (d.columns + d.chunk - 1) / d.chunk }

func (d *dots[T]) take(q *queue) {
	w := d.workspace()
	defer d.pool.Put(w)
	w.mA, w.mC = grown(w.mA, d.rows), grown(w.mC, d.rows)
	d.m.offsetsAC(0, w.mA, w.mC)
	for item, more := q.next(); more; item, more = q.next() {
		at := d.batch.at(d.origin, item/d.across())
		first := item % d.across() * d.chunk
		for j, end := first, min(d.columns, first+d.chunk); j < end; {
			inner := d.n.innermost()
			count := min(dotColumns, end-j, inner.extent-j%inner.extent)
			d.some(q, w, d.n.at(at, j), count)
			j += count
		}
	}
}

// some computes the elements of some columns of C, neighbours along n.
func (d *dots[T]) some(q *queue, w *workspace[T], at position, columns int) {
	inner, outer, n := d.k.innermost(), d.k.outer(), d.n.innermost()
	for i := range w.mA {
		clear(w.sums[:columns])
		for turn := 0; turn < d.terms/inner.extent; {
			from := outer.at(at, turn)
			from.a += w.mA[i]
			if q.stopped() {
				return
			}
			runs := d.runs(turn)
			for k := 0; k < inner.extent; k += dotBlock {
				shape, a, b := d.block(w, from, k, runs, columns, n.b)
				if a == nil {
					d.sum(w.part[:], b, shape)
				} else {
					d.dot(w.part[:], a, b, shape)
				}
				for j := range columns {
					w.sums[j] = d.add(w.sums[j], w.part[j])
				}
			}
			turn += runs
		}
		for j := range columns {
			d.c[at.c+w.mC[i]+j*n.c] = w.sums[j]
		}
	}
}

// runs returns how many turns of the loops around the innermost one, from the given one on, make a block.
func (d *dots[T]) runs(turn int) int {
	next := d.k.outer().innermost()
	return min(next.extent-turn%next.extent, max(1, dotBlock/roundUp(d.k.innermost().extent, dotLanes)))
}

// block returns where the terms from k on of a block lie; a is nil for a block of ones. Operands whose terms are not
// neighbours are gathered.
func (d *dots[T]) block(w *workspace[T], from position, k, runs, columns, bColumn int) (shape dotShape, a, b []T) {
	inner, next := d.k.innermost(), d.k.outer().innermost()
	shape = dotShape{n: min(dotBlock, inner.extent-k), runs: runs, columns: columns, bColumn: bColumn,
		aAt: from.a + k*inner.a, aStep: next.a, bAt: from.b + k*inner.b, bStep: next.b}
	a, b = d.a, d.b
	if inner.a == 0 && (next.a == 0 || runs == 1) && d.sum != nil && d.a[shape.aAt] == d.one {
		a = nil
	} else if inner.a != 1 {
		if inner.a != 0 || next.a != 0 && runs > 1 {
			w.holds = false
			w.a = gather(w.a, a, shape.aAt, inner.a, next.a, shape.n, runs)
			shape.aStep = shape.n
		} else {
			d.spread(w, shape.aAt, shape.n)
			shape.aStep = 0
		}
		a, shape.aAt = w.a, 0
	}
	if inner.b != 1 {
		w.edge = gather(w.edge, b, shape.bAt, inner.b, next.b, shape.n, runs)
		b, shape.bAt, shape.bStep = w.edge, 0, shape.n
	}
	return shape, a, b
}

// spread fills the workspace with n times one value of A, such as the one of a plain sum, unless it is there already.
func (d *dots[T]) spread(w *workspace[T], at, n int) {
	if w.holds && w.held == at && len(w.a) >= n {
		return
	}
	w.a = grown(w.a, n)
	for i := range w.a {
		w.a[i] = d.a[at]
	}
	w.holds, w.held = true, at
}

// gather copies runs of n elements, stride apart, one after the other.
func gather[T Element](dst, src []T, at, stride, step, n, runs int) []T {
	dst = grown(dst, n*runs)
	for run := range runs {
		from := at + run*step
		for i := range n {
			dst[run*n+i] = src[from+i*stride]
		}
	}
	return dst
}

// dotLanes is the number of sums that the dot kernels keep: element i goes to sum i mod dotLanes.
const dotLanes = 32

func plainDot[T number](out, a, b []T, d dotShape) {
	for j := range d.columns {
		var sum T
		for run := range d.runs {
			for i := range d.n {
				sum += a[d.aAt+run*d.aStep+i] * b[d.bAt+j*d.bColumn+run*d.bStep+i]
			}
		}
		out[j] = sum
	}
}

func boolDot(out, a, b []bool, d dotShape) {
	for j := range d.columns {
		out[j] = false
		for run := 0; run < d.runs && !out[j]; run++ {
			for i := 0; i < d.n && !out[j]; i++ {
				out[j] = a[d.aAt+run*d.aStep+i] && b[d.bAt+j*d.bColumn+run*d.bStep+i]
			}
		}
	}
}

// fusedDot is the definition of float dot products: the terms of each run are dealt to dotLanes sums, each a chain of
// fused multiply-adds, runs being filled up with zeros; then the upper half of the sums is added to the lower until one
// is left.
func fusedDot[T float32 | float64](out, a, b []T, d dotShape, fma func(x, y, z T) T) {
	for j := range d.columns {
		var sums [dotLanes]T
		for run := range d.runs {
			fusedRun(&sums, a[d.aAt+run*d.aStep:], b[d.bAt+j*d.bColumn+run*d.bStep:], d.n, fma)
		}
		out[j] = folded(&sums)
	}
}

// folded adds the upper half of the sums to the lower until one is left.
func folded[T float32 | float64](sums *[dotLanes]T) T {
	for half := dotLanes / 2; half > 0; half /= 2 {
		for lane := range half {
			sums[lane] += sums[lane+half]
		}
	}
	return sums[0]
}

func fusedRun[T float32 | float64](sums *[dotLanes]T, a, b []T, n int, fma func(x, y, z T) T) {
	for i := 0; i < n; i += dotLanes {
		for lane := range sums {
			var x, y T
			if i+lane < n {
				x, y = a[i+lane], b[i+lane]
			}
			sums[lane] = fma(x, y, sums[lane])
		}
	}
}
