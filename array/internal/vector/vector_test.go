// This file compares the assembly with its plain twins, bit by bit, and with its generator.

package vector

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"unsafe"
)

// guard is the number of elements before and after a destination that must stay as they are.
const guard = 9

// lengths are those at which loops begin and end; with -short, which an emulator needs, fewer.
func lengths() []int {
	if testing.Short() {
		return []int{0, 1, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 96, 127, 128, 160, 257, 300}
	}
	var list []int
	for n := range 100 {
		list = append(list, n)
	}
	return append(list, 127, 128, 129, 255, 257, 300, 511, 1000)
}

// offsets is the number of offsets of a destination from a vector's beginning.
func offsets() int {
	if testing.Short() {
		return 2
	}
	return 5
}

var specials = []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 709.9, -745.2, -708.5, 88.8, -103, -87.5, 1e-320, 1, -1, 0.5, 2.5, -2.5,
	1 << 20, 1e300, -1e-30, 1e-45, 0x1p-1022, 0x1p63, -0x1p63, 0x1.fffffffffffffp62, 0x1p64, 0x1.fffffffffffffp63, 0x1.fffffep63, 255.9, 256, 65535.5, -0.9, 127.9, -128.9}

// numbers returns n elements of every kind, special ones included.
func numbers[T Element](rng *rand.Rand, n int) []T {
	s := make([]T, n)
	special := rng.IntN(2) == 0 // half of the cases without, so that no special value hides the rest
	for i := range s {
		v, bits := rng.NormFloat64()*20, rng.Uint64()
		if special && rng.IntN(8) == 0 {
			v, bits = specials[rng.IntN(len(specials))], []uint64{0, 1, 1<<63 - 1, 1 << 63, math.MaxUint64, 0x8080808080808080}[rng.IntN(6)]
		}
		if rng.IntN(3) == 0 {
			bits %= 4
		}
		switch s := any(s).(type) {
		case []bool:
			s[i] = bits&1 == 1
		case []uint8:
			s[i] = uint8(bits)
		case []int8:
			s[i] = int8(bits)
		case []uint16:
			s[i] = uint16(bits)
		case []int16:
			s[i] = int16(bits)
		case []uint32:
			s[i] = uint32(bits)
		case []int32:
			s[i] = int32(bits)
		case []uint64:
			s[i] = bits
		case []int64:
			s[i] = int64(bits)
		case []float32:
			s[i] = float32(v)
		case []float64:
			s[i] = v
		case []complex64:
			s[i] = complex(float32(v), float32(-v))
		case []complex128:
			s[i] = complex(v, 1/v)
		}
	}
	return s
}

// same tells whether two elements have the same bits, or are both not a number.
func same[T Element](x, y T) bool {
	switch v := any(x).(type) {
	case float32:
		w := any(y).(float32)
		return math.Float32bits(v) == math.Float32bits(w) || v != v && w != w
	case float64:
		w := any(y).(float64)
		return math.Float64bits(v) == math.Float64bits(w) || v != v && w != w
	case complex64:
		w := any(y).(complex64)
		return same(real(v), real(w)) && same(imag(v), imag(w))
	case complex128:
		w := any(y).(complex128)
		return same(real(v), real(w)) && same(imag(v), imag(w))
	}
	return x == y
}

// plainly runs f in plain Go.
func plainly(f func()) {
	assembly = false
	defer func() { assembly = true }()
	f()
}

// onPaths runs f with each set of kernels that this processor has: the wider ones, and those that serve without them.
func onPaths(f func()) {
	f()
	if wide {
		wide = false
		defer func() { wide = true }()
		f()
	}
}

