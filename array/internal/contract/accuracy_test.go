// This file checks the bound on rounding errors that DESIGN.md states, against sums that are exact to far more digits.

package contract

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestErrorBound sums float32 products, which are exact in float64, with Neumaier's compensation, and allows
// (256 + terms/256 + 8) rounding errors of the sum of absolute products: a chain of 256, the additions of blocks, and the
// folding of a dot product's sums.
func TestErrorBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for _, c := range []struct {
		text string
		a, b func(k int) []int
	}{
		{"ik,kj->ij", func(k int) []int { return []int{7, k} }, func(k int) []int { return []int{k, 9} }},
		{"ik,kj->ij", func(k int) []int { return []int{30, k} }, func(k int) []int { return []int{k, 12} }},
		{"k,k->", func(k int) []int { return []int{k} }, func(k int) []int { return []int{k} }},
		{"ik,k->i", func(k int) []int { return []int{5, k} }, func(k int) []int { return []int{k} }},
		{"kj,k->j", func(k int) []int { return []int{k, 5} }, func(k int) []int { return []int{k} }},
	} {
		for _, k := range []int{1, 31, 256, 1000, 3000} {
			shapes := [][]int{c.a(k), c.b(k)}
			spec, err := Parse(c.text, shapes)
			if err != nil {
				t.Fatal(err)
			}
			var operands, absolute []View[float64]
			var narrowed []View[float32]
			for _, shape := range shapes {
				v := RowMajor(make([]float64, product(shape)), shape)
				size := RowMajor(make([]float64, product(shape)), shape)
				for i := range v.Data {
					v.Data[i] = float64(float32(rng.NormFloat64() * math.Exp(3*rng.NormFloat64())))
					size.Data[i] = math.Abs(v.Data[i])
				}
				operands, absolute, narrowed = append(operands, v), append(absolute, size), append(narrowed, narrow(v))
			}
			dst := RowMajor(make([]float32, product(spec.OutputShape())), spec.OutputShape())
			runViews(spec, dst, narrowed, 2)
			want, size := compensated(spec, operands), Twin(spec, absolute)
			for i, got := range dst.Data {
				bound := (256 + float64(k)/256 + 8) * 0x1p-24 * size[i]
				if diff := math.Abs(float64(got) - want[i]); diff > bound {
					t.Errorf("%s with %d terms: element %d is %v, want %v within %v", c.text, k, i, got, want[i], bound)
				}
			}
		}
	}
}

// TestErrorBoundFloat64 holds float64 to the same bound, against sums of big floats that lose nothing.
func TestErrorBoundFloat64(t *testing.T) {
	const rows, columns = 7, 9
	rng := rand.New(rand.NewPCG(9, 10))
	for _, k := range []int{1, 31, 256, 1000, 3000} {
		for _, text := range []string{"ik,kj->ij", "ik,jk->ij"} {
			shapes := [][]int{{rows, k}, {k, columns}}
			if text == "ik,jk->ij" {
				shapes[1] = []int{columns, k}
			}
			spec, err := Parse(text, shapes)
			if err != nil {
				t.Fatal(err)
			}
			var operands []View[float64]
			for _, shape := range shapes {
				v := RowMajor(make([]float64, product(shape)), shape)
				for i := range v.Data {
					v.Data[i] = rng.NormFloat64() * math.Exp(3*rng.NormFloat64())
				}
				operands = append(operands, v)
			}
			dst := RowMajor(make([]float64, rows*columns), spec.OutputShape())
			runViews(spec, dst, operands, 2)
			for i, got := range dst.Data {
				sum, size := new(big.Float).SetPrec(2000), 0.0
				for term := range k {
					x := operands[0].Data[i/columns*k+term]
					y := operands[1].Data[term*operands[1].Strides[slices.Index(spec.Inputs[1], spec.Inputs[0][1])]+
						i%columns*operands[1].Strides[slices.Index(spec.Inputs[1], spec.Output[1])]]
					sum.Add(sum, new(big.Float).SetPrec(106).Mul(big.NewFloat(x), big.NewFloat(y)))
					size += math.Abs(x * y)
				}
				diff, _ := sum.Sub(sum, big.NewFloat(got)).Float64()
				if bound := (256 + float64(k)/256 + 8) * 0x1p-53 * size; math.Abs(diff) > bound {
					t.Errorf("%s with %d terms: element %d is off by %v, more than %v", text, k, i, diff, bound)
				}
			}
		}
	}
}

// compensated is Twin with Neumaier's summation (1974).
func compensated(spec *Spec, operands []View[float64]) []float64 {
	shape := spec.OutputShape()
	sums, lost := make([]float64, product(shape)), make([]float64, product(shape))
	outStrides := rowMajorStrides(shape)
	letters := make([]int, len(spec.Letters))
	for {
		term, at := 1.0, 0
		for i, v := range operands {
			term *= v.Data[v.position(spec.Inputs[i], letters)]
		}
		for axis, l := range spec.Output {
			at += letters[l] * outStrides[axis]
		}
		sum := sums[at] + term
		if math.Abs(sums[at]) >= math.Abs(term) {
			lost[at] += (sums[at] - sum) + term
		} else {
			lost[at] += (term - sum) + sums[at]
		}
		sums[at] = sum
		letter := len(letters) - 1
		for ; letter >= 0; letter-- {
			if letters[letter]++; letters[letter] < spec.Letters[letter].Extent {
				break
			}
			letters[letter] = 0
		}
		if letter < 0 {
			break
		}
	}
	for i := range sums {
		sums[i] += lost[i]
	}
	return sums
}
