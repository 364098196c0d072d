"""How a class stands, as its store has it: records, and what reads them back from settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tutor.engine.numbers import NOTHING, Number
from tutor.history.records import parsed, record
from tutor.history.schedule import Item
from tutor.session.pace import Held, Vote

REGISTER = "classes"
"""Whose settings name the classes of a store."""
NOW = "now:"
"""Begins the names of the settings that say how the class stands."""
HERE = "here:"
"""Begins the name of the setting that says how one learner stands."""
LINE = "line:"
"""Begins the name of the setting that says at which machine a learner came in last."""
HOST = "host:"
"""Begins the name of the setting by which a machine that serves the class says who is there."""
VOTE = "vote:"
"""Begins the name of the setting that keeps an answer: the vote, and who has given it."""
POLL = "poll:"
"""Begins the name of the setting that says what a vote was about."""
ANEW = 5.0
"""Seconds after which a host reads all of it again, and says who is there."""
GONE = 3 * ANEW
"""Seconds after which a host that has said nothing is taken to be gone, with its learners."""
DOOR = "door"
"""The name of the setting that keeps how it is come into."""
CODE = "code"
"""The name of the setting that keeps what is asked at the door."""
BOTS = "bots-"
"""Begins the name of what is no machine but a rehearsal."""
KNOCKS = "knocks"
"""The name of the setting that counts wrong codes."""
CLOSED = "closed"
"""Ends the name of the setting that says when a class was closed."""
TOO_LATE = "The answers of the class are shown: yours was not taken any more."
TAKEN = "Your answer has been taken already, in another window."


@dataclass(frozen=True)
class Poll:
    """A question that is answered together: a first vote, and perhaps a second."""

    number: int
    """Counts the polls of the class."""
    lesson: str
    step: str
    question: int
    """0-based."""
    round: int = 1
    values: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """The numbers that it is asked with; empty: the author's."""
    shown: bool = False
    at: datetime | None = None
    """When this vote began."""
    moved: datetime | None = None
    """When it began, or was shown."""

    @property
    def name(self) -> str:
        """Names the vote."""
        return f"{self.number}.{self.round}"

    @property
    def item(self) -> Item:
        """The question."""
        return Item(self.lesson, self.step, self.question)

    def same_numbers(self, other: Poll) -> bool:
        """Both are asked with the same."""
        return dict(self.values) == dict(other.values)

    @property
    def held(self) -> Held:
        """What a learner's walk has to know of it."""
        return Held(self.name, self.item, self.values, self.round > 1, not self.shown)


@dataclass(frozen=True)
class Stage:
    """Where all are to be, and what they may do."""

    moves: int = 0
    """How many times all were brought somewhere, or back: each learner goes once with each."""
    lesson: str = ""
    step: str = ""
    """Where all were brought last; empty: nowhere."""
    back: bool = False
    """The last move took that back: each goes to where they were before it."""
    closed: tuple[str, ...] = ()
    """`lesson/step`s that nobody may go to."""
    paused: bool = False
    until: datetime | None = None
    """When the pause is over, where that is said."""
    out: tuple[str, ...] = ()
    """Learners who were taken out of the class."""
    at: datetime | None = None
    """When all were brought somewhere last, or a pause began or ended."""


@dataclass(frozen=True)
class Quiz:
    """A quiz that all take at once."""

    number: int
    """Counts the quizzes of the class."""
    lessons: tuple[str, ...] = ()
    count: int = 10
    minutes: float = 10.0
    """How long after it began everybody's time is up, but for the `extra` of some."""
    seed: int = 0
    own: bool = False
    """Questions are drawn for each learner."""
    begun: datetime | None = None
    ended: datetime | None = None
    """When whoever leads the class ended it before its time."""
    over: bool = False
    """All answers are in, and results are told."""
    extra: Mapping[str, Number] = field(default_factory=lambda: NOTHING)
    """By learner, the share of `minutes` that they have besides."""

    def lasts(self, learner: str) -> float:
        """Minutes from its beginning until a learner's time is up."""
        own = self.minutes * (1 + float(self.extra.get(learner, 0)))
        if self.ended is None or self.begun is None:
            return own
        return min(own, max((self.ended - self.begun).total_seconds(), 1) / 60)

    def until(self, learner: str = "") -> datetime | None:
        """When that is; without a learner, for all who have nothing besides."""
        return self.begun and self.begun + timedelta(minutes=self.lasts(learner))

    @property
    def ends(self) -> datetime | None:
        """When the time of the last one is up."""
        known = [end for one in ("", *self.extra) if (end := self.until(one)) is not None]
        return max(known, default=None)


