// This file compares the package with NumPy, whose results for generated cases are in testdata/numpy_cases.json.gz,
// written by testdata/numpy_cases.py.

package array

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

type packedArray struct {
	Shape []int
	Data  string
	Slice string
	Axes  []int
}

type numpyArgs struct {
	Axes, Other, Shape, Times []int
	N, Before, After          int
	Lo, Hi, Q                 float64
	Start, Stop, Step         float64
	Text                      string
}

type numpyCase struct {
	Op, DType string
	Operands  []packedArray
	Results   []packedArray
	ULPs      float64
	Args      numpyArgs
}

// unpack makes an array, seen through the slice and the transposition of the case.
func unpack[T Element](t *testing.T, p packedArray) *Array[T] {
	t.Helper()
	var data []T
	for _, text := range strings.Fields(p.Data) {
		v, err := parseElement[T](text)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, v)
	}
	a := From(data, p.Shape...)
	if len(p.Shape) == 0 {
		a = Scalar(data[0])
	}
	if p.Slice != "" {
		a = a.Slice(p.Slice)
	}
	if p.Axes != nil {
		a = a.Transpose(p.Axes...)
	}
	return a
}

type operation[T Element] func(x []*Array[T], c numpyArgs) any

// elementOps are the operations of every element type.
func elementOps[T Element]() map[string]operation[T] {
	return map[string]operation[T]{
		"Equal":        func(x []*Array[T], c numpyArgs) any { return Equal(x[0], x[1]) },
		"NotEqual":     func(x []*Array[T], c numpyArgs) any { return NotEqual(x[0], x[1]) },
		"Where":        func(x []*Array[T], c numpyArgs) any { return Where(Equal(x[0], x[1]), x[0], x[1]) },
		"Min":          func(x []*Array[T], c numpyArgs) any { return x[0].Min(c.Axes...) },
		"Max":          func(x []*Array[T], c numpyArgs) any { return x[0].Max(c.Axes...) },
		"Any":          func(x []*Array[T], c numpyArgs) any { return x[0].Any(c.Axes...) },
		"All":          func(x []*Array[T], c numpyArgs) any { return All(x[0], c.Axes...) },
		"CountNonzero": func(x []*Array[T], c numpyArgs) any { return CountNonzero(x[0], c.Axes...) },
		"Argmin":       func(x []*Array[T], c numpyArgs) any { return x[0].Argmin(c.Axes...) },
		"Argmax":       func(x []*Array[T], c numpyArgs) any { return x[0].Argmax(c.Axes...) },
		"View":         func(x []*Array[T], c numpyArgs) any { return x[0] },
		"ArrayEqual":   func(x []*Array[T], c numpyArgs) any { return Scalar(ArrayEqual(x[0], x[1])) },
		"Meshgrid":     func(x []*Array[T], c numpyArgs) any { return Meshgrid(x...)[c.N] },
		"Cast": func(x []*Array[T], c numpyArgs) any {
			switch c.N {
			case 0:
				return Cast[float32](x[0])
			case 1:
				return Cast[uint8](x[0])
			case 2:
				return Cast[int32](x[0])
			case 3:
				return Cast[bool](x[0])
			case 4:
				return Cast[float64](x[0])
			case 5:
				return Cast[int64](x[0])
			}
			return Cast[complex128](x[0])
		},
		"Reshape": func(x []*Array[T], c numpyArgs) any { return x[0].Reshape(c.Shape...) },
		"Concat":  func(x []*Array[T], c numpyArgs) any { return Concat(c.Axes[0], x...) },
		"Stack":   func(x []*Array[T], c numpyArgs) any { return Stack(c.Axes[0], x...) },
		"Repeat":  func(x []*Array[T], c numpyArgs) any { return Repeat(x[0], c.N, c.Axes...) },
		"Roll":    func(x []*Array[T], c numpyArgs) any { return Roll(x[0], c.N, c.Axes...) },
		"Flip":    func(x []*Array[T], c numpyArgs) any { return x[0].Flip(c.Axes...) },
		"Take":    func(x []*Array[T], c numpyArgs) any { return Take(x[0], From([]int{2, -1, 0, 2}, 2, 2), c.Axes[0]) },
		"Tile":    func(x []*Array[T], c numpyArgs) any { return Tile(x[0], c.Times...) },
		"Tril":    func(x []*Array[T], c numpyArgs) any { return Tril(x[0], c.N) },
		"Triu":    func(x []*Array[T], c numpyArgs) any { return Triu(x[0], c.N) },
		"Pad": func(x []*Array[T], c numpyArgs) any {
			return Pad(x[0], [2]int{c.Before, c.After}, [2]int{c.After, c.Before}, Boundary(BoundaryMode(c.N)))
		},
		"Mask":     func(x []*Array[T], c numpyArgs) any { return Mask(x[0], Cast[bool](x[0])) },
		"Argwhere": func(x []*Array[T], c numpyArgs) any { return Argwhere(x[0]) },
		"Diagonal": func(x []*Array[T], c numpyArgs) any { return x[0].Diagonal(c.N) },
		"Sum":      func(x []*Array[T], c numpyArgs) any { return x[0].Sum(c.Axes...) },
		"Prod":     func(x []*Array[T], c numpyArgs) any { return x[0].Prod(c.Axes...) },
		"CumSum":   func(x []*Array[T], c numpyArgs) any { return x[0].CumSum(c.Axes...) },
		"CumProd":  func(x []*Array[T], c numpyArgs) any { return x[0].CumProd(c.Axes...) },
		"Mean":     func(x []*Array[T], c numpyArgs) any { return x[0].Mean(c.Axes...) },
		"Var":      func(x []*Array[T], c numpyArgs) any { return x[0].Var(c.Axes...) },
		"Std":      func(x []*Array[T], c numpyArgs) any { return x[0].Std(c.Axes...) },
		"SumAs":    func(x []*Array[T], c numpyArgs) any { return SumAs[float64](x[0], c.Axes...) },
		"Diag":     func(x []*Array[T], c numpyArgs) any { return Diag(x[0], c.N) },
		"Rot90":    func(x []*Array[T], c numpyArgs) any { return Rot90(x[0], c.N) },
		"VStack":   func(x []*Array[T], c numpyArgs) any { return VStack(x...) },
		"HStack":   func(x []*Array[T], c numpyArgs) any { return HStack(x...) },
		"SplitAt":  func(x []*Array[T], c numpyArgs) any { return SplitAt(x[0], 0, 1, 2)[1] },
		"Delete":   func(x []*Array[T], c numpyArgs) any { return Delete(x[0], 1, 0, -1) },
		"Insert":   func(x []*Array[T], c numpyArgs) any { return Insert(x[0], 1, 1, x[0].narrowAxis(1, 0, 1)) },
		"Nonzero":  func(x []*Array[T], c numpyArgs) any { return Nonzero(x[0])[1] },
		"AssignMask": func(x []*Array[T], c numpyArgs) any {
			a := x[0].Copy()
			mask := Cast[bool](a)
			if c.N == 1 { // one of rows
				mask = mask.Slice(":, 0")
			}
			AssignMask(a, mask, x[1])
			return a
		},
		"PutMask": func(x []*Array[T], c numpyArgs) any {
			a := x[0].Copy()
			PutMask(a, Cast[bool](a), Scalar(a.At(0, 0)))
			return a
		},
		"FullLike":    func(x []*Array[T], c numpyArgs) any { return FullLike(x[0], x[0].At(0, 0)) },
		"BroadcastTo": func(x []*Array[T], c numpyArgs) any { return x[0].BroadcastTo(c.Shape...) },
		"Copy":        func(x []*Array[T], c numpyArgs) any { return x[0].Copy() },
		"Ravel":       func(x []*Array[T], c numpyArgs) any { return x[0].Ravel() },
		"T":           func(x []*Array[T], c numpyArgs) any { return x[0].T() },
		"ExpandDims":  func(x []*Array[T], c numpyArgs) any { return x[0].ExpandDims(c.Axes...) },
		"Index":       func(x []*Array[T], c numpyArgs) any { return x[0].Index(c.Axes...) },
		"MoveAxis":    func(x []*Array[T], c numpyArgs) any { return x[0].MoveAxis(c.Axes[0], c.Other[0]) },
		"SwapAxes":    func(x []*Array[T], c numpyArgs) any { return x[0].SwapAxes(c.Axes[0], c.Axes[1]) },
		"Transpose":   func(x []*Array[T], c numpyArgs) any { return x[0].Transpose(c.Axes...) },
		"Squeeze":     func(x []*Array[T], c numpyArgs) any { return x[0].Squeeze(c.Axes...) },
		"Slice":       func(x []*Array[T], c numpyArgs) any { return x[0].Slice(c.Text) },
		"AsStrided":   func(x []*Array[T], c numpyArgs) any { return AsStrided(x[0], c.Shape, c.Other) },
		"SlidingWindow": func(x []*Array[T], c numpyArgs) any {
			return SlidingWindow(x[0], c.Shape[0], c.Shape[1])
		},
		"Split":     func(x []*Array[T], c numpyArgs) any { return Split(x[0], c.N, c.Axes[0])[c.Before] },
		"Zeros":     func(x []*Array[T], c numpyArgs) any { return Zeros[T](c.Shape...) },
		"Ones":      func(x []*Array[T], c numpyArgs) any { return Ones[T](c.Shape...) },
		"Full":      func(x []*Array[T], c numpyArgs) any { return Full(x[0].Item(), c.Shape...) },
		"ZerosLike": func(x []*Array[T], c numpyArgs) any { return ZerosLike(x[0]) },
		"Eye":       func(x []*Array[T], c numpyArgs) any { return Eye[T](c.N) },
		"Of":        func(x []*Array[T], c numpyArgs) any { return Of(x[0].Values()...) },
		"Assign": func(x []*Array[T], c numpyArgs) any {
			Assign(x[0], x[1])
			return x[0]
		},
		"FFTShift":  func(x []*Array[T], c numpyArgs) any { return FFTShift(x[0], c.Axes...) },
		"IFFTShift": func(x []*Array[T], c numpyArgs) any { return IFFTShift(x[0], c.Axes...) },
		"SharesMemory": func(x []*Array[T], c numpyArgs) any {
			first, second, _ := strings.Cut(c.Text, "|")
			return Scalar(SharesMemory(x[0].Slice(first), x[0].Slice(second)))
		},
		"Put": func(x []*Array[T], c numpyArgs) any {
			return written2(x, func(a, v *Array[T]) { Put(a, placesOf(c.Axes[0]), v, c.Axes[0]) })
		},
		"PutAlong": func(x []*Array[T], c numpyArgs) any {
			return written2(x, func(a, v *Array[T]) { PutAlong(a, Of(0, 2, 1, 1).Reshape(1, 4), v, 0) })
		},
		"Block":      func(x []*Array[T], c numpyArgs) any { return Block([][]*Array[T]{{x[0], x[0]}, {x[1], x[1]}}) },
		"ArraySplit": func(x []*Array[T], c numpyArgs) any { return ArraySplit(x[0], c.N, c.Axes[0])[c.Before] },
		"OnesLike":   func(x []*Array[T], c numpyArgs) any { return OnesLike(x[0]) },
		"Broadcast":  func(x []*Array[T], c numpyArgs) any { return Broadcast(x...)[1] },
	}
}

