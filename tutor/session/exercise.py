"""One question in one place with its numbers: what a lesson, a quiz and a review have in common.

The only holder of what a learner types, changes and is told there. Intents in, events out.
"""

from __future__ import annotations

import math
from dataclasses import replace

from tutor.engine.numbers import Number
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.answer import bare, confidence_of
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds import judge
from tutor.grading.kinds.base import NOTHING_ASKED
from tutor.history.records import NAMED, Attempt
from tutor.session.exercise_state import NO_ANSWER, ExerciseState
from tutor.session.secrets import own_places
from tutor.session.view import ERROR, PICTURES, Answered, Event, Moved, Noted, Phase, Policy

OWN_PLACES = 3
"""Places to which the learner's own rule would have led that are told beside the chart."""
LONGEST = 10_000
"""Characters of a half-typed answer that are kept."""

Events = tuple[Event, ...]


class Exercise(ExerciseState):
    """Every intent returns what happened and never raises for a learner's input: what cannot be
    done now leaves a sentence in `note`."""

    # -- answering ----------------------------------------------------------------------------

    def type(self, text: str, step: float = 0.0, note: str = "") -> Events:
        """What stands in the answer field now; with a `step`, a number that was aimed at, among
        those so far apart on the axis; `note` is said of it. A changed mark of how sure one is
        leaves it aimed."""
        if self.phase is not Phase.ASK and not self.can_guess:
            return ()
        if self.settled and not text:
            return ()
        if self.free or self.settled or not (self.verdict is None or self.verdict.attempt):
            self.unsay()  # it was said of another answer
        self.settled = self.replayed = False
        self.note = messages.TOO_LONG if len(text) > LONGEST else note
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

    def sure(self, mark: str) -> Events:
        """Call what stands in the field a hunch (`?`) or certain (`!`); once more takes it back."""
        return self.type(bare(self.typed) + mark * (confidence_of(self.typed) != mark))

    def commit(self) -> Events:
        """Judge the answer that stands in the field."""
        if self.phase is Phase.END:
            return self.tell(messages.COURSE_OVER)
        if self.phase is not Phase.ASK and not (self.free and self.can_guess):
            asked = not self.free and self.phase is not Phase.READ and self.task.asks
            return self.tell(messages.ALREADY_ANSWERED if asked else NOTHING_ASKED)
        if self.phase is Phase.ASK and self._missed_before:
            return self.tell(messages.SAME_ANSWER)
        if self.task.kind.of_run and self.task.untouched and not self.free:
            return self.tell(messages.UNTOUCHED)
        if self.own_mistake:
            self.own(self.own_mistake)  # no try is counted for that
            self.typed, self.aimed = self.answer, self.answer_aimed
            assert self.verdict is not None
            named = replace(self._attempt(self.verdict), mode=NAMED)
            return self._moved(Answered(named, self.verdict))
        exact = self._insists
        verdict = self.judged(exact)
        if not verdict.attempt and not self.typed.strip():
            return self.tell(verdict.say)
        if self.asks_which and verdict.kind is Judged.UNREADABLE:
            say = messages.NO_SUCH_LETTER if self._types_letter else verdict.say
            return self.tell(say)  # the choice stays
        self.verdict, self.exact, self.note = verdict, exact, ""
        if self.task.kind.of_run:
            self.tried[tuple(sorted(self.task.values.items()))] = None
        self.answer, self.answer_aimed = self.typed, self.aimed
        self.asked_about = self.typed if verdict.kind is Judged.MORE_DIGITS else ""
        if not verdict.attempt:
            return self._moved()
        self.last = (self.typed, self.aimed)
        answered = Answered(self._attempt(verdict), verdict)
        if self.free:
            self.advance(1)
            self.typed = ""
            return self._moved(answered)
        # Where it is withheld a right answer counts as well: what is kept must not tell it.
        self.tries += self.policy.withheld or not verdict.right
        if verdict.mistake or self.mistake in verdict.mistakes:  # else the one before stays known
            self.mistake = verdict.mistake
        if self.answered:
            self.stop()
            self.close()
        return self._moved(answered)

    def own(self, name: str) -> None:
        """The learner has said which of several mistakes it was."""
        self.mistake, self.note = name, ""
        self.verdict = Verdict(Judged.MISTAKE, self.ask.say(name), (name,))

    def release(self) -> None:
        """Tell what was withheld."""
        if self.phase is Phase.WITHHELD:
            self.settle()

    def taken(self, text: str, aimed: float, seconds: float = 0.0) -> None:
        """This was handed in before, after so many seconds, and is withheld."""
        self.typed, self.aimed = text, aimed
        self.answer, self.answer_aimed, self.last = text, aimed, (text, aimed)
        verdict = self.judged()
        self.exact = not verdict.attempt  # it was asked about, and handed in again
        self.verdict = verdict = self.judged(self.exact)
        self.tries, self.mistake = 1, verdict.mistake or self.mistake
        self.looked, self._since = seconds, None
        self.close()

    def put(self, policy: Policy) -> None:
        """Put it another way from now on. An answer that was withheld stays answered."""
        if self.answered:
            own = self.task.kind.tries(self.task.question) if policy.tries is None else policy.tries
            self.tries = own
        self.policy = policy
        self.task = replace(self.task, waits=policy.withheld, numbers_only=policy.numbers_only)

    def hint(self) -> Events:
        """Show the author's hint, or the next one."""
        hints = len(self.task.question.hint) if self.policy.words else 0
        if self.phase is not Phase.ASK or not hints:
            return self.tell(messages.NO_HINT)
        self.hinted, self.note = min(self.hinted + 1, hints), ""
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
        self.ran = self.checked or self.task.after

    def judged(self, as_written: bool = False) -> Verdict:
        """What is to be said of the answer in the field."""
        return judge(self.ask, self.typed, cell=self._cell, as_written=as_written)

    @property
    def _insists(self) -> bool:
        """What was asked about is handed in again; of what is judged by its cell that is no more
        said."""
        return self.says_again and not self._cell

    def answered_event(self) -> Answered | None:
        """The committed answer as it is kept; None where there is none."""
        verdict = self.verdict
        if verdict is None or not verdict.attempt:
            return None
        return Answered(self._attempt(verdict), verdict)

    def attempt(self) -> Attempt | None:
        """What would be handed in now; None where that is no answer."""
        verdict = self.judged(self._insists)
        return self._attempt(verdict) if verdict.attempt else None

    def _attempt(self, verdict: Verdict) -> Attempt:
        """The answer in the field as it is kept, with what is said of it."""
        task, heard = self.task, self.reading
        return Attempt(
            course=task.course.id,
            lesson=task.lesson.id,
            step=task.step.id,
            question=task.number,
            values=task.constants,
            text=self._as_the_lesson_counts(),
            value=heard.value if heard is not None else None,
            verdict=verdict.kind.value,
            mistake=verdict.mistake,
            confidence=confidence_of(self.typed),
            seconds=self.seconds,
            mode="explore" if self.free else self.policy.mode,
            seed=self.policy.seed,
        )

    def _as_the_lesson_counts(self) -> str:
        """The answer as typed; an option by its number in the lesson file, however they were laid
        out."""
        order, several = self.task.order, self.picks
        if several and order:
            numbers = " ".join(str(order[one] + 1) for one in several)
            return f"{numbers}{confidence_of(self.typed)}"
        picked = self.picked
        if picked is None or picked >= len(order):
            return self.typed
        return f"{order[picked] + 1}{confidence_of(self.typed)}"

    # -- exploring ----------------------------------------------------------------------------

    def set(self, name: str, value: Number) -> Events:
        """Set one of the constants that the step lets go; out of range goes to the nearest."""
        task = self.task
        if self.phase is Phase.END:
            return self.tell(messages.COURSE_OVER)
        if not self.can_set(name):
            return self.tell(self._why_not(name))
        if not math.isfinite(value):
            return self.tell(messages.NOT_FINITE)
        range_ = task.step.edit[name]
        wanted, value = value, range_.fit(value)
        limit = "" if value == wanted else messages.as_far(name, range_.from_, range_.to)
        if value == task.constants.get(name):
            return self.tell(limit) if limit else ()
        changed = {**task.changed, name: value}
        if value == task.question.with_.get(name, task.own(name)):
            del changed[name]  # it is the author's again
        moved = task.with_constants(changed)
        if moved.fault:
            return self.tell(messages.cannot_set(name, value))
        self.task, self.note, self.replayed = moved, limit, False
        self.unsay()
        self.asked_about, self.last = "", NO_ANSWER
        if self.phase is Phase.ASK:
            self.tries = 0
        else:
            self.ran, self.settled, self.typed = 0, False, ""
        return self._moved()

    def _why_not(self, name: str) -> str:
        """Why that cannot be set now."""
        task, free = self.task, tuple(self.task.step.edit)
        asked = task.question.editable(free) if self.phase is Phase.ASK else None
        if task.listing is None:
            return messages.NO_LISTING
        if task.own(name) is None:
            can = free if asked is None else asked
            variables, inside = task.listing.variables, task.listing.constants_in(name)
            return messages.no_constant(name, can, variables, inside)
        return messages.fixed(name, free, asked)

    def nudge(self, name: str, steps: int) -> Events:
        """Move a constant by so many of its own steps."""
        range_ = self.task.step.edit.get(name)
        here = self.task.constants.get(name)
        return self.set(name, 0 if range_ is None or here is None else range_.moved(here, steps))

    def run(self, updates: int = 1) -> Events:
        """Run and show so many more updates."""
        if not self.can_run:
            return self.tell(
                messages.cannot_run(
                    self.phase,
                    self.task.listing is not None,
                    self.task.asks and self.task.kind.of_run,
                )
            )
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
        self.ran = task.ask.made(wanted)
        if trace.stopped:
            self.note = messages.stopped(trace.stopped)
        elif self.ran and self.ran == task.limit and not task.ask.loops:
            self.note = messages.RUN_ONCE
        elif self.ran and self.ran == task.limit:
            last = self.ran
            led = {name: trace.value(name, last) for name in task.listing.carried}
            measured = trace.value(ERROR, last) if task.listing.assigns(ERROR) else None
            self.note = messages.run_over(last, led, measured)

    def replay(self) -> Events:
        """Show or hide where the learner's own wrong rule would have led."""
        if not self.own_trail:
            later = self.phase is Phase.ASK
            return self.tell(messages.REPLAY_LATER if later else messages.NO_REPLAY)
        self.replayed = not self.replayed
        self.note = ""
        if self.replayed:
            led = own_places(self.own_trail, self.secrets)
            bowl = self.task.step.picture()
            along = bowl.x if bowl is not None else ""
            self.note = messages.KEPT_BACK
            if led is not None:
                self.note = messages.replaying(self.own_rule, along, led, most=OWN_PLACES)
        return self._moved()

    def picture(self, name: str = "") -> Events:
        """Show the run as bowl, error, table or output; without a name, the next of them."""
        at = PICTURES.index(self.view)
        self.view = name if name in PICTURES else PICTURES[(at + 1) % len(PICTURES)]
        return self._moved()

    def scroll(self, line: int) -> Events:
        """Keep the first visible line of the prose."""
        line = max(line, 0)
        if line == self.line:
            return ()
        self.line = line
        return self._moved()

    # -- inside -------------------------------------------------------------------------------

    def tell(self, note: str) -> Events:
        """Say why something did not happen."""
        self.note = note
        return (Noted(note),)

    def _moved(self, *events: Event) -> Events:
        """All that happened, the place last."""
        return (*events, Moved(self.place()))
