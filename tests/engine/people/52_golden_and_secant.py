import math
phi = (math.sqrt(5) - 1)/2
f = lambda x: math.exp(x) - 2*x
df = lambda x: math.exp(x) - 2

# golden section
a, b = 0, 2
c, d = b - phi*(b - a), a + phi*(b - a)
n = 0
while abs(b - a) > 1e-7:
    if f(c) < f(d): b, d = d, c; c = b - phi*(b - a)
    else: a, c = c, d; d = a + phi*(b - a)
    n += 1
print("golden :", (a + b)/2, n)

# secant on the derivative
x0, x1 = 0.0, 1.0; n = 0
while abs(x1 - x0) > 1e-12 and n < 50:
    x0, x1 = x1, x1 - df(x1)*(x1 - x0)/(df(x1) - df(x0))
    n += 1
print("secant :", x1, n)

# bisection on the derivative
lo, hi, n = 0., 2., 0
while hi - lo > 1e-12:
    m = 0.5*(lo + hi)
    lo, hi = (m, hi) if df(m) < 0 else (lo, m)
    n += 1
print("bisect :", lo, n)

# gradient descent
x, n = 0.0, 0
while abs(df(x)) > 1e-10: x, n = x - 0.3*df(x), n + 1
print("descent:", x, n)
print("exact  :", math.log(2))
