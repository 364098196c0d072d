"""One learner's way through a course: intents in, events out; the answer stays inside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.grading import messages
from tutor.history.records import History, Place, Standing
from tutor.history.schedule import Item
from tutor.session.exercise import Events, Exercise
from tutor.session.exercise_state import Clock
from tutor.session.held_question import asked, handed_in
from tutor.session.pace import Vote
from tutor.session.present import Session, present
from tutor.session.restore import restore
from tutor.session.task import Task
from tutor.session.view import (
    HELD,
    LESSON,
    Answered,
    Event,
    LessonDone,
    Moved,
    Phase,
    StepDone,
    View,
)

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.course.model import Lesson, Step
    from tutor.engine.numbers import Number
    from tutor.history.records import Attempt
    from tutor.session.pace import Held, Pace


class LessonSession(Session):
    """The only holder of where a learner is in a course.

    Every intent returns what happened and never raises for a learner's input: what cannot be
    done now leaves a sentence in `View.note`. `notify` receives the same events, so that one
    listener can keep them all.
    """

    def __init__(
        self,
        course: Course,
        *,
        history: History | None = None,
        clock: Clock = time.monotonic,
        notify: Callable[[Event], None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`pace`: the class in which it is walked. Raises TutorError when the course has no lesson
        that can be played."""
        history = history or History()
        self.course = course
        """The course that is walked."""
        self._clock = clock
        self._notify = notify
        self._pace = pace
        self._vote = ""
        """Which of its votes the question in hand belongs to."""
        self._looked_for: set[str] = set()
        """Votes that were shown, and that are known to be kept."""
        self._standings = {(was.lesson, was.step): was.state for was in history.standings}
        self._first_tries = dict(history.first)
        back = self._restored(history.place) if history.place else None
        self._here = back or self._first()
        if self._here.policy.withheld:
            self.paced()  # it may have been shown meanwhile

    # -- looking ------------------------------------------------------------------------------

    def view(self) -> View:
        """All that may be shown now."""
        tries, task = self._first_tries.values(), self._here.task
        standing = self.standing(task.lesson.id, task.step.id)
        view = present(self._here, right=sum(tries), asked=len(tries), standing=standing)
        if self._pace is None or not self._here.policy.withheld:
            return view
        held = self._held(self._here)
        view = replace(view, together=True, once_more=held is not None and held.again)
        if self._here.phase is not Phase.WITHHELD:
            return view
        return replace(view, waiting=self._pace.waiting, next="")

    def place(self) -> Place:
        """Where the learner is, to the last keystroke."""
        return self._here.place()

    def standing(self, lesson: str, step: str) -> str:
        """done, skipped or empty."""
        return self._standings.get((lesson, step), "")

    # -- moving -------------------------------------------------------------------------------

    def open(self, lesson_id: str, step_id: str | None = None) -> Events:
        """Go to a lesson, or one step of it. Raises TutorError naming the nearest there is."""
        lesson = self.course.lesson(lesson_id)
        return self._go(lesson, lesson.step(step_id) if step_id else lesson.steps[0])

    def resume(self, lesson_id: str) -> Events:
        """Go to a lesson where the learner left it: stay where they are in it, else to the first
        step neither done nor skipped. Raises TutorError naming the nearest lesson there is."""
        lesson = self.course.lesson(lesson_id)
        here = self._here
        if here.task.lesson.id == lesson.id and here.phase is not Phase.END:
            return self._moved()
        return self._go(lesson, next(self._open_steps(lesson), lesson.steps[0]))

    def go_on(self) -> Events:
        """Go to where the learner left off: stay where they are or, at the end of the course, go to
        the first step of it neither done nor skipped."""
        ended = self._here.phase is Phase.END
        ahead = self._ahead() if ended else None
        return self._moved() if ahead is None else self._go(*ahead)

    def next(self) -> Events:
        """The next question, step or lesson, once nothing here waits for an answer."""
        exercise = self._here
        if exercise.phase is Phase.WITHHELD:
            return self._heard(exercise.tell(messages.WAIT_FOR_ALL))
        if exercise.open:
            return self._heard(exercise.tell(messages.ANSWER_FIRST))
        if exercise.phase is Phase.END:
            return ()
        numbers = exercise.numbers_anew
        return self._ask(exercise.task.number, numbers) if numbers else self._go_on()

    def _go_on(self) -> Events:
        """Whatever follows the question that is done with."""
        task = self._here.task
        return self._leave("done") if task.final else self._ask(task.number + 1)

    def back(self) -> Events:
        """The step before this one."""
        if self._here.phase is Phase.END:
            return self.reset()
        before = self._beside(-1)
        if before is None:
            return self._heard(self._here.tell(messages.AT_THE_START))
        return self._go(*before)

    def skip(self) -> Events:
        """Leave the step without its answers; it is marked as skipped, and nothing is revealed.

        What is asked once more was answered before: that is only left out."""
        if not self._here.open or self._here.phase is Phase.WITHHELD:
            return self.next()
        if self._here.task.again:
            return self._go_on()
        return self._leave("skipped")

    def reset(self) -> Events:
        """The step anew, with the author's numbers."""
        return self._go(self._here.task.lesson, self._here.task.step)

    # -- answering ----------------------------------------------------------------------------

    def type(self, text: str, step: float = 0.0, note: str = "") -> Events:
        """What stands in the answer field now; `step` and `note` as for `Exercise.type`."""
        return self._heard(self._here.type(text, step, note))

    def choose(self, index: int) -> Events:
        """Put the mark on one of the options; 0-based."""
        return self._heard(self._here.choose(index))

    def sure(self, mark: str) -> Events:
        """Call the answer a hunch or certain; once more takes it back."""
        return self._heard(self._here.sure(mark))

    def enter(self) -> Events:
        """The next sensible thing: commit what stands there, or go on."""
        exercise = self._here
        if exercise.phase is Phase.ASK or (exercise.free and exercise.typed.strip()):
            return self.commit()
        return self.next()

    def commit(self) -> Events:
        """Judge the answer that stands in the field. With the last one of a step it is done."""
        exercise = self._here
        if exercise.policy.withheld:
            return self._hand_in(exercise)
        was_open = exercise.open
        *events, last = exercise.commit()
        answered = was_open and not exercise.open and exercise.task.final
        return self._heard((*events, *(self._stands("done") if answered else ()), last))

    def _hand_in(self, exercise: Exercise) -> Events:
        """Commit an answer that is held back: what it is worth is neither told nor kept."""
        held, attempt = self._held(exercise), exercise.attempt()
        if held is not None and held.vote != self._vote:
            return self.paced()  # it is asked anew: what stands there answers what was before
        if held is not None and attempt is not None and exercise.phase is Phase.ASK:
            assert self._pace is not None
            vote = Vote(attempt.text, exercise.aimed, attempt.seconds)
            if refused := self._pace.hand_in(held, vote):
                return self._heard(exercise.tell(refused))
        events = exercise.commit()
        return self._heard(tuple(event for event in events if not isinstance(event, Answered)))

    def hint(self) -> Events:
        """Show the author's hint."""
        return self._heard(self._here.hint())

    # -- in a class ---------------------------------------------------------------------------

    def paced(self) -> Events:
        """The class has moved: hold the open question back, show what was held, or ask it anew."""
        exercise = self._here
        held, withheld = self._held(exercise), exercise.policy.withheld
        if self._pace is not None and not self._pace.known:
            return ()
        if held is None or not held.open:
            return self._shown(exercise) if withheld else self._shown_elsewhere()
        if withheld and self._vote == held.vote:
            return ()
        if not (withheld or held.again or exercise.phase is Phase.ASK):
            return ()  # they have answered it by themselves
        typed, aimed = exercise.typed, exercise.aimed
        keeps = not withheld and not held.values and exercise.phase is Phase.ASK
        self._enter(exercise.task.lesson, exercise.task.step, exercise.task.number)
        if keeps and self._here.phase is Phase.ASK:
            self._here.type(typed, aimed)
        return self._moved()

    def bring(self, lesson: str, step: str) -> Events:
        """Be where the class is, unless one is there already. Raises TutorError where there is no
        such step."""
        found = self.course.lesson(lesson)
        there = found.step(step)
        if there is self._here.task.step and self._here.phase is not Phase.END:
            return ()
        self._enter(found, there)
        return self._moved()

    def put_back(self, place: Place) -> Events:
        """Be where one was before the class went somewhere."""
        self._here = self._restored(place) or self._here
        return self._moved()

    def _shown(self, exercise: Exercise) -> Events:
        """What was held back is shown; whoever has not answered, not in the vote before either,
        answers for themselves."""
        note = ""
        if exercise.phase is not Phase.WITHHELD and (before := self._voted_before(exercise)):
            exercise.taken(before.text, before.aimed, before.seconds)
            note = messages.FIRST_VOTE
        answered = exercise.phase is Phase.WITHHELD
        exercise.put(LESSON)
        exercise.release()
        if not answered:
            exercise.note = messages.TOO_LATE
            return self._moved()
        exercise.note = note
        events: list[Event] = []
        event = exercise.answered_event()
        if event is not None:
            events.append(event._replace(attempt=self._once(event.attempt)))
        if exercise.task.final:
            events += self._stands("done")
        return self._moved(*events)

    def _voted_before(self, exercise: Exercise) -> Vote | None:
        """Their answer of the vote before, where they have not answered this one."""
        held = self._held(exercise)
        return self._pace.mine(held) if self._pace is not None and held is not None else None

    def _shown_elsewhere(self) -> Events:
        """Keep what they have handed in and left before it was shown."""
        held = self._pace.held if self._pace is not None else None
        if held is None or held.open or held.vote in self._looked_for:
            return ()
        assert self._pace is not None
        self._looked_for.add(held.vote)
        if (mine := self._pace.mine(held)) is None:
            return ()
        try:
            exercise = handed_in(asked(self.course, held), mine)
        except TutorError:  # the course no longer has the question
            return ()
        event = exercise.answered_event()
        if event is None:
            return ()
        events: list[Event] = [event._replace(attempt=self._once(event.attempt))]
        if exercise.task.final:
            events += self._stands("done", exercise.task)
        return self._heard(tuple(events))

    def _once(self, attempt: Attempt) -> Attempt:
        """The answer by a name of its own, so that it is kept once: its learner may be told of it
        in several places."""
        if self._pace is None:
            return attempt
        parts = (self._pace.learner, attempt.course, attempt.lesson, attempt.step)
        what = (*parts, attempt.question, attempt.text, sorted(attempt.values.items()))
        return replace(attempt, id=f"held-{sha256(repr(what).encode()).hexdigest()[:20]}")

    def _held(self, exercise: Exercise) -> Held | None:
        """The class's question, where it is this one."""
        task = exercise.task
        return self._held_at(task.lesson.id, task.step.id, task.number)

    def _held_at(self, lesson: str, step: str, number: int) -> Held | None:
        held = self._pace.held if self._pace is not None else None
        return held if held is not None and held.item == Item(lesson, step, number) else None

    # -- exploring ----------------------------------------------------------------------------

    def set(self, name: str, value: Number) -> Events:
        """Set one of the constants that the step lets go; out of range goes to the nearest."""
        return self._heard(self._here.set(name, value))

    def hush(self) -> None:
        """What was said of the last key is no longer about what stands there."""
        self._here.note = ""

    def nudge(self, name: str, steps: int) -> Events:
        """Move a constant by so many of its own steps."""
        return self._heard(self._here.nudge(name, steps))

    def run(self, updates: int = 1) -> Events:
        """Run and show so many more updates."""
        return self._heard(self._here.run(updates))

    def replay(self) -> Events:
        """Show or hide where the learner's own wrong rule would have led."""
        return self._heard(self._here.replay())

    def picture(self, name: str = "") -> Events:
        """Show the run as bowl, error, table or output; without a name, the next of them."""
        return self._heard(self._here.picture(name))

    def scroll(self, line: int) -> Events:
        """Keep the first visible line of the prose."""
        return self._heard(self._here.scroll(line))

    # -- inside -------------------------------------------------------------------------------

    def _first(self) -> Exercise:
        """The first open step; else the very beginning of the course."""
        lesson = self.course.first
        if lesson is None:
            raise TutorError(messages.NO_LESSON)
        return self._fresh(*(self._ahead() or (lesson, lesson.steps[0])))

    def _ahead(self) -> tuple[Lesson, Step] | None:
        """The first step of the course neither done nor skipped; None where there is none. No
        lesson after it is read."""
        lesson = self.course.first
        while lesson is not None:
            for step in self._open_steps(lesson):
                return lesson, step
            lesson = self.course.beside(lesson, 1)
        return None

    def _open_steps(self, lesson: Lesson) -> Iterator[Step]:
        """Its steps neither done nor skipped."""
        return (
            step
            for step in lesson.steps
            if not (self.standing(lesson.id, step.id) or self._closed(lesson, step))
        )

    def _closed(self, lesson: Lesson, step: Step) -> str:
        """Why that step is not to be gone to now."""
        return self._pace.closed(lesson.id, step.id) if self._pace is not None else ""

    def _restored(self, place: Place) -> Exercise | None:
        """The exercise where `place` says, or the start of its lesson where the step is gone; None
        where the lesson is gone too."""
        lesson = self.course.find(place.lesson)
        if lesson is None:
            return None
        step = lesson.find(place.step)
        if step is None or not 0 <= place.question < max(len(step.ask), 1):
            return self._fresh(lesson, step or lesson.steps[0])
        held = self._held_at(lesson.id, step.id, place.question)
        answered = place.phase not in (Phase.ASK, Phase.WITHHELD)
        alone = answered and not (held is not None and held.again)
        exercise = self._fresh(lesson, step, place.question, alone=alone)
        if exercise.policy.withheld:
            if exercise.phase is Phase.ASK and place.phase == Phase.ASK:
                exercise.type(place.text, place.cell)
        elif (vote := self._handed_in(place)) is not None and exercise.task.holdable:
            task = exercise.task.once_more(place.values) if place.again else exercise.task
            taken = handed_in(task, vote, self._clock)
            if taken.answered:  # else the lesson was changed meanwhile
                return taken
        else:
            restore(exercise, place)
        return exercise

    def _handed_in(self, place: Place) -> Vote | None:
        """The answer that was held back there; the place itself may not have been kept any more
        when it was handed in."""
        if place.phase == Phase.WITHHELD:
            return Vote(place.answer, place.answer_cell, max(place.seconds, 0.0))
        held = self._held_at(place.lesson, place.step, place.question)
        known = (place.lesson, place.step, place.question) in self._first_tries
        if held is None or known or place.phase != Phase.ASK or place.answer or held.values:
            return None
        assert self._pace is not None
        return self._pace.mine(held)

    def _fresh(
        self, lesson: Lesson, step: Step, number: int = 0, *, alone: bool = False
    ) -> Exercise:
        """A question that the learner has just come to; `alone`: whatever the class does."""
        task = Task(self.course, lesson, step, number)
        held = self._held_at(lesson.id, step.id, number)
        if alone or held is None or not held.open or not task.holdable:
            exercise = Exercise(task, clock=self._clock)
            exercise.look()
            return exercise
        assert self._pace is not None
        self._vote = held.vote
        task = task.once_more(held.values) if held.values else task
        if (mine := self._pace.mine(held)) is not None:
            return handed_in(task, mine, self._clock)
        exercise = Exercise(task, HELD, clock=self._clock)
        exercise.look()
        return exercise

    def _beside(self, way: int) -> tuple[Lesson, Step] | None:
        """The step after this one (`way` 1) or before it (-1), which may be in another lesson."""
        lesson = self._here.task.lesson
        at = lesson.steps.index(self._here.task.step) + way
        if 0 <= at < len(lesson.steps):
            return lesson, lesson.steps[at]
        other = self.course.beside(lesson, way)
        return None if other is None else (other, other.steps[0 if way > 0 else -1])

    def _go(self, lesson: Lesson, step: Step) -> Events:
        """Be at the beginning of a step."""
        if step is not self._here.task.step and (why := self._closed(lesson, step)):
            return self._heard(self._here.tell(why))
        self._enter(lesson, step)
        return self._moved()

    def _enter(self, lesson: Lesson, step: Step, number: int = 0) -> None:
        """Be at a question of a step, with nothing typed."""
        before = self._here
        self._here = self._fresh(lesson, step, number)
        if before.task.step is step:
            self._here.view, self._here.line = before.view, before.line

    def _ask(self, number: int, anew: Mapping[str, Number] | None = None) -> Events:
        """A question of this step, with the constants that the learner has set so far, but not
        with those drawn for asking once more; with `anew`, once more with these."""
        before, tried = self._here.task, self._here.tried
        self._enter(before.lesson, before.step, number)
        exercise = self._here
        exercise.tried = tried
        if anew is not None:
            exercise.task = exercise.task.once_more(anew)
        elif exercise.task.asks and not (before.again or exercise.policy.withheld):
            kept = exercise.task.question.keeps(before.changed)
            exercise.task = exercise.task.with_constants(kept)
        return self._moved()

    def _leave(self, state: str) -> Events:
        """Finish or skip the step and go to the one after it."""
        lesson, step = self._here.task.lesson, self._here.task.step
        after = self._beside(1)
        if after is not None and (why := self._closed(*after)):
            stands = self._stands(state) if state == "done" else ()
            return self._heard((*stands, *self._here.tell(why)))
        events: list[Event] = [*self._stands(state)]
        self._enter(*(after or (lesson, step)))
        if after is None:
            self._here.phase, self._here.note = Phase.END, messages.LAST_STEP
        if after is None or after[0] is not lesson:
            events.append(LessonDone(lesson.id))
        return self._moved(*events)

    def _stands(self, state: str, task: Task | None = None) -> Events:
        """Mark the step, of this question or that one, as done or skipped, unless it is done
        already."""
        task = task or self._here.task
        lesson, step = task.lesson, task.step
        if self.standing(lesson.id, step.id) == "done":
            return ()
        self._standings[lesson.id, step.id] = state
        return (StepDone(Standing(lesson.id, step.id, state)),)

    def _moved(self, *events: Event) -> Events:
        """All that happened, the place last."""
        return self._heard((*events, Moved(self.place())))

    def _heard(self, events: Events) -> Events:
        """Pass on what happened."""
        for event in events:
            match event:
                case Answered(attempt, verdict) if attempt.mode == "learn":
                    key = attempt.lesson, attempt.step, attempt.question
                    self._first_tries.setdefault(key, verdict.right)
            if self._notify is not None:
                self._notify(event)
        return events
