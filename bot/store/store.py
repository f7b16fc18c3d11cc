"""The store: turns and deliveries, committed in groups by one writer.

Each turn is all or nothing, and durable before anybody hears of it. Turns that wait while a commit runs
share the next one (docs/decisions/0003-data-layer.md).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.crypto import Keys, WrongKey
from bot.store.batch import Batch, Told, check_keys, open_address, open_row
from bot.store.database import Database
from bot.store.known import UPSERT, Conversations, dump
from bot.store.matters import Matters
from bot.store.migrations import MIGRATIONS
from bot.store.rows import Delivery, Due, Row, StoreDown, Turn

MOST_AT_ONCE = 100
DAY = 86_400
HOUR = 3_600
TOUCH = "UPDATE conversation SET touched_at = ? WHERE id = ?"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """Something for the next transaction, and whoever waits for it."""

    what: Turn | Delivery | Due
    done: asyncio.Future[Any]


class Store:
    """Conversations, messages seen, and messages waiting to be sent."""

    def __init__(self, database: Database, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._alone = asyncio.Lock()
        self._on_call: set[bytes] = set()
        self._settled = asyncio.Event()
        self._settled.set()
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

    async def due(self, look: Due) -> tuple[Row, ...]:
        """Deal with what has fallen due, and commit it; the rows to send. Raises StoreDown."""
        rows: tuple[Row, ...] = await self._queue(look)
        return rows

    async def settled(self) -> None:
        """Wait while somebody's withdrawal is being committed: what is sent after this was not taken back before."""
        await self._settled.wait()

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

    async def waking(self) -> list[tuple[str, str, int]]:
        """Who asked to be spoken to by now: channel, address, and the moment (seconds since 1970)."""
        async with self._alone:
            found = await self._database.fetch(
                "SELECT id, secret, channel, address, wake_at FROM conversation"
                " WHERE wake_at > 0 AND wake_at <= ? AND session IS NOT NULL LIMIT 50",
                (int(self._clock()),),
            )
        return [(channel, open_address(self._keys, row, secret, address), at)
                for row, secret, channel, address, at in found]  # fmt: skip

    async def open_chat(self, role: str, channel: str, address: str) -> str:
        """The id of the chat of somebody who is no resident (a coordinator); made when it is not there yet, and kept
        for as long as this store is open."""
        async with self._alone:
            conversations = Conversations(self._database, self._keys, int(self._clock()))
            row = conversations.pseudonym(role, channel, address)
            await conversations.load((row,))
            if conversations.get(row) is None:
                _, values = conversations.sealed(row, channel, address, {})
                await self._database.many(UPSERT, [values])
                await self._database.commit()
        self._on_call.add(row)
        return row.hex()

    async def invite(self, code: str, profile: Mapping[str, Any], seconds: int) -> None:
        """Keep the invitation `code` for `seconds`: whoever brings it first works as the expert of `profile`."""
        row = self._keys.pseudonym("invite", code.upper())
        secret, seal = self._keys.new_secret(row)
        body = seal.close(dump(profile), b"invite", b"body", row)
        async with self._alone:
            await self._database.many(
                "INSERT INTO invite (code, secret, body, expires_at) VALUES (?, ?, ?, ?)",
                [(row, secret, body, int(self._clock()) + seconds)],
            )
            await self._database.commit()

    async def experts(self) -> dict[str, Mapping[str, Any]]:
        """Expert id -> session, of all who work here."""
        async with self._alone:
            conversations = Conversations(self._database, self._keys, int(self._clock()))
            matters = Matters(self._database, conversations, self._keys, int(self._clock()))
            return dict((await matters.load_office()).experts)

    async def revoke(self, expert: str) -> bool:
        """Let somebody work here no longer; their conversations fall due at once. False when they did not."""
        row = bytes.fromhex(expert)
        async with self._alone:
            sql = "UPDATE expert SET active = 0 WHERE conversation = ? AND active = 1 RETURNING conversation"
            gone = await self._database.fetch(sql, (row,))
            await self._database.many(
                "UPDATE request SET trouble = trouble || ' expert', due_at = ? WHERE open = 1 AND expert = ?",
                [(int(self._clock()), row)],
            )
            await self._database.many(TOUCH, [(int(self._clock()), row)])
            await self._database.commit()
        return bool(gone)

    async def requests(self) -> list[tuple[str, int]]:
        """The open requests: which expert holds each ("" nobody), and when it next falls due; not what they say."""
        async with self._alone:
            found = await self._database.fetch("SELECT expert, due_at FROM request WHERE open = 1 ORDER BY due_at")
        return [("" if expert is None else bytes(expert).hex(), int(due_at)) for expert, due_at in found]

    async def counters(self) -> dict[str, int]:
        """How often each counted thing happened."""
        async with self._alone:
            found = await self._database.fetch("SELECT name, value FROM counter ORDER BY name")
        return {str(name): int(value) for name, value in found}

    async def sweep(
        self, *, conversation_days: int, words_hours: int, message_hours: int, seen_days: int, consent_days: int
    ) -> None:
        """Delete what has been kept for as long as was promised. Raises StoreDown."""
        now = int(self._clock())
        limits = (
            (
                "DELETE FROM conversation WHERE touched_at < ?"
                " AND id NOT IN (SELECT conversation FROM expert WHERE active = 1)",
                now - conversation_days * DAY,
            ),
            (
                "UPDATE conversation SET words = NULL WHERE words IS NOT NULL AND touched_at < ?",
                now - words_hours * HOUR,
            ),
            ("DELETE FROM message WHERE at < ?", now - message_hours * HOUR),
            ("DELETE FROM seen WHERE at < ?", now - seen_days * DAY),
            ("DELETE FROM outgoing WHERE failed IS NOT NULL AND at < ?", now - seen_days * DAY),
            ("DELETE FROM request WHERE open = 0 AND at < ?", now - seen_days * DAY),
            ("DELETE FROM invite WHERE expires_at < ?", now),
            ("DELETE FROM consent WHERE at < ?", now - consent_days * DAY),
        )
        async with self._alone:
            try:
                await self._database.many(TOUCH, [(now, row) for row in self._on_call])
                for sql, limit in limits:
                    await self._database.fetch(sql, (limit,))
                await self._database.commit()
            except StoreDown:
                await self._undo()
                raise
            await self._forget()

    # --- the writer ----------------------------------------------------------------------------------

    def _queue(self, what: Turn | Delivery | Due) -> asyncio.Future[Any]:
        done = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(what, done))
        return done

    async def _write(self) -> None:
        while True:
            jobs = [await self._jobs.get()]
            while len(jobs) < MOST_AT_ONCE and not self._jobs.empty():
                jobs.append(self._jobs.get_nowait())
            told = await self._commit([job.what for job in jobs])
            for job, result in zip(jobs, told, strict=True):
                _tell(job.done, result)
                self._jobs.task_done()
            asyncio.get_running_loop().call_soon(self._settled.set)  # after whoever was told has passed it on

    async def _commit(self, work: list[Turn | Delivery | Due]) -> list[Told]:
        """All of `work` in one transaction, and what each is told: turns first, then what is due, then deliveries."""
        batch = Batch(self._database, self._keys, int(self._clock()))
        turns = [one for one in work if isinstance(one, Turn)]
        looks = [one for one in work if isinstance(one, Due)]
        deliveries = [one for one in work if isinstance(one, Delivery)]
        async with self._alone:
            try:
                told = await batch.turns(turns)
                await batch.write()
                told += await batch.due(looks)
                await batch.write()
                told += await batch.deliveries(deliveries)
                if batch.silences:
                    self._settled.clear()
                await self._database.commit()
            except Exception as error:  # whatever it is, the writer lives on and everybody may try again
                await self._undo()
                code = str(error) if isinstance(error, StoreDown) else type(error).__name__
                return [StoreDown(code) for _ in work]
            if batch.forgets:
                await self._forget()
        order = {id(one): result for one, result in zip((*turns, *looks, *deliveries), told, strict=True)}
        return [order[id(one)] for one in work]

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
