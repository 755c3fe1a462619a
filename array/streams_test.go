// This file checks that results which go past the caches are the same as those which do not.

package array

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/arraybook/arraybook/array/internal/vector"
)

func TestStreamed(t *testing.T) {
	streamedTypes[uint8](t)
	streamedTypes[float32](t)
	streamedTypes[float64](t)
	streamedTypes[complex128](t)
}

// streamedTypes compares results in T of operations on arrays in many layouts.
func streamedTypes[T Number](t *testing.T) {
	base := Cast[T](Integers(NewRand(1), 0, 100, 40, 70, 2))
	layouts := map[string]func(a *Array[T]) *Array[T]{
		"contiguous": func(a *Array[T]) *Array[T] { return a },
		"transposed": func(a *Array[T]) *Array[T] { return a.T() },
		"moved":      func(a *Array[T]) *Array[T] { return a.MoveAxis(0, 1) },
		"offset":     func(a *Array[T]) *Array[T] { return a.Slice("1:, 3:, :") },
		"strided":    func(a *Array[T]) *Array[T] { return a.Slice("::2, ::3, 1") },
		"backwards":  func(a *Array[T]) *Array[T] { return a.Flip() },
		"turned":     func(a *Array[T]) *Array[T] { return a.Slice("..., 0").T().Flip(0) },
		"across":     func(a *Array[T]) *Array[T] { return a.Slice("..., 0").T().Flip(1) },
		"twice":      func(a *Array[T]) *Array[T] { return a.Reshape(80, 70).T().Flip() },
		"windows":    func(a *Array[T]) *Array[T] { return SlidingWindow(a.Slice("..., 0"), 3, 3) },
	}
	operations := map[string]func(a *Array[T]) any{
		"Copy":      func(a *Array[T]) any { return a.Copy() },
		"Values":    func(a *Array[T]) any { return From(a.Values()) },
		"Add":       func(a *Array[T]) any { return Add(a, a) },
		"AddRow":    func(a *Array[T]) any { return Add(a, a.Index(0)) },
		"AddCopy":   func(a *Array[T]) any { return Add(a, a.Copy()) },
		"AddNumber": func(a *Array[T]) any { return Add(a, Scalar[T](3)) },
		"NumberAdd": func(a *Array[T]) any { return Sub(Scalar[T](3), a) },
		"Neg":       func(a *Array[T]) any { return Neg(a) },
		"Equal":     func(a *Array[T]) any { return Equal(a, a.Index(0)) },
		"Where":     func(a *Array[T]) any { return Where(Equal(a, a.Index(0)), a, Scalar[T](7)) },
		"ToUint8":   func(a *Array[T]) any { return Cast[uint8](a) },
		"ToFloat64": func(a *Array[T]) any { return Cast[float64](a) },
		"AddInto": func(a *Array[T]) any {
			d := Zeros[T](append(a.Shape(), 2)...).Slice("..., 1")
			AddInto(d, a, a)
			return d
		},
	}
	defer func(fresh, all, parallel int) { streamFresh, streamAll, parallelMin = fresh, all, parallel }(streamFresh, streamAll, parallelMin)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	parallelMin = 1 // so that ranges do not begin at zero only
	for layout, view := range layouts {
		for operation, f := range operations {
			streamFresh, streamAll = math.MaxInt, math.MaxInt
			want := f(view(base))
			streamFresh, streamAll = 1, 1
			if got := f(view(base)); !bytes.Equal(bytesOf(got), bytesOf(want)) {
				t.Errorf("%s of %s %s differs when it is streamed", operation, layout, dtypeOf[T]())
			}
		}
	}
}

// bytesOf returns the bytes of an array's elements.
func bytesOf(a any) []byte {
	switch a := a.(type) {
	case *Array[bool]:
		return vector.Bytes(a.Values())
	case *Array[uint8]:
		return a.Values()
	case *Array[float32]:
		return vector.Bytes(a.Values())
	case *Array[float64]:
		return vector.Bytes(a.Values())
	case *Array[complex128]:
		return vector.Bytes(a.Values())
	}
	panic(fmt.Sprintf("elements of %T", a))
}
