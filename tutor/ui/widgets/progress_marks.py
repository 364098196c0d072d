"""How far a quiz is: one mark for each question, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tutor.ui.terminal.capabilities import Charset
from tutor.ui.text_layout import Row, fill, width_of

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


def mark_rows(
    width: int, marks: Sequence[str], at: int | None, charset: Charset, *, legend: bool
) -> list[Row]:
    """`● ● ◌‹○›○ ○   ● 2 answered  ◌ 1 skipped  ○ 3 open`: `at` (0-based) is in
    hand, and so between angles."""
    glyphs = GLYPHS[charset]
    said = _legend(glyphs, marks) if legend else ()
    room = width - width_of(said) - 2
    if 2 * len(marks) + 1 > room:
        return [_row(glyphs, marks, at, width)]
    return [(*fill(_row(glyphs, marks, at, room), room + 2), *said)]


def _row(glyphs: Mapping[str, str], marks: Sequence[str], at: int | None, width: int) -> Row:
    """As many marks as there is room for, around the one in hand."""
    count = len(marks)
    fits = min(count, max(1, (width - 1) // 2))
    first = max(0, min((at or 0) - fits // 2, count - fits))
    row: list[tuple[str, str]] = []
    for here in range(first, first + fits):
        cut = here == first > 0 or (here == first + fits - 1 and here < count - 1)
        mark = marks[here]
        before = "›" if here - 1 == at else "‹" if here == at else " "
        row += [(before, "pointer"), ("…" if cut else glyphs[mark], STYLES[mark])]
    return (*row, ("›" if at == first + fits - 1 else " ", "pointer"))


def _legend(glyphs: Mapping[str, str], marks: Sequence[str]) -> Row:
    counts = Counter(marks)
    said: list[tuple[str, str]] = []
    for mark, style in STYLES.items():
        if counts[mark]:
            gap = "  " if said else ""
            said += [(f"{gap}{glyphs[mark]} ", style), (f"{counts[mark]} {mark}", "muted")]
    return tuple(said)
