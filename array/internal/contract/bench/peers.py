# This program measures other libraries for bench: it reads one JSON request a line and writes one answer a line.
import importlib, json, os, sys, time
threads = int(os.environ["OMP_NUM_THREADS"])
import numpy as np

def optional(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None

torch, cv2, opt_einsum, numba = optional("torch"), optional("cv2"), optional("opt_einsum"), optional("numba")
pytblis = optional("pytblis")
onnx, onnxruntime, openvino = optional("onnx"), optional("onnxruntime"), optional("openvino")
if threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
jax = optional("jax")
if jax:
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
if torch:
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
if cv2:
    cv2.setNumThreads(threads)
if pytblis:
    pytblis.set_num_threads(threads)

def operand(i, shape, dtype):
    return (((np.arange(int(np.prod(shape)), dtype=np.int64) * 7 + i * 13) % 11) - 5).astype(dtype).reshape(shape)

def operands(shapes, dtype):
    return [operand(i, s, dtype) for i, s in enumerate(shapes)]

def einsum(spec, shapes, dtype):
    ops = operands(shapes, dtype)
    work = {"numpy": lambda: np.einsum(spec, *ops, optimize=len(ops) > 1)}
    if len(ops) == 1:
        work["numpy"] = single(spec, ops[0])
    if opt_einsum and len(ops) > 1:
        path = opt_einsum.contract_expression(spec, *[o.shape for o in ops])
        work["opt_einsum"] = lambda: path(*ops)
    if pytblis and len(ops) > 1:
        work["tblis"] = lambda: pytblis.einsum(spec, *ops, optimize="optimal")
    if jax:
        work["jax"] = compiled(lambda *arrays: jax.numpy.einsum(spec, *arrays, optimize="optimal"), *ops)
    if torch:
        tensors = [torch.from_numpy(o) for o in ops]
        work["torch"] = lambda: torch.einsum(spec, *tensors)
        if spec in copies:
            work["torch"] = lambda: torch.einsum(spec, *tensors).contiguous()
    return work

# compiled is a function made ready by jax for arrays that it holds.
def compiled(f, *arrays):
    ready, held = jax.jit(f), [jax.numpy.asarray(a) for a in arrays]
    return lambda: ready(*held).block_until_ready()

# Specifications whose result is a view, here as for Go: what is measured is a copy of it.
copies = {"ij->ji", "ijkl->ljki"}

def single(spec, a):
    if spec in copies:
        return lambda: np.ascontiguousarray(np.einsum(spec, a))
    if spec == "ij->i":
        return lambda: a.sum(axis=1)
    if spec == "ij->j":
        return lambda: a.sum(axis=0)
    if spec == "ij->":
        return lambda: a.sum()
    return lambda: np.einsum(spec, a)

def matmul(spec, shapes, dtype):
    a, b = operands(shapes, dtype)
    work = {"numpy": lambda: a @ b, "numpy einsum": lambda: np.einsum(spec, a, b, optimize=True)}
    if torch:
        ta, tb = torch.from_numpy(a), torch.from_numpy(b)
        work["torch"] = lambda: torch.matmul(ta, tb)
        work["torch einsum"] = lambda: torch.einsum(spec, ta, tb)
    if pytblis:
        work["tblis"] = lambda: pytblis.einsum(spec, a, b)
    if jax:
        work["jax"] = compiled(jax.numpy.matmul, a, b)
    return work

def loops():
    @numba.njit(fastmath=True, parallel=threads > 1)
    def correlate(x, w):
        height, width = x.shape[0] - w.shape[0] + 1, x.shape[1] - w.shape[1] + 1
        y = np.zeros((height, width), x.dtype)
        for a in numba.prange(height):
            for i in range(w.shape[0]):
                for j in range(w.shape[1]):
                    f = w[i, j]
                    for b in range(width):
                        y[a, b] += f * x[a + i, b + j]
        return y
    return correlate

def windows(spec, shapes, dtype):
    x, w = operands(shapes, dtype)
    view = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    work = {"numpy": lambda: np.einsum(spec, view, w)}
    if cv2:
        work["opencv"] = lambda: cv2.filter2D(x, -1, w)
    if numba:
        correlate = loops()
        work["numba"] = lambda: correlate(x, w)
    if torch:
        tx, tw = torch.from_numpy(x)[None, None], torch.from_numpy(w)[None, None]
        work["torch"] = lambda: torch.nn.functional.conv2d(tx, tw)
    if jax:
        work["jax"] = compiled(lambda x, w: jax.lax.conv(x, w, (1, 1), "VALID"), x[None, None], w[None, None])
    return work

def conv(spec, shapes, dtype, stride=1, padding=0, groups=1):
    x, w = operands(shapes, dtype)
    work = {}
    if torch:
        conv2d, last = torch.nn.functional.conv2d, torch.channels_last
        tx, tw = torch.from_numpy(x), torch.from_numpy(w)
        lx, lw = tx.to(memory_format=last), tw.to(memory_format=last)
        work["torch"] = lambda: conv2d(tx, tw, stride=stride, padding=padding, groups=groups)
        work["torch channels-last"] = lambda: conv2d(lx, lw, stride=stride, padding=padding, groups=groups)
    if onnx and onnxruntime:
        from onnx import helper, numpy_helper, TensorProto
        node = helper.make_node("Conv", ["x", "w"], ["y"], strides=[stride] * 2, pads=[padding] * 4, group=groups)
        value = helper.make_tensor_value_info
        graph = helper.make_graph([node], "g", [value("x", TensorProto.FLOAT, x.shape)], [value("y", TensorProto.FLOAT, None)],
                                  [numpy_helper.from_array(w, "w")])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        work["onnxruntime"] = lambda: session.run(None, {"x": x})
    if jax:
        work["jax"] = compiled(lambda x, w: jax.lax.conv_general_dilated(
            x, w, (stride, stride), [(padding, padding)] * 2, feature_group_count=groups), x, w)
    if openvino:
        work["openvino"] = inference(x, w, stride, padding, groups)
    return work

def inference(x, w, stride, padding, groups):
    ops = importlib.import_module("openvino.opset13")
    image = ops.parameter(x.shape, np.float32)
    geometry = ([stride] * 2, [padding] * 2, [padding] * 2, [1, 1])
    if groups == 1:
        y = ops.convolution(image, ops.constant(w), *geometry)
    else:
        grouped = w.reshape(groups, w.shape[0] // groups, *w.shape[1:])
        y = ops.group_convolution(image, ops.constant(grouped), *geometry)
    model = openvino.Model([y], [image])
    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    request = openvino.Core().compile_model(model, "CPU", settings).create_infer_request()
    return lambda: request.infer({0: x}, share_inputs=True, share_outputs=True)

def backward(spec, shapes, dtype, stride=1, padding=0, groups=1):
    if not torch:
        return {}
    x, w, dy = [torch.from_numpy(o) for o in operands(shapes, dtype)]
    last = torch.channels_last
    lx, lw, ldy = [t.to(memory_format=last) for t in (x, w, dy)]
    def both(x, w, dy):
        return lambda: torch.ops.aten.convolution_backward(dy, x, w, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0],
                                                           groups, [True, True, False])
    return {"torch": both(x, w, dy), "torch channels-last": both(lx, lw, ldy)}

# The contraction of the windows of x with dy, the gradient of a filter.
def gradient(spec, shapes, dtype):
    x, dy = operands(shapes, dtype)
    k = x.shape[2] - dy.shape[2] + 1
    view = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))  # n i d e j k
    work = {"numpy": lambda: np.einsum("nidejk,node->oijk", view, dy, optimize=True)}
    if torch:
        tx, tdy = torch.from_numpy(x), torch.from_numpy(dy)
        lx, ldy = tx.to(memory_format=torch.channels_last), tdy.to(memory_format=torch.channels_last)
        w = torch.zeros((dy.shape[1], x.shape[1], k, k), dtype=tx.dtype)
        lw = w.to(memory_format=torch.channels_last)
        def filters(x, w, dy):
            return lambda: torch.ops.aten.convolution_backward(dy, x, w, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, [False, True, False])
        tview = tx.unfold(2, dy.shape[2], 1).unfold(3, dy.shape[3], 1)  # n i j k d e
        work["torch"], work["torch channels-last"] = filters(tx, w, tdy), filters(lx, lw, ldy)
        work["torch einsum"] = lambda: torch.einsum("nijkde,node->oijk", tview, tdy)
    return work

# Libraries that compute in threads of their own, whose processor time is that of the process.
elsewhere = {"jax", "openvino"}

def measure(name, work, slice):
    now = time.perf_counter
    if threads == 1:
        now = time.process_time if name in elsewhere else time.thread_time
    calls = 1
    while True:
        start = now()
        for _ in range(calls):
            work()
        spent = now() - start
        if spent >= slice:
            return spent / calls
        calls *= int(min(10, max(2, 1.1 * slice / max(spent, 1e-6))))

ready = {}
for line in sys.stdin:
    request = json.loads(line)
    if "prepare" in request:
        ready = globals()[request["prepare"]](request["spec"], [tuple(s) for s in request["shapes"]], request["dtype"], **request["options"])
        seconds = {}
        for name, work in ready.items():
            work()
            start = time.perf_counter()
            work()
            seconds[name] = time.perf_counter() - start
        # A library that has no chance to be the best is not worth the wait.
        print(json.dumps(sorted(n for n in seconds if seconds[n] < max(1e-3, 8 * min(seconds.values())))), flush=True)
    else:
        print(json.dumps(measure(request["measure"], ready[request["measure"]], request["slice"])), flush=True)
