"""The bowl for those who listen to it."""

from __future__ import annotations

import math
import random
import re

import pytest

from tests.session import walks
from tests.session.plots import BOWL, formula, plot, scene_of
from tutor.course.questions import Predict, Target
from tutor.engine.listing import listing
from tutor.engine.numbers import number
from tutor.grading import messages
from tutor.grading.ask import Ask
from tutor.history.schedule import Item
from tutor.session.drawing import Drawn
from tutor.session.lesson import LessonSession
from tutor.session.picture.described import describe
from tutor.session.picture.plot import Plot
from tutor.session.quiz import QuizSession
from tutor.session.secrets import Secrets
from tutor.session.task import task_of
from tutor.session.view import Table


def said(shown: Plot) -> str:
    return describe(shown).whole


def test_before_the_answer() -> None:
    assert said(plot(xs=[-0.15], tangent=True)) == (
        "The error falls to the right, steeply: slope -4.4. "
        "The bottom is at 0.40; you are at -0.15, where error is 1.21."
    )


def test_after_the_reveal_truth_and_guess_are_told() -> None:
    heard = said(plot(xs=[-0.15], guess=0.55, truth=0.77))
    assert "The update led to 0.77" in heard
    assert "went over the bottom" in heard
    assert "Your guess was 0.55, off by 0.22." in heard
    assert "exactly there" in said(plot(guess=0.46, truth=0.46))
    assert "towards the bottom" in said(plot(guess=0.46, truth=0.46))
    assert "away from the bottom" in said(plot(truth=0.54))
    assert "That is the bottom." in said(plot(truth=0.4))
    assert "farther from it" in said(plot(truth=0.1))


def test_nothing_of_the_truth_is_told_before() -> None:
    heard = said(plot(guess=0.46))
    assert "Your guess is 0.46." in heard
    assert "led to" not in heard and "off by" not in heard


def test_what_is_hidden_is_not_told() -> None:
    told = "The curve is not drawn yet: it would tell what is still asked of error."
    assert said(plot(hidden=True)) == told


def test_marks_trail_zoom_and_own_rule() -> None:
    hot = plot(
        values={"weight": 0.1, "input": 8.5, "goal_pred": 1},
        xs=[0.1],
        marks=(("up", 0.11), ("down", 0.09)),
    )
    assert "Marked up: weight 0.11, error 0.004225." in said(hot)
    far = said(plot(xs=[0.5, 0.1, 1.3], truth=-2.3))
    assert "Before that you were at 0.5, 0.1." in far
    assert "your own rule would have led: weight 0.54." in said(plot(truth=0.46, own=[0.5, 0.54]))


def test_level_and_gone() -> None:
    assert "level" in said(plot(formula("7"), [1.0]))
    assert "left the chart" in said(plot(truth=5.4e300))
    assert "The error falls to the left" in said(plot(formula("2 * weight"), [1.0]))


def test_the_dim_curve_is_told_beside_the_other() -> None:
    heard = said(plot(xs=[1.4], compare={"input": 0.5}))
    assert (
        "The dashed curve, of input 0.5, falls to the right, gently. There error is 0.01." in heard
    )
    assert "dim" not in said(plot(xs=[1.4], compare={"input": 2}))


def test_a_place_that_does_not_change_is_told_once() -> None:
    assert "Before" not in said(plot(xs=[0.5, 0.5]))


def test_where_there_is_no_slope_none_is_told() -> None:
    """At the very end of a curve."""
    heard = said(plot(formula("weight ** 0.5", 0.0), [0.0]))
    assert "falls" not in heard and "You are at 0, where error is 0." in heard


def test_an_update_that_moved_nothing_went_nowhere() -> None:
    heard = said(plot(truth=0.5))
    assert "The update led to 0.5" in heard and "It " not in heard


def test_standing_and_moved_are_parts_of_the_whole() -> None:
    """Before the answer there is where one stands; the guess belongs to neither."""
    told = describe(plot(xs=[-0.15], guess=0.55, truth=0.77))
    assert "you were at -0.15" in told.standing and "0.77" not in told.standing
    assert "The update led to 0.77" in told.moved and "guess" not in told.moved
    assert told.standing in told.whole
    assert describe(plot(xs=[-0.15], guess=0.55)).moved == ""
    assert describe(plot(hidden=True)).standing == ""


