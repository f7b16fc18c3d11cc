"""One transaction: the turns and deliveries that share it, from loading to the last statement."""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.crypto import Keys, Seal, WrongKey
from bot.messages import Delete, Outgoing, from_json, to_json
from bot.store.database import Database
from bot.store.rows import Delivery, Row, StoreDown, Turn, Writes

REF = 12

UPSERT = (
    "INSERT INTO conversation (id, secret, channel, address, session, touched_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, address = excluded.address,"
    " session = excluded.session, touched_at = excluded.touched_at"
)
ADD_OUTGOING = "INSERT INTO outgoing (ref, conversation, body, at) VALUES (?, ?, ?, ?)"
ADD_MESSAGE = "INSERT INTO message (ref, conversation, number, at) VALUES (?, ?, ?, ?)"
COUNT = "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1"
_JSON = json.JSONEncoder(separators=(",", ":"))

log = logging.getLogger(__name__)

Told = tuple[Row, ...] | None | Exception
"""What is heard of a turn or delivery: rows to deliver, None for a repeat, or what went wrong."""


@dataclass(slots=True)
class Known:
    """A conversation: its key, as stored and ready for use, and its session if it has one."""

    secret: bytes
    seal: Seal
    session: Mapping[str, Any] | None = None


class Batch:
    """Gathers the rows of one transaction. `now` is in whole seconds since 1970 (UTC).

    `forgets` tells afterwards whether something was erased, so that the database's logs are to be overwritten.
    """

    def __init__(self, database: Database, keys: Keys, now: int) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._pseudonyms: dict[tuple[str, ...], bytes] = {}
        self._known: dict[bytes, Known] = {}
        self._conversations: list[tuple[Any, ...]] = []
        self._outgoing: list[tuple[Any, ...]] = []
        self._messages: list[tuple[Any, ...]] = []
        self._counted: list[tuple[Any, ...]] = []
        self._erased: list[tuple[bytes]] = []
        self.forgets = False

    async def turns(self, turns: Sequence[Turn]) -> list[Told]:
        """Work on each of `turns` that was not seen before; what each is to be told once committed."""
        if not turns:
            return []
        fresh = await self._fresh(turns)
        await self._load({self._id(turn) for turn in fresh.values()})
        return [await self._turn(turn) if fresh.get(self._seen(turn)) is turn else None for turn in turns]

    async def deliveries(self, deliveries: Sequence[Delivery]) -> list[Told]:
        """Rows sent are gone and their numbers kept; rows that failed for good lose their content.

        A row whose conversation was erased while it was on its way comes back as a row that deletes it.
        Call after `write`, so that erasing in this same transaction is seen.
        """
        if not deliveries:
            return []
        await self._load({delivery.row.conversation for delivery in deliveries} - self._known.keys())
        failed = [(delivery.failed, delivery.row.ref) for delivery in deliveries if delivery.failed]
        if failed:
            await self._database.many("UPDATE outgoing SET body = NULL, failed = ? WHERE ref = ?", failed)
        kept = await self._settled([delivery.row.ref for delivery in deliveries if not delivery.failed])
        kept |= await self._standing([ref for _, ref in failed])
        told: list[Told] = [self._noted(delivery, delivery.row.ref in kept) for delivery in deliveries]
        await self.write()
        await self._end_erased({delivery.row.conversation for delivery in deliveries})
        return told

    async def write(self) -> None:
        """Run the statements gathered so far, without committing."""
        for sql, rows in (
            ("DELETE FROM conversation WHERE id = ?", self._erased),
            (UPSERT, self._conversations),
            (ADD_OUTGOING, self._outgoing),
            (ADD_MESSAGE, self._messages),
            (COUNT, self._counted),
        ):
            if rows:
                await self._database.many(sql, rows)
                rows.clear()

    # --- reading -------------------------------------------------------------------------------------

    async def _fresh(self, turns: Sequence[Turn]) -> dict[bytes, Turn]:
        """The turns whose message was not seen before, by the keyed hash of that message."""
        by_message = {self._seen(turn): turn for turn in reversed(turns)}
        marks = ", ".join(["(?, ?)"] * len(by_message))
        new = await self._database.fetch(
            f"INSERT INTO seen (message, at) VALUES {marks} ON CONFLICT DO NOTHING RETURNING message",
            [value for message in by_message for value in (message, self._now)],
        )
        return {bytes(message): by_message[bytes(message)] for (message,) in new}

    async def _load(self, ids: Iterable[bytes]) -> None:
        wanted = list(ids)
        if not wanted:
            return
        marks = ", ".join("?" * len(wanted))
        found = await self._database.fetch(
            f"SELECT id, secret, session FROM conversation WHERE id IN ({marks})", wanted
        )
        for row, secret, session in found:
            try:
                self._known[bytes(row)] = self._open(bytes(row), bytes(secret), session)
            except WrongKey:  # tampered with, or a key is gone: begin afresh rather than fall silent
                log.error("conversation_unreadable")

    def _open(self, row: bytes, secret: bytes, session: bytes | None) -> Known:
        known = Known(secret, self._keys.open_secret(secret, row))
        if session is not None:
            known.session = json.loads(known.seal.open(bytes(session), b"conversation", b"session", row))
        return known

    # --- one turn ------------------------------------------------------------------------------------

    async def _turn(self, turn: Turn) -> Told:
        known = self._known.get(self._id(turn))
        try:
            return await self._record(turn, turn.work(known.session if known else None))
        except StoreDown:
            raise
        except Exception as error:  # a poison message harms only itself: it counts as seen, its sender is told
            log.error("turn_failed error=%s", type(error).__name__)
            return error

    async def _record(self, turn: Turn, writes: Writes) -> tuple[Row, ...]:
        row, outgoing = self._id(turn), writes.outgoing
        if writes.erase:
            outgoing = (Delete((*await self._numbers(row), *turn.numbers)), *outgoing)
        before = None if writes.erase else self._known.get(row)
        secret, seal = (before.secret, before.seal) if before else self._keys.new_secret(row)
        known = Known(secret, seal, None if writes.erase else writes.session)
        conversation = self._conversation(row, turn, known)
        rows = tuple(self._row(row, turn.channel, turn.address, body) for body in outgoing)
        sealed = [self._sealed(one, known.seal) for one in rows]
        self._known[row] = known
        self._conversations.append(conversation)
        self._counted.extend((name,) for name in writes.counted)
        self._outgoing.extend(sealed)
        if writes.erase:
            self._erased.append((row,))
            self.forgets = True
        else:
            self._remember(row, known.seal, turn.numbers)
        return rows

    async def _numbers(self, row: bytes) -> tuple[int, ...]:
        """The numbers of all messages of this conversation that the channel may still delete."""
        known = self._known.get(row)
        if known is None:
            return ()
        found = await self._database.fetch("SELECT ref, number FROM message WHERE conversation = ?", (row,))
        numbers = [_opened(known.seal, bytes(ref), bytes(number)) for ref, number in found]
        return (*(number for number in numbers if number is not None), *await self._undeleted(row, known.seal))

    async def _undeleted(self, row: bytes, seal: Seal) -> list[int]:
        """The numbers in deletions of an earlier erasing that still wait to be delivered."""
        sql = "SELECT ref, body FROM outgoing WHERE conversation = ? AND failed IS NULL"
        found: list[int] = []
        for ref, body in await self._database.fetch(sql, (row,)):
            with contextlib.suppress(WrongKey):
                waiting = open_body(seal, bytes(ref), bytes(body))
                found += waiting.numbers if isinstance(waiting, Delete) else ()
        return found

    def _conversation(self, row: bytes, turn: Turn, known: Known) -> tuple[Any, ...]:
        address = known.seal.close(turn.address.encode("utf-8", "surrogatepass"), b"conversation", b"address", row)
        session = None
        if known.session is not None:
            session = known.seal.close(_dump(known.session), b"conversation", b"session", row)
        return (row, known.secret, turn.channel, address, session, self._now)

    @staticmethod
    def _row(row: bytes, channel: str, address: str, body: Outgoing) -> Row:
        return Row(secrets.token_bytes(REF), row, channel, address, body)

    def _sealed(self, row: Row, seal: Seal) -> tuple[Any, ...]:
        body = seal.close(_dump(to_json(row.outgoing)), b"outgoing", b"body", row.ref)
        return (row.ref, row.conversation, body, self._now)

    # --- deliveries ----------------------------------------------------------------------------------

    async def _settled(self, refs: Sequence[bytes]) -> set[bytes]:
        """Take the rows `refs` out of what waits; those that were still there."""
        if not refs:
            return set()
        marks = ", ".join("?" * len(refs))
        gone = await self._database.fetch(f"DELETE FROM outgoing WHERE ref IN ({marks}) RETURNING ref", refs)
        return {bytes(ref) for (ref,) in gone}

    async def _standing(self, refs: Sequence[bytes]) -> set[bytes]:
        """Which of the rows `refs` are there: the conversation of the others was erased."""
        marks = ", ".join("?" * len(refs))
        found = await self._database.fetch(f"SELECT ref FROM outgoing WHERE ref IN ({marks})", refs) if refs else []
        return {bytes(ref) for (ref,) in found}

    def _noted(self, delivery: Delivery, kept: bool) -> tuple[Row, ...]:
        row, known = delivery.row, self._known.get(delivery.row.conversation)
        if known is None or not delivery.numbers:
            return ()
        if kept:
            self._remember(row.conversation, known.seal, delivery.numbers)
            return ()
        undo = self._row(row.conversation, row.channel, row.address, Delete(delivery.numbers))
        self._outgoing.append(self._sealed(undo, known.seal))
        return (undo,)

    async def _end_erased(self, rows: set[bytes]) -> None:
        """Forget erased conversations of which nothing waits any more."""
        marks = ", ".join("?" * len(rows))
        ended = await self._database.fetch(
            f"DELETE FROM conversation WHERE id IN ({marks}) AND session IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM outgoing WHERE outgoing.conversation = conversation.id AND failed IS NULL) RETURNING id",
            list(rows),
        )
        self.forgets = self.forgets or bool(ended)

    # --- small parts ---------------------------------------------------------------------------------

    def _remember(self, row: bytes, seal: Seal, numbers: Iterable[int]) -> None:
        for number in numbers:
            ref = secrets.token_bytes(REF)
            self._messages.append((ref, row, seal.close(b"%d" % number, b"message", b"number", ref), self._now))

    def _id(self, turn: Turn) -> bytes:
        return self._pseudonym("conversation", turn.channel, turn.address)

    def _seen(self, turn: Turn) -> bytes:
        return self._pseudonym("message", turn.channel, turn.message)

    def _pseudonym(self, *parts: str) -> bytes:
        """Asked for several times in one transaction, computed once."""
        if parts not in self._pseudonyms:
            self._pseudonyms[parts] = self._keys.pseudonym(*parts)
        return self._pseudonyms[parts]


