// This file compares the engine with its slow twin on random contractions of every element type.

package contract

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"runtime"
	"testing"
)

func TestRunAgainstTwin(t *testing.T) {
	small := func(rng *rand.Rand) int { return rng.IntN(9) - 4 }
	t.Run("bool", func(t *testing.T) {
		compareWithTwin(t, true, func(rng *rand.Rand) bool { return rng.IntN(3) == 0 }, equal[bool])
	})
	t.Run("int", func(t *testing.T) { compareWithTwin(t, 77, small, equal[int]) })
	t.Run("int8", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) int8 { return int8(rng.Uint32()) }, equal[int8])
	})
	t.Run("uint16", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) uint16 { return uint16(rng.Uint32()) }, equal[uint16])
	})
	t.Run("uint64", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) uint64 { return rng.Uint64() }, equal[uint64])
	})
	t.Run("float32", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) float32 { return float32(rng.NormFloat64()) }, func(x, y float32, terms int) bool {
			return math.Abs(float64(x-y)) <= 1e-5*float64(terms+4)*(1+math.Abs(float64(y)))
		})
	})
	t.Run("float64", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) float64 { return rng.NormFloat64() }, func(x, y float64, terms int) bool {
			return math.Abs(x-y) <= 1e-14*float64(terms+4)*(1+math.Abs(y))
		})
	})
	t.Run("complex64", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) complex64 { return complex(float32(small(rng)), float32(small(rng))) }, equal[complex64])
	})
	t.Run("complex128", func(t *testing.T) {
		compareWithTwin(t, 77, func(rng *rand.Rand) complex128 { return complex(rng.NormFloat64(), rng.NormFloat64()) },
			func(x, y complex128, terms int) bool {
				return cmplx.Abs(x-y) <= 1e-14*float64(terms+4)*(1+cmplx.Abs(y))
			})
	})
}

func equal[T comparable](x, y T, _ int) bool { return x == y }

func compareWithTwin[T Element](t *testing.T, guard T, element func(*rand.Rand) T, same func(x, y T, terms int) bool) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 1))
		extents := []int{0, 1, 2, 3, 4, 5, 7}
		if seed%8 != 0 {
			extents = extents[1:]
		}
		p := randomProblem(rng, 4, func() int { return extents[rng.IntN(len(extents))] }, func() T { return element(rng) })
		dst := p.randomOutput(rng, guard)
		runViews(p.spec, dst, p.operands, 1+int(seed%3))
		got, touched := dst.values(guard)
		want := Twin(p.spec, p.operands)
		terms := int(p.plan.NaiveFLOPs()) / max(1, len(want))
		if touched != 0 {
			t.Fatalf("seed %d: %s wrote %d elements outside its result", seed, p.spec.Text, touched)
		}
		for i := range want {
			if !same(got[i], want[i], terms) {
				t.Fatalf("seed %d: %s: element %d is %v, want %v", seed, p.spec.Text, i, got[i], want[i])
			}
		}
	}
}

// TestBlocks crosses every block boundary: more rows, columns and terms than fit one block, and not multiples of a tile.
func TestBlocks(t *testing.T) {
	for _, size := range [][3]int{{1, 1, 600}, {1, 2100, 3}, {13, 40, 300}, {301, 33, 517}, {150, 1100, 20}, {7, 1, 1000}, {700, 5, 260}} {
		m, n, k := size[0], size[1], size[2]
		rng := rand.New(rand.NewPCG(uint64(m), uint64(k)))
		shapes := [][]int{{m, k}, {k, n}}
		spec, err := Parse("ik,kj->ij", shapes)
		if err != nil {
			t.Fatal(err)
		}
		operands := []View[int]{}
		for _, shape := range shapes {
			operands = append(operands, randomView(rng, shape, func() int { return rng.IntN(100) }))
		}
		dst := RowMajor(make([]int, m*n), []int{m, n})
		runViews(spec, dst, operands, 2)
		for i, want := range Twin(spec, operands) {
			if dst.Data[i] != want {
				t.Fatalf("%v: element %d is %v, want %v", size, i, dst.Data[i], want)
			}
		}
	}
}

// TestPackedRows has more rows than are computed together, with so many terms that they are packed for each piece anew.
func TestPackedRows(t *testing.T) {
	const first, second, columns = 32, 133, 23
	rng := rand.New(rand.NewPCG(5, 6))
	b := RowMajor(make([]float32, first*second*columns), []int{first, second, columns})
	for i := range b.Data {
		b.Data[i] = float32(rng.IntN(9) - 4)
	}
	for _, rows := range []int{61, 73} {
		for _, strides := range [][]int{{1, rows, rows * first}, {first * (second + 3), second + 3, 1}} {
			a := View[float32]{Data: make([]float32, rows*first*(second+3)), Shape: []int{rows, first, second}, Strides: strides}
			for i := range a.Data {
				a.Data[i] = float32(rng.IntN(9) - 4)
			}
			spec, err := Parse("ikl,klj->ij", [][]int{a.Shape, b.Shape})
			if err != nil {
				t.Fatal(err)
			}
			dst := RowMajor(make([]float32, rows*columns), spec.OutputShape())
			runViews(spec, dst, []View[float32]{a, b}, 1)
			for i, want := range Twin(spec, []View[float32]{a, b}) {
				if dst.Data[i] != want {
					t.Fatalf("%d rows, strides %v: element %d is %v, want %v", rows, strides, i, dst.Data[i], want)
				}
			}
		}
	}
}

