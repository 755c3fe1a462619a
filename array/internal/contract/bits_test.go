// This file tests that results have the same bits on every path: each set of kernels that this machine can run, and any
// number of threads, against the plain Go twins.

package contract

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"
)

// onPaths calls f with the kernels of T set to each set that this machine can run, the plain Go twins first.
func onPaths[T Element](active *kernels[T], sets []kernels[T], f func()) {
	chosen := *active
	defer func() { *active = chosen }()
	for _, *active = range sets {
		f()
	}
}

func TestSameBits(t *testing.T) {
	type contraction struct {
		text   string
		shapes [][]int
	}
	var all []contraction
	matrices := func(m, n, k int) {
		all = append(all, contraction{"ik,kj->ij", [][]int{{m, k}, {k, n}}})
	}
	for _, s := range [][3]int{{1, 130, 300}, {6, 16, 256}, {7, 33, 257}, {13, 100, 40}, {37, 19, 700}, {150, 65, 30}, {300, 1, 520}, {1, 1, 1000}, {2, 1030, 7}, {25, 31, 1}, {190, 90, 120}} {
		matrices(s[0], s[1], s[2])
	}
	for n := range 40 {
		matrices(1+n%9, n+1, 3+n)
	}
	for n := 1; n < 100; n++ {
		all = append(all,
			contraction{"i,i->", [][]int{{n}, {n}}},
			contraction{"ij,j->i", [][]int{{3, n}, {n}}},
			contraction{"ij,ij->ij", [][]int{{2, n}, {2, n}}},
			contraction{"ij,ij->j", [][]int{{3, n}, {3, n}}})
	}
	all = append(all,
		contraction{"ij->", [][]int{{90, 210}}},
		contraction{"ii->", [][]int{{77, 77}}},
		contraction{"ij,ij->ij", [][]int{{1100, 1000}, {1100, 1000}}}, // large enough to be stored past the caches
		contraction{"i,j->ij", [][]int{{30}, {90}}},
		contraction{"i,j->ij", [][]int{{1029}, {1031}}}, // large enough to be stored past the caches
		contraction{"bij,bij->b", [][]int{{3, 50, 45}, {3, 50, 45}}},
		contraction{"ij->i", [][]int{{9, 9000}}},
		contraction{"ij->j", [][]int{{300, 77}}},
		contraction{"bi,bi->b", [][]int{{20, 33}, {20, 33}}},
		contraction{"bi,bi->b", [][]int{{300, 300}, {300, 300}}}, // pieces of several batch turns
		contraction{"abi,abi->ba", [][]int{{3, 70, 9}, {3, 70, 9}}},
		contraction{"bii,b->b", [][]int{{7, 20, 20}, {7}}},
		contraction{"b,bi->b", [][]int{{7}, {7, 50}}},
		contraction{"abij,bij->ab", [][]int{{5, 40, 3, 11}, {40, 3, 11}}},
		contraction{"bij,bjk->bik", [][]int{{5, 7, 40}, {5, 40, 50}}},
		contraction{"ikb,kjb->ijb", [][]int{{3, 4, 5}, {4, 6, 5}}})
	for _, c := range all {
		t.Run(fmt.Sprint(c.text, c.shapes), func(t *testing.T) {
			sameBits(t, c.text, c.shapes, &float32Kernels, float32Sets, func(rng *rand.Rand) float32 { return float32(rng.NormFloat64()) },
				func(x float32) uint64 { return uint64(math.Float32bits(x)) })
			sameBits(t, c.text, c.shapes, &float64Kernels, float64Sets, func(rng *rand.Rand) float64 { return rng.NormFloat64() }, math.Float64bits)
		})
	}
}

func sameBits[T, K Element](t *testing.T, text string, shapes [][]int, active *kernels[K], sets []kernels[K], element func(*rand.Rand) T, word func(T) uint64) {
	rng := rand.New(rand.NewPCG(uint64(len(text)), uint64(shapes[0][0])))
	for _, contiguous := range []bool{true, false} {
		var operands []View[T]
		for _, shape := range shapes {
			v := randomView(rng, shape, func() T { return element(rng) })
			if contiguous {
				v = RowMajor(make([]T, product(shape)), shape)
				for i := range v.Data {
					v.Data[i] = element(rng)
				}
			}
			operands = append(operands, v)
		}
		sameBitsOf(t, text, operands, active, sets, word)
	}
}

// sameBitsOf compares the results of all kernels and numbers of threads for the operands. The kernels are those of T or,
// for complex T, of its parts.
func sameBitsOf[T, K Element](t *testing.T, text string, operands []View[T], active *kernels[K], sets []kernels[K], word func(T) uint64) {
	t.Helper()
	var shapes [][]int
	for _, v := range operands {
		shapes = append(shapes, v.Shape)
	}
	spec, err := Parse(text, shapes)
	if err != nil {
		t.Fatal(err)
	}
	var want []T
	onPaths(active, sets, func() {
		for _, threads := range []int{1, 2, 7} {
			dst := RowMajor(make([]T, product(spec.OutputShape())), spec.OutputShape())
			runViews(spec, dst, operands, threads)
			if want == nil {
				want = dst.Data
			}
			for i := range want {
				if word(dst.Data[i]) != word(want[i]) {
					t.Fatalf("%d threads: element %d is %v, the twin has %v", threads, i, dst.Data[i], want[i])
				}
			}
		}
	})
}

