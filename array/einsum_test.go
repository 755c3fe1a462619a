// This file tests Einsum, EinsumInto, EinsumPath and EinsumGrad on arrays.

package array

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// numpyFill makes the operand i of the cases recorded from NumPy.
func numpyFill[T Real](i int, shape []int) *Array[T] {
	a := Zeros[T](shape...)
	for j := range a.data {
		a.data[j] = T((7*j+13*i)%11) - 5
	}
	return a
}

func numpyOperands[T Real](shapes [][]int) []*Array[T] {
	operands := make([]*Array[T], len(shapes))
	for i, shape := range shapes {
		operands[i] = numpyFill[T](i, shape)
	}
	return operands
}

// TestEinsumNumPy checks results, and what is refused, against testdata/einsum_numpy.json.
func TestEinsumNumPy(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Spec   string
			Shapes [][]int
			Shape  []int
			Values []int64
			Error  string
		}
	}
	readRecorded(t, "einsum_numpy.json", &recorded)
	for _, c := range recorded.Cases {
		got, refused := try(func() *Array[int64] { return Einsum(c.Spec, numpyOperands[int64](c.Shapes)...) })
		switch {
		case c.Error != "" && refused == nil:
			t.Errorf("%q with shapes %v gave %v, NumPy refuses it: %s", c.Spec, c.Shapes, got.shape, c.Error)
		case c.Error == "" && refused != nil:
			t.Errorf("%q with shapes %v: %v", c.Spec, c.Shapes, refused)
		case c.Error == "" && (!slices.Equal(got.shape, c.Shape) || !slices.Equal(got.Values(), c.Values)):
			t.Errorf("%q with shapes %v: got %v %v, want %v %v", c.Spec, c.Shapes, got.shape, got.Values(), c.Shape, c.Values)
		}
	}
}

// TestEinsumLists computes every specification that stands in NumPy's and opt_einsum's own tests; NumPy's results are in
// testdata/einsum_lists.json, which testdata/einsum_lists.py wrote.
func TestEinsumLists(t *testing.T) {
	var recorded struct {
		Cases []struct {
			Spec     string
			Shapes   [][]int
			Shape    []int
			Checksum int64
		}
	}
	readRecorded(t, "einsum_lists.json", &recorded)
	for _, c := range recorded.Cases {
		got, refused := try(func() *Array[int64] { return Einsum(c.Spec, numpyOperands[int64](c.Shapes)...) })
		if refused != nil {
			t.Errorf("%q with shapes %v: %v", c.Spec, c.Shapes, refused)
			continue
		}
		sum := int64(0)
		for i, v := range got.Values() {
			sum += int64(i+1) * v
		}
		if !slices.Equal(got.shape, c.Shape) || sum != c.Checksum {
			t.Errorf("%q with shapes %v: got %v with checksum %d, want %v with %d", c.Spec, c.Shapes, got.shape, sum, c.Shape, c.Checksum)
		}
	}
	if len(recorded.Cases) < 200 {
		t.Errorf("only %d specifications", len(recorded.Cases))
	}
}

// try returns what f returns, or the error it panics with.
func try[R any](f func() R) (result R, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(*Error)
		}
	}()
	return f(), nil
}

// TestResultRank checks that no contraction gives an array of more axes than the others can take.
func TestResultRank(t *testing.T) {
	ones := func(rank int) *Array[float64] { return Ones[float64](slices.Repeat([]int{1}, rank)...) }
	const left, right = "abcdefghijklmnopqrst", "ABCDEFGHIJKLMNOPQRST"
	for want, f := range map[string]func() *Array[float64]{
		"array: Einsum: the result of \"" + left + "," + right + "->" + left + right + "\" has rank 40, which exceeds 32": func() *Array[float64] {
			return Einsum(left+","+right+"->"+left+right, ones(20), ones(20))
		},
		"array: TensorDot: the result of shapes " + shapeText(ones(20).shape) + " and " + shapeText(ones(20).shape) + " has rank 40, which exceeds 32": func() *Array[float64] {
			return TensorDot(ones(20), ones(20), nil, nil)
		},
	} {
		if _, err := try(f); err == nil || err.Error() != want {
			t.Errorf("got error %v\nwant %s", err, want)
		}
	}
	if rank := TensorDot(ones(16), ones(16), nil, nil).Rank(); rank != 32 {
		t.Errorf("rank %d, want 32", rank)
	}
	if rank := Einsum(left+","+right+"->"+left[:16]+right[:16], ones(20), ones(20)).Rank(); rank != 32 {
		t.Errorf("rank %d, want 32", rank)
	}
}

