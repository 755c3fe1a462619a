//go:build amd64

// This file compares the assembly with its plain twins, bit by bit, and with its generator.

package vector

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
)

// guard is the number of elements before and after a destination that must stay as they are.
const guard = 9

// numbers returns n floats of every kind, special ones included.
func numbers[T Float](rng *rand.Rand, n int) []T {
	specials := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 709.9, -745.2, -708.5, 88.8, -103, -87.5, 1e-320}
	s := make([]T, n)
	for i := range s {
		if s[i] = T(rng.NormFloat64() * 20); rng.IntN(8) == 0 {
			s[i] = T(specials[rng.IntN(len(specials))])
		}
	}
	return s
}

func sameBits[T Float](x, y T) bool {
	return x == y && math.Signbit(float64(x)) == math.Signbit(float64(y)) || x != x && y != y
}

// compare runs f on every length up to 99 and some long ones, at all offsets of a vector, and in place.
func compare[T Float](t *testing.T, name string, f, twin func(dst, a, b []T)) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 103 {
		if n >= 100 {
			n = 997 + n
		}
		for offset := range 9 {
			a, b := numbers[T](rng, n+offset)[offset:], numbers[T](rng, n+offset)[offset:]
			want, got := make([]T, n), make([]T, n+offset+2*guard)
			twin(want, a, b)
			f(got[guard+offset:guard+offset+n], a, b)
			inPlace := append([]T(nil), a...)
			f(inPlace, inPlace, b)
			for i := range want {
				if !sameBits(got[guard+offset+i], want[i]) || !sameBits(inPlace[i], want[i]) {
					t.Fatalf("%s of %v and %v is %v, in place %v, want %v (length %d)", name, a[i], b[i], got[guard+offset+i], inPlace[i], want[i], n)
				}
			}
			for i, v := range got {
				if (i < guard+offset || i >= guard+offset+n) && v != 0 {
					t.Fatalf("%s of length %d writes at %d", name, n, i-guard-offset)
				}
			}
		}
	}
}

func requireAVX2(t *testing.T) {
	t.Helper()
	if !useAVX2 {
		t.Skip("this processor has no AVX2")
	}
}

func TestTwins(t *testing.T) {
	requireAVX2(t)
	compare(t, "AddF64", AddF64, addPlain[float64])
	compare(t, "AddF32", AddF32, addPlain[float32])
	compare(t, "SubF64", SubF64, subPlain[float64])
	compare(t, "SubF32", SubF32, subPlain[float32])
	compare(t, "MulF64", MulF64, mulPlain[float64])
	compare(t, "MulF32", MulF32, mulPlain[float32])
	compare(t, "DivF64", DivF64, divPlain[float64])
	compare(t, "DivF32", DivF32, divPlain[float32])
	compare(t, "ExpF64", func(dst, a, _ []float64) { ExpF64(dst, a) }, func(dst, a, _ []float64) { expPlain(dst, a) })
	compare(t, "ExpF32", func(dst, a, _ []float32) { ExpF32(dst, a) }, func(dst, a, _ []float32) { expPlain(dst, a) })
	compare(t, "SumF64", sumEach(SumF64), sumEach(sumPlain[float64]))
	compare(t, "SumF32", sumEach(SumF32), sumEach(sumPlain[float32]))
}

// sumEach gives a sum the form of the other loops: the sum stands in the first element.
func sumEach[T Float](sum func([]T) T) func(dst, a, b []T) {
	return func(dst, a, b []T) {
		if len(dst) > 0 {
			total := sum(a)
			copy(dst, b)
			dst[0] = total
		}
	}
}

func TestGenerated(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	command := exec.Command(goTool, "run", ".")
	command.Dir = "gen"
	var problems bytes.Buffer
	command.Stderr = &problems
	want, err := command.Output()
	if err != nil {
		t.Fatal(fmt.Errorf("%w: %s", err, &problems))
	}
	if got, err := os.ReadFile("vector_amd64.s"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("vector_amd64.s differs from what gen writes (%v); run go generate", err)
	}
}
