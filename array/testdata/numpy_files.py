"""Writes numpy_files.zip: .npy and .npz files as NumPy 2.4.6 writes them, for TestNPYFromNumPy and its neighbours.

Files under good/ hold 0..5 as shape (2, 3), halved for floats, times 1-2i for complex; those under bad/ are refused.
"""

import io
import zipfile

import numpy as np

archive = zipfile.ZipFile("numpy_files.zip", "w", zipfile.ZIP_DEFLATED)


def put(name, write):
    b = io.BytesIO()
    write(b)
    archive.writestr(zipfile.ZipInfo(name), b.getvalue(), zipfile.ZIP_DEFLATED)


base = np.arange(6).reshape(2, 3)
for kind in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]:
    for order in "<>":
        for layout in "CF":
            for version in [(1, 0), (2, 0), (3, 0)]:
                a = base / 2 if kind[0] in "fc" else base
                a = a * (1 - 2j) if kind[0] == "c" else a
                a = np.asarray(a.astype(np.dtype(order + kind)), order=layout)
                name = f"good/{kind}_{'little' if order == '<' else 'big'}_{layout}_{version[0]}.npy"
                put(name, lambda b: np.lib.format.write_array(b, a, version))
bad = {
    "object": np.array([1, "x"], object), "string": np.array(["x"]), "bytes": np.array([b"x"]),
    "structured": np.zeros(2, [("x", "f8"), ("y", "i4")]), "date": np.array(["2024-02-29"], "M8[D]"),
    "span": np.array([1], "m8[s]"), "longdouble": np.zeros(2, np.longdouble),
}
for name, a in bad.items():
    put(f"bad/{name}.npy", lambda b: np.lib.format.write_array(b, a))
put("stored.npz", lambda b: np.savez(b, half=base / 2, other=base))
put("deflated.npz", lambda b: np.savez_compressed(b, half=base / 2, other=base))
archive.close()
