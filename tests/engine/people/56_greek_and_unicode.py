# Méthode du gradient – η est le pas, ∇f la pente
def f(θ):
    return θ**2 - 4*θ + 7

def grad_f(θ):
    return 2*θ - 4

η = 0.25
θ = -6.0
ε = 1e-3
étape = 0
print(f"{'étape':>6} │ {'θ':>10} │ {'f(θ)':>10}")
while abs(grad_f(θ)) > ε:
    if étape % 3 == 0:
        print(f"{étape:6d} │ {θ:10.5f} │ {f(θ):10.5f}")
    θ -= η * grad_f(θ)
    étape += 1
print(f"convergé après {étape} étapes → θ ≈ {θ:.4f} ✓")
