# functions that make functions
def make_line(w, b):
    def line(x):
        return w * x + b
    return line

def make_loss(xs, ys):
    def loss(w, b):
        line = make_line(w, b)
        return sum((line(x) - y) ** 2 for x, y in zip(xs, ys)) / len(xs)
    return loss

def make_descender(loss, lr, h=1e-6):
    def step(w, b):
        here = loss(w, b)
        dw = (loss(w + h, b) - here) / h
        db = (loss(w, b + h) - here) / h
        return w - lr * dw, b - lr * db
    return step

loss = make_loss([0, 1, 2, 3], [1, 3, 5, 7])
step = make_descender(loss, lr=0.1)
w, b = 0.0, 0.0
for i in range(300):
    w, b = step(w, b)
print(f"w = {w:.4f}")
print(f"b = {b:.4f}")
print(f"loss went from {loss(0, 0)} to {loss(w, b):.2e}")
predict = make_line(round(w), round(b))
print(f"{predict(10)!r:>6} {predict(-10) = }")
print([predict(x) for x in range(5)])
