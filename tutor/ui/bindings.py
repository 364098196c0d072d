"""Which keys work now at a step and in a quiz: the table from which the footer is drawn and by
which keys are obeyed. Screens of another kind say their few keys themselves, in the same shape.

First all that decides it, of a step's screen and of a quiz's; then the keys. No key here needs Alt,
Ctrl or a function key: all of them get eaten by somebody's terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tutor.grading.kinds.base import Input
from tutor.session.view import ERROR, PICTURES, Phase, View
from tutor.ui.widgets.footer import Key, up_and_down

if TYPE_CHECKING:
    from tutor.session.quiz import QuizView


TYPED = (Input.NUMBER, Input.LINES, Input.ORDER, Input.SEVERAL)
"""Answers that are typed."""
ARROWS = {"up": "up", "down": "down", "stay": "="}
"""The key that looks like an option's word."""
PICTURE = "picture"
"""The place in the ring of tab where a narrow screen shows the picture instead of the words."""
BEGINNINGS = "0123456789.-("
"""What may begin a number or an expression."""
LEAVING = (
    Key("g", "glossary", "words"),
    Key("?", "help", "help"),
    Key("l", "leave", "leave"),
)
"""What stands last among the commands of a step and of a quiz."""


# -- the state of a screen ---------------------------------------------------------------------


class ScreenState(NamedTuple):
    """What a step's screen shows, as far as it decides which keys work."""

    view: View
    spot: str = ""
    """Where tab has gone: empty for the answer, `PICTURE`, or the name of a constant."""
    number: str = ""
    """What was typed for that constant."""
    more: bool = False
    """esc was pressed: letters are commands although an answer is asked."""
    running: bool = False
    """All updates are being run."""
    narrow: bool = False
    """Words and picture do not fit side by side."""
    scrolls: bool = False
    """There is more to read than can be seen."""
    wide: bool = False
    """The table has more columns than can be seen."""
    done: bool = False
    """Enter hands in the lines that are typed: here it opens no new one."""
    fine: int = 0
    """How many times the numbers that can be aimed at were made ten times as many."""
    unread: bool = False
    """Words that came with the answer stand behind the picture."""
    hand: bool | None = None
    """The learner's hand is up; None where there is nobody to see it."""
    spent: bool = False
    """What stands in the field was a miss, and what is typed next takes its place."""

    @property
    def asking(self) -> bool:
        """A question waits for its answer."""
        return self.view.phase is Phase.ASK

    @property
    def input(self) -> Input:
        """How the question is answered."""
        return self.view.question.input if self.view.question else Input.NONE

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        if self.spot not in ("", PICTURE) or self.more or self.running:
            return False
        if self.asking:
            return self.input in TYPED
        return self.free and bool(self.view.typed)

    @property
    def picking(self) -> bool:
        """Digits and arrows pick an option."""
        return self.asking and self.input is Input.OPTION and not self.more

    @property
    def answerable(self) -> bool:
        """Something can be answered beside the constants."""
        if self.asking:
            return self.input not in (Input.NONE, Input.CONSTANTS)
        return self.free or self.view.can_guess

    @property
    def free(self) -> bool:
        """Explore's own question is open."""
        return self.view.question is not None and self.view.question.free

    @property
    def touched(self) -> bool:
        """There is something that beginning anew would undo."""
        view, question = self.view, self.view.question
        changed = any(one.changed for one in view.parameters)
        if self.asking and question is not None:
            begun = view.typed or view.verdict or question.hint
            return changed or bool(begun) or question.number > 1
        return view.phase is not Phase.READ or view.updates > 0 or changed

    @property
    def aims(self) -> bool:
        """The arrows move a guess along the bowl's axis."""
        view, question = self.view, self.view.question
        if view.plot is None or view.plot.hidden or view.picture != "bowl" or question is None:
            return False
        along = (view.plot.x, view.plot.up)
        if self.input is not Input.NUMBER or question.variable not in along:
            return False
        if not (self.asking or view.can_guess):
            return False
        heard = view.reading if self.asking or self.free else None
        blank = not view.typed or not (self.asking or self.free)
        return blank or (heard is not None and heard.value is not None and not heard.working)

    @property
    def aimed(self) -> bool:
        """What stands in the field was aimed at."""
        return self.aims and self.view.aimed > 0

    @property
    def ring(self) -> tuple[str, ...]:
        """Where tab goes, in order."""
        constants = tuple(one.name for one in self.view.parameters if one.editable)
        drawn = self.narrow and pictured(self.view)
        return ("", *((PICTURE,) if drawn else ()), *constants)

    def after(self, steps: int) -> str:
        """The place in the ring this number of steps further."""
        ring = self.ring
        at = ring.index(self.spot) if self.spot in ring else 0
        return ring[(at + steps) % len(ring)]


def pictures(view: View) -> tuple[str, ...]:
    """The pictures that there are at this step, in the order of `v`; without a bowl, the first
    one leaves the words alone."""
    if view.table is None:
        return PICTURES[:1]
    there = {
        "error": view.table.measures(ERROR),
        "output": any("print(" in line.text for line in view.listing),
    }
    return tuple(name for name in PICTURES if there.get(name, True))


