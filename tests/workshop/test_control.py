"""What a parent and its workers say to each other: all of it arrives, once, also at the end."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from tutor.workshop.control import LARGEST, Control, Packet, pair

Ends = tuple[Control, Control]


@pytest.fixture
def ends() -> Iterator[Ends]:
    both = pair()
    yield both
    for one in both:
        one.close()


def test_threads_do_not_lose_or_double_what_they_send(ends: Ends) -> None:
    """A learner who goes line by line has one."""
    mine, its = ends
    count, got = 1500, list[int]()

    def send(first: int) -> None:
        for number in range(first, first + count):
            mine.send({"is": "log", "number": number})

    threads = [threading.Thread(target=send, args=(count * n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) or mine.behind or len(got) < 3 * count:
        mine.flush()
        while (one := its.receive()) is not None:
            got.append(int(one[0]["number"]))
    assert sorted(got) == list(range(3 * count))


def test_what_a_killed_process_had_sent_is_heard(ends: Ends) -> None:
    """Also where it had not read all: then the system says first that it is gone."""
    mine, its = ends
    mine.send({"is": "yours"})
    pid = os.fork()
    if not pid:
        its.send({"is": "place", "text": "told"})
        os.kill(os.getpid(), signal.SIGKILL)
    its.close()
    os.waitpid(pid, 0)
    heard = list[Packet]()
    while not mine.closed:
        if (one := mine.receive()) is not None:
            heard.append(one[0])
    assert heard == [{"is": "place", "text": "told"}]


def test_what_is_too_large_is_not_sent_in_part(ends: Ends) -> None:
    mine, its = ends
    with pytest.raises(ValueError, match="a packet of"):
        mine.send({"is": "setting", "text": "x" * LARGEST})
    mine.send({"is": "setting", "text": "x" * (LARGEST - 100)})
    found = its.receive()
    assert found is not None and len(found[0]["text"]) == LARGEST - 100