def at(alpha: float, *asked: Target) -> Plot:
    """A plot before an update that leads from -0.15 to the bottom where alpha is 0.25."""
    ask = Ask(Predict(predict="weight"), listing(STEP), {"weight": -0.15, "alpha": alpha})
    return plot(STEP, xs=[-0.15], values={"alpha": alpha}, secrets=Secrets(ask, asked))


STEP = f"alpha = 0.25\n{BOWL}weight = weight - alpha * input * (pred - goal_pred)\n"


def test_a_bottom_that_would_be_a_right_answer_is_not_told() -> None:
    """Nor drawn, nor is it among the points of the curve; another one is."""
    asked = at(0.25, Target("weight", 1, exact=True))
    assert "bottom" not in said(asked)
    drawn = scene_of(asked)
    assert drawn.bottom is None and drawn.curve is not None
    assert 0.4 not in [x for x, _ in drawn.curve]
    for other in (at(0.1, Target("weight", 1, exact=True)), at(0.25)):
        assert "The bottom is at 0.40" in said(other)


def test_how_far_off_the_guess_was_is_told_in_both() -> None:
    assert scene_of(plot(guess=0.54, truth=0.46)).off == "off by 0.08"
    assert scene_of(plot(guess=0.46, truth=0.46)).off == "exact"
    endless = plot(guess=math.inf, truth=0.46)
    assert scene_of(endless).off == "" and "guess" not in said(endless)


# -- what the way of the curve decides -------------------------------------------------------------

WAY = re.compile("falls to|level here|bottom|Marked|slope")


def asked_at(lesson: str, step: str, number: int) -> LessonSession:
    """A session at one question of a step, counted from 1, all before it answered right."""
    session = LessonSession(walks.bundled_course())
    session.open(lesson, step)
    for _ in range(number - 1):
        walks.answer(session, walks.right_answer(session.course, session.view()))
        session.next()
        if session.place().again:
            session.skip()
    return session


@pytest.mark.parametrize(
    "place",
    [
        ("the-slope", "any-formula", 3),  # a way, of the height itself
        ("the-slope", "and-x", 1),
        ("beyond-the-bowl", "where-you-start", 3),  # a way, 30 updates on
        ("hot-and-cold", "the-loop", 1),  # a number, a whole step to one side or the other
        ("hot-and-cold", "the-loop", 2),
        ("hot-and-cold", "no-rest", 1),
        ("hot-and-cold", "no-rest", 3),
        ("hot-and-cold", "step-ten", 1),
        ("hot-and-cold", "step-ten", 2),
        ("beyond-the-bowl", "one-slope", 1),  # a slope of one size everywhere
        ("beyond-the-bowl", "one-slope", 3),
        ("beyond-the-bowl", "never-at-rest", 1),
        ("beyond-the-bowl", "never-at-rest", 3),
        ("beyond-the-bowl", "too-soon", 2),
        ("beyond-the-bowl", "where-you-start", 1),  # one valley or the other
    ],
)
def test_no_sentence_says_the_way_where_it_decides_the_answer(place: tuple[str, str, int]) -> None:
    lesson, step, number = place
    described = asked_at(lesson, step, number).described()
    assert described.standing.startswith("You are at ") and not WAY.search(described.whole)
    course, item, chance = walks.bundled_course(), Item(lesson, step, number - 1), random.Random(1)
    task = task_of(course, item)
    assert task is not None
    if not task.kind.drawable(task.question, task.step):
        return
    for _ in range(10):
        values = task.kind.numbers(task.ask, task.step, chance)
        assert values is not None
        quiz = QuizSession(course, [Drawn(item, values)])
        assert not WAY.search(quiz.described().whole), values


@pytest.mark.parametrize(
    "place",
    [
        ("gradient-descent", "both-at-once", 3),
        ("gradient-descent", "named-parts", 3),
        ("reduce-the-error", "closing-in", 1),
        ("break-it", "input-two", 1),
        ("add-alpha", "on-your-own", 2),
        ("beyond-the-bowl", "rolling", 2),
    ],
)
def test_the_way_is_said_where_the_answer_still_has_to_be_worked_out(
    place: tuple[str, str, int],
) -> None:
    assert "The error falls to the " in asked_at(*place).described().whole


SIGNED = """\
weight = 0.5

error = weight ** 2
if weight > 0.4:
    step = 0.1
if weight < -10:
    step = -0.1
step = step + 0
"""


