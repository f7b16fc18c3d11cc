"""What several tests need: the furnished house, stores on a real file, and a search for what must not be kept."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.crypto import Keys, generate, parse
from bot.house import House
from bot.running import build_house
from bot.store import Store, open_sqlite
from bot.store.sqlite import SqliteDatabase

BUSY_MS = 50
"""How long the stores of tests wait for a locked file."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that a test recorded (`record_property("figures", ...)`) are printed, also when all is well."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, figures in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"\n{figures}")


@pytest.fixture(scope="session")
def house() -> House:
    """The house as it is shipped."""
    return build_house(settings.read({}))


class Shelf:
    """Stores on one database file, one after another as after restarts. `now` is their clock, in seconds."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "wegwijs.sqlite"
        self.keys: Keys = parse(generate())
        self.now = 1_800_000_000.0
        self._opened: list[tuple[Store, SqliteDatabase]] = []

    async def open(self, *pragmas: str) -> Store:
        """A started store; the one before it stays as a process that was killed leaves it."""
        database = await open_sqlite(self.path)
        for pragma in (f"busy_timeout = {BUSY_MS}", *pragmas):
            await database.fetch(f"PRAGMA {pragma}")
        store = Store(database, self.keys, lambda: self.now)
        self._opened.append((store, database))
        await store.start()
        return store

    def look(self, sql: str) -> list[tuple[Any, ...]]:
        """What another program reads in the file, or writes to it."""
        with contextlib.closing(sqlite3.connect(self.path)) as other, other:
            return other.execute(sql).fetchall()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the file."""
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield

    def raw(self) -> bytes:
        """Every byte on the disk, the write-ahead log included."""
        return b"".join(path.read_bytes() for path in sorted(self.path.parent.iterdir()) if path.is_file())

    async def close(self) -> None:
        """Close all stores, also one that did not start or whose writer has died."""
        while self._opened:
            store, database = self._opened.pop()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(store.stop(), 1)
            await database.close()


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Shelf]:
    """An empty folder for a database."""
    shelf = Shelf(tmp_path)
    yield shelf
    await shelf.close()


def traces(heap: bytes, words: Iterable[str]) -> list[str]:
    """Which of `words` stand in `heap`: as they are, in UTF-16, in hexadecimal or in base64 at any offset."""
    folded = heap.lower()
    return [word for word in words if any(form in heap for form in _forms(word)) or _hex(word) in folded]


def _hex(word: str) -> bytes:
    return word.encode().hex().encode()


def _forms(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + word.encode()).rstrip(b"=")
        yield coded[-(-offset * 4 // 3) : len(coded) - 1]  # without the ends, that depend on the neighbours