// placesOf are the indices of the cases of Put.
func placesOf(axis int) *Array[int] {
	if axis == 0 {
		return Of(2, -3)
	}
	return Of(0, 1, 0, -1).Reshape(2, 2)
}

// written2 is a copy of the first of two operands, in its own memory order reversed, after f wrote to it.
func written2[T Element](x []*Array[T], f func(a, v *Array[T])) *Array[T] {
	a := x[0].T().Copy().T()
	f(a, x[1])
	return a
}

// withInto checks that an operation's destination form gives what the operation gives, also into a view of one of its
// operands that is shifted or reversed.
func withInto[T Element](f func(a, b *Array[T]) *Array[T], into func(dst, a, b *Array[T])) operation[T] {
	return func(x []*Array[T], _ numpyArgs) any {
		want := f(x[0], x[1])
		dst := Zeros[T](want.shape...).Flip()
		into(dst, x[0], x[1])
		if !equalElements(dst, want, 0) {
			return fmt.Errorf("the Into form gives %v, want %v", dst, want)
		}
		aliased := broadcastCopy(x[0], want.shape)
		into(aliased.Flip(), aliased, x[1])
		if !equalElements(aliased.Flip(), want, 0) {
			return fmt.Errorf("the Into form over its reversed operand gives %v, want %v", aliased.Flip(), want)
		}
		return want
	}
}

