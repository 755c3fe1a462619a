import time

reps = 1  # set by the benchmark


class Counter:
    __slots__ = ("n", "step")

    def __init__(self, step):
        self.n, self.step = 0, step

    def next(self):
        self.n += self.step
        return self.n


def double(x):
    return x + x


def work():
    c = Counter(3)
    square = lambda x: x * x
    s = 0
    for i in range(200000):
        s += double(c.next()) - square(i)
    return s


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
