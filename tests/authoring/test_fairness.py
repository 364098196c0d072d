"""What makes a question unfair away from its lesson is told to its author."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.test_lint import linted
from tests.course.lessons import changed

VARY = "      vary: {weight: [4, 8, 0.5], alpha: [0.1, 0.4, 0.05]}"
SECOND = "      - reach: diverges"


def asked(*questions: str) -> tuple[str, str]:
    """These questions before the last one."""
    return SECOND, "".join(f"      - {one}\n" for one in questions) + SECOND


def test_a_direction_that_never_changes(tmp_path: Path) -> None:
    way = "predict: weight\n        by: direction\n        after: 2\n        hint: Which side?"
    (fault,) = linted(tmp_path, changed(asked(way)))
    assert fault.endswith(
        "`vary` always has the answer `down`; give this question a `quiz:` with a `vary` of its own"
    )
    own = "\n        quiz: {vary: {weight: [0, 5, 0.5]}}"
    assert linted(tmp_path, changed(asked(way + own))) == []


@pytest.mark.parametrize(
    ("quiz", "sound"),
    [
        ("", True),  # it keeps its alpha
        ("\n        quiz: {vary: {alpha: [0.1, 0.4, 0.05]}}", False),
        ("\n        quiz: {vary: {alpha: [0.5, 0.9, 0.1]}}", True),
        ("\n        quiz: false", True),
    ],
)
def test_two_questions_that_a_quiz_makes_one(tmp_path: Path, quiz: str, sound: bool) -> None:
    again = f"predict: weight\n        with: {{alpha: 0.3}}\n        hint: The miss.{quiz}"
    found = linted(tmp_path, changed(asked(again)))
    told = "once `vary` draws its numbers this is question 1 again; give it a `quiz:` with other"
    assert (found == []) if sound else (len(found) == 1 and told in found[0])


def test_a_right_option_that_gives_itself_away_by_its_length(tmp_path: Path) -> None:
    long = "At the goal, for there the miss is nothing and so is every further step."
    (fault,) = linted(tmp_path, changed(("At the goal.", long)))
    assert "it is more than twice as long as every other" in fault


def choice(number: int, *options: str, right: int) -> str:
    """A question with these options, the right one counted from 1."""
    rows = [
        f"          - {{say: {say}, because: Look., right: {'true' if n == right else 'false'}}}"
        for n, say in enumerate(options, 1)
    ]
    return "\n".join([f"choose: Which is it, {number}?", "        options:", *rows])


def test_right_options_that_stand_in_one_place(tmp_path: Path) -> None:
    many = [choice(n, "This", "That", right=2) for n in range(4)]
    (fault,) = linted(tmp_path, changed(asked(*many)))
    assert fault.endswith("the right option is number 2 in 5 of 5 choices; mix them")
    many = [choice(n, "This", "That", right=1 + n % 2) for n in range(4)]
    assert linted(tmp_path, changed(asked(*many))) == []


def test_right_options_that_are_the_longest(tmp_path: Path) -> None:
    said = ("This one", "That")
    many = [choice(n, *(said if n % 2 else said[::-1]), right=1 if n % 2 else 2) for n in range(4)]
    (fault,) = linted(tmp_path, changed(asked(*many)))
    assert fault.endswith("the right option is the longest in 5 of 5; even them out")


def test_words_that_hang(tmp_path: Path) -> None:
    hanging = ("choose: Where does it settle?", "choose: And where does it settle?")
    (fault,) = linted(tmp_path, changed(hanging))
    assert fault.endswith(
        "in a quiz nothing stands before these words; say all of it there: `quiz: {say: …}`"
    )
    whole = hanging[1] + "\n        quiz: {say: Where does the weight settle?}"
    assert linted(tmp_path, changed((hanging[0], whole))) == []
