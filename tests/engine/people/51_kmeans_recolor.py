'''
k-means (1D again): quantize a row of gray pixels to k shades
'''
pixels = [12, 15, 11, 200, 210, 14, 100, 98, 205, 110, 13, 95]

def assign(values, shades):
    out = []
    for v in values:
        best, best_d = None, None
        for i, s in enumerate(shades):
            d = abs(v - s)
            if best_d is None or d < best_d:
                best, best_d = i, d
        out.append(best)
    return out

def update(values, labels, shades):
    fresh = []
    for i in range(len(shades)):
        mine = [v for v, l in zip(values, labels) if l == i]
        fresh.append(sum(mine) / len(mine) if mine else shades[i])
    return fresh

for k in (1, 2, 3):
    shades = [255 * (i + 1) // (k + 1) for i in range(k)]
    labels = None
    while True:
        new_labels = assign(pixels, shades)
        if new_labels == labels:
            break
        labels = new_labels
        shades = update(pixels, labels, shades)
    cost = sum((v - shades[l]) ** 2 for v, l in zip(pixels, labels))
    print("k =", k, "shades =", [round(s, 1) for s in shades], "cost =", round(cost, 2))
    print("   ", "".join(" .#"[l] for l in labels), labels)
