"""Every number of the lesson on many examples, worked out by NumPy."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.engine.claim import claim
from tutor.engine.trace import Ending

LESSON = load_course(bundled()).lesson("many-examples")
HOURS, KM = np.array([1.5, 2.0, 0.5, 1.0]), np.array([7.0, 7.0, 2.0, 5.0])
BEST = float(HOURS @ KM / (HOURS @ HOURS))


def mean_error(weight: float) -> float:
    return float(np.mean((HOURS * weight - KM) ** 2))


def share(weight: float, walks: list[int] | range) -> float:
    return float(np.mean([(HOURS[n] * weight - KM[n]) * HOURS[n] for n in walks]))


def test_the_error_of_all_and_how_low_it_gets() -> None:
    row = LESSON.step("mean-error").listing.run().row(1)
    squares = (HOURS * 3 - KM) ** 2
    assert row["misses"] == pytest.approx(HOURS * 3 - KM) and max(HOURS * 3 - KM) < 0
    assert row["error"] == pytest.approx(mean_error(3)) == pytest.approx(2.875)
    assert sum(sorted(squares)[-2:]) > 0.85 * sum(squares), "the two large ones"
    assert mean_error(4.0) < 0.8 < mean_error(4.3)
    wanted = KM / HOURS
    assert wanted == pytest.approx([4.7, 3.5, 4, 5], abs=0.05)
    weights = np.linspace(wanted.min(), wanted.max(), 100_001)
    lowest = min(mean_error(float(weight)) for weight in weights)
    assert lowest == pytest.approx(mean_error(BEST)) and 0.74 < lowest < 0.75
    assert round(BEST, 2) == 4.07


def test_all_at_once_comes_to_the_best_weight() -> None:
    weights = [2.0]
    for _ in range(12):
        weights.append(weights[-1] - 0.2 * share(weights[-1], range(4)))
    trace = LESSON.step("all-at-once").listing.run()
    assert trace.column("weight") == pytest.approx(weights)
    assert trace.row(1)["weight_delta"] == pytest.approx(share(2, range(4)))
    assert trace.column("error")[1:] == pytest.approx([mean_error(one) for one in weights[:-1]])
    assert trace.row(12)["error"] == pytest.approx(mean_error(BEST), abs=0.001)


def test_twice_the_same_walks_move_it_alike() -> None:
    twice = [*range(4), *range(4)]
    assert share(2, twice) == pytest.approx(share(2, range(4)))


def test_one_at_a_time_goes_round_among_four_places() -> None:
    weights = [3.0]
    for update in range(400):
        weights.append(weights[-1] - 0.4 * share(weights[-1], [update % 4]))
    code = LESSON.step("one-at-a-time").listing
    assert code.run().column("weight") == pytest.approx(weights[:41])
    assert code.ending() is Ending.OSCILLATES
    near = code.run({"alpha": 0.05}, updates=400).column("weight")[-4:]
    assert max(abs(float(one) - BEST) for one in near) < 0.15  # type: ignore[arg-type]
    assert weights[37:41] == pytest.approx(weights[-4:], abs=1e-6), "they have been reached by then"
    assert np.ptp(weights[-4:]) > 1
    assert abs(weights[2] - 3) < abs(weights[1] - 3) < KM[0] / HOURS[0] - 3, "up, and back again"
    assert 2 / max(HOURS) ** 2 == 0.5 > 0.4


def test_small_batches_rest_only_where_one_holds_them_all() -> None:
    weights = [2.0]
    shuffled = [1, 2], [0, 3]
    assert sorted(HOURS[one] * 4 < KM[one] for one in shuffled[0]) == [False, False], "slow"
    assert all(HOURS[one] * 4.5 < KM[one] for one in shuffled[1]), "fast"
    for update in range(20):
        weights.append(weights[-1] - 0.4 * share(weights[-1], [*shuffled[update % 2]]))
    code = LESSON.step("small-batches").listing
    assert code.run().column("weight") == pytest.approx(weights)
    rests = [size for size in (1, 2, 3, 4) if claim("converges").holds(code, {"size": size})]
    assert rests == [4]
    weights = [2.0]
    for update in range(40):
        weights.append(weights[-1] - 0.4 * share(weights[-1], [(1, 2, 0, 3)[update % 4]]))
    assert code.run({"size": 1}).column("weight") == pytest.approx(weights)
    weights = [2.0]
    for _ in range(10):
        weights.append(weights[-1] - 0.4 * share(weights[-1], range(4)))
    assert code.run({"size": 4}).column("weight") == pytest.approx(weights)


def noisy(alpha: float, size: int, updates: int = 80) -> NDArray[np.float64]:
    """The path of the last step; Python draws the walks, NumPy does the sums."""
    draw, path = random.Random(5), [3.0]
    for _ in range(updates):
        walks = [draw.choice(range(4)) for _ in range(size)]
        path.append(path[-1] - alpha * share(path[-1], walks))
    return np.array(path[1:])


def test_the_noise_is_what_alpha_and_the_batch_make_it() -> None:
    code = LESSON.step("noise").listing
    for alpha, size in ((0.5, 1), (0.1, 1), (0.1, 8), (0.02, 1)):
        trace = code.run({"alpha": alpha, "size": size})
        path = noisy(alpha, size)
        assert trace.column("weight")[1:] == pytest.approx(path)
        assert trace.row(80)["noise"] == pytest.approx(np.ptp(path[-20:]))
    for updates in (80, 800):
        assert np.ptp(noisy(0.1, 1, updates)[-20:]) < np.ptp(noisy(0.5, 1, updates)[-20:])
        assert np.ptp(noisy(0.5, 8, updates)[-20:]) < np.ptp(noisy(0.5, 1, updates)[-20:])
    assert np.ptp(noisy(0.5, 1, 800)[-20:]) > 1, "more updates do not make it quieter"
    path = noisy(0.5, 1)
    assert min(path[40:]) > 1.5 and max(path[40:]) < 6.5, "it does not wander off"
    slow = noisy(0.01, 1)
    assert np.ptp(slow[-20:]) < 0.3 and slow[-1] < 3.95, "quiet at once, and not there"
