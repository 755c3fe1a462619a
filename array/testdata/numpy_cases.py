"""Writes numpy_cases.json.gz: what NumPy computes for generated cases, for TestNumPy.

Run with the NumPy whose version the file then states:  python numpy_cases.py | gzip -9n > numpy_cases.json.gz
"""

import json

import numpy as np

rng = np.random.default_rng(20240229)
cases = []


def text(x):
    """One element in Go's notation."""
    if isinstance(x, (bool, np.bool_)):
        return "true" if x else "false"
    if isinstance(x, (complex, np.complexfloating)):
        return f"({float(x.real)!r}{float(x.imag):+}i)" if np.isfinite(x) else "NaN"
    if isinstance(x, (float, np.floating)):
        return repr(float(x))
    return str(int(x))


def pack(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "data": " ".join(text(x) for x in a.ravel())}


class Operand:
    """A base array seen through a slice and a transposition, which the Go side repeats."""

    def __init__(self, base, slice="", axes=None):
        self.base, self.slice, self.axes = base, slice, axes
        v = base[eval("np.index_exp[" + slice.replace("newaxis", "None") + "]")] if slice else base
        self.view = v.transpose(axes) if axes is not None else v

    def packed(self):
        p = pack(self.base)
        if self.slice:
            p["slice"] = self.slice
        if self.axes is not None:
            p["axes"] = self.axes
        return p


def case(op, dtype, operands, result, ulps=0, **args):
    operands = [o if isinstance(o, Operand) else Operand(o) for o in operands]
    results = result if isinstance(result, tuple) else (result,)
    cases.append({"op": op, "dtype": dtype, "operands": [o.packed() for o in operands], "ulps": ulps, "args": args,
                  "results": [pack(r) for r in results]})


def values(dtype, shape, special=False):
    dtype = np.dtype(dtype)
    if dtype == bool:
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind == "c":
        return (rng.normal(0, 2, shape) + 1j * rng.normal(0, 2, shape)).astype(dtype)
    if dtype.kind == "f":
        a = np.asarray(rng.normal(0, 3, shape)).astype(dtype)
        if special and a.size > 8:
            a.flat[:6] = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0]
        return a
    if dtype.kind == "u":
        return rng.integers(0, 200, shape).astype(dtype)
    return rng.integers(-100, 100, shape).astype(dtype)


def operands(dtype, special=False):
    """Pairs that broadcast, in many memory orders."""
    yield Operand(values(dtype, (3, 4), special)), Operand(values(dtype, (3, 4)))
    yield Operand(values(dtype, (2, 3, 4), special)), Operand(values(dtype, (4,)))
    yield Operand(values(dtype, (3, 1)), "", [1, 0]), Operand(values(dtype, (5, 1)))
    yield Operand(values(dtype, (6, 9), special), "::-2, 1:8:3"), Operand(values(dtype, (3, 3)), "", [1, 0])
    yield Operand(values(dtype, ())), Operand(values(dtype, (2, 0, 3)))
    yield Operand(values(dtype, (130,))), Operand(values(dtype, (3, 130), special), "..., ::-1")


reals = ["float64", "float32", "int64", "int32", "uint8"]
floats = ["float64", "float32"]
numbers = reals + ["complex128"]

