// This file parses einsum specifications (numpy.einsum's string form) and binds their letters to operand shapes.

package contract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letter is one named axis of a specification. The axes an ellipsis stands for are named "...-1" (the last), "...-2", etc.
type Letter struct {
	Name   string
	Extent int
}

// Spec is a specification whose letters have got their extents. Axes refer to letters by index.
type Spec struct {
	Text    string
	Letters []Letter
	Inputs  [][]int // for each operand, the letter of each axis
	Output  []int   // the letter of each output axis
}

// OutputShape returns the extents of the output axes.
func (s *Spec) OutputShape() []int {
	shape := make([]int, len(s.Output))
	for axis, letter := range s.Output {
		shape[axis] = s.Letters[letter].Extent
	}
	return shape
}

// SpecError says what is wrong with a specification and where: Start and End are byte offsets into Text.
type SpecError struct {
	Text       string
	Start, End int
	Problem    string
}

// Error gives the problem, then the specification with the letter at fault underlined.
func (e *SpecError) Error() string {
	before := utf8.RuneCountInString(e.Text[:e.Start])
	under := max(1, utf8.RuneCountInString(e.Text[e.Start:e.End]))
	return fmt.Sprintf("%s\n    %s\n    %s%s", e.Problem, e.Text, strings.Repeat(" ", before), strings.Repeat("^", under))
}

// A symbol is a letter or an ellipsis at its place in the text.
type symbol struct {
	name       string
	start, end int
}

func (s symbol) isEllipsis() bool { return s.name == "..." }

// A term is the subscripts of one operand, or of the output.
type term struct {
	symbols    []symbol
	start, end int
}

func (t term) ellipsis() int { return slices.IndexFunc(t.symbols, symbol.isEllipsis) }

// Parse reads text for operands of the given shapes.
func Parse(text string, shapes [][]int) (*Spec, error) {
	inputs, output, err := split(text)
	if err != nil {
		return nil, err
	}
	b := &binder{spec: &Spec{Text: text}, index: map[string]int{}}
	if err := b.bindInputs(inputs, shapes); err != nil {
		return nil, err
	}
	if output == nil {
		b.implicitOutput()
	} else if err := b.explicitOutput(*output); err != nil {
		return nil, err
	}
	return b.spec, nil
}

// split cuts text into the terms of the operands and, after an arrow, of the output.
func split(text string) (inputs []term, output *term, err error) {
	fail := func(start, end int, format string, args ...any) ([]term, *term, error) {
		return nil, nil, &SpecError{text, start, end, fmt.Sprintf(format, args...)}
	}
	current, arrow := term{}, false
	for at := 0; at < len(text); {
		r, width := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == ' ':
		case r == ',':
			if arrow {
				return fail(at, at+1, "the output takes one term, so no comma may follow the arrow")
			}
			current.end = at
			inputs, current = append(inputs, current), term{start: at + 1}
		case strings.HasPrefix(text[at:], "->"):
			if arrow {
				return fail(at, at+2, "a second arrow")
			}
			width, arrow = 2, true
			current.end = at
			inputs, current = append(inputs, current), term{start: at + 2}
		case strings.HasPrefix(text[at:], "..."):
			width = 3
			if current.ellipsis() >= 0 {
				return fail(at, at+3, "a second ellipsis in one term")
			}
			current.symbols = append(current.symbols, symbol{"...", at, at + 3})
		case r == '-':
			return fail(at, at+1, "a '-' that is not followed by '>'")
		case r == '.':
			return fail(at, at+1, "an ellipsis has three dots")
		case unicode.IsLetter(r) && r != utf8.RuneError:
			current.symbols = append(current.symbols, symbol{string(r), at, at + width})
		default:
			return fail(at, at+width, "%q is neither a letter, a comma, an ellipsis nor an arrow", text[at:at+width])
		}
		at += width
	}
	current.end = len(text)
	if arrow {
		return inputs, &current, nil
	}
	return append(inputs, current), nil, nil
}

// A binder gives letters their index, extent and count while it walks over the terms.
type binder struct {
	spec   *Spec
	index  map[string]int // letter name to its index in spec.Letters
	counts []int          // by letter: how many operand axes carry it
	owner  []int          // by letter: the operand that fixed its extent
	widest int            // most axes any ellipsis stands for
}

func (b *binder) fail(s symbol, format string, args ...any) error {
	return &SpecError{b.spec.Text, s.start, s.end, fmt.Sprintf(format, args...)}
}

