"""The last lines: every key that works at this moment, and what it does."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.containers import Vertical
from textual.message import Message

from tutor.ui.key import Key, written
from tutor.ui.terminal.capabilities import Look
from tutor.ui.text_layout import Row, flow, width_of
from tutor.ui.widgets.line_widget import LineWidget

GAP = "   "


class Footer(LineWidget):
    """Keys and what they do. A click on one does the same."""

    class Clicked(Message):
        """One of the keys was clicked."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="footer")
        self._keys: tuple[Key, ...] = ()

    def show(self, keys: tuple[Key, ...]) -> None:
        """Show these keys, those that say nothing left out."""
        if not self.shows(keys):
            self._keys = _telling(keys)
            self.renew()

    def shows(self, keys: tuple[Key, ...]) -> bool:
        """Whether these are the keys that are shown."""
        return _telling(keys) == self._keys

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
        return ((joined, "key"), (f" {group[0].does}", "muted"))

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
                self.post_message(self.Clicked(group[min(part, len(group) - 1)]))
                return
            x = start + cells


class FooterBox(Vertical):
    """The foot of a screen other than an exercise: a rule, and the keys."""

    def __init__(self, footer: Footer) -> None:
        super().__init__(footer, id="foot")


def _telling(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    return tuple(key for key in keys if key.does)