with np.errstate(all="ignore"):
    for dtype in numbers:
        integer = np.dtype(dtype).kind in "iu"
        for x, y in operands(dtype, True):
            for op, f in [("Add", np.add), ("Sub", np.subtract), ("Mul", np.multiply)]:
                if dtype == "complex128" and op == "Mul":
                    continue  # the order of the two products is not specified
                case(op, dtype, [x, y], f(x.view, y.view))
            case("Equal", dtype, [x, y], np.equal(x.view, y.view))
            case("NotEqual", dtype, [x, y], np.not_equal(x.view, y.view))
            if dtype == "complex128":
                continue
            for op, f in [("Maximum", np.maximum), ("Minimum", np.minimum), ("Less", np.less),
                          ("LessEqual", np.less_equal), ("Greater", np.greater), ("GreaterEqual", np.greater_equal)]:
                case(op, dtype, [x, y], f(x.view, y.view))
            if not (integer and (y.view == 0).any()):
                case("Mod", dtype, [x, y], np.mod(x.view, y.view))
            if not integer:
                case("Div", dtype, [x, y], np.divide(x.view, y.view))
                case("Pow", dtype, [x, y], np.power(x.view, y.view), ulps=4)
                case("Atan2", dtype, [x, y], np.arctan2(x.view, y.view), ulps=2)
                case("Hypot", dtype, [x, y], np.hypot(x.view, y.view), ulps=2)
        base = np.abs(values(dtype, (3, 4)))
        if integer:
            case("Pow", dtype, [base, (base % 5).astype(dtype)], np.power(base, (base % 5).astype(dtype)))
        for x, _ in operands(dtype, True):
            case("Neg", dtype, [x], np.negative(x.view))
            if dtype == "complex128":
                continue
            case("Abs", dtype, [x], np.abs(x.view))
            case("Sign", dtype, [x], np.sign(x.view))
            case("Clip", dtype, [x], np.clip(x.view, 1, 2), lo=1, hi=2)
            if x.view.ndim:
                case("Sort", dtype, [x], np.sort(x.view, -1))
                for axis in range(-x.view.ndim, x.view.ndim):
                    case("Argsort", dtype, [x], np.argsort(x.view, axis, kind="stable"), axes=[axis])
            case("Unique", dtype, [x], np.unique(x.view))
    for dtype in ["bool", "uint8", "int32", "int64"]:
        for x, y in operands(dtype):
            case("And", dtype, [x, y], x.view & y.view)
            case("Or", dtype, [x, y], x.view | y.view)
            case("Xor", dtype, [x, y], x.view ^ y.view)
            case("Not", dtype, [x], ~x.view)
    for dtype in floats + ["complex128"]:
        for x, y in operands(dtype, True):
            for op in ["exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh"]:
                if dtype == "complex128" and op in ("tan", "sqrt", "log") and x.view.size > 60:
                    continue
                name = op.capitalize()
                case(name, dtype, [x], getattr(np, op)(x.view), ulps=64 if dtype == "complex128" else 0 if op == "sqrt" else 4)
            if dtype == "complex128":
                continue
            for name, f, ulps in [("Asin", np.arcsin, 4), ("Acos", np.arccos, 4), ("Atan", np.arctan, 4), ("Exp2", np.exp2, 4),
                                  ("Expm1", np.expm1, 4), ("Log1p", np.log1p, 4), ("Log2", np.log2, 4), ("Log10", np.log10, 4),
                                  ("Floor", np.floor, 0), ("Ceil", np.ceil, 0), ("Trunc", np.trunc, 0), ("Round", np.round, 0),
                                  ("IsNaN", np.isnan, 0), ("IsInf", np.isinf, 0), ("IsFinite", np.isfinite, 0)]:
                case(name, dtype, [x], f(x.view), ulps=ulps)
            case("IsClose", dtype, [x, x], np.isclose(x.view, x.view))

    # Reductions over every set of axes that matters, in several memory orders.
    for dtype in numbers + ["bool"]:
        integer = np.dtype(dtype).kind in "iu"
        for x in [Operand(values(dtype, (3, 4, 5))), Operand(values(dtype, (4, 6, 5)), "1:, ::-2, 1::2", [2, 0, 1]),
                  Operand(values(dtype, (7,))), Operand(values(dtype, (3, 1, 4)), "", [2, 1, 0]), Operand(values(dtype, ()))]:
            v, rank = x.view, x.view.ndim
            for axes in {(): 0, (0,): 0, (-1,): 0, (1,): 0, (0, 2): 0, (-1, 1): 0, (0, 1, 2): 0}:
                if any(a >= rank or a < -rank for a in axes):
                    continue
                over = axes if axes else None
                args = {"axes": list(axes)}
                if dtype != "bool":
                    sums = np.sum(v, over, dtype="int64") if integer else np.sum(v, over)
                    if not integer or np.all((sums >= np.iinfo(dtype).min) & (sums <= np.iinfo(dtype).max)):
                        case("Sum", dtype, [x], sums.astype(dtype) if integer else sums, ulps=64, **args)
                    if not integer:
                        case("Prod", dtype, [x], np.prod(v, over), ulps=200, **args)
                        case("Mean", dtype, [x], np.mean(v, over), ulps=64, **args)
                        if dtype != "complex128":
                            case("Var", dtype, [x], np.var(v, over), ulps=64, **args)
                            case("Std", dtype, [x], np.std(v, over), ulps=64, **args)
                if dtype != "complex128":
                    case("Min", dtype, [x], np.min(v, over), **args)
                    case("Max", dtype, [x], np.max(v, over), **args)
                case("Any", dtype, [x], np.any(v, over), **args)
                case("All", dtype, [x], np.all(v, over), **args)
                case("CountNonzero", dtype, [x], np.count_nonzero(v, over), **args)
                if len(axes) < 2:
                    axis = axes[0] if axes else None
                    if dtype != "complex128":
                        case("Argmin", dtype, [x], np.argmin(v, axis), **args)
                        case("Argmax", dtype, [x], np.argmax(v, axis), **args)
                    if dtype != "bool":
                        case("CumSum", dtype, [x], np.cumsum(v, axis, dtype=dtype), ulps=64, **args)
                        case("CumProd", dtype, [x], np.cumprod(v, axis, dtype=dtype), ulps=64, **args)
                    if dtype in floats:
                        case("Median", dtype, [x], np.median(v, axis), ulps=64, **args)
                        case("Quantile", dtype, [x], np.quantile(v, 0.3, axis), ulps=64, q=0.3, **args)
        empty = np.zeros((2, 0, 3), dtype)
        for axes in [(), (1,), (0,)]:
            over = axes if axes else None
            if dtype != "bool":
                case("Sum", dtype, [empty], np.sum(empty, over).astype(dtype), axes=list(axes))
                case("Prod", dtype, [empty], np.prod(empty, over).astype(dtype), axes=list(axes))
            case("Any", dtype, [empty], np.any(empty, over), axes=list(axes))
            case("All", dtype, [empty], np.all(empty, over), axes=list(axes))
    nan = np.array([[1, np.nan, 3], [4, 5, 6], [np.nan, np.nan, 0]])
    for axes in [(), (0,), (1,)]:
        axis = axes[0] if axes else None
        for name, f in [("Min", np.min), ("Max", np.max), ("Argmin", np.argmin), ("Argmax", np.argmax), ("Median", np.median),
                        ("Sum", np.sum)]:
            case(name, "float64", [nan], f(nan, axis), axes=list(axes))

# Slices: NumPy's own answers for starts, stops and steps in and out of range.
line, cube = np.arange(7), np.arange(2 * 3 * 4).reshape(2, 3, 4)
for start in ["", "-9", "-3", "0", "2", "6", "7", "9"]:
    for stop in ["", "-9", "-2", "0", "3", "7", "9"]:
        for step in ["", "1", "2", "-1", "-3", "9", "-9"]:
            spec = f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
            case("View", "int64", [Operand(line, spec)], line[eval("np.index_exp[" + spec + "]")])
