"""A class whose store is PostgreSQL, on two hosts: one code, one name, one half-typed answer."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.store.server import Server
from tests.workshop.room import Learner, serving


def test_two_hosts_share_a_class(server: Server, tmp_path: Path) -> None:
    store = server.fresh()
    chosen = ("--store", store, "--code", "maple")
    with serving(tmp_path, *chosen) as one, serving(tmp_path, *chosen) as two:
        here = Learner(one)
        code = here.join("Ida", "maple")
        here.begin()
        here.type("0.25")
        here.sees("› 0.25")
        os.kill(one.workers[0], signal.SIGKILL)
        assert here.left() not in (0, None)
        again = Learner(one)
        again.join("Ida", "maple", code)
        again.sees("› 0.25")
        again.cut()
        there = Learner(two)
        there.join("ida", "maple", code)
        there.sees("› 0.25")
        there.cut()
