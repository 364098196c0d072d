"""Why a file is not YAML, in words for its author: what to write, at the line that needs it.

libyaml often complains far from the cause: of a quote that is never closed at the end of the file.
So the lines are read once more, for values that YAML cannot take as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_ENTRY = re.compile(r"(\s*(?:- +)*)([\w-]+):(?:( +)(\S.*))?\s*$")
"""A key and what stands behind it on its line."""
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(#.*)?")
_AFTER = r"\s*(#.*)?"
"""What may stand behind a value."""
_WHOLE = {
    "'": re.compile(rf"'([^']|'')*'{_AFTER}"),
    '"': re.compile(rf'"([^"\\]|\\.)*"{_AFTER}'),
    "{": re.compile(rf"\{{.*\}}{_AFTER}|\{{[^}}]*"),
    "[": re.compile(rf"\[.*\]{_AFTER}|\[[^\]]*"),
    "*": re.compile(rf"\*[\w-]+{_AFTER}"),
    "&": re.compile(r"&[\w-]+(\s.*)?"),
    "|": _BLOCK,
    ">": _BLOCK,
    "-": re.compile(r"-(?!\s).*"),
    "@": re.compile(r"(?!)"),
    "`": re.compile(r"(?!)"),
    "%": re.compile(r"(?!)"),
}
"""How a value that begins with such a sign must go on."""

_PLAIN = {
    "mapping values are not allowed": (
        "a second `: ` on one line; put the text in quotes, or in a block after `|`"
    ),
    "found character that cannot start any token": (
        "text cannot start with this character; put it in quotes (a tab: indent with spaces)"
    ),
    "found a tab character": "a tab; indent with spaces",
    "did not find expected key": "expected a key here; is the line indented as its neighbours are?",
    "could not find expected ':'": "expected `:` after this key",
    "did not find expected '-' indicator": (
        "expected `- ` here; is the line indented as its neighbours are?"
    ),
    "did not find expected ',' or": "this [list] or {mapping} is not closed",
    "found unexpected end of stream": "the file ends inside quotes or brackets",
}


class Fault(NamedTuple):
    """What is wrong, and where; line and column count from 1."""

    line: int
    column: int
    what: str


class _Entry(NamedTuple):
    line: int
    column: int
    """Of the value; without one, of the key."""
    key: str
    value: str


def fault_of(error: Any, lines: Sequence[str]) -> Fault:
    """Why libyaml could not read these lines."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    found = [fault for fault in _faults(lines) if fault.line <= line]
    return found[-1] if found else Fault(line, column, _plain(error))


def comment_in(source: str, column: int, raw: str) -> str:
    """The end of a text that YAML takes for a comment: `#1.` of `hint: Rule #1.`, which begins at a
    0-based column; empty where there is none."""
    behind = source[column + len(raw) :] if source.startswith(raw, column) else ""
    found = re.match(r"\s+(#[^\s#].*)", behind)
    return found[1].rstrip() if found else ""


def odd_indent(source: str) -> int:
    """The 1-based column of the first sign in a line's indent that looks like a space and is none;
    0 without one."""
    indent = source[: len(source) - len(source.lstrip())]
    return next((at for at, sign in enumerate(indent, 1) if sign not in " \t\r"), 0)


def _plain(error: Any) -> str:
    """libyaml's complaint in words for an author."""
    problem = str(getattr(error, "problem", "") or getattr(error, "context", "") or error)
    for start, words in _PLAIN.items():
        if problem.startswith(start):
            return words
    return f"this is not YAML: {problem}"


def _faults(lines: Sequence[str]) -> Iterator[Fault]:
    """The values that YAML cannot take as they are written."""
    for entry in _entries(lines):
        line, column, key, value = entry
        if not value:
            if _runs_on(lines, entry):
                what = f"a text of several lines begins with a bar; write `{key}: |`"
                yield Fault(line, column, what)
            continue
        whole = _WHOLE.get(value[0])
        if whole is not None and not whole.fullmatch(value):
            sign = "- " if value[0] == "-" else value[0]
            what = f"a text that begins with `{sign}` needs quotes; write `{key}: {_quoted(value)}`"
            yield Fault(line, column, what)
        elif whole is None and (inner := re.search(r":(\s|$)", value)):
            what = f"a text with `: ` in it needs quotes; write `{key}: {_quoted(value)}`"
            yield Fault(line, column + inner.start(), what)


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """The keys and what stands behind them, but for the lines of blocks of text."""
    block = -1
    for number, source in enumerate(lines, 1):
        indent = len(source) - len(source.lstrip())
        if not source.strip() or indent > block >= 0:
            continue
        block = -1
        found = _ENTRY.match(source)
        if found is None:
            continue
        lead, key, gap, value = found.groups(default="")
        at = len(lead) if not value else len(lead) + len(key) + 1 + len(gap)
        if value and _BLOCK.fullmatch(value):
            block = len(lead)
        yield _Entry(number, at + 1, key, value)


def _runs_on(lines: Sequence[str], entry: _Entry) -> bool:
    """Whether a key without a value is followed by deeper lines that are neither keys nor items."""
    below = [source for source in lines[entry.line :] if source.strip()][:1]
    if not below:
        return False
    text = below[0].strip()
    deeper = len(below[0]) - len(below[0].lstrip()) > entry.column - 1
    return deeper and not re.match(r"- |-$|[\"'{\[&*#]|[\w-]+:(\s|$)", text)


def _quoted(value: str) -> str:
    """The value as YAML takes it on one line, or what to write instead."""
    text = value.strip()
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