for spec in ["1", "-1, ..., 2", "..., newaxis", "newaxis, 1, newaxis, ::-1", "...", ":, 1", "0, 1, 2", "1:, ..., -1:", "..., 0, :",
             "1:1", "newaxis, ...", "0, ..., newaxis, 3", ":, :, :, newaxis, ..."]:
    case("View", "int64", [Operand(cube, spec)], cube[eval("np.index_exp[" + spec.replace("newaxis", "None") + "]")])
for shape in [(24,), (4, 6), (2, 12), (2, 3, 4), (1, 24), (24, 1, 1), (2, 3, 2, 2), (-1, 8), (3, -1)]:
    case("Reshape", "int64", [cube], cube.reshape(shape), shape=list(shape))
    t = Operand(cube, "", [2, 0, 1])
    case("Reshape", "int64", [t], t.view.reshape(shape), shape=list(shape))

# Arranging.
for dtype in ["float64", "int32", "bool", "complex128"]:
    x = Operand(values(dtype, (4, 6)), "::-1, ::2")
    y = Operand(values(dtype, (3, 4)), "", [1, 0])
    v, w = x.view, y.view
    for axis in [0, 1, -1]:
        case("Concat", dtype, [x, y], np.concatenate([v, w], axis), axes=[axis])
        case("Stack", dtype, [x, y], np.stack([v, w], axis), axes=[axis])
        case("Repeat", dtype, [x], np.repeat(v, 3, axis), n=3, axes=[axis])
        case("Take", dtype, [x], np.take(v, [[2, -1], [0, 2]], axis), axes=[axis])
        case("Flip", dtype, [x], np.flip(v, axis), axes=[axis])
        for n in [0, 1, -1, 7, -8]:
            case("Roll", dtype, [x], np.roll(v, n, axis), n=n, axes=[axis])
    case("Repeat", dtype, [x], np.repeat(v, 2), n=2, axes=[])
    case("Roll", dtype, [x], np.roll(v, 5), n=5, axes=[])
    case("Flip", dtype, [x], np.flip(v), axes=[])
    for times in [(2,), (2, 3), (1, 2, 2), (0, 2), (1,)]:
        case("Tile", dtype, [x], np.tile(v, times), times=list(times))
    for k in [-1, 0, 2]:
        case("Tril", dtype, [x], np.tril(v, k), n=k)
        case("Triu", dtype, [x], np.triu(v, k), n=k)
    for boundary, mode in enumerate(["constant", "symmetric", "reflect", "edge", "wrap"]):
        for before, after in [(1, 1), (0, 2), (5, 9)]:
            case("Pad", dtype, [x], np.pad(v, ((before, after), (after, before)), mode=mode), n=boundary, before=before, after=after)
    case("Mask", dtype, [x], v[v != 0])
    case("Argwhere", dtype, [x], np.argwhere(v))
    case("Diagonal", dtype, [x], np.diagonal(v))
    case("Where", dtype, [x, y], np.where(v == w, v, w))
    if dtype != "bool":
        case("Diff", dtype, [x], np.diff(v, axis=0), axes=[0])
        case("Trace", dtype, [x], np.trace(v), ulps=2)
        case("Outer", dtype, [v[0], w[0]], np.outer(v[0], w[0]), ulps=16)
        case("Kron", dtype, [x, y], np.kron(v, w), ulps=16)
        case("MatMul", dtype, [x, Operand(y.base)], v @ y.base, ulps=256)
sorted_line = np.sort(values("float64", 20))
probe = np.concatenate([sorted_line[::3], values("float64", 5), [np.nan, np.inf]])
case("SearchSorted", "float64", [sorted_line, probe], np.searchsorted(sorted_line, probe))
for dtype in ["int64", "uint8"]:
    counted = np.abs(values(dtype, (4, 5))).astype(dtype) % 9
    case("Bincount", dtype, [counted], np.bincount(counted.ravel(), minlength=12), n=12)

# Products of every rank.
for dtype in ["float64", "int64", "complex128"]:
    for left, right in [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)),
                        ((5, 1, 2, 3), (6, 3, 4)), ((0, 3), (3, 4)), ((2, 0), (0, 4))]:
        a, b = values(dtype, left), values(dtype, right)
        case("MatMul", dtype, [a, b], np.matmul(a, b), ulps=256)
    for left, right in [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (5, 3, 4)), ((), (2, 2)), ((2, 2), ())]:
        a, b = values(dtype, left), values(dtype, right)
        case("Dot", dtype, [a, b], np.dot(a, b), ulps=256)
    a, b = values(dtype, (3, 4, 5)), values(dtype, (5, 6, 3))
    case("TensorDot", dtype, [a, b], np.tensordot(a, b, ([0, 2], [2, 0])), ulps=256, axes=[0, 2], other=[2, 0])
    case("TensorDot", dtype, [a, b], np.tensordot(a, b, 0), ulps=16, axes=[], other=[])

# Linear algebra, by results that do not depend on signs.
for n in [1, 2, 5]:
    a, b = values("float64", (n, n)), values("float64", (n, 3))
    s = a @ a.T + np.eye(n)
    case("Solve", "float64", [a, b], np.linalg.solve(a, b), ulps=1 << 20)
    case("Inv", "float64", [a], np.linalg.inv(a), ulps=1 << 20)
    case("Det", "float64", [a], np.linalg.det(a), ulps=1 << 20)
    case("Cholesky", "float64", [s], np.linalg.cholesky(s), ulps=1 << 16)
    case("EigSym", "float64", [s], np.linalg.eigvalsh(s), ulps=1 << 20)
