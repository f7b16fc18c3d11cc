"""SQLite through aiosqlite: the default database, one file, one writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import aiosqlite

from bot.store.rows import StoreDown

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "busy_timeout = 2000",
)


class SqliteDatabase:
    """The few operations the store needs of a database; every failure becomes `StoreDown`."""

    blob = "BLOB"
    serial = "INTEGER PRIMARY KEY AUTOINCREMENT"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run one statement; the rows it returns. A first write begins the transaction."""
        try:
            return list(await self._connection.execute_fetchall(sql, parameters))
        except sqlite3.Error as error:
            raise StoreDown(_code(error)) from None

    async def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of `rows`."""
        try:
            await (await self._connection.executemany(sql, rows)).close()
        except sqlite3.Error as error:
            raise StoreDown(_code(error)) from None

    async def commit(self) -> None:
        """Make what was written durable."""
        try:
            await self._connection.commit()
        except sqlite3.Error as error:
            raise StoreDown(_code(error)) from None

    async def rollback(self) -> None:
        """Forget what was written since the last commit."""
        try:
            await self._connection.rollback()
        except sqlite3.Error as error:
            raise StoreDown(_code(error)) from None

    async def forget(self) -> None:
        """Overwrite what erased rows left in the write-ahead log. Raises StoreDown while somebody reads it."""
        [(busy, _, _)] = await self.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise StoreDown("busy")

    async def close(self) -> None:
        """Close the file."""
        await self._connection.close()


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)


async def open_sqlite(path: Path) -> SqliteDatabase:
    """Open or make the database file. Raises StoreDown when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = await aiosqlite.connect(path, isolation_level="IMMEDIATE")
    except (sqlite3.Error, OSError) as error:
        raise StoreDown(type(error).__name__) from None
    try:
        for pragma in PRAGMAS:
            await (await connection.execute(f"PRAGMA {pragma}")).close()
    except sqlite3.Error as error:
        await connection.close()
        raise StoreDown(_code(error)) from None
    return SqliteDatabase(connection)