def test_a_place_where_the_run_fails_is_another_side() -> None:
    """Between, `step` has no value; close to 0.5 it is 0.1 throughout."""
    own = listing(SIGNED)
    asked = Secrets(Ask(Predict(predict="step"), own), (Target("step", 1, exact=True),))
    assert plot(SIGNED, secrets=asked).decided
    smooth = Secrets(Ask(Predict(predict="error"), own), (Target("error", 1, exact=True),))
    assert not plot(SIGNED, secrets=smooth).decided


def test_that_a_place_is_level_is_said_when_nothing_is_asked() -> None:
    asked = Secrets(Ask(Predict(predict="pred"), listing(BOWL)), (Target("pred", 1, exact=True),))
    assert "The error is level here." in said(plot(xs=[0.4]))
    assert "level" not in said(plot(xs=[0.4], secrets=asked))


def test_one_of_several_bottoms_is_not_called_the_bottom() -> None:
    two = formula("(weight ** 2 - 1) ** 2")
    assert "A bottom is at 1.00; you are at 0.5" in said(plot(two, [0.5], limits=(-1.7, 1.7)))
    assert "A bottom is at -1.00; you are at -0.5" in said(plot(two, [-0.5], limits=(-1.7, 1.7)))
    deeper = formula("(weight ** 2 - 1) ** 2 + (weight - 1) ** 2 / 10")
    assert "The bottom is at 1.00; you are at 0.5" in said(plot(deeper, [0.5], limits=(-1.7, 1.7)))


def test_a_slope_that_looks_level_is_not_called_level() -> None:
    steep = formula("1000 * (weight - 1) ** 2")
    assert "The error is nearly level here." in said(plot(steep, [1.00001]))
    assert "The error is level here." in said(plot(steep, [1.0]))


@pytest.mark.parametrize("weight", [1.5, 0.7, 0.5])
def test_one_slope_is_always_told_alike(weight: float) -> None:
    """Whatever floating point adds to it."""
    assert ", steeply." in said(plot(formula("abs(2 * weight - 0.8)"), [weight]))


def test_a_height_of_nothing_does_not_say_that_nothing_moves() -> None:
    """Where it is asked which way the weight goes."""
    session = asked_at("the-slope", "use-it", 3)
    assert session.described().whole.endswith("You are at weight 1.6.")
    session.type("stay")
    session.enter()
    assert "you were at 1.6, where error is 0." in session.described().whole


def test_where_the_own_rule_would_have_led_is_told_although_nothing_moved() -> None:
    told = describe(plot(own=[0.5, 0.54]))
    assert told.moved == "This is where your own rule would have led: weight 0.54."


def test_where_the_own_rule_went_waits_while_it_tells_an_answer() -> None:
    """All of it: a gap would tell as much as the number."""
    asked = at(0.1, Target("weight", 1, exact=True)).secrets
    truth = 0.07
    for own in ([-0.15, truth, 0.3], [truth, truth]):
        told = describe(plot(own=own, secrets=asked)).moved
        assert told == messages.KEPT_BACK
    assert "0.54" in describe(plot(own=[0.5, 0.54], secrets=asked)).moved


def test_a_kink_is_not_called_level() -> None:
    assert "The error has a kink here." in said(plot(formula("abs(2 * weight - 0.8)"), [0.4]))
    assert "level" not in said(plot(formula("-abs(weight)"), [0.0]))
    assert "The error is level here." in said(plot(formula("-(weight ** 2)"), [0.0]))


def test_a_step_along_the_axis_is_no_truth_where_something_else_was_asked() -> None:
    """The miss is asked, and the axis shows the weight: the dot is where the miss was worked out,
    and where the weight is now is said."""
    session = asked_at("gradient-descent", "three-jobs", 2)
    session.type("0.525")
    session.enter()
    scene, view = session.scene(), session.view()
    assert scene is not None and scene.now is not None and view.truth == "0.525"
    assert scene.truth is None and scene.now.x == 0.5
    assert scene.led is not None and scene.led.label == "now -0.025"
    assert session.described().moved == "Now weight is -0.025."


def test_updates_that_are_left_out_are_not_said_to_come_right_before() -> None:
    """Of a run that has come to rest the first places are told, and its end."""
    first = [0.5, 0.1, 0.2]
    assert "Before that you were at 0.5, 0.1." in said(plot(xs=first))
    heard = said(plot(xs=first, last=20))
    assert "you are at 0.2, where" in heard and "The first updates were at 0.5, 0.1." in heard