for shape in [(3, 5), (5, 3), (4, 4)]:
    a = values("float64", shape)
    case("SVD", "float64", [a], np.linalg.svd(a, compute_uv=False), ulps=1 << 20)
    case("Pinv", "float64", [a], np.linalg.pinv(a), ulps=1 << 24)
    case("Norm", "float64", [a], np.linalg.norm(a), ulps=16, axes=[])
    case("Norm", "float64", [a], np.linalg.norm(a, axis=1), ulps=16, axes=[1])

# Making and converting.
for start, stop, step in [(0, 10, 3), (10, 0, -3), (5, 5, 1), (0, -5, 1), (-3, 8, 1)]:
    case("Arange", "int64", [], np.arange(start, stop, step), start=start, stop=stop, step=step)
for start, stop, step in [(0, 1, 0.1), (1, 0, -0.3), (0, 2, 0.5)]:
    case("Arange", "float64", [], np.arange(start, stop, step), ulps=64, start=start, stop=stop, step=step)
for lo, hi, n in [(0, 1, 5), (-1, 2, 7), (3, 3, 2), (0, 1, 1), (0, 1, 0)]:
    case("Linspace", "float64", [], np.linspace(lo, hi, n), ulps=1, start=lo, stop=hi, n=n)

# What users reach for next.
with np.errstate(all="ignore"):
    for dtype in floats:
        gap = values(dtype, (4, 6))
        gap[0, 1] = gap[2, 3] = gap[2, 4] = np.nan
        x = Operand(gap, "::-1, ::2", [1, 0])
        for axes in [(), (0,), (1,), (0, 1)]:
            over = axes if axes else None
            for name, f in [("NanSum", np.nansum), ("NanMean", np.nanmean), ("NanVar", np.nanvar), ("NanStd", np.nanstd),
                            ("NanMin", np.nanmin), ("NanMax", np.nanmax)]:
                case(name, dtype, [x], f(x.view, axis=over), ulps=64, axes=list(axes))
        case("NanToNum", dtype, [np.array([1, np.nan, np.inf, -np.inf, 2], dtype)], np.nan_to_num(np.array([1, np.nan, np.inf, -np.inf, 2], dtype)))
        a = Operand(values(dtype, (5, 6)), "::-1, 1:", [1, 0])
        for axis in [0, 1, -1]:
            case("Gradient", dtype, [a], np.gradient(a.view, np.dtype(dtype).type(0.5), axis=axis).astype(dtype), ulps=4, axes=[axis])
            case("Trapezoid", dtype, [a], np.trapezoid(a.view, dx=np.dtype(dtype).type(0.5), axis=axis), ulps=256, axes=[axis])
            e = np.exp(a.view - a.view.max(axis, keepdims=True))
            case("Softmax", dtype, [a], e / e.sum(axis, keepdims=True), ulps=32, axes=[axis])
            case("LogSumExp", dtype, [a], np.log(np.exp(a.view).sum(axis)), ulps=256, axes=[axis])
        for q in [0, 12.5, 50, 99, 100]:
            case("Percentile", dtype, [a], np.percentile(a.view, q), ulps=64, q=q, axes=[])
    for dtype in reals:
        x, y = Operand(values(dtype, (4, 5)), "::-1", [1, 0]), Operand(values(dtype, (6, 4)))
        zero = np.dtype(dtype).type(0)
        case("IsIn", dtype, [x, y], np.isin(x.view, y.view))
        case("Union", dtype, [x, y], np.union1d(x.view, y.view))
        case("Intersect", dtype, [x, Operand(x.base[1:3])], np.intersect1d(x.view, x.base[1:3]))
        case("Difference", dtype, [x, Operand(x.base[1:3])], np.setdiff1d(x.view, x.base[1:3]))
        edges = np.sort(values(dtype, 7))
        case("Digitize", dtype, [x, edges], np.digitize(x.view, edges))
        counts, bins = np.histogram(x.view, 5)
        case("HistogramCounts", dtype, [x], counts, n=5)
        case("Average", dtype, [x], np.mean(x.view, 0, dtype="float64"), ulps=64, axes=[0])
        case("SumAs", dtype, [x], np.sum(x.view, 1, dtype="float64"), ulps=64, axes=[1])
        case("FloorDiv", dtype, [x, Operand(np.array([[3], [7], [2], [9], [4]], dtype))], np.floor_divide(x.view, np.array([[3], [7], [2], [9], [4]], dtype)))
        u, v = values(dtype, (4, 3)), values(dtype, (3,))
        case("Cross", dtype, [u, v], np.cross(u, v), ulps=64)
        case("TakeAlong", dtype, [x], np.take_along_axis(x.view, np.argsort(x.view, 0, kind="stable"), 0), axes=[0])
for dtype in ["float64", "int32", "bool", "complex128"]:
    x = Operand(values(dtype, (4, 6)), "::-1, ::2", [1, 0])
    v = x.view
    case("Diag", dtype, [v[0]], np.diag(v[0]))
    for n in [-1, 0, 1, 2, 7]:
        case("Rot90", dtype, [x], np.rot90(v, n), n=n)
    case("VStack", dtype, [x, Operand(v[0])], np.vstack([v, v[0]]))
    case("HStack", dtype, [x, x], np.hstack([v, v]))
    case("SplitAt", dtype, [x], np.split(v, [1, 2])[1])
    case("Delete", dtype, [x], np.delete(v, [0, -1], 1))
    case("Insert", dtype, [x], np.insert(v, 1, v[:, 0], 1))
    case("Nonzero", dtype, [x], np.nonzero(v)[1])
    case("PutMask", dtype, [x], np.where(v != 0, v[0, 0], v))
    case("FullLike", dtype, [x], np.full_like(v, v[0, 0]))
    case("OnesLike", dtype, [x], np.ones_like(v))
    case("Broadcast", dtype, [x, Operand(v[0])], np.broadcast_arrays(v, v[0])[1])
