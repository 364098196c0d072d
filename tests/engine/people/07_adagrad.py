import math as m

'''AdaGrad: the more a parameter has moved, the smaller its next step.'''

points = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]
a = b = 0.0
Ga = Gb = 0.0   # sums of squared gradients
LR = 1.0

for step in range(300):
    ga = gb = 0.0
    for x, y in points:
        r = a * x + b - y
        ga += r * x
        gb += r
    Ga += ga ** 2
    Gb += gb ** 2
    a -= LR * ga / m.sqrt(Ga + 1e-10)
    b -= LR * gb / m.sqrt(Gb + 1e-10)
    if step in (0, 1, 2, 9, 99, 299):
        print('{0:>4}: a={1:.6f} b={2:.6f} rates {3:.3f}/{4:.3f}'.format(step + 1, a, b, LR / m.sqrt(Ga), LR / m.sqrt(Gb)))
