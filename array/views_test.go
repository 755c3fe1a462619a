// This file tests views: what they share, what they refuse, and writing through them.

package array

import (
	"math"
	"strings"
	"testing"
)

// wantPanic runs f and checks that it panics with an *Error whose text holds all the given parts.
func wantPanic(t *testing.T, f func(), parts ...string) {
	t.Helper()
	defer func() {
		t.Helper()
		e, ok := recover().(*Error)
		if !ok {
			t.Errorf("no *Error; want one with %q", parts)
			return
		}
		for _, p := range parts {
			if !strings.Contains(e.Error(), p) {
				t.Errorf("error %q lacks %q", e, p)
			}
		}
	}()
	f()
}

func TestErrors(t *testing.T) {
	a := Zeros[float64](2, 3)
	v := Zeros[float64](4)
	for _, c := range []struct {
		f     func()
		parts []string
	}{
		{func() { Add(a, v) }, []string{"array: Add: ", "(2, 3) and (4,)", "axis -1", "3 and 4"}},
		{func() { AddInto(v, a, v) }, []string{"AddInto", "(2, 3)", "(4,)"}},
		{func() { a.Sum(2) }, []string{"Sum", "axis 2", "(2, 3)"}},
		{func() { a.Sum(0, -2) }, []string{"Sum", "axis 0 is named twice"}},
		{func() { a.At(0) }, []string{"At: 1 indices", "(2, 3)", "want 2"}},
		{func() { a.At(0, 3) }, []string{"index 3", "axis 1", "(2, 3)"}},
		{func() { a.Set(1, -3, 0) }, []string{"Set", "index -3", "axis 0"}},
		{func() { a.Item() }, []string{"Item", "6 elements"}},
		{func() { a.T().Data() }, []string{"Data", "not contiguous"}},
		{func() { a.BroadcastTo(4, 2, 3).Set(1, 0, 0, 0) }, []string{"Set", "read-only", "[0 3 1]"}},
		{func() { a.BroadcastTo(2, 4) }, []string{"BroadcastTo", "axis 1 has length 3, want 4 or 1"}},
		{func() { a.Reshape(4, -1) }, []string{"Reshape", "(4, -1)", "6 elements"}},
		{func() { a.Reshape(-1, -1) }, []string{"Reshape", "more than one -1"}},
		{func() { a.Reshape(7) }, []string{"Reshape", "(7,)", "(2, 3)"}},
		{func() { a.T().View(6) }, []string{"View", "without a copy"}},
		{func() { a.Transpose(0, 0) }, []string{"Transpose", "axis 0 is named twice"}},
		{func() { a.Transpose(0) }, []string{"Transpose", "1 axes [0]", "want 2"}},
		{func() { a.Squeeze(1) }, []string{"Squeeze", "axis 1", "length 3"}},
		{func() { a.ExpandDims(4) }, []string{"ExpandDims", "axis 4", "rank 3"}},
		{func() { a.Slice("0,0,0") }, []string{"Slice", `"0,0,0"`, "3 axes", "(2, 3)"}},
		{func() { a.Slice("2") }, []string{"Slice", "index 2", "axis 0"}},
		{func() { a.Slice("::0") }, []string{"Slice", "step 0"}},
		{func() { a.Slice("1:b") }, []string{"Slice", `"1:b"`}},
		{func() { a.Slice("..., ...") }, []string{"Slice", "ellipsis"}},
		{func() { a.Slice("1:2:3:4") }, []string{"Slice", "colons"}},
		{func() { a.Slice("%d:, :%d", 1) }, []string{"Slice", `"%d:, :%d"`, "2 places", "1 values"}},
		{func() { a.Slice("%d:") }, []string{"Slice", "1 places", "0 values"}},
		{func() { a.Slice("1:", 2) }, []string{"Slice", "0 places", "1 values"}},
		{func() { a.Slice("%d", 5) }, []string{"Slice", "index 5", "axis 0"}},
		{func() { AsStrided(a, []int{3, 3}, []int{2, 1}) }, []string{"AsStrided", "axis 1", "6 elements"}},
		{func() { AsStrided(a, []int{2}, []int{-1}) }, []string{"AsStrided", "axis 0"}},
		{func() { AsStrided(a, []int{3}, []int{math.MaxInt}) }, []string{"AsStrided", "axis 0"}},
		{func() { AsStrided(a, []int{3}, []int{math.MinInt}) }, []string{"AsStrided", "axis 0"}},
		{func() { AsStrided(a, []int{absurd, absurd}, []int{0, 0}) }, []string{"AsStrided", "more elements than memory"}},
		{func() { AsStrided(a, []int{2, 2, 2}, []int{math.MaxInt / 2, math.MaxInt / 2, 3}) }, []string{"AsStrided", "axis 0"}},
		{func() { SlidingWindow(a, 2).Fill(1) }, []string{"Fill", "read-only"}},
		{func() { AsStrided(a, []int{2}, []int{0}, Stride(1)) }, []string{"AsStrided", "Stride", "[Writable]"}},
		{func() { AsStrided(a.BroadcastTo(2, 2, 3), []int{2}, []int{0}, Writable()) }, []string{"AsStrided", "Writable", "read-only itself"}},
		{func() { SlidingWindow(SlidingWindow(a, 2), 2, Writable()) }, []string{"SlidingWindow", "Writable", "read-only itself"}},
		{func() { SlidingWindow(a, 3, 3) }, []string{"SlidingWindow", "(3, 3)", "axis 0"}},
		{func() { SlidingWindow(a, 2, Groups(2)) }, []string{"SlidingWindow", "Groups", "[Stride Dilation Writable]"}},
		{func() { SlidingWindow(a, 2, Stride(0)) }, []string{"SlidingWindow", "Stride 0"}},
		{func() { SlidingWindow(a, 2, Stride(1, 2)) }, []string{"SlidingWindow", "Stride", "1 axes"}},
		{func() { SlidingWindow(a, "2") }, []string{"SlidingWindow", "type string"}},
		{func() { SlidingWindow(a, Stride(1), 2) }, []string{"SlidingWindow", "after the option Stride"}},
		{func() { Zeros[int](-1) }, []string{"Zeros", "axis 0", "negative"}},
		{func() { Zeros[int](absurd, absurd) }, []string{"Zeros", "more elements"}},
		{func() { From([]int{1, 2}, 3) }, []string{"From", "(3,) has 3 elements", "slice has 2"}},
		{func() { Div(Of(1, 2), Of(1, 0)) }, []string{"Div", "division by zero"}},
		{func() { Pow(Of(2), Of(-1)) }, []string{"Pow", "negative power -1"}},
		{func() { Of[uint8](200, 100).Sum() }, []string{"Sum", "uint8", "Cast[int] it first"}},
		{func() { Of(1, 2).Mean() }, []string{"Mean", "Cast[float64](a).Mean"}},
		{func() { Of(true).Sum() }, []string{"Sum", "bool"}},
		{func() { Zeros[int](3, 0).Max(1) }, []string{"Max", "(3, 0)", "[1]"}},
		{func() { Of(1i).Max() }, []string{"Max", "complex128", "no order"}},
		{func() { Concat(0, a, v) }, []string{"Concat", "operand 1", "(4,)"}},
		{func() { Split(a, 2, 1) }, []string{"Split", "axis 1", "2 equal parts"}},
		{func() { Take(a, Of(5), 1) }, []string{"Take", "index 5", "axis 1"}},
		{func() { Mask(a, Of(true)) }, []string{"Mask", "(1,)", "(2, 3)"}},
		{func() { Solve(Zeros[float64](2, 2), Of(1.0, 2)) }, []string{"Solve", "singular"}},
		{func() { Solve(Of(math.Inf(1), 0, 0, 1).Reshape(2, 2), Of(1.0, 2)) }, []string{"Solve", "(2, 2) holds an infinity or NaN"}},
		{func() { Inv(Of(math.Inf(1), 0, 0, 1).Reshape(2, 2)) }, []string{"Inv", "(2, 2) holds an infinity or NaN"}},
		{func() { Cholesky(Of(math.NaN(), 0, 0, 1).Reshape(2, 2)) }, []string{"Cholesky", "(2, 2) holds an infinity or NaN"}},
		{func() { Of[uint8](200, 100).Sum() }, []string{"Sum", "shape (2,), 300, does not fit uint8"}},
		{func() { Of[int8](-100, 100).Prod() }, []string{"Prod", "shape (2,), -10000, does not fit int8"}},
		{func() { Full[uint32](1<<31, 3).Prod() }, []string{"Prod", "shape (3,), beyond int64, does not fit uint32"}},
		{func() { Inv(a) }, []string{"Inv", "(2, 3)", "square"}},
		{func() { MatMul(a, a) }, []string{"MatMul", "(2, 3) and (2, 3)", "axis 1", "axis 0"}},
		{func() { Cholesky(Neg(Eye[float64](2))) }, []string{"Cholesky", "not positive definite"}},
		{func() { Cholesky(Of(1, math.NaN(), 5, 1).Reshape(2, 2)) }, []string{"Cholesky", "not positive definite"}},
		{func() { Trace(Diag(Of[int8](100, 100, 100))) }, []string{"Trace", "300, does not fit int8; Cast[int] it first"}},
		{func() { Insert(Zeros[int](4, 3), 0, 2, Zeros[int](1, 5)) }, []string{"Insert", "shape (1, 5) do not fit shape (4, 3)", "axis 0 alone"}},
		{func() { Integers(NewRand(1), 3, 3, 2) }, []string{"Integers", "from 3"}},
		{func() { Arange(0, 1, 0) }, []string{"Arange", "step is 0"}},
		{func() { Clip(a, 2, 1) }, []string{"Clip", "lower bound 2", "upper bound 1"}},
	} {
		wantPanic(t, c.f, c.parts...)
	}
}