xs, ys, probes = np.sort(values("float64", 8)), values("float64", 8), values("float64", (3, 5)) * 2
case("Interp", "float64", [probes, xs, ys], np.interp(probes, xs, ys), ulps=1024)
rows = values("float64", (3, 9))
case("Cov", "float64", [rows], np.cov(rows), ulps=4096)
case("CorrCoef", "float64", [rows], np.corrcoef(rows), ulps=4096)
case("PolyVal", "float64", [ys, probes], np.polyval(ys, probes), ulps=1 << 20)
case("PolyFit", "float64", [xs, ys], np.polyfit(xs, ys, 3), ulps=1 << 24, n=3)

# Decompositions, by results that depend neither on signs nor on order.
for shape in [(6, 3), (3, 3), (3, 5)]:
    a, b = values("float64", shape), values("float64", (shape[0], 2))
    case("Lstsq", "float64", [a, b], np.linalg.lstsq(a, b, rcond=None)[0], ulps=1 << 24)
    case("Lstsq", "float64", [Operand(a.T.copy(), "", [1, 0]), b[:, 0].copy()], np.linalg.lstsq(a, b[:, 0], rcond=None)[0], ulps=1 << 24)
    case("QR", "float64", [a], np.abs(np.linalg.qr(a)[1]), ulps=1 << 22)
for n in [1, 2, 5]:
    a = values("float64", (n, n))
    case("Eig", "float64", [a], np.sort(np.abs(np.linalg.eigvals(a))), ulps=1 << 24)

# Conversions of numbers that every target holds, or that wrap around.
targets = ["float32", "uint8", "int32", "bool", "float64", "int64", "complex128"]
for dtype in ["float64", "float32", "int64", "int32", "uint8", "bool"]:
    source = np.array([0, 1, 2.5, 200.75, 255, 7, 100, 3] * 9).astype(dtype).reshape(8, 9)
    if dtype in ("int64", "int32"):
        source = source * 1001 - 2**20
    for i, target in enumerate(targets):
        for x in [Operand(source), Operand(source, "::-1, ::2", [1, 0])]:
            case("Cast", dtype, [x], x.view.astype(target), n=i)
for dtype in ["float64", "int64"]:
    x, y, z = values(dtype, (3,)), Operand(values(dtype, (8,)), "::-2"), values(dtype, (2,))
    for i in range(3):
        case("Meshgrid", dtype, [x, y, z], np.meshgrid(x, y.view, z, indexing="ij")[i], n=i)
for lo, hi, n in [(0, 3, 4), (-2, 2, 9), (1, 1, 2), (0, 1, 1), (0, 1, 0)]:
    case("Logspace", "float64", [], np.logspace(lo, hi, n), ulps=4, start=lo, stop=hi, n=n)
for dtype in ["float64", "float32", "complex128"]:
    x = values(dtype, (4, 5))
    for shift in [0, 1e-9, 1e-3]:
        y = (x + shift).astype(dtype)
        case("AllClose", dtype, [x, y], np.allclose(x, y))
        case("ArrayEqual", dtype, [Operand(x.T.copy(), "", [1, 0]), y], np.array_equal(x, y))
    case("AllClose", dtype, [x[:1], x[:1].repeat(3, 0)], np.allclose(x[:1], x[:1].repeat(3, 0)))
for dtype in ["float64", "int64", "uint8"]:
    x = values(dtype, (5, 9)) // 3
    case("UniqueCounts", dtype, [x], np.unique_counts(x).counts)

