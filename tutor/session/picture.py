"""The picture of a moment, a curve or a map: as a scene to be drawn, and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.session.described import Described, described_of
from tutor.session.scene import scene_among, scene_of

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise
    from tutor.session.scene import Frame, Scene


def picture_of(exercise: Exercise, held: Frame | None = None) -> Scene | None:
    """What the chart shows now, within the axis limits `held` as long as these serve; None where
    there is no picture."""
    if exercise.task.step.map is None:
        return scene_of(exercise, held)
    from tutor.session.ground import map_scene, walk_of  # most steps have none

    walk = walk_of(exercise)
    return None if walk is None else map_scene(walk, held)


def picture_among(exercise: Exercise, guesses: Sequence[float]) -> Scene | None:
    """The same with room for the guesses of many."""
    if exercise.task.step.map is None:
        return scene_among(exercise, guesses)
    return picture_of(exercise)


def told_of(exercise: Exercise) -> Described:
    """The picture in sentences."""
    if exercise.task.step.map is None:
        return described_of(exercise)
    from tutor.session.ground import told_of_map, told_of_step, walk_of

    walk = walk_of(exercise)
    if walk is None:
        return Described()
    if walk.hidden:
        return Described(whole=" ".join(told_of_map(walk)))
    still = walk.still
    return Described(
        whole=" ".join(told_of_map(walk)),
        standing=" ".join(told_of_map(still)),
        moved=" ".join(told_of_step(walk)),
    )
