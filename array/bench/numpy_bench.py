"""Times statements in NumPy for the Go program beside it: one JSON request a line, one answer a line."""

import json
import sys
import time
import timeit

import numpy as np

names = {"np": np}
for line in sys.stdin:
    request = json.loads(line)
    if "setup" in request:
        rng = np.random.default_rng(1)
        names = {"np": np, "rng": rng}
        exec(request["setup"], names)
        print(json.dumps(np.__version__), flush=True)
        continue
    timer = timeit.Timer(request["statement"], globals=names, timer=time.perf_counter if request["wall"] else time.process_time)
    count = request["count"]
    if count == 0:
        count = 1
        while (seconds := timer.timeit(count)) < request["seconds"] and count < 1 << 24:
            count *= 2 if seconds == 0 else max(2, min(100, int(request["seconds"] / seconds)))
    timer.timeit(count // 4 + 1)  # the other side has had the caches
    print(json.dumps([timer.timeit(count) / count, count]), flush=True)
