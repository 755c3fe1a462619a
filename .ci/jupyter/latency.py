"""Measures installed kernels beside each other in one run: from the start of the process to kernel_info_reply, memory at rest,
the round trip of a trivial cell, and 100,000 printed lines.

The client is raw pyzmq and signs its messages beforehand, since what it needs itself counts in every kernel's time. Cells run in
blocks and in turns: in turns each kernel finds cold caches and the other one still at work after its reply.

usage: latency.py KERNEL=CELL=PRINTING...   for instance: latency.py arraybook='1 + 1'='for i := range 100000 { fmt.Println(i) }'
"""

import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager

STARTS, BLOCKS, BLOCK, LINES = 5, 5, 40, 100_000
KEY = b"key of the measurement"


class Kernel:
    def __init__(self, name, folder):
        self.argv = KernelSpecManager().get_kernel_spec(name).argv
        self.folder, self.session = folder, uuid.uuid4().hex

    def start(self):
        """Returns the seconds from the start of the process to its first reply."""
        path, self.info = write_connection_file(os.path.join(self.folder, uuid.uuid4().hex + ".json"), key=KEY, ip="127.0.0.1")
        context = zmq.Context.instance()
        self.shell, self.control, self.sub = context.socket(zmq.DEALER), context.socket(zmq.DEALER), context.socket(zmq.SUB)
        for socket in self.sockets():
            socket.setsockopt(zmq.RECONNECT_IVL, 1)
            socket.setsockopt(zmq.RCVTIMEO, 120_000)
        self.sub.setsockopt(zmq.RCVHWM, 0)
        self.sub.setsockopt(zmq.SUBSCRIBE, b"")
        begin = time.perf_counter()
        with open(os.path.join(self.folder, "log"), "a") as log:
            self.process = subprocess.Popen([a.replace("{connection_file}", path) for a in self.argv], stdout=log, stderr=log)
        self.connect(self.shell, "shell_port")
        self.shell.send_multipart(self.request("kernel_info_request", {})[1])
        self.shell.recv_multipart()
        seconds = time.perf_counter() - begin
        self.connect(self.control, "control_port")
        self.connect(self.sub, "iopub_port")
        time.sleep(0.5)  # to subscribe, and to come to rest
        while self.sub.poll(200):
            self.sub.recv_multipart()
        return seconds

    def sockets(self):
        return self.shell, self.control, self.sub

    def connect(self, socket, port):
        socket.connect(f"tcp://127.0.0.1:{self.info[port]}")

    def request(self, kind, content):
        message = uuid.uuid4().hex
        header = dict(msg_id=message, msg_type=kind, username="", session=self.session, date="2026-01-01T00:00:00Z", version="5.4")
        parts = [json.dumps(header).encode(), b"{}", b"{}", json.dumps(content).encode()]
        digest = hmac.new(KEY, b"".join(parts), hashlib.sha256).hexdigest().encode()
        return message.encode(), [b"<IDS|MSG>", digest, *parts]

    def execute_request(self, code):
        return self.request("execute_request", dict(code=code, silent=False, store_history=True, user_expressions={},
                                                    allow_stdin=False, stop_on_error=True))

    def round_trip(self, request):
        """Returns the seconds until reply and idle, and the messages published."""
        message, frames = request
        published = []
        begin = time.perf_counter()
        self.shell.send_multipart(frames)
        while message not in self.shell.recv_multipart()[-3]:
            pass
        while True:
            received = self.sub.recv_multipart()
            published.append(received)
            if b'"idle"' in received[-1] and message in received[-3]:
                return time.perf_counter() - begin, published

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self):
        self.control.send_multipart(self.request("shutdown_request", {"restart": False})[1])
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for socket in self.sockets():
            socket.close(0)


def print_lines(kernel, code):
    """Returns the seconds for LINES lines and the number of their messages; all must be there, in order."""
    seconds, published = kernel.round_trip(kernel.execute_request(code))
    texts = [content["text"] for content in (json.loads(m[-1]) for m in published) if "text" in content]
    if "".join(texts) != "".join(f"{i}\n" for i in range(LINES)):
        raise SystemExit("lines are missing or out of order")
    return seconds, len(texts)


def measure(cells, folder):
    kernels = {name: Kernel(name, folder) for name in cells}
    starts = {name: [] for name in cells}
    for turn in range(STARTS):
        for name, kernel in kernels.items():
            starts[name].append(kernel.start())
            if turn < STARTS - 1:
                kernel.stop()
    rows = {"start to kernel_info_reply, ms": {n: statistics.median(s) * 1e3 for n, s in starts.items()},
            "memory at rest, MB": {n: k.resident() for n, k in kernels.items()}}
    trips = {way: {name: [] for name in cells} for way in ("blocks", "turns")}
    requests = {n: [k.execute_request(cells[n][0]) for _ in range(BLOCKS * BLOCK * 2 + 10)] for n, k in kernels.items()}
    for name, kernel in kernels.items():
        for _ in range(10):  # to warm up
            kernel.round_trip(requests[name].pop())
    for _ in range(BLOCKS):
        for name, kernel in kernels.items():
            for _ in range(BLOCK):
                trips["blocks"][name].append(kernel.round_trip(requests[name].pop())[0])
    for _ in range(BLOCKS * BLOCK):
        for name, kernel in kernels.items():
            trips["turns"][name].append(kernel.round_trip(requests[name].pop())[0])
    for way, times in trips.items():
        rows[f"trivial cell, {way}, ms"] = {n: statistics.median(t) * 1e3 for n, t in times.items()}
    lines = {name: print_lines(kernel, cells[name][1]) for name, kernel in kernels.items()}
    rows[f"{LINES} lines, s"] = {n: seconds for n, (seconds, _) in lines.items()}
    rows[f"{LINES} lines, messages"] = {n: float(messages) for n, (_, messages) in lines.items()}
    for kernel in kernels.values():
        kernel.stop()
    return rows


def main():
    cells = {name: (cell, printing) for name, cell, printing in (a.split("=", 2) for a in sys.argv[1:])}
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(cells, folder)
    first = next(iter(cells))
    for what, values in rows.items():
        print(f"{what:34}" + "   ".join(f"{n} {v:9.2f} ({v / values[first]:6.2f} x)" for n, v in values.items()))


main()
