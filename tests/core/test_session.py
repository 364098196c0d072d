"""One learner's walk, and what it shows before an answer is committed."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core.contents import bundled
from tutor.core.event import Answered, CourseDone, Event, Moved, StepDone
from tutor.core.lesson import Course, Predict
from tutor.core.listing import Listing, listing
from tutor.core.loading import load_course
from tutor.core.record import History
from tutor.core.session import Session
from tutor.core.verdict import Kind
from tutor.core.view import Phase, View
from tutor.core.wording import number

LESSON = """\
format: 1
id: first
title: First
mistakes:
  uphill:
    rule: weight = weight + alpha * weight_delta
    say: You added it.
steps:
  - id: numbers
    title: Numbers
    text: "The weight is {weight@0}."
    code: |
      weight = 0.5137
      goal_pred = 0.8291
      input = 2.113
      alpha = 0.1091

      for iteration in range(20):
          pred = input * weight
          error = (pred - goal_pred) ** 2
          delta = pred - goal_pred
          weight_delta = delta * input
          weight = weight - alpha * weight_delta
          print(error, pred)
    edit:
      alpha: {from: -0.5, to: 1, by: 0.01}
    show: [pred]
    ask:
      - {predict: delta, hint: Subtract.}
      - {predict: weight, hint: Step against it.}
      - {predict: weight, after: 2, hint: Again.}
      - choose: Which way?
        options:
          - {say: Down., right: true, because: The slope is positive.}
          - {say: Up., because: The slope is positive.}
      - {predict: weight, after: 3, by: direction, hint: Look.}
    reveal: "Now {weight}."
  - id: page
    title: A page
    text: Read me.
  - id: memory
    title: From memory
    code: |
      weight = 0.5
      goal_pred = 0.8
      input = 2
      alpha = 0.1
      for iteration in range(20):
          pred = input * weight
          delta = pred - goal_pred
          weight = weight - alpha * delta * input
    edit:
      alpha: {from: 0, to: 1, by: 0.05}
    ask:
      - {order: weight, hint: pred first.}
      - {write: weight, hint: pred first.}
      - {reach: diverges, hint: More alpha.}
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Two lessons; the first one asks every kind of question."""
    second = LESSON.replace("id: first", "id: second").replace("title: First", "title: Second")
    (tmp_path / "first.yaml").write_text(LESSON)
    (tmp_path / "second.yaml").write_text(second)
    (tmp_path / "course.yaml").write_text(
        "format: 1\nid: trial\ntitle: Trial\nlessons: [first, second]\n"
    )
    loaded = load_course(tmp_path)
    assert not loaded.broken, loaded.broken
    return loaded


@cache
def bundled_course() -> Course:
    """The course that comes with the tutor."""
    return load_course(bundled())


def answer(session: Session, text: str) -> View:
    """Type it, press enter, and look."""
    session.type(text)
    session.enter()
    return session.view()


def right_answer(course: Course, view: View) -> str:
    """What a learner who knows it all would type: found by running the listing, here."""
    step = course.lesson(view.lesson_id).step(view.step_id)
    assert view.question is not None
    question = step.ask[view.question.number - 1]
    match view.question.kind:
        case "predict" | "direction":
            assert isinstance(question, Predict)
            values = {p.name: p.value for p in view.parameters}
            trace = listing(step.code).run(values, updates=question.after)
            value = trace.value(question.predict, question.after)
            assert isinstance(value, int | float)
            if view.question.kind == "predict":
                return repr(value)
            start = step.start(view.question.number - 1)
            old = trace.value(question.predict, start)
            if not isinstance(old, int | float):
                old = trace.value(question.predict, 1)
            assert isinstance(old, int | float)
            return "stay" if math.isclose(old, value) else "up" if value > old else "down"
        case "choose":
            options = getattr(question, "options", ())
            return str(next(i for i, option in enumerate(options, 1) if option.right))
        case "write":
            body = listing(step.code)
            return "\n".join(body.lines[n - 1].strip(" ") for n in body.body)
        case "order":
            body = listing(step.code)
            wanted = [body.lines[n - 1].strip() for n in body.body]
            shown = [line.strip().splitlines()[0] for line in view.question.lines]
            return " ".join(str(shown.index(line) + 1) for line in wanted if line in shown)
    return ""


def test_a_right_answer_reveals_and_enter_goes_on(course: Course) -> None:
    """The learner's answer and the truth stand side by side, then the next question opens."""
    session = Session(course)
    view = session.view()
    assert view.phase is Phase.ASK
    assert view.text == "The weight is 0.5137."
    view = answer(session, right_answer(course, view))
    assert view.phase is Phase.REVEALED
    assert view.verdict is not None and view.verdict.right
    assert view.truth and view.you == view.truth and view.worked.startswith("delta = ")
    assert (view.right, view.asked) == (1, 1)
    session.enter()
    view = session.view()
    assert view.question is not None and view.question.number == 2 and not view.typed


