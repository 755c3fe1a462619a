// This file turns a plan into a program for operands with given strides, remembers programs, and runs them.

package contract

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// A Program is a specification made ready for operands of given shapes and strides. It may be run by several goroutines.
type Program struct {
	Spec    *Spec
	layouts []*layout
	steps   []Step
	sizes   []int // elements of each step's result
	shapes  [][]int
	strides [][]int
	dst     []int // strides of the destination; nil means row-major
	slices  []slice
	part    []axis // the axes of one slice of the result, where there are slices
	borders []Border
	copied  bool // its first operand cannot be read beyond its borders
}

// Compile reads text for operands of the given shapes and strides and a destination with the strides dst, or in
// row-major order if dst is nil. Programs are remembered, so that the same call again costs little. The arguments are
// not kept.
func Compile(text string, shapes, strides [][]int, dst []int) (*Program, error) {
	if p := remembered.find(text, shapes, strides, dst, nil); p != nil {
		return p, nil
	}
	spec, err := Parse(text, shapes)
	if err != nil {
		return nil, err
	}
	if dst != nil && len(dst) != len(spec.Output) {
		return nil, fmt.Errorf("the result of %q has %d axes, the destination %d", text, len(spec.Output), len(dst))
	}
	p := NewProgram(NewPlan(spec, shapes, strides...), clone(shapes), clone(strides), slices.Clone(dst))
	remembered.keep(text, p)
	return p, nil
}

func clone(lists [][]int) [][]int {
	copied := make([][]int, len(lists))
	for i, list := range lists {
		copied[i] = slices.Clone(list)
	}
	return copied
}

// NewProgram lays out every step of the plan.
func NewProgram(plan *Plan, shapes, strides [][]int, dst []int) *Program {
	return newProgram(plan, shapes, strides, dst, &bordered{})
}

func newProgram(plan *Plan, shapes, strides [][]int, dst []int, b *bordered) *Program {
	spec := plan.Spec
	p := &Program{Spec: spec, steps: plan.Steps, shapes: shapes, strides: strides, dst: dst}
	p.slice(plan)
	extents := make([]int, len(spec.Letters))
	for letter := range extents {
		extents[letter] = plan.extent(letter)
	}
	var tensors []lettering
	for i, letters := range spec.Inputs {
		tensors = append(tensors, newLettering(letters, plan.sliceShape(letters, shapes[i]), strides[i]))
	}
	for i, step := range plan.Steps {
		left, right := tensors[step.Left], lettering{} // the number one
		if step.Right >= 0 {
			right = tensors[step.Right]
		}
		letters := step.Letters
		for _, o := range step.overlaps {
			whole := len(extents)
			extents = append(extents, o.extent)
			left, right = left.merge(o, whole), right.merge(o, whole)
			letters = lettering{letters, make([]int, len(letters))}.merge(o, whole).letters
		}
		shape := make([]int, len(letters))
		for j, letter := range letters {
			shape[j] = extents[letter]
		}
		to := rowMajorStrides(shape)
		if i == len(plan.Steps)-1 && dst != nil && len(p.slices) == 0 {
			to = dst
		}
		result := newLettering(letters, shape, to)
		p.layouts = append(p.layouts, newLayout(result, left, right, extents, b.sources))
		p.sizes = append(p.sizes, product(shape))
		for j, o := range slices.Backward(step.overlaps) {
			result = result.split(o, len(extents)-len(step.overlaps)+j)
		}
		tensors = append(tensors, result)
	}
	return p
}

// A Buffer is the memory of an operand or destination: the element with index 0, 0, ... is Data[Offset].
type Buffer[T Element] struct {
	Data   []T
	Offset int
}

// Run computes the program over operands into dst, whose memory none of the operands shares. At most threads
// goroutines work on it; if threads is 0, GOMAXPROCS where the work is worth it. The result does not depend on their
// number. It panics with ErrInterrupted when Interrupt is called meanwhile.
func Run[T Element](p *Program, dst Buffer[T], operands []Buffer[T], threads int) {
	k, q := kernelsOf[T](), &queue{threads: threads, lookout: lookout{seen: begin()}}
	if threads <= 0 {
		q.threads, q.least = runtime.GOMAXPROCS(0), parallelWork
	}
	if len(p.slices) > 0 {
		runSlices(p, k, dst, operands, q)
		return
	}
	runSteps(p, k, dst, operands, q)
}

