"""What a test of a hostile input means by "soon": no hang."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

HANG = 60.0
"""Seconds of computing that nothing needs, also on a slow machine and while coverage counts lines;
what is not stopped takes hours. How long things take is measured in bench/."""


@contextmanager
def no_hang() -> Iterator[None]:
    """What is done within comes to its end: in less computing than a hang is."""
    started = time.process_time()
    try:
        yield
    finally:
        assert time.process_time() - started < HANG
