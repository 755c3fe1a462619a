// This file keeps contractions within a memory limit: where every order has an intermediate that is too large, the values
// of some letters are taken one at a time, so that no tensor carries them.

package contract

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"
)

// DefaultMemoryLimit is the number of elements that an intermediate may have unless SetMemoryLimit changes it: 2 GiB of
// 8-byte numbers.
const DefaultMemoryLimit = 1 << 28

var memoryLimit atomic.Int64

func init() { memoryLimit.Store(DefaultMemoryLimit) }

// SetMemoryLimit sets the number of elements that an intermediate may have, and returns the number before.
func SetMemoryLimit(elements int) (before int) {
	before = int(memoryLimit.Swap(int64(elements)))
	remembered.clear()
	return before
}

// NewPlan returns a good order for spec, whose operands have the given shapes. If its largest intermediate exceeds the
// memory limit, the plan is the one with the fewest operations of two that do not: the best order without such an
// intermediate, if there is one, and the best order for slices along the longest letters of the largest intermediates
// (J. Gray and S. Kourtis, "Hyper-optimized tensor network contraction", 2021, section 4.3). Where the operands' strides
// are given, intermediates of windows overlap as the windows do.
func NewPlan(spec *Spec, shapes [][]int, strides ...[]int) *Plan {
	shared, check := overlaps(spec, shapes, strides), watch()
	plan := order(spec, shapes, shared, nil, math.Inf(1), check)
	limit := float64(memoryLimit.Load())
	if plan.LargestIntermediate() <= limit {
		return plan
	}
	for plan.LargestIntermediate() > limit {
		plan = order(spec, shapes, shared, append(slices.Clone(plan.Sliced), plan.longestLetters(limit)...), math.Inf(1), check)
	}
	if small := order(spec, shapes, shared, nil, limit, check); small != nil && small.LargestIntermediate() <= limit && small.FLOPs() <= plan.FLOPs() {
		return small
	}
	return plan
}

// longestLetters returns the letters with the largest extents of the largest intermediate, as many as take away half of the
// factor by which it exceeds the limit: another order may be best without them.
func (p *Plan) longestLetters(limit float64) (letters []int) {
	largest := slices.MaxFunc(p.Steps[:len(p.Steps)-1], func(a, b Step) int { return cmp.Compare(a.Size, b.Size) })
	sorted := slices.SortedStableFunc(slices.Values(largest.Letters), func(a, b int) int { return p.extent(b) - p.extent(a) })
	for taken := 1.0; len(letters) == 0 || len(letters) < len(sorted) && taken*taken < largest.Size/limit; {
		letter := sorted[len(letters)]
		letters = append(letters, letter)
		taken *= float64(p.extent(letter))
	}
	return letters
}

// Slices returns how many times the steps are carried out.
func (p *Plan) Slices() float64 {
	count := 1.0
	for _, letter := range p.Sliced {
		count *= float64(p.Spec.Letters[letter].Extent)
	}
	return count
}

// SlicedText returns the sliced letters, as StepText writes them.
func (p *Plan) SlicedText() string {
	names, text := p.letterNames(), ""
	for _, letter := range p.Sliced {
		text += names[letter]
	}
	return text
}

// extent returns the number of values of a letter in one slice.
func (p *Plan) extent(letter int) int {
	if slices.Contains(p.Sliced, letter) {
		return 1
	}
	return p.Spec.Letters[letter].Extent
}

// sliceShape returns the shape that one slice of a tensor with these letters has.
func (p *Plan) sliceShape(letters, shape []int) []int {
	if len(p.Sliced) == 0 {
		return shape
	}
	shape = slices.Clone(shape)
	for axis, letter := range letters {
		shape[axis] = min(shape[axis], p.extent(letter))
	}
	return shape
}

// A slice is a letter that is taken one value at a time: its extent, and its strides in the operands and the result.
type slice struct {
	extent   int
	operands []int
	dst      int
	summed   bool // the result does not carry the letter
}

// slice describes the slices of the plan and the axes of one slice of the result.
func (p *Program) slice(plan *Plan) {
	if len(plan.Sliced) == 0 {
		return
	}
	dst := p.dst
	if dst == nil {
		dst = rowMajorStrides(plan.Spec.OutputShape())
	}
	for _, letter := range plan.Sliced {
		s := slice{extent: plan.Spec.Letters[letter].Extent, summed: true}
		for i, letters := range plan.Spec.Inputs {
			stride := 0
			for axis, l := range letters {
				if l == letter && p.shapes[i][axis] != 1 {
					stride += p.strides[i][axis]
				}
			}
			s.operands = append(s.operands, stride)
		}
		if at := slices.Index(plan.Spec.Output, letter); at >= 0 {
			s.dst, s.summed = dst[at], false
		}
		p.slices = append(p.slices, s)
	}
	for i, letter := range plan.Spec.Output {
		p.part = append(p.part, axis{extent: plan.extent(letter), c: dst[i]})
	}
}

// runSlices computes the slices one after the other and sets or increases the elements of dst, always in the same order.
func runSlices[T Element](p *Program, k *kernels[T], dst Buffer[T], operands []Buffer[T], q *queue) {
	part := Buffer[T]{Data: make([]T, p.sizes[len(p.sizes)-1])}
	var each func(number int, dst Buffer[T], operands []Buffer[T], first bool)
	each = func(number int, dst Buffer[T], operands []Buffer[T], first bool) {
		if number == len(p.slices) {
			q.check()
			runSteps(p, k, part, operands, q)
			placePart(k, q, p.part, dst.Data, dst.Offset, part.Data, first)
			return
		}
		s := p.slices[number]
		operands = slices.Clone(operands)
		for value := range s.extent {
			each(number+1, dst, operands, first && !(s.summed && value > 0))
			dst.Offset += s.dst
			for i := range operands {
				operands[i].Offset += s.operands[i]
			}
		}
	}
	each(0, dst, operands, true)
}

// placePart sets the elements of dst that a slice covers to those of part, a row-major tensor, or adds them if it is not
// the first of its place, and returns the rest of part.
func placePart[T Element](k *kernels[T], q *queue, loops []axis, dst []T, at int, part []T, first bool) []T {
	if len(loops) == 0 {
		if first {
			dst[at] = part[0]
		} else {
			dst[at] = k.add(dst[at], part[0])
		}
		return part[1:]
	}
	if len(loops) == 1 {
		q.check()
	}
	for range loops[0].extent {
		part = placePart(k, q, loops[1:], dst, at, part, first)
		at += loops[0].c
	}
	return part
}
