import math
import time

reps = 1  # set by the benchmark


class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def accelerate(self, dx, dy, dz, k):
        self.vx += dx * k
        self.vy += dy * k
        self.vz += dz * k

    def move(self, dt):
        self.x += dt * self.vx
        self.y += dt * self.vy
        self.z += dt * self.vz


def energy(s):
    e = 0.0
    for i, b in enumerate(s):
        e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
        for j in range(i + 1, len(s)):
            c = s[j]
            dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
            e -= b.mass * c.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    return e


def advance(s, dt):
    for i, b in enumerate(s):
        for j in range(i + 1, len(s)):
            c = s[j]
            dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * math.sqrt(d2))
            b.accelerate(dx, dy, dz, -c.mass * mag)
            c.accelerate(dx, dy, dz, b.mass * mag)
    for b in s:
        b.move(dt)


def work():
    s = [
        Body(0, 0, 0, 0, 0, 0, 39.5),
        Body(4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.037),
        Body(8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011),
        Body(12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.0017),
        Body(15.4, -25.9, 0.2, 0.98, 0.6, -0.03, 0.002),
    ]
    for _ in range(2000):
        advance(s, 0.01)
    return "%.9f" % energy(s)


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
