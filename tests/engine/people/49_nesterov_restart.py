# Nesterov with Paul Tseng's (t-1)/(t+2) weights, in two dimensions
def gradient(p):
    x, y = p
    return [x, 40 * y]

def value(p):
    return 0.5 * p[0] ** 2 + 20 * p[1] ** 2

lr = 1 / 40
for restart in [False, True]:
    p = prev = [8.0, 1.0]
    k, restarts, vals = 1, 0, []
    for i in range(120):
        beta = (k - 1) / (k + 2)
        look = [a + beta * (a - o) for a, o in zip(p, prev)]
        g = gradient(look)
        prev, p = p, [q - lr * gi for q, gi in zip(look, g)]
        vals.append(value(p))
        k += 1
        if restart and len(vals) > 1 and vals[-1] > vals[-2]:
            k = 1
            restarts += 1
    ups = sum(b > a for a, b in zip(vals, vals[1:]))
    print(f"restart={restart!s:5} f={vals[-1]:.3e} went up {ups} times, {restarts} restarts")
    print("   ", *[f"{v:.1e}" for v in vals[::20]])
