# while loop practice before we start descending
def collatz(n):
    steps = 0
    peak = n
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        peak = max(peak, n)
        steps += 1
    return steps, peak

def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

for n in [6, 7, 27, 97]:
    steps, peak = collatz(n)
    print(f"{n:>3}: {steps:>4} steps, peak {peak:>6,}")

longest = max(range(1, 300), key=lambda n: collatz(n)[0])
print("longest below 300:", longest, collatz(longest))
print(gcd(1071, 462), gcd(2 ** 40, 6 ** 20), gcd(17, 5))
primes = [p for p in range(2, 50) if all(p % d for d in range(2, int(p ** 0.5) + 1))]
print(*primes)
print(*reversed(primes[-3:]), sep=" > ")
for a in range(1, 20):
    if a % 2 == 0 or a in primes:
        continue
    print(a, end=",")
print(" are odd and not prime")
