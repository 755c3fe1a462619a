"""Writes fft_numpy.json: transforms by NumPy, for array/fft_test.go. Run from any folder with NumPy installed."""

import json
import os

import numpy as np


def operand(shape):
    """Element j, in row-major order, is ((7*j) mod 11 - 5) + i*((3*j) mod 7 - 3)."""
    j = np.arange(int(np.prod(shape)))
    return ((7 * j % 11 - 5) + 1j * (3 * j % 7 - 3)).reshape(shape)


def flat(a):
    a = np.asarray(a, dtype=complex)
    return [v for z in a.ravel() for v in (z.real, z.imag)]


cases = []
for shape, axes in [([1], [0]), ([2], [0]), ([5], [0]), ([8], [0]), ([17], [0]), ([37], [0]), ([4, 6], [0, 1]), ([4, 6], [0]),
                    ([4, 6], [1]), ([5, 7], [1, 0]), ([3, 4, 5], [0, 2]), ([3, 4, 5], [2, 1, 0]), ([2, 3, 4, 5], [3, 1])]:
    z = operand(shape)
    for op in ["fftn", "ifftn", "rfftn", "irfftn", "fftshift", "ifftshift"]:
        if op == "rfftn":
            result = np.fft.rfftn(z.real, axes=axes)
        elif op == "irfftn":
            n = 2 * shape[axes[-1]] - 1
            result = np.fft.irfftn(z, s=[shape[k] for k in axes[:-1]] + [n], axes=axes)
        elif op.endswith("shift"):
            result = getattr(np.fft, op)(z, axes=axes)
        else:
            result = getattr(np.fft, op)(z, axes=axes)
        cases.append({"op": op, "shape": shape, "axes": axes, "result": list(result.shape), "values": flat(result)})
for n, d in [(1, 1.0), (4, 0.5), (5, 2.0)]:
    cases.append({"op": "fftfreq", "shape": [n], "axes": [], "d": d, "result": [n], "values": flat(np.fft.fftfreq(n, d))})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "fft_numpy.json"), "w") as f:
    json.dump({"source": "numpy " + np.__version__, "cases": cases}, f, separators=(",", ":"))
    f.write("\n")
