// This file reports how Einsum contracts its operands, without computing anything.

package array

import (
	"fmt"
	"strings"

	"github.com/arraybook/arraybook/array/internal/contract"
)

// ContractionPath is the order in which Einsum contracts its operands, with what it costs.
type ContractionPath struct {
	Spec                string
	Shapes              [][]int // of the operands
	OutputShape         []int
	Steps               []ContractionStep
	NaiveFLOPs          float64 // multiplications and additions of one loop nest over all letters
	FLOPs               float64 // multiplications and additions of the steps, for all slices
	LargestIntermediate float64 // elements of the largest result before the last; 0 if there is none
	Sliced              string  // letters whose values are taken one at a time, to keep within the memory limit
	Slices              float64 // how many times the steps are carried out; 1 where nothing is sliced
}

// ContractionStep contracts two tensors, or sums or rearranges one. Operands have the numbers 0, 1, ...; the result of
// the first step has the number after the last operand, and so on.
type ContractionStep struct {
	Inputs []int  // one or two numbers
	Result int    // the number of the result
	Spec   string // such as "ij,jk->ik"; an ellipsis axis appears as a capital letter that the spec does not use
	FLOPs  float64
	Shape  []int // of the result
}

// SpeedUp returns how many times fewer operations the steps take than one loop nest over all letters.
func (p *ContractionPath) SpeedUp() float64 {
	if p.FLOPs == 0 {
		return 1
	}
	return p.NaiveFLOPs / p.FLOPs
}

// EinsumPath returns the order in which [Einsum] contracts these operands: the one with the fewest operations for up to
// 8 operands, a good one beyond, within the memory limit (see [EinsumMemoryLimit]). It panics as Einsum does.
// NumPy: einsum_path.
func EinsumPath[T Element](spec string, operands ...*Array[T]) *ContractionPath {
	const op = "EinsumPath"
	parsed, err := contract.Parse(spec, shapesOf(operands))
	if err != nil {
		panic(&Error{Op: op, Message: err.Error(), Err: err})
	}
	plan := contract.NewPlan(parsed, shapesOf(operands), stridesOf(operands)...)
	path := &ContractionPath{
		Spec:                spec,
		Shapes:              make([][]int, len(operands)),
		OutputShape:         plan.Spec.OutputShape(),
		NaiveFLOPs:          plan.NaiveFLOPs(),
		FLOPs:               plan.FLOPs(),
		LargestIntermediate: plan.LargestIntermediate(),
		Sliced:              plan.SlicedText(),
		Slices:              plan.Slices(),
	}
	for i, a := range operands {
		path.Shapes[i] = a.Shape()
	}
	for i, step := range plan.Steps {
		path.Steps = append(path.Steps, describeStep(plan, i, step))
	}
	return path
}

func describeStep(plan *contract.Plan, i int, step contract.Step) ContractionStep {
	inputs := []int{step.Left}
	if step.Right >= 0 {
		inputs = append(inputs, step.Right)
	}
	shape := make([]int, len(step.Letters))
	for axis, letter := range step.Letters {
		shape[axis] = plan.Spec.Letters[letter].Extent
	}
	return ContractionStep{Inputs: inputs, Result: len(plan.Spec.Inputs) + i, Spec: plan.StepText(i), FLOPs: step.FLOPs, Shape: shape}
}

// String lists the steps as a table under the totals.
func (p *ContractionPath) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s -> shape %s\n", p.Spec, shapeText(p.OutputShape))
	fmt.Fprintf(&b, "one loop nest:        %s FLOP\n", engineering(p.NaiveFLOPs))
	fmt.Fprintf(&b, "in this order:        %s FLOP, %.3g times fewer\n", engineering(p.FLOPs), p.SpeedUp())
	if p.LargestIntermediate > 0 {
		fmt.Fprintf(&b, "largest intermediate: %s elements\n", engineering(p.LargestIntermediate))
	}
	if p.Sliced != "" {
		fmt.Fprintf(&b, "slices:               %s, one for each value of %s\n", engineering(p.Slices), p.Sliced)
	}
	width := len("contraction")
	for _, s := range p.Steps {
		width = max(width, len([]rune(s.Spec)))
	}
	fmt.Fprintf(&b, "%-12s  %-*s  %10s  %s", "tensors", width, "contraction", "FLOP", "shape")
	for _, s := range p.Steps {
		from := make([]string, len(s.Inputs))
		for i, n := range s.Inputs {
			from[i] = fmt.Sprint(n)
		}
		tensors := fmt.Sprintf("%s -> %d", strings.Join(from, ", "), s.Result)
		fmt.Fprintf(&b, "\n%-12s  %-*s  %10s  %s", tensors, width, s.Spec, engineering(s.FLOPs), shapeText(s.Shape))
	}
	return b.String()
}

// engineering writes a count with three digits and k, M, G or T; beyond that with an exponent.
func engineering(x float64) string {
	for _, unit := range []string{"", "k", "M", "G", "T"} {
		if x < 999.5 {
			return fmt.Sprintf("%.3g%s", x, unit)
		}
		x /= 1000
	}
	return fmt.Sprintf("%.3ge15", x)
}

// EinsumMemoryLimit sets how many elements an intermediate result of [Einsum] may have, at first 2^28, and returns the
// limit before. Where every order of the operands exceeds it, Einsum takes the values of some letters one at a time,
// which costs operations and saves memory. It panics if the limit is below 1. opt_einsum: memory_limit.
func EinsumMemoryLimit(elements int) (before int) {
	if elements < 1 {
		fail("EinsumMemoryLimit", "limit of %d elements is below 1", elements)
	}
	return contract.SetMemoryLimit(elements)
}
