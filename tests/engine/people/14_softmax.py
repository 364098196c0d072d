from math import exp, log

def softmax(z):
    biggest = max(z)                       # for stability
    e = [exp(v - biggest) for v in z]
    s = sum(e)
    return [v / s for v in e]

scores = [2.0, 1.0, 0.1]
target = 2
names = ['cat', 'dog', 'owl']

for step in range(6):
    probs = softmax(scores)
    loss = -log(probs[target])
    print(step, '  '.join('{}={:.3f}'.format(n, p) for n, p in zip(names, probs)), 'loss=%.4f' % loss)
    # gradient of cross entropy w.r.t. the scores is simply p - onehot
    grad = [p - (1 if i == target else 0) for i, p in enumerate(probs)]
    scores = [s - 1.0 * g for s, g in zip(scores, grad)]

probs = softmax(scores)
best = max(range(3), key=lambda i: probs[i])
print('now it says', names[best], probs)
assert abs(sum(probs) - 1) < 1e-9
print(softmax([1000, 1000]))   # no overflow
