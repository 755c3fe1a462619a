// This file is the one rule that chooses how a pair of tensors is contracted. It looks at shapes and strides alone,
// never at the processor, since every path has its own order of summation.

package contract

// A path is a way to run a layout.
type path uint8

const (
	// gemmPath is the blocked matrix product with packed operands.
	gemmPath path = iota
	// directPath is the matrix product that reads B in place.
	directPath
	// dotPath computes each element of C as a dot product along contiguous k.
	dotPath
	// lanePath computes neighbouring batch turns side by side, one product or a few to each.
	lanePath
)

const (
	// With at most this many rows, turning the columns of B into panels costs more than dot products lose.
	dotRows = 4
	// Dot products shorter than this are not worth their final sum over lanes.
	dotTerms = 8
	// With at most this many columns, such as the elements of a small filter, dot products win even where columns are
	// neighbours: packed panels would be few and mostly empty.
	dotWindows = 64
)

// sideBySide tells whether the batch turns of a layout are neighbours in all tensors, and there are no sums of products
// or only one row to share the packing of B: rows and columns are then best taken as more batch turns.
func (l *layout) sideBySide() bool {
	x := l.batch.innermost()
	return x.a == 1 && x.b == 1 && x.c == 1 && x.extent >= dotTerms && (len(l.k) == 0 || len(l.m) == 0)
}

func (l *layout) choosePath() path {
	k := l.k.innermost()
	alongK := k.b == 1 && k.extent >= dotTerms
	switch {
	case l.rows == 1 && l.columns == 1 && len(l.batch) > 0 && !alongK:
		return lanePath
	case l.rows <= dotRows && alongK && (l.n.innermost().b != 1 || k.a == 1 && l.columns <= dotWindows):
		return dotPath
	case l.rows == 1 && l.columns == 1 && l.terms >= dotTerms && len(l.k) == 1: // strided sums such as a trace
		return dotPath
	case l.readsInPlace():
		return directPath
	}
	return gemmPath
}
