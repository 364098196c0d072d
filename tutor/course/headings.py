"""Titles, and what lessons are about, with their values: they are read where nothing runs, so they
are filled once, with the author's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.markup import PlaceholderError, fill, placeholders
from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value

HEADINGS = ("title", "about")


def filled(text: str, listing: Listing | None) -> str:
    """A heading with the values of a listing as it stands. One that cannot be filled stays as it
    is, which lint tells its author."""
    if listing is None or "{" not in text:
        return text
    try:
        return fill(text, lambda name, update: _value(listing, name, update), 0)
    except TutorError:
        return text


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


def _value(listing: Listing, name: str, update: int) -> Value:
    value = listing.run(updates=update, quiet=True).value(name, update)
    if value is None:
        raise TutorError(f"{name} has no value at update {update}")
    return value
