"""How far a quiz is: one mark for each question, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tutor.ui.terminal.capabilities import Charset, Look
from tutor.ui.text_layout import Row, fill, width_of
from tutor.ui.widgets.line_widget import LineWidget

GLYPHS: Mapping[Charset, Mapping[str, str]] = {
    "unicode": {
        "answered": "●",
        "right": "✓",
        "hunch": "?",
        "missed": "✗",
        "skipped": "◌",
        "open": "○",
    },
    "ascii": {
        "answered": "#",
        "right": "+",
        "hunch": "?",
        "missed": "x",
        "skipped": "~",
        "open": "o",
    },
}
"""Each differs in shape, and in colour only besides."""
STYLES = {
    "answered": "accent",
    "right": "good",
    "hunch": "warm",
    "missed": "bad",
    "skipped": "warm",
    "open": "muted",
}


class ProgressMarks(LineWidget):
    """`● ● ◌‹○›○ ○   ● 2 answered  ◌ 1 skipped  ○ 3 open`: the one in hand is between angles."""

    def __init__(self, look: Look, *, legend: bool = True) -> None:
        super().__init__(look, id="marks")
        self._explained = legend
        self._marks: tuple[str, ...] = ()
        self._at: int | None = None

    def show(self, marks: tuple[str, ...], at: int | None = None) -> None:
        """Show these marks; `at` (0-based) is in hand."""
        if (marks, at) != (self._marks, self._at):
            self._marks, self._at = marks, at
            self.renew()

    def lay(self, width: int, height: int) -> Sequence[Row]:
        glyphs = GLYPHS[self.look.charset]
        legend = self._legend(glyphs)
        needed = 2 * len(self._marks) + 1
        room = width - width_of(legend) - 2
        if needed > room:
            return [self._row(glyphs, width)]
        return [(*fill(self._row(glyphs, room), room + 2), *legend)]

    def _row(self, glyphs: Mapping[str, str], width: int) -> Row:
        """As many marks as there is room for, around the one in hand."""
        count = len(self._marks)
        fits = min(count, max(1, (width - 1) // 2))
        middle = 0 if self._at is None else self._at
        first = max(0, min(middle - fits // 2, count - fits))
        row: list[tuple[str, str]] = []
        for at in range(first, first + fits):
            cut = at == first > 0 or (at == first + fits - 1 and at < count - 1)
            mark = self._marks[at]
            before = "›" if at - 1 == self._at else "‹" if at == self._at else " "
            row += [(before, "pointer"), ("…" if cut else glyphs[mark], STYLES[mark])]
        return (*row, ("›" if self._at == first + fits - 1 else " ", "pointer"))

    def _legend(self, glyphs: Mapping[str, str]) -> Row:
        counts = Counter(self._marks if self._explained else ())
        said: list[tuple[str, str]] = []
        for mark in STYLES:
            if counts[mark]:
                gap = "  " if said else ""
                said += [
                    (f"{gap}{glyphs[mark]} ", STYLES[mark]),
                    (f"{counts[mark]} {mark}", "muted"),
                ]
        return tuple(said)
