"""What one server, one worker and one address may take."""

from __future__ import annotations

import resource
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

PER_APP = 16 * 2**20
"""Bytes that a worker may come to need for each learner. They take a third of it."""
SPARE = 128 * 2**20
"""Bytes that a worker may come to need beside that."""
FILES = 64
"""Files that a worker may have open, beside two for each connection."""
ADDRESSES = 4096
"""Addresses that are remembered."""
REFILL = 60.0
"""Seconds after which an address may come as often again."""
MANY = 64
"""Connections that may stand at the door, also where a class is small."""
SELDOM = 5.0
"""Seconds between two lines about those who were turned away."""


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


def at_the_door(learners: int) -> int:
    """How many connections may be nobody's yet, in a class of so many."""
    return max(MANY, learners)


class Rate:
    """How often each address may connect: twice for each who may stand at the door at once, and as
    often again in `REFILL` seconds. A classroom is one address."""

    def __init__(self, learners: int) -> None:
        self._most = 2 * at_the_door(learners)
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


def origin(address: str) -> str:
    """What counts as one address: of IPv6 the network, for whoever has one has 2**64 of them."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network(f"{found}/64", strict=False))


class Seldom:
    """A log for lines that a flood would write without end: one now and then stands for all."""

    def __init__(self, log: Callable[[str], None]) -> None:
        self._log = log
        self._written_at = -SELDOM

    def __call__(self, line: str) -> None:
        now = time.monotonic()
        if now - self._written_at >= SELDOM:
            self._written_at = now
            self._log(line)
