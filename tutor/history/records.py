"""What is kept of a learner: where they are, and what they answered; what keeps it; and records
from plain data, which a hand, a failing disk or another version may have altered.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from tutor.engine.numbers import NOTHING, Number

T = TypeVar("T")

ALONE = "me"
"""The learner's name where one person uses the tutor alone."""
NAMED = "named"
"""The mode of what says which mistake an answer was. It is no answer by itself."""
CHARSET, THEME = "charset", "theme"
"""The setting that remembers what the learner wants everything drawn with."""
LARGEST_COUNT = 2**31 - 1
"""No count or position is larger."""
LARGEST_CHOICE = 100
"""No question has more options."""
LONGEST_TEXT = 10_000
"""No text that a learner can type is longer, in characters."""


def now() -> datetime:
    """The present moment in UTC, by the clock of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Place:
    """Where one learner is in one course, to the last keystroke. Never holds a withheld answer."""

    lesson: str
    """Lesson id."""
    step: str
    """Step id."""
    question: int = 0
    """0-based index into the step's questions."""
    phase: str = "ask"
    """`Phase` value by name."""
    tries: int = 0
    """Misses already made at this question."""
    hinted: bool = False
    """A hint was asked for."""
    text: str = ""
    """The half-typed answer."""
    values: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """Constants that the learner changed, by name."""
    updates: int = 0
    """Updates already run in explore."""
    view: str = "bowl"
    """Which picture of the run is shown: bowl, error, table or output."""
    scroll: int = 0
    """First visible line of the prose."""
    answer: str = ""
    """The last committed answer as typed: what was said of it, and what a reveal sets beside
    the truth, is worked out from it again."""
    fault: str = ""
    """The name of the learner's own last mistake at this question, for its replay."""
    again: bool = False
    """The question is being asked once more, with other numbers than the author's."""
    seconds: float = 0.0
    """For how long the question was looked at so far."""
    skipped: bool = False
    """The question was left for later."""
    cell: float = 0.0
    """The step with which the half-typed answer was aimed; 0 where it was typed."""
    answer_cell: float = 0.0
    """The same of the last committed answer."""
    asked: str = ""
    """The answer of which it was asked whether it is exact: the same again is."""
    exact: bool = False
    """`answer` was handed in twice: it is exactly that number, and not rounded."""
    last: str = ""
    """The last answer that counted, as typed; `answer` may be one that did not."""
    last_cell: float = 0.0
    """The step with which that one was aimed; 0 where it was typed."""
    order: tuple[int, ...] = ()
    """The options as they were laid out, by their places in the lesson file; empty: as there."""
    hints: int = 0
    """How many hints were asked for."""


@dataclass(frozen=True)
class Attempt:
    """One committed answer. Unreadable input is never an attempt."""

    course: str
    lesson: str
    step: str
    question: int
    values: Mapping[str, Number]
    """The constants in force."""
    text: str
    """As typed."""
    value: Number | None
    """As read; None where the answer is not a number (choose, write, order)."""
    verdict: str
    """`Kind` value by name: right, mistake, slip …"""
    mistake: str = ""
    """The named mistake, or empty."""
    confidence: str = ""
    """`?` a hunch, `!` certain, or empty."""
    seconds: float = 0.0
    """From the question being shown to the commitment."""
    mode: str = "learn"
    """learn, explore, quiz, review or practice; NAMED where it says of the answer before which of
    several mistakes it was."""
    at: datetime | None = None
    """When, in UTC; None where a store is still to say it, which has the clock."""
    seed: int | None = None
    """The draw's seed, in quiz and review."""
    id: str = field(default="", compare=False)
    """Names this one event, so that it is kept once. A store gives one where it is empty."""