// compare runs f with and without assembly, on every length and at all offsets of a vector, and checks what lies around
// the destination.
func compare[R, T Element](t *testing.T, name string, f func(dst []R, a, b []T)) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths() {
		for offset := range offsets() {
			a, b := numbers[T](rng, n+offset)[offset:], numbers[T](rng, n+offset)[offset:]
			want := make([]R, n+offset+2*guard)
			plainly(func() { f(want[guard+offset:guard+offset+n], a, b) })
			onPaths(func() {
				got := make([]R, n+offset+2*guard)
				f(got[guard+offset:guard+offset+n], a, b)
				for i := range want {
					if !same(got[i], want[i]) {
						i -= guard + offset
						if i < 0 || i >= n {
							t.Fatalf("%s of length %d writes at %d", name, n, i)
						}
						t.Fatalf("%s of %v and %v is %v, want %v (%d of %d)", name, a[i], b[i], got[i+guard+offset], want[i+guard+offset], i, n)
					}
				}
				if offset == 0 {
					got := atEnd(2, make([]R, n))
					f(got, atEnd(0, a), atEnd(1, b))
					for i := range got {
						if !same(got[i], want[guard+i]) {
							t.Fatalf("%s of %v and %v before a page's end is %v, want %v (%d of %d)", name, a[i], b[i], got[i], want[guard+i], i, n)
						}
					}
				}
				inPlace, ok := any(append([]T(nil), a...)).([]R)
				if !ok {
					return
				}
				f(inPlace, any(inPlace).([]T), b)
				for i := range inPlace {
					if !same(inPlace[i], want[guard+offset+i]) {
						t.Fatalf("%s in place of %v and %v is %v, want %v (%d of %d)", name, a[i], b[i], inPlace[i], want[guard+offset+i], i, n)
					}
				}
			})
		}
	}
}

// one gives a function of one operand the form of the others.
func one[R, T Element](f func(dst []R, a []T)) func(dst []R, a, b []T) {
	return func(dst []R, a, b []T) { f(dst, a) }
}

// first gives a function with a single result the form of the others: it stands in the first element.
func first[R, T Element](f func(a []T) R) func(dst []R, a, b []T) {
	return func(dst []R, a, b []T) {
		if len(dst) > 0 {
			v := f(a[:len(dst)])
			clear(dst)
			dst[0] = v
		}
	}
}

// folded gives a function that folds three rows into dst the form of the others.
func folded[T Element](f func(dst, a, b, c []T)) func(dst, a, b []T) {
	return func(dst, a, b []T) {
		c := slices.Clone(a[:len(dst)])
		slices.Reverse(c)
		a = slices.Clone(a[:len(dst)])
		copy(dst, b)
		f(dst, a, b, c)
	}
}

func abs(v int) int { return max(v, -v) }

// requireAssembly skips tests that compare nothing without it.
func requireAssembly(t *testing.T) {
	t.Helper()
	if !assembly {
		t.Skip("this processor has no assembly")
	}
}

func testNumber[T Number](t *testing.T, name string) {
	compare(t, "Add "+name, Add[T])
	compare(t, "Sub "+name, Sub[T])
	compare(t, "Mul "+name, Mul[T])
	compare(t, "Neg "+name, one(Neg[T]))
	compare(t, "Add3 "+name, folded(Add3[T]))
	compare(t, "AnyNonzero "+name, func(dst []bool, a, b []T) {
		for i := range dst {
			dst[i] = AnyNonzero(a[i:min(len(dst), i+130)])
		}
	})
	compare(t, "Index "+name, func(dst []int, a, b []T) {
		for i := range dst {
			dst[i] = Index(a[:len(dst)], a[i]) + 1000*Index(a[:len(dst)], b[i])
		}
	})
	for _, stride := range []int{2, -1, 3, -2} {
		compare(t, fmt.Sprint("Gather ", stride, " ", name), func(dst, a, b []T) {
			src := slices.Repeat(append(slices.Clone(a), b...), 3)
			at := 0
			if stride < 0 {
				at = max(len(src)-1, 0)
			}
			n := min(len(dst), (len(src)+abs(stride)-1)/abs(stride))
			Gather(dst[:n], src[:len(src):len(src)], at, stride)
		})
	}
	compare(t, "Equal "+name, Equal[T])
	compare(t, "NotEqual "+name, NotEqual[T])
	compare(t, "Where "+name, func(dst, a, b []T) {
		cond := make([]bool, len(dst))
		for i := range cond {
			cond[i] = i*7%3 == 0
		}
		Where(dst, cond, a, b)
	})
}

