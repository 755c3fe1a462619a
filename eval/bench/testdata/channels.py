from queue import Queue
from threading import Thread
import time

reps = 1  # set by the benchmark


def work():
    numbers, squares = Queue(16), Queue(16)

    def send():
        for i in range(20000):
            numbers.put(i)
        numbers.put(None)

    def square():
        while (n := numbers.get()) is not None:
            squares.put(n * n)
        squares.put(None)

    threads = [Thread(target=send), Thread(target=square)]
    for t in threads:
        t.start()
    s = 0
    while (n := squares.get()) is not None:
        s += n & 1023
    for t in threads:
        t.join()
    return s


start = time.perf_counter_ns()
for _ in range(reps):
    check = work()
print(check, time.perf_counter_ns() - start)
