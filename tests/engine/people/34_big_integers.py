# not gradient descent, but warm-up with loops: Python's integers never overflow
def factorial(n):
    result = 1
    for k in range(2, n + 1):
        result *= k
    return result

def fib(n):
    a, b = 0, 1
    while n > 0:
        a, b = b, a + b
        n -= 1
    return a

print(2 ** 200)
print("30! =", factorial(30))
print("fib(150) =", fib(150))
print(f"{2 ** 64:,} grains of rice")
print("digits in 100!:", len(str(factorial(100))))
print("trailing zeros in 100!:", sum(100 // 5 ** k for k in range(1, 3)))
print("sum of digits of 2**100:", sum(int(d) for d in str(2 ** 100)))

# float vs int
print(2 ** 53 + 1, float(2 ** 53 + 1), 2 ** 53 + 1 == float(2 ** 53 + 1))
print(10 ** 20 // 7, 10 ** 20 % 7, 10 ** 20 / 7)
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2)
