"""What one address, one worker and one connection may take."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import warnings
from collections.abc import Callable

import pytest

from tutor.workshop.limits import (
    ADDRESSES,
    FILES,
    MANY,
    REFILL,
    Rate,
    Seldom,
    confine,
    origin,
    room_for,
)


def test_a_classroom_comes_in_at_once_and_a_flood_does_not() -> None:
    rate = Rate(100)
    assert sum(rate.admits("10.0.0.1", 0.0) for _ in range(300)) == 200
    assert rate.admits("10.0.0.2", 0.0)
    assert not rate.admits("10.0.0.1", REFILL / 400)
    assert rate.admits("10.0.0.1", REFILL / 200 + 0.01)
    assert sum(rate.admits("10.0.0.1", 10 * REFILL) for _ in range(300)) == 200


def test_addresses_are_forgotten_the_oldest_first() -> None:
    rate = Rate(1)

    def spends(address: str) -> int:
        return sum(rate.admits(address, 0.0) for _ in range(2 * MANY))

    assert spends("first") == 2 * MANY
    for number in range(ADDRESSES - 1):
        rate.admits(f"other {number}", 0.0)
    assert spends("first") == 0
    for number in range(ADDRESSES):
        rate.admits(f"another {number}", 0.0)
    assert spends("first") == 2 * MANY, "nothing is known of it any more"


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("?", "?"),
    ],
)
def test_a_network_of_many_addresses_counts_as_one(address: str, counts_as: str) -> None:
    assert origin(address) == counts_as


def test_a_flood_is_written_down_and_fills_no_disk() -> None:
    lines: list[str] = []
    log = Seldom(lines.append)
    for number in range(1000):
        log(f"refused {number}")
    assert lines == ["refused 0"]


def in_a_child(work: Callable[[], object]) -> int:
    """The signal or status with which a child ends that does it; 0 where it could."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child uses none
        pid = os.fork()
    if not pid:
        status = 0
        try:
            work()
        except MemoryError:
            status = 3
        except OSError:
            status = 4
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_worker_cannot_take_all_the_memory() -> None:
    def greedy() -> None:
        confine(2)
        bytearray(2**30)

    def modest() -> None:
        confine(2)
        bytearray(2**26)

    assert in_a_child(greedy) == 3
    assert in_a_child(modest) == 0


def test_a_worker_cannot_open_files_without_end() -> None:
    def greedy() -> None:
        confine(2)
        for _ in range(FILES + 5):
            os.open("/dev/null", os.O_RDONLY)

    assert in_a_child(greedy) == 4


def test_a_crash_leaves_no_picture_of_the_memory() -> None:
    def crash() -> None:
        confine(1)
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        faulthandler.disable()  # which would say so in the midst of the tests
        os.kill(os.getpid(), signal.SIGABRT)

    assert in_a_child(crash) == -signal.SIGABRT


@pytest.mark.parametrize("wanted", [10, 10**9])
def test_room_for_files_is_made_where_the_system_allows_it(wanted: int) -> None:
    def more() -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        room_for(wanted)
        now = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert now == (max(soft, min(wanted, hard)), hard)

    assert in_a_child(more) == 0
