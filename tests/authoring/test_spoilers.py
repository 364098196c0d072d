"""Lint finds what gives an answer away, in every way that an author can think of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import written
from tutor.authoring.lint import lint

LESSON = """\
format: 1
id: leaky
title: Leaky
steps:
  - id: only
    title: One update
    text: |
      Look.
    code: |
      weight = 0.537
      goal_pred = 0.8
      input = 2
      alpha = 0.1

      for iteration in range(5):
          pred = input * weight
          delta = pred - goal_pred
          flipped = -delta
          error = delta ** 2
          derivative = input * delta
          other = (goal_pred - pred) ** 2
          third = -(goal_pred - pred) ** 2
          weight = weight - alpha * derivative
          next_pred = input * weight
    show: [pred]
    bowl: {marks: {bottom: goal_pred / input}}
    ask:
      - predict: weight
        hint: |
          Think.
        reveal: |
          So.
      - predict: weight
        after: 2
        hint: |
          Again.
    quiz:
      vary: {weight: [0.5, 0.9, 0.1], input: [1.2, 1.8, 0.1]}
"""
"""The weight goes from 0.537 to 0.4822 and 0.44932; delta is 0.274, error 0.075076."""
ASKED = "gives away the answer to `predict: weight`"


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = LESSON
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return [problem.what for problem in lint([written(tmp_path, text)])]


def test_a_lesson_that_keeps_its_answers_has_no_problem(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("place", "with_answer"),
    [
        ("      Look.", "      It will be {}."),
        ("title: One update", "title: It becomes {}"),
        ("          Think.", "          Not {}, surely."),
        ("hint: |\n          Think.", "say: Is it {}?\n        hint: Think."),
        ("input = 2\n", "input = 2  # so {}\n"),
        ("{bottom: goal_pred / input}", "{{'near {}': goal_pred / input}}"),
    ],
)
@pytest.mark.parametrize("told", ["0.4822", "0.482", "-0.4822", "−0.241", "0.9644", "0.48220"])
def test_the_answer_in_figures_is_found_wherever_it_is_told(
    tmp_path: Path, place: str, with_answer: str, told: str
) -> None:
    found = faults(tmp_path, (place, with_answer.format(told)))
    assert len(found) == 1, found
    assert f"{told} {ASKED}" in found[0] or "its label has the answer" in found[0]


@pytest.mark.parametrize("told", [".4822", "−.241", "0,4822", "2411/5000", "0,482"])
def test_the_answer_is_found_however_it_is_written(tmp_path: Path, told: str) -> None:
    assert faults(tmp_path, ("      Look.", f"      It is {told}.")) == [f"{told} {ASKED}"]


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        ("weight\n        after: 2", "weight",
         "`predict: weight` (after 2) is answered before `predict: weight`, and gives it away: "
         "it follows from `weight`; ask this one first"),
        ("derivative", "delta",
         "`predict: derivative` is answered before `predict: delta`, and gives it away: "
         "it follows from `delta`; ask this one first"),
        ("flipped", "delta",
         "`predict: flipped` is answered before `predict: delta`, and gives it away: "
         "it follows from `delta`; ask this one first"),
        ("weight", "weight\n        by: direction",
         "`predict: weight` (after 1) is answered before `predict: weight`, and gives it away: "
         "the number tells the way; ask the way first"),
        ("weight\n        by: direction", "weight", ""),
        ("weight\n        by: direction", "derivative", ""),
        ("delta", "derivative", ""),
        ("weight", "weight\n        after: 2", ""),
        ("derivative\n        with: {input: 1.5}", "delta", ""),
    ],
)  # fmt: skip
def test_an_order_of_questions_that_gives_one_away_is_found(
    tmp_path: Path, first: str, then: str, why: str
) -> None:
    found = faults(
        tmp_path,
        ("      - predict: weight\n        after: 2", f"      - predict: {then} "),
        ("      - predict: weight\n        hint", f"      - predict: {first}\n        hint"),
        ("show: [pred]", "show: []"),
    )
    assert [one for one in found if "is answered before" in one] == ([why] if why else [])


@pytest.mark.parametrize("told", ["0.48", "0.537", "-0.4", "2", "0.8", "0.4823"])
def test_other_numbers_and_rounded_ones_may_be_told(tmp_path: Path, told: str) -> None:
    assert faults(tmp_path, ("      Look.", f"      It is {told}.")) == []


def test_the_answer_to_a_later_question_is_found_in_what_is_said_before(tmp_path: Path) -> None:
    later = ("          So.", "          So, and then {}.")
    for told in ("0.4493", "0.22466", "{weight@2}"):
        assert [ASKED in one for one in faults(tmp_path, (later[0], later[1].format(told)))] == [
            True
        ]
    assert faults(tmp_path, (later[0], "          It was {weight}.")) == []


def test_a_placeholder_is_found_that_is_computed_from_the_answer(tmp_path: Path) -> None:
    told = "`{next_pred@1}` is a value at update 1, which is still asked about"
    assert told in faults(tmp_path, ("          Think.", "          {next_pred@1}"))
    beside = ("show: [pred]", "show: [pred, next_pred]")
    assert told in faults(tmp_path, ("          Think.", "          {next_pred@1}"), beside)
    found = faults(tmp_path, ("          So.", "          {next_pred@2}"))
    assert found == [
        "`{next_pred@2}` gives away the answer to `predict: weight`; say it in that question's "
        "`reveal`"
    ]


@pytest.mark.parametrize(
    ("asked", "shown", "why"),
    [
        ("pred", "delta", "`delta` follows from `pred`, which is asked; take it out"),
        ("pred", "error", "`error` follows from `pred`, which is asked; take it out"),
        ("delta", "flipped",
         "`flipped` is `delta` by another name or sign, which is asked; take it out"),
        ("flipped", "delta",
         "`delta` is `flipped` by another name or sign, which is asked; take it out"),
        ("derivative", "delta",
         "`delta` is 0.274, half the answer to `predict: derivative`; take it out"),
        ("delta", "other",
         "`other` is 0.075076, the value of `error`, which follows from the asked `delta`; "
         "take it out"),
        ("delta", "third",
         "`third` is -0.075076, the negative of `error`, which follows from the asked `delta`; "
         "take it out"),
        ("delta", "delta", "`delta` is asked"),
        ("delta", "error", "`error` follows from `delta`, which is asked; take it out"),
    ],
)  # fmt: skip
def test_a_value_beside_its_line_is_found(tmp_path: Path, asked: str, shown: str, why: str) -> None:
    found = faults(
        tmp_path,
        ("show: [pred]", f"show: [{shown}]"),
        ("      - predict: weight\n        hint", f"      - predict: {asked}\n        hint"),
    )
    assert [one for one in found if "show" in one] == [f"`show` gives the answer away: {why}"]


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("error = (pred - goal_pred) ** 2", True),
        ("error = 1 + abs(pred - goal_pred)", True),
        ("error = (pred + goal_pred) ** 2", False),
    ],
)
def test_a_value_is_found_that_is_computed_from_the_expression_of_the_answer(
    tmp_path: Path, line: str, tells: bool
) -> None:
    found = faults(
        tmp_path,
        ("error = delta ** 2", line),
        ("show: [pred]", "show: [error]"),
        ("      - predict: weight\n        hint", "      - predict: delta\n        hint"),
    )
    why = "`show` gives the answer away: `error` follows from `delta`, which is asked; take it out"
    assert [one for one in found if "show" in one] == ([why] if tells else [])


def test_a_value_is_found_that_tells_the_answer_in_most_draws(tmp_path: Path) -> None:
    """At the author's own input it does not."""
    found = faults(
        tmp_path,
        ("show: [pred]", "show: [delta]"),
        ("      - predict: weight\n        hint", "      - predict: derivative\n        hint"),
        ("input = 2\n", "input = 1.7\n"),
        ("input: [1.2, 1.8, 0.1]", "input: [0.5, 2, 1.5]"),
    )
    told = "`show` gives the answer away: in 20 of 20 draws it tells the answer to"
    assert [one for one in found if "show" in one] == [f"{told} `predict: derivative`; take it out"]


