"""Small lessons for the tests of loading and linting."""

from __future__ import annotations

from pathlib import Path

from tutor.errors import ProblemsError, visible

LESSON = """\
format: 1
id: small
title: Small

mistakes:
  uphill:
    rule: weight = weight + alpha * miss
    say: |
      You added the miss.

steps:
  - id: first
    title: First
    text: |
      From {weight@0}.
    code: |
      weight = 6
      goal = 2.5
      alpha = 0.2

      for iteration in range(20):
          miss = weight - goal
          error = miss ** 2
          weight = weight - alpha * miss
    edit:
      alpha: {from: 0, to: 3, by: 0.05}
    show: [miss]
    bowl:
      marks: {there: goal}
      compare: {goal: 1}
    ask:
      - predict: weight
        hint: |
          The miss first.
      - choose: Where does it settle?
        options:
          - say: At 0.
            because: No.
          - say: At the goal.
            right: true
            because: Yes.
      - reach: diverges
        hint: More.
    reveal: |
      To {weight}.
    expect: converges
    quiz:
      vary: {weight: [4, 8, 0.5], alpha: [0.1, 0.4, 0.05]}
"""
"""A lesson without problems."""


def written(folder: Path, text: str | bytes, name: str = "small.yaml") -> Path:
    """A file with that text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def changed(*changes: tuple[str, str]) -> str:
    """The lesson with pieces of it replaced, each of which stands in it."""
    text = LESSON
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def told(error: ProblemsError) -> list[str]:
    """The problems as a person sees them, without the path."""
    return [str(problem).removeprefix(visible(f"{problem.path}:")) for problem in error.problems]
