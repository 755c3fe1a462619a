// This file calls every exported name with mistakes: what panics is an *Error that begins with the name that was called, not with
// one that it is made of, and absurd numbers are refused before anything is allocated.

package array

import (
	"errors"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const absurd = math.MaxInt/8 + 1

// half has half as many bits as an int.
const half = 1 << (bits.UintSize / 2)

// mistakes holds calls with mistakes for each exported name.
func mistakes() map[string][]func() {
	type A = *Array[float64]
	m, v, three, none := Zeros[float64](2, 3), Zeros[float64](4), Zeros[float64](3, 3), Zeros[float64](0, 3)
	ints, bools, whole, wide := Zeros[int](4), Zeros[bool](3), Zeros[int](2, 3), Zeros[complex128](2, 3)
	nan := Full(math.NaN(), 2, 3)
	rng := NewRand(1)
	all := map[string][]func(){}
	put := func(name string, calls ...func()) { all[name] = append(all[name], calls...) }
	for name, f := range map[string]func(a, b A) A{"Add": Add[float64], "Sub": Sub[float64], "Mul": Mul[float64], "Div": Div[float64], "Mod": Mod[float64], "Pow": Pow[float64], "FloorDiv": FloorDiv[float64],
		"Maximum": Maximum[float64], "Minimum": Minimum[float64], "Atan2": Atan2[float64], "Hypot": Hypot[float64], "Copysign": Copysign[float64], "LogAddExp": LogAddExp[float64]} {
		put(name, func() { f(m, v) }, func() { f(v, m) })
	}
	for name, f := range map[string]func(a, b A) *Array[bool]{"Equal": Equal[float64], "NotEqual": NotEqual[float64], "Less": Less[float64], "LessEqual": LessEqual[float64], "Greater": Greater[float64], "GreaterEqual": GreaterEqual[float64]} {
		put(name, func() { f(m, v) })
	}
	for name, f := range map[string]func(a, b *Array[int]) *Array[int]{"And": And[int], "Or": Or[int], "Xor": Xor[int], "ShiftLeft": ShiftLeft[int], "ShiftRight": ShiftRight[int]} {
		put(name, func() { f(whole, ints) })
	}
	for name, f := range map[string]func(dst, a, b A){"AddInto": AddInto[float64], "SubInto": SubInto[float64], "MulInto": MulInto[float64], "DivInto": DivInto[float64], "ModInto": ModInto[float64], "PowInto": PowInto[float64],
		"MaximumInto": MaximumInto[float64], "MinimumInto": MinimumInto[float64], "Atan2Into": Atan2Into[float64], "HypotInto": HypotInto[float64]} {
		put(name, func() { f(m, v, m) }, func() { f(m, m, v) }, func() { f(v, m, m) }, func() { f(Zeros[float64](1).BroadcastTo(3), v, v) })
	}
	for name, f := range map[string]func(dst *Array[bool], a, b A){"EqualInto": EqualInto[float64], "NotEqualInto": NotEqualInto[float64], "LessInto": LessInto[float64], "LessEqualInto": LessEqualInto[float64], "GreaterInto": GreaterInto[float64], "GreaterEqualInto": GreaterEqualInto[float64]} {
		put(name, func() { f(bools, m, m) })
	}
	for name, f := range map[string]func(dst, a, b *Array[int]){"AndInto": AndInto[int], "OrInto": OrInto[int], "XorInto": XorInto[int]} {
		put(name, func() { f(ints, whole, whole) })
	}
	for name, f := range map[string]func(dst, a A){"AbsInto": AbsInto[float64], "SignInto": SignInto[float64], "NegInto": NegInto[float64], "ReLUInto": ReLUInto[float64], "ExpInto": ExpInto[float64], "LogInto": LogInto[float64],
		"SqrtInto": SqrtInto[float64], "SinInto": SinInto[float64], "CosInto": CosInto[float64], "TanInto": TanInto[float64], "SinhInto": SinhInto[float64], "CoshInto": CoshInto[float64], "TanhInto": TanhInto[float64],
		"AsinInto": AsinInto[float64], "AcosInto": AcosInto[float64], "AtanInto": AtanInto[float64], "Exp2Into": Exp2Into[float64], "Expm1Into": Expm1Into[float64], "Log1pInto": Log1pInto[float64], "Log2Into": Log2Into[float64],
		"Log10Into": Log10Into[float64], "SigmoidInto": SigmoidInto[float64], "FloorInto": FloorInto[float64], "CeilInto": CeilInto[float64], "TruncInto": TruncInto[float64], "RoundInto": RoundInto[float64], "Assign": Assign[float64]} {
		put(name, func() { f(v, m) }, func() { f(Zeros[float64](1).BroadcastTo(3), m.Index(0)) })
	}
	for name, f := range map[string]func(dst *Array[bool], a A){"IsNaNInto": IsNaNInto[float64], "IsInfInto": IsInfInto[float64], "IsFiniteInto": IsFiniteInto[float64]} {
		put(name, func() { f(bools, v) })
	}
	put("NotInto", func() { NotInto(ints, whole) })
	put("ClipInto", func() { ClipInto(v, m, 0, 1) }, func() { ClipInto(m, m, 1, 0) })
	put("WhereInto", func() { WhereInto(v, bools, m, m) }, func() { WhereInto(m, Zeros[bool](7), m, m) })
	put("Clip", func() { Clip(m, 1, 0) })
	put("Where", func() { Where(bools, v, v) })
	put("IsClose", func() { IsClose(m, v, 0, 0) })
	put("AllClose", func() { AllClose(m, v, 0, 0) })
	put("Zip", func() { Zip(m, v, math.Hypot) })
	put("FromParts", func() { FromParts(m, v) })

	// Reductions, with an axis that is not there.
	for name, f := range map[string]func(a A, axes ...int) A{"Sum": A.Sum, "Prod": A.Prod, "Mean": A.Mean, "Var": A.Var, "Std": A.Std, "Min": A.Min, "Max": A.Max, "SampleVar": SampleVar[float64], "SampleStd": SampleStd[float64],
		"PtP": PtP[float64], "NanSum": NanSum[float64], "NanProd": NanProd[float64], "NanMean": NanMean[float64], "NanVar": NanVar[float64], "NanStd": NanStd[float64], "NanMax": NanMax[float64], "NanMin": NanMin[float64],
		"Norm": Norm[float64], "Average": Average[float64], "VectorNorm": func(a A, axes ...int) A { return VectorNorm(a, 3, axes...) }} {
		put(name, func() { f(m, 2) }, func() { f(m, -absurd) }, func() { f(m, 0, 0) })
	}
	put("VectorNorm", func() { VectorNorm(m, 1, 7) }, func() { VectorNorm(m, math.Inf(1), 7) }, func() { VectorNorm(m, 0, 7) }, func() { VectorNorm(none, math.Inf(1)) }, func() { VectorNorm(m, math.NaN()) })
	for name, f := range map[string]func(a A, axes ...int) A{"Max": A.Max, "Min": A.Min, "PtP": PtP[float64]} {
		put(name, func() { f(none) }, func() { f(none, 0) })
	}
	for name, f := range map[string]func(a A, axis ...int) A{"CumSum": A.CumSum, "CumProd": A.CumProd, "Median": Median[float64], "NanMedian": NanMedian[float64], "Sort": Sort[float64],
		"Quantile": func(a A, axis ...int) A { return Quantile(a, 0.5, axis...) }, "Percentile": func(a A, axis ...int) A { return Percentile(a, 50, axis...) }, "NanQuantile": func(a A, axis ...int) A { return NanQuantile(a, 0.5, axis...) },
		"Quantiles": func(a A, axis ...int) A { return Quantiles(a, []float64{0.5}, Hazen, axis...) }, "Partition": func(a A, axis ...int) A { return Partition(a, 0, axis...) },
		"Repeat": func(a A, axis ...int) A { return Repeat(a, 2, axis...) }} {
		put(name, func() { f(m, 2) }, func() { f(m, 0, 1) })
	}
	for name, f := range map[string]func(a A, axis ...int) *Array[int]{"Argmax": A.Argmax, "Argmin": A.Argmin, "NanArgmax": NanArgmax[float64], "NanArgmin": NanArgmin[float64], "Argsort": Argsort[float64],
		"Argpartition": func(a A, axis ...int) *Array[int] { return Argpartition(a, 0, axis...) }} {
		put(name, func() { f(m, 2) }, func() { f(m, 0, 1) })
	}
	put("Quantile", func() { Quantile(m, 2) })
	put("Percentile", func() { Percentile(m, 101) })
	put("NanQuantile", func() { NanQuantile(m, -1) })
	put("Quantiles", func() { Quantiles(m, []float64{0.5, 2}, Hazen) }, func() { Quantiles(m, []float64{0.5}, QuantileMethod(77)) })
	put("Partition", func() { Partition(m, 3) }, func() { Partition(m, absurd) })
	put("Argpartition", func() { Argpartition(m, 3) }, func() { Argpartition(m, -absurd) })
	put("Repeat", func() { Repeat(m, -1) }, func() { Repeat(m, absurd) }, func() { Repeat(m, math.MaxInt, 0) })
	put("Any", func() { m.Any(5) })
	put("All", func() { All(m, 5) })
	put("CountNonzero", func() { CountNonzero(m, 5) })
	put("SumAs", func() { SumAs[float64](m, 5) })
	for name, f := range map[string]func(a A, axis int) A{"Diff": Diff[float64], "Softmax": Softmax[float64], "LogSumExp": LogSumExp[float64], "Unwrap": Unwrap[float64],
		"Gradient": func(a A, axis int) A { return Gradient(a, 1, axis) }, "Trapezoid": func(a A, axis int) A { return Trapezoid(a, 1, axis) }, "TrapezoidAt": func(a A, axis int) A { return TrapezoidAt(a, a, axis) }} {
		put(name, func() { f(m, 2) }, func() { f(m, -absurd) })
	}
	put("Gradient", func() { Gradient(Zeros[float64](1), 1, 0) })
	put("LogSumExp", func() { LogSumExp(none, 0) })
	put("TrapezoidAt", func() { TrapezoidAt(m, v, 0) })

	// Shapes and counts.
	for name, f := range map[string]func(shape ...int) any{
		"Zeros": func(s ...int) any { return Zeros[float64](s...) }, "Ones": func(s ...int) any { return Ones[float64](s...) }, "Full": func(s ...int) any { return Full(1.0, s...) },
		"FromFunction": func(s ...int) any { return FromFunction(func([]int) float64 { return 0 }, s...) }, "From": func(s ...int) any { return From([]float64{1}, s...) },
		"Normal": func(s ...int) any { return Normal(rng, s...) }, "Uniform": func(s ...int) any { return Uniform(rng, s...) }, "Integers": func(s ...int) any { return Integers(rng, 0, 9, s...) },
		"Exponential": func(s ...int) any { return Exponential(rng, s...) }, "Gamma": func(s ...int) any { return Gamma(rng, 2, s...) }, "Beta": func(s ...int) any { return Beta(rng, 2, 3, s...) },
		"Poisson": func(s ...int) any { return Poisson(rng, 3, s...) }, "Binomial": func(s ...int) any { return Binomial(rng, 5, 0.5, s...) }, "Geometric": func(s ...int) any { return Geometric(rng, 0.5, s...) },
		"Multinomial": func(s ...int) any { return Multinomial(rng, 5, []float64{0.5, 0.5}, s...) }, "Reshape": func(s ...int) any { return m.Reshape(s...) }, "View": func(s ...int) any { return m.View(s...) },
		"BroadcastTo": func(s ...int) any { return m.BroadcastTo(s...) }, "UnravelIndex": func(s ...int) any { return UnravelIndex(0, s...) }, "RavelIndex": func(s ...int) any { return RavelIndex(make([]int, len(s)), s...) }} {
		put(name, func() { f(-2, 3) }, func() { f(absurd, absurd) }, func() { f(math.MaxInt, 2) }, func() { f(absurd, 0, absurd) }, func() { f(make([]int, 33)...) })
	}
	for name, f := range map[string]func(n int) any{
		"Eye": func(n int) any { return Eye[float64](n) }, "Linspace": func(n int) any { return Linspace(0, 1, n) }, "Logspace": func(n int) any { return Logspace(0, 1, n) }, "Geomspace": func(n int) any { return Geomspace(1, 2, n) },
		"Bartlett": func(n int) any { return Bartlett(n) }, "Blackman": func(n int) any { return Blackman(n) }, "Hamming": func(n int) any { return Hamming(n) }, "Hanning": func(n int) any { return Hanning(n) },
		"Kaiser": func(n int) any { return Kaiser(n, 8) }, "FFTFreq": func(n int) any { return FFTFreq(n, 1) }, "RFFTFreq": func(n int) any { return RFFTFreq(n, 1) }, "Permutation": func(n int) any { return Permutation(rng, n) },
		"Choice": func(n int) any { return Choice(rng, v, n) }, "Sample": func(n int) any { return Sample(rng, v, n) }, "ChoiceWeighted": func(n int) any { return ChoiceWeighted(rng, v, []float64{1, 0, 0, 0}, n) },
		"MultivariateNormal": func(n int) any { return MultivariateNormal(rng, Zeros[float64](3), Eye[float64](3), n) }, "Bincount": func(n int) any { return Bincount(ints, n) },
		"HistogramCounts": func(n int) any { c, _ := HistogramCounts(v, n); return c }, "Tile": func(n int) any { return Tile(m, n, 2) }, "Split": func(n int) any { return Split(m, n, 0) }, "ArraySplit": func(n int) any { return ArraySplit(m, n, 0) },
		"Pad": func(n int) any { return Pad(m, n, n) }, "Diag": func(n int) any { return Diag(v, n) }, "SlidingWindow": func(n int) any { return SlidingWindow(m, n) }, "IRFFT": func(n int) any { return IRFFT(wide, n) },
		"MaxPool": func(n int) any { return MaxPool(image4(m), n) }, "AvgPool": func(n int) any { return AvgPool(image4(m), n) }, "MaxPoolGrad": func(n int) any { return MaxPoolGrad(image4(m), image4(m), n) },
		"AvgPoolGrad": func(n int) any { return AvgPoolGrad(image4(m), image4(m), n) }, "PolyFit": func(n int) any { return PolyFit(v, v, n) }} {
		put(name, func() { f(-absurd) }, func() { f(absurd) }, func() { f(math.MaxInt) })
	}
	put("Arange", func() { Arange(0.0, 1, 0) }, func() { Arange(0.0, 1e300, 1) }, func() { Arange(0, math.MaxInt, 1) }, func() { Arange(math.NaN(), 1, 1) })
	put("Geomspace", func() { Geomspace(0, 1, 3) })
	put("From", func() { From([]float64{1, 2}, 3) })
	put("FromRows", func() { FromRows([][]int{{1, 2}, {3}}) })
	put("Integers", func() { Integers(rng, 3, 3, 2) })
	put("Gamma", func() { Gamma(rng, -1) })
	put("Beta", func() { Beta(rng, 0, 1) })
	put("Poisson", func() { Poisson(rng, -1) }, func() { Poisson(rng, math.NaN()) })
	put("Binomial", func() { Binomial(rng, -1, 0.5) }, func() { Binomial(rng, 3, 2) })
	put("Geometric", func() { Geometric(rng, 0) })
	put("Multinomial", func() { Multinomial(rng, -1, []float64{1}) }, func() { Multinomial(rng, 3, []float64{2}) })
	put("MultivariateNormal", func() { MultivariateNormal(rng, v, three, 1) }, func() { MultivariateNormal(rng, Zeros[float64](3), Neg(Eye[float64](3)), 1) })
	put("Choice", func() { Choice(rng, Zeros[int](0), 1) })
	put("Sample", func() { Sample(rng, v, 5) })
	put("ChoiceWeighted", func() { ChoiceWeighted(rng, v, []float64{1}, 1) })
	put("Shuffle", func() { Shuffle(rng, Scalar(1)) }, func() { Shuffle(rng, v.BroadcastTo(2, 4)) })
	put("Bincount", func() { Bincount(Of(-1), 0) }, func() { Bincount(Of(absurd), 0) })
	put("Split", func() { Split(Zeros[float64](0), absurd, 0) }, func() { Split(m, 2, 5) }, func() { Split(m, 5, 0) }, func() { Split(m, 0, 0) })
	put("ArraySplit", func() { ArraySplit(m, 2, 5) }, func() { ArraySplit(m, 0, 0) })
	put("SplitAt", func() { SplitAt(m, 5, 1) }, func() { SplitAt(m, 0, absurd) }, func() { SplitAt(m, 0, -absurd) })
	put("Tile", func() { Tile(m, -1) })
	put("Pad", func() { Pad(m, "x") }, func() { Pad(m) })
	put("AsStrided", func() { AsStrided(m, []int{absurd}, []int{absurd}) }, func() { AsStrided(m, []int{2}, []int{1, 2}) })
	put("Cov", func() { Cov(Zeros[float64](2, 2, 2)) })
	put("CorrCoef", func() { CorrCoef(Zeros[float64](2, 2, 2)) })

	// Looking and viewing.
	put("At", func() { m.At(1) }, func() { m.At(2, 0) })
	put("Set", func() { m.Set(1, 0) }, func() { v.BroadcastTo(2, 4).Set(1, 0, 0) })
	put("Element", func() { m.Element(absurd, 0) })
	put("Item", func() { m.Item() })
	put("Len", func() { m.Len(2) })
	put("Data", func() { m.T().Data() })
	put("Fill", func() { v.BroadcastTo(2, 4).Fill(1) })
	put("Index", func() { m.Index(2) }, func() { m.Index(0, 0, 0) })
	put("Slice", func() { m.Slice("5") }, func() { m.Slice("::0") }, func() { m.Slice("99999999999999999999") })
	put("Transpose", func() { m.Transpose(0, 0) }, func() { m.Transpose(0) })
	put("SwapAxes", func() { m.SwapAxes(0, 2) })
	put("MoveAxis", func() { m.MoveAxis(0, 2) })
	put("ExpandDims", func() { m.ExpandDims(absurd) }, func() { m.ExpandDims(make([]int, 40)...) })
	put("Squeeze", func() { m.Squeeze(0) })
	put("Flip", func() { m.Flip(2) })
	put("Diagonal", func() { v.Diagonal() })
	put("Rows", func() { v.Rows() })
	put("Rot90", func() { Rot90(v, 1) })
	put("Broadcast", func() { Broadcast(m, v) })
	put("BroadcastShapes", func() { BroadcastShapes([]int{2}, []int{3}) }, func() { BroadcastShapes([]int{-1}) })
	put("UnravelIndex", func() { UnravelIndex(9, 2, 3) })
	put("RavelIndex", func() { RavelIndex([]int{2, 0}, 2, 3) }, func() { RavelIndex([]int{0}, 2, 3) })
	put("Meshgrid", func() { Meshgrid(m) }, func() { Meshgrid(slices.Repeat([]A{v}, 33)...) })

	// Choosing, joining, sets.
	far := Of(absurd)
	put("Take", func() { Take(m, far, 0) }, func() { Take(m, Of(0), 2) })
	put("TakeAlong", func() { TakeAlong(v, far, 0) }, func() { TakeAlong(m, Of(0), 0) })
	put("Put", func() { Put(m, far, v, 0) }, func() { Put(m, Of(0), v, 0) })
	put("PutAlong", func() { PutAlong(v, far, Of(1.0), 0) }, func() { PutAlong(m, Of(0), Of(1.0), 0) })
	put("AddAt", func() { AddAt(m, far, v, 0) }, func() { AddAt(m, Of(0), v, 0) })
	put("Mask", func() { Mask(m, Zeros[bool](7)) })
	put("AssignMask", func() { AssignMask(m, Zeros[bool](7), v) }, func() { AssignMask(m, Ones[bool](2, 3).T(), v) }, func() { AssignMask(v, Of(true, false, true), Zeros[float64](4)) })
	put("PutMask", func() { PutMask(m, Zeros[bool](7), v) }, func() { PutMask(m, Ones[bool](2, 3), v) })
	put("Delete", func() { Delete(m, 2, 0) }, func() { Delete(m, 0, absurd) })
	put("Insert", func() { Insert(m, 2, 0, m) }, func() { Insert(m, 0, absurd, m) }, func() { Insert(m, 0, 0, v) })
	put("Concat", func() { Concat(0, m, v) }, func() { Concat[float64](0) }, func() { Concat(2, m, m) })
	put("Stack", func() { Stack(0, m, v) }, func() { Stack[float64](0) }, func() { Stack(7, m, m) })
	put("HStack", func() { HStack(m, three) }, func() { HStack[float64]() }, func() { HStack(m, v) })
	put("VStack", func() { VStack(m, v) }, func() { VStack[float64]() })
	put("Block", func() { Block([][]A{{m, three}}) }, func() { Block([][]A{}) }, func() { Block([][]A{{}}) }, func() { Block([][]A{{m}, {v}}) })
	put("Tril", func() { Tril(v, 0) })
	put("Triu", func() { Triu(v, 0) })
	put("Lexsort", func() { Lexsort(v, m) }, func() { Lexsort[int]() })
	put("UniqueRows", func() { UniqueRows(v.Index(0)) })
	put("SearchSorted", func() { SearchSorted(m, v) })
	put("Digitize", func() { Digitize(v, m) })
	put("Interp", func() { Interp(v, v, m) }, func() { Interp(v, Zeros[float64](0), Zeros[float64](0)) })
	put("HistogramOver", func() { HistogramOver(v, Of(1.0)) }, func() { HistogramOver(v, Of(2.0, 1)) }, func() { HistogramOver(v, m) })
	put("Histogram2D", func() { Histogram2D(v, m, Of(0.0, 1), Of(0.0, 1)) }, func() { Histogram2D(v, v, Of(0.0), Of(0.0, 1)) })
	put("PolyFit", func() { PolyFit(v, m, 1) }, func() { PolyFit(Of(1, math.NaN(), 3), Zeros[float64](3), 1) })

	// Products and matrices.
	for name, f := range map[string]func(a A) any{"Inv": func(a A) any { return Inv(a) }, "Det": func(a A) any { return Det(a) }, "SLogDet": func(a A) any { s, _ := SLogDet(a); return s }, "Cholesky": func(a A) any { return Cholesky(a) },
		"Eig": func(a A) any { x, _ := Eig(a); return x }, "EigSym": func(a A) any { x, _ := EigSym(a); return x }, "MatrixPower": func(a A) any { return MatrixPower(a, 2) }} {
		put(name, func() { f(m) }, func() { f(v) }, func() { f(Zeros[float64](2, 2, 2)) })
	}
	for name, f := range map[string]func(a A) any{"Pinv": func(a A) any { return Pinv(a) }, "SVD": func(a A) any { u, _, _ := SVD(a); return u }, "QR": func(a A) any { q, _ := QR(a); return q }, "Cond": func(a A) any { return Cond(a) },
		"MatrixRank": func(a A) any { return MatrixRank(a) }, "ToMat": func(a A) any { return ToMat(a) }, "MatrixNorm": func(a A) any { return MatrixNorm(a, 1) }, "Trace": func(a A) any { return Trace(a) }} {
		put(name, func() { f(v) }, func() { f(Scalar(1.0)) })
	}
	put("Inv", func() { Inv(three) })
	put("Cholesky", func() { Cholesky(three) })
	put("MatrixPower", func() { MatrixPower(three, -1) })
	put("MatrixNorm", func() { MatrixNorm(m, 7) }, func() { MatrixNorm(nan, 2) }, func() { MatrixNorm(nan, -2) })
	put("Pinv", func() { Pinv(nan) })
	put("Cond", func() { Cond(nan) })
	put("MatrixRank", func() { MatrixRank(nan) })
	put("Solve", func() { Solve(three, v) }, func() { Solve(m, v) }, func() { Solve(three, Zeros[float64](3)) })
	put("Lstsq", func() { Lstsq(m, v) }, func() { Lstsq(v, v) }, func() { Lstsq(nan, Zeros[float64](2)) })
	put("Roots", func() { Roots([]float64{1, math.NaN()}) }, func() { Roots([]float64{1e-300, 1e300}) })
	put("MatMul", func() { MatMul(m, v) }, func() { MatMul(Scalar(1.0), m) })
	vast := Zeros[float64](1).BroadcastTo(half) // whose products have more elements than an int counts
	put("Outer", func() { Outer(vast, vast) })
	put("Kron", func() { Kron(vast.Reshape(1, -1), vast.Reshape(-1, 1)) })
	put("Add", func() { Add(vast, vast.Reshape(-1, 1)) })
	put("Where", func() { Where(bools.Slice(":1"), vast, vast.Reshape(-1, 1)) })
	put("Zip", func() { Zip(vast, vast.Reshape(-1, 1), math.Hypot) })
	put("BroadcastShapes", func() { BroadcastShapes([]int{half, 1}, []int{half}) })
	put("Einsum", func() { Einsum("i,j->ij", vast, vast) })
	put("MatMul", func() { MatMul(vast.Reshape(-1, 1), vast.Reshape(1, -1)) })
	put("TensorDot", func() { TensorDot(vast, vast, nil, nil) })
	put("Dot", func() { Dot(m, v) }, func() { Dot(vast.Reshape(-1, 1), vast.Reshape(1, -1)) })
	put("Cross", func() { Cross(v, v) }, func() { Cross(m, Zeros[float64](4, 3)) })
	deep := m.Reshape(append(slices.Repeat([]int{1}, 15), m.Shape()...)...)
	put("Kron", func() { Kron(deep, v) }, func() { Kron(v, deep) })
	put("Roll", func() { Roll(m, 1, 2) }, func() { Roll(m, 1, 0, -2) })
	put("TensorDot", func() { TensorDot(m, v, []int{0}, []int{0}) }, func() { TensorDot(m, m, []int{5}, []int{0}) }, func() { TensorDot(m, m, []int{0}, nil) })
	put("Einsum", func() { Einsum("ij,jk->ik", m, m) }, func() { Einsum[float64]("ij") }, func() { Einsum("i->j", m) })
	put("EinsumInto", func() { EinsumInto(v, "ij->ij", m) }, func() { EinsumInto(m, "i->j", m) })
	put("EinsumGrad", func() { EinsumGrad("ij->ij", v, m) })
	put("EinsumPath", func() { EinsumPath("ij,jk", m, m) })
	put("EinsumMemoryLimit", func() { EinsumMemoryLimit(-1) })
	put("Conv", func() { Conv(m, m) }, func() { Conv(image4(m), image4(three)) }, func() { Conv(image4(m), image4(m), Stride(0)) },
		func() { Conv(image4(m), image4(m), Dilation(math.MaxInt)) }, func() { Conv(image4(m), Ones[float64](1, 1, 1, 5), Dilation(1, math.MaxInt/4+1)) },
		func() { Conv(image4(m), image4(m), Padding(math.MaxInt)) }, func() { Conv(image4(m), image4(m), Padding(absurd/16)) })
	put("ConvTranspose", func() { ConvTranspose(m, m) }, func() { ConvTranspose(image4(m), image4(m), Stride(absurd)) },
		func() { ConvTranspose(Ones[float64](1, 1, 5), Ones[float64](1, 1, 5), Stride(math.MaxInt/4+1)) },
		func() { ConvTranspose(Ones[float64](1, 1, 5), Ones[float64](1, 1, 5), Dilation(math.MaxInt/32)) },
		func() { ConvTranspose(image4(m), image4(m), Padding(math.MaxInt)) })
	put("ConvGrad", func() { ConvGrad(m, m, m) }, func() { ConvGrad(image4(m), image4(m), image4(m)) })
	put("Correlate", func() { Correlate(m, v) })
	put("Convolve", func() { Convolve(m, v) })
	put("SlidingWindow", func() { SlidingWindow(m, 3, 4) }, func() { SlidingWindow(m, "x") }, func() { SlidingWindow(m, 2, Stride(0)) })
	for name, f := range map[string]func(axes ...int) any{"FFT": func(x ...int) any { return FFT(wide, x...) }, "IFFT": func(x ...int) any { return IFFT(wide, x...) }, "RFFT": func(x ...int) any { return RFFT(m, x...) },
		"IRFFT": func(x ...int) any { return IRFFT(wide, 4, x...) }, "FFTShift": func(x ...int) any { return FFTShift(m, x...) }, "IFFTShift": func(x ...int) any { return IFFTShift(m, x...) }} {
		put(name, func() { f(2) })
	}
	return all
}

// fileMistakes holds what returns an error instead.
func fileMistakes(folder string) map[string]error {
	v, missing := Zeros[float64](4), filepath.Join(folder, "missing", "file")
	second := func(_ any, err error) error { return err }
	_, names := NamesNPZ(missing)
	return map[string]error{
		"LoadCSV": second(LoadCSV[int](missing)), "LoadImage": second(LoadImage(missing)), "LoadImage16": second(LoadImage16(missing)), "LoadNPY": second(LoadNPY[int](missing)), "LoadNPZ": second(LoadNPZ[int](missing, "x")),
		"NamesNPZ": names, "OpenNPY": second(OpenNPY[int](missing)), "ReadCSV": second(ReadCSV[int](strings.NewReader("1\nx"))), "ReadNPY": second(ReadNPY[int](strings.NewReader("x"))),
		"SaveCSV": SaveCSV(missing, v), "SaveImage": SaveImage(missing, Zeros[uint8](2, 2)), "SaveNPY": SaveNPY(missing, v), "SaveNPZ": SaveNPZ(missing, map[string]*Array[float64]{"x": v}),
		"ToImage": second(ToImage(Zeros[uint8](2))), "WriteNPY": WriteNPY(full{}, v), "WriteCSV": WriteCSV(full{}, v),
	}
}

// full is a writer to a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrInvalid }

// harmless are the exported names that no argument makes fail, and those that make options, which fail where they are used.
var harmless = []string{"Abs", "Acos", "Acosh", "Argwhere", "ArrayEqual", "Asin", "Asinh", "Atan", "Atanh", "Boundary", "Cast", "Cbrt", "Ceil", "Conj", "Cos", "Cosh", "Degrees", "Difference", "Dilation", "Exp", "Exp2", "Expm1",
	"Floor", "FromImage", "FromImage16", "FromMat", "FullLike", "Groups", "ImagPart", "Interrupt", "InterruptIf", "Intersect", "IsFinite", "IsIn", "IsInf", "IsNaN", "Log", "Log10", "Log1p", "Log2", "Map", "Modulus", "Must", "NanToNum", "Neg",
	"NewRand", "Nonzero", "Not", "Of", "OnesLike", "PadFull", "PadSame", "PadValid", "Padding", "Phase", "PolyVal", "Radians", "ReLU", "RealPart", "Round", "RoundTo", "Scalar", "SharesMemory", "Sigmoid", "Sign", "Sin",
	"Sinc", "Sinh", "Sqrt", "Stride", "SymmetricDifference", "Tan", "Tanh", "Trunc", "Union", "Unique", "UniqueAll", "UniqueCounts", "Writable", "ZerosLike", "Array.All", "Array.BufferLen", "Array.Copy", "Array.DType", "Array.Float64s",
	"Array.Format", "Array.IsContiguous", "Array.Offset", "Array.Rank", "Array.Ravel", "Array.ReadOnly", "Array.Shape", "Array.Size", "Array.Strides", "Array.String", "Array.T", "Array.Temporary", "Array.Values",
	"BoundaryMode.String", "ContractionPath.SpeedUp", "ContractionPath.String", "DType.Bytes", "DType.String", "Error.Error", "Error.Unwrap", "Mapping.Array", "Mapping.Close", "QuantileMethod.String", "Rand.Split"}

func TestErrorsNameTheCall(t *testing.T) {
	calls := mistakes()
	files := fileMistakes(t.TempDir())
	for name, list := range calls {
		for i, call := range list {
			got := outcome(func() any { call(); return "nothing" })
			if !strings.HasPrefix(got.(string), "fails: array: "+name+": ") {
				t.Errorf("mistake %d of %s: %v", i, name, got)
			}
		}
	}
	for name, err := range files {
		var e *Error
		if !errors.As(err, &e) || e.Op != name {
			t.Errorf("%s returns %v", name, err)
		}
	}
	for _, name := range exportedNames(t) {
		short := strings.TrimPrefix(name, "Array.")
		if calls[short] == nil && files[name] == nil && !slices.Contains(harmless, name) {
			t.Errorf("%s is not called with a mistake", name)
		}
	}
}
