// This file lists every exported operation for layouts_test.go.

package array

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
)

func floatOperations() map[string]laid[float64] {
	type A = *Array[float64]
	axis := func(f func(a A, axis int) A) laid[float64] {
		return overAxes(func(a A, axes ...int) A { return f(a, append(axes, 0)[0]) })
	}
	linear := func(f func(a A) []any) laid[float64] { return func(x, y A) any { return f(x) } }
	all := map[string]laid[float64]{
		"Abs": single(Abs[float64]), "AbsInto": into1(AbsInto[float64]), "Sign": single(Sign[float64]), "SignInto": into1(SignInto[float64]), "Neg": single(Neg[float64]), "NegInto": into1(NegInto[float64]),
		"Add": two(Add[float64]), "AddInto": into2(AddInto[float64]), "Sub": two(Sub[float64]), "SubInto": into2(SubInto[float64]), "Mul": two(Mul[float64]), "MulInto": into2(MulInto[float64]),
		"Div": two(Div[float64]), "DivInto": into2(DivInto[float64]), "Mod": two(Mod[float64]), "ModInto": into2(ModInto[float64]), "Pow": two(Pow[float64]), "PowInto": into2(PowInto[float64]), "FloorDiv": two(FloorDiv[float64]),
		"Maximum": two(Maximum[float64]), "MaximumInto": into2(MaximumInto[float64]), "Minimum": two(Minimum[float64]), "MinimumInto": into2(MinimumInto[float64]),
		"ReLU": single(ReLU[float64]), "ReLUInto": into1(ReLUInto[float64]),
		"Clip":     func(x, y A) any { return Clip(x, 1, 3) },
		"ClipInto": into1(func(d, a A) { ClipInto(d, a, 1, 3) }),
		"Exp":      single(Exp[float64]), "ExpInto": into1(ExpInto[float64]), "Log": single(Log[float64]), "LogInto": into1(LogInto[float64]), "Sqrt": single(Sqrt[float64]), "SqrtInto": into1(SqrtInto[float64]),
		"Sin": single(Sin[float64]), "SinInto": into1(SinInto[float64]), "Cos": single(Cos[float64]), "CosInto": into1(CosInto[float64]), "Tan": single(Tan[float64]), "TanInto": into1(TanInto[float64]),
		"Sinh": single(Sinh[float64]), "SinhInto": into1(SinhInto[float64]), "Cosh": single(Cosh[float64]), "CoshInto": into1(CoshInto[float64]), "Tanh": single(Tanh[float64]), "TanhInto": into1(TanhInto[float64]),
		"Asin": single(Asin[float64]), "AsinInto": into1(AsinInto[float64]), "Acos": single(Acos[float64]), "AcosInto": into1(AcosInto[float64]), "Atan": single(Atan[float64]), "AtanInto": into1(AtanInto[float64]),
		"Exp2": single(Exp2[float64]), "Exp2Into": into1(Exp2Into[float64]), "Expm1": single(Expm1[float64]), "Expm1Into": into1(Expm1Into[float64]), "Log1p": single(Log1p[float64]), "Log1pInto": into1(Log1pInto[float64]),
		"Log2": single(Log2[float64]), "Log2Into": into1(Log2Into[float64]), "Log10": single(Log10[float64]), "Log10Into": into1(Log10Into[float64]), "Sigmoid": single(Sigmoid[float64]), "SigmoidInto": into1(SigmoidInto[float64]),
		"Floor": single(Floor[float64]), "FloorInto": into1(FloorInto[float64]), "Ceil": single(Ceil[float64]), "CeilInto": into1(CeilInto[float64]), "Trunc": single(Trunc[float64]), "TruncInto": into1(TruncInto[float64]),
		"Round": single(Round[float64]), "RoundInto": into1(RoundInto[float64]), "Atan2": two(Atan2[float64]), "Atan2Into": into2(Atan2Into[float64]), "Hypot": two(Hypot[float64]), "HypotInto": into2(HypotInto[float64]),
		"IsNaN": single(IsNaN[float64]), "IsNaNInto": into1(IsNaNInto[float64]), "IsInf": single(IsInf[float64]), "IsInfInto": into1(IsInfInto[float64]), "IsFinite": single(IsFinite[float64]), "IsFiniteInto": into1(IsFiniteInto[float64]),
		"Equal": two(Equal[float64]), "EqualInto": into2(EqualInto[float64]), "NotEqual": two(NotEqual[float64]), "NotEqualInto": into2(NotEqualInto[float64]), "Less": two(Less[float64]), "LessInto": into2(LessInto[float64]),
		"LessEqual": two(LessEqual[float64]), "LessEqualInto": into2(LessEqualInto[float64]), "Greater": two(Greater[float64]), "GreaterInto": into2(GreaterInto[float64]),
		"GreaterEqual": two(GreaterEqual[float64]), "GreaterEqualInto": into2(GreaterEqualInto[float64]),
		"IsClose":    func(x, y A) any { return IsClose(x, y, 1e-5, 1) },
		"AllClose":   func(x, y A) any { return []any{AllClose(x, y, 1e-5, 1), AllClose(x, x, 0, 0)} },
		"ArrayEqual": func(x, y A) any { return []any{ArrayEqual(x, y), ArrayEqual(x, x)} },
		"Where":      func(x, y A) any { return Where(Less(x, y), x, y) },
		"WhereInto":  func(x, y A) any { d := writable[float64](x); WhereInto(d, Less(x, y), x, y); return d },
		"Map":        func(x, y A) any { return Map(x, func(v float64) float64 { return v * 3 }) },
		"Zip":        func(x, y A) any { return Zip(x, y, func(v, w float64) float64 { return v - 2*w }) },
		"Cast": func(x, y A) any {
			return []any{Cast[uint8](x), Cast[float32](x), Cast[int](x), Cast[bool](x), Cast[complex64](x)}
		},
		"Copy": single(A.Copy), "Ravel": single(A.Ravel), "ZerosLike": single(ZerosLike[float64]), "OnesLike": single(OnesLike[float64]),
		"FullLike": func(x, y A) any { return FullLike(x, 3) },

		"Sum": overAxes(A.Sum), "Prod": overAxes(A.Prod), "Mean": overAxes(A.Mean), "Var": overAxes(A.Var), "Std": overAxes(A.Std), "Min": overAxes(A.Min), "Max": overAxes(A.Max),
		"Argmin": overAxes(A.Argmin), "Argmax": overAxes(A.Argmax), "Any": overAxes(A.Any), "All": overAxes(All[float64]), "CumSum": overAxes(A.CumSum), "CumProd": overAxes(A.CumProd),
		"SumAs":   overAxes(func(a A, axes ...int) *Array[float64] { return SumAs[float64](Cast[float32](a), axes...) }),
		"Average": overAxes(Average[float64]), "CountNonzero": overAxes(CountNonzero[float64]), "NanMax": overAxes(NanMax[float64]), "NanMin": overAxes(NanMin[float64]), "NanMean": overAxes(NanMean[float64]),
		"NanSum": overAxes(NanSum[float64]), "NanStd": overAxes(NanStd[float64]), "NanVar": overAxes(NanVar[float64]), "NanToNum": single(NanToNum[float64]), "Norm": overAxes(Norm[float64]),
		"LogSumExp": axis(LogSumExp[float64]), "Softmax": axis(Softmax[float64]), "Diff": axis(Diff[float64]), "Median": overAxes(Median[float64]),
		"Quantile":   overAxes(func(a A, axes ...int) A { return Quantile(a, 0.3, axes...) }),
		"Percentile": overAxes(func(a A, axes ...int) A { return Percentile(a, 30, axes...) }),
		"Gradient":   axis(func(a A, k int) A { return Gradient(a, 0.5, k) }),
		"Trapezoid":  axis(func(a A, k int) A { return Trapezoid(a, 0.5, k) }),

		"Array.All": func(x, y A) any {
			var out []any
			for i, v := range x.All() {
				out = append(out, fmt.Sprint(i, v))
			}
			return out
		},
		"Array.At": func(x, y A) any { return x.At(make([]int, x.Rank())...) }, "Array.Element": func(x, y A) any { return x.Element(make([]int, x.Rank())...) },
		"Array.Set":  func(x, y A) any { c := x.T().Copy().T(); c.Set(9, make([]int, x.Rank())...); return c },
		"Array.Fill": func(x, y A) any { c := x.T().Copy().T().Flip(); c.Fill(9); return c },
		"Assign":     func(x, y A) any { d := writable[float64](x); Assign(d, x); return d },
		"PutMask": func(x, y A) any {
			d := x.T().Copy().T()
			PutMask(d, Less(x, y), y)
			return d
		},
		"AssignMask": func(x, y A) any {
			d := x.T().Copy().T()
			AssignMask(d, Less(x, y), Mask(y, Less(x, y)))
			AssignMask(d, Greater(x, y), Scalar(3.5))
			return d
		},
		"Shuffle":    func(x, y A) any { d := x.T().Copy().T(); Shuffle(NewRand(1), d); return d },
		"Array.Item": func(x, y A) any { return x.Item() }, "Array.Len": func(x, y A) any { return x.Len(0) }, "Array.Rank": func(x, y A) any { return x.Rank() },
		"Array.Shape": func(x, y A) any { return fmt.Sprint(x.Shape()) }, "Array.Size": func(x, y A) any { return x.Size() }, "Array.DType": func(x, y A) any { return x.DType().String() },
		"Array.String": func(x, y A) any { return x.String() }, "Array.Values": func(x, y A) any { return fmt.Sprint(x.Values()) }, "Array.Float64s": func(x, y A) any { return fmt.Sprint(x.Float64s()) },
		"Array.Rows":        func(x, y A) any { return fmt.Sprint(x.Rows()) },
		"Array.BroadcastTo": func(x, y A) any { return x.BroadcastTo(append([]int{2}, x.Shape()...)...) },
		"Array.Diagonal":    func(x, y A) any { return []any{x.Diagonal(), x.Diagonal(1), x.Diagonal(-7)} }, "Array.T": single(A.T), "Array.Transpose": func(x, y A) any { return x.Transpose() },
		"Array.Flip": overAxes(A.Flip), "Array.ExpandDims": overAxes(A.ExpandDims), "Array.Squeeze": overAxes(A.Squeeze),
		"Array.Index":    func(x, y A) any { return x.Index(-1) },
		"Array.Slice":    func(x, y A) any { return x.Slice("1:, ..., ::-1") },
		"Array.MoveAxis": func(x, y A) any { return x.MoveAxis(0, -1) }, "Array.SwapAxes": func(x, y A) any { return x.SwapAxes(0, -1) },
		"Array.Reshape": func(x, y A) any { return []any{x.Reshape(-1), x.Reshape(1, -1), x.Reshape(x.Size(), 1)} },
		"Broadcast":     func(x, y A) any { return list(Broadcast(x, y.Reshape(append([]int{1}, y.Shape()...)...))) },
		"SlidingWindow": func(x, y A) any { return SlidingWindow(x, 2) },

		"Concat": func(x, y A) any { return []any{Concat(0, x, y), Concat(-1, x, y, x)} }, "Stack": func(x, y A) any { return []any{Stack(0, x, y), Stack(-1, x, y)} },
		"HStack": func(x, y A) any { return HStack(x, y) }, "VStack": func(x, y A) any { return VStack(x, y) },
		"Split": func(x, y A) any { return list(Split(x, 3, 0)) }, "SplitAt": func(x, y A) any { return list(SplitAt(x, 0, 1, 2)) },
		"Pad":  func(x, y A) any { return []any{Pad(x, 1), Pad(x, 2, Boundary(Reflect)), Pad(x, 1, Boundary(Wrap))} },
		"Tile": func(x, y A) any { return Tile(x, 2, 2) }, "Repeat": overAxes(func(a A, axes ...int) A { return Repeat(a, 2, axes...) }),
		"Roll": overAxes(func(a A, axes ...int) A { return Roll(a, 2, axes...) }), "Sort": overAxes(Sort[float64]), "Argsort": overAxes(Argsort[float64]),
		"Unique": single(Unique[float64]), "UniqueCounts": func(x, y A) any { v, n := UniqueCounts(x); return []any{v, n} },
		"Take":      func(x, y A) any { return []any{Take(x, Of(1, -1, 0), 0), Take(x, Of(0, -1), -1)} },
		"TakeAlong": func(x, y A) any { return TakeAlong(x, Argsort(x), -1) },
		"Mask":      func(x, y A) any { return Mask(x, Less(x, y)) }, "Argwhere": single(Argwhere[float64]), "Nonzero": func(x, y A) any { return list(Nonzero(x)) },
		"Meshgrid": func(x, y A) any { return list(Meshgrid(x, y)) }, "Delete": func(x, y A) any { return Delete(x, 0, -1) }, "Insert": func(x, y A) any { return Insert(x, 0, 1, y) },
		"Rot90": func(x, y A) any { return []any{Rot90(x, 1), Rot90(x, 2), Rot90(x, 3)} }, "Tril": func(x, y A) any { return Tril(x, 0) }, "Triu": func(x, y A) any { return Triu(x, 1) },
		"Diag": func(x, y A) any { return []any{Diag(x), Diag(x, -2)} }, "IsIn": two(IsIn[float64]), "Intersect": two(Intersect[float64]), "Union": two(Union[float64]), "Difference": two(Difference[float64]),
		"SearchSorted": func(x, y A) any { return SearchSorted(Sort(x), y) }, "Digitize": func(x, y A) any { return Digitize(x, Of(1.0, 2, 3)) },
		"HistogramCounts": func(x, y A) any { n, e := HistogramCounts(x, 3); return []any{n, e} }, "Choice": func(x, y A) any { return Choice(NewRand(1), x, 5) },
		"Interp":  func(x, y A) any { return Interp(x, Of(0.0, 2, 4), Of(1.0, 0, 3)) },
		"PolyVal": func(x, y A) any { return PolyVal([]float64{1, 2, 3}, x) }, "PolyFit": func(x, y A) any { return fmt.Sprintf("%.6f", PolyFit(x, y, 1)) },

		"MatMul": func(x, y A) any { return []any{MatMul(x, y.SwapAxes(-1, -2)), MatMul(x.T(), x)} }, "Dot": func(x, y A) any { return Dot(x, y.T()) }, "Outer": two(Outer[float64]), "Kron": two(Kron[float64]),
		"Cross": two(Cross[float64]), "TensorDot": func(x, y A) any { return TensorDot(x, y, []int{0}, []int{0}) }, "Trace": func(x, y A) any { return []any{Trace(x), Trace(x, 1)} },
		"Solve": func(x, y A) any { return Solve(Add(x, Eye[float64](3)), y) }, "Inv": func(x, y A) any { return Inv(Add(x, Mul(Eye[float64](3), Scalar(9.0)))) },
		"Det": func(x, y A) any { return Det(x) }, "Pinv": single(Pinv), "Lstsq": func(x, y A) any { return Lstsq(x, y) }, "Cov": single(Cov), "CorrCoef": single(CorrCoef),
		"SVD":      linear(func(a A) []any { _, s, _ := SVD(a); return []any{s} }),
		"QR":       linear(func(a A) []any { q, r := QR(a); return []any{q, r} }),
		"EigSym":   linear(func(a A) []any { v, _ := EigSym(Add(a, a.T())); return []any{v} }),
		"Eig":      linear(func(a A) []any { v, _ := Eig(a); return []any{v} }),
		"Cholesky": func(x, y A) any { return Cholesky(Add(MatMul(x, x.T()), Eye[float64](x.Len(0)))) },
		"ToMat":    func(x, y A) any { return fmt.Sprint(ToMat(x)) },
		"RFFT":     overAxes(RFFT[float64]),

		"Einsum":     func(x, y A) any { return []any{Einsum("...i,...i->...", x, y), Einsum("...i->i...", x)} },
		"EinsumInto": func(x, y A) any { d := writable[float64](x); EinsumInto(d, "...,...->...", x, y); return d },
		"EinsumPath": func(x, y A) any { return EinsumPath("...i,...i->...", x, y).String() },
		"EinsumGrad": func(x, y A) any { return list(EinsumGrad("...,...->...", x, x, y)) },
		"Conv":       func(x, y A) any { return Conv(x.Reshape(1, 1, -1), y.Slice("..., :2").Reshape(1, 1, -1), PadFull()) },
		"ConvTranspose": func(x, y A) any {
			return ConvTranspose(x.Reshape(1, 1, -1), y.Slice("..., :2").Reshape(1, 1, -1))
		},
		"ConvGrad": func(x, y A) any {
			v, w := x.Reshape(1, 1, -1), y.Slice("..., :2").Reshape(1, 1, -1)
			dx, dw := ConvGrad(v, w, Conv(v, w))
			return []any{dx, dw}
		},
		"Correlate": two(func(a, b A) A { return Correlate(a, b, PadSame()) }), "Convolve": two(func(a, b A) A { return Convolve(a, b, PadFull()) }),
		"MaxPool": func(x, y A) any { return MaxPool(image4(x), 1, 2) }, "AvgPool": func(x, y A) any { return AvgPool(image4(x), 1, 2) },
		"MaxPoolGrad": func(x, y A) any { return MaxPoolGrad(image4(x), MaxPool(image4(x), 1, 2), 1, 2) },
		"AvgPoolGrad": func(x, y A) any { return AvgPoolGrad(image4(x), AvgPool(image4(x), 1, 2), 1, 2) },
		"WriteNPY":    func(x, y A) any { return written(func(w *bytes.Buffer) error { return WriteNPY(w, x) }) },
		"WriteCSV":    func(x, y A) any { return written(func(w *bytes.Buffer) error { return WriteCSV(w, x) }) },
		"FromParts":   func(x, y A) any { return FromParts(x, y) },
	}
	maps.Copy(all, furtherOperations())
	return all
}

