"""What one server, one worker and one address may take."""

from __future__ import annotations

import resource
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

PER_APP = 48 * 2**20
"""Bytes that a worker may come to need for each learner. They take a tenth of it."""
SPARE = 256 * 2**20
"""Bytes that a worker may come to need beside that."""
FILES = 64
"""Files that a worker may have open, beside two for each connection."""
ADDRESSES = 4096
"""Addresses that are remembered."""
REFILL = 60.0
"""Seconds after which an address may come as often again."""


def confine(connections: int) -> None:
    """Let this process, a worker, need so much memory and so many files and no more, and leave no
    picture of its memory (which has names in it) where it crashes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, _data() + SPARE + PER_APP * connections)
    _lower(resource.RLIMIT_NOFILE, FILES + 2 * connections)


def room_for(files: int) -> None:
    """Let this process have so many files open, where the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _lower(which: int, to: int) -> None:
    _, hard = resource.getrlimit(which)
    with suppress(ValueError, OSError):  # a container's own is lower
        resource.setrlimit(which, (to if hard == resource.RLIM_INFINITY else min(to, hard), hard))


def _data() -> int:
    """Bytes of memory that this process can write to, where the system tells."""
    with suppress(OSError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * resource.getpagesize()
    return 2**30


class Rate:
    """How often each address may connect: so often at once, and as often again in `REFILL`
    seconds. A classroom is one address."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """For each address, how much of it is spent, and when that was so."""

    def admits(self, address: str, now: float) -> bool:
        """Whether a connection from there is to be taken; it counts where it is."""
        spent, at = self._spent.pop(address, (0.0, now))
        spent = max(0.0, spent - (now - at) * self._most / REFILL)
        admitted = spent + 1 <= self._most
        self._spent[address] = (spent + admitted, now)
        if len(self._spent) > ADDRESSES:
            self._spent.popitem(last=False)
        return admitted