def _opened(seal: Seal, ref: bytes, number: bytes) -> int | None:
    try:
        return int(seal.open(number, b"message", b"number", ref))
    except WrongKey:
        log.error("number_unreadable")
        return None


def check_keys(keys: Keys, row: bytes, secret: bytes, channel: str, address: bytes) -> None:
    """Raises WrongKey when `keys` are not the ones with which this conversation was stored."""
    where = keys.open_secret(secret, row).open(address, b"conversation", b"address", row)
    if keys.pseudonym("conversation", channel, where.decode("utf-8", "surrogatepass")) != row:
        raise WrongKey("WEGWIJS_KEYS has another lookup key than the one this database was made with")


def open_row(keys: Keys, ref: bytes, body: bytes, row: bytes, secret: bytes, channel: str, address: bytes) -> Row:
    """A stored outgoing row, opened. Raises WrongKey."""
    seal = keys.open_secret(secret, row)
    where = seal.open(address, b"conversation", b"address", row).decode("utf-8", "surrogatepass")
    return Row(ref, row, channel, where, open_body(seal, ref, body))


def open_body(seal: Seal, ref: bytes, body: bytes) -> Outgoing:
    """What a stored outgoing row holds. Raises WrongKey."""
    return from_json(json.loads(seal.open(body, b"outgoing", b"body", ref)))


def _dump(value: Mapping[str, Any]) -> bytes:
    return _JSON.encode(value).encode()
