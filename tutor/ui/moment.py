"""Which keys work at one moment of a step. The footer is drawn from this and keys obey it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.core.view import PICTURES, Phase, View
from tutor.ui.keys import Key

TYPED = ("predict", "write", "order")
"""Kinds of question that are answered by typing."""
PICKED = ("direction", "choose")
"""Kinds that are answered by picking."""
PICTURE = "picture"
"""The place in the ring of tab where a narrow screen shows the picture instead of the words."""
ERROR = "error"
"""The variable that the error curve draws."""
BEGINNINGS = "0123456789.-("
"""What may begin a number or an expression."""


@dataclass(frozen=True)
class Moment:
    """All that decides which keys work."""

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
    def kind(self) -> str:
        """What kind of question it is."""
        return self.view.question.kind if self.view.question else ""

    @property
    def typing(self) -> bool:
        """Characters go into the answer."""
        if self.spot not in ("", PICTURE) or self.more or self.running:
            return False
        if self.asking:
            return self.kind in TYPED
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
        if self.kind != "predict" or question.variable != view.plot.x:
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
        """The place in the ring so many steps on."""
        ring = self.ring
        at = ring.index(self.spot) if self.spot in ring else 0
        return ring[(at + steps) % len(ring)]


def keys(now: Moment) -> tuple[Key, ...]:
    """Every key that works now, in the order of the footer."""
    return tuple(_keys(now))


def _keys(now: Moment) -> Iterator[Key]:
    if now.running:
        yield Key("space", "stop", "stop")
        yield Key("enter", "stop")
        yield Key("escape", "stop")
    elif now.view.phase is Phase.END:
        yield Key("enter", "leave", now.view.next)
        yield from _commands(now)
    elif now.spot not in ("", PICTURE):
        yield from _constant(now)
    elif now.typing:
        yield from _typing(now)
    elif now.asking and now.kind in PICKED and not now.more:
        yield from _picking(now)
    else:
        yield (
            Key("enter", "read", "read on") if now.unread else Key("enter", "enter", now.view.next)
        )
        yield from _commands(now)


def _typing(now: Moment) -> Iterator[Key]:
    several = now.kind == "write"
    if several:
        blank = bool(now.view.typed.strip()) and not now.view.typed.split("\n")[-1].strip()
        yield Key("enter", "newline", now.view.next if blank else "new line, twice to commit")
        yield Key("ctrl+s", "enter")
    else:
        yield Key("enter", "enter", now.view.next)
    yield from aiming(now)
    yield from _tab(now)
    if several:
        yield Key("up", "line", "line", -1)
        yield Key("down", "line", "line", 1)
    else:
        yield from _scroll(now)
    if now.free:
        yield Key("escape", "unguess", "drop it")
    else:
        yield Key("escape", "more", "more keys")


def aiming(now: Moment, *, leaps: bool = True) -> Iterator[Key]:
    """Along the bowl's axis, where a guess can be aimed."""
    if now.aims:
        yield Key("left", "aim", "aim", -1)
        yield Key("right", "aim", "aim", 1)
        if leaps:
            yield Key("[", "aim", "leap", -8)
            yield Key("]", "aim", "leap", 8)


def options(now: Moment) -> Iterator[Key]:
    """What picks one of the answers."""
    assert now.view.question is not None
    count = len(now.view.question.options)
    if now.kind == "direction":
        for number, (arrow, letter, word) in enumerate(
            (("up", "u", "up"), ("down", "d", "down"), ("=", "s", "stay"))
        ):
            yield Key(arrow, "pick", word, number)
            yield Key(letter, "pick", "", number)
    else:
        yield Key("up", "shift", "choose", -1)
        yield Key("down", "shift", "choose", 1)
    for number in range(count):
        shown = f"1-{count}" if number == 0 and now.kind == "choose" else ""
        yield Key(str(number + 1), "pick", "pick" if shown else "", number, shown)


def _picking(now: Moment) -> Iterator[Key]:
    yield Key("enter", "enter", now.view.next)
    yield from options(now)
    yield from _tab(now)
    yield from _pages(now)
    yield Key("escape", "more", "more keys")


def _constant(now: Moment) -> Iterator[Key]:
    if now.number:
        yield Key("enter", "put", f"set {now.spot}")
        yield Key("escape", "drop", "as it was")
    else:
        yield Key("enter", "enter", now.view.next)
        yield Key("left", "change", "change", -1)
        yield Key("right", "change", "change", 1)
        yield Key("[", "change", "by 10", -10)
        yield Key("]", "change", "by 10", 10)
        yield from _hint(now)
        if now.view.can_run:
            yield Key("r", "run", "run one")
            yield Key("a", "run_all", "run all")
        yield from _tab(now)
        yield Key("escape", "answer", "done")
    for number, character in enumerate("0123456789.-" + "e" * bool(now.number)):
        shown = "0-9" if number == 0 and not now.number else ""
        yield Key(character, "digit", "type it" if shown else "", character, shown)


def _tab(now: Moment) -> Iterator[Key]:
    if len(now.ring) < 2:
        return
    words = {"": "text" if now.narrow else "answer", PICTURE: caption(now.view.picture, now.view)}
    there = now.after(1)
    yield Key("tab", "tab", words.get(there, there), 1)
    yield Key("shift+tab", "tab", "", -1)


def _scroll(now: Moment) -> Iterator[Key]:
    if now.scrolls:
        yield Key("up", "scroll", "scroll", -1)
        yield Key("down", "scroll", "scroll", 1)
        yield Key("pageup", "page", "", -1)
        yield Key("pagedown", "page", "", 1)


def _pages(now: Moment) -> Iterator[Key]:
    if now.scrolls:
        yield Key("pageup", "page", "scroll", -1)
        yield Key("pagedown", "page", "scroll", 1)


def _commands(now: Moment) -> Iterator[Key]:
    view = now.view
    yield from _hint(now)
    if now.asking:
        yield Key("s", "skip", "skip")
    if view.can_run:
        yield Key("r", "run", "run one")
        yield Key("a", "run_all", "run all")
    if view.can_replay:
        yield Key("o", "replay", "own rule")
    if not now.asking:
        yield from aiming(now, leaps=False)
    if now.guessing and not now.asking:
        for character in BEGINNINGS:
            first = character == "0"
            yield Key(character, "begin", "guess" if first else "", character, "0-9" * first)
    if now.wide and view.picture == "table":
        yield Key("left", "columns", "columns", -1)
        yield Key("right", "columns", "columns", 1)
    if now.pictured:
        yield Key("v", "picture", caption(following(view), view))
    yield from _tab(now)
    yield from _scroll(now)
    yield Key("b", "back", "back")
    yield Key("j", "jump", "jump")
    if view.phase is not Phase.END and now.touched:
        yield Key("x", "reset", "reset")
    yield Key("g", "glossary", "words")
    yield Key("?", "help", "help")
    yield Key("l", "leave", "leave")
    if now.asking and now.more:
        yield Key("escape", "answer", "answer")


def _hint(now: Moment) -> Iterator[Key]:
    question = now.view.question
    if now.asking and question is not None and question.has_hint and not question.hint:
        yield Key("h", "hint", "hint")


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
