"""How many have answered what: right, by each named mistake, and what else there was."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from tests.session.walks import bundled_course
from tutor.errors import TutorError
from tutor.grading.kinds.base import Input
from tutor.history.schedule import Item
from tutor.session.exercise import Exercise
from tutor.session.held_question import asked, handed_in
from tutor.session.pace import Held, Vote
from tutor.session.present import present
from tutor.session.tally import ELSE, RIGHT, Tally, compared, moves, other_numbers, tally
from tutor.session.task import Task
from tutor.session.view import HELD, LESSON, Phase

COURSE = bundled_course()
WEIGHT = Item("add-alpha", "smaller-steps", 0)
"""0.46 is right."""


def holdable() -> Iterator[Held]:
    """Every question of the course that a class can answer together."""
    for lesson in COURSE.lessons:
        for step in lesson.steps:
            for number in range(len(step.ask)):
                held = Held("1.1", Item(lesson.id, step.id, number))
                if asked(COURSE, held).holdable:
                    yield held


def counted(item: Item, *answers: str, **numbers: float) -> Tally:
    """The tally of these answers, by learners of these numbers."""
    votes = {str(number): Vote(text) for number, text in enumerate(answers)}
    return tally(COURSE, Held("1.1", item, numbers), votes)


def sizes(found: Tally) -> list[tuple[str, int]]:
    return [(group.words, len(group.learners)) for group in found.groups]


def test_answers_are_grouped_by_the_mistake_that_gives_them() -> None:
    """The right one first, then the largest, then whatever has no name."""
    found = counted(WEIGHT, "0.46", "0.100", "0.540", "0.100", "0.777", "0.460?")
    assert sizes(found) == [(RIGHT, 2), ("forgot alpha", 2), ("uphill by alpha", 1), (ELSE, 1)]
    right, mistake, *_ = found.groups
    assert (right.value, right.right, right.rule) == (
        0.46, True, "weight = weight - (alpha * derivative)",
    )  # fmt: skip
    assert (mistake.value, mistake.mistake, mistake.right) == (0.1, "forgot-alpha", False)
    assert mistake.rule == "weight = weight - derivative"
    assert found.values["4"] == 0.777 and found.verdicts["0"].right
    assert "1" in mistake.learners


def test_without_an_answer_there_is_the_right_one_and_the_rest() -> None:
    assert sizes(counted(WEIGHT)) == [(RIGHT, 0), (ELSE, 0)]
    assert counted(WEIGHT).groups[0].value == 0.46


def test_a_question_with_options_has_a_group_for_each() -> None:
    found = counted(Item("compare", "two-misses", 0), "1", "2", "2!")
    assert sizes(found) == [("low_miss", 1), ("high_miss", 2), ("Neither of them", 0)]
    assert [group.right for group in found.groups] == [True, False, False]
    assert not found.values, "an option is no number"


def test_where_several_options_are_right_those_who_picked_the_same_are_one_group() -> None:
    blame = Item("several-weights", "one-delta", 1)
    found = counted(blame, "1 2 3", "321", "1 2", "4", "2, 1", "all of them")
    assert sizes(found) == [(RIGHT, 2), ("1 and 2", 2), ("4", 1), (ELSE, 1)]
    assert found.options == () and found.groups[0].right
    assert [one.sign for one in compared(found)] == ["", "", "", ""]
    again = counted(blame, "1 2 3", "1 2 3", "1 2 3")
    assert moves(compared(again, found)) == "1 moved to what is right: 1 from 1 and 2."


def test_other_numbers_are_judged_by_themselves() -> None:
    found = counted(Item("compare", "predict", 0), "3.00", "1.20", weight=0.5)
    assert sizes(found)[0] == (RIGHT, 1)


def test_the_count_has_what_each_learner_is_told() -> None:
    """Of every question with a number: the right one and each mistake, as they are rounded, cut
    short, aimed at, and worked out. The learner's own is judged as they hand it in."""
    found = 0
    for held in holdable():
        for values in ({}, other_numbers(COURSE, held) or {}):
            task = asked(COURSE, held._replace(values=values))
            if task.kind.choices(task.ask) or task.kind.input is not Input.NUMBER:
                continue
            numbers = [task.ask.truth, *[*task.ask.distinct.values()][:1]]
            for value in filter(math.isfinite, numbers):
                for text, aimed in (
                    (f"{value:.3g}", 0.0), (f"{value:.2g}", 0.0), (f"{value:.6g}", 0.0),
                    (f"{value:.1f}", 0.1), (f"{value:.3g}?", 0.0), (f"{value!r}+0", 0.0),
                ):  # fmt: skip
                    found += _same_verdict(task, text, aimed)
    assert found > 500


