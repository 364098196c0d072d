"""
Hi all, why does my Newton's method overshoot? Works for x**2 but not here...
"""
def f(x): return (x**4)/4 - x**3 + x
def f1(x): return x**3 - 3*x**2 + 1
def f2(x): return 3*x**2 - 6*x

x = 2.1
for i in range(8):
    print('Iter', i, ': x =', round(x, 5), "f'(x) =", round(f1(x), 5), "f''(x) =", round(f2(x), 5))
    x = x - f1(x)/f2(x)
    if abs(f1(x)) < 1e-9:
        print('done after', i + 1)
        break
print('Result:', x, 'Minimum?', f2(x) > 0)
