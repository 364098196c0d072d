"""A conversation in lines: what is said goes out as plain text, what is typed comes back."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

from tutor.course.markup import Block, blocks, unmarked
from tutor.errors import visible
from tutor.process import streams
from tutor.process.streams import StandardInput, StandardOutput

WIDTH = 78
"""Columns that prose is wrapped to at most: longer lines are hard to follow."""
NARROWEST = 20
LONGEST = 20_000
"""Characters of one line that are taken; what follows on that line is not read."""

ASCII = str.maketrans(
    {
        "…": "...", "–": "-", "—": "-", "−": "-", "×": "x", "·": "-", "→": "->", "‘": "'",
        "’": "'", "“": '"', "”": '"', "²": "^2", "³": "^3", "≤": "<=", "≥": ">=", "≠": "!=",
        "é": "e", "ï": "i",
    }
)  # fmt: skip
"""What is written otherwise where there is only ASCII; all else becomes a question mark."""


MOVED = "\0"
"""In place of a line: nothing was typed, but there may be something to tell."""


class Ended(Exception):  # noqa: N818 - the conversation is over, nothing is wrong
    """Nothing more will be typed."""


class Console:
    """One conversation. Never moves a cursor, never repaints, never needs a colour."""

    def __init__(
        self,
        heard: StandardInput | TextIO,
        said: StandardOutput | TextIO,
        *,
        echo: bool = False,
        width: int = WIDTH,
        ascii_only: bool = False,
        nudged: bool = False,
    ) -> None:
        """`echo`: say what was read after its prompt, where no terminal shows it. `nudged`: `MOVED`
        may come as a line, and nobody can type it."""
        self._nudged = nudged
        self._heard = heard
        self._said = said
        self._echo = echo
        self.width = max(width, NARROWEST)
        """Columns."""
        self._ascii = ascii_only
        self._blank = True
        self.waits = False
        """The line of a prompt is not ended: nothing was typed there yet."""

    def say(self, text: str = "") -> None:
        """Lines as they are; of several empty ones in a row the first."""
        self.end_line()
        for line in self._clean(text).split("\n"):
            clean = line.rstrip()
            if clean or not self._blank:
                self._said.write(f"{clean}\n")
            self._blank = not clean

    def prose(self, markdown: str) -> None:
        """Markdown, read as text: paragraphs wrapped, list items kept, signs taken off."""
        for block in blocks(markdown.strip()):
            if block.apart:
                self.say()
            self.show(_lines(block, self.width))
        self.say()

    def show(self, lines: Iterable[str]) -> None:
        """Lines as they are."""
        for line in lines:
            self.say(line)

    def tell(self, *texts: str, indent: str = " " * 5) -> None:
        """Sentences, each wrapped, and an empty line for an empty one. Where a text begins with
        blanks, as an option with its number does, `indent` stands before its further lines."""
        for text in texts:
            further = indent if text.startswith("  ") else ""
            lines = textwrap.wrap(
                unmarked(text), self.width, subsequent_indent=further, break_on_hyphens=False
            )
            self.show(lines if text else [""])

    def end_line(self) -> None:
        """End the line of a prompt at which nothing was typed."""
        if self.waits:
            self._said.write("\n")
            self.waits = False

    def ask(self, prompt: str, *, moved: bool = False) -> str:
        """One line. Raises Ended when there is none. `moved`: `MOVED` is of interest too."""
        self._blank, self.waits = False, True  # an interruption may come while it is written
        self._said.write(self._clean(prompt))
        self._said.flush()
        line = self._heard.readline(LONGEST)
        while self._nudged and line == f"{MOVED}\n":
            if moved:
                return MOVED
            line = self._heard.readline(LONGEST)
        if not line:
            raise Ended
        self.waits = False
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._heard.readline(LONGEST)
        line = line.rstrip("\r\n").replace(MOVED, "\ufffd")
        if self._echo:
            self._said.write(f"{self._clean(line)}\n")
        return line

    def _clean(self, text: str) -> str:
        """Nothing that a terminal would obey but the end of a line."""
        text = visible(text.replace("\r\n", "\n")).replace("\N{NO-BREAK SPACE}", " ")
        if self._ascii and not text.isascii():
            return text.translate(ASCII).encode("ascii", "replace").decode()
        return text


def console(*, ascii_only: bool = False) -> Console:
    """A conversation over the standard streams. COLUMNS is honoured."""
    columns = shutil.get_terminal_size((WIDTH + 2, 24)).columns
    return Console(
        streams.input,
        streams.output,
        echo=not streams.input.isatty(),
        width=min(columns - 2, WIDTH),
        ascii_only=ascii_only,
    )


def _lines(block: Block, width: int) -> Iterator[str]:
    """A paragraph wrapped, an item with its lines under each other, code as it is."""
    if block.kind == "code":
        yield from (f"    {line}" for line in block.text.split("\n"))
        return
    lead = f"{'  ' * block.depth}{block.marker} " if block.kind == "item" else ""
    yield from textwrap.wrap(
        unmarked(block.text),
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )
