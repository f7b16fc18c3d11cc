"""One transaction: the turns and deliveries that share it, from loading to the last statement."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.crypto import Keys, Seal, WrongKey
from bot.messages import Delete, Outgoing, from_json, to_json
from bot.store.database import Database
from bot.store.rows import Delivery, Row, Turn, Writes

REF = 12

UPSERT = (
    "INSERT INTO conversation (id, secret, channel, address, session, touched_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, address = excluded.address,"
    " session = excluded.session, touched_at = excluded.touched_at"
)
ADD_OUTGOING = "INSERT INTO outgoing (ref, conversation, body, at) VALUES (?, ?, ?, ?)"
ADD_MESSAGE = "INSERT INTO message (ref, conversation, number, at) VALUES (?, ?, ?, ?)"
END_ERASED = (
    "DELETE FROM conversation WHERE id = ? AND session IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM outgoing WHERE outgoing.conversation = conversation.id AND failed IS NULL)"
)

log = logging.getLogger(__name__)

Told = tuple[Row, ...] | None | Exception
"""What the sender of a turn hears: rows to deliver, None for a repeat, or what went wrong in its work."""


@dataclass(slots=True)
class Known:
    """A conversation: its key, as stored and ready for use, and its session if it has one."""

    secret: bytes
    seal: Seal
    session: Mapping[str, Any] | None = None


class Batch:
    """Gathers the rows of one transaction. `now` is in whole seconds since 1970 (UTC)."""

    def __init__(self, database: Database, keys: Keys, now: int) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._known: dict[bytes, Known] = {}
        self._conversations: list[tuple[Any, ...]] = []
        self._outgoing: list[tuple[Any, ...]] = []
        self._messages: list[tuple[Any, ...]] = []
        self.erased: list[tuple[bytes]] = []

    async def turns(self, turns: Sequence[Turn]) -> list[Told]:
        """Work on each of `turns` that was not seen before; what each is to be told once committed."""
        if not turns:
            return []
        fresh = await self._fresh(turns)
        await self._load({self._id(turn) for turn in fresh.values()})
        return [await self._turn(turn) if fresh.get(self._seen(turn)) is turn else None for turn in turns]

    async def deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Rows sent are gone and their numbers kept; rows that failed for good lose their content."""
        await self._load({delivery.row.conversation for delivery in deliveries} - self._known.keys())
        for delivery in deliveries:
            known = self._known.get(delivery.row.conversation)
            if known:
                self._remember(delivery.row.conversation, known.seal, delivery.numbers)

    async def write(self, deliveries: Sequence[Delivery]) -> None:
        """Run the statements, without committing."""
        sent = [(delivery.row.ref,) for delivery in deliveries if not delivery.failed]
        failed = [(delivery.failed, delivery.row.ref) for delivery in deliveries if delivery.failed]
        ended = [(delivery.row.conversation,) for delivery in deliveries]
        for sql, rows in (
            ("DELETE FROM conversation WHERE id = ?", self.erased),
            (UPSERT, self._conversations),
            (ADD_OUTGOING, self._outgoing),
            ("DELETE FROM outgoing WHERE ref = ?", sent),
            ("UPDATE outgoing SET body = NULL, failed = ? WHERE ref = ?", failed),
            (ADD_MESSAGE, self._messages),
            (END_ERASED, ended),
        ):
            if rows:
                await self._database.many(sql, rows)

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
            writes = turn.work(known.session if known else None)
        except Exception as error:  # a poison message harms only itself: it counts as seen, its sender is told
            return error
        return await self._record(turn, writes)

    async def _record(self, turn: Turn, writes: Writes) -> tuple[Row, ...]:
        row, outgoing = self._id(turn), writes.outgoing
        if writes.erase:
            gone = await self._numbers(row)
            outgoing = (Delete(gone), *outgoing) if gone else outgoing
            self._known.pop(row, None)
            self.erased.append((row,))
        known = self._known.get(row)
        if known is None:
            known = self._known[row] = Known(*self._keys.new_secret(row))
        known.session = None if writes.erase else writes.session
        self._conversations.append(self._conversation(row, turn, known))
        if turn.numbers and not writes.erase:
            self._remember(row, known.seal, turn.numbers)
        return tuple(self._send(row, turn, known.seal, body) for body in outgoing)

    async def _numbers(self, row: bytes) -> tuple[int, ...]:
        """The numbers of all messages of this conversation that the channel may still delete."""
        known = self._known.get(row)
        if known is None:
            return ()
        found = await self._database.fetch("SELECT ref, number FROM message WHERE conversation = ?", (row,))
        return tuple(int(known.seal.open(bytes(number), b"message", b"number", bytes(ref))) for ref, number in found)

    def _conversation(self, row: bytes, turn: Turn, known: Known) -> tuple[Any, ...]:
        address = known.seal.close(turn.address.encode(), b"conversation", b"address", row)
        session = None
        if known.session is not None:
            session = known.seal.close(_dump(known.session), b"conversation", b"session", row)
        return (row, known.secret, turn.channel, address, session, self._now)

    def _send(self, row: bytes, turn: Turn, seal: Seal, body: Outgoing) -> Row:
        ref = secrets.token_bytes(REF)
        self._outgoing.append((ref, row, seal.close(_dump(to_json(body)), b"outgoing", b"body", ref), self._now))
        return Row(ref, row, turn.channel, turn.address, body)

    def _remember(self, row: bytes, seal: Seal, numbers: Iterable[int]) -> None:
        for number in numbers:
            ref = secrets.token_bytes(REF)
            self._messages.append((ref, row, seal.close(b"%d" % number, b"message", b"number", ref), self._now))

    def _id(self, turn: Turn) -> bytes:
        return self._keys.pseudonym("conversation", turn.channel, turn.address)

    def _seen(self, turn: Turn) -> bytes:
        return self._keys.pseudonym("message", turn.channel, turn.message)


def open_row(keys: Keys, ref: bytes, body: bytes, row: bytes, secret: bytes, channel: str, address: bytes) -> Row:
    """A stored outgoing row, opened. Raises WrongKey."""
    seal = keys.open_secret(secret, row)
    where = seal.open(address, b"conversation", b"address", row).decode()
    return Row(ref, row, channel, where, from_json(json.loads(seal.open(body, b"outgoing", b"body", ref))))


def _dump(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