def shown_picture(view: View) -> str:
    """The picture that is in hand; where there is none of that kind, the first one."""
    return view.picture if view.picture in pictures(view) else PICTURES[0]


def pictured(view: View) -> bool:
    """Whether there is something to be seen beside the words."""
    return view.plot is not None or shown_picture(view) != PICTURES[0]


def following(view: View) -> str:
    """The picture that `v` shows next."""
    there = pictures(view)
    at = there.index(view.picture) if view.picture in there else 0
    return there[(at + 1) % len(there)]


def caption(name: str, view: View) -> str:
    """What the footer calls a picture."""
    if name == "bowl":
        return view.plot.kind if view.plot is not None else "words only"
    return {"error": "error curve"}.get(name, name)


# -- a step ----------------------------------------------------------------------------------


def step_bindings(state: ScreenState) -> Iterator[Key]:
    """Every key that works now, in the order of the footer."""
    if state.running:
        yield Key("space", "stop", "stop")
        yield Key("enter", "stop")
        yield Key("escape", "stop")
    elif state.view.phase is Phase.END:
        yield Key("enter", "leave", state.view.next)
        yield from _commands(state)
    elif state.spot not in ("", PICTURE):
        yield from _constant(state)
    elif state.typing:
        yield from _typing(state)
    elif state.picking:
        yield from _picking(state)
    else:
        yield _on(state)
        yield from _commands(state)


def _on(state: ScreenState) -> Key:
    """What goes on: past no words that stand behind the picture."""
    if state.unread:
        return Key("enter", "read", "read on")
    return Key("enter", "enter", state.view.next)


def _typing(state: ScreenState) -> Iterator[Key]:
    yield from _enter(state, state.view.next)
    if state.spent and not any(_H.search(line.text) for line in state.view.listing):
        yield from _hint(state)
    yield from _aiming(state)
    yield from _tab(state)
    yield from _up_and_down(state)
    if state.free:
        yield Key("escape", "unguess", "drop it")
    else:
        yield Key("escape", "more", "more keys")


def _enter(state: ScreenState, does: str) -> Iterator[Key]:
    """What hands in what is typed; among several lines it first opens them."""
    if state.typing and state.input is Input.LINES:
        yield Key("enter", "newline", does if state.done else f"new line, twice to {does}")
        yield Key("ctrl+s", "hand_in")
    else:
        yield Key("enter", "enter", does)


def _up_and_down(state: ScreenState) -> Iterator[Key]:
    """Among the lines that are typed, or finer and coarser where a number is aimed at: what is read
    is scrolled by pages then."""
    if state.input is Input.LINES:
        yield Key("up", "line", "line", -1)
        yield Key("down", "line", "line", 1)
    elif state.aimed or (state.aims and state.view.upward):
        yield from _pages(state)
    else:
        yield from _scroll(state)


def _aiming(state: ScreenState, *, leaps: bool = True) -> Iterator[Key]:
    """Along the axis of the bowl or of a map, where a guess can be aimed."""
    ways, finer, coarser = {"left": -1, "right": 1}, "up", "down"
    if state.view.upward:
        ways, finer, coarser = {"up": 1, "down": -1}, "right", "left"
    if state.aims:
        for key, way in ways.items():
            yield Key(key, "aim", "aim", way)
        if leaps:
            yield Key("[", "aim", "leap", -10)
            yield Key("]", "aim", "leap", 10)
    if state.aimed:
        yield Key(finer, "finer", "finer", 1)
        if state.fine:
            yield Key(coarser, "finer", "coarser", -1)


def _options(state: ScreenState) -> Iterator[Key]:
    """What picks one of the answers."""
    assert state.view.question is not None
    count = len(state.view.question.options)
    shortcuts = state.view.question.shortcuts
    for number, (word, letter) in enumerate(
        zip(state.view.question.options, shortcuts, strict=False)
    ):
        yield Key(ARROWS.get(word, letter), "choose", word, number)
        yield Key(letter, "choose", "", number)
    if not shortcuts:
        yield Key("up", "shift", "choose", -1)
        yield Key("down", "shift", "choose", 1)
    for number in range(count):
        shown = f"1-{count}" if number == 0 and not shortcuts else ""
        yield Key(str(number + 1), "choose", "pick" if shown else "", number, shown)
    yield Key("?", "sure", "how sure", "?")
    yield Key("!", "sure", "how sure", "!")


def _picking(state: ScreenState) -> Iterator[Key]:
    yield Key("enter", "enter", state.view.next)
    yield from _options(state)
    if state.view.verdict is not None:
        yield from _hint(state)
    yield from _tab(state)
    yield from _pages(state)
    yield Key("escape", "more", "more keys")


