"""The store: turns and deliveries, committed in groups by one writer.

Each turn is all or nothing, and durable before anybody hears of it. Turns that wait while a commit runs
share the next one (docs/decisions/0003-data-layer.md).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.crypto import Keys, WrongKey
from bot.store.batch import Batch, Told, check_keys, open_row
from bot.store.database import Database
from bot.store.migrations import MIGRATIONS
from bot.store.rows import Delivery, Row, StoreDown, Turn

MOST_AT_ONCE = 100
DAY = 86_400
HOUR = 3_600

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """Something for the next transaction, and whoever waits for it."""

    what: Turn | Delivery
    done: asyncio.Future[Any]


class Store:
    """Conversations, messages seen, and messages waiting to be sent."""

    def __init__(self, database: Database, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._alone = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Bring the tables up to date and begin to write. Raises StoreDown, or WrongKey for foreign data."""
        await self._migrate()
        found = await self._database.fetch("SELECT id, secret, channel, address FROM conversation LIMIT 1")
        for row, secret, channel, address in found:
            check_keys(self._keys, bytes(row), bytes(secret), channel, bytes(address))
        self._writer = asyncio.create_task(self._write(), name="store")

    async def stop(self) -> None:
        """Finish what is queued and close the database."""
        if self._writer:
            await self._jobs.join()
            self._writer.cancel()
        await self._database.close()

    async def turn(self, turn: Turn) -> tuple[Row, ...] | None:
        """Work on one message and commit it; the rows to send, or None when it was seen before.

        Raises StoreDown when nothing could be committed, and whatever `turn.work` raises (then the message
        counts as seen all the same).
        """
        rows: tuple[Row, ...] | None = await self._queue(turn)
        return rows

    async def delivered(self, delivery: Delivery) -> tuple[Row, ...]:
        """Note that a row was delivered, or never can be; either way it is not sent again.

        The rows to send now: one that takes the message away, when its conversation was erased meanwhile.
        """
        rows: tuple[Row, ...] = await self._queue(delivery)
        return rows

    async def waiting(self) -> list[Row]:
        """All that is committed and not yet delivered, in order: what a crash left to send."""
        async with self._alone:
            found = await self._database.fetch(
                "SELECT o.ref, o.body, c.id, c.secret, c.channel, c.address FROM outgoing o"
                " JOIN conversation c ON c.id = o.conversation WHERE o.failed IS NULL ORDER BY o.position"
            )
            rows = [row for row in map(self._opened, found) if isinstance(row, Row)]
            await self._bury({bytes(ref) for ref, *_ in found} - {row.ref for row in rows})
        return rows

    async def counters(self) -> dict[str, int]:
        """How often each counted thing happened."""
        async with self._alone:
            found = await self._database.fetch("SELECT name, value FROM counter ORDER BY name")
        return {str(name): int(value) for name, value in found}

    async def sweep(self, *, conversation_days: int, message_hours: int, seen_days: int) -> None:
        """Delete what has been kept for as long as was promised. Raises StoreDown."""
        now = int(self._clock())
        limits = (
            ("DELETE FROM conversation WHERE touched_at < ?", now - conversation_days * DAY),
            ("DELETE FROM message WHERE at < ?", now - message_hours * HOUR),
            ("DELETE FROM seen WHERE at < ?", now - seen_days * DAY),
            ("DELETE FROM outgoing WHERE failed IS NOT NULL AND at < ?", now - seen_days * DAY),
        )
        async with self._alone:
            try:
                for sql, limit in limits:
                    await self._database.fetch(sql, (limit,))
                await self._database.commit()
            except StoreDown:
                await self._undo()
                raise
            await self._forget()

    # --- the writer ----------------------------------------------------------------------------------

    def _queue(self, what: Turn | Delivery) -> asyncio.Future[Any]:
        done = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(what, done))
        return done

    async def _write(self) -> None:
        while True:
            jobs = [await self._jobs.get()]
            while len(jobs) < MOST_AT_ONCE and not self._jobs.empty():
                jobs.append(self._jobs.get_nowait())
            turns = [job for job in jobs if isinstance(job.what, Turn)]
            deliveries = [job for job in jobs if isinstance(job.what, Delivery)]
            told = await self._commit(
                [job.what for job in turns if isinstance(job.what, Turn)],
                [job.what for job in deliveries if isinstance(job.what, Delivery)],
            )
            for job, result in zip((*turns, *deliveries), told, strict=True):
                _tell(job.done, result)
                self._jobs.task_done()

    async def _commit(self, turns: list[Turn], deliveries: list[Delivery]) -> list[Told]:
        batch = Batch(self._database, self._keys, int(self._clock()))
        async with self._alone:
            try:
                told = await batch.turns(turns)
                await batch.write()
                told += await batch.deliveries(deliveries)
                await self._database.commit()
            except Exception as error:  # whatever it is, the writer lives on and everybody may try again
                await self._undo()
                code = str(error) if isinstance(error, StoreDown) else type(error).__name__
                return [StoreDown(code) for _ in (*turns, *deliveries)]
            if batch.forgets:
                await self._forget()
        return told

    async def _undo(self) -> None:
        try:
            await self._database.rollback()
        except StoreDown:
            log.error("rollback_failed")

    async def _forget(self) -> None:
        try:
            await self._database.forget()
        except StoreDown as error:  # committed all the same; the next sweep overwrites the log
            log.warning("log_not_overwritten code=%s", error)

    # --- small parts ---------------------------------------------------------------------------------

    def _opened(self, found: tuple[bytes, bytes, bytes, bytes, str, bytes]) -> Row | None:
        ref, body, row, secret, channel, address = found
        try:
            return open_row(self._keys, bytes(ref), bytes(body), bytes(row), bytes(secret), channel, bytes(address))
        except WrongKey:
            log.error("outgoing_unreadable ref=%s", bytes(ref).hex())
            return None

    async def _bury(self, refs: set[bytes]) -> None:
        """Give up rows that cannot be read any more."""
        if refs:
            sql = "UPDATE outgoing SET body = NULL, failed = 'unreadable' WHERE ref = ?"
            await self._database.many(sql, [(ref,) for ref in refs])
            await self._database.commit()

    async def _migrate(self) -> None:
        await self._database.fetch("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
        done = {name for (name,) in await self._database.fetch("SELECT name FROM migration")}
        for name, statements in MIGRATIONS:
            if name not in done:
                await self._database.fetch("INSERT INTO migration (name) VALUES (?)", (name,))
                for statement in statements:
                    await self._database.fetch(statement.format(blob=self._database.blob, serial=self._database.serial))
        await self._database.commit()


def _tell(done: asyncio.Future[Any], result: Told) -> None:
    if done.cancelled():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
