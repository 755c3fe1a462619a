// This file tests how much a contraction still computes once it has been interrupted: a count of products, not a time.

package contract

import (
	"strings"
	"testing"
)

// mostAfter is the number of products that one thread may still compute: in plain Go a few milliseconds.
const mostAfter = 1 << 23

// interrupting returns kernels that interrupt when the first of them is called, and then count the products they compute.
func interrupting[T Element](k kernels[T]) (counting *kernels[T], after func() int) {
	calls, products := 0, 0
	count := func(n int) {
		if calls++; calls == 1 {
			Interrupt()
			return
		}
		products += n
	}
	c := k
	tiles := func(kernel func(*tile[T])) func(*tile[T]) {
		return func(t *tile[T]) { count(t.rows * t.columns * t.panels * len(t.kB)); kernel(t) }
	}
	c.full, c.partial = tiles(k.full), tiles(k.partial)
	c.rowRuns = func(t *tile[T], runs, bStep, cStep int) {
		count(t.columns * runs * len(t.kB))
		k.rowRuns(t, runs, bStep, cStep)
	}
	c.dot = func(out, a, b []T, d dotShape) { count(d.n * d.runs * d.columns); k.dot(out, a, b, d) }
	c.lanes = func(to, a, b []T, at position, row axis, add, stream bool) {
		count(row.extent)
		k.lanes(to, a, b, at, row, add, stream)
	}
	if k.outer != nil {
		c.outer = func(to, a, b []T, rows, columns, cStep, aStep int) {
			count(rows * columns)
			k.outer(to, a, b, rows, columns, cStep, aStep)
		}
	}
	if k.turned != nil {
		c.turned = func(t *tile[T], a []T, rows, terms []int) {
			count(t.rows * c.nr * t.panels * len(terms))
			k.turned(t, a, rows, terms)
		}
	}
	// What is packed counts as well, an element as a product.
	c.panels = func(dst, src []T, at int, offsets []int, panels, panelSize int) {
		count(panels * c.nr * len(offsets))
		k.panels(dst, src, at, offsets, panels, panelSize)
	}
	c.across = func(dst, src []T, at int, columns, terms []int, n, stride int, scratch *[8]int) {
		count(len(columns) * len(terms))
		k.across(dst, src, at, columns, terms, n, stride, scratch)
	}
	c.copyRuns = func(dst, src []T, at, n, runs, dstStep, srcStep int) {
		count(n * runs)
		k.copyRuns(dst, src, at, n, runs, dstStep, srcStep)
	}
	if k.packLanes > 0 {
		c.merge = func(dst, src []T, first, n, second, end int, offsets []int, stride int) {
			count(end * len(offsets))
			k.merge(dst, src, first, n, second, end, offsets, stride)
		}
	}
	if k.stencil != nil {
		c.stencil = func(t *tile[T], filterRows, rows, bStep, cStep int) int {
			count(t.columns * rows * len(t.kB) * filterRows)
			return k.stencil(t, filterRows, rows, bStep, cStep)
		}
	}
	return &c, func() int { return products }
}

