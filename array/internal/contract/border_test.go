// This file tests windows that reach beyond their operand against windows of a padded copy: the same bits, on every set of
// kernels and for any number of threads.

package contract

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A slide is windows over the spatial dimensions of images, for contraction with filters or derivatives.
type slide struct {
	images, groups, channels, filters          int
	size, window, first, count, step, dilation []int
}

func randomSlide(rng *rand.Rand) slide {
	s := slide{images: 1 + rng.IntN(3), groups: 1, channels: 1 + rng.IntN(9), filters: 1 + rng.IntN(12)}
	rank := 1 + rng.IntN(3)
	if rng.IntN(3) == 0 { // depthwise
		s.groups, s.channels, s.filters = 1+rng.IntN(12), 1, 1
	}
	if rng.IntN(6) == 0 {
		s.filters = 30
	}
	for range rank {
		size := 1 + rng.IntN([]int{400, 40, 9}[rank-1])
		window, step, dilation := 1+rng.IntN(5), 1+rng.IntN(5)/3, 1+rng.IntN(5)/3
		before, after := rng.IntN(4), rng.IntN(4)
		if rng.IntN(3) == 0 { // as large as the input
			step, dilation = 1, 1
			before = window / 2
			after = window - 1 - before
		}
		free := size + before + after - (window-1)*dilation - 1
		if free < 0 {
			window, free = 1, size+before+after-1
		}
		s.size, s.window, s.first = append(s.size, size), append(s.window, window), append(s.first, -before)
		s.count, s.step, s.dilation = append(s.count, free/step+1), append(s.step, step), append(s.dilation, dilation)
	}
	return s
}

// windows returns the shape and strides of the windows, given the strides of image, group, channel and dimensions.
func (s *slide) windows(strides []int) (shape, of []int, borders []Border) {
	shape = slices.Concat([]int{s.images, s.groups, s.channels}, s.count, s.window)
	of = slices.Clone(strides[:3])
	for d, step := range s.step {
		of = append(of, step*strides[3+d])
		borders = append(borders, Border{Position: 3 + d, Element: 3 + len(s.step) + d, First: s.first[d], Step: step,
			Dilation: s.dilation[d], Size: s.size[d], Stride: strides[3+d]})
	}
	for d, dilation := range s.dilation {
		of = append(of, dilation*strides[3+d])
	}
	return shape, of, borders
}

// padded copies the images, which lie at offset with the given strides, with zeros around them.
func padded[T Element](s *slide, data []T, offset int, strides []int) (copied []T, dims []int) {
	dims = []int{s.images, s.groups, s.channels}
	for d := range s.size {
		dims = append(dims, (s.count[d]-1)*s.step[d]+(s.window[d]-1)*s.dilation[d]+1)
	}
	copied = make([]T, product(dims))
	for i := range copied {
		at, rest, inside := offset, i, true
		for axis := len(dims) - 1; axis >= 0; axis-- {
			index := rest % dims[axis]
			rest /= dims[axis]
			if axis >= 3 {
				index += s.first[axis-3]
				inside = inside && index >= 0 && index < s.size[axis-3]
			}
			at += index * strides[axis]
		}
		if inside {
			copied[i] = data[at]
		}
	}
	return copied, dims
}

// widthOfWindow has windows as wide as what is padded, whose terms are one loop over a padded copy: long enough for dot products,
// which sum in another order.
var widthOfWindow = slide{images: 3, groups: 4, channels: 1, filters: 1, size: []int{2, 2, 1}, window: []int{3, 4, 3}, first: []int{-1, -2, -1},
	count: []int{2, 2, 1}, step: []int{1, 1, 1}, dilation: []int{1, 1, 1}}

// phased has columns some places apart, in windows that overlap.
func phased(step int) slide {
	return slide{images: 1, groups: 1, channels: 2, filters: 26, size: []int{11, 61}, window: []int{5, 9}, first: []int{-2, -4},
		count: []int{11, (61+4+3-9)/step + 1}, step: []int{1, step}, dilation: []int{1, 1}}
}

