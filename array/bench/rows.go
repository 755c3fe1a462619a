// This file lists what is measured.

package main

import (
	"cmp"
	"fmt"

	"github.com/arraybook/arraybook/array"
)

// row is one operation on both sides.
type row struct {
	group, name, statement string
	run                    func()
}

// set is the rows of one element type, size and layout.
type set struct {
	name, setup string
	n           int
	rows        func() []row
}

func sets() []set {
	var list []set
	for _, n := range []int{3, 64, 256, 1000, 4000} {
		for _, layout := range []string{"contiguous", "transposed", "strided", "broadcast"} {
			if n == 3 && layout != "contiguous" {
				continue
			}
			list = append(list, floats[float32, float64](n, "float32", layout), floats[float64, float64](n, "float64", layout), reals[int64, int64](n, "int64", layout), reals[uint8, int64](n, "uint8", layout))
		}
	}
	return list
}

// operands makes x and y in a layout: both contiguous, both transposed, both every other element of both axes, or y a row.
func operands[T array.Real](n int, layout string) (x, y *array.Array[T]) {
	m := n
	if layout == "strided" {
		m = 2 * n
	}
	x, y = array.Cast[T](array.Integers(array.NewRand(1), 1, 100, m, m)), array.Cast[T](array.Integers(array.NewRand(2), 1, 100, m, m))
	switch layout {
	case "transposed":
		return x.T(), y.T()
	case "strided":
		return x.Slice("::2, ::2"), y.Slice("::2, ::2")
	case "broadcast":
		return x, y.Index(0)
	}
	return x, y
}

// setup is operands in NumPy.
func setup(n int, dtype, layout string) string {
	m, views := n, ""
	switch layout {
	case "transposed":
		views = "x, y = x.T, y.T"
	case "strided":
		m, views = 2*n, "x, y = x[::2, ::2], y[::2, ::2]"
	case "broadcast":
		views = "y = y[0]"
	}
	return fmt.Sprintf("x = rng.integers(1, 100, (%d, %d)).astype('%s')\ny = rng.integers(1, 100, (%d, %d)).astype('%s')\n%s\nd = np.zeros((%d, %d), '%s')\nc = x < y\nu = x / x.dtype.type(100)\ns = np.array(3, '%s')[()]\nz = (rng.standard_normal((%d, %d)) * 2**30).astype('int64').astype('%s')",
		m, m, dtype, m, m, dtype, views, n, n, dtype, dtype, n, n, dtype)
}

func reals[T array.Real, W array.Total](n int, dtype, layout string) set {
	return set{name: fmt.Sprintf("%s %d %s", dtype, n, layout), setup: setup(n, dtype, layout), n: n, rows: func() []row {
		x, y := operands[T](n, layout)
		return realRows[T, W](x, y, n, layout)
	}}
}

func floats[T array.Float, W array.Total](n int, dtype, layout string) set {
	return set{name: fmt.Sprintf("%s %d %s", dtype, n, layout), setup: setup(n, dtype, layout), n: n, rows: func() []row {
		x, y := operands[T](n, layout)
		rows := realRows[T, W](x, y, n, layout)
		if layout == "broadcast" {
			return rows
		}
		element := func(name, statement string, run func()) {
			rows = append(rows, row{"functions", name, statement, run})
		}
		element("Sqrt", "np.sqrt(x)", func() { array.Sqrt(x) })
		element("Exp", "np.exp(x)", func() { array.Exp(x) })
		element("Log", "np.log(x)", func() { array.Log(x) })
		element("Sin", "np.sin(x)", func() { array.Sin(x) })
		element("Cos", "np.cos(x)", func() { array.Cos(x) })
		element("Tanh", "np.tanh(x)", func() { array.Tanh(x) })
		element("Exp2", "np.exp2(x)", func() { array.Exp2(x) })
		element("Expm1", "np.expm1(x)", func() { array.Expm1(x) })
		element("Log1p", "np.log1p(x)", func() { array.Log1p(x) })
		element("Log2", "np.log2(x)", func() { array.Log2(x) })
		element("Log10", "np.log10(x)", func() { array.Log10(x) })
		element("Tan", "np.tan(x)", func() { array.Tan(x) })
		element("Sinh", "np.sinh(x)", func() { array.Sinh(x) })
		element("Atan", "np.arctan(x)", func() { array.Atan(x) })
		unit := array.Div(x, array.Scalar[T](100))
		element("Asin", "np.arcsin(u)", func() { array.Asin(unit) })
		element("Asinh", "np.arcsinh(x)", func() { array.Asinh(x) })
		element("Cbrt", "np.cbrt(x)", func() { array.Cbrt(x) })
		element("Hypot", "np.hypot(x, y)", func() { array.Hypot(x, y) })
		element("Atan2", "np.arctan2(x, y)", func() { array.Atan2(x, y) })
		element("Floor", "np.floor(x)", func() { array.Floor(x) })
		element("Round", "np.round(x)", func() { array.Round(x) })
		two := array.Scalar[T](2)
		element("Square", "x ** 2", func() { array.Pow(x, two) })
		element("Pow", "np.power(x, y)", func() { array.Pow(x, y) })
		rows = append(rows, row{"reductions", "Mean", "x.mean()", func() { x.Mean() }}, row{"reductions", "Var 0", "x.var(0)", func() { x.Var(0) }})
		return rows
	}}
}

