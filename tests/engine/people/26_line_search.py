# Backtracking line search (Armijo). No learning rate to tune!
def f(p):
    x, y = p
    return (1 - x) ** 2 + 10 * (y - x * x) ** 2   # a mild Rosenbrock

def grad(p):
    x, y = p
    return (-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x))

p = (-1.2, 0.5)
evaluations = 0
for k in range(1, 401):
    g = grad(p)
    gg = g[0] ** 2 + g[1] ** 2
    if gg < 1e-10:
        break
    t = 1.0
    while True:
        q = (p[0] - t * g[0], p[1] - t * g[1])
        evaluations += 1
        if f(q) <= f(p) - 0.3 * t * gg:
            break
        t *= 0.5
    p = q
    if k in (1, 2, 5) or k % 100 == 0:
        print(f"{k:3d} t={t:<10.6g} x={p[0]:.5f} y={p[1]:.5f} f={f(p):.3e}")

print("stopped after", k, "steps and", evaluations, "tries at", p)