def _same_verdict(task: Task, text: str, aimed: float) -> bool:
    mine = Exercise(task, HELD)
    for _ in range(2):  # whoever is asked for more digits says the same again
        mine.type(text, aimed)
        mine.commit()
    assert mine.phase is Phase.WITHHELD, (task.step.id, task.number, text)
    counted = handed_in(task, Vote(text, aimed))
    assert counted.verdict == mine.verdict, (task.step.id, task.number, text)
    for one in (mine, counted):
        one.put(LESSON)
        one.release()
    assert present(counted).verdict == present(mine).verdict
    return True


def test_a_question_that_the_course_has_no_more() -> None:
    with pytest.raises(TutorError):
        counted(Item("compare", "gone", 0), "1")


def test_other_numbers_have_another_answer_each_time() -> None:
    """Of every question of the course that can be held: where there are such numbers."""
    found = 0
    for held in holdable():
        numbers = other_numbers(COURSE, held)
        assert numbers == other_numbers(COURSE, held)
        if numbers is None:
            continue
        found += 1
        again = Held("1.2", held.item, numbers)
        tasks = asked(COURSE, held), asked(COURSE, again)
        assert len({one.kind.truth(one.ask) for one in tasks}) == 2
        third = other_numbers(COURSE, again)
        assert third is None or third != numbers
    assert found > 40


def test_some_questions_have_no_other_numbers() -> None:
    assert other_numbers(COURSE, Held("1.1", Item("compare", "blame", 0))) is None


def test_moves_in_words() -> None:
    held = Held("1.1", WEIGHT, open=False)

    def said(**votes: str) -> dict[str, Vote]:
        return {who: Vote(text) for who, text in votes.items()}

    before = tally(COURSE, held, said(a="0.1", b="0.46", c="0.3"))
    assert moves(compared(before)) == ""
    same = tally(COURSE, held, said(a="0.1", b="0.46"))
    assert moves(compared(same, before)) == "Nobody moved to 0.46."
    after = tally(COURSE, held, said(a="0.46", b="0.1", c="0.46", d="0.46"))
    assert moves(compared(after, before)) == (
        "2 moved to 0.46: 1 from A, 1 from something else. 1 moved away from it."
        " 1 had not answered before."
    )
    new = tally(COURSE, held, said(a="0.54"))
    assert [(one.sign, one.group.mistake) for one in compared(new, before)][1:3] == [
        ("A", "forgot-alpha"), ("B", "uphill-by-alpha"),
    ]  # fmt: skip
    item = Item("beyond-the-bowl", "two-tapes", 1)
    picked = tally(COURSE, Held("1.1", item, open=False), said(a="2"))
    assert [(one.sign, one.group.right) for one in compared(picked)] == [
        ("1", True), ("2", False), ("3", False),
    ]  # fmt: skip
    then = tally(COURSE, Held("1.1", item, open=False), said(a="1"))
    assert moves(compared(then, picked)) == "1 moved to what is right: 1 from 2."


def test_with_other_numbers_a_group_that_all_have_left_has_no_value() -> None:
    """What it gave with the numbers of before is not what it gives now."""
    held = Held("1.1", WEIGHT, open=False)
    before = tally(COURSE, held, {"a": Vote("0.1")})
    after = tally(COURSE, held._replace(values={"weight": 0.6}), {"a": Vote("0.52")})
    assert [one.group.value for one in compared(after, before, same=False)] == [0.52, None, None]
    assert [one.group.value for one in compared(after, before)][1] == 0.1
