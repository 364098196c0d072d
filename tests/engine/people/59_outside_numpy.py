import numpy as np

np.random.seed(0)
X = np.random.randn(100, 2)
true_w = np.array([2.0, -3.0])
y = X @ true_w + 0.5

w = np.zeros(2)
b = 0.0
lr = 0.1
for epoch in range(100):
    y_hat = X.dot(w) + b
    error = y_hat - y
    w -= lr * 2 * X.T.dot(error) / len(y)
    b -= lr * 2 * error.mean()
    if epoch % 20 == 0:
        print(f"epoch {epoch}: mse = {np.mean(error ** 2):.6f}")
print(w.round(3), round(b, 3))