// broadcastCopy returns a writable copy of a with another shape.
func broadcastCopy[T Element](a *Array[T], shape []int) *Array[T] {
	return a.BroadcastTo(shape...).Copy()
}

func unaryInto[T Element](f func(a *Array[T]) *Array[T], into func(dst, a *Array[T])) operation[T] {
	return withInto(func(a, _ *Array[T]) *Array[T] { return f(a) }, func(dst, a, _ *Array[T]) { into(dst, a) }).first()
}

// first calls an operation of two operands with one.
func (op operation[T]) first() operation[T] {
	return func(x []*Array[T], c numpyArgs) any { return op([]*Array[T]{x[0], x[0]}, c) }
}

func numberOps[T Number]() map[string]operation[T] {
	ops := map[string]operation[T]{
		"Add":   withInto(Add[T], AddInto[T]),
		"Sub":   withInto(Sub[T], SubInto[T]),
		"Mul":   withInto(Mul[T], MulInto[T]),
		"Div":   withInto(Div[T], DivInto[T]),
		"Pow":   withInto(Pow[T], PowInto[T]),
		"Neg":   unaryInto(Neg[T], NegInto[T]),
		"Diff":  func(x []*Array[T], c numpyArgs) any { return Diff(x[0], c.Axes[0]) },
		"Trace": func(x []*Array[T], c numpyArgs) any { return Trace(x[0], c.N) },
		"AddAt": func(x []*Array[T], c numpyArgs) any {
			return written2(x, func(a, v *Array[T]) { AddAt(a, Of(2, -3, 2).Slice(fmt.Sprint(":", v.Len(0))), v, 0) })
		},
		"MatrixPower": func(x []*Array[T], c numpyArgs) any { return MatrixPower(x[0], c.N) },
		"Outer":       func(x []*Array[T], c numpyArgs) any { return Outer(x[0], x[1]) },
		"Kron":        func(x []*Array[T], c numpyArgs) any { return Kron(x[0], x[1]) },
		"MatMul":      func(x []*Array[T], c numpyArgs) any { return MatMul(x[0], x[1]) },
		"Dot":         func(x []*Array[T], c numpyArgs) any { return Dot(x[0], x[1]) },
		"TensorDot":   func(x []*Array[T], c numpyArgs) any { return TensorDot(x[0], x[1], c.Axes, c.Other) },
	}
	maps.Copy(ops, elementOps[T]())
	return ops
}

