"""The examples of a page: its fenced blocks, and changes that are written as a diff."""

from __future__ import annotations

import re
from typing import NamedTuple


class Block(NamedTuple):
    """One fenced block of a page."""

    kind: str
    """What stands after the fence: a language, and the file that it is where it is one."""
    text: str
    line: int

    @property
    def file(self) -> str:
        """The file that it is, or that it changes; empty where it is none."""
        return self.kind.partition(" ")[2]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = re.finditer(r"^```(\S.*)\n((?:.*\n)*?)```$", text, re.MULTILINE)
    return [Block(m[1], m[2], text[: m.start()].count("\n") + 1) for m in found]


def change(text: str, diff: str) -> str:
    """A text after a diff, whose parts are told apart by `@@` and found by their lines."""
    for part in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        if lines:
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            assert text.count(old) == 1, old
            text = text.replace(old, new)
    return text
