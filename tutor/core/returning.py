"""Coming back: from a kept place to the walk that it tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.view import PICTURES, Phase
from tutor.core.walk import FREE, Walk, advance, answered, judged, settle
from tutor.course.questions import Choose, Reach

if TYPE_CHECKING:
    from tutor.core.stage import Stage
    from tutor.course.catalog import Course
    from tutor.course.model import Lesson, Step
    from tutor.history.records import Place

LARGEST = 1e300
"""No lesson lets a constant go further."""


def returned(
    course: Course, place: Place, fresh: Callable[[Lesson, Step, int], Walk]
) -> Walk | None:
    """The walk that stands where `place` says, or at the start of its lesson where the step is
    gone; None where the lesson is gone too. `fresh` gives a walk that has just come somewhere."""
    lesson = course.find(place.lesson)
    if lesson is None:
        return None
    step = next((one for one in lesson.steps if one.id == place.step), None)
    if step is None or not 0 <= place.question < max(len(step.ask), 1):
        return fresh(lesson, step or lesson.steps[0], 0)
    walk = fresh(lesson, step, place.question)
    walk.again = place.again and walk.stage.step.quiz is not None
    walk.stage = _with_values(walk.stage, place, walk.again)
    walk.hinted, walk.scroll, walk.fault = place.hinted, max(place.scroll, 0), place.fault
    walk.picture = place.view if place.view in PICTURES else PICTURES[0]
    _stand(walk, place)
    return walk


def _with_values(stage: Stage, place: Place, again: bool) -> Stage:
    """The stage with the kept constants; with the author's where the step no longer takes them."""
    own = stage.listing.parameters if stage.listing else {}
    values = {name: v for name, v in place.values.items() if name in own and abs(v) <= LARGEST}
    if again:
        changed = values
    elif isinstance(stage.question, Choose) and place.phase != FREE:
        changed = {}
    else:
        edit = stage.step.edit
        changed = {name: edit[name].fit(v) for name, v in values.items() if name in edit}
    kept = replace(stage, changed=changed, alone=again)
    return replace(stage, alone=again) if kept.fault else kept


def _stand(walk: Walk, place: Place) -> None:
    """Take up the phase, judging again what was committed there."""
    walk.tries = max(place.tries, 0)
    if place.phase == Phase.END:
        walk.phase = Phase.END
    elif walk.phase is Phase.READ:
        advance(walk, place.updates)
    elif place.phase == FREE and walk.stage.final:
        _go_on_exploring(walk, place)
    elif place.phase in (Phase.REVEALED, Phase.EXPLORE):
        _say_again(walk, place.answer)
        if answered(walk):
            settle(walk)
        else:
            walk.unsay()  # the lesson was changed meanwhile
    else:
        if place.answer or (place.tries and isinstance(walk.stage.question, Reach)):
            _say_again(walk, place.answer)
        if walk.verdict is not None and walk.verdict.right:
            walk.unsay()
        walk.typed = place.text


def _go_on_exploring(walk: Walk, place: Place) -> None:
    """Explore's own question: what was said of the last guess is said again."""
    walk.phase = Phase.EXPLORE
    advance(walk, place.updates)
    if place.answer and not place.text:
        walk.ran = max(walk.ran - 1, 0)  # said of the update that it was a guess about
        _say_again(walk, place.answer)
        advance(walk, 1)
    elif place.answer:
        _say_again(walk, place.answer)
    walk.typed = place.text


def _say_again(walk: Walk, answer: str) -> None:
    """The verdict on a committed answer: it was not kept, the answer was."""
    walk.typed = walk.answer = answer
    walk.verdict = judged(walk)
