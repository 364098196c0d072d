# Fit y = c0 + c1 x + c2 x^2 with momentum, weight decay, clipping and a falling rate. Kitchen sink!
XS = [x / 4 for x in range(-8, 9)]
YS = [1 - 2 * x + 0.5 * x ** 2 for x in XS]

def predict(c, x):
    return sum(ck * x ** k for k, ck in enumerate(c))

def gradient(c):
    g = [0.0 for _ in c]
    for x, y in zip(XS, YS):
        diff = predict(c, x) - y
        for k in range(len(c)):
            g[k] += 2 * diff * x ** k / len(XS)
    return g

def fit(lr0=0.1, momentum=0.8, decay=1e-4, max_norm=2.0, epochs=250):
    c = [0.0, 0.0, 0.0]
    v = list(c)
    clipped = 0
    for epoch in range(epochs):
        g = gradient(c)
        length = sum(gi ** 2 for gi in g) ** 0.5
        if length > max_norm:
            g = [gi * max_norm / length for gi in g]
            clipped += 1
        lr = lr0 / (1 + epoch / 100)
        for k in range(3):
            v[k] = momentum * v[k] - lr * (g[k] + decay * c[k])
            c[k] += v[k]
    return c, clipped

c, clipped = fit()
print("coefficients:", " ".join(f"c{k}={ck:+.4f}" for k, ck in enumerate(c)))
print("clipped", clipped, "times")
c, clipped = fit(momentum=0, epochs=50, max_norm=1)
print("short run   :", c, clipped)
worst = max(XS, key=lambda x: abs(predict(c, x) - (1 - 2 * x + 0.5 * x * x)))
print("worst at x =", worst)
