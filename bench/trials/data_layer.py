"""Trial: what does one durable turn cost in each data layer we considered, on SQLite?

    pip install sqlalchemy greenlet uvloop           # beside aiosqlite, which the bot itself needs
    taskset -c 1 python -m bench.trials.data_layer   # from the checkout; five minutes; add "1" for a quick look

One turn: remember the message id unless seen, load the conversation, save it, queue one outgoing message,
commit. Each run is a process of its own on a new database; the table shows medians of three runs. In each
the database is checked: as many turns counted in the sessions as ids remembered and messages queued.
"""

import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiosqlite
import sqlalchemy as sa
import uvloop
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import create_async_engine

Turn = tuple[bytes, bytes]  # message id, conversation id
CANDIDATES = {
    "a": "aiosqlite, a transaction per turn",
    "b": "SQLAlchemy Core, a transaction per turn",
    "c": "SQLAlchemy text(), a transaction per turn",
    "d": "aiosqlite, group commit",
    "e": "SQLAlchemy Core, group commit",
    "f": "aiosqlite, group commit, uvloop",
}
TASKS, GROUP, RATE, RUNS, REPEATED = 64, 100, 30, 3, 0.02
KEYS = [number.to_bytes(16) for number in range(200)]
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
SEEN = "INSERT INTO seen (id) VALUES {} ON CONFLICT DO NOTHING RETURNING id"
LOAD = "SELECT id, address, secret, session FROM conversation WHERE id IN {}"
SAVE = """INSERT INTO conversation (id, address, secret, session) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET session = excluded.session"""
SEND = "INSERT INTO outgoing (conversation, body) VALUES (?, ?)"
FIELDS = {SEEN: ["id"], LOAD: ["id"]}
FIELDS |= {SAVE: ["id", "address", "secret", "session"], SEND: ["conversation", "body"]}

TABLES, ID, BLOB = sa.MetaData(), partial(sa.Column, "id", primary_key=True), sa.LargeBinary
seen = sa.Table("seen", TABLES, ID(BLOB))
talk = sa.Table("conversation", TABLES, ID(BLOB), *(sa.Column(name, BLOB) for name in FIELDS[SAVE][1:]))
mail = sa.Table("outgoing", TABLES, ID(sa.Integer), *(sa.Column(name, BLOB) for name in FIELDS[SEND]))
save = insert(talk)
CORE = {
    SEEN: insert(seen).on_conflict_do_nothing().returning(seen.c.id),
    LOAD: sa.select(talk).where(talk.c.id.in_(sa.bindparam("ids", expanding=True))),
    SAVE: save.on_conflict_do_update([talk.c.id], set_={"session": save.excluded.session}),
    SEND: sa.insert(mail).inline(),
}
TEXT = {sql: sa.text(sql.replace("{}", "(?)").replace("?", ":{}").format(*FIELDS[sql])) for sql in FIELDS}


async def connect() -> aiosqlite.Connection:
    """The same for all candidates; no isolation level, so that nobody adds a BEGIN of its own."""
    db = await aiosqlite.connect("trial.db", isolation_level=None, cached_statements=256)
    await db.executescript(PRAGMAS)
    return db


class Plain:
    """SQL text through aiosqlite."""

    async def open(self) -> None:
        self.db = await connect()
        self.begin = partial(self.db.execute, "BEGIN IMMEDIATE")

    async def fetch(self, sql: str, ids: list[bytes]) -> Iterable[Any]:
        marks = ", ".join(["(?)"] * len(ids)) if sql == SEEN else f"({', '.join('?' * len(ids))})"
        return await self.db.execute_fetchall(sql.format(marks), ids)

    async def many(self, sql: str, rows: Iterable[tuple[bytes, ...]]) -> None:
        await self.db.executemany(sql, rows)


class Alchemy:
    """SQLAlchemy on one connection, with statements built once."""

    def __init__(self, statements: dict[str, Any]) -> None:
        self.statements = statements

    async def open(self) -> None:
        engine = create_async_engine("sqlite+aiosqlite://", async_creator=connect, poolclass=sa.NullPool)
        sa.event.listen(engine.sync_engine, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))
        self.db = await engine.connect()
        self.begin = self.db.begin

    async def fetch(self, sql: str, ids: list[bytes]) -> Iterable[Any]:
        rows = [{"id": value} for value in ids] if sql == SEEN else [{"ids": ids, "id": ids[0]}]
        return await self.db.execute(self.statements[sql], rows if len(rows) > 1 else rows[0])

    async def many(self, sql: str, rows: Iterable[tuple[bytes, ...]]) -> None:
        named = [dict(zip(FIELDS[sql], row, strict=True)) for row in rows]
        await self.db.execute(self.statements[sql], named if len(named) > 1 else named[0])


