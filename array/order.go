// This file finds the order in which operands lie in memory. New results of element-wise operations lie as their operands
// do, and loops run along memory, whatever order the axes have: NumPy's order "K".

package array

// memoryOrder returns the order of axes in which strides fall, if it is another than that of the shape. Where operands
// disagree, or broadcast, the order of the shape stays. Operands may be nil.
func memoryOrder(shape, first, second, third []int) (order []int, ok bool) {
	if falling(shape, first) && falling(shape, second) && falling(shape, third) {
		return nil, false
	}
	// By insertion, from the innermost axis outwards, as NumPy does it: an axis moves inwards past others while some
	// operand wants it to and none objects.
	order = make([]int, 0, len(shape))
	for axis := len(shape) - 1; axis >= 0; axis-- {
		at := len(order)
		for i := len(order) - 1; i >= 0; i-- {
			inwards, objects := false, false
			for _, strides := range [...][]int{first, second, third} {
				if strides == nil {
					continue
				}
				outer, inner := length(shape, strides, axis), length(shape, strides, order[i])
				if outer != 0 && inner != 0 {
					inwards = inwards || outer < inner
					objects = objects || outer >= inner
				}
			}
			if inwards && !objects {
				at = i
			} else if objects {
				break
			}
		}
		order = append(order, 0)
		copy(order[at+1:], order[at:])
		order[at] = axis
	}
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	for k, axis := range order {
		ok = ok || k != axis
	}
	return order, ok
}

// falling tells whether the strides of axes longer than 1, broadcast ones aside, fall from the first to the last.
func falling(shape, strides []int) bool {
	before := 0
	for k := len(strides) - 1; k >= 0; k-- {
		if s := length(shape, strides, k); s != 0 {
			if s < before {
				return false
			}
			before = s
		}
	}
	return true
}

// length returns the magnitude of a stride, 0 for axes along which nothing moves.
func length(shape, strides []int, axis int) int {
	if shape[axis] < 2 {
		return 0
	}
	return max(strides[axis], -strides[axis])
}

// inverseOrder returns the order of axes that undoes another.
func inverseOrder(order []int) []int {
	back := make([]int, len(order))
	for k, axis := range order {
		back[axis] = k
	}
	return back
}
