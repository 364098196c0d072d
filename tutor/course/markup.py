"""What stands in the sentences of lessons and messages: Markdown, and numbers of a run.

Markdown is read once for the screen, for plain mode and for GIFT, in a small dialect of CommonMark:
code, strong, emphasis; paragraphs, headings, lists, quotes, blocks of code. All else stands as it
was written, and a `*` between operands multiplies: docs/decisions/0009-one-reader-of-markdown.md.

Numbers are put in for placeholders: `{weight}`, `{weight@2}`, `{error@20:.3f}`. One names a
variable, the update at whose end its value is meant (the one asked about where none is given; 0 is
before any update) and how it is written (as the tutor writes numbers where nothing is given). A
literal brace is doubled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutor.engine.places import INDEX
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.engine.numbers import Value

Mark = Literal["", "code", "strong", "emphasis"]
Kind = Literal["paragraph", "heading", "item", "quote", "code"]

_SIGN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)|`+"
    r"|(?P<stars>\*+)",
    re.DOTALL,
)
"""A sign that may mean something: one that is not meant, code to its end, emphasis."""
_MARKS: Mapping[str, Mark] = {"*": "emphasis", "**": "strong"}
_BEFORE = frozenset("([{<\"'“‘«—–…/")
"""What may stand before emphasis, beside a blank."""
_BEHIND = frozenset(".,;:!?)]}>\"'”’»—–…/")
"""What may stand behind it."""

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6} +(.*?)(?: +#+)? *")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)]) +(?=\S)")
_NUMBERS = re.compile(r" *\d{1,9}")
_QUOTE = re.compile(r" {0,3}> ?")
_CODE = " " * 4

_MISREAD = r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|\[(?=[^\]]*\][(\[:])|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
"""Where a reader of all of Markdown would find a sign in what is none."""
_BEGINNING = r"^(\d*)(>|[-+*#~](?![\w.(])|(?<=\d)[.)](?!\S))"
"""The same at the beginning of a paragraph."""


class Span(NamedTuple):
    """A run of text that is written in one way."""

    text: str
    mark: Mark = ""


class Block(NamedTuple):
    """A paragraph, or what stands in place of one."""

    kind: Kind
    text: str
    """Of code its lines as they are; else a single line that may hold code and emphasis."""
    marker: str = ""
    """What stands before an item of a list: `-` or `1.`."""
    depth: int = 0
    """In how many other lists a list stands."""
    apart: bool = True
    """A blank line stands before it."""


@lru_cache(maxsize=1024)
def spans(text: str) -> tuple[Span, ...]:
    """A sentence as runs of text, without the signs that mark them."""
    runs: list[Span] = []
    marks: list[Mark] = []
    for kind, value in _pieces(text):
        if kind == "open":
            marks.append(_MARKS[value])
        elif kind == "close":
            marks.pop()
        else:
            mark: Mark = "code" if kind == "code" else marks[-1] if marks else ""
            if runs and runs[-1].mark == mark != "code":
                runs[-1] = Span(runs[-1].text + value, mark)
            else:
                runs.append(Span(value, mark))
    return tuple(runs)


def unmarked(text: str) -> str:
    """A sentence as it is read out: its words without the signs."""
    return "".join(span.text for span in spans(text))


def commonmark(text: str) -> str:
    """The same sentence in one line that every reader of Markdown takes as it is taken here."""
    pieces = _pieces(" ".join(text.split()))
    parts: list[str] = []
    for kind, run in groupby(pieces, key=itemgetter(0)):
        values = [value for _, value in run]
        if kind == "text":
            parts.append(re.sub(_MISREAD, _literal, "".join(values)))
        else:
            parts += map(_ticked, values) if kind == "code" else values
    line = "".join(parts)
    return re.sub(_BEGINNING, r"\1\\\2", line) if pieces and pieces[0][0] == "text" else line


def _pieces(text: str) -> list[tuple[str, str]]:
    """`text`, `code`, and the signs that `open` and `close` something, in their order."""
    pieces: list[tuple[str, str]] = []
    opened: list[int] = []
    """Where in `pieces` signs stand that may open something."""
    at = 0
    for found in _SIGN.finditer(text):
        pieces.append(("text", text[at : found.start()]))
        at = found.end()
        sign = found["stars"]
        if found["code"]:
            pieces.append(("code", _code(found["code"])))
        elif not sign:
            pieces.append(("text", found["escaped"] or found[0]))
        else:
            before, behind = text[found.start() - 1 : found.start()], text[at : at + 1]
            begun = [place for place in opened if pieces[place][1] == sign]
            if begun and _edge(behind, before, _BEHIND, _BEFORE):
                pieces[begun[-1]] = ("open", sign)
                pieces.append(("close", sign))
                opened = [place for place in opened if place < begun[-1]]
                continue
            if sign in _MARKS and _edge(before, behind, _BEFORE, _BEHIND):
                opened.append(len(pieces))
            pieces.append(("text", sign))
    pieces.append(("text", text[at:]))
    return [(kind, value) for kind, value in pieces if value]


def blocks(text: str) -> Iterator[Block]:
    """A text's paragraphs, headings, items of lists, quotes and blocks of code.

    A list begins after a blank line or a colon. At the beginning of any other line of a paragraph
    `-`, `*`, `+` and `>` belong to a sum that was wrapped.
    """
    held: Block | None = None
    """What goes on in the next line."""
    indents: list[int] = []
    """How far the lists are indented that the line may stand in."""
    inside = 0
    """How far the words of the last item are indented."""
    apart = False
    lines = text.expandtabs(4).splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        item, quote = _ITEM.match(line), _QUOTE.match(line)
        if held is not None and not _ends(held, line, item):
            words = line[quote.end() :] if quote and held.kind == "quote" else line
            held = held._replace(text=f"{held.text} {words.strip()}")
            continue
        if held is not None:
            yield held
            held = None
        if not line.strip():
            apart = True
        elif item:
            depth = _depth(indents, len(item[1]))
            inside = item.end()
            held = Block("item", line[item.end() :].strip(), item[2], depth, apart)
        elif indents and inside <= len(line) - len(line.lstrip()) <= inside + 1:
            held = Block("item", line.strip(), "", len(indents) - 1, apart)
        else:
            indents.clear()
            if fence := _FENCE.match(line):
                code = list(takewhile(partial(_within, fence[1]), lines[at:]))
                at += len(code) + 1
                yield Block("code", "\n".join(code), apart=apart)
            elif line.startswith(_CODE):
                code = list(takewhile(_is_code, lines[at - 1 :]))
                while not code[-1].strip():
                    code.pop()
                at += len(code) - 1
                yield Block("code", "\n".join(line[len(_CODE) :] for line in code), apart=apart)
            elif heading := _HEADING.fullmatch(line):
                yield Block("heading", heading[1], apart=apart)
            else:
                words = line[quote.end() :] if quote else line
                held = Block("quote" if quote else "paragraph", words.strip(), apart=apart)
        apart = apart and not line.strip()
    if held is not None:
        yield held


def _within(fence: str, line: str) -> bool:
    """Whether a line does not close what the fence has opened."""
    return not line.strip().startswith(fence) or bool(line.strip().strip(fence[0]))


def _is_code(line: str) -> bool:
    return line.startswith(_CODE) or not line.strip()


def _ends(held: Block, line: str, item: re.Match[str] | None) -> bool:
    """Whether a line does not go on with the paragraph before it."""
    if not line.strip() or _FENCE.match(line) or _HEADING.fullmatch(line):
        return True
    if held.kind == "quote":
        return not _QUOTE.match(line)
    return item is not None and (held.kind == "item" or held.text.endswith(":"))


def _depth(indents: list[int], indent: int) -> int:
    """In how many lists one stands whose items are indented so far."""
    while indents and indents[-1] > indent + 1:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents) - 1


def _edge(outside: str, inside: str, beyond: frozenset[str], within: frozenset[str]) -> bool:
    """Whether words have an edge between two characters: a blank or a sign of those `beyond`
    outside; inside neither a blank nor a sign that stands `within` on the other side alone."""
    word = bool(inside) and not inside.isspace() and inside not in within
    return word and (not outside or outside.isspace() or outside in beyond)


def _code(text: str) -> str:
    """What stands between backticks; a blank at both ends keeps those apart from others."""
    text = text.replace("\n", " ")
    return text[1:-1] if text[:1] == text[-1:] == " " and text.strip() else text


def _literal(sign: re.Match[str]) -> str:
    return {"<": "&lt;", "&": "&amp;"}.get(sign[0], f"\\{sign[0]}")


def _ticked(code: str) -> str:
    """Code between more backticks than stand within it."""
    ticks = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
    apart = " " if code[:1] == "`" or code[-1:] == "`" or code[:1] == code[-1:] == " " else ""
    return f"{ticks}{apart}{code}{apart}{ticks}"


# -- numbers ---------------------------------------------------------------------------------------

_HOLE = re.compile(
    rf"(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:{INDEX})*)(@(?P<update>[0-9]{{1,6}}))?(:(?P<form>[^{{}}]*))?"
)
_FORM = re.compile(r"\+?,?(\.[0-9]{1,2})?[fge%]?")
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}|[{}]")


class PlaceholderError(TutorError):
    """A brace in a sentence that is not a placeholder."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(what)
        self.offset = offset
        """0-based, into the text."""


