// This file tests the parser; what it accepts and refuses is checked against NumPy in package array.

package contract

import (
	"strings"
	"testing"
)

func TestParseLetters(t *testing.T) {
	spec, err := Parse(" β...a , a β ", [][]int{{2, 5, 3}, {3, 1}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Letter{{"β", 2}, {"...-1", 5}, {"a", 3}}
	for i, l := range spec.Letters {
		if l != want[i] {
			t.Errorf("letter %d is %v, want %v", i, l, want[i])
		}
	}
	if shape := spec.OutputShape(); len(shape) != 1 || shape[0] != 5 {
		t.Errorf("output shape is %v, want [5]", shape)
	}
}

// FuzzParse feeds any text with operands of rank 2: it must be refused with an error that points into the text, or
// give a plan whose result agrees with the definition.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"ij,jk->ik", "ii,jj", "...i,i...", "ab,ba->", "é ß,ßé->é", "i->i->", "....", "-", "ij,jk->ix", "\xff,", "aa,ab->..."} {
		f.Add(text, uint8(2), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, m, n uint8) {
		rows, columns := int(m%5), int(n%5)
		shapes := [][]int{{rows, columns}, {columns, rows}}
		spec, err := Parse(text, shapes)
		if err != nil {
			at := err.(*SpecError)
			if at.Start < 0 || at.End < at.Start || at.End > len(text) || !strings.Contains(err.Error(), "^") {
				t.Fatalf("%q: error points at %d to %d", text, at.Start, at.End)
			}
			return
		}
		operands := []View[int]{}
		for i, shape := range shapes {
			data := make([]int, product(shape))
			for j := range data {
				data[j] = (7*j+13*i)%11 - 5
			}
			operands = append(operands, RowMajor(data, shape))
		}
		dst := RowMajor(make([]int, product(spec.OutputShape())), spec.OutputShape())
		runViews(spec, dst, operands, 1)
		for i, want := range Twin(spec, operands) {
			if dst.Data[i] != want {
				t.Fatalf("%q: element %d is %d, want %d", text, i, dst.Data[i], want)
			}
		}
	})
}
