"""How many turns a second can be answered and made durable? Service, real words, real crypto, SQLite; no network."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.dialogue import endless
from bench.figures import Figure, milliseconds
from bench.place import folder, one_core
from bot import crypto
from bot.house import House
from bot.messages import Incoming, Screen
from bot.pace import Pace
from bot.running import build_house
from bot.service import Service
from bot.settings import Settings
from bot.store import Row, Store, open_sqlite

TALKS, SECONDS, REPEATS, CALM = 64, 2.0, 3, 30
AIM = 1_000
SYNCS = 200


class Nobody:
    """Delivers nothing; remembers which step each conversation was shown last."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}

    def put(self, rows: tuple[Row, ...]) -> None:
        """Take rows and forget them."""
        for row in rows:
            if isinstance(row.outgoing, Screen):
                self.shown[row.address] = row.outgoing.step


class Talks:
    """Conversations that each say the next line of the dialogue when it is their turn."""

    def __init__(self, house: House, service: Service, nobody: Nobody) -> None:
        self._service = service
        self._nobody = nobody
        self._lines = [endless(house) for _ in range(TALKS)]
        self._count = itertools.count()
        self.waits: list[float] = []

    async def say(self, talk: int) -> None:
        """One turn of one conversation, timed. Raises RuntimeError when the dialogue goes astray."""
        line, name = next(self._lines[talk]), str(talk)
        incoming = Incoming("bench", name, str(next(self._count)), text=line.text)
        start = time.perf_counter()
        await self._service.handle(incoming)
        self.waits.append(time.perf_counter() - start)
        if self._nobody.shown.get(name) != line.step:
            raise RuntimeError(f"{line.text!r} was answered by {self._nobody.shown.get(name)}, not {line.step}")

    async def saturate(self, seconds: float) -> tuple[float, float]:
        """All talk as fast as they are answered: turns a second, and milliseconds of processor time a turn."""
        self.waits.clear()
        cpu, start = time.process_time(), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for talk in range(TALKS):
                group.create_task(self._talk_until(start + seconds, talk))
        turns = len(self.waits)
        return turns / (time.perf_counter() - start), (time.process_time() - cpu) / turns * 1000

    async def calm(self, seconds: float) -> None:
        """`CALM` turns a second, spread over the conversations."""
        self.waits.clear()
        async with asyncio.TaskGroup() as group:
            for turn in range(int(seconds * CALM)):
                group.create_task(self.say(turn % TALKS))
                await asyncio.sleep(1 / CALM)

    async def _talk_until(self, end: float, talk: int) -> None:
        while time.perf_counter() < end:
            await self.say(talk)


def turns() -> list[Figure]:
    """Durable turns a second on one core, and how long one waits for its commit."""
    house = build_house(Settings())
    with one_core(), folder() as place:
        sync = tuple(_sync(place) for _ in range(REPEATS))
        return [*asyncio.run(_measure(house, place)), Figure("  one fsync of this disk", "ms", sync)]


async def _measure(house: House, place: Path) -> list[Figure]:
    async with _service(house, place) as talks:
        await talks.saturate(SECONDS / 4)
        fast, busy, calm = [], list[float](), list[float]()
        for _ in range(REPEATS):
            fast.append(await talks.saturate(SECONDS))
            busy += talks.waits
            await talks.calm(SECONDS)
            calm += talks.waits
    rates, costs = zip(*fast, strict=True)
    return [
        Figure(f"durable turns, {TALKS} conversations at once", "turns/s", rates, AIM),
        Figure("  processor time", "ms/turn", costs),
        *(Figure(f"  p{p} at saturation", "ms", (milliseconds(busy, p),)) for p in (50, 99)),
        *(Figure(f"  p{p} at {CALM} turns/s", "ms", (milliseconds(calm, p),)) for p in (50, 99)),
    ]


@asynccontextmanager
async def _service(house: House, place: Path) -> AsyncIterator[Talks]:
    store = Store(await open_sqlite(place / "turns.sqlite"), crypto.load("", place))
    await store.start()
    nobody = Nobody()
    try:
        yield Talks(house, Service(lambda: house, store, nobody, Pace(0)), nobody)
    finally:
        await store.stop()


def _sync(place: Path) -> float:
    """Milliseconds in which this disk makes one small write durable: the floor under every commit."""
    with (place / "sync").open("wb", buffering=0) as file:
        start = time.perf_counter()
        for _ in range(SYNCS):
            file.write(bytes(4096))
            os.fsync(file.fileno())
        return (time.perf_counter() - start) / SYNCS * 1000
