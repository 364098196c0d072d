"""A stylesheet whose rules were read once for all apps of a process."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

Rules = LRUCache[tuple[object, ...], list[RuleSet]]
_READ: dict[tuple[tuple[str, str], ...], Rules] = {}
"""What was read so far, for each look; there are a handful."""
MOST = 64
"""Sources of one look."""


class SharedStylesheet(Stylesheet):
    """Textual's reads the same rules anew for each app, which takes longer than all else of its
    start and is a tenth of what it keeps. Nobody changes a rule that was read."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._take_up()

    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(1)  # Textual clears it, and others use the one that was
        super().set_variables(variables)
        self._take_up()

    def reparse(self) -> None:
        self.parse()  # what a look has been read for is there

    def _take_up(self) -> None:
        key = tuple(sorted(self._variables.items()))
        self._parse_cache = _READ.setdefault(key, LRUCache(MOST))
