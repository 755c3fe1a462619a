"""Runs the NumPy code that the notebooks show, and writes what its variables hold beside this file, as NOTEBOOK.json.

Kept are numbers and arrays that the Go cells define under the same name; the test of the notebooks compares the two.
Needs numpy, scipy and pillow.

usage: python oracle.py [NOTEBOOK.ipynb ...]
"""

import hashlib
import json
import os
import re
import sys
from pathlib import Path

import numpy as np

here = Path(__file__).resolve().parent


def value_of(v):
    a = np.abs(v) if np.iscomplexobj(v) else np.asarray(v)
    every = max(1, a.size // 100) | 1  # odd, so that the sample wanders over rows and columns
    single = a.dtype in (np.float32, np.complex64)
    return {"shape": list(a.shape), "every": every, "values": a.ravel()[::every].astype(float).tolist(), "tolerance": 1e-5 if single else 1e-11}


def oracle(path):
    cells = json.loads(path.read_text())["cells"]
    text = {kind: ["".join(c["source"]) for c in cells if c["cell_type"] == kind] for kind in ("markdown", "code")}
    python = "".join(block for source in text["markdown"] for block in re.findall(r"(?s)```python\n(.*?)```", source))
    variables = {}
    exec(compile(python, str(path), "exec"), variables)
    defined = {name for source in text["code"] for names in re.findall(r"^(?:var )?([\w, ]+?) (?::?= |\*Array|\[\])", source, re.M) for name in names.split(", ")}
    kept = {k: value_of(v) for k, v in variables.items() if k in defined and isinstance(v, (bool, int, float, complex, np.number, np.bool_, np.ndarray))}
    result = {"numpy": np.__version__, "code": hashlib.sha256(python.encode()).hexdigest(), "variables": kept}
    (here / (path.stem + ".json")).write_text(json.dumps(result, indent=1) + "\n")
    print(path.name, *kept)


books = [Path(p).resolve() for p in sys.argv[1:]] or sorted(here.parent.glob("*.ipynb"))
os.chdir(here.parent)  # where the notebooks run
for book in books:
    oracle(book)
