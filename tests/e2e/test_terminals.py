"""Every kind of terminal, every size: nothing crashes, and all of a step can be reached by keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.learner import flat
from tests.e2e.terminal import Terminal, tutor
from tests.session.walks import bundled_course
from tutor.course.model import Step
from tutor.course.questions import Choose
from tutor.session.lesson import LessonSession
from tutor.session.view import View

STEP = ("learn", "add-alpha/smaller-steps")
MATRIX = [
    # TERM, COLORTERM, other variables, size, colours at most, ASCII alone
    ("xterm-256color", None, {}, (80, 24), "256", False),
    ("xterm-256color", "truecolor", {}, (132, 43), "truecolor", False),
    ("xterm-256color", "truecolor", {"NO_COLOR": "1"}, (80, 24), "none", False),
    ("xterm-256color", "truecolor", {"LANG": "C"}, (60, 20), "truecolor", True),
    ("screen-256color", None, {}, (60, 20), "256", False),
    ("tmux-256color", "truecolor", {}, (200, 60), "truecolor", False),
    ("linux", None, {}, (80, 24), "16", True),
    ("linux", "truecolor", {}, (40, 12), "16", True),
    ("vt100", None, {}, (80, 24), "none", True),
    ("vt100", "truecolor", {}, (132, 43), "none", True),
    ("xterm-mono", None, {}, (60, 20), "none", False),
    ("xterm-mono", "truecolor", {}, (40, 12), "none", False),
]


def colours(raw: bytes | bytearray) -> set[str]:
    """How many colours those were chosen from that were sent: truecolor, 256 or 16."""
    found: set[str] = set()
    for chosen in re.findall(rb"\x1b\[([\d;]*)m", raw):
        codes = iter(int(code or 0) for code in chosen.split(b";"))
        for code in codes:
            if code in (38, 48):
                kind, parts = ("truecolor", 3) if next(codes) == 2 else ("256", 1)
                found.add(kind)
                for _ in range(parts):
                    next(codes)
            elif 30 <= code <= 49 or 90 <= code <= 107:
                found.add("16")
    return found


@pytest.mark.parametrize(("term", "colorterm", "more", "size", "most", "ascii"), MATRIX)
def test_a_step_on_every_terminal(
    term: str,
    colorterm: str | None,
    more: dict[str, str],
    size: tuple[int, int],
    most: str,
    ascii: bool,
    tmp_path: Path,
) -> None:
    """A miss, a hint, the reveal, all pictures, a constant, the lists, home, and out."""
    columns, rows = size
    env = {"TERM": term, "COLORTERM": colorterm, **more}
    modern = term not in ("linux", "vt100")
    with tutor(*STEP, home=tmp_path, columns=columns, rows=rows, modern=modern, **env) as terminal:
        terminal.wait("enter commit")
        terminal.press("0.54", "enter")
        terminal.wait("The step was added")
        terminal.press("esc", "h")
        terminal.wait("hint")
        terminal.press("0.46", "enter")
        terminal.wait(lambda t: "enter next question" in t.words() or "enter read on" in t.words())
        pictures(terminal)
        terminal.press("j")
        terminal.wait("Jump to a step")
        terminal.press("largest", "enter")
        terminal.wait("enter commit")
        terminal.press("esc", "l")
        terminal.wait(lambda t: "Go on " in t.text and "g words" in t.text)
        terminal.press("g")
        terminal.wait("type to search")
        terminal.press("esc")
        terminal.wait("q quit")
        terminal.press("?")
        terminal.wait("Enter always does the next sensible thing.")
        terminal.press("enter")
        terminal.wait("q quit")
        terminal.press("q")
        assert terminal.ended() == 0
        assert colours(terminal.raw) == ({most} if most != "none" else set())
        assert b"Traceback" not in terminal.raw
        assert not ascii or max(terminal.raw) < 0x80
        assert ascii or max(terminal.raw) > 0x80


def pictures(terminal: Terminal) -> None:
    """The four of them, one after the other."""
    for name in ("table", "output", "bowl", "error curve"):
        terminal.press("v")
        terminal.wait(f"v {name}")


# -- everything can be reached ---------------------------------------------------------------------


def longest() -> list[str]:
    """The steps that need most room: for words, for code, for options and for constants."""
    steps = {
        f"{lesson.id}/{step.id}": step
        for lesson in bundled_course().lessons
        for step in lesson.steps
        if step.ask
    }

    def options(step: Step) -> int:
        chosen = (question for question in step.ask if isinstance(question, Choose))
        return max(
            (sum(len(one.say) for one in question.options) for question in chosen), default=0
        )

    needs = (lambda s: len(s.text), lambda s: len(s.code), options, lambda s: len(s.edit))
    return sorted({max(steps, key=lambda where: need(steps[where])) for need in needs})


def tokens(text: str) -> set[str]:
    """The words and signs of a text; a row may end between any two of them."""
    return set(re.findall(r"[\w.']+|[^\w\s`*_]", text))


def everything(view: View) -> set[str]:
    """All that there is to read before the answer."""
    assert view.question is not None
    code = " ".join(line.text for line in view.listing)
    return tokens(f"{flat(view.text)} {code} {flat(view.question.prompt)}").union(
        *(tokens(flat(option)) for option in view.question.options)
    )


def scroll_for(terminal: Terminal, wanted: set[str]) -> set[str]:
    """Press the arrows down, then up, until all of it was seen; what cannot be reached."""
    missing = wanted - tokens(terminal.text)
    for key in ("down", "up"):
        still = 0
        while missing and still < 3:
            before = terminal.text
            terminal.press(key)
            still = 0 if terminal.changes(before) else still + 1
            missing -= tokens(terminal.text)
    return missing


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24)])
def test_all_of_a_long_step_can_be_reached(size: tuple[int, int], tmp_path: Path) -> None:
    session = LessonSession(bundled_course())
    columns, rows = size
    first, *others = longest()
    with tutor("learn", first, home=tmp_path, columns=columns, rows=rows) as terminal:
        for where in (first, *others):
            lesson, _, name = where.partition("/")
            session.open(lesson, name)
            view = session.view()
            if where != first:
                terminal.press("j")
                terminal.wait("Jump to a step")
                terminal.press(where, "enter")
            terminal.wait(f" {view.step[:6]}")
            terminal.wait("esc more keys")
            terminal.press("esc")
            terminal.wait("esc answer")
            missing = scroll_for(terminal, everything(view))
            assert not missing, f"{where} at {columns}x{rows}: {missing}\n{terminal.text}"
            turned = [one.name for one in view.parameters if one.editable]
            if turned:
                terminal.press("tab")
                for constant in turned:
                    terminal.wait(f"‹ {constant} ")
                terminal.press("esc", "esc")
                terminal.wait("esc answer")
