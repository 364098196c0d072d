"""Coming back: from a kept place to the exercise that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.numbers import NOTHING
from tutor.grading.ask import Judged
from tutor.grading.kinds.base import Input
from tutor.session.exercise import Exercise
from tutor.session.exercise_state import FREE
from tutor.session.view import PICTURES, Phase

if TYPE_CHECKING:
    from tutor.history.records import Place
    from tutor.session.task import Task

LARGEST = 1e300
"""No lesson lets a constant go further."""


def restore(exercise: Exercise, place: Place) -> None:
    """Take up what `place` kept of this very question, judging again what was committed there."""
    kind, question = exercise.task.kind, exercise.task.question
    if place.again and kind.drawable(question, exercise.task.step):
        exercise.task = exercise.task.once_more(NOTHING)
    exercise.task = _with_kept_values(exercise.task, place)
    hints = len(exercise.task.question.hint)
    exercise.hinted = min(max(place.hints, int(place.hinted)), hints)
    exercise.line = max(place.scroll, 0)
    exercise.asked_about = place.asked
    exercise.last = (place.last, place.last_cell)
    if place.tries and not place.last and place.phase != FREE:  # kept by an earlier version
        exercise.last = (place.answer, place.answer_cell)
    exercise.mistake, exercise.skipped = place.fault, place.skipped
    exercise.view = place.view if place.view in PICTURES else PICTURES[0]
    exercise.tries, exercise.looked = max(place.tries, 0), max(place.seconds, 0.0)
    if place.phase == Phase.END:
        exercise.phase = Phase.END
    elif exercise.phase is Phase.READ:
        exercise.advance(place.updates)
    elif place.phase == FREE and exercise.task.final:
        _explore_again(exercise, place)
    elif place.phase in (Phase.REVEALED, Phase.EXPLORE, Phase.WITHHELD):
        _judge_again(exercise, place, committed=True)
        if not exercise.answered:
            exercise.unsay()  # the lesson was changed meanwhile
        else:
            exercise.close()
    else:
        of_constants = exercise.task.kind.input is Input.CONSTANTS
        if place.answer or (place.tries and of_constants):
            _judge_again(exercise, place)
        if exercise.verdict is not None and exercise.verdict.right:
            exercise.unsay()
        exercise.typed, exercise.aimed = place.text, place.cell
    exercise.look()


def _explore_again(exercise: Exercise, place: Place) -> None:
    """Explore's own question: what was said of the last guess is said again."""
    exercise.phase = Phase.EXPLORE
    exercise.advance(place.updates)
    if not exercise.task.variable:
        return  # nothing can be guessed here
    if place.answer and not place.text:
        exercise.ran = max(exercise.ran - 1, 0)  # said of the update that it was a guess about
        _judge_again(exercise, place)
        exercise.advance(1)
    elif place.answer:
        _judge_again(exercise, place)
    exercise.typed, exercise.aimed = place.text, place.cell


def _judge_again(exercise: Exercise, place: Place, *, committed: bool = False) -> None:
    """The verdict on an answer: it was not kept, the answer was.

    One that was `committed` for good is taken as written where it would be asked about today.
    """
    exercise.typed = exercise.answer = place.answer
    exercise.aimed = exercise.answer_aimed = place.answer_cell
    exercise.exact = place.exact
    exercise.verdict = exercise.judged(place.exact)
    several = exercise.verdict.kind is Judged.AMBIGUOUS and not exercise.free
    if several and place.fault in exercise.verdict.mistakes:
        exercise.own(place.fault)
    if exercise.verdict.kind is Judged.MORE_DIGITS and committed:
        exercise.exact, exercise.verdict = True, exercise.judged(True)


def _with_kept_values(task: Task, place: Place) -> Task:
    """The task with the kept constants; with the author's where the step no longer takes them."""
    own = task.listing.parameters if task.listing else {}
    values = {name: v for name, v in place.values.items() if name in own and abs(v) <= LARGEST}
    if task.alone:
        changed = values
    else:
        edit = task.step.edit
        free = edit if place.phase == FREE else task.question.editable(edit)
        changed = {name: edit[name].fit(v) for name, v in values.items() if name in free}
    kept = task.with_constants(changed)
    return task if kept.fault else kept
