// This file lists the convolutions that are measured.

package main

import (
	"fmt"

	"github.com/arraybook/arraybook/array"
)

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

// shapes are those of input, filters and result.
func (l layer) shapes() [][]int {
	return [][]int{{l.n, l.c, l.size, l.size}, {l.filters, l.c / l.groups, l.window, l.window}, {l.n, l.filters, l.out(), l.out()}}
}

func (l layer) options() []array.Option {
	return []array.Option{array.Stride(l.stride), array.Padding(l.padding), array.Groups(l.groups)}
}

func (l layer) row(name, peer string, times int, prepare func() func() int) row {
	return row{name: name + " " + l.String(), peer: peer, shapes: l.shapes(), dtype: "float32", flops: float64(times) * l.flops(),
		options: map[string]int{"stride": l.stride, "padding": l.padding, "groups": l.groups}, prepare: prepare}
}

func (l layer) forward() row {
	r := l.row("conv", "conv", 1, func() func() int {
		x, w := operand[float32](0, l.shapes()[0]), operand[float32](1, l.shapes()[1])
		opts := l.options()
		return func() int { return bytesOf(array.Conv(x, w, opts...)) }
	})
	r.shapes = r.shapes[:2]
	return r
}

// backward is the gradients of input and filters.
func (l layer) backward() row {
	return l.row("gradients", "backward", 2, func() func() int {
		x, w, dy := operand[float32](0, l.shapes()[0]), operand[float32](1, l.shapes()[1]), operand[float32](2, l.shapes()[2])
		opts := l.options()
		return func() int {
			dx, dw := array.ConvGrad(x, w, dy, opts...)
			return bytesOf(dx) + bytesOf(dw)
		}
	})
}

// filterGradient is the gradient of filters as the contraction of a window view: n images of c channels, k x k filters,
// results of size x size in o channels.
func filterGradient(n, c, o, size, k int) row {
	const spec = "nijkde,node->oijk"
	shapes := [][]int{{n, c, size + k - 1, size + k - 1}, {n, o, size, size}}
	return row{name: spec, peer: "gradient", shapes: shapes, dtype: "float32", flops: 2 * float64(n*c*o*size*size*k*k), prepare: func() func() int {
		x, dy := operand[float32](0, shapes[0]), operand[float32](1, shapes[1])
		view := array.SlidingWindow(x, k, k).Transpose(0, 1, 4, 5, 2, 3)
		return func() int { return bytesOf(array.Einsum(spec, view, dy)) }
	}}
}
