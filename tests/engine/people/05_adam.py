from math import sqrt

def adam(grad, w, lr=0.1, b1=0.9, b2=0.999, eps=1e-8, steps=200, verbose=False):
    """Kingma & Ba (2014), one parameter only.

    grad    -- function giving the slope at w
    w       -- where to start
    """
    m = 0.0
    v = 0.0
    for t in range(1, steps + 1):
        g = grad(w)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        m_hat = m / (1 - b1 ** t)      # bias correction
        v_hat = v / (1 - b2 ** t)
        w -= lr * m_hat / (sqrt(v_hat) + eps)
        if verbose and t % 50 == 0:
            print(f"  {t=} {w=:.5f} {m_hat=:.2e}")
    return w


def slope(w):
    return 4 * w ** 3 - 6 * w   # of w^4 - 3 w^2

print("from the right:")
right = adam(slope, 2.0, verbose=True)
print("from the left:")
left = adam(slope, -2.0, verbose=True)
print(f"{left!r} and {right!r}")
print("exact:", sqrt(1.5))
