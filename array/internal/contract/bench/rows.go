// This file lists what is measured.

package main

import (
	"fmt"
	"math"
	"slices"
	"unsafe"

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
	prepare func() (work func() int) // work returns the bytes of its result
}

func rows() []row {
	var all []row
	all = append(all, einsum[float64]("matmul f64 3", "matmul", "ij,jk->ik", 2*27, []int{3, 3}, []int{3, 3}))
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
		all = append(all, l.forward(), l.backward())
	}
	all = append(all, filterGradient(32, 16, 32, 28, 5))
	return append(all, einsums()...)
}

func einsums() []row {
	f32, f64 := einsum[float32], einsum[float64]
	square := []int{1000, 1000}
	cube := func(n, rank int) []int { return slices.Repeat([]int{n}, rank) }
	return []row{
		f32("attention scores", "einsum", "bhqd,bhkd->bhqk", 2*8*8*256*256*64, []int{8, 8, 256, 64}, []int{8, 8, 256, 64}),
		f32("attention values", "einsum", "bhqk,bhkd->bhqd", 2*8*8*256*256*64, []int{8, 8, 256, 256}, []int{8, 8, 256, 64}),
		f64("ij,kjl,il->ik", "einsum", "ij,kjl,il->ik", 2*64*64*64*65, cube(64, 2), cube(64, 3), cube(64, 2)),
		f64("ij,jk,kl->il", "einsum", "ij,jk,kl->il", 4*200*200*200, cube(200, 2), cube(200, 2), cube(200, 2)),
		f64("ijk,jr,kr->ir", "einsum", "ijk,jr,kr->ir", 2*100*100*101*16, cube(100, 3), []int{100, 16}, []int{100, 16}),
		f64("trace 1000", "einsum", "ii->", 1000, square),
		f64("diagonal 1000", "einsum", "ii->i", 1000, square),
		f64("transpose 1000", "einsum", "ij->ji", 1e6, square),
		f64("permute 4-d", "einsum", "ijkl->ljki", 30*30*30*30, cube(30, 4)),
		f64("outer 1000", "einsum", "i,j->ij", 1e6, []int{1000}, []int{1000}),
		f64("row sums 1000", "einsum", "ij->i", 1e6, square),
		f64("column sums 1000", "einsum", "ij->j", 1e6, square),
		f64("sum 1000", "einsum", "ij->", 1e6, square),
		f64("matrix-vector 1000", "einsum", "ij,j->i", 2e6, square, []int{1000}),
		f64("vector-matrix 1000", "einsum", "i,ij->j", 2e6, []int{1000}, square),
		f64("dot 1e6", "einsum", "i,i->", 2e6, []int{1000000}, []int{1000000}),
		f64("batched dot 1000x1000", "einsum", "bi,bi->b", 2e6, square, square),
		f64("element-wise 1000x1000", "einsum", "ij,ij->ij", 1e6, square, square),
		f64("dega,gfbc->abcdef", "einsum", "dega,gfbc->abcdef", 2*math.Pow(16, 7), cube(16, 4), cube(16, 4)),
		f64("adec,ebd->abc", "einsum", "adec,ebd->abc", 2*math.Pow(48, 5), cube(48, 4), cube(48, 3)),
		f64("eafd,fbec->abcd", "einsum", "eafd,fbec->abcd", 2*math.Pow(24, 6), cube(24, 4), cube(24, 4)),
	}
}

// copies are the specifications whose result is a view; what is measured is a copy of it.
var copies = map[string]bool{"ij->ji": true, "ijkl->ljki": true}

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

func bytesOf[T float32 | float64](a *array.Array[T]) int {
	return a.Size() * int(unsafe.Sizeof(*new(T)))
}

func einsum[T float32 | float64](name, peer, spec string, flops float64, shapes ...[]int) row {
	return row{name: name, peer: peer, spec: spec, shapes: shapes, dtype: dtypeName[T](), flops: flops, prepare: func() func() int {
		var operands []*array.Array[T]
		for i, shape := range shapes {
			operands = append(operands, operand[T](i, shape))
		}
		if copies[spec] {
			return func() int { return bytesOf(array.Einsum(spec, operands...).Copy()) }
		}
		return func() int { return bytesOf(array.Einsum(spec, operands...)) }
	}}
}

// windows is a filter of k x k elements over one channel of n x n.
func windows[T float32 | float64](name string, n, k int) row {
	const spec = "xyij,ij->xy"
	shapes := [][]int{{n, n}, {k, k}}
	outputs := float64(n-k+1) * float64(n-k+1)
	return row{name: name, peer: "windows", spec: spec, shapes: shapes, dtype: dtypeName[T](), flops: 2 * outputs * float64(k*k), prepare: func() func() int {
		view, w := array.SlidingWindow(operand[T](0, shapes[0]), k, k), operand[T](1, shapes[1])
		return func() int { return bytesOf(array.Einsum(spec, view, w)) }
	}}
}
