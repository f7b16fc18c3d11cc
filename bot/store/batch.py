"""One transaction: the turns, deliveries and due matters that share it, from loading to the last statement."""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from bot.changes import Changes, Note
from bot.crypto import Keys, Seal, WrongKey
from bot.messages import Delete, Edit, Hush, Outgoing, Screen, from_json, to_json
from bot.store.database import Database
from bot.store.known import UPSERT, Conversations, dump
from bot.store.matters import Matters, number_lookup
from bot.store.rows import Delivery, Due, Row, StoreDown, Turn, Writes

REF = 12
ROLES = ("conversation", "expert", "coordinator")
"""What a chat can be: each is a conversation of its own, with its own key."""
LEFT = "telegram_403"
"""The code of a delivery to somebody who has left the channel."""

ADD_OUTGOING = "INSERT INTO outgoing (ref, conversation, body, at, topic) VALUES (?, ?, ?, ?, ?)"
ADD_MESSAGE = "INSERT INTO message (ref, conversation, number, at, topic, lookup) VALUES (?, ?, ?, ?, ?, ?)"
COUNT = "INSERT INTO counter (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1"
TROUBLE = "UPDATE request SET trouble = trouble || ' ' || ?, due_at = ? WHERE open = 1 AND {} = ?"

log = logging.getLogger(__name__)

Told = tuple[Row, ...] | None | Exception
"""What is heard of a turn, delivery or look at what is due: rows to deliver, None for a repeat, or what went wrong."""


