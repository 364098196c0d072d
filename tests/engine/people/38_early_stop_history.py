# stop if the last 3 losses did not improve by more than 1%
history = []
w, b = 0., 0.
xs = [0.1 * i for i in range(11)]
ys = [x ** 2 for x in xs]

for epoch in range(10_000):
    loss = 0
    dw = db = 0
    for x, y in zip(xs, ys):
        diff = w * x + b - y
        loss += diff ** 2 / len(xs)
        dw += 2 * diff * x / len(xs)
        db += 2 * diff / len(xs)
    history.append(loss)
    if len(history) > 3 and history[-1] > 0.99 * history[-4]:
        print("stopping early at epoch", epoch)
        break
    w -= 0.3 * dw
    b -= 0.3 * db

print("first losses ", history[:3])
print("last losses  ", history[-3:])
print("every 10th   ", [round(h, 5) for h in history[::10]])
print("best", min(history), "worst", max(history), "count", len(history))
print("monotone:", all(a >= b for a, b in zip(history, history[1:])))
print("backwards    ", ["%.4f" % h for h in reversed(history[:4])])
print("first below 0.01:", min((i for i, h in enumerate(history) if h < 0.01), default="never"))
print("line: y = %.3f x %+.3f" % (w, b))
