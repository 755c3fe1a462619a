// This file makes random contractions for the tests: any letters, diagonals, broadcasting, and operands that are
// transposed, reversed, overlapping or broadcast views with guard elements around them.

package contract

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// A problem is a specification with operands.
type problem[T Element] struct {
	spec     *Spec
	plan     *Plan
	operands []View[T]
}

// runViews runs a specification over views.
func runViews[T Element](spec *Spec, dst View[T], operands []View[T], threads int) {
	var shapes, strides [][]int
	var buffers []Buffer[T]
	for _, v := range operands {
		shapes, strides = append(shapes, v.Shape), append(strides, v.Strides)
		buffers = append(buffers, Buffer[T]{v.Data, v.Offset})
	}
	Run(NewProgram(NewPlan(spec, shapes, strides...), shapes, strides, dst.Strides), Buffer[T]{dst.Data, dst.Offset}, buffers, threads)
}

// randomProblem makes a specification of up to maxOperands terms over few letters, whose extents extent draws.
func randomProblem[T Element](rng *rand.Rand, maxOperands int, extent func() int, element func() T) problem[T] {
	letters := []string{"a", "b", "c", "d", "e", "é"}
	extents := map[string]int{}
	for _, l := range letters {
		extents[l] = extent()
	}
	var terms []string
	var shapes [][]int
	var present []string
	for range 1 + rng.IntN(maxOperands) {
		var term []string
		var shape []int
		for range rng.IntN(5) {
			l := letters[rng.IntN(len(letters))]
			size := extents[l]
			if i := slices.Index(term, l); i >= 0 {
				size = shape[i]
			} else if rng.IntN(8) == 0 {
				size = 1
			}
			term, shape = append(term, l), append(shape, size)
			if !slices.Contains(present, l) {
				present = append(present, l)
			}
		}
		terms, shapes = append(terms, strings.Join(term, "")), append(shapes, shape)
	}
	rng.Shuffle(len(present), func(i, j int) { present[i], present[j] = present[j], present[i] })
	text := strings.Join(terms, ",") + "->" + strings.Join(present[:rng.IntN(len(present)+1)], "")
	spec, err := Parse(text, shapes)
	if err != nil {
		panic(err)
	}
	p := problem[T]{spec: spec, plan: NewPlan(spec, shapes)}
	for _, shape := range shapes {
		p.operands = append(p.operands, randomView(rng, shape, element))
	}
	return p
}

// randomView returns a view of the given shape whose strides are arbitrary: axes in any order, with gaps, reversed,
// overlapping or standing still.
func randomView[T Element](rng *rand.Rand, shape []int, element func() T) View[T] {
	v := View[T]{Shape: shape, Strides: make([]int, len(shape))}
	step, low, high := 1, 0, 0
	for _, axis := range rng.Perm(len(shape)) {
		v.Strides[axis] = step
		switch rng.IntN(6) {
		case 0:
			v.Strides[axis] = -step
		case 1:
			v.Strides[axis] = rng.IntN(3) - 1
		case 2:
			step += rng.IntN(3)
		}
		step *= max(1, shape[axis])
		reach := v.Strides[axis] * max(0, shape[axis]-1)
		low, high = low+min(0, reach), high+max(0, reach)
	}
	v.Offset = rng.IntN(4) - low
	v.Data = make([]T, v.Offset+high+1)
	for i := range v.Data {
		v.Data[i] = element()
	}
	return v
}

// randomOutput returns a writable view for the problem's result: axes in any order, some reversed, guards between.
func (p problem[T]) randomOutput(rng *rand.Rand, guard T) View[T] {
	shape := p.spec.OutputShape()
	v := View[T]{Shape: shape, Strides: make([]int, len(shape)), Offset: rng.IntN(3)}
	step := 1 + rng.IntN(2)
	order := rng.Perm(len(shape))
	if rng.IntN(2) == 0 {
		step = 1
		for i := range order {
			order[i] = len(order) - 1 - i
		}
	}
	for _, axis := range order {
		v.Strides[axis] = step
		step *= max(1, shape[axis])
		if rng.IntN(4) == 0 {
			v.Offset += v.Strides[axis] * max(0, shape[axis]-1)
			v.Strides[axis] = -v.Strides[axis]
		}
		step += rng.IntN(2)
	}
	v.Data = make([]T, v.Offset+step+3)
	for i := range v.Data {
		v.Data[i] = guard
	}
	return v
}

// values returns the elements of a view in row-major order, and how many other elements of the buffer differ from guard.
func (v View[T]) values(guard T) (values []T, touched int) {
	seen := map[int]bool{}
	var walk func(axis, at int)
	walk = func(axis, at int) {
		if axis == len(v.Shape) {
			values, seen[at] = append(values, v.Data[at]), true
			return
		}
		for i := range v.Shape[axis] {
			walk(axis+1, at+i*v.Strides[axis])
		}
	}
	walk(0, v.Offset)
	for at, x := range v.Data {
		if x != guard && !seen[at] {
			touched++
		}
	}
	return values, touched
}
