"""Several weights in a list: what stands beside its lines, what is drawn, what can be set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.loader import course_of, load_lesson
from tutor.course.model import Step
from tutor.engine.listing import listing
from tutor.engine.numbers import number
from tutor.grading.explain import worked
from tutor.grading.following import lines_of, places_of
from tutor.history.records import History
from tutor.session.lesson import LessonSession
from tutor.session.picture.plot import plot_of
from tutor.session.picture.scene import scene_of

KINDS = Path(__file__).with_name("kinds.yaml")


@pytest.fixture
def session() -> LessonSession:
    session = LessonSession(course_of(KINDS))
    session.open("kinds", "several-weights")
    return session


def step() -> Step:
    return load_lesson(KINDS).step("several-weights")


def beside(session: LessonSession, text: str) -> str:
    """What stands beside the line that begins so."""
    return next(one.value for one in session.view().listing if one.text.strip().startswith(text))


def answer(session: LessonSession, text: str) -> None:
    session.type(text)
    session.commit()


def after(name: str, update: int) -> float:
    return float(str(step().listing.run().value(name, update)))


def test_the_numbers_of_a_list_are_told_one_by_one(session: LessonSession) -> None:
    assert beside(session, "pred =") == number(after("pred", 1))
    assert beside(session, "delta =") == "?" and beside(session, "weights[k]") == "·"
    answer(session, repr(after("delta", 1)))
    session.next()
    assert beside(session, "weights[k]") == "?", "none of them is known"
    answer(session, repr(after("weights[0]", 1)))
    assert session.view().verdict is not None and session.view().verdict.right  # type: ignore[union-attr]
    session.next()
    first = number(after("weights[0]", 1))
    assert beside(session, "weights[k]") == f"[{first}, ·, ?]"
    answer(session, repr(after("weights[2]", 1)))
    session.next()
    question = session.view().question
    assert question is not None and question.prompt.startswith("Will weights[0], now ")


def test_what_is_set_and_told_of_a_list(session: LessonSession) -> None:
    told = {one.name: one for one in session.view().parameters}
    assert list(told) == ["weights", "weights[1]", "alpha", "goal"]
    assert told["weights"].value == [0.1137, 0.2171, -0.1033] and not told["weights"].editable
    assert told["weights[1]"].editable and "toes[0]" not in told
    session.set("weights[1]", 0.5)
    changed = {one.name: one.value for one in session.view().parameters}
    assert changed["weights"] == [0.1137, 0.5, -0.1033] and changed["weights[1]"] == 0.5
    assert "weights = [0.1137, 0.5, -0.1033]" in [one.text for one in session.view().listing]
    session.set("weights", 3)
    note = "weights is a list: name a number in it, as weights[0]."
    assert session.view().note == f"{note} weights[1] and alpha can be changed."


def test_a_slice_says_what_stays_as_it_is(session: LessonSession) -> None:
    """The other weights are as they are now, also after an update."""
    shown = session.described()
    fixed = "This is a slice along weights[0], with weights[1] at 0.2171 and weights[2] at -0.1033."
    assert shown.whole.startswith(fixed)
    for _ in range(3):
        view = session.view()
        assert view.question is not None
        answer(session, repr(after(view.question.variable, view.question.after)))
        session.next()
    plot = plot_of(session._here)
    assert plot is not None and dict(plot.fixed) == pytest.approx(
        {"weights[1]": after("weights[1]", 1), "weights[2]": after("weights[2]", 1)}
    )
    ((x, y),) = plot.path
    assert x == after("weights[0]", 1)
    assert y == pytest.approx(after("error", 2)), "what the next update finds there"
    scene = scene_of(session._here)
    assert scene is not None and scene.part and scene.heights[0] == "error (others fixed)"


def test_one_weight_has_no_slice() -> None:
    session = LessonSession(course_of(KINDS))
    session.open("kinds", "other-constants")
    plot = plot_of(session._here)
    assert plot is not None and plot.fixed == () and "slice" not in session.described().whole


def test_lines_of_a_list_are_worked_out() -> None:
    script = step().listing
    first = worked(script, {}, "weights[0]", 1)
    assert first.startswith(
        "weights[0] = weights[0] - alpha * weight_deltas[0] = 0.1137 - 0.0107 *"
    )
    assert first.endswith(f" = {number(after('weights[0]', 1))}")
    assert (
        worked(script, {}, "weights", 1) == f"weights = {number(script.run().value('weights', 1))}"
    )
    places = places_of(script, {}, 1)
    assert places["weights"] == places["weights[2]"] == 25 and places["pred"] == 20


FOLLOWED = """\
w = [1, 2, 3]
rows = [[1, 2], [3, 4]]
total = 0
for i in range(2):
    for a, b in zip(w, [4, 5, 6]):
        total = total + a * b
    for k, row in enumerate(rows):
        rows[k][1] = row[0] + i
    for k in range(3):
        if k == 1:
            continue
        if k > 1:
            break
        w[k] += 10
    d = w[0] + rows[1][1]
    w[d * 0] -= 1
"""


def test_loops_inside_an_update_are_followed() -> None:
    lines = lines_of(listing(FOLLOWED), {}, 1)
    assert lines["rows[1][1]"].put_in() == "3 + 0"
    assert lines["d"].put_in() == "11 + 3"
    assert "total" not in lines, "several passes of one line give it its value"
    assert "w[1]" not in lines and "w[0]" not in lines, "the last place is worked out"
    assert worked(listing(FOLLOWED), {}, "rows[0][1]", 2) == "rows[0][1] = row[0] + i = 1 + 1 = 2"
    long = listing(
        "w = [0]\nfor i in range(2):\n    for k in range(999):\n        w[0] = k\n    d = w[0]\n"
    )
    assert "w[0]" not in lines_of(long, {}, 1) and lines_of(long, {}, 1)["d"].put_in() == "w[0]"


def test_hints_come_one_by_one() -> None:
    session = LessonSession(course_of(KINDS))
    session.open("kinds", "several-weights")
    for name in ("delta", "weights[0]"):
        answer(session, repr(after(name, 1)))
        session.next()
    told = []
    for _ in range(4):
        view = session.view().question
        assert view is not None
        told.append((view.hint, view.more_hints))
        session.hint()
    assert told == [
        ("", 2),
        ("The same delta.", 1),
        ("The same delta.\n\nAnother input.", 0),
        ("The same delta.\n\nAnother input.", 0),
    ]
    place = session.place()
    assert place.hinted and place.hints == 2
    again = LessonSession(course_of(KINDS), history=History(place=place))
    shown = again.view().question
    assert shown is not None and shown.hint == "The same delta.\n\nAnother input."


def test_an_update_of_an_inner_loop_is_asked_and_shown() -> None:
    session = LessonSession(course_of(KINDS))
    session.open("kinds", "one-at-a-time")
    code = load_lesson(KINDS).step("one-at-a-time").listing
    for name, update in (("delta", 1), ("weight", 1), ("weight", 3)):
        answer(session, repr(code.run().value(name, update)))
        verdict = session.view().verdict
        assert verdict is not None and verdict.right, (name, update)
        session.next()
    for line in ("delta = inputs[n] * weight - goals[n]", "weight -= alpha * delta * inputs[n]"):
        session.type(f"{session.view().typed}{line}\n")
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right
