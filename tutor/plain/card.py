"""The card at the end of a lesson, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.course.markup import unmarked
from tutor.plain.describe import stopped
from tutor.session.card import steps_left

if TYPE_CHECKING:
    from tutor.session.card import Card, Slip


STILL_OPEN = "It is still open."


def told(card: Card, *, saves: bool = True) -> Iterator[str]:
    """How the lesson went, what slipped in it, and what can be done about that. `saves`: files are
    written where the learner is."""
    at, count = card.place
    through = "You are at the end of" if card.steps_left else "You are through with"
    yield f"{through} {stopped(card.title)} Lesson {at} of {count}."
    if left := steps_left(card):
        yield left
    if not card.asked:
        return
    when = ", last time through" if card.again else ""
    yield f"Right at the first try{when}: {card.right} of {card.asked}."
    if not card.slipped:
        yield "Nothing slipped."
    for number, slip in enumerate(card.slipped):
        yield ("What slipped: " if number == 0 else "And: ") + _slip(slip)
    if card.ideas > len(card.slipped):
        yield f"And {card.ideas - len(card.slipped)} more."
    lesson = card.scores[-1].id
    count = len(card.missed)
    many = "1 question" if count == 1 else f"{count} questions"
    again = f"practise {lesson} asks {many} again" if count else ""
    how = "saves the code as a .py file" if saves else "shows the code"
    save = f"code {lesson} {how}" if card.saves else ""
    if again or save:
        yield "; ".join(part for part in (again, save) if part) + "."


def _slip(slip: Slip) -> str:
    idea = f"{slip.title} (step {slip.step})."
    say = " ".join(unmarked(slip.say).split())
    if slip.mine_gives:
        meant = f"; true is {slip.rule}, which gives {slip.gives}" if slip.rule else ""
        said = f"You said {slip.mine_gives}, by {slip.mine}{meant}. {say}"
    else:
        true = f" True is: {slip.rule.rstrip('.')}." if slip.rule else ""
        said = f"You said: {slip.mine.rstrip('.')}.{true} {say}".rstrip() if slip.mine else ""
    asked = " ".join(unmarked(slip.asked).split())
    idea = f"{idea} {asked}".rstrip()
    return " ".join(part for part in (idea, said, STILL_OPEN if slip.open else "") if part)
