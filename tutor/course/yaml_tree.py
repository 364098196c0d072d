"""YAML → a tree of marked nodes. It may be anybody's, so everything about it is bounded.

Built from libyaml's events and not with its composer, which recurses in C: nesting, size and the
nodes that aliases stand for are counted here as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tutor.course.yaml_faults import comment_in, fault_of, odd_indent
from tutor.errors import UNPRINTABLE, Problem, ProblemsError, nearest

DEEPEST = 32
"""Levels of nesting. The format needs eight."""
MOST_NODES = 40_000
"""Nodes, those that aliases repeat counted each time."""

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+][0-9]+)?")
_INDEX = re.compile(r"(?<=[A-Za-z0-9_\]])\[([0-9]{1,4})\]")
"""In `{x: weights[0]}`: YAML would have it in quotes, and it can mean nothing else there."""
_OPENS, _CLOSES = "\ue000", "\ue001"
_UNCOVERED = str.maketrans({_OPENS: "[", _CLOSES: "]"})
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
    file: str = ""
    """Another file that the text was taken from."""
    size: int = 1
    """Nodes below and with this one, aliases written out."""

    def data(self) -> Any:
        """Plain values: mappings as dicts, lists as tuples."""
        if self.items is not None:
            return tuple(item.data() for item in self.items)
        if self.pairs is not None:
            return {key: value.data() for key, (_, value) in self.pairs.items()}
        return self.value

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
    stubs: int = 0
    """How many texts that are missing in it were made up."""

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

    def problem_at(self, line: int, column: int, what: str, near: str = "", path: str = "") -> None:
        """Note a problem at a place: one line, whatever the file holds."""
        if self.full:
            return
        what = re.sub(r"\s", " ", what)
        what = what if len(what) <= LONGEST_LINE else what[: LONGEST_LINE - 1] + "…"
        path = path or self.path
        taken = any((p.path, p.line, p.column) == (path, line, column) for p in self.problems)
        if not taken:
            self.problems.append(Problem(path, line, column, what, near))

    def inside(self, node: Node, line: int, column: int = 1) -> tuple[int, int]:
        """The place in the file of a 1-based line and column inside a block of text."""
        if node.file:
            return line, column
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
        for number, row in enumerate(lines, start=1):
            for found in UNPRINTABLE.finditer(row):
                document.problem_at(number, found.start() + 1, _unprintable(found.group()))
        raise ProblemsError(document.problems)
    for number, row in enumerate(lines, start=1):
        if column := odd_indent(row):
            what = "this looks like a space and is none; indent with plain spaces"
            document.problem_at(number, column, what)
            raise ProblemsError(document.problems)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    fault: yaml.YAMLError | None = None
    covered = text if _OPENS in text or _CLOSES in text else _INDEX.sub(_cover, text)
    for source in dict.fromkeys((text, covered)):
        attempt = Document(path, Node(1, 1), lines, list(document.problems))
        try:
            events = yaml.parse(source, Loader=loader)
            attempt.root = _Builder(attempt, events, source is not text).root()
        except yaml.YAMLError as error:
            fault = fault or error
        else:
            return attempt
    document.problem_at(*fault_of(fault, lines))
    raise ProblemsError(document.problems) from None


def _cover(index: re.Match[str]) -> str:
    """`[0]` behind a name in signs that mean nothing to YAML, and are taken off again."""
    return f"{_OPENS}{index[1]}{_CLOSES}"


def _unprintable(character: str) -> str:
    """What to say of a character that `UNPRINTABLE` finds."""
    what = "an escape character" if character == "\x1b" else "an invisible character"
    return f"{what} (U+{ord(character):04X}) may not stand in a lesson; delete it"


class _Builder:
    """Turns parser events into nodes, and notes what an author should not have written."""

    def __init__(self, document: Document, events: Iterator[Any], covered: bool) -> None:
        from yaml.resolver import Resolver

        self.signs = _UNCOVERED if covered else {}
        self.document = document
        self.events = events
        self.resolver = Resolver()
        self.anchors: dict[str, Node] = {}
        self.count = 0

    def root(self) -> Node:
        """The root node; an empty scalar for an empty file."""
        import yaml

        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse(event, "a second document starts here; a lesson is one document")
        return root or Node(1, 1)

    def _node(self, event: Any, depth: int) -> Node:
        """The node that begins with an event, so deep in others."""
        import yaml

        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            return self._marked(event, node)
        if event.tag not in (None, "!"):
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.document.problem(node, f"the tag {name} is not used here; delete it")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, node)
        elif depth >= DEEPEST:
            self._refuse(event, f"nested more than {DEEPEST} deep; a lesson needs eight")
        elif isinstance(event, yaml.SequenceStartEvent):
            node.items = list(self._below(node, depth))
        else:
            node.pairs = self._pairs(self._below(node, depth))
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _below(self, parent: Node, depth: int) -> Iterator[Node]:
        """The nodes of a collection."""
        import yaml

        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            node = self._node(event, depth + 1)
            parent.size += node.size
            yield node

    def _pairs(self, nodes: Iterator[Node]) -> dict[str, tuple[Node, Node]]:
        """The keys and values of a mapping, which stand in turn."""
        pairs: dict[str, tuple[Node, Node]] = {}
        for key in nodes:
            if key.items is not None or key.pairs is not None:
                self.document.problem(key, "a key is one word, not a list or a mapping")
                key = Node(key.line, key.column, raw="?")
            elif not isinstance(key.value, str):
                what = (
                    f'YAML does not read the key `{key.raw}` as text; write "{key.raw}" in quotes'
                )
                self.document.problem(key, what)
            if key.raw == "<<":
                self.document.problem(key, "`<<` is not used here; write the keys out")
            value = next(nodes)
            if key.raw in pairs:
                first = pairs[key.raw][0].line
                what = f"the key `{key.raw}` stands here twice, first on line {first}; keep one"
                self.document.problem(key, what)
            else:
                pairs[key.raw] = key, value
        return pairs

    def _marked(self, event: Any, here: Node) -> Node:
        """What an alias stands for."""
        node = self.anchors.get(event.anchor)
        if node is None:
            near = nearest(event.anchor, self.anchors)
            what = f"`*{event.anchor}` names nothing that was marked with & before"
            self.document.problem(here, what, near and f"*{near}")
            node = here
        self._count(event, node.size)
        return node

    def _scalar(self, event: Any, node: Node) -> None:
        self._count(event, 1)
        event.value = event.value.translate(self.signs)
        node.raw, node.style = event.value, event.style or ""
        node.value = self._resolved(event, node)
        for found in UNPRINTABLE.finditer(event.value):
            self.document.problem(node, _unprintable(found.group()))
        lost = "" if node.style else comment_in(self._source(node), node.column - 1, node.raw)
        if lost:
            what = f"`{lost}` is a comment here; put the text in quotes"
            self.document.problem(node, what)

    def _source(self, node: Node) -> str:
        lines = self.document.lines
        return lines[node.line - 1] if node.line <= len(lines) else ""

    def _count(self, event: Any, size: int) -> None:
        self.count += size
        if self.count > MOST_NODES:
            what = f"more than {MOST_NODES:,} values, those that aliases repeat counted each time"
            self._refuse(event, f"{what}; split the file")

    def _refuse(self, event: Any, what: str) -> None:
        """Stop: nothing after this can be made sense of."""
        mark = event.start_mark
        self.document.problem_at(mark.line + 1, mark.column + 1, what)
        raise ProblemsError(self.document.problems)

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
                value = raw.lower() in ("true", "yes", "on")
                if raw.lower() not in ("true", "false"):
                    written = "true" if value else "false"
                    what = f"YAML reads `{raw}` as {written}; write {written}, or {quoted}"
                    self.document.problem(node, what)
                return value
            case "int" if _INT.fullmatch(raw) and len(raw) < 300:
                return int(raw)
            case "float" if _FLOAT.fullmatch(raw):
                return float(raw)
            case "float" if raw.lstrip("+-").lower() in (".inf", ".nan"):
                return float(raw.replace(".", "", 1))
            case "int" | "float" | "timestamp":
                kind = "a date" if tag == "timestamp" else "an unusual number"
                what = f"YAML reads `{raw}` as {kind}; write a plain decimal number, or {quoted}"
                self.document.problem(node, what)
                return raw if tag == "timestamp" else 0
        return raw
