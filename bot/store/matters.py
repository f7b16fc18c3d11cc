"""Requests for a person, and the experts who answer them, in one transaction: loaded, seen from a desk, written.

What one turn of a transaction changes, the next one of the same transaction sees: two experts who press at the same
instant cannot both be first.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.changes import Changes, Desk, Matter, Office
from bot.crypto import Keys, WrongKey
from bot.store.database import Database
from bot.store.known import Conversations, dump
from bot.store.rows import Turn

AT_ONCE = 50
"""Requests looked at in one go when they fall due."""

ADD_REQUEST = (
    "INSERT INTO request (id, conversation, expert, open, due_at, trouble, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET expert = excluded.expert, open = excluded.open, due_at = excluded.due_at,"
    " trouble = excluded.trouble, body = excluded.body, at = excluded.at"
)
ADD_CONSENT = "INSERT INTO consent (id, version, language, day, ticked, withdrawn, at) VALUES (?, ?, ?, ?, ?, 0, ?)"
WITHDRAW = "UPDATE consent SET withdrawn = 1 WHERE id = ?"
ADD_EXPERT = (
    "INSERT INTO expert (conversation, active) VALUES (?, 1) ON CONFLICT (conversation) DO UPDATE SET active = 1"
)
SELECT = "SELECT id, conversation, expert, open, due_at, trouble, body FROM request WHERE "

log = logging.getLogger(__name__)


class Matters:
    """The requests of one transaction. `now` is in whole seconds since 1970 (UTC)."""

    def __init__(self, database: Database, conversations: Conversations, keys: Keys, now: int) -> None:
        self._database = database
        self._conversations = conversations
        self._keys = keys
        self._now = now
        self._matters: dict[str, Matter] = {}
        self._experts: set[bytes] = set()
        self._replied: dict[bytes, str] = {}
        self._invited: dict[bytes, Mapping[str, Any]] = {}
        self._gathered: dict[str, list[tuple[Any, ...]]] = {}

    # --- reading -------------------------------------------------------------------------------------

    async def load(self, turns: Sequence[Turn]) -> None:
        """Load what `turns` may know beyond their own sessions."""
        residents, experts = [self.resident(turn) for turn in turns], [self.expert(turn) for turn in turns]
        await self._conversations.load((*residents, *experts))
        working = [row for row in experts if self._conversations.get(row)]
        self._experts |= {row for (row,) in await self._among("SELECT conversation FROM expert WHERE active = 1 AND"
                                                              " conversation", working)}  # fmt: skip
        named = [bytes.fromhex(turn.names) for turn in turns if turn.names]
        found = await self._among(f"{SELECT}open = 1 AND conversation", residents)
        found += await self._among(f"{SELECT}open = 1 AND expert", sorted(self._experts))
        found += await self._among(f"{SELECT}id", named)
        await self._open(found)
        await self._load_replied([turn for turn in turns if turn.reply_to is not None])
        await self._load_invited([turn.code for turn in turns if turn.code])

    async def load_office(self) -> Office:
        """Everything that is due now, with all experts and what they have in hand."""
        found = await self._database.fetch(
            f"{SELECT}open = 1 AND due_at > 0 AND due_at <= ? ORDER BY due_at LIMIT {AT_ONCE}", (self._now,)
        )
        active = await self._database.fetch("SELECT conversation FROM expert WHERE active = 1")
        self._experts = {bytes(row) for (row,) in active}
        await self._conversations.load(sorted(self._experts))
        due = await self._open(found)
        busy = await self._database.fetch(
            "SELECT expert, COUNT(*) FROM request WHERE open = 1 AND expert IS NOT NULL GROUP BY expert"
        )
        return Office(due, self.sessions(), Counter({bytes(row).hex(): count for row, count in busy}))

    def sessions(self) -> dict[str, Mapping[str, Any]]:
        """Expert id -> session, of all active experts that were loaded."""
        known = {row: self._conversations.get(row) for row in sorted(self._experts)}
        return {row.hex(): one.session for row, one in known.items() if one and one.session is not None}

    def desk(self, turn: Turn) -> Desk:
        """What this turn may know beyond its own session."""
        me, expert = self.resident(turn), self.expert(turn)
        known = self._conversations.get(expert) if expert in self._experts else None
        going = [one for one in self._matters.values() if one.open]
        return Desk(
            me=me.hex(),
            matters=tuple(one for one in going if one.resident == me.hex()),
            expert_id=expert.hex(),
            expert=known.session if known else None,
            at_work=tuple(one for one in going if known and one.expert == expert.hex()),
            named=self._matters.get(turn.names),
            replied=self._topic_of(expert, turn.reply_to) or self._topic_of(me, turn.reply_to),
            invited=self._invited.get(self._invitation(turn.code)) if turn.code else None,
        )

    def resident(self, turn: Turn) -> bytes:
        """The conversation of whoever wrote, as a resident."""
        return self._conversations.pseudonym("conversation", turn.channel, turn.address)

    def expert(self, turn: Turn) -> bytes:
        """The conversation of whoever wrote, as an expert at work."""
        return self._conversations.pseudonym("expert", turn.channel, turn.address)

    # --- writing -------------------------------------------------------------------------------------

    def record(self, turn: Turn | None, changes: Changes) -> None:
        """Gather what `changes` does to requests, consents and experts."""
        for matter in changes.matters:
            before = self._matters.get(matter.id)
            if turn and before and before.trouble:  # what could not be delivered is still to be told
                matter = replace(matter, trouble=before.trouble, due_at=before.due_at)
            self._matters[matter.id] = matter
            known = self._conversations.get(bytes.fromhex(matter.resident))
            if known:
                body = known.seal.close(dump(matter.body), b"request", b"body", bytes.fromhex(matter.id))
                expert = bytes.fromhex(matter.expert) if matter.expert else None
                row = (bytes.fromhex(matter.id), bytes.fromhex(matter.resident), expert, int(matter.open))
                self._gather(ADD_REQUEST, (*row, matter.due_at, matter.trouble, body, self._now))
        for one in changes.consents:
            self._gather(
                ADD_CONSENT, (bytes.fromhex(one.id), one.version, one.language, one.day, one.ticked, self._now)
            )
        for name in changes.withdrawn:
            self._gather(WITHDRAW, (bytes.fromhex(name),))
        if turn and changes.accepted:
            self._experts.add(self.expert(turn))
            self._gather(ADD_EXPERT, (self.expert(turn),))
            self._gather("DELETE FROM invite WHERE code = ?", (self._invitation(turn.code),))
            self._invited.pop(self._invitation(turn.code), None)

    def forget(self, row: bytes) -> None:
        """The conversation `row` was erased, and its requests with it."""
        self._matters = {name: one for name, one in self._matters.items() if one.resident != row.hex()}
        self._gathered.get(ADD_REQUEST, [])[:] = [one for one in self._gathered.get(ADD_REQUEST, []) if one[1] != row]

    async def write(self) -> None:
        """Run the statements gathered so far; the conversations they belong to stand already."""
        for sql, rows in self._gathered.items():
            if rows:
                await self._database.many(sql, rows)
                rows.clear()

    # --- small parts ---------------------------------------------------------------------------------

    async def _open(self, found: Iterable[Sequence[Any]]) -> tuple[Matter, ...]:
        """The stored requests `found`, opened, with all conversations they may write to loaded."""
        rows = list(found)
        await self._conversations.load({bytes(row[1]) for row in rows})
        opened = []
        for row in rows:
            with_body = self._opened(row)
            if with_body:
                opened.append(self._matters.setdefault(with_body.id, with_body))
        others = {name for one in opened for name in (one.expert, *one.body.get("asked", ())) if name}
        await self._conversations.load({bytes.fromhex(name) for name in others})
        return tuple(opened)

    def _opened(self, row: Sequence[Any]) -> Matter | None:
        name, resident, expert, going, due_at, trouble, body = row
        known = self._conversations.get(bytes(resident))
        if known is None:
            return None
        try:
            plain = json.loads(known.seal.open(bytes(body), b"request", b"body", bytes(name)))
        except WrongKey:
            log.error("request_unreadable")
            return None
        whose = bytes(expert).hex() if expert is not None else ""
        return Matter(bytes(name).hex(), bytes(resident).hex(), whose, bool(going), due_at, plain, trouble)

    async def _load_replied(self, turns: Sequence[Turn]) -> None:
        """To which requests the messages belong that these turns reply to."""
        sides = [side for turn in turns for side in ((self.expert(turn), turn), (self.resident(turn), turn))]
        numbers = [self._lookup(row, turn.reply_to or 0) for row, turn in sides]
        for lookup, topic in await self._among("SELECT lookup, topic FROM message WHERE lookup", numbers):
            self._replied[bytes(lookup)] = bytes(topic).hex()

    async def _load_invited(self, codes: Iterable[str]) -> None:
        """The profiles of the invitations that are still good."""
        rows = [self._invitation(code) for code in codes]
        for row, secret, body, until in await self._among("SELECT * FROM invite WHERE code", rows):
            if until > self._now:
                seal = self._keys.open_secret(bytes(secret), bytes(row))
                self._invited[bytes(row)] = json.loads(seal.open(bytes(body), b"invite", b"body", bytes(row)))

    async def _among(self, sql: str, values: Sequence[bytes]) -> list[Any]:
        """The rows of `sql` whose last named column is one of `values`."""
        if not values:
            return []
        return await self._database.fetch(f"{sql} IN ({', '.join('?' * len(values))})", values)

    def _gather(self, sql: str, row: tuple[Any, ...]) -> None:
        self._gathered.setdefault(sql, []).append(row)

    def _invitation(self, code: str) -> bytes:
        return self._conversations.pseudonym("invite", code.upper())

    def _topic_of(self, conversation: bytes, number: int | None) -> str:
        return "" if number is None else self._replied.get(self._lookup(conversation, number), "")

    def _lookup(self, conversation: bytes, number: int) -> bytes:
        return number_lookup(self._conversations, conversation, number)


def number_lookup(conversations: Conversations, conversation: bytes, number: int) -> bytes:
    """A keyed hash by which a message is found that somebody replies to."""
    return conversations.pseudonym("number", conversation.hex(), str(number))
