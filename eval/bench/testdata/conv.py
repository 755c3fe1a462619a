import time

reps = 1  # set by the benchmark


def work():
    n, k = 128, 3
    m = n - k + 1
    x = [float(i % 17) for i in range(n * n)]
    w = [float(i - 4) for i in range(k * k)]
    y = [0.0] * (m * m)
    for i in range(m):
        for j in range(m):
            s = 0.0
            for a in range(k):
                for b in range(k):
                    s += x[(i + a) * n + j + b] * w[a * k + b]
            y[i * m + j] = s
    check = 0.0
    for i, v in enumerate(y):
        check += v * float(i % 7)
    return check


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
