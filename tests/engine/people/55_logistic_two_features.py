import math as m
import random

def train(data, labels, rate = 0.3, rounds = 200, l2 = 0.0):
    w = [0] * (len(data[0]) + 1)
    order = list(range(len(data)))
    random.seed(3)
    for r in range(rounds):
        random.shuffle(order)
        for n in order:
            row, label = data[n], labels[n]
            p = prob(w, row)
            e = label - p
            w[0] += rate * e                       # the bias
            for i, v in enumerate(row, 1):
                w[i] += rate * (e * v - l2 * w[i])
    return w

def prob(w, row):
    s = w[0] + sum(a * b for a, b in zip(w[1:], row))
    s = max(-30, min(30, s))                       # keep exp happy
    return 1 / (1 + m.exp(-s))

# (size, weight) -> apple (1) or cherry (0)
fruit = [(7.0, 1.5), (6.5, 1.7), (8.0, 1.9), (2.0, 0.1), (2.5, 0.2), (1.8, 0.1)]
kind = [1, 1, 1, 0, 0, 0]

for l2 in (0, 0.01, 0.1):
    w = train(fruit, kind, l2 = l2)
    print('l2=%-5s' % l2, 'w =', [round(v, 3) for v in w])
    tp = sum(prob(w, f) > .5 and k == 1 for f, k in zip(fruit, kind))
    fp = sum(prob(w, f) > .5 and k == 0 for f, k in zip(fruit, kind))
    print('        tp', tp, 'fp', fp, 'plum (4.0, 0.6):', f'{prob(w, (4.0, 0.6)):.2%}')
