import math

# 3 classes, 2 features (+1 for the bias)
samples = [
    ([0.1, 0.2], 0), ([0.3, 0.1], 0), ([0.2, 0.4], 0),
    ([2.0, 0.3], 1), ([2.2, 0.1], 1), ([1.8, 0.5], 1),
    ([1.0, 2.1], 2), ([0.8, 1.9], 2), ([1.2, 2.3], 2),
]
K = 3
W = [[0.0, 0.0, 0.0] for _ in range(K)]

def scores(x):
    x = x + [1]
    return [sum(w * xi for w, xi in zip(row, x)) for row in W]

def softmax(z):
    m = max(z)
    ex = [math.exp(zi - m) for zi in z]
    return [e / sum(ex) for e in ex]

for epoch in range(201):
    loss = 0.0
    for x, label in samples:
        p = softmax(scores(x))
        loss += -math.log(p[label]) / len(samples)
        for k in range(K):
            delta = p[k] - (k == label)
            for j, xj in enumerate(x + [1]):
                W[k][j] -= 0.1 * delta * xj
    if epoch % 50 == 0:
        print(f"{epoch=:4d} {loss=:.6f}")

for row in W:
    print(" ".join("%7.3f" % v for v in row))
hits = [max(range(K), key=lambda k: scores(x)[k]) == label for x, label in samples]
print("right:", sum(hits), "of", len(hits))
for x in ([0.0, 0.0], [3, 0], [1, 3], [1.1, 1.0]):
    print(x, [f"{p:.1%}" for p in softmax(scores(x))])
