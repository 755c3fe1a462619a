// This file tests loops over elements of arrays, which the evaluator reaches through vectors, against loops that call the
// methods.

package symbols_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
)

// vectorLoops are bodies of functions of a and b, arrays of one element type and two axes, and of n and k. What they
// return and leave in the arrays, or the panic that ends them, must be the same when they call methods.
var vectorLoops = map[string][]string{
	"float64": {
		"for i := range n { for j := range n { b.Set(a.At(i, j)+1, i, j) } }",
		"for i := range n { for j := range n { b.Set(2-a.At(j, i), i, j); b.Set(a.At(i, j)-2, j, i) } }",
		"for i := range n { for j := range n { s += a.At(i, j) * b.At(j, i) } }",
		"for i := range n { for j := range n { s = s*2 - a.At(i, k) * b.At(j+k, i) } }",
		"for i := 1; i < n; i++ { for j := 1; j < n; j++ { b.Set(a.At(i-1, j)+a.At(i, j-1)-4*a.At(i, j)+a.At(i+k, j+k), i, j-k) } }",
		"for i := range n { for j := range n { b.Set(b.At(i, j)+a.At(i, j), i, j) } }",
		"for i := range n { for j := range n { b.Set(b.At(i, j+k)+2.5, i, j+k); b.Set(b.At(i, j)*1.5, i, j); b.Set(b.At(i, j)-s, i, j); s++ } }",
		"for i := range n { b.Set(b.At(i, k)-a.At(k, i)*2, i, k) }",
		"for i := range n { for j := range n { for q := range n { b.Set(b.At(i, j)+a.At(i, q)*a.At(q, j), i, j) } } }",
		"for i := range n { s += a.At(i, i) + b.At(n-i-1, i) }",
		"for i := range n { for j := range n { if s < 7 { s += a.At(i, j) } else if j == 2 { break } else { s -= b.At(j, j) } } }",
		"for { s += a.At(k, int(s)%3); if s > 40 { break }; s += 5 }",
		"for a.At(k, 0) < 9 { a.Set(a.At(k, 0)+4, k, 0); s++ }",
		"for i := 0; i < a.Len(0); i++ { for j := 0; j < a.Len(1); j++ { a.Set(float64(a.Size())+a.At(i, j), i, j); s += float64(len(a.Shape())) } }",
		"for i := range n { for j := range n { p := a; if j == 1 { p = b }; p.Set(p.At(i, j)+3, i, j); s += p.At(j, i) } }",
		"for i := range n { for j := range n { s += a.At(i, j); *a = *b; *b = *a.T(); s -= a.At(i, j) } }",
		"f := func() { *a = *b }; for i := range n { s += a.At(k, i); if i == 1 { f() } }",
		"for i := range n { for j := range n { fmt.Println(i, j); s += a.At(i, j) } }",
		"for i := range n { for j := range n { b.Set(a.At(i, j+2), i, j) } }",
		"for i := range n { for j := range n { s += a.At(i, -1-j) + b.At(-k, j) } }",
		"for i := range n { for j := range n { b.Set(b.At(i, -1)+2, i, -1); a.Set(s, i, -j) } }",
		"for i := range n { s += a.At(i) }",
		"for i := range n { for j := range n { s += a.At(i, j, k) } }",
		"x := []float64{1, 2}; for i := range n { for j := range n { s += x[j] + a.At(i, j+k) } }",
		"x := []float64{1, 2}; for i := range n { for j := range n { s += a.At(i, j+k+1) + x[j] } }",
		"x := []float64{1, 2}; for i := range n { for j := range n { a.Set(a.At(i, j+k+1) + x[j+1], i, j+k+1) } }",
		"for i := range 0 { s += a.At(100, i) }",
		"c := a.T(); for i := range n { c.Set(s, i, k); s += a.At(k, i) }",
		"m := map[int]float64{}; var l []float64; for i := range n { m[i] = a.At(i, k); l = append(l, a.At(k, i)) }; s = m[1] + l[2] + float64(len(l))",
		"for i := range n { s += math.Sqrt(a.At(i, k)*a.At(i, k)) + float64(len(strings.Repeat(\"x\", i))) }",
		"h := holder{a}; for i := range n { s += h.a.At(i, k); h.a.Set(s, k, i); if i == 1 { h = holder{b} } }",
		"h := &holder{a}; for i := range n { h.a.Set(h.a.At(i, k)+1, i, k) }",
		"for i := range n { defer func() { s += a.At(i, k) }() }",
		"for i := range n { func() { for j := range n { s += a.At(i, j); a.Set(s, j, i) } }() }",
		"for i := range n { for j := range n { s, k = a.At(k, j), 1 - k; a.Set(s, i, j) } }",
	},
	"int": {
		"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+i*j, i, j) } }",
		"for i := range n { for j := range n { b.Set(a.At(i, j)+b.At(j, i), i, j); s = s*3 + b.At(i, j+k) } }",
		"for i := range n { for j := range n { b.Set(b.At(j, a.At(i, k)%n)+1, j, i) } }",
	},
	"float32":    {"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+a.At(j, i)*2, i, j) } }"},
	"uint8":      {"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+a.At(j, i)*200, i, j) } }"},
	"int16":      {"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+a.At(j, i)*2000, i, j) } }"},
	"complex64":  {"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+a.At(j, i)*2i, i, j) } }"},
	"complex128": {"for i := range n { for j := range n { s += a.At(i, j); b.Set(b.At(i, j)+a.At(j, i)*2i, i, j) } }"},
	"bool":       {"for i := range n { for j := range n { s = s != a.At(i, j); b.Set(s && a.At(i, j), i, j) } }"},
}