func testReal[T Real](t *testing.T, name string) {
	testNumber[T](t, name)
	compare(t, "Max "+name, Max[T])
	compare(t, "Min "+name, Min[T])
	compare(t, "Less "+name, Less[T])
	compare(t, "LessEqual "+name, LessEqual[T])
	compare(t, "Abs "+name, one(Abs[T]))
	compare(t, "ReLU "+name, one(ReLU[T]))
	compare(t, "Clip "+name, one(func(dst, a []T) { Clip(dst, a, 1, 100) }))
	compare(t, "MaxOf "+name, first(MaxOf[T]))
	compare(t, "MinOf "+name, first(MinOf[T]))
	testPlaces(t, "FirstMax "+name, FirstMax[T], false)
	testPlaces(t, "FirstMin "+name, FirstMin[T], true)
	compare(t, "Max3 "+name, folded(Max3[T]))
	compare(t, "Min3 "+name, folded(Min3[T]))
}

// testPlaces compares where f finds the extremes of rows with the definition, for rows of all lengths at the end of memory.
func testPlaces[T Real](t *testing.T, name string, f func(places []int, s []T, n int), least bool) {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range append(lengths()[1:], 2100) {
		rows := min(1+rng.IntN(4), 1000/n+1)
		s := numbers[T](rng, rows*n)
		if rows*n <= 1000 {
			s = atEnd(0, s)
		}
		got := make([]int, rows+2)
		f(got[1:rows+1], s, n)
		if got[0] != 0 || got[rows+1] != 0 {
			t.Fatalf("%s: stored outside of %d places: %v", name, rows, got)
		}
		for i, place := range got[1 : rows+1] {
			row := s[i*n : (i+1)*n]
			if want := firstPlain(row, least); place != want {
				t.Fatalf("%s: row %d of %d elements has %d, want %d: %v", name, i, n, place, want, row)
			}
		}
	}
}

// runningSums finishes what RunningSum does not do.
func runningSums[T Integer](dst, a []T) {
	before := T(7)
	n := RunningSum(dst, a, before)
	if n > 0 {
		before = dst[n-1]
	}
	for i := n; i < len(a); i++ {
		before += a[i]
		dst[i] = before
	}
}

func testInteger[T Integer](t *testing.T, name string) {
	testReal[T](t, name)
	compare(t, "SumWide "+name, first(SumWide[T]))
	compare(t, "RunningSum "+name, one(runningSums[T]))
	compare(t, "AddWide "+name, func(dst []int64, a, b []T) {
		src := append([]T(nil), a[:len(dst)]...)
		for i := range dst {
			dst[i] = int64(i) - 1
		}
		AddWide(dst, src)
	})
	compare(t, "And "+name, func(dst, a, b []T) { And(Bytes(dst), Bytes(a), Bytes(b)) })
	compare(t, "Or "+name, func(dst, a, b []T) { Or(Bytes(dst), Bytes(a), Bytes(b)) })
	compare(t, "Xor "+name, func(dst, a, b []T) { Xor(Bytes(dst), Bytes(a), Bytes(b)) })
	testConvert[float32, T](t, name)
	testConvert[float64, T](t, name)
	testConvert[int64, T](t, name)
	testConvert[uint64, T](t, name)
	testNarrow[T](t, name)
}

// narrowThree gives AddNarrow3 the form of the others.
func narrowThree[S int16 | int32, T Integer](dst []S, a, b []T) {
	c := slices.Clone(a[:len(dst)])
	slices.Reverse(c)
	for i := range dst {
		dst[i] = S(i)
	}
	AddNarrow3(dst, a, b, c)
}

func testNarrow[T Real](t *testing.T, name string) {
	testConvert[uint8, T](t, name)
	testConvert[int8, T](t, name)
	testConvert[uint16, T](t, name)
	testConvert[int16, T](t, name)
	testConvert[int32, T](t, name)
	testConvert[uint32, T](t, name)
}

