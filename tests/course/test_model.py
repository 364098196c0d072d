"""What a lesson knows of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.lessons import LESSON, changed, written
from tutor.course.loader import Course, course_of
from tutor.course.model import Bowl, Lesson, Mistake
from tutor.course.ranges import Range


def course(tmp_path: Path, text: str) -> Course:
    return course_of(written(tmp_path, text))


def test_a_lesson_cannot_be_changed(tmp_path: Path) -> None:
    lesson = course(tmp_path, LESSON).lesson("small")
    with pytest.raises(AttributeError, match="a Lesson cannot be changed"):
        lesson.title = "Other"  # type: ignore[misc]  # what is tried here


def test_a_range_is_a_grid_of_short_decimals() -> None:
    grid = Range(from_=-0.2, to=0.35, by=0.1).grid()
    assert grid == (-0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
    whole = Range(from_=0, to=1.5, by=0.5).grid()
    assert [repr(value) for value in whole] == ["0", "0.5", "1", "1.5"]


def test_a_value_is_moved_by_steps_and_kept_on_the_range() -> None:
    range_ = Range(from_=0, to=1, by=0.1)
    assert [range_.fit(value) for value in (-1, 0.35, 2)] == [0, 0.35, 1]
    assert range_.moved(0.1, 2) == 0.3
    assert repr(range_.moved(0.9, 1)) == "1"


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"from_": 1, "to": 1, "by": 1}, "`to` must be greater than `from`"),
        ({"from_": 0, "to": 1, "by": 0}, "`by` must be greater than 0"),
        ({"from_": 0, "to": 1, "by": 1e-5}, "more than 10000 values"),
    ],
)
def test_a_range_leads_up_in_steps(values: dict[str, float], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Range(**values)


def test_both_ends_of_an_axis_are_given_or_none() -> None:
    with pytest.raises(ValueError, match="come together"):
        Bowl(from_=1)
    with pytest.raises(ValueError, match="greater"):
        Bowl(from_=1, to=1)
    assert Bowl(from_=0, to=1) == Bowl().replaced(from_=0, to=1) != Bowl()


def test_a_part_is_made_of_its_fields_and_says_them() -> None:
    assert repr(Range(from_=0, to=1, by=0.5)) == "Range(from_=0, to=1, by=0.5)"
    with pytest.raises(TypeError, match=r"Range: \['other', 'by'\]"):
        Range(from_=0, to=1, other=2)  # type: ignore[call-arg]  # what is tried here


@given(
    low=st.integers(-1000, 1000),
    steps=st.integers(1, 200),
    by=st.sampled_from([0.001, 0.01, 0.05, 0.1, 0.25, 1, 3]),
)
def test_a_grid_reaches_both_of_its_ends(low: int, steps: int, by: float) -> None:
    high = low + steps * by
    grid = Range(from_=low, to=high, by=by).grid()
    assert len(grid) == steps + 1
    assert grid[0] == low
    assert grid[-1] == pytest.approx(high)


def test_the_picture_of_a_step_that_says_nothing_is_error_against_weight(tmp_path: Path) -> None:
    step = course(tmp_path, LESSON).lesson("small").step("first")
    assert step.bowl is not None
    plain = step.replaced(bowl=None)
    assert plain.picture() == Bowl()
    assert step.replaced(bowl=False).picture() is None
    line = plain.replaced(code="red = 1\nblue = red * 2\n")
    assert line.picture() is None


ASK = """\
    ask:
      - {predict: miss, after: 1, hint: a}
      - {predict: weight, after: 1, hint: a}
      - {predict: weight, after: 3, hint: a}
      - {predict: weight, after: 4, hint: a, with: {alpha: 1}}
      - {predict: weight, after: 4, hint: a}
