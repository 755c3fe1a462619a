"""Times in NumPy what bench_test.go times in Go; set OMP_NUM_THREADS=1 for one thread."""

import timeit

import numpy as np


def measure(name, statement, **names):
    t = timeit.Timer(statement, globals={"np": np, **names})
    n, _ = t.autorange()
    print(f"{name:24s} {min(t.repeat(3, n)) / n * 1e9:12.0f} ns")


for n in [3, 100, 1000]:
    x, y, d = np.ones((n, n)), np.ones((n, n)), np.zeros((n, n))
    measure(f"Add/new/{n}", "x + y", x=x, y=y)
    measure(f"Add/into/{n}", "np.add(x, y, out=d)", x=x, y=y, d=d)
    measure(f"Add/transposed/{n}", "np.add(x, y.T, out=d)", x=x, y=y, d=d)
    measure(f"Add/row/{n}", "np.add(x, y[0], out=d)", x=x, y=y, d=d)
x = np.ones((1000, 1000))
measure("CopyTransposed", "x.T.copy(order='C')", x=x)
measure("Sum/float64", "x.sum()", x=x)
measure("Sum/float64/axis0", "x.sum(0)", x=x)
measure("Sum/float32", "x.sum()", x=x.astype(np.float32))
measure("Sum/uint8/axis1", "x.sum(1)", x=x.astype(np.uint8))
x = np.full((300, 300), 1.5)
measure("Exp/float64", "np.exp(x)", x=x)
measure("Exp/float32", "np.exp(x)", x=x.astype(np.float32))
