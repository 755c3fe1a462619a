// This file sorts the letters of a pair of tensors into the axis groups of a matrix product (batch, m, n, k), after
// D. Matthews, "High-Performance Tensor Contraction without Transposition" (TBLIS), and merges neighbouring axes.

package contract

import (
	"cmp"
	"slices"
	"sync"
)

// A lettering is what a tensor's axes look like to the engine: no letter occurs twice, and none has extent 1.
type lettering struct {
	letters []int
	strides []int
}

// newLettering names the axes of a strided tensor: a repeated letter is a diagonal, whose stride is the sum of the
// strides, and an axis of extent 1 needs no letter, since it broadcasts.
func newLettering(letters, shape, strides []int) lettering {
	t := lettering{make([]int, 0, len(letters)), make([]int, 0, len(letters))}
	for axis, letter := range letters {
		if shape[axis] == 1 {
			continue
		}
		if seen := slices.Index(t.letters, letter); seen >= 0 {
			t.strides[seen] += strides[axis]
			continue
		}
		t.letters = append(t.letters, letter)
		t.strides = append(t.strides, strides[axis])
	}
	return t
}

func (t lettering) stride(letter int) (stride int, carries bool) {
	if axis := slices.Index(t.letters, letter); axis >= 0 {
		return t.strides[axis], true
	}
	return 0, false
}

// An axis is one loop of a contraction: its extent and its stride in both operands and the result.
type axis struct {
	extent, a, b, c int
	source          // of an operand with borders
}

// axes is a group of loops, outermost first.
type axes []axis

func (g axes) size() int {
	size := 1
	for _, x := range g {
		size *= x.extent
	}
	return size
}

// A layout is how two tensors are contracted: for each index of batch, the m x n matrix C gets the sum over k of A
// times B.
//
//	batch: letters of A, B and C      m: of A and C      n: of B and C      k: not of C
//
// A letter of only one operand that C does not carry is a k axis with stride 0 in the other operand.
type layout struct {
	batch, m, n, k                axes
	batches, rows, columns, terms int  // sizes of the groups
	swapped                       bool // A is the right operand
	path                          path
	borders                       []Border // of B
	stage                         *stage   // of B, where it has borders and is not packed
	rotates                       bool     // it is that of complex tensors' parts, see complex.go
	parts                         func() *layout
	turning                       *turning // nil where sides stay as they are
}

// newLayout groups the letters of c = left * right. The operands change roles where that puts the axis on which c is
// contiguous into n, the side that microkernels work on in vectors.
// Where left has borders, sources are those of its letters.
func newLayout(c, left, right lettering, extents []int, sources []source) *layout {
	l := &layout{}
	sourceOf := func(letter int) (s source) {
		if letter < len(sources) {
			s = sources[letter]
		}
		return s
	}
	for i, letter := range c.letters {
		sa, inA := left.stride(letter)
		sb, inB := right.stride(letter)
		x := axis{extents[letter], sa, sb, c.strides[i], sourceOf(letter)}
		switch {
		case inA && inB:
			l.batch = append(l.batch, x)
		case inA:
			l.m = append(l.m, x)
		default:
			l.n = append(l.n, x)
		}
	}
	for i, letter := range left.letters {
		if _, kept := c.stride(letter); !kept {
			sb, _ := right.stride(letter)
			l.k = append(l.k, axis{extents[letter], left.strides[i], sb, 0, sourceOf(letter)})
		}
	}
	for i, letter := range right.letters {
		_, kept := c.stride(letter)
		_, done := left.stride(letter)
		if !kept && !done {
			l.k = append(l.k, axis{extent: extents[letter], b: right.strides[i]})
		}
	}
	if l.m.tightest() < l.n.tightest() || len(l.m)+len(l.n) == 0 && l.k.stillInB() {
		l.swap()
	}
	l.batch, l.m, l.n, l.k = l.batch.merge(), l.m.merge(), l.n.merge(), l.k.merge()
	if l.sideBySide() {
		l.batch, l.m, l.n = slices.Concat(l.m, l.n, l.batch).merge(), nil, nil
	}
	l.batches, l.rows, l.columns, l.terms = l.batch.size(), l.m.size(), l.n.size(), l.k.size()
	l.path = l.choosePath()
	l.parts = sync.OnceValue(l.asReal)
	if len(sources) == 0 {
		l.turning = l.turn(nil)
	}
	return l
}

