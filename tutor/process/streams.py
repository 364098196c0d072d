"""The standard streams: what was asked for goes to stdout, diagnostics to stderr.

Everything that is printed passes here and loses its control characters here, so no file name, id or
answer moves a cursor or sets a window's title.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from tutor.errors import TutorError, visible

CLOSED = (
    ("stdin", os.O_WRONLY, "r"),
    ("stdout", os.O_RDONLY, "w"),
    ("stderr", os.O_WRONLY, "w"),
)
"""The streams by descriptor, and how the null device stands in for a closed one. The first two are
opened the wrong way round, so that reading or writing them fails as it does on a closed stream."""


class StreamError(TutorError):
    """A standard stream cannot be read or written."""


def open_streams() -> None:
    """Put a stand-in where a stream is closed, so that no file opened later gets its descriptor.

    Characters that a stream cannot encode are replaced.
    """
    for descriptor, (name, flags, mode) in enumerate(CLOSED):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
            stream = open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        with suppress(AttributeError, ValueError):  # not a file of the interpreter's own
            getattr(sys, name).reconfigure(errors="replace")


class StandardOutput:
    """stdout, whatever `sys.stdout` is at the moment. Both raise StreamError, and BrokenPipeError
    where nobody reads on."""

    def write(self, text: str, /) -> None:
        """Text, made safe for a terminal."""
        if text:  # a full device refuses even an empty one
            with _named("standard output cannot be written"):
                sys.stdout.write(visible(text))

    def flush(self) -> None:
        """All that was written so far."""
        with _named("standard output cannot be written"):
            sys.stdout.flush()


class StandardInput:
    """stdin, whatever `sys.stdin` is at the moment. Reading raises StreamError."""

    def readline(self, limit: int = -1, /) -> str:
        """One line, or the part of it that fits."""
        with _named("standard input cannot be read"):
            return sys.stdin.readline(limit)

    def read(self, limit: int) -> str:
        """At most so many characters."""
        with _named("standard input cannot be read"):
            return sys.stdin.read(limit)

    def isatty(self) -> bool:
        """Whether somebody types."""
        return sys.stdin.isatty()


@contextmanager
def _named(failure: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StreamError(f"{failure}: {error.strerror}") from None


output = StandardOutput()
input = StandardInput()


def say(sentence: str, *, prefix: str = "tutor: ") -> None:
    """Write a diagnostic to stderr, after what was printed so far.

    A failure to write it is ignored: there is nowhere else to report it.
    """
    with suppress(OSError):
        sys.stdout.flush()
    with suppress(OSError):
        sys.stderr.write(f"{prefix}{visible(sentence)}\n")
        sys.stderr.flush()


def json_text(document: object) -> str:
    """One JSON document. What JSON has no form for is written as text: "inf", "nan", a moment."""
    import json

    return json.dumps(_plain(document), ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def close_output() -> None:
    """Drop what cannot be written; at its end the interpreter would try again and report it."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