def with_names(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The answers, each as the mistake that its learner has said it was. In the order given."""
    found: list[Attempt] = []
    for one in attempts:
        if one.mode != NAMED:
            found.append(one)
            continue
        for place in reversed(range(len(found))):
            if _same_answer(found[place], one):
                found[place] = replace(found[place], verdict=one.verdict, mistake=one.mistake)
                break
    return found


def _same_answer(one: Attempt, other: Attempt) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("lesson", "step", "question", "values", "value")
    )


@dataclass(frozen=True)
class Standing:
    """How one step stands for a learner."""

    lesson: str
    step: str
    state: str
    """done or skipped."""


@dataclass(frozen=True)
class History:
    """What a store gives back at the start: enough to draw the home screen."""

    place: Place | None = None
    standings: tuple[Standing, ...] = ()
    first: Mapping[tuple[str, str, int], bool] = field(default_factory=dict)
    """Whether the very first answer in a lesson was right, by lesson, step and question."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Settings remembered for the learner (charset and the like)."""

    @property
    def right(self) -> int:
        """Questions answered right at the first try."""
        return sum(self.first.values())

    @property
    def asked(self) -> int:
        """Questions answered."""
        return len(self.first)


class Store(Protocol):
    """Attempts, which are only ever added, and beside them each learner's present place.

    Every method that writes has written when it returns, and raises StoreError when it could not.
    One store may be used from several threads, and several stores may be open on the same data.
    A connection does not survive a fork: open the store in the child.
    """

    problem: str
    """Why nothing can be written now, in a sentence; empty while it can."""

    def now(self) -> datetime:
        """The present moment in UTC, by the clock that all who use the store share: what an answer
        is stamped with, and what a deadline goes by. Cheap enough for every second."""

    def history(self, learner: str, course: str) -> History:
        """Enough to draw the home screen and to go on where the learner was."""

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        """Replace the learner's place in that course. Cheap enough for every keystroke."""

    def record(self, learner: str, attempt: Attempt) -> None:
        """Add one attempt. The same attempt (by `id`) written again is kept once."""

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        """All attempts in the order of their writing; of one course, or of all."""

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        """Say how a step stands now."""

    def remember(self, learner: str, key: str, value: str) -> None:
        """Keep a setting; an empty value lets go of it."""

    def claim(self, learner: str, key: str, value: str) -> str:
        """Keep a setting unless there is one already; returns the one that is kept. Of several who
        claim the same at once one is first, on whatever machine. Raises StoreError at once where
        that cannot be known now."""

    def keep_if(self, learner: str, key: str, value: str, given: Mapping[str, str]) -> bool:
        """Keep a setting if those in `given` have these values at that moment (empty: there is no
        such), and whether it was. Of several who change the same at once one is first, and whoever
        changes what is `given` waits for it, on whatever machine. Raises StoreError at once where
        that cannot be known now."""

    def recall_now(self, learner: str, beginning: str = "") -> dict[str, str]:
        """As `recall`, as it stands in the store itself: for what is decided by it. Raises
        StoreError at once where that cannot be known now."""

    def wake(self, learner: str) -> None:
        """Tell whoever waits for it, on whatever machine, that a setting of this learner has
        changed. It may be lost. Never raises."""

    def recall(self, learner: str, beginning: str = "") -> dict[str, str]:
        """The settings of the learner whose names begin so, by name in alphabetical order."""

    def close(self) -> None:
        """Let go of the file or the connection. Closing twice is fine."""


# -- read back ---------------------------------------------------------------------------------


def record(kind: Callable[..., T], kept: object) -> T | None:
    """A record of what is right in `kept`; None where that is not enough for one. Never raises.

    Each field is checked by its type, and one that cannot be right falls to its default.
    `kind`: a dataclass whose annotations `READERS` knows. Fields that it does not have are ignored.
    """
    right, there = {}, kept if isinstance(kept, dict) else {}
    for name, annotation in kind.__annotations__.items():
        if name in there:
            value = READERS[annotation](there[name])
            if value is not None or annotation.endswith("| None"):
                right[name] = value
    try:
        return kind(**right)
    except TypeError:
        return None


def parsed(text: object) -> object:
    """What a JSON text says; None for what is none."""
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> str | None:
    return storable(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST_COUNT else None


def _counts(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list | tuple) or len(value) > LARGEST_CHOICE:
        return None
    found = [count for one in value if (count := _count(one)) is not None]
    return tuple(found) if len(found) == len(value) else None


def _texts(value: object) -> tuple[str, ...] | None:
    found = [_text(one) for one in value] if isinstance(value, list | tuple) else [None]
    return None if None in found else tuple(one for one in found if one is not None)


def _exactly(kind: type[T]) -> Callable[[object], T | None]:
    return lambda value: value if type(value) is kind else None


def _number(value: object) -> Number | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and value == value else None  # type: ignore[return-value]


def seconds(value: object) -> float | None:
    """The value, if it can be a duration."""
    number = real(_number(value))
    return number if number is not None and 0 <= number < math.inf else None


def _values(value: object) -> Mapping[str, Number] | None:
    found = value.items() if isinstance(value, dict) else ()
    numbers = {storable(name): _number(number) for name, number in found}
    return {name: number for name, number in numbers.items() if number is not None}


def time_of(value: object) -> datetime | None:
    """The time in UTC that a text of ISO 8601 says; None for what is none."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):  # overflow: the last hours of the year 9999 farther west
        return None


READERS: Mapping[str, Callable[[object], object]] = {
    "str": _text,
    "int": _count,
    "int | None": _exactly(int),
    "bool": _exactly(bool),
    "float": seconds,
    "Number | None": _number,
    "Mapping[str, Number]": _values,
    "datetime | None": time_of,
    "tuple[int, ...]": _counts,
    "tuple[str, ...]": _texts,
}
"""What reads a field of a record, by its annotation; None where the value is none of that type."""


def storable(text: str) -> str:
    """The text without what no database can hold: NUL, and halves of characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def real(value: Number | None) -> float | None:
    """The number as a float."""
    try:
        return None if value is None else float(value)
    except OverflowError:  # an integer beyond 1e308: the listing language has it as infinite too
        return math.inf if value and value > 0 else -math.inf
