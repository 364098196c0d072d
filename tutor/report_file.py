"""The report that a quiz was begun with: it is kept with the quiz, and written as soon as that is
over, whichever command it was taken up by."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import TutorError, UsageError, on_one_line
from tutor.process.files import Destination, Kind, json_with

if TYPE_CHECKING:
    from tutor.session.quiz import QuizSession

ENDINGS = (".json", ".csv")
MARK = 0.8
"""The share that has to be right, where nobody says which."""


def asked_for(options: argparse.Namespace) -> dict[str, object]:
    """What the command line says of a quiz's report and mark, as the quiz keeps it. Raises
    UsageError."""
    said: dict[str, object] = {} if options.mark is None else {"mark": options.mark}
    if options.report is None:
        return said
    if not options.report.lower().endswith(ENDINGS):
        raise UsageError(
            f"--report writes FILE.json or FILE.csv, and `{on_one_line(options.report)}` is neither"
        )
    learner = options.learner or os.environ.get("TUTOR_LEARNER") or _login_name()
    file = str(Path(options.report).expanduser().absolute())
    return said | {"report": file, "learner": learner, "force": options.force}


def mark_of(quiz: QuizSession) -> float:
    """The share that has to be right for it to be passed."""
    return MARK if quiz.mark is None else quiz.mark


def _login_name() -> str:
    import getpass

    from tutor.history.records import ALONE

    with suppress(OSError, KeyError):  # somebody whom the system does not know
        return getpass.getuser()
    return ALONE


class Reports:
    """Writes what comes of quizzes, where they were begun with a report."""

    def __init__(self, store: str | None) -> None:
        """`store`: the address of what must not be overwritten."""
        self._store = store
        self._over: set[QuizSession] = set()
        self._unwritten: list[QuizSession] = []

    def check(self, terms: Mapping[str, object]) -> None:
        """Raise TutorError where the report of a quiz cannot be written."""
        self._destination(terms)

    def over(self, quiz: QuizSession) -> None:
        """Write it now: the summary may stay on the screen for long, and the machine may not. Where
        that cannot be, `finish` writes it, or says why not, once the screen is gone. Once a quiz,
        however often it is told: somebody may wait at a pipe for one report."""
        if quiz in self._over:
            return
        self._over.add(quiz)
        with suppress(TutorError):
            to = self._destination(quiz.terms)
            if to is None:
                return
            if to.is_plain:
                self._write(quiz, to)
                return
        self._unwritten.append(quiz)

    def finish(self) -> None:
        """Write what is not written yet. Raises TutorError in one sentence."""
        while self._unwritten:
            quiz = self._unwritten.pop()
            to = self._destination(quiz.terms)
            if to is not None:
                self._write(quiz, to)

    def _destination(self, terms: Mapping[str, object]) -> Destination | None:
        from tutor.store import is_store

        report = terms.get("report")
        if not isinstance(report, str):
            return None
        file = Path(report)
        with suppress(OSError, ValueError):  # called as it was typed, where that is still so
            file = file.relative_to(Path.cwd())
        return Destination(
            str(file),
            REPORT,
            force=terms.get("force") is True,
            is_store=lambda path: is_store(path, self._store),
        )

    def _write(self, quiz: QuizSession, to: Destination) -> None:
        from tutor.course.loader import course_version
        from tutor.session.report import Exam, as_csv, as_json

        learner = str(quiz.terms.get("learner", ""))
        exam = Exam(learner, quiz.course.id, course_version(quiz.course), mark_of(quiz))
        table = to.named.lower().endswith(".csv")
        to.write((as_csv if table else as_json)(quiz.summary(), exam), mark=table)


def _is_report(text: str) -> bool:
    from tutor.session.report import COLUMNS, COLUMNS_1

    columns = tuple(text.partition("\n")[0].strip().split(","))
    return columns in (COLUMNS, COLUMNS_1) or json_with("seed", "score", "outcomes")(text)


REPORT = Kind("report", _is_report)
