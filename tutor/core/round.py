"""A round of questions with fresh numbers: a quiz, a review, or practice of what was missed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tutor.core import wording
from tutor.core.event import Answered, Event
from tutor.core.grading import direction_of
from tutor.core.item import Drawn, Item, drawn, stage_of
from tutor.core.lesson import Choose, Predict
from tutor.core.record import Attempt, Number
from tutor.core.showing import exhibit
from tutor.core.view import Phase, View
from tutor.core.walk import Walk, judged
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.core.lesson import Course
    from tutor.core.stage import Stage
    from tutor.core.verdict import Verdict


@dataclass(frozen=True)
class Given:
    """What was answered to one question of a round."""

    text: str = ""
    """As typed; half-typed while `verdict` is None."""
    verdict: Verdict | None = None
    """None until committed."""
    seconds: float = 0.0
    """From being shown to the commitment."""
    skipped: bool = False


@dataclass(frozen=True)
class RoundView:
    """All that may be shown of a round now."""

    title: str
    view: View
    """The question in hand, drawn as a step is."""
    number: int
    """1-based."""
    count: int
    marks: tuple[str, ...]
    """For each question: open, skipped, answered; with feedback right or wrong."""
    left: float | None
    """Seconds left on the clock; None without one."""
    finished: bool
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """One question after the round is over."""

    item: Item
    title: str
    """The step's title."""
    prompt: str
    given: Given
    you: str
    """The answer as typed; empty when none was given."""
    truth: str
    """The right answer."""
    say: str
    """What is to be said about the answer."""
    worked: str
    """The asked line with its numbers put in; empty for a choice."""
    values: Mapping[str, Number]

    @property
    def right(self) -> bool:
        return self.given.verdict is not None and self.given.verdict.right

    @property
    def known(self) -> bool:
        """Right, and not by a lucky hunch."""
        return self.right and not self.given.text.strip().endswith("?")


