// This file contracts pairs whose result elements are dot products along contiguous elements: dot products, sums of
// rows, matrix-vector products.

package contract

// dotBlock is the number of terms that one call of the dot kernel sums; its sums are added in the order of k. It is part
// of the definition of the result.
const dotBlock = 8192

// runDots computes C column after column.
func (p *pair[T]) runDots(e *executor) {
	chunk := max(1, min(p.columns, 1<<16/p.terms))
	across := (p.columns + chunk - 1) / chunk
	e.each(p.batches*across, p.work(), func(next func() (int, bool)) {
		w := p.workspace()
		defer p.pool.Put(w)
		w.mA, w.mC = grown(w.mA, p.rows), grown(w.mC, p.rows)
		p.m.offsetsAC(0, w.mA, w.mC)
		for item, more := next(); more; item, more = next() {
			at := p.batch.at(p.start, item/across)
			for j := item % across * chunk; j < min(p.columns, (item%across+1)*chunk); j++ {
				p.dotColumn(e, w, p.n.at(at, j))
			}
		}
	})
}

// dotColumn computes the elements of one column of C.
func (p *pair[T]) dotColumn(e *executor, w *workspace[T], at position) {
	inner, outer := p.k.innermost(), p.k.outer()
	for i := range w.mA {
		var sum T
		for turn := range p.terms / inner.extent {
			from := outer.at(at, turn)
			if e.stopped() {
				return
			}
			for k := 0; k < inner.extent; k += dotBlock {
				n := min(dotBlock, inner.extent-k)
				a := p.rowOfA(w, from.a+w.mA[i]+k*inner.a, inner.a, n)
				sum = p.add(sum, p.dot(a, p.b[from.b+k:from.b+k+n]))
			}
		}
		p.c[at.c+w.mC[i]] = sum
	}
}

// rowOfA returns n elements of A side by side. A value that stands still, such as the one of a plain sum, is spread over
// the workspace once.
func (p *pair[T]) rowOfA(w *workspace[T], at, stride, n int) []T {
	if stride == 1 {
		return p.a[at : at+n]
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
		w.a[i] = p.a[at+i*stride]
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