const vectorsPrelude = `
import ("fmt"; "math"; "strings")

type holder struct { a *array.Array[float64] }

func base[T array.Element](values ...T) *array.Array[T] {
	a := array.Zeros[T](4, 5)
	for i := range 20 {
		a.Set(values[i%len(values)], i/5, i%5)
	}
	return a
}

// layouts are views of three by three, the last ones with something wrong.
func layouts[T array.Element](values ...T) []*array.Array[T] {
	square := func() *array.Array[T] { return base(values...).Slice(":3, 1:4") }
	return []*array.Array[T]{
		square(), square().T(), square().Slice("::-1, ::-1"), base(values...).Slice("1:, ::2"), base(values...).Slice("::2, :3"),
		array.Stack(0, square(), square()).Index(1), square().Slice("0:1").BroadcastTo(3, 3), nil, array.Zeros[T](0, 3), array.Zeros[T](9), new(array.Array[T]),
	}
}

func run[T array.Element](name string, zero []T, f func(a, b *array.Array[T], n, k int) T) {
	for i := range layouts(zero...) {
		for _, k := range []int{0, 1} {
			a, b := layouts(zero...)[i], layouts(zero...)[(i+k)%3]
			func() {
				defer func() {
					if r := recover(); r != nil {
						fmt.Println(name, i, k, "panic:", r)
					}
				}()
				fmt.Println(name, i, k, f(a, b, 3, k))
			}()
			if i != 7 && i != 10 { // nil and the zero value
				fmt.Println(a.Shape(), a.Values())
			}
			fmt.Println(b.Values())
		}
	}
}
`

var accessPattern = regexp.MustCompile(`([\w.]+)\.(At|Set)\(`)

// vectorsCell has the loops as they are, or with calls of method values in place of accesses.
func vectorsCell(called bool) string {
	var text strings.Builder
	text.WriteString(vectorsPrelude)
	values := map[string]string{"float64": "1.5, 2, -3, 4, 0.5", "float32": "1.5, 2, -3, 4, 0.5", "bool": "true, false, true, true", "complex64": "1+2i, 3, 4i", "complex128": "1+2i, 3, 4i"}
	for _, t := range slices.Sorted(maps.Keys(vectorLoops)) {
		list, ok := values[t]
		if !ok {
			list = "1, 2, 7, 4, 5, 3"
		}
		for i, body := range vectorLoops[t] {
			if called {
				body = accessPattern.ReplaceAllString(body, "method($1.$2)(")
			}
			name := fmt.Sprintf("%s%d", t, i)
			fmt.Fprintf(&text, "func f%s(a, b *array.Array[%s], n, k int) (s %s) { %s; return s }\n", name, t, t, body)
			fmt.Fprintf(&text, "run(%q, []%s{%s}, f%s)\n", name, t, list, name)
		}
	}
	if called {
		text.WriteString("func method[F any](f F) F { return f }\n")
	}
	return text.String()
}

func TestVectors(t *testing.T) {
	direct, called := runCell(t, vectorsCell(false)), runCell(t, vectorsCell(true))
	if len(direct) < 2000 {
		t.Fatalf("only %d lines", len(direct))
	}
	for i := range min(len(direct), len(called)) {
		if direct[i] != called[i] {
			t.Fatalf("line %d is\n%s\nby calls\n%s\nafter\n%s", i, direct[i], called[i], strings.Join(direct[max(0, i-3):i], "\n"))
		}
	}
	if len(direct) != len(called) {
		t.Errorf("%d lines, by calls %d", len(direct), len(called))
	}
}

// TestVectorOperations checks that the loops use every operation on vectors, and that those by calls use none.
func TestVectorOperations(t *testing.T) {
	used := map[string]bool{}
	for _, line := range dumpCell(t, vectorsCell(false)) {
		if f := strings.Fields(line); len(f) > 1 {
			used[f[1]] = true
		}
	}
	for _, op := range []string{
		"vector", "element", "getVec8", "getVec16", "getVec32", "getVec64", "setVec8", "setVec16", "setVec32", "setVec64",
		"addVecF", "subVecF", "rSubVecF", "mulVecF", "mulAddVecF", "addVecI", "vecAddF", "vecSubF", "vecMulF", "vecAddI",
		"getElem2_64", "setElem2_64",
	} {
		if !used[op] {
			t.Errorf("no loop uses %s", op)
		}
	}
	for _, line := range dumpCell(t, vectorsCell(true)) {
		if f := strings.Fields(line); len(f) > 1 && f[1] == "vector" {
			t.Error("calls of method values go through vectors")
		}
	}
}

func arraySession(t *testing.T) *eval.Session {
	t.Helper()
	session, err := eval.New(eval.Config{Packages: symbols.Packages(), Operators: eval.Operators{Path: "github.com/arraybook/arraybook/array", Type: "Array"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

func runCell(t *testing.T, source string) []string {
	t.Helper()
	var out strings.Builder
	err := arraySession(t).Execute(context.Background(), eval.Cell{Number: 1, Source: source, Stdout: &out, Stderr: &out, Show: func(any) {}})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(out.String(), "\n")
}

func dumpCell(t *testing.T, source string) []string {
	t.Helper()
	var out strings.Builder
	if err := arraySession(t).Dump(&out, source, "code"); err != nil {
		t.Fatal(err)
	}
	return strings.Split(out.String(), "\n")
}
