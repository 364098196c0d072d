"""A conversation in lines: what is said goes out as plain text, what is typed comes back."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import TextIO

WIDTH = 78
"""Columns that prose is wrapped to: whole lines, whatever reads them out."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ITEM = re.compile(r"(\s*(?:[-*]|\d+\.)\s+)(.*)")


class Ended(Exception):  # noqa: N818 - the conversation is over, nothing is wrong
    """Nothing more will be typed."""


class Talk:
    """One conversation. Never moves a cursor, never repaints, never needs a colour."""

    def __init__(self, heard: TextIO, said: TextIO) -> None:
        self._heard = heard
        self._said = said

    def say(self, text: str = "") -> None:
        """Lines as they are."""
        self._said.write(_UNPRINTABLE.sub("", text) + "\n")

    def prose(self, markdown: str) -> None:
        """Markdown, read as text: paragraphs wrapped, list items kept, signs taken off."""
        for block in re.split(r"\n\s*\n", markdown.strip()):
            for line in _joined(block.splitlines()):
                self.say(line)
            self.say()

    def ask(self, prompt: str) -> str:
        """One line. Raises Ended when there is none."""
        self._said.write(prompt)
        self._said.flush()
        line = self._heard.readline()
        if not line:
            self._said.write("\n")
            raise Ended
        return line.rstrip("\r\n")


def unmarked(text: str) -> str:
    """Markdown without its signs: emphasis and code stand as the words they hold."""
    text = re.sub(r"`([^`]*)`", r"\1", text)
    return re.sub(r"(?<![\w*])\*{1,2}([^*\n]+)\*{1,2}(?![\w*])", r"\1", text)


def _joined(lines: Iterable[str]) -> Iterable[str]:
    """Paragraph lines joined and wrapped; fenced or indented code and list items kept apart."""
    held: list[str] = []
    indent = ""

    def flush() -> list[str]:
        text = unmarked(" ".join(part.strip() for part in held))
        return textwrap.wrap(text, WIDTH, subsequent_indent=indent) if text else []

    for line in lines:
        item = _ITEM.match(line)
        if line.startswith("    ") and not held:
            yield line
        elif item:
            yield from flush()
            held, indent = [line.strip()], " " * len(item[1].lstrip())
        elif not line.startswith("```"):
            held.append(line)
    yield from flush()
