"""A conversation in lines: what is said goes out as plain text, what is typed comes back."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator

from tutor.errors import UNPRINTABLE
from tutor.process import streams
from tutor.process.streams import Readable, Writable

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

_MARKED = re.compile(
    r"`([^`]+)`|\*\*([^*\s](?:[^*]*[^*\s])?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
_ITEM = re.compile(r"(\s*(?:[-*]|\d+\.)\s+)(.*)")


class Ended(Exception):  # noqa: N818 - the conversation is over, nothing is wrong
    """Nothing more will be typed."""


class Console:
    """One conversation. Never moves a cursor, never repaints, never needs a colour."""

    def __init__(
        self,
        heard: Readable,
        said: Writable,
        *,
        echo: bool = False,
        width: int = WIDTH,
        ascii_only: bool = False,
    ) -> None:
        """`echo`: say what was read after its prompt, where no terminal shows it."""
        self._heard = heard
        self._said = said
        self._echo = echo
        self.width = max(width, NARROWEST)
        """Columns."""
        self._ascii = ascii_only
        self._blank = True

    def say(self, text: str = "") -> None:
        """Lines as they are; of several empty ones in a row the first."""
        for line in text.split("\n"):
            clean = self._clean(line).rstrip()
            if clean or not self._blank:
                self._said.write(f"{clean}\n")
            self._blank = not clean

    def prose(self, markdown: str) -> None:
        """Markdown, read as text: paragraphs wrapped, list items kept, signs taken off."""
        for block in re.split(r"\n\s*\n", markdown.strip()):
            for line in _joined(block.splitlines(), self.width):
                self.say(line)
            self.say()

    def sentence(self, text: str, *, indent: str = "") -> None:
        """Sentences, wrapped; `indent` stands before every line but the first."""
        for line in textwrap.wrap(unmarked(text), self.width, subsequent_indent=indent):
            self.say(line)

    def ask(self, prompt: str) -> str:
        """One line. Raises Ended when there is none."""
        self._said.write(self._clean(prompt))
        self._said.flush()
        line = self._heard.readline(LONGEST)
        if not line:
            self._said.write("\n")
            self._blank = False
            raise Ended
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._heard.readline(LONGEST)
        line = line.rstrip("\r\n")
        if self._echo:
            self._said.write(f"{self._clean(line)}\n")
        self._blank = False
        return line

    def _clean(self, text: str) -> str:
        """Nothing that a terminal would obey."""
        text = UNPRINTABLE.sub("", text).replace("\N{NO-BREAK SPACE}", " ")
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


def unmarked(text: str) -> str:
    """Markdown without its signs: emphasis and code stand as the words they hold."""
    return _MARKED.sub(lambda found: found[found.lastindex or 0], text)


def _joined(lines: Iterable[str], width: int) -> Iterator[str]:
    """Paragraph lines joined and wrapped; fenced or indented code and list items kept apart."""
    held: list[str] = []
    indent = ""
    fenced = False

    def flush() -> list[str]:
        text = unmarked(" ".join(part.strip() for part in held))
        held.clear()
        return textwrap.wrap(text, width, subsequent_indent=indent) if text else []

    for line in lines:
        item = _ITEM.match(line)
        if line.lstrip().startswith("```"):
            yield from flush()
            fenced, indent = not fenced, ""
        elif fenced or (line.startswith("    ") and not held):
            yield line if not fenced else f"    {line}"
        elif item:
            yield from flush()
            held, indent = [line.strip()], " " * len(item[1].lstrip())
        else:
            held.append(line)
    yield from flush()