// saturated converts as Convert is to.
func saturated[U, T Real](v T) U {
	if kind := kindOf[T](); kind != F32 && kind != F64 || kindOf[U]() == F32 || kindOf[U]() == F64 {
		return U(v)
	}
	limits := map[int][2]float64{U8: {0, 255}, I8: {-128, 127}, U16: {0, 65535}, I16: {-32768, 32767}, I32: {-1 << 31, 1<<31 - 1}, U32: {0, 1<<32 - 1}}[kindOf[U]()]
	most := uint64(math.MaxUint64)
	switch f := float64(v); {
	case v != v:
		return 0
	case kindOf[U]() == I64 && f >= 1<<63:
		return U(most >> 1)
	case kindOf[U]() == I64:
		return U(int64(max(f, -1<<63)))
	case kindOf[U]() == U64 && f >= 1<<64:
		return U(most)
	case kindOf[U]() == U64:
		return U(uint64(max(f, 0)))
	}
	return U(int64(min(max(float64(v), limits[0]), limits[1])))
}

// testConvert compares what Convert converts with Go's conversion, or its saturating form.
func testConvert[U, T Real](t *testing.T, name string) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range lengths() {
		src := numbers[T](rng, n)
		if float, ok := any(src).([]float64); ok { // of all magnitudes
			for i := range float {
				float[i] *= float64(uint64(1) << rng.IntN(64))
			}
		}
		onPaths(func() {
			dst := make([]U, n+guard)
			for i, v := range dst[:Convert(dst[:n], src)] {
				if want := saturated[U](src[i]); !same(v, want) {
					t.Fatalf("Convert %s %v to %v, want %v", name, src[i], v, want)
				}
			}
			for _, v := range dst[n:] {
				if v != 0 {
					t.Fatalf("Convert %s of length %d writes beyond", name, n)
				}
			}
		})
	}
}

func testFloat[T Float](t *testing.T, name string) {
	testReal[T](t, name)
	compare(t, "Div "+name, Div[T])
	compare(t, "Sqrt "+name, one(Sqrt[T]))
	compare(t, "Floor "+name, one(Floor[T]))
	compare(t, "Ceil "+name, one(Ceil[T]))
	compare(t, "Trunc "+name, one(Trunc[T]))
	compare(t, "Round "+name, one(Round[T]))
	compare(t, "IsNaN "+name, one(IsNaN[T]))
	compare(t, "Exp "+name, one(Exp[T]))
	compare(t, "Log "+name, one(Log[T]))
	compare(t, "Sin "+name, one(Sin[T]))
	compare(t, "Cos "+name, one(Cos[T]))
	compare(t, "Tanh "+name, one(Tanh[T]))
	compare(t, "Sigmoid "+name, one(Sigmoid[T]))
	compare(t, "Exp2 "+name, one(Exp2[T]))
	compare(t, "Expm1 "+name, one(Expm1[T]))
	compare(t, "Log1p "+name, one(Log1p[T]))
	compare(t, "Log2 "+name, one(Log2[T]))
	compare(t, "Log10 "+name, one(Log10[T]))
	compare(t, "Tan "+name, one(Tan[T]))
	compare(t, "Sinh "+name, one(Sinh[T]))
	compare(t, "Cosh "+name, one(Cosh[T]))
	compare(t, "Asinh "+name, one(Asinh[T]))
	compare(t, "Acosh "+name, one(Acosh[T]))
	compare(t, "Atanh "+name, one(Atanh[T]))
	compare(t, "Cbrt "+name, one(Cbrt[T]))
	compare(t, "Asin "+name, one(Asin[T]))
	compare(t, "Acos "+name, one(Acos[T]))
	compare(t, "Atan "+name, one(Atan[T]))
	compare(t, "Atan2 "+name, Atan2[T])
	compare(t, "Hypot "+name, Hypot[T])
	compare(t, "Pow "+name, func(dst, a, b []T) { Pow(dst, a, slices.Clone(b)) })
	compare(t, "Pow of positive numbers "+name, func(dst, a, b []T) {
		positive := make([]T, len(dst))
		Abs(positive, a)
		Pow(dst, positive, slices.Clone(b))
	})
	compare(t, "Sum "+name, first(Sum[T]))
	compare(t, "SquaresFrom "+name, one(func(dst, a []T) { SquaresFrom(dst, a, 3) }))
	compare(t, "AddSquares "+name, func(dst, a, b []T) {
		a, b = slices.Clone(a), slices.Clone(b)
		for i := range dst {
			dst[i] = T(i)
		}
		AddSquares(dst, a, b)
	})
	testConvert[float32, T](t, name)
	testConvert[int64, T](t, name)
	testConvert[uint64, T](t, name)
	testConvert[float64, T](t, name)
	testNarrow[T](t, name)
}

