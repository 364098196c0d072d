# early stopping with patience
train = [(0.0, 0.1), (1.0, 1.2), (2.0, 1.7), (3.0, 3.4)]
valid = [(0.5, 0.4), (1.5, 1.4), (2.5, 2.4)]

def mse(w, data):
    return sum((w * x - y) ** 2 for x, y in data) / len(data)

w = 0.0
lr = 0.005
patience = 5
best_loss = float("inf")
best_w = None
waited = 0

epoch = 0
while True:
    g = sum(2 * (w * x - y) * x for x, y in train) / len(train)
    w -= lr * g
    epoch += 1
    val = mse(w, valid)
    if val < best_loss:
        best_loss, best_w = val, w
        waited = 0
    else:
        waited += 1
    if waited >= patience:
        print(f"no improvement for {patience} epochs, stopping at epoch {epoch}")
        break
    if epoch >= 500:
        print("ran out of epochs")
        break

print("best w:", best_w)
print("val loss:", round(best_loss, 6), "train loss:", round(mse(best_w, train), 6))
print("last w:", w, "(worse)" if mse(w, valid) > best_loss else "(same)")
