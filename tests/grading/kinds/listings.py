"""What the tests of the kinds ask about."""

from __future__ import annotations

from tests.engine.listings import DELTAS
from tutor.course.model import Mistake, Quiz, Step
from tutor.course.questions import Question
from tutor.course.ranges import Range

UPHILL = Mistake(rule="weight = weight + alpha * delta * input", say="You added it.")
NO_INPUT = Mistake(rule="weight = weight - alpha * delta", say="The input is missing.")
TWICE = Mistake(rule="weight = weight - 2 * alpha * delta * input", say="Twice as far.")

ALPHA = {"alpha": Range(from_=-1, to=1, by=0.1)}


def step(question: Question, code: str = DELTAS, hides: tuple[str, ...] = ()) -> Step:
    """A step that asks it, in which alpha may be edited and is varied."""
    quiz = Quiz(vary={"alpha": Range(from_=0.1, to=0.5, by=0.1)})
    return Step(id="s", title="S", code=code, ask=(question,), edit=ALPHA, quiz=quiz, hides=hides)
