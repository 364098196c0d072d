# Perceptron learning AND, OR, NAND ... and failing at XOR
inputs = [(0, 0), (0, 1), (1, 0), (1, 1)]
gates = [
    ("AND", [0, 0, 0, 1]),
    ("OR", [0, 1, 1, 1]),
    ("NAND", [1, 1, 1, 0]),
    ("XOR", [0, 1, 1, 0]),
]

def step(z):
    return 1 if z > 0 else 0

for gate, targets in gates:
    w1 = w2 = bias = 0
    learned = False
    for epoch in range(1, 26):
        mistakes = 0
        for (a, b), t in zip(inputs, targets):
            out = step(w1 * a + w2 * b + bias)
            if out == t:
                continue
            mistakes += 1
            w1 += (t - out) * a
            w2 += (t - out) * b
            bias += t - out
        if mistakes == 0:
            learned = True
            break
    print(f"{gate:<5} learned={learned!s:<6} epochs={epoch:3d} w=({w1}, {w2}) bias={bias}")
