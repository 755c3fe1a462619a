// This file makes large transposed copies whose rows are short or not aligned: parts of rows are made in scratch, which
// stays in the first-level cache, and stored from there past the caches, in whole cache lines.

package array

import (
	"github.com/arraybook/arraybook/array/internal/vector"
)

const (
	// pastBytes is the size of results from which on they are stored past the caches: they are written once and not found
	// in a cache later, and storing them the usual way would read their memory first.
	pastBytes = 4 << 20
	// partBytes is about the size of a part of a row.
	partBytes = 1024
	// readBytes is what is read at once of each column of the source: some cache lines.
	readBytes = 128
	// gapBytes keeps rows of the scratch from lying a power of two apart, where they would compete in the cache.
	gapBytes = 64
)

// parts cuts the rows of a transposed copy, which are made up of the axes after the one along which the source's elements
// are adjacent, into parts: some turns of the axes between it and the last, or some columns.
type parts[T Element] struct {
	dst                     []T
	source, middle          cursor[T] // of the axes before that axis, and of those between it and the last
	to                      axes      // of dst
	rows, columns, allTurns int
	pitch, right            int // from row to row in dst, from column to column in the source
	turns, width            int // of a part
	down, across            int // parts in a row
	read, gap               int // readBytes and gapBytes in elements
}

// transposeParts is transpose for a large dst and elements that are adjacent along axis.
func (c *cursor[T]) transposeParts(dst []T, axis int) {
	p := newParts(c, dst, axis)
	parallel(sizeOf(p.source.shape[:c.rank])*p.down*p.across, 1, len(dst), func(lo, hi int) {
		scratch := make([]T, p.read*(p.turns*p.width+p.gap))
		for i := lo; i < hi; i++ {
			p.copy(scratch, i)
		}
		vector.Fence()
	})
}

func newParts[T Element](c *cursor[T], dst []T, axis int) *parts[T] {
	size, last := elementBytes[T](), c.rank-1
	p := &parts[T]{dst: dst, source: *c, middle: *c, rows: c.shape[axis], columns: c.shape[last], right: c.strides[last],
		read: readBytes / size, gap: gapBytes / size}
	for k := range c.rank {
		if k >= axis {
			p.source.shape[k] = 1
		}
		if k <= axis || k == last {
			p.middle.shape[k] = 1
		}
	}
	p.middle.at = 0
	p.to.rank = c.rank
	rowMajor(p.to.strides[:c.rank], c.shape[:c.rank])
	p.pitch, p.allTurns = p.to.strides[axis], sizeOf(p.middle.shape[:c.rank])
	p.width, p.turns = min(p.columns, partBytes/size), 1
	if p.width == p.columns {
		p.turns = min(p.allTurns, max(1, partBytes/size/p.columns))
	}
	p.down, p.across = (p.allTurns+p.turns-1)/p.turns, (p.columns+p.width-1)/p.width
	return p
}

// copy makes the part with the given number in all rows.
func (p *parts[T]) copy(scratch []T, number int) {
	turn, column := number/p.across%p.down*p.turns, number%p.across*p.width
	turns, columns := min(p.turns, p.allTurns-turn), min(p.width, p.columns-column)
	there, here := p.source.places(&p.to, number/(p.across*p.down))
	at, _ := p.middle.places(&p.to, turn)
	there, here = there+at+column, here+column*p.right
	run := turns * columns
	step := run + p.gap
	for first := 0; first < p.rows; first += p.read {
		rows := min(p.read, p.rows-first)
		for t := range turns {
			_, at := p.middle.places(&p.to, turn+t)
			vector.Transpose(scratch[t*columns:], p.source.data[here+at+first:], rows, columns, step, p.right, false)
		}
		for r := range rows {
			at := there + (first+r)*p.pitch
			vector.CopyPast(p.dst[at:at+run], scratch[r*step:r*step+run])
		}
	}
}
