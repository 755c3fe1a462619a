# This program writes einsum_lists.json: every specification that the tests of NumPy's einsum and of opt_einsum contain
# and numpy.einsum accepts, with the result's shape and checksum. It reads them from the installed packages.
import json, pathlib, re, warnings
import numpy, opt_einsum

SIZES = [2, 3, 4, 3, 2, 3, 2, 4, 2, 3]  # of letters, in turns
ELLIPSIS = (2, 3)

def specs(package, folder):
    found = set()
    for file in sorted((pathlib.Path(package.__file__).parent / folder).glob("test_*.py")):
        if package is numpy and file.name != "test_einsum.py":
            continue
        found |= set(re.findall(r'''["']([a-zA-Z., ]*(?:->[a-zA-Z. ]*)?)["']''', file.read_text()))
    return {s.replace(" ", "") for s in found if "->" in s or re.fullmatch(r"[a-zA-Z. ]*(,[a-zA-Z. ]*)+", s)}

def operand(i, shape):
    return (((numpy.arange(int(numpy.prod(shape)), dtype=numpy.int64) * 7 + i * 13) % 11) - 5).reshape(shape)

def case(spec):
    shapes = []
    for part in spec.split("->")[0].split(","):
        before, dots, after = part.partition("...")
        size = lambda letters: tuple(SIZES[(ord(c.lower()) - ord("a")) % len(SIZES)] for c in letters)
        shapes.append(size(before) + (ELLIPSIS if dots else ()) + size(after))
    operands = [operand(i, s) for i, s in enumerate(shapes)]
    result = numpy.asarray(numpy.einsum(spec, *operands, optimize="greedy"))
    if result.size > 1 << 20:
        raise ValueError("too large")
    weights = numpy.arange(1, result.size + 1, dtype=numpy.int64)
    return {"spec": spec, "shapes": [list(s) for s in shapes], "shape": list(result.shape), "checksum": int((result.ravel() * weights).sum())}

cases = []
for spec in sorted(specs(numpy, "_core/tests") | specs(opt_einsum, "tests")):
    if re.search(r"[a-z]{7,}", spec) and len(set(spec)) > 24:
        continue  # prose
    try:
        cases.append(case(spec))
    except Exception:
        continue  # not a specification, or one that is to be refused
with open(pathlib.Path(__file__).with_suffix(".json"), "w") as f:
    lines = ",\n".join("  " + json.dumps(c, separators=(",", ":")) for c in cases)
    f.write('{\n "source": "the tests of numpy %s and opt_einsum %s; results of numpy.einsum",\n "operands": "int64; element j of operand i, in row-major order, is (7*j + 13*i) mod 11 - 5; checksum: the sum of (i+1) times element i",\n "cases": [\n%s\n ]\n}\n'
            % (numpy.__version__, opt_einsum.__version__, lines))
print(len(cases))
