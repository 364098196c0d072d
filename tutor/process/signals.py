"""Requests to end, as one exception: KeyboardInterrupt."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
ALARM = (signal.SIGALRM,) if hasattr(signal, "SIGALRM") else ()
"""By which an interruption that came at a bad moment is tried again."""
RETRY = 0.01
"""Seconds until then."""


class Requests:
    """The requests to end that came so far."""

    def __init__(self) -> None:
        self.came = False
        """Any exception after a request may be what a library made of the interruption."""
        self.hook = sys.unraisablehook

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt, but not in the middle of an import.

        There a callback of the import system would print a traceback and go on, or the code that
        closes everything would find a module half imported.
        """
        self.came = True
        if not (_importing(frame) and _retry()):
            raise KeyboardInterrupt

    def lost(self, what: sys.UnraisableHookArgs) -> None:
        """Handle an exception that Python cannot propagate: try an interruption again, report any
        other."""
        if not (what.exc_type is KeyboardInterrupt and _retry()):
            self.hook(what)


@contextmanager
def interruptible(*, last: bool = False) -> Iterator[Requests]:
    """Within it every request to end raises KeyboardInterrupt in the main thread.

    A request that the parent process ignores (`nohup`, a background job) stays ignored. `last`: the
    process ends after it, so a later request changes nothing.
    """
    requests = Requests()
    heeded = [number for number in NUMBERS if signal.getsignal(number) is not signal.SIG_IGN]
    numbers = (*heeded, *ALARM)
    before = {number: signal.signal(number, requests.interrupt) for number in numbers}
    sys.unraisablehook = requests.lost
    try:
        yield requests
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if last else handler)
        sys.unraisablehook = requests.hook


def hold() -> None:
    """Make requests to end wait until `deliver` is called, and those that are to be tried again."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, (*NUMBERS, *ALARM))


def deliver() -> None:
    """Deliver the requests that wait, and from now on each at once."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*NUMBERS, *ALARM))


def _retry() -> bool:
    """Repeat the interruption soon; False where the system has no timer for it."""
    if not hasattr(signal, "setitimer"):
        return False
    signal.setitimer(signal.ITIMER_REAL, RETRY)
    return True


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
