// This file runs every function and method over awkward layouts and compares with what it does to a row-major copy.

package array

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layoutNames are the layouts that inLayout makes.
var layoutNames = []string{"row-major", "transposed", "reversed", "steps", "row broadcast", "column broadcast", "windows", "cube transposed", "cube reversed",
	"no rows", "no columns", "rank 0", "vector reversed", "vector of steps", "one element", "rank 32", "square", "square transposed", "square reversed"}

// inLayout returns an array of a layout, with values of the given function.
func inLayout[T Element](name string, value func(i int) T) *Array[T] {
	base := func(shape ...int) *Array[T] {
		a := Zeros[T](shape...)
		for i := range a.data {
			a.data[i] = value(i)
		}
		return a
	}
	switch name {
	case "transposed":
		return base(4, 3).T()
	case "reversed":
		return base(3, 4).Flip()
	case "steps":
		return base(6, 9).Slice("::-2, 1::2")
	case "row broadcast":
		return base(4).BroadcastTo(3, 4)
	case "column broadcast":
		return base(3, 1).BroadcastTo(3, 4)
	case "windows":
		return SlidingWindow(base(6), 4)
	case "cube transposed":
		return base(2, 3, 4).Transpose(2, 0, 1)
	case "cube reversed":
		return base(4, 3, 2).Transpose(1, 2, 0).Slice("::-1, :, ::-2")
	case "no rows":
		return base(4, 0).T()
	case "no columns":
		return base(3, 5).Slice(":, 4:1")
	case "rank 0":
		return base(3, 4).Index(1, 2)
	case "vector reversed":
		return base(7).Flip()
	case "vector of steps":
		return base(5, 3).Slice(":, 1")
	case "one element":
		return base(3, 4).Slice("1:2, 2:3")
	case "rank 32":
		shape := slices.Repeat([]int{1}, maxRank)
		shape[3], shape[20], shape[31] = 2, 3, 2
		return base(shape...).SwapAxes(3, 20).Flip(31)
	case "square":
		return base(3, 3)
	case "square transposed":
		return base(3, 3).T()
	case "square reversed":
		return base(6, 6).Slice("::-2, ::-2")
	}
	return base(3, 4)
}

func someFloat(i int) float64 { return math.Mod(float64(i*i)*0.37+float64(i)*1.7, 5) + 0.25 }
func someInt(i int) int       { return i*i*7%11 + 1 }
func someByte(i int) uint8    { return uint8(i*i*7%11 + 1) }
func someBool(i int) bool     { return i*i%3 == 0 }
func someComplex(i int) complex128 {
	return complex(someFloat(i), someFloat(i+3)-2)
}

// laid is an exported name, applied to arrays made from x; y is another array of the same shape and another layout.
type laid[T Element] func(x, y *Array[T]) any

// writable returns a new array of x's shape with fractions of stride from a transposed buffer, to be written to.
func writable[R, T Element](x *Array[T]) *Array[R] {
	shape := x.Shape()
	slices.Reverse(shape)
	return Zeros[R](shape...).T()
}

func into2[R, T Element](f func(dst *Array[R], a, b *Array[T])) laid[T] {
	return func(x, y *Array[T]) any { d := writable[R](x); f(d, x, y); return d }
}

func into1[R, T Element](f func(dst *Array[R], a *Array[T])) laid[T] {
	return func(x, y *Array[T]) any { d := writable[R](x); f(d, x); return d }
}

func two[R, T Element](f func(a, b *Array[T]) *Array[R]) laid[T] {
	return func(x, y *Array[T]) any { return f(x, y) }
}

func single[R, T Element](f func(a *Array[T]) *Array[R]) laid[T] {
	return func(x, y *Array[T]) any { return f(x) }
}

// axes runs a reduction over all, the first and the last axes; the outcomes may be panics.
func overAxes[R, T Element](f func(a *Array[T], axes ...int) *Array[R]) laid[T] {
	return func(x, y *Array[T]) any {
		var out []any
		for _, axes := range [][]int{nil, {0}, {-1}} {
			out = append(out, outcome(func() any { return f(x, axes...) }))
		}
		return out
	}
}

