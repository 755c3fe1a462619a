// This file contracts pairs whose result elements are dot products along contiguous elements: dot products, sums of
// rows, matrix-vector products.

package contract

// dotBlock is the number of terms that one call of the dot kernel sums; its sums are added in the order of k. It is part
// of the definition of the result.
const dotBlock = 8192

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
		for j := first; j < min(d.columns, first+d.chunk); j++ {
			d.column(q, w, d.n.at(at, j))
		}
	}
}

// column computes the elements of one column of C.
func (d *dots[T]) column(q *queue, w *workspace[T], at position) {
	inner, outer := d.k.innermost(), d.k.outer()
	for i := range w.mA {
		var sum T
		for turn := range d.terms / inner.extent {
			from := outer.at(at, turn)
			if q.stopped() {
				return
			}
			for k := 0; k < inner.extent; k += dotBlock {
				n := min(dotBlock, inner.extent-k)
				a := d.rowOfA(w, from.a+w.mA[i]+k*inner.a, inner.a, n)
				sum = d.add(sum, d.dot(a, d.b[from.b+k:from.b+k+n]))
			}
		}
		d.c[at.c+w.mC[i]] = sum
	}
}

// rowOfA returns n elements of A side by side. A value that stands still, such as the one of a plain sum, is spread over
// the workspace once.
func (d *dots[T]) rowOfA(w *workspace[T], at, stride, n int) []T {
	if stride == 1 {
		return d.a[at : at+n]
	}
	if stride == 0 && w.holds && w.held == at {
		return w.a[:n]
	}
	w.a = grown(w.a, dotBlock)
	w.holds, w.held = stride == 0, at
	filled := n
	if w.holds {
		filled = dotBlock
	}
	for i := range filled {
		w.a[i] = d.a[at+i*stride]
	}
	return w.a[:n]
}

// dotLanes is the number of sums that the dot kernels keep: element i goes to sum i mod dotLanes.
const dotLanes = 32

// plainDot is the dot product of two slices of equal length.
func plainDot[T number](a, b []T) T {
	var sum T
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func boolDot(a, b []bool) bool {
	for i, x := range a {
		if x && b[i] {
			return true
		}
	}
	return false
}

// fusedDot is the definition of a float dot product: the terms are dealt to dotLanes sums, each a chain of fused
// multiply-adds, short slices being filled up with zeros; then the upper half of the sums is added to the lower until
// one is left.
func fusedDot[T float32 | float64](a, b []T, fma func(x, y, z T) T) T {
	var sums [dotLanes]T
	for i := 0; i < len(a); i += dotLanes {
		for lane := range sums {
			var x, y T
			if i+lane < len(a) {
				x, y = a[i+lane], b[i+lane]
			}
			sums[lane] = fma(x, y, sums[lane])
		}
	}
	for half := dotLanes / 2; half > 0; half /= 2 {
		for lane := range half {
			sums[lane] += sums[lane+half]
		}
	}
	return sums[0]
}
