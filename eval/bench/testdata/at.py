import time

import numpy

reps = 1  # set by the benchmark


def work():
    n, times = 100, 10
    a, b = numpy.zeros((n, n)), numpy.zeros((n, n))
    for _ in range(times):
        for i in range(n):
            for j in range(n):
                b[i, j] = a[i, j] + 1
    return b[n - 1, n - 1] + b[n - 2, 0]


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