// TestComplexWindows filters an image whose result is joined in several parts.
func TestComplexWindows(t *testing.T) {
	const height, width = 400, 520
	shapes := [][]int{{height, width, 2, 3}, {2, 3}}
	image := View[complex64]{Data: make([]complex64, (height+1)*(width+2)), Shape: shapes[0], Strides: []int{width + 2, 1, width + 2, 1}}
	filter := RowMajor(make([]complex64, 6), shapes[1])
	rng := rand.New(rand.NewPCG(3, 4))
	for _, data := range [][]complex64{image.Data, filter.Data} {
		for i := range data {
			data[i] = complex(float32(rng.IntN(9)-4), float32(rng.IntN(9)-4))
		}
	}
	for _, text := range []string{"xyij,ij->xy", "xyij,ij->yx"} {
		spec, err := Parse(text, shapes)
		if err != nil {
			t.Fatal(err)
		}
		dst := RowMajor(make([]complex64, height*width), spec.OutputShape())
		runViews(spec, dst, []View[complex64]{image, filter}, 2)
		for i, want := range Twin(spec, []View[complex64]{image, filter}) {
			if dst.Data[i] != want {
				t.Fatalf("%s: element %d is %v, want %v", text, i, dst.Data[i], want)
			}
		}
	}
}

func TestInterrupt(t *testing.T) {
	q := &queue{threads: 2, lookout: lookout{seen: interrupts.Load()}}
	Interrupt()
	defer func() {
		if got := recover(); got != ErrInterrupted {
			t.Errorf("panicked with %v, want ErrInterrupted", got)
		}
	}()
	q.start(nil, 1, 0)
}

// TestInterruptIf checks that nothing begins or goes on where it is not to, and all else does.
func TestInterruptIf(t *testing.T) {
	defer asked.Store(asked.Load())
	p, err := Compile("i,i->", [][]int{{3}, {3}}, [][]int{{1}, {1}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	three := Buffer[float64]{Data: make([]float64, 3)}
	for _, ended := range []bool{false, true} {
		before := Watch()
		Interrupt()
		InterruptIf(func() bool { return ended })
		for name, f := range map[string]func(){
			"contraction": func() { Run(p, Buffer[float64]{Data: make([]float64, 1)}, []Buffer[float64]{three, three}, 1) },
			"watch":       func() { Watch() },
			"look":        before,
		} {
			func() {
				defer func() {
					if got := recover(); ended && got != ErrInterrupted || !ended && got != nil {
						t.Errorf("%s: ended = %v panicked with %v", name, ended, got)
					}
				}()
				f()
			}()
		}
	}
	InterruptIf(nil)
	before := Watch() // goes on as if nobody had ever been asked
	before()
}

// TestInterruptWorkers has the goroutine that began an operation tell the others, of which nobody knows whose they are.
func TestInterruptWorkers(t *testing.T) {
	defer asked.Store(asked.Load())
	l := &lookout{seen: begin()}
	ended := false
	InterruptIf(func() bool { return ended })
	Interrupt()
	if l.stopped() {
		t.Error("stopped, though its goroutine is to go on")
	}
	if ended = true; !l.stopped() {
		t.Error("goes on, though its goroutine is to stop")
	}
	if ended = false; !l.stopped() {
		t.Error("a worker goes on")
	}
}

// TestInterruptRunning interrupts a contraction that would take minutes.
func TestInterruptRunning(t *testing.T) {
	const n = 1 << 12
	shapes := [][]int{{n, n}, {n, n}}
	spec, err := Parse("ij,jk->ik", shapes)
	if err != nil {
		t.Fatal(err)
	}
	operand := View[int8]{Data: make([]int8, n), Shape: shapes[0], Strides: []int{0, 1}}
	dst := RowMajor(make([]int8, n*n), shapes[0])
	ended := make(chan any)
	began := interrupts.Load()
	go func() {
		defer func() { ended <- recover() }()
		runViews(spec, dst, []View[int8]{operand, operand}, 2)
	}()
	for {
		Interrupt()
		select {
		case got := <-ended:
			if got != ErrInterrupted {
				t.Errorf("after %d interrupts: panicked with %v, want ErrInterrupted", interrupts.Load()-began, got)
			}
			return
		default:
			runtime.Gosched()
		}
	}
}
