import time

reps = 1  # set by the benchmark


def work():
    n = 200000
    composite = [False] * n
    count = 0
    for i in range(2, n):
        if composite[i]:
            continue
        count += 1
        for j in range(2 * i, n, i):
            composite[j] = True
    return count


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
