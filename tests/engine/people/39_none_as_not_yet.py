best = None
bestRate = None
for k in range(-4, 1):
    rate = 10 ** k
    w = 2.0
    crossed = None          # not yet
    for step in range(1, 201):
        w = w - rate * (w - 1)
        if crossed is None and abs(w - 1) < 0.01:
            crossed = step
    print('rate', rate, 'crossed at', crossed, 'end', w)
    if crossed is not None and (best is None or crossed < best):
        best, bestRate = crossed, rate
print('best rate is', bestRate, 'which needs', best, 'step' if best == 1 else 'steps')
print(None, None == 0, None is None, not None)
