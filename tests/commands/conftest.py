"""A store of one's own, and a small course with a question of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

LESSON = """\
format: 1
id: alpha
title: Alpha
mistakes:
  uphill:
    rule: weight = weight + alpha * derivative
    say: |
      You added it. Subtract.
  same:
    rule: weight = weight - derivative * alpha
    say: |
      The same.
steps:
  - id: one
    title: One
    code: |
      weight = 0.5
      goal_pred = 0.8
      input = 2
      alpha = 0.1

      for iteration in range(3):
          pred = input * weight
          error = (pred - goal_pred) ** 2
          derivative = input * (pred - goal_pred)
          weight = weight - (alpha * derivative)
          print("Error:" + str(error))
    edit:
      alpha: {from: 0, to: 1, by: 0.1}
    show: [pred]
    ask:
      - predict: weight
        hint: Go.
      - predict: weight
        by: direction
        after: 2
        hint: Go.
      - choose: Which?
        options:
          - {say: This., because: No.}
          - {say: That., because: Yes., right: true}
      - reach: diverges
        hint: Go.
      - write: weight
        hint: Go.
      - order: weight
        hint: Go.
  - id: page
    title: A page
    text: |
      Only words.
  - id: pick
    title: Pick
    ask:
      - choose: Which?
        options:
          - {say: This., because: No.}
          - {say: That., because: Yes., right: true}
"""


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A course of one lesson."""
    (tmp_path / "alpha.yaml").write_text(LESSON, encoding="utf-8")
    course = "format: 1\ntitle: Small\nlessons: [alpha]\n"
    (tmp_path / "course.yaml").write_text(course, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands keep progress."""
    monkeypatch.setenv("TUTOR_STORE", str(tmp_path / "store.sqlite"))
    return tmp_path / "store.sqlite"
