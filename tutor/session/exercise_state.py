"""One question in one place with its numbers, as it stands: what is asked there, typed, judged and
shown, and what of it is kept.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tutor.engine.numbers import Number, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.answer import bare
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds import kind_of
from tutor.grading.kinds.base import Input
from tutor.history.records import Place
from tutor.session.secrets import NONE, Secrets
from tutor.session.view import LESSON, PICTURES, Phase, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask
    from tutor.session.task import Task

FREE = "free"
"""How a place says that explore's own question is open."""

REPLAYED = 10
"""Updates for which the rule of a mistake is followed."""

NO_ANSWER = ("", 0.0)
"""Nothing was answered yet."""

Clock = Callable[[], float]


class ExerciseState:
    """What stands in the answer field, what was said of it, and how far the run may be shown."""

    def __init__(
        self, task: Task, policy: Policy = LESSON, *, clock: Clock = time.monotonic
    ) -> None:
        if policy.withheld:
            task = replace(task, waits=True, numbers_only=policy.numbers_only)
        self.task = task
        self.policy = policy
        self.phase = Phase.ASK if task.asks else Phase.READ
        self.typed = ""
        self.answer = ""
        """What `verdict` speaks of, as typed."""
        self.aimed = self.answer_aimed = 0.0
        """The step with which `typed` and `answer` were aimed at; 0 where they were typed."""
        self.verdict: Verdict | None = None
        self.last = NO_ANSWER
        """The last answer that counted, as typed, and the step with which it was aimed."""
        self.asked_about = ""
        """The answer of which it was asked whether it is rounded: handed in again, it is exact."""
        self.exact = False
        """`answer` was handed in again."""
        self.tries = 0
        """Misses so far."""
        self.tried: dict[tuple[tuple[str, Number], ...], None] = {}
        """The constants with which the learner has had a run made, where they are not the listing's
        own."""
        self.hinted = 0
        """Hints that were asked for."""
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
    def secrets(self) -> Secrets:
        """What may not be told yet."""
        if not self.running:
            return self.task.secrets(self.settled)
        return self.task.secrets_free(self.ran) if self.can_guess else NONE

    @property
    def through(self) -> bool:
        """The last question of the step was answered for good: nothing of it is asked any more."""
        return self.phase is Phase.EXPLORE or (self.task.final and self.settled)

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
        return self.checked or self.task.reached(answered=self.settled)

    @property
    def checked(self) -> int:
        """The update that the verdict on a run speaks of; 0 where none was judged, or something of
        the run is still to be predicted."""
        judged = self.verdict is not None and self.verdict.attempt and not self.free
        if not judged or self.task.waiting(self.settled):
            return 0
        return self.task.spoken_of

    @property
    def listed(self) -> int:
        """The update whose values may stand beside the listing's lines."""
        return self.ran if self.running else self.checked or self.task.after

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
        where there is no next one or it makes no number, nor once it is the height of a curve that
        is already shown."""
        if self.phase is not Phase.EXPLORE or not self.task.variable or not self.can_run:
            return False
        try:
            trace = self.task.ask.run(self.ran + 1)
            if trace.updates <= self.ran:
                return False
            if not math.isfinite(number_at(trace, self.task.variable, self.ran + 1)):
                return False
        except (ListingError, OverflowError):
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
        if not self.typed or self.task.listing is None or (self.asks_which and self._types_letter):
            return None
        if not self.free and self.task.kind.input is not Input.NUMBER:
            return None
        return self._read()

    @property
    def guessed(self) -> Ask[Any] | None:
        """Explore's own question that was answered last, while its update is the one shown."""
        judged = self.free and self.verdict is not None and self.verdict.attempt
        return self.task.ask_free(self.ran - 1) if judged and not self.typed else None

    @property
    def guess(self) -> Number | None:
        """The number that stands in the field, or that was handed in for the update shown last."""
        guessed = self.guessed
        heard = kind_of(guessed.question).read(self.answer, guessed) if guessed else self.reading
        return heard.value if heard is not None else None

    @property
    def picked(self) -> int | None:
        """The 0-based option that stands in the field."""
        return self._read().picked if self.options and not self.free else None

    @property
    def picks(self) -> tuple[int, ...]:
        """The 0-based options that stand in the field, where several may be right."""
        return self._read().picks if self.options and not self.free else ()

    @property
    def chosen(self) -> str:
        """What is picked in words; empty where nothing is, or the question is no choice."""
        one = self.picked
        return "; ".join(self.options[at] for at in (self.picks if one is None else (one,)))

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
    def own_rule(self) -> str:
        """What that rule is called."""
        verdict = self.verdict
        last = verdict is not None and self.mistake in verdict.mistakes
        return messages.own_rule(self.task.mistakes[self.mistake].line, last=last)

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

    @property
    def says_again(self) -> bool:
        """What stands in the field was asked about; how sure the learner is of it may differ."""
        return bool(self.asked_about) and bare(self.typed) == bare(self.asked_about)

    @property
    def _missed_before(self) -> bool:
        """The field holds the last answer that counted, which was a miss, or the same number in
        other writing."""
        text, aimed = self.last
        if not self.tries:
            return False
        if self.typed == text:
            return True
        if self.task.kind.input is not Input.NUMBER or self.aimed or aimed:
            return False
        ask = self.ask
        values = [kind_of(ask.question).read(one, ask).value for one in (self.typed, text)]
        return None not in values and same(*(one for one in values if one is not None))

    @property
    def asks_which(self) -> bool:
        """Several mistakes give the last answer, and which one was made can be told by a letter."""
        ambiguous = self.verdict is not None and self.verdict.kind is Judged.AMBIGUOUS
        return ambiguous and self.phase is Phase.ASK

    @property
    def own_mistake(self) -> str:
        """The name of the mistake whose letter stands in the field, where it was asked for; else
        empty."""
        letter = bare(self.typed).lower().rstrip(".)")
        if self.verdict is None or not self.asks_which:
            return ""
        return dict(zip(self.ask.letters, self.verdict.mistakes, strict=False)).get(letter, "")

    @property
    def _types_letter(self) -> bool:
        """The field holds one letter alone."""
        return len(letter := bare(self.typed).rstrip(".)")) == 1 and letter.isalpha()

    def _read(self) -> Reading:
        ask = self.ask
        reading = kind_of(ask.question).read(self.typed, ask)
        return reading._replace(cell=self._cell)

    @property
    def _cell(self) -> float:
        """The width that an aimed number is judged by; where the verdict waits, its digits are."""
        return 0.0 if self.policy.withheld else self.aimed

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
            hinted=self.hinted > 0,
            hints=self.hinted,
            text=self.typed,
            values=dict(task.changed),
            updates=self.ran,
            view=self.view,
            scroll=self.line,
            answer=self.answer,
            asked=self.asked_about,
            exact=self.exact,
            fault="" if self.phase is Phase.WITHHELD else self.mistake,
            again=task.again,
            seconds=self.seconds,
            skipped=self.skipped,
            cell=self.aimed,
            answer_cell=self.answer_aimed,
            last=self.last[0],
            last_cell=self.last[1],
            order=task.order,
        )


@lru_cache(maxsize=8)
def wrong_trail(task: Task, mistake: str) -> tuple[Number, ...]:
    """Where along the picture's axis the rule of a named mistake would have led, from where the
    learner stood; empty where it would have led nowhere else, or there is no such axis."""
    listing, bowl = task.listing, task.step.picture()
    wrong = task.mistakes.get(mistake)
    if wrong is None or listing is None or bowl is None or not listing.assigns(bowl.x):
        return ()
    last = task.start + REPLAYED
    if task.limit is not None:
        last = max(task.start + 1, min(last, task.limit))
    try:
        trace = wrong.applied_to(listing).run(
            task.values, updates=last, rule_from=task.start, quiet=True
        )
        right = task.ask.run(last)
    except ListingError:
        return ()
    updates = range(task.start, min(trace.updates, right.updates) + 1)
    own = tuple(number_at(trace, bowl.x, n) for n in updates)
    there = all(same(x, number_at(right, bowl.x, n)) for x, n in zip(own, updates, strict=True))
    return () if there else own