# Making, views and parts.
for dtype in ["float64", "int32", "bool", "complex128"]:
    x = Operand(values(dtype, (4, 6, 5)), "::-1, 1::2, :", [1, 2, 0])
    v = x.view
    for shape in [(3, 5, 4), (2, 3, 5, 4), (0, 3, 5, 4)]:
        case("BroadcastTo", dtype, [x], np.broadcast_to(v, shape), shape=list(shape))
    case("BroadcastTo", dtype, [v[:, :1, 1]], np.broadcast_to(v[:, :1, 1], (3, 7)), shape=[3, 7])
    case("Copy", dtype, [x], v.copy())
    case("Ravel", dtype, [x], v.ravel())
    case("T", dtype, [x], v.T)
    for axes in [(), (0,), (-1,), (1, 2), (0, -1), (4, 0)]:
        case("ExpandDims", dtype, [x], np.expand_dims(v, axes), axes=list(axes))
    for index in [(0,), (-1,), (2, -3), (1, 0, -1)]:
        case("Index", dtype, [x], v[index], axes=list(index))
    for a, b in [(0, 2), (2, 0), (-1, 0), (1, 1), (0, -2)]:
        case("MoveAxis", dtype, [x], np.moveaxis(v, a, b), axes=[a], other=[b])
        case("SwapAxes", dtype, [x], np.swapaxes(v, a, b), axes=[a, b])
    for axes in [(), (0, 1, 2), (2, 0, 1), (-1, 0, 1)]:
        case("Transpose", dtype, [x], np.transpose(v, axes or None), axes=list(axes))
    ones = Operand(values(dtype, (1, 3, 1, 2)), "", [3, 0, 1, 2])
    for axes in [(), (1,), (-1,), (3, 1)]:
        case("Squeeze", dtype, [ones], np.squeeze(ones.view, axes or None), axes=list(axes))
    for spec in ["1", ":, ::-2", "..., 1:-1", "newaxis, ..., 0", "::2, ::-1, 3:0:-1", "-1, newaxis, :, 1::2", "3:", "..., newaxis"]:
        case("Slice", dtype, [x], v[eval("np.index_exp[" + spec.replace("newaxis", "None") + "]")], text=spec)
    line = values(dtype, 24)
    for shape, strides in [((3, 4), (8, 2)), ((4, 3), (1, 1)), ((5,), (0,)), ((2, 2, 2), (12, 5, 1)), ((0, 3), (1, 1)), ((), ())]:
        strided = np.lib.stride_tricks.as_strided(line, shape, [n * line.itemsize for n in strides])
        case("AsStrided", dtype, [line], strided, shape=list(shape), other=list(strides))
    for window in [(1, 1), (2, 3), (5, 4), (1, 4)]:
        case("SlidingWindow", dtype, [x], np.lib.stride_tricks.sliding_window_view(v, window, (1, 2)), shape=list(window))
    for n, axis in [(1, 0), (3, 0), (5, 1), (2, 2), (4, -1)]:
        for i in [0, n - 1]:
            case("Split", dtype, [x], np.split(v, n, axis)[i], n=n, before=i, axes=[axis])
    for shape in [(), (3,), (2, 0), (2, 3, 1)]:
        case("Zeros", dtype, [], np.zeros(shape, dtype), shape=list(shape))
        case("Ones", dtype, [], np.ones(shape, dtype), shape=list(shape))
        number = values(dtype, ())
        case("Full", dtype, [number], np.full(shape, number, dtype), shape=list(shape))
    case("ZerosLike", dtype, [x], np.zeros_like(v))
    for n in [0, 1, 4]:
        case("Eye", dtype, [], np.eye(n, dtype=dtype), n=n)
    case("Of", dtype, [line[:3]], np.array([line[0], line[1], line[2]]))
    for source in [Operand(values(dtype, (3, 5, 4))), Operand(values(dtype, (5, 1))), Operand(values(dtype, ())), Operand(values(dtype, (8, 4)), "4::-1")]:
        target = v.copy()
        np.copyto(target, source.view)
        case("Assign", dtype, [x, source], target)
    for axes in [(), (0,), (1, 2), (-1,)]:
        over = axes or None
        case("FFTShift", dtype, [x], np.fft.fftshift(v, over), axes=list(axes))
        case("IFFTShift", dtype, [x], np.fft.ifftshift(v, over), axes=list(axes))
for first, second in [("0:3", "3:6"), ("0:4", "3:6"), ("::2", "1::2"), ("::3", "2::5"), ("::-1", "1:2"), ("4:2", "::"), ("::4", "2::4")]:
    line = np.arange(24)
    a, b = (line[eval("np.index_exp[" + spec + "]")] for spec in (first, second))
    case("SharesMemory", "int64", [line], np.shares_memory(a, b), text=first + "|" + second)
for n, d in [(1, 1), (2, 0.5), (7, 1), (8, 0.25)]:
    case("FFTFreq", "float64", [], np.fft.fftfreq(n, d), ulps=2, n=n, step=d)
for dtype in ["complex128"]:
    for x in [Operand(values(dtype, (3, 4))), Operand(values(dtype, (6, 9)), "::-2, 1:8:3", [1, 0]), Operand(values(dtype, (0, 2)))]:
        case("RealPart", dtype, [x], x.view.real)
        case("ImagPart", dtype, [x], x.view.imag)
        case("Conj", dtype, [x], np.conj(x.view))
        case("Modulus", dtype, [x], np.abs(x.view), ulps=2)
        case("Phase", dtype, [x], np.angle(x.view), ulps=2)
for dtype in floats:
    for x in [Operand(values(dtype, (3, 4)) * 9), Operand(values(dtype, (6, 9)) * 40, "::-2, 1:8:3", [1, 0])]:
        exact = 1 / (1 + np.exp(-x.view.astype(np.longdouble)))
        case("Sigmoid", dtype, [x], exact.astype(dtype), ulps=2)
with np.errstate(all="ignore"):
    # In extended precision, of which NumPy's functions of float32 make no use: what the functions are, rounded once.
    single = np.concatenate([rng.normal(0, 3, 200), rng.uniform(-1, 1, 200), 10 ** rng.uniform(-30, 30, 200), -10 ** rng.uniform(-30, 1.9, 100)]).astype("float32")
    wide = single.astype(np.longdouble)
    for name, f in [("Exp", np.exp), ("Log", np.log), ("Sin", np.sin), ("Cos", np.cos), ("Tan", np.tan), ("Sinh", np.sinh), ("Cosh", np.cosh),
                    ("Tanh", np.tanh), ("Asin", np.arcsin), ("Acos", np.arccos), ("Atan", np.arctan), ("Exp2", np.exp2), ("Expm1", np.expm1),
                    ("Log1p", np.log1p), ("Log2", np.log2), ("Log10", np.log10), ("Sqrt", np.sqrt), ("Sigmoid", lambda x: 1 / (1 + np.exp(-x)))]:
        exact = f(wide)
        keep = (np.abs(exact) >= 2.0**-126) | (exact == 0) | np.isnan(exact)  # the scale of tolerances ends where numbers lose bits
        if name in ("Sin", "Cos", "Tan"):
            keep &= np.abs(single) < 2.0**20  # beyond, the remainder of long double loses bits
        case(name, "float32", [single[keep]], exact[keep].astype("float32"), ulps=0 if name == "Sqrt" else 1)
    exact = np.power(np.abs(wide[:500]), wide[200:700])
    keep = (exact >= 2.0**-126) | (exact == 0)
    case("Pow", "float32", [np.abs(single[:500])[keep], single[200:700][keep]], exact[keep].astype("float32"), ulps=1)

