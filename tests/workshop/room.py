"""A room: a real `tutor serve`, and learners at real SSH clients."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncssh
import pexpect
import pyte

from tests.needs import program

BEGIN = "enter begin"
"""Stands on home."""
PROMPT = 3.0
"""Seconds in which somebody else's key is obeyed, whatever goes on: far more than it takes."""
PATIENCE = 20.0
"""Seconds after which what was waited for is not coming."""
QUIET = (
    "-F/dev/null",
    "-oStrictHostKeyChecking=no",
    "-oUserKnownHostsFile=/dev/null",
    "-oLogLevel=ERROR",
    "-oIdentitiesOnly=yes",
)
"""A client that knows nobody, and no key of whoever runs the tests."""
CODE = re.compile(r"[a-z]+-[a-z]+-\d\d")


def until(
    so: Callable[[], object], patience: float = PATIENCE, told: Callable[[], str] = str
) -> None:
    """Wait until something is so; where it never is, `told` says what is instead."""
    end = time.monotonic() + patience
    while not so():
        assert time.monotonic() < end, f"it did not come\n{told()}"
        time.sleep(0.02)


class Room:
    """A server that runs."""

    def __init__(self, process: subprocess.Popen[str], said: str, log: Path) -> None:
        self.process, self.said, self._log = process, said, log
        """What it said at its beginning."""
        port = re.search(r"ssh -p (\d+)", said)
        assert port is not None, said
        self.port = int(port[1])

    @property
    def page(self) -> str:
        """What browsers open."""
        found = re.search(r"open +(http\S+)", self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def workers(self) -> list[int]:
        """The processes that serve its learners."""
        return self.children("tutor worker")

    def children(self, called: str) -> list[int]:
        """Its processes of that name."""
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        found = []
        for one in Path(children).read_text(encoding="utf-8").split():
            with suppress(OSError):
                if Path(f"/proc/{one}/comm").read_text(encoding="utf-8").strip() == called:
                    found.append(int(one))
        return found

    async def connect(self) -> asyncssh.SSHClientConnection:
        """A client that is no program of its own."""
        return await asyncssh.connect(
            "127.0.0.1", self.port, username="x", known_hosts=None, config=None, client_keys=None,
            agent_path=None,
        )  # fmt: skip

    def memory(self, pid: int) -> int:
        """Bytes of memory that a process has for itself, and its part of what it shares."""
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return 1024 * int(re.search(r"^Pss: +(\d+)", rollup, re.M)[1])  # type: ignore[index]

    def idle(self, pid: int) -> bool:
        """A process does nothing for a moment, or is gone."""

        def spent() -> int:
            return sum(
                map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])
            )

        try:
            before = spent()
            time.sleep(0.3)
            return spent() - before <= 1
        except OSError:
            return True

    def ssh(self, *options: str) -> list[str]:
        """The command line of a client."""
        program("ssh")
        return ["ssh", *QUIET, "-p", str(self.port), *options, "somebody@127.0.0.1"]

    def asked(
        self, *words: str, options: tuple[str, ...] = (), env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """What a client says that asks for something else than a terminal."""
        return subprocess.run(
            [*self.ssh(*options), *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False,
            env={**os.environ, **(env or {})},
        )  # fmt: skip


@contextmanager
def serving(folder: Path, *options: str, fault: str = "") -> Iterator[Room]:
    """A server of its own store; it is told to end when the block does. `fault`: Python that is run
    first, to break something."""
    log = folder / "log"
    program = f"{fault}\nfrom tutor.cli import main\nraise SystemExit(main())"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--log", str(log)]
    environ = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environ,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = ""
        try:
            while "ctrl-c" not in said:
                line = process.stdout.readline()
                assert line, said
                said += line
            yield Room(process, said, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


class Learner:
    """Hands and eyes at a terminal that an SSH client has."""

    def __init__(
        self,
        room: Room,
        *options: str,
        size: tuple[int, int] = (80, 24),
        term: str = "xterm",
        env: Mapping[str, str] | None = None,
    ) -> None:
        program("ssh")
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self.sent = ""
        """All that came."""
        program_, *arguments = self.command(room, *options)
        self._client = pexpect.spawn(
            program_,
            arguments,
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
            env={**os.environ, "TERM": term, **(env or {})},
            timeout=PATIENCE,
        )

    def command(self, room: Room, *options: str) -> list[str]:
        """The command line of what they sit at."""
        return room.ssh("-tt", *options)

    def look(self) -> list[str]:
        """What stands on the screen now."""
        try:
            while True:
                came = self._client.read_nonblocking(65536, timeout=0.01)
                self.sent += came
                self._stream.feed(re.sub(r"\x1b\[[<>][0-9]*u", "", came))
        except (pexpect.TIMEOUT, pexpect.EOF, ValueError):  # nothing comes, or never will
            pass
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.look()).split())

    def sees(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < end, "\n".join(self.look())

    def type(self, text: str) -> None:
        self._client.send(text)

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self._client.setwinsize(rows, columns)

    def join(self, name: str, code: str = "", back: str = "") -> str:
        """Come in, for the first time or again; the return code."""
        self.sees("Who are you?")
        self.type(f"{name}\r")
        if code:
            self.type(f"{code}\r")
        if back:
            self.sees("Return code")
            self.type(f"{back}\r")
            return back
        self.sees("Your return code")
        found = CODE.search(self.text)
        assert found is not None
        self.type("\r")
        return found[0]

    def begin(self) -> None:
        """From home to the first question of the course."""
        for seen in ("enter begin", "Three verbs"):
            self.sees(seen)
            self.type("\r")
        self.sees("What is pred now?")

    def cut(self) -> None:
        """The line is cut: the client is gone without a word."""
        self._client.kill(signal.SIGKILL)
        self._client.close()

    @property
    def alive(self) -> bool:
        """Its client has not ended."""
        self.look()
        return bool(self._client.isalive())

    def left(self) -> int | None:
        """Wait until the client has ended; its exit status."""
        end = time.monotonic() + PATIENCE
        while self._client.isalive():
            self.look()
            assert time.monotonic() < end, "\n".join(self.look())
        self.look()
        self._client.close()
        return self._client.exitstatus


def obeys(learner: Learner) -> None:
    """A key of theirs is obeyed soon."""
    begun = time.monotonic()
    learner.type("?")
    learner.sees("Help")
    learner.type("\x1b")
    learner.sees(BEGIN)
    assert time.monotonic() - begun < PROMPT
