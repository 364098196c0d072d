"""A round of questions with fresh numbers: a quiz, a review, or practice of what was missed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from tutor.core import wording
from tutor.core.event import Answered, Event
from tutor.core.grading import direction_of
from tutor.core.item import Drawn, Item, stage_of
from tutor.core.showing import exhibit
from tutor.core.summary import Given, Outcome, Summary
from tutor.core.verdict import Kind
from tutor.core.view import Phase, View
from tutor.core.walk import LONGEST, Walk, attempt, chosen, judged, option_count
from tutor.course.questions import Choose, Predict
from tutor.errors import TutorError
from tutor.history.reading import parsed, seconds, storable
from tutor.history.records import Attempt

if TYPE_CHECKING:
    from tutor.course.catalog import Course
from tutor.session.plot import plot_view

if TYPE_CHECKING:
    from tutor.course.catalog import Course
    from tutor.session.described import Described
    from tutor.session.frame import Frame
    from tutor.session.scene import Scene


@dataclass(frozen=True)
class RoundView:
    """All that may be shown of a round now."""

    title: str
    view: View
    """The question in hand, drawn as a step is; its `next` says what enter does here."""
    number: int
    """1-based."""
    count: int
    marks: tuple[str, ...]
    """For each question: open, skipped, answered; with feedback right or wrong."""
    left: float | None
    """Seconds left on the clock; None without one."""
    finished: bool
    answered: bool
    """The question in hand has its answer, which stands."""
    note: str = ""


NOTHING_TYPED = "Type an answer, or skip: you can come back."
NOTHING_PICKED = "Pick one, or skip: you can come back."
LAST_OPEN = "This is the only question that is still open."


class Round:
    """One learner's round: the only holder of its state. The answers stay inside until the end,
    or with `feedback` until each is committed."""

    def __init__(
        self,
        course: Course,
        questions: Sequence[Drawn],
        *,
        title: str = "Quiz",
        mode: str = "quiz",
        seed: int = 0,
        feedback: bool = False,
        minutes: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        notify: Callable[[Event], None] | None = None,
    ) -> None:
        """Raises TutorError when there is no question."""
        if not questions:
            raise TutorError("There is nothing to ask.")
        self._course = course
        self._questions = tuple(questions)
        self._given = [Given() for _ in questions]
        self._title, self._mode, self._seed, self._feedback = title, mode, seed, feedback
        self._seconds = None if minutes is None else minutes * 60
        self._clock, self._notify = clock, notify
        self._began = self._since = clock()
        self._at = 0
        self._note = ""
        self._over = False

    # -- looking ------------------------------------------------------------------------------

    def view(self) -> RoundView:
        """All that may be shown now."""
        given = self._given[self._at]
        over = self.finished
        walk = self._shown()
        view = exhibit(walk)
        view = replace(
            view,
            text="",
            reveal="",
            question=view.question and replace(view.question, has_hint=False, tries_left=1),
            truth=_truth(walk, view),
            note=self._note,
            plot=view.plot if self._pictured(walk) else None,
            next="summary" if over else self._next(given),
            parameters=tuple(replace(one, editable=False) for one in view.parameters),
            can_guess=False,
            can_run=False,
            can_replay=False,
        )
        return RoundView(
            title=self._title,
            view=view,
            number=self._at + 1,
            count=len(self._given),
            marks=tuple(self._mark(one) for one in self._given),
            left=self.left,
            finished=over,
            answered=given.verdict is not None,
            note=self._note,
        )

    def scene(self, held: Frame | None = None) -> Scene | None:
        """What the chart shows now, within the axis limits `held` as long as these serve; None
        where there is no picture."""
        from tutor.session.scene import scene_of

        walk = self._shown()
        return scene_of(walk, held) if self._pictured(walk) else None

    def described(self) -> Described:
        """The same picture in sentences."""
        from tutor.session.described import Described, described_of

        walk = self._shown()
        return described_of(walk) if self._pictured(walk) else Described()

    def _shown(self) -> Walk:
        """The question in hand, with its truth once that may be shown."""
        answered = self._given[self._at].verdict is not None
        told = answered and (self._feedback or self.finished)
        return self._settled(self._at) if told else self._walk(self._at)

    def _pictured(self, walk: Walk) -> bool:
        """Whether there is a picture: a curve that waits for the answer would be promised, and not
        come."""
        view = plot_view(walk)
        return view is not None and not (view.hidden and self._given[self._at].verdict)

    def _next(self, given: Given) -> str:
        """What enter does."""
        if given.verdict is None:
            return "commit"
        return "next question" if self.open else "summary"

    @property
    def left(self) -> float | None:
        """Seconds left; None without a clock."""
        if self._seconds is None:
            return None
        return max(0.0, self._seconds - (self._clock() - self._began))

    @property
    def finished(self) -> bool:
        """It is over: finished by the learner, or by the clock."""
        if not self._over and self.left == 0:
            self._over = True
        return self._over

    @property
    def mode(self) -> str:
        """quiz, review or practice."""
        return self._mode

    @property
    def open(self) -> int:
        """Questions without a committed answer."""
        return sum(given.verdict is None for given in self._given)

    # -- acting -------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """What stands in the answer field now."""
        given = self._given[self._at]
        if given.verdict is None and not self.finished:
            self._given[self._at] = replace(given, text=text[:LONGEST])
            self._note = wording.TOO_LONG if len(text) > LONGEST else ""

    def choose(self, index: int) -> None:
        """Put the mark on one of the options; 0-based."""
        count = option_count(self._walk(self._at))
        if count:
            sure = self._given[self._at].text.strip()[-1:]
            mark = sure if sure in ("?", "!") else ""
            self.type(f"{min(max(index, 0), count - 1) + 1}{mark}")

    def enter(self) -> None:
        """Commit what stands there, or go on to the next open question; at the end, finish."""
        given = self._given[self._at]
        if self.finished:
            return
        if given.verdict is None and given.text.strip():
            self._commit()
            if self._feedback or self._given[self._at].verdict is None:
                return
        elif given.verdict is None:
            picks = self._walk(self._at).stage.is_choice
            self._note = NOTHING_PICKED if picks else NOTHING_TYPED
            return
        self._go_on()

    def skip(self) -> None:
        """Leave the question for later."""
        if self.finished:
            return
        given = self._given[self._at]
        if given.verdict is None:
            self._given[self._at] = replace(given, skipped=True)
        before = self._at
        self._go_on()
        if given.verdict is None and self._at == before:
            self._note = LAST_OPEN

    def move(self, steps: int) -> None:
        """To an earlier or a later question."""
        self._turn_to(min(max(self._at + steps, 0), len(self._given) - 1))

    def finish(self) -> None:
        """End the round with what is there."""
        self._turn_to(self._at)
        self._over = True

    def _commit(self) -> None:
        given = self._given[self._at]
        walk = self._walk(self._at)
        verdict = judged(walk)
        if not verdict.attempt:
            short = verdict.kind is Kind.MORE_DIGITS and not self._feedback
            self._note = wording.FEW_DIGITS if short else verdict.say
            return
        self._given[self._at] = Given(given.text, verdict, self._looked_at(given))
        self._note = ""
        if self._notify is not None:
            self._notify(Answered(self._attempt(self._at), verdict))

    def _go_on(self) -> None:
        """The next open question after this one, or the first; without any, the round is over."""
        count = len(self._given)
        ahead = [(self._at + step) % count for step in range(1, count + 1)]
        fresh = [at for at in ahead if self._given[at].verdict is None]
        unseen = [at for at in fresh if at > self._at and not self._given[at].skipped]
        if not fresh:
            self._over = True
            return
        self._turn_to((unseen or fresh)[0])

    def _turn_to(self, at: int) -> None:
        """Take another question in hand."""
        given = self._given[self._at]
        if given.verdict is None:
            self._given[self._at] = replace(given, seconds=self._looked_at(given))
        self._at, self._since, self._note = at, self._clock(), ""

    def _looked_at(self, given: Given) -> float:
        """Seconds for which the question in hand was looked at."""
        return round(given.seconds + self._clock() - self._since, 3)

    # -- afterwards ---------------------------------------------------------------------------

    def summary(self) -> Summary:
        """What came of it. Raises TutorError while the round is going on: it holds the answers."""
        if not self.finished:
            raise TutorError("The round is not over.")
        outcomes = tuple(self._outcome(at) for at in range(len(self._given)))
        return Summary(self._title, self._seed, outcomes, self._feedback)

    def _outcome(self, at: int) -> Outcome:
        one, given = self._questions[at], self._given[at]
        walk = self._settled(at)
        view = exhibit(walk)
        options = view.question.options if view.question is not None else ()
        you = given.text.strip().rstrip("?!").strip()
        picked = chosen(walk) if options else None
        if picked is not None:
            you = options[picked]
        elif view.reading is not None and view.reading.working and view.you:
            you = f"{you} = {view.you}"
        return Outcome(
            item=one.item,
            lesson=view.lesson,
            title=view.step,
            prompt=view.question.prompt if view.question is not None else "",
            given=given,
            you=you if given.verdict is not None else "",
            truth=_truth(walk, view),
            say=given.verdict.say if given.verdict is not None else wording.NOT_ANSWERED,
            worked=view.worked,
            values=walk.stage.constants,
        )

    # -- keeping ------------------------------------------------------------------------------

    def state(self) -> str:
        """All of it as JSON, for `restored`: what was asked and typed, never what is right."""
        return json.dumps(
            {
                "title": self._title,
                "mode": self._mode,
                "seed": self._seed,
                "feedback": self._feedback,
                "left": self.left,
                "at": self._at,
                "questions": [
                    [*astuple(one.item), dict(one.values), one.seed] for one in self._questions
                ],
                "given": [self._kept(at) for at in range(len(self._given))],
            }
        )

    def _kept(self, at: int) -> tuple[str, bool, float, bool]:
        given = self._given[at]
        here = at == self._at and given.verdict is None
        seconds = self._looked_at(given) if here else given.seconds
        return given.text, given.verdict is not None, seconds, given.skipped

    def _resume(self, at: int, given: Sequence[Sequence[Any]]) -> None:
        """Take up what `state` kept; committed answers are judged anew."""
        for place, (text, committed, looked, skipped) in enumerate(given[: len(self._given)]):
            typed = storable(str(text))[:LONGEST]
            self._given[place] = Given(typed, None, seconds(looked) or 0.0, bool(skipped))
            verdict = judged(self._walk(place)) if committed else None
            if verdict is not None and verdict.attempt:
                self._given[place] = replace(self._given[place], verdict=verdict)
        self._at = min(max(at, 0), len(self._given) - 1)

    def _walk(self, at: int) -> Walk:
        one = self._questions[at]
        stage = stage_of(self._course, one.item, one.values)
        assert stage is not None  # it was drawn from this course
        typed = self._given[at].text
        return Walk(stage=stage, phase=Phase.ASK, typed=typed, answer=typed)

    def _settled(self, at: int) -> Walk:
        """The question with its truth."""
        walk = self._walk(at)
        walk.settled, walk.phase, walk.verdict = True, Phase.REVEALED, self._given[at].verdict
        return walk

    def _mark(self, given: Given) -> str:
        if given.verdict is None:
            return "skipped" if given.skipped else "open"
        if not self._feedback:
            return "answered"
        return "right" if given.verdict.right else "wrong"

    def _attempt(self, at: int) -> Attempt:
        given = self._given[at]
        assert given.verdict is not None
        return attempt(
            self._walk(at),
            given.verdict,
            seconds=given.seconds,
            mode=self._mode,
            seed=self._seed,
        )


def restored(
    course: Course,
    state: str,
    *,
    clock: Callable[[], float] = time.monotonic,
    notify: Callable[[Event], None] | None = None,
) -> Round | None:
    """The round that `state` tells of; None where the course no longer has its questions, or the
    text cannot have been kept."""
    try:
        kept: Any = parsed(state)
        whole = [
            Drawn(Item(str(lesson), str(step), int(number)), dict(values), str(seed))
            for lesson, step, number, values, seed in kept["questions"]
        ]
        if not all(_there(course, one) for one in whole):
            return None
        title, mode, left = kept["title"], kept["mode"], seconds(kept["left"])
        found = Round(
            course,
            whole,
            title=title if isinstance(title, str) else "Quiz",
            mode=mode if mode in ("quiz", "review", "practice") else "quiz",
            seed=int(kept["seed"]),
            feedback=kept["feedback"] is True,
            minutes=None if left is None else left / 60,
            clock=clock,
            notify=notify,
        )
        found._resume(int(kept["at"]), kept["given"])
    except (ValueError, KeyError, TypeError, OverflowError, TutorError):
        return None
    return found


def _there(course: Course, one: Drawn) -> bool:
    """Whether the course still has this question, and can ask it with these constants."""
    stage = stage_of(course, one.item, one.values)
    if stage is None:
        return False
    names = stage.listing.parameters if stage.listing is not None else {}
    return one.values.keys() <= names.keys() and not stage.fault


def _truth(walk: Walk, view: View) -> str:
    """The right answer in words or digits, once it may be shown."""
    question = walk.stage.question
    if not walk.settled:
        return ""
    if isinstance(question, Choose) and view.question is not None:
        return view.question.options[[option.right for option in question.options].index(True)]
    if isinstance(question, Predict) and question.by == "direction":
        return direction_of(walk.stage.asked())
    return view.truth
