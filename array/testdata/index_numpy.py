"""Writes index_numpy.json: what NumPy makes of shapes and of places in them, for TestIndexNumPy."""

import json

import numpy as np

cases = []
for shapes in [[[2, 3], [3]], [[4, 1, 3], [1, 5, 1]], [[], [2]], [[0, 1], [1, 3]], [[1], [1], [7, 1]], [[2, 3], [2]], [[0], [2]], []]:
    try:
        result = list(np.broadcast_shapes(*map(tuple, shapes)))
    except ValueError:
        result = None  # refused
    cases.append(dict(op="BroadcastShapes", shapes=shapes, result=result))
for shape in [[6], [2, 3], [3, 1, 4], [2, 2, 2, 3]]:
    for n in sorted({0, 1, 4, int(np.prod(shape)) - 1}):
        index = [int(i) for i in np.unravel_index(n, shape)]
        cases.append(dict(op="UnravelIndex", shapes=[shape], number=n, result=index))
        cases.append(dict(op="RavelIndex", shapes=[shape], index=index, result=[int(np.ravel_multi_index(index, shape))]))
for shape in [[4], [2, 3], [2, 1, 3], [0, 2]]:
    f = lambda *index: sum((10**k * i for k, i in enumerate(index)), np.zeros(shape))
    cases.append(dict(op="FromFunction", shapes=[shape], result=np.fromfunction(f, shape).astype(int).flatten().tolist()))
lines = ",\n  ".join(json.dumps(c, separators=(",", ":")) for c in cases)
with open("index_numpy.json", "w") as f:
    f.write('{\n "source": "numpy %s",\n "functions": "FromFunction: the sum of 10**k times index k",\n "cases": [\n  %s\n ]\n}\n' % (np.__version__, lines))