def _constant(state: ScreenState) -> Iterator[Key]:
    if state.number:
        yield Key("enter", "put", f"set {state.spot}")
        yield Key("escape", "drop", "as it was")
    else:
        yield _on(state)
        yield Key("left", "change", "change", -1)
        yield Key("right", "change", "change", 1)
        yield Key("[", "change", "by 10", -10)
        yield Key("]", "change", "by 10", 10)
        yield from _hint(state)
        if state.view.can_run:
            yield Key("r", "run", "run one")
            yield Key("a", "run_all", "run all")
        yield from _tab(state)
        yield Key("escape", "answer", "done")
    for number, character in enumerate("0123456789.-" + "e" * bool(state.number)):
        shown = "0-9" if number == 0 and not state.number else ""
        yield Key(character, "digit", "type it" if shown else "", character, shown)


def _tab(state: ScreenState, words: Mapping[str, str] = MappingProxyType({})) -> Iterator[Key]:
    """To the next place in the ring; `words` are what places are called, where a step calls them
    otherwise."""
    if len(state.ring) < 2:
        return
    called = {
        "": "answer" if state.answerable and not state.narrow else "text",
        PICTURE: caption(state.view.picture, state.view),
        **words,
    }
    there = state.after(1)
    yield Key("tab", "tab", called.get(there, there), 1)
    yield Key("shift+tab", "tab", "", -1)


def _scroll(state: ScreenState) -> Iterator[Key]:
    if state.scrolls:
        yield from up_and_down("scroll", "scroll")


def _pages(state: ScreenState) -> Iterator[Key]:
    """The same where the arrows choose, or aim."""
    if state.scrolls:
        yield Key("pageup", "page", "scroll", -1)
        yield Key("pagedown", "page", "scroll", 1)


def _commands(state: ScreenState) -> Iterator[Key]:
    view = state.view
    yield from _hint(state)
    if state.asking:
        yield Key("s", "skip", "skip")
    if view.can_run:
        yield Key("r", "run", "run one")
        yield Key("a", "run_all", "run all")
    if view.can_replay:
        yield Key("o", "replay", "own rule")
    if not state.asking:
        yield from _aiming(state, leaps=False)
    if view.can_guess and not state.asking:
        for character in BEGINNINGS:
            first = character == "0"
            yield Key(character, "begin", "guess" if first else "", character, "0-9" * first)
    if state.wide and view.picture == "table":
        yield Key("left", "columns", "columns", -1)
        yield Key("right", "columns", "columns", 1)
    if view.plot is not None or view.table is not None:
        yield Key("v", "picture", caption(following(view), view))
    yield from _tab(state)
    upward = state.aims and state.view.upward and not state.asking
    yield from _pages(state) if upward else _scroll(state)
    yield Key("b", "back", "back")
    yield Key("j", "jump", "jump")
    if view.phase not in (Phase.END, Phase.WITHHELD) and state.touched:
        yield Key("x", "reset", "reset")
    if state.hand is not None:
        yield Key("n", "hand", "hand down" if state.hand else "hand up")
    yield from LEAVING
    if state.asking and state.more:
        yield Key("escape", "answer", "answer")


_H = re.compile(r"\bh")
"""A name that a guess may begin with, so that `h` is no key there."""


def _hint(state: ScreenState) -> Iterator[Key]:
    question = state.view.question
    if state.asking and question is not None and question.more_hints:
        yield Key("h", "hint", "hint")


# -- a quiz ----------------------------------------------------------------------------------


def quiz_bindings(state: ScreenState, shown: QuizView, *, finishing: bool) -> Iterator[Key]:
    """Every key that works now, in the order of the footer; `finishing`: the learner is being asked
    whether to finish with questions open."""
    if finishing:
        yield Key("f", "finish", "finish now")
        yield Key("enter", "go_on", "go on with it")
        yield Key("escape", "go_on")
        return
    yield from _enter(state, shown.view.next)
    if not (state.typing or state.picking):
        yield from _quiz_commands(state, shown)
        return
    if state.picking:
        yield from _options(state)
        yield from _quiz_tab(state)
        yield from _pages(state)
    else:
        yield from _aiming(state)
        yield from _quiz_tab(state)
        yield from _up_and_down(state)
    behind = "skip, back, leave" if shown.number > 1 else "skip, leave"
    yield Key("escape", "more", "more keys" if state.narrow else behind)


def _quiz_commands(state: ScreenState, shown: QuizView) -> Iterator[Key]:
    if not shown.answered:
        yield Key("s", "skip", "skip")
    if shown.number > 1:
        yield Key("b", "move", "back", -1)
    if shown.number < shown.count:
        yield Key("n", "move", "forward", 1)
    yield Key("f", "finish", "finish")
    yield from _quiz_tab(state)
    yield from _scroll(state)
    yield from LEAVING
    if state.more and not shown.answered:
        yield Key("escape", "answer", "answer")


def _quiz_tab(state: ScreenState) -> Iterator[Key]:
    """On a narrow screen: to the picture, and back to the listing."""
    return _tab(state, {"": "listing", PICTURE: "picture"})