class Batch:
    """Gathers the rows of one transaction. `now` is in whole seconds since 1970 (UTC).

    `forgets` tells afterwards whether something was erased, so that the database's logs are to be overwritten;
    `silences` whether something that waits is not to be sent any more.
    """

    def __init__(self, database: Database, keys: Keys, now: int) -> None:
        self._database = database
        self._now = now
        self._conversations = Conversations(database, keys, now)
        self._matters = Matters(database, self._conversations, keys, now)
        self._outgoing: list[tuple[Any, ...]] = []
        self._messages: list[tuple[Any, ...]] = []
        self._counted: list[tuple[Any, ...]] = []
        self._erased: list[tuple[bytes]] = []
        self._hushed: list[tuple[bytes]] = []
        self._waking: list[tuple[int, bytes]] = []
        self._silenced: set[bytes] = set()
        self.forgets = self.silences = False

    async def turns(self, turns: Sequence[Turn]) -> list[Told]:
        """Work on each of `turns` that was not seen before; what each is to be told once committed."""
        if not turns:
            return []
        fresh = await self._fresh(turns)
        await self._matters.load(list(fresh.values()))
        told = [await self._turn(turn) if fresh.get(self._seen(turn)) is turn else None for turn in turns]
        return [self._still_said(one) for one in told]

    async def due(self, looks: Sequence[Due]) -> list[Told]:
        """Let each of `looks` deal with what has fallen due."""
        told: list[Told] = []
        for look in looks:
            office = await self._matters.load_office()
            try:
                changes = look.work(office)
            except Exception as error:  # the turns that share this transaction are not to suffer for it
                told.append(StoreDown(type(error).__name__))
                continue
            told.append(await self._change(None, changes))
            await self.write()  # a look changes requests: the next one sees them
        return told

    async def deliveries(self, deliveries: Sequence[Delivery]) -> list[Told]:
        """Rows sent are gone and their numbers kept; rows that failed for good lose their content.

        A row whose conversation was erased while it was on its way comes back as a row that deletes it.
        Call after `write`, so that erasing in this same transaction is seen.
        """
        if not deliveries:
            return []
        await self._conversations.load({delivery.row.conversation for delivery in deliveries})
        failed = [(delivery.failed, delivery.row.ref) for delivery in deliveries if delivery.failed]
        if failed:
            await self._database.many("UPDATE outgoing SET body = NULL, failed = ? WHERE ref = ?", failed)
            await self._trouble([delivery for delivery in deliveries if delivery.failed])
        kept = await self._settled([delivery.row.ref for delivery in deliveries if not delivery.failed])
        kept |= await self._standing([ref for _, ref in failed])
        told: list[Told] = [self._noted(delivery, delivery.row.ref in kept) for delivery in deliveries]
        await self.write()
        await self._end_erased({delivery.row.conversation for delivery in deliveries})
        return told

    async def write(self) -> None:
        """Run the statements gathered so far, without committing."""
        await self._run("DELETE FROM outgoing WHERE topic = ?", self._hushed)
        await self._run("DELETE FROM conversation WHERE id = ?", self._erased)
        await self._run(UPSERT, self._conversations.gathered)
        await self._run("UPDATE conversation SET wake_at = ? WHERE id = ?", self._waking)
        await self._matters.write()
        await self._run(ADD_OUTGOING, self._outgoing)
        await self._run(ADD_MESSAGE, self._messages)
        await self._run(COUNT, self._counted)

    async def _run(self, sql: str, rows: list[Any]) -> None:
        if rows:
            await self._database.many(sql, rows)
            rows.clear()

    # --- one turn ------------------------------------------------------------------------------------

    async def _fresh(self, turns: Sequence[Turn]) -> dict[bytes, Turn]:
        """The turns whose message was not seen before, by the keyed hash of that message."""
        by_message = {self._seen(turn): turn for turn in reversed(turns)}
        marks = ", ".join(["(?, ?)"] * len(by_message))
        new = await self._database.fetch(
            f"INSERT INTO seen (message, at) VALUES {marks} ON CONFLICT DO NOTHING RETURNING message",
            [value for message in by_message for value in (message, self._now)],
        )
        return {bytes(message): by_message[bytes(message)] for (message,) in new}

    async def _turn(self, turn: Turn) -> Told:
        known = self._conversations.get(self._matters.resident(turn))
        try:
            return await self._record(turn, turn.work(known.session if known else None, self._matters.desk(turn)))
        except StoreDown:
            raise
        except Exception as error:  # a poison message harms only itself: it counts as seen, its sender is told
            log.error("turn_failed error=%s", type(error).__name__)
            return error

    async def _record(self, turn: Turn, writes: Writes) -> tuple[Row, ...]:
        row = self._matters.expert(turn) if writes.as_expert else self._matters.resident(turn)
        outgoing = writes.outgoing
        if writes.erase:
            outgoing = (Delete((*await self._numbers(row), *turn.numbers)), *outgoing)
        session = None if writes.erase else writes.session
        conversation = self._conversations.sealed(row, turn.channel, turn.address, session, fresh=writes.erase)
        known, rows = conversation[0], tuple(self._row(row, turn.channel, turn.address, body) for body in outgoing)
        sealed = [self._sealed(one, known.seal) for one in rows]
        taken = await self._taken_back(row) if writes.erase else []
        others = await self._change(turn, writes.changes)
        self._conversations.put(*conversation)
        self._outgoing += sealed
        self._counted += [(name,) for name in writes.counted]
        if writes.erase:
            self._erased.append((row,))
            self._matters.forget(row)
            self.forgets = self.silences = True
        else:
            self._remember(row, known.seal, turn.numbers, writes.topic)
        if writes.wake_at is not None:
            self._waking.append((writes.wake_at, row))
        return (*taken, *others, *rows)

    async def _change(self, turn: Turn | None, changes: Changes) -> tuple[Row, ...]:
        """What a turn does to requests and to other conversations; the rows that are to be delivered there."""
        hushed = [await self._hush(bytes.fromhex(topic)) for topic in changes.hush]
        self._matters.record(turn, changes)
        self._counted += [(name,) for name in changes.counted]
        noted = [row for note in changes.notes for row in await self._note(note)]
        return (*hushed, *noted)

    async def _hush(self, topic: bytes) -> Row:
        """Nothing about `topic` that was said before this moment is sent any more; what tells the sender so.

        It names the rows: what is said about `topic` a moment later may reach the sender sooner.
        """
        stored = await self._database.fetch("SELECT ref FROM outgoing WHERE topic = ? AND failed IS NULL", (topic,))
        self.silences = True
        self._hushed.append((topic,))
        self._silenced |= {one[0] for one in self._outgoing if one[4] == topic}
        self._outgoing[:] = [one for one in self._outgoing if one[4] != topic]
        return self._row(b"", "", "", Hush(tuple(bytes(ref) for (ref,) in stored)))

    def _still_said(self, told: Told) -> Told:
        """The rows to send, without those that a later turn of this transaction silenced."""
        return tuple(row for row in told if row.ref not in self._silenced) if isinstance(told, tuple) else told

    async def _note(self, note: Note) -> Iterable[Row]:
        """A message to another conversation; nothing when that one was erased."""
        target = bytes.fromhex(note.to)
        await self._conversations.load((target,))
        known = self._conversations.get(target)
        if known is None:
            return ()
        said: Outgoing = note.screen
        if note.instead:
            said = Edit(await self._about(target, known.seal, bytes.fromhex(note.screen.topic)), note.screen)
        row = self._row(target, known.channel, known.address, said)
        self._outgoing.append(self._sealed(row, known.seal))
        return (row,)

    async def _taken_back(self, row: bytes) -> list[Row]:
        """What is to be delivered so that no expert keeps anything of a conversation, also of a talk that is over."""
        rows = []
        for (topic,) in await self._database.fetch("SELECT id FROM request WHERE conversation = ?", (row,)):
            rows += [await self._hush(bytes(topic)), *await self._unsaid(bytes(topic))]
        return rows

    async def _unsaid(self, topic: bytes) -> list[Row]:
        """Deletions of all that experts were told about `topic`."""
        found = await self._database.fetch(
            "SELECT DISTINCT conversation FROM message WHERE topic = ?"
            " AND conversation <> (SELECT conversation FROM request WHERE id = ?)",
            (topic, topic),
        )
        rows = []
        for (conversation,) in found:
            target = bytes(conversation)
            await self._conversations.load((target,))
            known = self._conversations.get(target)
            if known:
                gone = Delete(await self._about(target, known.seal, topic), topic.hex())
                row = self._row(target, known.channel, known.address, gone)
                self._outgoing.append(self._sealed(row, known.seal))
                rows.append(row)
        return rows

    # --- numbers of messages -------------------------------------------------------------------------

    async def _about(self, conversation: bytes, seal: Seal, topic: bytes) -> tuple[int, ...]:
        """The numbers of the messages about `topic` in a conversation."""
        sql = "SELECT ref, number FROM message WHERE conversation = ? AND topic = ?"
        return _opened_all(seal, await self._database.fetch(sql, (conversation, topic)))

    async def _numbers(self, row: bytes) -> tuple[int, ...]:
        """The numbers of all messages of this conversation that the channel may still delete."""
        known = self._conversations.get(row)
        if known is None:
            return ()
        found = await self._database.fetch("SELECT ref, number FROM message WHERE conversation = ?", (row,))
        return (*_opened_all(known.seal, found), *await self._undeleted(row, known.seal))

    async def _undeleted(self, row: bytes, seal: Seal) -> list[int]:
        """The numbers in deletions of an earlier erasing that still wait to be delivered."""
        sql = "SELECT ref, body FROM outgoing WHERE conversation = ? AND failed IS NULL"
        found: list[int] = []
        for ref, body in await self._database.fetch(sql, (row,)):
            with contextlib.suppress(WrongKey):
                waiting = open_body(seal, bytes(ref), bytes(body))
                found += waiting.numbers if isinstance(waiting, Delete) else ()
        return found

    # --- deliveries ----------------------------------------------------------------------------------

    async def _trouble(self, failed: Sequence[Delivery]) -> None:
        """Let whoever talks with somebody that cannot be reached hear of it: the request falls due now."""
        for delivery in failed:
            row, topic = delivery.row, _topic(delivery.row.outgoing)
            if delivery.failed == LEFT:
                for side, column in (("resident", "conversation"), ("expert", "expert")):
                    await self._database.many(TROUBLE.format(column), [(side, self._now, row.conversation)])
            elif topic:
                trouble = (row.conversation.hex(), self._now, bytes.fromhex(topic))
                await self._database.many(TROUBLE.format("id"), [trouble])

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
        row, known = delivery.row, self._conversations.get(delivery.row.conversation)
        if known is None or not delivery.numbers:
            return ()
        if kept or isinstance(row.outgoing, Edit):
            self._remember(row.conversation, known.seal, delivery.numbers, _topic(row.outgoing))
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

    @staticmethod
    def _row(row: bytes, channel: str, address: str, body: Outgoing) -> Row:
        return Row(secrets.token_bytes(REF), row, channel, address, body)

    def _sealed(self, row: Row, seal: Seal) -> tuple[Any, ...]:
        body = seal.close(dump(to_json(row.outgoing)), b"outgoing", b"body", row.ref)
        topic = _topic(row.outgoing)
        return (row.ref, row.conversation, body, self._now, bytes.fromhex(topic) if topic else None)

    def _remember(self, row: bytes, seal: Seal, numbers: Iterable[int], topic: str = "") -> None:
        for number in numbers:
            ref = secrets.token_bytes(REF)
            sealed = seal.close(b"%d" % number, b"message", b"number", ref)
            about = bytes.fromhex(topic) if topic else None
            lookup = number_lookup(self._conversations, row, number) if topic else None
            self._messages.append((ref, row, sealed, self._now, about, lookup))

    def _seen(self, turn: Turn) -> bytes:
        return self._conversations.pseudonym("message", turn.channel, turn.message)


