import math


class Neuron:
    """One neuron that learns by gradient descent."""

    def __init__(self, n_inputs, lr=0.5):
        self.weights = [0.0] * n_inputs
        self.bias = 0.0
        self.lr = lr

    def forward(self, inputs):
        z = sum(w * x for w, x in zip(self.weights, inputs)) + self.bias
        return 1 / (1 + math.exp(-z))

    def train(self, inputs, target):
        out = self.forward(inputs)
        delta = out - target
        self.weights = [w - self.lr * delta * x for w, x in zip(self.weights, inputs)]
        self.bias -= self.lr * delta
        return delta ** 2


neuron = Neuron(2)
examples = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 1)]
for epoch in range(501):
    err = sum(neuron.train(x, t) for x, t in examples)
    if epoch % 100 == 0:
        print(f"epoch {epoch}: error {err:.5f}")
print(neuron.weights, neuron.bias)
