"""Plots to draw in tests, made from real listings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tutor.engine.listing import listing
from tutor.session.picture.plot import Plot
from tutor.session.picture.scene import Scene, choose_frame, scene_within

BOWL = """\
weight = 0.5
goal_pred = 0.8
input = 2

pred = input * weight
error = (pred - goal_pred) ** 2
"""
"""The course's bowl: its bottom is at goal_pred / input = 0.4."""


def formula(text: str, weight: float = 0.5) -> str:
    """A listing with `error` as a formula of `weight`."""
    return f"from math import exp, log\n\nweight = {weight}\n\nerror = {text}\n"


def plot(
    code: str = BOWL,
    xs: Sequence[float] = (0.5,),
    *,
    values: Mapping[str, float] | None = None,
    truth: float | None = None,
    own: Sequence[float] = (),
    x: str = "weight",
    y: str = "error",
    **more: Any,
) -> Plot:
    """A plot whose points lie on the listing's curve, as a session makes them."""
    chosen = listing(code)
    constants = dict(values or {})
    if x not in constants:
        constants[x] = xs[0]

    def on_curve(points: Sequence[float]) -> tuple[tuple[float, float], ...]:
        if not points:
            return ()
        heights = chosen.curve(x, y, np.array(points, dtype=float), constants)
        return tuple((float(a), float(b)) for a, b in zip(points, heights, strict=True))

    return Plot(
        listing=chosen,
        values=constants,
        x=x,
        y=y,
        path=on_curve(xs),
        truth=None if truth is None else on_curve([truth])[0],
        own=on_curve(own),
        **{"last": len(xs) - 1, **more},
    )


def scene_of(shown: Plot) -> Scene:
    """The picture as it follows the one before the answer."""
    before = replace(shown, path=shown.path[:1], guess=None, truth=None, own=())
    return scene_within(shown, choose_frame(shown, choose_frame(before)))
