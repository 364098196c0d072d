"""Which keys work at one moment of a round: the footer is drawn from this and keys obey it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.core.round import RoundView
from tutor.ui.keys import Key
from tutor.ui.moment import PICKED, Moment, aiming, options


@dataclass(frozen=True)
class RoundMoment:
    """All that decides which keys work."""

    now: Moment
    """The question in hand, as a step's would be."""
    shown: RoundView
    finishing: bool = False
    """The learner is being asked whether to finish with questions open."""

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        return not (self.shown.answered or self.finishing) and self.now.typing

    @property
    def picking(self) -> bool:
        """Digits and arrows pick an option."""
        waits = not (self.shown.answered or self.finishing or self.now.more)
        return waits and self.now.kind in PICKED


def round_keys(at: RoundMoment) -> tuple[Key, ...]:
    """Every key that works now, in the order of the footer."""
    return tuple(_keys(at))


def _keys(at: RoundMoment) -> Iterator[Key]:
    now, shown = at.now, at.shown
    if at.finishing:
        yield Key("f", "finish", "finish now")
        yield Key("enter", "go_on", "go on with it")
        yield Key("escape", "go_on")
        return
    yield Key("enter", "enter", shown.view.next)
    if at.typing:
        yield from aiming(now)
        yield from _tab(now)
        yield from _scroll(now, arrows=True)
        yield Key("escape", "more", _elsewhere(at))
    elif at.picking:
        yield from options(now)
        yield Key("?", "sure", "how sure", "?")
        yield Key("!", "sure", "how sure", "!")
        yield from _tab(now)
        yield from _scroll(now, arrows=False)
        yield Key("escape", "more", _elsewhere(at))
    else:
        yield from _commands(at)


def _elsewhere(at: RoundMoment) -> str:
    """What lies behind esc, in words."""
    if at.now.narrow:
        return "more keys"
    return "skip, back, leave" if at.shown.number > 1 else "skip, leave"


def _commands(at: RoundMoment) -> Iterator[Key]:
    now, shown = at.now, at.shown
    if not shown.answered:
        yield Key("s", "skip", "skip")
    if shown.number > 1:
        yield Key("b", "move", "back", -1)
    if shown.number < shown.count:
        yield Key("n", "move", "forward", 1)
    yield Key("f", "finish", "finish")
    yield from _tab(now)
    yield from _scroll(now, arrows=True)
    yield Key("g", "glossary", "words")
    yield Key("?", "help", "help")
    yield Key("l", "leave", "leave")
    if now.more and not shown.answered:
        yield Key("escape", "answer", "answer")


def _tab(now: Moment) -> Iterator[Key]:
    """On a narrow screen: to the picture, and back to the listing."""
    if len(now.ring) > 1:
        there = "listing" if now.spot else "picture"
        yield Key("tab", "tab", there, 1)
        yield Key("shift+tab", "tab", "", -1)


def _scroll(now: Moment, *, arrows: bool) -> Iterator[Key]:
    if not now.scrolls:
        return
    if arrows:
        yield Key("up", "scroll", "scroll", -1)
        yield Key("down", "scroll", "scroll", 1)
    yield Key("pageup", "scroll", "" if arrows else "scroll", -8)
    yield Key("pagedown", "scroll", "" if arrows else "scroll", 8)