// runSteps carries out the steps of the program once. Intermediates are let go of when they have been read.
func runSteps[T Element](p *Program, k *kernels[T], dst Buffer[T], operands []Buffer[T], q *queue) {
	var results []Buffer[T]
	if len(p.steps) > 1 {
		results = make([]Buffer[T], len(p.steps))
	}
	tensor := func(number int) Buffer[T] {
		switch {
		case number < 0:
			return Buffer[T]{Data: k.unit}
		case number < len(operands):
			return operands[number]
		}
		return results[number-len(operands)]
	}
	for i, step := range p.steps {
		c := dst
		if i < len(p.steps)-1 {
			c = Buffer[T]{Data: k.intermediate(p.sizes[i])}
			results[i] = c
		}
		contract(k, p.layouts[i], c, tensor(step.Left), tensor(step.Right), q)
		for _, number := range [...]int{step.Left, step.Right} {
			if number >= len(operands) {
				k.release(results[number-len(operands)].Data)
				results[number-len(operands)] = Buffer[T]{}
			}
		}
	}
}

// A pair is a layout with the memory of its tensors.
type pair[T Element] struct {
	*layout
	*kernels[T]
	a, b, c []T
	origin  position
	queue   *queue
}

// work returns the operations of the pair.
func (p *pair[T]) work() float64 {
	return 2 * float64(p.batches) * float64(p.rows) * float64(p.columns) * float64(p.terms)
}

// contract computes c = left * right as the layout says.
func contract[T Element](k *kernels[T], l *layout, c, left, right Buffer[T], q *queue) {
	if l.batches == 0 || l.rows == 0 || l.columns == 0 {
		return
	}
	switch c := any(c).(type) {
	case Buffer[complex64]:
		if contractComplex(&float32Kernels, l, c, any(left).(Buffer[complex64]), any(right).(Buffer[complex64]), q) {
			return
		}
	case Buffer[complex128]:
		if contractComplex(&float64Kernels, l, c, any(left).(Buffer[complex128]), any(right).(Buffer[complex128]), q) {
			return
		}
	}
	if l.swapped {
		left, right = right, left
	}
	p := pair[T]{
		layout: l, kernels: k, a: left.Data, b: right.Data, c: c.Data,
		origin: position{left.Offset, right.Offset, c.Offset},
		queue:  q,
	}
	switch {
	case l.terms == 0:
		p.clear()
	case l.path == lanePath:
		(&lanes[T]{p}).run()
	case l.path == dotPath:
		(&dots[T]{pair: p}).run()
	case l.turning != nil && k.turned != nil:
		newTurned(p).run()
	case l.path == directPath && !p.thrashes():
		(&direct[T]{gemm: gemm[T]{pair: p}}).run()
	default:
		(&gemm[T]{pair: p}).run()
	}
}

// clearedAtOnce is the number of elements that are cleared between two looks whether that is still wanted.
const clearedAtOnce = 1 << 18

// clear sets the result to zero, the sum over nothing.
func (p *pair[T]) clear() {
	var zero T
	all := slices.Concat(p.batch, p.m, p.n)
	for turn := range all.size() {
		if turn%clearedAtOnce == 0 {
			p.queue.check()
		}
		p.c[all.at(p.origin, turn).c] = zero
	}
}

// memory keeps the programs of recent specifications.
type memory struct {
	sync.RWMutex
	programs map[string][]*Program
}

var remembered = memory{programs: map[string][]*Program{}}

const (
	maxTexts   = 256 // specifications remembered
	maxPerText = 8   // sets of shapes and strides remembered of each
)

func (m *memory) find(text string, shapes, strides [][]int, dst []int, borders []Border) *Program {
	m.RLock()
	defer m.RUnlock()
	for _, p := range m.programs[text] {
		if sameLists(p.shapes, shapes) && sameLists(p.strides, strides) && slices.Equal(p.dst, dst) && (p.dst == nil) == (dst == nil) && slices.Equal(p.borders, borders) {
			return p
		}
	}
	return nil
}

// keep remembers a program; where there are too many, the oldest of its text, or all others, make room.
func (m *memory) keep(text string, p *Program) {
	m.Lock()
	defer m.Unlock()
	if len(m.programs) >= maxTexts {
		clear(m.programs)
	}
	list := m.programs[text]
	if len(list) >= maxPerText {
		list = list[1:]
	}
	m.programs[text] = append(slices.Clone(list), p)
}

func (m *memory) clear() {
	m.Lock()
	defer m.Unlock()
	clear(m.programs)
}

func sameLists(x, y [][]int) bool { return slices.EqualFunc(x, y, slices.Equal[[]int]) }