def _topic(outgoing: Outgoing) -> str:
    """The request a message belongs to, or nothing."""
    return outgoing.topic if isinstance(outgoing, Screen) else ""


def _opened_all(seal: Seal, found: Iterable[tuple[bytes, bytes]]) -> tuple[int, ...]:
    numbers = (_opened(seal, bytes(ref), bytes(number)) for ref, number in found)
    return tuple(number for number in numbers if number is not None)


def _opened(seal: Seal, ref: bytes, number: bytes) -> int | None:
    try:
        return int(seal.open(number, b"message", b"number", ref))
    except WrongKey:
        log.error("number_unreadable")
        return None


def check_keys(keys: Keys, row: bytes, secret: bytes, channel: str, address: bytes) -> None:
    """Raises WrongKey when `keys` are not the ones with which this conversation was stored."""
    where = open_address(keys, row, secret, address)
    if row not in {keys.pseudonym(role, channel, where) for role in ROLES}:
        raise WrongKey("WEGWIJS_KEYS has another lookup key than the one this database was made with")


def open_address(keys: Keys, row: bytes, secret: bytes, address: bytes) -> str:
    """Where a conversation is reached. Raises WrongKey."""
    sealed = keys.open_secret(bytes(secret), bytes(row)).open(bytes(address), b"conversation", b"address", bytes(row))
    return sealed.decode("utf-8", "surrogatepass")


def open_row(keys: Keys, ref: bytes, body: bytes, row: bytes, secret: bytes, channel: str, address: bytes) -> Row:
    """A stored outgoing row, opened. Raises WrongKey."""
    seal = keys.open_secret(secret, row)
    where = seal.open(address, b"conversation", b"address", row).decode("utf-8", "surrogatepass")
    return Row(ref, row, channel, where, open_body(seal, ref, body))


def open_body(seal: Seal, ref: bytes, body: bytes) -> Outgoing:
    """What a stored outgoing row holds. Raises WrongKey."""
    return from_json(json.loads(seal.open(body, b"outgoing", b"body", ref)))