// realRows are the operations of all types; W holds their sums.
func realRows[T array.Real, W array.Total](x, y *array.Array[T], n int, layout string) []row {
	var rows []row
	put := func(group, name, statement string, run func()) {
		rows = append(rows, row{group, name, statement, run})
	}
	d := array.Zeros[T](n, n)
	c := array.Less(x, y)
	three := array.Scalar[T](3)
	element := "element-wise"
	put(element, "Add", "x + y", func() { array.Add(x, y) })
	put(element, "AddInto", "np.add(x, y, out=d)", func() { array.AddInto(d, x, y) })
	put(element, "Mul", "x * y", func() { array.Mul(x, y) })
	put(element, "Maximum", "np.maximum(x, y)", func() { array.Maximum(x, y) })
	put(element, "Less", "x < y", func() { array.Less(x, y) })
	put(element, "Where", "np.where(c, x, y)", func() { array.Where(c, x, y) })
	if layout == "broadcast" {
		return rows
	}
	put(element, "Sub", "x - y", func() { array.Sub(x, y) })
	put(element, "AddScalar", "x + s", func() { array.Add(x, three) })
	put(element, "Chain", "((x + y) * x - y).max()", func() { array.Sub(array.Mul(array.Add(x, y).Temporary(), x).Temporary(), y).Max() })
	put(element, "Neg", "-x", func() { array.Neg(x) })
	put(element, "Abs", "np.abs(x)", func() { array.Abs(x) })
	put(element, "Clip", "x.clip(10, 50)", func() { array.Clip(x, 10, 50) })
	put(element, "Equal", "x == y", func() { array.Equal(x, y) })
	put(element, "CastFloat64", "x.astype('float64', order='C')", func() { array.Cast[float64](x) })
	put(element, "CastFloat32", "x.astype('float32', order='C')", func() { array.Cast[float32](x) })
	put(element, "CastUint8", "x.astype('uint8', order='C')", func() { array.Cast[uint8](x) })
	for _, axes := range [][]int{nil, {0}, {1}} {
		a, text, suffix := axes, "", ""
		if axes != nil {
			text, suffix = fmt.Sprint(axes[0]), fmt.Sprint(" ", axes[0])
		}
		put("reductions", "Sum"+suffix, "x.sum("+text+")", func() { sum[T, W](x, a...) })
		put("reductions", "Max"+suffix, "x.max("+text+")", func() { x.Max(a...) })
		put("reductions", "Argmax"+suffix, "x.argmax("+text+")", func() { x.Argmax(a...) })
		put("reductions", "Any"+suffix, "x.any("+text+")", func() { x.Any(a...) })
		put("reductions", "All"+suffix, "x.all("+text+")", func() { array.All(x, a...) })
		put("reductions", "CumSum"+suffix, "x.cumsum("+cmp.Or(text, "None")+", dtype=x.dtype)", func() { x.CumSum(a...) })
	}
	if layout == "contiguous" {
		z := array.Cast[T](array.Cast[int64](array.Mul(array.Normal(array.NewRand(3), n, n), array.Scalar(0x1p30))))
		put("sorting", "Sort", "np.sort(z.ravel())", func() { array.Sort(z.Ravel()) })
		put("sorting", "Sort 1", "np.sort(z)", func() { array.Sort(z) })
		put("sorting", "Argsort", "np.argsort(z.ravel(), kind='stable')", func() { array.Argsort(z.Ravel()) })
	}
	put("sorting", "Partition", "np.partition(x.ravel(), x.size // 2)", func() { array.Partition(x.Ravel(), x.Size()/2) })
	put("copies", "Copy", "x.copy(order='C')", func() { x.Copy() })
	put("copies", "CopyReversed", "x[::-1, ::-1].copy(order='C')", func() { x.Flip().Copy() })
	if n > 3 {
		put("copies", "Windows", "np.lib.stride_tricks.sliding_window_view(x[:200, :200], (3, 3)).copy(order='C')", func() { array.SlidingWindow(x.Slice(":200, :200"), 3, 3).Copy() })
	}
	if n > 3 && n <= 1000 {
		cube, text := x.Reshape(n/4, 4, n), fmt.Sprintf("np.ascontiguousarray(x).reshape(%d, 4, %d).transpose(2, 0, 1).copy(order='C')", n/4, n)
		put("copies", "CopyCube", text, func() { cube.Transpose(2, 0, 1).Copy() })
	}
	return rows
}

// sum sums as NumPy does by default: float32 in float32, narrow integers in 64 bits.
func sum[T array.Real, W array.Total](x *array.Array[T], axes ...int) {
	if single, ok := any(x).(*array.Array[float32]); ok {
		single.Sum(axes...)
		return
	}
	array.SumAs[W](x, axes...)
}
