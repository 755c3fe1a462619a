// This file carries out a plan: it binds the operands' axes to letters, contracts step by step, and hands the last
// step the destination.

package contract

// Run computes the plan's specification over operands into dst, whose shape is the output's and whose memory none of
// the operands shares. At most threads goroutines work on it, GOMAXPROCS if threads is 0; the result does not depend
// on their number. It panics with ErrInterrupted when Interrupt is called meanwhile.
func Run[T Element](plan *Plan, dst View[T], operands []View[T], threads int) {
	e := newExecutor(threads)
	extents := make([]int, len(plan.Spec.Letters))
	for i, l := range plan.Spec.Letters {
		extents[i] = l.Extent
	}
	tensors := make([]tensor[T], 0, len(operands)+len(plan.Steps))
	for i, v := range operands {
		tensors = append(tensors, bind(v, plan.Spec.Inputs[i]))
	}
	one := tensor[T]{data: []T{kernelsOf[T]().one}}
	for i, step := range plan.Steps {
		c := bind(dst, plan.Spec.Output)
		if i < len(plan.Steps)-1 {
			c = newTensor[T](step.Letters, extents)
		}
		right := one
		if step.Right >= 0 {
			right = tensors[step.Right]
		}
		contractPair(e, c, tensors[step.Left], right, extents)
		tensors[step.Left].data = nil // let go of intermediates early
		if step.Right >= 0 {
			tensors[step.Right].data = nil
		}
		tensors = append(tensors, c)
	}
}

// newTensor returns an intermediate result: contiguous, its letters in the given order.
func newTensor[T Element](letters, extents []int) tensor[T] {
	shape := make([]int, len(letters))
	for i, letter := range letters {
		shape[i] = extents[letter]
	}
	return bind(RowMajor(make([]T, product(shape)), shape), letters)
}

// contractPair computes c = a * b, summed over every letter that c does not carry.
func contractPair[T Element](e *executor, c, a, b tensor[T], extents []int) {
	p := newPair(c, a, b, extents)
	if p.batch.size() == 0 || p.m.size() == 0 || p.n.size() == 0 {
		return
	}
	k := kernelsOf[T]()
	if p.k.size() == 0 {
		p.clear()
		return
	}
	newGEMM(p, k).run(e)
}

// clear sets the result to zero, the sum over nothing.
func (p *pair[T]) clear() {
	var zero T
	all := append(append(append(axes{}, p.batch...), p.m...), p.n...)
	for turn := range all.size() {
		p.c.data[all.at(p.start(), turn).c] = zero
	}
}

// start returns where the operands and the result begin.
func (p *pair[T]) start() position { return position{p.a.offset, p.b.offset, p.c.offset} }
