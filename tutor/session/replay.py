"""Where a learner's own wrong rule would have led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.numbers import Number, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.session.task import Task

REPLAYED = 10
"""Updates for which the rule is followed."""


def wrong_trail(task: Task, rule: str) -> tuple[Number, ...]:
    """Places along the picture's axis, from where the learner stood; empty where the rule would
    have led nowhere else, or there is no such axis."""
    listing, bowl = task.listing, task.step.picture()
    if not rule or listing is None or bowl is None or not listing.assigns(bowl.x):
        return ()
    last = task.start + REPLAYED
    if task.limit is not None:
        last = max(task.start + 1, min(last, task.limit))
    try:
        wrong = listing.with_rule(rule)
        trace = wrong.run(task.values, updates=last, rule_from=task.start, quiet=True)
        right = task.ask.run(last)
    except ListingError:
        return ()
    updates = range(task.start, min(trace.updates, right.updates) + 1)
    own = tuple(number_at(trace, bowl.x, n) for n in updates)
    there = all(same(x, number_at(right, bowl.x, n)) for x, n in zip(own, updates, strict=True))
    return () if there else own
