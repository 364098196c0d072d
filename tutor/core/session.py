"""One learner's walk through a course: intents in, events out; the answer stays inside."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.event import Answered, CourseDone, Event, Moved, Noted, Ran, Revealed, StepDone
from tutor.core.returning import returned
from tutor.core.showing import exhibit
from tutor.core.stage import Stage, carried
from tutor.core.view import PICTURES, Phase, View
from tutor.core.walk import (
    FREE,
    LONGEST,
    Walk,
    advance,
    answered,
    attempt,
    can_guess,
    can_run,
    can_set,
    fault_rule,
    judged,
    missed,
    numbers_anew,
    option_count,
    own_trail,
    settle,
)
from tutor.engine.numbers import Number
from tutor.errors import TutorError
from tutor.history.records import Attempt, History, Place, Standing

if TYPE_CHECKING:
    from tutor.core.verdict import Verdict
    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Step
    from tutor.session.described import Described
    from tutor.session.frame import Frame
    from tutor.session.scene import Scene


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
        self._first_tries = dict(history.first)

    # -- looking ------------------------------------------------------------------------------

    def view(self) -> View:
        """All that may be shown now."""
        tries = self._first_tries.values()
        return exhibit(self._walk, right=sum(tries), asked=len(tries))

    def scene(self, held: Frame | None = None) -> Scene | None:
        """What the chart shows now, within the axis limits `held` as long as these serve; None
        where there is no picture."""
        from tutor.session.scene import scene_of  # comes with the first picture

        return scene_of(self._walk, held)

    def described(self) -> Described:
        """The same picture in sentences."""
        from tutor.session.described import described_of

        return described_of(self._walk)

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
            fault=walk.fault,
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

    def resume(self, lesson_id: str) -> tuple[Event, ...]:
        """Go to a lesson where the learner left it: stay where they are in it, else to the first
        step neither done nor skipped. Raises TutorError naming the nearest lesson there is."""
        lesson = self._course.lesson(lesson_id)
        if self._walk.stage.lesson.id == lesson.id and self._walk.phase is not Phase.END:
            return ()
        left = (step.id for step in lesson.steps if not self.standing(lesson.id, step.id))
        return self.open(lesson.id, next(left, None))

    def next(self) -> tuple[Event, ...]:
        """The next question, step or lesson, once nothing here waits for an answer."""
        walk = self._walk
        if walk.phase is Phase.ASK:
            return self._note(wording.ANSWER_FIRST)
        if walk.phase is Phase.END:
            return ()
        numbers = numbers_anew(walk)
        if numbers:
            self._ask(walk.stage.number, numbers)
            return self._moved()
        return self._go_on()

    def _go_on(self) -> tuple[Event, ...]:
        """Whatever follows the question that is done with."""
        stage = self._walk.stage
        if not stage.final:
            self._ask(stage.number + 1)
            return self._moved()
        return self._leave("done")

    def back(self) -> tuple[Event, ...]:
        """The step before this one."""
        lesson, step = self._walk.stage.lesson, self._walk.stage.step
        if self._walk.phase is Phase.END:
            self._enter(lesson, step)
            return self._moved()
        at = lesson.steps.index(step)
        if at > 0:
            self._enter(lesson, lesson.steps[at - 1])
            return self._moved()
        before = self._course.catalog.beside(lesson, -1)
        if before is None:
            return self._note(wording.AT_THE_START)
        self._enter(before, before.steps[-1])
        return self._moved()

    def skip(self) -> tuple[Event, ...]:
        """Leave the step without its answers; it is marked as skipped, and nothing is revealed.

        What is asked once more was answered before: that is only left out."""
        if self._walk.phase is not Phase.ASK:
            return self.next()
        if self._walk.again:
            return self._go_on()
        return self._leave("skipped")

    def reset(self) -> tuple[Event, ...]:
        """The step anew, with the author's numbers."""
        self._enter(self._walk.stage.lesson, self._walk.stage.step)
        return self._moved()

    # -- answering ----------------------------------------------------------------------------

    def type(self, text: str) -> tuple[Event, ...]:
        """What stands in the answer field now."""
        walk = self._walk
        if walk.phase is not Phase.ASK and not can_guess(walk):
            return ()
        if walk.settled and not text:
            return ()
        if walk.free or walk.settled or not (walk.verdict is None or walk.verdict.attempt):
            walk.unsay()  # it was said of another answer
        walk.settled = walk.replayed = False
        walk.note = wording.TOO_LONG if len(text) > LONGEST else ""
        walk.typed = text[:LONGEST]
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
        if walk.phase is Phase.END:
            return self._note(wording.COURSE_OVER)
        if walk.phase is not Phase.ASK and not (walk.free and can_guess(walk)):
            asked = walk.settled and walk.stage.question is not None
            return self._note(wording.ALREADY_ANSWERED if asked else wording.NOTHING_ASKED)
        if walk.phase is Phase.ASK and missed(walk) and walk.typed == walk.answer:
            return self._note(wording.SAME_ANSWER)
        verdict = judged(walk)
        if not verdict.attempt and not walk.typed.strip():
            return self._note(verdict.say)
        walk.verdict, walk.answer, walk.note = verdict, walk.typed, ""
        if not verdict.attempt:
            return self._moved()
        events: list[Event] = [Answered(self._attempt(verdict), verdict)]
        if walk.free:
            advance(walk, 1)
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
        self._walk.hinted, self._walk.note = True, ""
        return self._moved()

    # -- exploring ----------------------------------------------------------------------------

    def set(self, name: str, value: Number) -> tuple[Event, ...]:
        """Set one of the constants that the step lets go; out of range goes to the nearest."""
        walk, stage = self._walk, self._walk.stage
        if walk.phase is Phase.END:
            return self._note(wording.COURSE_OVER)
        if not can_set(walk, name):
            asked = walk.phase is Phase.ASK
            return self._note(wording.fixed(name, tuple(stage.step.edit), asked))
        if not math.isfinite(value):
            return self._note(wording.NOT_FINITE)
        range_ = stage.step.edit[name]
        wanted, value = value, range_.fit(value)
        limit = "" if value == wanted else wording.as_far(name, range_.from_, range_.to)
        if value == stage.constants.get(name):
            return self._note(limit) if limit else ()
        moved = replace(stage, changed={**stage.changed, name: value})
        if moved.fault:
            return self._note(wording.cannot_set(name, value))
        walk.stage, walk.note, walk.replayed = moved, limit, False
        walk.unsay()
        if walk.phase is Phase.ASK:
            walk.tries = 0
        else:
            walk.ran, walk.settled, walk.typed = 0, False, ""
        return self._moved()

    def nudge(self, name: str, steps: int) -> tuple[Event, ...]:
        """Move a constant by so many of its own steps."""
        stage = self._walk.stage
        range_ = stage.step.edit.get(name)
        here = stage.constants.get(name)
        return self.set(name, 0 if range_ is None or here is None else range_.moved(here, steps))

    def run(self, updates: int = 1) -> tuple[Event, ...]:
        """Run and show so many more updates."""
        walk = self._walk
        if not can_run(walk):
            return self._note(wording.cannot_run(walk.phase))
        walk.settled, walk.note, walk.replayed, walk.typed = False, "", False, ""
        walk.unsay()
        advance(walk, max(updates, 1))
        return self._moved(Ran(walk.ran, can_run(walk)))

    def replay(self) -> tuple[Event, ...]:
        """Show or hide where the learner's own wrong rule would have led."""
        walk = self._walk
        if not own_trail(walk):
            return self._note(wording.NO_REPLAY)
        walk.replayed = not walk.replayed
        walk.note = wording.replaying(fault_rule(walk)) if walk.replayed else ""
        return self._moved()

    def picture(self, name: str = "") -> tuple[Event, ...]:
        """Show the run as bowl, error, table or output; without a name, the next of them."""
        at = PICTURES.index(self._walk.picture)
        self._walk.picture = name if name in PICTURES else PICTURES[(at + 1) % len(PICTURES)]
        self._walk.note = ""
        return self._moved()

    def scroll(self, line: int) -> tuple[Event, ...]:
        """Keep the first visible line of the prose."""
        line = max(line, 0)
        if line == self._walk.scroll:
            return ()
        self._walk.scroll = line
        return self._moved()

    # -- inside -------------------------------------------------------------------------------

    def _first(self) -> Walk:
        """A walk at the very beginning of the course."""
        lesson = self._course.catalog.first
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
        if before.stage.step is step:
            self._walk.picture, self._walk.scroll = before.picture, before.scroll

    def _ask(self, number: int, anew: Mapping[str, Number] | None = None) -> None:
        """A question of this step, with the constants that the learner has set so far, but not
        with those drawn for asking once more; with `anew`, once more with these."""
        before = self._walk
        self._enter(before.stage.lesson, before.stage.step, number)
        walk = self._walk
        if anew is not None:
            walk.again, walk.stage = True, replace(walk.stage, changed=anew, alone=True)
        elif walk.stage.question is not None and not before.again:
            kept = carried(before.stage.changed, walk.stage.question)
            walk.stage = replace(walk.stage, changed=kept)

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
        after = self._course.catalog.beside(lesson, 1)
        if after is not None:
            self._enter(after, after.steps[0])
            return self._moved(*events)
        self._enter(lesson, step)
        self._walk.phase, self._walk.note = Phase.END, wording.LAST_STEP
        return self._moved(*events, CourseDone())

    def _settle(self, verdict: Verdict) -> list[Event]:
        """Count the answer; show the truth when it was right or the tries are used up."""
        walk, stage = self._walk, self._walk.stage
        key = stage.lesson.id, stage.step.id, stage.number
        self._first_tries.setdefault(key, verdict.right)
        walk.fault = verdict.mistakes[0] if verdict.mistakes else walk.fault
        walk.tries += not verdict.right
        if not answered(walk):
            return []
        settle(walk)
        return [Revealed(stage.number)]

    def _attempt(self, verdict: Verdict) -> Attempt:
        walk = self._walk
        mode = "explore" if walk.free else "learn"
        return attempt(walk, verdict, seconds=self._clock() - walk.since, mode=mode)

    def _note(self, text: str) -> tuple[Event, ...]:
        self._walk.note = text
        return self._tell(Noted(text))

    def _moved(self, *events: Event) -> tuple[Event, ...]:
        """All that happened, the place last."""
        return self._tell(*events, Moved(self.place()))

    def _tell(self, *events: Event) -> tuple[Event, ...]:
        if self._notify is not None:
            for event in events:
                self._notify(event)
        return events
