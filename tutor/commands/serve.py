"""`tutor serve`: a room full of learners over SSH."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TextIO

from tutor.arguments import values
from tutor.arguments.parser import TEACHERS, Command, Parser
from tutor.classroom.words import plainly
from tutor.errors import TutorError, UsageError, on_one_line
from tutor.process import streams


def _options(parser: Parser) -> None:
    where = "listen at this address: 127.0.0.1, this machine alone; 0.0.0.0 for a room"
    parser.add("--host", where, default="127.0.0.1", metavar="ADDRESS")
    port = "listen at this port: 2222; 0 for a free one"
    parser.add("--port", port, type=values.port, default=2222, metavar="PORT")
    which = "which class it is, of several: see `tutor class`"
    parser.add("--class", which, type=values.name, dest="name", metavar="NAME")
    code = "what is asked at the door: a code that is made once and kept"
    parser.add("--code", code, type=values.name, metavar="WORD")
    parser.add_flag("--open", "ask for no code: on a network that you trust")
    keys = "let the owners of these keys in without a code; without --code or --open, only them"
    parser.add("--authorized-keys", keys, type=values.file, metavar="FILE")
    keys = "the same, for those who run the class"
    parser.add("--instructors", keys, type=values.file, metavar="FILE")
    most = "learners at a time: 100"
    parser.add("--learners", most, type=values.count, default=100, metavar="N")
    many = "learners who share a process: 10; 1 keeps each apart"
    parser.add("--per-worker", many, type=values.count, default=10, metavar="K")
    key = "where this host's key is kept, and made: beside this user's other data"
    parser.add("--host-key", key, type=values.file, metavar="FILE")
    web = "serve browsers too, at this port: 8022; 0 for a free one"
    parser.add("--web", web, type=values.port, nargs="?", const=8022, metavar="PORT")
    where = "listen for browsers at this address: the one of --host"
    parser.add("--web-host", where, metavar="ADDRESS")
    public = "what browsers call it, where a proxy stands before it: https://class.example.org/"
    parser.add("--public-url", public, type=values.url, metavar="URL")
    parser.add_flag("--check", "try all of it, a client too, and end")
    log = "write down what happens: never what anybody types"
    parser.add("--log", log, type=values.file, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if options.open and options.code is not None:
        raise UsageError("--open and --code do not go together")
    if options.code is not None and not plainly(options.code):
        raise UsageError("--code: a code has a letter or a digit")
    if options.public_url and options.web is None:
        raise UsageError("--public-url is for browsers: it needs --web")
    if options.web_host is not None and options.web is None:
        raise UsageError("--web-host is for browsers: it needs --web")
    try:
        import asyncssh  # noqa: F401
    except ImportError as error:
        raise TutorError(
            "a workshop needs one more package: pip install 'descent-tutor[workshop]'"
        ) from error
    if options.web is not None:
        try:
            import textual_serve  # noqa: F401
        except ImportError as error:
            raise TutorError(
                "browsers need one more package: pip install 'descent-tutor[workshop,web]'"
            ) from error
    from tutor.workshop.check import check
    from tutor.workshop.serve import Served, serve

    wanted = Served(
        values.course_folder(options.lessons) if _chosen(options) else None,
        options.store,
        host=options.host,
        port=options.port,
        name=options.name,
        code=options.code or "",
        open=options.open,
        per_worker=options.per_worker,
        learners=options.learners,
        authorized_keys=_path(options.authorized_keys),
        instructors=_path(options.instructors),
        host_key=_path(options.host_key),
        web=options.web,
        web_host=options.web_host or options.host,
        public_url=options.public_url or "",
    )

    def tell(line: str) -> None:
        streams.output.write(f"{line}\n")
        streams.output.flush()

    with ExitStack() as open_files:
        file = sys.stderr
        if options.log is not None:
            file = open_files.enter_context(_opened(options.log))
        if options.check:
            return 0 if check(wanted, tell) else 1

        def log(line: str) -> None:
            stamp = time.strftime("%Y-%m-%d %H:%M:%S")
            with suppress(OSError):  # a full disk must not end a class
                file.write(f"{stamp} {on_one_line(line)}\n")
                file.flush()

        serve(wanted, tell, log)
    return 0


def _chosen(options: argparse.Namespace) -> bool:
    """A course was named: otherwise it is that of the class."""
    return bool(options.lessons or os.environ.get("TUTOR_LESSONS"))


def _opened(log: str) -> TextIO:
    path = values.path(log)
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise TutorError(f"{path} cannot be written: {error.strerror}") from None


def _path(text: str | None) -> Path | None:
    return None if text is None else values.path(text)


COMMAND = Command(
    help="serve the course to a room over SSH",
    about="""\
Whoever has an SSH client is in the course: nothing to install. It prints the line to type, the
code to say, and the fingerprint to show. Each learner says a name and gets a code to come back by;
what they do is kept in the store.""",
    run=run,
    options=_options,
    examples=(
        ("tutor serve --check", "whether all is as it should be"),
        ("tutor serve --host 0.0.0.0", "a room"),
        ("tutor serve --port 0 --open", "to look at it alone"),
    ),
    shared=("lessons", "store"),
    audience=TEACHERS,
)
