"""Writes conv_torch.json: convolutions, poolings and their derivatives as PyTorch computes them, for TestConvTorch."""

import json

import torch
import torch.nn.functional as F


def fill(i, shape):
    n = torch.Size(shape).numel()
    return torch.tensor([(7 * j + 13 * i) % 11 - 5 for j in range(n)], dtype=torch.float64).reshape(shape)


def record(op, x, w, stride, dilation, padding, groups=1):
    a = fill(0, x).requires_grad_()
    b = fill(1, w).requires_grad_() if op.startswith("conv") else None
    if op.startswith("conv"):
        y = getattr(F, op)(a, b, stride=stride, dilation=dilation, padding=padding, groups=groups)
    elif op.startswith("max"):
        y = getattr(F, op)(a, w, stride=stride, dilation=dilation, padding=padding)
    else:
        y = getattr(F, op)(a, w, stride=stride, padding=padding)
    y.backward(fill(2, y.shape))
    case = dict(op=op, x=x, w=w, stride=stride, dilation=dilation, padding=padding, groups=groups,
                shape=list(y.shape), y=y.detach().flatten().tolist(), dx=a.grad.flatten().tolist())
    if b is not None:
        case["dw"] = b.grad.flatten().tolist()
    return case


cases = [
    record("conv1d", [2, 3, 8], [4, 3, 3], [1], [1], [0]),
    record("conv1d", [1, 4, 9], [6, 2, 3], [2], [2], [2], 2),
    record("conv1d", [1, 1, 7], [1, 1, 4], [3], [1], [3]),
    record("conv2d", [2, 3, 5, 6], [2, 3, 3, 3], [1, 1], [1, 1], [1, 1]),
    record("conv2d", [1, 4, 7, 6], [4, 1, 3, 2], [2, 1], [1, 2], [1, 0], 4),
    record("conv2d", [1, 2, 6, 6], [2, 2, 1, 1], [2, 2], [1, 1], [0, 0]),
    record("conv2d", [1, 4, 6, 7], [2, 2, 2, 3], [2, 3], [2, 1], [2, 1], 2),
    record("conv3d", [1, 2, 4, 3, 5], [2, 2, 2, 3, 2], [1, 1, 1], [1, 1, 1], [0, 1, 0]),
    record("conv3d", [1, 2, 4, 5, 4], [2, 1, 2, 2, 3], [2, 1, 2], [1, 2, 1], [1, 0, 1], 2),
    record("conv_transpose1d", [2, 3, 5], [3, 2, 3], [1], [1], [0]),
    record("conv_transpose1d", [1, 4, 4], [4, 3, 3], [2], [2], [1], 2),
    record("conv_transpose2d", [1, 3, 4, 3], [3, 2, 3, 2], [2, 1], [1, 1], [1, 0]),
    record("conv_transpose2d", [1, 4, 3, 4], [4, 2, 2, 3], [3, 2], [1, 2], [0, 2], 2),
    record("conv_transpose3d", [1, 2, 2, 3, 2], [2, 2, 2, 2, 3], [1, 2, 2], [2, 1, 1], [1, 0, 1]),
    record("max_pool1d", [2, 2, 9], [3], [3], [1], [0]),
    record("max_pool1d", [1, 2, 9], [3], [1], [2], [1]),
    record("max_pool2d", [1, 2, 6, 7], [2, 3], [2, 2], [1, 1], [1, 1]),
    record("max_pool2d", [2, 1, 7, 6], [3, 2], [1, 2], [2, 1], [1, 0]),
    record("max_pool3d", [1, 1, 4, 5, 4], [2, 2, 3], [2, 1, 1], [1, 1, 1], [1, 0, 1]),
    record("avg_pool1d", [2, 2, 8], [2], [2], [1], [0]),
    record("avg_pool1d", [1, 1, 9], [4], [3], [1], [2]),
    record("avg_pool2d", [1, 2, 6, 7], [2, 4], [2, 3], [1, 1], [1, 2]),
    record("avg_pool2d", [1, 1, 5, 5], [3, 3], [1, 1], [1, 1], [1, 1]),
    record("avg_pool3d", [1, 1, 4, 5, 4], [2, 1, 2], [1, 2, 2], [1, 1, 1], [1, 0, 1]),
]
whole = lambda v: [int(e) if float(e).is_integer() else e for e in v]
lines = [json.dumps({k: whole(v) if k in ("y", "dx", "dw") else v for k, v in c.items()}, separators=(",", ":")) for c in cases]
with open("conv_torch.json", "w") as f:
    f.write('{\n "source": "torch %s",\n' % torch.__version__)
    f.write(' "operands": "float64; element j of operand i (x, w, derivative of y), in row-major order, is (7*j + 13*i) mod 11 - 5",\n')
    f.write(' "cases": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n")