// furtherOperations are the names that come from walking through NumPy's own.
func furtherOperations() map[string]laid[float64] {
	type A = *Array[float64]
	one := func(f func(a A) float64) laid[float64] { return func(x, y A) any { return f(x) } }
	places := Of(1, -1, 0, 1)
	return map[string]laid[float64]{
		"Asinh": single(Asinh[float64]), "Acosh": single(Acosh[float64]), "Atanh": single(Atanh[float64]), "Cbrt": single(Cbrt[float64]), "Sinc": single(Sinc[float64]), "Radians": single(Radians[float64]), "Degrees": single(Degrees[float64]),
		"RoundTo": func(x, y A) any { return []any{RoundTo(x, 1), RoundTo(x, -1)} }, "Copysign": two(Copysign[float64]), "LogAddExp": two(LogAddExp[float64]),
		"PtP": overAxes(PtP[float64]), "SampleVar": overAxes(SampleVar[float64]), "SampleStd": overAxes(SampleStd[float64]), "NanProd": overAxes(NanProd[float64]), "NanMedian": overAxes(NanMedian[float64]),
		"NanArgmin": overAxes(NanArgmin[float64]), "NanArgmax": overAxes(NanArgmax[float64]), "NanQuantile": overAxes(func(a A, axes ...int) A { return NanQuantile(a, 0.3, axes...) }),
		"Quantiles":    overAxes(func(a A, axes ...int) A { return Quantiles(a, []float64{0.1, 0.5, 1}, Hazen, axes...) }),
		"Partition":    overAxes(func(a A, axes ...int) A { return Sort(Partition(a, -1, axes...), axes...) }),
		"Argpartition": overAxes(func(a A, axes ...int) *Array[int] { return Argpartition(a, 0, axes...) }),
		"Lexsort":      func(x, y A) any { return Lexsort(Floor(x), Floor(y)) },
		"UniqueAll":    func(x, y A) any { v, first, inverse, n := UniqueAll(x); return []any{v, first, inverse, n} },
		"UniqueRows":   single(UniqueRows[float64]), "SymmetricDifference": two(func(a, b A) A { return SymmetricDifference(Floor(a), Ceil(b)) }),
		"Put":        func(x, y A) any { d := x.T().Copy().T(); Put(d, places, Scalar(9.0), 0); return d },
		"AddAt":      func(x, y A) any { d := x.T().Copy().T(); AddAt(d, places, Take(y, places, -1), -1); return d },
		"PutAlong":   func(x, y A) any { d := x.T().Copy().T(); PutAlong(d, Argsort(x), y, -1); return d },
		"Block":      func(x, y A) any { return Block([][]A{{x, y}, {y, x}}) },
		"ArraySplit": func(x, y A) any { return list(ArraySplit(x, 2, 0)) },
		"VectorNorm": func(x, y A) any {
			return []any{VectorNorm(x, 1), VectorNorm(x, 3), VectorNorm(x, math.Inf(-1)), VectorNorm(x, 0, 0)}
		},
		"MatrixNorm": one(func(a A) float64 { return MatrixNorm(a, 1) }), "Cond": one(func(a A) float64 { return Cond(Add(a, Eye[float64](a.Len(0)))) }), "MatrixRank": func(x, y A) any { return MatrixRank(x) },
		"SLogDet": func(x, y A) any {
			sign, l := SLogDet(Add(x, Mul(Eye[float64](x.Len(0)), Scalar(9.0))))
			return []any{sign, l}
		}, "MatrixPower": func(x, y A) any { return MatrixPower(x, 3) },
		"Unwrap":        overAxes(func(a A, axes ...int) A { return Unwrap(Mul(a, Scalar(3.0)), append(axes, 0)[0]) }),
		"TrapezoidAt":   func(x, y A) any { return TrapezoidAt(x, Arange(0, float64(x.Len(0)), 1), 0) },
		"HistogramOver": func(x, y A) any { return HistogramOver(x, Of(0.0, 2, 4)) }, "Histogram2D": func(x, y A) any { return Histogram2D(x, y, Of(0.0, 2, 4), Of(0.0, 3, 5)) },
		"ChoiceWeighted": func(x, y A) any {
			return ChoiceWeighted(NewRand(1), x, slices.Repeat([]float64{1 / float64(x.Size())}, x.Size()), 5)
		},
		"Sample": func(x, y A) any { return Sample(NewRand(1), x, 2) },
		"MultivariateNormal": func(x, y A) any {
			return MultivariateNormal(NewRand(1), x.Index(0), Eye[float64](x.Len(-1)), 2)
		},
		"Array.Format": func(x, y A) any { return fmt.Sprintf("%.2f %v", x, x) },
	}
}

