import time

reps = 1  # set by the benchmark


def work():
    counts = {}
    for i in range(200000):
        k = i * i % 1009
        counts[k] = counts.get(k, 0) + 1
    return max(counts.values()) * 10000 + len(counts)


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
