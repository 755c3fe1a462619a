// This file tests access to elements of arrays against the methods themselves.

package symbols_test

import (
	"context"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

// TestElementsDescribed fails when package array no longer has the fields that the evaluator reads directly.
func TestElementsDescribed(t *testing.T) {
	for _, p := range symbols.Packages() {
		if p.Path != "github.com/arraybook/arraybook/array" {
			continue
		}
		if n := len(p.Symbols().Elements); n != 15 {
			t.Errorf("%d instances of Array are described, want one for each of 15 element types", n)
		}
	}
}

// The same accesses through method values, which are calls, and directly, which are not: whatever the array, the index and
// the failure, both must agree.
const elementsCell = `
import "fmt"

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panic:", r)
		}
	}()
	f()
}

func both[T any](name string, direct, called func() T) {
	try(name, func() { fmt.Println(name, direct()) })
	try(name, func() { fmt.Println(name, called()) })
}

a := array.Arange[float64](0, 24, 1).Reshape(2, 3, 4)
v := array.Arange[int32](0, 6, 1)
b := array.Of(true, false, true)
c := array.Of(1+2i, 3i).Reshape(2, 1)
s := array.Of[int16](7, 8, 9)
t4 := array.Arange[uint8](0, 16, 1).Reshape(2, 2, 2, 2)
tr := a.T()
st := a.Slice("1, ::-2, 1:")
w := array.SlidingWindow(array.Arange[float64](0, 5, 1), 3)
var none *array.Array[float64]

for _, k := range []int{-5, -1, 0, 1, 2, 3, 4} {
	both(fmt.Sprint("v ", k), func() int32 { return v.At(k) }, func() int32 { f := v.At; return f(k) })
	both(fmt.Sprint("b ", k), func() bool { return b.At(k) }, func() bool { f := b.At; return f(k) })
	both(fmt.Sprint("s ", k), func() int16 { return s.At(k) }, func() int16 { f := s.At; return f(k) })
	for _, l := range []int{-4, 0, 2, 5} {
		both(fmt.Sprint("w ", k, l), func() float64 { return w.At(k, l) }, func() float64 { f := w.At; return f(k, l) })
		both(fmt.Sprint("st ", k, l), func() float64 { return st.At(k, l) }, func() float64 { f := st.At; return f(k, l) })
		both(fmt.Sprint("c ", k, l), func() complex128 { return c.At(k, l) }, func() complex128 { f := c.At; return f(k, l) })
		both(fmt.Sprint("a ", k, l), func() float64 { return a.At(k, l, 1) }, func() float64 { f := a.At; return f(k, l, 1) })
		both(fmt.Sprint("tr ", k, l), func() float64 { return tr.At(l, k, 1) }, func() float64 { f := tr.At; return f(l, k, 1) })
		both(fmt.Sprint("t4 ", k, l), func() uint8 { return t4.At(1, k, l, 0) }, func() uint8 { f := t4.At; return f(1, k, l, 0) })
	}
}
mixed := func(at func(i ...int) float64, k int) (s float64) {
	for i := 0; i < 2; i++ {
		s += 2 * at(i+k, i)
		s = s - at(i, 1+k)
		s = at(0, i) - s
		s = at(1, i+k) * s
		s += at(1, 1)
	}
	return
}
direct := func(k int) (s float64) {
	for i := 0; i < 2; i++ {
		s += 2 * w.At(i+k, i)
		s = s - w.At(i, 1+k)
		s = w.At(0, i) - s
		s = w.At(1, i+k) * s
		s += w.At(1, 1)
	}
	return
}
for k := -4; k < 4; k++ {
	both(fmt.Sprint("mixed ", k), func() float64 { return direct(k) }, func() float64 { return mixed(w.At, k) })
}
both("rank", func() float64 { return a.At(1, 2) }, func() float64 { f := a.At; return f(1, 2) })
both("nil", func() float64 { return none.At(1, 2) }, func() float64 { return (*array.Array[float64]).At(none, []int{1, 2}...) })

set := func(name string, direct, called func()) {
	try(name, direct)
	try(name, called)
}
set("set w", func() { w.Set(1, 0, 0) }, func() { f := w.Set; f(1, 0, 0) })
set("set v", func() { v.Set(1, 6) }, func() { f := v.Set; f(1, 6) })
set("set a", func() { a.Set(1, 1, 2) }, func() { f := a.Set; f(1, 1, 2) })
set("set nil", func() { none.Set(1, 1) }, func() { (*array.Array[float64]).Set(none, 1, []int{1}...) })
tr.Set(-1, 3, 2, 1)
a.Set(-2, -1, 0, 0)
v[2] = 40
v[-1] = 41
b.Set(false, 0)
c[1, 0] = 2 - 1i
s[1] = -3
t4.Set(99, 1, 1, 1, 1)
for i := 0; i < 2; i++ {
	for j := 0; j < 3; j++ {
		a[i, j, 0] = a[i, j, 1] + a.At(i, j, 3)
		a[i, j, 2] += float64(v[i+j])
	}
}
fmt.Println(a.Values(), v.Values(), b.Values(), c.Values(), s.Values(), t4.Values())
`

func TestElements(t *testing.T) {
	session, err := eval.New(eval.Config{Packages: symbols.Packages(), Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"}})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = session.Execute(context.Background(), eval.Cell{Number: 1, Source: elementsCell, Stdout: &out, Stderr: &out, Show: func(any) {}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	const last = "[4 1 2 3 12 5 7 7 20 9 50 11 28 13 15 15 36 17 58 19 20 21 25 -1] [0 1 40 3 4 41] [false false true] " +
		"[(1+2i) (2-1i)] [7 -3 9] [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 99]"
	if got := lines[len(lines)-1]; got != last {
		t.Errorf("the arrays end as\n%s\nnot\n%s", got, last)
	}
	if len(lines) < 100 {
		t.Errorf("only %d lines:\n%s", len(lines), out.String())
	}
	for i := 0; i+1 < len(lines); i += 2 {
		if lines[i] != lines[i+1] {
			t.Errorf("directly %q, by a call %q", lines[i], lines[i+1])
		}
	}
}
