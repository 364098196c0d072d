"""YAML → a tree of marked nodes. It may be anybody's, so everything about it is bounded.

Built from libyaml's events and not with its composer, which recurses in C: nesting, size and the
nodes that aliases stand for are counted here as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tutor.errors import UNPRINTABLE, Problem, ProblemsError, nearest

DEEPEST = 32
"""Levels of nesting. The format needs eight."""
MOST_NODES = 40_000
"""Nodes, those that aliases repeat counted each time."""

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+][0-9]+)?")
_BOOLS = {"true": True, "false": False}
MOST_PROBLEMS = 100
"""Problems told of one file; whoever has more starts with these."""
LONGEST_LINE = 400
"""Characters of what is said of one problem."""

Where = tuple[str | int, ...]
"""Keys and indices from the root to a node."""


@dataclass(slots=True)
class Node:
    """One value in the file, and where it stands."""

    line: int
    """1-based."""
    column: int
    """1-based."""
    raw: str = ""
    """A scalar as written, quotes and escapes resolved."""
    value: Any = None
    """A scalar as YAML 1.1 reads it."""
    style: str = ""
    """How a scalar is written: `|`, `>`, `'`, `"`, or empty for plain."""
    items: list[Node] | None = None
    """The values of a list."""
    pairs: dict[str, tuple[Node, Node]] | None = None
    """The keys and values of a mapping."""
    size: int = 1
    """Nodes below and with this one, aliases written out."""

    def data(self) -> Any:
        """Plain values: mappings as dicts, lists as tuples."""
        if self.items is not None:
            return tuple(item.data() for item in self.items)
        if self.pairs is not None:
            return {key: value.data() for key, (_, value) in self.pairs.items()}
        return self.value

    @property
    def is_null(self) -> bool:
        """Nothing stands here."""
        return self.value is None and self.items is None and self.pairs is None

    def without(self, dropped: set[tuple[int, int]]) -> Node:
        """This tree without some items of its lists: each the list's `id()` and the index."""
        if self.items is not None:
            kept = [
                item.without(dropped)
                for index, item in enumerate(self.items)
                if (id(self), index) not in dropped
            ]
            return replace(self, items=kept)
        if self.pairs is not None:
            pairs = {name: (key, node.without(dropped)) for name, (key, node) in self.pairs.items()}
            return replace(self, pairs=pairs)
        return self

    def at(self, path: Where) -> Node:
        """The node that `path` leads to, or the last one on the way."""
        node = self
        for part in path:
            if node.pairs is not None and part in node.pairs:
                node = node.pairs[str(part)][1]
            elif node.items is not None and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                break
        return node

    def key(self, name: str) -> Node:
        """The key `name` of this mapping; the mapping itself where it has no such key."""
        return self.pairs[name][0] if self.pairs is not None and name in self.pairs else self


