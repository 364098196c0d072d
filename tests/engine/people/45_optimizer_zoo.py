"""All optimizers on f(w) = w**2 / 2 + 3 * sin(w), side by side."""
from math import sin, cos, sqrt

def f(w): return w ** 2 / 2 + 3 * sin(w)
def g(w): return w + 3 * cos(w)

def sgd(w, s, t):
    return w - 0.1 * g(w), s

def momentum(w, s, t):
    vel = 0.9 * s[0] + g(w)
    return w - 0.1 * vel, [vel]

def nesterov(w, s, t):
    vel = 0.9 * s[0] + g(w - 0.1 * 0.9 * s[0])
    return w - 0.1 * vel, [vel]

def adagrad(w, s, t):
    acc = s[0] + g(w) ** 2
    return w - 0.8 * g(w) / (sqrt(acc) + 1e-8), [acc]

def rmsprop(w, s, t):
    acc = 0.9 * s[0] + 0.1 * g(w) ** 2
    return w - 0.1 * g(w) / (sqrt(acc) + 1e-8), [acc]

def adam(w, s, t):
    m, v = 0.9 * s[0] + 0.1 * g(w), 0.999 * s[1] + 0.001 * g(w) ** 2
    return w - 0.1 * (m / (1 - 0.9 ** t)) / (sqrt(v / (1 - 0.999 ** t)) + 1e-8), [m, v]

names = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
rules = [sgd, momentum, nesterov, adagrad, rmsprop, adam]
for name, rule in zip(names, rules):
    w, state = 5.0, [0.0, 0.0]
    path = [w]
    for t in range(1, 61):
        w, state = rule(w, state, t)
        path.append(w)
    where = "deep valley" if w < 0 else "stuck in the shallow one"
    print(f"{name:>9}: w={w:+.4f} f={f(w):+.4f} lowest w={min(path):+.3f}  {where}")
