"""`tutor class`: the classes that `tutor serve` serves, and the board from which each is led."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from tutor import front_end
from tutor.arguments import completers, values
from tutor.arguments.parser import TEACHERS, Command, Parser
from tutor.errors import TutorError, UsageError, nearest, on_one_line
from tutor.process import files, streams
from tutor.process.files import Kind, json_with

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.classroom.classes import Entry
    from tutor.course.loader import Course
    from tutor.plain.console import Console
    from tutor.store.sql import SqlStore

ACTIONS = ("new", "list", "show", "rehearse", "close", "export", "forget")


BOTS = 27
"""Bots of a rehearsal, where nobody says how many."""
OF_ONE = ("list", "show", "rehearse")
"""Those that need no name where there is only one class."""
GOES_WITH = {
    "code": "new",
    **dict.fromkeys(("to", "csv", "pseudonyms", "force", "reports"), "export"),
    **dict.fromkeys(("yes", "bots"), "forget"),
    **dict.fromkeys(("learners", "faster"), "rehearse"),
}
"""The options, and which action each is for."""


def _options(parser: Parser) -> None:
    named = f"{', '.join(ACTIONS[:-1])} or {ACTIONS[-1]}"
    what = f"{named}; without it the board, of the only class or this one"
    parser.add("action", what, nargs="?", metavar="ACTION", complete=completers.words(*ACTIONS))
    parser.add("name", "which class", nargs="?", metavar="NAME", type=values.name)
    code = "with new: what is asked at the door; without it a code is made"
    parser.add("--code", code, type=values.name, metavar="WORD")
    where = "with export: where to; without it, standard output"
    parser.add(
        "--to", where, type=values.file, metavar="FILE", complete=completers.file(".json", ".csv")
    )
    csv = "with export: a table, a row for each vote and each answer, in place of JSON"
    parser.add_flag("--csv", csv)
    parser.add_flag("--pseudonyms", "with export: a number for each name")
    parser.add_flag("--force", "with export: replace whatever FILE is there")
    pages = "with export: a page for each learner, in this new or empty folder"
    parser.add("--reports", pages, type=values.path, metavar="DIR", complete=completers.file())
    parser.add_flag("--yes", "with forget: do not ask")
    parser.add_flag("--bots", "with forget: its bots alone, and what they did")
    bots = f"with rehearse: how many bots ({BOTS})"
    parser.add("--learners", bots, type=values.count, metavar="N")
    faster = "with rehearse: so many times as fast as people"
    parser.add("--faster", faster, type=values.times, metavar="N")


def run(options: argparse.Namespace) -> int:
    """Make, list, close, write out or erase a class; or lead it."""
    if options.action in ACTIONS and options.action not in OF_ONE and options.name is None:
        raise UsageError(f"which class? tutor class {options.action} NAME")
    if options.action == "list" and options.name is not None:
        raise UsageError(f"`{options.name}` is one word too many")
    for option, action in GOES_WITH.items():
        if getattr(options, option) and options.action != action:
            raise UsageError(f"--{option} goes with tutor class {action}")
    for option in ("csv", "to", "force"):
        if options.reports is not None and getattr(options, option):
            raise UsageError(f"--{option} goes without --reports")
    if options.force and options.to is None:
        raise UsageError("--force goes with --to")
    try:
        import asyncssh  # noqa: F401
    except ImportError as error:
        raise TutorError(
            "a class needs one more package: pip install 'descent-tutor[workshop]'"
        ) from error
    from tutor.classroom import classes
    from tutor.store import connect, lasts

    if not lasts(options.store):
        raise TutorError("a class is kept in a file or in PostgreSQL: :memory: is neither")
    with closing(connect(options.store)) as store:
        match options.action:
            case "new":
                lessons = str(values.path(options.lessons).resolve()) if options.lessons else ""
                made = classes.new(store, options.name, options.code or "", lessons)
                streams.output.write(f"class {made.name}, code {made.code}\n")
            case "list":
                for one in classes.every(store):
                    streams.output.write(f"{_line(one)}\n")
            case "show":
                return _lead(options, store, options.name, projector=True)
            case "rehearse":
                _rehearse(options, store)
            case "close":
                classes.close(store, options.name)
                streams.output.write(f"class {options.name} is closed\n")
            case "export":
                _export(options, store)
            case "forget":
                spoken = front_end.console(options)
                if options.bots:
                    return 0 if _without_bots(store, options.name, spoken) else 1
                return 0 if _erased(store, options.name, spoken, ask=not options.yes) else 1
            case None:
                return _lead(options, store, None)
            case name if name in [one.name for one in classes.every(store)]:
                if options.name is not None:
                    raise UsageError(f"`{options.name}` is one word too many")
                return _lead(options, store, name)
            case what:
                near = nearest(what, [*ACTIONS, *(one.name for one in classes.every(store))])
                mean = f"; did you mean {near}?" if near else f": {', '.join(ACTIONS)}"
                raise UsageError(
                    f"`{on_one_line(what)}` is neither a class nor something to do with one{mean}"
                )
    return 0


def _lead(
    options: argparse.Namespace, store: SqlStore, named: str | None, *, projector: bool = False
) -> int:
    """The board, or what the class looks at."""
    from tutor.classroom import classes
    from tutor.classroom.board import BoardScreen
    from tutor.classroom.class_app import ClassApp
    from tutor.classroom.classroom import Classroom
    from tutor.classroom.projector import ProjectorScreen

    if front_end.line_by_line(options):
        what = "projector" if projector else "board"
        raise TutorError(f"the {what} needs a terminal to draw on; `tutor class list` needs none")
    name = classes.chosen(store, named)
    course, classroom = _course(options, store, name), Classroom(store, name)
    screen = (ProjectorScreen if projector else BoardScreen)(classroom, store, course)
    return front_end.run_app(ClassApp(screen, look=front_end.look(options)))


def _course(options: argparse.Namespace, store: SqlStore, name: str) -> Course:
    """The course that is named, else the one that the class was made with; all of it read."""
    from tutor.classroom.classes import lessons_of

    options.lessons = options.lessons or lessons_of(store, name)
    course = front_end.load_course(options)
    course.read()
    return course


def _line(one: Entry) -> str:
    made = f"{one.made.astimezone():%Y-%m-%d}" if one.made is not None else "?"
    members = "1 member" if one.members == 1 else f"{one.members} members"
    closed = f", closed {one.closed.astimezone():%Y-%m-%d}" if one.closed is not None else ""
    return f"{one.name}: made {made}, {members}, code {one.code}{closed}"


def _export(options: argparse.Namespace, store: SqlStore) -> None:
    from tutor.classroom import classes
    from tutor.session.result import as_table

    course = _course(options, store, options.name)
    if options.reports is not None:
        _reports(options, store, course)
        return
    rows = list(classes.rows(store, course, options.name, pseudonyms=options.pseudonyms))
    if options.csv:
        text, kind = as_table(classes.COLUMNS, rows), TABLE
    else:
        text = streams.json_text({"format": 1, "class": options.name, "rows": rows})
        kind = DOCUMENT
    if options.to is None:
        streams.output.write(text)
    else:
        front_end.destination(options, options.to, kind).write(text)


def _reports(options: argparse.Namespace, store: SqlStore, course: Course) -> None:
    """A page for each learner."""
    from tutor.classroom.report import pages

    folder: Path = options.reports
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise TutorError(f"{on_one_line(folder)} is not empty; name a new folder")
        count = 0
        for page in pages(store, course, options.name, pseudonyms=options.pseudonyms):
            files.replace(folder / page.file, page.text, private=True)
            count += 1
    except OSError as error:
        why = error.strerror or str(error)
        raise TutorError(f"{on_one_line(folder)}: {why}") from None
    many = "1 page" if count == 1 else f"{count} pages"
    streams.output.write(f"{many} in {on_one_line(folder)}\n")


def _erased(store: SqlStore, name: str, talk: Console, *, ask: bool) -> bool:
    """Say what would go, ask, and erase it; False when it was not wanted, or is not finished."""
    from tutor.classroom import classes

    members = classes.entry(store, name).members
    if ask:
        talk.tell(
            f"This erases the class {name} for good, with all that its {members} members did."
        )
        if not front_end.wants_it_erased(talk):
            return False
    done = classes.forget(store, name)
    talk.tell(f"The class {name} is erased.", *filter(None, (done.left, done.beyond)))
    return not done.left


def _without_bots(store: SqlStore, name: str, talk: Console) -> bool:
    """Erase its bots; False where that is not finished."""
    from tutor.classroom import classes

    done = classes.forget_bots(store, name)
    talk.tell(f"The bots of the class {name} are erased.", *filter(None, (done.left, done.beyond)))
    return not done.left


def _rehearse(options: argparse.Namespace, store: SqlStore) -> None:
    """Bots come in, until an interruption or the end of the class."""
    from tutor.classroom import classes
    from tutor.classroom.bots import Rehearsal

    name = classes.chosen(store, options.name)
    course = _course(options, store, name)
    count = options.learners or BOTS
    bots = Rehearsal(store, name, course, count, faster=options.faster or 1.0)
    many = "1 bot is" if count == 1 else f"{count} bots are"
    streams.output.write(f"{many} in the class {name}, until ctrl-c. Lead it: tutor class {name}\n")
    if not bots.served:
        streams.output.write("No server serves it now: board and projector work all the same.\n")
    streams.output.flush()
    try:
        bots.run()
    except KeyboardInterrupt:
        streams.output.write("\nThe bots have left; what they did is kept.\n")
    else:
        streams.output.write(f"The class {name} is closed.\n")


DOCUMENT = Kind("export", json_with("format", "class", "rows"))
TABLE = Kind("export", lambda text: text.startswith("class,learner,what,"))

COMMAND = Command(
    help="make, lead, show, close, export or forget a class",
    about="""\
A class is what `tutor serve` serves: its code, its members and what they answer. Learners come in
by its code; nobody comes into one that is closed. Where a question is held, each answer is a vote,
which an export has beside all other answers.""",
    run=run,
    options=_options,
    examples=(
        ("tutor class new intro --code maple", "a class, and what is asked at its door"),
        ("tutor class rehearse intro --learners 27", "bots that answer as learners do"),
        ("tutor class export intro --csv --to intro.csv", "what was answered in it"),
        ("tutor class forget intro", "erase it and its learners, after asking"),
    ),
    shared=("ascii", "theme", "lessons", "store"),
    audience=TEACHERS,
)
