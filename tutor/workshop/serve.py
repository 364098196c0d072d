"""A class is served: its code, the addresses it can be reached at, and the parent that listens."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.classroom.classroom import Classroom
from tutor.classroom.state import CODE, Door
from tutor.classroom.words import said
from tutor.course.index import bundled, course_contents
from tutor.course.loader import course_version, load_course
from tutor.errors import TutorError, on_one_line
from tutor.store import connect, lasts

if TYPE_CHECKING:
    from tutor.ui.app import Opened
    from tutor.workshop.access import Access
    from tutor.workshop.worker import Setup

LOOPBACK = ("127.0.0.1", "::1", "localhost")
COURSE = "course"
"""The name of the setting that keeps which lessons a class was served last."""


class Served(NamedTuple):
    """How a class is to be served."""

    lessons: Path | None
    """A folder; None: that of the class, else the tutor's own."""
    store: str | None
    host: str = "127.0.0.1"
    port: int = 2222
    """0: a free one."""
    name: str | None = None
    """The class's; None: the only one that is open."""
    code: str = ""
    """What is asked at the door; empty: the one that the class has, or a new one."""
    open: bool = False
    """Nothing is asked at the door."""
    per_worker: int = 10
    learners: int = 100
    """At a time."""
    authorized_keys: Path | None = None
    """Whose keys let them in without a code; without a code and `open`, nobody else."""
    instructors: Path | None = None
    host_key: Path | None = None
    """Where the key of this host is kept; None: beside this user's other data."""
    web: int | None = None
    """The port for browsers; 0: a free one, None: not served."""
    web_host: str = "127.0.0.1"
    public_url: str = ""
    """What browsers call it, where something stands before this server."""


def serve(wanted: Served, tell: Callable[[str], None], log: Callable[[str], None]) -> None:
    """Serve until this process is told to end. `tell` is told how to come in, `log` a line of what
    happens. Raises TutorError where it cannot begin."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads do not survive a fork
    from tutor.workshop import watch, web
    from tutor.workshop.hostkey import host_key, place
    from tutor.workshop.parent import Beside, Parent
    from tutor.workshop.warm import warm
    from tutor.workshop.web import Site
    from tutor.workshop.worker import Setup

    with ExitStack() as open_things:
        listening = open_things.enter_context(closing(listen(wanted.host, wanted.port)))
        page = None
        if wanted.web is not None:
            page = open_things.enter_context(closing(listen(wanted.web_host, wanted.web, "--web")))
        raise_where_none_lasts(wanted.store)
        wanted, name = joined(wanted)
        access = access_of(wanted)
        setup = Setup(
            opened_course(wanted.lessons),
            host_key(wanted.host_key or place()),
            wanted.store,
            name,
            "" if wanted.open or access.only_keys else class_code(wanted),
            access,
            wanted.per_worker,
            wanted.learners,
            secrets.token_hex(4),
        )
        ways = doors(wanted, listening, page)
        with closing(connect(wanted.store)) as store:
            Classroom(store, name).opened(Door(tuple(ways), setup.code))
        lines = [*changes(wanted, setup), *welcome(setup, listening, ways)]
        warm(setup.opened, setup.key)
        beside = [
            Beside(
                "what looks at the class",
                "tutor class",
                lambda control: watch.begin(
                    control, wanted.store, name, setup.host, setup.opened.course, log
                ),
            )
        ]
        if page is not None:
            site = Site(setup.opened.contents.title, wanted.public_url, wanted.learners)
            serve_page = partial(web.begin, page, site, log=log)
            beside.append(Beside("the browser's side", "tutor browsers", serve_page, page))
        for line in lines:
            tell(line)
        Parent(listening, setup, log=log, beside=beside).run()


def joined(wanted: Served) -> tuple[Served, str]:
    """The same with the class's own name and lessons, and that name. Raises TutorError where it is
    closed, or it is not clear which is meant."""
    from tutor.classroom.classes import chosen, lessons_of

    with closing(connect(wanted.store)) as store:
        name = chosen(store, wanted.name, "--class NAME")
        kept = lessons_of(store, name)
    lessons = wanted.lessons or (Path(kept) if kept else None)
    return wanted._replace(name=name, lessons=lessons), name


def opened_course(folder: Path | None) -> Opened:
    """The course, every lesson of it read: what is on the disk may change while it is served.
    Raises TutorError."""
    from tutor.ui.app import Opened

    lessons = folder or bundled()
    course = load_course(lessons)
    course.read()
    if not course.lessons:
        raise TutorError(f"{lessons} has no lesson that can be played; see `tutor lint`")
    return Opened(course, course_contents(lessons))


def raise_where_none_lasts(store: str | None) -> None:
    """Raise TutorError where each worker would have a store of its own, for as long as it lives."""
    if not lasts(store):
        raise TutorError("a class is kept in a file or in PostgreSQL: :memory: is neither")


def changes(wanted: Served, setup: Setup) -> Iterator[str]:
    """What is to be said of the lessons: those that cannot be played, and that they are others than
    those that the class began with."""
    course = setup.opened.course
    for stem, problems in course.broken.items():
        yield f"The lesson {stem} cannot be played: {problems[0]}"
    with closing(connect(wanted.store)) as store:
        version = course_version(course)
        if store.claim(f"class:{wanted.name}", COURSE, version) != version:
            store.remember(f"class:{wanted.name}", COURSE, version)
            yield "The lessons are not those that this class was served last: they have changed."


def access_of(wanted: Served) -> Access:
    """Who may come in by a key. Raises TutorError where a file of keys cannot be read."""
    from tutor.workshop.access import Access, Keys

    learners, instructors = (
        Keys(path) if path is not None else None
        for path in (wanted.authorized_keys, wanted.instructors)
    )
    only = learners is not None and not wanted.open and not wanted.code
    return Access(learners, instructors, only)


def listen(host: str, port: int, option: str = "--port") -> socket.socket:
    """A socket that listens there. Raises TutorError in a sentence, with the `option` that names
    another port."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise TutorError(f"{on_one_line(host)} is no address of this machine") from None
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(512)
    except OSError as error:
        found.close()
        why = {
            errno.EADDRINUSE: f"another program listens there; name another with {option}, or 0"
            " for a free one",
            errno.EACCES: "only the system's administrator may listen there; name one above 1023",
            errno.EADDRNOTAVAIL: "this machine does not have that address",
        }.get(error.errno or 0, str(error.strerror))
        raise TutorError(f"cannot listen on {host} port {port}: {why}") from None
    return found


