//go:build linux || darwin

// This file tests that kernels touch no memory beyond their operands: these end, or begin, at pages that nobody may touch.

package contract

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"syscall"
	"testing"
	"unsafe"
)

// guarded returns a copy of s that ends where a forbidden page begins or, with low set, begins where one ends.
func guarded[T Element](t *testing.T, s []T, low bool) []T {
	t.Helper()
	page, size := syscall.Getpagesize(), len(s)*int(unsafe.Sizeof(s[0]))
	inner := roundUp(max(1, size), page)
	memory, err := syscall.Mmap(-1, 0, inner+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Munmap(memory) })
	for _, guard := range [][]byte{memory[:page], memory[page+inner:]} {
		if err := syscall.Mprotect(guard, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	at := page
	if !low {
		at += inner - size
	}
	held := unsafe.Slice((*T)(unsafe.Pointer(&memory[at])), len(s))
	copy(held, s)
	return held
}

// TestGuards contracts operands of all sizes around those of vectors and tiles, with every set of kernels.
func TestGuards(t *testing.T) {
	t.Logf("sets of kernels: %d and %d", len(float32Sets), len(float64Sets))
	rng := rand.New(rand.NewPCG(3, 4))
	size := func() int { return 1 + rng.IntN([]int{8, 20, 70}[rng.IntN(3)]) }
	for round := range 240 {
		m, n, k := size(), size(), size()
		windows := func(text string, channels, filters int) (string, []View[float64]) {
			step, rows, columns := 1+rng.IntN(2), 1+rng.IntN(9), 1+rng.IntN(5)
			line := (n-1)*step + columns
			plane := ((m%12)*step + rows) * line
			v := View[float64]{Data: make([]float64, channels*plane), Shape: []int{channels, m%12 + 1, n, rows, columns}, Strides: []int{plane, line * step, step, line, 1}}
			return text, []View[float64]{v, dense(filters, channels, rows, columns)}
		}
		var text string
		var operands []View[float64]
		switch round % 8 {
		case 0:
			text, operands = "ik,kj->ij", []View[float64]{dense(m, k), dense(k, n)}
		case 1:
			text, operands = "ki,jk->ij", []View[float64]{dense(k, m), dense(n, k)}
		case 2:
			text, operands = "ik,k->i", []View[float64]{dense(m, k), dense(k)}
		case 3:
			text, operands = "ij,ij->ij", []View[float64]{dense(m, n), dense(m, n)}
		case 4:
			text, operands = "ij,ij->j", []View[float64]{dense(m, n), dense(m, n)}
		case 5:
			text, operands = windows("cxyij,ocij->oxy", 1+m%3, k)
		case 6:
			text, operands = windows("cxyij,ocij->cxy", 1+m%3, 1)
		case 7:
			text, operands = "k,kj->j", []View[float64]{dense(k), dense(k, n)}
		}
		guardedTypes(t, rng, text, operands)
	}
}

// TestGuardsWide filters rows long enough for the kernels that only such rows have.
func TestGuardsWide(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	filtered := func(height, width, rows, columns int) {
		line := width + columns - 1
		image := View[float64]{Data: make([]float64, line*(height+rows-1)), Shape: []int{height, width, rows, columns}, Strides: []int{line, 1, line, 1}}
		guardedTypes(t, rng, "xyij,ij->xy", []View[float64]{image, dense(rows, columns)})
	}
	for _, height := range []int{1, 3, 4, 8} {
		for _, width := range []int{leastWide - 1, leastWide, leastWide + 1, leastWide + 31, leastWide + 32, leastWide + 63, 4 * leastWide} {
			for _, filter := range []int{3, 2, 7} {
				filtered(height, width, filter, filter)
			}
		}
	}
	for columns := 2; columns <= 18; columns++ { // code for several columns of a filter is entered in its middle
		for _, width := range []int{16, 31, 32, 33, 64, 65, 150} {
			filtered(4+columns%2, width, 4+width%3, columns)
			filtered(4+columns%2, width, 7+columns%2, columns)
		}
	}
}

// leastWide is the least number of columns that any kernel asks for (leastSquare, where there are such kernels).
const leastWide = 128

// guardedTypes fills operands and compares the results of all sets of kernels for them, as numbers of both types.
func guardedTypes(t *testing.T, rng *rand.Rand, text string, operands []View[float64]) {
	for _, v := range operands {
		for i := range v.Data {
			v.Data[i] = float64(float32(rng.NormFloat64()))
		}
	}
	t.Run(fmt.Sprint(text, operands[0].Shape, operands[1].Shape), func(t *testing.T) {
		guardedRun(t, text, operands, &float64Kernels, float64Sets, math.Float64bits)
		var single []View[float32]
		for _, v := range operands {
			single = append(single, narrow(v))
		}
		guardedRun(t, text, single, &float32Kernels, float32Sets, func(x float32) uint64 { return uint64(math.Float32bits(x)) })
	})
}

// dense returns a row-major view of its own memory.
func dense(shape ...int) View[float64] { return RowMajor(make([]float64, product(shape)), shape) }

// guardedRun compares the results of all sets of kernels for guarded operands.
func guardedRun[T Element](t *testing.T, text string, operands []View[T], active *kernels[T], sets []kernels[T], word func(T) uint64) {
	t.Helper()
	var shapes [][]int
	for _, v := range operands {
		shapes = append(shapes, v.Shape)
	}
	spec, err := Parse(text, shapes)
	if err != nil {
		t.Fatal(err)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a panic rather than the end of the process
	var want []T
	for _, low := range []bool{false, true} {
		held := make([]View[T], len(operands))
		for i, v := range operands {
			held[i] = v
			held[i].Data = guarded(t, v.Data, low)
		}
		onPaths(active, sets, func() {
			dst := RowMajor(guarded(t, make([]T, product(spec.OutputShape())), low), spec.OutputShape())
			runViews(spec, dst, held, 1)
			if want == nil {
				want = append(want, dst.Data...)
			}
			for i := range want {
				if word(dst.Data[i]) != word(want[i]) {
					t.Fatalf("element %d is %v, the twin has %v", i, dst.Data[i], want[i])
				}
			}
		})
	}
}
