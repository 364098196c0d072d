"""What becomes of an input: everything that the tutor does with it, and nothing may come of it
but a TutorError."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import numpy as np

from tutor.chart.raster import draw
from tutor.course.index import LARGEST_FILE, course_index
from tutor.course.loader import Course, course_of, load_lesson
from tutor.course.markup import fill
from tutor.course.model import Lesson
from tutor.engine.claim import claim
from tutor.engine.expression import expression
from tutor.engine.listing import Listing, listing
from tutor.errors import UNPRINTABLE, ListingError, ProblemsError, TutorError
from tutor.grading.answer import read
from tutor.session.lesson import LessonSession

XS = np.linspace(-2, 2, 257)
"""As many points as a chart samples."""
SHOWN = {"weight": 0.5, "alpha": 0.1, "error": 0.3025}


def check_listing(code: str) -> Listing | None:
    """The listing, or None where it is refused at a place that is there."""
    try:
        return listing(code)
    except ListingError as error:
        assert 1 <= error.line <= code.count("\n") + code.count("\r") + 1
        assert error.column >= 1
        assert error.what and error.what.isprintable()
        assert error.instead.isprintable()
        return None


def run_listing(script: Listing, rng: Random) -> None:
    """Run it in one of the ways in which the tutor does."""
    try:
        match rng.randrange(6) if script.variables else 0:
            case 0 | 1:
                trace = script.run()
                assert len(trace.output) <= 1_000_000
                assert len(trace.rows) == trace.updates + 1
            case 2:
                script.run(updates=rng.choice((0, 1, 20, 100_000)), quiet=True)
            case 3:
                script.ending()
            case 4:
                constants = sorted(script.parameters) or ["none"]
                ys = script.curve(rng.choice(constants), script.variables[-1], XS)
                assert ys.shape == XS.shape and ys.dtype == np.float64
            case 5:
                name = rng.choice(script.variables)
                script.with_rule(f"{name} = {name} * 2").run(updates=30, rule_from=3)
    except ListingError as error:
        assert error.line >= 1 and error.what


def load(path: Path) -> Lesson | None:
    """The lesson in a file; None where it has problems, each at a place that is there."""
    course_index(path.parent)
    try:
        lesson = load_lesson(path)
    except ProblemsError as error:
        lines = lines_of(path)
        for problem in error.problems:
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
            assert not UNPRINTABLE.search(problem.what) and "\n" not in problem.what
        return None
    assert course_of(path).lessons == (lesson.replaced(draft=False),)
    return lesson


def lines_of(path: Path) -> int:
    """How many lines a file may be said to have; 1 where it is refused as a whole."""
    data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    return data.count(b"\n") + data.count(b"\r") + 2


def read_answer(text: str) -> None:
    """A finite number or a printable sentence that says why not."""
    reading = read(text, SHOWN, asked="weight", withheld={"pred": ""})
    assert reading.text == text
    assert (reading.value is None) == bool(reading.why_not)
    assert reading.value is None or math.isfinite(reading.value)
    assert reading.why_not.isprintable()


def evaluate(text: str) -> None:
    """An expression of known names, worked out."""
    try:
        expression(text, SHOWN).evaluate(SHOWN)
    except ListingError as error:
        assert error.line == 1 and error.what.isprintable()


def fill_sentence(text: str) -> None:
    """A sentence with its values put in."""

    def value(name: str, update: int) -> float:
        if name != "weight" or update > 20:
            raise TutorError("there is none")
        return 0.5

    try:
        filled = fill(text, value, 1)
    except TutorError as error:
        assert str(error)
    else:
        assert len(filled) <= len(text) + 120 * text.count("{")


def hold_claim(text: str, script: Listing) -> None:
    """Whether a claim is true of a listing."""
    try:
        found = claim(text)
    except ValueError as error:
        assert str(error).isprintable()
        return
    try:
        found.holds(script)
    except ListingError as error:
        assert error.what.isprintable()


def play(course: Course, rng: Random) -> None:
    """Walk through it with whatever keys come to hand, and look at everything at each step."""
    session = LessonSession(course)
    for lesson in course.lessons:
        for step in lesson.steps:
            session.open(lesson.id, step.id)
            for _ in range(rng.randrange(4, 12)):
                look(session, rng)
                intent(session, rng)
            look(session, rng)


def look(session: LessonSession, rng: Random) -> None:
    """Everything that a front end draws."""
    view = session.view()
    assert view.text is not None and view.next
    scene = session.scene()
    assert (scene is None) == (view.plot is None)
    if scene is not None:
        assert all(draw(scene, rng.choice((20, 60)), 12, charset="ascii"))
        assert session.described().whole


def intent(session: LessonSession, rng: Random) -> None:
    """One thing that a learner may do."""
    view = session.view()
    editable = [p for p in view.parameters if p.editable]
    match rng.randrange(10):
        case 0 | 1:
            session.type(
                rng.choice(("0.5", "1", "2", "up", "-1e300", "weight", "x = 1\ny = x", ""))
            )
        case 2 | 3 | 4:
            session.enter()
        case 5:
            session.skip() if rng.random() < 0.2 else session.hint()
        case 6 if editable:
            one = rng.choice(editable)
            session.set(one.name, rng.choice((one.lo, one.hi, (one.lo + one.hi) / 2)))
        case 7:
            session.run(rng.choice((1, 5, 1000)))
        case 8:
            session.replay()
        case _:
            session.next()
