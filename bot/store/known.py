"""The conversations that one transaction touches: their keys, their sessions, where they are reached."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.crypto import Keys, Seal, WrongKey
from bot.store.database import Database

UPSERT = (
    "INSERT INTO conversation (id, secret, channel, address, session, words, touched_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, address = excluded.address,"
    " session = excluded.session, words = excluded.words, touched_at = excluded.touched_at"
)
WORDS = "words"
"""The part of a session that stands in a column of its own, because it is forgotten sooner."""

_JSON = json.JSONEncoder(separators=(",", ":"))

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Known:
    """A conversation: its key, as stored and ready for use, where it is reached, and its session if it has one."""

    secret: bytes
    seal: Seal
    channel: str
    address: str
    session: Mapping[str, Any] | None = None


class Conversations:
    """Loads and gathers the rows of `conversation`. `now` is in whole seconds since 1970 (UTC)."""

    def __init__(self, database: Database, keys: Keys, now: int) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._known: dict[bytes, Known] = {}
        self._pseudonyms: dict[tuple[str, ...], bytes] = {}
        self.gathered: list[tuple[Any, ...]] = []

    def get(self, row: bytes) -> Known | None:
        """A loaded conversation, or None."""
        return self._known.get(row)

    async def load(self, ids: Iterable[bytes]) -> None:
        """Load those of `ids` that exist and were not loaded yet."""
        wanted = [row for row in ids if row not in self._known]
        if not wanted:
            return
        marks = ", ".join("?" * len(wanted))
        found = await self._database.fetch(
            f"SELECT id, secret, channel, address, session, words FROM conversation WHERE id IN ({marks})", wanted
        )
        for row, *stored in found:
            try:
                self._known[bytes(row)] = self._open(bytes(row), *stored)
            except WrongKey:  # tampered with, or a key is gone: begin afresh rather than fall silent
                log.error("conversation_unreadable")

    def _open(
        self, row: bytes, secret: bytes, channel: str, address: bytes, session: bytes | None, words: bytes | None
    ) -> Known:
        seal = self._keys.open_secret(bytes(secret), row)
        where = seal.open(bytes(address), b"conversation", b"address", row).decode("utf-8", "surrogatepass")
        known = Known(bytes(secret), seal, channel, where)
        if session is not None:
            known.session = json.loads(seal.open(bytes(session), b"conversation", b"session", row))
        if known.session is not None and words is not None:
            said = json.loads(seal.open(bytes(words), b"conversation", b"words", row))
            known.session = {**known.session, WORDS: said}
        return known

    def sealed(
        self, row: bytes, channel: str, address: str, session: Mapping[str, Any] | None, *, fresh: bool = False
    ) -> tuple[Known, tuple[Any, ...]]:
        """The conversation `row` with `session`, and its row for the table; a `fresh` one has a new key."""
        before = None if fresh else self._known.get(row)
        secret, seal = (before.secret, before.seal) if before else self._keys.new_secret(row)
        known = Known(secret, seal, channel, address, session)
        kept = words = None
        if session is not None:
            plain, said = _apart(session)
            kept = seal.close(dump(plain), b"conversation", b"session", row)
            words = seal.close(dump(said), b"conversation", b"words", row) if said else None
        where = seal.close(address.encode("utf-8", "surrogatepass"), b"conversation", b"address", row)
        return known, (row, secret, channel, where, kept, words, self._now)

    def put(self, known: Known, values: tuple[Any, ...]) -> None:
        """Let the conversation be as `sealed` made it from now on."""
        self.gathered.append(values)
        self._known[values[0]] = known

    def pseudonym(self, *parts: str) -> bytes:
        """The keyed hash of `parts`: asked for several times in one transaction, computed once."""
        if parts not in self._pseudonyms:
            self._pseudonyms[parts] = self._keys.pseudonym(*parts)
        return self._pseudonyms[parts]


def _apart(session: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
    """A session without its own words, and those words."""
    if not isinstance(session, dict) or WORDS not in session:
        return session, None
    return {name: value for name, value in session.items() if name != WORDS}, session[WORDS]


def dump(value: Mapping[str, Any]) -> bytes:
    """JSON as it is sealed."""
    return _JSON.encode(value).encode()
