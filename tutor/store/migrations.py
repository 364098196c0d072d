"""How the tables are laid out, and how an older layout becomes the present one.

Version n is what the first n of the migrations make. They are only ever added to: a store in the
field is brought up to date by those that it has not had.
"""

from __future__ import annotations

from collections.abc import Sequence

VERSION = 2
"""The layout that this program reads and writes."""


def migrations(identity: str, packed: str) -> Sequence[Sequence[str]]:
    """The statements of each version, in the words of one database.

    `identity` declares a column that numbers its rows; `packed` ends a table that has no such.
    """
    first = (
        f"""CREATE TABLE attempt (
            n {identity},
            id TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL,
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            question INTEGER NOT NULL,
            constants TEXT NOT NULL,
            text TEXT NOT NULL,
            value DOUBLE PRECISION,
            verdict TEXT NOT NULL,
            mistake TEXT NOT NULL,
            confidence TEXT NOT NULL,
            seconds DOUBLE PRECISION NOT NULL,
            mode TEXT NOT NULL
        )""",
        "CREATE INDEX attempt_of ON attempt (learner, course, lesson, step, question)",
        f"""CREATE TABLE place (
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            place TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (learner, course)
        ) {packed}""",
        f"""CREATE TABLE standing (
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            state TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (learner, course, lesson, step)
        ) {packed}""",
        f"""CREATE TABLE setting (
            learner TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (learner, name)
        ) {packed}""",
    )
    seeds = ("ALTER TABLE attempt ADD COLUMN seed BIGINT",)  # a quiz can be drawn again
    return first, seeds
