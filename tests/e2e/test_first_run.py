"""The very first screen asks whether a curve looks smooth, and what was said is remembered."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal, tutor
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.history.records import ALONE, Place, Standing
from tutor.store import open_store


def drawn(terminal: Terminal) -> str:
    """What the step's bowl is drawn with."""
    braille = any("\u2800" <= char <= "\u28ff" for char in terminal.text)
    return "braille" if braille else "ascii"


def bowl(terminal: Terminal) -> None:
    terminal.wait("Three verbs")
    terminal.press("j")
    terminal.wait("type to search")
    terminal.press("smaller-steps", "enter")
    terminal.wait("bottom 0.4")
    terminal.wait("enter commit")


def test_a_smooth_curve_is_kept(tmp_path: Path) -> None:
    with tutor(home=tmp_path) as terminal:
        terminal.wait("Is this curve smooth? If not, press a.")
        assert drawn(terminal) == "braille"
        terminal.press("enter")
        bowl(terminal)
        assert drawn(terminal) == "braille"
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
    with tutor(home=tmp_path) as terminal:
        terminal.wait("› Go on ")
        assert "smooth" not in terminal.text


def test_one_key_draws_with_plain_characters_now_and_later(tmp_path: Path) -> None:
    with tutor(home=tmp_path) as terminal:
        terminal.wait("Is this curve smooth? If not, press a.")
        terminal.press("a")
        terminal.wait("Drawn with plain characters now.")
        terminal.wait("a smooth after all")
        before = len(terminal.raw)
        assert drawn(terminal) == "ascii" and terminal.text.isascii()
        terminal.press("enter")
        bowl(terminal)
        assert drawn(terminal) == "ascii" and max(terminal.raw[before:]) < 0x80
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert terminal.text.isascii()
        terminal.press("esc", "?")
        terminal.wait("a smooth curves")
        terminal.press("a")
        terminal.wait("a plain curves")
        terminal.press("enter")
        terminal.wait("bottom 0.40")
        assert drawn(terminal) == "braille"
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        terminal.wait("bottom 0.40")
        assert drawn(terminal) == "braille", "what was said last holds"
    with tutor("--ascii", "learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert terminal.text.isascii() and max(terminal.raw) < 0x80


def test_nobody_is_asked_where_it_cannot_be(tmp_path: Path) -> None:
    with tutor(home=tmp_path, LANG="C") as terminal:
        terminal.wait("Press enter to begin")
        terminal.wait("enter begin")
        assert "smooth" not in terminal.text and max(terminal.raw) < 0x80
        terminal.press("?")
        terminal.wait("enter close")
        assert "draw" not in terminal.footer()[-1]


def test_home_is_there_after_four_kilobytes(tmp_path: Path) -> None:
    """Also where there is much to tell: a fifth of the steps skipped, half of the course open."""
    course = load_course(bundled())
    every = [(lesson.id, step.id) for lesson in course.lessons for step in lesson.steps]
    store = open_store(str(tmp_path / "store.sqlite"), tell=print)
    for at, (lesson, step) in enumerate(every[:33]):
        store.standing(ALONE, course.id, Standing(lesson, step, "done" if at % 5 else "skipped"))
    store.keep_place(ALONE, course.id, Place(*every[33]))
    store.close()
    with tutor("--store", str(tmp_path / "store.sqlite"), home=tmp_path) as terminal:
        terminal.wait(f"26 of {len(every)} steps")
        painted, ends, _ = terminal.raw.partition(b"\x1b[?2026l")
        assert ends and b"steps" in painted and len(painted) <= 4096
        terminal.press("q")
        assert terminal.ended() == 0
