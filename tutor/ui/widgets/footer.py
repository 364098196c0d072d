"""The last lines: every key that works at this moment, and what it does.

`Key` is what all screens say their keys with, also those that know no lesson.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual import events

from tutor.ui.terminal.capabilities import Charset
from tutor.ui.text_layout import Row, flow, width_of
from tutor.ui.widgets.line_widget import LineWidget

NAMES = {
    "enter": "enter",
    "escape": "esc",
    "space": "space",
    "tab": "tab",
    "shift+tab": "shift+tab",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
"""How Textual's names of keys are written on the footer."""
WORDS = {NAMES[key]: key for key in ("left", "right", "up", "down")}
"""The same of those that are written with an arrow, in words."""
GAP = "   "


def written(text: str, charset: Charset) -> str:
    """The text with arrows as words where there are none: `<` and `^` would be other keys; and with
    three dots for the sign that has them in one cell."""
    if charset == "ascii":
        for sign, word in (*WORDS.items(), ("…", "...")):
            text = text.replace(sign, word)
    return text


class Key(NamedTuple):
    """One key that works now."""

    press: str
    """The character it sends or, for a key without one, Textual's name of it."""
    act: str
    """The screen's method `act_…` that it calls or, without one, the session's intent."""
    does: str = ""
    """One or two words for the footer. Empty: works like the key before it, and is not shown."""
    argument: int | str | None = None
    """What the method is called with, if anything."""
    shown: str = ""
    """What the footer shows, where one word stands for several keys: `0-9`."""

    @property
    def cap(self) -> str:
        """What is written on it."""
        return self.shown or NAMES.get(self.press, self.press)

    def fits(self, event: events.Key) -> bool:
        """Whether this is the key that was pressed."""
        return self.press in (event.key, event.character)


def up_and_down(act: str, does: str, pages: str = "") -> Iterator[Key]:
    """The arrows call `act`, and the page keys, of which only some footers say `pages`, `page`."""
    yield Key("up", act, does, -1)
    yield Key("down", act, does, 1)
    yield Key("pageup", "page", pages, -1)
    yield Key("pagedown", "page", pages, 1)


class Footer(LineWidget):
    """Keys and what they do. A click on one presses it."""

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._keys: tuple[Key, ...] = ()

    def show(self, keys: Iterable[Key]) -> bool:
        """Show these keys, those that say nothing left out; whether others were shown."""
        before, self._keys = self._keys, tuple(key for key in keys if key.does)
        if self._keys != before:
            self.renew()
        return self._keys != before

    def lay(self, width: int, height: int) -> Sequence[Row]:
        return flow([self._words(group) for group in self._groups()], width, GAP)

    def _groups(self) -> list[list[Key]]:
        """Neighbours that do the same thing share one word: `←→ aim`."""
        groups: list[list[Key]] = []
        for key in self._keys:
            if groups and groups[-1][-1].does == key.does:
                groups[-1].append(key)
            else:
                groups.append([key])
        return groups

    def _words(self, group: list[Key]) -> Row:
        caps = [written(key.cap, self.look.charset) for key in group]
        joined = ("" if all(len(cap) == 1 for cap in caps) else " ").join(caps)
        does = group[0].does
        return ((joined, "key"), (f" {does}" if does != joined else "", "muted"))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        x, y = 0, 0
        for group in self._groups():
            cells = width_of(self._words(group))
            if x and x + len(GAP) + cells > self.content_size.width:
                x, y = 0, y + 1
            start = x + len(GAP) if x else 0
            if y == at.y and start <= at.x < start + cells:
                part = (at.x - start) * len(group) // max(1, len("".join(k.cap for k in group)))
                press = group[min(part, len(group) - 1)].press
                self.app.post_message(events.Key(press, None))
                return
            x = start + cells