def class_code(wanted: Served) -> str:
    """The code of the class, kept in its store: the same after a restart, and on every host. Raises
    StoreError."""
    with closing(connect(wanted.store)) as store:
        whose = f"class:{wanted.name}"
        if wanted.code:
            store.remember(whose, CODE, wanted.code)
            return wanted.code
        return store.claim(whose, CODE, said(3))


def doors(wanted: Served, listening: socket.socket, page: socket.socket | None) -> list[str]:
    """What is typed to come in, or opened in a browser."""
    host, port = listening.getsockname()[:2]
    typed = [f"ssh {f'-p {port} ' * (port != 22)}{address}" for address in addresses(host)]
    return typed + ([] if page is None else page_urls(wanted, page.getsockname()[1]))


def welcome(setup: Setup, listening: socket.socket, ways: list[str]) -> Iterator[str]:
    """What the instructor reads, and says to the room."""
    host = listening.getsockname()[0]
    title, code, access = setup.opened.contents.title, setup.code, setup.access
    yield f"{title}, for a class."
    yield ""
    for way in ways:
        yield f"  {'type this ' if way.startswith('ssh ') else 'or open   '}     {way}"
    if code:
        yield f"  class code     {code}"
    yield f"  fingerprint    {setup.key.get_fingerprint()}"
    yield ""
    if host in LOOPBACK:
        yield "It listens on this machine alone; --host 0.0.0.0 lets a room in."
    yield from access.shared
    if access.only_keys:
        yield "Only the keys of its learners open it."
    elif not code:
        yield "Nobody is asked for a code: whoever reaches it is in."
    yield "ctrl-c ends it: everybody is told, and everything is kept."


def page_urls(wanted: Served, port: int) -> list[str]:
    """What browsers open."""
    if wanted.public_url:
        return [wanted.public_url]
    hosts = [f"[{one}]" if ":" in one else one for one in addresses(wanted.web_host)]
    return [f"http://{one}{f':{port}' * (port != 80)}/" for one in hosts]


def addresses(host: str) -> list[str]:
    """Where it can be reached, the likeliest first."""
    if host not in ("0.0.0.0", "::", ""):
        return [host]
    found = []
    for target, family in (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6)):
        with suppress(OSError), closing(socket.socket(family, socket.SOCK_DGRAM)) as asked:
            asked.connect((target, 9))  # sends nothing: it tells by which address it would go
            found.append(str(asked.getsockname()[0]))
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None)]
    known = [one for one in dict.fromkeys(found) if not one.startswith(("127.", "::1", "fe80"))]
    return known or [socket.gethostname()]
