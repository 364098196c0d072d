import random

random.seed(2024)

def loss(w, b):
    return abs(3 * w + b - 7) + abs(w - b - 1)   # zero at w = 2, b = 1

# 1) blind guessing
best = None
for _ in range(300):
    guess = (random.uniform(-5, 5), random.uniform(-5, 5))
    if best is None or loss(guess[0], guess[1]) < loss(best[0], best[1]):
        best = guess
print(f"guessing:  w={best[0]:.3f} b={best[1]:.3f} loss={loss(best[0], best[1]):.4f}")

# 2) hill climbing: keep a random nudge if it helps
w, b = 0.0, 0.0
radius = 1.0
accepted = 0
for i in range(300):
    nw = w + random.gauss(0, radius)
    nb = b + random.gauss(0, radius)
    if loss(nw, nb) < loss(w, b):
        w, b = nw, nb
        accepted += 1
    else:
        radius *= 0.97
print(f"climbing:  w={w:.3f} b={b:.3f} loss={loss(w, b):.4f} accepted={accepted}")

# 3) hot and cold
w = b = 0.0
h = 0.01
while True:
    options = [(w + h, b), (w - h, b), (w, b + h), (w, b - h)]
    options = sorted(options, key=lambda o: loss(o[0], o[1]))
    if loss(options[0][0], options[0][1]) >= loss(w, b): break
    w, b = options[0]
print("hot+cold:  w={:.3f} b={:.3f} loss={:.4f}".format(w, b, loss(w, b)))
