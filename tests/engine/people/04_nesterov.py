# Nesterov accelerated gradient: look ahead first, then take the slope there
f  = lambda w: (w - 3)**2 + 2
df = lambda w: 2*(w - 3)

w, v = -5.0, 0.0
mu, eta = 0.8, 0.05
trace = [w]
while abs(df(w)) > 1e-4 or abs(v) > 1e-4:
    ahead = w + mu*v
    v = mu*v - eta*df(ahead)
    w += v
    trace.append(w)

print("steps:", len(trace) - 1)
print("first five:", [round(t, 3) for t in trace[:5]])
print("last three:", trace[-3:], "or", trace[:-4:-1])
print("overshoots?", max(trace) > 3)
print("f(w) = %.10f" % f(w))
