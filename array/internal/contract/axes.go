// This file sorts the letters of a pair of tensors into the axis groups of a matrix product (batch, m, n, k), after
// D. Matthews, "High-Performance Tensor Contraction without Transposition" (TBLIS), and merges neighbouring axes.

package contract

import (
	"cmp"
	"slices"
)

// A tensor is an operand whose axes are letters. No letter occurs twice, and none has extent 1.
type tensor[T Element] struct {
	data    []T
	offset  int
	letters []int
	strides []int
}

// bind gives a view the letters of its axes: a repeated letter is a diagonal, whose stride is the sum of the strides,
// and an axis of extent 1 needs no letter, since it broadcasts.
func bind[T Element](v View[T], letters []int) tensor[T] {
	t := tensor[T]{data: v.Data, offset: v.Offset, letters: make([]int, 0, len(letters)), strides: make([]int, 0, len(letters))}
	for axis, letter := range letters {
		if v.Shape[axis] == 1 {
			continue
		}
		if seen := slices.Index(t.letters, letter); seen >= 0 {
			t.strides[seen] += v.Strides[axis]
			continue
		}
		t.letters = append(t.letters, letter)
		t.strides = append(t.strides, v.Strides[axis])
	}
	return t
}

func (t *tensor[T]) stride(letter int) (stride int, carries bool) {
	if axis := slices.Index(t.letters, letter); axis >= 0 {
		return t.strides[axis], true
	}
	return 0, false
}

// An axis is one loop of a contraction: its extent and its stride in both operands and the result.
type axis struct{ extent, a, b, c int }

// axes is a group of loops, outermost first.
type axes []axis

func (g axes) size() int {
	size := 1
	for _, x := range g {
		size *= x.extent
	}
	return size
}

// A pair is a contraction of two tensors: for each index of batch, the m x n matrix C gets the sum over k of A times B.
//
//	batch: letters of A, B and C      m: of A and C      n: of B and C      k: not of C
//
// A letter of only one operand that C does not carry is a k axis with stride 0 in the other operand.
type pair[T Element] struct {
	batch, m, n, k axes
	a, b, c        tensor[T]
}

// newPair groups the letters of c = a * b. The roles of a and b are swapped where that puts the axis on which c is
// contiguous into n, the side that microkernels work on in vectors.
func newPair[T Element](c, a, b tensor[T], extents []int) *pair[T] {
	p := &pair[T]{a: a, b: b, c: c}
	for i, letter := range c.letters {
		sa, inA := a.stride(letter)
		sb, inB := b.stride(letter)
		x := axis{extents[letter], sa, sb, c.strides[i]}
		switch {
		case inA && inB:
			p.batch = append(p.batch, x)
		case inA:
			p.m = append(p.m, x)
		default:
			p.n = append(p.n, x)
		}
	}
	for i, letter := range a.letters {
		if _, kept := c.stride(letter); !kept {
			sb, _ := b.stride(letter)
			p.k = append(p.k, axis{extents[letter], a.strides[i], sb, 0})
		}
	}
	for i, letter := range b.letters {
		_, kept := c.stride(letter)
		_, done := a.stride(letter)
		if !kept && !done {
			p.k = append(p.k, axis{extents[letter], 0, b.strides[i], 0})
		}
	}
	if p.m.tightest() < p.n.tightest() {
		p.swap()
	}
	p.batch, p.m, p.n, p.k = p.batch.merge(), p.m.merge(), p.n.merge(), p.k.merge()
	return p
}

func (p *pair[T]) swap() {
	p.a, p.b, p.m, p.n = p.b, p.a, p.n, p.m
	for _, g := range []axes{p.batch, p.m, p.n, p.k} {
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
	return x.a == inner.a*inner.extent && x.b == inner.b*inner.extent && x.c == inner.c*inner.extent
}

func abs(x int) int { return max(x, -x) }

// Offsets lists where the loops from turn start on (counting through the whole group, innermost fastest) lead to in
// both tensors that stride selects. It fills the two slices, which have the same length.
func (g axes) offsets(start int, first, second []int, strides func(axis) (int, int)) {
	if len(first) == 0 {
		return
	}
	var index [maxAxes]int
	x, y := 0, 0
	for i, rest := len(g)-1, start; i >= 0; i-- {
		index[i] = rest % g[i].extent
		rest /= g[i].extent
		sx, sy := strides(g[i])
		x += index[i] * sx
		y += index[i] * sy
	}
	for turn := range first {
		first[turn], second[turn] = x, y
		for i := len(g) - 1; i >= 0; i-- {
			sx, sy := strides(g[i])
			index[i]++
			x += sx
			y += sy
			if index[i] < g[i].extent {
				break
			}
			x -= sx * index[i]
			y -= sy * index[i]
			index[i] = 0
		}
	}
}

// maxAxes bounds the loops of one group; arrays have at most 32 axes, and a result that many.
const maxAxes = 64

func strideAB(x axis) (int, int) { return x.a, x.b }
func strideAC(x axis) (int, int) { return x.a, x.c }
func strideBC(x axis) (int, int) { return x.b, x.c }

// A position is where one turn of the batch loops starts in each tensor.
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
