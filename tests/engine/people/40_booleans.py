# does it converge? a small truth table
def converges(rate, curvature=2.0):
    return abs(1 - rate * curvature) < 1

rates = [0.1, 0.5, 0.99, 1.0, 1.2]
verdicts = [converges(r) for r in rates]
print(verdicts)
print("how many:", sum(verdicts), "of", len(verdicts))
print("all:", all(verdicts), "any:", any(verdicts), "not all:", not all(verdicts))

for r, ok in zip(rates, verdicts):
    w = 1.0
    for _ in range(60):
        w -= r * 2 * w
    really = abs(w) < 0.5
    print(f"rate {r:<5} theory {ok!s:<5} practice {really!s:<5} agree {ok == really}")

print(0 < 0.5 < 1, 0 < 1.5 < 1, True + True, 1 == True, bool(0.0), bool([]), bool("no"))
print(True and "yes" or "no", False or 0.3, 0 or None)