// TestInterruptedWithin checks that little is computed after an interrupt, whatever the path.
func TestInterruptedWithin(t *testing.T) {
	window := func(n, k int) (shape, strides []int) {
		return []int{n - k + 1, n - k + 1, k, k}, []int{n, 1, n, 1}
	}
	shape, strides := window(600, 9)
	for _, c := range []struct {
		text            string
		shapes, strides [][]int
	}{
		{"ij,jk->ik", [][]int{{300, 500}, {500, 600}}, nil},
		{"ij,jk->ik", [][]int{{24, 256}, {256, 30000}}, nil},    // long rows in place
		{"j,jk->k", [][]int{{256}, {256, 100000}}, nil},         // a single row
		{"i,j->ij", [][]int{{5000}, {3000}}, nil},               // outer product
		{"ij,j->i", [][]int{{2000, 3000}, {3000}}, nil},         // dot products
		{"ij,ij->ij", [][]int{{2000, 2500}, {2000, 2500}}, nil}, // side by side
		{"ij,ij->j", [][]int{{2000, 2500}, {2000, 2500}}, nil},
		{"xyij,ij->xy", [][]int{shape, {9, 9}}, [][]int{strides, {9, 1}}},
	} {
		if c.strides == nil {
			for _, s := range c.shapes {
				c.strides = append(c.strides, rowMajorStrides(s))
			}
		}
		checkInterrupted(t, float32Kernels, c.text, c.shapes, c.strides)
		checkInterrupted(t, float32Sets[0], c.text, c.shapes, c.strides)
		checkInterrupted(t, intKernels, c.text, c.shapes, c.strides)
	}
	// Few rows of A with many terms, which must be packed.
	checkInterrupted(t, float32Kernels, "ijk,jkl->il", [][]int{{8, 1000, 1500}, {1000, 1500, 8}}, [][]int{{1, 8 * 1501, 8}, {1500 * 8, 8, 1}})
	// The gradient of a filter, whose windows are the rows of tiles.
	checkInterrupted(t, float32Kernels, "nijkde,node->oijk",
		[][]int{{2, 40, 25, 25, 60, 60}, {2, 16, 60, 60}}, [][]int{{40 * 84 * 84, 84 * 84, 84, 1, 84, 1}, {16 * 3600, 3600, 60, 1}})
	checkInterrupted(t, float32Kernels, "nijkde,node->oijk",
		[][]int{{8, 16, 5, 5, 40, 40}, {8, 32, 40, 40}}, [][]int{{16 * 44 * 44, 44 * 44, 44, 1, 44, 1}, {32 * 1600, 1600, 40, 1}})
}

func checkInterrupted[T Element](t *testing.T, k kernels[T], text string, shapes, strides [][]int) {
	t.Helper()
	p, err := Compile(text, shapes, strides, nil)
	if err != nil {
		t.Fatal(err)
	}
	var operands []Buffer[T]
	for i, shape := range shapes {
		size := 1
		for axis, n := range shape {
			size += (n - 1) * strides[i][axis]
		}
		operands = append(operands, Buffer[T]{Data: make([]T, size)})
	}
	counting, after := interrupting(k)
	defer func() {
		if r := recover(); r != ErrInterrupted {
			t.Errorf("%s %v of %T ended with %v", text, shapes, k.one, r)
		} else if n := after(); n > mostAfter {
			t.Errorf("%s %v of %T computed %d products after the interrupt", text, shapes, k.one, n)
		}
	}()
	dst := Buffer[T]{Data: make([]T, product(p.Spec.OutputShape()))}
	runSteps(p, counting, dst, operands, &queue{threads: 1, lookout: lookout{seen: interrupts.Load()}})
}

// TestPlannerLooks checks that a plan for many tensors is given up when it is wanted no more.
func TestPlannerLooks(t *testing.T) {
	const tensors = 60
	var text strings.Builder
	shapes := make([][]int, tensors)
	for i := range shapes {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteRune(rune(0x4e00 + i))
		text.WriteRune(rune(0x4e00 + (i+1)%tensors))
		shapes[i] = []int{2, 2}
	}
	spec, err := Parse(text.String()+"->", shapes)
	if err != nil {
		t.Fatal(err)
	}
	looks, last := 0, 0
	defer func(before func() func()) { watch = before }(watch)
	watch = func() func() {
		return func() {
			if looks++; looks == last {
				panic(ErrInterrupted)
			}
		}
	}
	NewPlan(spec, shapes)
	if least := tensors * (tensors - 1) / 2; looks < least { // one for each tensor that is left, at each step
		t.Errorf("%d looks, want at least %d", looks, least)
	}
	looks, last = 0, looks/2
	defer func() {
		if r := recover(); r != ErrInterrupted || looks != last {
			t.Errorf("ended with %v after %d looks, want %d", r, looks, last)
		}
	}()
	NewPlan(spec, shapes)
}