func TestBorders(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 2))
	float := func() float64 {
		switch rng.IntN(40) {
		case 0:
			return math.Inf(1)
		case 1:
			return math.NaN()
		case 2:
			return math.Copysign(0, -1)
		case 3:
			return math.Inf(-1)
		case 4:
			return 5e-324
		}
		return rng.NormFloat64()
	}
	counts := map[string]int{}
	testBorders(t, rng, widthOfWindow, counts, &float32Kernels, float32Sets, func() float32 { return float32(rng.NormFloat64()) },
		func(x float32) uint64 { return uint64(math.Float32bits(x)) })
	for step := 2; step <= maxPhases+1; step++ {
		s := phased(step)
		testBorders(t, rng, s, counts, &float32Kernels, float32Sets, func() float32 { return float32(float()) },
			func(x float32) uint64 { return uint64(math.Float32bits(x)) })
		testBorders(t, rng, s, counts, &float64Kernels, float64Sets, float, math.Float64bits)
		if dealt := counts[fmt.Sprint("phases ", step)]; (dealt > 0) != (step <= maxPhases) {
			t.Errorf("columns %d apart: boxes with so many phases %d times", step, dealt)
		}
	}
	for range 120 {
		s := randomSlide(rng)
		switch rng.IntN(4) {
		case 0:
			testBorders(t, rng, s, counts, &float64Kernels, float64Sets, float, math.Float64bits)
		case 1:
			testBorders(t, rng, s, counts, &int32Kernels, []kernels[int32]{plainKernels[int32]()}, rng.Int32, func(x int32) uint64 { return uint64(x) })
		default:
			testBorders(t, rng, s, counts, &float32Kernels, float32Sets, func() float32 { return float32(float()) },
				func(x float32) uint64 { return uint64(math.Float32bits(x)) })
		}
	}
	for _, path := range []string{"gemm", "direct", "dot"} {
		if counts[path] < 10 {
			t.Errorf("%d times on path %s", counts[path], path)
		}
	}
	t.Log(counts)
}

func testBorders[T Element](t *testing.T, rng *rand.Rand, s slide, counts map[string]int, active *kernels[T], sets []kernels[T], element func() T, word func(T) uint64) {
	t.Helper()
	dims := append([]int{s.images, s.groups, s.channels}, s.size...)
	x := randomView(rng, dims, element)
	if rng.IntN(2) == 0 {
		x = RowMajor(make([]T, product(dims)), dims)
		for i := range x.Data {
			x.Data[i] = element()
		}
	}
	shape, strides, borders := s.windows(x.Strides)
	offset := x.Offset
	for d, first := range s.first {
		offset += first * x.Strides[3+d]
	}
	copied, paddedDims := padded(&s, x.Data, x.Offset, x.Strides)
	_, paddedStrides, _ := s.windows(rowMajorStrides(paddedDims))

	p, e := "ABC"[:len(s.size)], "xyz"[:len(s.size)]
	texts := []string{"ngc" + p + e + ",goc" + e + "->ngo" + p, "ngc" + p + e + ",ngo" + p + "->goc" + e}
	for _, c := range []struct {
		text  string
		other []int
	}{
		{texts[0], slices.Concat([]int{s.groups, s.filters, s.channels}, s.window)},
		{texts[1], slices.Concat([]int{s.images, s.groups, s.filters}, s.count)},
	} {
		other := RowMajor(make([]T, product(c.other)), c.other)
		for i := range other.Data {
			other.Data[i] = element()
		}
		program, err := CompileBordered(c.text, [][]int{shape, c.other}, [][]int{strides, other.Strides}, nil, borders)
		if err != nil {
			t.Fatal(err)
		}
		if program == nil {
			counts["copied"]++
			continue
		}
		if stage := program.layouts[0].stage; stage != nil {
			counts[fmt.Sprint("phases ", stage.step)]++
		}
		if program.layouts[0].turning != nil {
			counts["turned"]++
		}
		counts[[]string{"gemm", "direct", "dot", "lane"}[program.layouts[0].path]]++
		reference, err := Compile(c.text, [][]int{shape, c.other}, [][]int{paddedStrides, other.Strides}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := make([]T, product(reference.Spec.OutputShape()))
		Run(reference, Buffer[T]{Data: want}, []Buffer[T]{{Data: copied}, {Data: other.Data}}, 1)
		onPaths(active, sets, func() {
			for _, threads := range []int{1, 2, 7} {
				got := make([]T, len(want))
				for i := range got {
					got[i] = element()
				}
				Run(program, Buffer[T]{Data: got}, []Buffer[T]{{x.Data, offset}, {Data: other.Data}}, threads)
				for i := range want {
					if word(got[i]) != word(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
						t.Fatalf("%s %s %+v, strides %v, %d threads: element %d is %v, with a padded copy %v",
							fmt.Sprintf("%T", element()), c.text, s, x.Strides, threads, i, got[i], want[i])
					}
				}
			}
		})
	}
}