func realOps[T Real]() map[string]operation[T] {
	ops := map[string]operation[T]{
		"Mod":          withInto(Mod[T], ModInto[T]),
		"Maximum":      withInto(Maximum[T], MaximumInto[T]),
		"Minimum":      withInto(Minimum[T], MinimumInto[T]),
		"Abs":          unaryInto(Abs[T], AbsInto[T]),
		"Sign":         unaryInto(Sign[T], SignInto[T]),
		"Less":         func(x []*Array[T], c numpyArgs) any { return Less(x[0], x[1]) },
		"LessEqual":    func(x []*Array[T], c numpyArgs) any { return LessEqual(x[0], x[1]) },
		"Greater":      func(x []*Array[T], c numpyArgs) any { return Greater(x[0], x[1]) },
		"GreaterEqual": func(x []*Array[T], c numpyArgs) any { return GreaterEqual(x[0], x[1]) },
		"Clip":         func(x []*Array[T], c numpyArgs) any { return Clip(x[0], T(c.Lo), T(c.Hi)) },
		"Sort":         func(x []*Array[T], c numpyArgs) any { return Sort(x[0], c.Axes...) },
		"Argsort":      func(x []*Array[T], c numpyArgs) any { return Argsort(x[0], c.Axes...) },
		"UniqueCounts": func(x []*Array[T], c numpyArgs) any { _, n := UniqueCounts(x[0]); return n },
		"Unique":       func(x []*Array[T], c numpyArgs) any { return Unique(x[0]) },
		"IsIn":         func(x []*Array[T], c numpyArgs) any { return IsIn(x[0], x[1]) },
		"Union":        func(x []*Array[T], c numpyArgs) any { return Union(x[0], x[1]) },
		"Intersect":    func(x []*Array[T], c numpyArgs) any { return Intersect(x[0], x[1]) },
		"Difference":   func(x []*Array[T], c numpyArgs) any { return Difference(x[0], x[1]) },
		"Digitize":     func(x []*Array[T], c numpyArgs) any { return Digitize(x[0], x[1]) },
		"HistogramCounts": func(x []*Array[T], c numpyArgs) any {
			counts, _ := HistogramCounts(x[0], c.N)
			return counts
		},
		"PtP": func(x []*Array[T], c numpyArgs) any { return PtP(x[0], c.Axes...) },
		"Partition": func(x []*Array[T], c numpyArgs) any {
			return checkPartition(Partition(x[0], c.N, c.Axes...), c.N, c.Axes[0])
		},
		"Argpartition": func(x []*Array[T], c numpyArgs) any {
			order := Argpartition(x[0], c.N, c.Axes...)
			return checkPartition(TakeAlong(x[0], order, c.Axes[0]), c.N, c.Axes[0])
		},
		"Lexsort": func(x []*Array[T], c numpyArgs) any { return Lexsort(x...) },
		"UniqueAll": func(x []*Array[T], c numpyArgs) any {
			values, first, inverse, counts := UniqueAll(x[0])
			if !ArrayEqual(Take(values, inverse, 0), x[0]) || !ArrayEqual(values, Unique(x[0])) {
				return fmt.Errorf("the values %v at %v are not the elements", values, inverse)
			}
			return []*Array[int]{first, inverse, counts}[c.N]
		},
		"UniqueRows":          func(x []*Array[T], c numpyArgs) any { return UniqueRows(x[0]) },
		"SymmetricDifference": func(x []*Array[T], c numpyArgs) any { return SymmetricDifference(x[0], x[1]) },
		"HistogramOver": func(x []*Array[T], c numpyArgs) any {
			return HistogramOver(x[0], Of[float64](-50, -20, 0, 1, 15, 40, 60))
		},
		"Histogram2D": func(x []*Array[T], c numpyArgs) any {
			edges := Of[float64](-50, -20, 0, 1, 15, 40, 60)
			return Histogram2D(x[0], x[1], edges, edges)
		},
		"Average":      func(x []*Array[T], c numpyArgs) any { return Average(x[0], c.Axes...) },
		"FloorDiv":     func(x []*Array[T], c numpyArgs) any { return FloorDiv(x[0], x[1]) },
		"Cross":        func(x []*Array[T], c numpyArgs) any { return Cross(x[0], x[1]) },
		"TakeAlong":    func(x []*Array[T], c numpyArgs) any { return TakeAlong(x[0], Argsort(x[0], c.Axes[0]), c.Axes[0]) },
		"SearchSorted": func(x []*Array[T], c numpyArgs) any { return SearchSorted(x[0], x[1]) },
		"Arange":       func(x []*Array[T], c numpyArgs) any { return Arange(T(c.Start), T(c.Stop), T(c.Step)) },
	}
	maps.Copy(ops, numberOps[T]())
	return ops
}

