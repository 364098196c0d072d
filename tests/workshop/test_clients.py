"""Real clients: what they ask for beside a terminal, how they come in, and how they speak."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import paramiko
import pytest

from tests.needs import free_port, program
from tests.workshop.room import QUIET, Learner, Room, serving, until

ONLY = "This is a tutor, and nothing else: {} is not to be had here"
LOUD = tuple(one for one in QUIET if "LogLevel" not in one)
"""A client that says what it is told about a forwarded connection."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with serving(tmp_path_factory.mktemp("room"), "--code", "maple", "--per-worker", "3") as room:
        yield room


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of nine pairs of keys, of which the last is Ada's."""
    program("ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    for number in range(9):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / f"key{number}"],
            check=True,
        )
    kind, data, *_ = (folder / "key8.pub").read_text().split()
    (folder / "authorized").write_text(f"{kind} {data} Ada Lovelace\n")
    return folder


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words", "what"),
    [
        ((), ("ls", "-la"), "a command"),
        (("-tt",), ("sh",), "a command"),
        ((), ("scp", "-t", "/tmp"), "scp"),
        (("-s",), ("sftp",), "sftp"),
        (("-s",), ("netconf",), "a subsystem"),
        (("-tt", "-R", "0:127.0.0.1:22"), (), "a forwarded port"),
        (("-T", "-R", "/tmp/nowhere.sock:/tmp/other.sock"), (), "a forwarded port"),
    ],
)
def test_what_is_no_terminal_is_refused_in_a_sentence(
    room: Room, options: tuple[str, ...], words: tuple[str, ...], what: str
) -> None:
    done = room.asked(*words, options=options)
    said = done.stderr if "-tt" not in options else done.stderr + done.stdout
    assert done.returncode == 1
    assert [line for line in said.splitlines() if line.startswith(ONLY.format(what))]
    until(lambda: f"refused {what}" in room.log)


def test_an_agent_and_a_display_are_refused_in_a_sentence(room: Room, tmp_path: Path) -> None:
    agent = tmp_path / "agent"
    with subprocess.Popen(
        [program("ssh-agent"), "-D", "-a", agent], stdout=subprocess.DEVNULL
    ) as one:
        try:
            until(agent.exists)
            for option, what in (("-A", "a forwarded agent"), ("-X", "a forwarded display")):
                done = room.asked(
                    options=("-tt", option), env={"SSH_AUTH_SOCK": str(agent), "DISPLAY": ":0"}
                )
                assert done.returncode == 1
                assert ONLY.format(what) in done.stdout + done.stderr
                until(lambda what=what: f"refused {what}" in room.log)  # type: ignore[misc]
        finally:
            one.terminate()


