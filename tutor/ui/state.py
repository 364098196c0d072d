"""All that decides which keys work on a step's screen and on a quiz's. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tutor.grading.kinds.base import Input
from tutor.session.view import PICTURES, Phase, View

if TYPE_CHECKING:
    from tutor.session.quiz import QuizView

TYPED = (Input.NUMBER, Input.LINES, Input.ORDER)
"""Answers that are typed."""
ARROWS = {"up": "up", "down": "down", "stay": "="}
"""The key that looks like an option's word."""
PICTURE = "picture"
"""The place in the ring of tab where a narrow screen shows the picture instead of the words."""
ERROR = "error"
"""The variable that the error curve draws."""


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
    unread: bool = False
    """Words that came with the answer stand behind the picture."""

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
    def free(self) -> bool:
        """Explore's own question is open."""
        return self.view.question is not None and self.view.question.free

    @property
    def guessing(self) -> bool:
        """Explore's own question can be begun."""
        return self.view.can_guess

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
    def pictured(self) -> bool:
        """There is something beside the words."""
        return self.view.plot is not None or self.view.table is not None

    @property
    def aims(self) -> bool:
        """The arrows move a guess along the bowl's axis."""
        view, question = self.view, self.view.question
        if view.plot is None or view.plot.hidden or view.picture != "bowl" or question is None:
            return False
        if self.input is not Input.NUMBER or question.variable != view.plot.x:
            return False
        if not (self.asking or self.guessing):
            return False
        heard = view.reading if self.asking or self.free else None
        blank = not view.typed or not (self.asking or self.free)
        return blank or (heard is not None and heard.value is not None and not heard.working)

    @property
    def ring(self) -> tuple[str, ...]:
        """Where tab goes, in order."""
        constants = tuple(one.name for one in self.view.parameters if one.editable)
        drawn = self.view.plot is not None or self.view.picture != PICTURES[0]
        return ("", *((PICTURE,) if self.narrow and drawn else ()), *constants)

    def after(self, steps: int) -> str:
        """The place in the ring this number of steps further."""
        ring = self.ring
        at = ring.index(self.spot) if self.spot in ring else 0
        return ring[(at + steps) % len(ring)]


class QuizState(NamedTuple):
    """All that decides which keys work."""

    state: ScreenState
    """The question in hand, as a step's would be."""
    shown: QuizView
    finishing: bool = False
    """The learner is being asked whether to finish with questions open."""

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        return not (self.shown.answered or self.finishing) and self.state.typing

    @property
    def picking(self) -> bool:
        """Digits and arrows pick an option."""
        waits = not (self.shown.answered or self.finishing or self.state.more)
        return waits and self.state.input is Input.OPTION


def pictures(view: View) -> tuple[str, ...]:
    """The pictures that there are at this step, in the order of `v`; without a bowl, the first
    one leaves the words alone."""
    if view.table is None:
        return PICTURES[:1]
    there = {
        "error": ERROR in view.table.names,
        "output": any("print(" in line.text for line in view.listing),
    }
    return tuple(name for name in PICTURES if there.get(name, True))


def following(view: View) -> str:
    """The picture that `v` shows next."""
    there = pictures(view)
    at = there.index(view.picture) if view.picture in there else 0
    return there[(at + 1) % len(there)]


def caption(name: str, view: View) -> str:
    """What the footer calls a picture."""
    if name == "bowl":
        return "bowl" if view.plot is not None else "words only"
    return {"error": "error curve"}.get(name, name)
