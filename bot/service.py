"""The host: one incoming message in, committed state and rows to deliver out.

The only place where order, storage and sending meet. When `handle` returns, the message may be
acknowledged: its turn is durable, or it was one already.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

from bot.engine import Session
from bot.house import House
from bot.lanes import Lanes
from bot.messages import Incoming, Screen
from bot.pace import Pace
from bot.store import Row, Store, Turn, Writes
from bot.turn import excuse, in_need, respond

log = logging.getLogger(__name__)


class Deliverer(Protocol):
    """Where committed rows go, to be delivered in order."""

    def put(self, rows: tuple[Row, ...]) -> None: ...


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Service:
    """Handles incoming messages: in order within a conversation, side by side across them."""

    def __init__(
        self,
        house: Callable[[], House],
        store: Store,
        deliverer: Deliverer,
        pace: Pace,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._house = house
        self._store = store
        self._deliverer = deliverer
        self._pace = pace
        self._clock = clock
        self._lanes = Lanes()

    async def handle(self, incoming: Incoming) -> None:
        """Take one message through the house. Raises StoreDown when it could not be kept: try again later."""
        async with self._lanes.lane((incoming.channel, incoming.address)):
            numbers = () if incoming.number is None else (incoming.number,)
            work = partial(self._work, incoming)
            turn = Turn(incoming.channel, incoming.address, incoming.message, numbers, work)
            self._deliverer.put(await self._store.turn(turn) or ())

    async def begin(self, channel: str, address: str, known: Mapping[str, str]) -> None:
        """Begin a conversation of which something is known already (pairs of step id and value)."""
        session = Session(known=known).to_json()
        await self._store.turn(Turn(channel, address, "begin", (), lambda _: Writes(session)))

    def meanwhile(self, incoming: Incoming) -> Screen:
        """What can be said while nothing can be kept: the fixed reply to danger, else that we are disturbed.

        Needs no database; it is sent at once and leaves no trace.
        """
        return in_need(self._house(), incoming, self._clock())

    def _work(self, incoming: Incoming, stored: Mapping[str, Any] | None) -> Writes:
        """The turn itself. Whatever one message does, its sender hears of it and nobody else is harmed."""
        refused = self._pace.refuse((incoming.channel, incoming.address), time.monotonic())
        try:
            answer = respond(self._house(), stored, incoming, self._clock(), refused=refused)
        except Exception as error:
            log.error("turn_failed error=%s", type(error).__name__)
            return Writes(stored or {}, (excuse(self._house(), stored),))
        return Writes(answer.session.to_json(), answer.screens, answer.erase, answer.counted)
