"""A class at real SSH clients, in PostgreSQL: how soon all see what whoever leads it does.

`python -m bench classroom` has 30 learners, `CLASSROOM=30,300` in the environment says others. All
are at one question, which is held: they answer it within some seconds, and it is shown. Clients,
server and database share this machine, as the goals were set.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import statistics
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg

from bench.workshop import AT_ONCE, Client, Row, asked, joined
from tests.store.server import Server
from tests.workshop.room import Room, serving
from tutor.classroom.classroom import Classroom
from tutor.history.schedule import Item
from tutor.store import connect
from tutor.store.sql import SqlStore

CROWDS = tuple(map(int, os.environ.get("CLASSROOM", "30").split(",")))
ITEM = Item("add-alpha", "smaller-steps", 0)
ANSWERING = 20.0
"""Seconds in which all answer."""
PACES = 20
"""Pauses, of which each is told to all."""
APART = 0.4
GOALS = {30: "300 ms", 300: "2.5 s"}


async def led(room: Room, store: SqlStore, address: str, count: int) -> list[Row]:
    """So many learners, and whoever leads them."""
    gate, classroom = asyncio.Semaphore(AT_ONCE), Classroom(store, "workshop")

    async def come(number: int) -> Client:
        async with gate:
            client, _ = await joined(room, f"Learner {number}")
            return client

    clients = list(await asyncio.gather(*(come(number) for number in range(count))))
    await asyncio.gather(*map(asked, clients))
    for client in clients:
        client.came = b""
    classroom.bring(ITEM.lesson, ITEM.step)
    classroom.hold(ITEM)
    await asyncio.gather(*(client.until(b"alpha") for client in clients))
    await asyncio.sleep(2)
    events = Written(address)
    begun = time.perf_counter()
    await asyncio.gather(*(_answer(client) for client in clients))
    while len(classroom.votes("1.1")) < count:
        await asyncio.sleep(0.2)
    took = time.perf_counter() - begun
    await asyncio.sleep(3)  # what the server's own statistics take
    committed, typed = events.since()
    delivered = await _paces(store, classroom)
    await asyncio.sleep(1)
    for client in clients:
        client.came = b""
    begun = time.perf_counter()
    await asyncio.to_thread(classroom.reveal)
    painted = sorted(await asyncio.gather(*(_seen(client, begun) for client in clients)))
    for client in clients:
        client.close()
    who = f"a class of {count}"
    return [
        (f"{who}: shown → painted, p50 / the last one", _two(painted), f"≤ {GOALS.get(count, '')}"),
        (f"{who}: a pause → told to the host, p50 / p95", _two(delivered, 0.95), "p95 ≤ 50 ms"),
        (
            f"{who}, all of whom answer in {took:.0f} s: rows written (half-typed answers besides)",
            f"{committed / took:.1f} a second ({typed / took:.1f})",
            "≤ 45",
        ),
    ]


async def _answer(client: Client) -> None:
    await asyncio.sleep(random.random() * ANSWERING)
    for key in random.choice((b"0.460", b"0.100", b"0.540", b"0.480")):
        client.press(bytes([key]))
        await client.answer()
        await asyncio.sleep(0.15)
    client.press(b"\r")
    await client.answer()


async def _seen(client: Client, begun: float) -> float:
    """Milliseconds until the truth is painted."""
    await client.until(b"true")
    return 1000 * (time.perf_counter() - begun)


async def _paces(store: SqlStore, classroom: Classroom) -> list[float]:
    """Milliseconds until another connection, as a host has one, hears of each."""
    times = []
    with closing(store.wakes(classroom.whose)) as wakes:
        for number in range(PACES):
            await asyncio.sleep(APART)
            wakes.woken()
            begun = time.perf_counter()
            work = asyncio.create_task(asyncio.to_thread(classroom.say, f"line {number}", "nobody"))
            while not wakes.woken():
                told = wakes.fileno()
                if told is not None:
                    await asyncio.to_thread(select.select, [told], [], [], 1.0)
            times.append(1000 * (time.perf_counter() - begun))
            await work
    return sorted(times)


class Written:
    """Rows that were written since: what is committed, and half-typed answers."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._before = self._rows()

    def _rows(self) -> dict[str, int]:
        sql = "SELECT relname, sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables GROUP BY relname"
        with psycopg.connect(self._address, autocommit=True) as connection:
            return {str(name): int(count) for name, count in connection.execute(sql)}

    def since(self) -> tuple[int, int]:
        now = self._rows()
        grown = {name: count - self._before.get(name, 0) for name, count in now.items()}
        typed = sum(count for name, count in grown.items() if "place" in name)
        return sum(grown.values()) - typed, typed


def _two(times: list[float], last: float = 1.0) -> str:
    return f"{statistics.median(times):.0f} / {times[int(last * (len(times) - 1))]:.0f} ms"


def rows() -> list[Row]:
    """Each crowd with a server of its own."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        server = Server()
        ends.callback(server.remove)
        for count in CROWDS:
            address = server.fresh()
            with (
                serving(Path(folder), "--open", "--learners", "1000", "--store", address) as room,
                closing(connect(address)) as store,
            ):
                found += asyncio.run(led(room, store, address, count))
    return found