func bitsOps[T Bits]() map[string]operation[T] {
	return map[string]operation[T]{
		"And": withInto(And[T], AndInto[T]),
		"Or":  withInto(Or[T], OrInto[T]),
		"Xor": withInto(Xor[T], XorInto[T]),
		"Not": unaryInto(Not[T], NotInto[T]),
	}
}

func integerOps[T Integer]() map[string]operation[T] {
	ops := realOps[T]()
	maps.Copy(ops, bitsOps[T]())
	ops["ShiftLeft"] = func(x []*Array[T], c numpyArgs) any { return ShiftLeft(x[0], x[1]) }
	ops["ShiftRight"] = func(x []*Array[T], c numpyArgs) any { return ShiftRight(x[0], x[1]) }
	ops["Bincount"] = func(x []*Array[T], c numpyArgs) any { return Bincount(x[0], c.N) }
	return ops
}

func boolOps() map[string]operation[bool] {
	ops := elementOps[bool]()
	maps.Copy(ops, bitsOps[bool]())
	return ops
}

func inexactOps[T Inexact]() map[string]operation[T] {
	ops := map[string]operation[T]{
		"Exp":      unaryInto(Exp[T], ExpInto[T]),
		"Log":      unaryInto(Log[T], LogInto[T]),
		"Sqrt":     unaryInto(Sqrt[T], SqrtInto[T]),
		"Sin":      unaryInto(Sin[T], SinInto[T]),
		"Cos":      unaryInto(Cos[T], CosInto[T]),
		"Tan":      unaryInto(Tan[T], TanInto[T]),
		"Sinh":     unaryInto(Sinh[T], SinhInto[T]),
		"Cosh":     unaryInto(Cosh[T], CoshInto[T]),
		"Tanh":     unaryInto(Tanh[T], TanhInto[T]),
		"IsNaN":    func(x []*Array[T], c numpyArgs) any { return IsNaN(x[0]) },
		"IsInf":    func(x []*Array[T], c numpyArgs) any { return IsInf(x[0]) },
		"IsFinite": func(x []*Array[T], c numpyArgs) any { return IsFinite(x[0]) },
		"AllClose": func(x []*Array[T], c numpyArgs) any { return Scalar(AllClose(x[0], x[1], 1e-5, 1e-8)) },
		"IsClose":  func(x []*Array[T], c numpyArgs) any { return IsClose(x[0], x[1], 1e-5, 1e-8) },
		"Norm":     func(x []*Array[T], c numpyArgs) any { return Norm(x[0], c.Axes...) },
	}
	maps.Copy(ops, numberOps[T]())
	return ops
}