# What the walk through NumPy's own names added.
with np.errstate(all="ignore"):
    for dtype in floats:
        kind = np.dtype(dtype).type
        x, y = Operand(values(dtype, (4, 5)), "::-1", [1, 0]), Operand(values(dtype, (5, 1)))
        special = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.25, 1e-9, 7e5, -3.5, 2.5], dtype)
        for name, f, ulps in [("Asinh", np.arcsinh, 4), ("Acosh", np.arccosh, 4), ("Atanh", np.arctanh, 4), ("Cbrt", np.cbrt, 4),
                              ("Radians", np.radians, 2), ("Degrees", np.degrees, 2)]:
            for v in [x, Operand(special)]:
                case(name, dtype, [v], f(v.view), ulps=ulps)
        case("Sinc", dtype, [x], np.sinc(x.view.astype("float64")).astype(dtype), ulps=64)  # NumPy rounds πx in float32
        for decimals in [0, 1, 2, 5, -1]:
            case("RoundTo", dtype, [x], np.round(x.view, decimals), n=decimals)
        case("RoundTo", dtype, [special], np.round(special, 3), n=3)
        case("Copysign", dtype, [x, y], np.copysign(x.view, y.view))
        case("LogAddExp", dtype, [x, y], np.logaddexp(x.view, y.view), ulps=16)
        case("LogAddExp", dtype, [special, special], np.logaddexp(special, special), ulps=4)
        for axes in [(), (0,), (1,), (-1,)]:
            axis = axes[0] if axes else None
            args = {"axes": list(axes)}
            case("SampleVar", dtype, [x], np.var(x.view, axis, ddof=1), ulps=64, **args)
            case("SampleStd", dtype, [x], np.std(x.view, axis, ddof=1), ulps=64, **args)
            for method in range(12):
                case("Quantiles", dtype, [x], np.quantile(x.view, [0, 0.21, 0.5, 0.9, 1], axis=axis, method=[
                    "linear", "lower", "higher", "nearest", "midpoint", "weibull", "hazen", "median_unbiased", "normal_unbiased", "inverted_cdf",
                    "averaged_inverted_cdf", "interpolated_inverted_cdf"][method]), ulps=256, n=method, **args)
            gap = values(dtype, (4, 6))
            gap[0, 1] = gap[2, 3] = gap[2, 4] = gap[3, 0] = np.nan
            g = Operand(gap, "::-1", [1, 0])
            for name, f in [("NanProd", np.nanprod), ("NanMedian", np.nanmedian), ("NanArgmin", np.nanargmin), ("NanArgmax", np.nanargmax)]:
                case(name, dtype, [g], f(g.view, axis=axis), ulps=64, **args)
            case("NanQuantile", dtype, [g], np.nanquantile(g.view, 0.3, axis=axis), ulps=64, q=0.3, **args)
        case("SampleVar", dtype, [x.view[:1].copy()], np.var(x.view[:1], 0, ddof=1), axes=[0])
        for p in [1, 2, 3, 0.5, 0, np.inf, -np.inf, -1]:
            case("VectorNorm", dtype, [x], np.linalg.vector_norm(x.view, ord=p, axis=1), ulps=256, lo=float(p) if np.isfinite(p) else float(np.sign(p)) * 1e300, axes=[1])
        angles = np.cumsum(values(dtype, (3, 8)), axis=1).astype(dtype)
        for axis in [0, 1]:
            case("Unwrap", dtype, [angles], np.unwrap(angles, axis=axis).astype(dtype), ulps=64, axes=[axis])
        places = np.sort(values(dtype, (5,)))
        case("TrapezoidAt", dtype, [x, places], np.trapezoid(x.view, places, axis=0), ulps=512, axes=[0])
        case("TrapezoidAt", dtype, [x.view.T.copy(), places], np.trapezoid(x.view.T, places, axis=1), ulps=512, axes=[1])
    for dtype in reals:
        x = Operand(values(dtype, (6, 7)) // 3, "::-1, 1:", [1, 0])
        for axes in [(), (0,), (1,), (0, 1)]:
            case("PtP", dtype, [x], np.ptp(x.view, axes if axes else None), axes=list(axes))
        for axis in [0, 1, -1]:
            for kth in [0, 2, -1]:
                case("Partition", dtype, [x], np.take(np.partition(x.view, kth, axis), kth, axis), n=kth, axes=[axis])
                case("Argpartition", dtype, [x], np.take(np.sort(x.view, axis), kth, axis), n=kth, axes=[axis])
        long = values(dtype, 3000)
        case("Partition", dtype, [long], np.partition(long, 1234)[1234], n=1234, axes=[0])
        keys = (values(dtype, 40) // 30, values(dtype, 40) // 50, values(dtype, 40) // 40)
        case("Lexsort", dtype, list(keys), np.lexsort(keys))
        unique = np.unique_all(x.view)
        for i, part in enumerate(unique[1:]):
            case("UniqueAll", dtype, [x], part, n=i)
        rows = (values(dtype, (12, 2)) // 90).astype(dtype)
        case("UniqueRows", dtype, [rows], np.unique(rows, axis=0))
        other = values(dtype, 9) // 3
        case("SymmetricDifference", dtype, [x, other], np.setxor1d(x.view, other))
        edges = np.array([-50, -20, 0, 1, 15, 40, 60], "float64")
        case("HistogramOver", dtype, [x], np.histogram(x.view, edges)[0])
        case("Histogram2D", dtype, [x, x.view.copy()[::-1]], np.histogram2d(x.view.ravel(), x.view[::-1].ravel(), [edges, edges])[0].astype("int64"))
    for dtype in ["int64", "int32", "uint8"]:
        x, places = Operand(values(dtype, (4, 5)), "::-1", [1, 0]), np.array([0, 1, 3, 5], dtype)
        case("ShiftLeft", dtype, [x, places], np.left_shift(x.view, places))
        case("ShiftRight", dtype, [x, places], np.right_shift(x.view, places))
for dtype in ["float64", "int32", "bool", "complex128"]:
    x, y = Operand(values(dtype, (4, 6)), "::-1, ::2", [1, 0]), values(dtype, (2, 2, 4))
    for k in [0, 1, -2, 9, -9]:
        case("Diagonal", dtype, [x], np.diagonal(x.view, k), n=k)
        if abs(k) < 5:
            line = values(dtype, 3)
            case("Diag", dtype, [line], np.diag(line, k), n=k)
    put = x.view.copy()
    put[[2, -3]] = y[0]
    case("Put", dtype, [x, y[0].copy()], put, axes=[0])
    put = x.view.copy()
    put[:, [[0, 1], [0, -1]]] = y[1, 0, 0]
    case("Put", dtype, [x, y[1, 0, :1].copy()], put, axes=[1])
    put = x.view.copy()
    np.put_along_axis(put, np.array([[0, 2, 1, 1]]), y[:1, 0], 0)
    case("PutAlong", dtype, [x, y[:1, 0].copy()], put, axes=[0])
    case("Block", dtype, [x, y[0].copy()], np.block([[x.view, x.view], [y[0], y[0]]]))
    for i in range(4):
        case("ArraySplit", dtype, [x], np.array_split(x.view, 4, 0)[i], n=4, before=i, axes=[0])
    if dtype != "bool":
        added = x.view.copy()
        np.add.at(added, [2, -3, 2], np.concatenate([y[0], y[0][:1]]))
        case("AddAt", dtype, [x, np.concatenate([y[0], y[0][:1]])], added, ulps=4, axes=[0])
        line, more = values(dtype, 5), values(dtype, 3)
        added = line.copy()
        np.add.at(added, [2, -3, 2], more)
        case("AddAt", dtype, [line, more], added, ulps=16, axes=[0])
        square = values(dtype, (3, 3))
        for n in [0, 1, 2, 5]:
            case("MatrixPower", dtype, [square], np.linalg.matrix_power(square, n), ulps=1 << 20, n=n)
        case("Trace", dtype, [x], np.trace(x.view, 1), ulps=4, n=1)
for lo, hi, n in [(1, 1000, 4), (-2, -0.5, 7), (3, 3, 2), (0.1, 9, 1), (5, 2, 0)]:
    case("Geomspace", "float64", [], np.geomspace(lo, hi, n), ulps=64, start=lo, stop=hi, n=n)
for n, d in [(1, 1), (2, 0.5), (7, 1), (8, 0.25)]:
    case("RFFTFreq", "float64", [], np.fft.rfftfreq(n, d), ulps=2, n=n, step=d)
for name, f in [("Hanning", np.hanning), ("Hamming", np.hamming), ("Blackman", np.blackman), ("Bartlett", np.bartlett), ("Kaiser", lambda n: np.kaiser(n, 8.6))]:
    for n in [1, 2, 7, 64]:
        case(name, "float64", [], np.where(np.abs(f(n)) < 1e-15, 0, f(n)), ulps=1 << 16, n=n)
for shape in [(3, 3), (4, 2), (2, 5)]:
    a = values("float64", shape)
    for p in [1, -1, 2, -2]:
        case("MatrixNorm", "float64", [a], np.linalg.norm(a, p), ulps=1 << 16, n=p)
    case("Cond", "float64", [a], np.linalg.cond(a), ulps=1 << 22)
    case("MatrixRank", "float64", [a], np.linalg.matrix_rank(a))
a = values("float64", (4, 2)) @ values("float64", (2, 5))
case("MatrixRank", "float64", [a], np.linalg.matrix_rank(a))
case("MatrixRank", "float64", [np.zeros((3, 2))], np.linalg.matrix_rank(np.zeros((3, 2))))
for n in [1, 2, 5]:
    a = values("float64", (n, n))
    case("SLogDet", "float64", [a], np.array(np.linalg.slogdet(a)), ulps=1 << 16)
case("SLogDet", "float64", [np.ones((2, 2))], np.array([0, -np.inf]))
for c in [[1, -6, 11, -6], [0, 2, 3, 1, 0, 0], [1, 0, 1], [5], []]:
    case("Roots", "float64", [np.array(c, "float64")], np.sort(np.abs(np.roots(c))), ulps=1 << 30)
for dtype in ["float64", "float32", "int64", "uint8"]:
    x = Operand(values(dtype, (4, 5)), "::-1, 1:")
    x.base[1::2, 1::2] = 0
    whole, rows = x.view != 0, x.view[:, 0] != 0
    for mask, v in [(whole, values(dtype, whole.sum())), (whole, values(dtype, 1)), (rows, values(dtype, (rows.sum(), 4))), (rows, values(dtype, 4))]:
        a = x.view.copy()
        a[mask] = v
        case("AssignMask", dtype, [x, v], a, n=mask.ndim)

print(json.dumps({"numpy": np.__version__, "cases": cases}, separators=(",", ":")).replace('{"op"', '\n{"op"'))
