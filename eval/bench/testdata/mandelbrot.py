import time

reps = 1  # set by the benchmark


def work():
    n, steps = 96, 100
    inside = 0
    for py in range(n):
        for px in range(n):
            cr, ci = 3 * px / n - 2, 2 * py / n - 1
            zr = zi = 0.0
            k = 0
            while k < steps and zr * zr + zi * zi <= 4:
                zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
                k += 1
            if k == steps:
                inside += 1
    return inside


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
