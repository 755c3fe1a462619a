// This file writes arrays as text.

package array

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// How much of a long array String shows.
const (
	textThreshold = 1000 // arrays with more elements are elided
	textEdge      = 3    // elements kept at each end of a long axis
)

// String returns the elements as nested brackets with columns aligned, as NumPy prints them; the middle of a large
// array is elided as "...". Floats are written with as many digits as the most demanding shown element needs, at most
// eight after the point. Rank 0 is written as its element.
func (a *Array[T]) String() string {
	if len(a.shape) == 0 {
		return fmt.Sprint(a.data[a.offset])
	}
	return a.text(formatElements[T])
}

// Format makes arrays print like their elements: fmt.Printf("%.2f", a) writes each with two decimals, in columns, with the
// middle of a large array elided; %v and %s write what String returns, %q the same in quotes. NumPy: array2string and
// set_printoptions.
func (a *Array[T]) Format(f fmt.State, verb rune) {
	_, precise := f.Precision()
	_, wide := f.Width()
	switch {
	case verb == 'q':
		fmt.Fprintf(f, fmt.FormatString(f, verb), a.String())
	case verb == 's' || verb == 'v' && !precise && !wide:
		fmt.Fprintf(f, fmt.FormatString(f, 's'), a.String())
	default:
		layout := fmt.FormatString(f, verb)
		io.WriteString(f, a.text(func(cells []T) []string {
			words := make([]string, len(cells))
			for i, v := range cells {
				words[i] = fmt.Sprintf(layout, v)
			}
			return words
		}))
	}
}

// text writes the shown elements, which words makes texts of, in brackets and columns.
func (a *Array[T]) text(words func(cells []T) []string) string {
	elide := a.Size() > textThreshold
	cells := make([]T, 0, 64)
	a.visitShown(elide, 0, a.offset, func(v T) { cells = append(cells, v) })
	list := words(cells)
	var b strings.Builder
	a.writeAxis(&b, elide, 0, 0, &list, strings.Repeat(" ", widest(list)))
	return b.String()
}

// visitShown calls f with the elements that String shows, in order.
func (a *Array[T]) visitShown(elide bool, axis, at int, f func(T)) {
	if axis == len(a.shape) {
		f(a.data[at])
		return
	}
	for i := 0; i < a.shape[axis]; i++ {
		if elide && i == textEdge && a.shape[axis] > 2*textEdge {
			i = a.shape[axis] - textEdge
		}
		a.visitShown(elide, axis+1, at+i*a.strides[axis], f)
	}
}

// writeAxis writes everything below one index, taking the words from the front of the list.
func (a *Array[T]) writeAxis(b *strings.Builder, elide bool, axis, depth int, words *[]string, pad string) {
	if axis == len(a.shape) {
		word := (*words)[0]
		*words = (*words)[1:]
		b.WriteString(pad[:max(0, len(pad)-runeCount(word))])
		b.WriteString(word)
		return
	}
	last := axis == len(a.shape)-1
	between := " "
	if !last {
		between = strings.Repeat("\n", len(a.shape)-1-axis) + strings.Repeat(" ", depth+1)
	}
	b.WriteByte('[')
	for i := 0; i < a.shape[axis]; i++ {
		if i > 0 {
			b.WriteString(between)
		}
		if elide && i == textEdge && a.shape[axis] > 2*textEdge {
			b.WriteString("...")
			b.WriteString(between)
			i = a.shape[axis] - textEdge
		}
		a.writeAxis(b, elide, axis+1, depth+1, words, pad)
	}
	b.WriteByte(']')
}

func runeCount(s string) int { return len([]rune(s)) }

// widest returns the length of the longest word, for arrays with columns to align.
func widest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, runeCount(w))
	}
	return n
}

