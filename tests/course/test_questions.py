"""What a kind of question tells of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.course.questions import (
    QUESTIONS,
    Choose,
    Option,
    Order,
    Predict,
    Question,
    Reach,
    Target,
    Write,
)
from tutor.engine.listing import listing

ROOT = Path(__file__).parents[2]
CODE = "weight = 1.0\nfor update in range(3):\n    weight = weight * 2\n"
CHOICE = Choose(
    say="s",
    choose="Which?",
    options=(Option(say="a", because="b", right=True), Option(say="c", because="d")),
)


@pytest.mark.parametrize(
    ("question", "target"),
    [
        (Predict(predict="weight", after=3), Target("weight", 3, exact=True)),
        (Predict(predict="weight", by="direction"), Target("weight", 1, exact=False)),
        (CHOICE, None),
        (Reach(reach="diverges"), None),
        (Write(write="weight"), None),
        (Order(order="weight"), None),
    ],
)
def test_only_a_prediction_tells_a_number(question: Question, target: Target | None) -> None:
    assert question.target() == target


def test_a_direction_is_a_kind_under_the_key_of_predictions() -> None:
    question = Predict(predict="weight", by="direction")
    assert (question.key, question.kind) == ("predict", "direction")
    assert CHOICE.kind == CHOICE.key == "choose"
    assert all(kind.key == key for key, kind in QUESTIONS.items())


def test_what_is_said_before_and_after_an_answer() -> None:
    said = {sentence.path: sentence for sentence in CHOICE.sentences()}
    assert said["say",].text == "s"
    assert not said["choose",].after
    assert said["reveal",].after
    assert said["options", 0, "say"].offered and not said["options", 0, "say"].after
    assert said["options", 1, "because"].after and not said["options", 1, "because"].offered


def test_a_choice_needs_no_listing_and_keeps_the_constants_still() -> None:
    assert [key for key, kind in QUESTIONS.items() if not kind.needs_listing] == ["choose"]
    assert [key for key, kind in QUESTIONS.items() if kind.still] == ["choose"]
    assert CHOICE.editable(["weight"]) == ()


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (Predict(predict="weigth"), ("predict",)),
        (Write(write="weigth"), ("write",)),
        (Order(order="weigth"), ("order",)),
        (Reach(reach="weigth < 1"), ("reach",)),
        (Reach(reach="weigth", with_={"weight": 1}), ("reach",)),
        (Reach(reach="diverges", with_={"weigth": 1}), ("with", "weigth")),
        (Reach(reach="diverges", edit=("weight", "weigth")), ("edit", 1)),
    ],
)
def test_a_name_that_is_not_there_is_told_where_it_stands(
    question: Question, path: tuple[str, ...]
) -> None:
    (fault,) = question.faults(listing(CODE))
    assert fault.path == path
    assert not list(question.faults(None)), "nothing is known of a listing that is not there"


NEW_KIND = """
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from tutor.course.part import field
from tutor.course.questions import Question, Said, Target
from tutor.course.shapes import NAME

class Double(Question):
    key: ClassVar[str] = "double"
    double: str = field(NAME)

    def target(self) -> Target:
        return Target(self.double, 1, exact=True)

from tutor.course.loader import read_lesson

lesson, _ = read_lesson(Path(sys.argv[1]))
question, step = lesson.steps[0].ask[0], lesson.steps[0]
print(question.target(), step.after(), [said.text for said in question.sentences() if said.text])
"""


def test_one_class_adds_a_kind_to_the_format(tmp_path: Path) -> None:
    """It is read from a file, and tells what is known of it; how it is asked is not course's."""
    path = tmp_path / "new.yaml"
    path.write_text(
        "format: 1\nid: new\ntitle: New\nsteps:\n- id: one\n  title: One\n  code: |\n"
        + "".join(f"    {line}\n" for line in CODE.splitlines())
        + '  ask:\n  - double: weight\n    say: "It is {weight@1}."\n'
    )
    done = subprocess.run(
        [sys.executable, "-c", NEW_KIND, path], capture_output=True, text=True, cwd=ROOT
    )
    target = "Target(name='weight', after=1, exact=True)"
    assert done.stdout == f"{target} 1 ['It is {{weight@1}}.']\n", done.stderr
