// This file contracts pairs whose result elements are dot products along contiguous elements: dot products, sums of
// rows, matrix-vector products.

package contract

// dotBlock is the number of terms that one call of the dot kernel sums at most; its sums are added in the order of k. It
// is part of the definition of the result.
const dotBlock = 8192

// dotColumns is the number of dot products that one call computes at most.
const dotColumns = 32

// A dotShape says where the vectors of some dot products lie: runs of n neighbours begin aStep and bStep apart, the
// vectors of further columns aColumn (0 where they meet the same one) and bColumn.
type dotShape struct {
	n, runs, columns int
	aAt, aStep       int
	bAt, bStep       int
	aColumn, bColumn int
}

// dots is a pair computed element by element.
type dots[T Element] struct {
	pair[T]
	// The loops around the columns, and those over them: batch and n or, where there is one element in a batch turn, parts of batch.
	around, side axes
	outer, count int // how many turns they have
	chunk        int // columns in a piece
	turns        int // turns of the outer loops in a piece
}

func (d *dots[T]) run() {
	d.around, d.side, d.count = d.batch, d.n, d.columns
	d.chunk, d.turns = d.columnChunk(), 1
	if last := len(d.batch) - 1; last >= 0 && d.rows*d.columns == 1 && d.stage == nil {
		d.around, d.side = d.batch[:last], d.batch[last:]
		d.count = d.side.size()
		d.chunk = max(1, min(d.count, dotProducts/d.terms))
	}
	d.outer = d.around.size()
	if d.stage != nil { // what belongs to different turns is closer in memory than what belongs to different terms
		d.turns = max(1, min(d.outer/(piecesPerThread*d.queue.threads), dotSums/(d.rows*d.chunk)))
	}
	d.queue.start(d, (d.outer+d.turns-1)/d.turns*d.across(), d.work())
}

const (
	// dotProducts is about the number of products in a piece.
	dotProducts = 1 << 16
	// dotSums is the number of sums that are under way in a piece of several turns, about.
	dotSums = 1 << 15
)

// columnChunk returns the number of columns in a piece: staged ones share what is staged for them.
func (l *layout) columnChunk() int {
	chunk := max(1, min(l.columns, dotProducts/l.terms))
	if len(l.borders) > 0 {
		chunk = max(chunk, min(l.columns, dotWindows))
	}
	return chunk
}

// across returns the number of pieces that make all columns.
func (d *dots[T]) across() int { return (d.count + d.chunk - 1) / d.chunk }

func (d *dots[T]) take(q *queue) {
	w := d.workspace(d.layout)
	defer d.giveBack(w)
	w.mA, w.mC = grown(w.mA, d.rows), grown(w.mC, d.rows)
	d.m.offsetsAC(0, w.mA, w.mC)
	for item, more := q.next(); more; item, more = q.next() {
		first := item % d.across() * d.chunk
		turn := item / d.across() * d.turns
		d.piece(q, w, span{turn, min(d.outer, turn+d.turns)}, span{first, min(d.count, first+d.chunk)})
	}
}

// piece computes some columns of some turns, block of terms after block of terms.
func (d *dots[T]) piece(q *queue, w *workspace[T], turns, columns span) {
	size := d.rows * columns.size()
	w.sums = grown(w.sums, turns.size()*size)
	clear(w.sums)
	for from, to := range d.dotBlocks {
		for turn := turns.from; turn < turns.to; turn++ {
			if q.stopped() {
				return
			}
			d.addBlock(w, d.around.at(d.origin, turn), columns, span{from, to}, w.sums[(turn-turns.from)*size:])
		}
	}
	for turn := turns.from; turn < turns.to; turn++ {
		d.put(w, d.around.at(d.origin, turn), columns, w.sums[(turn-turns.from)*size:])
	}
}