// formatElements returns the text of each element, with the same number of decimals for all floats.
func formatElements[T Element](cells []T) []string {
	switch cells := any(cells).(type) {
	case []float32:
		return formatFloats(cells, 32)
	case []float64:
		return formatFloats(cells, 64)
	case []complex64:
		return formatComplexes(cells, 32)
	case []complex128:
		return formatComplexes(cells, 64)
	}
	words := make([]string, len(cells))
	for i, v := range cells {
		words[i] = fmt.Sprint(v)
	}
	return words
}

// maxDecimals bounds the digits after the point, as NumPy's default precision does.
const maxDecimals = 8

// formatFloats chooses one notation for all: scientific if the finite magnitudes span too much for columns, else the
// number of decimals that the most demanding element needs.
func formatFloats[T Float](cells []T, bits int) []string {
	least, most, decimals := 0.0, 0.0, 0
	for _, v := range cells {
		m := abs64(float64(v))
		if m == 0 || m != m || m > maxFinite {
			continue
		}
		if least == 0 || m < least {
			least = m
		}
		most = max(most, m)
		decimals = max(decimals, decimalsOf(float64(v), bits))
	}
	if most >= 1e16 || least < 1e-4 && least > 0 || least > 0 && most/least > 1e8 && decimals > 0 {
		return formatScientific(cells, bits)
	}
	words := make([]string, len(cells))
	for i, v := range cells {
		words[i] = formatFixed(float64(v), decimals, bits)
	}
	return words
}

const maxFinite = 1.7976931348623157e308

func abs64(v float64) float64 { return max(v, -v) }

// formatFixed writes v with a fixed number of decimals; whole numbers keep no trailing point.
func formatFixed(v float64, decimals, bits int) string {
	return strconv.FormatFloat(v, 'f', decimals, bits)
}

// decimalsOf returns how many digits after the point v's shortest text has, at most maxDecimals.
func decimalsOf(v float64, bits int) int {
	text := strconv.FormatFloat(v, 'f', -1, bits)
	_, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > maxDecimals {
		fraction = strconv.FormatFloat(v, 'f', maxDecimals, bits)
		_, fraction, _ = strings.Cut(fraction, ".")
		fraction = strings.TrimRight(fraction, "0")
	}
	return len(fraction)
}

// formatScientific writes all elements with the digits the most demanding one needs, at most maxDecimals.
func formatScientific[T Float](cells []T, bits int) []string {
	digits := 0
	for _, v := range cells {
		mantissa, _, _ := strings.Cut(strconv.FormatFloat(float64(v), 'e', -1, bits), "e")
		_, fraction, _ := strings.Cut(mantissa, ".")
		digits = max(digits, min(len(fraction), maxDecimals))
	}
	words := make([]string, len(cells))
	for i, v := range cells {
		words[i] = strconv.FormatFloat(float64(v), 'e', digits, bits)
	}
	return words
}

// formatComplexes formats the parts as floats and joins them as Go writes complex numbers, without parentheses.
func formatComplexes[T Complex](cells []T, bits int) []string {
	re, im := make([]float64, len(cells)), make([]float64, len(cells))
	for i, v := range cells {
		re[i], im[i] = real(complex128(v)), imag(complex128(v))
	}
	words, tails := formatFloats(re, bits), formatFloats(im, bits)
	for i := range words {
		if tails[i][0] != '-' && tails[i][0] != '+' {
			tails[i] = "+" + tails[i]
		}
		words[i] += tails[i] + "i"
	}
	return words
}

// Float64s returns the elements in row-major order as float64: bool as 0 or 1, complex numbers as their modulus.
func (a *Array[T]) Float64s() []float64 {
	if m := moduli(a); m != nil {
		return m.Values()
	}
	return Cast[float64](a).data
}

// moduli returns those of complex numbers, nil for any other element type.
func moduli(a any) *Array[float64] {
	switch a := a.(type) {
	case *Array[complex64]:
		return Modulus(a)
	case *Array[complex128]:
		return Modulus(a)
	}
	return nil
}
