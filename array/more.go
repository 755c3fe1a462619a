// This file holds what is made of the operations of the other files: shorter names for common combinations.

package array

import "slices"

// FullLike returns a new array of a's shape, filled with v. NumPy: full_like.
func FullLike[T Element](a *Array[T], v T) *Array[T] {
	out := unwritten[T](a.shape)
	out.Fill(v)
	return out
}

// OnesLike returns a new array of a's shape, filled with one (true for bool). NumPy: ones_like.
func OnesLike[T Element](a *Array[T]) *Array[T] { return FullLike(a, one[T]()) }

// Diag returns a square matrix with v, an array of one axis, on its main diagonal, or so many places above it (below,
// if negative), and zeros elsewhere. Diagonal is the other way round. It panics if v has not one axis. NumPy: diag.
func Diag[T Element](v *Array[T], above ...int) *Array[T] {
	if len(v.shape) != 1 {
		fail("Diag", "shape %s has rank %d, want 1; Diagonal gives the diagonal of a matrix", shapeText(v.shape), len(v.shape))
	}
	k := oneOffset("Diag", above)
	n := v.shape[0] + max(k, -k)
	checkShape("Diag", []int{n, n})
	out := allocate[T]([]int{n, n})
	Assign(out.Diagonal(k), v)
	return out
}

// BroadcastShapes returns the shape that arrays of the given shapes broadcast to. It panics, naming the axis, if they do
// not. NumPy: broadcast_shapes.
func BroadcastShapes(shapes ...[]int) []int {
	for _, s := range shapes {
		checkShape("BroadcastShapes", s)
	}
	return broadcastShape("BroadcastShapes", shapes...)
}

// Broadcast returns read-only views of the arrays with the shape they broadcast to. It panics if the shapes do not
// broadcast. NumPy: broadcast_arrays.
func Broadcast[T Element](arrays ...*Array[T]) []*Array[T] {
	shapes := make([][]int, len(arrays))
	for i, a := range arrays {
		shapes[i] = a.shape
	}
	shape := broadcastShape("Broadcast", shapes...)
	out := make([]*Array[T], len(arrays))
	for i, a := range arrays {
		out[i] = stretch("Broadcast", a, shape)
	}
	return out
}

// VStack joins arrays one below the other: along the first axis, those of one axis as rows. It panics as Concat does.
// NumPy: vstack.
func VStack[T Element](arrays ...*Array[T]) *Array[T] {
	defer named("VStack")
	rows := make([]*Array[T], len(arrays))
	for i, a := range arrays {
		if rows[i] = a; len(a.shape) < 2 {
			rows[i] = a.Reshape(1, -1)
		}
	}
	return Concat(0, rows...)
}

// HStack joins arrays side by side: along the second axis, those of one axis end to end. It panics as Concat does.
// NumPy: hstack.
func HStack[T Element](arrays ...*Array[T]) *Array[T] {
	defer named("HStack")
	columns := make([]*Array[T], len(arrays))
	axis := 0
	for i, a := range arrays {
		if columns[i] = a; len(a.shape) == 0 {
			columns[i] = a.Reshape(1)
		}
		axis = min(len(columns[i].shape)-1, 1)
	}
	return Concat(axis, columns...)
}

// Block puts a matrix together from rows of blocks: blocks of one row are joined along the last axis, rows along the
// last but one. Blocks of one axis count as a row. It panics if their lengths do not fit. NumPy: block.
func Block[T Element](rows [][]*Array[T]) *Array[T] {
	defer named("Block")
	joined := make([]*Array[T], len(rows))
	for i, row := range rows {
		blocks := make([]*Array[T], len(row))
		for j, b := range row {
			if blocks[j] = b; len(b.shape) < 2 {
				blocks[j] = b.Reshape(1, -1)
			}
		}
		joined[i] = Concat(-1, blocks...)
	}
	return Concat(-2, joined...)
}

// ArraySplit returns views of n parts of an axis whose lengths differ by at most one, the longer ones first. It panics
// if n is less than 1 or more than 2^26, or the axis is out of range. NumPy: array_split.
func ArraySplit[T Element](a *Array[T], n, axis int) []*Array[T] {
	k := checkAxis("ArraySplit", axis, a.shape)
	if n < 1 || n > mostParts {
		fail("ArraySplit", "%d parts of shape %s, want 1 to %d", n, shapeText(a.shape), mostParts)
	}
	out, from := make([]*Array[T], n), 0
	for i := range out {
		part := a.shape[k] / n
		if i < a.shape[k]%n {
			part++
		}
		out[i] = a.narrowAxis(k, from, part)
		from += part
	}
	return out
}