class Placeholder(NamedTuple):
    """One value to be put into a sentence."""

    name: str
    """The variable."""
    update: int | None
    """At the end of this update; None: the one that is asked about."""
    form: str
    """A format such as `.3f`, or empty: as the tutor writes numbers."""
    offset: int
    """0-based place of the opening brace in the text."""

    def at(self, after: int) -> int:
        """The update that is meant where `after` is the one asked about."""
        return after if self.update is None else self.update


@lru_cache(maxsize=2048)
def parts(text: str) -> tuple[str | Placeholder, ...]:
    """The text cut at its placeholders, doubled braces resolved. Raises `PlaceholderError`."""
    found: list[str | Placeholder] = []
    end = 0
    for match in _PIECE.finditer(text):
        found.append(text[end : match.start()])
        piece = match.group()
        found.append(piece[0] if piece in ("{{", "}}") else _placeholder(piece, match.start()))
        end = match.end()
    found.append(text[end:])
    return tuple(part for part in found if part != "")


def _placeholder(piece: str, offset: int) -> Placeholder:
    if len(piece) == 1:
        raise PlaceholderError(offset, f"a single `{piece}`; write `{piece * 2}` for a brace")
    match = _HOLE.fullmatch(piece[1:-1].strip())
    if match is None:
        what = f"`{piece}` is not a value such as {{weight}} or {{weight@2:.3f}}"
        raise PlaceholderError(offset, f"{what}; write `{{{{` for a brace")
    form = match["form"] or ""
    if not _FORM.fullmatch(form):
        raise PlaceholderError(offset, f"`{form}` is not a way to write a number; `.3f` is one")
    update = None if match["update"] is None else int(match["update"])
    return Placeholder(match["name"], update, form, offset)


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a text, in order. Raises `PlaceholderError`."""
    return tuple(part for part in parts(text) if isinstance(part, Placeholder))


def fill(text: str, value: Callable[[str, int], Value], after: int) -> str:
    """The text with its values.

    `value(name, update)` gives them (`Trace.value` does); `after` is the update that is meant
    where a placeholder names none. Raises `PlaceholderError`, and whatever `value` raises.
    """
    filled = ""
    for part in parts(text):
        if isinstance(part, str):
            begins = _NUMBERS.fullmatch(filled.rpartition("\n")[2]) and part[:1] in (".", ")")
            filled += f"\\{part}" if begins else part  # a number is no sign of a list
        else:
            filled += written(value(part.name, part.at(after)), part.form)
    return filled


def written(value: Value, form: str) -> str:
    """One value as it stands in a sentence."""
    from tutor.engine.numbers import number

    if value is None or (isinstance(value, int | float) and not math.isfinite(value)):
        return number(value)
    if isinstance(value, list) and form:
        return f"[{', '.join(written(one, form) for one in value)}]"
    if isinstance(value, bool | str):
        return str(value)
    return format(value, form) if form and isinstance(value, int | float) else number(value)