func floatOps[T Float]() map[string]operation[T] {
	ops := map[string]operation[T]{
		"Sigmoid":    unaryInto(Sigmoid[T], SigmoidInto[T]),
		"Asin":       unaryInto(Asin[T], AsinInto[T]),
		"Acos":       unaryInto(Acos[T], AcosInto[T]),
		"Atan":       unaryInto(Atan[T], AtanInto[T]),
		"Exp2":       unaryInto(Exp2[T], Exp2Into[T]),
		"Expm1":      unaryInto(Expm1[T], Expm1Into[T]),
		"Log1p":      unaryInto(Log1p[T], Log1pInto[T]),
		"Log2":       unaryInto(Log2[T], Log2Into[T]),
		"Log10":      unaryInto(Log10[T], Log10Into[T]),
		"Floor":      unaryInto(Floor[T], FloorInto[T]),
		"Ceil":       unaryInto(Ceil[T], CeilInto[T]),
		"Trunc":      unaryInto(Trunc[T], TruncInto[T]),
		"Round":      unaryInto(Round[T], RoundInto[T]),
		"Atan2":      withInto(Atan2[T], Atan2Into[T]),
		"Hypot":      withInto(Hypot[T], HypotInto[T]),
		"NanSum":     func(x []*Array[T], c numpyArgs) any { return NanSum(x[0], c.Axes...) },
		"NanMean":    func(x []*Array[T], c numpyArgs) any { return NanMean(x[0], c.Axes...) },
		"NanVar":     func(x []*Array[T], c numpyArgs) any { return NanVar(x[0], c.Axes...) },
		"NanStd":     func(x []*Array[T], c numpyArgs) any { return NanStd(x[0], c.Axes...) },
		"NanMin":     func(x []*Array[T], c numpyArgs) any { return NanMin(x[0], c.Axes...) },
		"NanMax":     func(x []*Array[T], c numpyArgs) any { return NanMax(x[0], c.Axes...) },
		"NanToNum":   func(x []*Array[T], c numpyArgs) any { return NanToNum(x[0]) },
		"Gradient":   func(x []*Array[T], c numpyArgs) any { return Gradient(x[0], 0.5, c.Axes[0]) },
		"Trapezoid":  func(x []*Array[T], c numpyArgs) any { return Trapezoid(x[0], 0.5, c.Axes[0]) },
		"Softmax":    func(x []*Array[T], c numpyArgs) any { return Softmax(x[0], c.Axes[0]) },
		"LogSumExp":  func(x []*Array[T], c numpyArgs) any { return LogSumExp(x[0], c.Axes[0]) },
		"Percentile": func(x []*Array[T], c numpyArgs) any { return Percentile(x[0], c.Q, c.Axes...) },
		"Median":     func(x []*Array[T], c numpyArgs) any { return Median(x[0], c.Axes...) },
		"Quantile":   func(x []*Array[T], c numpyArgs) any { return Quantile(x[0], c.Q, c.Axes...) },
		"Asinh":      func(x []*Array[T], c numpyArgs) any { return Asinh(x[0]) },
		"Acosh":      func(x []*Array[T], c numpyArgs) any { return Acosh(x[0]) },
		"Atanh":      func(x []*Array[T], c numpyArgs) any { return Atanh(x[0]) },
		"Cbrt":       func(x []*Array[T], c numpyArgs) any { return Cbrt(x[0]) },
		"Radians":    func(x []*Array[T], c numpyArgs) any { return Radians(x[0]) },
		"Degrees":    func(x []*Array[T], c numpyArgs) any { return Degrees(x[0]) },
		"Sinc":       func(x []*Array[T], c numpyArgs) any { return Sinc(x[0]) },
		"RoundTo":    func(x []*Array[T], c numpyArgs) any { return RoundTo(x[0], c.N) },
		"Copysign":   func(x []*Array[T], c numpyArgs) any { return Copysign(x[0], x[1]) },
		"LogAddExp":  func(x []*Array[T], c numpyArgs) any { return LogAddExp(x[0], x[1]) },
		"SampleVar":  func(x []*Array[T], c numpyArgs) any { return SampleVar(x[0], c.Axes...) },
		"SampleStd":  func(x []*Array[T], c numpyArgs) any { return SampleStd(x[0], c.Axes...) },
		"Quantiles": func(x []*Array[T], c numpyArgs) any {
			return Quantiles(x[0], []float64{0, 0.21, 0.5, 0.9, 1}, QuantileMethod(c.N), c.Axes...)
		},
		"NanProd":     func(x []*Array[T], c numpyArgs) any { return NanProd(x[0], c.Axes...) },
		"NanMedian":   func(x []*Array[T], c numpyArgs) any { return NanMedian(x[0], c.Axes...) },
		"NanArgmin":   func(x []*Array[T], c numpyArgs) any { return NanArgmin(x[0], c.Axes...) },
		"NanArgmax":   func(x []*Array[T], c numpyArgs) any { return NanArgmax(x[0], c.Axes...) },
		"NanQuantile": func(x []*Array[T], c numpyArgs) any { return NanQuantile(x[0], c.Q, c.Axes...) },
		"VectorNorm": func(x []*Array[T], c numpyArgs) any {
			return VectorNorm(x[0], c.Lo*1e10/1e10, c.Axes...) /* 1e300 stands for infinity, which JSON lacks */
		},
		"Unwrap":      func(x []*Array[T], c numpyArgs) any { return Unwrap(x[0], c.Axes[0]) },
		"TrapezoidAt": func(x []*Array[T], c numpyArgs) any { return TrapezoidAt(x[0], x[1], c.Axes[0]) },
	}
	maps.Copy(ops, inexactOps[T]())
	maps.Copy(ops, realOps[T]())
	return ops
}