@dataclass
class Document:
    """A file that was read: its tree, and what is already known to be wrong in it."""

    path: str
    """As the person named it."""
    root: Node
    lines: list[str]
    """The text, for finding columns inside block scalars."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines)

    @property
    def full(self) -> bool:
        """As many problems are told as are worth telling at once."""
        return len(self.problems) >= MOST_PROBLEMS

    def problem(self, node: Node, what: str, near: str = "") -> None:
        """Note a problem at a node; the first one at a place is the one that is told."""
        self.problem_at(node.line, node.column, what, near)

    def problem_at(self, line: int, column: int, what: str, near: str = "") -> None:
        """Note a problem at a place: one line, whatever the file holds."""
        if self.full:
            return
        what = re.sub(r"\s", " ", what)
        what = what if len(what) <= LONGEST_LINE else what[: LONGEST_LINE - 1] + "…"
        taken = any((p.line, p.column) == (line, column) for p in self.problems)
        if not taken:
            self.problems.append(Problem(self.path, line, column, what, near))

    def inside(self, node: Node, line: int, column: int = 1) -> tuple[int, int]:
        """The place in the file of a 1-based line and column inside a block of text."""
        if node.style != "|":
            return node.line, node.column
        number = node.line + line
        source = self.lines[number - 1] if number <= len(self.lines) else ""
        block = node.raw.split("\n")
        text = block[line - 1] if line <= len(block) else ""
        return number, len(source) - len(text) + column


def parse_document(text: str, path: str) -> Document:
    """The tree of a YAML text. Raises `ProblemsError` where it is not YAML at all; what can be
    passed over (a duplicate key, a trap of YAML 1.1) is noted in the document's `problems`."""
    import yaml

    lines = text.split("\n")
    document = Document(path, Node(1, 1), lines)
    if UNPRINTABLE.search(text):
        _check_characters(document, lines)
        raise ProblemsError(document.problems)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document.root = _Builder(document).build(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        document.problem_at(
            mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, _plain(error)
        )
        raise ProblemsError(document.problems) from None
    return document


def _unprintable(character: str) -> str:
    """What to say of a character that `UNPRINTABLE` finds."""
    what = "an escape character" if character == "\x1b" else "an invisible character"
    return f"{what} (U+{ord(character):04X}) may not stand in a lesson; delete it"


def _check_characters(document: Document, lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        for found in UNPRINTABLE.finditer(line):
            document.problem_at(number, found.start() + 1, _unprintable(found.group()))
        if document.full:
            return


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


def _plain(error: Any) -> str:
    """libyaml's complaint in words for an author."""
    problem = str(getattr(error, "problem", "") or getattr(error, "context", "") or error)
    for start, words in _PLAIN.items():
        if problem.startswith(start):
            return words
    return f"this is not YAML: {problem}"


class _Builder:
    """Turns parser events into nodes, and notes what an author should not have written."""

    def __init__(self, document: Document) -> None:
        from yaml.resolver import Resolver

        self.document = document
        self.resolver = Resolver()
        self.anchors: dict[str, Node] = {}
        self.stack: list[tuple[Node, Node | None, str]] = []
        """Open collections: the node, the key that waits for its value, the anchor."""
        self.root: Node | None = None
        self.count = 0

    def build(self, events: Iterator[Any]) -> Node:
        """The root node; an empty scalar for an empty file."""
        import yaml

        for event in events:
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event, isinstance(event, yaml.MappingStartEvent))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._close()
            elif isinstance(event, yaml.ScalarEvent):
                self._add(self._scalar(event), event.anchor)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self._refuse(event, "a second document starts here; a lesson is one document")
        return self.root or Node(1, 1)

    def _refuse(self, event: Any, what: str) -> None:
        """Stop: nothing after this can be made sense of."""
        mark = event.start_mark
        self.document.problem_at(mark.line + 1, mark.column + 1, what)
        raise ProblemsError(self.document.problems)

    def _open(self, event: Any, mapping: bool) -> None:
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if mapping:
            node.pairs = {}
        else:
            node.items = []
        self._check_tag(event, node)
        if len(self.stack) >= DEEPEST:
            self._refuse(event, f"nested more than {DEEPEST} deep; a lesson needs eight")
        self.stack.append((node, None, event.anchor or ""))

    def _close(self) -> None:
        node, _, anchor = self.stack.pop()
        self._add(node, anchor)

    def _alias(self, event: Any) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            near = nearest(event.anchor, self.anchors)
            mark = event.start_mark
            what = f"`*{event.anchor}` names nothing that was marked with & before"
            self.document.problem_at(mark.line + 1, mark.column + 1, what, near and f"*{near}")
            node = Node(mark.line + 1, mark.column + 1)
        self._count(event, node.size)
        self._add(node, "")

    def _count(self, event: Any, size: int) -> None:
        self.count += size
        if self.count > MOST_NODES:
            what = f"more than {MOST_NODES:,} values, those that aliases repeat counted each time"
            self._refuse(event, f"{what}; split the file")

    def _scalar(self, event: Any) -> Node:
        mark = event.start_mark
        node = Node(mark.line + 1, mark.column + 1, event.value, style=event.style or "")
        self._check_tag(event, node)
        self._count(event, 1)
        node.value = self._resolved(event, node)
        for found in UNPRINTABLE.finditer(event.value):
            self.document.problem(node, _unprintable(found.group()))
        return node

    def _check_tag(self, event: Any, node: Node) -> None:
        if event.tag not in (None, "!"):
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.document.problem(node, f"the tag {name} is not used here; delete it")

    def _resolved(self, event: Any, node: Node) -> Any:
        """The scalar as YAML 1.1 reads it; where that is a trap, it is noted."""
        from yaml.nodes import ScalarNode

        if not event.implicit[0]:
            return event.value
        raw: str = event.value
        resolved = self.resolver.resolve(ScalarNode, raw, (True, False))  # type: ignore[no-untyped-call]
        tag = str(resolved).rpartition(":")[2]
        quoted = f'"{raw}" in quotes for text'
        match tag:
            case "null":
                return None
            case "bool":
                if raw.lower() not in _BOOLS:
                    read = raw.lower() in ("yes", "on")
                    is_read = "true" if read else "false"
                    self.document.problem(
                        node, f"YAML reads `{raw}` as {is_read}; write {is_read}, or {quoted}"
                    )
                    return read
                return _BOOLS[raw.lower()]
            case "int" if _INT.fullmatch(raw) and len(raw) < 300:
                return int(raw)
            case "float" if _FLOAT.fullmatch(raw):
                return float(raw)
            case "float" if raw.lstrip("+-").lower() in (".inf", ".nan"):
                return float(raw.replace(".", "", 1))
            case "int" | "float" | "timestamp":
                kind = "a date" if tag == "timestamp" else "an unusual number"
                self.document.problem(
                    node, f"YAML reads `{raw}` as {kind}; write a plain decimal number, or {quoted}"
                )
                return raw if tag == "timestamp" else 0
        return raw

    def _add(self, node: Node, anchor: str | None) -> None:
        """Put a finished value where it belongs."""
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        parent, key, mark = self.stack[-1]
        parent.size += node.size
        if parent.items is not None:
            parent.items.append(node)
        elif key is None:
            self.stack[-1] = (parent, self._checked_key(node), mark)
        else:
            self._pair(parent, key, node)
            self.stack[-1] = (parent, None, mark)

    def _checked_key(self, key: Node) -> Node:
        if key.items is not None or key.pairs is not None:
            self.document.problem(key, "a key is one word, not a list or a mapping")
            key = Node(key.line, key.column, raw="?")
        elif not isinstance(key.value, str):
            self.document.problem(
                key, f'YAML does not read the key `{key.raw}` as text; write "{key.raw}" in quotes'
            )
        return key

    def _pair(self, parent: Node, key: Node, value: Node) -> None:
        assert parent.pairs is not None
        if key.raw in parent.pairs:
            first = parent.pairs[key.raw][0]
            self.document.problem(
                key, f"the key `{key.raw}` stands here twice, first on line {first.line}; keep one"
            )
            return
        parent.pairs[key.raw] = (key, value)