@pytest.mark.parametrize("how", ["-L", "-D", "-W"])
def test_a_forwarded_connection_is_refused_and_nothing_else_ends(
    room: Room, how: str, tmp_path: Path
) -> None:
    """The client is told when it is tried: it may be after an hour."""
    program("ssh")
    if how == "-W":
        done = subprocess.run(
            ["ssh", *LOUD, "-p", str(room.port), "-W", "127.0.0.1:22", "x@127.0.0.1"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        assert done.returncode != 0 and ONLY.format("forwarding") in done.stderr
    else:
        port = free_port()
        where = f"{port}:127.0.0.1:22" if how == "-L" else str(port)
        heard = tmp_path / "heard"
        with heard.open("wb") as told, subprocess.Popen(
            ["ssh", *LOUD, "-p", str(room.port), "-tt", how, where, "x@127.0.0.1"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told,
        ) as client:  # fmt: skip

            def through() -> bool:
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=1) as local:
                        local.sendall(b"\x05\x01\x00" if how == "-D" else b"hello")
                        if local.recv(2) == b"\x05\x00":  # SOCKS: then where to
                            local.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x16")
                            local.recv(64)
                except OSError:
                    return False
                return True

            until(through, told=lambda: heard.read_text() + room.log)
            assert client.poll() is None, "the terminal goes on"
            client.terminate()
        assert ONLY.format("forwarding") in heard.read_text()
    until(lambda: "refused a forwarded connection" in room.log)


@pytest.mark.parametrize("copier", ["scp", "sftp"])
def test_whoever_copies_files_is_told(room: Room, tmp_path: Path, copier: str) -> None:
    program(copier)
    (tmp_path / "a").write_text("a")
    where = ["a", "x@127.0.0.1:/tmp/"] if copier == "scp" else ["x@127.0.0.1"]
    done = subprocess.run(
        [copier, *QUIET, "-P", str(room.port), *where],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode != 0 and ONLY.format("sftp") in done.stderr


def test_a_second_session_is_refused_and_a_master_does_not_outlive_its_own(
    room: Room, tmp_path: Path
) -> None:
    program("ssh")
    control = ("-S", str(tmp_path / "control"))
    first = Learner(room, "-M", *control)
    first.join("Max", "maple")
    first.sees("enter begin")
    second = room.asked(options=("-tt", *control))
    assert second.returncode == 1
    assert "This connection has its terminal" in second.stdout + second.stderr
    until(lambda: "refused a second session" in room.log)
    first.type("q")
    assert first.left() == 0
    check = subprocess.run(
        ["ssh", "-F/dev/null", *control, "-O", "check", "x@127.0.0.1"],
        capture_output=True, timeout=20, check=False,
    )  # fmt: skip
    assert check.returncode != 0, "the master is gone"


# -- who it is -----------------------------------------------------------------------------------


def test_a_key_comes_in_by_its_name_and_a_stranger_is_told(keys: Path, tmp_path: Path) -> None:
    chosen = ("--authorized-keys", str(keys / "authorized"))
    with serving(tmp_path, *chosen) as room:
        ada = Learner(room, "-i", str(keys / "key8"))
        ada.sees("enter begin")
        ada.type("\r")
        ada.sees("Three verbs")
        ada.cut()
        # a client that has nine keys offers one after the other
        every = [part for number in range(9) for part in ("-i", str(keys / f"key{number}"))]
        again = Learner(room, *every)
        again.sees("Three verbs")
        again.cut()
        for options in ((), ("-i", str(keys / "key3"))):
            stranger = Learner(room, *options)
            assert stranger.left() == 1
            assert "This class opens to the keys of its learners" in stranger.text
        until(lambda: "refused a key that is nobody's" in room.log)
        assert "a learner came in by a key" in room.log and "Ada" not in room.log
        # a key that is only mentioned, and never signs, is nobody's
        with paramiko.Transport(("127.0.0.1", room.port)) as transport:
            transport.start_client(timeout=20)
            message = paramiko.message.Message()
            public = paramiko.Ed25519Key.from_private_key_file(str(keys / "key8"))
            message.add_byte(paramiko.common.cMSG_USERAUTH_REQUEST)
            for text in ("ada", "ssh-connection", "publickey"):
                message.add_string(text)
            message.add_boolean(False)
            message.add_string("ssh-ed25519")
            message.add_string(public.asbytes())
            transport._send_message(message)  # type: ignore[attr-defined]
            time.sleep(0.3)
            transport.auth_interactive("ada", lambda *_: [])
            channel = transport.open_session(timeout=20)
            channel.get_pty("xterm", 80, 24)
            channel.invoke_shell()
            assert b"yours is not one of them" in channel.makefile_stderr().read()
            assert channel.recv_exit_status() == 1


def test_an_instructor_is_not_asked_and_others_are(keys: Path, tmp_path: Path) -> None:
    chosen = ("--code", "maple", "--instructors", str(keys / "authorized"))
    with serving(tmp_path, *chosen) as room:
        instructor = Learner(room, "-i", str(keys / "key8"))
        instructor.sees("Class workshop")
        instructor.type("l")
        instructor.sees("enter begin")
        learner = Learner(room)
        learner.join("Bo", "maple")
        learner.sees("enter begin")
        assert "an instructor came in by a key" in room.log
        for one in (instructor, learner):
            one.cut()


# -- how clients speak ---------------------------------------------------------------------------


def test_compression(room: Room) -> None:
    one = Learner(room, "-C", size=(100, 30))
    one.join("Cem", "maple")
    one.sees("enter begin")
    one.cut()


@pytest.mark.parametrize(
    "options",
    [
        ("-oKexAlgorithms=diffie-hellman-group14-sha256", "-oCiphers=aes128-ctr"),
        ("-oKexAlgorithms=ecdh-sha2-nistp256", "-oMACs=hmac-sha2-256", "-oCiphers=aes256-ctr"),
        ("-oKexAlgorithms=curve25519-sha256", "-oCiphers=chacha20-poly1305@openssh.com"),
    ],
)
def test_older_and_newer_algorithms(room: Room, options: tuple[str, ...]) -> None:
    one = Learner(room, *options)
    one.sees("Who are you?")
    one.cut()


def test_algorithms_of_the_past_are_refused_in_words(room: Room) -> None:
    """By the client, which says what is missing."""
    done = room.asked(options=("-oKexAlgorithms=diffie-hellman-group1-sha1",))
    assert done.returncode == 255


@pytest.mark.parametrize(
    ("term", "lang", "seen"),
    [
        ("xterm-256color", "C.UTF-8", "─"),
        ("linux", "C.UTF-8", "---"),
        ("xterm", "C", "---"),
        ("vt100", "C.UTF-8", "---"),
    ],
)
def test_each_terminal_gets_what_it_can_show(room: Room, term: str, lang: str, seen: str) -> None:
    one = Learner(room, "-oSendEnv=LANG NO_COLOR", term=term, env={"LANG": lang, "LC_ALL": lang})
    one.sees("Who are you?")
    assert seen in one.text
    one.join(f"{term} {lang}", "maple")
    one.sees("enter begin")
    assert seen in one.text
    assert ("\x1b[38;2;" in one.sent) is (term == "xterm-256color" and "COLORTERM" in os.environ)
    one.cut()


def test_a_terminal_without_colour(room: Room) -> None:
    one = Learner(room, "-oSendEnv=NO_COLOR", term="xterm-256color", env={"NO_COLOR": "1"})
    one.join("Nora", "maple")
    one.sees("enter begin")
    assert "\x1b[38;" not in one.sent and "\x1b[48;" not in one.sent
    one.cut()


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (200, 60), (20, 5)])
def test_a_window_of_whatever_size_and_another(room: Room, size: tuple[int, int]) -> None:
    one = Learner(room, size=size)
    one.resize(80, 24)
    one.join(f"Sia {size[0]}", "maple")
    one.sees("enter begin")
    one.resize(*size)
    one.resize(90, 28)
    one.sees("enter begin")
    one.resize(1000, 1000)
    one.resize(80, 24)
    one.sees("enter begin")
    one.cut()


def test_asyncssh_and_its_exit_status(room: Room) -> None:
    async def visit() -> None:
        async with await room.connect() as connection:
            process = await connection.create_process(term_type="xterm", term_size=(80, 24))
            seen = ""
            for wanted, keys in (
                ("Who are you?", "Asa\rmaple\r"), ("return code", "\r"), ("quit", "q"),
            ):  # fmt: skip
                while wanted not in seen:
                    seen += await asyncio.wait_for(process.stdout.read(4096), 20)
                process.stdin.write(keys)
            assert (await asyncio.wait_for(process.wait(), 20)).exit_status == 0

    asyncio.run(visit())


def test_paramiko_and_a_resize(room: Room) -> None:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    with paramiko.Transport(("127.0.0.1", room.port)) as transport:
        transport.start_client(timeout=20)
        transport.auth_none("x")
        channel = transport.open_session(timeout=20)
        channel.settimeout(20)
        channel.get_pty("xterm", 80, 24)
        channel.invoke_shell()
        seen = b""
        for wanted, keys in ((b"Who are you?", b"Pam\rmaple\r"), (b"return code", b"\r")):
            while wanted not in seen:
                seen += channel.recv(4096)
            channel.sendall(keys)
        while b"quit" not in seen:
            seen += channel.recv(4096)
        channel.resize_pty(100, 30)
        channel.sendall(b"q")
        assert channel.recv_exit_status() == 0


def test_putty(room: Room, tmp_path: Path) -> None:
    """plink, which comes with PuTTY; what it is asked about the host is answered on its line."""
    plink = program("plink")
    key = subprocess.run(
        ["ssh-keyscan", "-p", str(room.port), "127.0.0.1"],
        capture_output=True, text=True, timeout=20, check=True,
    ).stdout.split()  # fmt: skip
    found = asyncssh.import_public_key(" ".join(key[-2:])).get_fingerprint()
    done = subprocess.run(
        [plink, "-ssh", "-T", "-batch", "-hostkey", found, "-P", str(room.port), "x@127.0.0.1"],
        input="Peggy\nmaple\n\n\n1.2\nquit\n", capture_output=True, text=True, timeout=30,
        check=False, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Welcome, Peggy." in done.stdout and "Your place is kept." in done.stdout
