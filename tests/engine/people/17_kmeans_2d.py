import random
random.seed(42)

def dist2(p, q):
    return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2

def mean(pts):
    xs, ys = zip(*pts)
    return sum(xs) / len(xs), sum(ys) / len(ys)

# three blobs
data = []
for cx, cy in [(0, 0), (5, 5), (0, 6)]:
    for _ in range(15):
        data.append((random.gauss(cx, 0.7), random.gauss(cy, 0.7)))

centroids = [data[0], data[1], data[40]]   # a clumsy start on purpose
for iteration in range(20):
    labels = [min(range(3), key=lambda k: dist2(p, centroids[k])) for p in data]
    old = centroids
    centroids = [mean([p for p, l in zip(data, labels) if l == k]) for k in range(3)]
    if old == centroids:
        print(f"converged after {iteration} iterations")
        break

inertia = sum(dist2(p, centroids[l]) for p, l in zip(data, labels))
for k, (x, y) in enumerate(centroids):
    size = sum(1 for l in labels if l == k)
    print(f"cluster {k}: ({x:.3f}, {y:.3f}) with {size} points")
print(f"{inertia = :.4f}")
