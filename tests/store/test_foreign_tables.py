"""A PostgreSQL database in which another program was first: nothing of it is changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from tests.store.samples import PLACE, attempt
from tests.store.server import Server
from tutor.errors import StoreError
from tutor.history.records import Standing
from tutor.store import connect
from tutor.store.postgres import INDEX, MARK, MIGRATIONS, UNMARKED
from tutor.store.sql import VERSION, SqlStore

Opened = Callable[[str], SqlStore]
NAMES = (*UNMARKED, INDEX)
FORMS = {
    "a table": ("CREATE TABLE {} (jar TEXT)", "INSERT INTO {} VALUES ('full'), ('empty')"),
    "a view": ("CREATE VIEW {} AS SELECT 'full' AS jar",),
    "a materialized view": ("CREATE MATERIALIZED VIEW {} AS SELECT 'full' AS jar",),
    "a sequence": ("CREATE SEQUENCE {}",),
    "an index": ("CREATE TABLE cookie (jar TEXT)", "CREATE INDEX {} ON cookie (jar)"),
    "a type": ("CREATE DOMAIN {} AS TEXT",),
}
EVERYTHING = """
    SELECT relname, relkind::text, obj_description(oid, 'pg_class'), NULL FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT typname, 'type', NULL, NULL FROM pg_type
    WHERE typnamespace = current_schema()::regnamespace"""


def execute(address: str, *statements: str) -> None:
    """Run statements on the bare database."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def everything(address: str) -> set[tuple[object, ...]]:
    """All that is in the schema, and every row of every table and view in it."""
    with psycopg.connect(address) as connection:
        there = connection.execute(EVERYTHING.encode()).fetchall()
        rows = [
            (name, "row", kind, str(row))
            for name, kind, *_ in there
            if kind in "rvm"
            for row in connection.execute(f"TABLE {name}".encode()).fetchall()
        ]
    return {*there, *rows}


def refusal(address: str) -> str:
    """What is said when the store cannot be opened: one sentence, which names no password."""
    with pytest.raises(StoreError) as caught:
        connect(address)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said and "secret" not in said
    return said


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_something_of_another_program_has_our_name(server: Server, name: str, form: str) -> None:
    """It is named, and nothing is made beside it."""
    address = server.fresh()
    execute(address, *(statement.format(name) for statement in FORMS[form]))
    before = everything(address)
    said = refusal(address)
    assert f" has {form} `{name}` that another program made, and nothing was changed there" in said
    assert "name another database, or another schema of this one: add ?options=" in said
    assert everything(address) == before


@pytest.mark.parametrize("name", UNMARKED)
def test_a_foreign_table_with_our_very_columns(server: Server, name: str) -> None:
    """One table does not make a store: today's `layout (version INTEGER)` is a likely one."""
    address = server.fresh()
    columns = ", ".join(f"{column} TEXT" for column in UNMARKED[name])
    values = ", ".join("'7'" for _ in UNMARKED[name])
    execute(address, f"CREATE TABLE {name} ({columns})", f"INSERT INTO {name} VALUES ({values})")
    before = everything(address)
    assert f"a table `{name}` that another program made" in refusal(address)
    assert everything(address) == before


def test_all_names_are_taken(server: Server) -> None:
    """All are named at once."""
    address = server.fresh()
    execute(address, *(f"CREATE TABLE {name} (jar TEXT)" for name in UNMARKED))
    said = refusal(address)
    assert all(f"a table `{name}`" in said for name in UNMARKED)


def test_tables_of_our_names_in_a_later_schema_are_never_meant(server: Server) -> None:
    """Not when the store is made, nor when it is erased, nor when a table of ours is lost."""
    theirs, ours = server.fresh(), server.fresh()
    for name in UNMARKED:
        columns = ", ".join(f"{column} TEXT" for column in UNMARKED[name])
        execute(theirs, f"CREATE TABLE {name} ({columns})")
    execute(theirs, "INSERT INTO place VALUES ('me', 'descent', '{}', 'today')")
    before = everything(theirs)
    both = f"{ours},{theirs.rpartition('%3D')[2]}"
    with closing(connect(both)) as store:
        store.keep_place("me", "descent", PLACE)
        assert store.history("me", "descent").place == PLACE
        assert store.forget("me").counts["places"] == 1
        execute(ours, "DROP TABLE place")
        with pytest.raises(StoreError, match='relation "place" does not exist'):
            store.keep_place("me", "descent", PLACE)
        with pytest.raises(StoreError, match='relation "place" does not exist'):
            store.forget("me")
    assert everything(theirs) == before
    assert "lacks a part of the tutor's tables" in refusal(both)


