// This file finds letters along which an operand overlaps itself, such as the position of a window and the place within
// it, so that an intermediate keeps the overlap: a filter that is a product of vectors is applied one axis at a time, each
// element that windows share being computed once.

package contract

import "slices"

// An overlap is two letters of an operand whose axes step over the same elements: one step of slow is ratio steps of
// fast. As long as no other tensor carries either letter, both are one axis of the given extent.
type overlap struct {
	tensor, slow, fast int
	ratio, extent      int
}

// overlapWeight is how many products an element of an intermediate with an overlap must save to be worth its pass over
// memory: about as many as package array's separableGain asks for.
const overlapWeight = 64

// overlaps finds the overlaps of the operands; a letter is in one of them at most.
func overlaps(spec *Spec, shapes, strides [][]int) []overlap {
	var all []overlap
	for tensor, letters := range spec.Inputs {
		if tensor >= len(strides) {
			break
		}
		used := make([]bool, len(letters))
		single := func(axis int) bool {
			return !used[axis] && shapes[tensor][axis] > 1 && strides[tensor][axis] != 0 &&
				!slices.Contains(letters[:axis], letters[axis]) && !slices.Contains(letters[axis+1:], letters[axis])
		}
		for fast := range letters {
			for slow := range letters {
				if slow == fast || !single(slow) || !single(fast) {
					continue
				}
				ratio := strides[tensor][slow] / strides[tensor][fast]
				if ratio < 1 || ratio*strides[tensor][fast] != strides[tensor][slow] {
					continue
				}
				extent := ratio*(shapes[tensor][slow]-1) + shapes[tensor][fast]
				if extent >= shapes[tensor][slow]*shapes[tensor][fast] {
					continue
				}
				used[slow], used[fast] = true, true
				all = append(all, overlap{tensor, letters[slow], letters[fast], ratio, extent})
			}
		}
	}
	return all[:min(len(all), 64)] // as many as a word has bits
}

// shrunk returns the size of a tensor with these letters that keeps the overlaps of a set.
func (p *planner) shrunk(letters letterSet, kept uint64) float64 {
	size := p.size(letters)
	for i, o := range p.overlaps {
		if kept>>i&1 != 0 {
			size *= float64(o.extent) / (p.extents[o.slow] * p.extents[o.fast])
		}
	}
	return size
}

// keptOverlaps returns the overlaps that the contraction of a set of the live tensors keeps, if its result has these
// letters: those of an operand in it whose letters no other tensor in it carries.
func (p *planner) keptOverlaps(set int, letters letterSet) uint64 {
	kept := uint64(0)
	for i, o := range p.overlaps {
		has := letters.has(o.slow) && letters.has(o.fast)
		owned := false
		for j, n := range p.live {
			if set>>j&1 == 0 {
				continue
			}
			if n.number == o.tensor {
				owned = true
			} else if n.letters.has(o.slow) || n.letters.has(o.fast) {
				has = false
			}
		}
		if has && owned {
			kept |= 1 << i
		}
	}
	return kept
}

// merge makes one axis, the letter whole, of the letters of an overlap where the tensor carries them.
func (t lettering) merge(o overlap, whole int) lettering {
	slow, fast := slices.Index(t.letters, o.slow), slices.Index(t.letters, o.fast)
	if slow < 0 || fast < 0 {
		return t
	}
	merged := lettering{slices.Clone(t.letters), slices.Clone(t.strides)}
	merged.letters[fast] = whole
	merged.letters, merged.strides = slices.Delete(merged.letters, slow, slow+1), slices.Delete(merged.strides, slow, slow+1)
	return merged
}

// split is the inverse of merge.
func (t lettering) split(o overlap, whole int) lettering {
	axis := slices.Index(t.letters, whole)
	s := lettering{append(slices.Clone(t.letters), o.slow), append(slices.Clone(t.strides), o.ratio*t.strides[axis])}
	s.letters[axis] = o.fast
	return s
}