def test_a_mark_is_found_that_stands_at_the_answer_in_most_draws(tmp_path: Path) -> None:
    """Once, by chance, it only waits for the answer."""
    line = "derivative = input * delta"
    there = (line, "derivative = goal_pred / input")
    asked = ("      - predict: weight\n        hint", "      - predict: derivative\n        hint")
    told = "this mark gives the answer away: in 20 of 20 draws it tells the answer to"
    assert faults(tmp_path, there, asked) == [f"{told} `predict: derivative`"]
    assert not any("mark" in one for one in faults(tmp_path, asked, (line, "derivative = 0.4")))


def test_a_slope_is_found_that_is_the_answer_or_its_negative(tmp_path: Path) -> None:
    line = "derivative = input * delta"
    for asked, told in (
        ("2 * input * delta", True),
        ("-2 * input * delta", True),
        (line[13:], False),
    ):
        found = faults(
            tmp_path,
            (line, f"derivative = {asked}"),
            ("bowl: {", "bowl: {tangent: true, "),
            ("      - predict: weight\n        hint", "      - predict: derivative\n        hint"),
        )
        assert any("`tangent`" in one for one in found) is told, (asked, found)


@pytest.mark.parametrize(
    ("right", "told"),
    [("It is 0.4822.", True), ("Half of 0.9644.", True), ("Below 0.5.", False)],
)
def test_the_right_option_is_known_when_a_later_question_asks_for_its_number(
    tmp_path: Path, right: str, told: bool
) -> None:
    """A wrong one is only one of several numbers, and so is each of them while it is asked."""
    options = [("Where to?", right, "It is 0.4821."), ("Where to?", "Down.", "It is 0.4822.")]
    for at, (ask, good, bad) in enumerate(options):
        choose = (
            f"      - choose: {ask}\n        options:\n"
            f"          - say: {good}\n            right: true\n            because: So it is.\n"
            f"          - say: {bad}\n            because: No.\n"
        )
        first = "      - predict: weight\n        hint: |\n          Think."
        found = faults(tmp_path, (first, f"{choose}{first}"))
        assert any(ASKED in one for one in found) is (told and at == 0), found


def test_a_mistake_that_names_the_answer_is_found(tmp_path: Path) -> None:
    """Its sentence is said while tries are left."""
    rule = "rule: weight = weight + alpha * derivative"
    mistake = f"mistakes:\n  up:\n    {rule}\n    say: It is 0.4822."
    found = faults(tmp_path, ("steps:", f"{mistake}\nsteps:"))
    assert f"what is said of the mistake `up`: 0.4822 {ASKED}" in found