// outcome is what f returns, or its panic as text.
func outcome(f func() any) (result any) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				result = fmt.Sprintf("panics with %T: %v", r, r)
				return
			}
			result = "fails: " + e.Error()
		}
	}()
	return f()
}

// sameOutcome compares, within rounding of sums in another order.
func sameOutcome(x, y any) bool {
	switch x := x.(type) {
	case []any:
		y, ok := y.([]any)
		return ok && slices.EqualFunc(x, y, sameOutcome)
	case Untyped:
		y, ok := y.(Untyped)
		if !ok || x.DType() != y.DType() || !slices.Equal(x.Shape(), y.Shape()) {
			return false
		}
		return slices.EqualFunc(x.Float64s(), y.Float64s(), func(v, w float64) bool {
			return v == w || v != v && w != w || math.Abs(v-w) <= 1e-9*(1+math.Abs(v))
		})
	case float64:
		y, ok := y.(float64)
		return ok && (x == y || x != x && y != y || math.Abs(x-y) <= 1e-9*(1+math.Abs(x)))
	}
	return fmt.Sprint(x) == fmt.Sprint(y)
}

// list makes a slice of arrays an outcome.
func list[T Element](arrays []*Array[T]) any {
	out := make([]any, len(arrays))
	for i, a := range arrays {
		out[i] = a
	}
	return out
}

// compareLayouts runs operations over all layouts.
func compareLayouts[T Element](t *testing.T, value func(int) T, operations map[string]laid[T]) {
	t.Helper()
	for name, f := range operations {
		for _, l := range layoutNames {
			x := inLayout(l, value)
			y := x.Flip() // of the same shape, in another order
			got := outcome(func() any { return f(x, y) })
			want := outcome(func() any { return f(x.Copy(), y.Copy()) })
			if !sameOutcome(got, want) {
				t.Errorf("%s of %T, %s: %v, but of a copy: %v", name, x, l, got, want)
			}
			if text, ok := got.(string); ok && strings.HasPrefix(text, "panics") {
				t.Errorf("%s of %T, %s: %s", name, x, l, text)
			}
			if again := inLayout(l, value); !writesTo[name] && !sameOutcome(again, x) {
				t.Errorf("%s of %T, %s changes its operand", name, x, l)
			}
		}
	}
}

// writesTo names the operations that write to x by purpose.
var writesTo = map[string]bool{"Set": true, "Fill": true, "Assign": true, "PutMask": true, "AssignMask": true, "Shuffle": true}

func TestLayouts(t *testing.T) {
	compareLayouts(t, someFloat, floatOperations())
	compareLayouts(t, someInt, intOperations())
	compareLayouts(t, someByte, map[string]laid[uint8]{
		"Sum": overAxes((*Array[uint8]).Sum), "Max": overAxes((*Array[uint8]).Max), "Argmax": overAxes((*Array[uint8]).Argmax), "Add": two(Add[uint8]),
		"SumAs": overAxes(func(a *Array[uint8], axes ...int) *Array[int] { return SumAs[int](a, axes...) }),
		"Cast":  func(x, y *Array[uint8]) any { return []any{Cast[float32](x), Cast[int8](x), Cast[bool](x)} },
	})
	compareLayouts(t, someBool, boolOperations())
	compareLayouts(t, someComplex, complexOperations())
}

