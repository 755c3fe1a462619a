// This file derives from a specification the one whose result is the gradient of an operand.

package contract

import "slices"

// Gradient returns the specification of the derivative of spec with respect to the operand at position at. Its
// operands are the other ones in order, then the derivative of the output, then, for letters that only this operand
// carries and spec sums, an array of ones with the shape ones. Its output has each letter of the operand once; a letter
// on which the operand has extent 1 is left out and so summed.
func Gradient(spec *Spec, shapes [][]int, at int) (gradient *Spec, ones []int) {
	gradient = &Spec{Text: spec.Text, Letters: spec.Letters}
	seen := make([]bool, len(spec.Letters))
	for i, axes := range spec.Inputs {
		if i == at {
			continue
		}
		gradient.Inputs = append(gradient.Inputs, axes)
		for axis, letter := range axes {
			seen[letter] = seen[letter] || shapes[i][axis] != 1
		}
	}
	gradient.Inputs = append(gradient.Inputs, spec.Output)
	for _, letter := range spec.Output {
		seen[letter] = true
	}
	alone := []int{}
	for axis, letter := range spec.Inputs[at] {
		if shapes[at][axis] == 1 || slices.Contains(gradient.Output, letter) {
			continue
		}
		gradient.Output = append(gradient.Output, letter)
		if !seen[letter] {
			alone, ones = append(alone, letter), append(ones, spec.Letters[letter].Extent)
		}
	}
	gradient.Inputs = append(gradient.Inputs, alone)
	return gradient, ones
}

// Diagonal returns the strides of the gradient's output in an operand with the given letters and strides: the elements
// on which the operand's derivative is not zero.
func Diagonal(letters, strides []int, gradient *Spec) []int {
	diagonal := make([]int, len(gradient.Output))
	for axis, letter := range letters {
		if i := slices.Index(gradient.Output, letter); i >= 0 {
			diagonal[i] += strides[axis]
		}
	}
	return diagonal
}
