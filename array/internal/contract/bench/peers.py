# This program measures other libraries for bench: it reads one JSON request a line and writes one answer a line.
import json, os, sys, time
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np

available = {"numpy": np}
try:
    import torch, torch.nn.functional
    torch.set_num_threads(1)
    available["torch"] = torch
except ImportError:
    pass
try:
    import cv2
    cv2.setNumThreads(1)
    available["opencv"] = cv2
except ImportError:
    pass
try:
    import opt_einsum
    available["opt_einsum"] = opt_einsum
except ImportError:
    pass
try:
    import onnx, onnxruntime
    available["onnxruntime"] = onnxruntime
except ImportError:
    pass

def operand(i, shape, dtype):
    return (((np.arange(int(np.prod(shape)), dtype=np.int64) * 7 + i * 13) % 11) - 5).astype(dtype).reshape(shape)

def einsum(spec, shapes, dtype):
    ops = [operand(i, s, dtype) for i, s in enumerate(shapes)]
    work = {"numpy": lambda: np.einsum(spec, *ops, optimize=True)}
    if "opt_einsum" in available:
        path = opt_einsum.contract_expression(spec, *[o.shape for o in ops])
        work["opt_einsum"] = lambda: path(*ops)
    if "torch" in available:
        tensors = [torch.from_numpy(o) for o in ops]
        work["torch"] = lambda: torch.einsum(spec, *tensors)
    return work

def matmul(spec, shapes, dtype):
    work = einsum(spec, shapes, dtype)
    a, b = [operand(i, s, dtype) for i, s in enumerate(shapes)]
    work["numpy"] = lambda: a @ b
    return work

def windows(spec, shapes, dtype):
    x, w = [operand(i, s, dtype) for i, s in enumerate(shapes)]
    view = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    work = {"numpy": lambda: np.einsum(spec, view, w)}
    if "opencv" in available:
        work["opencv"] = lambda: cv2.filter2D(x, -1, w)
    if "torch" in available:
        tx, tw = torch.from_numpy(x)[None, None], torch.from_numpy(w)[None, None]
        work["torch"] = lambda: torch.nn.functional.conv2d(tx, tw)
    return work

def conv(spec, shapes, dtype, stride=1, padding=0, groups=1):
    x, w = [operand(i, s, dtype) for i, s in enumerate(shapes)]
    work = {}
    if "torch" in available:
        tx, tw = torch.from_numpy(x), torch.from_numpy(w)
        last = torch.channels_last
        lx, lw = tx.to(memory_format=last), tw.to(memory_format=last)
        work["torch"] = lambda: torch.nn.functional.conv2d(tx, tw, stride=stride, padding=padding, groups=groups)
        work["torch channels-last"] = lambda: torch.nn.functional.conv2d(lx, lw, stride=stride, padding=padding, groups=groups)
    if "onnxruntime" in available:
        from onnx import helper, TensorProto
        node = helper.make_node("Conv", ["x", "w"], ["y"], strides=[stride] * 2, pads=[padding] * 4, group=groups)
        value = helper.make_tensor_value_info
        graph = helper.make_graph([node], "g", [value("x", TensorProto.FLOAT, x.shape)], [value("y", TensorProto.FLOAT, None)],
                                  [onnx.numpy_helper.from_array(w, "w")])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        work["onnxruntime"] = lambda: session.run(None, {"x": x})
    return work

def gradient(spec, shapes, dtype, padding=0):
    x, dy = [operand(i, s, dtype) for i, s in enumerate(shapes)]
    k = x.shape[2] + 2 * padding - dy.shape[2] + 1
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (k, k), axis=(2, 3))
    work = {"numpy": lambda: np.einsum("ncxyij,noxy->ocij", view, dy, optimize=True)}
    if "torch" in available:
        tx, tdy = torch.from_numpy(x), torch.from_numpy(dy)
        shape = (dy.shape[1], x.shape[1], k, k)
        work["torch"] = lambda: torch.nn.grad.conv2d_weight(tx, shape, tdy, padding=padding)
    return work

def measure(work):
    calls = 1
    while True:
        start = time.thread_time()
        for _ in range(calls):
            work()
        spent = time.thread_time() - start
        if spent >= 30e-3:
            return spent / calls
        calls *= 2

ready = {}
for line in sys.stdin:
    request = json.loads(line)
    if "prepare" in request:
        ready = globals()[request["prepare"]](request["spec"], [tuple(s) for s in request["shapes"]], request["dtype"], **request["options"])
        for work in ready.values():
            work()
        print(json.dumps(sorted(ready)), flush=True)
    else:
        print(json.dumps(measure(ready[request["measure"]])), flush=True)
