"""What may be told before an answer: the rules one by one, then every question of the course."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

import pytest

from tests.session import walks
from tests.session.given_away import everywhere
from tests.session.plots import BOWL, plot, scene_of
from tests.session.walks import bundled_course
from tutor.course.loader import course_of
from tutor.course.questions import Predict, Target
from tutor.engine.listing import listing
from tutor.engine.numbers import fixed, short
from tutor.grading import messages
from tutor.grading.ask import Ask
from tutor.session.lesson import LessonSession
from tutor.session.picture.described import describe
from tutor.session.secrets import NONE, Secrets, copies, readings, telling, values_in

LOOP = """\
weight = 0.5
goal_pred = 0.8
input = 2
alpha = 0.1
best = goal_pred / input
facts = [0.92, 3]

for iteration in range(5):
    pred = input * weight
    delta = pred - goal_pred
    flipped = -delta
    error = delta ** 2
    weight_delta = input * delta
    weight = weight - alpha * weight_delta
    if weight > 0.4:
        next_pred = input * weight
    else:
        far = 1
    low, high = weight, pred
    seen = [weight, 1]
"""
"""The first update leads to 0.46."""


def secrets(*waiting: Target, known: int = 0, **more: object) -> Secrets:
    ask = Ask(Predict(predict="weight"), listing(LOOP))
    return Secrets(ask, waiting, known=known, **more)  # type: ignore[arg-type]


WEIGHT = Target("weight", 1, exact=True)


@pytest.mark.parametrize("factor", [1, -1, 0.5, -0.5, 2, -2])
def test_a_number_tells_the_answer_that_it_equals_or_is_half_double_or_negative_of(
    factor: float,
) -> None:
    assert secrets(WEIGHT).tells(0.46 * factor)
    assert not secrets(WEIGHT).tells(0.461 * factor)
    assert not secrets(WEIGHT).tells(0.46 * factor * 3)
    assert not NONE.tells(0.46 * factor)


def test_a_number_is_held_against_the_answer_as_it_is_written() -> None:
    """A slope has two digits, a place two decimals."""
    asked = secrets(WEIGHT)
    assert asked.tells(0.9249, partial(short, digits=2)) and not asked.tells(0.9249)
    assert asked.tells(0.4609, partial(fixed, decimals=2))
    assert asked.tells(-0.23) and asked.tells(-0.46, related=False)
    assert not asked.tells(0.92, related=False)
    assert not asked.tells(math.nan) and not asked.tells(math.inf)


def test_what_is_computed_from_the_answer_or_copies_it_tells_it() -> None:
    own = listing(LOOP)
    assert telling(own, "weight") == {"weight", "next_pred", "far", "low", "seen"}
    assert telling(own, "delta") == {
        "delta", "flipped", "error", "weight_delta", *telling(own, "weight")
    }  # fmt: skip
    assert telling(own, "pred") >= {"pred", "delta", "high"}
    assert copies(own, "delta") == copies(own, "flipped") == {"delta", "flipped"}
    assert copies(own, "pred") == {"pred", "high"} and copies(own, "error") == {"error"}


def test_names_of_one_value_are_copies_and_names_of_one_literal_are_none() -> None:
    """`a = b = 2 * w` is one value; two sums that both begin at 0 are not."""
    own = listing(
        "w = 0.5\ngoal = 0.8\nfor i in range(3):\n    delta = miss = w - goal\n"
        "    error = loss = (w - goal) ** 2\n    up = down = 0\n    up += delta\n    down -= 1\n"
        "    w = w - 0.1 * delta\n    seen = kept = w\n"
    )
    assert copies(own, "delta") == copies(own, "miss") == {"delta", "miss"}
    assert copies(own, "seen") == copies(own, "w") == {"seen", "kept", "w"}
    assert copies(own, "up") == {"up"} and "down" not in telling(own, "up")
    assert telling(own, "miss") >= {"error", "loss", "delta", "w"}


def test_a_copy_is_asked_for_with_what_it_copies() -> None:
    """Either way round, and the curve of one is hidden with the other."""
    for name, other in (("delta", "flipped"), ("flipped", "delta")):
        asked = secrets(Target(name, 1, exact=True))
        assert asked.hides(other, 1) and asked.asks(other, 1, exactly=True)
        assert asked.asks(name, 1) and not asked.asks("error", 1)


SLOPES = f"{BOWL}weight_delta = input * (pred - goal_pred)\nslope = 2 * weight_delta\n"


@pytest.mark.parametrize(
    ("asked", "line", "label"),
    [("", True, "slope 0.8"), ("weight_delta", True, ""), ("slope", False, "")],
)
def test_a_tangent_stays_without_its_number_where_half_of_it_is_asked(
    asked: str, line: bool, label: str
) -> None:
    ask = Ask(Predict(predict="slope"), listing(SLOPES))
    kept = Secrets(ask, (Target(asked, 1, exact=True),)) if asked else NONE
    shown = plot(SLOPES, tangent=True, secrets=kept)
    scene = scene_of(shown)
    assert (scene.slope is not None, scene.steepness) == (line, label)
    assert ("falls to the left" in describe(shown).whole) is (not asked)


@pytest.mark.parametrize(("weight", "label"), [(0.4, ""), (0.45, "slope 0.4")])
def test_a_slope_of_zero_is_not_told_where_the_asked_update_stays(
    weight: float, label: str
) -> None:
    """No change at all is a change that a slope leads to: the whole of it."""
    code = f"{SLOPES}weight = weight - 0.3 * weight_delta\n"
    kept = Secrets(
        Ask(Predict(predict="weight"), listing(code), {"weight": weight}),
        (Target("weight", 1, exact=True),),
    )
    shown = plot(code, xs=[weight], tangent=True, secrets=kept)
    assert scene_of(shown).steepness == label


@pytest.mark.parametrize(("weight", "line"), [(0.4, True), (0.55, False)])
def test_a_level_line_is_drawn_where_the_bottom_is_told_to_be(weight: float, line: bool) -> None:
    """The slope itself is asked: at the bottom the curve says it, and its number stays away."""
    kept = Secrets(
        Ask(Predict(predict="slope"), listing(SLOPES), {"weight": weight}),
        (Target("slope", 1, exact=True),),
    )
    scene = scene_of(plot(SLOPES, xs=[weight], tangent=True, secrets=kept))
    assert scene.bottom is not None and (scene.slope is not None) is line
    assert scene.steepness == ""


def test_a_value_is_hidden_by_its_name_and_by_its_number() -> None:
    asked = secrets(Target("delta", 1, exact=True))
    told = {name for name in listing(LOOP).variables if not asked.hides(name, 1)}
    assert told == {"goal_pred", "input", "alpha", "facts", "pred", "high", "iteration"}
    assert not asked.hides("weight", 0), "a constant before the first update"
    assert asked.hides("pred", 2), "an update that comes after the asked one"
    assert not secrets(Target("delta", 2, exact=True), known=1).hides("delta", 1)
    assert not secrets(WEIGHT).hides("facts", 0), "0.92 stands in the listing"
    assert not secrets(WEIGHT).hides("best", 0)
    assert asked.hides("best", 0), "0.4 is worked out before the first update, and twice delta"
    assert not NONE.hides("weight", 1) and not secrets().hides("weight", 1)


def test_a_way_keeps_back_the_value_itself_and_a_run_that_ends_early_nothing() -> None:
    way = secrets(Target("weight", 1, exact=False))
    assert way.tells(0.46) and way.tells(-0.46) and not way.tells(0.92 / 4)
    assert way.bare("weight") and not way.bare("alpha") and not way.right(0.46)
    assert secrets(Target("weight", 1, exact=True)).right(0.4601)
    assert not secrets(Target("weight", 99, exact=True)).tells(math.pi)
    later = secrets(Target("weight", 2, exact=False))
    assert not later.bare("weight"), "of another update"


def test_answers_to_pick_from_keep_back_the_numbers_of_a_curve() -> None:
    picked = secrets(offered=("It is −0.04.", "Level"), picking=True)
    assert picked.drawn(-0.04) and not picked.drawn(0.05) and not picked.drawn(math.nan)
    assert picked.bare("weight") and not secrets(offered=("0.04",)).bare("weight")
    assert not picked.tells(-0.04), "the author shows what stands beside the lines"


LESSON = """\
format: 1
id: own
title: Own
steps:
  - id: only
    title: Only
    text: Best is {best@0}; pred is {pred@1} and the weight {weight@1}, then {weight@2}.
    code: |
      weight = 0.5
      goal_pred = 0.8
      input = 2
      alpha = 0.25
      best = goal_pred / input
      print("goal", goal_pred)
      print("best", best)

      for iteration in range(3):
          pred = input * weight
          delta = pred - goal_pred
          next_weight = weight - alpha * input * delta
          weight = next_weight
    edit: {alpha: {from: 0.1, to: 0.5, by: 0.05}}
    bowl: false
    ask:
      - choose: Where to?
        options:
          - {say: "Down to {best}.", right: true, because: "To {weight@1}."}
          - {say: Up., because: "From {weight@0}."}
      - predict: next_weight
        by: direction
        after: 2
        hint: "{weight@2}"
      - predict: weight
        say: "Is it {best}?"
        hint: "Not {next_weight@1}."
    reveal: "It is {weight}, or {best}."
