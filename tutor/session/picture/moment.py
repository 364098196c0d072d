"""The picture of a moment, a curve, a map or a graph: as a scene to be drawn, and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.session.picture.described import Described, described_of
from tutor.session.picture.scene import scene_among, scene_of

if TYPE_CHECKING:
    from tutor.session.exercise import Exercise
    from tutor.session.picture.scene import Frame, Scene


def picture_of(exercise: Exercise, held: Frame | None = None) -> Scene | None:
    """What the chart shows now, within the axis limits `held` as long as these serve; None where
    there is no picture."""
    step = exercise.task.step
    if step.map is not None:
        from tutor.session.picture.ground import map_scene, walk_of  # most steps have none

        walk = walk_of(exercise)
        return None if walk is None else map_scene(walk, held)
    if step.plot is not None:
        from tutor.session.picture.graph import graph_of, graph_scene

        graph = graph_of(exercise)
        return None if graph is None else graph_scene(graph, held)
    return scene_of(exercise, held)


def picture_among(exercise: Exercise, guesses: Sequence[float]) -> Scene | None:
    """The same with room for the guesses of many."""
    step = exercise.task.step
    if step.map is None and step.plot is None:
        return scene_among(exercise, guesses)
    return picture_of(exercise)


def told_of(exercise: Exercise) -> Described:
    """The picture in sentences."""
    step = exercise.task.step
    if step.plot is not None:
        return _of_graph(exercise)
    if step.map is None:
        return described_of(exercise)
    from tutor.session.picture.ground import told_of_map, told_of_step, walk_of

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


def _of_graph(exercise: Exercise) -> Described:
    """A graph in sentences."""
    from tutor.session.picture.graph import graph_of, told_of_graph, told_of_guess

    graph = graph_of(exercise)
    if graph is None:
        return Described()
    moved = told_of_guess(graph)
    whole = told_of_graph(graph)
    standing = whole[: len(whole) - len(moved)]
    return Described(" ".join(whole), " ".join(standing), " ".join(moved))
