def clip(g, limit):
    """Keep g in [-limit, limit]."""
    if g > limit:
        return limit
    elif g < -limit:
        return -limit
    else:
        pass
    return g

def clip2(g, limit=1.0):
    return max(-limit, min(limit, g))

assert clip(7, 2) == clip2(7, 2) == 2
assert clip(-7, 2) == clip2(-7, 2) == -2

# f(w) = w**4 explodes for a large start; clipping saves the day
w_raw = w_clip = 6.0
for t in range(1, 41):
    if w_raw is not None:
        w_raw = w_raw - 0.05 * 4 * w_raw ** 3
        if abs(w_raw) > 1e6:
            print("without clipping: gone at step", t, "with w =", w_raw)
            w_raw = None
    w_clip = w_clip - 0.05 * clip(4 * w_clip ** 3, 10)
    if t % 8 == 0:
        print(f'{t:>3} raw: {w_raw}  clipped: {w_clip:.4f}')