// image4 gives a matrix two more axes in front, for pools.
func image4(x *Array[float64]) *Array[float64] { return x.ExpandDims(0, 1) }

func intOperations() map[string]laid[int] {
	type A = *Array[int]
	return map[string]laid[int]{
		"Add": two(Add[int]), "Div": two(Div[int]), "Mod": two(Mod[int]), "Pow": two(Pow[int]), "FloorDiv": two(FloorDiv[int]), "Maximum": two(Maximum[int]), "Less": two(Less[int]),
		"Sum": overAxes(A.Sum), "Prod": overAxes(A.Prod), "Max": overAxes(A.Max), "Argmin": overAxes(A.Argmin), "CumSum": overAxes(A.CumSum), "Sort": overAxes(Sort[int]), "Unique": single(Unique[int]),
		"And": two(And[int]), "AndInto": into2(AndInto[int]), "Or": two(Or[int]), "OrInto": into2(OrInto[int]), "Xor": two(Xor[int]), "XorInto": into2(XorInto[int]), "Not": single(Not[int]), "NotInto": into1(NotInto[int]),
		"Bincount": func(x, y A) any { return Bincount(x.Ravel(), 20) }, "ShiftLeft": two(ShiftLeft[int]), "ShiftRight": two(ShiftRight[int]), "Einsum": func(x, y A) any { return Einsum("...i,...i->...", x, y) }, "MatMul": func(x, y A) any { return MatMul(x, y.T()) },
		"ToImage": func(x, y A) any {
			m, err := ToImage(Cast[uint8](x))
			return fmt.Sprint(m, err)
		},
	}
}

