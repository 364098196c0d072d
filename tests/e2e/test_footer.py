"""Every key that the footer shows does what it says at that moment, in a real terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.e2e.terminal import Terminal, tutor
from tests.session.walks import bundled_course

MOVES = "something moves"
Seen = str | Callable[[Terminal], bool]


@dataclass(frozen=True)
class Deed:
    """What a key does."""

    key: str
    then: Seen
    """What is to be seen after it."""
    undo: tuple[str, ...] = ()
    """Keys that lead back to the same moment."""


BEFORE, _, AFTER = (f"› {s.title[:16]}" for s in bundled_course().lesson("add-alpha").steps[:3])
"""Titles of the step that is tried, and of its neighbours."""


BLANK = ("\x7f" * 9,)
"""A guess that was aimed at, taken back."""
ASKING = {
    "enter commit": Deed("enter", "Nothing is typed yet"),
    "←→ aim": Deed("right", "you 0.", BLANK),
    "[] leap": Deed("]", "you 0.", BLANK),
    "tab weight": Deed("tab", "0-9 type it", ("esc",)),
    "↑↓ scroll": Deed("up", MOVES, ("down",)),
    "esc more keys": Deed("esc", "? help", ("esc",)),
}
AIMING = {
    "←→ aim": Deed("left", MOVES, ("right",)),
    "[] leap": Deed("[", MOVES, ("]",)),
    "↑ finer": Deed("up", "give or take 0.0001", ("down",)),
    "↓ coarser": Deed("down", lambda t: "coarser" not in t.text, ("up",)),
    "tab weight": Deed("tab", "0-9 type it", ("esc",)),
    "pgup pgdn scroll": Deed("pgup", MOVES, ("pgdn",)),
    "esc more keys": Deed("esc", "? help", ("esc",)),
    "enter commit": Deed("enter", "One more try."),
}
HERE = ("esc", "j", "smaller", "enter")
"""Back to the question from elsewhere, by the jump list."""
MORE = {
    "enter commit": Deed("enter", "Nothing is typed yet"),
    "h hint": Deed("h", "hint ", ("esc", "x", "esc")),
    "s skip": Deed("s", AFTER, (*HERE, "esc")),
    "v error curve": Deed("v", "v table", ("v", "v", "v")),
    "tab weight": Deed("tab", "0-9 type it", ("esc", "esc")),
    "↑↓ scroll": Deed("up", MOVES, ("down",)),
    "b back": Deed("b", BEFORE, (*HERE, "esc")),
    "j jump": Deed("j", "Jump to a step", ("esc",)),
    "g words": Deed("g", "The words of this course", ("esc",)),
    "? help": Deed("?", "Enter always does the next sensible thing", ("enter",)),
    "l leave": Deed("l", "you are here", ("enter", "esc")),
    "esc answer": Deed("esc", "esc more keys", ("esc",)),
}
ANSWERED = ("0.46", "enter", "enter", "0.436", "enter")
EXPLORING = {
    "r run one": Deed("r", "now 0.4216 ›"),
    "←→ aim": Deed("right", "you 0.", BLANK),
    "0-9 guess": Deed("5", "= 5", ("backspace",)),
    "v error curve": Deed("v", "error in each update", ("v", "v", "v")),
    "tab weight": Deed("tab", "0-9 type it", ("esc",)),
    "↑↓ scroll": Deed("up", MOVES, ("down",)),
    "j jump": Deed("j", "Jump to a step", ("esc",)),
    "g words": Deed("g", "The words of this course", ("esc",)),
    "? help": Deed("?", "Enter always does the next sensible thing", ("enter",)),
    "a run all": Deed("a", lambda t: "now 0.400004 ›" in t.text and "run one" not in t.text),
    "l leave": Deed("l", "you are here", ("enter",)),
    "b back": Deed("b", BEFORE, (*HERE, *ANSWERED)),
    "x reset": Deed("x", "1 of 2", ANSWERED),
    "enter next step": Deed("enter", AFTER),
}
IN_HAND = {
    "enter commit": Deed("enter", "Nothing is typed yet"),
    "←→ change": Deed("right", "‹ weight 0.55 ›", ("left",)),
    "[] by 10": Deed("]", "‹ weight 1 ›", ("[",)),
    "tab goal_pred": Deed("tab", "tab input", ("shift+tab",)),
    "esc done": Deed("esc", "esc more keys", ("tab",)),
    "0-9 type it": Deed("3", "enter set weight", ("esc",)),
    "h hint": Deed("h", "hint "),
}


def shows(key: str, terminal: Terminal) -> bool:
    return key in terminal.footer()


def changed(before: str, terminal: Terminal) -> bool:
    return terminal.text != before


def tried(terminal: Terminal, deeds: Mapping[str, Deed]) -> None:
    """Press each key of the footer, see what it says come true, and come back."""
    moment = terminal.footer()
    assert set(moment) <= set(deeds), "a key that nobody has tried"
    for shown, deed in deeds.items():
        if shown not in moment:
            continue
        terminal.wait(partial(shows, shown))
        before = terminal.text
        terminal.press(deed.key)
        terminal.wait(partial(changed, before) if deed.then == MOVES else deed.then)
        for key in deed.undo:
            before = terminal.text
            terminal.press(key)
            terminal.wait(partial(changed, before))


def test_the_footer_is_true_while_an_answer_is_asked(tmp_path: Path) -> None:
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        terminal.wait("esc more keys")
        tried(terminal, ASKING)
        terminal.press("esc")
        terminal.wait("esc answer")
        tried(terminal, MORE)
        terminal.press("esc", "left", "up")
        terminal.wait("↓ coarser")
        tried(terminal, AIMING)
        terminal.press(*BLANK, "tab")
        terminal.wait("0-9 type it")
        tried(terminal, IN_HAND)


def test_the_footer_is_true_after_the_answers(tmp_path: Path) -> None:
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        terminal.wait("1 of 2")
        terminal.press(*ANSWERED)
        terminal.wait("r run one")
        tried(terminal, EXPLORING)
