"""Titles, and what lessons are about, with their values: they are read where nothing runs, so they
are filled once, with the author's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.course.markup import PlaceholderError, fill, placeholders
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.course.model import Lesson
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value

HEADINGS = ("title", "about")


def filled(lesson: Lesson) -> Lesson:
    """The lesson with values in its title, in what it is about and in the titles of its steps. A
    heading that cannot be filled stays as it is, which lint tells its author."""
    if not any("{" in text for text in _headings(lesson)):
        return lesson
    told = {key: _filled(getattr(lesson, key), first_listing(lesson)) for key in HEADINGS}
    steps = tuple(
        step.replaced(title=_filled(step.title, step.listing if step.code else None))
        for step in lesson.steps
    )
    return lesson.replaced(**told, steps=steps).read_from(lesson.source)


def first_listing(lesson: Lesson) -> Listing | None:
    """The listing whose values a lesson's own headings mean."""
    return next((step.listing for step in lesson.steps if step.code), None)


def heading_fault(text: str, listing: Listing | None) -> tuple[int, str]:
    """The place in a heading from which it cannot be filled, and why; why is empty where it can."""
    try:
        holes = placeholders(text)
    except PlaceholderError as error:
        return error.offset, str(error)
    for hole in holes:
        if listing is None:
            return hole.offset, f"no value is put in here for `{{{hole.name}}}`; write it in words"
        if not listing.has(hole.name):
            return hole.offset, f"`{{{hole.name}}}` is not a variable of the listing"
        try:
            _value(listing, hole.name, hole.at(0))
        except TutorError as error:
            return hole.offset, f"no value can be put in here: {error}"
    return 0, ""


def _headings(lesson: Lesson) -> Iterator[str]:
    yield lesson.title
    yield lesson.about
    yield from (step.title for step in lesson.steps)


def _filled(text: str, listing: Listing | None) -> str:
    if listing is None or "{" not in text:
        return text
    try:
        return fill(text, lambda name, update: _value(listing, name, update), 0)
    except TutorError:
        return text


def _value(listing: Listing, name: str, update: int) -> Value:
    value = listing.run(updates=update, quiet=True).value(name, update)
    if value is None:
        raise TutorError(f"{name} has no value at update {update}")
    return value
