# homework 3, exercise 2: table of the first ten iterations
x = 0.0
alpha = 0.15

print("%4s %12s %12s %12s" % ("k", "x_k", "f(x_k)", "f'(x_k)"))
print("%s" % ("-" * 43))
for k in range(10):
    fx = x ** 2 - 6 * x + 11
    dfx = 2 * x - 6
    print("%4d %12.6f %12.6f %+12.6f" % (k, x, fx, dfx))
    x = x - alpha * dfx
print("x_%d = %r" % (10, x))
print("error: %e  or %g  or %.1f%%" % (abs(x - 3), abs(x - 3), 100 * abs(x - 3) / 3))
print("%05d|%-8s|%8s|%3d%%" % (42, "left", "right", 7))
