//go:build linux || darwin

// This file tests contractions whose windows are the rows of tiles.

package contract

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTurned(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	counts := map[string]int{}
	for round := range 12 {
		s := slide{images: 1 + rng.IntN(4), groups: 1 + rng.IntN(3)/2, filters: turnedRows + rng.IntN(40)}
		windows := 1
		for d := range 1 + round%2 {
			window, step, dilation, count := 2+rng.IntN(4), 1+rng.IntN(5)/4, 1+rng.IntN(5)/4, 1+rng.IntN([]int{40, 12}[round%2])
			if d == round%2 {
				count = max(count, shortRun)
			}
			before := rng.IntN(window)
			s.size = append(s.size, max(1, (count-1)*step+(window-1)*dilation+1-before-rng.IntN(window)))
			s.window, s.first, s.count = append(s.window, window), append(s.first, -before), append(s.count, count)
			s.step, s.dilation = append(s.step, step), append(s.dilation, dilation)
			windows *= window
		}
		s.channels = turnedColumns/windows + 1 + rng.IntN(6)
		testBorders(t, rng, s, counts, &float64Kernels, float64Sets, rng.NormFloat64, math.Float64bits)
		testBorders(t, rng, s, counts, &float32Kernels, float32Sets, func() float32 { return float32(rng.NormFloat64()) },
			func(x float32) uint64 { return uint64(math.Float32bits(x)) })
	}
	if counts["turned"] < 15 {
		t.Errorf("%d of %v layouts have their sides turned", counts["turned"], counts)
	}
}

// TestTurnedGuards: windows that end, or begin, at forbidden pages, and filters around the sizes of tiles.
func TestTurnedGuards(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 12 {
		channels, filters, height, width, window := 12+rng.IntN(5), turnedRows+rng.IntN(20), 1+rng.IntN(9), shortRun+rng.IntN(30), 3+rng.IntN(2)
		line := width + window - 1
		plane := (height + window - 1) * line
		v := View[float64]{Data: make([]float64, channels*plane), Shape: []int{channels, height, width, window, window}, Strides: []int{plane, line, 1, line, 1}}
		operands := []View[float64]{v, dense(filters, height, width)}
		for _, v := range operands {
			for i := range v.Data {
				v.Data[i] = float64(float32(rng.NormFloat64()))
			}
		}
		shapes := [][]int{v.Shape, operands[1].Shape}
		spec, err := Parse("cxyij,oxy->ocij", shapes)
		if err != nil {
			t.Fatal(err)
		}
		p := NewProgram(NewPlan(spec, shapes), shapes, [][]int{v.Strides, operands[1].Strides}, nil)
		if p.layouts[0].turning == nil {
			t.Errorf("%v with %v: sides stay as they are", v.Shape, operands[1].Shape)
		}
		guardedRun(t, "cxyij,oxy->ocij", operands, &float64Kernels, float64Sets, math.Float64bits)
		guardedRun(t, "cxyij,oxy->ocij", []View[float32]{narrow(operands[0]), narrow(operands[1])}, &float32Kernels, float32Sets,
			func(x float32) uint64 { return uint64(math.Float32bits(x)) })
	}
}
