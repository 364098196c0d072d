"""What one address, one worker and one connection may take."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import warnings
from collections.abc import Callable

import pytest

from tutor.workshop.limits import ADDRESSES, FILES, REFILL, Rate, confine, room_for


def test_a_classroom_comes_in_at_once_and_a_flood_does_not() -> None:
    rate = Rate(60)
    assert sum(rate.admits("10.0.0.1", 0.0) for _ in range(100)) == 60
    assert rate.admits("10.0.0.2", 0.0)
    assert not rate.admits("10.0.0.1", REFILL / 120)
    assert rate.admits("10.0.0.1", REFILL / 60 + 0.01)
    assert sum(rate.admits("10.0.0.1", 10 * REFILL) for _ in range(100)) == 60


def test_addresses_are_forgotten_the_oldest_first() -> None:
    rate = Rate(1)
    assert rate.admits("first", 0.0)
    for number in range(ADDRESSES):
        rate.admits(f"other {number}", 0.0)
    assert rate.admits("first", 0.0), "nothing is known of it any more"
    assert not rate.admits(f"other {ADDRESSES - 1}", 0.0)


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
