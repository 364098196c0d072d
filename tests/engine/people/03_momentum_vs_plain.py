# Plain GD vs momentum on a badly scaled bowl  f = 0.5*(x^2 + 25 y^2)

def grad(x, y):
    return x, 25 * y

def plain(lr, steps):
    x, y = 10.0, 1.0
    for _ in range(steps):
        gx, gy = grad(x, y)
        x -= lr * gx
        y -= lr * gy
    return x, y

def momentum(lr: float, steps: int, beta: float = 0.9) -> tuple:
    x, y = 10.0, 1.0
    vx = vy = 0.0
    for _ in range(steps):
        gx, gy = grad(x, y)
        vx = beta * vx - lr * gx
        vy = beta * vy - lr * gy
        x += vx
        y += vy
    return x, y

for steps in [10, 50, 100, 200]:
    px, py = plain(0.03, steps)
    mx, my = momentum(0.03, steps)
    print(f"{steps:4d} steps   plain ({px:+.2e}, {py:+.2e})   momentum ({mx:+.2e}, {my:+.2e})")
