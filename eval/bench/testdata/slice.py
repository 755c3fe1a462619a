import time

reps = 1  # set by the benchmark


def work():
    n, times = 100, 10
    x, y = [0.0] * n, [0.0] * n
    for _ in range(times):
        for i in range(n):
            for j in range(n):
                y[j] = x[j] + 1
            x[i] = float(i)
    return y[n - 1] + y[n - 2]


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
