# descent by recursion (just for fun, don't do this at home)
def descend(x, grad, rate=0.3, depth=0):
    g = grad(x)
    print("  " * depth + "x = " + str(round(x, 3)))
    if abs(g) < 0.05 or depth == 12:
        return x, depth
    return descend(x - rate * g, grad, rate, depth + 1)

x, depth = descend(5, lambda x: 2 * (x - 1))
print("reached", x, "at depth", depth)

def power(base, n):
    if n == 0: return 1
    half = power(base, n // 2)
    return half * half * (base if n % 2 else 1)

print("error shrinks by 0.4 each time:", 4 * power(0.4, depth))
print(power(3, 100))
