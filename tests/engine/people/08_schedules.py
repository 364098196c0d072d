"""Which learning-rate schedule gets closest? A noisy-looking but deterministic slope."""
import math

def constant(t):
    return 0.4

def step_decay(t):
    return 0.4 * 0.5 ** (t // 10)

def inverse_time(t):
    return 0.4 / (1 + 0.1 * t)

def exponential(t):
    return 0.4 * math.exp(-0.05 * t)

def cosine(t, total=60):
    return 0.2 * (1 + math.cos(math.pi * t / total))

schedules = [("constant", constant), ("step decay", step_decay), ("1/t", inverse_time),
             ("exponential", exponential), ("cosine", cosine)]

results = []
for name, rate in schedules:
    w = 0.0
    for t in range(60):
        wobble = 1.0 if t % 2 == 0 else -1.0
        w -= rate(t) * (2 * (w - 4) + wobble)
    results.append((name, w, abs(w - 4)))

print(f"{'schedule':<12}|{'w':>10} |{'off by':>12}")
print("-" * 12 + "+" + "-" * 11 + "+" + "-" * 12)
for name, w, off in sorted(results, key=lambda r: r[2]):
    print(f"{name:<12}|{w:>10.5f} |{off:>12.3e}")
best = min(results, key=lambda r: r[-1])
print("winner:", best[0])