func TestAsStridedOverlap(t *testing.T) {
	a := Arange(0, 13, 1)
	for _, c := range []struct {
		shape, strides []int
		readonly       bool
	}{
		{[]int{3, 4}, []int{4, 1}, false},
		{[]int{4, 3}, []int{1, 4}, false},
		{[]int{3, 3}, []int{1, 1}, true},
		{[]int{2, 2}, []int{2, 3}, false}, // 0 3 2 5 do not meet, though the ranges do
		{[]int{4, 3}, []int{2, 3}, true},  // 3·2 = 2·3
		{[]int{5}, []int{0}, true},
		{[]int{1}, []int{0}, false},
		{[]int{0, 5}, []int{1, 0}, false},
	} {
		if v := AsStrided(a, c.shape, c.strides); v.ReadOnly() != c.readonly {
			t.Errorf("AsStrided %v %v: read-only %v", c.shape, c.strides, v.ReadOnly())
		}
	}
	back := AsStrided(a.Slice("11:"), []int{3, 4}, []int{-4, -1})
	if back.At(0, 0) != 11 || back.At(2, 3) != 0 {
		t.Errorf("negative strides read %v", back)
	}
}

func TestSharesMemory(t *testing.T) {
	a := Arange(0, 10, 1)
	if SharesMemory(a.Slice("::2"), a.Slice("1::2")) {
		t.Error("even and odd elements share memory")
	}
	if !SharesMemory(a.Slice("::2"), a.Slice("::-3")) {
		t.Error("elements 0 2 4 6 8 and 9 6 3 0 share no memory")
	}
	s := a.Data()
	if !SharesMemory(From(s[3:]), a.Slice(":4")) || SharesMemory(From(s[4:]), a.Slice(":4")) {
		t.Error("slices of one buffer are told apart wrongly")
	}
}