def test_a_miss_explains_and_leaves_another_try_then_reveals(course: Course) -> None:
    """Two misses by default; nothing of the truth shows between them."""
    session = Session(course)
    answer(session, right_answer(course, session.view()))
    session.enter()
    truth = right_answer(course, session.view())
    view = answer(session, "0.9")
    assert view.phase is Phase.ASK and view.verdict is not None and not view.truth
    assert view.question is not None and view.question.tries_left == 1
    assert number(float(truth)) not in str(view)
    view = answer(session, "0.8")
    assert view.phase is Phase.REVEALED and view.truth == number(float(truth))
    assert (view.right, view.asked) == (1, 2)


def test_unreadable_input_is_no_attempt_and_stays(course: Course) -> None:
    session = Session(course)
    events: list[Event] = []
    session = Session(course, notify=events.append)
    view = answer(session, "fish")
    assert view.typed == "fish" and view.verdict is not None
    assert view.verdict.kind is Kind.UNREADABLE
    assert not [event for event in events if isinstance(event, Answered)]
    assert view.question is not None and view.question.tries_left == 2


def test_a_named_mistake_can_be_replayed_beside_the_truth(course: Course) -> None:
    session = Session(course)
    answer(session, right_answer(course, session.view()))
    session.enter()
    asked = right_answer(course, session.view())
    wrong = 2 * 0.5137 - float(asked)
    view = answer(session, repr(wrong))
    assert view.verdict is not None and view.verdict.mistakes == ("uphill",)
    view = answer(session, asked)
    assert view.can_replay
    session.replay()
    view = session.view()
    assert view.plot is not None and len(view.plot.own) == 11
    assert view.plot.own[1][0] == pytest.approx(wrong)


def test_running_and_editing_wait_until_no_question_of_the_step_is_open(course: Course) -> None:
    """A run would show what later questions ask."""
    session = Session(course)
    session.run()
    assert session.view().updates == 0 and session.view().note
    answer(session, right_answer(course, session.view()))
    session.run()
    assert session.view().updates == 0 and session.view().note
    session.set("alpha", 0.2)
    assert session.view().note
    for _ in range(4):
        session.enter()
        answer(session, right_answer(course, session.view()))
    view = session.view()
    assert view.phase is Phase.EXPLORE and view.can_run
    session.run(100)
    assert session.view().updates == 20 and not session.view().can_run
    assert session.view().output.count("\n") == 20


def test_an_edit_in_explore_asks_a_fresh_prediction_that_may_be_passed_over(course: Course) -> None:
    session = Session(course)
    for _ in range(5):
        answer(session, right_answer(course, session.view()))
        before = session.view()
        if before.phase is not Phase.EXPLORE:
            session.enter()
    session.nudge("alpha", 3)
    view = session.view()
    assert view.question is not None and view.question.free and view.updates == 0
    assert not view.truth and not view.reveal
    values = {p.name: p.value for p in view.parameters}
    code = course.lesson("first").step("numbers").code
    value = listing(code).run(values, updates=1).value("weight", 1)
    view = answer(session, repr(value))
    assert view.verdict is not None and view.verdict.right and view.updates == 1
    assert (view.right, view.asked) == (before.right, before.asked)
    session.enter()
    assert session.view().step_id == "page"


