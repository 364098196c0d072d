"""A question as grading sees it, and what is said of an answer to it.

An `Ask` holds the right run, so it never leaves `session`; a `Verdict` may.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from string import ascii_lowercase
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from tutor.course.markup import PlaceholderError, fill, placeholders
from tutor.course.questions import Question
from tutor.engine.language.tree import counters, header, names_read
from tutor.engine.noise import free_of_noise
from tutor.engine.numbers import CERTAIN_DIGITS, NOISE, NOTHING, Number, first_place, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError, TutorError
from tutor.grading.rounding import roundings

if TYPE_CHECKING:
    from tutor.course.model import Mistake
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

Q = TypeVar("Q", bound=Question)

ASIDE = (0.11, -0.17, 1.9, -2.7, -5.3)
"""By what shares constants are moved to see whether a rule gives the right number by chance: also
so far that numbers change their signs."""
SHARE = 0.02
"""The share of the change (or of a value that is no update) that an answer may be off."""
EXACTING = 0.1
"""The share of this that a number of many digits, or a working, may be off."""
BAND = 0.003
"""The share of what a mistake gives, or of the change that it makes where that is less, within
which a number is that mistake's."""
COUNTED = 0.25
"""How far an answer may be off where whole numbers are counted: one more is another number."""
TYPED_DIGITS = 6
"""Significant digits that a learner can be asked to type."""
ROUNDED_DIGITS = 3
"""Significant digits from which on a rounded number is right, where they tell the change."""


def _never(name: str, update: int, answered: bool) -> bool:
    return False


def _numbered(constants: Mapping[str, Number]) -> Iterator[tuple[str, Number, int]]:
    """The constants, counted from 1 to a few and then anew: no two neighbours alike, none far."""
    for place, (name, value) in enumerate(constants.items()):
        yield name, value, place % FEW + 1


FEW = 9
"""Constants that are moved each by a share of its own."""


class Judged(StrEnum):
    """How an answer was judged."""

    UNREADABLE = "unreadable"
    """Not an answer yet; nothing is counted."""
    RIGHT = "right"
    MORE_DIGITS = "more-digits"
    """Too few digits, or too coarsely aimed, to be judged; nothing is counted."""
    MISTAKE = "mistake"
    """One named wrong rule gives this number."""
    AMBIGUOUS = "ambiguous"
    """Several named wrong rules give this number."""
    SHOWN = "shown"
    """Another value that stands on the screen."""
    SLIP = "slip"
    """A decimal place, a sign, two digits swapped, or digits cut off."""
    SHORT = "short"
    """The right direction or sign, and the wrong size."""
    WRONG_WAY = "wrong-way"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    """A wrong option, claim, set of lines or order."""


class Verdict(NamedTuple):
    """The judgement of one answer, in words. Never holds the right value of a miss."""

    kind: Judged
    say: str
    """One or more sentences for the learner."""
    mistakes: tuple[str, ...] = ()
    """Names of the mistakes that give this answer."""

    @property
    def right(self) -> bool:
        """The answer is right."""
        return self.kind is Judged.RIGHT

    @property
    def mistake(self) -> str:
        """The named mistake that was made; empty where there is none, or it may be several."""
        return self.mistakes[0] if len(self.mistakes) == 1 else ""

    @property
    def attempt(self) -> bool:
        """It counts as a try."""
        return self.kind not in (Judged.UNREADABLE, Judged.MORE_DIGITS)

    @property
    def missed(self) -> bool:
        """It counts as a try, and the answer is wrong."""
        return self.attempt and not self.right

    @classmethod
    def unreadable(cls, say: str) -> Verdict:
        """Nothing that can be judged was given, and `say` tells what would be."""
        return cls(Judged.UNREADABLE, say)


