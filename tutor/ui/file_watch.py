"""Files that are watched for being saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

POLL = 0.5
"""Seconds between two looks, where nobody tells us sooner."""

Stamp = tuple[tuple[int, int, int] | None, ...]


def stamp(paths: Sequence[Path]) -> Stamp:
    """What tells a saved file from the one before; None for a file that is not there."""
    found: list[tuple[int, int, int] | None] = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((state.st_mtime_ns, state.st_size, state.st_ino))
    return tuple(found)


async def saves(paths: Sequence[Path], before: Stamp, stop: asyncio.Event) -> AsyncIterator[None]:
    """Yields whenever one of `paths` was saved since the state `before`, until `stop` is set.

    With watchfiles (an extra) at once, without it within half a second.
    """
    async for _ in _hints(sorted({path.parent for path in paths}), stop):
        now = stamp(paths)
        if now != before and None not in now[:1]:  # an editor may take the file away for a moment
            before = now
            yield


async def _hints(folders: Sequence[Path], stop: asyncio.Event) -> AsyncIterator[None]:
    """Yields at once, then when something may have changed in one of the folders."""
    yield
    try:
        from watchfiles import awatch
    except ImportError:
        while not await _waited(stop):
            yield
        return
    watching = awatch(
        *folders,
        stop_event=stop,
        recursive=False,
        watch_filter=None,
        rust_timeout=int(POLL * 1000),
        yield_on_timeout=True,
    )
    async for _ in watching:
        yield


async def _waited(stop: asyncio.Event) -> bool:
    """Wait for a moment; whether it was `stop` that ended it."""
    try:
        await asyncio.wait_for(stop.wait(), POLL)
    except TimeoutError:
        return False
    return True