func boolOperations() map[string]laid[bool] {
	type A = *Array[bool]
	return map[string]laid[bool]{
		"And": two(And[bool]), "Or": two(Or[bool]), "Xor": two(Xor[bool]), "Not": single(Not[bool]), "Any": overAxes(A.Any), "All": overAxes(All[bool]), "Max": overAxes(A.Max), "Min": overAxes(A.Min), "Argmax": overAxes(A.Argmax),
		"CountNonzero": overAxes(CountNonzero[bool]), "Equal": two(Equal[bool]), "Where": func(x, y A) any { return Where(x, y, Not(y)) }, "Cast": func(x, y A) any { return Cast[float64](x) },
		"Mask": func(x, y A) any { return Mask(y, x) }, "Argwhere": single(Argwhere[bool]),
	}
}

func complexOperations() map[string]laid[complex128] {
	type A = *Array[complex128]
	return map[string]laid[complex128]{
		"Add": two(Add[complex128]), "Mul": two(Mul[complex128]), "Div": two(Div[complex128]), "Exp": single(Exp[complex128]), "Sqrt": single(Sqrt[complex128]), "Sum": overAxes(A.Sum), "Mean": overAxes(A.Mean), "Var": overAxes(A.Var),
		"Conj": single(Conj[complex128]), "RealPart": single(RealPart[complex128]), "ImagPart": single(ImagPart[complex128]), "Modulus": single(Modulus[complex128]), "Phase": single(Phase[complex128]),
		"FFT": overAxes(FFT[complex128]), "IFFT": overAxes(IFFT[complex128]), "FFTShift": overAxes(FFTShift[complex128]), "IFFTShift": overAxes(IFFTShift[complex128]),
		"IRFFT": func(x, y A) any { return IRFFT(x, 6) }, "Equal": two(Equal[complex128]), "MatMul": func(x, y A) any { return MatMul(x, y.T()) }, "Any": overAxes(A.Any), "All": overAxes(All[complex128]),
	}
}