def test_a_whole_course_is_walked_by_enter_and_right_answers(course: Course) -> None:
    """Every kind of question, to the end of the last lesson."""
    events: list[Event] = []
    session = Session(course, notify=events.append)
    for _ in range(60):
        view = session.view()
        if view.phase is Phase.END:
            break
        if view.phase is Phase.ASK and view.question is not None:
            if view.question.kind == "reach":
                session.set("alpha", 1)
                session.enter()
            else:
                answer(session, right_answer(course, view))
        else:
            session.enter()
    assert session.view().phase is Phase.END
    done = [event.standing.step for event in events if isinstance(event, StepDone)]
    assert done == ["numbers", "page", "memory"] * 2
    assert any(isinstance(event, CourseDone) for event in events)
    assert session.view().right == session.view().asked == 16


def test_skipping_marks_the_step_and_reveals_nothing(course: Course) -> None:
    events: list[Event] = []
    session = Session(course, notify=events.append)
    session.skip()
    assert session.view().step_id == "page"
    assert [e.standing.state for e in events if isinstance(e, StepDone)] == ["skipped"]
    assert session.standing("first", "numbers") == "skipped"


def test_back_goes_to_the_step_before_even_over_a_lesson(course: Course) -> None:
    session = Session(course)
    session.back()
    assert session.view().note
    session.open("second")
    session.back()
    assert (session.view().lesson_id, session.view().step_id) == ("first", "memory")


def test_a_place_is_come_back_to_exactly(course: Course) -> None:
    """Half-typed answer, misses, hint, edits, picture and scroll are as they were."""
    session = Session(course)
    session.type("0.3")
    session.enter()
    session.hint()
    session.nudge("alpha", 2)
    session.type("0.12")
    session.picture("table")
    session.scroll(3)
    again = Session(course, history=History(place=session.place()))
    assert again.view() == session.view()
    assert again.place() == session.place()


@pytest.mark.parametrize("answers", range(1, 6))
def test_a_reveal_is_come_back_to_exactly(course: Course, answers: int) -> None:
    session = Session(course)
    for count in range(answers):
        if count:
            session.enter()
        answer(session, right_answer(course, session.view()))
    again = Session(
        course,
        history=History(
            place=session.place(), first={("first", "numbers", k): True for k in range(answers)}
        ),
    )
    assert again.view() == session.view()


def test_a_place_that_is_gone_opens_the_start(course: Course) -> None:
    """A lesson was edited meanwhile: nothing fails."""
    session = Session(course)
    place = session.place()
    for changed in (
        {"lesson": "gone"},
        {"step": "gone"},
        {"question": 99},
        {"phase": "nonsense"},
        {"values": {"gone": 3}},
    ):
        from dataclasses import replace

        Session(course, history=History(place=replace(place, **changed))).view()


# -- nothing exposed before a commitment holds the answer ------------------------------------------


OWN = {
    ("View", "typed"), ("View", "reading"), ("Plot", "guess"), ("Place", "text"),
    ("Place", "answer"), ("Attempt", "text"), ("Attempt", "value"),
}  # fmt: skip
"""What the learner typed and how it reads: a working that is right is theirs."""