def test_several_updates_are_not_told_as_one() -> None:
    session = asked_at("beyond-the-bowl", "where-you-start", 3)
    session.type("up")
    session.enter()
    assert "30 updates led to 1" in session.described().moved
    assert "you were at 0.1" in session.described().whole


def test_a_trail_ends_where_it_is_no_number_any_more() -> None:
    told = describe(plot(own=[0.5, -3e9, math.inf, math.nan])).moved
    assert told == "This is where your own rule would have led: weight -3e+09."
    assert describe(plot(own=[0.5, math.inf])).moved == told.partition(":")[0] + "."


def test_noise_of_floating_point_has_neither_height_nor_slope() -> None:
    low = plot(BOWL.replace("goal_pred = 0.8", "goal_pred = 1.21"), (1.1,), values={"input": 1.1})
    assert low.path[-1][1] > 0 and ", where error is 0." in said(low)
    flat = plot(formula("0.1 + weight * 1e-16", 0.3), (0.3,), tangent=True)
    assert "The error falls" not in said(flat)


def test_who_leaves_the_bottom_did_not_go_over_it() -> None:
    """Also where floating point has put them a hair beside it."""
    for before in (0.4, 0.4 + 1e-16, 0.4 - 1e-16):
        heard = said(plot(xs=[0.5, before], truth=0.3))
        assert "It moved away from the bottom." in heard and "over" not in heard
    assert "It went over the bottom" in said(plot(xs=[0.5], truth=0.35))


def test_a_replay_tells_of_the_own_rule_alone() -> None:
    told = describe(plot(xs=[0.5], truth=0.46, own=[0.5, 0.54, 0.6]))
    assert told.replayed == "This is where your own rule would have led: weight 0.54, 0.6."
    assert told.moved.endswith(told.replayed) and told.moved != told.replayed


def test_a_guess_in_explore_stands_beside_what_its_update_led_to() -> None:
    """Until another is begun, or the run goes on."""
    session = asked_at("add-alpha", "smaller-steps", 2)
    for text in ("0.436", "0.5"):
        session.type(text)
        session.commit()
    view, scene = session.view(), session.scene()
    assert (view.you, view.truth, view.off) == ("0.5", "0.4216", "0.0784") and not view.typed
    assert view.question is not None and view.question.after == 3
    assert scene is not None and scene.guess is not None and scene.truth is not None
    assert (scene.guess.label, scene.truth.label, scene.off) == (
        "you 0.5",
        "true 0.4216",
        "off by 0.0784",
    )
    session.run(1)
    view, scene = session.view(), session.scene()
    assert not view.you and not view.truth and scene is not None and scene.guess is None


def test_where_a_height_was_measured_is_where_one_was() -> None:
    """A checked run that has moved on stands elsewhere: at the bottom its error was 0."""
    session = asked_at("hot-and-cold", "step-ten", 3)
    session.set("step_amount", 0.11)
    session.enter()
    place = {one.name: one.now for one in session.view().parameters}["weight"]
    assert place == pytest.approx(1.49)
    heard = session.described().whole
    assert "you were at 1.6, where error is 0." in heard and "Now weight is 1.49." in heard
    scene = session.scene()
    assert scene is not None and scene.truth is None
    assert scene.led is not None and scene.led.label == "now 1.49"


def test_a_run_that_has_come_to_rest_is_told_alike_everywhere() -> None:
    """It swings about the bottom by what it cannot be told from, and its error is the run's own."""
    session = asked_at("add-alpha", "small-alpha", 3)
    session.type("0.44")
    session.enter()
    session.type("0.62")
    session.enter()
    session.run(19)
    view, heard = session.view(), session.described().whole
    error = number_at_last(view.table, "error")
    assert 0 < error < 1e-24 and number(error) in view.note
    assert f"you were at 0.4, where error is {number(error)}." in heard
    assert "That is the bottom." in heard and "It went over" not in heard


def number_at_last(table: Table | None, name: str) -> float:
    assert table is not None
    value = table.rows[-1][table.names.index(name)]
    assert isinstance(value, float)
    return value


def test_a_height_where_no_run_stands_is_nothing_beside_the_others() -> None:
    """That of a mark, say: it is held beside the curve around it."""
    shown = plot(xs=[0.5])
    assert shown.height(1e-30) == "0" and shown.height(1e-12) == number(1e-12)
