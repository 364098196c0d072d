"""On a Linux console and inside a real tmux, `break-it` is played to its end by keys alone."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.learner import Learner
from tests.e2e.terminal import Terminal, environment, tutor
from tests.needs import program, short_folder
from tests.session.walks import bundled_course

CONF = """\
set -g status off
set -g default-terminal tmux-256color
set -g focus-events on
set -s escape-time 20
"""


@contextmanager
def tmux(folder: Path, *arguments: str, columns: int = 80, rows: int = 24) -> Iterator[Terminal]:
    """The tutor in a tmux of its own, whose client is the terminal."""
    program("tmux")
    (folder / "tmux.conf").write_text(CONF)
    command = shlex.join([sys.executable, "-m", "tutor", *arguments])
    env = environment(folder, COLORTERM=None)
    with short_folder() as place:
        socket = str(place / "socket")
        terminal = Terminal(
            ["tmux", "-u", "-S", socket, "-f", str(folder / "tmux.conf"), "new-session", command],
            columns=columns,
            rows=rows,
            env=env,
            modern=False,
        )
        terminal.socket = socket
        try:
            yield terminal
        finally:
            subprocess.run(["tmux", "-S", socket, "kill-server"], env=env, capture_output=True)
            terminal.close()


def captured(terminal: Terminal) -> str:
    """What tmux itself says stands in the pane, without the empty rows below it."""
    done = subprocess.run(
        ["tmux", "-S", terminal.socket, "capture-pane", "-p"],
        capture_output=True,
        text=True,
        check=True,
        env={"LANG": "C.UTF-8", "PATH": os.environ["PATH"]},
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").split("\n"))


def to_the_end(learner: Learner) -> None:
    """Every question of the lesson, to the first page of the next one."""
    asked = learner.play(until="add-alpha")
    assert asked >= sum(len(step.ask) for step in learner.course.lesson("break-it").steps)
    learner.arrive()


def test_on_a_linux_console(tmp_path: Path) -> None:
    """In ASCII and sixteen colours; nothing else is sent."""
    with tutor(
        "learn", "break-it", home=tmp_path, modern=False, TERM="linux", COLORTERM=None
    ) as terminal:
        to_the_end(Learner(terminal, bundled_course(), "break-it", ascii=True))
        assert max(terminal.raw) < 0x80


def test_in_tmux(tmp_path: Path) -> None:
    with tmux(tmp_path, "learn", "break-it") as terminal:
        to_the_end(Learner(terminal, bundled_course(), "break-it"))
        terminal.wait(lambda t: captured(t) == t.text.rstrip("\n"))
        terminal.press("ctrl+c")
        assert terminal.ended() == 0


def test_on_a_narrow_screen_without_colour(tmp_path: Path) -> None:
    """At 60x20 words and picture take turns, and none of them is passed over."""
    with tutor("learn", "break-it", home=tmp_path, columns=60, rows=20, NO_COLOR="1") as terminal:
        to_the_end(Learner(terminal, bundled_course(), "break-it"))
        assert re.search(rb"\x1b\[[\d;]*[34]8;", terminal.raw) is None


@pytest.mark.parametrize("size", [(40, 12), (132, 43)])
def test_in_tmux_at_other_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    """Esc and a letter at once, a paste, and a resize of the window around it."""
    columns, rows = size
    where = ("learn", "add-alpha/smaller-steps")
    with tmux(tmp_path, *where, columns=columns, rows=rows) as terminal:
        terminal.wait("enter commit")
        terminal.press("esc", "h")
        terminal.wait("hint ")
        terminal.paste("0.5 - 0.1*0.4")
        terminal.wait("= 0.46")
        terminal.resize(80, 24)
        terminal.wait("› 0.5 - 0.1*0.4 = 0.46")
        terminal.press("enter")
        terminal.wait("◆ true 0.46")