"""


def test_a_question_starts_from_what_earlier_ones_revealed(tmp_path: Path) -> None:
    start = LESSON.index("    ask:")
    text = LESSON[:start] + ASK + LESSON[LESSON.index("    reveal: |") :]
    step = course(tmp_path, text).lesson("small").step("first")
    assert [step.start(k) for k in range(5)] == [0, 0, 1, 0, 3]
    assert step.after() == 4


def names(course: Course) -> list[str]:
    """The mistakes in force at the first question of the small lesson."""
    lesson = course.lesson("small")
    step = lesson.steps[0]
    return list(lesson.mistakes_at(step, step.ask[0], course.mistakes))


def shared(**rules: str) -> dict[str, Mistake]:
    return {name: Mistake(rule=rule, say="No.") for name, rule in rules.items()}


def test_mistakes_are_in_force_where_all_their_names_are(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    rules = shared(
        here="weight = weight - miss",
        elsewhere="weight = weight - delta",
        other="miss = weight",
        calls="weight = abs(miss)",
        calls_what_is_not_there="weight = sqrt(miss)",
    )
    mixed = replace(small, mistakes=rules)
    assert names(mixed) == ["here", "calls", "uphill"]


def test_a_lessons_own_mistake_wins_over_the_courses(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    same_rule = replace(small, mistakes=shared(up="weight = weight + (alpha*miss)"))
    assert names(same_rule) == ["uphill"]
    same_name = replace(small, mistakes=shared(uphill="weight = 3"))
    lesson = same_name.lesson("small")
    found = lesson.mistakes_at(lesson.steps[0], lesson.steps[0].ask[0], same_name.mistakes)
    assert found["uphill"].say.strip() == "You added the miss."


def test_a_rule_may_call_what_the_listing_defines_or_imports(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    rules = shared(
        defined="weight = half(miss)", imported="weight = sqrt(miss)", nowhere="weight = exp(miss)"
    )
    lesson = small.lesson("small")
    start = "from math import sqrt\ndef half(x):\n    return x / 2\n"
    step = lesson.steps[0].replaced(code=start + lesson.steps[0].code)
    found = lesson.mistakes_at(step, step.ask[0], rules)
    assert list(found) == ["defined", "imported", "uphill"]
    assert lesson.mistakes_at(step.replaced(code=""), step.ask[0], rules) == {}


def test_a_choice_has_no_mistakes(tmp_path: Path) -> None:
    small = course(tmp_path, changed())
    lesson = small.lesson("small")
    assert lesson.mistakes_at(lesson.steps[0], lesson.steps[0].ask[1], {}) == {}


def made(lesson: Lesson, course: Course) -> dict[str, str]:
    """Of the mistakes in force at the first question what is said."""
    step = lesson.steps[0]
    found = lesson.mistakes_at(step, step.ask[0], course.mistakes)
    return {name: mistake.say.strip() for name, mistake in found.items()}


@pytest.mark.parametrize(
    ("steps", "there"),
    [
        ((), True),
        (("small",), True),
        (("small/first",), True),
        (("other", "small/first"), True),
        (("first",), False),
        (("other/first",), False),
        (("small/second",), False),
    ],
)
def test_a_mistake_of_a_course_may_name_lessons_and_steps(
    tmp_path: Path, steps: tuple[str, ...], there: bool
) -> None:
    small = course(tmp_path, LESSON)
    mistake = Mistake(rule="weight = miss", say="No.", steps=steps)
    assert ("copied" in names(replace(small, mistakes={"copied": mistake}))) is there


def test_a_mistake_of_a_lesson_may_name_steps(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    own = small.lesson("small").mistakes["uphill"]
    for steps, found in ((("first",), ["uphill"]), (("second",), []), (("small/first",), [])):
        lesson = small.lesson("small").replaced(mistakes={"uphill": own.replaced(steps=steps)})
        assert list(made(lesson, small)) == found


def test_the_nearest_mistake_wins_by_name_and_by_rule(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    small = replace(small, mistakes={"uphill": Mistake(rule="weight = 3", say="Course.")})
    lesson = small.lesson("small")
    assert made(lesson, small) == {"uphill": "You added the miss."}
    same_name = Mistake(rule="weight = miss", say="Step.")
    same_rule = Mistake(rule="weight = weight+(alpha*miss)", say="Step.")
    for name, mistake in (("uphill", same_name), ("up", same_rule)):
        step = lesson.steps[0].replaced(mistakes={name: mistake})
        assert made(lesson.replaced(steps=(step,)), small) == {name: "Step."}


def test_one_that_belongs_to_other_steps_hides_none(tmp_path: Path) -> None:
    small = course(tmp_path, LESSON)
    small = replace(small, mistakes={"uphill": Mistake(rule="weight = 3", say="Course.")})
    own = small.lesson("small").mistakes["uphill"].replaced(steps=("second",))
    lesson = small.lesson("small").replaced(mistakes={"uphill": own})
    assert made(lesson, small) == {"uphill": "Course."}


@pytest.mark.parametrize("line", ["weight = = miss", "(", "weight = 1; miss = 2"])
def test_a_line_that_cannot_be_read_is_about_nothing(tmp_path: Path, line: str) -> None:
    """What is wrong with it is told where it stands."""
    wrong = Mistake(rule=line, say="No.")
    assert (wrong.target, wrong.names) == ("", frozenset())
    small = course(tmp_path, LESSON)
    assert names(replace(small, mistakes={"wrong": wrong})) == ["uphill"]
