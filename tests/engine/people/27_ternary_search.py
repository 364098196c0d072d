"""
Ternary search: find the bottom of a valley without any derivative.
Needs a function that goes down and then up (unimodal).
"""

def ternary(f, lo, hi, eps=1e-9):
    if hi - lo < eps:
        return (lo + hi) / 2
    third = (hi - lo) / 3
    a, b = lo + third, hi - third
    if f(a) < f(b):
        return ternary(f, lo, b, eps)
    return ternary(f, a, hi, eps)


tests = [
    ("parabola", lambda x: (x - 2.5) ** 2, -10, 10),
    ("absolute", lambda x: abs(x + 1), -4, 3),
    ("quartic", lambda x: x ** 4 - x, 0, 2),
]
for name, func, lo, hi in tests:
    x = ternary(func, lo, hi)
    print("%-10s min at %9.5f   value %9.5f" % (name, x, func(x)))