func TestEinsumErrors(t *testing.T) {
	a, b := Zeros[float64](2, 3), Zeros[float64](4, 2)
	for _, c := range []struct{ spec, want string }{
		{"ij,jk->ik", "array: Einsum: letter j has extent 3 in operand 0 but 4 in operand 1\n    ij,jk->ik\n       ^"},
		{"ij,ki->jq", "array: Einsum: output letter q is in no operand\n    ij,ki->jq\n            ^"},
		{"ij,ki->jj", "array: Einsum: output letter j is repeated\n    ij,ki->jj\n            ^"},
		{"ij", "array: Einsum: 1 terms for 2 operands\n    ij\n    ^^"},
		{"ij,ki,i", "array: Einsum: 3 terms for 2 operands\n    ij,ki,i\n          ^"},
		{"αβ,γ", "array: Einsum: operand 1 has 2 axes (shape [4 2]), its term names 1\n    αβ,γ\n       ^"},
		{"i2,ki", "array: Einsum: \"2\" is neither a letter, a comma, an ellipsis nor an arrow\n    i2,ki\n     ^"},
		{"...,ki->ki", "array: Einsum: the output needs an ellipsis: operands have 2 axes under theirs\n    ...,ki->ki\n            ^^"},
	} {
		_, err := try(func() *Array[float64] { return Einsum(c.spec, a, b) })
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: got error\n%v\nwant\n%s", c.spec, err, c.want)
		}
	}
}

func TestEinsumView(t *testing.T) {
	a := numpyFill[float64](0, []int{3, 3})
	Einsum("ii->i", a).Set(42, 1)
	if a.At(1, 1) != 42 {
		t.Error("the diagonal is not a view")
	}
	if mayOverlap(Einsum("ii", a), a) {
		t.Error("a trace shares memory with its operand")
	}
}

// TestEinsumWindows contracts overlapping window views, which are read in place.
func TestEinsumWindows(t *testing.T) {
	x, w := numpyFill[float32](0, []int{7, 9}), numpyFill[float32](1, []int{3, 2})
	got := Einsum("xyij,ij->xy", SlidingWindow(x, 3, 2), w)
	for i := range 5 {
		for j := range 8 {
			want := float32(0)
			for d := range 3 {
				for e := range 2 {
					want += x.At(i+d, j+e) * w.At(d, e)
				}
			}
			if got.At(i, j) != want {
				t.Fatalf("window %d, %d: got %v, want %v", i, j, got.At(i, j), want)
			}
		}
	}
}

func TestEinsumTypes(t *testing.T) {
	yes := Einsum("ij,jk->ik", From([]bool{true, false, false, false}, 2, 2), From([]bool{true, true, true, true}, 2, 2))
	if got := yes.Values(); !slices.Equal(got, []bool{true, true, false, false}) {
		t.Errorf("bool: got %v", got)
	}
	if got := Einsum("i,i", Of[uint8](200, 100), Of[uint8](2, 3)).Item(); got != 188 { // 700 mod 256
		t.Errorf("uint8: got %v", got)
	}
	if got := Einsum("i,i", Of(1+2i, 3i), Of(2i, 1i)).Item(); got != -7+2i {
		t.Errorf("complex128: got %v", got)
	}
}

func TestEinsumInto(t *testing.T) {
	a := From([]float64{1, 2, 3, 4}, 2, 2)
	EinsumInto(a, "ij,jk->ik", a, a)
	if got := a.Values(); !slices.Equal(got, []float64{7, 10, 15, 22}) {
		t.Errorf("in place: got %v", got)
	}
	into := Zeros[float64](2, 2)
	EinsumInto(into.T(), "ij->ij", a)
	if got := into.Values(); !slices.Equal(got, []float64{7, 15, 10, 22}) {
		t.Errorf("transposed destination: got %v", got)
	}
	if _, err := try(func() any { EinsumInto(Zeros[float64](3), "ij->i", a); return nil }); err == nil || !strings.Contains(err.Error(), "(2,)") {
		t.Errorf("wrong shape: got %v", err)
	}
	if _, err := try(func() any { EinsumInto(Zeros[float64](2, 2), "ij->i", a); return nil }); err == nil || !strings.Contains(err.Error(), "has 1 axes, the destination 2") {
		t.Errorf("wrong rank: got %v", err)
	}
}

