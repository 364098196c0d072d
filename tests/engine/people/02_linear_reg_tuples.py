"""
Linear regression from scratch
==============================

Data is a list of (hours studied, exam score) pairs.
"""

data = [(1, 52), (2, 58), (3, 61), (4, 70), (5, 74), (6, 83)]
n = len(data)

slope, intercept = 0.0, 0.0
learning_rate = 0.03

for epoch in range(1, 2001):
    grad_slope = 0
    grad_intercept = 0
    for hours, score in data:
        prediction = slope * hours + intercept
        grad_slope += (2 / n) * (prediction - score) * hours
        grad_intercept += (2 / n) * (prediction - score)
    slope -= learning_rate * grad_slope
    intercept -= learning_rate * grad_intercept
    if epoch == 1 or epoch % 500 == 0:
        mse = sum((slope * h + intercept - s) ** 2 for h, s in data) / n
        print(f"epoch {epoch:>5d} | slope {slope:8.4f} | intercept {intercept:8.4f} | mse {mse:10.4f}")

print(f"\nscore = {slope:.2f} * hours + {intercept:.2f}")
for hours in (7, 8):
    print(f"  {hours} hours -> {slope * hours + intercept:5.1f}")
