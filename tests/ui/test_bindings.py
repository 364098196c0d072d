"""No key is needed that some terminal cannot send: not Alt, not Ctrl, not a function key, and
neither of the page keys, which a VT100 has not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tutor.ui
from tests.session.walks import bundled_course, right_answer
from tutor.course.model import Lesson
from tutor.session.lesson import LessonSession
from tutor.session.view import Phase
from tutor.ui.bindings import ScreenState, step_bindings

EVERYWHERE = {"enter", "escape", "space", "tab", "up", "down", "left", "right"}
"""Keys without a character that every terminal has."""
FAMILIAR = {"ctrl+c"}
"""Leaves a preview while an answer is typed, as esc and q do."""
CONVENIENT = {"pageup": "up", "pagedown": "down", "shift+tab": "tab"}
"""Keys that some have not, and the one that does the same in more presses."""
SAME = {"page": {"scroll", "turn"}, "tab": {"tab"}}
"""What the other key does in smaller steps."""
LESSONS = [pytest.param(lesson, id=lesson.id) for lesson in bundled_course().lessons]


def pressed() -> Iterator[tuple[str, str]]:
    """Every key that the screens know, with the file that knows it."""
    for path in sorted(Path(tutor.ui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id == "Key" and isinstance(first, ast.Constant):
                    shown = node.args[2] if len(node.args) > 2 else None
                    silent = shown is None or (isinstance(shown, ast.Constant) and not shown.value)
                    if not (silent and str(first.value).startswith("ctrl+")):
                        yield path.name, str(first.value)


def test_every_key_that_is_shown_can_be_sent_by_every_terminal() -> None:
    found = list(pressed())
    assert len(found) > 40
    for file, key in found:
        plain = len(key) == 1 and key.isascii() and key.isprintable()
        known = EVERYWHERE | FAMILIAR | set(CONVENIENT)
        assert plain or key in known, f"{file}: {key}"


def moments(lesson: Lesson) -> Iterator[ScreenState]:
    """All that a learner who knows everything comes to in a lesson, with more to read than fits."""
    course = bundled_course()
    session = LessonSession(course)
    session.open(lesson.id)
    while (view := session.view()).lesson_id == lesson.id and view.phase is not Phase.END:
        for narrow in (False, True):
            base = ScreenState(view, narrow=narrow, scrolls=True)
            for spot in base.ring:
                yield base._replace(spot=spot)
                yield base._replace(spot=spot, more=True)
        if base.aims:
            now = view.plot.now if view.plot is not None else 0.0
            session.type(f"{now:.2f}", 0.01)
            yield ScreenState(session.view(), scrolls=True, fine=1)
            session.type("")
        if view.phase is Phase.ASK and view.question is not None:
            if view.question.kind == "reach":
                session.skip()
                continue
            session.type(right_answer(course, view))
        session.enter()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_key_that_some_have_not_is_never_the_only_one(lesson: Lesson) -> None:
    """Where the arrows choose or aim, esc lets them scroll: it turns to the commands, or drops a
    guess that nobody asked for."""
    for moment in moments(lesson):
        now = {key.press: key for key in step_bindings(moment)}
        for key, instead in CONVENIENT.items():
            if key not in now or (instead in now and now[instead].act in SAME[now[key].act]):
                continue
            assert now["escape"].act in ("more", "unguess"), f"{moment.view.step_id}: only {key}"
            then = {one.press: one for one in step_bindings(moment._replace(more=True, spot=""))}
            assert then[instead].act == "scroll", f"{moment.view.step_id}: only {key}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_tab_leads_to_an_answer_only_where_there_is_one(lesson: Lesson) -> None:
    """A `reach` is answered by a constant, and a listing that has run once asks nothing more."""
    for moment in moments(lesson):
        view = moment.view
        asked = view.phase is Phase.ASK and view.question is not None
        for one in view.parameters:
            state = moment._replace(spot=one.name, more=False, narrow=False)
            tab = {key.press: key for key in step_bindings(state)}.get("tab")
            if tab is not None and state.after(1) == "":
                answered = asked and view.question is not None and view.question.kind != "reach"
                free = view.can_guess or (view.question is not None and view.question.free)
                assert (tab.does == "answer") is (answered or free), (view.step_id, tab)
