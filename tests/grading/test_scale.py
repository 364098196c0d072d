"""Grading over ten thousand draws: the counts that bench/grading.py prints."""

from __future__ import annotations

from bench.grading import DRAWS, ENOUGH, count


def test_over_ten_thousand_draws_mistakes_are_named_and_nothing_wrong_is_right() -> None:
    counts = count()
    print(f"\nnamed back {counts.share:.2%}, accepted {counts.accepted}, refused {counts.refused}")
    assert counts.draws == DRAWS == 10_000
    assert counts.share >= ENOUGH, counts.faults
    assert counts.accepted == 0, counts.faults
    assert counts.refused == 0, counts.faults