"""
"""The first update leads to 0.4, which is worked out as `best` before it."""


def own_lesson(tmp_path: Path) -> LessonSession:
    path = tmp_path / "own.yaml"
    path.write_text(LESSON, encoding="utf-8")
    return LessonSession(course_of(path))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It is .46.", [0.46]),
        ("−.46 or -.5e-1", [-0.46, -0.05]),
        ("0,46, not 0,250", [0.46, 0.25]),
        ("1/4 of -3/8", [0.25, -0.375]),
        ("1/0 is none", []),
        ("1,234 or 1,234.5", [1234, 1.234, 1234.5]),
        ("1,234,567", [1234567]),
        ("(2,3,10) and 1, 2", [2, 3, 10, 1, 2]),
        ("0.46,0.5", [0.46, 0.5]),
        ("weight@1 at 12:30, v1.2.x", [12]),
    ],
)
def test_a_numeral_is_read_however_an_author_writes_it(text: str, numbers: list[float]) -> None:
    assert values_in(text) == numbers


def test_what_can_be_read_in_two_ways_counts_as_both() -> None:
    assert readings("1,234") == ("1234", "1.234") and readings("0,123") == ("0.123",)


ORDER = """\
format: 1
id: own
title: Own
steps:
  - id: only
    title: Only
    text: Look.
    code: |
      weight = 0.5
      input = 2
      alpha = 0.5

      for iteration in range(3):
          pred = input * weight
          delta = pred - 0.75
          derivative = input * delta
          weight = weight - alpha * derivative
    bowl: false
    ask:
