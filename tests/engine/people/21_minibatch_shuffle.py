import random

random.seed(0)
# y = 4x - 1 plus noise
data = [(x / 10, 4 * x / 10 - 1 + random.gauss(0, 0.1)) for x in range(-10, 11)]

w, b = 0.0, 0.0
lr = 0.1
batch_size = 5

for epoch in range(30):
    random.shuffle(data)
    for start in range(0, len(data), batch_size):
        batch = data[start:start + batch_size]
        gw = sum((w * x + b - y) * x for x, y in batch) / len(batch)
        gb = sum((w * x + b - y) for x, y in batch) / len(batch)
        w -= lr * gw
        b -= lr * gb
    if (epoch + 1) % 10 == 0:
        print("epoch", epoch + 1, "w", round(w, 4), "b", round(b, 4))

batches = -(-len(data) // batch_size)   # round up
print(batches, "batches, the last one has", len(data) % batch_size, "example")