// TestEinsumGrad compares gradients with finite differences, which are exact up to rounding for products.
func TestEinsumGrad(t *testing.T) {
	for _, c := range []struct {
		spec   string
		shapes [][]int
	}{
		{"ij,jk->ik", [][]int{{2, 3}, {3, 4}}},
		{"ij,jk,kl->il", [][]int{{2, 3}, {3, 4}, {4, 2}}},
		{"ii->", [][]int{{3, 3}}},
		{"ii->i", [][]int{{3, 3}}},
		{"iij,j->i", [][]int{{3, 3, 2}, {2}}},
		{"ij->i", [][]int{{2, 3}}},
		{"ij,ij->ij", [][]int{{2, 1}, {1, 3}}},
		{"ij,ij->", [][]int{{3, 1}, {3, 4}}},
		{"ij,kj->ik", [][]int{{2, 1}, {3, 1}}},
		{"...i,i->...", [][]int{{2, 3, 4}, {4}}},
		{"...ij,...jk->...ik", [][]int{{2, 1, 2, 3}, {2, 3, 2}}},
		{"ab,cd->ac", [][]int{{2, 3}, {2, 2}}},
		{",i->i", [][]int{{}, {3}}},
	} {
		operands := numpyOperands[float64](c.shapes)
		out := Einsum(c.spec, operands...)
		dout := numpyFill[float64](5, out.shape)
		loss := func() (sum float64) {
			for j, y := range Einsum(c.spec, operands...).Values() {
				sum += y * dout.data[j]
			}
			return sum
		}
		for i, grad := range EinsumGrad(c.spec, dout, operands...) {
			if !slices.Equal(grad.shape, operands[i].shape) {
				t.Errorf("%s: gradient %d has shape %v, operand %v", c.spec, i, grad.shape, operands[i].shape)
				continue
			}
			for j := range operands[i].data {
				kept := operands[i].data[j]
				operands[i].data[j] = kept + 0.5
				up := loss()
				operands[i].data[j] = kept - 0.5
				down := loss()
				operands[i].data[j] = kept
				if want := up - down; math.Abs(grad.data[j]-want) > 1e-9 {
					t.Errorf("%s: gradient %d at %d is %v, want %v", c.spec, i, j, grad.data[j], want)
				}
			}
		}
	}
}

func TestEinsumPath(t *testing.T) {
	got := EinsumPath("ij,jk,kl->il", Zeros[float32](10, 1000), Zeros[float32](1000, 10), Zeros[float32](10, 1000)).String()
	want := `ij,jk,kl->il -> shape (10, 1000)
one loop nest:        300M FLOP
in this order:        400k FLOP, 750 times fewer
largest intermediate: 100 elements
tensors       contraction        FLOP  shape
0, 1 -> 3     ij,jk->ik          200k  (10, 10)
2, 3 -> 4     kl,ik->il          200k  (10, 1000)`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestEinsumMemoryLimit contracts with and without slices: 32-bit integers are exact either way.
func TestEinsumMemoryLimit(t *testing.T) {
	a, b, c := numpyFill[int32](0, []int{10, 40}), numpyFill[int32](1, []int{40, 20}), numpyFill[int32](2, []int{20, 30})
	const spec = "ij,jk,kl->li"
	want := Einsum(spec, a, b, c)
	defer EinsumMemoryLimit(EinsumMemoryLimit(50))
	if got := Einsum(spec, a, b, c); !slices.Equal(got.Values(), want.Values()) {
		t.Error("slices give another result")
	}
	grad, free := EinsumGrad(spec, want, a, b, c)[1], []*Array[int32](nil)
	path := EinsumPath(spec, a, b, c)
	if path.LargestIntermediate > 50 || path.Sliced == "" || !strings.Contains(path.String(), "one for each value of "+path.Sliced) {
		t.Errorf("path within 50 elements:\n%v", path)
	}
	EinsumMemoryLimit(1 << 20)
	if free = EinsumGrad(spec, want, a, b, c); !slices.Equal(grad.Values(), free[1].Values()) {
		t.Error("slices give another gradient")
	}
}

// TestEinsumGradInterrupt interrupts gradients that would take minutes, and computes others after that.
func TestEinsumGradInterrupt(t *testing.T) {
	const spec = "ij,jk->ik"
	ones := Scalar[int8](1).BroadcastTo(1<<12, 1<<12)
	ended := make(chan any)
	go func() {
		defer func() { ended <- recover() }()
		EinsumGrad(spec, ones, ones, ones)
	}()
	for running := true; running; {
		Interrupt()
		select {
		case got := <-ended:
			if got != ErrInterrupted {
				t.Errorf("panicked with %v, want ErrInterrupted", got)
			}
			running = false
		default:
			runtime.Gosched()
		}
	}
	small := Scalar[int8](1).BroadcastTo(3, 3)
	for i, grad := range EinsumGrad(spec, small, small, small) {
		for _, v := range grad.Values() {
			if v != 3 {
				t.Fatalf("after an interrupt, derivative %d is %v, want 3 everywhere", i, grad)
			}
		}
	}
}
