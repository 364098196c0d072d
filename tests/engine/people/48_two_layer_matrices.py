"""Two-layer network with plain lists; a 'street light' example: walk or stop?"""
import random

random.seed(1)

def relu(x):
    return x if x > 0 else 0

def relu2deriv(out):
    return out > 0

lights = [[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]]
walk = [1, 1, 0, 0]
alpha, hidden_size = 0.2, 4

weights_0_1 = [[2 * random.random() - 1 for _ in range(hidden_size)] for _ in range(3)]
weights_1_2 = [2 * random.random() - 1 for _ in range(hidden_size)]

for iteration in range(60):
    layer_2_error = 0
    for i in range(len(lights)):
        layer_0 = lights[i]
        layer_1 = [relu(sum(layer_0[r] * weights_0_1[r][c] for r in range(3))) for c in range(hidden_size)]
        layer_2 = sum(a * w for a, w in zip(layer_1, weights_1_2))
        layer_2_error += (layer_2 - walk[i]) ** 2
        layer_2_delta = layer_2 - walk[i]
        layer_1_delta = [layer_2_delta * w * relu2deriv(o) for w, o in zip(weights_1_2, layer_1)]
        for c in range(hidden_size):
            weights_1_2[c] -= alpha * layer_1[c] * layer_2_delta
            for r in range(3):
                weights_0_1[r][c] -= alpha * layer_0[r] * layer_1_delta[c]
    if iteration % 10 == 9:
        print("Error:" + str(layer_2_error))

print("hidden weights:")
for row in weights_0_1:
    print("[" + ", ".join(f"{w:6.2f}" for w in row) + "]")
