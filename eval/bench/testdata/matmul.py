import time

reps = 1  # set by the benchmark


def work():
    n = 80
    a = [[float(i - j) for j in range(n)] for i in range(n)]
    b = [[float(i * j % 10) for j in range(n)] for i in range(n)]
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c[3][5] + c[n - 1][n - 2]


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