"""


def beside(tmp_path: Path, *asked: str) -> LessonSession:
    path = tmp_path / "own.yaml"
    questions = "".join(f"      - {{predict: {one}, hint: Look.}}\n" for one in asked)
    path.write_text(f"{ORDER}{questions}    reveal: Done.\n", encoding="utf-8")
    return LessonSession(course_of(path))


def values(session: LessonSession) -> dict[str, str]:
    """What stands beside the lines of the update."""
    return {line.text.split()[0]: line.value for line in session.view().listing if line.value}


def test_an_answer_that_tells_the_next_one_goes_with_it(tmp_path: Path) -> None:
    session = beside(tmp_path, "derivative", "delta", "weight")
    walks.answer(session, "0.5")
    assert values(session)["derivative"] == "0.5", "it was asked, and is told"
    session.next()
    assert values(session) == {"pred": "·", "delta": "?", "derivative": "·", "weight": "·"}
    walks.answer(session, "0.25")
    assert values(session) == {"pred": "1", "delta": "0.25", "derivative": "0.5"}
    session.next()
    assert values(session)["derivative"] == "0.5", "what does not tell the weight stays"


def test_a_later_update_is_not_shown_before_an_earlier_one_is_answered(tmp_path: Path) -> None:
    session = beside(tmp_path, "weight, after: 2", "weight")
    walks.answer(session, walks.right_answer(session.course, session.view()))
    told = values(session)
    assert told.pop("weight") and not any(told.values())
    session.next()
    assert values(session)["weight"] == "?" and "1" not in values(session).values()
    walks.answer(session, "0.25")
    assert values(session)["weight"] == "0.25"


def test_a_name_stands_where_a_value_may_not_be_told(tmp_path: Path) -> None:
    """So that the sentence stays whole; what the run printed and the table keep it back as well."""
    session = own_lesson(tmp_path)
    view = session.view()
    assert view.question is not None and view.table is not None
    assert view.text == "Best is best; pred is 1 and the weight weight, then weight."
    assert view.question.options == ("Down to best.", "Up.")
    assert view.output == "goal 0.8\n·\n"
    assert view.table.rows[0][view.table.names.index("best")] is None
    view = walks.answer(session, "1")
    assert view.verdict is not None and view.verdict.say == "To weight."
    session.next()
    session.hint()
    view = session.view()
    assert view.question is not None and view.question.hint == "weight"
    walks.answer(session, walks.right_answer(session.course, view))
    session.next()
    session.hint()
    view = session.view()
    assert view.question is not None
    assert (view.question.prompt, view.question.hint) == ("Is it best?", "Not next_weight.")
    view = walks.answer(session, "0.4")
    assert view.reveal == "It is 0.4, or 0.4." and "best 0.4" in view.output
    assert view.text.startswith("Best is 0.4; pred is 1 and the weight 0.4")


MARKED = """\
format: 1
id: marked
title: Marked
steps:
  - id: one
    title: One
    code: |
      weight = 0.5
      goal = 0.4
      rate = 1

      for i in range(3):
          error = (weight - goal) ** 2
          weight = weight - rate * (weight - goal)
    bowl: {marks: {there: goal, far: 2 * goal + 1}}
    ask:
      - predict: weight