// addBlock adds a block of terms to the sums of one turn.
func (d *dots[T]) addBlock(w *workspace[T], at position, columns, terms span, sums []T) {
	b := d.b
	if d.stage != nil {
		at.b = d.fill(w, at.b, columns, terms)
		b = w.boxed
	}
	for i, row := range w.mA {
		start := d.k.at(at, terms.from)
		start.a += row
		d.some(w, b, start, columns.from, terms.size(), sums[i*columns.size():(i+1)*columns.size()])
	}
}

// put stores the sums of one turn.
func (d *dots[T]) put(w *workspace[T], at position, columns span, sums []T) {
	inner := d.side.innermost()
	for i, row := range w.mC {
		for j := columns.from; j < columns.to; {
			to := d.side.at(at, j).c + row
			group := sums[i*columns.size()+j-columns.from:][:min(columns.to-j, inner.extent-j%inner.extent)]
			for _, sum := range group {
				d.c[to] = sum
				to += inner.c
			}
			j += len(group)
		}
	}
}

// some adds a block of terms to the sums of one row, whose columns begin at first.
func (d *dots[T]) some(w *workspace[T], b []T, at position, first, terms int, sums []T) {
	inner := d.side.innermost()
	most := dotColumns
	if k := d.k.innermost(); k.b != 1 || inner.a != 0 && k.a != 1 {
		most = 1 // that is gathered
	}
	for j := 0; j < len(sums); {
		count := min(most, len(sums)-j, inner.extent-(first+j)%inner.extent)
		shape, x, y := d.block(w, b, d.side.at(at, first+j), terms, count)
		if x == nil {
			d.sum(w.part[:], y, shape)
		} else {
			d.dot(w.part[:], x, y, shape)
		}
		for i, part := range w.part[:count] {
			sums[j+i] = d.add(sums[j+i], part)
		}
		j += count
	}
}

// dotBlocks lists the blocks of terms: some turns of the loops around the innermost one, or parts of one.
func (l *layout) dotBlocks(yield func(from, to int) bool) {
	inner, next := l.k.innermost().extent, l.k.outer().innermost().extent
	most := max(1, dotBlock/roundUp(inner, dotLanes))
	for turn := 0; turn < l.terms/inner; {
		runs := min(next-turn%next, most)
		for k := 0; k < inner; k += dotBlock {
			to := (turn + runs) * inner
			if runs == 1 {
				to = turn*inner + min(k+dotBlock, inner)
			}
			if !yield(turn*inner+k, to) {
				return
			}
		}
		turn += runs
	}
}

// dotPieces lists the columns that are staged together.
func (l *layout) dotPieces(yield func(from, to int) bool) {
	chunk := l.columnChunk()
	for from := 0; from < l.columns && yield(from, min(from+chunk, l.columns)); from += chunk {
	}
}

// block returns where a block of terms, which begins at from, lies; a is nil for a block of ones. Operands whose terms
// are not neighbours are gathered.
func (d *dots[T]) block(w *workspace[T], inB []T, from position, terms, columns int) (shape dotShape, a, b []T) {
	inner, next, column := d.k.innermost(), d.k.outer().innermost(), d.side.innermost()
	n := min(terms, inner.extent)
	runs := terms / n
	shape = dotShape{n: n, runs: runs, columns: columns, aColumn: column.a, bColumn: column.b,
		aAt: from.a, aStep: next.a, bAt: from.b, bStep: next.b}
	a, b = d.a, inB
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
				sum += a[d.aAt+j*d.aColumn+run*d.aStep+i] * b[d.bAt+j*d.bColumn+run*d.bStep+i]
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
				out[j] = a[d.aAt+j*d.aColumn+run*d.aStep+i] && b[d.bAt+j*d.bColumn+run*d.bStep+i]
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
			fusedRun(&sums, a[d.aAt+j*d.aColumn+run*d.aStep:], b[d.bAt+j*d.bColumn+run*d.bStep:], d.n, fma)
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
