// This file correlates by Fourier transforms, tile by tile.

package array

import "github.com/arraybook/arraybook/array/internal/fourier"

// slideTiles correlates x with k, whose elements are finite floating-point or complex numbers.
func slideTiles[T Number](t *tiling, x, k *Array[T]) *Array[T] {
	y := unwritten[T](t.out)
	check := watch()
	plans := make([]*fourier.Plan, len(t.length))
	sources := make([][]int, len(t.length))
	for axis, n := range t.length {
		plans[axis], sources[axis] = fourier.NewPlan(n, check), t.sources(axis)
	}
	filter := newTile[T](t, plans, check)
	filter.loadFilter(k)
	filter.transform(false)
	transforms := t.transforms()
	parallel(transforms, 1, transforms*len(filter.points), func(lo, hi int) {
		w := newTile[T](t, plans, check)
		for i := lo; i < hi; i++ {
			first := i * t.together
			count := min(t.together, sizeOf(t.count)-first)
			clear(w.points)
			for part := range count {
				w.load(x, sources, first+part, part)
			}
			w.transform(false)
			inParts(check, 0, len(w.points), func(lo, hi int) { fourier.Multiply(w.points[lo:hi], filter.points[lo:hi]) })
			w.transform(true)
			for part := range count {
				w.store(y, first+part, part)
			}
		}
	})
	return y
}

// A tile is a block of points to be transformed.
type tile[T Number] struct {
	*tiling
	plans   []*fourier.Plan
	points  []complex128
	row     []T
	origin  []int // of the results of the tile at hand
	scratch fourier.Scratch
}

// newTile returns a tile; check is called again and again while it is worked on.
func newTile[T Number](t *tiling, plans []*fourier.Plan, check func()) *tile[T] {
	return &tile[T]{
		tiling: t, plans: plans, points: make([]complex128, sizeOf(t.length)),
		row: make([]T, t.length[len(t.length)-1]), origin: make([]int, len(t.length)),
		scratch: fourier.Scratch{Check: check},
	}
}

func (w *tile[T]) transform(inverse bool) {
	inner := 1
	for axis := len(w.length) - 1; axis >= 0; axis-- {
		w.plans[axis].Axis(w.points, inner, 0, len(w.points)/w.length[axis], inverse, &w.scratch)
		inner *= w.length[axis]
	}
}

// loadFilter lays k out so that the product with its transform correlates: element j at point -j, around the end.
func (w *tile[T]) loadFilter(k *Array[T]) {
	last := len(w.length) - 1
	for i, v := range k.All() {
		if i[last] == 0 {
			w.scratch.Check()
		}
		at := 0
		for axis, n := range w.length {
			at = at*n + (n-i[axis])%n
		}
		writePart(w.points[at:at+1], []T{v}, 0)
	}
}

// place sets origin to that of a tile.
func (w *tile[T]) place(number int) {
	for axis := len(w.count) - 1; axis >= 0; axis-- {
		w.origin[axis] = number % w.count[axis] * w.step[axis]
		number /= w.count[axis]
	}
}

// load reads what the results of a tile see of x into a part of the points.
func (w *tile[T]) load(x *Array[T], sources [][]int, number, part int) {
	w.place(number)
	w.loadAxis(x, sources, part, 0, 0, x.offset)
}

func (w *tile[T]) loadAxis(x *Array[T], sources [][]int, part, axis, at, from int) {
	visible := sources[axis][w.origin[axis]:]
	visible = visible[:min(len(visible), w.length[axis])]
	if axis == len(w.length)-1 {
		w.scratch.Check()
		clear(w.row)
		for i, source := range visible {
			if source >= 0 {
				w.row[i] = x.data[from+source*x.strides[axis]]
			}
		}
		writePart(w.points[at*len(w.row):(at+1)*len(w.row)], w.row, part)
		return
	}
	for i, source := range visible {
		if source >= 0 {
			w.loadAxis(x, sources, part, axis+1, at*w.length[axis]+i, from+source*x.strides[axis])
		}
	}
}

// store writes the results of a tile, which a part of the points holds.
func (w *tile[T]) store(y *Array[T], number, part int) {
	w.place(number)
	w.storeAxis(y, part, 0, 0, y.offset)
}

func (w *tile[T]) storeAxis(y *Array[T], part, axis, at, to int) {
	n := min(w.step[axis], w.out[axis]-w.origin[axis])
	to += w.origin[axis] * y.strides[axis]
	if axis == len(w.length)-1 {
		w.scratch.Check()
		readPart(y.data[to:to+n], w.points[at*len(w.row):], part)
		return
	}
	for i := range n {
		w.storeAxis(y, part, axis+1, at*w.length[axis]+i, to+i*y.strides[axis])
	}
}

// writePart writes numbers to points: real ones as their first or second part, writing the first clears the second.
func writePart[T Number](points []complex128, row []T, part int) {
	switch row := any(row).(type) {
	case []float32:
		writeReal(points, row, part)
	case []float64:
		writeReal(points, row, part)
	case []complex64:
		for i, v := range row {
			points[i] = complex128(v)
		}
	case []complex128:
		copy(points, row)
	}
}

func writeReal[T Float](points []complex128, row []T, part int) {
	for i, v := range row {
		if part == 0 {
			points[i] = complex(float64(v), 0)
		} else {
			points[i] = complex(real(points[i]), float64(v))
		}
	}
}

// readPart is the inverse of writePart.
func readPart[T Number](row []T, points []complex128, part int) {
	switch row := any(row).(type) {
	case []float32:
		readReal(row, points, part)
	case []float64:
		readReal(row, points, part)
	case []complex64:
		for i := range row {
			row[i] = complex64(points[i])
		}
	case []complex128:
		copy(row, points)
	}
}

func readReal[T Float](row []T, points []complex128, part int) {
	for i := range row {
		if part == 0 {
			row[i] = T(real(points[i]))
		} else {
			row[i] = T(imag(points[i]))
		}
	}
}
