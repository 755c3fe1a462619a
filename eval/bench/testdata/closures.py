import time

reps = 1  # set by the benchmark


def adder(n):
    return lambda x: x + n


def work():
    fs = [adder(1), adder(2), lambda x: x ^ 3]
    calls = 0

    def count():
        nonlocal calls
        calls += 1

    s = 0
    for _ in range(100000):
        for f in fs:
            s = f(s)
        count()
    return s + calls


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
