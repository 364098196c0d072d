"""Coming back: from a kept place to the walk that it tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.core.view import PICTURES, Phase
from tutor.core.walk import FREE, Walk, judged

if TYPE_CHECKING:
    from tutor.core.lesson import Course, Lesson, Step
    from tutor.core.record import Place


def returned(
    course: Course, place: Place, fresh: Callable[[Lesson, Step, int], Walk]
) -> Walk | None:
    """The walk that stands where `place` says, or at the start of its lesson where the step is
    gone; None where the lesson is gone too. `fresh` gives a walk that has just come somewhere."""
    lesson = course.find(place.lesson)
    if lesson is None:
        return None
    step = next((one for one in lesson.steps if one.id == place.step), None)
    if step is None or not 0 <= place.question <= len(step.ask):
        return fresh(lesson, step or lesson.steps[0], 0)
    walk = fresh(lesson, step, place.question)
    known = walk.stage.listing.parameters if walk.stage.listing else {}
    changed = {name: value for name, value in place.values.items() if name in known}
    walk.stage = replace(walk.stage, changed=changed)
    walk.again, walk.hinted, walk.scroll = place.again, place.hinted, place.scroll
    walk.picture = place.view if place.view in PICTURES else PICTURES[0]
    _stand(walk, place)
    return walk


def _stand(walk: Walk, place: Place) -> None:
    """Take up the phase, judging again what was committed there."""
    walk.tries = place.tries
    if place.phase in (Phase.REVEALED, Phase.EXPLORE) and walk.stage.question is not None:
        walk.typed = place.answer
        _judge_again(walk, place)
        walk.settled, walk.ran = True, walk.stage.after
        walk.phase = Phase.EXPLORE if walk.stage.final else Phase.REVEALED
    elif place.phase == FREE:
        walk.phase, walk.ran, walk.typed = Phase.EXPLORE, max(place.updates, 0), place.text
    elif place.phase == Phase.END:
        walk.phase = Phase.END
    elif walk.phase is Phase.READ:
        walk.ran = max(place.updates, 0)
    else:
        if place.answer and place.tries:
            walk.typed = place.answer
            _judge_again(walk, place)
        walk.typed = place.text


def _judge_again(walk: Walk, place: Place) -> None:
    """The verdict on the last committed answer: it was not kept, the answer was."""
    walk.answer = place.answer
    walk.verdict = judged(walk)
    if walk.verdict.mistakes:
        walk.fault = walk.verdict.mistakes[0]
