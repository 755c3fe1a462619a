// This file checks that results in place of temporaries are those that new memory would hold, and that nothing else is
// ever written.

package array

import (
	"bytes"
	"slices"
	"testing"
)

func TestTemporary(t *testing.T) {
	temporaryTypes[uint8](t)
	temporaryTypes[float32](t)
	temporaryTypes[complex128](t)
}

// temporaryTypes compares operations on temporaries of many layouts with those on copies that are none.
func temporaryTypes[T Number](t *testing.T) {
	base := Cast[T](Integers(NewRand(1), 1, 100, 40, 40))
	one := Scalar[T](1)
	layouts := map[string]func() *Array[T]{ // new results
		"row-major": func() *Array[T] { return Add(base, one) },
		"transpose": func() *Array[T] { return Add(base.T(), one) },
		"row":       func() *Array[T] { return Add(base.Index(3), one) },
		"column":    func() *Array[T] { return Add(base.Slice(":, 3:4"), one) },
		"empty":     func() *Array[T] { return Add(base.Slice(":0"), one) },
		"scalar":    func() *Array[T] { return Add(base.Slice("1, 1"), one) },
	}
	others := map[string]*Array[T]{"matrix": base, "transpose": base.T(), "reversed": base.Flip(), "row": base.Index(5), "column": base.Slice(":, 4:5"), "number": one}
	operations := map[string]func(a, b *Array[T]) Untyped{
		"Sub":   func(a, b *Array[T]) Untyped { return Sub(a, b) },
		"Mul":   func(a, b *Array[T]) Untyped { return Mul(a, b) },
		"Div":   func(a, b *Array[T]) Untyped { return Div(a, divisors(b)) },
		"Neg":   func(a, _ *Array[T]) Untyped { return Neg(a) },
		"Equal": func(a, b *Array[T]) Untyped { return Equal(a, b) },
	}
	for layout, result := range layouts {
		for name, other := range others {
			if !broadcasts(result().Shape(), other.Shape()) {
				continue
			}
			before := other.Values()
			for operation, f := range operations {
				for side, call := range map[string]func(a *Array[T]) Untyped{
					"left":  func(a *Array[T]) Untyped { return f(a, other) },
					"right": func(a *Array[T]) Untyped { return f(other, a) },
					"both":  func(a *Array[T]) Untyped { return f(a, result().Temporary()) },
				} {
					want, got := call(result()), call(result().Temporary())
					if !slices.Equal(got.Shape(), want.Shape()) || !slices.Equal(got.Strides(), want.Strides()) || got.Offset() != want.Offset() || got.BufferLen() != want.BufferLen() || !bytes.Equal(bytesOf(got), bytesOf(want)) {
						t.Errorf("%s of a temporary %s on the %s and a %s, %s: %s, want %s", operation, layout, side, name, dtypeOf[T](), got, want)
					}
					if !slices.Equal(other.Values(), before) {
						t.Fatalf("%s of a temporary %s on the %s wrote into its other operand, a %s", operation, layout, side, name)
					}
				}
			}
		}
	}
}

// divisors makes a divisor: 1 where an element is 0.
func divisors[T Number](a *Array[T]) *Array[T] { return Where(Equal(a, Scalar[T](0)), Scalar[T](1), a) }

func broadcasts(shapes ...[]int) (ok bool) {
	defer func() { ok = recover() == nil }()
	broadcastShape("test", shapes...)
	return true
}

func TestTemporaryIsReplaced(t *testing.T) {
	big := Ones[float64](1000)
	sum := Add(big, big).Temporary()
	if product := Mul(sum, big); product != sum {
		t.Error("the product did not take the place of the temporary sum")
	}
	if product := Mul(sum, big); product == sum {
		t.Error("a result stayed a temporary")
	}
	if view := big.BroadcastTo(2, 1000).Temporary(); Neg(view) == view {
		t.Error("a read-only view was written")
	}
	if half := big.Slice(":600").Temporary(); Neg(half) == half {
		t.Error("a part of an array was written")
	}
	if less := Less(Add(big, big).Temporary(), big); less.Size() != 1000 {
		t.Error(less)
	}
}
