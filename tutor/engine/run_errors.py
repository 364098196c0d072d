"""How a run ends before its end."""

from __future__ import annotations


class RefusedError(Exception):
    """A value that an operation has no use for; the engine adds the line."""

    def __init__(self, what: str, instead: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


class StoppedError(Exception):
    """The run has used up what it may; the reason as the end of a sentence."""


class OutgrownError(Exception):
    """A whole number has grown past 2**53: what follows needs arithmetic that pays for its size."""