func TestTwins(t *testing.T) {
	requireAssembly(t)
	testInteger[uint8](t, "uint8")
	testInteger[int8](t, "int8")
	testInteger[uint16](t, "uint16")
	testInteger[int16](t, "int16")
	testInteger[uint32](t, "uint32")
	testInteger[int32](t, "int32")
	testInteger[uint64](t, "uint64")
	testInteger[int64](t, "int64")
	compare(t, "AddNarrow3 uint8", narrowThree[int16, uint8])
	compare(t, "AddNarrow3 int8", narrowThree[int16, int8])
	compare(t, "AddNarrow3 uint16", narrowThree[int32, uint16])
	compare(t, "AddNarrow3 int16", narrowThree[int32, int16])
	testFloat[float32](t, "float32")
	testFloat[float64](t, "float64")
	testNumber[complex64](t, "complex64")
	testNumber[complex128](t, "complex128")
	compare(t, "Where bool", func(dst, a, b []bool) { Where(dst, a, b, a) })
	compare(t, "Equal bool", Equal[bool])
}

// TestFunctionsDense compares the elementary functions over many arguments of all magnitudes.
func TestFunctionsDense(t *testing.T) {
	requireAssembly(t)
	rng := rand.New(rand.NewPCG(5, 6))
	x := make([]float64, 40000)
	for i := range x {
		x[i] = math.Ldexp(rng.Float64()*2-1, rng.IntN(40)-20)
		if i%4 == 0 {
			x[i] = math.Ldexp(rng.Float64()*2-1, rng.IntN(2100)-1074)
		}
	}
	y := make([]float32, len(x))
	for i := range y {
		y[i] = float32(x[i])
	}
	for i, f := range []struct {
		double func(dst, a []float64)
		single func(dst, a []float32)
	}{{Exp[float64], Exp[float32]}, {Log[float64], Log[float32]}, {Sin[float64], Sin[float32]}, {Cos[float64], Cos[float32]}, {Tanh[float64], Tanh[float32]}, {Sigmoid[float64], Sigmoid[float32]},
		{Exp2[float64], Exp2[float32]}, {Expm1[float64], Expm1[float32]}, {Log1p[float64], Log1p[float32]}, {Log2[float64], Log2[float32]},
		{Log10[float64], Log10[float32]}, {Tan[float64], Tan[float32]},
		{Sinh[float64], Sinh[float32]}, {Cosh[float64], Cosh[float32]}, {Asinh[float64], Asinh[float32]}, {Acosh[float64], Acosh[float32]}, {Atanh[float64], Atanh[float32]}, {Cbrt[float64], Cbrt[float32]}, {Asin[float64], Asin[float32]}, {Acos[float64], Acos[float32]}, {Atan[float64], Atan[float32]},
		{turned(Atan2[float64]), turned(Atan2[float32])}, {turned(Hypot[float64]), turned(Hypot[float32])}, {powers[float64], powers[float32]}} {
		want, want32 := make([]float64, len(x)), make([]float32, len(x))
		plainly(func() {
			f.double(want, x)
			f.single(want32, y)
		})
		onPaths(func() {
			got, got32 := make([]float64, len(x)), make([]float32, len(x))
			f.double(got, x)
			f.single(got32, y)
			for j := range x {
				if !same(got[j], want[j]) || !same(got32[j], want32[j]) {
					t.Fatalf("function %d of %v is %v and %v, want %v and %v", i, x[j], got[j], got32[j], want[j], want32[j])
				}
			}
		})
	}
}

