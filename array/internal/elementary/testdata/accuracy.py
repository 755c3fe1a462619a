"""Writes accuracy.json.gz: values of elementary functions to twice the digits of float64, by mpmath 1.4.1, for TestAccuracy.

Each case is x (and y), the nearest float64 to the value, and the rest in units of its last place, all as text.
"""

import json
import math
import random

import mpmath
from mpmath import mp, mpf

mp.prec = 1300
random.seed(7)


def spread(lo, hi, n):
    """Numbers of both signs whose exponents are spread evenly from lo to hi."""
    return [random.choice([-1, 1]) * math.ldexp(1 + random.random(), random.randint(lo, hi)) for _ in range(n)]


def even(lo, hi, n):
    return [random.uniform(lo, hi) for _ in range(n)]


hard = [6381956970095103.0 * 2.0**797, 5.319372648326541e255, 2.0**1023, 1e22, 710.4, 709.782712893384, -745.13, 0.5, 1.0, 2.0]
functions = {
    "Exp": (mpmath.exp, even(-746, 710, 300) + spread(-60, 8, 200)),
    "Exp2": (lambda x: mpf(2) ** x, even(-1075, 1024, 300) + spread(-60, 8, 200)),
    "Expm1": (mpmath.expm1, even(-40, 710, 200) + spread(-60, 3, 400)),
    "Tanh": (mpmath.tanh, even(-21, 21, 200) + spread(-60, 4, 400)),
    "Sinh": (mpmath.sinh, even(-710.4, 710.4, 200) + spread(-60, 8, 300)),
    "Cosh": (mpmath.cosh, even(-710.4, 710.4, 200) + spread(-60, 8, 300)),
    "Sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), even(-700, 40, 200) + spread(-60, 4, 300)),
    "Log": (mpmath.log, [abs(x) for x in spread(-1070, 1023, 200)] + even(0.5, 2, 300)),
    "Log2": (lambda x: mpmath.log(x) / mpmath.log(mpf(2)), [abs(x) for x in spread(-1070, 1023, 200)] + even(0.5, 2, 300)),
    "Log10": (lambda x: mpmath.log(x) / mpmath.log(mpf(10)), [abs(x) for x in spread(-1070, 1023, 200)] + even(0.5, 2, 300)),
    "Log1p": (mpmath.log1p, [abs(x) for x in spread(-60, 1023, 200)] + even(-0.999, 2, 300) + spread(-70, -2, 200)),
    "Sin": (mpmath.sin, spread(-40, 5, 300) + spread(5, 1023, 300) + hard),
    "Cos": (mpmath.cos, spread(-40, 5, 300) + spread(5, 1023, 300) + hard),
    "Tan": (mpmath.tan, spread(-40, 5, 300) + spread(5, 1023, 300) + hard),
    "Atan": (mpmath.atan, spread(-40, 60, 400) + even(-2, 2, 300)),
    "Asin": (mpmath.asin, spread(-40, -2, 200) + even(-1, 1, 300)),
    "Acos": (mpmath.acos, spread(-40, -2, 200) + even(-1, 1, 300)),
}


def entry(args, value):
    nearest = float(value)
    if math.isinf(nearest) or nearest == 0:
        return None
    rest = float((value - mpf(nearest)) / mpf(math.ulp(nearest)))
    return [a.hex() for a in args] + [nearest.hex(), rest.hex()]


cases = {}
for name, (f, xs) in functions.items():
    cases[name] = [e for x in xs if (e := entry([x], f(mpf(x))))]
pairs = [(abs(random.gauss(0, 2)) + 1e-3, random.gauss(0, 5)) for _ in range(300)]
pairs += [(1 + random.uniform(-1e-3, 1e-3), random.uniform(-5e5, 5e5)) for _ in range(200)]
pairs += [(abs(spread(-1000, 1000, 1)[0]), random.uniform(-1, 1)) for _ in range(200)]
cases["Pow"] = [e for x, y in pairs if (e := entry([x, y], mpf(x) ** mpf(y)))]
pairs = list(zip(spread(-30, 30, 300), spread(-30, 30, 300))) + list(zip(spread(-1, 1, 300), spread(-1, 1, 300)))
cases["Atan2"] = [e for x, y in pairs if (e := entry([x, y], mpmath.atan2(mpf(x), mpf(y))))]
pairs = list(zip(spread(-1000, 1000, 300), spread(-1000, 1000, 300))) + list(zip(spread(-3, 3, 300), spread(-3, 3, 300)))
cases["Hypot"] = [e for x, y in pairs if (e := entry([x, y], mpmath.hypot(mpf(x), mpf(y))))]
# After the others, so that theirs stay.
further = {
    "Asinh": (mpmath.asinh, spread(-60, 1023, 300) + even(-3, 3, 300)),
    "Acosh": (mpmath.acosh, [abs(x) for x in spread(1, 1023, 200)] + even(1, 3, 200) + [1 + abs(x) for x in spread(-52, -1, 200)]),
    "Atanh": (mpmath.atanh, spread(-60, -2, 200) + even(-1, 1, 300) + [1 - abs(x) for x in spread(-53, -2, 100)]),
    "Cbrt": (lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), spread(-1073, 1023, 400) + even(-9, 9, 200)),
}
for name, (f, xs) in further.items():
    cases[name] = [e for x in xs if (e := entry([x], f(mpf(x))))]
print(json.dumps(cases, separators=(",", ":")))
