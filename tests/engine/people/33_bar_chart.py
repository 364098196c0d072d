# draw the loss as a bar chart in the terminal
w = 0.0
losses = []
for i in range(12):
    losses.append((w - 3) ** 2)
    w -= 0.12 * 2 * (w - 3)

top: float = max(losses)
WIDTH: int = 40
for i, loss in enumerate(losses):
    n = int(round(WIDTH * loss / top))
    print(str(i) + ("  " if i < 10 else " ") + "*" * n + " " * (WIDTH - n) + "| " + str(round(loss, 3)))

# and upright
HEIGHT = 5
print()
for level in range(HEIGHT, 0, -1):
    row = ""
    for loss in losses:
        row += "## " if loss / top * HEIGHT >= level else "   "
    print(row)
print("-- " * len(losses))
