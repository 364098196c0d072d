"""A list of questions with fresh numbers: a quiz, a review, or practice of what was missed; its
state as text, and back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.grading import messages
from tutor.grading.answer import bare
from tutor.history.records import Place, now
from tutor.history.schedule import Item
from tutor.session.drawing import Drawn
from tutor.session.exercise import Events, Exercise
from tutor.session.exercise_state import Clock
from tutor.session.present import Session, present, whole_prompt
from tutor.session.quiz_state import deadline, kept_quiz
from tutor.session.restore import restore
from tutor.session.result import Outcome, QuizResult
from tutor.session.view import QUIZ, Answered, Event, Phase, View

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.task import Task

NOTHING_TYPED = "Type an answer, or skip: you can come back."
NOTHING_PICKED = "Pick one, or skip: you can come back."
NOTHING_SAID: Mapping[str, object] = {}
LAST_OPEN = "This is the only question that is still open."


@dataclass(frozen=True)
class QuizView:
    """All that may be shown of a quiz now."""

    title: str
    view: View
    """The question in hand, drawn as a step is; its `next` says what enter does here."""
    number: int
    """1-based."""
    count: int
    """Questions."""
    marks: tuple[str, ...]
    """For each question: open, skipped, answered; once it may be told right or wrong."""
    left: float | None
    """Seconds left on the clock; None without one."""
    finished: bool
    answered: bool
    """The question in hand has its answer, which stands."""
    note: str = ""


class QuizSession(Session):
    """One learner's walk through a drawn list: the only holder of where it is. The answers stay
    inside until the end of a quiz, and of a review or practice until each is committed."""

    def __init__(
        self,
        course: Course,
        questions: Sequence[Drawn],
        *,
        mode: str = "quiz",
        seed: int = 0,
        minutes: float | None = None,
        begun: datetime | None = None,
        terms: Mapping[str, object] = NOTHING_SAID,
        key: str = "",
        right_before: Collection[Item] = (),
        now: Callable[[], datetime] = now,
        clock: Clock = time.monotonic,
        notify: Callable[[Event], None] | None = None,
    ) -> None:
        """`minutes`: how long after it was `begun` it ends, by `now`, whoever is looking then; None
        for a quiz without an end. `terms`: what it was asked for with, to be kept with it. `key`:
        its own name, by which its answers are recorded once, wherever it is finished.
        `right_before`: the questions to which the last answer was right; there a hunch is no luck.
        `clock`: seconds, for how long a question is looked at.

        Raises TutorError when there is no question, or one that the course does not have."""
        if not questions:
            raise TutorError("There is nothing to ask.")
        self.mode = mode
        """quiz, review or practice."""
        self.course = course
        """What it asks about."""
        self._seed = seed
        self._policy = QUIZ._replace(mode=mode, seed=seed, withheld=mode == "quiz")
        self._questions = tuple(questions)
        self._exercises = [self._exercise(course, one, clock) for one in questions]
        self.minutes = minutes
        """How long it may take; None for as long as it takes."""
        self.terms = terms
        self._right_before = frozenset(right_before)
        self._now, self._notify = now, notify
        self._begun = begun or now()
        self._ended: datetime | None = None
        self._key = key or token_hex(8)
        self._at, self._here = 0, self._exercises[0]
        self._note = ""
        self._over = False
        self._here.look()

    def _exercise(self, course: Course, one: Drawn, clock: Clock) -> Exercise:
        task = _task(course, one)
        if task is None:
            raise TutorError(f"The course no longer has the question {one.item}.")
        return Exercise(task, self._policy, clock=clock)

    # -- looking ------------------------------------------------------------------------------

    def view(self) -> QuizView:
        """All that may be shown now."""
        over = self.finished
        exercise = self._here
        following = "next question" if self.open else "summary"
        enter = "commit" if exercise.phase is Phase.ASK else following
        view = replace(present(exercise), note=self._note, next="summary" if over else enter)
        return QuizView(
            title=self.mode.capitalize(),
            view=view,
            number=self._at + 1,
            count=len(self._exercises),
            marks=tuple(_mark(one) for one in self._exercises),
            left=self.left,
            finished=over,
            answered=exercise.phase is not Phase.ASK,
            note=self._note,
        )

    @property
    def mark(self) -> float | None:
        """The share that has to be right, as its terms have it; None where they have none."""
        mark = self.terms.get("mark")
        return float(mark) if isinstance(mark, int | float) and 0 <= mark <= 1 else None

    @property
    def left(self) -> float | None:
        """Seconds left; None without a clock."""
        if self.deadline is None:
            return None
        return max(0.0, (self.deadline - self._now()).total_seconds())

    @property
    def deadline(self) -> datetime | None:
        """When it ends by itself."""
        return deadline(self._begun, self.minutes)

    @property
    def finished(self) -> bool:
        """It is over: finished by the learner, or by the clock."""
        if not self._over and self.left == 0:
            self._end()
        return self._over

    @property
    def open(self) -> int:
        """Questions without a committed answer."""
        return sum(one.phase is Phase.ASK for one in self._exercises)

    @property
    def item(self) -> Drawn:
        """The question in hand, with its numbers."""
        return self._questions[self._at]

    # -- acting -------------------------------------------------------------------------------

    def type(self, text: str, step: float = 0.0, note: str = "") -> None:
        """What stands in the answer field now; `step` and `note` as for `Exercise.type`."""
        if not self.finished:
            self._take(self._here.type(text, step, note))

    def choose(self, index: int) -> None:
        """Put the mark on one of the options; 0-based."""
        if not self.finished:
            self._take(self._here.choose(index))

    def sure(self, mark: str) -> None:
        """Call the answer a hunch or certain; once more takes it back."""
        if not self.finished:
            self._take(self._here.sure(mark))

    def enter(self) -> None:
        """Commit what stands there, or go on to the next open question; at the end, finish."""
        exercise = self._here
        if self.finished:
            return
        if exercise.phase is Phase.ASK:
            if not exercise.typed.strip():
                self._note = NOTHING_PICKED if exercise.options else NOTHING_TYPED
                return
            events, verdict = exercise.commit(), exercise.verdict
            if verdict is not None and not verdict.attempt:
                self._note = verdict.say
                exercise.unsay()
                return
            self._take(events)
            if not self._policy.withheld:
                return  # what is said of it is to be read first
        self._go_on()

    def skip(self) -> None:
        """Leave the question for later."""
        if self.finished:
            return
        exercise = self._here
        exercise.skipped = exercise.skipped or exercise.phase is Phase.ASK
        self._go_on()
        if exercise.phase is Phase.ASK and exercise is self._here:
            self._note = LAST_OPEN

    def move(self, steps: int) -> None:
        """To an earlier or a later question."""
        self._turn_to(min(max(self._at + steps, 0), len(self._exercises) - 1))

    def finish(self) -> None:
        """End it with what is there."""
        self._turn_to(self._at)
        self._end()

    def _end(self) -> None:
        """It is over, and what was withheld may be told. What stands in a field when the time is
        up is handed in like the rest."""
        over, self._over = self._over, True
        if not over and self.left == 0:
            for exercise in self._exercises:
                self._hand_in(exercise)
        if self._ended is None:
            present = self._now()
            self._ended = min(present, self.deadline or present)
        for place, exercise in enumerate(self._exercises):
            exercise.stop()
            exercise.release()
            if self._policy.withheld and not over:
                event = exercise.answered_event()
                if event is not None:
                    named = replace(event.attempt, id=f"{self._key}-{place}", at=self._ended)
                    self._tell(event._replace(attempt=named))

    def _hand_in(self, exercise: Exercise) -> None:
        if exercise.phase is Phase.ASK and exercise.typed.strip():
            exercise.commit()
            if exercise.says_again:
                exercise.commit()  # nobody can be asked for more digits
            if exercise.verdict is not None and not exercise.verdict.attempt:
                exercise.unsay()

    def _take(self, events: Events) -> None:
        """Show the exercise's own note, and pass on what is kept of it: not yet what a withheld
        answer was worth."""
        self._note = self._here.note
        if not self._policy.withheld:
            self._tell(*events)

    def _tell(self, *events: Event | None) -> None:
        for event in events:
            if isinstance(event, Answered) and self._notify is not None:
                self._notify(event)

    def _go_on(self) -> None:
        """The next open question after this one, or the first; without any, it is over."""
        waiting = [at for at, one in enumerate(self._exercises) if one.phase is Phase.ASK]
        ahead = [at for at in waiting if at > self._at]
        unseen = [at for at in ahead if not self._exercises[at].skipped]
        if waiting:
            self._turn_to((unseen or ahead or waiting)[0])
        else:
            self._end()

    def _turn_to(self, at: int) -> None:
        """Take another question in hand."""
        self._here.stop()
        self._at, self._here, self._note = at, self._exercises[at], ""
        if not self._over:
            self._here.look()

    # -- afterwards ---------------------------------------------------------------------------

    def summary(self) -> QuizResult:
        """What came of it. Raises TutorError while it is going on: it holds the answers."""
        if not self.finished:
            raise TutorError("The quiz is not over.")
        outcomes: list[Outcome] = []
        right = dict.fromkeys(self._right_before, True)
        for one, exercise in zip(self._questions, self._exercises, strict=True):
            outcome = _outcome(one, exercise)
            outcomes.append(outcome._replace(right_before=right.get(one.item, False)))
            if outcome.answered:
                right[one.item] = outcome.right
        return QuizResult(
            self.mode,
            self._seed,
            tuple(outcomes),
            begun=self._begun,
            ended=self._ended,
            minutes=self.minutes,
            out_of_time=self._ended == self.deadline,
            mark=self.mark,
        )

    # -- keeping ------------------------------------------------------------------------------

    def state(self) -> str:
        """All of it as JSON, for `restored`: what was asked and typed, never what is right."""
        return json.dumps(
            {
                "mode": self.mode,
                "seed": self._seed,
                "begun": self._begun.isoformat(),
                "minutes": self.minutes,
                "terms": self.terms,
                "key": self._key,
                "at": self._at,
                **({"ended": self._ended.isoformat()} if self._ended is not None else {}),
                "questions": [vars(exercise.place()) for exercise in self._exercises],
            },
            default=dict,
        )


def restored(
    course: Course,
    state: str,
    *,
    right_before: Collection[Item] = (),
    now: Callable[[], datetime] = now,
    clock: Clock = time.monotonic,
    notify: Callable[[Event], None] | None = None,
) -> QuizSession | None:
    """The quiz that `state` tells of, its committed answers judged anew, without the questions that
    the course no longer has; None where it has none of them, or the text is damaged. Its time may
    be up, or it may be over."""
    kept = kept_quiz(state)
    if kept is None:
        return None
    asked = [(one, place) for place in kept.places if (one := _still(course, place)) is not None]
    if not asked:
        return None
    quiz = QuizSession(
        course,
        [one for one, _ in asked],
        mode=kept.mode,
        seed=kept.seed,
        minutes=kept.minutes,
        begun=kept.begun,
        terms=kept.terms,
        key=kept.key,
        right_before=right_before,
        now=now,
        clock=clock,
        notify=notify,
    )
    for exercise, (_, place) in zip(quiz._exercises, asked, strict=True):
        restore(exercise, place)
        exercise.stop()
    quiz._turn_to(min(max(kept.at, 0), len(asked) - 1))
    if kept.ended is not None:
        quiz._ended, quiz._over = kept.ended, True
        quiz._end()  # what came of it is known, and recorded
    return quiz


def _still(course: Course, place: Place) -> Drawn | None:
    """The question of a place; None where the course no longer has it."""
    one = Drawn(Item(place.lesson, place.step, place.question), place.values, place.order)
    return one if _task(course, one) is not None else None


def _task(course: Course, one: Drawn) -> Task | None:
    """The question; None where the course no longer has it, or not its constants."""
    task = one.task(course)
    return task if task is not None and one.values.keys() <= task.constants.keys() else None


def _mark(exercise: Exercise) -> str:
    if exercise.phase is Phase.ASK:
        return "skipped" if exercise.skipped else "open"
    if exercise.phase is Phase.WITHHELD or exercise.verdict is None:
        return "answered"
    return "right" if exercise.verdict.right else "wrong"


def _outcome(one: Drawn, exercise: Exercise) -> Outcome:
    view = present(exercise)
    verdict = exercise.verdict
    you = bare(exercise.typed)
    if exercise.chosen:
        you = exercise.chosen
    elif view.reading is not None and view.reading.working and view.you:
        you = f"{you} = {view.you}"
    task = exercise.task
    return Outcome(
        item=one.item,
        lesson=view.lesson,
        title=view.step,
        prompt=whole_prompt(task, view.question),
        text=exercise.typed,
        verdict=verdict,
        seconds=exercise.seconds,
        you=you if verdict is not None else "",
        truth=task.kind.truth(task.ask),
        say=messages.without_letters(verdict.say) if verdict else messages.NOT_ANSWERED,
        worked=task.worked,
        values=task.constants,
        picked=bool(exercise.chosen),
        kind=view.question.kind if view.question is not None else "",
        options=tuple(exercise.options),
        read=view.reading.value if view.reading is not None and verdict is not None else None,
    )
