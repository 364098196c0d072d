"""One question in one place with its numbers: what a lesson, a quiz and a review have in common.

The only holder of what a learner types, changes and is told there. Intents in, events out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from tutor.engine.numbers import Number
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.answer import confidence_of
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds import judge, kind_of
from tutor.grading.kinds.base import NOTHING_ASKED, Input
from tutor.history.records import Attempt, Place
from tutor.session.task import wrong_trail
from tutor.session.view import LESSON, PICTURES, Answered, Event, Moved, Noted, Phase, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask
    from tutor.session.task import Task

LONGEST = 10_000
"""Characters of a half-typed answer that are kept."""
FREE = "free"
"""How a place says that explore's own question is open."""

Clock = Callable[[], float]
Events = tuple[Event, ...]


class Exercise:
    """Every intent returns what happened and never raises for a learner's input: what cannot be
    done now leaves a sentence in `note`."""

    def __init__(
        self, task: Task, policy: Policy = LESSON, *, clock: Clock = time.monotonic
    ) -> None:
        self.task = replace(task, waits=True) if policy.withheld else task
        self.policy = policy
        self.phase = Phase.ASK if task.asks else Phase.READ
        self.typed = ""
        self.answer = ""
        """What `verdict` speaks of, as typed."""
        self.aimed = self.answer_aimed = 0.0
        """The step with which `typed` and `answer` were aimed at; 0 where they were typed."""
        self.verdict: Verdict | None = None
        self.asked_about = ""
        """The answer of which it was asked whether it is rounded: handed in again, it is exact."""
        self.exact = False
        """`answer` was handed in again."""
        self.tries = 0
        """Misses so far."""
        self.hinted = False
        self.settled = False
        """The question was answered for good: its truth may be shown."""
        self.ran = 0
        """The last update shown in explore."""
        self.mistake = ""
        """The name of the learner's own last mistake here, kept for its replay."""
        self.replayed = False
        self.view = PICTURES[0]
        """Which picture of the run is shown."""
        self.line = 0
        """The first visible line of the prose."""
        self.note = ""
        """One sentence about the last intent, or empty."""
        self.skipped = False
        self._clock = clock
        self.looked = 0.0
        """Seconds of earlier looks."""
        self._since: float | None = None

    # -- where it stands ----------------------------------------------------------------------

    @property
    def free(self) -> bool:
        """Explore's own question is open: the constants or the updates are the learner's own."""
        return self.phase is Phase.EXPLORE and not self.settled

    @property
    def running(self) -> bool:
        """How far the run is shown is the learner's own doing."""
        return self.phase in (Phase.EXPLORE, Phase.READ) and not self.settled

    @property
    def open(self) -> bool:
        """An answer has not been committed for good, or nothing may be told of it yet."""
        return self.phase in (Phase.ASK, Phase.WITHHELD)

    @property
    def blanked(self) -> bool:
        """The lines of the update are what is asked."""
        return self.open and self.task.kind.blanks

    @property
    def ask(self) -> Ask[Any]:
        """The question that an answer would be judged by now."""
        return self.task.ask_free(self.ran) if self.free else self.task.ask

    @property
    def updates_shown(self) -> int:
        """How many updates are shown whole."""
        if self.phase in (Phase.EXPLORE, Phase.READ):
            return self.ran
        return self.task.reached(answered=self.settled)

    @property
    def tries_left(self) -> int | None:
        """Misses until the truth is shown; None where they are not counted."""
        own = self.policy.tries
        tries = self.task.kind.tries(self.task.question) if own is None else own
        return max(tries - self.tries, 0) if tries else None

    @property
    def answered(self) -> bool:
        """The question is done with: its answer is right, or the tries are used up."""
        if self.verdict is None or not self.verdict.attempt:
            return False
        return self.verdict.right or self.tries_left == 0

    @property
    def can_run(self) -> bool:
        """The next update may be run and shown: nothing about it is still to be predicted."""
        if self.phase not in (Phase.EXPLORE, Phase.READ):
            return False
        limit = self.task.limit
        return limit is None or self.ran < limit

    @property
    def can_guess(self) -> bool:
        """Explore's own question can be put: what will the next update make of the variable? Not
        once it is the height of a curve that is already shown."""
        if self.phase is not Phase.EXPLORE or not self.task.variable or not self.can_run:
            return False
        bowl = self.task.step.picture()
        return bowl is None or bowl.y != self.task.variable or not self.ran

    def can_set(self, name: str) -> bool:
        """A constant may be changed now: the step lets it go, no committed answer stands on it,
        and the words of the open question do not speak of its number."""
        if not self.policy.explore or name not in self.task.step.edit:
            return False
        if self.phase in (Phase.WITHHELD, Phase.REVEALED, Phase.END):
            return False
        return self.phase is not Phase.ASK or name in self.task.question.editable((name,))

    @property
    def reading(self) -> Reading | None:
        """How a half-typed number reads; None where no number is asked."""
        if not self.typed or self.task.listing is None or self.own_mistake:
            return None
        if not self.free and self.task.kind.input is not Input.NUMBER:
            return None
        return self._read()

    @property
    def picked(self) -> int | None:
        """The 0-based option that stands in the field."""
        return self._read().picked if self.options and not self.free else None

    @property
    def options(self) -> tuple[str, ...]:
        """What can be picked; empty where the question is no choice."""
        return self.task.kind.choices(self.task.ask)

    @property
    def own_trail(self) -> tuple[Number, ...]:
        """Where along the picture's axis the learner's own wrong rule would have led, from where
        they stood; empty where it would have led nowhere else."""
        return wrong_trail(self.task, self.mistake) if self.settled and self.policy.explore else ()

    @property
    def numbers_anew(self) -> Mapping[str, Number] | None:
        """The numbers to ask the question with once more, where its right answer may have come of
        a wrong rule; None where there is no need."""
        task = self.task
        if not self.settled or task.again or task.changed:
            return None
        if self.verdict is None or not self.verdict.right or not task.by_chance:
            return None
        return task.fresh

    # -- answering ----------------------------------------------------------------------------

    def type(self, text: str, step: float = 0.0) -> Events:
        """What stands in the answer field now; with a `step`, a number that was aimed at, among
        those so far apart on the axis. A changed mark of how sure one is leaves it aimed."""
        if self.phase is not Phase.ASK and not self.can_guess:
            return ()
        if self.settled and not text:
            return ()
        if self.free or self.settled or not (self.verdict is None or self.verdict.attempt):
            self.unsay()  # it was said of another answer
        self.settled = self.replayed = False
        self.note = messages.TOO_LONG if len(text) > LONGEST else ""
        if step or text.rstrip("?! ") != self.typed.rstrip("?! "):
            self.aimed = step
        self.typed = text[:LONGEST]
        return self._moved()

    def choose(self, index: int) -> Events:
        """Put the mark on one of the options; 0-based. How sure the learner is stays said."""
        count = len(self.options)
        if not count or self.free:
            return ()
        return self.type(f"{min(max(index, 0), count - 1) + 1}{confidence_of(self.typed)}")

    def commit(self) -> Events:
        """Judge the answer that stands in the field."""
        if self.phase is Phase.END:
            return self.tell(messages.COURSE_OVER)
        if self.phase is not Phase.ASK and not (self.free and self.can_guess):
            asked = not self.free and self.phase is not Phase.READ and self.task.asks
            return self.tell(messages.ALREADY_ANSWERED if asked else NOTHING_ASKED)
        missed = self.verdict is not None and self.verdict.missed
        if self.phase is Phase.ASK and missed and self.typed == self.answer:
            return self.tell(messages.SAME_ANSWER)
        if self.task.kind.of_run and self.task.untouched:
            return self.tell(messages.UNTOUCHED)
        if self.own_mistake:
            return self._owned(self.own_mistake)
        exact = bool(self.typed) and self.typed == self.asked_about
        verdict = self.judged(exact)
        if not verdict.attempt and not self.typed.strip():
            return self.tell(verdict.say)
        self.verdict, self.exact, self.note = verdict, exact, ""
        self.answer, self.answer_aimed = self.typed, self.aimed
        if not verdict.attempt:
            self.asked_about = self.typed if verdict.kind is Judged.MORE_DIGITS else ""
            return self._moved()
        answered = Answered(self._attempt(verdict), verdict)
        if self.free:
            self.advance(1)
            self.typed = ""
            return self._moved(answered)
        self.mistake = verdict.mistakes[0] if verdict.mistakes else self.mistake
        self.tries += not verdict.right
        if self.answered:
            self.stop()
            self.close()
        return self._moved(answered)

    @property
    def asks_which(self) -> bool:
        """Several mistakes give the last answer, and which one was made can be told by a letter."""
        ambiguous = self.verdict is not None and self.verdict.kind is Judged.AMBIGUOUS
        return ambiguous and self.phase is Phase.ASK

    @property
    def own_mistake(self) -> str:
        """The name of the mistake whose letter stands in the field, where it was asked for; else
        empty."""
        letter = self.typed.strip().lower()
        if self.verdict is None or not self.asks_which or letter in self.ask.names:
            return ""
        return dict(zip(ascii_lowercase, self.verdict.mistakes, strict=False)).get(letter, "")

    def _owned(self, name: str) -> Events:
        """The learner has said which of several mistakes it was. No try is counted for that."""
        self.mistake, self.note = name, ""
        self.typed, self.aimed = self.answer, self.answer_aimed
        self.verdict = Verdict(Judged.MISTAKE, self.ask.mistakes[name].say.strip(), (name,))
        return self._moved()

    def release(self) -> None:
        """Tell what was withheld."""
        if self.phase is Phase.WITHHELD:
            self.settle()

    def hint(self) -> Events:
        """Show the author's hint."""
        hint = self.task.question.hint if self.policy.words else ""
        if self.phase is not Phase.ASK or not hint:
            return self.tell(messages.NO_HINT)
        self.hinted, self.note = True, ""
        return self._moved()

    def unsay(self) -> None:
        """Take back what was said of the last answer."""
        self.verdict, self.answer, self.answer_aimed, self.exact = None, "", 0.0, False

    def close(self) -> None:
        """The question is answered for good: hold back what the answer was worth, or show it."""
        if self.policy.withheld:
            self.phase = Phase.WITHHELD
        else:
            self.settle()

    def settle(self) -> None:
        """Show the truth of the question."""
        self.settled = True
        explores = self.task.final and self.policy.explore
        self.phase = Phase.EXPLORE if explores else Phase.REVEALED
        self.ran = self.task.after

    def _read(self) -> Reading:
        ask = self.ask
        reading = kind_of(ask.question).read(self.typed, ask)
        return reading._replace(cell=self._cell)

    @property
    def _cell(self) -> float:
        """The width that an aimed number is judged by; where the verdict waits, its digits are."""
        return 0.0 if self.policy.withheld else self.aimed

    def judged(self, as_written: bool = False) -> Verdict:
        """What is to be said of the answer in the field."""
        return judge(self.ask, self.typed, cell=self._cell, as_written=as_written)

    def _attempt(self, verdict: Verdict) -> Attempt:
        """The answer in the field as it is kept, with what is said of it."""
        task, heard = self.task, self.reading
        return Attempt(
            course=task.course.id,
            lesson=task.lesson.id,
            step=task.step.id,
            question=task.number,
            values=task.constants,
            text=self.typed,
            value=heard.value if heard is not None else None,
            verdict=verdict.kind.value,
            mistake=verdict.mistake,
            confidence=confidence_of(self.typed),
            seconds=self.seconds,
            mode="explore" if self.free else self.policy.mode,
            at=datetime.now(UTC),
            seed=self.policy.seed,
        )

    # -- exploring ----------------------------------------------------------------------------

    def set(self, name: str, value: Number) -> Events:
        """Set one of the constants that the step lets go; out of range goes to the nearest."""
        task = self.task
        if self.phase is Phase.END:
            return self.tell(messages.COURSE_OVER)
        if not self.can_set(name):
            asked = task.question.editable(task.step.edit) if self.phase is Phase.ASK else None
            return self.tell(messages.fixed(name, tuple(task.step.edit), asked))
        if not math.isfinite(value):
            return self.tell(messages.NOT_FINITE)
        range_ = task.step.edit[name]
        wanted, value = value, range_.fit(value)
        limit = "" if value == wanted else messages.as_far(name, range_.from_, range_.to)
        if value == task.constants.get(name):
            return self.tell(limit) if limit else ()
        moved = task.with_constants({**task.changed, name: value})
        if moved.fault:
            return self.tell(messages.cannot_set(name, value))
        self.task, self.note, self.replayed = moved, limit, False
        self.unsay()
        if self.phase is Phase.ASK:
            self.tries = 0
        else:
            self.ran, self.settled, self.typed = 0, False, ""
        return self._moved()

    def nudge(self, name: str, steps: int) -> Events:
        """Move a constant by so many of its own steps."""
        range_ = self.task.step.edit.get(name)
        here = self.task.constants.get(name)
        return self.set(name, 0 if range_ is None or here is None else range_.moved(here, steps))

    def run(self, updates: int = 1) -> Events:
        """Run and show so many more updates."""
        if not self.can_run:
            return self.tell(messages.cannot_run(self.phase))
        self.settled, self.note, self.replayed, self.typed = False, "", False, ""
        self.unsay()
        self.advance(max(updates, 1))
        return self._moved()

    def advance(self, updates: int) -> None:
        """Show so many more updates, or as many as can be run; the note says why not all."""
        task, wanted = self.task, self.ran + max(updates, 0)
        self.looked, self._since = 0.0, self._clock()  # what may be asked next is another question
        if task.listing is None:
            return
        if task.limit is not None:
            wanted = min(wanted, task.limit)
        try:
            trace = task.ask.run(wanted)
        except ListingError as error:
            self.note = messages.cannot_judge(error.what)
            return
        self.ran = min(wanted, trace.updates)
        if trace.stopped:
            self.note = messages.stopped(trace.stopped)

    def replay(self) -> Events:
        """Show or hide where the learner's own wrong rule would have led."""
        if not self.own_trail:
            return self.tell(messages.NO_REPLAY)
        self.replayed = not self.replayed
        self.note = (
            messages.replaying(self.task.mistakes[self.mistake].rule) if self.replayed else ""
        )
        return self._moved()

    def picture(self, name: str = "") -> Events:
        """Show the run as bowl, error, table or output; without a name, the next of them."""
        at = PICTURES.index(self.view)
        self.view = name if name in PICTURES else PICTURES[(at + 1) % len(PICTURES)]
        self.note = ""
        return self._moved()

    def scroll(self, line: int) -> Events:
        """Keep the first visible line of the prose."""
        line = max(line, 0)
        if line == self.line:
            return ()
        self.line = line
        return self._moved()

    # -- the clock ----------------------------------------------------------------------------

    @property
    def seconds(self) -> float:
        """For how long the question has been looked at."""
        now = self._clock() - self._since if self._since is not None else 0.0
        return round(self.looked + now, 3)

    def stop(self) -> None:
        """It is no longer looked at, or it is answered: the clock stands."""
        self.looked, self._since = self.seconds, None

    def look(self) -> None:
        """It is looked at: the clock runs while an answer is awaited."""
        if self._since is None and self.phase is Phase.ASK:
            self._since = self._clock()

    # -- keeping ------------------------------------------------------------------------------

    def place(self) -> Place:
        """All of it as it is kept: what was asked and typed, never what is right."""
        task = self.task
        return Place(
            lesson=task.lesson.id,
            step=task.step.id,
            question=task.number,
            phase=FREE if self.free else self.phase.value,
            tries=self.tries,
            hinted=self.hinted,
            text=self.typed,
            values=dict(task.changed),
            updates=self.ran,
            view=self.view,
            scroll=self.line,
            answer=self.answer,
            exact=self.exact,
            fault=self.mistake,
            again=task.again,
            seconds=self.seconds,
            skipped=self.skipped,
            cell=self.aimed,
            answer_cell=self.answer_aimed,
        )

    # -- inside -------------------------------------------------------------------------------

    def tell(self, note: str) -> Events:
        """Say why something did not happen."""
        self.note = note
        return (Noted(note),)

    def _moved(self, *events: Event) -> Events:
        """All that happened, the place last."""
        return (*events, Moved(self.place()))
