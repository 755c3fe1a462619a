import time

reps = 1  # set by the benchmark


def work():
    s = 0
    for i in range(1000000):
        s += i ^ 5
    return s


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
