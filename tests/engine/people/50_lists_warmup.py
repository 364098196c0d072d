# Python lists, what you need before the network chapter
w = [0.5, -1.2, 3.3, 0.0]
also_w = w
copy1, copy2, copy3 = w[:], list(w), w.copy()
w[0] = 99
print(also_w[0], copy1[0], copy2[0], copy3[0])

w[0], w[-1] = w[-1], w[0]           # swap
print(w, len(w), w[-2], w[1:3], w[:-1], w[::-1])
print(sorted(w), sorted(w, reverse=True), sorted(w, key=abs), list(reversed(w)))
print(max(w), min(w), max(w, key=lambda v: -v), max([], default="empty"), min([], default=None))
print(3.3 in w, 7 in w, 7 not in w, w == copy1, w != copy1)

grid = [[r * c for c in range(1, 5)] for r in range(1, 4)]
for row in grid:
    print(" ".join(f"{v:2d}" for v in row))
flat = [v for row in grid for v in row if v % 2 == 0]
print(flat, sum(flat), [row[-1] for row in grid])
grid[1][2] -= 100
grid.append([0] * 4)
print(grid)
print([[row[c] for row in grid] for c in range(4)][2])

print(round(2.5), round(3.5), round(-0.5), round(2.675, 2), round(1234, -2), round(7.0), round(1e20))
print(int(3.99), int(-3.99), float("0.1"), str(1e-5), bool(w), tuple(w), 7 // 2, 7 / 2, 2 ** -1)
