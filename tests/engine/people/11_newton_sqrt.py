def newton(f, fprime, x0, tol=1e-12, maxiter=50):
    x = x0
    for i in range(maxiter):
        fx = f(x)
        if abs(fx) < tol:
            return x, i
        x = x - fx / fprime(x)
    return None, maxiter

# square root of 2 = root of x^2 - 2
root, iters = newton(lambda x: x*x - 2, lambda x: 2*x, 1.0)
print("sqrt(2) =", root, "in", iters, "iterations")

root, iters = newton(lambda x: x**3 - x - 2, lambda x: 3*x**2 - 1, 1.5)
print("root of x^3-x-2 =", root, "in", iters, "iterations")

# a bad start: the iteration jumps 0 -> 1 -> 0 -> 1 ... for ever
root, iters = newton(lambda x: x**3 - 2*x + 2, lambda x: 3*x**2 - 2, 0.0)
print("not found" if root is None else root, iters)
