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
    When,
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


LISTS = """\
table = [[1, 2], [3, 4]]
weight = 1.0
for update in range(3):
    weight = weight * table[1][0]
    table[0][0] = weight
"""


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (Predict(predict="weight[0]"), "`weight` is no list: there is no `weight[0]`"),
        (Predict(predict="table[2]"),
         "`table[2]` is not in the list; its last number is table[1][1]"),
        (Predict(predict="wait[0]"), "`wait[0]` is not a variable here; there is table, weight"),
        (Predict(predict="table[1][0]"),
         "`table[1][0]` is a constant here; ask for what the update assigns: table, weight"),
        (Predict(predict="update"),
         "`update` counts the updates; ask for what the update assigns: table, weight"),
        (Write(write="weight", show=("table[0][5]",)),
         "`table[0][5]` is not in the list; its last number is table[1][1]"),
        (Reach(reach="diverges", edit=("weight[1]",)), "`weight[1]` is not a constant here"),
    ],
)  # fmt: skip
def test_a_value_in_a_list_that_is_not_there_is_told(question: Question, what: str) -> None:
    (fault,) = question.faults(listing(LISTS))
    assert fault.what == what


def test_an_update_that_assigns_nothing_leaves_nothing_to_ask_for() -> None:
    prints = listing("weight = 6\nfor update in range(3):\n    print(weight)\n")
    told = "is a constant here; the update assigns nothing, so there is nothing to ask for"
    assert [fault.what for fault in Predict(predict="weight").faults(prints)] == [
        f"`weight` {told}"
    ]


def test_a_list_is_no_constant_and_its_numbers_are() -> None:
    whole = Reach(reach="diverges", with_={"table": 1})
    (fault,) = whole.faults(listing(LISTS))
    assert fault.what.startswith("`table` is a list; name a number in it, as table[0][0]")
    assert not list(Reach(reach="diverges", with_={"table[1][1]": 1}).faults(listing(LISTS)))


def test_options_are_laid_out_in_another_order_where_it_has_so_many() -> None:
    assert [one.say for one in CHOICE.laid_out((1, 0)).options] == ["c", "a"]
    assert CHOICE.laid_out((2, 1, 0)) == CHOICE
    assert CHOICE.laid_out((1, 1)) == CHOICE
    asked = Write(write="weight")
    assert asked.laid_out((1, 0)) is asked


@pytest.mark.parametrize(
    ("code", "condition", "whats"),
    [
        (CODE, "weight > 2", []),
        (CODE, "weigth > 2", ["there is no name `weigth`"]),
        ("", "weight > 2", ["`if` needs a listing under `code:`"]),
    ],
)
def test_a_condition_speaks_of_the_listing(code: str, condition: str, whats: list[str]) -> None:
    options = (Option(say="a", because="b", right=When(if_=condition)), *CHOICE.options[1:])
    question = CHOICE.replaced(options=options)
    faults = list(question.faults(listing(code) if code else None))
    assert [fault.what.partition(";")[0] for fault in faults] == whats
    assert all(fault.path == ("options", 0, "right", "if") for fault in faults)


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
