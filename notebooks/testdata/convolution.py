"""Writes convolution.json: NumPy's results for the einsum calls of ../convolution.ipynb. Needs numpy and pillow.

usage: python convolution.py
"""

import json
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

here = Path(__file__).parent
results = {}


def einsum(name, spec, *operands):
    result = np.einsum(spec, *operands)
    every = max(1, result.size // 200) | 1  # odd, so that the sample wanders over rows and columns
    results[name] = {"spec": spec, "shape": list(result.shape), "every": every, "values": result.ravel()[::every].tolist()}
    return result


def picture(name):
    return np.asarray(Image.open(here.parent / "data" / name)).astype(np.float64) / 255


A = np.array([1.0, 2, 3, 4, 5, 6]).reshape(2, 3)
B = np.array([1.0, 0, 2, 1, 0, 3]).reshape(3, 2)
einsum("C", "ij,jk->ik", A, B)

view = sliding_window_view(picture("camera.png"), (3, 3))
sobel = np.array([-1.0, 0, 1, -2, 0, 2, -1, 0, 1]).reshape(3, 3)
einsum("vertical", "xyij,ij->xy", view, sobel)
einsum("horizontal", "xyij,ij->xy", view, sobel.T)
filters = np.stack([
    np.full((3, 3), 1.0 / 9),
    np.array([0.0, -1, 0, -1, 5, -1, 0, -1, 0]).reshape(3, 3),
    sobel,
    sobel.T,
    np.array([0.0, 1, 0, 1, -4, 1, 0, 1, 0]).reshape(3, 3),
    np.array([-2.0, -1, 0, -1, 1, 1, 0, 1, 2]).reshape(3, 3),
])
einsum("maps", "xyij,oij->oxy", view, filters)

portrait = picture("astronaut.png")
batch = np.stack([np.moveaxis(portrait[r:r + 64, c:c + 64], -1, 0) for r, c in [(60, 190), (10, 20), (300, 400), (400, 150)]])
w = np.zeros((2, 3, 3, 3))
w[0, 0], w[0, 1:] = 2.0 / 9, -1.0 / 9
w[1] = sobel / 3
layer = einsum("layer", "nidejk,oijk->node", sliding_window_view(batch, (3, 3), axis=(2, 3)), w)
einsum("dw", "nijkde,node->oijk", sliding_window_view(batch, (62, 62), axis=(2, 3)), -layer)

text = json.dumps({"numpy": np.__version__, "results": results}, indent=1)
(here / "convolution.json").write_text(text + "\n")