@dataclass(frozen=True)
class Notice:
    """A line to all, or to one."""

    number: int = 0
    text: str = ""
    to: str = ""
    """A learner; empty: all."""


@dataclass(frozen=True)
class Here:
    """How one learner stands: never what they have answered."""

    lesson: str
    step: str
    question: int = 0
    phase: str = "ask"
    misses: int = 0
    """At this question."""
    since: datetime | None = None
    """When that was last another."""
    hand: datetime | None = None
    """When they raised their hand; None: it is down."""


@dataclass(frozen=True)
class Knocks:
    """Wrong codes at the door."""

    count: int = 0
    address: str = ""
    """Where the last one came from."""
    at: datetime | None = None
    """When that was."""


@dataclass(frozen=True)
class Door:
    """How a class is come into."""

    ways: tuple[str, ...] = ()
    """What is typed for that, or opened in a browser."""
    code: str = ""
    """What is asked there; empty: nothing."""


class State(NamedTuple):
    """How a class stands."""

    poll: Poll | None = None
    stage: Stage = Stage()
    notice: Notice = Notice()
    closed: bool = False
    """It is over: nobody comes in any more."""
    quiz: Quiz | None = None
    """The one that is taken, or was last."""

    @property
    def taken(self) -> Quiz | None:
        """The quiz that is taken now."""
        return self.quiz if self.quiz is not None and not self.quiz.over else None

    @property
    def held(self) -> Poll | None:
        """The question whose answers are held back now."""
        return self.poll if self.poll is not None and not self.poll.shown else None

    @property
    def since(self) -> datetime | None:
        """When something was last done with all of the class: nobody has been idle for longer."""
        ended = self.quiz.ends if self.quiz is not None and self.quiz.over else None
        asked = self.poll.moved if self.poll is not None else None
        return max((at for at in (self.stage.at, ended, asked) if at is not None), default=None)


def state_of(kept: Mapping[str, str]) -> State:
    """How a class stands, from its settings."""
    return State(
        poll_of(kept.get(f"{NOW}poll", "")),
        stage_of(kept.get(f"{NOW}stage", "")),
        notice_of(kept.get(f"{NOW}notice", "")),
        NOW + CLOSED in kept,
        quiz_of(kept.get(f"{NOW}quiz", "")),
    )


def poll_of(text: str) -> Poll | None:
    """A question that is answered together, from its setting; None where there is none."""
    return record(Poll, parsed(text))


def quiz_of(text: str) -> Quiz | None:
    """A quiz of a class, from its setting; None where there is none."""
    return record(Quiz, parsed(text))


def stage_of(text: str) -> Stage:
    """Where all are to be, from its setting."""
    return record(Stage, parsed(text)) or Stage()


def notice_of(text: str) -> Notice:
    """The last line, from its setting."""
    return record(Notice, parsed(text)) or Notice()


def vote_of(text: str) -> Vote | None:
    """An answer, from its setting; None where there is none."""
    return record(Vote, parsed(text))


def json_of(what: object) -> str:
    """As it is kept: the same text for the same thing, for it is compared."""

    def plain(one: Any) -> Any:
        if isinstance(one, datetime):
            return one.isoformat(timespec="microseconds")
        return dict(one) if isinstance(one, Mapping) else vars(one)

    return json.dumps(what, default=plain, ensure_ascii=False, sort_keys=True)
