// This file contracts complex tensors with the kernels of real ones, for a complex number is two neighbours in memory. A
// matrix product has twice the columns and twice the terms,
//
//	(Re C, Im C) = sum over k of Re A * (Re B, Im B) + Im A * (-Im B, Re B)
//
// where the terms of A lie in memory as they are needed, and of the rows of B the second of each pair is made when B is
// packed. A single row of A, whose B is read in place, is two real contractions, of Re A and Im A with B, that are joined.

package contract

import (
	"slices"
	"unsafe"
)

const (
	// With fewer products than this, laying out panels takes longer than complex arithmetic in plain Go.
	packedProducts = 512
	// joinedParts is how many parts the two contractions of a single row leave in memory at a time, about.
	joinedParts = 1 << 17
)

// contractComplex is contract for complex tensors; it returns false where plain Go is to do it: for dot products and
// products side by side, which wait for memory, and for little work.
func contractComplex[R float32 | float64, C complex64 | complex128](k *kernels[R], l *layout, c, left, right Buffer[C], q *queue) bool {
	switch {
	case l.terms < 2 || l.path != gemmPath && l.path != directPath:
		return false
	case l.path == directPath && l.rows == 1:
		contractRow(k, l, c, left, right, q)
	case l.rows*l.columns*l.terms >= packedProducts:
		contract(k, l.parts(), parts[R](c), parts[R](left), parts[R](right), q)
	default:
		return false
	}
	return true
}

// parts returns the memory of complex numbers as that of their real and imaginary parts.
func parts[R float32 | float64, C Element](b Buffer[C]) Buffer[R] {
	return Buffer[R]{unsafe.Slice((*R)(unsafe.Pointer(unsafe.SliceData(b.Data))), 2*len(b.Data)), 2 * b.Offset}
}

// doubled returns the loops in steps of parts.
func (g axes) doubled() axes {
	twice := slices.Clone(g)
	for i := range twice {
		twice[i].a, twice[i].b, twice[i].c = 2*g[i].a, 2*g[i].b, 2*g[i].c
	}
	return twice
}

// asReal returns the layout of the parts. The terms are pairs: the first of them meets B as it is, the second B rotated.
func (l *layout) asReal() *layout {
	r := &layout{batch: l.batch.doubled(), m: l.m.doubled(), swapped: l.swapped, rotates: true}
	r.n = append(l.n.doubled(), axis{extent: 2, b: 1, c: 1}).merge()
	r.k = append(l.k.doubled(), axis{extent: 2, a: 1})
	r.batches, r.rows, r.columns, r.terms = l.batches, l.rows, 2*l.columns, 2*l.terms
	return r
}

// contractRow contracts a single row of A, some turns of the outermost n loop at a time.
func contractRow[R float32 | float64, C complex64 | complex128](k *kernels[R], l *layout, c, left, right Buffer[C], q *queue) {
	a, b := left, right
	if l.swapped {
		a, b = right, left
	}
	outermost := l.n[0]
	step := max(1, min(outermost.extent, joinedParts*outermost.extent/max(1, l.batches*l.columns)))
	var sums []R
	for first := 0; first < outermost.extent; first += step {
		part := slices.Clone(l.n)
		part[0].extent = min(step, outermost.extent-first)
		elements := l.batches * part.size()
		sums = grown(sums, 4*elements)
		at := Buffer[C]{b.Data, b.Offset + first*outermost.b}
		contract(k, l.asTwo(part, elements), Buffer[R]{Data: sums}, parts[R](a), parts[R](at), q)
		join(l.batch, part, c, c.Offset+first*outermost.c, sums[:2*elements], sums[2*elements:])
	}
}

// asTwo returns the layout that contracts Re A, then Im A, with the parts of B into row-major memory, two parts each of
// some elements. n is l's or part of it.
func (l *layout) asTwo(n axes, elements int) *layout {
	r := &layout{batch: append(axes{{extent: 2, a: 1, c: 2 * elements}}, l.batch.doubled()...), k: l.k.doubled()}
	r.n = append(n.doubled(), axis{extent: 2, b: 1, c: 1})
	step := 2
	for _, g := range []axes{r.n[:len(n)], r.batch[1:]} {
		for i := len(g) - 1; i >= 0; i-- {
			g[i].c = step
			step *= g[i].extent
		}
	}
	r.batch, r.n = r.batch.merge(), r.n.merge()
	r.batches, r.rows, r.columns, r.terms = 2*l.batches, 1, 2*n.size(), l.terms
	r.path = r.choosePath()
	return r
}

// join stores re + i*im for complex sums re and im, whose parts lie one after the other.
func join[R float32 | float64, C complex64 | complex128](batch, n axes, c Buffer[C], at int, re, im []R) {
	to := parts[R](Buffer[C]{c.Data, at})
	run := n.innermost()
	for done, turns := 0, batch.size()*n.size()/run.extent; done < turns; done++ {
		inner := n.outer().size()
		from := batch.at(position{}, done/inner).c + n.outer().at(position{}, done%inner).c
		c := to.Data[to.Offset+2*from:]
		x, y := re[2*done*run.extent:][:2*run.extent], im[2*done*run.extent:][:2*run.extent]
		for i := 0; i+1 < len(x); i += 2 {
			c[i*run.c], c[i*run.c+1] = x[i]-y[i+1], x[i+1]+y[i]
		}
	}
}

// rotate turns the packed rows of B that stand for the second terms of pairs by a right angle. The terms begin at k.
func (g *gemm[T]) rotate(w *workspace[T], k int) {
	switch b := any(w.b).(type) {
	case []float32:
		rotateRows(b, g.nr, w.panel, len(w.nB), len(w.kB), k)
	case []float64:
		rotateRows(b, g.nr, w.panel, len(w.nB), len(w.kB), k)
	}
}

func rotateRows[T float32 | float64](b []T, nr, panel, columns, terms, k int) {
	for p := 0; p*nr < columns; p++ {
		for row := 1 - k%2; row < terms; row += 2 {
			at := p*panel + row*nr
			pairs := b[at : at+nr]
			for j := 0; j+1 < len(pairs); j += 2 {
				pairs[j], pairs[j+1] = -pairs[j+1], pairs[j]
			}
		}
	}
}
