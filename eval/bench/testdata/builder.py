import io
import time

reps = 1  # set by the benchmark


def work():
    b = io.StringIO()
    for i in range(100000):
        b.write("word")
        b.write(chr(97 + i % 26))
    s = b.getvalue()
    return len(s) + s.count("dz")


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
