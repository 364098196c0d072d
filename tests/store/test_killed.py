"""SIGKILL at any moment: no committed answer is lost, and the place is a keystroke old at most."""

from __future__ import annotations

from bench._killed import killed


def test_a_killed_tutor_loses_nothing(address: str) -> None:
    """`python -m bench store` does this 200 times."""
    losses = killed(address, times=8, seed=3)
    assert losses.kills == 8
    assert losses.answers > 50
    assert (losses.lost, losses.wrong, losses.behind, losses.damaged) == (0, 0, 0, 0)
    assert losses.ahead <= 1