@dataclass(frozen=True)
class Summary:
    """A round that is over."""

    title: str
    seed: int
    outcomes: tuple[Outcome, ...]

    @property
    def right(self) -> int:
        return sum(outcome.right for outcome in self.outcomes)

    @property
    def score(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / len(self.outcomes) if self.outcomes else 0.0

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """What is worth another look: misses, and hunches that happened to be right."""
        return tuple(outcome for outcome in self.outcomes if not outcome.known)


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
        shown = given.verdict is not None and (self._feedback or self._over)
        walk = self._walk(self._at)
        if given.verdict is not None:
            walk.verdict = given.verdict if shown else None
            walk.settled = shown
            walk.phase = Phase.REVEALED if shown else Phase.ASK
        view = replace(exhibit(walk), text="", reveal="", note=self._note)
        return RoundView(
            title=self._title,
            view=view,
            number=self._at + 1,
            count=len(self._given),
            marks=tuple(self._mark(one) for one in self._given),
            left=self.left,
            finished=self.finished,
            note=self._note,
        )

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
            self._given[self._at] = replace(given, text=text[:10_000])
            self._note = ""

    def choose(self, index: int) -> None:
        """Put the mark on one of the options; 0-based."""
        question = self.view().view.question
        if question is not None and question.options:
            self.type(str(min(max(index, 0), len(question.options) - 1) + 1))

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
            self._note = "Type an answer, or skip: you can come back."
            return
        self._go_on()

    def skip(self) -> None:
        """Leave the question for later."""
        given = self._given[self._at]
        if given.verdict is None:
            self._given[self._at] = replace(given, skipped=True)
        self._go_on()

    def move(self, steps: int) -> None:
        """To an earlier or a later question."""
        self._at = min(max(self._at + steps, 0), len(self._given) - 1)
        self._since, self._note = self._clock(), ""

    def finish(self) -> None:
        """End the round with what is there."""
        self._over = True

    def _commit(self) -> None:
        given = self._given[self._at]
        walk = self._walk(self._at)
        verdict = judged(walk)
        if not verdict.attempt and verdict.say:
            self._note = verdict.say
            return
        seconds = round(given.seconds + self._clock() - self._since, 3)
        self._given[self._at] = Given(given.text, verdict, seconds)
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
        self._at = (unseen or fresh)[0]
        self._since, self._note = self._clock(), ""

    # -- afterwards ---------------------------------------------------------------------------

    def summary(self) -> Summary:
        """What came of it. Raises TutorError while the round is going on: it holds the answers."""
        if not self.finished:
            raise TutorError("The round is not over.")
        outcomes = tuple(self._outcome(at) for at in range(len(self._given)))
        return Summary(self._title, self._seed, outcomes)

    def _outcome(self, at: int) -> Outcome:
        one, given = self._questions[at], self._given[at]
        walk = self._walk(at)
        walk.settled, walk.phase, walk.verdict = True, Phase.REVEALED, given.verdict
        view = exhibit(walk)
        question = walk.stage.question
        truth = view.truth
        if isinstance(question, Choose):
            truth = next(option.say for option in question.options if option.right)
        elif isinstance(question, Predict) and question.by == "direction":
            truth = direction_of(walk.stage.asked())
        options = view.question.options if view.question is not None else ()
        you = given.text.strip() if given.verdict is not None else ""
        picked = you.rstrip("?!").strip()
        if options and picked.isdecimal() and 0 < int(picked[:9]) <= len(options):
            you = options[int(picked) - 1]
        return Outcome(
            item=one.item,
            title=view.step,
            prompt=view.question.prompt if view.question is not None else "",
            given=given,
            you=you,
            truth=truth,
            say=given.verdict.say if given.verdict is not None else wording.NOT_ANSWERED,
            worked=view.worked,
            values=_constants(walk.stage),
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
                    [one.item.lesson, one.item.step, one.item.question, one.seed]
                    for one in self._questions
                ],
                "given": [
                    [one.text, one.verdict is not None, one.seconds, one.skipped]
                    for one in self._given
                ],
            }
        )

    def _resume(self, at: int, given: Sequence[Sequence[Any]]) -> None:
        """Take up what `state` kept; committed answers are judged anew."""
        for place, (text, committed, seconds, skipped) in enumerate(given[: len(self._given)]):
            self._given[place] = Given(str(text), None, float(seconds), bool(skipped))
            if committed:
                self._given[place] = replace(self._given[place], verdict=judged(self._walk(place)))
        self.move(at)

    def _walk(self, at: int) -> Walk:
        one = self._questions[at]
        stage = stage_of(self._course, one.item, one.values)
        assert stage is not None  # it was drawn from this course
        typed = self._given[at].text
        return Walk(stage=stage, phase=Phase.ASK, typed=typed, answer=typed)

    def _mark(self, given: Given) -> str:
        if given.verdict is None:
            return "skipped" if given.skipped else "open"
        if not self._feedback:
            return "answered"
        return "right" if given.verdict.right else "wrong"

    def _attempt(self, at: int) -> Attempt:
        one, given = self._questions[at], self._given[at]
        walk = self._walk(at)
        assert given.verdict is not None
        view = exhibit(walk)
        confidence = given.text.strip()[-1:]
        return Attempt(
            course=self._course.id,
            lesson=one.item.lesson,
            step=one.item.step,
            question=one.item.question,
            values=_constants(walk.stage),
            text=given.text,
            value=view.reading.value if view.reading is not None else None,
            verdict=given.verdict.kind.value,
            mistake=given.verdict.mistakes[0] if given.verdict.mistakes else "",
            confidence=confidence if confidence in ("?", "!") else "",
            seconds=given.seconds,
            mode=self._mode,
            at=datetime.now(UTC),
            seed=self._seed,
        )


def restored(
    course: Course,
    state: str,
    *,
    clock: Callable[[], float] = time.monotonic,
    notify: Callable[[Event], None] | None = None,
) -> Round | None:
    """The round that `state` tells of; None where the course no longer has its questions."""
    try:
        kept: dict[str, Any] = json.loads(state)
        questions = [
            drawn(course, Item(str(lesson), str(step), int(number)), str(seed))
            for lesson, step, number, seed in kept["questions"]
        ]
        whole = [one for one in questions if one is not None]
        if len(whole) != len(questions):
            return None
        left = kept["left"]
        found = Round(
            course,
            whole,
            title=str(kept["title"]),
            mode=str(kept["mode"]),
            seed=int(kept["seed"]),
            feedback=bool(kept["feedback"]),
            minutes=None if left is None else float(left) / 60,
            clock=clock,
            notify=notify,
        )
        found._resume(int(kept["at"]), kept["given"])
    except (ValueError, KeyError, TypeError, TutorError):
        return None
    return found


def _constants(stage: Stage) -> dict[str, Number]:
    """Every constant in force."""
    own = stage.listing.parameters if stage.listing is not None else {}
    return {**own, **stage.values}