"""


def test_a_mark_that_is_the_answer_is_not_drawn(tmp_path: Path) -> None:
    """At a rate of 1 the first update leads to the goal; at the half it does not."""
    path = tmp_path / "marked.yaml"
    path.write_text(MARKED, "utf-8")
    found = []
    for text in (MARKED, MARKED.replace("rate = 1", "rate = 0.3")):
        path.write_text(text, "utf-8")
        scene = LessonSession(course_of(path)).scene()
        assert scene is not None
        found.append([mark.label for mark in scene.marks])
    assert found == [["far"], ["there", "far"]]


def test_explore_keeps_back_what_it_asks_itself(tmp_path: Path) -> None:
    """With the learner's own constants its question is open again, until they run the update."""
    session = own_lesson(tmp_path)
    walks.settle(session, 3)
    session.set("alpha", 0.5)
    view = session.view()
    assert view.question is not None and view.question.free
    assert view.text.startswith("Best is 0.4; pred is 1 and the weight weight")
    session.run()
    assert session.view().text.startswith("Best is 0.4; pred is 1 and the weight 0.3")


def test_places_of_an_own_rule_are_not_told_where_one_of_them_is_still_asked() -> None:
    """20.5, then 0.5, which the next question asks for; from another start they are told."""
    session = LessonSession(bundled_course())
    session.open("hot-and-cold", "step-ten")
    for answer in ("-9.5", "20.5"):
        session.type(answer)
        session.enter()
    session.replay()
    assert session.view().note == messages.KEPT_BACK
    session.open("add-alpha", "big-alpha")
    for answer in ("0.7", "0.4"):
        session.type(answer)
        session.enter()
    session.replay()
    assert session.view().note.endswith("would have led: 0.7, 1.3, 3.1 …"), "0.5 is its start"


def test_a_bottom_is_not_told_from_another_start_of_its_curve() -> None:
    """Where a later question has it among its answers: the weight at which a run begins does not
    change the curve."""
    session = LessonSession(bundled_course())
    session.open("beyond-the-bowl", "two-valleys")
    for weight, told in ((-1.2, False), (1.3, True), (-0.7, False)):
        session.set("weight", weight)
        scene = session.scene()
        assert scene is not None and (scene.bottom is not None) is told, weight


def test_a_way_that_was_answered_does_not_tell_a_number_that_waits() -> None:
    """The learner's input makes the run of the first question that of the second."""
    session = LessonSession(walks.bundled_course())
    session.open("gradient-descent", "three-jobs")
    session.set("input", -0.5)
    view = walks.answer(session, walks.right_answer(session.course, session.view()))
    assert "weight = weight - direction_and_amount" in view.listing[-1].text
    assert view.listing[-1].value == ""


@pytest.mark.parametrize("lesson", [lesson.id for lesson in bundled_course().lessons])
def test_no_question_of_the_course_is_given_away(lesson: str) -> None:
    """On screen, in plain mode, in quiz, review, practice and export. `python -m
    tests.session.given_away` looks at fifty draws."""
    course = bundled_course()
    assert list(everywhere(course, course.lesson(lesson), draws=3)) == []
