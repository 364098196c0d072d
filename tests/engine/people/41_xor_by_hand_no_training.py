# An XOR network whose weights I just wrote down (2 hidden step neurons)
def neuron(inputs, weights, bias):
    total = bias
    for i in range(len(inputs)):
        total = total + inputs[i] * weights[i]
    if total > 0:
        return 1
    return 0

def xor(a, b):
    at_least_one = neuron([a, b], [1, 1], -0.5)
    both = neuron([a, b], [1, 1], -1.5)
    return neuron([at_least_one, both], [1, -2], -0.5)

print(" a  b | out")
print("------+----")
for a in [0, 1]:
    for b in [0, 1]:
        print("", a, "", b, "|", xor(a, b))
        assert xor(a, b) == (a + b) % 2
        assert xor(a, b) == int(a != b)

# 8 bit addition out of it, why not
x, y = 100, 55
carry = 0
result = 0
for bit in range(8):
    p = x // 2 ** bit % 2
    q = y // 2 ** bit % 2
    s = xor(xor(p, q), carry)
    carry = 1 if p + q + carry >= 2 else 0
    result += s * 2 ** bit
print(x, "+", y, "=", result)