// mostParts bounds the views that Split and ArraySplit make, most of them empty.
const mostParts = 1 << 26

// SplitAt returns views of the parts of an axis between the given positions, one part more than positions. It panics
// if the positions do not rise from 0 to the axis's length, or if the axis is out of range. NumPy: split with
// indices.
func SplitAt[T Element](a *Array[T], axis int, at ...int) []*Array[T] {
	k := checkAxis("SplitAt", axis, a.shape)
	var out []*Array[T]
	from := 0
	for _, to := range append(slices.Clone(at), a.shape[k]) {
		if to < from || to > a.shape[k] {
			fail("SplitAt", "positions %v do not rise from 0 to %d, the length of axis %d of shape %s", at, a.shape[k], k, shapeText(a.shape))
		}
		out = append(out, a.narrowAxis(k, from, to-from))
		from = to
	}
	return out
}

// Delete returns a copy without the entries of an axis at the given positions, which may be negative. It panics if a
// position or the axis is out of range. NumPy: delete.
func Delete[T Element](a *Array[T], axis int, at ...int) *Array[T] {
	k := checkAxis("Delete", axis, a.shape)
	gone := make([]bool, a.shape[k])
	for _, i := range at {
		gone[checkIndex("Delete", i, k, a.shape)] = true
	}
	left := []int{}
	for i, g := range gone {
		if !g {
			left = append(left, i)
		}
	}
	return Take(a, From(left), k)
}

// Insert returns a copy with the entries of b put in before a position of an axis; b's other lengths must be a's. It
// panics if they are not, or if the position or the axis is out of range. NumPy: insert.
func Insert[T Element](a *Array[T], axis, at int, b *Array[T]) *Array[T] {
	defer named("Insert")
	k := checkAxis("Insert", axis, a.shape)
	n := a.shape[k]
	if at < -n || at > n {
		fail("Insert", "position %d is out of range for axis %d of shape %s", at, k, shapeText(a.shape))
	}
	if at < 0 {
		at += n
	}
	shape := b.Shape()
	if len(shape) == len(a.shape) {
		shape[k] = n
	}
	if !slices.Equal(shape, a.shape) {
		fail("Insert", "entries of shape %s do not fit shape %s, from which they may differ on axis %d alone", shapeText(b.shape), shapeText(a.shape), k)
	}
	return Concat(k, a.narrowAxis(k, 0, at), b, a.narrowAxis(k, at, n-at))
}

// Rot90 returns a view of the first two axes turned by a quarter, n times, from the first towards the second. It panics
// if there are fewer than two axes. NumPy: rot90.
func Rot90[T Element](a *Array[T], n int) *Array[T] {
	if len(a.shape) < 2 {
		fail("Rot90", "shape %s has rank %d, want at least 2", shapeText(a.shape), len(a.shape))
	}
	switch floorRem(n, 4) {
	case 1:
		return a.Flip(1).SwapAxes(0, 1)
	case 2:
		return a.Flip(0, 1)
	case 3:
		return a.SwapAxes(0, 1).Flip(1)
	}
	return a.view(a.Shape(), a.Strides(), a.offset)
}

// Nonzero returns the indices of the elements that are not zero, one array for each axis. NumPy: nonzero.
func Nonzero[T Element](a *Array[T]) []*Array[int] {
	found := Argwhere(a)
	out := make([]*Array[int], len(a.shape))
	for k := range out {
		out[k] = found.narrowAxis(1, k, 1).Squeeze(1).Copy()
	}
	return out
}

// PutMask stores the elements of v in those of a at the same index where mask is true; mask and v broadcast to a's shape. It
// panics if they do not, or if a is read-only. NumPy: copyto with where.
func PutMask[T Element](a *Array[T], mask *Array[bool], v *Array[T]) {
	a.mustWrite("PutMask")
	if a.overlaps { // elements that the mask leaves out may be others that it does not
		values, c, check := stretch("PutMask", v, a.shape).Values(), newCursor(a), lookout(a.Size())
		for i, chosen := range stretch("PutMask", mask, a.shape).Values() {
			check()
			if chosen {
				a.data[c.at] = values[i]
			}
			c.skip(1)
		}
		return
	}
	where("PutMask", a, mask, v, a, false)
}

// Choice returns n elements of a, drawn at random with replacement, under one axis. It panics if there are none to draw
// from. NumPy: Generator.choice.
func Choice[T Element](rng *Rand, a *Array[T], n int) *Array[T] {
	defer named("Choice")
	if a.Size() == 0 {
		fail("Choice", "shape %s has no elements to choose from", shapeText(a.shape))
	}
	return Take(a.Ravel(), Integers(rng, 0, a.Size(), n), 0)
}