func complexOps() map[string]operation[complex128] {
	type C = *Array[complex128]
	ops := map[string]operation[complex128]{
		"RealPart": func(x []C, c numpyArgs) any { return RealPart(x[0]) },
		"ImagPart": func(x []C, c numpyArgs) any { return ImagPart(x[0]) },
		"Modulus":  func(x []C, c numpyArgs) any { return Modulus(x[0]) },
		"Phase":    func(x []C, c numpyArgs) any { return Phase(x[0]) },
		"Conj":     func(x []C, c numpyArgs) any { return Conj(x[0]) },
	}
	maps.Copy(ops, inexactOps[complex128]())
	return ops
}

func float64Ops() map[string]operation[float64] {
	type F = *Array[float64]
	ops := map[string]operation[float64]{
		"Solve":    func(x []F, c numpyArgs) any { return Solve(x[0], x[1]) },
		"Inv":      func(x []F, c numpyArgs) any { return Inv(x[0]) },
		"Det":      func(x []F, c numpyArgs) any { return Scalar(Det(x[0])) },
		"Cholesky": func(x []F, c numpyArgs) any { return Cholesky(x[0]) },
		"EigSym":   func(x []F, c numpyArgs) any { v, _ := EigSym(x[0]); return v },
		"SVD":      func(x []F, c numpyArgs) any { _, s, _ := SVD(x[0]); return s },
		"Lstsq":    func(x []F, c numpyArgs) any { return Lstsq(x[0], x[1]) },
		"QR":       func(x []F, c numpyArgs) any { _, r := QR(x[0]); return Abs(r) },
		"Eig":      func(x []F, c numpyArgs) any { v, _ := Eig(x[0]); return Sort(Modulus(v)) },
		"FFTFreq":  func(x []F, c numpyArgs) any { return FFTFreq(c.N, c.Step) },
		"Logspace": func(x []F, c numpyArgs) any { return Logspace(c.Start, c.Stop, c.N) },
		"Pinv":     func(x []F, c numpyArgs) any { return Pinv(x[0]) },
		"Interp":   func(x []F, c numpyArgs) any { return Interp(x[0], x[1], x[2]) },
		"Cov":      func(x []F, c numpyArgs) any { return Cov(x[0]) },
		"CorrCoef": func(x []F, c numpyArgs) any { return CorrCoef(x[0]) },
		"PolyVal":  func(x []F, c numpyArgs) any { return PolyVal(x[0].Values(), x[1]) },
		"PolyFit":  func(x []F, c numpyArgs) any { return From(PolyFit(x[0], x[1], c.N)) },
		"Linspace": func(x []F, c numpyArgs) any { return Linspace(c.Start, c.Stop, c.N) },

		"Geomspace":  func(x []F, c numpyArgs) any { return Geomspace(c.Start, c.Stop, c.N) },
		"RFFTFreq":   func(x []F, c numpyArgs) any { return RFFTFreq(c.N, c.Step) },
		"Hanning":    func(x []F, c numpyArgs) any { return withoutTrace(Hanning(c.N)) },
		"Hamming":    func(x []F, c numpyArgs) any { return Hamming(c.N) },
		"Blackman":   func(x []F, c numpyArgs) any { return withoutTrace(Blackman(c.N)) },
		"Bartlett":   func(x []F, c numpyArgs) any { return Bartlett(c.N) },
		"Kaiser":     func(x []F, c numpyArgs) any { return Kaiser(c.N, 8.6) },
		"MatrixNorm": func(x []F, c numpyArgs) any { return Scalar(MatrixNorm(x[0], float64(c.N))) },
		"Cond":       func(x []F, c numpyArgs) any { return Scalar(Cond(x[0])) },
		"MatrixRank": func(x []F, c numpyArgs) any { return Scalar(MatrixRank(x[0])) },
		"SLogDet":    func(x []F, c numpyArgs) any { sign, l := SLogDet(x[0]); return Of(sign, l) },
		"Roots":      func(x []F, c numpyArgs) any { return Sort(Modulus(Roots(x[0].Values()))) },
	}
	maps.Copy(ops, floatOps[float64]())
	return ops
}

// withoutTrace returns 0 for what rounding leaves where a window ends at 0.
func withoutTrace(taper *Array[float64]) *Array[float64] {
	return Where(Less(Abs(taper), Scalar(1e-15)), Scalar(0.0), taper)
}

