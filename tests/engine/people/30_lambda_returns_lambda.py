power = lambda n: lambda x: x ** n
d_power = lambda n: lambda x: n * x ** (n - 1)
scaled = lambda k, f: lambda x: k * f(x)

square, cube = power(2), power(3)
print(square(7), cube(2), scaled(10, cube)(3))

optimizer = lambda lr: lambda grad: lambda w: w - lr * grad(w)

sgd = optimizer(0.1)
down = sgd(d_power(2))
w = 1.0
for i in range(5):
    w = down(w)
    print(i, w)

# bigger step
down = optimizer(0.45)(d_power(2))
w = 1.0
for i in range(5):
    w = down(w)
    print(i, w)