func TestSameBitsComplex(t *testing.T) {
	for _, c := range []struct {
		text   string
		shapes [][]int
	}{
		{"ik,kj->ij", [][]int{{1, 130}, {130, 30}}},
		{"ik,kj->ij", [][]int{{13, 127}, {127, 21}}},
		{"k,kj->j", [][]int{{40}, {40, 77}}},
		{"bk,bkj->bj", [][]int{{3, 40}, {3, 40, 19}}},
		{"ik,kj->ij", [][]int{{31, 257}, {257, 90}}},
		{"ik,jk->ij", [][]int{{30, 40}, {9, 40}}},
		{"ik,k->i", [][]int{{9, 700}, {700}}},
		{"ij->j", [][]int{{30, 77}}},
		{"bij,bjk->bik", [][]int{{5, 7, 11}, {5, 11, 6}}},
		{"ijk,jr,kr->ir", [][]int{{4, 9, 7}, {9, 5}, {7, 5}}},
	} {
		t.Run(fmt.Sprint(c.text, c.shapes), func(t *testing.T) {
			sameBits(t, c.text, c.shapes, &float32Kernels, float32Sets, func(rng *rand.Rand) complex64 {
				return complex(float32(rng.NormFloat64()), float32(rng.NormFloat64()))
			}, func(x complex64) uint64 {
				return uint64(math.Float32bits(real(x)))<<32 | uint64(math.Float32bits(imag(x)))
			})
			sameBits(t, c.text, c.shapes, &float64Kernels, float64Sets, func(rng *rand.Rand) complex128 {
				return complex(rng.NormFloat64(), rng.NormFloat64())
			}, func(x complex128) uint64 {
				return math.Float64bits(real(x)) ^ bits.RotateLeft64(math.Float64bits(imag(x)), 32)
			})
		})
	}
}

// TestSameBitsWindows contracts window views, which overlap, in all directions: filters, convolutions, their gradients.
func TestSameBitsWindows(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, c := range []struct {
		text  string
		stay  int // channels before the windows
		sizes []int
	}{
		{"xyij,ij->xy", 0, nil}, {"gxyij,gij->gxy", 3, nil}, {"gxyij,gxy->gij", 3, nil}, {"cxyij,ocij->oxy", 5, []int{1, 26, 65}}, {"cxyij,oxy->ocij", 2, []int{1, 7, 25}},
	} {
		for round := range 36 {
			height, width, stride := 1+rng.IntN(12), 1+rng.IntN(75), 1+round%2
			rows, columns := 1+round/2%9, 1+rng.IntN(5)
			line := (width-1)*stride + columns
			plane := ((height-1)*stride + rows) * line
			extents := map[rune]int{'x': height, 'y': width, 'i': rows, 'j': columns, 'g': c.stay, 'c': c.stay}
			if c.sizes != nil {
				extents['o'] = c.sizes[round%len(c.sizes)]
			}
			strides := map[rune]int{'x': line * stride, 'y': stride, 'i': line, 'j': 1, 'g': plane, 'c': plane}
			inputs, _, _ := strings.Cut(c.text, "->")
			left, right, _ := strings.Cut(inputs, ",")
			windows := View[float64]{Data: make([]float64, max(1, c.stay)*plane)}
			for _, letter := range left {
				windows.Shape, windows.Strides = append(windows.Shape, extents[letter]), append(windows.Strides, strides[letter])
			}
			var shape []int
			for _, letter := range right {
				shape = append(shape, extents[letter])
			}
			other := RowMajor(make([]float64, product(shape)), shape)
			t.Run(fmt.Sprint(c.text, windows.Shape, shape, stride), func(t *testing.T) {
				for _, data := range [][]float64{windows.Data, other.Data} {
					for i := range data {
						data[i] = float64(float32(rng.NormFloat64()))
					}
				}
				sameBitsOf(t, c.text, []View[float64]{windows, other}, &float64Kernels, float64Sets, math.Float64bits)
				sameBitsOf(t, c.text, []View[float32]{narrow(windows), narrow(other)}, &float32Kernels, float32Sets, func(x float32) uint64 { return uint64(math.Float32bits(x)) })
			})
		}
	}
}

// narrow returns the same view of float32 numbers.
func narrow(v View[float64]) View[float32] {
	data := make([]float32, len(v.Data))
	for i, x := range v.Data {
		data[i] = float32(x)
	}
	return View[float32]{data, v.Offset, v.Shape, v.Strides}
}

// TestFMA32 compares the emulated fused multiply-add with exact arithmetic on values whose sums hit ties.
func TestFMA32(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200000 {
		x := math.Float32frombits(rng.Uint32()&0x007fffff | 0x3f800000)
		y := math.Float32frombits(rng.Uint32()&0x00000fff | 0x3f800000)
		z := float32(math.Ldexp(float64(1+rng.IntN(8)), rng.IntN(60)-30))
		if rng.IntN(2) == 0 {
			z = -z
		}
		if got, want := fma32(x, y, z), exactFMA32(x, y, z); got != want {
			t.Fatalf("fma32(%v, %v, %v) = %v, want %v", x, y, z, got, want)
		}
	}
}

func exactFMA32(x, y, z float32) float32 {
	exact := new(big.Float).SetPrec(400).SetFloat64(float64(x) * float64(y)) // 48 bits: exact
	exact.Add(exact, big.NewFloat(float64(z)))
	rounded, _ := exact.Float32()
	return rounded
}