// notOverLayouts are the exported names that take no array to read.
var notOverLayouts = []string{"Arange", "Bartlett", "Beta", "Binomial", "Blackman", "Boundary", "BoundaryMode.String", "BroadcastShapes", "ContractionPath.SpeedUp", "ContractionPath.String", "DType.Bytes", "DType.String", "Dilation",
	"EinsumMemoryLimit", "Error.Error", "Error.Unwrap", "Exponential", "Eye", "FFTFreq", "From", "FromImage", "FromImage16", "FromMat", "FromFunction", "FromRows", "Full", "Gamma", "Geometric", "Geomspace", "Groups", "Hamming", "Hanning", "Integers", "Interrupt", "InterruptIf", "Kaiser", "Linspace",
	"LoadCSV", "LoadImage", "LoadImage16", "LoadNPY", "LoadNPZ", "Logspace", "Mapping.Array", "Mapping.Close", "Multinomial", "Must", "NamesNPZ", "NewRand", "Normal", "Of", "Ones", "OpenNPY",
	"PadFull", "PadSame", "PadValid", "Padding", "Permutation", "Poisson", "QuantileMethod.String", "RFFTFreq", "Rand.Split", "RavelIndex", "ReadCSV", "ReadNPY", "Scalar", "Roots", "Stride", "Uniform", "UnravelIndex", "Writable", "Zeros",
	// These say how the view lies, which a copy does not.
	"Array.BufferLen", "Array.Data", "Array.IsContiguous", "Array.Offset", "Array.ReadOnly", "Array.Strides", "Array.Temporary", "Array.View", "AsStrided", "SharesMemory",
	// These call the functions above on whole files; WriteNPY and WriteCSV stand for them.
	"SaveCSV", "SaveImage", "SaveNPY", "SaveNPZ"}

// TestLayoutsComplete checks that every exported function and method is in one of the tables.
func TestLayoutsComplete(t *testing.T) {
	covered := map[string]bool{}
	for _, name := range notOverLayouts {
		covered[name] = true
	}
	for _, names := range [][]string{keys(floatOperations()), keys(intOperations()), keys(boolOperations()), keys(complexOperations())} {
		for _, name := range names {
			covered[name] = true
		}
	}
	for _, name := range exportedNames(t) {
		if !covered[name] && !covered[strings.TrimPrefix(name, "Array.")] {
			t.Errorf("%s is not run over layouts", name)
		}
	}
}

// exportedNames returns the names of the exported functions, and of the methods of exported types as "Type.Method".
func exportedNames(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() {
				continue
			}
			name := fn.Name.Name
			if fn.Recv != nil {
				kind := receiver(fn.Recv.List[0].Type)
				if !ast.IsExported(kind) {
					continue
				}
				name = kind + "." + name
			}
			names = append(names, name)
		}
	}
	return names
}

func keys[T Element](m map[string]laid[T]) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

// receiver is the name of a receiver's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// written is what a function writes.
func written(f func(w *bytes.Buffer) error) any {
	var b bytes.Buffer
	if err := f(&b); err != nil {
		return err.Error()
	}
	return b.String()
}

// inPlace are operations that write to their first argument, which may be an operand.
var inPlace = map[string]func(dst, a, b *Array[float64]){
	"AddInto": AddInto[float64], "SubInto": SubInto[float64], "MulInto": MulInto[float64], "DivInto": DivInto[float64], "ModInto": ModInto[float64], "PowInto": PowInto[float64],
	"MaximumInto": MaximumInto[float64], "MinimumInto": MinimumInto[float64], "HypotInto": HypotInto[float64], "Atan2Into": Atan2Into[float64],
	"NegInto":   func(d, a, b *Array[float64]) { NegInto(d, a) },
	"ExpInto":   func(d, a, b *Array[float64]) { ExpInto(d, a) },
	"ClipInto":  func(d, a, b *Array[float64]) { ClipInto(d, a, 1, 3) },
	"RoundInto": func(d, a, b *Array[float64]) { RoundInto(d, a) },
	"Assign":    func(d, a, b *Array[float64]) { Assign(d, a) },
	"WhereInto": func(d, a, b *Array[float64]) { WhereInto(d, Less(a, b), a, b) },
	"PutMask":   func(d, a, b *Array[float64]) { PutMask(d, Less(a, b), b) },
	"AssignMask": func(d, a, b *Array[float64]) {
		chosen := Less(a, b).BroadcastTo(d.Shape()...)
		AssignMask(d, chosen, Mask(b.BroadcastTo(d.Shape()...), chosen))
	},
	"EinsumInto": func(d, a, b *Array[float64]) { EinsumInto(d, "...,...->...", a, b) },
	"EinsumInto product": func(d, a, b *Array[float64]) {
		EinsumInto(d, "ij,kj->ik", a, b)
	},
}

