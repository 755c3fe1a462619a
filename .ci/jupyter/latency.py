"""Measures two times of installed kernels, one beside the other in one interleaved run: from the start of the process to
kernel_info_reply, and the round trip of a trivial cell.

usage: latency.py KERNEL=CELL...        for instance: latency.py arraybook='1 + 1' python3='1 + 1'
"""

import statistics
import sys
import time

from jupyter_client.manager import KernelManager

STARTS, CELLS = 7, 60


def start(name):
    manager = KernelManager(kernel_name=name)
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    while True:  # a request that comes before the kernel listens is delivered when it does
        client.kernel_info()
        try:
            client.get_shell_msg(timeout=60)
            break
        except Exception as problem:
            raise SystemExit(f"{name}: {problem!r}")
    return time.perf_counter() - begin, manager, client


def round_trip(client, code):
    begin = time.perf_counter()
    request = client.execute(code)
    replied = idle = False
    while not replied:
        replied = client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") == request
    while not idle:
        message = client.get_iopub_msg(timeout=60)
        idle = message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle"
    return time.perf_counter() - begin


def main():
    cells = dict(argument.split("=", 1) for argument in sys.argv[1:])
    starts = {name: [] for name in cells}
    trips = {name: [] for name in cells}
    running = {}
    for turn in range(STARTS):
        for name in cells:
            seconds, manager, client = start(name)
            starts[name].append(seconds)
            if turn == STARTS - 1:
                client.wait_for_ready(timeout=60)
                running[name] = manager, client
            else:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
    for turn in range(CELLS + 5):
        for name, code in cells.items():
            seconds = round_trip(running[name][1], code)
            if turn >= 5:  # the first ones warm up
                trips[name].append(seconds)
    for manager, client in running.values():
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    first = next(iter(cells))
    for name in cells:
        info, trip = statistics.median(starts[name]), statistics.median(trips[name])
        print(f"{name:12} start to kernel_info_reply {info * 1e3:7.0f} ms ({info / statistics.median(starts[first]):5.2f} x)   "
              f"trivial cell {trip * 1e3:6.2f} ms ({trip / statistics.median(trips[first]):5.2f} x)   medians of {STARTS} and {CELLS}")


main()