@dataclass(eq=False)
class Ask(Generic[Q]):
    """One question with its numbers. What it works out is kept, and worked out once."""

    question: Q
    listing: Listing | None = None
    values: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """Constants in force that differ from the listing's own."""
    start: int = 0
    """The last update that is already revealed."""
    after: int = 0
    """The update after which a value is asked; for other questions the last one shown."""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    """The named mistakes that can be made here, most specific last."""
    names: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    """The values that stand on the screen: what a typed sum may name, where it is a number."""
    shown: frozenset[str] = frozenset()
    """Variables whose value in update `start + 1` stands beside the listing."""
    free: bool = False
    """The learner's own question while exploring."""
    again: bool = False
    """Asked once more, with other constants than the author's."""
    withheld: Callable[[str, int, bool], bool] = _never
    """Whether the value of a variable at an update may not be told yet, before or after this
    question is `answered`."""
    waits: bool = False
    """The verdict is told later: until then nothing may be said that depends on the truth."""
    numbers_only: bool = False
    """No name may stand in a sum that is typed."""
    runs: dict[int, Trace] = field(default_factory=dict, repr=False)
    """The right runs that were made, by updates."""

    def with_values(self, values: Mapping[str, Number]) -> Ask[Q]:
        """The same question with these constants set as well."""
        return replace(self, values={**self.values, **values}, withheld=_never, runs={})

    def elsewhere(self, share: float) -> Ask[Q]:
        """The same question with every constant moved by a share of its own, some up and some down,
        but for those that updates are counted by."""
        if share not in self._elsewhere:
            loop, constants = self.code.script.loop, {**self.code.parameters, **self.values}
            counts = names_read(header(loop)) if loop else frozenset()
            self._elsewhere[share] = self.with_values(
                {
                    name: value * (1 + share * (place + 0.3) * (-1) ** place) + 3 * share * share
                    for name, value, place in _numbered(constants)
                    if name not in counts
                }
            )
        return self._elsewhere[share]

    @cached_property
    def _elsewhere(self) -> dict[float, Ask[Q]]:
        return {}

    @property
    def code(self) -> Listing:
        """The listing, where the kind of question needs one."""
        assert self.listing is not None
        return self.listing

    @cached_property
    def variable(self) -> str:
        """The variable that is asked about; empty where it is about none."""
        return self.question.variable

    @property
    def loops(self) -> bool:
        """The listing makes more than one update."""
        return self.listing is not None and self.listing.passes != 1

    def run(self, updates: int) -> Trace:
        """The right run of that many updates, free of the noise of floating point. Where it ends
        itself before, all stays as it is then.

        Raises ListingError where the listing has no meaning with these constants.
        """
        if updates not in self.runs:
            trace = self.code.run(self.values, updates=updates)
            self.runs[updates] = free_of_noise(self.code, trace, self.values).lasting(updates)
        return self.runs[updates]

    def made(self, updates: int) -> int:
        """How many of so many updates its run makes: one that is asked for fewer keeps more of
        each, and may have its end sooner."""
        while (there := self.run(updates).updates) < updates:
            updates = there
        return updates

    def value(self, name: str, update: int) -> Value:
        """A variable's value; None where the run does not get so far with these constants."""
        if self.listing is None:
            return None
        try:
            return self.run(update).value(name, update)
        except TutorError:
            return None

    def filled(self, text: str, update: int | None = None, *, answered: bool = False) -> str:
        """An author's sentence with its placeholders filled; `update`, or else `start`, is meant
        where a placeholder names none. A variable's name stands for a value that is withheld."""

        def told(name: str, at: int) -> Value:
            return name if self.withheld(name, at, answered) else self.value(name, at)

        return fill(text, told, self.start if update is None else update)

    def say(self, mistake: str) -> str:
        """The sentence of a mistake, its placeholders filled where all can be.

        One that names no update means the asked one.
        """
        text = self.mistakes[mistake].say.strip()
        with suppress(PlaceholderError):
            names = {hole.name for hole in placeholders(text)}
            if self.listing is not None and all(map(self.listing.has, names)):
                return self.filled(text, self.after)
        return text

    # -- a prediction: its truth, what named mistakes would give, and how close is right ----------

    @cached_property
    def old(self) -> Number | None:
        """The value at `start` of a variable that updates change; None where they do not."""
        listing, name = self.listing, self.variable
        if listing is None or not listing.moves(name):
            return None
        value = self.run(self.start).value(name, self.start)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return value if number else None  # type: ignore[return-value]

    @cached_property
    def before(self) -> Number | None:
        """The value that an answer may say it keeps: of what updates change, at `start`; of what is
        computed anew, in the update before the asked one; None where there is none."""
        if self.old is not None or self.listing is None:
            return self.old
        earlier = number_at(self.run(self.after), self.variable, self.after - 1)
        return earlier if math.isfinite(earlier) else None

    @cached_property
    def truth(self) -> Number:
        """The right value; nan where the run does not get so far or it is not a number."""
        return number_at(self.run(self.after), self.variable, self.after)

    @cached_property
    def direction(self) -> str:
        """`up`, `down` or `stay`: the way from update `start` to `after`; empty where there is
        none.

        For a variable that updates do not carry on, it is measured from its value at `start`, or
        at the first update where there is none at `start`: asked about the first, it has no way to
        go.
        """
        old = self.old
        if old is None:
            earlier = max(self.start, 1)
            known = earlier < self.after
            old = number_at(self.run(self.after), self.variable, earlier) if known else math.nan
        if math.isnan(self.truth) or not math.isfinite(old):
            return ""
        if same(old, self.truth):
            return "stay"
        return "up" if self.truth > old else "down"

    @cached_property
    def size(self) -> float:
        """What a share of is tolerated: the change, or the value of what is no update."""
        old = self.old
        return abs(self.truth - old) if old is not None else abs(self.truth)

    @cached_property
    def mistaken(self) -> dict[str, Number]:
        """What each named mistake gives instead; those that give no finite number are left out."""
        given = {name: self.given(name) for name in self.mistakes}
        return {name: value for name, value in given.items() if math.isfinite(value)}

    def given(self, mistake: str) -> Number:
        """What one of them gives; nan where it cannot be run here, which lint tells its author."""
        try:
            wrong = self.mistakes[mistake].applied_to(self.code)
            trace = wrong.run(self.values, updates=self.after, rule_from=self.start)
        except ListingError:
            return math.nan
        return number_at(trace, self.variable, self.after)

    @cached_property
    def distinct(self) -> dict[str, Number]:
        """The mistakes that give another number than the right one."""
        return {name: v for name, v in self.mistaken.items() if not same(v, self.truth)}

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The mistakes that give the right number here."""
        return tuple(name for name, v in self.mistaken.items() if same(v, self.truth))

    @cached_property
    def idle(self) -> frozenset[str]:
        """Those of them that give it with other constants as well: what they change has no part in
        what is asked."""
        return frozenset(
            name
            for name in self.hidden
            if all(there.is_right(name) for there in map(self.elsewhere, ASIDE))
        )

    def is_right(self, mistake: str) -> bool:
        """Whether a mistake gives the right number; not where there is none."""
        try:
            return same(self.given(mistake), self.truth)
        except TutorError:
            return False

    @cached_property
    def still(self) -> bool:
        """No update moves what is asked, whatever the constants are."""
        asks = (self, *map(self.elsewhere, ASIDE))
        try:
            return all(one.old is not None and same(one.old, one.truth) for one in asks)
        except TutorError:  # there is no truth with those
            return False

    @cached_property
    def coinciding(self) -> tuple[tuple[str, str], ...]:
        """The pairs of mistakes that give the same wrong number, and are told in other words."""
        wrong, told = self.distinct, {name: one.say.strip() for name, one in self.mistakes.items()}
        return tuple(
            (one, other)
            for one, other in combinations(wrong, 2)
            if same(wrong[one], wrong[other]) and told[one] != told[other]
        )

    @cached_property
    def standing(self) -> dict[str, Number]:
        """The numbers that stand on the screen, by name; what the loop counts with does not."""
        loop = self.listing.script.loop if self.listing is not None else None
        counts = set(counters(loop)) if loop is not None else set[str]()
        return {
            name: value
            for name, value in self.names.items()
            if isinstance(value, int | float) and not isinstance(value, bool) and name not in counts
        }

    @property
    def letters(self) -> str:
        """The letters by which one of several mistakes can be told: no name of anything here."""
        return "".join(letter for letter in ascii_lowercase if letter not in self.names)

    @cached_property
    def known(self) -> tuple[Number, ...]:
        """The numbers that a rounded answer could mean instead of the right one: the value before,
        and what mistakes give."""
        old = [] if self.before is None or same(self.before, self.truth) else [self.before]
        return (*old, *self.distinct.values())

    @cached_property
    def tolerance(self) -> float:
        """How far from the truth an answer is still right: a share of the change, but never so far
        that it could as well be a mistake or, for what is no update, a value on the screen."""
        others = [*self.distinct.values()]
        if self.old is None:
            beside = (*self.standing.values(), *(() if self.before is None else (self.before,)))
            others += [value for value in beside if not same(value, self.truth)]
        return self._room(self.truth, SHARE * self.size, others)

    @cached_property
    def exacting(self) -> float:
        """How far a number of many digits may be off: whoever gives them is held to them."""
        return max(self.tolerance * EXACTING, NOISE * max(1.0, abs(self.truth)))

    @cached_property
    def bands(self) -> dict[str, float]:
        """How far from what each distinct mistake gives a number still means that mistake."""
        found: dict[str, float] = {}
        for name, wrong in self.distinct.items():
            change = abs(wrong) if self.old is None else min(abs(wrong - self.old), abs(wrong))
            others = [v for v in (self.truth, *self.distinct.values()) if not same(v, wrong)]
            found[name] = self._room(wrong, BAND * change, others)
        return found

    def _room(self, target: Number, share: float, others: Iterable[Number]) -> float:
        gap = min((abs(other - target) for other in others), default=math.inf)
        most = COUNTED if isinstance(self.truth, int) else math.inf
        return max(min(share, gap / 3, most), NOISE * max(1.0, abs(target)))

    def tells(self, digits: int) -> bool:
        """Whether the truth, rounded to so many digits, is told from all else that is known."""
        right = roundings(self.truth, digits)
        if not right:
            return True
        reach = 10.0 ** (first_place(self.truth) + 2 - digits)
        # None that is further off is written as the same number.
        near = [other for other in self.known if abs(other - self.truth) <= reach]
        return not any(right & roundings(other, digits) for other in near)

    @cached_property
    def digits(self) -> int:
        """Significant digits that tell the truth from all else that is known, and so do more of
        them; 1 where whole numbers are counted, since nothing is rounded there."""
        if isinstance(self.truth, int):
            return 1
        digits = CERTAIN_DIGITS
        while digits > ROUNDED_DIGITS and self.tells(digits - 1):
            digits -= 1
        return digits

    @property
    def rounded_tolerance(self) -> float:
        """The tolerance within which the truth rounded to `digits` is right too, for whoever
        judges by a tolerance alone; never as far as half the way to what a mistake gives."""
        if isinstance(self.truth, int):
            return self.tolerance  # a count is not rounded
        off = max(abs(one - self.truth) for one in roundings(self.truth, self.digits))
        gap = min((abs(other - self.truth) for other in self.known), default=math.inf)
        return max(self.tolerance, min(off, 0.49 * gap))

    @property
    def typeable(self) -> bool:
        """The right value, written with six digits, is right."""
        typed = float(f"{self.truth:.{TYPED_DIGITS}g}")
        return abs(typed - self.truth) <= self.tolerance or self.digits <= TYPED_DIGITS