async def apply(db: Plain | Alchemy, turns: list[Turn]) -> None:
    """Play the turns in one transaction; a conversation may occur twice in it and so may a message."""
    await db.begin()
    fresh = {row[0] for row in await db.fetch(SEEN, [message for message, _ in turns])}
    if keys := {key for message, key in turns if message in fresh}:
        rows = {row[0]: tuple(row) for row in await db.fetch(LOAD, list(keys))}
        bodies = [answer(rows, key) for message, key in dict(turns).items() if message in fresh]
        await db.many(SAVE, rows.values())
        await db.many(SEND, bodies)
    await db.db.commit()


def answer(rows: dict[bytes, Any], key: bytes) -> tuple[bytes, bytes]:
    """The pure part of a turn: puts the conversation in its next state and gives a message to send."""
    *kept, session = rows[key]
    count = (int.from_bytes(session[:8]) + 1).to_bytes(8)
    rows[key] = (*kept, count + session[8:])
    return key, count * 62


class Load:
    """TASKS tasks that each wait until their turn is durable, and the one writer they wait for."""

    def __init__(self, db: Plain | Alchemy, group: int) -> None:
        self.db, self.group, self.late, self.dice = db, group, list[float](), random.Random(1)
        self.waiting, self.last = asyncio.Queue[tuple[Turn, asyncio.Future[None]]](), (b"", KEYS[0])

    async def write(self) -> None:
        while True:
            taken = [await self.waiting.get()]
            taken += [self.waiting.get_nowait() for _ in range(min(self.waiting.qsize(), self.group - 1))]
            await apply(self.db, [turn for turn, _ in taken])
            for _, told in taken:
                told.set_result(None)

    async def task(self, until: float, pause: float) -> None:
        while time.perf_counter() < until:
            await asyncio.sleep(self.dice.uniform(0, 2 * pause))
            if self.dice.random() > REPEATED:
                self.last = (self.dice.randbytes(16), self.dice.choice(KEYS))
            start, told = time.perf_counter(), asyncio.get_running_loop().create_future()
            self.waiting.put_nowait((self.last, told))
            await told
            self.late.append((time.perf_counter() - start) * 1000)

    async def run(self, seconds: float, pause: float = 0) -> list[float]:
        """Turns per second, CPU microseconds per turn, and p50 and p99 of the milliseconds it took."""
        self.late.clear()
        cpu, start = time.process_time(), time.perf_counter()
        await asyncio.gather(*(self.task(start + seconds, pause) for _ in range(TASKS)))
        cost, cuts = (time.process_time() - cpu) / len(self.late), quantiles(self.late, n=100)
        return [len(self.late) / (time.perf_counter() - start), cost * 1e6, cuts[49], cuts[98]]


async def measure(letter: str, seconds: float) -> list[float]:
    """As many turns as one candidate can on a new database, then RATE turns a second; then check the rows."""
    TABLES.create_all(sa.create_engine("sqlite:///trial.db"))
    db = Plain() if letter in "adf" else Alchemy(TEXT if letter == "c" else CORE)
    await db.open()
    file = sqlite3.connect("trial.db", isolation_level=None)
    file.executemany(SAVE, [(key, bytes(60), bytes(32), bytes(400)) for key in KEYS])
    load = Load(db, GROUP if letter in "def" else 1)
    writer = asyncio.create_task(load.write())
    await load.run(0.5)  # to warm up
    fast, calm = await load.run(seconds), await load.run(seconds, pause=TASKS / RATE)
    writer.cancel()
    await db.db.close()
    turns = sum(int.from_bytes(row[0][:8]) for row in file.execute("SELECT session FROM conversation"))
    counts = file.execute("SELECT (SELECT count(*) FROM seen), count(*) FROM outgoing").fetchone()
    assert counts == (turns, turns), f"sessions count {turns} turns, seen and outgoing {counts}"
    return fast[:2] + calm[2:]


def main(seconds: str = "6", letter: str = "") -> None:
    """Print the table, each run in a process of its own, or with a letter: the figures of one run."""
    if letter:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop if letter == "f" else None) as runner:
            print(*runner.run(measure(letter, float(seconds))))
        return
    print(f"{'':<42}  turns/s  CPU us/turn  p50 ms  p99 ms  (the last two at {RATE} turns/s)")
    for name, title in CANDIDATES.items():
        runs = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory(dir=".") as folder:
                command = [sys.executable, str(Path(__file__).resolve()), seconds, name]
                runs.append(map(float, subprocess.check_output(command, cwd=folder).split()))
        rate, cost, p50, p99 = map(median, zip(*runs, strict=True))
        print(f"{name}  {title:<40}{rate:>8.0f}{cost:>12.0f}{p50:>9.1f}{p99:>8.1f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
