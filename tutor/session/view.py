"""What a session tells: what may be shown at one moment (`View`), and what happened (`Event`).

Plain data, never a withheld answer. Beside them the `Recorder`, which keeps what happened, and how
an exercise is put (`Policy`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.numbers import Number
from tutor.grading.kinds.base import Input
from tutor.history.records import ALONE

if TYPE_CHECKING:
    from tutor.engine.numbers import Value
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Verdict
    from tutor.history.records import Attempt, Place, Standing, Store

PICTURES = ("bowl", "error", "table", "output")
"""The ways of looking at a run, in the order in which one key goes through them."""
ERROR = "error"
"""The variable that learning makes small: it is drawn against the update as well."""


class Phase(StrEnum):
    """Where a step stands."""

    READ = "read"
    """The step asks nothing: read it, run it, go on."""
    ASK = "ask"
    """A question stands open; a miss leaves it open while tries are left."""
    WITHHELD = "withheld"
    """The question is answered, and what the answer was worth is not told yet."""
    REVEALED = "revealed"
    """The truth is shown; another question of this step follows."""
    EXPLORE = "explore"
    """The step's questions are done: run, edit, replay, go on."""
    END = "end"
    """The course is over."""


class ListingLine(NamedTuple):
    """One line of the listing, with the value that it gave where that may be shown."""

    number: int
    """1-based."""
    text: str
    """As the learner reads it, the constants in force written into it."""
    value: str = ""
    """The value's digits; `·` withheld; `?` asked; empty where a line assigns nothing."""
    asked: bool = False
    """The open question asks for this line's variable."""
    reached: bool = False
    """The run has passed this line in the update in question."""
    about: bool = False
    """The question is about this line, answered or not: it is to be in sight."""
    needed: bool = False
    """A line that the question is about needs this one: it is to be in sight where it fits."""


class Parameter(NamedTuple):
    """One constant of the listing, or a list of them that updates change."""

    name: str
    value: Value
    """The constant in force: the value before the first update."""
    now: Value
    """Its value at the moment shown; differs from `value` for what updates change."""
    editable: bool
    lo: Number
    hi: Number
    by: Number
    changed: bool
    """Differs from the author's number."""


@dataclass(frozen=True)
class QuestionView:
    """The open (or just answered) question."""

    kind: str
    """predict, direction, choose, reach, write or order: for reports."""
    input: Input
    """How it is answered: what a front end draws."""
    prompt: str
    wanted: str = ""
    """How many digits the answer is to have, as a sentence; empty where that is left open."""
    variable: str = ""
    """Asked variable of a predict, direction, write or order question."""
    after: int = 0
    """The update after which it is asked."""
    options: tuple[str, ...] = ()
    """What can be chosen, in order."""
    shortcuts: tuple[str, ...] = ()
    """For each option the letter that picks it; empty where options go by number alone."""
    authored: bool = False
    """Judged in its author's words, which need not say whether the answer is right."""
    lines: tuple[str, ...] = ()
    """The shuffled lines of an order question."""
    hint: str = ""
    """Empty until it was asked for, and once the question is answered."""
    more_hints: int = 0
    """Hints that can still be asked for."""
    tries_left: int | None = 1
    """Misses until the truth is shown; None where they are not counted."""
    number: int = 1
    """1-based place among the step's questions."""
    count: int = 1
    free: bool = False
    """Explore's own question: answering is optional and counts for nothing."""

    @property
    def asked(self) -> str:
        """All that is asked, on one line."""
        return " ".join(f"{self.prompt} {self.wanted}".split())


class PlotView(NamedTuple):
    """That there is a picture, and of what; the session makes it a `Scene` when it is painted."""

    x: str
    """The constant along the axis."""
    y: str
    """The variable drawn over it."""
    now: float
    """Where the learner stands along the axis; nan where that is no number."""
    hidden: bool = False
    """The height of now is being asked: nothing of the curve is drawn yet."""
    replayed: bool = False
    """The trail of the learner's own wrong rule is drawn."""
    up: str = ""
    """Of a map the constant along its upright axis; empty for a curve."""
    now_up: float = math.nan
    """Where the learner stands along that."""
    kind: str = "bowl"
    """What a learner calls it: a bowl, a map or a graph."""


@dataclass(frozen=True)
class Table:
    """Every variable at every update that may be shown."""

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    """rows[0] before any update; rows[n] at the end of update n."""
    lists: tuple[str, ...] = ()
    """Those that hold lists, also while they hold nothing yet."""

    def measures(self, name: str) -> bool:
        """Whether a variable holds numbers, as far as it holds anything yet."""
        if name not in self.names or name in self.lists:
            return False
        return not self.rows or not isinstance(self.rows[-1][self.names.index(name)], list | tuple)

    def points(self, name: str) -> list[tuple[float, float]]:
        """(update, value) of one variable, where it has a number."""
        if name not in self.names:
            return []
        at = self.names.index(name)
        values = ((float(n), row[at]) for n, row in enumerate(self.rows))
        return [(n, float(value)) for n, value in values if isinstance(value, int | float)]


