"""XOR with one hidden layer of four tanh units."""
import math
import random

random.seed(2)

X = [[0, 0], [0, 1], [1, 0], [1, 1]]
Y = [0, 1, 1, 0]
H = 4

W1 = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(H)]
b1 = [0.0] * H
W2 = [random.uniform(-1, 1) for _ in range(H)]
b2 = 0.0


def forward(x):
    hidden = [math.tanh(sum(w * xi for w, xi in zip(row, x)) + b) for row, b in zip(W1, b1)]
    z = sum(w * h for w, h in zip(W2, hidden)) + b2
    return hidden, 1 / (1 + math.exp(-z))


lr = 0.5
for epoch in range(400):
    total = 0.0
    for x, y in zip(X, Y):
        hidden, out = forward(x)
        delta = out - y
        total -= math.log(out if y else 1 - out)
        for j in range(H):
            back = delta * W2[j] * (1 - hidden[j] ** 2)
            W2[j] -= lr * delta * hidden[j]
            b1[j] -= lr * back
            for i in range(2):
                W1[j][i] -= lr * back * x[i]
        b2 -= lr * delta
    if epoch % 100 == 0 or epoch == 399:
        print(f"epoch {epoch:3d}: loss {total / 4:.5f}")

for x, y in zip(X, Y):
    _, out = forward(x)
    print(x, "->", round(out, 3), "want", y, "OK" if round(out) == y else "WRONG")
