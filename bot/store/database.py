"""What a database driver offers the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Database(Protocol):
    """One connection that writes. SQL is portable, with `?` for parameters; a failure is `StoreDown`."""

    blob: str
    serial: str

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run one statement; the rows it returns. A first write begins the transaction."""

    async def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of `rows`."""

    async def commit(self) -> None:
        """Make what was written durable."""

    async def rollback(self) -> None:
        """Forget what was written since the last commit."""

    async def forget(self) -> None:
        """Overwrite what deleted rows left behind in the database's own logs."""

    async def close(self) -> None:
        """Let go of the database."""