func (b *binder) bindInputs(inputs []term, shapes [][]int) error {
	if len(inputs) != len(shapes) {
		at := symbol{"", inputs[len(inputs)-1].start, inputs[len(inputs)-1].end}
		if len(inputs) > len(shapes) {
			at = symbol{"", inputs[len(shapes)].start, inputs[len(shapes)].end}
		}
		return b.fail(at, "%d terms for %d operands", len(inputs), len(shapes))
	}
	for operand, t := range inputs {
		axes, err := b.bindTerm(operand, t, shapes[operand])
		if err != nil {
			return err
		}
		b.spec.Inputs = append(b.spec.Inputs, axes)
	}
	return nil
}

// bindTerm matches the symbols of one operand with its axes.
func (b *binder) bindTerm(operand int, t term, shape []int) ([]int, error) {
	named, hidden := len(t.symbols), 0
	if t.ellipsis() >= 0 {
		named--
		hidden = len(shape) - named
	}
	if hidden < 0 || named+hidden != len(shape) {
		at := symbol{"", t.start, t.end}
		return nil, b.fail(at, "operand %d has %d axes (shape %v), its term names %d", operand, len(shape), shape, named)
	}
	b.widest = max(b.widest, hidden)
	axes := make([]int, 0, len(shape))
	inTerm := map[int]int{} // letter to the extent it has in this operand
	for _, s := range t.symbols {
		names := []string{s.name}
		if s.isEllipsis() {
			names = ellipsisNames(hidden)
		}
		for _, name := range names {
			letter, err := b.bindAxis(operand, s, name, shape[len(axes)], inTerm)
			if err != nil {
				return nil, err
			}
			axes = append(axes, letter)
		}
	}
	return axes, nil
}

// bindAxis records that the letter called name is an axis of the given extent. Extent 1 stretches to any other between
// operands but, as in numpy.einsum, not between repeated letters of one operand.
func (b *binder) bindAxis(operand int, s symbol, name string, extent int, inTerm map[int]int) (int, error) {
	letter, known := b.index[name]
	if !known {
		letter = len(b.spec.Letters)
		b.index[name] = letter
		b.spec.Letters = append(b.spec.Letters, Letter{name, extent})
		b.counts, b.owner = append(b.counts, 0), append(b.owner, operand)
	}
	b.counts[letter]++
	if first, repeated := inTerm[letter]; repeated && first != extent {
		return 0, b.fail(s, "repeated letter %s has extents %d and %d in operand %d", name, first, extent, operand)
	}
	inTerm[letter] = extent
	l := &b.spec.Letters[letter]
	if l.Extent == 1 {
		l.Extent, b.owner[letter] = extent, operand
	} else if extent != 1 && extent != l.Extent {
		return 0, b.fail(s, "letter %s has extent %d in operand %d but %d in operand %d", name, l.Extent, b.owner[letter], extent, operand)
	}
	return letter, nil
}

// ellipsisNames names the axes of an ellipsis from the right, since that is how they broadcast.
func ellipsisNames(count int) []string {
	names := make([]string, count)
	for i := range names {
		names[i] = fmt.Sprintf("...-%d", count-i)
	}
	return names
}

// implicitOutput takes the ellipsis axes, then the letters that occur once, in alphabetical order.
func (b *binder) implicitOutput() {
	b.spec.Output = b.ellipsisLetters()
	var once []int
	for letter, l := range b.spec.Letters {
		if b.counts[letter] == 1 && !strings.HasPrefix(l.Name, "...") {
			once = append(once, letter)
		}
	}
	slices.SortFunc(once, func(x, y int) int { return cmp.Compare(b.spec.Letters[x].Name, b.spec.Letters[y].Name) })
	b.spec.Output = append(b.spec.Output, once...)
}

func (b *binder) ellipsisLetters() []int {
	letters := make([]int, 0, b.widest)
	for _, name := range ellipsisNames(b.widest) {
		letters = append(letters, b.index[name])
	}
	return letters
}

func (b *binder) explicitOutput(t term) error {
	if b.widest > 0 && t.ellipsis() < 0 {
		at := symbol{"", t.start, t.end}
		return b.fail(at, "the output needs an ellipsis: operands have %d axes under theirs", b.widest)
	}
	seen := map[int]bool{}
	b.spec.Output = []int{}
	for _, s := range t.symbols {
		if s.isEllipsis() {
			b.spec.Output = append(b.spec.Output, b.ellipsisLetters()...)
			continue
		}
		letter, known := b.index[s.name]
		if !known {
			return b.fail(s, "output letter %s is in no operand", s.name)
		}
		if seen[letter] {
			return b.fail(s, "output letter %s is repeated", s.name)
		}
		seen[letter] = true
		b.spec.Output = append(b.spec.Output, letter)
	}
	return nil
}
