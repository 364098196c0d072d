# k-means in one dimension
points = [1.0, 1.5, 2.1, 8.0, 8.4, 9.3, 15.2, 14.8, 16.0]
centers = [0.0, 5.0, 10.0]

changed = True
rounds = 0
while changed:
    groups = [[] for _ in centers]
    for p in points:
        distances = [abs(p - c) for c in centers]
        nearest = 0
        for j in range(len(distances)):
            if distances[j] < distances[nearest]:
                nearest = j
        groups[nearest].append(p)
    new = [sum(g) / len(g) if g else c for g, c in zip(groups, centers)]
    changed = new != centers
    centers = new
    rounds += 1
    print("round", rounds, "centers", [round(c, 2) for c in centers])

for c, g in zip(centers, groups):
    print(f"{c:6.2f}: {g}")
