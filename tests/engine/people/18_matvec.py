# multivariate linear regression with matrices as lists of lists, no numpy :-)

def matvec(A, x):
    return [sum(a * b for a, b in zip(row, x)) for row in A]

def transpose(A):
    return [[A[r][c] for r in range(len(A))] for c in range(len(A[0]))]

def sub(u, v):
    return [a - b for a, b in zip(u, v)]

def norm(v):
    return sum(a * a for a in v) ** 0.5

X = [[1, 2, 1],
     [1, 0, 3],
     [1, 4, 0],
     [1, 1, 1],
     [1, 3, 2]]
true_w = [1.0, 2.0, -0.5]
y = matvec(X, true_w)
Xt = transpose(X)
w = [0.0] * 3
alpha = 0.02

for k in range(3000):
    residual = sub(matvec(X, w), y)
    grad = matvec(Xt, residual)
    w = [wi - alpha * gi for wi, gi in zip(w, grad)]
    if norm(grad) < 1e-8:
        break
print("iterations:", k)
print("w =", [round(wi, 6) for wi in w])
print("residual norm", "%.1e" % norm(residual), norm(residual) < 1e-7)
print("X^T has", len(Xt), "rows and", len(Xt[0]), "columns")