def exposed(thing: Any) -> Iterator[Any]:
    """Every number and text that can be reached in what a session gives away.

    The listing itself is what the learner reads; running it is the learner's own doing.
    """
    if isinstance(thing, Listing):
        yield thing.code
    elif is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            if (type(thing).__name__, one.name) not in OWN:
                yield from exposed(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from exposed(key)
            yield from exposed(value)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from exposed(one)
    elif isinstance(thing, str | int | float) and not isinstance(thing, bool):
        yield thing


def withheld(session: Session) -> tuple[float, ...]:
    """What is still to be predicted here: found by running the listing, here in the test."""
    view = session.view()
    step = session.course.lesson(view.lesson_id).step(view.step_id)
    place = session.place()
    if place.again and view.phase is not Phase.ASK:
        return ()  # what follows is asked with the author's numbers
    if view.phase not in (Phase.ASK, Phase.REVEALED):
        return ()
    first = place.question + (view.phase is Phase.REVEALED)
    values = {p.name: p.value for p in view.parameters}
    found = []
    for question in step.ask[first:]:
        if isinstance(question, Predict) and question.by == "number" and not question.with_:
            trace = listing(step.code).run(values, updates=question.after)
            value = trace.value(question.predict, question.after)
            assert isinstance(value, int | float)
            found.append(float(value))
    return tuple(found)


def leaks(session: Session, events: tuple[Event, ...]) -> list[Any]:
    """Where a withheld answer stands in what is given away."""
    secrets = [secret for secret in withheld(session) if len(number(secret)) >= 6]
    digits = {number(secret) for secret in secrets}
    found: list[Any] = []
    for thing in (session.view(), session.place(), *events):
        for value in exposed(thing):
            if isinstance(value, str):
                found += [value for secret in digits if secret in value]
            else:
                found += [value for secret in secrets if math.isclose(value, secret, rel_tol=1e-6)]
    return found


INTENTS = st.sampled_from(
    [
        "type", "near", "commit", "enter", "next", "back", "hint", "skip", "reset", "nudge", "set",
        "run", "run all", "replay", "picture", "choose", "right", "open",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(INTENTS, st.integers(0, 10**6)), max_size=40))
def test_no_intents_in_any_order_give_an_answer_away(
    tmp_path_factory: pytest.TempPathFactory, intents: list[tuple[str, int]]
) -> None:
    """Numbers with four irregular digits, so that one that turns up is the one that was asked."""
    course = irregular(str(tmp_path_factory.getbasetemp()))
    session = Session(course)
    for intent, seed in intents:
        events = drive(session, intent, random.Random(seed))
        assert leaks(session, events) == []


@cache
def irregular(base: str) -> Course:
    """The lesson of this file on its own, written once."""
    folder = Path(base) / "irregular"
    folder.mkdir(exist_ok=True)
    (folder / "first.yaml").write_text(LESSON)
    (folder / "course.yaml").write_text("format: 1\ntitle: Trial\nlessons: [first]\n")
    return load_course(folder)


def drive(session: Session, intent: str, chance: random.Random) -> tuple[Event, ...]:
    """Carry out one intent with numbers of its own."""
    view = session.view()
    match intent:
        case "type" | "near":
            text = chance.choice(["", "1", "0.5", "weight", "pred - goal_pred", "x" * 50, "2/3?"])
            return session.type(text)
        case "right":
            if view.phase is not Phase.ASK or view.question is None:
                return ()
            text = right_answer(session.course, view)
            events = (*session.type(text), *session.commit())
            if session.view().phase is Phase.ASK:  # a reach is not answered by typing
                session.type("")
            return events
        case "nudge":
            return session.nudge(
                chance.choice(["alpha", "weight", "nothing"]), chance.randint(-9, 9)
            )
        case "set":
            return session.set("alpha", chance.uniform(-1, 2))
        case "run":
            return session.run(chance.randint(1, 5))
        case "run all":
            return session.run(10**6)
        case "choose":
            return session.choose(chance.randint(0, 4))
        case "open":
            return session.open("first", chance.choice(["numbers", "page", "memory"]))
        case "picture":
            return session.picture()
        case _:
            events = getattr(session, intent)()
            assert isinstance(events, tuple)
            return events


def test_no_step_of_the_bundled_course_gives_its_answers_away() -> None:
    """At every question of every lesson, before it is answered, nothing shown holds the answer.

    The author's numbers are round, and a round answer may stand elsewhere for a reason of its
    own; `tutor lint` looks at the prose. Here only answers with five digits or more count.
    """
    course = bundled_course()
    for lesson in course.lessons:
        for step in lesson.steps:
            session = Session(course)
            session.open(lesson.id, step.id)
            for _ in step.ask:
                assert leaks(session, (Moved(session.place()),)) == [], step.id
                view = session.view()
                if view.question is None or view.question.kind == "reach":
                    break
                answer(session, right_answer(course, view))
                session.next()


def test_who_does_not_find_the_right_option_is_told_it(course: Course) -> None:
    """A choice of two: one miss, and the right one stands there with its reason."""
    session = Session(course)
    for _ in range(3):
        answer(session, right_answer(course, session.view()))
        session.enter()
    view = answer(session, "2")
    assert view.verdict is not None and not view.verdict.right
    assert "The right answer: *Down*. The slope is positive." in view.reveal


def test_the_reveal_stays_while_the_run_goes_on(course: Course) -> None:
    """Until another constant makes it another run."""
    session = Session(course)
    for _ in range(5):
        view = answer(session, right_answer(course, session.view()))
        if view.phase is not Phase.EXPLORE:
            session.enter()
    assert view.reveal.startswith("Now ")
    session.run(5)
    assert session.view().reveal == view.reveal
    session.nudge("alpha", 1)
    assert not session.view().reveal
