"""What can be wrong with the names that a lesson uses, told as faults at paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.course.yaml_tree import Where
    from tutor.engine.listing import Listing


class Fault(NamedTuple):
    """One thing wrong in a lesson that is right in shape."""

    path: Where
    """From the part that tells it."""
    what: str
    near: str = ""
    """The nearest right name, or empty."""
    at_key: bool = False
    """The key at the end of the path is wrong, not what stands beneath it."""
    missing: bool = False
    """Something is not there; no fault where it was left out for faults of its own."""


def unknown(
    path: Where, name: str, names: Iterable[str], kind: str, what: str = "", at_key: bool = False
) -> Fault:
    """`name` is not one of `names`, which are of that kind."""
    near = nearest(name, names)
    there = ", ".join(sorted(names) if isinstance(names, frozenset) else names)
    expected = "" if near else f"; there is {there}" if there else "; there is none"
    return Fault(path, f"`{name}` {what or f'is not a {kind} here'}{expected}", near, at_key)


def constant(name: str, listing: Listing, path: Where, at_key: bool = False) -> Iterator[Fault]:
    """`name` is to be a constant of the listing."""
    if name not in listing.parameters:
        is_variable = name in listing.variables
        what = "is not assigned a number at the top of the listing" if is_variable else ""
        yield unknown(path, name, listing.parameters, "constant", what, at_key)


def constants(names: Iterable[str], listing: Listing, path: Where) -> Iterator[Fault]:
    """The keys of the mapping at `path` are to be constants of the listing."""
    for name in names:
        yield from constant(name, listing, (*path, name), at_key=True)


def variable(name: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """`name` is to be any variable of the listing."""
    if name not in listing.variables:
        yield unknown(path, name, listing.variables, "variable")


def updated(name: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """`name` is to be a variable that the update assigns, so that it can be asked for."""
    assigned = [name for name in listing.variables if listing.assigns(name)]
    if name in assigned:
        return
    if name in listing.variables:
        what = f"`{name}` is a constant here; ask for what the update assigns"
        yield Fault(path, f"{what}: {', '.join(assigned)}")
    else:
        yield unknown(path, name, assigned, "variable")


def claimed(text: str, listing: Listing, path: Where) -> Iterator[Fault]:
    """A claim is to be readable, and to speak of variables that are there."""
    from tutor.engine.claim import claim

    try:
        claim(text).names(listing)
    except ListingError as error:
        yield Fault(path, said(error))
    except ValueError as error:
        yield Fault(path, str(error))


def said(error: ListingError) -> str:
    """What a listing's author did and should do, without the line."""
    return error.what + (f"; {error.instead}" if error.instead else "")
