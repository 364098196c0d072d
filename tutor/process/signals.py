"""Requests to end, as one exception: KeyboardInterrupt."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REQUESTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
RETRY = 0.01
"""Seconds until an interruption that came during an import is tried again."""


@contextmanager
def interruptible(*, last: bool = False) -> Iterator[None]:
    """Within it every request to end raises KeyboardInterrupt in the main thread.

    What whoever started us ignores (`nohup`, a background job) stays ignored. `last`: the process
    ends after it, so a request that comes later changes nothing.
    """
    numbers = [number for number in REQUESTS if signal.getsignal(number) is not signal.SIG_IGN]
    if hasattr(signal, "SIGALRM"):
        numbers.append(signal.SIGALRM)
    before = {number: signal.signal(number, _interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if last else handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, but not in the middle of an import.

    There it would be lost in a callback of the import system, which prints a traceback and goes on,
    or leave a module half imported for the code that puts things away.
    """
    if _importing(frame) and hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, RETRY)
        return
    raise KeyboardInterrupt


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
