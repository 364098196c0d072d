"""One learner's walk through a course: intents in, events out; the answer stays inside."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.draw import draw
from tutor.core.event import Answered, CourseDone, Event, Moved, Noted, Ran, Revealed, StepDone
from tutor.core.grading import hidden
from tutor.core.lesson import Predict
from tutor.core.record import Attempt, History, Number, Place, Standing
from tutor.core.returning import returned
from tutor.core.showing import exhibit
from tutor.core.stage import Stage
from tutor.core.view import PICTURES, Phase, View
from tutor.core.walk import FREE, Walk, can_run, fault_rule, judged, option_count, reading
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.core.lesson import Course, Lesson, Step
    from tutor.core.verdict import Verdict

LONGEST = 10_000
"""Characters of a half-typed answer that are kept."""


class Session:
    """The only holder of one learner's state.

    Every intent returns what happened and never raises for a learner's input: what cannot be
    done now leaves a sentence in `View.note`. `notify` receives the same events, so that one
    listener can keep them all.
    """

    def __init__(
        self,
        course: Course,
        *,
        history: History | None = None,
        clock: Callable[[], float] = time.monotonic,
        notify: Callable[[Event], None] | None = None,
    ) -> None:
        """Raises TutorError when the course has no lesson that can be played."""
        history = history or History()
        self._course = course
        self._clock = clock
        self._notify = notify
        self._standings = {(s.lesson, s.step): s for s in history.standings}
        back = returned(course, history.place, self._fresh) if history.place else None
        self._walk = back or self._first()
        self._walk.right, self._walk.asked = history.right, history.asked
        self._counted: set[tuple[str, str, int]] = set()
        """Questions that have been answered at least once since this session began."""

    # -- looking ------------------------------------------------------------------------------

    def view(self) -> View:
        """All that may be shown now."""
        return exhibit(self._walk)

    def place(self) -> Place:
        """Where the learner is, to the last keystroke."""
        walk = self._walk
        return Place(
            lesson=walk.stage.lesson.id,
            step=walk.stage.step.id,
            question=walk.stage.number,
            phase=walk.phase.value if walk.settled or walk.phase is not Phase.EXPLORE else FREE,
            tries=walk.tries,
            hinted=walk.hinted,
            text=walk.typed,
            values=dict(walk.stage.changed),
            updates=walk.ran,
            view=walk.picture,
            scroll=walk.scroll,
            answer=walk.answer,
            again=walk.again,
        )

    def standing(self, lesson: str, step: str) -> str:
        """done, skipped or empty."""
        found = self._standings.get((lesson, step))
        return found.state if found else ""

    @property
    def course(self) -> Course:
        """The course that is walked."""
        return self._course

    # -- moving -------------------------------------------------------------------------------

    def open(self, lesson_id: str, step_id: str | None = None) -> tuple[Event, ...]:
        """Go to a lesson, or one step of it. Raises TutorError naming the nearest there is."""
        lesson = self._course.lesson(lesson_id)
        step = lesson.step(step_id) if step_id else lesson.steps[0]
        self._enter(lesson, step)
        return self._moved()

    def next(self) -> tuple[Event, ...]:
        """The next question, step or lesson, once nothing here waits for an answer."""
        walk = self._walk
        if walk.phase is Phase.ASK:
            return self._note(wording.ANSWER_FIRST)
        if walk.phase is Phase.END:
            return ()
        if walk.settled and not walk.again:
            again = self._once_more()
            if again:
                return again
        if walk.phase is Phase.REVEALED:
            self._ask(walk.stage.number + 1)
            return self._moved()
        return self._leave("done")

    def back(self) -> tuple[Event, ...]:
        """The step before this one."""
        lesson, step = self._walk.stage.lesson, self._walk.stage.step
        at = lesson.steps.index(step)
        if at > 0:
            self._enter(lesson, lesson.steps[at - 1])
            return self._moved()
        before = self._course.shelf.beside(lesson, -1)
        if before is None:
            return self._note(wording.AT_THE_START)
        self._enter(before, before.steps[-1])
        return self._moved()

    def skip(self) -> tuple[Event, ...]:
        """Leave the step without its answers; it is marked as skipped, and nothing is revealed."""
        if self._walk.phase is not Phase.ASK:
            return self.next()
        return self._leave("skipped")

    def reset(self) -> tuple[Event, ...]:
        """The step anew, with the author's numbers."""
        self._enter(self._walk.stage.lesson, self._walk.stage.step)
        return self._moved()

    # -- answering ----------------------------------------------------------------------------

    def type(self, text: str) -> tuple[Event, ...]:
        """What stands in the answer field now."""
        if self._walk.phase is not Phase.ASK and not self._open_free():
            return ()
        self._walk.note = wording.TOO_LONG if len(text) > LONGEST else ""
        self._walk.typed = text[:LONGEST]
        return self._moved()

    def choose(self, index: int) -> tuple[Event, ...]:
        """Put the mark on one of the options; 0-based."""
        count = option_count(self._walk)
        return self.type(str(min(max(index, 0), count - 1) + 1)) if count else ()

    def enter(self) -> tuple[Event, ...]:
        """The next sensible thing: commit what stands there, or go on."""
        walk = self._walk
        if walk.phase is Phase.ASK or (walk.free and walk.typed.strip()):
            return self.commit()
        return self.next()

    def commit(self) -> tuple[Event, ...]:
        """Judge the answer that stands in the field."""
        walk = self._walk
        if walk.phase is not Phase.ASK and not walk.free:
            return self._note(wording.ALREADY_ANSWERED)
        verdict = judged(walk)
        walk.verdict = verdict
        walk.note = ""
        if not verdict.attempt:
            return self._moved()
        walk.answer = walk.typed
        events: list[Event] = [Answered(self._attempt(verdict), verdict)]
        if walk.free:
            walk.ran += 1
            walk.typed = ""
            events.append(Ran(walk.ran, can_run(walk)))
        else:
            events += self._settle(verdict)
        return self._moved(*events)

    def hint(self) -> tuple[Event, ...]:
        """Show the author's hint."""
        question = self._walk.stage.question
        if self._walk.phase is not Phase.ASK or question is None or not question.hint:
            return self._note(wording.NO_HINT)
        self._walk.hinted = True
        return self._moved()

    # -- exploring ----------------------------------------------------------------------------

    def set(self, name: str, value: Number) -> tuple[Event, ...]:
        """Set one of the constants that the step lets go; out of range goes to the nearest."""
        walk, stage = self._walk, self._walk.stage
        range_ = stage.step.edit.get(name)
        if range_ is None or walk.phase in (Phase.REVEALED, Phase.END):
            return self._note(wording.fixed(name, tuple(stage.step.edit)))
        value = range_.fit(value)
        if stage.listing is not None and value == {**stage.listing.parameters, **stage.values}.get(
            name
        ):
            return ()
        changed = {**stage.changed, name: value}
        walk.stage = replace(stage, changed=changed)
        walk.verdict, walk.note, walk.replayed = None, "", False
        if walk.phase is Phase.ASK:
            walk.tries = 0
        else:
            walk.ran, walk.settled, walk.typed = 0, False, ""
        return self._moved()

    def nudge(self, name: str, steps: int) -> tuple[Event, ...]:
        """Move a constant by so many of its own steps."""
        stage = self._walk.stage
        range_ = stage.step.edit.get(name)
        if range_ is None or stage.listing is None:
            return self._note(wording.fixed(name, tuple(stage.step.edit)))
        current = stage.values.get(name, stage.listing.parameters[name])
        return self.set(name, range_.moved(current, steps))

    def run(self, updates: int = 1) -> tuple[Event, ...]:
        """Run and show so many more updates."""
        walk = self._walk
        if not can_run(walk):
            return self._note(wording.cannot_run(walk.phase))
        walk.settled, walk.verdict, walk.note, walk.replayed = False, None, "", False
        walk.typed = ""
        assert walk.stage.listing is not None
        limit = walk.stage.listing.passes
        wanted = walk.ran + max(updates, 1)
        walk.ran = wanted if limit is None else min(wanted, limit)
        trace = walk.stage.run(walk.ran)
        if trace.stopped:
            walk.ran, walk.note = trace.updates, trace.stopped
        return self._moved(Ran(walk.ran, can_run(walk)))

    def replay(self) -> tuple[Event, ...]:
        """Show or hide where the learner's own wrong rule would have led."""
        walk = self._walk
        if not walk.settled or not fault_rule(walk):
            return self._note(wording.NO_REPLAY)
        walk.replayed = not walk.replayed
        walk.note = wording.replaying(fault_rule(walk)) if walk.replayed else ""
        return self._moved()

    def picture(self, name: str = "") -> tuple[Event, ...]:
        """Show the run as bowl, error, table or output; without a name, the next of them."""
        at = PICTURES.index(self._walk.picture)
        self._walk.picture = name if name in PICTURES else PICTURES[(at + 1) % len(PICTURES)]
        return self._moved()

    def scroll(self, line: int) -> tuple[Event, ...]:
        """Keep the first visible line of the prose."""
        if line == self._walk.scroll:
            return ()
        self._walk.scroll = max(line, 0)
        return self._moved()

    # -- inside -------------------------------------------------------------------------------

    def _first(self) -> Walk:
        """A walk at the very beginning of the course."""
        lesson = self._course.shelf.first
        if lesson is None:
            raise TutorError(wording.NO_LESSON)
        return self._fresh(lesson, lesson.steps[0])

    def _fresh(self, lesson: Lesson, step: Step, number: int = 0) -> Walk:
        """A walk that has just come to a question."""
        stage = Stage(self._course, lesson, step, number)
        return Walk(
            stage=stage,
            phase=Phase.ASK if stage.question is not None else Phase.READ,
            since=self._clock(),
            standing=self.standing(lesson.id, step.id),
        )

    def _enter(self, lesson: Lesson, step: Step, number: int = 0) -> None:
        """Be at a question of a step, with nothing typed."""
        before = self._walk
        self._walk = self._fresh(lesson, step, number)
        self._walk.right, self._walk.asked = before.right, before.asked
        if before.stage.step is step:
            self._walk.picture, self._walk.scroll = before.picture, before.scroll

    def _ask(self, number: int) -> None:
        """A question of this step, with the constants that the learner has set so far.

        Not with those that were drawn for asking once more, nor where the author sets others.
        """
        before = self._walk
        self._enter(before.stage.lesson, before.stage.step, number)
        stage = self._walk.stage
        kept = {} if before.again else dict(before.stage.changed)
        changed = {name: value for name, value in kept.items() if name not in stage.authored}
        self._walk.stage = replace(stage, changed=changed)

    def _leave(self, state: str) -> tuple[Event, ...]:
        """Finish or skip the step and go to the one after it."""
        lesson, step = self._walk.stage.lesson, self._walk.stage.step
        standing = Standing(lesson.id, step.id, state)
        events: list[Event] = []
        if self.standing(lesson.id, step.id) != "done":
            self._standings[lesson.id, step.id] = standing
            events.append(StepDone(standing))
        at = lesson.steps.index(step) + 1
        if at < len(lesson.steps):
            self._enter(lesson, lesson.steps[at])
            return self._moved(*events)
        after = self._course.shelf.beside(lesson, 1)
        if after is not None:
            self._enter(after, after.steps[0])
            return self._moved(*events)
        self._walk.phase = Phase.END
        return self._moved(*events, CourseDone())

    def _once_more(self) -> tuple[Event, ...]:
        """Ask again with numbers at which a mistake no longer gives the right answer."""
        walk, stage = self._walk, self._walk.stage
        right = walk.verdict is not None and walk.verdict.right
        if not isinstance(stage.question, Predict) or stage.question.by != "number":
            return ()
        if not right or stage.changed or not hidden(stage.asked()):
            return ()
        chance = random.Random(f"{stage.lesson.id}/{stage.step.id}/{stage.number}")
        values = draw(stage.course, stage.lesson, stage.step, stage.question, chance)
        if values is None:
            return ()
        self._ask(stage.number)
        self._walk.stage = replace(self._walk.stage, changed=values)
        self._walk.again = True
        return self._moved()

    def _settle(self, verdict: Verdict) -> list[Event]:
        """Count the answer; show the truth when it was right or the tries are used up."""
        walk, stage = self._walk, self._walk.stage
        self._count(right=verdict.right)
        if verdict.mistakes:
            walk.fault = verdict.mistakes[0]
        if not verdict.right:
            walk.tries += 1
            if not stage.tries or walk.tries < stage.tries:
                return []
        walk.settled = True
        walk.phase = Phase.EXPLORE if stage.final else Phase.REVEALED
        walk.ran = stage.after
        return [Revealed(stage.number)]

    def _count(self, *, right: bool) -> None:
        """Count the very first answer to a question, as the store does."""
        walk, stage = self._walk, self._walk.stage
        key = (stage.lesson.id, stage.step.id, stage.number)
        known = walk.tries or walk.again or key in self._counted
        if not known and self.standing(*key[:2]) != "done":
            walk.asked += 1
            walk.right += right
        self._counted.add(key)

    def _attempt(self, verdict: Verdict) -> Attempt:
        walk, stage = self._walk, self._walk.stage
        heard = reading(walk)
        own = stage.listing.parameters if stage.listing else {}
        confidence = walk.typed.strip()[-1:]
        return Attempt(
            course=stage.course.id,
            lesson=stage.lesson.id,
            step=stage.step.id,
            question=stage.number,
            values={**own, **stage.values},
            text=walk.typed,
            value=heard.value if heard else None,
            verdict=verdict.kind.value,
            mistake=verdict.mistakes[0] if verdict.mistakes else "",
            confidence=confidence if confidence in ("?", "!") else "",
            seconds=round(self._clock() - walk.since, 3),
            mode="explore" if walk.free else "learn",
            at=datetime.now(UTC),
        )

    def _open_free(self) -> bool:
        """Typing after the reveal begins explore's own question, where an update is left."""
        walk = self._walk
        if walk.phase is not Phase.EXPLORE or not can_run(walk) or not walk.stage.variable:
            return False
        if walk.settled:
            walk.settled, walk.verdict, walk.replayed = False, None, False
        return True

    def _note(self, text: str) -> tuple[Event, ...]:
        self._walk.note = text
        return (Noted(text),)

    def _moved(self, *events: Event) -> tuple[Event, ...]:
        """All that happened, told to the listener: the place last."""
        happened = (*events, Moved(self.place()))
        if self._notify is not None:
            for event in happened:
                self._notify(event)
        return happened
