"""A YAML file as a tree of marked nodes, and what is known to be wrong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tutor.errors import Problem, ProblemsError

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

    def without(self, dropped: set[int]) -> Node:
        """This tree without the nodes whose `id()` is in `dropped`."""
        if self.items is not None:
            kept = [item.without(dropped) for item in self.items if id(item) not in dropped]
            return replace(self, items=kept)
        if self.pairs is not None:
            pairs = {
                name: (key, value.without(dropped))
                for name, (key, value) in self.pairs.items()
                if id(value) not in dropped
            }
            return replace(self, pairs=pairs)
        return self

    def at(self, path: Where) -> Node:
        """The node that `path` leads to, or the last one on the way; parts that lead nowhere are
        passed over, so that the names of alternatives in pydantic's locations do no harm."""
        node = self
        for part in path:
            if node.pairs is not None and part in node.pairs:
                node = node.pairs[str(part)][1]
            elif node.items is not None and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
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


def mapping(document: Document, what: str) -> Mapping[str, Any]:
    """The document as plain data. Raises `ProblemsError` where it is not a mapping at its root."""
    root = document.root
    if root.pairs is None:
        found = "is empty" if root.items is None and not root.raw else "does not start with a key"
        document.problem(root, f"this file {found}; expected {what}")
        raise ProblemsError(document.problems)
    data: Mapping[str, Any] = root.data()
    return data
