from functools import cmp_to_key
import time

reps = 1  # set by the benchmark


def work():
    xs = [i * 7919 % 20011 for i in range(20000)]
    xs.sort(key=cmp_to_key(lambda a, b: -1 if a < b else a > b))
    return xs[100] + xs[19999]


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
