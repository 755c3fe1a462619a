import time

reps = 1  # set by the benchmark


class Square:
    __slots__ = ("side",)

    def __init__(self, side):
        self.side = side

    def area(self, scale):
        return self.side * self.side * scale


class Rect:
    __slots__ = ("w", "h")

    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self, scale):
        return self.w * self.h * scale


class Dot:
    def area(self, scale):
        return 1


def work():
    shapes = [Square(3), Rect(2, 5), Dot()]
    s = 0
    for i in range(100000):
        for sh in shapes:
            s += sh.area(i & 3)
    return s


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