func (l *layout) swap() {
	l.swapped = !l.swapped
	l.m, l.n = l.n, l.m
	for _, g := range []axes{l.batch, l.m, l.n, l.k} {
		for i := range g {
			g[i].a, g[i].b = g[i].b, g[i].a
		}
	}
}

// tightest returns the smallest step that the group makes in C; a group without axes is the loosest.
func (g axes) tightest() int {
	least := int(^uint(0) >> 1)
	for _, x := range g {
		least = min(least, abs(x.c))
	}
	return least
}

// stillInB tells whether B stands still while the loops run, as a scalar does.
func (g axes) stillInB() bool {
	return !slices.ContainsFunc(g, func(x axis) bool { return x.b != 0 })
}

// merge orders the loops by falling stride, so that the innermost one walks the result (or, for k, the operands) in
// the smallest steps, and fuses neighbours that walk like one loop in all three tensors.
func (g axes) merge() axes {
	slices.SortStableFunc(g, func(x, y axis) int {
		return cmp.Or(cmp.Compare(abs(y.c), abs(x.c)), cmp.Compare(abs(y.a)+abs(y.b), abs(x.a)+abs(x.b)))
	})
	merged := g[:0]
	for _, inner := range g {
		if last := len(merged) - 1; last >= 0 && merged[last].continues(inner) {
			inner.extent *= merged[last].extent
			merged = merged[:last]
		}
		merged = append(merged, inner)
	}
	return merged
}

// continues tells whether x around inner is the same as one longer loop with inner's strides.
func (x axis) continues(inner axis) bool {
	return x.a == inner.a*inner.extent && x.b == inner.b*inner.extent && x.c == inner.c*inner.extent &&
		x.along == 0 && inner.along == 0 && x.memory == inner.memory*inner.extent
}

func abs(x int) int { return max(x, -x) }

// innermost returns the fastest loop of the group; a group without axes has one turn and no strides.
func (g axes) innermost() axis {
	if len(g) == 0 {
		return axis{extent: 1}
	}
	return g[len(g)-1]
}

// outer returns the loops around the innermost one.
func (g axes) outer() axes { return g[:max(0, len(g)-1)] }

// A position is where something starts in each tensor.
type position struct{ a, b, c int }

// at returns the position that the given turn of the group leads to from start.
func (g axes) at(start position, turn int) position {
	p := start
	for i := len(g) - 1; i >= 0; i-- {
		index := turn % g[i].extent
		turn /= g[i].extent
		p.a += index * g[i].a
		p.b += index * g[i].b
		p.c += index * g[i].c
	}
	return p
}

// offsetsAC, offsetsBC and offsetsAB list where the loops, from turn start on, lead to in two of the tensors. They fill
// both slices, which have the same length.
func (g axes) offsetsAC(start int, a, c []int) {
	g.offsets(start, a, c, func(x axis) (int, int) { return x.a, x.c })
}

func (g axes) offsetsBC(start int, b, c []int) {
	g.offsets(start, b, c, func(x axis) (int, int) { return x.b, x.c })
}

func (g axes) offsetsAB(start int, a, b []int) {
	g.offsets(start, a, b, func(x axis) (int, int) { return x.a, x.b })
}

func (g axes) offsets(start int, first, second []int, strides func(axis) (int, int)) {
	inner := g.innermost()
	s, t := strides(inner)
	for done := 0; done < len(first); {
		turn := start + done
		x, y, rest := 0, 0, turn/inner.extent
		for i := len(g) - 2; i >= 0; i-- {
			index := rest % g[i].extent
			rest /= g[i].extent
			sx, sy := strides(g[i])
			x += index * sx
			y += index * sy
		}
		from := turn % inner.extent
		run := min(inner.extent-from, len(first)-done)
		x, y = x+from*s, y+from*t
		f, g := first[done:done+run], second[done:done+run]
		for i := range f {
			f[i], g[i] = x, y
			x += s
			y += t
		}
		done += run
	}
}
