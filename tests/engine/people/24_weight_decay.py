# what does L2 / weight decay do to the weights?

features = [[1.0, 1.1], [2.0, 1.9], [3.0, 3.2], [4.0, 3.9]]   # nearly the same column twice
targets  = [2.0, 4.0, 6.0, 8.0]

START = [3.0, -1.0]

def train(weight_decay=0.0, lr=0.02, epochs=500):
    w = START.copy()     # do not touch the original
    for _ in range(epochs):
        g = [0.0, 0.0]
        for x, t in zip(features, targets):
            miss = sum(wi * xi for wi, xi in zip(w, x)) - t
            for i in range(2):
                g[i] += miss * x[i] / len(features)
        w = [(1 - lr * weight_decay) * wi - lr * gi for wi, gi in zip(w, g)]
    return w

for decay in [0, 0.001, 0.01, 0.1, 1]:
    w = train(weight_decay=decay)
    size = sum(wi ** 2 for wi in w) ** 0.5
    print(f"decay {decay!s:>6}:  w = [{w[0]:+.4f}, {w[1]:+.4f}]   |w| = {size:.4f}")
print(f"started from {START!r} = {tuple(START)!r} every time")
