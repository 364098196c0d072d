"""Questions worked out on paper: the numbers that stand there, and the rules that are followed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

NEW = "new_"
"""Before the name of a variable that updates carry on: its value once its line has run."""


class Numbers:
    """The numbers of one update by name: the constants, what updates carry on as it was when the
    update began, and what each line made of them."""

    update: int
    """Which update this is; the first is 1."""
    earlier: Numbers
    """The update before; this one where there is none."""
    _lines: Lines
    _digits: int | None

    def __init__(
        self, lines: Lines, given: Mapping[str, float], update: int = 1, digits: int | None = None
    ) -> None:
        own = {"update": update, "earlier": self, "_lines": lines, "_digits": digits}
        self.__dict__.update(given)
        self.__dict__.update(own)
        lines(self)

    def __getattr__(self, name: str) -> float:
        raise AttributeError(f"nothing on the paper is called {name}")

    def __setattr__(self, name: str, value: float) -> None:
        self.__dict__[name] = value if self._digits is None else rounded(value, self._digits)

    def following(
        self, instead: Mapping[str, float] | None = None, digits: int | None = None
    ) -> Numbers:
        """The next update, from what this one made or from what was taken for it `instead`."""
        given = {n: v for n, v in self.__dict__.items() if isinstance(v, float | int)}
        made = {n: v for n, v in given.items() if n.startswith(NEW)}
        given.update({n.removeprefix(NEW): v for n, v in {**made, **(instead or {})}.items()})
        after = Numbers(self._lines, given, self.update + 1, digits)
        after.__dict__["earlier"] = self
        return after


Lines = Callable[[Numbers], None]
"""The lines of one update. What it carries on gets its new value under a name with `new_`."""
Rule = Callable[[Numbers], float]
"""What somebody answers who has the numbers of that update on paper."""


@dataclass(frozen=True)
class Rules:
    """Wrong rules for one variable of one kind of listing."""

    named: Mapping[str, Rule] = field(default_factory=dict)
    """By the name of the mistake in the course."""
    unnamed: Mapping[str, Rule] = field(default_factory=dict)
    """Those that the course has no name for, in words."""

    def __add__(self, more: Rules) -> Rules:
        return Rules({**self.named, **more.named}, {**self.unnamed, **more.unnamed})


class Wrong(NamedTuple):
    """A wrong answer."""

    rule: str
    """The rule that was followed, in words or by the name of its mistake."""
    name: str
    """The name of its mistake in the course; empty where it has none."""
    value: float


@dataclass(frozen=True)
class Question:
    """A question of the course that is answered with a number."""

    lines: Lines
    asked: str
    """Its variable, with `new_` before it where updates carry it on."""
    rules: Rules
    after: int = 1
    """The update that is asked about."""
    start: int = 0
    """The last update that is shown when it is asked."""

    def paper(
        self, constants: Mapping[str, float], update: int, digits: int | None = None
    ) -> Numbers:
        """The right numbers of that update; with `digits`, the result of each line that is not
        shown is rounded."""
        paper = Numbers(self.lines, constants, digits=None if self.start else digits)
        while paper.update < update:
            paper = paper.following(digits=digits if paper.update >= self.start else None)
        return paper

    def truth(self, constants: Mapping[str, float], digits: int | None = None) -> float:
        """The right answer; with `digits`, the one of somebody who rounds on the way."""
        return float(getattr(self.paper(constants, self.after, digits), self.asked))

    def old(self, constants: Mapping[str, float]) -> float | None:
        """What is there before the update; None for a variable that updates do not carry on."""
        if not self.asked.startswith(NEW):
            return None
        paper = self.paper(constants, self.start + 1)
        return float(getattr(paper, self.asked.removeprefix(NEW)))

    def wrong(self, constants: Mapping[str, float]) -> Iterator[Wrong]:
        """What each rule gives, where it gives a number."""
        begin = self.paper(constants, self.start + 1)
        for named, rules in ((True, self.rules.named), (False, self.rules.unnamed)):
            for words, rule in rules.items():
                value = self._followed(rule, begin)
                if math.isfinite(value):
                    yield Wrong(words, words if named else "", value)

    def _followed(self, rule: Rule, paper: Numbers) -> float:
        """The rule's answer. Who follows it through several updates goes on from what it gave."""
        try:
            while paper.update < self.after:
                carried = self.asked.startswith(NEW)
                paper = paper.following({self.asked: rule(paper)} if carried else None)
            return float(rule(paper))
        except (ArithmeticError, ValueError):
            return math.nan


def rounded(value: float, digits: int) -> float:
    """The value with so many significant digits, a half away from 0 as it is taught at school."""
    if not value or not math.isfinite(value):
        return value
    exact = Decimal(f"{value:.12g}")  # 1.495, which the computer holds as a hair less
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP))