// turned makes the second operand of f of the first, in another order.
func turned[T Float](f func(dst, a, b []T)) func(dst, a []T) {
	return func(dst, a []T) {
		b := slices.Clone(a)
		slices.Reverse(b)
		f(dst, a, b)
	}
}

// powers raises magnitudes to powers that give results of all sizes.
func powers[T Float](dst, a []T) {
	base, power := make([]T, len(a)), make([]T, len(a))
	Abs(base, a)
	for i := range power {
		power[i] = T(i%4001-2000) / 64
	}
	Pow(dst, base, power)
}

func testTranspose[T Element](t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 60 {
		rows, columns := rng.IntN(70), rng.IntN(70)
		dstPitch, srcPitch := columns+rng.IntN(3), rows+rng.IntN(3)
		src := numbers[T](rng, columns*srcPitch+1)
		dst := make([]T, rows*dstPitch+guard)
		Transpose(dst, src, rows, columns, dstPitch, srcPitch, false)
		for p, v := range dst {
			i, j := 0, p
			if dstPitch > 0 {
				i, j = p/dstPitch, p%dstPitch
			}
			var want T
			if i < rows && j < columns {
				want = src[j*srcPitch+i]
			}
			if !same(v, want) {
				t.Fatalf("%d x %d, pitches %d and %d: element (%d, %d) is %v, want %v", rows, columns, dstPitch, srcPitch, i, j, v, want)
			}
		}
	}
}

func testTransposePast[T Element](t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for range 40 {
		rows, columns := 1+rng.IntN(70), 64+8*rng.IntN(9)
		dstPitch, srcPitch := columns+8*rng.IntN(2), rows+rng.IntN(3)
		src := numbers[T](rng, columns*srcPitch)
		dst, want := make([]T, rows*dstPitch+guard), make([]T, rows*dstPitch+guard)
		if !TransposesPast(dst, columns, dstPitch) {
			continue // no such kernels, or memory that is not aligned
		}
		Transpose(dst, src, rows, columns, dstPitch, srcPitch, true)
		Transpose(want, src, rows, columns, dstPitch, srcPitch, false)
		for p := range dst {
			if !same(dst[p], want[p]) {
				t.Fatalf("%d x %d, pitches %d and %d: element %d is %v, want %v", rows, columns, dstPitch, srcPitch, p, dst[p], want[p])
			}
		}
	}
}

func testCopyPast[T Element](t *testing.T) {
	rng := rand.New(rand.NewPCG(27, 28))
	for n := range 200 {
		first := rng.IntN(20)
		src, dst := numbers[T](rng, n), make([]T, first+n+guard)
		CopyPast(dst[first:first+n], src)
		Fence()
		for p, v := range dst {
			var want T
			if p >= first && p < first+n {
				want = src[p-first]
			}
			if !same(v, want) {
				t.Fatalf("%d elements after %d: element %d is %v, want %v", n, first, p, v, want)
			}
		}
	}
}

func TestPast(t *testing.T) {
	testTransposePast[float32](t)
	testTransposePast[float64](t)
	testTransposePast[int64](t)
	testCopyPast[uint8](t)
	testCopyPast[int16](t)
	testCopyPast[float32](t)
	testCopyPast[float64](t)
	testCopyPast[complex128](t)
}

func TestTranspose(t *testing.T) {
	testTranspose[uint8](t)
	testTranspose[int16](t)
	testTranspose[float32](t)
	testTranspose[float64](t)
	testTranspose[complex128](t)
}

func TestGenerated(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	command := exec.Command(goTool, "run", ".", dir)
	command.Dir = "gen"
	var problems bytes.Buffer
	command.Stderr = &problems
	if err := command.Run(); err != nil {
		t.Fatal(fmt.Errorf("%w: %s", err, &problems))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 5 {
		t.Fatalf("the generator wrote %v, %v", files, err)
	}
	for _, f := range files {
		want, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Base(f)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from what gen writes (%v); run go generate", filepath.Base(f), err)
		}
	}
}

