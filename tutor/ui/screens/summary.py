"""A round that is over: the score, what is known, and another look at the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message

from tutor.core.item import Item
from tutor.ui.keys import Key
from tutor.ui.report import MARKS, Report
from tutor.ui.screens.keyed import KeyedScreen
from tutor.ui.terminal import Look
from tutor.ui.widgets.base import Base
from tutor.ui.widgets.heading import Heading
from tutor.ui.widgets.marks import Marks
from tutor.ui.widgets.sheet import Sheet


class SummaryScreen(KeyedScreen[None]):
    """Scrolls; enter reads on to the end before it leaves."""

    @dataclass
    class Practise(Message):
        """The learner wants just these questions again."""

        items: tuple[Item, ...]
        seed: int

    @dataclass
    class Closed(Message):
        """The learner has read it."""

    def __init__(self, report: Report, look: Look, *, close: str = "close") -> None:
        """`close`: what closing is called on the footer."""
        super().__init__(look)
        self.report = report
        self._close = close

    def compose(self) -> ComposeResult:
        self.heading, self.marks = Heading(self.look), Marks(self.look, legend=False)
        self.sheet = Sheet(self.look, self.report.rows, id="page")
        yield self.heading
        yield self.marks
        yield self.sheet
        yield Base(self.footer)
        yield self.small

    def begin(self) -> None:
        summary = self.report.summary
        self.heading.show(((f"{summary.title}: what came of it", "title"),), ())
        self.marks.show(tuple(MARKS[one.state] for one in summary.outcomes))
        self.renew_footer()

    def resized(self) -> None:
        self.call_after_refresh(self.renew_footer)

    def keys_now(self) -> tuple[Key, ...]:
        return tuple(self._keys())

    def _keys(self) -> Iterator[Key]:
        missed = len(self.report.summary.to_practise)
        if self.sheet.below:
            yield Key("enter", "page", "read on", 1)
        else:
            yield Key("enter", "close", self._close)
        if missed:
            these = "practise this one" if missed == 1 else f"practise these {missed}"
            yield Key("p", "practise", these)
        if self.sheet.scrolls:
            yield Key("up", "scroll", "scroll", -1)
            yield Key("down", "scroll", "scroll", 1)
            yield Key("pageup", "page", "", -1)
            yield Key("pagedown", "page", "", 1)
            yield Key("space", "page", "", 1)
        yield Key("l", "close", self._close if self.sheet.below else "")
        yield Key("q", "close")
        yield Key("escape", "close")

    def act_page(self, pages: int) -> None:
        self.sheet.turn(pages * self.sheet.page)

    def act_scroll(self, lines: int) -> None:
        self.sheet.turn(lines)

    def act_practise(self) -> None:
        summary = self.report.summary
        self.post_message(self.Practise(summary.to_practise, summary.seed + 1))

    def act_close(self) -> None:
        self.post_message(self.Closed())
