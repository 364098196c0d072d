# parameters in a dictionary, because then adding one is easy
params = {"w": 0.0, "b": 0.0}
grads = {}
data = [(1, 3), (2, 5), (3, 7)]

def compute_loss(p):
    return sum((p["w"] * x + p["b"] - y) ** 2 for x, y in data) / len(data)

for epoch in range(1000):
    for name in params:
        grads[name] = 0.0
    for x, y in data:
        r = params["w"] * x + params["b"] - y
        grads["w"] += 2 * r * x / len(data)
        grads["b"] += 2 * r / len(data)
    for name, g in grads.items():
        params[name] -= 0.1 * g
    if epoch % 250 == 0:
        print(epoch, compute_loss(params))

print({k: round(v, 4) for k, v in params.items()})

try:
    accuracy = 1 / compute_loss({"w": 2, "b": 1})
    print("accuracy", accuracy)
except ZeroDivisionError:
    print("perfect fit, loss is zero")
