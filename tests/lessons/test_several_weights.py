"""Every number of the lesson on several weights, worked out by NumPy; and its wrong rules named."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.grading.model.course import SEVERAL
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.model import Lesson, Step
from tutor.engine.numbers import same
from tutor.engine.trace import Trace
from tutor.grading.ask import Judged
from tutor.grading.kinds import judge
from tutor.session.lesson import LessonSession
from tutor.session.task import Task

COURSE = load_course(bundled())
INPUT = np.array([6.0, 0.4, 1.5])
WEIGHTS = np.array([0.1, 0.3, -0.2])
Vector = NDArray[np.float64]


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return COURSE.lesson("several-weights")


def descent(alpha: float, updates: int, frozen: Vector | None = None) -> list[Vector]:
    """The weights after each update."""
    free = np.ones(3) if frozen is None else 1 - frozen
    found = [WEIGHTS]
    for _ in range(updates):
        delta = found[-1] @ INPUT - 1
        found.append(found[-1] - alpha * delta * INPUT * free)
    return found


def column(trace: Trace, name: str) -> list[object]:
    return [value for value in trace.column(name) if value is not None]


def test_the_prediction_and_the_shares(lesson: Lesson) -> None:
    one = lesson.step("who-is-to-blame").listing.run().row(1)
    assert one["pred"] == pytest.approx(WEIGHTS @ INPUT) == pytest.approx(0.42)
    assert one["weight_deltas"] == pytest.approx((WEIGHTS @ INPUT - 1) * INPUT)
    assert lesson.step("weighted-sum").listing.run().row(1)["pred"] == pytest.approx(0.42)


def test_each_weight_alone_can_reach_the_goal(lesson: Lesson) -> None:
    """As far as the options say."""
    miss = 1 - WEIGHTS @ INPUT
    assert miss / INPUT[1] == pytest.approx(1.45) and WEIGHTS[2] + miss / INPUT[2] > 0
    code = lesson.step("one-delta").listing
    for place, needed in enumerate(WEIGHTS + miss / INPUT):
        assert code.run({f"weights[{place}]": float(needed)}).row(1)["error"] == pytest.approx(0)


def test_three_updates_at_once(lesson: Lesson) -> None:
    trace = lesson.step("three-at-once").listing.run()
    expected = descent(0.02, 6)
    assert np.array(trace.column("weights")) == pytest.approx(np.array(expected))
    misses = [float(one @ INPUT - 1) for one in expected]
    assert column(trace, "delta") == pytest.approx(misses[:-1])
    assert abs(misses[1] / misses[0]) < 0.25, "less than a quarter is left"


def test_the_frozen_weight(lesson: Lesson) -> None:
    trace = lesson.step("frozen").listing.run()
    expected = descent(0.3, 8, frozen=np.array([1.0, 0, 0]))
    assert np.array(trace.column("weights")) == pytest.approx(np.array(expected))
    assert trace.column("weights[0]") == [0.1] * 9 and expected[1][2] > 0 > expected[0][2]
    assert column(trace, "error")[-1] == pytest.approx((expected[7] @ INPUT - 1) ** 2, abs=1e-12)


def test_the_valley(lesson: Lesson) -> None:
    beds, goals = np.array([[0.7, 1.1], [0.2, 0.5]]), np.array([0.89, 0.36])
    place, seen = np.array([-1.1, 0.7]), [np.array([-1.1, 0.7])]
    errors = []
    for _ in range(12):
        misses = beds @ place - goals
        errors.append(float(misses @ misses))
        place = place - 0.9 * beds.T @ misses
        seen.append(place)
    trace = lesson.step("the-valley").listing.run()
    assert trace.column("w0") == pytest.approx([float(one[0]) for one in seen])
    assert trace.column("w1") == pytest.approx([float(one[1]) for one in seen])
    assert column(trace, "error") == pytest.approx(errors)
    assert errors == sorted(errors, reverse=True), "each update goes down"
    steps = np.diff(np.array(seen), axis=0)
    assert all(a @ b < 0 for a, b in itertools.pairwise(steps)), "to and fro"
    best = np.linalg.solve(beds, goals)
    assert np.linalg.norm(seen[-1] - best) > 0.5, "after twelve it is still on its way"
    drawn = lesson.step("the-valley").map
    assert drawn is not None and drawn.limits is not None
    x0, x1, y0, y1 = drawn.limits
    assert all(x0 < x < x1 and y0 < y < y1 for x, y in [*seen, best])


def test_a_learner_on_paper_comes_to_the_same_numbers(lesson: Lesson) -> None:
    """The right ones, and those of every wrong rule that has a name."""
    found = set()
    for step in lesson.steps:
        for task in asked(lesson, step):
            where = f"{lesson.id}/{step.id}#{task.number + 1}"
            question = SEVERAL[where]
            found.add(where)
            draws = [task.kind.numbers(task.ask, step, Random(seed)) for seed in range(25)]
            for values in ({}, *(one for one in draws if one)):
                here = task.with_constants(values)
                assert same(question.truth(here.constants), here.ask.truth), (where, values)
                answers = {one.name: one.value for one in question.wrong(here.constants)}
                for name, value in here.ask.mistaken.items():
                    assert same(answers[name], value), (where, name, values)
    assert found == SEVERAL.keys()


def test_the_new_value_of_another_weight_is_not_called_its_first(lesson: Lesson) -> None:
    session = LessonSession(COURSE)
    session.open(lesson.id, "three-at-once")
    session.type("0.1696")
    session.enter()
    session.enter()
    session.type("0.1696")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None
    assert verdict.say == "That is the value of `weights[0]`. `weights[2]` is another number."


def asked(lesson: Lesson, step: Step) -> list[Task]:
    return [
        task
        for number in range(len(step.ask))
        if (task := Task(COURSE, lesson, step, number)).target is not None and task.target.exact
    ]


def test_wrong_rules_are_named_back(lesson: Lesson) -> None:
    """At 99 of 100 draws of a quiz at least, each mistake that gives a number of its own."""
    tried, named = 0, 0
    for step in lesson.steps:
        for task in asked(lesson, step):
            if not task.kind.drawable(task.question, step):
                continue
            for seed in range(40):
                values = task.kind.numbers(task.ask, step, Random(seed))
                if values is None:
                    continue
                ask = task.with_constants(values).ask
                alone = {n for pair in ask.coinciding for n in pair}
                for name, value in ask.distinct.items():
                    if name in alone:
                        continue
                    verdict = judge(ask, repr(value))
                    if verdict.kind is Judged.MORE_DIGITS:  # handed in again, it is that number
                        verdict = judge(ask, repr(value), as_written=True)
                    tried += 1
                    named += verdict.kind is Judged.MISTAKE and verdict.mistakes == (name,)
    assert tried > 500 and named >= 0.99 * tried, (named, tried)
