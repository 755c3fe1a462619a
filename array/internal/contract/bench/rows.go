// This file lists what is measured.

package main

import (
	"fmt"

	"github.com/arraybook/arraybook/array"
)

// A row is one computation, described so that every library can do it.
type row struct {
	name    string
	peer    string // the function of peers.py that prepares it
	spec    string
	shapes  [][]int
	dtype   string
	options map[string]int
	flops   float64
	prepare func() (work func())
}

func rows() []row {
	var all []row
	for _, n := range []int{4, 64, 128, 256, 1024, 2048} {
		shapes := [][]int{{n, n}, {n, n}}
		flops := 2 * float64(n) * float64(n) * float64(n)
		all = append(all, einsum[float32](fmt.Sprintf("matmul f32 %d", n), "matmul", "ij,jk->ik", flops, shapes...))
		all = append(all, einsum[float64](fmt.Sprintf("matmul f64 %d", n), "matmul", "ij,jk->ik", flops, shapes...))
	}
	for _, k := range []int{3, 7, 15} {
		all = append(all, windows[float32](fmt.Sprintf("filter f32 512x512 %dx%d", k, k), 512, k))
		all = append(all, windows[float64](fmt.Sprintf("filter f64 512x512 %dx%d", k, k), 512, k))
	}
	for _, l := range layers {
		all = append(all, l.forward())
		if l.groups == 1 && l.stride == 1 {
			all = append(all, l.filterGradient())
		}
	}
	return append(all, einsums()...)
}

func einsums() []row {
	return []row{
		einsum[float32]("attention scores", "einsum", "bhqd,bhkd->bhqk", 2*8*8*256*256*64, []int{8, 8, 256, 64}, []int{8, 8, 256, 64}),
		einsum[float32]("attention values", "einsum", "bhqk,bhkd->bhqd", 2*8*8*256*256*64, []int{8, 8, 256, 256}, []int{8, 8, 256, 64}),
		einsum[float64]("ij,kjl,il->ik", "einsum", "ij,kjl,il->ik", 2*64*64*64*65, []int{64, 64}, []int{64, 64, 64}, []int{64, 64}),
		einsum[float64]("ij,jk,kl->il", "einsum", "ij,jk,kl->il", 4*200*200*200, []int{200, 200}, []int{200, 200}, []int{200, 200}),
		einsum[float64]("ijk,jr,kr->ir", "einsum", "ijk,jr,kr->ir", 2*100*100*100*16, []int{100, 100, 100}, []int{100, 16}, []int{100, 16}),
		einsum[float64]("trace 1000", "einsum", "ii->", 1000, []int{1000, 1000}),
		einsum[float64]("diagonal 1000", "einsum", "ii->i", 1000, []int{1000, 1000}),
		einsum[float64]("transpose 1000", "einsum", "ij->ji", 1, []int{1000, 1000}),
		einsum[float64]("permute 4-d", "einsum", "ijkl->ljki", 1, []int{30, 30, 30, 30}),
		einsum[float64]("outer 1000", "einsum", "i,j->ij", 1e6, []int{1000}, []int{1000}),
		einsum[float64]("row sums 1000", "einsum", "ij->i", 1e6, []int{1000, 1000}),
		einsum[float64]("column sums 1000", "einsum", "ij->j", 1e6, []int{1000, 1000}),
		einsum[float64]("sum 1000", "einsum", "ij->", 1e6, []int{1000, 1000}),
		einsum[float64]("matrix-vector 1000", "einsum", "ij,j->i", 2e6, []int{1000, 1000}, []int{1000}),
		einsum[float64]("vector-matrix 1000", "einsum", "i,ij->j", 2e6, []int{1000}, []int{1000, 1000}),
		einsum[float64]("dot 1e6", "einsum", "i,i->", 2e6, []int{1000000}, []int{1000000}),
		einsum[float64]("batched dot 1000x1000", "einsum", "bi,bi->b", 2e6, []int{1000, 1000}, []int{1000, 1000}),
		einsum[float64]("element-wise 1000x1000", "einsum", "ij,ij->ij", 1e6, []int{1000, 1000}, []int{1000, 1000}),
		einsum[float64]("dega,gfbc->abcdef", "einsum", "dega,gfbc->abcdef", 2*16*16*16*16*16*16*16, []int{16, 16, 16, 16}, []int{16, 16, 16, 16}),
		einsum[float64]("adec,ebd->abc", "einsum", "adec,ebd->abc", 2*48*48*48*48*48, []int{48, 48, 48, 48}, []int{48, 48, 48}),
		einsum[float64]("eafd,fbec->abcd", "einsum", "eafd,fbec->abcd", 2*24*24*24*24*24*24, []int{24, 24, 24, 24}, []int{24, 24, 24, 24}),
	}
}

