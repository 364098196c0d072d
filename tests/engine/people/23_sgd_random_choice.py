import random

def main(seed=7, steps=500):
    random.seed(seed)
    dataset = [[1.0, 2.9], [2.0, 5.1], [3.0, 7.2], [4.0, 8.8], [5.0, 11.1]]
    w = random.uniform(-1, 1)
    b = random.uniform(-1, 1)
    print(f"start: w={w:.6f}, b={b:.6f}")
    for t in range(steps):
        x, y = random.choice(dataset)
        error = (w * x + b) - y
        lr = 0.05 if t < steps // 2 else 0.01
        w -= lr * error * x
        b -= lr * error
        if t % 100 == 99:
            full = sum((w * x + b - y) ** 2 for x, y in dataset) / len(dataset)
            print(f"t={t + 1:<4d} w={w:<9.5f} b={b:<9.5f} full mse={full:.5f}")
    return w, b

if __name__ == '__main__':
    w, b = main()
    print("predict 6:", w * 6 + b)
