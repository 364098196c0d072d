import math

# pass/fail vs. hours
hours  = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0]
passed = [0,   0,    0,   0,    0,   1,    0,   1,    0,   1,    1,   1,   1]

def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))

def log_loss(w, b):
    total = 0
    for x, y in zip(hours, passed):
        p = sigmoid(w*x + b)
        total += -math.log(p) if y == 1 else -math.log(1 - p)
    return total / len(hours)

w = 0
b = 0
for epoch in range(1001):
    dw = db = 0
    for x, y in zip(hours, passed):
        err = sigmoid(w*x + b) - y
        dw += err * x
        db += err
    w -= 0.1 * dw
    b -= 0.1 * db
    if epoch % 250 == 0:
        print(f"epoch {epoch:4d}  loss {log_loss(w, b):.4f}  w {w:+.3f}  b {b:+.3f}")

print(f"50% line at {-b / w:.2f} hours")
for x in [1, None, 2, 3]:
    if x is None:
        continue          # somebody forgot to write it down
    p = sigmoid(w*x + b)
    print(f"{x} h: {p:6.1%} {'pass' if p >= 0.5 else 'fail'}")
correct = sum((sigmoid(w*x + b) > 0.5) == bool(y) for x, y in zip(hours, passed))
print(f"accuracy: {correct}/{len(hours)} = {correct/len(hours):.1%}")