// operand is element j of operand i, in row-major order: (7*j + 13*i) mod 11 - 5.
func operand[T float32 | float64](i int, shape []int) *array.Array[T] {
	a := array.Zeros[T](shape...)
	data := a.Data()
	for j := range data {
		data[j] = T((7*j+13*i)%11 - 5)
	}
	return a
}

func dtypeName[T float32 | float64]() string { return fmt.Sprintf("%T", *new(T)) }

func einsum[T float32 | float64](name, peer, spec string, flops float64, shapes ...[]int) row {
	return row{name: name, peer: peer, spec: spec, shapes: shapes, dtype: dtypeName[T](), flops: flops, prepare: func() func() {
		var operands []*array.Array[T]
		for i, shape := range shapes {
			operands = append(operands, operand[T](i, shape))
		}
		return func() { array.Einsum(spec, operands...) }
	}}
}

// windows is a filter of k x k elements over one channel of n x n.
func windows[T float32 | float64](name string, n, k int) row {
	const spec = "xyij,ij->xy"
	shapes := [][]int{{n, n}, {k, k}}
	outputs := float64(n-k+1) * float64(n-k+1)
	return row{name: name, peer: "windows", spec: spec, shapes: shapes, dtype: dtypeName[T](), flops: 2 * outputs * float64(k*k), prepare: func() func() {
		view, w := array.SlidingWindow(operand[T](0, shapes[0]), k, k), operand[T](1, shapes[1])
		return func() { array.Einsum(spec, view, w) }
	}}
}

// A layer is a two-dimensional convolution of a network, square and float32.
type layer struct{ n, c, size, filters, window, stride, padding, groups int }

var layers = []layer{
	{16, 64, 56, 64, 3, 1, 1, 1},
	{16, 128, 28, 128, 3, 1, 1, 1},
	{1, 3, 224, 64, 7, 2, 3, 1},
	{16, 256, 14, 256, 1, 1, 0, 1},
	{16, 128, 28, 128, 3, 1, 1, 128},
	{8, 16, 28, 32, 5, 1, 2, 1},
}

func (l layer) out() int { return (l.size+2*l.padding-l.window)/l.stride + 1 }

func (l layer) flops() float64 {
	return 2 * float64(l.n*l.filters*l.out()*l.out()) * float64(l.c/l.groups*l.window*l.window)
}

func (l layer) String() string {
	return fmt.Sprintf("N%d C%d %dx%d K%d %dx%d s%d p%d g%d", l.n, l.c, l.size, l.size, l.filters, l.window, l.window, l.stride, l.padding, l.groups)
}

func (l layer) forward() row {
	shapes := [][]int{{l.n, l.c, l.size, l.size}, {l.filters, l.c / l.groups, l.window, l.window}}
	return row{name: "conv " + l.String(), peer: "conv", shapes: shapes, dtype: "float32", flops: l.flops(),
		options: map[string]int{"stride": l.stride, "padding": l.padding, "groups": l.groups},
		prepare: func() func() {
			x, w := operand[float32](0, shapes[0]), operand[float32](1, shapes[1])
			return func() { array.Conv(x, w, array.Stride(l.stride), array.Padding(l.padding), array.Groups(l.groups)) }
		}}
}

// filterGradient is the contraction of windows with the derivative of the output; padding is part of the input here.
func (l layer) filterGradient() row {
	shapes := [][]int{{l.n, l.c, l.size, l.size}, {l.n, l.filters, l.out(), l.out()}}
	return row{name: "gradient " + l.String(), peer: "gradient", shapes: shapes, dtype: "float32", flops: l.flops(),
		options: map[string]int{"padding": l.padding},
		prepare: func() func() {
			size := l.size + 2*l.padding
			x, dy := operand[float32](0, []int{l.n, l.c, size, size}), operand[float32](1, shapes[1])
			view := array.SlidingWindow(x, l.window, l.window)
			return func() { array.Einsum("ncxyij,noxy->ocij", view, dy) }
		}}
}