// TestOverlapInEveryOperation writes to views that overlap the operands, and compares with operands that do not.
func TestOverlapInEveryOperation(t *testing.T) {
	const n = 40 // a square of n x n is larger than a block, and tiles have edges
	views := map[string]func(x *Array[float64]) (dst, a, b *Array[float64]){
		"the same": func(x *Array[float64]) (dst, a, b *Array[float64]) { s := x.Slice(":40, :40"); return s, s, s },
		"shifted": func(x *Array[float64]) (dst, a, b *Array[float64]) {
			return x.Slice("1:41, 1:41"), x.Slice(":40, :40"), x.Slice("1:41, :40")
		},
		"transposed": func(x *Array[float64]) (dst, a, b *Array[float64]) { s := x.Slice(":40, :40"); return s, s.T(), s },
		"both turned": func(x *Array[float64]) (dst, a, b *Array[float64]) {
			s := x.Slice(":40, :40")
			return s.T(), s.T(), s.Flip()
		},
		"reversed": func(x *Array[float64]) (dst, a, b *Array[float64]) {
			s := x.Slice(":40, :40")
			return s, s.Flip(), s.Flip(1)
		},
		"steps": func(x *Array[float64]) (dst, a, b *Array[float64]) {
			return x.Slice("::2, ::2"), x.Slice(":40, 40:"), x.Slice("1::2, ::2")
		},
		"a row": func(x *Array[float64]) (dst, a, b *Array[float64]) {
			s := x.Slice(":40, :40")
			return s, s, s.Index(7).BroadcastTo(n, n)
		},
	}
	for name, f := range inPlace {
		for layout, of := range views {
			x := Uniform(NewRand(3), 2*n, 2*n)
			dst, a, b := of(x)
			want := dst.Copy()
			f(want, a.Copy(), b.Copy())
			untouched := x.Copy()
			ownDst, _, _ := of(untouched)
			Assign(ownDst, want)
			f(dst, a, b)
			if !ArrayEqual(dst, want) {
				t.Errorf("%s, operands %s: differs from the result of copies", name, layout)
			}
			if !ArrayEqual(x, untouched) {
				t.Errorf("%s, operands %s: writes beside the destination", name, layout)
			}
		}
	}
}

// TestReadOnlyViews checks that nothing writes to views whose elements overlap.
func TestReadOnlyViews(t *testing.T) {
	base := Uniform(NewRand(4), 12)
	for name, v := range map[string]*Array[float64]{"windows": SlidingWindow(base, 4), "broadcast": base.BroadcastTo(3, 12), "strided": AsStrided(base, []int{5, 5}, []int{1, 1}),
		"a slice of windows": SlidingWindow(base, 4).Slice("1:, ::-1"), "transposed windows": SlidingWindow(base, 4).T(), "reshaped": base.BroadcastTo(3, 12).Reshape(3, 3, 4)} {
		before := base.Copy()
		a := Ones[float64](v.Shape()...)
		for op, f := range inPlace {
			if op == "EinsumInto product" {
				continue
			}
			wantPanic(t, func() { f(v, a, a) }, "read-only")
		}
		wantPanic(t, func() { v.Set(1, make([]int, v.Rank())...) }, "read-only")
		wantPanic(t, func() { v.Fill(1) }, "read-only")
		wantPanic(t, func() { v.Data() }, "")
		if !ArrayEqual(base, before) {
			t.Errorf("%s: the buffer changed", name)
		}
	}
	wantPanic(t, func() { Shuffle(NewRand(1), base.BroadcastTo(3, 12)) }, "read-only")
}
