losses = [2.5, 1.25, 0.7, 0.4111111, 0.4090909]
weights = [0.1, -0.25, 1 / 3]

print("weights: {}".format(weights))
print("{0} then {1} then {0} again".format("forward", "backward"))
for i, l in enumerate(losses):
    print("epoch {:02d}: loss {:7.3f} ({:.0%} of the first)".format(i, l, l / losses[0]))

print("{name} reached {value:.3e} with lr={lr}".format(name="sgd", value=losses[-1], lr=0.01))
print("{:>10}|{:<10}|{:^10}|".format("right", "left", "middle"))
print("{:*^30}".format(" the end "))
drops = [a - b for a, b in zip(losses, losses[1:])]
print("drops:", ", ".join("{:.2f}".format(d) for d in drops))
print("always going down?", all(d > 0 for d in drops))
print("still worth it?", any(d > 0.5 for d in drops), drops[-1] > 0.01)