def test_a_part_of_a_store_is_left_as_it_is(server: Server, opened: Opened) -> None:
    """It is not made anew beside what is there, so that a backup can bring it back."""
    for damage in ("DROP TABLE setting", "DELETE FROM layout", "DROP TABLE layout"):
        address = server.fresh()
        store = opened(address)
        store.record("me", attempt())
        execute(address, damage)
        before = everything(address)
        assert "lacks a part of the tutor's tables, and nothing was changed" in refusal(address)
        assert everything(address) == before


def test_another_table_in_the_place_of_one_of_ours(server: Server, opened: Opened) -> None:
    """As when somebody restores a backup of something else."""
    address = server.fresh()
    opened(address).record("me", attempt())
    execute(address, "DROP TABLE place", "CREATE TABLE place (jar TEXT)")
    before = everything(address)
    assert "a table `place` that another program made" in refusal(address)
    assert everything(address) == before


@pytest.fixture
def visitor(server: Server) -> Callable[[str], str]:
    """The address of a schema for somebody who owns nothing there."""
    execute(server.address(), "DROP ROLE IF EXISTS visitor", "CREATE ROLE visitor LOGIN")

    def visitor(address: str) -> str:
        schema = address.rpartition("%3D")[2]
        execute(address, f"GRANT USAGE ON SCHEMA {schema} TO visitor")
        return address.replace("//tutor:", "//visitor:")

    return visitor


@pytest.fixture(autouse=True)
def without_visitor(request: pytest.FixtureRequest) -> object:
    """Roles outlast the schemas in which they own something."""
    yield
    if "visitor" in request.fixturenames:
        running: Server = request.getfixturevalue("server")
        execute(running.address(), "DROP OWNED BY visitor", "DROP ROLE visitor")


def test_without_rights(server: Server, visitor: Callable[[str], str], opened: Opened) -> None:
    """What must not be read is known by its name all the same; else the server's words are said."""
    foreign = server.fresh()
    execute(foreign, "CREATE TABLE layout (version INTEGER)", "INSERT INTO layout VALUES (1)")
    assert "a table `layout` that another program made" in refusal(visitor(foreign))
    empty = server.fresh()
    assert "cannot be used: permission denied for schema" in refusal(visitor(empty))
    ours = server.fresh()
    opened(ours).record("me", attempt())
    assert "cannot be used: permission denied for table layout." in refusal(visitor(ours))
    assert len(opened(ours).attempts("me")) == 1


def test_somebody_who_may_use_the_tables_and_does_not_own_them(
    server: Server, visitor: Callable[[str], str]
) -> None:
    """A store of 0.1.0 opens for them too, though they may not mark it; and erasing says whom to
    ask for the rest."""
    address = server.fresh()
    execute(
        address,
        *(statement for statements in MIGRATIONS for statement in statements),
        "CREATE TABLE layout (version INTEGER NOT NULL)",
        f"INSERT INTO layout VALUES ({VERSION})",
    )
    theirs = visitor(address)
    schema = address.rpartition("%3D")[2]
    execute(address, f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO visitor")
    with closing(connect(theirs)) as store:
        store.record("me", attempt())
        store.standing("me", "descent", Standing("compare", "first", "done"))
        assert len(store.attempts("me")) == 1
        done = store.forget("me")
        assert (done.counts["attempts"], done.counts["standings"]) == (1, 1)
        assert "or they belong to another user" in done.left and "ask their owner" in done.left
    assert MARK not in str(everything(address))
    with closing(connect(address)) as store:
        assert store.forget("me").left == ""
    assert MARK in str(everything(address))