@dataclass(frozen=True)
class View:
    """The whole of what there is to show."""

    lesson_id: str
    lesson: str
    """Lesson title."""
    step_id: str
    step: str
    """Step title."""
    index: int
    """1-based place of the step in its lesson."""
    total: int
    """Steps in the lesson."""
    right: int
    """Questions answered right at the first try, in the course."""
    asked: int
    """Questions answered, in the course."""
    phase: Phase
    text: str
    """The step's prose, Markdown."""
    listing: tuple[ListingLine, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    question: QuestionView | None = None
    typed: str = ""
    """The half-typed (or just committed) answer."""
    aimed: float = 0.0
    """The step with which it was aimed along the picture's axis; 0 where it was typed."""
    reading: Reading | None = None
    """How a typed number was read."""
    verdict: Verdict | None = None
    """What was said of the last committed answer."""
    said_of: str = ""
    """That answer, in few characters, while another one stands in the field; else empty."""
    asked_about: bool = False
    """The answer in the field was asked about: handed in again, it is taken as written."""
    explained: str = ""
    """What is said of the answered question beside its verdict, Markdown."""
    closing: str = ""
    """What stays to be read after the last answer, Markdown."""
    worked: str = ""
    """The asked line with its numbers put in, after the answer."""
    you: str = ""
    """The learner's answer as a number, after it was judged for good."""
    truth: str = ""
    """The right value, after the answer."""
    off: str = ""
    """The gap between them, after the answer."""
    plot: PlotView | None = None
    table: Table | None = None
    output: str = ""
    """What the updates shown so far printed."""
    updates: int = 0
    """Updates shown so far."""
    picture: str = "bowl"
    """One of `PICTURES`."""
    scroll: int = 0
    note: str = ""
    """One sentence about the last key, or empty."""
    can_run: bool = False
    """Another update may be run and shown now."""
    loops: bool = True
    """The listing makes more than one update."""
    can_guess: bool = False
    """Explore's own question is open, or typing opens it."""
    can_replay: bool = False
    """The learner's own wrong rule can be replayed."""
    next: str = ""
    """What enter does now, in one or two words: commit, next question, next step …"""
    standing: str = ""
    """done, skipped or empty: how this step stands."""
    together: bool = False
    """A class answers it together: nothing of any answer is told before all of them are."""
    once_more: bool = False
    """It has done that before, and is asked again."""
    waiting: str = ""
    """The answer is held back until that of all is shown: how many have answered."""

    @property
    def constants(self) -> dict[str, Number]:
        """The numbers in force of the constants that it tells, by their names."""
        return {
            one.name: one.value for one in self.parameters if isinstance(one.value, int | float)
        }

    @property
    def upward(self) -> bool:
        """A guess moves up and down: along the upright axis of a map."""
        return bool(self.plot and self.question and self.question.variable == self.plot.up)

    @property
    def reveal(self) -> str:
        """All that is said after the answer, Markdown."""
        return "\n\n".join(text for text in (self.explained, self.closing) if text)


# -- what happened -----------------------------------------------------------------------------


class Moved(NamedTuple):
    """The learner is somewhere else, or has typed, edited, turned a page."""

    place: Place


class Answered(NamedTuple):
    """An answer was committed and judged."""

    attempt: Attempt
    verdict: Verdict


class Noted(NamedTuple):
    """One sentence about what was asked for and did not happen."""

    text: str


class StepDone(NamedTuple):
    """A step was finished or skipped."""

    standing: Standing


class LessonDone(NamedTuple):
    """The last step of a lesson was finished or skipped."""

    lesson: str
    """Its id."""


Event = Moved | Answered | Noted | StepDone | LessonDone


class Recorder:
    """A session's listener that keeps every attempt, standing and place of one learner."""

    def __init__(self, store: Store, course: str, learner: str = ALONE) -> None:
        self._store, self._course, self._learner = store, course, learner

    def __call__(self, event: Event) -> None:
        """Keep what happened. A store that fails reports it itself and never stops the lesson."""
        match event:
            case Moved(place):
                self._store.keep_place(self._learner, self._course, place)
            case Answered(attempt):
                self._store.record(self._learner, attempt)
            case StepDone(standing):
                self._store.standing(self._learner, self._course, standing)


# -- how an exercise is put --------------------------------------------------------------------


class Policy(NamedTuple):
    """How an exercise is put. The defaults are those of a lesson."""

    mode: str = "learn"
    """Kept with each attempt: learn, quiz, review or practice."""
    seed: int | None = None
    """Kept with each attempt: what the numbers were drawn from."""
    withheld: bool = False
    """The verdict is told once it is released, at the end of a quiz or by whoever holds the
    question; else as soon as the answer is committed."""
    explore: bool = True
    """Constants may be changed, and once it is answered the run is the learner's own."""
    tries: int | None = None
    """Tries before the truth is shown; None: as many as the kind of question gives."""
    words: bool = True
    """The author's text, hints and reveals are shown."""

    @property
    def numbers_only(self) -> bool:
        """No name may stand in a sum that is typed: it would be the listing's own line. Where the
        author's hints are given they may say that it can."""
        return self.withheld and not self.words


LESSON = Policy()
HELD = Policy(withheld=True, explore=False, tries=1)
"""A question of a lesson that a class answers together."""
QUIZ = Policy("quiz", withheld=True, explore=False, tries=1, words=False)
"""Withheld no longer where it is a review, or practice: each answer is explained at once."""