func TestKinds(t *testing.T) {
	if kindOf[int]() != I64 && unsafe.Sizeof(0) == 8 || kindOf[uint]() != U64 && unsafe.Sizeof(0) == 8 {
		t.Errorf("int is of kind %d, uint of kind %d", kindOf[int](), kindOf[uint]())
	}
}

// testSorting compares what sorts and partitions with definitions, on and beside the paths with assembly.
func testSorting[T Key](t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, n := range lengths() {
		for _, spread := range []int64{1, 5, math.MaxInt32} {
			src := make([]T, n)
			for i := range src {
				src[i] = T(rng.Int64N(spread)) - T(spread/2)
				if rng.IntN(20) == 0 {
					src[i] = []T{greatest[T](), -greatest[T]() - 1, 0}[rng.IntN(3)]
				}
			}
			src = atEnd(0, src)
			if n <= Few[T]() {
				got, want := atEnd(1, make([]T, n)), slices.Clone(src)
				slices.Sort(want)
				copy(got, src)
				SortFew(got, got)
				if !slices.Equal(got, want) {
					t.Fatalf("SortFew of %v is %v", src, got)
				}
				clear(got)
				SortFew(got, slices.Clone(src))
				if !slices.Equal(got, want) {
					t.Fatalf("SortFew of %v is %v elsewhere", src, got)
				}
			}
			for _, pivot := range []T{0, 1, -2, greatest[T](), -greatest[T]() - 1} {
				want := make([]T, n)
				var low int
				plainly(func() { low = Partition(want, src, pivot) })
				got := atEnd(1, make([]T, n))
				if Partition(got, src, pivot) != low || !slices.Equal(got, want) {
					t.Fatalf("Partition of %v around %v is %v, want %v", src, pivot, got, want)
				}
				for i, v := range got {
					if v <= pivot != (i < low) {
						t.Fatalf("Partition of %v around %v is %v, %d first", src, pivot, got, low)
					}
				}
				all := slices.Clone(src)
				slices.Sort(all)
				if slices.Sort(got); !slices.Equal(got, all) {
					t.Fatalf("Partition of %v around %v has other elements: %v", src, pivot, got)
				}
			}
		}
	}
}

func TestSorting(t *testing.T) {
	requireAssembly(t)
	testSorting[int32](t)
	testSorting[int64](t)
}

// testSignedOrder checks that the integers have the order of the numbers.
func testSignedOrder[T Real, K Key](t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, n := range lengths() {
		s := slices.DeleteFunc(numbers[T](rng, n), func(v T) bool { return v != v })
		before := slices.Clone(s)
		SignedOrder(s)
		keys := slices.Clone(words[K](s))
		plain := slices.Clone(before)
		plainly(func() { SignedOrder(plain) })
		if !slices.Equal(keys, words[K](plain)) {
			t.Fatalf("SignedOrder of %v is %v, want %v", before, keys, words[K](plain))
		}
		for i := range keys {
			for j := range keys[:i] {
				if before[i] < before[j] && keys[i] >= keys[j] || before[i] > before[j] && keys[i] <= keys[j] {
					t.Fatalf("%v and %v become %v and %v", before[i], before[j], keys[i], keys[j])
				}
			}
		}
		SignedOrder(s)
		for i := range s {
			if !same(s[i], before[i]) {
				t.Fatalf("%v comes back as %v", before[i], s[i])
			}
		}
	}
}

func TestSignedOrder(t *testing.T) {
	requireAssembly(t)
	testSignedOrder[int32, int32](t)
	testSignedOrder[uint32, int32](t)
	testSignedOrder[float32, int32](t)
	testSignedOrder[int64, int64](t)
	if unsafe.Sizeof(uint(0)) == 8 {
		testSignedOrder[uint, int64](t)
	} else {
		testSignedOrder[uint, int32](t)
	}
	testSignedOrder[uint64, int64](t)
	testSignedOrder[float64, int64](t)
}