// checkPartition returns the entry of an axis around which the others were parted, or an error if they were not.
func checkPartition[T Real](parted *Array[T], kth, axis int) any {
	n := parted.Len(axis)
	if kth < 0 {
		kth += n
	}
	parts := SplitAt(parted, axis, kth, kth+1)
	if !All(LessEqual(parts[0], parts[1])).Item() || !All(GreaterEqual(parts[2], parts[1])).Item() {
		return fmt.Errorf("%v is not parted at %d along axis %d", parted, kth, axis)
	}
	return parts[1].Squeeze(axis)
}

// equalElements compares shapes and elements; complex parts and floats may differ by a number of units in the last
// place of the larger magnitude.
func equalElements[T Element](got, want *Array[T], ulps float64) bool {
	if !slices.Equal(got.shape, want.shape) {
		return false
	}
	x, y := got.Values(), want.Values()
	for i := range x {
		if x[i] == y[i] || x[i] != x[i] && y[i] != y[i] {
			continue
		}
		eps := 0x1p-52
		if d := got.DType(); d == Float32 || d == Complex64 {
			eps = 0x1p-23
		}
		a, b := convert[complex128](x[i]), convert[complex128](y[i])
		limit := ulps * eps * max(math.Abs(real(b)), math.Abs(imag(b)), 0x1p-300)
		if !(math.Abs(real(a)-real(b)) <= limit && math.Abs(imag(a)-imag(b)) <= limit) {
			return false
		}
	}
	return true
}

func checkResult(t *testing.T, got any, c *numpyCase) {
	t.Helper()
	switch got := got.(type) {
	case error:
		t.Errorf("%s of %s: %v", c.Op, describe(c), got)
	case *Array[bool]:
		checkArray(t, got, c)
	case *Array[int]:
		checkArray(t, got, c)
	case *Array[int32]:
		checkArray(t, got, c)
	case *Array[int64]:
		checkArray(t, got, c)
	case *Array[uint8]:
		checkArray(t, got, c)
	case *Array[float32]:
		checkArray(t, got, c)
	case *Array[float64]:
		checkArray(t, got, c)
	case *Array[complex128]:
		checkArray(t, got, c)
	default:
		t.Fatalf("%s returns a %T", c.Op, got)
	}
}

func checkArray[T Element](t *testing.T, got *Array[T], c *numpyCase) {
	t.Helper()
	if want := unpack[T](t, c.Results[0]); !equalElements(got, want, c.ULPs) {
		t.Errorf("%s of %s:\n got %v %v\nwant %v %v", c.Op, describe(c), got.shape, got, want.shape, want)
	}
}

func describe(c *numpyCase) string {
	text := c.DType
	for _, o := range c.Operands {
		text += fmt.Sprintf(" %s[%s]%v", shapeText(o.Shape), o.Slice, o.Axes)
		if len(o.Data) < 200 {
			text += " " + o.Data
		}
	}
	return fmt.Sprintf("%s %+v", text, c.Args)
}

func runCase[T Element](t *testing.T, c *numpyCase, ops map[string]operation[T]) {
	t.Helper()
	op := ops[c.Op]
	if op == nil {
		t.Fatalf("no operation %s for %s", c.Op, c.DType)
	}
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s of %s panics: %v", c.Op, describe(c), r)
		}
	}()
	operands := make([]*Array[T], len(c.Operands))
	for i, p := range c.Operands {
		operands[i] = unpack[T](t, p)
	}
	checkResult(t, op(operands, c.Args), c)
}

func loadNumPyCases(t *testing.T) []numpyCase {
	t.Helper()
	f, err := os.Open("testdata/numpy_cases.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		NumPy string
		Cases []numpyCase
	}
	if err := json.NewDecoder(z).Decode(&file); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases of NumPy %s", len(file.Cases), file.NumPy)
	return file.Cases
}

func TestNumPy(t *testing.T) {
	bools, u8, i32, i64 := boolOps(), integerOps[uint8](), integerOps[int32](), integerOps[int64]()
	f32, f64, c128 := floatOps[float32](), float64Ops(), complexOps()
	for _, c := range loadNumPyCases(t) {
		switch c.DType {
		case "bool":
			runCase(t, &c, bools)
		case "uint8":
			runCase(t, &c, u8)
		case "int32":
			runCase(t, &c, i32)
		case "int64":
			runCase(t, &c, i64)
		case "float32":
			runCase(t, &c, f32)
		case "float64":
			runCase(t, &c, f64)
		case "complex128":
			runCase(t, &c, c128)
		default:
			t.Fatalf("unknown type %s", c.DType)
		}
	}
}
