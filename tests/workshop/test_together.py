"""A room as it is: two SSH clients in two panes of tmux, one without a screen and one browser play
the same lesson at once, and one of them loses its line."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import subprocess
from pathlib import Path

from tests.needs import program, short_folder
from tests.workshop.browser import browsing
from tests.workshop.room import CODE, Room, serving, until


class Panes:
    """Two panes of one window of tmux, each with an SSH client."""

    def __init__(self, folder: Path, room: Room) -> None:
        self._tmux = [program("tmux"), "-f", "/dev/null", "-S", str(folder / "tmux")]
        client = shlex.join(room.ssh("-tt"))
        self._room = room
        self("new-session", "-d", "-x", "170", "-y", "30", client)
        self("set", "-g", "remain-on-exit", "on")
        self("split-window", "-h", client)

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            [*self._tmux, *words],
            capture_output=True, text=True, check=True, env={**os.environ, "LANG": "C.UTF-8"},
        )  # fmt: skip
        return done.stdout

    def text(self, pane: int) -> str:
        return " ".join(self("capture-pane", "-p", "-t", f":.{pane}").split())

    def sees(self, pane: int, text: str) -> None:
        until(lambda: text in self.text(pane))

    def type(self, pane: int, text: str) -> None:
        self("send-keys", "-t", f":.{pane}", "-l", text)

    def enter(self, pane: int) -> None:
        self("send-keys", "-t", f":.{pane}", "Enter")

    def join(self, pane: int, name: str, back: str = "") -> str:
        """Come in; the return code."""
        self.sees(pane, "Who are you?")
        for text in (name, "maple", *([back] if back else [])):
            self.type(pane, text)
            self.enter(pane)
        if back:
            return back
        self.sees(pane, "Your return code")
        found = CODE.search(self.text(pane))
        assert found is not None
        self.enter(pane)
        self.sees(pane, "enter begin")
        self.enter(pane)
        self.sees(pane, "Three verbs")
        self.enter(pane)
        self.sees(pane, "What is pred now?")
        return found[0]


def test_a_room_plays_one_lesson_at_once(tmp_path: Path) -> None:
    program("ssh")
    chosen = ("--code", "maple", "--web", "0")
    with short_folder() as folder, serving(tmp_path, *chosen) as room:
        panes = Panes(folder, room)
        try:
            with subprocess.Popen(
                room.ssh("-T"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as spoken:
                assert spoken.stdin is not None
                spoken.stdin.write("Tom\nmaple\n")
                spoken.stdin.flush()
                code = panes.join(0, "Ada")
                panes.join(1, "Bo")

                async def browse() -> None:
                    async with browsing(room.page) as page:
                        await page.join("Cy", "maple")
                        await page.sees("3 others are here")
                        for seen in ("enter begin", "Three verbs", "What is pred now?"):
                            await page.press("Enter")
                            await page.sees(seen)
                        await page.type("1.2")
                        await page.press("Enter")
                        await page.sees("Right.")

                asyncio.run(browse())
                panes.type(0, "0.4")
                panes.sees(0, "› 0.4")
                panes.type(1, "1.2")
                panes.enter(1)
                panes.sees(1, "Right.")
                os.kill(int(panes("display", "-p", "-t", ":.0", "#{pane_pid}")), signal.SIGKILL)
                panes("respawn-pane", "-k", "-t", ":.0", shlex.join(room.ssh("-tt")))
                panes.join(0, "Ada", code)
                panes.sees(0, "› 0.4")
                panes.sees(1, "Right.")
                spoken.stdin.write("\n1.2\nquit\n")
                spoken.stdin.close()
                assert spoken.stdout is not None
                said = spoken.stdout.read()
            assert re.search(r"What is pred now\?.*Right\.", said, re.S)
            assert "fault" not in room.log
        finally:
            panes("kill-server")
