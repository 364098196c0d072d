rows = [(1, 1.9, 0.8), (2, 4.1, 1.1), (3, 6.2, 0.9), (4, 7.8, 1.2)]
xs, ys, weights = zip(*rows)
print(*xs)
print(*ys, sep=', ')

matrix = [[1, 2, 3], [4, 5, 6]]
print([list(col) for col in zip(*matrix)])

w = 0
for i in range(25):
    g = sum(s * (w*x - y) * x for x, y, s in zip(xs, ys, weights)) / sum(weights)
    w -= .05 * g
print('weighted slope:', w)
print(*[round(w*x, 2) for x in xs], sep=' | ', end=' <- predictions\n')
