# Find where the derivative is zero by halving the interval
def d(x):
    return 3 * x ** 2 - 4 * x - 5

lo, hi = 0.0, 5.0
assert d(lo) < 0 < d(hi), "the sign has to change in between"

n = 0
while hi - lo > 1e-6:
    mid = (lo + hi) / 2
    if d(mid) == 0:
        break
    elif d(mid) > 0:
        hi = mid
    else:
        lo = mid
    n += 1
    bar = "." * int(lo * 10) + "#" * max(1, int((hi - lo) * 10))
    if n <= 8:
        print(f"{n:2d} [{lo:.4f}, {hi:.4f}] {bar}")
print("...")
print("%d halvings, x = %.5f" % (n, (lo + hi) / 2))
