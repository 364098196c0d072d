from math import sin, cos

def numerical_gradient(f, x, h=1e-5):
    """central difference"""
    return (f(x + h) - f(x - h)) / (2 * h)

def forward_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h

def f(x):
    return sin(x) + 0.1 * x ** 2

def f_prime(x):
    return cos(x) + 0.2 * x

for x in [-2, -0.5, 0, 1, 2.5]:
    exact = f_prime(x)
    print(f"x={x:>5}  exact={exact:+.8f}  central err={abs(numerical_gradient(f, x) - exact):.1e}")

print()
for k in range(1, 9):
    h = 10 ** -k
    err_f = abs(forward_gradient(f, 1.0, h) - f_prime(1.0))
    err_c = abs(numerical_gradient(f, 1.0, h=h) - f_prime(1.0))
    print(h, f"{err_f:.0e}", f"{err_c:.0e}", sep="\t")

x = 3.0
for _ in range(200):
    x -= 0.1 * numerical_gradient(f, x)
print("\nminimum at", round(x, 4))
