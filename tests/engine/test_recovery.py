"""One bad line hides nothing else that is wrong."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.listings import ALPHA
from tutor.course.loader import read_lesson
from tutor.engine.listing import listing
from tutor.engine.recovery import MOST, recovered

FAULTY = """\
format: 1
id: faulty
title: Faulty
steps:
  - id: one
    title: One
    code: |
      weight = 4
      goal = 2 x
      for iteration in range(3):
          y = (aa +
               bb)
          while truth:
              weight = weight / 2
          error = (weight - goal) ** 2
          weight = weight - zz
    edit: {nope: {from: 0, to: 1, by: 0.1}, goal: {from: 1, to: 3, by: 1}}
    show: [nix, y]
    ask:
      - {predict: weigth, hint: h}
      - {reach: convergess, hint: h}
    bowl: {x: wight, y: eror}
    quiz: {vary: {u: [0, 1, 0.1]}}
  - id: two
    titel: Two
    title: Two
  - id: three
    title: Three
    show: [x]
    ask:
      - choose: Which?
        options: [{say: a, right: true, because: b}, {say: c, right: true, because: b}]
"""
TOLD = [
    (9, "invalid syntax"), (11, "`aa`"), (13, "`truth`"), (16, "`zz`"), (17, "`nope`"),
    (18, "`nix`"), (20, "`weigth`"), (21, "'convergess'"), (22, "`wight`"), (22, "`eror`"),
    (23, "`u`"), (25, "`titel`"), (29, "`show` needs a listing"), (32, "a second right option"),
]  # fmt: skip
"""Where something is wrong, and a word of what is said."""


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """And nothing else: not the range of a constant that was no number, say."""
    path = tmp_path / "faulty.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    found = read_lesson(path)[1].problems
    assert [problem.line for problem in found] == [line for line, _ in TOLD], found
    for problem, (_, word) in zip(found, TOLD, strict=True):
        assert word in problem.what or word == "invalid syntax"


def test_a_good_listing_is_left_as_it_is() -> None:
    whole = recovered(ALPHA)
    assert (whole.listing, whole.faults, whole.guessed) == (listing(ALPHA), (), frozenset())


@given(st.lists(st.sampled_from([*ALPHA.splitlines(), "y = zz", "while x:", "(", "\tz = 1", "é"])))
def test_whatever_is_mended_can_be_used_or_is_not_there(lines: list[str]) -> None:
    """And what is told has its place in the listing."""
    found = recovered("\n".join(lines))
    assert len(found.faults) <= MOST
    assert found.listing is not None or found.faults
    assert all(1 <= fault.line <= len(lines) + 1 for fault in found.faults)


def test_more_faults_than_are_told() -> None:
    """Nothing is guessed of a listing that is faulty all over; the first faults are told."""
    found = recovered("".join(f"x{n} = y\n" for n in range(MOST + 5)))
    assert found.listing is None
    assert [fault.line for fault in found.faults] == list(range(1, MOST + 1))


def test_a_statement_of_any_kind_is_mended() -> None:
    """Also one whose tree has places that are empty."""
    found = recovered("a = {**b}\nglobal c\nd = 2\n")
    assert [fault.line for fault in found.faults] == [1, 2]
    assert found.listing is not None and found.guessed == {"a"}
