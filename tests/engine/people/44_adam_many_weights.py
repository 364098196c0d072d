# Adam for a list of weights
weights = [1.0, -2.0, 0.5, 3.0]
goal = [0.3, 0.3, 0.3, 0.3]
m = [0.0] * len(weights)
v = [0.0] * len(weights)
beta1, beta2, lr, eps = 0.9, 0.99, 0.05, 1e-8
start = weights[:]          # a copy, otherwise start changes as well

t = 0
done = False
while not done:
    t += 1
    grads = [2 * (k + 1) * (w - g) for k, (w, g) in enumerate(zip(weights, goal))]
    for k, g in enumerate(grads):
        m[k] = beta1 * m[k] + (1 - beta1) * g
        v[k] = beta2 * v[k] + (1 - beta2) * g ** 2
        mhat = m[k] / (1 - beta1 ** t)
        vhat = v[k] / (1 - beta2 ** t)
        weights[k] -= lr * mhat / (vhat ** 0.5 + eps)
    worst = max(abs(w - g) for w, g in zip(weights, goal))
    if t == 1:
        print("first step moves everybody by the rate:", [round(a - b, 4) for a, b in zip(start, weights)])
    if t % 40 == 0:
        print(f"{t:4d} {worst:.5f} " + " ".join(f"{w:+.3f}" for w in weights))
    done = worst < 1e-3 or t >= 400

print("from", start)
print("to", weights, "in", t)