// In-place operations give the result of a copy, however the operands overlap.
func TestOverlappingOperands(t *testing.T) {
	fresh := func() *Array[int] { return Arange(0, 3000, 1) }
	for _, views := range [][2]string{{"1:", ":-1"}, {":-1", "1:"}, {"::-1", ":"}, {"::2", "1500:"}, {":1500", "::-2"}} {
		a := fresh()
		want := Add(a.Slice(views[0]), a.Slice(views[1])).Copy()
		b := fresh()
		AddInto(b.Slice(views[0]), b.Slice(views[0]), b.Slice(views[1]))
		if !ArrayEqual(b.Slice(views[0]), want) {
			t.Errorf("AddInto over %v differs from the result of copies", views)
		}
		c := fresh()
		want = c.Slice(views[1]).Copy()
		Assign(c.Slice(views[0]), c.Slice(views[1]))
		if !ArrayEqual(c.Slice(views[0]), want) {
			t.Errorf("Assign over %v differs from the result of a copy", views)
		}
	}
}

func TestManyAxes(t *testing.T) {
	ones := make([]int, maxRank)
	fill(ones, 1)
	ones[3], ones[20] = 5, 7
	a := Arange(0, 35, 1).Reshape(ones...)
	if got := Add(a, a.T().T()).Sum().Item(); got != 2*34*35/2 {
		t.Errorf("sum %d", got)
	}
	wantPanic(t, func() { a.ExpandDims(0) }, "rank 33 exceeds 32")
}

func TestSliceWithValues(t *testing.T) {
	a := Arange(0, 60, 1).Reshape(3, 4, 5)
	if got, want := a.Slice("%d, %d::-%d, ...", -1, 3, 2), a.Slice("-1, 3::-2, ..."); !ArrayEqual(got, want) || !SharesMemory(got, a) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func FuzzSlice(f *testing.F) {
	for _, spec := range []string{"", "1", "...", "::-1, newaxis", "1:2:3, ..., -1", "9223372036854775807:", "::-9223372036854775808", ",,", "1:,"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		a := Arange(0, 60, 1).Reshape(3, 4, 5)
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(*Error); !ok {
					t.Fatalf("%q panics with %v", spec, r)
				}
			}
		}()
		v := a.Slice(spec)
		if v.Size() > 0 {
			if lo, hi := extent(v.shape, v.strides, v.offset); lo < 0 || hi >= 60 {
				t.Fatalf("%q reaches from %d to %d", spec, lo, hi)
			}
		}
		_ = v.Values()
	})
}
