"""Lines typed from memory, one at a time, and mended by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBERED = re.compile(r"\s*(\d{1,3})(?:[.:)]?\s(.*)|[.:)]?\s*)$")

HOW = (
    "They are kept: type 2 and a line to put it in place of the second one, 2 alone to take that "
    "one out, clear to begin anew; an empty line hands them in."
)
"""What can be done with lines that were not right."""


def edited(text: str, line: str) -> tuple[str, str]:
    """The lines with one more of them typed, and why that could not be, or an empty sentence.

    A line that begins with a number takes the place of that line: no line of a listing does.
    """
    lines = text.split("\n") if text else []
    found = _NUMBERED.match(line)
    if found is None:
        return "\n".join([*lines, line.rstrip()]), ""
    number = int(found[1])
    if not 1 <= number <= len(lines):
        return text, f"There is no line {number} yet." if number else "Lines count from 1."
    own = (found[2] or "").rstrip()
    lines[number - 1 : number] = [own] if own else []
    return "\n".join(lines), ""


def numbered(text: str) -> Iterator[str]:
    """The lines as they are read out."""
    for number, line in enumerate(text.split("\n"), 1):
        yield f"  {number}  {line}"
