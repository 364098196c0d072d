# mini batches without random: just walk through the list in slices
X = [i * 0.25 for i in range(16)]
Y = [1.5 * x + 0.5 for x in X]

def batches(xs, ys, size):
    out = []
    for i in range(0, len(xs), size):
        out.append((xs[i:i+size], ys[i:i+size]))
    return out

for size in (1, 4, 16):
    w = b = 0.0
    updates = 0
    for epoch in range(40):
        for bx, by in batches(X, Y, size):
            errs = [w*x + b - y for x, y in zip(bx, by)]
            w -= 0.05 * sum(e*x for e, x in zip(errs, bx)) / len(bx)
            b -= 0.05 * sum(errs) / len(bx)
            updates += 1
    print('batch size %2d: %4d updates, w=%.4f b=%.4f' % (size, updates, w, b))

print("every second x:", X[::2][:4], "backwards:", X[::-1][:3])
