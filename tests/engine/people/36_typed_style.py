"""Gradient descent, the typed way."""
import math


def cost(theta: float) -> float:
    """Return the cost at theta."""
    return math.log(1 + math.exp(theta)) - 0.3 * theta


def cost_grad(theta: float) -> float:
    """Return the slope of the cost at theta."""
    return 1 / (1 + math.exp(-theta)) - 0.3


def gradient_descent(start: float, lr: float = 1.0, max_iter: int = 100, tol: float = 1e-8) -> tuple:
    theta: float = start
    n_iter: int = 0
    for n_iter in range(1, max_iter + 1):
        step: float = lr * cost_grad(theta)
        theta -= step
        if abs(step) < tol:
            break
    return theta, n_iter


def main() -> None:
    theta, n_iter = gradient_descent(start=3.0)
    exact: float = math.log(0.3 / 0.7)
    print(f"theta      = {theta:.8f}")
    print(f"exact      = {exact:.8f}")
    print(f"iterations = {n_iter}")
    print(f"cost       = {cost(theta):.6f}")
    print(f"converged  = {abs(theta - exact) < 1e-6}")


if __name__ == "__main__":
    main()
