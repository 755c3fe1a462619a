// This file handles operands that lie across the result, such as transposes: reading them element by element along the
// result's rows would touch a cache line for each. They are transposed square by square into scratch instead, and the block
// function runs over the rows of the square while it is near.

package array

import "github.com/arraybook/arraybook/array/internal/vector"

// squareColumns is the number of columns of the result in a tile. Tiles of all operands fit the second-level cache.
const squareColumns = 256

// squareRows returns the number of its rows for an element size: at least what makes lines of an operand that lies across.
func squareRows(bytes int) int { return max(32, 64/bytes) }

// across returns the axis along which a's elements lie adjacent, if that is not the last axis of its shape and both are
// long enough to be worth a square; else -1.
func across[T Element](a *Array[T]) int {
	last := len(a.shape) - 1
	if last < 1 || a.shape[last] < 8 || a.strides[last] <= 1 {
		return -1
	}
	for k := last - 1; k >= 0; k-- {
		if a.strides[k] == 1 && a.shape[k] >= 8 {
			return k
		}
	}
	return -1
}

// squares cuts a shape into tiles over its last axis and another one.
type squares struct {
	shape         []int
	axis          int
	strips, parts int // tiles down and to the right
	high          int // rows of a tile
}

// cutSquares returns the cut over the given axis into tiles of so many rows, and the number of its tiles.
func cutSquares(shape []int, axis, high int) (squares, int) {
	last := len(shape) - 1
	t := squares{shape: shape, axis: axis, high: high, strips: (shape[axis] + high - 1) / high, parts: (shape[last] + squareColumns - 1) / squareColumns}
	n := t.strips * t.parts
	for k, d := range shape[:last] {
		if k != axis {
			n *= d
		}
	}
	return t, n
}

// square is one of them: its size, and the index of its first element.
type square struct {
	rows, columns int
	index         [maxRank]int
}

// at finds tile i. Neighbours lie below each other in the result, where operands that lie across go on in the same rows of their
// own: these have many pages, whose addresses the processor has then still at hand, and lines of which a tile used a part.
func (t *squares) at(i int, out *square) {
	last := len(t.shape) - 1
	strip, part := i%t.strips, i/t.strips%t.parts
	i /= t.parts * t.strips
	for k := last - 1; k >= 0; k-- {
		if k != t.axis {
			out.index[k] = i % t.shape[k]
			i /= t.shape[k]
		}
	}
	out.index[t.axis], out.index[last] = strip*t.high, part*squareColumns
	out.rows, out.columns = min(t.high, t.shape[t.axis]-strip*t.high), min(squareColumns, t.shape[last]-part*squareColumns)
}

// squareInput reads the tiles of one operand.
type squareInput[T Element] struct {
	array       *Array[T]
	scratch     []T
	at, pitch   int // of the square's first row in source, and from row to row
	source      []T
	down, right int
	size        int // most elements of a square
}

// size returns the number of elements of the largest tile.
func (t *squares) size() int {
	return min(t.high, t.shape[t.axis]) * min(squareColumns, t.shape[len(t.shape)-1])
}

func newSquareInput[T Element](a *Array[T], cut *squares) *squareInput[T] {
	return &squareInput[T]{array: a, down: a.strides[cut.axis], right: a.strides[len(a.shape)-1], size: cut.size()}
}

// load makes the rows of a square ready: in place if their elements are adjacent, else in scratch.
func (in *squareInput[T]) load(t *square) {
	at := in.array.offset
	for k, s := range in.array.strides {
		at += t.index[k] * s
	}
	if in.right == 1 {
		in.source, in.at, in.pitch = in.array.data, at, in.down
		return
	}
	if in.scratch == nil {
		in.scratch = make([]T, in.size)
	}
	in.source, in.at, in.pitch = in.scratch, 0, t.columns
	if in.down == 1 {
		transposeInto(in.scratch, in.array.data, at, t.rows, t.columns, t.columns, in.down, in.right, false)
		return
	}
	for i := range t.rows {
		gather(in.scratch[i*t.columns:(i+1)*t.columns], in.array.data, at+i*in.down, in.right)
	}
}

func (in *squareInput[T]) row(i, columns int) []T {
	at := in.at + i*in.pitch
	return in.source[at : at+columns]
}

// squareOutput writes the tiles of the destination, whose rows are adjacent.
type squareOutput[T Element] struct {
	*squareInput[T]
	streamed bool // rows are made in scratch and go past the caches; those of small elements have too few whole lines
}

func newSquareOutput[T Element](a *Array[T], cut *squares, streamed bool) *squareOutput[T] {
	return &squareOutput[T]{squareInput: newSquareInput(a, cut), streamed: streamed && elementBytes[T]() >= 4}
}

// row returns where a row is to be written; store must follow.
func (out *squareOutput[T]) row(i, columns int) []T {
	if !out.streamed {
		return out.squareInput.row(i, columns)
	}
	if out.scratch == nil {
		out.scratch = make([]T, squareColumns)
	}
	return out.scratch[:columns]
}

func (out *squareOutput[T]) store(row []T, i int) {
	if out.streamed {
		vector.CopyPast(out.squareInput.row(i, len(row)), row)
	}
}

// done must follow the last row.
func (out *squareOutput[T]) done() {
	if out.streamed {
		vector.Fence()
	}
}

// applyTiled is apply for an operand that lies across a contiguous dst over the given axis.
func applyTiled[R, A Element](dst *Array[R], a *Array[A], axis int, streamed bool, f func(dst []R, a []A)) {
	cut, n := cutSquares(dst.shape, axis, squareRows(elementBytes[A]()))
	parallel(n, 1, dst.Size(), func(lo, hi int) {
		var t square
		out, in := newSquareOutput(dst, &cut, streamed), newSquareInput(a, &cut)
		for i := lo; i < hi; i++ {
			cut.at(i, &t)
			out.load(&t)
			in.load(&t)
			for r := range t.rows {
				d := out.row(r, t.columns)
				f(d, in.row(r, t.columns))
				out.store(d, r)
			}
		}
		out.done()
	})
}

// applyTiled2 is apply2 for operands of which one lies across a contiguous dst.
func applyTiled2[R, A, B Element](dst *Array[R], a *Array[A], b *Array[B], axis int, streamed bool, f func(dst []R, a []A, b []B)) {
	cut, n := cutSquares(dst.shape, axis, squareRows(min(elementBytes[A](), elementBytes[B]())))
	parallel(n, 1, dst.Size(), func(lo, hi int) {
		var t square
		out, left, right := newSquareOutput(dst, &cut, streamed), newSquareInput(a, &cut), newSquareInput(b, &cut)
		for i := lo; i < hi; i++ {
			cut.at(i, &t)
			out.load(&t)
			left.load(&t)
			right.load(&t)
			for r := range t.rows {
				d := out.row(r, t.columns)
				f(d, left.row(r, t.columns), right.row(r, t.columns))
				out.store(d, r)
			}
		}
		out.done()
	})
}
